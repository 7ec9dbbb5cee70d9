"""The entities of the symbol standards, by code and by name.

The rows are those of MIL-STD-2525E, 2525D and APP-6D together; where they word a name differently
the others stay findable. Codes of letters, from 2525C, APP-6B and 2525B, are the older names of
these entities, or entries of their own.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import msgspec

from baltic_desk import paths
from baltic_desk.symbology.common_entities import COMMON, rank
from baltic_desk.symbology.entry import Entry, Modifier
from baltic_desk.symbology.enumerations import (
    ECHELONS,
    HQTFD,
    STANDARD_IDENTITIES,
    STATUSES,
    VERSIONS,
)
from baltic_desk.symbology.letter_entries import LetterRow, with_letters
from baltic_desk.symbology.measure_entries import with_measures
from baltic_desk.symbology.search import Index, Match, Wish, read_wish
from baltic_desk.symbology.sidc import LetterCode, Sidc, SidcError, parse

__all__ = [
    "ECHELONS",
    "HQTFD",
    "STANDARD_IDENTITIES",
    "STATUSES",
    "Catalogue",
    "Entry",
    "Modifier",
    "Wish",
    "open_catalogue",
    "read_wish",
]

_PART_FROM = 3  # digits or letters of a part of a code
_USUAL_SCORE = 1.5  # of what is offered for an echelon or identity alone: before all names
_WHOLE_CODE_SCORE = 2.0
_LAND_UNITS = "10"
_CODE_SCORE = 0.5  # of a code that contains what was typed; names that have it come before


class _Row(msgspec.Struct, array_like=True, frozen=True):
    code: str
    path: tuple[str, ...]
    extra: str
    standards: str
    also: tuple[str, ...] = ()


class _Set(msgspec.Struct, frozen=True):
    set: str
    name: str
    entities: tuple[_Row, ...]
    modifiers1: tuple[_Row, ...]
    modifiers2: tuple[_Row, ...]


class _Tables(msgspec.Struct, frozen=True):
    sets: tuple[_Set, ...]
    letters: tuple[_Row, ...]


class Catalogue:
    """All entities, with search."""

    def __init__(self, tables: _Tables) -> None:
        numbered = with_measures(
            Entry(
                code=of_set.set + row.code,
                path=row.path,
                symbol_set=of_set.set,
                set_name=of_set.name,
                geometry=row.extra,
                standards=row.standards,
                also=row.also,
            )
            for of_set in tables.sets
            for row in of_set.entities
        )
        self._letter_rows = tables.letters
        rows = (LetterRow(row.code, row.path, row.extra, row.standards) for row in tables.letters)
        self.entries, self.further = with_letters(numbered, rows)
        self.every = (*self.entries, *self.further)
        self.symbol_sets = {each.set: each.name for each in tables.sets if each.entities}
        self._by_code = {entry.code: entry for entry in self.entries}
        self._by_letters = {key: entry for entry in self.every for key in entry.letters}
        self._letters = {row.code: row.path[-1] for row in tables.letters}
        self._modifiers = {
            each.set: (_modifiers(each.modifiers1), _modifiers(each.modifiers2))
            for each in tables.sets
        }

    # -- search --------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Make the index now, rather than at the first search."""
        self._index.search(("infantry",), 1)

    def search(self, text: str, limit: int = 50) -> list[Entry]:
        """Entities that a text means, the best match first; see `matches`."""
        return [self.every[match.row] for match in self.matches(text, limit)]

    def matches(self, text: str, limit: int = 50) -> list[Match]:
        """Rows of `every` whose names have the words of a text, the best match first.

        Abbreviations ("mech inf"), beginnings, small slips and everyday words of the region's
        languages are understood; words for an echelon or an identity ("hostile bn") say nothing
        about the entity, see `wish` for those. A whole code finds its entity, a part of one those
        whose codes have it.
        """
        found = self.entry("".join(text.split()))
        if found is not None:
            return [Match(self._places[id(found)], 1, _WHOLE_CODE_SCORE)]
        wish = self.wish(text)
        named = self._index.matches(wish.words, limit)
        if wish.only_size:
            usual = [
                Match(self._places[id(self._by_code[code])], 1, _USUAL_SCORE - place / 1000.0)
                for place, code in enumerate(COMMON)
                if code.startswith(_LAND_UNITS)
            ]
            named = usual + named
        known = {match.row for match in named}
        coded = (Match(row, 1, _CODE_SCORE) for row in self._with_part(text) if row not in known)
        return (named + list(coded))[:limit]

    def wish(self, text: str) -> Wish:
        """What a search text asks for, in the words of the tables."""
        return read_wish(text, self._index.vocabulary)

    def _with_part(self, text: str) -> Iterator[int]:
        """Rows whose code has a part: those that begin with it, then those that contain it."""
        part = "".join(text.split()).upper()
        if len(part) < _PART_FROM:
            return
        if part.isdigit():
            codes = self._digit_codes
            if len(part) > len("25140300") and part[:2] in VERSIONS:
                part = part[4:6] + part[10:16]
        elif any(each.isalpha() for each in part) and part.isascii() and " " not in text.strip():
            codes = self._letter_codes
            if len(part) > 4 and part[0] in "SGWIOE" and part[3] in "PACDXF":
                part = part[0] + part[2] + part[4:10].rstrip("-*")
            part = part.replace("*", "-")
        else:
            return
        # Of eight digits the entity begins with the third.
        hits = [(code.find(part), row) for code, row in codes if part in code]
        hits.sort(key=lambda hit: (hit[0] not in (0, 2), self._ranks[hit[1]]))
        yield from dict.fromkeys(row for _, row in hits)

    @functools.cached_property
    def _index(self) -> Index:
        return Index(
            [(entry.path, entry.also, entry.set_name) for entry in self.every], ranks=self._ranks
        )

    @functools.cached_property
    def _ranks(self) -> list[float]:
        return [rank(entry) for entry in self.every]

    @functools.cached_property
    def _places(self) -> dict[int, int]:
        return {id(entry): place for place, entry in enumerate(self.every)}

    @functools.cached_property
    def _digit_codes(self) -> list[tuple[str, int]]:
        return [(e.code, row) for row, e in enumerate(self.every) if not e.only_letters]

    @functools.cached_property
    def _letter_codes(self) -> list[tuple[str, int]]:
        return [(key, row) for row, entry in enumerate(self.every) for key in entry.letters]

    # -- by code -------------------------------------------------------------------------------

    def entry(self, sidc: str) -> Entry | None:
        """Entity of a code of digits or letters, or of the eight of it that say the entity."""
        if sidc in self._by_code:
            return self._by_code[sidc]
        try:
            code = parse(sidc)
        except SidcError:
            return self._by_letters.get(sidc.upper())
        known = self._by_code if isinstance(code, Sidc) else self._by_letters
        return known.get(code.code)

    def below(self, entry: Entry) -> list[Entry]:
        """The subtypes of an entity type, in the order of the tables; empty for all others."""
        if entry.only_letters or entry.code.endswith("0000") or not entry.code.endswith("00"):
            return []
        kind = entry.code[:6]
        return [e for e in self.entries if e.code.startswith(kind) and e.code != entry.code]

    def name_of(self, sidc: str) -> str:
        """Name of what a code stands for: the entity's, its parent's or the symbol set's.

        Empty when the code is none, or none that is known.
        """
        try:
            code = parse(sidc)
        except SidcError:
            return ""
        if isinstance(code, LetterCode):
            return self.name_of_letters(code.code)
        for digits in (code.entity, code.entity[:4] + "00", code.entity[:2] + "0000"):
            entry = self._by_code.get(code.symbol_set + digits)
            if entry is not None:
                return entry.name
        return self.symbol_sets.get(code.symbol_set, "")

    def letter_keys(self, standard: str = "") -> list[str]:
        """Scheme, dimension and function of the letter codes of 2525C ("C"), APP-6B ("6") or 2525B
        ("B"), of all of them when none is named."""
        return [row.code for row in self._letter_rows if standard in row.standards]

    def modifiers(self, symbol_set: str, place: int) -> tuple[Modifier, ...]:
        """First (1) or second (2) modifiers of a symbol set, or of the set "common"."""
        return self._modifiers.get(symbol_set, ((), ()))[place - 1]

    def has_letters(self, key: str) -> bool:
        """Whether a table has that scheme, dimension and function."""
        return key in self._letters

    def name_of_letters(self, key: str) -> str:
        """Name of a scheme, dimension and function, or of the nearest above it."""
        start, function = key[:2], key[2:].rstrip("-")
        while True:
            name = self._letters.get(start + function.ljust(6, "-"))
            if name is not None or not function:
                return name or ""
            function = function[:-1]


def open_catalogue(path: Path | None = None) -> Catalogue:
    """The shipped catalogue, or the one in a file.

    The shipped one is read once: panels, palette, sheets and exports would each hold 5,000 rows.
    """
    return _read(path) if path is not None else _shipped()


@functools.lru_cache(maxsize=1)
def _shipped() -> Catalogue:
    return _read(paths.resource("symbology", "build", "catalogue.json"))


def _read(path: Path) -> Catalogue:
    return Catalogue(msgspec.json.decode(path.read_bytes(), type=_Tables))


def _modifiers(rows: tuple[_Row, ...]) -> tuple[Modifier, ...]:
    return tuple(Modifier(row.code, row.path[0], row.extra, row.standards) for row in rows)
