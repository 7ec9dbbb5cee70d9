"""What stands about the map: scale bar, credit, marking line, labels of the graticule."""

from __future__ import annotations

from collections.abc import Set

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from baltic_desk.geo.basemap import BaseMap
from baltic_desk.geo.measure import scale_bar
from baltic_desk.ui.map.graticule_painting import GraticuleLabels
from baltic_desk.ui.map.lettering import Type, as_drawn
from baltic_desk.ui.map.qt_paths import NO_PEN, brush, color, pen
from baltic_desk.ui.map.sheet import Sheet

CREDIT_TYPE = Type(10.0)
SCALE_TYPE = Type(11.0)
MARKING_TYPE = Type(15.0, bold=True, spacing=0.10)
LONGEST_BAR_PX = 180.0
NOTE_UP_PX = 46.0
_MARGIN_PX = 14.0
_BAR_HEIGHT_PX = 4.0

CREDIT = "© OpenStreetMap contributors (ODbL) · GSHHG · Natural Earth · GeoNames"


def paint_furniture(
    sheet: Sheet,
    layers: Set[str],
    labels: GraticuleLabels,
    *,
    credit: str,
    marking: str,
    ground_metres_per_px: float,
    note: str = "",
    settled: bool = True,
) -> None:
    """All of it.

    Parameters
    ----------
    ground_metres_per_px
        The scale at the middle of the view.
    note
        What has to be said of what is shown, and is not.
    """
    sheet.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if "graticule" in layers:
        labels.paint(sheet, settled=settled, gap=_marking_extent(sheet, marking))
    if "scale_bar" in layers:
        _paint_scale_bar(sheet, ground_metres_per_px)
    _paint_credit(sheet, credit)
    if note:
        _paint_note(sheet, note)
    if marking:
        _paint_marking(sheet, marking)


def credit_of(basemap: BaseMap) -> str:
    """The line that the sources of the base map ask for."""
    return CREDIT if basemap.layers else ""


def _paint_scale_bar(sheet: Sheet, ground_metres_per_px: float) -> None:
    bar = scale_bar(ground_metres_per_px, LONGEST_BAR_PX)
    frame, theme, scale, painter = sheet.frame, sheet.theme, sheet.scale, sheet.painter
    left = _MARGIN_PX * scale
    top = frame.height - (_MARGIN_PX + _BAR_HEIGHT_PX) * scale
    width, height = bar.px * scale, _BAR_HEIGHT_PX * scale
    painter.save()
    painter.setPen(NO_PEN)
    painter.setBrush(brush(theme.furniture_ground, 0.75))
    halo = 2.0 * scale
    painter.drawRect(QRectF(left - halo, top - halo, width + 2 * halo, height + 2 * halo))
    for number in range(bar.segments):
        part = QRectF(left + number * width / bar.segments, top, width / bar.segments, height)
        painter.fillRect(
            part, color(theme.furniture if number % 2 == 0 else theme.furniture_ground)
        )
    painter.setPen(pen(theme.furniture, 0.8 * scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(left, top, width, height))
    painter.restore()
    half = sheet.means.ruler.width_px(bar.label, SCALE_TYPE) / 2 * scale
    sheet.ground_text(bar.label, SCALE_TYPE, (left + max(width - half, half), top - 9.0 * scale))


def _paint_credit(sheet: Sheet, credit: str) -> None:
    if not credit:
        return
    half = sheet.means.ruler.width_px(credit, CREDIT_TYPE) / 2
    x = sheet.frame.width - (half + 8.0) * sheet.scale
    sheet.ground_text(credit, CREDIT_TYPE, (x, sheet.frame.height - 9.0 * sheet.scale))


def _paint_note(sheet: Sheet, note: str) -> None:
    """Above the scale bar, whether or not that is there."""
    half = sheet.means.ruler.width_px(note, SCALE_TYPE) / 2
    at = (_MARGIN_PX + half) * sheet.scale, sheet.frame.height - NOTE_UP_PX * sheet.scale
    sheet.ground_text(note, SCALE_TYPE, at)


def _marking_extent(sheet: Sheet, marking: str) -> tuple[float, float] | None:
    """From where to where along the upper edge the marking stands, painter units."""
    if not marking:
        return None
    width = sheet.means.ruler.width_px(_as_marked(marking), MARKING_TYPE) * sheet.scale
    gap = MARKING_TYPE.size_px * sheet.scale
    return (sheet.frame.width - width) / 2 - gap, (sheet.frame.width + width) / 2 + gap


def _as_marked(marking: str) -> str:
    return as_drawn(marking.strip().upper(), MARKING_TYPE)


def _paint_marking(sheet: Sheet, marking: str) -> None:
    """The exercise or classification line, above and below as on a sheet of paper."""
    theme, frame = sheet.theme, sheet.frame
    text = _as_marked(marking)
    for y in (16.0 * sheet.scale, frame.height - 16.0 * sheet.scale):
        sheet.text(text, MARKING_TYPE, (frame.width / 2, y), theme.marking)
