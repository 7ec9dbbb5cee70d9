"""Paints one feature: a symbol, a note, a line, an outline, each as its kind is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF

from baltic_desk.document.feature import (
    Area,
    Arrow,
    ControlMeasure,
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
from baltic_desk.ui.map.amplifier_texts import Texts
from baltic_desk.ui.map.annotation_painting import paint_arrow, paint_mark, paint_name, paint_note
from baltic_desk.ui.map.measure_painting import paint_measure
from baltic_desk.ui.map.outline_painting import paint_area, paint_line
from baltic_desk.ui.map.qt_paths import NO_BRUSH, brush, pen
from baltic_desk.ui.map.ring_painting import paint_ring
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.sheet import Sheet

LEADER_PX = 1.2
LEADER_HALO_PX = 3.0
LEADER_HALO_OPACITY = 0.7
DOT_RADIUS_PX = 2.6
"""The line from a unit that is drawn elsewhere to its place, and the dot there."""


def paint_shape(
    sheet: Sheet,
    shape: Shape,
    *,
    texts: Texts = Texts.ALL,
    offset_px: Sequence[float] = (0.0, 0.0),
) -> None:
    """One feature, without a ring's wash and label; a unit drawn so far from its place."""
    match shape.feature.properties:
        case Unit() as unit:
            x, y = sheet.frame.units(shape.parts.positions)[0].tolist()
            paint_unit(sheet, unit, (x, y), texts, offset_px)
        case TextNote() as note:
            paint_note(sheet, shape, note)
        case Mark() as mark:
            paint_mark(sheet, shape, mark)
        case Arrow() as arrow:
            paint_arrow(sheet, shape, arrow)
            paint_name(sheet, shape)
        case RangeRing():
            paint_ring(sheet, shape)
        case Line() | Freehand():
            paint_line(sheet, shape)
            paint_name(sheet, shape)
        case ControlMeasure():
            if not paint_measure(sheet, shape):
                (paint_area if shape.is_area else paint_line)(sheet, shape)
                paint_name(sheet, shape)
        case Area() | Rectangle() | Ellipse() | Corridor():
            paint_area(sheet, shape)
            paint_name(sheet, shape)


def paint_unit(
    sheet: Sheet, unit: Unit, place: Sequence[float], texts: Texts, offset_px: Sequence[float]
) -> None:
    """A unit's symbol; drawn away from its place, with a line to a dot there."""
    dx, dy = offset_px
    if not (dx or dy):
        sheet.unit(unit, place, texts)
        return
    painter, theme, scale = sheet.painter, sheet.theme, sheet.scale
    start = QPointF(place[0], place[1])
    end = start + QPointF(dx, dy) * scale
    painter.setBrush(NO_BRUSH)
    painter.setPen(pen(theme.overlay_halo, LEADER_HALO_PX * scale, LEADER_HALO_OPACITY))
    painter.drawLine(start, end)
    painter.setPen(pen(theme.overlay_text, LEADER_PX * scale))
    painter.drawLine(start, end)
    painter.setPen(pen(theme.overlay_halo, LEADER_PX * scale))
    painter.setBrush(brush(theme.overlay_text))
    painter.drawEllipse(start, DOT_RADIUS_PX * scale, DOT_RADIUS_PX * scale)
    sheet.unit(unit, (end.x(), end.y()), texts)
