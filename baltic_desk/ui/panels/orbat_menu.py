"""The context menu of the ORBAT: commands of the table, and what only the list can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from baltic_desk.app.commands import command
from baltic_desk.app.workspace import Workspace

_COMMANDS = (
    ("orbat.attach", "orbat.attach-by-click", "orbat.detach"),
    ("orbat.select-subordinates", "orbat.add-subordinate", "orbat.strength"),
    ("edit.cut", "edit.copy", "edit.delete"),
    ("view.fit-selection", "view.command-lines"),
)


class OrbatMenu(QMenu):
    """Commands that cannot run now are greyed; `own` are the list's, by title."""

    def __init__(
        self, workspace: Workspace, own: Mapping[str, Callable[[], None]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        for ids in _COMMANDS:
            for command_id in ids:
                self._add(command_id)
            self.addSeparator()
        for title, run in own.items():
            words, _, keys = title.partition("\t")
            action = self.addAction(words)
            # Shown beside the title only: the list hears the keys itself.
            action.setText(title if keys else words)
            action.triggered.connect(run)
        self.triggered.connect(self._run)

    def _add(self, command_id: str) -> None:
        found = command(command_id)
        title = found.title_for(self._workspace)
        if found.shortcuts:
            native = QKeySequence.SequenceFormat.NativeText
            title += f"\t{QKeySequence(found.shortcuts[0]).toString(native)}"
        action = self.addAction(title)
        action.setData(command_id)
        action.setEnabled(found.enabled(self._workspace))
        if found.checked is not None:
            action.setCheckable(True)
            action.setChecked(found.checked(self._workspace))

    def _run(self, action: QAction) -> None:
        if action.data() is not None:
            self._workspace.run(str(action.data()))
