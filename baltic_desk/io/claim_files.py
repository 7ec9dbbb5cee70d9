"""The small file that holds a claim: read with suspicion, placed without pushing another aside.

Anybody who can write in the folder can write such a file, so it is hostile input: only a regular
file is opened, never through a link; it is short, strict JSON with bounded members; nothing in it
is used as a path. Two programs may be at it at any moment: a claim is placed only where nothing is,
or by one step in the place of what is there; it is refreshed through the descriptor it was read
from, so that it cannot fall on another's; and it is moved aside and looked at before it is removed.
"""

from __future__ import annotations

import contextlib
import enum
import errno
import os
import secrets
import stat
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from baltic_desk.io.save_gate import Gate
from baltic_desk.io.strict_json import StrictJsonError
from baltic_desk.io.strict_json import loads as strict_loads

MAX_BYTES = 2048
LONGEST_NAME = 64

_YEARS = range(2000, 2200)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_READ = getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | _NO_FOLLOW
_NOTHING = (errno.ENOENT, errno.ENOTDIR)
_OBSTACLE = (errno.ELOOP, errno.ENAMETOOLONG, errno.EISDIR, errno.ENXIO)
# Windows refuses to touch a file that another program has open, for some milliseconds.
_TRIES = 10 if os.name == "nt" else 1
_PAUSE_S = 0.02


class Record(Struct, frozen=True, kw_only=True):
    """What a claim holds.

    Attributes
    ----------
    token
        Drawn for this claim alone: whose claim it is is told by it and by nothing else.
    machine, desk
        Name of the computer, and a number drawn once for the folder of state there.
    since, seen
        When the file was opened, and the last sign of life.
    """

    baltic_desk_claim: Annotated[int, Meta(ge=1, le=1000)] = 1
    token: Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    machine: Annotated[str, Meta(max_length=LONGEST_NAME)]
    desk: Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    pid: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    since: Annotated[datetime, Meta(tz=True)]
    seen: Annotated[datetime, Meta(tz=True)]
    program: Annotated[str, Meta(max_length=32)] = ""


class Found(enum.Enum):
    """What stands where a claim might, when it is none that can be read."""

    NOTHING = "nothing"
    OBSTACLE = "no file: a folder, a link, a pipe; or no such name is possible"
    GARBLED = "a file that is no claim"
    FAILED = "something that could not be looked at"


def read(path: Path) -> Record | Found:
    """The claim that stands there. Never waits: a pipe is not opened, a large file not read."""
    try:
        descriptor = _opened(path, os.O_RDONLY)
    except OSError as error:
        return _found(error)
    try:
        return _record(descriptor)
    except OSError:
        return Found.FAILED
    finally:
        _close(descriptor)


def create(path: Path, record: Record) -> None:
    """Place a claim where nothing is. OSError when something is there, or nothing can be."""
    fresh = _beside(path)
    _create(fresh, record)
    try:
        os.link(fresh, path)  # whole at once, and never over another's
    except FileExistsError:
        raise
    except OSError:
        # No links on FAT and some shares. Who reads meanwhile finds half a claim.
        _create(path, record)
    finally:
        _unlink(fresh)


def replace(path: Path, record: Record, gate: Gate) -> None:
    """Put a claim in the place of what is there, in one step. OSError when that cannot be."""
    fresh = _beside(path)
    _create(fresh, record)
    try:
        gate.check()
        _patiently(fresh.replace, path)
    except BaseException:
        _unlink(fresh)
        raise


def refresh(path: Path, record: Record) -> Record | Found:
    """Write a record over an earlier one of the same token; what stands there in any case.

    Both have the same length, so that who reads meanwhile reads a whole one.
    """
    try:
        descriptor = _opened(path, os.O_RDWR)
    except OSError as error:
        # It can be ours although it cannot be written any more.
        return read(path) if error.errno not in _NOTHING else Found.NOTHING
    try:
        found = _record(descriptor)
        if isinstance(found, Record) and found.token == record.token:
            os.lseek(descriptor, 0, os.SEEK_SET)
            _write(descriptor, _encoded(record))
        return found
    except OSError:
        return Found.FAILED
    finally:
        _close(descriptor)


def remove(path: Path, token: str) -> bool:
    """Take the claim of this token away, no other; whether it is gone. Errors leave it there."""
    found = read(path)
    if not isinstance(found, Record) or found.token != token:
        return found is not Found.FAILED
    aside = _beside(path)
    try:
        _patiently(path.rename, aside)
    except OSError as error:
        return error.errno in _NOTHING
    # Somebody may have taken it over between the two.
    found = read(aside)
    if isinstance(found, Record) and found.token == token:
        _unlink(aside)
        return True
    _put_back(aside, path)
    return True


def plain(text: str) -> str:
    """A name as it may be shown: one line, nothing that turns the direction of writing."""
    shown = "".join(c if c.isprintable() else "?" for c in text)
    return shown if len(shown) <= LONGEST_NAME else f"{shown[: LONGEST_NAME - 1]}…"


# -- inside ------------------------------------------------------------------------------------


def _opened(path: Path, mode: int) -> int:
    """Descriptor of a regular file. OSError otherwise, also for a link."""
    # Before opening: to open a pipe or a device can already be an act.
    if not stat.S_ISREG(path.lstat().st_mode):
        raise OSError(errno.ELOOP, "this is not a file")
    descriptor = os.open(path, mode | _READ)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.ELOOP, "this is not a file")
    except BaseException:
        _close(descriptor)
        raise
    return descriptor


def _record(descriptor: int) -> Record | Found:
    data = b""
    while len(data) <= MAX_BYTES and (more := os.read(descriptor, MAX_BYTES + 1 - len(data))):
        data += more
    if len(data) > MAX_BYTES:
        return Found.GARBLED
    try:
        record = msgspec.convert(strict_loads(data), Record)
    except (StrictJsonError, msgspec.ValidationError):
        return Found.GARBLED
    if record.since.year not in _YEARS or record.seen.year not in _YEARS:
        return Found.GARBLED
    return msgspec.structs.replace(
        record, machine=plain(record.machine), program=plain(record.program)
    )


def _create(path: Path, record: Record) -> None:
    # For all to read who can read the folder: it is to tell them.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _READ, 0o666)
    try:
        _write(descriptor, _encoded(record))
    except BaseException:
        ours = _is_at(descriptor, path)
        _close(descriptor)
        if ours:
            _unlink(path)
        raise
    _close(descriptor)


def _encoded(record: Record) -> bytes:
    return msgspec.json.encode(record) + b"\n"


def _found(error: OSError) -> Found:
    if error.errno in _NOTHING:
        return Found.NOTHING
    return Found.OBSTACLE if error.errno in _OBSTACLE else Found.FAILED


def _write(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def _is_at(descriptor: int, path: Path) -> bool:
    """Whether the file that is open still has this name."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except OSError:
        return False


def _beside(path: Path) -> Path:
    return path.with_name(f".~{secrets.token_hex(4)}")


def _put_back(aside: Path, path: Path) -> None:
    """Give another's claim its name again, unless a newer one is there by now."""
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    except OSError:
        # No links here.
        if read(path) is Found.NOTHING:
            with contextlib.suppress(OSError):
                aside.rename(path)
        return
    _unlink(aside)


def _patiently(name: Callable[[Path], Path], target: Path) -> None:
    for left in range(_TRIES - 1, -1, -1):
        try:
            name(target)
        except PermissionError:
            if left == 0:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _close(descriptor: int) -> None:
    with contextlib.suppress(OSError):
        os.close(descriptor)
