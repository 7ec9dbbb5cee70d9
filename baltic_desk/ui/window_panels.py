"""The panels at the sides of the window and the status line under it, each made when looked at."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from baltic_desk.app.briefing_commands import NOTE, TITLE
from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.export.image import Means
from baltic_desk.ui.lazy_panel import LazyPanel
from baltic_desk.ui.main_window import MainWindow
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.panels.coordinates import StatusLine
from baltic_desk.ui.panels.following import Following

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_HIDDEN = ("tasks", "problems", "differences", "merge")
"""Panels that are not on show until they are wanted."""


class WindowPanels:
    """Makes the panels of one window. Modules and tables behind a panel are loaded with it."""

    def __init__(self, workspace: Workspace, means: Means) -> None:
        self._workspace = workspace
        self._means = means
        self._pictures = means.pictures
        self._lazy: list[LazyPanel] = []

    def add_to(self, window: MainWindow, view: MapView) -> None:
        """Put all panels into a window, still empty."""
        for panel, title, side, make in (
            ("overlays", "Overlays", _LEFT, self._overlays),
            ("symbols", "Symbols", _LEFT, self._symbols),
            ("orbat", "ORBAT", _LEFT, self._orbat),
            ("systems", "Systems", _LEFT, self._systems),
            ("inspector", "Inspector", _RIGHT, self._inspector),
            ("phases", "Phases", _RIGHT, self._phases),
            ("coverage", "Coverage", _RIGHT, lambda: self._coverage(window, view)),
            ("tasks", "Tasks", _RIGHT, self._tasks),
            ("briefing", "Briefing", _RIGHT, lambda: self._briefing(window, view)),
            ("problems", "Problems", _RIGHT, self._problems),
            ("differences", "Differences", _RIGHT, lambda: self._differences(view)),
            ("merge", "Merge", _RIGHT, self._merge),
        ):
            lazy = LazyPanel(make)
            self._lazy.append(lazy)
            window.add_panel(panel, title, side, lazy, shown=panel not in _HIDDEN)
            if panel == "briefing":
                _add_writing(window, lazy)
        window.add_status(StatusLine(self._workspace, view))

    def release(self) -> None:
        """Fill those that are seen now, and the others when they are."""
        for lazy in self._lazy:
            lazy.release()

    def _overlays(self) -> QWidget:
        from baltic_desk.ui.panels.overlays import OverlayPanel

        return OverlayPanel(self._workspace, self._pictures)

    def _symbols(self) -> QWidget:
        from baltic_desk.symbology.catalogue import open_catalogue
        from baltic_desk.ui.measure_thumbnails import MeasureThumbnails
        from baltic_desk.ui.panels.symbol_picker import SymbolPicker

        workspace = self._workspace
        measures = MeasureThumbnails(self._pictures.measures, workspace.settings.theme)
        picker = SymbolPicker(
            workspace, self._pictures, open_catalogue(), workspace.systems, measures
        )
        measures.setParent(picker)

        def renew(_what: object = None) -> None:
            picker.show_systems(workspace.systems)

        Following(workspace, picker, rebound=renew, changed=renew, told=renew)
        return picker

    def _orbat(self) -> QWidget:
        from baltic_desk.ui.panels.orbat import OrbatPanel

        return OrbatPanel(self._workspace, self._pictures)

    def _systems(self) -> QWidget:
        from baltic_desk.ui.panels.systems import SystemsPanel

        return SystemsPanel(self._workspace, self._pictures)

    def _inspector(self) -> QWidget:
        from baltic_desk.symbology.catalogue import open_catalogue
        from baltic_desk.ui.panels.inspector import Inspector

        return Inspector(self._workspace, self._pictures, open_catalogue())

    def _phases(self) -> QWidget:
        from baltic_desk.ui.panels.phases import PhasePanel

        return PhasePanel(self._workspace)

    def _coverage(self, window: MainWindow, view: MapView) -> QWidget:
        from baltic_desk.ui.panels.coverage import CoveragePanel

        panel = CoveragePanel(self._workspace, view)
        window.closed.connect(panel.close_work)
        return panel

    def _tasks(self) -> QWidget:
        from baltic_desk.ui.panels.tasks import TasksPanel

        return TasksPanel(self._workspace)

    def _differences(self, view: MapView) -> QWidget:
        from baltic_desk.ui.panels.differences import DifferencesPanel

        return DifferencesPanel(self._workspace, view)

    def _merge(self) -> QWidget:
        from baltic_desk.ui.merge.panel import MergePanel

        return MergePanel(self._workspace)

    def _briefing(self, window: MainWindow, view: MapView) -> QWidget:
        from baltic_desk.ui.panels.briefing import BriefingPanel
        from baltic_desk.ui.panels.briefing_thumbnails import StepThumbnails

        def map_is_busy() -> bool:
            return view.isVisible() and (view.gliding or view.panning or not view.complete())

        thumbnails = StepThumbnails(
            self._workspace, self._means, view.devicePixelRatioF, map_is_busy
        )
        panel = BriefingPanel(self._workspace, thumbnails, view.setFocus)
        thumbnails.setParent(panel)
        window.closed.connect(thumbnails.close)
        return panel

    def _problems(self) -> QWidget:
        from baltic_desk.ui.panels.problems import ProblemsPanel

        return ProblemsPanel(self._workspace)


def _add_writing(window: MainWindow, lazy: LazyPanel) -> None:
    """Titles and notes of steps are written in the panel, which is made for it."""

    def write(name: str) -> None:
        from baltic_desk.ui.panels.briefing import BriefingPanel

        panel = lazy.content()
        assert isinstance(panel, BriefingPanel)
        if name == TITLE:
            panel.write_title()
        else:
            panel.write_note()

    for name in (TITLE, NOTE):
        window.add_surface(name, partial(write, name))
