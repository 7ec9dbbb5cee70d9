"""Where the program finds its resources and keeps its own files."""

from __future__ import annotations

import errno
import os
import stat
from importlib import resources
from pathlib import Path
from typing import BinaryIO

import platformdirs

APP = "baltic-desk"


def resource(*parts: str) -> Path:
    """Path of a shipped resource, in the wheel (`baltic_desk/resources`) or in a source tree.

    Raises
    ------
    FileNotFoundError
        When the file is not there, with the command that makes it.
    """
    package = Path(str(resources.files("baltic_desk")))
    for root in (package / "resources", package.parent / "resources"):
        found = root.joinpath(*parts)
        if found.exists():
            return found
    raise FileNotFoundError(
        f"resource {'/'.join(parts)} is missing; install the package again (pip install .)"
    )


def open_regular(path: Path) -> BinaryIO:
    """A file, or one that a link leads to, opened to be read. Never waits for one who writes.

    Raises
    ------
    OSError
        Also where it is a pipe or a device: reading it may never end.
    """
    # Before opening: to open a device can already be an act.
    _check_regular(path, path.stat().st_mode)
    descriptor = os.open(path, os.O_RDONLY | _BINARY | _NO_WAITING)
    try:
        _check_regular(path, os.fstat(descriptor).st_mode)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_regular(path: Path) -> bytes:
    """Content of a file, as much as there was when it was opened.

    Raises
    ------
    OSError
        As open_regular.
    """
    with open_regular(path) as file:
        return file.read(os.fstat(file.fileno()).st_size)


_BINARY = getattr(os, "O_BINARY", 0)
_NO_WAITING = getattr(os, "O_NONBLOCK", 0)


def _check_regular(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "this is not a file", str(path))


def is_there(path: Path) -> bool:
    """Whether something is at a path. Where the disk or share does not answer there is nothing.

    `Path.exists` raises then: a share that goes away must not end what only wanted to know.
    """
    try:
        return path.exists()
    except OSError:
        return False


def is_same_file(path: Path, other: Path | None) -> bool:
    """Whether two names are of one file on the disk, or would be."""
    if other is None:
        return False
    try:
        return path.samefile(other)
    except OSError:
        # One of them is not there, or cannot be asked.
        return path.absolute() == other.absolute()


def state_dir() -> Path:
    """Folder of recovery journals and backups; `BALTIC_DESK_STATE` overrides it (tests, sticks)."""
    given = os.environ.get("BALTIC_DESK_STATE")
    return Path(given) if given else platformdirs.user_state_path(APP, appauthor=False)


def config_dir() -> Path:
    """Folder of the person's settings; `BALTIC_DESK_CONFIG` overrides it."""
    given = os.environ.get("BALTIC_DESK_CONFIG")
    return Path(given) if given else platformdirs.user_config_path(APP, appauthor=False)


def cache_dir() -> Path:
    """Folder of what can be made again; `BALTIC_DESK_CACHE` overrides it."""
    given = os.environ.get("BALTIC_DESK_CACHE")
    return Path(given) if given else platformdirs.user_cache_path(APP, appauthor=False)
