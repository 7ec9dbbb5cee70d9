"""A button's menu made of some commands of the command table."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from baltic_desk.app.commands import COMMANDS, command
from baltic_desk.app.workspace import Workspace


class CommandMenu(QMenu):
    """All commands whose ids begin with `prefix`, ticked as they stand when the menu opens."""

    def __init__(self, workspace: Workspace, prefix: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        for each in COMMANDS:
            if each.id.startswith(prefix):
                action = self.addAction(each.title)
                action.setData(each.id)
                action.setCheckable(each.checked is not None)
        self.aboutToShow.connect(self._tick)
        self.triggered.connect(self._run)

    def _tick(self) -> None:
        for action in self.actions():
            checked = command(str(action.data())).checked
            action.setChecked(checked is not None and checked(self._workspace))

    def _run(self, action: QAction) -> None:
        self._workspace.run(str(action.data()))
