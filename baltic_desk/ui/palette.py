"""The command palette: every command by a few letters, those used last first; and placing by text.

A line with an @ in it says what and where: "mech inf bn hostile @ 54.7 20.5".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QImage

from baltic_desk.app.commands import COMMANDS, command
from baltic_desk.app.finding import find_commands
from baltic_desk.app.settings import with_recent_command
from baltic_desk.app.typed_placing import Offer, TypedPlacing, is_placing
from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.actions import shown_shortcut
from baltic_desk.ui.finder import FinderLine

_ITSELF = "help.palette"
_OFFER = "offer:"


class CommandSource:
    """All commands but the palette's own, and what a line of text may place, for a finder.

    Parameters
    ----------
    placing
        Gives the reader of such lines; asked for the first time when there is one.
    picture
        Picture of a symbol code.
    """

    prompt = "Find a command, or place: S-400 @ 54.7 20.5"
    empty = "No command fits. To place something say where, such as: tank bn @ Riga"

    def __init__(
        self,
        workspace: Workspace,
        placing: Callable[[], TypedPlacing],
        picture: Callable[[str], QImage],
    ) -> None:
        self._workspace = workspace
        self._placing = placing
        self._picture = picture
        self._offers: Sequence[Offer] = ()

    def lines(self, typed: str) -> Sequence[FinderLine]:
        """Commands that fit what was typed, or what it would place."""
        self._offers = ()
        if is_placing(typed):
            return self._placed(typed)
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
        """Run the command and remember it as used last; or place what the line says."""
        workspace = self._workspace
        if line_id.startswith(_OFFER):
            self._placing().place(self._offers[int(line_id.removeprefix(_OFFER))])
            return
        workspace.replace_settings(with_recent_command(workspace.settings, line_id))
        chosen = command(line_id)
        if chosen.enabled(workspace):
            chosen.run(workspace)

    def _placed(self, typed: str) -> list[FinderLine]:
        reading = self._placing().read(typed)
        self._offers = reading.offers
        found = [self._line(number, offer) for number, offer in enumerate(reading.offers)]
        faults = [
            FinderLine("", fault.why, right=fault.place(typed), enabled=False, wrong=True)
            for fault in reading.faults
        ]
        return found + faults

    def _line(self, number: int, offer: Offer) -> FinderLine:
        return FinderLine(
            f"{_OFFER}{number}",
            offer.title,
            offer.detail,
            offer.whereabouts,
            image=None if offer.sidc is None else self._picture(offer.sidc),
        )
