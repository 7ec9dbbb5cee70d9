"""What a file holds where something else belongs: kept aside, told, and written back.

A value that stands where a list belongs cannot stand there again once the list has members, nor may
it be read as one of them. So it is kept in an object beside, `unread`: the name of the member, and
all values that were found under it.
"""

from __future__ import annotations

from collections.abc import Mapping

from baltic_desk.document.scalars import Unknown
from baltic_desk.io.problem import Problem
from baltic_desk.io.strict_json import Json

UNREAD = "unread"
"""Name of the object."""

MORE = 1_000
"""Members of a list that are looked at beyond the most that it may have."""


def list_in(
    tree: Mapping[str, Json], name: str, place: str, problems: list[Problem], *, most: int | None
) -> tuple[list[Json], list[Json]]:
    """Members of a list to be looked at, and those beyond any measure, to be kept.

    What is no list has no members; `beside` keeps it.

    Parameters
    ----------
    place
        Of the object that the list is in.
    most
        Members that it may have; None where the caller counts.
    """
    value = tree.get(name)
    here = f"{place}.{name}"
    if value is None:
        return [], []
    if not isinstance(value, list):
        problems.append(Problem(here, "this is not a list; it is kept, not used"))
        return [], []
    if most is None:
        return value, []
    looked_at, rest = value[: most + MORE], value[most + MORE :]
    if rest:
        at = f"{here}[{most + MORE}]"
        text = f"from here on {len(rest):,} members are kept but not looked at: they are too many"
        problems.append(Problem(at, text))
    return looked_at, rest


def beside(unknown: Unknown | None, tree: Mapping[str, Json], *names: str) -> Unknown | None:
    """Unknown content that also keeps what is no list of a tree's members of these names."""
    found = {name: tree[name] for name in names if _is_no_list(tree.get(name))}
    for name, value in found.items():
        unknown = with_unread(unknown, name, value)
    return unknown


def with_unread(unknown: Unknown | None, name: str, value: Json) -> Unknown:
    """Unknown content that also keeps a value which was found under a name."""
    before = unknown or Unknown({}, {})
    present: Json = before.properties.get(UNREAD)
    aside: dict[str, Json] = {}
    if isinstance(present, dict):
        aside = present
    elif present is not None:
        aside = {UNREAD: [present]}
    values: list[Json] = []
    others = aside.get(name)
    if isinstance(others, list):
        values = others
    elif others is not None:
        values = [others]
    kept = {**aside, name: [*values, value]}
    return Unknown(before.members, {**before.properties, UNREAD: kept})


def tell_unread(tree: Mapping[str, Json], place: str, problems: list[Problem]) -> None:
    """Say that something was kept aside when the file was last read."""
    aside = tree.get(UNREAD)
    if isinstance(aside, dict) and aside:
        names = ", ".join(sorted(aside))[:100]
        text = f"this was found where a list belongs and is kept: {names}"
        problems.append(Problem(f"{place}.{UNREAD}", text))


def _is_no_list(value: Json) -> bool:
    return value is not None and not isinstance(value, list)
