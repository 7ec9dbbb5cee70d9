"""Saving so that at any moment, whatever fails, the file is the old one or the new one.

Everything is encoded before this begins. The bytes go to a short-named file in the same folder, are
forced to the disk and read back; the old file gets a second name as backup; then the new one takes
its name in one step, and the folder is forced to the disk. QSaveFile is not used: on a full disk
its commit() returned True over a truncated file (Qt 6.12.0), and it ignores a failing fdatasync.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from baltic_desk.io.save_errors import (
    BAD_NAME,
    CHANGED,
    CLOSE_OTHERS,
    CONNECT,
    ELSEWHERE,
    OTHER_NAME,
    why_not,
)
from baltic_desk.io.save_gate import Gate

BACKUP_SUFFIX = "~"

_CHUNK = 1 << 20
_PORTION = 4 << 20
_MOST_OLD = 256 << 20
# Windows refuses to replace a file that a virus scanner or indexer has open, for some milliseconds.
_REPLACE_TRIES = 10 if os.name == "nt" else 1
_REPLACE_PAUSE_S = 0.05
_BINARY = getattr(os, "O_BINARY", 0)
# File systems that cannot force a folder to the disk (FUSE, SMB) say so with these.
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM)


class SaveError(Exception):
    """Nothing was changed on the disk.

    Attributes
    ----------
    text
        Why, as the end of a sentence: "the disk is full".
    advice
        What the person can do, in a sentence.
    """

    def __init__(self, path: Path, text: str, advice: str = ELSEWHERE) -> None:
        self.path = path
        self.text = text
        self.advice = advice
        super().__init__(f"{path}: {text}")


class FileChangedError(SaveError):
    """The file is not the one that was read: somebody else has changed it meanwhile."""


@dataclass(frozen=True, slots=True)
class SaveResult:
    """The file is the new one.

    Attributes
    ----------
    warning
        A sentence when something besides did not work.
    old
        What was in the file, if it was asked for and is not too much.
    old_at
        When that was written, seconds since 1970.
    """

    digest: str
    warning: str | None = None
    old: bytes | None = None
    old_at: float = 0.0


def save(
    path: Path,
    data: bytes,
    *,
    expected_digest: str | None = None,
    backup: bool = True,
    want_old: bool = False,
    gate: Gate | None = None,
) -> SaveResult:
    """Put the bytes in the file, keeping its group and mode; a link still points to where it did.

    Parameters
    ----------
    expected_digest
        Digest of what is in the file now, as far as the caller knows; any when None.
    backup
        Whether the old file is kept as `name~`.
    want_old
        Whether the answer holds what was in the file.
    gate
        By which another thread can give it up.

    Raises
    ------
    FileChangedError
        When the file has another digest.
    SaveError
        When saving failed; the old file is as it was.
    GivenUpError
        When the gate was closed; the old file is as it was.
    """
    gate = gate or Gate()
    with _told(path):
        target = Path(os.path.realpath(path))
        old = _stat(target)
        _check_target(path, target, old)
        content = None
        if old is not None and (want_old or expected_digest is not None):
            digest, content = _read_old(target, old, want_old, gate)
            if expected_digest is not None and digest != expected_digest:
                raise FileChangedError(path, CHANGED)
        fresh = _write_beside(target, data, old, gate)
        try:
            warning = _keep_backup(target) if backup and old is not None else None
            if expected_digest is not None and not _is_same(old, _stat(target)):
                raise FileChangedError(path, CHANGED)
            gate.go_through()
            _replace(fresh, target)
        except BaseException:
            _remove(fresh)
            raise
    unsure = _sync_folder(target.parent)
    old_at = 0.0 if old is None else old.st_mtime
    return SaveResult(hashlib.sha256(data).hexdigest(), warning or unsure, content, old_at)


def save_together(files: Mapping[Path, bytes]) -> None:
    """Put bytes in files that belong together, without backups; the first named appears last.

    All are on the disk before the first takes its name, so that what can be foreseen to fail has
    failed by then. Old files keep a second name until all is done.

    Raises
    ------
    SaveError
        When one cannot be saved; all are as they were then.
    """
    waiting: list[_Waiting] = []
    placed: list[_Waiting] = []
    try:
        for path in reversed(tuple(files)):
            with _told(path):
                target = Path(os.path.realpath(path))
                old = _stat(target)
                _check_target(path, target, old)
                fresh = _write_beside(target, files[path], old, Gate())
                waiting.append(_Waiting(path, target, fresh))
                if old is not None:
                    waiting[-1].old = _with_second_name(target)
        for each in waiting:
            with _told(each.path):
                _replace(each.fresh, each.target)
            placed.append(each)
    except BaseException:
        for each in reversed(placed):
            each.take_back()
        raise
    finally:
        for each in waiting:
            each.clean()
    _sync_folder(waiting[-1].target.parent)


@dataclass(slots=True)
class _Waiting:
    """A file that is written and waits for its name; `old` is the other name of what is there."""

    path: Path
    target: Path
    fresh: Path
    old: Path | None = None

    def take_back(self) -> None:
        """What was there, or nothing, takes the name again."""
        if self.old is None:
            _remove(self.target)
        else:
            with suppress(OSError):  # then it stays under its second name
                _replace(self.old, self.target)
            self.old = None

    def clean(self) -> None:
        """Nothing but the target is left."""
        for left in (self.fresh, self.old):
            if left is not None:
                _remove(left)


@contextmanager
def _told(path: Path) -> Generator[None]:
    """What the system refuses is a SaveError."""
    try:
        yield
    except OSError as error:
        why = why_not(error)
        raise SaveError(path, why.text, why.advice) from error
    except MemoryError as error:
        raise SaveError(path, "there is not enough memory", CLOSE_OTHERS) from error
    except ValueError as error:
        # Python's own check of names, before the system sees them: a zero byte, half a character.
        raise SaveError(path, BAD_NAME.text, BAD_NAME.advice) from error


def _is_same(old: os.stat_result | None, now: os.stat_result | None) -> bool:
    """Whether a file is still the one that was looked at."""
    if old is None or now is None:
        return old is now
    return (old.st_ino, old.st_size, old.st_mtime_ns) == (now.st_ino, now.st_size, now.st_mtime_ns)


def _stat(target: Path) -> os.stat_result | None:
    with suppress(FileNotFoundError):
        return target.stat()
    return None


def _check_target(path: Path, target: Path, old: os.stat_result | None) -> None:
    if old is None:
        if not target.parent.is_dir():
            gone = "the folder is not there"
            if path.is_symlink():
                gone = f"this is a link to {target}, and that folder is not there"
            raise SaveError(path, gone, CONNECT)
        return
    if stat.S_ISDIR(old.st_mode):
        raise SaveError(path, "this is a folder, not a file", OTHER_NAME)
    if not stat.S_ISREG(old.st_mode):
        raise SaveError(path, "this is not a file but a device or a pipe", OTHER_NAME)
    # A folder that can be written lets a read-only file in it be replaced. It must not be.
    if not os.access(target, os.W_OK):
        raise SaveError(path, "the file is read-only", OTHER_NAME)


def _write_beside(target: Path, data: bytes, old: os.stat_result | None, gate: Gate) -> Path:
    """A new file in the folder, on the disk for certain, that holds the bytes."""
    # Short, since the target's own name may be as long as names can be.
    fresh = target.parent / f".~{secrets.token_hex(4)}"
    mode = 0o666 if old is None else 0o600
    descriptor = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, mode)
    try:
        try:
            left = memoryview(data)
            while left:
                gate.check()
                left = left[os.write(descriptor, left[:_PORTION]) :]
            if old is not None and hasattr(os, "fchmod"):
                _own_as_before(descriptor, old)
            os.fsync(descriptor)
            gate.check()
            _check_content(descriptor, data, gate)
        finally:
            os.close(descriptor)
    except BaseException:
        _remove(fresh)
        raise
    return fresh


def _own_as_before(descriptor: int, old: os.stat_result) -> None:
    """Group and mode of the old file, for whom it is shared with.

    Where that group cannot be given, the one that it has is allowed what everybody is.
    """
    mode = stat.S_IMODE(old.st_mode)
    if os.fstat(descriptor).st_gid != old.st_gid:
        try:
            os.fchown(descriptor, -1, old.st_gid)
        except OSError:
            mode = mode & ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3
    os.fchmod(descriptor, mode)


def _check_content(descriptor: int, data: bytes, gate: Gate) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    place = 0
    while chunk := os.read(descriptor, _CHUNK):
        gate.check()
        if data[place : place + len(chunk)] != chunk:
            raise OSError(errno.EIO, "the disk gave back something else than was written")
        place += len(chunk)
    if place != len(data):
        raise OSError(errno.EIO, f"only {place} of {len(data)} bytes were written")


def _keep_backup(target: Path) -> str | None:
    """Give the old file its backup name too; a warning when that does not work."""
    backup = target.with_name(target.name + BACKUP_SUFFIX)
    second: Path | None = None
    try:
        second = _with_second_name(target)
        second.replace(backup)
    except OSError as error:
        if second is not None:
            _remove(second)
        return f"The file is saved, but the version before was not kept: {why_not(error).text}."
    return None


def _with_second_name(target: Path) -> Path:
    """Another name in the folder for what a file holds, whatever becomes of its own."""
    second = target.parent / f".~{secrets.token_hex(4)}"
    try:
        try:
            os.link(target, second)
        except OSError:
            # No links on FAT, some network drives and sticks.
            _copy(target, second)
    except BaseException:
        _remove(second)
        raise
    return second


def _copy(source: Path, copy: Path) -> None:
    reader = os.open(source, os.O_RDONLY | _BINARY)
    try:
        writer = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        try:
            while chunk := os.read(reader, _CHUNK):
                left = memoryview(chunk)
                while left:
                    left = left[os.write(writer, left) :]
            os.fsync(writer)
        finally:
            os.close(writer)
    finally:
        os.close(reader)


def _replace(fresh: Path, target: Path) -> None:
    for left in range(_REPLACE_TRIES - 1, -1, -1):
        try:
            fresh.replace(target)
        except PermissionError:
            if left == 0:
                raise
            time.sleep(_REPLACE_PAUSE_S)
        else:
            return


def _sync_folder(folder: Path) -> str | None:
    """Force the folder's entry to the disk; the file is in place by then, so only warn."""
    if os.name == "nt":
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno in _NO_FOLDER_SYNC:
            return None
        return f"The file is saved, but may be lost if the power fails now: {why_not(error).text}."
    return None


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        # Left over, hidden and harmless; what went wrong before is what matters.
        return


def _read_old(
    target: Path, old: os.stat_result, wanted: bool, gate: Gate
) -> tuple[str, bytes | None]:
    """Digest of what is in the file; and all of it where it is wanted and not too much."""
    digest = hashlib.sha256()
    kept: list[bytes] = []
    wanted = wanted and old.st_size <= _MOST_OLD
    descriptor = os.open(target, os.O_RDONLY | _BINARY)
    try:
        while chunk := os.read(descriptor, _CHUNK):
            gate.check()
            digest.update(chunk)
            if wanted:
                kept.append(chunk)
    finally:
        os.close(descriptor)
    return digest.hexdigest(), b"".join(kept) if wanted else None
