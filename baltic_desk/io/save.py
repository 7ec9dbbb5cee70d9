"""Saving so that at any moment, whatever fails, the file is the old one or the new one.

Everything is encoded before this begins. The bytes go to a short-named file in the same folder, are
forced to the disk and read back; the old file gets a second name as backup; then the new one takes
its name in one step. QSaveFile is not used: on a full disk its commit() returned True over a
truncated file (Qt 6.12.0), and it ignores a failing fdatasync.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BACKUP_SUFFIX = "~"

_CHUNK = 1 << 20
# Windows refuses to replace a file that a virus scanner or indexer has open, for some milliseconds.
_REPLACE_TRIES = 10 if os.name == "nt" else 1
_REPLACE_PAUSE_S = 0.05
_BINARY = getattr(os, "O_BINARY", 0)
# File systems that cannot force a folder to the disk (FUSE, SMB) say so with these.
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM)


class SaveError(Exception):
    """Nothing was changed on the disk; the message is a sentence that says why."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        super().__init__(f"{path}: {text}")


class FileChangedError(SaveError):
    """The file is not the one that was read: somebody else has changed it meanwhile."""


@dataclass(frozen=True, slots=True)
class SaveResult:
    """The file is the new one. `warning` is a sentence when something besides did not work."""

    digest: str
    warning: str | None = None


def save(
    path: Path, data: bytes, *, expected_digest: str | None = None, backup: bool = True
) -> SaveResult:
    """Put the bytes in the file, keeping its mode; a link keeps pointing to where it did.

    Parameters
    ----------
    expected_digest
        Digest of what is in the file now, as far as the caller knows; any when None.
    backup
        Whether the old file is kept as `name~`.

    Raises
    ------
    FileChangedError
        When the file has another digest.
    SaveError
        When saving failed; the old file is as it was.
    """
    target = Path(os.path.realpath(path))
    try:
        old = _stat(target)
        _check_target(path, target, old)
        if old is not None and expected_digest is not None and _digest(target) != expected_digest:
            raise FileChangedError(path, "the file was changed by another program")
        fresh = _write_beside(target, data, old)
        try:
            warning = _keep_backup(target) if backup and old is not None else None
            _replace(fresh, target)
        except BaseException:
            _remove(fresh)
            raise
    except OSError as error:
        raise SaveError(path, _sentence(error)) from error
    unsure = _sync_folder(target.parent)
    return SaveResult(hashlib.sha256(data).hexdigest(), warning or unsure)


def save_together(files: Mapping[Path, bytes]) -> None:
    """Put bytes in files that belong together, without backups; the first named appears last.

    All are on the disk before the first takes its name, so that what can be foreseen to fail has
    failed by then.

    Raises
    ------
    SaveError
        When one cannot be saved; none that was not there is there then.
    """
    waiting: list[tuple[Path, Path, bool]] = []
    placed: list[Path] = []
    path = next(iter(files))
    try:
        for path in reversed(tuple(files)):
            target = Path(os.path.realpath(path))
            old = _stat(target)
            _check_target(path, target, old)
            waiting.append((_write_beside(target, files[path], old), target, old is None))
        for fresh, target, new in waiting:
            _replace(fresh, target)
            if new:
                placed.append(target)
    except BaseException as error:
        for fresh, _, _ in waiting:
            _remove(fresh)
        for target in placed:
            _remove(target)
        if isinstance(error, OSError):
            raise SaveError(path, _sentence(error)) from error
        raise
    _sync_folder(waiting[-1][1].parent)


def _stat(target: Path) -> os.stat_result | None:
    try:
        return target.stat()
    except FileNotFoundError:
        return None


def _check_target(path: Path, target: Path, old: os.stat_result | None) -> None:
    if old is None:
        if not target.parent.is_dir():
            raise SaveError(path, "the folder is not there")
        return
    if not stat.S_ISREG(old.st_mode):
        raise SaveError(path, "this is not a file")
    # A folder that can be written lets a read-only file in it be replaced. It must not be.
    if not os.access(target, os.W_OK):
        raise SaveError(path, "the file is read-only")


def _write_beside(target: Path, data: bytes, old: os.stat_result | None) -> Path:
    """A new file in the folder, on the disk for certain, that holds the bytes."""
    # Short, since the target's own name may be as long as names can be.
    fresh = target.parent / f".~{secrets.token_hex(4)}"
    mode = 0o666 if old is None else 0o600
    descriptor = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, mode)
    try:
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(descriptor, left) :]
            if old is not None and hasattr(os, "fchmod"):
                os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
            os.fsync(descriptor)
            _check_content(descriptor, data)
        finally:
            os.close(descriptor)
    except BaseException:
        _remove(fresh)
        raise
    return fresh


def _check_content(descriptor: int, data: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    place = 0
    while chunk := os.read(descriptor, _CHUNK):
        if data[place : place + len(chunk)] != chunk:
            raise OSError(errno.EIO, "the disk gave back something else than was written")
        place += len(chunk)
    if place != len(data):
        raise OSError(errno.EIO, f"only {place} of {len(data)} bytes were written")


def _keep_backup(target: Path) -> str | None:
    """Give the old file its backup name too; a warning when that does not work."""
    backup = target.with_name(target.name + BACKUP_SUFFIX)
    second = target.parent / f".~{secrets.token_hex(4)}"
    try:
        try:
            os.link(target, second)
        except OSError:
            # No links on FAT, some network drives and sticks.
            _copy(target, second)
        second.replace(backup)
    except OSError as error:
        _remove(second)
        return f"The file is saved, but the version before was not kept: {_sentence(error)}."
    return None


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
        return f"The file is saved, but may be lost if the power fails now: {_sentence(error)}."
    return None


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        # Left over, hidden and harmless; what went wrong before is what matters.
        return


def _digest(target: Path) -> str:
    digest = hashlib.sha256()
    descriptor = os.open(target, os.O_RDONLY | _BINARY)
    try:
        while chunk := os.read(descriptor, _CHUNK):
            digest.update(chunk)
    finally:
        os.close(descriptor)
    return digest.hexdigest()


_SENTENCES: dict[int, str] = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "writing is not allowed here",
    errno.EPERM: "writing is not allowed here",
    errno.EROFS: "the disk is read-only",
    errno.EIO: "the disk reports an error",
    errno.ENAMETOOLONG: "the file name is too long",
    errno.ENOENT: "the folder is not there",
    errno.ENOTDIR: "the folder is not there",
    errno.EFBIG: "the file is too large for this disk",
}


def _sentence(error: OSError) -> str:
    known = _SENTENCES.get(error.errno or 0)
    return known or error.strerror or str(error)
