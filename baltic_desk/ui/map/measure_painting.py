"""Paints control measures: lines, fills, letters and icons as the standard has them."""

from __future__ import annotations

import math

from PySide6.QtCore import QByteArray, QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPen
from PySide6.QtSvg import QSvgRenderer

from baltic_desk.symbology.engine import ScriptError
from baltic_desk.ui.map import clipped
from baltic_desk.ui.map.legible import LEAST_RATIO_OF_LETTERS, on_ground
from baltic_desk.ui.map.lettering import Type
from baltic_desk.ui.map.measure_pictures import latest
from baltic_desk.ui.map.placed import Filled, Icon, Letters, Placed, Stroked
from baltic_desk.ui.map.qt_paths import NO_BRUSH, NO_PEN, brush
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.sheet import Sheet

_MIDDLE_OF_LETTERS = 0.36
"""From the baseline up to where a line of text is centred, of the font's size."""


def paint_measure(sheet: Sheet, shape: Shape) -> bool:
    """A control measure; False when there is no drawing of it, for now or at all."""
    drawn = drawing(sheet, shape)
    if drawn is None or not drawn.pieces:
        return False
    painter = sheet.painter
    for piece in drawn.pieces:
        painter.save()
        match piece:
            case Filled():
                _paint_fill(sheet, piece)
            case Stroked():
                paint_stroked(sheet, piece, sheet.measure_pen(piece, shape.style.stroke_opacity))
            case Letters():
                _paint_letters(sheet, shape, piece)
            case Icon():
                _paint_icon(sheet, piece)
        painter.restore()
    return True


def drawing(sheet: Sheet, shape: Shape) -> Placed | None:
    """The drawing for the sheet's scale; another or none while it comes, unless the sheet waits."""
    measures = sheet.means.measures
    scale = sheet.frame.styled_metres_per_px
    if not sheet.waits or (sheet.live and not measures.supply.warm):
        return measures.ready(shape, scale)
    try:
        return measures.at_once(shape, scale)
    except ScriptError:
        # Without an engine the line through the points is all there is; the supply has said so.
        return latest(shape, scale)


def paint_stroked(sheet: Sheet, piece: Stroked, stroke: QPen) -> None:
    """Lines of a measure with a pen; what is far off the frame is left out."""
    painter, frame = sheet.painter, sheet.frame
    painter.setBrush(NO_BRUSH)
    painter.setPen(stroke)
    if sheet.vector:
        # Few SVG readers know strokes that do not scale with the transform, and not all of them
        # leave out what lies beyond the page.
        for path, before in _on_page(piece, sheet, stroke.widthF()):
            painter.setPen(_begun(stroke, before / frame.metres_per_unit))
            painter.drawPath(frame.transform.map(path))
        return
    painter.setTransform(frame.transform, True)
    if not clipped.is_large(piece.outline, frame):
        painter.drawPath(piece.outline.path)
        return
    for line, before in clipped.lines(piece.outline, frame):
        painter.setPen(_begun(stroke, before / frame.metres_per_unit))
        painter.drawPolyline(line)


def _on_page(piece: Stroked, sheet: Sheet, margin: float) -> list[tuple[QPainterPath, float]]:
    if not clipped.reaches_out(piece.outline, sheet.frame, margin):
        return [(piece.outline.path, 0.0)]
    found: list[tuple[QPainterPath, float]] = []
    for line, before in clipped.pieces(piece.outline, sheet.frame, margin):
        path = QPainterPath()
        path.addPolygon(line)
        found.append((path, before))
    return found


def _begun(stroke: QPen, before: float) -> QPen:
    """The pen at so many units from the start of a line: its dashes run on."""
    if not stroke.dashPattern():
        return stroke
    begun = QPen(stroke)
    begun.setDashOffset(before / max(stroke.widthF(), 1e-6))
    return begun


def _paint_fill(sheet: Sheet, piece: Filled) -> None:
    painter, frame = sheet.painter, sheet.frame
    painter.setPen(NO_PEN)
    painter.setBrush(brush(piece.color, piece.opacity))
    if sheet.vector:
        whole = not clipped.reaches_out(piece.outline, frame, 0.0)
        path = piece.outline.path if whole else clipped.area(piece.outline, frame, 0.0)
        painter.drawPath(frame.transform.map(path))
        return
    large = clipped.is_large(piece.outline, frame)
    painter.setTransform(frame.transform, True)
    painter.drawPath(clipped.area(piece.outline, frame) if large else piece.outline.path)


def _paint_letters(sheet: Sheet, shape: Shape, piece: Letters) -> None:
    style = Type(sheet.measure_font_px(shape), bold=True)
    width = sheet.means.ruler.width_px(piece.text, style)
    along = {"left": width / 2, "right": -width / 2}.get(piece.align, 0.0) * sheet.scale
    up = _MIDDLE_OF_LETTERS * style.size_px * sheet.scale
    turn = math.radians(piece.angle_deg)
    x, y = _unit(sheet, piece.at)
    x += along * math.cos(turn) + up * math.sin(turn)
    y += along * math.sin(turn) - up * math.cos(turn)
    if not _near_page(sheet, (x, y), math.hypot(width, style.size_px) / 2 * sheet.scale):
        return
    # Letters are as black, or as red, as the lines that they belong to.
    ink = piece.color or sheet.theme.overlay_text
    ink = on_ground(ink, sheet.theme.land, LEAST_RATIO_OF_LETTERS)
    sheet.text(piece.text, style, (x, y), ink, halo=shape.style.halo, angle_deg=piece.angle_deg)


def _paint_icon(sheet: Sheet, piece: Icon) -> None:
    renderer = QSvgRenderer(QByteArray(piece.svg.encode()))
    size = renderer.defaultSize()
    x, y = _unit(sheet, piece.at)
    width, height = size.width() * sheet.scale, size.height() * sheet.scale
    if not _near_page(sheet, (x, y), math.hypot(width, height) / 2):
        return
    painter = sheet.painter
    painter.translate(QPointF(x, y))
    painter.rotate(piece.angle_deg)
    renderer.render(painter, QRectF(-width / 2, -height / 2, width, height))


def _near_page(sheet: Sheet, at: tuple[float, float], reach: float) -> bool:
    """Whether what reaches so far around a place comes into the frame; painter units."""
    frame = sheet.frame
    return -reach < at[0] < frame.width + reach and -reach < at[1] < frame.height + reach


def _unit(sheet: Sheet, at: tuple[float, float]) -> tuple[float, float]:
    frame = sheet.frame
    k = 1.0 / frame.metres_per_unit
    return (at[0] - frame.left) * k, (frame.top - at[1]) * k
