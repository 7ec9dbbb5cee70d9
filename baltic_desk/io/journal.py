"""The journal of one session: each diff appended to a log on the disk while there is unsaved work.

A session's folder in the state directory holds `lock` (held while the process lives, however it
ends), `session.json` (whose it is), and generations `0001.base` with `0001.log`: the document with
its history, and what was done to it since. A folder whose lock is free is what a crash left.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from baltic_desk.document.document import Document
from baltic_desk.document.history import Event, History
from baltic_desk.document.store import Entry
from baltic_desk.io.header import SavedView
from baltic_desk.io.journal_folder import JournalFolder
from baltic_desk.io.journal_state import Did, Facts, State
from baltic_desk.io.journal_writer import FileKnown, Heard, JournalWriter, PhaseShown
from baltic_desk.io.save import SaveError
from baltic_desk.io.save_errors import why_not
from baltic_desk.io.turns import StoppedError
from baltic_desk.paths import state_dir

PAUSE_S = 0.3
"""From a change to its being written, so that what comes in one go is one write."""
RETRY_S = 3.0
FLUSH_S = 10.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GoneOn:
    """What is known of work that was recovered and now goes on in another session.

    Attributes
    ----------
    saved
        Entries when it was last saved.
    did
        What was done since.
    times
        How often it was recovered.
    """

    saved: tuple[Entry, ...] | None = None
    did: tuple[Did, ...] = ()
    times: int = 0


class _Adopted(NamedTuple):
    entries: tuple[Entry, ...]
    history: History
    gone_on: GoneOn


class RecoveryJournal:
    """Keeps on the disk what is done to one document, while that is not saved.

    The thread that changes the document only puts what it hears into a queue: steps and records
    never change. A thread of the journal's own does the same steps to its own copy, encodes and
    writes them. A journal that cannot write says so in `warning` and tries again after some
    seconds; it never disturbs the work.

    Parameters
    ----------
    original_path, base_digest, read_only
        File that the document belongs to, the digest of what was read from it, and whether it must
        not be written over.
    view
        Where the camera stands.
    gone_on
        What is known of it when it was recovered.
    pause_s
        From the first change that is not written to the writing.
    """

    def __init__(
        self,
        document: Document,
        *,
        original_path: Path | None = None,
        base_digest: str = "",
        read_only: bool = False,
        view: SavedView | None = None,
        gone_on: GoneOn | None = None,
        folder: Path | None = None,
        pause_s: float = PAUSE_S,
    ) -> None:
        gone_on = gone_on or GoneOn()
        self.folder = (folder or sessions_dir()) / str(uuid.uuid4())
        self.warning: str | None = None
        self._files = JournalFolder(self.folder, recovered_times=gone_on.times)
        self._pause_s = pause_s
        history = document.history
        # References to what never changes, which takes some milliseconds; a state is made of them
        # by the thread, when there is something to be written.
        copy = History.restored(history.steps, history.cursor, history.clean_cursor)
        self._adopted = _Adopted(tuple(document.all_entries()), copy, gone_on)
        self._facts = Facts(
            at=time.time(),
            phase=document.phase,
            view=view,
            path=None if original_path is None else str(original_path),
            digest=base_digest,
            read_only=read_only,
        )
        self._writer: JournalWriter | None = None
        self._queue: deque[tuple[float, Heard]] = deque()
        self._since: float | None = None
        self._retry_at: float | None = None
        self._picture: bytes | None = None
        self._wake = threading.Condition()
        self._writing = threading.Lock()
        self._kept = history.clean
        self._closed = False
        self._stop_hearing = (history.subscribe(self._hear), document.on_phase(self._hear_phase))
        self._thread = threading.Thread(target=self._run, name="recovery journal", daemon=True)
        self._thread.start()
        if not history.clean:
            self._note_change()

    # -- the thread that works on the document --------------------------------------------------

    @property
    def kept(self) -> bool:
        """Whether everything that has to be on the disk is there."""
        return self._kept and not self._queue

    def saved(
        self,
        path: Path,
        digest: str,
        *,
        read_only: bool = False,
        holds: tuple[Entry, ...] | None = None,
    ) -> None:
        """The document belongs to that file, which holds what has this digest.

        `holds` is that, where it is neither what the document is now nor what it was before.
        """
        self._put(FileKnown(str(path), digest, read_only, holds))

    def look(self, view: SavedView) -> None:
        """The camera stands there."""
        self._put(view)

    def put_picture(self, png: bytes) -> None:
        """Keep a picture of how the work looks; the last one counts."""
        with self._wake:
            self._picture = png
            self._wake.notify()

    def flush(self) -> None:
        """Write what is pending now, in this thread.

        If the journal's thread is held up by a disk that does not answer, this waits some seconds.
        """
        self._write(FLUSH_S)

    def close(self) -> None:
        """End of a session whose document is saved or given up: the journal goes."""
        if self._closed:
            return
        for stop in self._stop_hearing:
            stop()
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join()
        with self._writing:
            self._files.close()

    def _hear(self, event: Event) -> None:
        self._put(event)

    def _hear_phase(self, phase: str | None) -> None:
        self._put(PhaseShown(phase))

    def _put(self, heard: Heard) -> None:
        self._kept = False
        self._queue.append((time.time(), heard))
        self._note_change()

    def _note_change(self) -> None:
        with self._wake:
            if self._since is None:
                self._since = time.monotonic()
                self._wake.notify()

    # -- the journal's thread -------------------------------------------------------------------

    def _run(self) -> None:
        while self._wait():
            self._write()

    def _wait(self) -> bool:
        """Sleep until there is something to write; False at the end."""
        with self._wake:
            while not self._closed:
                due = self._due()
                left_s = None if due is None else due - time.monotonic()
                if left_s is not None and left_s <= 0:
                    return True
                self._wake.wait(left_s)
            return False

    def _due(self) -> float | None:
        """When to write next, on the clock of time.monotonic; None when there is nothing."""
        if self._retry_at is not None:
            return self._retry_at
        if self._picture is not None and self._files.generation:
            return time.monotonic()
        return None if self._since is None else self._since + self._pause_s

    def _write(self, patience_s: float = -1.0) -> None:
        if not self._writing.acquire(timeout=patience_s):
            return
        try:
            if not self._closed:
                self._attempt()
        finally:
            self._writing.release()

    def _attempt(self) -> None:
        begun = time.monotonic()
        try:
            self._write_heard()
            self._write_picture()
            self._kept = True
            if self._writer is not None:
                self._writer.shorten(self._go_on)
        except StoppedError:
            return
        # Whatever it is, the thread must live on, and the person has to be told.
        except Exception as error:  # noqa: BLE001
            self._failed(error, time.monotonic() - begun)
        else:
            self.warning, self._retry_at = None, None

    def _failed(self, error: Exception, took_s: float) -> None:
        self._files.broken = True
        why = why_not(error).text if isinstance(error, OSError) else str(error)
        self.warning = f"Unsaved work is not being kept for recovery: {why}"
        expected = isinstance(error, OSError | SaveError)
        _log.warning("%s", self.warning, exc_info=None if expected else error)
        # Trying again takes the interpreter from the window for a while.
        self._retry_at = time.monotonic() + max(RETRY_S, 10 * took_s)

    def _write_heard(self) -> None:
        with self._wake:
            self._since = None
        if self._writer is None:
            self._writer = JournalWriter(self._files, self._first_state(), self._is_closed)
        self._writer.write(self._heard())

    def _go_on(self) -> None:
        """Write what is due while a new base is made."""
        since = self._since
        if self._writer is None or since is None or time.monotonic() < since + self._pause_s:
            return
        self._write_heard()
        self._kept = True

    def _heard(self) -> Iterator[tuple[float, Heard]]:
        while self._queue:
            # Again: what was heard while the last was written may have been taken for written too.
            self._kept = False
            yield self._queue.popleft()

    def _first_state(self) -> State:
        entries, history, gone_on = self._adopted
        self._adopted = _Adopted((), History(), GoneOn())
        state = State.of(entries, history, self._facts, gone_on.saved)
        if gone_on.did:
            state.did = list(gone_on.did)
        return state

    def _write_picture(self) -> None:
        with self._wake:
            picture = self._picture
            if picture is None or not self._files.generation:
                return
            self._picture = None
        self._files.put_picture(picture)

    def _is_closed(self) -> bool:
        return self._closed


def sessions_dir() -> Path:
    """Folder of the journals of all sessions."""
    return state_dir() / "sessions"
