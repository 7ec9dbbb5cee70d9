"""What the one who presents draws over the picture: it lies on the map, and is never kept."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from baltic_desk.ui.map.qt_paths import NO_BRUSH, color, polygon
from baltic_desk.ui.map.viewport import Frame

INK_PX = 4.0
"""Width of a stroke, pixels of the style."""
HALO_PX = 2.0
_LEAST_STEP_PX = 1.5


@dataclass(slots=True, eq=False)
class _Stroke:
    ink: str
    xy: list[tuple[float, float]]


@dataclass(slots=True, eq=False)
class Ink:
    """Strokes on the map plane, so that they stay at their place when somebody zooms."""

    strokes: list[_Stroke] = field(default_factory=list[_Stroke])
    _down: bool = False

    def __bool__(self) -> bool:
        return bool(self.strokes)

    @property
    def down(self) -> bool:
        """Whether the pen is on the picture."""
        return self._down

    def begin(self, ink: str, xy: tuple[float, float]) -> None:
        """Put the pen down."""
        self.strokes.append(_Stroke(ink, [xy]))
        self._down = True

    def draw(self, xy: tuple[float, float], metres_per_px: float) -> bool:
        """Draw on to a place; whether that is far enough to be seen."""
        if not self._down:
            return False
        x, y = self.strokes[-1].xy[-1]
        if abs(xy[0] - x) + abs(xy[1] - y) < _LEAST_STEP_PX * metres_per_px:
            return False
        self.strokes[-1].xy.append(xy)
        return True

    def lift(self) -> None:
        """Take the pen off."""
        self._down = False

    def erase(self) -> None:
        """Take all away."""
        self.strokes.clear()
        self._down = False

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Draw the strokes in a frame of device pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(NO_BRUSH)
        for stroke in self.strokes:
            units = frame.units(np.array(stroke.xy, float))
            if len(units) == 1:
                units = np.repeat(units, 2, axis=0)  # a dot
                units[1, 0] += 0.1
            line = polygon(units)
            for ink, width in (
                (color("#ffffff", 0.55), INK_PX + 2 * HALO_PX),
                (color(stroke.ink), INK_PX),
            ):
                pen = QPen(ink, width * frame.style_scale)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.setPen(pen)
                painter.drawPolyline(line)
