"""Commands that put two phases beside each other."""

from __future__ import annotations

from baltic_desk.app import phase_comparing
from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.view_commands import has_window
from baltic_desk.app.workspace import Workspace

_MENU = "Phases/Compare"
_WORDS = "phase compare difference swipe side by side divider before after changed added moved"


def _can(workspace: Workspace) -> bool:
    return has_window(workspace) and phase_comparing.can_compare(workspace)


def _can_copy(workspace: Workspace) -> bool:
    return workspace.phases_compared is not None and workspace.clipboard is not None


def _swipe(workspace: Workspace) -> None:
    phase_comparing.toggle(workspace)


def _beside(workspace: Workspace) -> None:
    phase_comparing.toggle(workspace, beside=True)


def _swipes(workspace: Workspace) -> bool:
    now = workspace.phases_compared
    return now is not None and not now.beside


def _is_beside(workspace: Workspace) -> bool:
    now = workspace.phases_compared
    return now is not None and now.beside


PHASE_COMPARING_COMMANDS: tuple[Command, ...] = (
    Command(
        id="phase.compare",
        title="Compare Phases",
        run=_swipe,
        menu=_MENU,
        shortcut="Alt+C",
        icon="compare",
        enabled=_can,
        checked=_swipes,
        keywords=_WORDS,
        hint="The phase shown and another on one map, with a divider that is dragged",
    ),
    Command(
        id="phase.compare-beside",
        title="Compare Side by Side",
        run=_beside,
        menu=_MENU,
        shortcut="Alt+Shift+C",
        enabled=_can,
        checked=_is_beside,
        keywords=_WORDS,
        hint="The phase shown and another on two maps that move together",
    ),
    Command(
        id="phase.compare-with",
        title="Compare With",
        run=ask_for_choice(
            "Compare the phase shown with", phase_comparing.choices, phase_comparing.with_phase
        ),
        choices=phase_comparing.choices,
        choose=phase_comparing.with_phase,
        menu=_MENU,
        enabled=_can,
        keywords=_WORDS,
    ),
    Command(
        id="phase.compare-copy",
        title="Copy List of Differences",
        run=phase_comparing.copy,
        menu=_MENU,
        icon="copy",
        group=1,
        enabled=_can_copy,
        keywords=f"{_WORDS} text clipboard",
    ),
)
