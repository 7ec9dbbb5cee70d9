"""The entities of the symbol standards, by code and by name.

The rows are those of MIL-STD-2525E, 2525D and APP-6D together; where they word a name differently
the others stay findable. Letter codes have names from 2525C, APP-6B and 2525B.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from baltic_desk import paths
from baltic_desk.symbology.enumerations import ECHELONS, HQTFD, STANDARD_IDENTITIES, STATUSES
from baltic_desk.symbology.search import Index, Wish, read_wish
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


class Entry(msgspec.Struct, frozen=True):
    """An entity that a symbol can stand for.

    Attributes
    ----------
    code
        Symbol set and entity, eight digits.
    path
        Names from the broadest to the entity's own.
    geometry
        "Point", "Line", "Area" and the like for control measures, else empty.
    standards
        Letters of those that have the entity: E for 2525E, D for 2525D, A for APP-6D.
    also
        The entity's name in the words of other standards.
    """

    code: str
    path: tuple[str, ...]
    symbol_set: str
    set_name: str
    geometry: str
    standards: str
    also: tuple[str, ...]

    @property
    def name(self) -> str:
        """The entity's own name, with its parent's where it says little without.

        >>> Entry("10121104", ("Fires", "Infantry", "Motorized"), "10", "", "", "E", ()).name
        'Infantry, Motorized'
        """
        own = self.path[-1]
        if len(self.path) < 3 or self.path[-2].casefold() in own.casefold():
            return own
        return f"{self.path[-2]}, {own}"

    def sidc(self, **fields: str) -> Sidc:
        """Code of this entity as friend and present, or as the fields say.

        The version is that of 2525D unless only 2525E has the entity.
        """
        version = "13" if self.standards == "E" else "10"
        start = Sidc(version=version, symbol_set=self.symbol_set, entity=self.code[2:])
        return start.replace(**fields)


class Modifier(msgspec.Struct, frozen=True):
    """An addition above (first) or below (second) an icon: two digits, or three of the set common
    to all in 2525E, the first of which stands at place 21 or 22 of the code."""

    code: str
    name: str
    category: str
    standards: str


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
        self.entries = tuple(
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
        self.symbol_sets = {each.set: each.name for each in tables.sets if each.entities}
        self._by_code = {entry.code: entry for entry in self.entries}
        self._letters = {row.code: row.path[-1] for row in tables.letters}
        self._letter_rows = tables.letters
        self._modifiers = {
            each.set: (_modifiers(each.modifiers1), _modifiers(each.modifiers2))
            for each in tables.sets
        }
        self._index = Index(
            [(entry.path, entry.also, entry.set_name) for entry in self.entries],
            ranks=[_rank(entry) for entry in self.entries],
        )

    def search(self, text: str, limit: int = 50) -> list[Entry]:
        """Entities whose names have the words of a text, the best match first.

        Abbreviations ("mech inf"), beginnings and small slips are understood; words for an echelon
        or an identity ("hostile bn") say nothing about the entity, see `read_wish` for those. A
        code finds its entity.
        """
        found = self.entry(text)
        if found is not None:
            return [found]
        wish = read_wish(text)
        return [self.entries[i] for i in self._index.search(wish.words, limit)]

    def entry(self, sidc: str) -> Entry | None:
        """Entity of a code of 20 or 30 digits, or of the eight of set and entity."""
        if sidc in self._by_code:
            return self._by_code[sidc]
        try:
            code = parse(sidc)
        except SidcError:
            return None
        return self._by_code.get(code.code) if isinstance(code, Sidc) else None

    def name_of(self, sidc: str) -> str:
        """Name of what a code stands for: the entity's, its parent's or the symbol set's.

        Empty when the code is none, or none that is known.
        """
        try:
            code = parse(sidc)
        except SidcError:
            return ""
        if isinstance(code, LetterCode):
            return self._name_of_letters(code)
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

    def _name_of_letters(self, code: LetterCode) -> str:
        start = code.scheme + code.dimension
        function = code.function.rstrip("-")
        while True:
            name = self._letters.get(start + function.ljust(6, "-"))
            if name is not None or not function:
                return name or ""
            function = function[:-1]


def open_catalogue(path: Path | None = None) -> Catalogue:
    """The shipped catalogue, or the one in a file."""
    path = path or paths.resource("symbology", "build", "catalogue.json")
    return Catalogue(msgspec.json.decode(path.read_bytes(), type=_Tables))


def _modifiers(rows: tuple[_Row, ...]) -> tuple[Modifier, ...]:
    return tuple(Modifier(row.code, row.path[0], row.extra, row.standards) for row in rows)


# Land units first and what is seldom drawn last.
_ORDER = ("10", "15", "30", "01", "20", "35", "27", "40", "11", "05", "25", "36", "02", "60")


def _rank(entry: Entry) -> float:
    """How late an entity comes among equally good matches, from 0 to 1."""
    place = _ORDER.index(entry.symbol_set) if entry.symbol_set in _ORDER else len(_ORDER)
    return (place * 4 + len(entry.path)) / (4 * len(_ORDER) + 8)
