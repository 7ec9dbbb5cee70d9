"""What a file says beside what was written to it: only what somebody changed is another.

A file holds seven decimals, numbers drawing orders anew, and knows no ids of features that it was
not asked to understand. None of that is a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec
from msgspec.structs import replace

from baltic_desk.document.feature import Feature, Foreign, RangeRing, Unit
from baltic_desk.document.file_precision import comparable
from baltic_desk.document.in_steps import Steps
from baltic_desk.document.merge_fields import differing, part, with_parts
from baltic_desk.document.record import Override, Patch, Record
from baltic_desk.document.store import Entry

Entries = Mapping[str, Entry]

_RUN = 500
"""Entries between two steps."""


def by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Entries by the id of their record."""
    return {entry.record.id: entry for entry in entries}


def aligned(theirs: Entries, *known: Entries) -> Steps[dict[str, Entry]]:
    """Entries of a file with the records of what is known, wherever the file says the same.

    Parameters
    ----------
    known
        What the file was written from and what is at hand, the former first.
    """
    names = _recognised(theirs, known[0]) if known else {}
    found: dict[str, Entry] = {}
    for number, (key, entry) in enumerate(theirs.items()):
        record: Record = entry.record
        if key in names:
            assert isinstance(record, Feature | Foreign)
            key = names[key]
            record = replace(record, id=key)
        for each in known:
            other = each.get(key)
            if other is not None:
                record = _as_known(record, other.record)
        found[key] = entry if record is entry.record else Entry(record, entry.rank)
        if number % _RUN == 0:
            yield
    return found


def _as_known(record: Record, known: Record) -> Record:
    """The record with what is only rounded as it is known; ranks stay as they are."""
    if record is known or record == known:
        return known
    if isinstance(record, Foreign) and isinstance(known, Foreign) and record.raw == known.raw:
        return known  # why it was not understood is another version's word
    if type(record) is not type(known) or not isinstance(record, Feature | Override):
        return record
    one, other = comparable(known), comparable(record)
    ranked = isinstance(record, Override) and isinstance(record.change, Patch)
    if one == other and not ranked:
        return known
    same = [n for n in differing(known, record) if part(one, n) == part(other, n)]
    return with_parts(record, known, same) if same else record


# -- what has no id of its own -------------------------------------------------------------------


def _recognised(theirs: Entries, base: Entries) -> dict[str, str]:
    """Ids in a base of what a file gives other ids each time it is read, by these."""
    fresh = [e.record for i, e in theirs.items() if i not in base]
    lost = [e.record for i, e in base.items() if i not in theirs]
    if not fresh or not lost:
        return {}
    found: dict[str, str] = {}
    # What is not understood: the same bytes, else what bears the same id in them.
    for key_of in (_raw, _raw_id):
        waiting: dict[bytes | str, list[str]] = {}
        taken = frozenset(found.values())
        for record in lost:
            if isinstance(record, Foreign) and record.id not in taken:
                waiting.setdefault(key_of(record), []).append(record.id)
        for record in fresh:
            if isinstance(record, Foreign) and record.id not in found:
                key = key_of(record)
                if key and waiting.get(key):
                    found[record.id] = waiting[key].pop(0)
    # What another program drew without ids.
    named = _named_in(theirs)
    drawn: dict[bytes, list[str]] = {}
    for record in lost:
        if isinstance(record, Feature):
            drawn.setdefault(_content(record), []).append(record.id)
    for record in fresh:
        if isinstance(record, Feature) and record.id not in named and _is_fresh(record.id):
            ids = drawn.get(_content(record))
            if ids:
                found[record.id] = ids.pop(0)
    return found


def _raw(record: Foreign) -> bytes | str:
    return record.raw


def _raw_id(record: Foreign) -> bytes | str:
    try:
        tree: object = msgspec.json.decode(record.raw)
    except (ValueError, RecursionError):  # msgspec's own, and bytes that are no text
        return ""
    match tree:
        case {"id": str(found)}:
            return found
        case _:
            return ""


def _is_fresh(feature_id: str) -> bool:
    """Whether an id may have been made in reading."""
    try:
        return UUID(feature_id).version == 4
    except ValueError:
        return False


def _content(feature: Feature) -> bytes:
    written = comparable(replace(feature, id="-", unknown=None))
    try:
        return msgspec.json.encode(written) + repr(feature.unknown).encode(errors="replace")
    except UnicodeEncodeError:  # half a character, which is written as "?"
        return feature.id.encode(errors="replace")


def _named_in(entries: Entries) -> frozenset[str]:
    """Ids of features that others speak of."""
    found: set[str] = set()
    for entry in entries.values():
        match entry.record:
            case Feature(properties=RangeRing(anchor=str(unit_id))):
                found.add(unit_id)
            case Feature(properties=Unit(parent=str(unit_id))):
                found.add(unit_id)
            case Override(change=change):
                found.add(change.id)
            case _:
                pass
    return frozenset(found)
