"""Edges of range rings that go along with their units from one picture to the next."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QPainter, QPen, QPolygonF

from baltic_desk.document.feature import RangeRing
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map.legible import on_ground
from baltic_desk.ui.map.qt_paths import NO_BRUSH, pen, polygon
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.viewport import Frame

CORNERS = 121
MOST_RINGS = 30
"""Edges that are drawn on their way; others only fade from place to place."""
_STIR_M = 1.0

PlaceOf = Callable[[str, float], tuple[float, float] | None]


@dataclass(frozen=True, slots=True, eq=False)
class _Edge:
    """An edge about its centre at both ends (CORNERS, 2), map metres."""

    first: Floats
    last: Floats
    first_center: Floats
    last_center: Floats
    anchor: str | None
    ink: str
    width_px: float
    opacity: float


class MovingRings:
    """The rings that change their place between two scenes of one projection.

    Parameters
    ----------
    place_of
        Where on the map plane a unit is after a share of the way; None for one that stays.
    """

    def __init__(self, before: Scene, after: Scene, theme: Theme, place_of: PlaceOf) -> None:
        self._place_of = place_of
        self._edges: list[_Edge] = []
        for k in after.rings:
            shape = after.shapes[k]
            first = before.by_id.get(shape.feature.id)
            if first is not None and first is not shape and len(self._edges) < MOST_RINGS:
                edge = _edge(first, shape, theme)
                if edge is not None:
                    self._edges.append(edge)

    def __len__(self) -> int:
        return len(self._edges)

    def paint(self, painter: QPainter, frame: Frame, share: float) -> None:
        """Draw them on their way; at both ends the pictures themselves have them."""
        strength = math.sin(math.pi * min(max(share, 0.0), 1.0))
        if strength <= 0.0 or not self._edges:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(NO_BRUSH)
        painter.setOpacity(strength)
        for edge in self._edges:
            painter.setPen(_pen(edge, frame.style_scale))
            painter.drawPolyline(self._line(edge, frame, share))
        painter.setOpacity(1.0)

    def _line(self, edge: _Edge, frame: Frame, share: float) -> QPolygonF:
        center = edge.first_center * (1.0 - share) + edge.last_center * share
        place = None if edge.anchor is None else self._place_of(edge.anchor, share)
        if place is not None:
            center = np.array(place)
        about = edge.first * (1.0 - share) + edge.last * share
        return polygon(frame.units(about + center))


def _pen(edge: _Edge, scale: float) -> QPen:
    # Without dashes, which take three times as long and would creep along the edge.
    return pen(edge.ink, edge.width_px * scale, edge.opacity, bevel=True)


def _edge(before: Shape, after: Shape, theme: Theme) -> _Edge | None:
    was, now = before.feature.properties, after.feature.properties
    if not (isinstance(was, RangeRing) and isinstance(now, RangeRing)):
        return None
    start, end = (shape.projection.forward(np.array([_center(ring)]))[0]
                  for shape, ring in ((before, was), (after, now)))  # fmt: skip
    first, last = _corners(before) - start, _corners(after) - end
    stirs = max(float(np.abs(first - last).max()), float(np.abs(start - end).max()))
    if not (math.isfinite(stirs) and stirs > _STIR_M):
        return None
    style = after.style
    ink = on_ground(style.stroke, theme.land)
    anchor = now.anchor if now.anchor == was.anchor else None
    return _Edge(first, last, start, end, anchor, ink, style.stroke_width, style.stroke_opacity)


def _center(ring: RangeRing) -> tuple[float, float]:
    return ring.center_lon, ring.center_lat


def _corners(shape: Shape) -> Floats:
    """The outer edge as so many corners, equally far apart."""
    last = int(shape.parts.starts[1])
    return shape.places(np.linspace(0.0, float(shape.along[last - 1]) * (1.0 - 1e-9), CORNERS))
