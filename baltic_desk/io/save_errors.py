"""Why a file cannot be written, and what a person can do about it, in words."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import NamedTuple

ELSEWHERE = "Save under another name, in a folder where that is not so."
OTHER_NAME = "Save under another name."
CONNECT = "If it is on a stick or a share, connect it and save again; else save under another name."
CLOSE_OTHERS = "Close other programs and save again."
CHANGED = "the file was changed by another program"

_FREE = "Free space there and save again, or save under another name on another disk."
_FOLDER = "Save under another name in a folder of your own, or have somebody allow it."
_AGAIN = "Save again; if that does not help, save under another name on another disk."
_SHORTER = "Save under a shorter name, or in a folder that is not so deep."
_IN_USE = "Close it in the other program and save again, or save under another name."


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


class Why(NamedTuple):
    """Why, as the end of a sentence; and what to do, as a sentence."""

    text: str
    advice: str


BAD_NAME = Why("the name holds a character that file names cannot have", OTHER_NAME)


def why_not(error: OSError) -> Why:
    """What the system's error means to whoever saves a file."""
    match getattr(error, "winerror", None):
        case 32 | 33:  # another program has it open, or part of it
            return _OPEN_ELSEWHERE
        case 123 | 161:
            return BAD_NAME
        case _:
            pass
    known = _KNOWN.get(error.errno or 0)
    return known or Why(error.strerror or str(error) or type(error).__name__, _AGAIN)


_OPEN_ELSEWHERE = Why("another program has the file open", _IN_USE)
_NOT_THERE = Why("the folder is not there", CONNECT)
_NOT_ALLOWED = Why("writing is not allowed here", _FOLDER)
_SILENT = Why("the disk or share does not answer", CONNECT)
_TOO_MANY = Why("too many files are open on this machine", CLOSE_OTHERS)

_BY_NAME = {
    "ENOSPC": Why("the disk is full", _FREE),
    "EDQUOT": Why("the disk quota is used up", _FREE),
    "EACCES": _NOT_ALLOWED,
    "EPERM": _NOT_ALLOWED,
    "EROFS": Why("the disk is read-only", ELSEWHERE),
    "EIO": Why("the disk reports an error", "Save under another name on another disk."),
    "ENAMETOOLONG": Why("the file name is too long", _SHORTER),
    "ENOENT": _NOT_THERE,
    "ENOTDIR": _NOT_THERE,
    "EFBIG": Why("the file is too large for this disk", ELSEWHERE),
    "EISDIR": Why("this is a folder, not a file", OTHER_NAME),
    "ELOOP": Why("this is a link that leads to itself", OTHER_NAME),
    "EILSEQ": BAD_NAME,
    "EINTR": Why("it was interrupted", _AGAIN),
    "EAGAIN": Why("it was interrupted", _AGAIN),
    "EBUSY": _OPEN_ELSEWHERE,
    "ETXTBSY": _OPEN_ELSEWHERE,
    "EMFILE": _TOO_MANY,
    "ENFILE": _TOO_MANY,
    "ENOMEM": Why("there is not enough memory", CLOSE_OTHERS),
    "ENODEV": _SILENT,
    "ENXIO": _SILENT,
    "ENOTCONN": _SILENT,
    "ESTALE": _SILENT,
    "ETIMEDOUT": _SILENT,
    "EHOSTDOWN": _SILENT,
    "EHOSTUNREACH": _SILENT,
    "ENETDOWN": _SILENT,
    "ENETUNREACH": _SILENT,
    "ECONNRESET": _SILENT,
}
# Not every system has every number, and some share one.
_KNOWN = {number: _BY_NAME[name] for number, name in errno.errorcode.items() if name in _BY_NAME}
