"""The control that says which range rings are shown, and changes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.document.ring_choice import ALL, OF_SELECTION
from baltic_desk.ui.icons import icon
from baltic_desk.ui.panels.command_menu import CommandMenu
from baltic_desk.ui.panels.following import Following

_SHORT = {ALL: "all", OF_SELECTION: "unit"} | {
    each.id: each.letters for each in RING_CLASSES.values()
}
"""What there is room for; the menu says it in full."""


class RingsButton(QToolButton):
    """Says "Rings: all", or in bold what else is chosen; a click offers the choices."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.setIcon(icon("ring"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(CommandMenu(workspace, "view.rings.", self))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip("Which range rings are shown; pictures show the same and say so")
        self._following = Following(workspace, self, told=self._hear)
        self._show()

    def _hear(self, topic: str) -> None:
        if topic == "rings":
            self._show()

    def _show(self) -> None:
        chosen = self._workspace.rings_shown
        self.setText(f"Rings: {_SHORT[chosen]}")
        font = self.font()
        font.setBold(chosen != ALL)
        self.setFont(font)
        self.setAccessibleName(f"Rings shown: {_spoken(chosen)}")


def _spoken(chosen: str) -> str:
    match chosen:
        case "all":
            return "all"
        case "unit":
            return "of the selected unit"
        case ring_class:
            return RING_CLASSES[ring_class].title
