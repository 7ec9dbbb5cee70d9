"""What crashed sessions left: offered back, recovered, put aside."""

from __future__ import annotations

import os
import platform
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from baltic_desk.io.journal import (
    LOCK,
    SNAPSHOT,
    RecoveryJournal,
    SessionNote,
    read_note,
    sessions_dir,
)
from baltic_desk.io.lock import is_held
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import Loaded, load

__all__ = ["Recoverable", "RecoveryJournal", "crashed_sessions", "discard", "recover"]

KEEP_RECOVERED = 5
KEEP_FOR = timedelta(days=7)

_STARTING_S = 60.0


@dataclass(frozen=True, slots=True)
class Recoverable:
    """Unsaved work of a session that ended without being closed."""

    path: Path
    saved_at: datetime
    original_path: Path | None
    base_digest: str
    title: str
    feature_count: int


def crashed_sessions(folder: Path | None = None) -> list[Recoverable]:
    """What sessions of this computer left that ended without being closed, newest first.

    Journals of other computers (a home directory on the network) are left to those.
    """
    root = folder or sessions_dir()
    _purge(_recovered_dir(root))
    found: list[Recoverable] = []
    for session_dir in sorted(root.glob("*-*-*-*-*")):
        held = is_held(session_dir / LOCK)
        if held or not session_dir.is_dir():
            continue
        if not (session_dir / SNAPSHOT).exists():
            _forget_empty(session_dir)
            continue
        session = read_note(session_dir)
        if session is not None and session.host != platform.node():
            continue
        if held is None and session is not None and _is_alive(session.pid):
            continue
        found.append(_recoverable(session_dir, session))
    return sorted(found, key=lambda each: each.saved_at, reverse=True)


def recover(recoverable: Recoverable) -> Loaded:
    """The document of a crashed session, with nothing to undo and something to save.

    The journal is put aside first, so that content that makes the program fail is not offered
    again at the next start.

    Raises
    ------
    ProjectError
        When the snapshot cannot be read; it stays where it was put.
    """
    aside = _put_aside(recoverable)
    loaded = load(aside / SNAPSHOT)
    loaded.document.history.mark_dirty()
    return loaded


def discard(recoverable: Recoverable) -> None:
    """Do not offer it again. It is put aside for some days, in case that was a mistake."""
    _put_aside(recoverable)


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


def _recoverable(session_dir: Path, session: SessionNote | None) -> Recoverable:
    if session is None:
        written = datetime.fromtimestamp((session_dir / SNAPSHOT).stat().st_mtime, UTC)
        return Recoverable(session_dir, written, None, "", "", 0)
    return Recoverable(
        path=session_dir,
        saved_at=session.saved_at,
        original_path=None if session.original_path is None else Path(session.original_path),
        base_digest=session.base_digest,
        title=session.title,
        feature_count=session.feature_count,
    )


def _recovered_dir(root: Path) -> Path:
    return root.parent / "recovered"


def _put_aside(recoverable: Recoverable) -> Path:
    aside = _recovered_dir(recoverable.path.parent)
    try:
        aside.mkdir(parents=True, exist_ok=True, mode=0o700)
        moved = recoverable.path.rename(aside / recoverable.path.name)
        os.utime(moved)
    except OSError as error:
        raise ProjectError(error.strerror or str(error), path=recoverable.path) from error
    _purge(aside)
    return moved


def _purge(aside: Path) -> None:
    """Keep the few newest that were put aside, and none for longer than some days."""
    if not aside.is_dir():
        return
    oldest = time.time() - KEEP_FOR.total_seconds()
    kept = sorted(aside.iterdir(), key=lambda each: each.stat().st_mtime, reverse=True)
    for number, each in enumerate(kept):
        if number >= KEEP_RECOVERED or each.stat().st_mtime < oldest:
            shutil.rmtree(each, ignore_errors=True)
