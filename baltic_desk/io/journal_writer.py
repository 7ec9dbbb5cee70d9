"""What a journal's thread does: the same steps to its own copy of the document, lines, bases.

A new base is made of a state that stands still, while what is heard goes on being appended to the
log that there is. Only where there is no log to append to, at the first change and after an error,
does what is heard wait for a base: that one has little history, and one with all of it follows.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from baltic_desk.document.history import (
    Cleaned,
    Dirtied,
    Event,
    History,
    Recorded,
    Redone,
    Step,
    Undone,
)
from baltic_desk.document.store import Entry
from baltic_desk.io import journal_records as kinds
from baltic_desk.io.header import SavedView
from baltic_desk.io.journal_base import Base, make_base
from baltic_desk.io.journal_folder import JournalFolder
from baltic_desk.io.journal_lines import framed
from baltic_desk.io.journal_records import encode_facts, encode_moment, encode_step
from baltic_desk.io.journal_state import Facts, State
from baltic_desk.io.save import SaveError
from baltic_desk.io.turns import Turns

FIRST_HISTORY_BYTES = 256 * 1024
"""Of the steps in a base for which work waits."""

_log = logging.getLogger(__name__)


class PhaseShown(NamedTuple):
    """Another phase is shown."""

    phase: str | None


class FileKnown(NamedTuple):
    """The document belongs to another file, or the file holds something else.

    `holds` is what is in it where that is neither what the document is now nor what it was.
    """

    path: str | None
    digest: str
    read_only: bool
    holds: tuple[Entry, ...] | None = None


Heard = Event | PhaseShown | FileKnown | SavedView


class _Logged(NamedTuple):
    """What becomes a line of the log."""

    kind: str
    at: float
    step: Step | None = None


class JournalWriter:
    """Follows a document and writes what becomes of it; knows no threads.

    Parameters
    ----------
    state
        Of the document before the first that is heard.
    stopped
        Whether writing is to be given up, asked between slices of it.
    """

    def __init__(self, files: JournalFolder, state: State, stopped: Callable[[], bool]) -> None:
        self._files = files
        self._state = state
        self._stopped = stopped
        self._known = state.facts
        """Facts as they are now; those of the state are as they were last written."""
        self._on_disk = History()
        """History as it will be read again: a base has not all steps that the document has."""
        self._seed = 0
        self._lacking = False
        """The base lacks something that is known: another one is due."""
        self._owing = False
        """Something was taken of what was heard, and is not on the disk."""
        self._since: list[_Logged] | None = None
        """What was logged since the state stood still of which a base is being made."""

    def write(self, heard: Iterable[tuple[float, Heard]]) -> None:
        """Take what was heard, with its times, and bring the disk up to now.

        Raises
        ------
        SaveError, OSError
            When that failed. What was heard is taken all the same: the next call writes it.
        StoppedError
            When it was given up.
        """
        state, files = self._state, self._files
        logged = [*self._taken(heard)]
        clean = state.history.clean
        if clean and (files.broken or not files.generation):
            # The file has it all; what is here may be older.
            files.forget()
            return
        facts = self._facts_of(state)
        if not logged and facts == state.facts and not files.broken and files.generation:
            return
        self._owing = True
        state.facts = replace(facts, at=time.time())
        if not files.broken and not files.lost:
            self._append(logged)
        elif self._since is None:
            self._first_base()
        else:
            raise SaveError(files.path, "its files have been taken away")
        self._owing = False

    def shorten(self, between: Callable[[], None]) -> None:
        """Begin a new generation if the log has become too long. Raises as `write` does.

        Parameters
        ----------
        between
            Called every few milliseconds; may call `write`.
        """
        files = self._files
        if not files.generation or not (files.full or self._lacking):
            return
        self._lacking = False
        still = self._state.frozen()
        since = self._since = []
        turns = Turns(self._stopped, between)
        log: tuple[bytes, int] = b"", 0

        def begun() -> bytes:
            nonlocal log
            log = b"", base.seed
            if since or self._state.facts != still.facts:
                log = self._lines(since, base.history, base.seed)
            return log[0]

        try:
            base = self._base(still, turns)
            files.write_base(base.data, between=turns.take, log=begun)
        except (OSError, SaveError) as error:
            self._put_off(error)
        else:
            self._on_disk, self._seed = base.history, log[1]
        finally:
            self._since = None

    def _put_off(self, error: Exception) -> None:
        """All is kept in the log that there is, unless that is what cannot be written."""
        if self._owing or self._files.broken or self._files.lost:
            raise error
        self._files.put_off()
        _log.warning("the journal stays long: %s", error)

    def _taken(self, heard: Iterable[tuple[float, Heard]]) -> Iterator[_Logged]:
        """Do to the state what was heard; what of it belongs in the log."""
        state = self._state
        for at, each in heard:
            match each:
                case Recorded(step):
                    state.take(step, at)
                    yield _Logged(kinds.DO, at, step)
                case Undone():
                    yield _Logged(kinds.UNDO, at, state.undo(at))
                case Redone():
                    yield _Logged(kinds.REDO, at, state.redo(at))
                case Cleaned():
                    state.clean()
                    yield _Logged(kinds.CLEAN, at)
                case Dirtied():
                    state.dirty()
                    yield _Logged(kinds.DIRTY, at)
                case PhaseShown(phase):
                    state.phase = phase
                case FileKnown(path, digest, read_only, holds):
                    if holds is not None and not state.history.clean:
                        state.saved = {entry.record.id: entry for entry in holds}
                        self._lacking = True
                    self._known = replace(
                        self._known, path=path, digest=digest, read_only=read_only
                    )
                case SavedView():
                    self._known = replace(self._known, view=each)

    def _facts_of(self, state: State) -> Facts:
        """Facts as they are now, as of when those of the state were told."""
        return replace(
            self._known,
            at=state.facts.at,
            title=state.title,
            features=state.features,
            phase=state.phase,
        )

    def _append(self, logged: list[_Logged]) -> None:
        if self._since is not None:
            self._since += logged
        lines, seed = self._lines(logged, self._on_disk, self._seed)
        self._files.append(lines)
        self._seed = seed

    def _lines(self, logged: list[_Logged], history: History, seed: int) -> tuple[bytes, int]:
        """Lines of a log up to now, done to the history as it will be read; the last one's sum."""
        turns = Turns(self._stopped)
        lines: list[bytes] = []

        def add(kind: str, *pieces: bytes) -> None:
            nonlocal seed
            line, seed = framed(kind, *pieces, seed=seed)
            lines.append(line)
            turns.take()

        for each in logged:
            kind = _follow(history, each)
            if each.step is None or kind in {kinds.UNDO, kinds.REDO}:
                add(kind, encode_moment(each.at))
            else:
                add(kind, *_in_turns(encode_step(each.step, each.at), turns))
        if history.clean != self._state.history.clean:
            # What was saved lies beyond the steps that the base has, and has been come back to.
            kind = kinds.DIRTY if history.clean else kinds.CLEAN
            _follow(history, _Logged(kind, self._state.facts.at))
            add(kind, encode_moment(self._state.facts.at))
        add(kinds.FACTS, encode_facts(self._state.facts))
        return b"".join(lines), seed

    def _first_base(self) -> None:
        """Begin a generation where there is no log to append to."""
        # Recovered work is still where it was until this is there, with all that can be undone.
        most = None if self._files.recovered_times else FIRST_HISTORY_BYTES
        base = self._base(self._state, Turns(self._stopped), most)
        self._files.write_base(base.data)
        self._on_disk, self._seed, self._lacking = base.history, base.seed, base.cut

    def _base(self, state: State, turns: Turns, history_bytes: int | None = None) -> Base:
        return make_base(
            state,
            turns,
            session=self._files.path.name,
            generation=self._files.next_generation,
            recovered_times=self._files.recovered_times,
            history_bytes=history_bytes,
        )


def _follow(history: History, logged: _Logged) -> str:
    """Do what was logged to the history as it will be read; by which kind of line.

    A base has not all steps that the document has: undo may come to one that is not there.
    """
    kind, step = logged.kind, logged.step
    match kind:
        case kinds.DO if step is not None:
            history.take(step)
        case kinds.UNDO if step is not None and history.back() is None:
            history.add_ahead(step)
            return kinds.UNDO_UNKNOWN
        case kinds.REDO if step is not None and history.forward() is None:
            history.add_behind(step)
            return kinds.REDO_UNKNOWN
        case kinds.CLEAN:
            history.mark_clean()
        case kinds.DIRTY:
            history.mark_dirty()
        case _:
            pass
    return kind


def _in_turns(pieces: Iterable[bytes], turns: Turns) -> list[bytes]:
    found: list[bytes] = []
    for piece in pieces:
        found.append(piece)
        turns.take()
    return found
