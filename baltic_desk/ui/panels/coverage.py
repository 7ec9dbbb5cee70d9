"""The coverage panel: studies on the map with their areas, routes, and what a map should admit."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from baltic_desk.app.coverage_study import Study
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.exposure import Exposure
from baltic_desk.ui.background import Background
from baltic_desk.ui.map.placed_study import ShownStudy
from baltic_desk.ui.panels.coverage_areas import AreasPage
from baltic_desk.ui.panels.coverage_honesty import HonestyPage
from baltic_desk.ui.panels.coverage_routes import RoutesPage


class StudyMap(Protocol):
    """The map on which studies are shown."""

    def show_study(self, shown: ShownStudy) -> None:
        """Show this; nothing for an empty one."""
        ...


class CoveragePanel(QWidget):
    """Three pages: areas, routes, honesty. What takes time is worked out in a thread."""

    def __init__(
        self, workspace: Workspace, study_map: StudyMap, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._map = study_map
        self._study: Study | None = None
        self._exposures: tuple[Exposure, ...] = ()
        self.background = Background(self)
        self.areas = AreasPage(workspace, self.background)
        self.routes = RoutesPage(workspace, self.background)
        self.honesty = HonestyPage(workspace, self.background)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        for page, title in (
            (self.areas, "Areas"),
            (self.routes, "Routes"),
            (self.honesty, "Honesty"),
        ):
            self.pages.addTab(page, title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self.setFocusProxy(self.pages)
        self.areas.study_shown.connect(self._show_study)
        self.routes.exposures_shown.connect(self._show_exposures)

    def close_work(self) -> None:
        """End the thread; nothing is worked out from now on."""
        self.background.close()

    def _show_study(self, study: Study | None) -> None:
        self._study = study
        self._map.show_study(ShownStudy(self._study, self._exposures))

    def _show_exposures(self, found: tuple[Exposure, ...]) -> None:
        self._exposures = found
        self._map.show_study(ShownStudy(self._study, self._exposures))
