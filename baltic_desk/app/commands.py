"""The one table of commands: menus, toolbar, shortcuts and palette are made of it."""

from __future__ import annotations

from baltic_desk.app.altitude_commands import ALTITUDE_COMMANDS
from baltic_desk.app.arrange_commands import ARRANGE_COMMANDS
from baltic_desk.app.audience_commands import AUDIENCE_COMMANDS
from baltic_desk.app.briefing_commands import BRIEFING_COMMANDS
from baltic_desk.app.command import Command
from baltic_desk.app.edit_commands import EDIT_COMMANDS
from baltic_desk.app.file_commands import FILE_COMMANDS
from baltic_desk.app.movement_commands import MOVEMENT_COMMANDS
from baltic_desk.app.orbat_commands import ORBAT_COMMANDS
from baltic_desk.app.overlay_commands import OVERLAY_COMMANDS
from baltic_desk.app.phase_commands import PHASE_COMMANDS
from baltic_desk.app.phase_comparing_commands import PHASE_COMPARING_COMMANDS
from baltic_desk.app.picture_commands import PICTURE_COMMANDS
from baltic_desk.app.present_commands import PRESENT_COMMANDS
from baltic_desk.app.ring_commands import RING_COMMANDS
from baltic_desk.app.sheet_commands import SHEET_COMMANDS
from baltic_desk.app.symbol_commands import SYMBOL_COMMANDS
from baltic_desk.app.system_variants import VARIANT_COMMANDS
from baltic_desk.app.task_commands import TASK_COMMANDS
from baltic_desk.app.tool_commands import TOOL_COMMANDS
from baltic_desk.app.unit_commands import UNIT_COMMANDS
from baltic_desk.app.view_commands import VIEW_COMMANDS
from baltic_desk.app.window_commands import WINDOW_COMMANDS

COMMANDS: tuple[Command, ...] = (
    *FILE_COMMANDS,
    *EDIT_COMMANDS,
    *ARRANGE_COMMANDS,
    *SYMBOL_COMMANDS,
    *UNIT_COMMANDS,
    *VARIANT_COMMANDS,
    *TOOL_COMMANDS,
    *PICTURE_COMMANDS,
    *OVERLAY_COMMANDS,
    *PHASE_COMMANDS,
    *MOVEMENT_COMMANDS,
    *PHASE_COMPARING_COMMANDS,
    *AUDIENCE_COMMANDS,
    *VIEW_COMMANDS,
    *ALTITUDE_COMMANDS,
    *RING_COMMANDS,
    *ORBAT_COMMANDS,
    *PRESENT_COMMANDS,
    *BRIEFING_COMMANDS,
    *SHEET_COMMANDS,
    *TASK_COMMANDS,
    *WINDOW_COMMANDS,
)

_BY_ID = {command.id: command for command in COMMANDS}


def command(command_id: str) -> Command:
    """The command of that id (KeyError when there is none)."""
    return _BY_ID[command_id]
