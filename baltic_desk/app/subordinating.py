"""Putting units under each other, and taking a unit together with all under it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from baltic_desk.app.protocols import Choice, Row
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.anchoring import is_hidden, is_locked
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.orbat import Orbat, number
from baltic_desk.document.subordination import SubordinationError, attached, detached
from baltic_desk.document.wording import described, subordinates
from baltic_desk.symbology.enumerations import ECHELONS
from baltic_desk.symbology.standing import below, echelon
from baltic_desk.tools.attach import AttachTo
from baltic_desk.tools.place import PlaceUnit
from baltic_desk.tools.tool import DRAFT

_PARTED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_MOST_STRENGTH = 1e9


def attach(workspace: Workspace, ids: Iterable[str], superior: str) -> bool:
    """Put units under another, as one step; False and a sentence when that cannot be."""
    workspace.settle()
    orbat = Orbat.of(workspace.document)
    try:
        changed = attached(workspace.document, orbat, ids, superior)
    except SubordinationError as error:
        workspace.say(str(error))
        return False
    higher = orbat.standing[superior].title
    return _put(workspace, changed, f"Attach {described(changed)} to {higher}", f"under {higher}")


def detach(workspace: Workspace, ids: Iterable[str]) -> bool:
    """Take units from their superiors, as one step; False and a sentence when that cannot be."""
    workspace.settle()
    orbat = Orbat.of(workspace.document)
    try:
        changed = detached(workspace.document, orbat, ids)
    except SubordinationError as error:
        workspace.say(str(error))
        return False
    return _put(workspace, changed, f"Detach {described(changed)}", "at the top of the ORBAT")


def put_higher(workspace: Workspace) -> None:
    """The selected units one level up: beside their superior."""
    chosen = chosen_units(workspace)
    orbat = Orbat.of(workspace.document)
    superior = next((orbat.superior[i] for i in orbat.topmost(chosen) if i in orbat.superior), None)
    if superior is None:
        workspace.say("That is at the top of the ORBAT already.")
    elif superior in orbat.superior:
        attach(workspace, chosen, orbat.superior[superior])
    else:
        detach(workspace, chosen)


def put_lower(workspace: Workspace) -> str | None:
    """The selected units one level down, under the nearest unit above beside them; its id."""
    chosen = chosen_units(workspace)
    orbat = Orbat.of(workspace.document)
    for first in orbat.topmost(chosen)[:1]:
        higher = orbat.superior.get(first)
        beside = orbat.roots if higher is None else orbat.direct(higher)
        above = [unit_id for unit_id in beside if orbat.place[unit_id] < orbat.place[first]]
        if above:
            return above[-1] if attach(workspace, chosen, above[-1]) else None
    workspace.say("There is no unit above that they could come under.")
    return None


def attach_by_list(workspace: Workspace) -> None:
    """Ask for the superior of the selected units."""
    chosen = chosen_units(workspace)
    orbat = Orbat.of(workspace.document)
    taken = frozenset(orbat.with_subordinates(chosen))
    rows = [_row(orbat, unit_id) for unit_id in orbat.order if unit_id not in taken]
    if not rows:
        workspace.say("There is no other unit that they could come under.")
        return
    units = "unit" if len(chosen) == 1 else f"{len(chosen)} units"
    picked = workspace.ask.pick(
        f"Attach {units} to", "The superior unit", rows, (Choice("attach", "Attach"),)
    )
    if picked is not None:
        attach(workspace, chosen, picked[0])


def attach_by_click(workspace: Workspace) -> None:
    """Take up the tool that attaches the selected units to the one that is clicked."""
    workspace.start_tool(AttachTo(ids=chosen_units(workspace)))


def select_with_subordinates(workspace: Workspace) -> None:
    """Add to the selection all that lies under its units and is shown and unlocked."""
    workspace.settle()
    document = workspace.document
    chosen = workspace.session.selection
    more = Orbat.of(document).with_subordinates(chosen)[len(chosen) :]
    able = [i for i in more if (f := document.feature(i)) is not None and _selectable(workspace, f)]
    workspace.session.select((*chosen, *able))
    said = f"Selected {subordinates(len(able))} as well."
    if len(able) < len(more):
        said += f" {len(more) - len(able)} more are locked or hidden."
    workspace.say(said if more else "There is nothing under what is selected.")


def add_subordinate(workspace: Workspace) -> None:
    """Place units under the selected one: of its branch, one echelon lower."""
    (superior, *_) = chosen_units(workspace)
    feature = workspace.document.feature(superior)
    assert feature is not None
    unit = feature.properties
    assert isinstance(unit, Unit)
    template = Unit(overlay=DRAFT, sidc=below(unit.sidc), size=unit.size, parent=superior)
    workspace.start_tool(PlaceUnit(template=template))


def set_strength(workspace: Workspace) -> None:
    """Ask for the strength of the selected units; nothing written takes it away."""
    workspace.settle()
    units = [f for f in workspace.selected() if isinstance(f.properties, Unit)]
    if not units:
        workspace.say("What is selected is locked.")
        return
    stated = {f.properties.strength for f in units if isinstance(f.properties, Unit)}
    now = stated.pop() if len(stated) == 1 else None
    label = "Of the whole unit, with all under it; empty for none"
    answer = workspace.ask.text("Strength", label, "" if now is None else number(now))
    if answer is None:
        return
    try:
        strength = strength_of(answer)
    except ValueError as error:
        workspace.say(str(error))
        return
    with workspace.document.edit(f"Set strength of {described(units)}") as change:
        for feature in units:
            assert isinstance(feature.properties, Unit)
            change.put(replace(feature, properties=replace(feature.properties, strength=strength)))


def strength_of(text: str) -> float | None:
    """A strength as it is written, thousands parted or not; None when nothing is.

    Raises
    ------
    ValueError
        With the sentence to show, when it is no number from 0 on.

    >>> strength_of("12,500"), strength_of(" ")
    (12500.0, None)
    """
    plain = "".join(text.split()).replace("\u2019", "").replace("'", "")
    if _PARTED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not plain:
        return None
    try:
        strength = float(plain.replace(",", "."))
    except ValueError:
        strength = math.nan
    if not 0 <= strength < _MOST_STRENGTH:
        raise ValueError(f"“{text.strip()[:40]}” is no strength: write a number such as 600.")
    return strength


def chosen_units(workspace: Workspace) -> tuple[str, ...]:
    """Ids of the selected units, in the order of selecting."""
    found = (workspace.document.feature(i) for i in workspace.session.selection)
    return tuple(f.id for f in found if f is not None and isinstance(f.properties, Unit))


def any_unit(workspace: Workspace) -> bool:
    """Whether a unit is selected; stops at the first."""
    found = (workspace.document.feature(i) for i in workspace.session.selection)
    return any(f is not None and isinstance(f.properties, Unit) for f in found)


def any_attached(workspace: Workspace) -> bool:
    """Whether a selected unit names a superior; stops at the first."""
    found = (workspace.document.feature(i) for i in workspace.session.selection)
    return any(
        f is not None and isinstance(f.properties, Unit) and f.properties.parent is not None
        for f in found
    )


def toggle_command_lines(workspace: Workspace) -> None:
    """Show or hide the lines from each unit to its superior; kept in the project."""
    project = workspace.document.project
    verb = "Hide" if project.command_lines else "Show"
    with workspace.document.edit(f"{verb} command lines") as change:
        change.put(replace(project, command_lines=not project.command_lines))


def _put(workspace: Workspace, changed: Sequence[Feature], step: str, where: str) -> bool:
    if not changed:
        workspace.say(f"That is {where} already.")
        return False
    with workspace.document.edit(step) as change:
        for feature in changed:
            change.put(feature)
    verb = "stands" if len(changed) == 1 else "stand"
    words = described(changed)
    workspace.say(f"{words[:1].upper()}{words[1:]} now {verb} {where}.")
    return True


def _row(orbat: Orbat, unit_id: str) -> Row:
    standing = orbat.standing[unit_id]
    higher = next(orbat.chain(unit_id), None)
    parts = [ECHELONS.get(echelon(standing.sidc), "")]
    if higher is not None:
        parts.append(f"under {orbat.standing[higher].title}")
    return Row(unit_id, standing.title, " · ".join(filter(None, parts)))


def _selectable(workspace: Workspace, feature: Feature) -> bool:
    document = workspace.document
    return not is_locked(document, feature) and not is_hidden(document, feature)
