"""Letters and lines on a sheet, placed in millimetres. Paper is white in every theme of the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from baltic_desk.app.sheet_places import Box
from baltic_desk.ui.map.lettering import Ruler, Type
from baltic_desk.ui.map.qt_paths import NO_BRUSH, NO_PEN, brush, color, pen

INK = "#1c2226"
QUIET = "#5a646b"
RULE = "#8d979d"
PAPER = "#ffffff"

PX_PER_MM = 96.0 / 25.4
CAP_SHARE = 0.72
"""Height of capitals as a share of the size."""

_NARROW_BLANK, _BLANK = "\u202f", "\u00a0"
"""The shipped font's bold cut has no narrow one: another font would come into the file for it."""

Align = Literal["left", "center", "right"]


def sized(px: float, size: float, *, bold: bool = False, italic: bool = False) -> Type:
    """A type for a sheet of that size factor; whole pixels, which all targets set alike."""
    return Type(float(max(round(px * size), 5)), bold=bold, italic=italic)


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """What the surroundings of the map are painted on.

    Attributes
    ----------
    scale
        Painter units for a pixel of the style, 1/96 inch.
    """

    painter: QPainter
    scale: float
    ruler: Ruler

    def units(self, mm: float) -> float:
        """Painter units of a length."""
        return mm * PX_PER_MM * self.scale

    def rect(self, box: Box) -> QRectF:
        """A box in painter units."""
        return QRectF(*(self.units(each) for each in box))

    def point(self, x: float, y: float) -> QPointF:
        """A place in painter units."""
        return QPointF(self.units(x), self.units(y))

    def width_mm(self, text: str, style: Type) -> float:
        """How wide a line of text is."""
        return self.ruler.width_px(text, style) / PX_PER_MM

    def text(
        self,
        text: str,
        style: Type,
        x: float,
        baseline: float,
        *,
        align: Align = "left",
        ink: str = INK,
    ) -> float:
        """A line of text; its width."""
        text = text.replace(_NARROW_BLANK, _BLANK)
        width = self.width_mm(text, style)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        self.painter.setPen(color(ink))
        self.painter.setFont(style.font(self.scale))
        self.painter.drawText(self.point(left, baseline), text)
        return width

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        width: float = 0.15,
        ink: str = INK,
        dash: tuple[float, ...] = (),
    ) -> None:
        """A straight line, `width` in millimetres."""
        self.painter.setPen(self.pen(width, ink, dash=dash))
        self.painter.drawLine(
            QLineF(self.units(x1), self.units(y1), self.units(x2), self.units(y2))
        )

    def box(self, box: Box, *, width: float = 0.15, ink: str = INK, fill: str = "") -> None:
        """A rectangle; a width of 0 has no outline."""
        sharp = QPen(self.pen(width, ink)) if width else NO_PEN
        if width:
            sharp.setJoinStyle(sharp.joinStyle().MiterJoin)
        self.painter.setPen(sharp)
        self.painter.setBrush(brush(fill) if fill else NO_BRUSH)
        self.painter.drawRect(self.rect(box))
        self.painter.setBrush(NO_BRUSH)

    def polygon(self, points: Sequence[tuple[float, float]], *, fill: str = INK) -> None:
        """A filled polygon without an outline."""
        self.painter.setPen(NO_PEN)
        self.painter.setBrush(brush(fill))
        self.painter.drawPolygon(QPolygonF([self.point(x, y) for x, y in points]))
        self.painter.setBrush(NO_BRUSH)

    def pen(self, width: float, ink: str = INK, *, dash: tuple[float, ...] = ()) -> QPen:
        """A pen of so many millimetres."""
        return pen(ink, self.units(width), dash=dash, flat=True)


def line_mm(style: Type) -> float:
    """From one line of text to the next."""
    return 1.22 * style.size_px / PX_PER_MM


def cap_mm(style: Type) -> float:
    """Height of capitals."""
    return CAP_SHARE * style.size_px / PX_PER_MM


def wrapped(text: str, style: Type, width_mm: float, ruler: Ruler) -> list[str]:
    """Lines no wider than that, broken between words; a word that is wider alone is broken."""
    lines: list[str] = []
    room = width_mm * PX_PER_MM
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if ruler.width_px(longer, style) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            line = word
            while (fits := max(1, ruler.fitting(line, room, style))) < len(line):
                lines.append(line[:fits])
                line = line[fits:]
        lines.append(line)
    return lines


def fitted(text: str, style: Type, width_mm: float, ruler: Ruler, least_px: float) -> Type:
    """The style made smaller until a line fits, down to `least_px`."""
    width = ruler.width_px(text, style) / PX_PER_MM
    if width <= width_mm or width == 0.0:
        return style
    px = max(float(int(style.size_px * width_mm / width)), least_px)
    return Type(px, bold=style.bold, italic=style.italic)
