"""One search for all that can be put on the map by a symbol: entities, codes and named systems."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from baltic_desk.coverage.systems import System, Systems
from baltic_desk.symbology.abbreviations import ECHELON_WORDS, IDENTITY_WORDS
from baltic_desk.symbology.catalogue import Catalogue, Entry
from baltic_desk.symbology.folding import folded, words
from baltic_desk.symbology.search import Index, Wish

_SYSTEMS_SHOWN = 8
_LETTERS_AND_DIGITS = re.compile(r"[^\W\d_]+-\d+\w*")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity or a system that a text means; one of the two is there."""

    entry: Entry | None = None
    system: System | None = None


class SymbolSearch:
    """The catalogue's entities and the catalogued systems, under one ranking.

    What has all of the words comes before what has some; a system is found by its own and its NATO
    name ("S-400", "sa21", "Growler"), its variants, category and operators.
    """

    def __init__(self, catalogue: Catalogue, systems: Systems | None = None) -> None:
        self.catalogue = catalogue
        self._systems = () if systems is None else systems.systems

    def prepare(self) -> None:
        """Make the indexes now, rather than at the first search."""
        self.catalogue.prepare()
        self._index.search(("radar",), 1)

    def wish(self, text: str) -> Wish:
        """What a text says besides the entity: an echelon, an identity."""
        return self.catalogue.wish(text)

    def search(self, text: str, limit: int = 60) -> list[Hit]:
        """What a text means, the best first."""
        asked = max(1, len(self.wish(text).words))
        scored = [
            (min(1.0, match.hits / asked), match.score, place, match.row, False)
            for place, match in enumerate(self.catalogue.matches(text, limit))
        ]
        best = max((share for share, *_ in scored), default=0.0)
        named = [word for word in words(text) if word not in ECHELON_WORDS]
        named = [word for word in named if word not in IDENTITY_WORDS]
        found = self._index.matches(named, _SYSTEMS_SHOWN)
        # "S-400" fits the name of one system and a variant "S-300V4, 400 km" of another alike.
        typed = "".join(named)
        found.sort(key=lambda match: (-match.score, not self._is_named(match.row, typed)))
        if found and found[0].hits / len(named) >= best:
            scored += [
                (match.hits / len(named), match.score, place, match.row, True)
                for place, match in enumerate(found)
            ]
        scored.sort(key=lambda each: (-each[0], -each[1], not each[4], each[2]))
        hits = [self._hit(row, of_system=system) for *_, row, system in scored]
        # "SS-C-5" is "SSC-5": hyphens are set as one likes.
        first = [Hit(system=s) for s, names in self._typed_names if typed in names]
        return [*first, *(hit for hit in hits if hit not in first)][:limit]

    def _is_named(self, row: int, typed: str) -> bool:
        _, names = self._typed_names[row]
        return any(name in typed for name in names)

    @functools.cached_property
    def _typed_names(self) -> list[tuple[System, list[str]]]:
        return [(system, _joined(system).lower().split()) for system in self._systems]

    def _hit(self, row: int, *, of_system: bool) -> Hit:
        if of_system:
            return Hit(system=self._systems[row])
        return Hit(entry=self.catalogue.every[row])

    @functools.cached_property
    def _index(self) -> Index:
        return Index(
            [
                (
                    (system.category, system.name),
                    (
                        system.nato_name,
                        _joined(system),
                        *(each.name for each in system.local_names if _latin(each.name)),
                        *(variant.name for variant in system.variants),
                    ),
                    " ".join((*system.operators, system.operators_note)),
                )
                for system in self._systems
            ],
            ranks=[0.3] * len(self._systems),
        )


def _latin(name: str) -> bool:
    """Whether the index can read a name: of others only the numbers would be left."""
    return bool(words(name)) and folded(name).isascii()


def _joined(system: System) -> str:
    """The names that people also type without the hyphen: "S400"."""
    names = f"{system.name} {system.nato_name}"
    return " ".join(found.replace("-", "") for found in _LETTERS_AND_DIGITS.findall(names))
