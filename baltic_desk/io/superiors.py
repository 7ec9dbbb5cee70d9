"""What is wrong with the superiors that a file's units name: said, never mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from baltic_desk.document.feature import Feature, Foreign, Unit
from baltic_desk.document.standing import broken
from baltic_desk.io.problem import Problem

_LONGEST = 40
_MOST_NAMED = 6


def superior_problems(records: Sequence[Sequence[Feature | Foreign]]) -> Iterator[Problem]:
    """Superiors that are not in the file, and units that are under each other in a ring.

    Parameters
    ----------
    records
        What each member of the file's `features` has become.
    """
    parents: dict[str, str | None] = {}
    units: dict[str, tuple[int, Unit]] = {}
    for number, group in enumerate(records):
        for record in group:
            if isinstance(record, Feature) and isinstance(record.properties, Unit):
                parents[record.id] = record.properties.parent
                units[record.id] = number, record.properties
    if not any(parents.values()):
        return
    for unit_id, trouble in broken(parents).items():
        number, unit = units[unit_id]
        place = f"features[{number}].properties.parent"
        if trouble == "missing":
            text = f'the superior "{(unit.parent or "")[:_LONGEST]}" is no unit of this file'
        elif unit.parent == unit_id:
            text = "the unit is its own superior"
        else:
            names = [_name(units[i][1]) for i in _ring(parents, unit_id)]
            shown = names[:_MOST_NAMED] + ["…"] * (len(names) > _MOST_NAMED)
            text = f"units are under each other in a ring: {', '.join(shown)}"
        problem = f"{text}; the ORBAT shows it at the top until it is attached or detached"
        yield Problem(place, problem, unit_id)


def _ring(parents: dict[str, str | None], start: str) -> Iterator[str]:
    yield start
    at = parents[start]
    while at is not None and at != start:
        yield at
        at = parents[at]


def _name(unit: Unit) -> str:
    return " ".join((unit.name or unit.designation or "Unit")[:_LONGEST].split())
