"""Paints the samples of a legend: a symbol, a stroke, a wash, as they are on the map."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from baltic_desk.document.style import DASHES, Style
from baltic_desk.symbology.control_measures import measure
from baltic_desk.symbology.engine import ScriptError
from baltic_desk.symbology.measure_drawing import MeasureError
from baltic_desk.ui.export.sheet.key import (
    EdgeSample,
    MapSample,
    MarkSample,
    MeasureSample,
    Sample,
    SignSample,
    StyleSample,
    UnitSample,
)
from baltic_desk.ui.export.sheet.made import Made
from baltic_desk.ui.export.sheet.paper import INK, PAPER, PX_PER_MM, Paper, cap_mm, sized
from baltic_desk.ui.map.annotation_painting import arrow_head, mark_path
from baltic_desk.ui.map.name_painting import sign_path
from baltic_desk.ui.map.qt_paths import NO_BRUSH, NO_PEN, brush, pen
from baltic_desk.ui.map.ring_bands import soft_edge
from baltic_desk.ui.map.trace_painting import GHOST_OPACITY, WIDTH_PX
from baltic_desk.ui.measure_miniature import paint_miniature, request_of
from baltic_desk.ui.symbol_pictures import paint_symbol
from baltic_desk.ui.unit_options import symbol_options

SAMPLE_MM = 9.0
"""Width of the column of samples, at size 1."""
ROW_MM = 5.6
"""Height of a row with a sample, at size 1."""
UNIT_PX = 16.0
"""Size of symbols: less than two thirds of that on the map."""


def paint_sample(paper: Paper, made: Made, sample: Sample, x: float, y: float, size: float) -> None:
    """A sample with its middle at a place, millimetres; `size` is that of the letters beside it."""
    painter = paper.painter
    painter.save()
    match sample:
        case UnitSample():
            _paint_unit(paper, made, sample, x, y, size)
        case MeasureSample(sidc):
            _paint_measure(paper, made, sidc, x, y, size)
        case SignSample(sign):
            style = sized(10.0, size, bold=True)
            paper.text(sign, style, x, y + cap_mm(style) / 2, align="center")
        case StyleSample():
            _paint_style(paper, sample, x, y, size)
        case EdgeSample(look):
            painter.setPen(look.pen(INK, paper.scale, 1.0))
            half = SAMPLE_MM * size * 0.45
            painter.drawLine(paper.point(x - half, y), paper.point(x + half, y))
            if look.crosses:
                arm = 0.8 * size
                painter.setPen(pen(INK, look.width_px * paper.scale))
                painter.drawLine(paper.point(x - arm, y - arm), paper.point(x + arm, y + arm))
                painter.drawLine(paper.point(x - arm, y + arm), paper.point(x + arm, y - arm))
        case MarkSample(mark, style):
            painter.translate(paper.point(x, y))
            plain = mark.marker_color is None and mark.fill is None and mark.stroke is None
            ink = INK if plain else style.fill
            painter.setBrush(brush(ink, style.fill_opacity))
            painter.setPen(pen(ink, 1.5 * paper.scale) if mark.shape == "cross" else NO_PEN)
            painter.drawPath(mark_path(mark.shape, min(mark.size_px, 14.0) / 2 * paper.scale))
        case MapSample(name):
            _paint_map_sign(paper, made, name, x, y, size)
    painter.restore()


def _paint_unit(
    paper: Paper, made: Made, sample: UnitSample, x: float, y: float, size: float
) -> None:
    unit, px = sample.unit, UNIT_PX * size
    own = made.drawing.own
    own.show(made.scene.pictures)
    drawing = own.drawing(unit.picture)
    if drawing is not None:
        whole = drawing.size(px)
        wide, high = whole.width() * paper.scale, whole.height() * paper.scale
        at = paper.point(x, y)
        drawing.paint(paper.painter, QRectF(at.x() - wide / 2, at.y() - high / 2, wide, high))
        return
    options = symbol_options(unit, made.theme, labelled=False, size_px=px)
    symbol = made.means.pictures.symbol(unit.sidc, options, px)
    width, height = symbol.size
    # A headquarters' staff makes it half as high again.
    k = min(1.0, (ROW_MM + 0.4) * size * PX_PER_MM / height) * paper.scale
    shift = QPointF(symbol.anchor[0] - width / 2, symbol.anchor[1] - height / 2) * k
    paint_symbol(paper.painter, symbol, paper.point(x, y) + shift, k)


def _paint_measure(paper: Paper, made: Made, sidc: str, x: float, y: float, size: float) -> None:
    found = measure(sidc)
    if found is not None:
        try:
            drawn = made.means.pictures.measures.draw(request_of(found, sidc))
        except ScriptError:
            drawn = MeasureError("there is no script engine")
        if not isinstance(drawn, MeasureError):
            paint_miniature(
                paper.painter, found, drawn, paper.point(x, y), 19.0 * size, paper.scale, PAPER
            )
            return
    half = SAMPLE_MM * size * 0.45
    paper.line(x - half, y, x + half, y, width=0.4)


def _paint_style(paper: Paper, sample: StyleSample, x: float, y: float, size: float) -> None:
    painter, style = paper.painter, sample.style
    half, high = SAMPLE_MM * size * 0.45, 1.7 * size
    stroke = _stroke(style, paper.scale)
    if not sample.is_area:
        painter.setPen(stroke)
        painter.setBrush(NO_BRUSH)
        head = 2.6 * size if sample.arrow else 0.0
        painter.drawLine(paper.point(x - half, y), paper.point(x + half - head * 0.7, y))
        if sample.arrow:
            line = np.array(
                [(paper.units(x - half), paper.units(y)), (paper.units(x + half), paper.units(y))]
            )
            painter.setPen(NO_PEN)
            painter.setBrush(brush(style.stroke, style.stroke_opacity))
            painter.drawPolygon(arrow_head(line, paper.units(head)))
        return
    left, top, wide = x - half, y - high, 2 * half
    painter.setPen(NO_PEN)
    if sample.band:
        strengths = soft_edge(style.fill_opacity)
        step = wide / len(strengths)
        for number, strength in enumerate(strengths):
            painter.setBrush(brush(style.fill, strength))
            painter.drawRect(
                QRectF(
                    paper.point(left + number * step, top),
                    paper.point(left + (number + 1) * step, top + 2 * high),
                )
            )
        painter.setPen(stroke)
        painter.drawLine(paper.point(left, top), paper.point(left, top + 2 * high))
        return
    # A ring's wash is faint; so is its sample, and its line runs along two sides as an arc does.
    painter.setBrush(brush(style.fill, max(style.fill_opacity, 0.0)))
    rect = QRectF(paper.point(left, top), paper.point(left + wide, top + 2 * high))
    if not style.hatched:
        painter.drawRect(rect)
    else:
        _hatch(paper, style, left, top, wide, 2 * high)
    painter.setBrush(NO_BRUSH)
    if style.stroke_width > 0.0 and style.stroke_opacity > 0.0:
        painter.setPen(stroke)
        painter.drawRect(rect)


def _hatch(paper: Paper, style: Style, left: float, top: float, wide: float, high: float) -> None:
    painter = paper.painter
    painter.setPen(pen(style.fill, 1.0 * paper.scale, 0.6, flat=True))
    step, x = 1.3, left - high
    while x < left + wide:
        start, end = max(x, left), min(x + high, left + wide)
        painter.drawLine(
            paper.point(start, top + high - (start - x)), paper.point(end, top + high - (end - x))
        )
        x += step


def _stroke(style: Style, scale: float) -> QPen:
    width = min(style.stroke_width, 3.0) * scale
    made = QPen(pen(style.stroke, width, style.stroke_opacity, DASHES[style.dash], flat=True))
    made.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return made


def _paint_map_sign(paper: Paper, made: Made, name: str, x: float, y: float, size: float) -> None:
    painter, theme, scale = paper.painter, made.theme, paper.scale
    half = SAMPLE_MM * size * 0.45

    def line(ink: str, width: float, opacity: float = 1.0, dash: tuple[float, ...] = ()) -> None:
        painter.setPen(pen(ink, width * scale, opacity, dash, flat=True))
        painter.drawLine(paper.point(x - half, y), paper.point(x + half, y))

    match name:
        case "border":
            line(theme.border_band, 4.5, theme.border_band_opacity)
            line(theme.border, theme.border_width)
        case "sea border":
            line(theme.border, 0.8 * theme.border_width, 0.65, (9.0, 4.0, 1.5, 4.0))
        case "territorial":
            line(theme.territorial, 0.8, 0.85, (7.0, 5.0))
        case "road":
            line(theme.road, 1.2)
        case "railway":
            line(theme.railway, 0.8, 0.8)
        case "airport" | "port":
            ink = theme.airport if name == "airport" else theme.port
            painter.translate(paper.point(x, y))
            painter.scale(scale, scale)
            painter.setPen(QPen(pen(ink, 1.2 * scale)))
            painter.setBrush(NO_BRUSH)
            painter.drawPath(sign_path(name))
        case "ghost":
            painter.setOpacity(GHOST_OPACITY)
            wide, high = 2.1 * size, 1.4 * size
            painter.setPen(pen(INK, 0.8 * scale))
            painter.setBrush(brush("#80e0ff"))
            painter.drawRect(
                QRectF(paper.point(x - wide, y - high), paper.point(x + wide, y + high))
            )
        case "way":
            painter.setPen(pen(INK, WIDTH_PX * scale, flat=True))
            head = 2.8 * size
            painter.drawLine(paper.point(x - half, y), paper.point(x + half - 0.7 * head, y))
            ends = np.array(
                [(paper.units(x - half), paper.units(y)), (paper.units(x + half), paper.units(y))]
            )
            painter.setPen(NO_PEN)
            painter.setBrush(brush(INK))
            painter.drawPolygon(arrow_head(ends, paper.units(head)))
        case _:
            line(INK, 0.9, 0.7)
