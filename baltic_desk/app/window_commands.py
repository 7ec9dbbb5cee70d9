"""Commands of the Help menu, and the palette that finds all others."""

from __future__ import annotations

from baltic_desk.app.command import Command
from baltic_desk.app.view_commands import has_window, opens
from baltic_desk.app.workspace import Workspace


def _show_problems(workspace: Workspace) -> None:
    if workspace.window is not None:
        workspace.window.show_panel("problems", shown=True)


def _has_problems(workspace: Workspace) -> bool:
    return workspace.window is not None and bool(workspace.problems)


WINDOW_COMMANDS: tuple[Command, ...] = (
    Command(
        id="help.palette",
        title="Find a Command…",
        run=opens("palette"),
        menu="Help",
        shortcut="Ctrl+Shift+P",
        icon="command",
        enabled=has_window,
        keywords="command palette search",
    ),
    Command(
        id="help.shortcuts",
        title="Keyboard Shortcuts",
        run=opens("shortcuts"),
        menu="Help",
        shortcut="?",
        icon="keyboard",
        enabled=has_window,
        keywords="keys sheet",
    ),
    Command(
        id="help.problems",
        title="Problems in This File",
        run=_show_problems,
        menu="Help",
        icon="warning",
        group=1,
        enabled=_has_problems,
        keywords="warnings errors not understood",
    ),
    Command(
        id="help.about",
        title="About BalticDesk and Credits",
        run=opens("about"),
        menu="Help",
        icon="info",
        group=2,
        enabled=has_window,
        keywords="licence license version sources data",
    ),
)
