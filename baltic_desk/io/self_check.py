"""What is about to be saved is read back and compared with the document, before a file is replaced.

It is the project's own reader that reads it, in full, and all that is stored is compared: a fault
of the writer or of the reader shows while the old file is still there.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

import msgspec

from baltic_desk.document.file_precision import comparable
from baltic_desk.document.record import Record
from baltic_desk.document.store import Entry, Stored
from baltic_desk.document.version_comparison import stored_of, version_differences
from baltic_desk.document.version_order import shifted
from baltic_desk.io.feature_writer import json_line
from baltic_desk.io.header import SavedView
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import loads

_log = logging.getLogger(__name__)


class SelfCheckError(Exception):
    """What would be saved is not what is on the desk; a sentence that says where."""


def self_check(data: bytes, entries: Iterable[Entry], view: SavedView | None) -> None:
    """Look whether a file of these bytes gives back the document.

    Parameters
    ----------
    entries
        All that the document stores.

    Raises
    ------
    SelfCheckError
        When it would not.
    """
    try:
        loaded = loads(data)
    except ProjectError as error:
        raise SelfCheckError(f"It cannot be read again: {error}.") from error
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        # Of bytes that are our own, a fault of the reader is as much a reason not to save them.
        _log.exception("the self-check could not read what was written")
        raise SelfCheckError(f"It cannot be read again: {type(error).__name__}.") from error
    if loaded.read_only or loaded.migrated_from is not None:
        raise SelfCheckError("It would be taken for a file of another version.")
    if loaded.view != view:
        raise SelfCheckError("It does not say where the map stands.")
    written = stored_of(entries)
    read = stored_of(loaded.document.all_entries())
    found = version_differences(written, read)
    if found:
        elsewhere = shifted(written, read)
        found = [
            each
            for each in found
            if each.key in elsewhere or not _is_same_text(each.key, written, read)
        ]
    if found:
        first = found[0]
        more = f" {len(found) - 1:,} more differ." if len(found) > 1 else ""
        words = f"{first.title}, {first.detail}" if first.detail else first.title
        raise SelfCheckError(f"First difference: {words} ({_TOLD[first.what]}).{more}")


def _is_same_text(key: str, written: Stored, read: Stored) -> bool:
    """Whether a record is the same but for half characters, of which no file can hold one."""
    was, now = written.get(key), read.get(key)
    if was is None or now is None:
        return False
    return _text_of(was.record) == _text_of(now.record)


def _text_of(record: Record) -> bytes:
    return json_line(msgspec.to_builtins(comparable(record)))


_TOLD = {
    "added": "only in the file",
    "moved": "elsewhere in the file",
    "changed": "not the same in the file",
    "removed": "missing in the file",
}
