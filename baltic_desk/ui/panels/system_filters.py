"""Filters of the catalogue of systems: category, operator, years, and whence an entry comes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from baltic_desk.coverage.systems import PROVENANCES, Presence, Provenance, System, Systems

_PRESENT: tuple[Presence, ...] = ("yes", "partly")
_MAYBE: tuple[Presence, ...] = ("yes", "partly", "uncertain")
_PROVENANCES: dict[Provenance, str] = {
    "shipped": "Shipped",
    "this machine": "Of this machine",
    "this project": "Of this project",
}


class SystemFilters(QWidget):
    """Boxes that narrow the list; `chosen` follows each choice.

    The last of them, whence entries come, is only there when there are any of one's own.
    """

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.category = _box("Category")
        self.operator = _box("Operator")
        self.period = _box("Years")
        self.provenance = _box("Whence entries come")
        self._boxes = (self.category, self.operator, self.period, self.provenance)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.addWidget(self.category, 0, 0, 1, 2)
        grid.addWidget(self.operator, 1, 0)
        grid.addWidget(self.period, 1, 1)
        grid.addWidget(self.provenance, 2, 0, 1, 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        for box in self._boxes:
            box.activated.connect(self.chosen)

    def show_systems(self, systems: Systems) -> None:
        """Offer what there is in a catalogue; what is chosen stays so while it is offered."""
        _fill(self.category, f"All categories ({len(systems)})", _titled(systems.categories()))
        _fill(self.operator, "All operators", _titled(systems.operators()))
        years: list[tuple[str, object]] = []
        for period, count in systems.periods().items():
            years.append((f"In {period} ({count})", (period, _PRESENT)))
            maybe = len(systems.find(period=period, there=_MAYBE))
            years.append((f"In {period}, or uncertain ({maybe})", (period, _MAYBE)))
        _fill(self.period, "All years", years)
        counts = systems.provenances()
        _fill(
            self.provenance,
            "Shipped and own entries",
            [(f"{_PROVENANCES[p]} ({counts[p]})", p) for p in PROVENANCES if p in counts],
        )
        self.provenance.setVisible(len(counts) > 1)
        if len(counts) < 2:
            self.provenance.setCurrentIndex(0)

    def found(self, systems: Systems, text: str) -> list[System]:
        """Systems that fit a text and all that is chosen."""
        period = cast("tuple[str, tuple[Presence, ...]] | None", self.period.currentData())
        years, there = (None, _PRESENT) if period is None else period
        return systems.find(
            text,
            category=self.category.currentData(),
            operator=self.operator.currentData(),
            period=years,
            there=there,
            provenance=self.provenance.currentData(),
        )

    def clear(self) -> bool:
        """Choose all again; whether anything was chosen."""
        narrowed = any(box.currentIndex() > 0 for box in self._boxes)
        for box in self._boxes:
            box.setCurrentIndex(0)
        return narrowed


def _box(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    return box


def _titled(counts: dict[str, int]) -> list[tuple[str, object]]:
    return [(f"{name[:1].upper()}{name[1:]} ({count})", name) for name, count in counts.items()]


def _fill(box: QComboBox, every: str, offers: Iterable[tuple[str, object]]) -> None:
    now = box.currentData()
    box.clear()
    box.addItem(every, None)
    for title, value in offers:
        box.addItem(title, value)
        if value == now:
            box.setCurrentIndex(box.count() - 1)
