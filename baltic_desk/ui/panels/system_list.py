"""The catalogue's systems as rows of a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from baltic_desk.app.settings import DistanceUnit
from baltic_desk.coverage.rings import usual_ring
from baltic_desk.coverage.systems import System
from baltic_desk.geo.distances import format_distance
from baltic_desk.ui.panels.two_lines import TWO_LINES, TwoLines

Index = QModelIndex | QPersistentModelIndex

_SYMBOL_PX = 22.0
_NO_PARENT = QModelIndex()


class SystemList(QAbstractListModel):
    """Systems with symbol, name and operators, and at the right the usual range.

    A question mark after a range says that only a source of no standing gives it.

    Parameters
    ----------
    picture
        Makes the picture of a symbol of so many pixels.
    """

    def __init__(self, picture: Callable[[str, float], QImage], parent: QObject) -> None:
        super().__init__(parent)
        self._picture = picture
        self._systems: Sequence[System] = ()
        self._unit: DistanceUnit = "km"

    @property
    def systems(self) -> Sequence[System]:
        """Those on show."""
        return self._systems

    def show_systems(self, systems: Sequence[System], unit: DistanceUnit) -> None:
        """Show these, with distances in `unit`."""
        self.beginResetModel()
        self._systems = systems
        self._unit = unit
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._systems)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        system = self._systems[index.row()]
        if role == TWO_LINES:
            own = "" if system.provenance == "shipped" else f"own, {system.provenance}"
            who = system.operators_note or ", ".join(system.operators)
            return TwoLines(
                title=system.name,
                detail=" · ".join(filter(None, (own, system.nato_name, who))),
                note=_range(system, self._unit, unverified=" ?"),
                picture=self._picture(system.sidc, _SYMBOL_PX),
            )
        if role == Qt.ItemDataRole.AccessibleTextRole:
            figure = _range(system, self._unit, unverified=", unverified")
            return f"{system.name}, {system.category}, {figure}"
        return system.name if role == Qt.ItemDataRole.DisplayRole else None


def _range(system: System, unit: DistanceUnit, *, unverified: str) -> str:
    """The usual range in words, with a mark behind it when it is not verified."""
    ring = usual_ring(system)
    if ring is None:
        return "no usual ring" if system.has_sourced_range else "no source"
    return format_distance(ring.radius_max_m, unit) + (unverified if ring.doubtful else "")
