"""Paints what is drawn by hand: notes, marks, arrow heads, and the names of lines and areas."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen, QPolygonF

from baltic_desk.document.feature import Arrow, Corridor, Freehand, Line, Mark, TextNote
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map.dense import is_dense, paint_dense
from baltic_desk.ui.map.lettering import POINTS_TO_PX, Type, as_drawn, paint_along
from baltic_desk.ui.map.placing import indices
from baltic_desk.ui.map.qt_paths import NO_BRUSH, NO_PEN, brush, color, polygon
from baltic_desk.ui.map.ring_labels import RingLabel
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.sheet import Sheet

HEAD_LENGTH = 4.2
HEAD_WIDTH = 3.4
SMALLEST_HEAD_PX = 9.0
_STAR_INNER = 0.42


def paint_note(sheet: Sheet, shape: Shape, note: TextNote) -> None:
    """Lettering at a place."""
    if not note.name:
        return
    style = shape.style
    lettering = Type(style.font_size * POINTS_TO_PX, bold=True)
    x, y = _place(sheet, shape)
    text = as_drawn(note.name, lettering)
    width = max(sheet.means.ruler.width_px(line, lettering) for line in text.split("\n"))
    shift = {"left": 0.5, "center": 0.0, "right": -0.5}[note.align] * width * sheet.scale
    turn = math.radians(note.rotation_deg)
    at = (x + shift * math.cos(turn), y + shift * math.sin(turn))
    sheet.text(
        text, lettering, at, sheet.letters(shape), halo=style.halo, angle_deg=note.rotation_deg
    )


def paint_mark(sheet: Sheet, shape: Shape, mark: Mark) -> None:
    """A point mark with its name to the right."""
    style = shape.style
    x, y = _place(sheet, shape)
    painter = sheet.painter
    painter.save()
    # On whole pixels it is sharp.
    painter.translate(*((x, y) if sheet.vector else (round(x), round(y))))
    plain = mark.marker_color is None and mark.fill is None and mark.stroke is None
    fill = sheet.theme.overlay_text if plain else sheet.ink(style.fill)
    painter.setBrush(brush(fill, style.fill_opacity))
    painter.setPen(NO_PEN if plain else sheet.stroke(style))
    radius = mark.size_px / 2 * sheet.scale
    if mark.shape == "cross":
        painter.setPen(_cross_pen(sheet, shape, fill))
        painter.drawLine(QPointF(-radius, -radius), QPointF(radius, radius))
        painter.drawLine(QPointF(-radius, radius), QPointF(radius, -radius))
    elif mark.shape == "circle":
        painter.drawEllipse(QPointF(0, 0), radius, radius)
    else:
        painter.drawPolygon(_figure(mark.shape, radius))
    painter.restore()
    if mark.name:
        lettering = Type(style.font_size * POINTS_TO_PX)
        name = as_drawn(mark.name, lettering)
        width = sheet.means.ruler.width_px(name, lettering)
        right = x + radius + (4.0 + width / 2) * sheet.scale
        sheet.text(name, lettering, (right, y), sheet.letters(shape), halo=style.halo)


def paint_arrow(sheet: Sheet, shape: Shape, arrow: Arrow) -> None:
    """A line that ends in the middle of its head, and the head."""
    style = shape.style
    line = sheet.frame.units(shape.parts.positions)
    head = max(HEAD_LENGTH * style.stroke_width, SMALLEST_HEAD_PX) * sheet.scale
    body = shortened(line, 0.7 * head)
    if arrow.both_ends:
        body = shortened(body[::-1], 0.7 * head)[::-1]
    painter = sheet.painter
    painter.save()
    painter.setBrush(NO_BRUSH)
    stroke = QPen(sheet.stroke(style))
    stroke.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(stroke)
    if not sheet.vector and is_dense(shape, sheet.frame):
        paint_dense(painter, sheet.frame, shape, stroke)
    else:
        painter.drawPolyline(polygon(body))
    painter.setPen(NO_PEN)
    painter.setBrush(brush(sheet.ink(style.stroke), style.stroke_opacity))
    painter.drawPolygon(arrow_head(line, head))
    if arrow.both_ends:
        painter.drawPolygon(arrow_head(line[::-1], head))
    painter.restore()


def paint_name(sheet: Sheet, shape: Shape) -> None:
    """The name of a line along its middle, of an area in its middle, where there is room."""
    name = shape.feature.properties.name
    if not name or isinstance(shape.feature.properties, Freehand):
        return
    style = shape.style
    lettering = Type(style.font_size * POINTS_TO_PX)
    west, south, east, north = shape.bounds
    size = math.hypot(east - west, north - south) / sheet.frame.styled_metres_per_px
    if size < 0.8 * sheet.means.ruler.width_px(name.split("\n")[0], lettering):
        return
    if isinstance(shape.feature.properties, Line | Arrow):
        _name_along(sheet, shape, name, lettering)
        return
    if isinstance(shape.feature.properties, Corridor):
        first, last = shape.parts.starts[:2]
        xy = shape.parts.positions[first:last].mean(axis=0)
    else:
        xy = np.array(((west + east) / 2, (south + north) / 2))
    x, y = sheet.frame.units(xy[None])[0]
    sheet.text(name, lettering, (float(x), float(y)), sheet.letters(shape), halo=style.halo)


def paint_ring_label(sheet: Sheet, shape: Shape, label: RingLabel) -> None:
    """The label, centred on the ring's edge and readable from below."""
    frame = sheet.frame
    left, bottom, right, top = frame.xy_bounds(label.width_px * sheet.scale)
    metres_per_px = frame.styled_metres_per_px
    letters = sheet.letters(shape)
    ground = sheet.halo(letters)
    x, y = label.at_xy[:, 0], label.at_xy[:, 1]
    near = (x >= left) & (x <= right) & (y >= bottom) & (y <= top)
    for k in indices(near):
        middle = label.at_px[k] * metres_per_px
        arc = shape.stretch(middle, 1.15 * label.width_px * metres_per_px)
        line = frame.units(arc)
        line = line if line[-1, 0] >= line[0, 0] else line[::-1]
        paint_along(
            sheet.painter, label.text, label.style, line, color(letters), ground,
            sheet.means.ruler, scale=sheet.scale,
        )  # fmt: skip


def _name_along(sheet: Sheet, shape: Shape, name: str, lettering: Type) -> None:
    width = sheet.means.ruler.width_px(name, lettering) * sheet.scale
    style = shape.style
    total = float(shape.along[-1]) / sheet.frame.metres_per_unit
    if total < width:
        return
    line = sheet.frame.units(
        shape.stretch(float(shape.along[-1]) / 2, 1.1 * width * sheet.frame.metres_per_unit)
    )
    line = line if line[-1, 0] >= line[0, 0] else line[::-1]
    lift = (0.62 * lettering.size_px + style.stroke_width / 2) * sheet.scale
    letters = sheet.letters(shape)
    ground = sheet.halo(letters) if style.halo else None
    ink = color(letters)
    paint_along(
        sheet.painter, name, lettering, _beside(line, lift), ink, ground, sheet.means.ruler,
        scale=sheet.scale,
    )  # fmt: skip


def _beside(line: Floats, distance: float) -> Floats:
    """The line shifted to its left as one sees it, above for a line from left to right."""
    x_step, y_step = np.gradient(line[:, 0]), np.gradient(line[:, 1])
    lengths = np.maximum(np.hypot(x_step, y_step), 1e-9)
    return line + distance * np.column_stack((y_step / lengths, -x_step / lengths))


def _place(sheet: Sheet, shape: Shape) -> tuple[float, float]:
    x, y = sheet.frame.units(shape.parts.positions[:1])[0]
    return float(x), float(y)


def _cross_pen(sheet: Sheet, shape: Shape, fill: str) -> QPen:
    pen = QPen(color(fill), max(shape.style.stroke_width, 2.0) * sheet.scale)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def mark_path(name: str, radius: float) -> QPainterPath:
    """A mark's form around the origin."""
    path = QPainterPath()
    if name == "circle":
        path.addEllipse(QPointF(0, 0), radius, radius)
    elif name == "cross":
        for side in (-radius, radius):
            path.moveTo(-radius, -side)
            path.lineTo(radius, side)
    else:
        path.addPolygon(_figure(name, radius))
        path.closeSubpath()
    return path


def _figure(name: str, radius: float) -> QPolygonF:
    """Corners of a mark around the origin."""
    match name:
        case "square":
            side = 0.88 * radius
            return QPolygonF(QRectF(-side, -side, 2 * side, 2 * side))
        case "triangle":
            angles, radii = np.array((-90.0, 30.0, 150.0)), np.full(3, 1.15 * radius)
        case "diamond":
            angles, radii = np.arange(-90.0, 270.0, 90.0), np.full(4, 1.1 * radius)
        case _:
            angles = np.arange(-90.0, 270.0, 36.0)
            radii = np.where(np.arange(10) % 2 == 0, 1.2 * radius, 1.2 * _STAR_INNER * radius)
    turn = np.radians(angles)
    return polygon(np.column_stack((radii * np.cos(turn), radii * np.sin(turn))))


def arrow_head(line: Floats, length: float) -> QPolygonF:
    """A slightly swept head with its tip at the line's last position."""
    tip = line[-1]
    back = tip - _before_end(line, length)
    size = float(np.hypot(*back))
    forward = back / size if size > 0 else np.array((1.0, 0.0))
    side = np.array((-forward[1], forward[0])) * (length * HEAD_WIDTH / HEAD_LENGTH / 2)
    base = tip - forward * length
    notch = tip - forward * (0.72 * length)
    return polygon(np.array((tip, base + side, notch, base - side)))


def _before_end(line: Floats, distance: float) -> Floats:
    """The position that lies a distance before the end of a line."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))))
    at = max(float(along[-1]) - distance, 0.0)
    return np.array((np.interp(at, along, line[:, 0]), np.interp(at, along, line[:, 1])))


def shortened(line: Floats, by: float) -> Floats:
    """The line without its last stretch."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))))
    keep = max(float(along[-1]) - by, 0.0)
    inner = line[along < keep]
    end = np.array(((np.interp(keep, along, line[:, 0]), np.interp(keep, along, line[:, 1])),))
    return np.concatenate((inner, end)) if len(inner) else np.concatenate((line[:1], end))
