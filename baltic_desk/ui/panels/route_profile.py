"""A route from the side: ground, altitude, what emitters see down to, and where it is exposed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from baltic_desk.coverage.exposure import Exposure, union
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.geo.geodesy import Floats
from baltic_desk.symbology.standing import identity_title

_LEFT_PX, _RIGHT_PX, _TOP_PX, _BOTTOM_PX = 46, 10, 20, 18
_STRIP_PX, _STRIP_GAP_PX, _STRIPS_DOWN_PX = 7, 3, 6
_LEAST_TOP_M = 50.0
_MOST_POINTS = 2_000
_GROUND = QColor("#9a8f78")


@dataclass(frozen=True, slots=True)
class Strip:
    """Where along the route any coverage of a class and identity is."""

    ring_class: str
    identity: str
    parts_m: tuple[tuple[float, float], ...]

    @property
    def title(self) -> str:
        known = RING_CLASSES[self.ring_class].title
        side = identity_title(self.identity).lower()
        return f"{known}, {side}" if self.identity else known


class RouteProfile(QWidget):
    """Distance to the right, altitude above sea level upwards; strips under it show coverage.

    Lines of short strokes are the lowest altitudes that emitters see, where that depends on sight:
    where the route is above one it is seen, within the published range. Pointing tells the figures.
    """

    def __init__(self) -> None:
        super().__init__()
        self._exposure: Exposure | None = None
        self._strips: tuple[Strip, ...] = ()
        self._top_m = _LEAST_TOP_M
        self._pointed_m: float | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Profile of the route")

    def sizeHint(self) -> QSize:
        return QSize(240, 150 + self._strips_px())

    @property
    def strips(self) -> tuple[Strip, ...]:
        """What stands under the profile."""
        return self._strips

    @property
    def top_m(self) -> float:
        """Altitude at the upper edge, metres above sea level."""
        return self._top_m

    def show_exposure(self, exposure: Exposure | None) -> None:
        """Show a route; None for nothing."""
        self._exposure = exposure
        self._strips = () if exposure is None else strips_of(exposure)
        self._pointed_m = None
        if exposure is not None:
            profile = exposure.profile
            heights = np.concatenate((profile.ground_m, profile.altitude_m))
            known = heights[np.isfinite(heights)]
            highest = float(known.max()) if len(known) else 0.0
            self._top_m = max(_rounded_up(1.3 * highest), _LEAST_TOP_M)
            self.setAccessibleDescription(_described(exposure, self._strips))
        self.updateGeometry()
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def reading(self, along_m: float) -> str:
        """Figures at a distance from the start of the route."""
        exposure = self._exposure
        if exposure is None:
            return ""
        profile = exposure.profile
        k = int(np.abs(profile.along_m - along_m).argmin())
        parts = [f"{profile.along_m[k] / 1000:.1f} km"]
        if math.isfinite(profile.altitude_m[k]):
            parts.append(f"at {profile.altitude_m[k]:,.0f} m")
        if math.isfinite(profile.ground_m[k]):
            parts.append(f"ground {profile.ground_m[k]:,.0f} m")
        inside = [
            exposure.emitters[row].title for row in np.flatnonzero(profile.inside[:, k]).tolist()
        ]
        if inside:
            more = f" and {len(inside) - 1} more" if len(inside) > 1 else ""
            parts.append(f"in {inside[0]}{more}")
        return " · ".join(parts)

    # -- Qt --------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        plot = self._plot()
        if self._exposure is not None and plot.width() > 0:
            share = (event.position().x() - plot.left()) / plot.width()
            self._pointed_m = min(max(share, 0.0), 1.0) * self._exposure.length_m
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointed_m = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, plot, exposure = self.palette(), self._plot(), self._exposure
        painter.fillRect(plot, palette.color(QPalette.ColorRole.Base))
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        if exposure is not None:
            painter.setClipRect(plot)
            self._paint_ground(painter, exposure, plot)
            self._paint_horizons(painter, exposure, plot)
            self._paint_route(painter, exposure, plot)
            painter.setClipping(False)
            self._paint_axes(painter, exposure, plot)
            self._paint_strips(painter, exposure, plot)
            if self._pointed_m is not None:
                self._paint_pointed(painter, exposure, plot, self._pointed_m)
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawRect(plot)
        painter.end()

    # -- painting --------------------------------------------------------------------------------

    def _strips_px(self) -> int:
        """Height of all strips."""
        count = len(self._strips)
        return count * (_STRIP_PX + _STRIP_GAP_PX) + (_STRIPS_DOWN_PX if count else 0)

    def _plot(self) -> QRectF:
        width = self.width() - _LEFT_PX - _RIGHT_PX
        height = self.height() - _TOP_PX - _BOTTOM_PX - self._strips_px()
        return QRectF(_LEFT_PX, _TOP_PX, max(width, 1), max(height, 1))

    def _points(self, along_m: Floats, height_m: Floats, plot: QRectF, length_m: float) -> Floats:
        """Pixels (n, 2) of places of the profile, no more than can be seen."""
        every = max(len(along_m) // _MOST_POINTS, 1)
        along_m, height_m = along_m[::every], height_m[::every]
        x = plot.left() + along_m / max(length_m, 1.0) * plot.width()
        y = plot.bottom() - np.clip(height_m / self._top_m, -1.0, 3.0) * plot.height()
        return np.column_stack((x, y))

    def _paint_ground(self, painter: QPainter, exposure: Exposure, plot: QRectF) -> None:
        profile = exposure.profile
        ground_m = np.where(np.isfinite(profile.ground_m), profile.ground_m, 0.0)
        points = self._points(profile.along_m, ground_m, plot, exposure.length_m)
        ends = [[plot.right(), plot.bottom() + 1], [plot.left(), plot.bottom() + 1]]
        polygon = QPolygonF([QPointF(x, y) for x, y in (*points.tolist(), *ends)])
        ground = QColor(_GROUND)
        ground.setAlphaF(0.55)
        painter.setPen(QPen(_GROUND, 1.0))
        painter.setBrush(ground)
        painter.drawPolygon(polygon)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_horizons(self, painter: QPainter, exposure: Exposure, plot: QRectF) -> None:
        profile = exposure.profile
        drawn: set[object] = set()
        for emitter, horizon_m in zip(exposure.emitters, profile.horizon_m, strict=True):
            if not emitter.needs_sight or emitter.antenna in drawn:
                continue
            drawn.add(emitter.antenna)
            ink = QPen(QColor(RING_CLASSES[emitter.ring_class].stroke), 1.0)
            ink.setDashPattern([4.0, 3.0])
            painter.setPen(ink)
            points = self._points(profile.along_m, horizon_m, plot, exposure.length_m)
            for part in _runs(points):
                painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points[part].tolist()]))

    def _paint_route(self, painter: QPainter, exposure: Exposure, plot: QRectF) -> None:
        profile = exposure.profile
        points = self._points(profile.along_m, profile.altitude_m, plot, exposure.length_m)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text), 2.0))
        for part in _runs(points):
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points[part].tolist()]))

    def _paint_axes(self, painter: QPainter, exposure: Exposure, plot: QRectF) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for share in (0.0, 0.5, 1.0):
            y = plot.bottom() - share * plot.height()
            box = QRectF(0, y - 8, _LEFT_PX - 5, 16)
            painter.drawText(box, right, f"{share * self._top_m:,.0f} m")
        y = plot.bottom() + self._strips_px() + 2
        below = QRectF(plot.left(), y, plot.width(), _BOTTOM_PX - 2)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "0 km")
        end = f"{exposure.length_m / 1000:.0f} km"
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, end)

    def _paint_strips(self, painter: QPainter, exposure: Exposure, plot: QRectF) -> None:
        length_m = max(exposure.length_m, 1.0)
        for row, strip in enumerate(self._strips):
            known = RING_CLASSES[strip.ring_class]
            y = plot.bottom() + _STRIPS_DOWN_PX + row * (_STRIP_PX + _STRIP_GAP_PX)
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            box = QRectF(0, y - 4, _LEFT_PX - 5, _STRIP_PX + 8)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, right, known.letters)
            painter.fillRect(
                QRectF(plot.left(), y, plot.width(), _STRIP_PX),
                self.palette().color(QPalette.ColorRole.AlternateBase),
            )
            for start_m, end_m in strip.parts_m:
                left = plot.left() + start_m / length_m * plot.width()
                width = max((end_m - start_m) / length_m * plot.width(), 1.0)
                painter.fillRect(QRectF(left, y, width, _STRIP_PX), QColor(known.stroke))

    def _paint_pointed(
        self, painter: QPainter, exposure: Exposure, plot: QRectF, along_m: float
    ) -> None:
        x = plot.left() + along_m / max(exposure.length_m, 1.0) * plot.width()
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 1.0))
        painter.drawLine(QLineF(x, plot.top(), x, self.height() - _BOTTOM_PX))
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        box = QRectF(4, 0, self.width() - 8, _TOP_PX)
        text = painter.fontMetrics().elidedText(
            self.reading(along_m), Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def strips_of(exposure: Exposure) -> tuple[Strip, ...]:
    """Where coverage of each class and identity is that reaches any of the route."""
    found: list[Strip] = []
    for total in exposure.totals:
        parts = [
            (each.entry.along_m, each.exit.along_m)
            for each in exposure.stretches
            if (each.emitter.ring_class, each.emitter.identity)
            == (total.ring_class, total.identity)
        ]
        if parts:
            found.append(Strip(total.ring_class, total.identity, tuple(union(parts))))
    return tuple(found)


def _described(exposure: Exposure, strips: tuple[Strip, ...]) -> str:
    """The profile in words, for a screen reader."""
    parts = [f"{exposure.route.title}, {exposure.length_m / 1000:.0f} km"]
    for strip in strips:
        inside = ", ".join(f"{a / 1000:.0f} to {b / 1000:.0f} km" for a, b in strip.parts_m)
        parts.append(f"{strip.title}: {inside}")
    return "; ".join(parts)


def _runs(points: Floats) -> list[slice]:
    """Runs of at least two points (n, 2) that are known."""
    known = np.isfinite(points[:, 0] + points[:, 1])
    edge = np.diff(np.concatenate(([False], known, [False])).astype(np.int8))
    starts, ends = np.flatnonzero(edge == 1).tolist(), np.flatnonzero(edge == -1).tolist()
    return [slice(a, b) for a, b in zip(starts, ends, strict=True) if b - a > 1]


def _rounded_up(height_m: float) -> float:
    """The next of 1, 1.5, 2, 3, 5, 7.5 times a power of ten.

    >>> _rounded_up(120.0), _rounded_up(3_900.0)
    (150.0, 5000.0)
    """
    if height_m <= 1.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(height_m))
    steps = (step * power for step in (1.0, 1.5, 2.0, 3.0, 5.0, 7.5, 10.0))
    return next(step for step in steps if step >= height_m)
