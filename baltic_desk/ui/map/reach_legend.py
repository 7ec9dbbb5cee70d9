"""The legend of reach at an altitude: for which target, over what, and what each edge means."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter

from baltic_desk.coverage.line_of_sight import Cause
from baltic_desk.document.altitude import COARSE, NO_TERRAIN
from baltic_desk.geo.elevation import ACCURACY
from baltic_desk.ui.map.coverage_painting import LOOKS, MARK_PX, PROVISIONAL, EdgeLook
from baltic_desk.ui.map.lettering import Type
from baltic_desk.ui.map.overlay_painting import FAINT
from baltic_desk.ui.map.placed_reach import Reaches
from baltic_desk.ui.map.qt_paths import NO_BRUSH, NO_PEN, brush, pen
from baltic_desk.ui.map.sheet import Sheet

TITLE_TYPE = Type(11.5, bold=True)
TEXT_TYPE = Type(10.0)
_LEFT_PX, _TOP_PX = 12.0, 26.0
_PAD_PX = 7.0
_ROW_PX = 13.5
_SAMPLE_PX = 34.0
_GAP_PX = 7.0
_WIDEST_PX = 230.0
_NARROWEST_VIEW_PX = 420.0
_COARSE_ERROR = ACCURACY.partition(";")[0]
_PUBLISHED = EdgeLook(2.0, opacity=FAINT)

_MEANS: Mapping[Cause, str] = {
    "range": "reaches the published range",
    "horizon": "cut by the horizon",
    "terrain": "cut by terrain",
    "data": "elevation data end: not known beyond",
}

Row = tuple[EdgeLook, str]


def paint_legend(sheet: Sheet, reaches: Reaches, *, also: Reaches | None = None) -> None:
    """At the upper left; left out where the sheet is too small for it.

    `also` is shown beside it, at another altitude.
    """
    scale, painter, theme = sheet.scale, sheet.painter, sheet.theme
    shown = (reaches,) if also is None else (reaches, also)
    told = next((each for each in shown if each.altitude is not None), None)
    if told is None:
        return
    title, rows = legend_title(reaches, also), legend_rows(*shown)
    ruler = sheet.means.ruler
    letter_px = ruler.width_px("n", TEXT_TYPE)
    lines = [
        line for note in legend_notes(told) for line in _lines(note, int(_WIDEST_PX / letter_px))
    ]
    width = max(
        ruler.width_px(title, TITLE_TYPE),
        *(_SAMPLE_PX + _GAP_PX + ruler.width_px(words, TEXT_TYPE) for _, words in rows),
        *(ruler.width_px(line, TEXT_TYPE) for line in lines),
    )
    width += 2 * _PAD_PX
    height = _ROW_PX * (1.2 + len(rows) + len(lines)) + 2 * _PAD_PX
    if sheet.frame.width < _NARROWEST_VIEW_PX * scale or sheet.frame.height < 2 * height * scale:
        return
    left = _LEFT_PX * scale
    top = _TOP_PX * scale
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen(theme.furniture, 0.8 * scale, 0.4))
    painter.setBrush(brush(theme.furniture_ground, 0.88))
    painter.drawRect(QRectF(left, top, width * scale, height * scale))
    painter.setBrush(NO_BRUSH)
    at = _PAD_PX + _ROW_PX * 0.55
    _write(sheet, title, TITLE_TYPE, left + _PAD_PX * scale, top + at * scale)
    at += _ROW_PX * 1.1
    for look, words in rows:
        y = top + at * scale
        _sample(sheet, look, left + _PAD_PX * scale, y)
        _write(sheet, words, TEXT_TYPE, left + (_PAD_PX + _SAMPLE_PX + _GAP_PX) * scale, y)
        at += _ROW_PX
    for line in lines:
        _write(sheet, line, TEXT_TYPE, left + _PAD_PX * scale, top + at * scale)
        at += _ROW_PX
    painter.setPen(NO_PEN)


def legend_title(reaches: Reaches, also: Reaches | None = None) -> str:
    """For which target; of two that are compared, that each side has its own."""
    if also is not None:
        return "Reach, two altitudes compared"
    return "Reach" if reaches.altitude is None else f"Reach at {reaches.altitude.text}"


def legend_rows(*shown: Reaches) -> list[Row]:
    """Samples of edges with what they mean: those that occur, and the published range."""
    causes = frozenset[Cause]().union(*(each.causes for each in shown))
    rows: list[Row] = [(look, _MEANS[cause]) for cause, look in LOOKS.items() if cause in causes]
    if any(each.provisional for each in shown):
        rows.append((PROVISIONAL, "provisional: horizon, not yet terrain"))
    return [*rows, (_PUBLISHED, "published range")]


def legend_notes(reaches: Reaches) -> list[str]:
    """What it rests on: terrain with its error, earth, assumed antennas, credits."""
    altitude, terrain = reaches.altitude, reaches.terrain
    notes: list[str] = []
    if altitude is None:
        return notes
    if altitude.terrain == NO_TERRAIN:
        notes.append("No terrain: smooth earth at sea level, k = 4/3")
    elif altitude.terrain == COARSE:
        notes.append(f"Terrain: shipped, {_COARSE_ERROR}; k = 4/3")
    else:
        notes.append(f"Terrain: {terrain.name} ({terrain.error}); k = 4/3")
        if terrain.licence:
            notes.append(terrain.licence)
    if reaches.missing:
        notes.append(f"“{reaches.missing[:60]}” is not on this machine; the shipped stands in")
    if reaches.assumed:
        notes.append(f"Antennas of unknown height: {altitude.assumed_antenna_m:g} m, assumed")
    return notes


def _sample(sheet: Sheet, look: EdgeLook, left: float, y: float) -> None:
    ink, scale, painter = sheet.theme.furniture, sheet.scale, sheet.painter
    painter.setPen(look.pen(ink, scale, 1.0))
    painter.drawLine(QLineF(left, y, left + _SAMPLE_PX * scale, y))
    if look.crosses:
        x, arm = left + _SAMPLE_PX / 2 * scale, MARK_PX * scale
        painter.setPen(pen(ink, look.width_px * scale))
        painter.drawLine(QLineF(x - arm, y - arm, x + arm, y + arm))
        painter.drawLine(QLineF(x - arm, y + arm, x + arm, y - arm))


def _write(sheet: Sheet, text: str, style: Type, left: float, y: float) -> None:
    half = sheet.means.ruler.width_px(text, style) / 2 * sheet.scale
    sheet.text(text, style, (left + half, y), sheet.theme.furniture, halo=False)


@lru_cache(maxsize=64)
def _lines(text: str, most: int) -> tuple[str, ...]:
    """Lines of at most so many letters, broken between words."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= most or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
