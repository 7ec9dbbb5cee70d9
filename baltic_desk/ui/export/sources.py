"""The strip under an exported map that names the sources of what is visible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from baltic_desk.app.cited import Citation
from baltic_desk.ui.map.lettering import Ruler, Type
from baltic_desk.ui.map.qt_paths import color
from baltic_desk.ui.map.theme import Theme

TEXT_TYPE = Type(10.0)
HEAD_TYPE = Type(10.0, bold=True)
LARGEST_SHARE = 0.25
"""Of the picture's height: what does not fit is counted in the last line."""
LEAST_PX = (300, 200)
"""On smaller pictures there is no strip."""

_HEAD = "Sources"
_MARGIN_PX = 10.0
_LINE_PX = 13.0
_COLUMN_PX = 560.0
_GAP_PX = 24.0


@dataclass(frozen=True, slots=True)
class Strip:
    """Lines in columns, in pixels of the style; `height_px` is 0 when there is nothing to name."""

    columns: tuple[tuple[str, ...], ...]
    column_px: float
    height_px: int


def strip(citations: Sequence[Citation], width_px: int, height_px: int, ruler: Ruler) -> Strip:
    """The sources set in columns, for a picture of that size."""
    if not citations or width_px < LEAST_PX[0] or height_px < LEAST_PX[1]:
        return Strip((), 0.0, 0)
    room = width_px - 2 * _MARGIN_PX
    count = max(1, int((room + _GAP_PX) // (_COLUMN_PX + _GAP_PX)))
    column_px = (room - (count - 1) * _GAP_PX) / count
    most = max(2, int((LARGEST_SHARE * height_px - 2 * _MARGIN_PX) // _LINE_PX) - 1) * count
    lines: list[str] = []
    for number, citation in enumerate(citations):
        further = wrapped(citation.text, column_px, ruler)
        if len(lines) + len(further) > most - 1 and number < len(citations) - 1:
            left = len(citations) - number
            lines.append(f"… and {left} more, which the project file names.")
            break
        lines += further
    lines = lines[:most]
    high = -(-len(lines) // count)
    columns = tuple(tuple(lines[k * high : (k + 1) * high]) for k in range(count))
    height = round(2 * _MARGIN_PX + (high + 1) * _LINE_PX)
    return Strip(columns, column_px, min(height, height_px // 2))


def paint_strip(
    painter: QPainter, made: Strip, top_px: float, width_px: float, theme: Theme, scale: float
) -> None:
    """Draw the strip from `top_px` down, `scale` painter units to the pixel."""
    if not made.height_px:
        return
    painter.save()
    box = QRectF(0, top_px * scale, width_px * scale, made.height_px * scale)
    painter.fillRect(box, color(theme.furniture_ground))
    painter.setClipRect(box)
    painter.setPen(color(theme.furniture))
    line = _LINE_PX * scale
    first = (top_px + _MARGIN_PX) * scale + 0.75 * line
    painter.setFont(HEAD_TYPE.font(scale))
    painter.drawText(QPointF(_MARGIN_PX * scale, first), _HEAD)
    painter.setFont(TEXT_TYPE.font(scale))
    for column, texts in enumerate(made.columns):
        left = (_MARGIN_PX + column * (made.column_px + _GAP_PX)) * scale
        for row, text in enumerate(texts, start=1):
            painter.drawText(QPointF(left, first + row * line), text)
    painter.restore()


def wrapped(
    text: str, width_px: float, ruler: Ruler, style: Type = TEXT_TYPE, indent: str = "   "
) -> list[str]:
    """A text in lines no wider than that, all but the first indented; a wider word is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if ruler.width_px(longer, style) <= width_px:
            line = longer
            continue
        if line:
            lines.append(line)
        line = f"{indent if lines else ''}{word}"
        # Once, and not again for each line of it: a word may be as long as a text.
        while (fits := max(1, ruler.fitting(line, width_px, style))) < len(line):
            lines.append(line[:fits])
            line = f"{indent}{line[fits:]}"
    return [*lines, line] if line.strip() else lines
