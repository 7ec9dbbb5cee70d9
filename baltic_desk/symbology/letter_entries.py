"""Codes of letters among the entities: each an entity's older name, or an entry of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from baltic_desk.symbology.conversion import converted
from baltic_desk.symbology.entry import Entry
from baltic_desk.symbology.sidc import LetterCode, Sidc

_BARE = "0000"
_MOST_WORDINGS = 4  # of the older standards' names for one entity


class LetterRow(NamedTuple):
    """A row of the older tables: scheme, dimension and function; names; geometry; standards."""

    code: str
    path: tuple[str, ...]
    geometry: str
    standards: str


def with_letters(
    entries: Iterable[Entry], rows: Iterable[LetterRow]
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The entities with their letters, and the entries that only letters or modifiers tell apart.

    "Engineer, armored" had a code of its own in 2525C and is engineers with a modifier in 2525D:
    such a row becomes an entry with those modifiers.
    """
    by_code = {entry.code: entry for entry in entries}
    further: dict[str, Entry] = {}
    for row in rows:
        digits = _digits(row.code)
        if digits is None or digits.code not in by_code:
            further[row.code] = _of_letters(row)
            continue
        modifiers = digits.modifier1 + digits.modifier2
        entry = by_code[digits.code]
        if modifiers == _BARE:
            by_code[digits.code] = _known_as(entry, row)
            continue
        key = digits.code + modifiers
        known = further.get(key)
        further[key] = (
            _known_as(known, row) if known is not None else _modified(entry, row, modifiers)
        )
    return tuple(by_code.values()), tuple(further.values())


def _digits(key: str) -> Sidc | None:
    """Code of digits that means just the same as scheme, dimension and function."""
    found = converted(LetterCode(f"{key[0]}F{key[1]}P{key[2:]}-----"))
    return found.code if found and not found.lost and isinstance(found.code, Sidc) else None


def _known_as(entry: Entry, row: LetterRow) -> Entry:
    known: Mapping[str, None] = dict.fromkeys(
        name.casefold() for name in (entry.path[-1], *entry.also)
    )
    wording = row.path[-1]
    also = entry.also
    if wording.casefold() not in known and len(also) < _MOST_WORDINGS:
        also = (*also, wording)
    return replace(entry, letters=(*entry.letters, row.code), also=also)


def _modified(entry: Entry, row: LetterRow, modifiers: str) -> Entry:
    return replace(
        entry,
        path=(*entry.path[:-1], entry.path[-1], row.path[-1]),
        also=(),
        letters=(row.code,),
        modifiers=modifiers,
        standards=row.standards,
    )


def _of_letters(row: LetterRow) -> Entry:
    return Entry(
        code=row.code,
        path=row.path[1:] or row.path,
        symbol_set="",
        set_name=row.path[0],
        geometry=row.geometry.capitalize(),
        standards=row.standards,
        also=(),
        letters=(row.code,),
    )
