"""Brings sheets to a window: the editor, the frame on the map, files and prints."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from baltic_desk.app import sheet_frame
from baltic_desk.app.sheet_commands import EDITOR, FRAME
from baltic_desk.app.sheet_plan import SheetPlan
from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.export.image import Means
from baltic_desk.ui.main_window import MainWindow
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.sheets.maker import SheetFiles

if TYPE_CHECKING:
    from baltic_desk.ui.sheets.editor import SheetEditor
    from baltic_desk.ui.sheets.frame import SheetFrame


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
        self._frame: SheetFrame | None = None
        workspace.sheets = SheetFiles(self.means)
        window.add_surface(EDITOR, self.open)
        window.add_surface(FRAME, self.take_frame)
        window.closed.connect(self.close)

    @property
    def editor(self) -> SheetEditor:
        """The window with properties and preview."""
        if self._editor is None:
            from baltic_desk.ui.sheets.editor import SheetEditor

            editor = self._editor = SheetEditor(self._workspace, self.means)
            room = self._window.screen().availableSize()
            editor.resize(min(room.width() * 9 // 10, 1500), min(room.height() * 9 // 10, 1000))
            editor.painter.planned.connect(self._show_frame)
            editor.painter.failed.connect(self._hide_frame)
            editor.turned.connect(self._show_frame)
            editor.emptied.connect(self._hide_frame)
            editor.hidden.connect(self._hide_frame)
        return self._editor

    @property
    def frame(self) -> SheetFrame:
        """The frame on the map, shown while the editor is open."""
        if self._frame is None:
            from baltic_desk.ui.sheets.frame import SheetFrame

            self._frame = SheetFrame(self._view)
            self._frame.settled.connect(self._settle)
            self._frame.opened.connect(self.open)
        return self._frame

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

    def take_frame(self) -> None:
        """Let the keyboard move the frame on the map."""
        if not self.editor.isVisible():
            self.open()
        self.editor.painter.plan_now()
        self._window.activateWindow()
        self._window.raise_()
        self.frame.take_keyboard()

    def _show_frame(self) -> None:
        painter = self.editor.painter
        if painter.plan is not None and self.editor.isVisible():
            self.frame.show_plan(painter.plan, self.editor.sheet_number)

    def _hide_frame(self) -> None:
        if self._frame is not None:
            self._frame.stop()

    def _settle(self, plan: SheetPlan) -> None:
        sheet_frame.settle(self._workspace, plan)

    def close(self) -> None:
        """End all of it."""
        self._hide_frame()
        if self._editor is not None:
            self._editor.close_work()
            self._editor.deleteLater()
            self._editor = None
