"""Brings sheets to a window: the editor, the frame on the map, files and prints."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from baltic_desk.app.sheet_commands import EDITOR
from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.export.image import Means
from baltic_desk.ui.main_window import MainWindow
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.sheets.maker import SheetFiles

if TYPE_CHECKING:
    from baltic_desk.ui.sheets.editor import SheetEditor


class SheetDesk(QObject):
    """What the commands of sheets open; the editor is made when it is first asked for."""

    def __init__(
        self, workspace: Workspace, window: MainWindow, view: MapView, means: Means
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._view = view
        self._lent = means
        self._editor: SheetEditor | None = None
        workspace.sheets = SheetFiles(self.means)
        window.add_surface(EDITOR, self.open)
        window.closed.connect(self.close)

    @property
    def editor(self) -> SheetEditor:
        """The window with properties and preview."""
        if self._editor is None:
            from baltic_desk.ui.sheets.editor import SheetEditor

            self._editor = SheetEditor(self._workspace, self.means)
            room = self._window.screen().availableSize()
            self._editor.resize(
                min(room.width() * 9 // 10, 1500), min(room.height() * 9 // 10, 1000)
            )
        return self._editor

    def means(self) -> Means:
        """With what the window has computed for its own picture."""
        workspace = self._workspace
        return replace(
            self._lent,
            terrain=workspace.terrain,
            fields=workspace.fields,
            terrain_sources=workspace.settings.terrain_sources,
        )

    def open(self) -> None:
        """Show the editor."""
        self.editor.open()

    def close(self) -> None:
        """End all of it."""
        if self._editor is not None:
            self._editor.close_work()
            self._editor.deleteLater()
            self._editor = None
