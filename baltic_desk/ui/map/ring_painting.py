"""Paints the lines of range rings, and the letters of figures that nobody of standing gives."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPen

from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map.legible import LEAST_RATIO_OF_LETTERS, on_ground
from baltic_desk.ui.map.lettering import Type
from baltic_desk.ui.map.outline_painting import (
    is_curved,
    paint_area,
    paint_hatch,
    paint_line,
    paint_outline,
)
from baltic_desk.ui.map.qt_paths import brush, pen
from baltic_desk.ui.map.ring_labels import RingLabel
from baltic_desk.ui.map.ring_washes import is_washed
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.sheet import Sheet

INNER_WIDTH = 0.6
"""Of the line at a band's inner edge, as a share of the outer one's."""
LETTER_TYPE = Type(10.5, bold=True)
LETTER_EVERY_PX = 130.0
DISC_PX = 6.5
"""Radius of the disc that a letter stands on."""
FEWEST_LETTERS = 2
_SMALLEST_PX = 60.0
_CLEAR_PX = 10.0


def paint_ring(sheet: Sheet, shape: Shape) -> None:
    """A ring without its wash, its letters and its label."""
    style = shape.style
    if is_washed(shape) or style.fill_opacity == 0.0:
        if style.stroke_width > 0.0 and style.stroke_opacity > 0.0:
            paint_line(sheet, shape)
    elif style.hatched:
        paint_hatch(sheet, shape)
        paint_line(sheet, shape)
    else:
        paint_area(sheet, shape)
    if shape.band is not None:
        edge = QPen(sheet.stroke(style, curved=is_curved(shape)))
        edge.setWidthF(INNER_WIDTH * style.stroke_width * sheet.scale)
        paint_outline(sheet, shape.band.edge, edge)


def paint_letters(sheet: Sheet, shape: Shape, label: RingLabel | None = None) -> None:
    """The letter of a doubtful figure, upright on the outline again and again, not on its label."""
    letter = shape.style.letter
    if not letter:
        return
    frame = sheet.frame
    places = _places(shape, frame.styled_metres_per_px, label)
    if len(places) == 0:
        return
    units = frame.units(places)
    reach = 2.0 * DISC_PX * sheet.scale
    seen = (units > -reach).all(axis=1)
    seen &= (units[:, 0] < frame.width + reach) & (units[:, 1] < frame.height + reach)
    ink = on_ground(shape.style.stroke, sheet.theme.land, LEAST_RATIO_OF_LETTERS)
    painter = sheet.painter
    painter.setPen(pen(sheet.ink(shape.style.stroke), 1.2 * sheet.scale))
    painter.setBrush(brush(sheet.theme.overlay_halo))
    radius = DISC_PX * sheet.scale
    places_seen = units[seen].tolist()
    for x, y in places_seen:
        painter.drawEllipse(QPointF(x, y), radius, radius)
    for x, y in places_seen:
        sheet.text(letter, LETTER_TYPE, (x, y), ink, halo=False)


def _places(shape: Shape, metres_per_px: float, label: RingLabel | None) -> Floats:
    """Points (n, 2) on the map plane, evenly along the outer outline."""
    last = int(shape.parts.starts[1])
    length_px = float(shape.along[last - 1]) / metres_per_px
    if length_px < _SMALLEST_PX:
        return np.empty((0, 2))
    count = max(round(length_px / LETTER_EVERY_PX), FEWEST_LETTERS)
    at_px = (np.arange(count) + 0.5) * length_px / count
    if label is not None:
        off = np.abs(at_px[:, None] - np.array(label.at_px)[None])
        off = np.minimum(off, length_px - off)
        at_px = at_px[(off > label.width_px / 2 + _CLEAR_PX).all(axis=1)]
    return shape.places(at_px * metres_per_px)
