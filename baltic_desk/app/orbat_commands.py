"""Commands of the order of battle: who is under whom, and moving a unit with all under it."""

from __future__ import annotations

from baltic_desk.app import subordinating
from baltic_desk.app.command import Command
from baltic_desk.app.workspace import Workspace


def _moves_subordinates(workspace: Workspace) -> bool:
    return workspace.settings.move_subordinates


def _toggle_moving(workspace: Workspace) -> None:
    now = not workspace.settings.move_subordinates
    workspace.set_settings(move_subordinates=now)
    workspace.say(
        "What is moved takes its subordinates along."
        if now
        else "What is moved leaves its subordinates where they are."
    )


def _detach(workspace: Workspace) -> None:
    subordinating.detach(workspace, subordinating.chosen_units(workspace))


def _shows_command_lines(workspace: Workspace) -> bool:
    return workspace.document.project.command_lines


ORBAT_COMMANDS: tuple[Command, ...] = (
    Command(
        id="orbat.select-subordinates",
        title="Select with Subordinates",
        run=subordinating.select_with_subordinates,
        menu="Edit/Subordination",
        shortcut="Ctrl+Shift+U",
        group=3,
        enabled=subordinating.any_unit,
        keywords="orbat below children hierarchy headquarters",
    ),
    Command(
        id="orbat.move-subordinates",
        title="Move with Subordinates",
        run=_toggle_moving,
        menu="Edit/Subordination",
        shortcut="Shift+U",
        group=3,
        checked=_moves_subordinates,
        keywords="orbat drag together headquarters follow",
    ),
    Command(
        id="orbat.attach",
        title="Attach to Unit…",
        run=subordinating.attach_by_list,
        menu="Edit/Subordination",
        group=3,
        enabled=subordinating.any_unit,
        keywords="orbat superior parent subordinate under command",
    ),
    Command(
        id="orbat.attach-by-click",
        title="Attach by Clicking the Superior",
        run=subordinating.attach_by_click,
        menu="Edit/Subordination",
        group=3,
        enabled=subordinating.any_unit,
        keywords="orbat superior parent map under command",
    ),
    Command(
        id="orbat.detach",
        title="Detach from Superior",
        run=_detach,
        menu="Edit/Subordination",
        group=3,
        enabled=subordinating.any_attached,
        keywords="orbat parent free independent",
    ),
    Command(
        id="orbat.add-subordinate",
        title="Add Subordinate Unit",
        run=subordinating.add_subordinate,
        menu="Edit/Subordination",
        group=3,
        enabled=subordinating.any_unit,
        keywords="orbat place child under",
    ),
    Command(
        id="orbat.strength",
        title="Strength…",
        run=subordinating.set_strength,
        menu="Edit/Subordination",
        group=3,
        enabled=subordinating.any_unit,
        keywords="orbat personnel number soldiers",
    ),
    Command(
        id="view.command-lines",
        title="Command Lines",
        run=subordinating.toggle_command_lines,
        menu="View",
        group=2,
        checked=_shows_command_lines,
        keywords="orbat lines superior subordination hierarchy show hide",
    ),
)
