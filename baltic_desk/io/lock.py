"""A lock on a file that the operating system lets go when the process ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path


class LockHeldError(OSError):
    """Another process holds the lock."""


class FileLock:
    """Held from making until `release`, or until the process is gone."""

    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises
        ------
        LockHeldError
            When another process holds it.
        OSError
            When the file cannot be opened, or the file system knows no locks.
        """
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._descriptor)
        except OSError:
            os.close(self._descriptor)
            raise

    def release(self) -> None:
        """Let it go; once more does nothing."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:  # its number may be another file's by the second time
            with contextlib.suppress(OSError):
                os.close(descriptor)


def is_held(path: Path) -> bool | None:
    """Whether some process holds the lock on a file; None when that cannot be told."""
    if not path.exists():
        return False
    try:
        FileLock(path).release()
    except LockHeldError:
        return True
    except OSError:
        return None
    return False


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise LockHeldError(*error.args) from error

else:
    import fcntl

    def _take(descriptor: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockHeldError(*error.args) from error
