"""The systems of a project in its file: a list of entries as in the catalogue.

An entry that does not pass is kept as it came, and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from baltic_desk.coverage.system_reading import read_systems
from baltic_desk.document.own_systems import OwnSystem, of_tree, record_id
from baltic_desk.io.problem import Problem
from baltic_desk.io.strict_json import Json

SYSTEMS = "systems"
"""Name of the list in the project's member."""

MAX_SYSTEMS = 1000


def read_own_systems(
    value: Json, place: str, taken: Iterable[str], problems: list[Problem]
) -> tuple[tuple[OwnSystem, ...], list[Json]]:
    """Entries of a list, and its members that are none, to be kept.

    Parameters
    ----------
    place
        Where the list stands, for messages.
    taken
        Ids that other records have.
    """
    if value is None:
        return (), []
    if not isinstance(value, list):
        problems.append(Problem(place, "this is not a list of systems; it is kept, not used"))
        return (), [value]
    found: dict[str, OwnSystem] = {}
    kept: list[Json] = []
    others = frozenset(taken)
    for number, tree in enumerate(value):
        here = f"{place}[{number}]"
        try:
            record = _record(tree)
            if record.id in found or record.id in others:
                raise ValueError(f'there are two entries for "{record.system_id[:60]}"')
            if len(found) >= MAX_SYSTEMS:
                raise ValueError(f"there are more than {MAX_SYSTEMS} systems")
        except ValueError as error:
            problems.append(Problem(here, f"{error}; the entry is kept but not used"))
            kept.append(tree)
        else:
            found[record.id] = record
    return tuple(found.values()), kept


def write_own_systems(records: Sequence[OwnSystem], kept: Sequence[Json] = ()) -> list[Json]:
    """The list as it stands in the file: the entries, then what was kept of others."""
    return [*(record.tree for record in records), *kept]


def _record(tree: Json) -> OwnSystem:
    read = read_systems({"systems": [tree]}, provenance="this project", lenient=True)
    if read.problems:
        told = "; ".join(f"{each.place}: {each.text}" for each in read.problems[:3])
        more = len(read.problems) - 3
        raise ValueError(f"{told}; and {more} more" if more > 0 else told)
    (system,) = read.systems
    try:
        return of_tree(system.id, tree)
    except msgspec.ValidationError as error:
        raise ValueError(f"{record_id(system.id)}: {error}") from None
