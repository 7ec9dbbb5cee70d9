"""What of a unit the order of battle depends on, and which named superiors cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.record import Record
from baltic_desk.document.store import Entry
from baltic_desk.symbology.standing import echelon, is_headquarters

Trouble = Literal["missing", "ring"]
SortKey = tuple[int, bool, tuple[tuple[int, int, str], ...], float, str]

_NUMBERS = re.compile(r"(\d+)")
_LONGEST = 200


class Standing(NamedTuple):
    """What of a unit the order of battle depends on."""

    parent: str | None
    sidc: str
    designation: str
    name: str
    strength: float | None
    rank: float

    @property
    def title(self) -> str:
        """What it is called, on one line: its name, else its designation, else "Unit"."""
        return _one_line(self.name or self.designation)


def titled(feature: Feature) -> str:
    """What a unit is called, on one line."""
    unit = feature.properties
    return _one_line(unit.name or (unit.designation or "" if isinstance(unit, Unit) else ""))


def _one_line(title: str) -> str:
    return " ".join(title[:_LONGEST].split()) or "Unit"


def standing_of(entry: Entry | None) -> Standing | None:
    """Standing of a record; None for what is no unit."""
    record: Record | None = None if entry is None else entry.record
    match record:
        case Feature(properties=Unit() as unit):
            assert entry is not None
            return Standing(
                unit.parent,
                unit.sidc,
                unit.designation or "",
                unit.name,
                unit.strength,
                entry.rank,
            )
        case _:
            return None


def broken(parents: Mapping[str, str | None]) -> dict[str, Trouble]:
    """Units whose superior cannot be: not among these, or under the unit itself.

    Of a ring of units under each other it is the one that comes first in `parents`.
    """
    found: dict[str, Trouble] = {}
    number_of = {unit_id: k for k, unit_id in enumerate(parents)}
    settled: set[str] = set()
    for unit_id in parents:
        path: dict[str, None] = {}
        at: str | None = unit_id
        while at is not None and at not in settled and at not in path:
            path[at] = None
            higher = parents[at]
            if higher is not None and higher not in parents:
                found[at] = "missing"
                break
            at = higher
        else:
            if at is not None and at in path:
                steps = list(path)
                found[min(steps[steps.index(at) :], key=number_of.__getitem__)] = "ring"
        settled.update(path)
    return found


def sort_key(unit_id: str, standing: Standing) -> SortKey:
    """Place among siblings: echelon, headquarters, designation, then as in the document."""
    return (
        -int(echelon(standing.sidc) or 0),
        not is_headquarters(standing.sidc),
        _natural(standing.designation or standing.name),
        standing.rank,
        unit_id,
    )


@lru_cache(maxsize=65536)
def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A text in parts that compare with numbers as numbers; those without any text come last."""
    parts = [part for part in _NUMBERS.split(text[:_LONGEST].casefold()) if part]
    return tuple(
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts
    ) or ((2, 0, ""),)
