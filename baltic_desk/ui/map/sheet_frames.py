"""Frames of sheets of paper over the map, with the handles that they are moved by."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from baltic_desk.app.sheet_frame import Outline
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map.lettering import Type
from baltic_desk.ui.map.qt_paths import NO_BRUSH, NO_PEN, brush, color, pen, polygon
from baltic_desk.ui.map.sheet import Sheet

FRAME_INK = {"light": "#c4211b", "dark": "#ff7a6b", "contrast": "#c00000"}
_HALO_OPACITY = 0.75
_VEIL_OPACITY = 0.10
HANDLE_PX = 5.0
GRIP_PX = 11.0
_NUMBER_PX = 34.0
"""A sheet that is smaller on the screen has no number."""


@dataclass(frozen=True, slots=True, eq=False)
class ShownSheets:
    """What is shown of them.

    Attributes
    ----------
    chosen
        Number of the sheet that is looked at; 0 for none.
    corners
        Where handles are, positions (4, 2).
    middle
        Where the grip is.
    readout
        Words beside the grip.
    has_keys
        Whether the keyboard moves it.
    """

    outlines: tuple[Outline, ...] = ()
    chosen: int = 0
    corners: Floats = field(default_factory=lambda: np.empty((0, 2)))
    middle: tuple[float, float] = (0.0, 0.0)
    readout: str = ""
    has_keys: bool = False


NO_SHEETS = ShownSheets()


def paint_sheets(sheet: Sheet, shown: ShownSheets) -> None:
    """Paint frames, numbers and handles."""
    if not shown.outlines:
        return
    painter, theme, scale = sheet.painter, sheet.theme, sheet.scale
    ink = FRAME_INK.get(theme.id, FRAME_INK["light"])
    every = [_units(sheet, outline.lonlat) for outline in shown.outlines]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(NO_BRUSH)
    rings = [polygon(np.vstack((units, units[:1]))) for units in every]
    for width, stroke in (
        (3.6, pen(theme.overlay_halo, 3.6 * scale, opacity=_HALO_OPACITY)),
        (1.6, pen(ink, 1.6 * scale)),
    ):
        del width
        painter.setPen(stroke)
        for ring in rings:
            painter.drawPolyline(ring)
    if len(every) > 1:
        for outline, units in zip(shown.outlines, every, strict=True):
            _paint_number(sheet, outline, units, ink, strong=outline.number == shown.chosen)
    _paint_handles(sheet, shown, ink)
    painter.restore()


def _paint_number(sheet: Sheet, outline: Outline, units: Floats, ink: str, *, strong: bool) -> None:
    size = float(min(np.ptp(units, axis=0))) / sheet.scale
    if strong:
        sheet.painter.setPen(NO_PEN)
        sheet.painter.setBrush(brush(ink, _VEIL_OPACITY))
        sheet.painter.drawPolygon(polygon(units))
        sheet.painter.setBrush(NO_BRUSH)
    if size < _NUMBER_PX:
        return
    x, y = (units.min(axis=0) + units.max(axis=0)) / 2
    style = Type(min(max(round(size / 5), 11), 26), bold=strong)
    sheet.text(str(outline.number), style, (float(x), float(y)), ink)


def _paint_handles(sheet: Sheet, shown: ShownSheets, ink: str) -> None:
    painter, scale, theme = sheet.painter, sheet.scale, sheet.theme
    painter.setPen(pen(ink, 1.6 * scale))
    painter.setBrush(brush(theme.overlay_halo))
    half = HANDLE_PX * scale
    for x, y in _units(sheet, shown.corners):
        painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))
    x, y = _units(sheet, np.array([shown.middle]))[0]
    painter.setPen(pen(ink, (2.6 if shown.has_keys else 1.6) * scale))
    radius = GRIP_PX * scale
    painter.drawEllipse(QPointF(x, y), radius, radius)
    arm, head = 7.0 * scale, 2.6 * scale
    painter.setPen(pen(ink, 1.5 * scale))
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        tip = QPointF(x + dx * arm, y + dy * arm)
        painter.drawLine(QPointF(x, y), tip)
        for side in (-1, 1):
            barb = QPointF(-dx * head + side * dy * head, -dy * head + side * dx * head)
            painter.drawLine(tip, tip + barb)
    if shown.readout:
        style = Type(13.0, bold=True)
        sheet.text(shown.readout, style, (float(x), float(y) + 26.0 * scale), color(ink).name())


def _units(sheet: Sheet, lonlat: Floats) -> Floats:
    """Painter units of positions (n, 2)."""
    frame = sheet.frame
    return frame.units(frame.projection.forward(np.asarray(lonlat, dtype=float)))
