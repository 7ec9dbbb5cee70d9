"""The systems of a project in its file: a list of entries as in the catalogue.

An entry that does not pass is kept as it came, and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from baltic_desk.coverage.system_reading import read_systems
from baltic_desk.document.own_systems import OwnSystem, of_tree, record_id
from baltic_desk.io.aside import list_in
from baltic_desk.io.problem import Problem
from baltic_desk.io.strict_json import Json

SYSTEMS = "systems"
"""Name of the list in the project's member."""

MAX_SYSTEMS = 1000


def read_own_systems(
    tree: Mapping[str, Json], place: str, taken: Iterable[str], problems: list[Problem]
) -> tuple[tuple[OwnSystem, ...], list[Json]]:
    """Entries of the list in a project's member, and its members that are none, to be kept.

    Parameters
    ----------
    place
        Where the project's member stands, for messages.
    taken
        Ids that other records have.
    """
    members, rest = list_in(tree, SYSTEMS, place, problems, most=MAX_SYSTEMS)
    found: dict[str, OwnSystem] = {}
    kept: list[Json] = []
    others = frozenset(taken)
    for number, member in enumerate(members):
        here = f"{place}.{SYSTEMS}[{number}]"
        try:
            record = _record(member)
            if record.id in found or record.id in others:
                raise ValueError(f'there are two entries for "{record.system_id[:60]}"')
            if len(found) >= MAX_SYSTEMS:
                raise ValueError(f"there are more than {MAX_SYSTEMS} systems")
        except ValueError as error:
            problems.append(Problem(here, f"{error}; the entry is kept but not used"))
            kept.append(member)
        else:
            found[record.id] = record
    return tuple(found.values()), [*kept, *rest]


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
