"""The desk that claims are made from: its number, and which of its claims are alive.

A desk is a machine with a folder of state: two accounts of one machine are two desks, since neither
sees the other's locks.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from baltic_desk.io import claim_files
from baltic_desk.io.claim_files import Record
from baltic_desk.io.lock import FileLock, LockHeldError, is_held
from baltic_desk.io.this_computer import host
from baltic_desk.paths import read_regular, state_dir

_log = logging.getLogger(__name__)

_GUARD_TRIES = 20
_GUARD_PAUSE_S = 0.05
_OLD_S = 3600.0


@dataclass(frozen=True, slots=True)
class Here:
    """Where claims are made from.

    Attributes
    ----------
    machine, desk
        As in a record.
    folder
        Folder of the claims of this desk, in the folder of state.
    """

    machine: str
    desk: str
    folder: Path


def here() -> Here:
    """This machine and this folder of state."""
    folder = state_dir() / "claims"
    machine = claim_files.plain(host()) or "a machine without a name"
    return Here(machine, _desk(folder), folder)


def is_of(record: Record, where: Here) -> bool:
    """Whether a claim was made at this desk."""
    return (record.machine, record.desk) == (where.machine, where.desk)


def lives(record: Record, where: Here) -> bool:
    """Whether the process that made a claim may still be there; of another desk's it always may."""
    if not is_of(record, where):
        return True
    try:
        return is_held(lock_path(record, where)) is not False
    except OSError:
        return True


def lock_path(record: Record, where: Here) -> Path:
    """The file that the process of a claim holds locked while it lives."""
    return where.folder / f"{record.token}.lock"


def held_lock(record: Record, where: Here) -> FileLock | None:
    """The lock by which it is known that the claim's process lives; None where there are none."""
    try:
        return FileLock(lock_path(record, where))
    except OSError as error:
        _log.info("no lock for a claim: %s", error.strerror)
        return None


@contextlib.contextmanager
def guarded(folder: Path) -> Generator[None]:
    """One process of this desk at a time, where there are locks; a second is waited for."""
    lock: FileLock | None = None
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for _ in range(_GUARD_TRIES):
        try:
            lock = FileLock(folder / "guard")
            break
        except LockHeldError:
            time.sleep(_GUARD_PAUSE_S)
        except OSError:
            break
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


def forget_dead(where: Here) -> None:
    """Take away what processes of this desk left that ended without a word."""
    with guarded(where.folder), contextlib.suppress(OSError):
        for note in where.folder.glob("*.json"):
            record = claim_files.read(note)
            if isinstance(record, Record) and not lives(record, where):
                claim_files.remove(note, record.token)
        for lock in where.folder.glob("*.lock"):
            if time.time() - lock.stat().st_mtime > _OLD_S and is_held(lock) is False:
                lock.unlink()


# -- inside ------------------------------------------------------------------------------------


def _desk(folder: Path) -> str:
    """The number of this folder of state, drawn at first; for this once when it cannot be kept."""
    fresh = secrets.token_hex(16)
    path = folder / "desk"
    try:
        with guarded(folder):
            if not path.exists():
                path.write_text(fresh, encoding="ascii")
            kept = read_regular(path)[:33].decode("ascii", "replace")
    except OSError:
        return fresh
    well_formed = len(kept) == len(fresh) and set(kept) <= set("0123456789abcdef")
    return kept if well_formed else fresh
