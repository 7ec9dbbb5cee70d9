"""Keeps the colours of symbols those of the project on the desk, in the map and in every list."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.project import PROJECT_ID
from baltic_desk.document.store import Diff
from baltic_desk.ui.symbol_pictures import SymbolPictures


class SymbolColours:
    """Tells the pictures of symbols what the project says, and the window to paint itself anew.

    The map ages its tiles by itself when the project's record changes.
    """

    def __init__(self, workspace: Workspace, pictures: SymbolPictures, window: QWidget) -> None:
        self._workspace = workspace
        self._pictures = pictures
        self._window = window
        self._stop = workspace.document.subscribe(self._changed)
        workspace.subscribe(self._hear)
        self._follow()

    def _hear(self, topic: str) -> None:
        if topic == "document":
            self._stop()
            self._stop = self._workspace.document.subscribe(self._changed)
            self._follow()

    def _changed(self, diff: Diff) -> None:
        if PROJECT_ID in diff.after:
            self._follow()

    def _follow(self) -> None:
        colours = self._workspace.document.project.symbol_colors
        if self._pictures.colours != colours:
            self._pictures.colours = colours
            for widget in self._window.findChildren(QWidget):
                widget.update()
