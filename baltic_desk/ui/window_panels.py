"""The panels at the sides of the window and the status line under it, each made when looked at."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.systems import open_systems
from baltic_desk.symbology.catalogue import open_catalogue
from baltic_desk.ui.lazy_panel import LazyPanel
from baltic_desk.ui.main_window import MainWindow
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.panels.coordinates import StatusLine
from baltic_desk.ui.panels.inspector import Inspector
from baltic_desk.ui.panels.overlays import OverlayPanel
from baltic_desk.ui.panels.symbol_picker import SymbolPicker
from baltic_desk.ui.panels.systems import SystemsPanel
from baltic_desk.ui.symbol_pictures import SymbolPictures

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea


def add_panels(
    window: MainWindow, workspace: Workspace, view: MapView, pictures: SymbolPictures
) -> None:
    """Put all panels into a window, the tables behind them opened at first sight."""

    def overlays() -> QWidget:
        return OverlayPanel(workspace)

    def symbols() -> QWidget:
        return SymbolPicker(workspace, pictures, open_catalogue())

    def systems() -> QWidget:
        return SystemsPanel(workspace, open_systems(), pictures)

    def inspector() -> QWidget:
        return Inspector(workspace)

    window.add_panel("overlays", "Overlays", _LEFT, LazyPanel(overlays))
    window.add_panel("symbols", "Symbols", _LEFT, LazyPanel(symbols))
    window.add_panel("systems", "Systems", _LEFT, LazyPanel(systems))
    window.add_panel("inspector", "Inspector", _RIGHT, LazyPanel(inspector))
    window.add_status(StatusLine(workspace, view))
