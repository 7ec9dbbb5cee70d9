"""Paints meridians and parallels, and their labels along the edges of the view."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QPainter

from baltic_desk.geo.geodesy import Floats
from baltic_desk.geo.graticule import GridLine, graticule
from baltic_desk.ui.map.lettering import Type
from baltic_desk.ui.map.qt_paths import pen, polygon
from baltic_desk.ui.map.sheet import Sheet
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.viewport import Frame

LABEL_TYPE = Type(10.5)
_EDGE_PX = 13.0


def paint_graticule(painter: QPainter, frame: Frame, theme: Theme) -> None:
    """The lines in a frame."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen(theme.graticule, frame.style_scale, theme.graticule_opacity))
    for line in graticule(frame.lonlat_bounds(4.0 * frame.style_scale), frame.detail).lines:
        for stretch in _on(frame, line):
            painter.drawPolyline(polygon(stretch))
    painter.restore()


def paint_graticule_labels(sheet: Sheet) -> None:
    """Longitudes along the upper edge, latitudes along the left one."""
    frame, scale = sheet.frame, sheet.scale
    edge = _EDGE_PX * scale
    for line in graticule(frame.lonlat_bounds(), frame.detail).lines:
        for stretch in _on(frame, line):
            across = 1 if line.is_meridian else 0
            place = _crossing(stretch, across, edge if line.is_meridian else 2.2 * edge)
            if place is None:
                continue
            limit = frame.width if line.is_meridian else frame.height
            if 4.0 * edge < place[1 - across] < limit - 2.0 * edge:
                sheet.ground_text(line.label, LABEL_TYPE, place)


def _on(frame: Frame, line: GridLine) -> list[Floats]:
    """The line in painter units, without what is off the map."""
    units = frame.units(frame.projection.forward(line.positions))
    good = np.isfinite(units).all(axis=1)
    if good.all():
        return [units]
    cuts = np.flatnonzero(np.diff(good.astype(np.int8))) + 1
    return [part for part in np.split(units, cuts) if len(part) > 1 and np.isfinite(part).all()]


def _crossing(line: Floats, axis: int, at: float) -> tuple[float, float] | None:
    """Where a line first crosses the value `at` of an axis."""
    before = line[:, axis] < at
    change = np.flatnonzero(before[:-1] != before[1:])
    if len(change) == 0:
        return None
    k = int(change[0])
    share = (at - line[k, axis]) / (line[k + 1, axis] - line[k, axis])
    x, y = line[k] + share * (line[k + 1] - line[k])
    return float(x), float(y)
