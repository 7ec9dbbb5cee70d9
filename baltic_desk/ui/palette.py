"""The command palette: every command by a few letters, with its shortcut, those used last first."""

from __future__ import annotations

from collections.abc import Sequence

from baltic_desk.app.commands import COMMANDS, command
from baltic_desk.app.finding import find_commands
from baltic_desk.app.settings import with_recent_command
from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.actions import shown_shortcut
from baltic_desk.ui.finder import FinderLine

_ITSELF = "help.palette"


class CommandSource:
    """All commands but the palette's own, for a finder."""

    prompt = "Find a command"
    empty = "No command fits."

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def lines(self, typed: str) -> Sequence[FinderLine]:
        """Commands that fit what was typed."""
        commands = (one for one in COMMANDS if one.id != _ITSELF)
        return [
            FinderLine(
                found.command.id,
                found.title,
                found.command.menu.replace("/", " › "),
                shown_shortcut(found.command),
                found.enabled,
            )
            for found in find_commands(typed, commands, self._workspace)
        ]

    def chosen(self, line_id: str) -> None:
        """Run the command and remember it as used last."""
        workspace = self._workspace
        workspace.replace_settings(with_recent_command(workspace.settings, line_id))
        chosen = command(line_id)
        if chosen.enabled(workspace):
            chosen.run(workspace)
