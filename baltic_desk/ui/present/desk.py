"""Begins presentations for a window; at most one at a time."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from baltic_desk.app.briefing import present_view
from baltic_desk.app.presenting import Programme, programme_of
from baltic_desk.app.workspace import Workspace
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.ui.main_window import MainWindow
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.memory import give_back_memory
from baltic_desk.ui.present.presentation import Presentation
from baltic_desk.ui.present.scenery import SceneryMeans
from baltic_desk.ui.symbol_pictures import SymbolPictures

_CLEAR_MS = 1000
"""When the window is itself again, what a presentation took is given back: 400 MB."""


class PresentDesk(QObject):
    """What F5 and Shift+F5 open."""

    def __init__(
        self,
        workspace: Workspace,
        window: MainWindow,
        view: MapView,
        basemap: BaseMap,
        pictures: SymbolPictures,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._view = view
        self._basemap = basemap
        self._pictures = pictures
        self.presentation: Presentation | None = None
        window.add_surface("present", self.present)
        window.add_surface("present-here", self.present_from_here)
        self._clearing = QTimer(self)
        self._clearing.setSingleShot(True)
        self._clearing.setInterval(_CLEAR_MS)
        self._clearing.timeout.connect(self._clear)
        window.closed.connect(self.end)

    def present(self) -> None:
        """From the first step."""
        self._begin(0)

    def present_from_here(self) -> None:
        """From the step at hand; else from the first step of the phase that is shown."""
        workspace = self._workspace
        self._begin(self._programme().number_of(workspace.step, workspace.document.phase))

    def end(self) -> None:
        """End the presentation that is going on."""
        if self.presentation is not None:
            self.presentation.end()

    def _programme(self) -> Programme:
        workspace = self._workspace
        return programme_of(workspace.document, present_view(workspace), workspace.rings_shown)

    def _begin(self, number: int) -> None:
        if self.presentation is not None:
            return
        workspace = self._workspace
        means = SceneryMeans(
            self._basemap,
            self._pictures,
            self._view.picture.preparation.reliefs,
            self._view.picture.backdrop,
            workspace.terrain,
            workspace.fields,
            workspace.settings,
        )
        self.presentation = Presentation(
            workspace, self._programme(), number, self._view, means, self._window
        )
        self.presentation.ended.connect(self._ended)
        self.presentation.begin()

    def _ended(self) -> None:
        presentation, self.presentation = self.presentation, None
        if presentation is not None:
            presentation.deleteLater()
            self._clearing.start()

    def _clear(self) -> None:
        if self.presentation is None:
            gc.collect()
            give_back_memory()
