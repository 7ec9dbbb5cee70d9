"""Paints meridians and parallels, and their labels along the edges of the view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from PySide6.QtGui import QPainter

from baltic_desk.geo.geodesy import Floats
from baltic_desk.geo.graticule import GridLine, graticule
from baltic_desk.ui.map.lettering import Type
from baltic_desk.ui.map.qt_paths import pen, polygon
from baltic_desk.ui.map.sheet import Sheet
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.viewport import Bounds, Frame

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


class GraticuleLabels:
    """Longitudes along the upper edge of a view, latitudes along its left one.

    The lines of a region three times as wide and high as the view are kept while it pans.
    """

    def __init__(self) -> None:
        self._around: Frame | None = None
        self._lines: list[_Line] = []
        self._frame: Frame | None = None
        self._places: list[_Label] = []

    def paint(
        self, sheet: Sheet, *, settled: bool = True, gap: tuple[float, float] | None = None
    ) -> None:
        """Write the labels for the sheet's frame; in the middle of a zoom those of the lines there
        are, since others are shown only at its end.

        `gap`: from where to where the upper edge is taken by something else, painter units.
        """
        frame = sheet.frame
        if self._around is None or (settled and not _holds(self._around, frame)):
            self._around = _widened(frame)
            lines = graticule(self._around.lonlat_bounds(), frame.detail).lines
            self._lines = [_projected(line, frame) for line in lines]
            self._frame = None
        if self._frame != frame:
            self._frame = frame
            self._places = list(self._placing(frame))
        for label, place, is_above in self._places:
            if gap is not None and is_above:
                half = sheet.means.ruler.width_px(label, LABEL_TYPE) / 2 * sheet.scale
                if gap[0] < place[0] + half and place[0] - half < gap[1]:
                    continue
            sheet.ground_text(label, LABEL_TYPE, place)

    def _placing(self, frame: Frame) -> Iterator[_Label]:
        edge = _EDGE_PX * frame.style_scale
        left, bottom, right, top = frame.xy_bounds()
        for line in self._lines:
            west, south, east, north = line.bounds
            if west > right or east < left or south > top or north < bottom:
                continue
            across = 1 if line.is_meridian else 0
            at = edge if line.is_meridian else 2.2 * edge
            place = _crossing(frame.units(line.xy), across, at)
            if place is None:
                continue
            limit = frame.width if line.is_meridian else frame.height
            if 4.0 * edge < place[1 - across] < limit - 2.0 * edge:
                yield _Label(line.label, place, line.is_meridian)


class _Label(NamedTuple):
    """What is written where; the rest stands along the left edge."""

    text: str
    place: tuple[float, float]
    is_above: bool


class _Line(NamedTuple):
    """A meridian or parallel in map metres, and left, bottom, right, top of it."""

    label: str
    is_meridian: bool
    xy: Floats
    bounds: Bounds


def _projected(line: GridLine, frame: Frame) -> _Line:
    xy = frame.projection.forward(line.positions)
    on_map = xy[np.isfinite(xy).all(axis=1)]
    if len(on_map) == 0:
        return _Line(line.label, line.is_meridian, xy, (np.inf, np.inf, -np.inf, -np.inf))
    (west, south), (east, north) = on_map.min(axis=0).tolist(), on_map.max(axis=0).tolist()
    return _Line(line.label, line.is_meridian, xy, (west, south, east, north))


def _widened(frame: Frame) -> Frame:
    step = frame.metres_per_unit
    return replace(
        frame, left=frame.left - frame.width * step, top=frame.top + frame.height * step,
        width=3 * frame.width, height=3 * frame.height,
    )  # fmt: skip


def _holds(around: Frame, frame: Frame) -> bool:
    if (around.projection_id, around.metres_per_unit) != (
        frame.projection_id,
        frame.metres_per_unit,
    ):
        return False
    outer, inner = around.xy_bounds(), frame.xy_bounds()
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and (outer[2] >= inner[2] and outer[3] >= inner[3])
    )


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
    # Comparisons with nan, off the map, are false on both sides: no crossing there.
    with np.errstate(invalid="ignore"):
        change = np.flatnonzero(
            ((line[:-1, axis] < at) & (line[1:, axis] >= at))
            | ((line[:-1, axis] >= at) & (line[1:, axis] < at))
        )
    if len(change) == 0:
        return None
    k = int(change[0])
    share = (at - line[k, axis]) / (line[k + 1, axis] - line[k, axis])
    x, y = line[k] + share * (line[k + 1] - line[k])
    return float(x), float(y)
