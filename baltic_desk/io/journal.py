"""The journal of one session: a snapshot on the disk of what is not saved yet.

A session's folder in the state directory holds `lock` (held while the process lives, however it
ends), `snapshot.geojson` (the document, while there is something unsaved) and `session.json`
(where it belongs). A folder whose lock is free is what a crash left.
"""

from __future__ import annotations

import json
import logging
import os
import platform
import shutil
import threading
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from baltic_desk import __version__
from baltic_desk.document.document import Document
from baltic_desk.document.store import Diff, Entry
from baltic_desk.io.lock import FileLock, LockHeldError
from baltic_desk.io.project import pieces
from baltic_desk.io.save import SaveError, save
from baltic_desk.paths import state_dir

_log = logging.getLogger(__name__)

# A snapshot is on the disk within 2 s of the last change: the pause, and the writing of it.
PAUSE_S = 1.0
LONGEST_WAIT_S = 5.0

SNAPSHOT = "snapshot.geojson"
SESSION = "session.json"
LOCK = "lock"
# Encoding holds the interpreter; after so much of it the window gets its turn.
_SLICE_S = 0.002
_YIELD_S = 0.001


class SessionNote(Struct, frozen=True, kw_only=True):
    """What session.json holds."""

    original_path: str | None = None
    base_digest: str = ""
    title: str = ""
    saved_at: datetime
    feature_count: int = 0
    pid: int
    host: str
    app: str


class RecoveryJournal:
    """Keeps a snapshot of one document on the disk while it has unsaved changes.

    The thread that changes the document only copies references: records never change. Encoding
    and writing happen in a thread of the journal's own. A journal that cannot write says so in
    `warning` and tries again after the next change; it never disturbs the work.

    Parameters
    ----------
    original_path, base_digest
        File that the document belongs to, and the digest of what was read from it.
    pause_s
        Time without changes before a snapshot is written.
    """

    def __init__(
        self,
        document: Document,
        *,
        original_path: Path | None = None,
        base_digest: str = "",
        folder: Path | None = None,
        pause_s: float = PAUSE_S,
    ) -> None:
        self.folder = (folder or sessions_dir()) / str(uuid.uuid4())
        self.warning: str | None = None
        self._document = document
        self._pause_s = pause_s
        self._pending = _Pending(original_path, base_digest)
        self._wake = threading.Condition()
        self._writing = threading.Lock()
        self._lock: FileLock | None = None
        self._closed = False
        self._stop_hearing = document.subscribe(self._heard)
        self._thread = threading.Thread(target=self._run, name="recovery journal", daemon=True)
        self._thread.start()
        if not document.history.clean:
            self._note()

    def saved(self, path: Path, digest: str) -> None:
        """The document was saved there and its history marked clean: nothing to recover now."""
        with self._wake:
            self._pending.original_path, self._pending.base_digest = path, digest
        self._note()

    def flush(self) -> None:
        """Write what is pending now, in this thread."""
        self._write()

    def close(self) -> None:
        """End of a session whose document is saved or given up: the journal goes."""
        if self._closed:
            return
        self._stop_hearing()
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join()
        if self._lock is not None:
            self._lock.release()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _heard(self, diff: Diff) -> None:  # noqa: ARG002
        self._note()

    def _note(self) -> None:
        """Remember the document as it is now for the thread to write."""
        history = self._document.history
        entries = None if history.clean else tuple(self._document.all_entries())
        now = time.monotonic()
        with self._wake:
            pending = self._pending
            pending.entries = entries
            pending.since = now if pending.since is None else pending.since
            pending.last = now
            self._wake.notify()

    def _run(self) -> None:
        while self._wait():
            self._write()

    def _wait(self) -> bool:
        """Sleep until there is something to write and changes pause; False at the end."""
        with self._wake:
            while not self._closed:
                if self._pending.since is None:
                    self._wake.wait()
                    continue
                due = min(self._pending.last + self._pause_s, self._pending.since + LONGEST_WAIT_S)
                left_s = due - time.monotonic()
                if left_s <= 0:
                    return True
                self._wake.wait(left_s)
            return False

    def _write(self) -> None:
        with self._writing:
            with self._wake:
                if self._closed or self._pending.since is None:
                    return
                pending = _Pending(
                    self._pending.original_path,
                    self._pending.base_digest,
                    self._pending.entries,
                )
                self._pending.since = None
            try:
                if pending.entries is None:
                    (self.folder / SNAPSHOT).unlink(missing_ok=True)
                else:
                    self._write_snapshot(pending, pending.entries)
            except (OSError, SaveError, ValueError) as error:
                self.warning = f"Unsaved work is not being kept for recovery: {error}"
                _log.warning("%s", self.warning)
            else:
                self.warning = None

    def _write_snapshot(self, pending: _Pending, entries: tuple[Entry, ...]) -> None:
        self._begin()
        document = Document(entries)
        session = SessionNote(
            original_path=None if pending.original_path is None else str(pending.original_path),
            base_digest=pending.base_digest,
            title=document.project.title,
            saved_at=datetime.now(UTC),
            feature_count=sum(1 for _ in document.features()),
            pid=os.getpid(),
            host=platform.node(),
            app=__version__,
        )
        save(self.folder / SNAPSHOT, _encoded(document), backup=False)
        save(self.folder / SESSION, _note_json(session), backup=False)

    def _begin(self) -> None:
        """Make the folder and lock it, before there is anything in it to be found."""
        if self._lock is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            self._lock = FileLock(self.folder / LOCK)
        except LockHeldError:
            raise
        except OSError:
            # Some network drives know no locks; there the process id has to tell who lives.
            _log.info("no lock on %s", self.folder)


def sessions_dir() -> Path:
    """Folder of the journals of all sessions."""
    return state_dir() / "sessions"


def read_note(session_dir: Path) -> SessionNote | None:
    """What a session's folder says of itself, if it does."""
    try:
        return msgspec.convert(json.loads((session_dir / SESSION).read_bytes()), SessionNote)
    except (OSError, ValueError):
        # Killed between the two files: the snapshot alone is worth having.
        return None


@dataclass(slots=True)
class _Pending:
    """What is to be written: entries, or None when everything is saved; since when it waits."""

    original_path: Path | None
    base_digest: str
    entries: tuple[Entry, ...] | None = None
    since: float | None = None
    last: float = 0.0


def _encoded(document: Document) -> bytes:
    found: list[bytes] = []
    turn_ends = time.monotonic() + _SLICE_S
    for piece in pieces(document):
        if piece:
            found.append(piece)
        if time.monotonic() > turn_ends:
            time.sleep(_YIELD_S)
            turn_ends = time.monotonic() + _SLICE_S
    return b"".join(found)


def _note_json(session: SessionNote) -> bytes:
    # ASCII: a path on Linux may hold bytes that are no text, which Python keeps as surrogates.
    return json.dumps(msgspec.to_builtins(session)).encode()
