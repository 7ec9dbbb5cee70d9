"""Commands that change the symbols of the selected units: identity, context, status, size, HQ."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from baltic_desk.app.command import Command
from baltic_desk.app.symbol_changes import change_units, has_units
from baltic_desk.app.workspace import Workspace
from baltic_desk.symbology.enumerations import (
    CONTEXTS,
    ECHELONS,
    HQTFD,
    STANDARD_IDENTITIES,
    STATUSES,
)

_FIELDS: tuple[tuple[str, str, Mapping[str, str], str], ...] = (
    ("standard_identity", "Identity", STANDARD_IDENTITIES, "affiliation side enemy own blue red"),
    ("context", "Context", CONTEXTS, "exercise simulation"),
    ("status", "Status", STATUSES, "condition planned damaged destroyed"),
    ("echelon", "Echelon", ECHELONS, "size unit level"),
    ("hqtfd", "HQ, Task Force, Dummy", HQTFD, "headquarters feint staff"),
)


def _changes(field: str, digits: str, meaning: str) -> Callable[[Workspace], None]:
    def run(workspace: Workspace) -> None:
        change_units(workspace, field, digits, meaning)

    return run


UNIT_COMMANDS: tuple[Command, ...] = tuple(
    Command(
        id=f"unit.{field.replace('_', '-')}-{digits}",
        title=f"Set {title}: {meaning}",
        run=_changes(field, digits, meaning),
        menu=f"Edit/Set {title}",
        group=5,
        enabled=has_units,
        keywords=f"change selected units symbol {words}",
    )
    for field, title, meanings, words in _FIELDS
    for digits, meaning in meanings.items()
)
