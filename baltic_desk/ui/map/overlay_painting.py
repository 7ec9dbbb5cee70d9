"""Paints the features of a scene in drawing order, in steps that a caller may interrupt."""

from __future__ import annotations

from collections.abc import Iterator, Set

from PySide6.QtGui import QPen

from baltic_desk.document.feature import (
    Area,
    Arrow,
    Corridor,
    Ellipse,
    Freehand,
    Line,
    Mark,
    RangeRing,
    Rectangle,
    TextNote,
    Unit,
)
from baltic_desk.ui.map import clipped
from baltic_desk.ui.map.annotation_painting import (
    paint_arrow,
    paint_mark,
    paint_name,
    paint_note,
    paint_ring_label,
)
from baltic_desk.ui.map.qt_paths import NO_BRUSH, NO_PEN, brush
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.sheet import Sheet

MANY_VERTICES = 8
"""From here on joins are bevelled: at usual widths only a hairline of the corner is missing."""


def paint_overlays(
    sheet: Sheet, scene: Scene, *, without: Set[str] = frozenset()
) -> Iterator[None]:
    """All features of the scene that the frame shows, but not those of the ids `without`."""
    frame = sheet.frame
    metres_per_px = frame.styled_metres_per_px
    found = scene.seen(frame.xy_bounds(), metres_per_px)
    if len(found) == 0:
        return
    crowded = scene.crowded(metres_per_px)
    labels = yield from sheet.means.ring_places.labels(scene, metres_per_px)
    sheet.means.own.show(scene.pictures)
    painter = sheet.painter
    painter.setRenderHint(painter.RenderHint.Antialiasing)
    places = frame.units(scene.bounds[found, :2]).tolist()
    for k, place in zip(map(int, found), places, strict=True):
        shape = scene.shapes[k]
        if shape.feature.id in without:
            continue
        if scene.is_unit[k] and scene.opacity[k] == 1.0:
            unit = shape.feature.properties
            assert isinstance(unit, Unit)
            sheet.unit(unit, place, labelled=not crowded[k])
            yield
            continue
        opacity = float(scene.opacity[k])
        if opacity < 1.0:
            painter.setOpacity(opacity)
        paint_shape(sheet, shape, labelled=not crowded[k])
        label = labels.get(k)
        if label is not None:
            paint_ring_label(sheet, shape, label)
        if opacity < 1.0:
            painter.setOpacity(1.0)
        yield


def paint_shape(sheet: Sheet, shape: Shape, *, labelled: bool = True) -> None:
    """One feature, without a ring's label."""
    match shape.feature.properties:
        case Unit() as unit:
            x, y = sheet.frame.units(shape.parts.positions)[0]
            sheet.unit(unit, (float(x), float(y)), labelled=labelled)
        case TextNote() as note:
            paint_note(sheet, shape, note)
        case Mark() as mark:
            paint_mark(sheet, shape, mark)
        case Arrow() as arrow:
            paint_arrow(sheet, shape, arrow)
            paint_name(sheet, shape)
        case RangeRing():
            _paint_area(sheet, shape)
        case Line() | Freehand():
            _paint_line(sheet, shape)
            paint_name(sheet, shape)
        case Area() | Rectangle() | Ellipse() | Corridor():
            _paint_area(sheet, shape)
            paint_name(sheet, shape)


def _paint_area(sheet: Sheet, shape: Shape) -> None:
    style = shape.style
    painter, frame = sheet.painter, sheet.frame
    stroked = style.stroke_width > 0.0 and style.stroke_opacity > 0.0
    filled = style.fill_opacity > 0.0
    large = not sheet.vector and clipped.is_large(shape, frame)
    if filled:
        painter.save()
        if not sheet.vector:
            painter.setTransform(frame.transform, True)
        painter.setBrush(brush(style.fill, style.fill_opacity))
        painter.setPen(
            sheet.stroke(style, curved=_curved(shape)) if stroked and not large else NO_PEN
        )
        path = clipped.area(shape, frame) if large else sheet.path(shape)
        # Few SVG readers know strokes that do not scale with the transform.
        painter.drawPath(frame.transform.map(path) if sheet.vector else path)
        painter.restore()
    if stroked and (large or not filled):
        _paint_line(sheet, shape)


def _curved(shape: Shape) -> bool:
    return len(shape.parts.positions) > MANY_VERTICES


def _paint_line(sheet: Sheet, shape: Shape) -> None:
    painter, frame = sheet.painter, sheet.frame
    pen = sheet.stroke(shape.style, curved=_curved(shape))
    painter.save()
    painter.setBrush(NO_BRUSH)
    painter.setPen(pen)
    if sheet.vector:
        painter.drawPath(frame.transform.map(sheet.path(shape)))
        painter.restore()
        return
    painter.setTransform(frame.transform, True)
    if not clipped.is_large(shape, frame):
        painter.drawPath(sheet.path(shape))
    else:
        dashed = QPen(pen)
        for line, before in clipped.lines(shape, frame):
            # The offset counts in widths of the pen; a solid pen has none.
            dashed.setDashOffset(before / frame.metres_per_unit / max(pen.widthF(), 1e-6))
            painter.setPen(dashed if pen.dashPattern() else pen)
            painter.drawPolyline(line)
    painter.restore()
