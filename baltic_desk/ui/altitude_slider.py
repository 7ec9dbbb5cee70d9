"""The slider of an altitude, on which every tenfold is as far apart."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QSlider

from baltic_desk.document.altitude import HIGHEST_M, LOWEST_M, stepped

PLACES = 1000
"""Of the slider."""


class AltitudeSlider(QSlider):
    """From 10 m to 15 km, every tenfold as far apart.

    `moved` bears an altitude of two figures as it is dragged, rolled or stepped to, `let_go` tells
    that a drag has ended, `left` that the map should have the keyboard.
    """

    moved = Signal(float)
    let_go = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._altitude_m: float | None = None
        self.setRange(0, PLACES)
        self.setPageStep(PLACES // 10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Altitude")
        self.setToolTip("Altitude of the target, 10 m to 15 km; arrow keys step")
        self.valueChanged.connect(self._on_value)
        self.sliderReleased.connect(self.let_go)

    def show_altitude(self, altitude_m: float, *, on: bool) -> None:
        """Stand at an altitude, unless it is being dragged; not `on`, the first step is there."""
        self._altitude_m = altitude_m if on else None
        if not self.isSliderDown():
            with QSignalBlocker(self):
                self.setValue(place_of(altitude_m))
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from one round altitude to the next."""
        steps = {
            Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: 6, Qt.Key.Key_PageDown: -6,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Home:
            self.moved.emit(LOWEST_M)
        elif event.key() == Qt.Key.Key_End:
            self.moved.emit(HIGHEST_M)
        elif steps is not None:
            self.moved.emit(stepped(self._altitude_m, steps))
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A notch is a round altitude."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        if turned:
            self.moved.emit(stepped(self._altitude_m, 1 if turned > 0 else -1))
        event.accept()

    def _on_value(self, place: int) -> None:
        self.moved.emit(altitude_at(place))


def altitude_at(place: int) -> float:
    """Altitude in metres at a place of the slider, of two figures.

    >>> altitude_at(0), altitude_at(315), altitude_at(1000)
    (10.0, 100.0, 15000.0)
    """
    exact = LOWEST_M * (HIGHEST_M / LOWEST_M) ** (place / PLACES)
    digits = 1 - math.floor(math.log10(exact))
    return float(min(max(round(exact, digits), LOWEST_M), HIGHEST_M))


def place_of(altitude_m: float) -> int:
    """Place of an altitude on the slider; its end for what lies beyond.

    >>> place_of(10.0), place_of(3.0), place_of(15_000.0)
    (0, 0, 1000)
    """
    altitude_m = min(max(altitude_m, LOWEST_M), HIGHEST_M)
    return round(PLACES * math.log(altitude_m / LOWEST_M) / math.log(HIGHEST_M / LOWEST_M))
