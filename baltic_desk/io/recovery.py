"""What crashed sessions left: offered back, recovered, put aside."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from baltic_desk.document.document import Document
from baltic_desk.document.store import Entry
from baltic_desk.io.header import SavedView
from baltic_desk.io.journal import GoneOn, RecoveryJournal, sessions_dir
from baltic_desk.io.journal_folder import LOCK, PICTURE, SessionNote, read_note
from baltic_desk.io.journal_reading import SessionRead, generations, read_outline, read_session
from baltic_desk.io.journal_state import Did
from baltic_desk.io.kept_aside import KEEP_FOR, newest_first, purge
from baltic_desk.io.lock import is_held
from baltic_desk.io.moments import moment_of
from baltic_desk.io.old_sessions import SNAPSHOT, OldNote, read_old_note
from baltic_desk.io.problem import Problem, ProjectError
from baltic_desk.io.project import load
from baltic_desk.io.this_computer import is_this_computer

__all__ = [
    "KEEP_FOR",
    "Done",
    "GoneOn",
    "Recoverable",
    "Recovered",
    "RecoveryJournal",
    "aside_sessions",
    "crashed_sessions",
    "discard",
    "recover",
    "sessions_dir",
    "take_back",
    "taken_over",
]

_STARTING_S = 60.0
_log = logging.getLogger(__name__)
_PLACE = "the kept work"


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done, and when."""

    label: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Recoverable:
    """Unsaved work of a session that ended without being closed.

    Attributes
    ----------
    path
        Folder of the session.
    saved_at
        When the last of it was written to the disk.
    size_bytes
        Of what is kept on the disk.
    steps
        What was done since the last saving, the oldest first, without what was undone again.
    picture
        How it looked, a PNG file.
    recovered_times
        How often the same work was recovered before.
    readable
        Whether there is something to be recovered; else it can only be discarded.
    """

    path: Path
    saved_at: datetime
    original_path: Path | None
    base_digest: str
    title: str
    feature_count: int
    size_bytes: int = 0
    steps: tuple[Done, ...] = ()
    picture: Path | None = None
    recovered_times: int = 0
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Recovered:
    """Work as it was left, with its history.

    Attributes
    ----------
    phase
        The one that was shown; the document shows it.
    saved_entries
        What was stored when it was last saved, where that is known.
    problems
        What of it could not be read.
    read_only
        Its file is of a newer version, and must not be written over.
    gone_on
        For the journal of the session that goes on with it.
    """

    document: Document
    phase: str | None = None
    view: SavedView | None = None
    saved_entries: tuple[Entry, ...] | None = None
    problems: tuple[Problem, ...] = ()
    read_only: bool = False
    gone_on: GoneOn | None = None


def crashed_sessions(folder: Path | None = None) -> list[Recoverable]:
    """What sessions of this computer left that ended without being closed, newest first.

    Journals of other computers (a home directory on the network) are left to those; one that has
    been given another name is no other. Folders of sessions that had everything saved are removed.
    """
    root = folder or sessions_dir()
    found: list[Recoverable] = []
    try:
        purge(_recovered_dir(root))
        paths = sorted(root.glob("*-*-*-*-*"))
    except OSError as error:
        _log.warning("what was lost cannot be looked for: %s", error)
        return []
    for path in paths:
        try:
            left = _left_by(path)
        except (OSError, ProjectError) as error:
            # It stays as it is, for the next start.
            _log.warning("cannot look into %s: %s", path.name, error)
        else:
            found += [] if left is None else [left]
    return sorted(found, key=lambda each: each.saved_at, reverse=True)


def recover(recoverable: Recoverable) -> Recovered:
    """The document of a crashed session. Its folder stays as it is until `taken_over`.

    Raises
    ------
    ProjectError
        When nothing of it can be read.
    """
    folder = recoverable.path
    if generations(folder):
        try:
            read = read_session(folder)
        except OSError as error:
            raise ProjectError(error.strerror or str(error), path=folder) from error
        if read is None:
            raise ProjectError("nothing of what was kept can be read", path=folder)
        return _recovered(read, recoverable)
    loaded = load(folder / SNAPSHOT)
    loaded.document.history.mark_dirty()
    return Recovered(
        loaded.document,
        phase=loaded.document.phase,
        view=loaded.view,
        problems=loaded.problems,
        read_only=loaded.read_only,
        gone_on=GoneOn(times=recoverable.recovered_times + 1),
    )


def taken_over(recoverable: Recoverable) -> None:
    """The journal of another session holds all of it: it is put aside.

    Raises
    ------
    ProjectError
        When the folder cannot be moved.
    """
    _put_aside(recoverable)


def discard(recoverable: Recoverable) -> None:
    """Do not offer it again. It is put aside for some days, in case that was a mistake.

    Raises
    ------
    ProjectError
        When the folder cannot be moved.
    """
    _put_aside(recoverable)


def aside_sessions(folder: Path | None = None) -> list[Recoverable]:
    """What was recovered or discarded in the last days, the latest first."""
    aside = _recovered_dir(folder or sessions_dir())
    purge(aside)
    found: list[Recoverable] = []
    for _at, path in newest_first(aside):
        with suppress(OSError):  # gone since
            each = _recoverable(path)
            found += [] if each is None else [each]
    return found


def take_back(recoverable: Recoverable) -> Recoverable:
    """Offer again what was put aside.

    Raises
    ------
    ProjectError
        When the folder cannot be moved.
    """
    root = recoverable.path.parent.parent / sessions_dir().name
    moved = _moved(recoverable.path, root)
    picture = None if recoverable.picture is None else moved / PICTURE
    return replace(recoverable, path=moved, picture=picture)


def _left_by(session_dir: Path) -> Recoverable | None:
    """What a session left, if it is over, is one of this computer, and had something unsaved."""
    lock = session_dir / LOCK
    held = is_held(lock)
    if held or not session_dir.is_dir():
        return None
    if not generations(session_dir) and not (session_dir / SNAPSHOT).exists():
        _forget_empty(session_dir)
        return None
    note = _whose(session_dir)
    if note is not None and not is_this_computer(note.host, note.computer):
        return None
    unsure = held is None or not lock.exists()
    if unsure and note is not None and _is_alive(note.pid):
        return None
    return _recoverable(session_dir, forget=True)


def _recoverable(session_dir: Path, *, forget: bool = False) -> Recoverable | None:
    """What is in a folder; None when that is nothing unsaved, and then it may be forgotten."""
    if not generations(session_dir):
        return _of_old(session_dir) if (session_dir / SNAPSHOT).exists() else None
    try:
        read = read_outline(session_dir)
    except OSError:
        read = None
    if read is None:
        return Recoverable(session_dir, _written(session_dir), None, "", "", 0, readable=False)
    if read.state.history.clean:
        if forget and read.problems:
            _moved(session_dir, _recovered_dir(session_dir.parent))
        elif forget:
            shutil.rmtree(session_dir, ignore_errors=True)
        return None
    facts, note = read.state.facts, read_note(session_dir)
    picture = session_dir / PICTURE
    return Recoverable(
        path=session_dir,
        saved_at=moment_of(read.last_at),
        original_path=None if facts.path is None else Path(facts.path),
        base_digest=facts.digest,
        title=facts.title,
        feature_count=facts.features,
        size_bytes=read.size_bytes,
        steps=_told(read.state.did),
        picture=picture if picture.exists() else None,
        recovered_times=_times(note, read),
    )


def _recovered(read: SessionRead, recoverable: Recoverable) -> Recovered:
    state = read.state
    saved = None if state.saved is None else tuple(state.saved.values())
    document = state.document()
    return Recovered(
        document,
        phase=document.phase,
        view=state.facts.view,
        saved_entries=saved,
        problems=tuple(Problem(_PLACE, text) for text in read.problems),
        read_only=state.facts.read_only,
        gone_on=GoneOn(saved, tuple(state.did), recoverable.recovered_times + 1),
    )


def _of_old(session_dir: Path) -> Recoverable:
    """What an earlier version of the program left: a project file and a note beside it."""
    snapshot = session_dir / SNAPSHOT
    note = read_old_note(session_dir)
    size = snapshot.stat().st_size
    if note is None:
        written = moment_of(snapshot.stat().st_mtime)
        return Recoverable(session_dir, written, None, "", "", 0, size)
    return Recoverable(
        path=session_dir,
        saved_at=note.saved_at,
        original_path=None if note.original_path is None else Path(note.original_path),
        base_digest=note.base_digest,
        title=note.title,
        feature_count=note.feature_count,
        size_bytes=size,
    )


def _whose(session_dir: Path) -> SessionNote | OldNote | None:
    """Which process on which computer the folder is of."""
    note = read_note(session_dir)
    if note is not None or not generations(session_dir):
        return note
    try:
        read = read_outline(session_dir)
    except OSError:
        return None
    header = None if read is None else read.header
    if header is None:
        return None
    return SessionNote(pid=header.pid, host=header.host, app=header.app, computer=header.computer)


def _times(note: SessionNote | None, read: SessionRead) -> int:
    if note is not None:
        return note.recovered_times
    return 0 if read.header is None else read.header.recovered_times


def _told(did: Iterable[Did]) -> tuple[Done, ...]:
    return tuple(Done(each.words, moment_of(each.at)) for each in did)


def _written(session_dir: Path) -> datetime:
    return moment_of(session_dir.stat().st_mtime)


def _forget_empty(session_dir: Path) -> None:
    """Remove what a session left that had everything saved; not one that is only just starting."""
    if time.time() - session_dir.stat().st_mtime > _STARTING_S:
        shutil.rmtree(session_dir, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    if os.name == "nt":
        return False  # locks always work there, and os.kill(pid, 0) would end the process
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _recovered_dir(root: Path) -> Path:
    return root.parent / "recovered"


def _put_aside(recoverable: Recoverable) -> None:
    aside = _recovered_dir(recoverable.path.parent)
    _moved(recoverable.path, aside)
    purge(aside)


def _moved(session_dir: Path, to: Path) -> Path:
    try:
        to.mkdir(parents=True, exist_ok=True, mode=0o700)
        moved = session_dir.rename(to / session_dir.name)
        os.utime(moved)
    except OSError as error:
        raise ProjectError(error.strerror or str(error), path=session_dir) from error
    return moved
