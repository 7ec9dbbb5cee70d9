"""Paints studies of coverage: merged outlines, counts, gaps, and exposed parts of routes.

Counts are told by hatches as well as by how strong the colour is: one system none, then lines to
the right, to the left, crossed, and crossed densely for five and more. A gap has level lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen

from baltic_desk.coverage.emitter_reach import Limit
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map import clipped
from baltic_desk.ui.map.coverage_painting import LOOKS, EdgeLook
from baltic_desk.ui.map.lettering import Type
from baltic_desk.ui.map.outlined import Outline
from baltic_desk.ui.map.placed_study import GAP, MERGED, PlacedArea, PlacedEdge, PlacedStudy
from baltic_desk.ui.map.qt_paths import NO_BRUSH, NO_PEN, brush, pen
from baltic_desk.ui.map.sheet import Sheet

COUNT_TYPE = Type(13.0, bold=True)
BAND_TYPE = Type(11.0, bold=True)
WIDTHS = {False: 1.35, True: 0.8}
"""Edges of outlines, and of bands, by so much of the width of an edge of one ring."""
STRETCH_PX = 6.0
PASSAGE_PX = 4.5
_LEAST_LABEL_PX = 22.0
_BAND_UP_PX = 8.0
_HATCH_PX = 1.2


@dataclass(frozen=True, slots=True)
class CountLook:
    """How an area is filled: opacity of its colour, bearings of hatch lines and their spacing."""

    opacity: float
    angles_deg: tuple[float, ...] = ()
    every_px: float = 12.0
    hatch_opacity: float = 0.7


COUNTS: Mapping[int, CountLook] = {
    1: CountLook(0.08),
    2: CountLook(0.13, (45.0,)),
    3: CountLook(0.18, (-45.0,), 9.0),
    4: CountLook(0.23, (45.0, -45.0), 11.0),
    5: CountLook(0.30, (45.0, -45.0), 6.0),
}
"""By how many systems reach it; the last for so many and more."""

GAP_LOOK = CountLook(0.12, (0.0,), 9.0, 0.45)
MERGED_LOOK = CountLook(0.09)

EDGES: Mapping[Limit, EdgeLook] = {**LOOKS, "sector": LOOKS["range"]}


def look_of(count: int) -> CountLook:
    """How an area that so many systems reach is filled."""
    if count == GAP:
        return GAP_LOOK
    return MERGED_LOOK if count == MERGED else COUNTS[min(count, max(COUNTS))]


def paint_study(sheet: Sheet, study: PlacedStudy) -> Iterator[None]:
    """All of it, in steps."""
    sheet.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for area in study.areas:
        _paint_area(sheet, area)
        yield
    for edge in sorted(study.edges, key=lambda edge: not edge.inner):
        _paint_edge(sheet, edge)
        yield
    for stretch in study.stretches:
        ink = sheet.ink(RING_CLASSES[stretch.ring_class].stroke)
        _paint_lines(sheet, stretch.outline, pen(ink, STRETCH_PX * sheet.scale, 0.55, flat=True))
        yield
    for passage in study.passages:
        _paint_passage(sheet, passage.ring_class, passage.xy, enters=passage.enters)
    yield
    for area in study.areas:
        if area.count > 0:
            _paint_count(sheet, area)
    for band in study.bands:
        (x, y) = sheet.frame.units(band.xy[None])[0].tolist()
        at = (x, y - _BAND_UP_PX * sheet.scale)
        sheet.text(band.title, BAND_TYPE, at, sheet.theme.overlay_text)
    yield


def paint_fill(sheet: Sheet, path: QPainterPath, box: QRectF, look: CountLook, ink: str) -> None:
    """Fill a path in painter units, and hatch it within a box."""
    painter, scale = sheet.painter, sheet.scale
    painter.save()
    painter.setPen(NO_PEN)
    painter.setBrush(brush(ink, look.opacity))
    painter.drawPath(path)
    if look.angles_deg:
        painter.setClipPath(path)
        painter.setPen(pen(ink, _HATCH_PX * scale, look.hatch_opacity, flat=True))
        for angle_deg in look.angles_deg:
            painter.drawLines(_hatch(sheet, box, angle_deg, look.every_px * scale))
    painter.restore()


def _paint_area(sheet: Sheet, area: PlacedArea) -> None:
    frame = sheet.frame
    ink = _ink(sheet, area)
    large = not sheet.vector and clipped.is_large(area.outline, frame)
    path = clipped.area(area.outline, frame) if large else area.outline.path
    shown = frame.transform.map(path)
    box = shown.boundingRect().intersected(QRectF(0, 0, frame.width, frame.height))
    if box.isEmpty():
        return
    paint_fill(sheet, shown, box, look_of(area.count), ink)
    if area.count != MERGED:
        _paint_lines(sheet, area.outline, pen(ink, 1.4 * sheet.scale, 0.9, bevel=True))


def _paint_edge(sheet: Sheet, edge: PlacedEdge) -> None:
    ink = sheet.ink(RING_CLASSES[edge.ring_class].stroke)
    stroke = EDGES[edge.limit].pen(ink, sheet.scale * WIDTHS[edge.inner], 1.0)
    _paint_lines(sheet, edge.outline, stroke)


def _paint_lines(sheet: Sheet, outline: Outline, stroke: QPen) -> None:
    painter, frame = sheet.painter, sheet.frame
    painter.save()
    painter.setBrush(NO_BRUSH)
    painter.setPen(stroke)
    if sheet.vector or not clipped.is_large(outline, frame):
        painter.drawPath(frame.transform.map(outline.path))
    else:
        painter.setTransform(frame.transform, True)
        dashed = QPen(stroke)
        for line, before in clipped.lines(outline, frame):
            dashed.setDashOffset(before / frame.metres_per_unit / max(stroke.widthF(), 1e-6))
            painter.setPen(dashed if stroke.dashPattern() else stroke)
            painter.drawPolyline(line)
    painter.restore()


def _paint_passage(sheet: Sheet, ring_class: str, xy: Floats, *, enters: bool) -> None:
    """A filled disc where a route enters, an open one where it leaves."""
    painter, scale = sheet.painter, sheet.scale
    x, y = sheet.frame.units(xy[None])[0].tolist()
    ink = sheet.ink(RING_CLASSES[ring_class].stroke)
    ground = sheet.theme.overlay_halo
    painter.setPen(pen(ground if enters else ink, 1.6 * scale))
    painter.setBrush(brush(ink if enters else ground))
    painter.drawEllipse(QPointF(x, y), PASSAGE_PX * scale, PASSAGE_PX * scale)
    painter.setBrush(NO_BRUSH)


def _paint_count(sheet: Sheet, area: PlacedArea) -> None:
    if area.label_width_m < _LEAST_LABEL_PX * sheet.frame.styled_metres_per_px:
        return
    x, y = sheet.frame.units(area.label_xy[None])[0].tolist()
    sheet.text(str(area.count), COUNT_TYPE, (x, y), _ink(sheet, area))


def _ink(sheet: Sheet, area: PlacedArea) -> str:
    if area.count == GAP:
        return sheet.theme.furniture
    return sheet.ink(RING_CLASSES[area.ring_class].stroke)


def _hatch(sheet: Sheet, box: QRectF, angle_deg: float, every: float) -> list[QLineF]:
    """Lines across a box, painter units, that stay where they are on the map when it is panned."""
    frame = sheet.frame
    turn = math.radians(angle_deg)
    along = math.cos(turn), -math.sin(turn)
    across = math.sin(turn), math.cos(turn)
    # Origin of the map plane, in painter units.
    origin = (-frame.left / frame.metres_per_unit, frame.top / frame.metres_per_unit)
    shift = (origin[0] * across[0] + origin[1] * across[1]) % every
    middle = box.center()
    half = math.hypot(box.width(), box.height()) / 2 + every
    first = (middle.x() * across[0] + middle.y() * across[1] - half - shift) // every * every
    at = middle.x() * along[0] + middle.y() * along[1]
    lines: list[QLineF] = []
    for offset in np.arange(first + shift, first + shift + 2 * half + 2 * every, every).tolist():
        x, y = offset * across[0], offset * across[1]
        lines.append(
            QLineF(
                x + (at - half) * along[0],
                y + (at - half) * along[1],
                x + (at + half) * along[0],
                y + (at + half) * along[1],
            )
        )
    return lines
