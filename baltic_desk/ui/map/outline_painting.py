"""Paints outlines: filled, hatched, stroked, whatever part of them the frame shows."""

from __future__ import annotations

import math

import numpy as np
import shapely
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPen

from baltic_desk.geo.clipping import Paths, clip_rings
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map import clipped
from baltic_desk.ui.map.dense import is_dense, paint_dense
from baltic_desk.ui.map.outlined import Outline
from baltic_desk.ui.map.qt_paths import NO_BRUSH, NO_PEN, brush, pen
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.sheet import Sheet

MANY_VERTICES = 8
"""From here on joins are bevelled: at usual widths only a hairline of the corner is missing."""
HATCH_EVERY_PX = 11.0
HATCH_PX = 1.1
MANY_TO_HATCH = 2_000
"""Vertices of an area from which on only the part in the frame is hatched."""
HATCH_STRENGTH = 4.0
"""How much more opaque a hatch is than the fill in whose place it stands."""


def paint_area(sheet: Sheet, shape: Shape) -> None:
    """A shape filled and stroked by its style; hatched instead of filled where that says so."""
    style = shape.style
    painter, frame = sheet.painter, sheet.frame
    stroked = style.stroke_width > 0.0 and style.stroke_opacity > 0.0
    filled = style.fill_opacity > 0.0 and not style.hatched
    if not sheet.vector and is_dense(shape, frame):
        own = (
            sheet.stroke(style) if stroked else pen(sheet.ink(style.fill), 1.0, style.fill_opacity)
        )
        paint_dense(painter, frame, shape, own)
        return
    large = not sheet.vector and clipped.is_large(shape, frame)
    if filled:
        painter.save()
        if not sheet.vector:
            painter.setTransform(frame.transform, True)
        painter.setBrush(brush(style.fill, style.fill_opacity))
        painter.setPen(
            sheet.stroke(style, curved=is_curved(shape)) if stroked and not large else NO_PEN
        )
        path = clipped.area(shape, frame) if large else sheet.path(shape)
        # Few SVG readers know strokes that do not scale with the transform.
        painter.drawPath(frame.transform.map(path) if sheet.vector else path)
        painter.restore()
    if style.hatched:
        paint_hatch(sheet, shape)
    if stroked and (large or not filled):
        paint_line(sheet, shape)


def paint_line(sheet: Sheet, shape: Shape) -> None:
    """A shape's outline by its style."""
    paint_outline(sheet, shape, sheet.stroke(shape.style, curved=is_curved(shape)))


def paint_outline(sheet: Sheet, outline: Outline, stroke: QPen) -> None:
    """An outline with a pen; dashes run on from frame to frame."""
    painter, frame = sheet.painter, sheet.frame
    if not sheet.vector and is_dense(outline, frame):
        paint_dense(painter, frame, outline, stroke)
        return
    painter.save()
    painter.setBrush(NO_BRUSH)
    painter.setPen(stroke)
    if sheet.vector:
        painter.drawPath(frame.transform.map(sheet.path(outline)))
        painter.restore()
        return
    painter.setTransform(frame.transform, True)
    if not clipped.is_large(outline, frame):
        painter.drawPath(sheet.path(outline))
    else:
        dashed = QPen(stroke)
        for line, before in clipped.lines(outline, frame):
            # The offset counts in widths of the pen; a solid pen has none.
            dashed.setDashOffset(before / frame.metres_per_unit / max(stroke.widthF(), 1e-6))
            painter.setPen(dashed if stroke.dashPattern() else stroke)
            painter.drawPolyline(line)
    painter.restore()


def paint_hatch(sheet: Sheet, shape: Shape) -> None:
    """Slanting lines in place of the fill.

    They hang on the map, so that tiles agree, and are cut to the shape, since vector files know no
    hatched brush that is the same as the screen's.
    """
    style, frame, painter = shape.style, sheet.frame, sheet.painter
    if style.fill_opacity <= 0.0 or is_dense(shape, frame):
        return
    apart = HATCH_EVERY_PX * math.sqrt(2.0) * frame.styled_metres_per_px
    box = frame.xy_bounds(HATCH_EVERY_PX * sheet.scale)
    # Where it is long, what crosses itself outside the frame would take minutes to be sorted out.
    many = len(shape.parts.positions) > MANY_TO_HATCH
    seen = shapely.intersection(
        area_of(clip_rings(shape.parts, box) if many else shape.parts), shapely.box(*box)
    )
    corners: Floats = shapely.get_coordinates(seen)
    if len(corners) == 0:
        return
    low, high = corners.min(axis=0), corners.max(axis=0)
    left, bottom, right, top = float(low[0]), float(low[1]), float(high[0]), float(high[1])
    # Lines x - y = c, from corner to corner of the box.
    across = np.arange(math.ceil((left - top) / apart), math.floor((right - bottom) / apart) + 1)
    starts = np.column_stack((across * apart + bottom, np.full(len(across), bottom)))
    ends = np.column_stack((across * apart + top, np.full(len(across), top)))
    lines = shapely.intersection(shapely.linestrings(np.stack((starts, ends), axis=1)), seen)
    pieces = shapely.get_parts(lines)
    pieces = pieces[(shapely.get_type_id(pieces) == shapely.GeometryType.LINESTRING)]
    pieces = pieces[shapely.length(pieces) > 0.0]
    first, last = shapely.get_point(pieces, 0), shapely.get_point(pieces, -1)
    units = np.hstack([frame.units(shapely.get_coordinates(end)) for end in (first, last)])
    opacity = min(HATCH_STRENGTH * style.fill_opacity, 1.0)
    painter.setPen(pen(sheet.ink(style.fill), HATCH_PX * sheet.scale, opacity, flat=True))
    painter.drawLines([QLineF(*line) for line in units.tolist()])


def area_of(parts: Paths) -> shapely.Geometry:
    """Closed rings as an area under the odd-even rule: the first less those within it."""
    if len(parts) == 0:
        return shapely.Polygon()
    outer, *inner = (shapely.make_valid(shapely.Polygon(parts.path(k))) for k in range(len(parts)))
    area: shapely.Geometry = outer
    for each in inner:
        area = shapely.difference(area, each)
    return area


def is_curved(shape: Shape) -> bool:
    """Whether it has so many vertices that joins need not be round."""
    return len(shape.parts.positions) > MANY_VERTICES
