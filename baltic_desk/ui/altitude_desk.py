"""Keeps reach on the map true: to the project's altitude, or to one that is being dragged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from baltic_desk.app.reaches import Reached, cut_rings
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.altitude import (
    Altitude,
    altitude_of,
    chosen_altitude,
    put_altitude,
)
from baltic_desk.document.feature import Feature, Foreign, RangeRing
from baltic_desk.document.project import Picture
from baltic_desk.document.store import Diff, Entry
from baltic_desk.ui.map.placed_reach import Detail, Reaches
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.reach_supply import Order, ReachSupply


class AltitudeDesk(QObject):
    """Between workspace, map and the threads that work reach out.

    While an altitude is dragged it is a preview that writes nothing; `give` is one step of undo.
    """

    changed = Signal()
    """Another altitude is shown, or what is known of it has changed."""

    def __init__(self, workspace: Workspace, view: MapView, supply: ReachSupply) -> None:
        super().__init__(view)
        self._workspace = workspace
        self._view = view
        self._supply = supply
        self._preview: Altitude | None = None
        self._reaches: Reaches | None = None
        self._stop_hearing: list[Callable[[], None]] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        supply.arrived.connect(self._take)
        supply.failed.connect(workspace.say)
        view.camera_changed.connect(self._camera_changed)
        self._detail = self._detail_now()
        self._stop_workspace = workspace.subscribe(self._hear)
        self._bind()

    @property
    def supply(self) -> ReachSupply:
        """Who works it out."""
        return self._supply

    @property
    def shown(self) -> Altitude | None:
        """What is shown: the preview, else what the project says, else what stands in for it."""
        return self._preview or altitude_of(self._workspace.document.project) or self._stands_in

    @property
    def _stands_in(self) -> Altitude | None:
        """What is shown while altitudes are compared and the project says none."""
        comparison = self._workspace.comparison
        return None if comparison is None else comparison.right

    @property
    def chosen(self) -> Altitude:
        """What is shown, or would be if it were switched on."""
        return self.shown or chosen_altitude(self._workspace.document.project)

    @property
    def reaches(self) -> Reaches | None:
        """What is on the map by now."""
        return self._reaches

    def preview(self, altitude: Altitude | None) -> None:
        """Show an altitude without writing it; None goes back to what the project says."""
        if altitude != self._preview:
            self._preview = altitude
            self.refresh()
            self.changed.emit()

    @property
    def previewing(self) -> bool:
        """Whether what is shown has not been written."""
        return self._preview is not None

    def give(self, altitude: Altitude | None, *, on: bool = True) -> None:
        """Draw the project for an altitude, or published ranges for None: one step of undo.

        `on` False leaves published ranges drawn, and keeps the rest for later.
        """
        self._preview = None
        comparison = self._workspace.comparison
        if altitude is None and comparison is not None:
            self._workspace.compare(replace(comparison, right=None))
        if not put_altitude(self._workspace.document, altitude, on=on):
            self.refresh()
            self.changed.emit()

    def refresh(self) -> None:
        """Order what is to be shown now."""
        self._soon.stop()
        altitude = self.shown
        if altitude is None and self._workspace.comparison is None:
            self._supply.order(None)
            if self._reaches is not None:
                self._show(None)
            return
        workspace = self._workspace
        self._supply.order(
            Order(
                cut_rings(workspace.document, self.chosen.assumed_antenna_m),
                altitude,
                self._view.projection_id,
                self._detail,
                workspace.settings.terrain_sources,
                quick=self.previewing,
            )
        )

    def close(self) -> None:
        """Hear no more, and end the threads."""
        self._soon.stop()
        for stop in (self._stop_workspace, *self._stop_hearing):
            stop()
        self._stop_hearing = []
        self._supply.close()

    # -- inside --------------------------------------------------------------------------------

    def _take(self, reaches: Reaches) -> None:
        if self.shown is not None or self._workspace.comparison is not None:
            self._show(reaches)

    def _show(self, reaches: Reaches | None) -> None:
        self._reaches = reaches
        self._view.show_reaches(reaches)
        found: dict[str, Reached] = {}
        own = self._preview or altitude_of(self._workspace.document.project)
        if reaches is not None and reaches.altitude is not None and own is not None:
            found = {i: item.reached for i, item in reaches.by_id.items()}
        self._workspace.reaches_changed(found)
        self.changed.emit()

    def _hear(self, topic: str) -> None:
        match topic:
            case "document":
                self._preview = None
                self._bind()
            case "settings":
                self._detail = self._detail_now()
                self._soon.start()
                self.changed.emit()
            case "compare":
                self.refresh()
                self.changed.emit()
            case _:
                pass

    def _bind(self) -> None:
        for stop in self._stop_hearing:
            stop()
        self._stop_hearing = [self._workspace.document.subscribe(self._document_changed)]
        self._soon.start()
        self.changed.emit()

    def _document_changed(self, diff: Diff) -> None:
        # Going through 50 000 features takes 20 ms, and few changes are of rings.
        if any(map(_concerns_reach, (*diff.before.values(), *diff.after.values()))):
            self._soon.start()  # not in a burst of changes, and not within one
            self.changed.emit()

    def _camera_changed(self) -> None:
        detail = self._detail_now()
        if detail != self._detail:
            self._detail = detail
            self._soon.start()

    def _detail_now(self) -> Detail:
        return Detail.of(self._view.map_metres_per_px)


def _concerns_reach(entry: Entry | None) -> bool:
    """Whether what is reached, or how it is drawn, may hang on a record."""
    match entry:
        case None:
            return False
        case Entry(record=Feature(properties=RangeRing())):
            return True
        case Entry(record=Feature() | Foreign() | Picture()):
            return False
        case _:
            return True
