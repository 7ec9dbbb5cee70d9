"""What is reached at an altitude, for a map that shows a document of its own."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from baltic_desk.app.reaches import cut_rings
from baltic_desk.app.settings import TerrainSource
from baltic_desk.document.altitude import altitude_of
from baltic_desk.document.document import Document
from baltic_desk.ui.map.placed_reach import Detail, Reaches
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.reach_supply import Order, ReachSupply


class StageReach(QObject):
    """Orders reach for what a map shows, and shows what comes."""

    came = Signal()
    """Another picture of reach is shown."""

    def __init__(
        self, view: MapView, supply: ReachSupply, sources: tuple[TerrainSource, ...]
    ) -> None:
        super().__init__(view)
        self._view = view
        self._supply = supply
        self._sources = sources
        self._document: Document | None = None
        self._detail: Detail | None = None
        self._shown: Reaches | None = None
        supply.arrived.connect(self._take)
        view.camera_changed.connect(self._camera_changed)

    @property
    def settled(self) -> bool:
        """Whether nothing better will come."""
        if self._document is None or altitude_of(self._document.project) is None:
            return True
        return self._shown is not None and not (self._supply.busy or self._supply.lacking)

    def follow(self, document: Document) -> None:
        """Show the reach of a document, or of the same one after a change."""
        self._document = document
        altitude = altitude_of(document.project)
        if altitude is None:
            self._supply.order(None)
            self._detail = None
            self._show(None)
            return
        self._detail = Detail.of(self._view.map_metres_per_px)
        self._supply.order(
            Order(
                cut_rings(document, altitude.assumed_antenna_m),
                altitude,
                self._view.projection_id,
                self._detail,
                self._sources,
            )
        )

    def close(self) -> None:
        """End the threads."""
        self._supply.close()

    def _take(self, reaches: Reaches) -> None:
        if self._document is not None and altitude_of(self._document.project) is not None:
            self._show(reaches)

    def _show(self, reaches: Reaches | None) -> None:
        if reaches is not self._shown:
            self._shown = reaches
            self._view.show_reaches(reaches)
            self.came.emit()

    def _camera_changed(self) -> None:
        detail = Detail.of(self._view.map_metres_per_px)
        if self._document is not None and self._detail not in (None, detail):
            self.follow(self._document)
