"""Lettering on the map: measured without hinting, outlined once, drawn with a halo.

Names are drawn as outlines, so that a label has the same size and place at every scale and density
of pixels, can be turned, and has a halo of any width. What stands upright is kept as a picture.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QTransform,
)

from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.fonts import FAMILY, load_fonts
from baltic_desk.ui.map.qt_paths import NO_PEN

HALO_WIDTH_PX = 1.6
POINTS_TO_PX = 96.0 / 72.0
SPRITES_BOUND_BYTES = 12 * 1024 * 1024
MOST_LETTERS = 1_000
LONGEST_SIDE_PX = 5_000.0
"""If letters were as wide as high: more than the longest side of a sheet of A0. A picture much
wider than that could not be painted into, in as many dots as paper has."""
_AT_ONCE = 200
_RUN = 50
_ROUNDING = 1e-9
_MEASURED_AT_PX = 200.0
_CUTS = ((False, False), (True, False), (False, True), (True, True))
_USUAL_LETTERS = "".join(map(chr, (*range(0x20, 0x180), *range(0x400, 0x460)))) + "’–—·"


@dataclass(frozen=True, slots=True)
class Type:
    """A size and cut of the typeface; `spacing` between letters is a share of the size."""

    size_px: float
    bold: bool = False
    italic: bool = False
    spacing: float = 0.0

    def font(self, scale: float = 1.0) -> QFont:
        """The font, `scale` painter units to the pixel."""
        made = QFont(FAMILY)
        made.setPixelSize(max(round(self.size_px * scale), 1))
        made.setBold(self.bold)
        made.setItalic(self.italic)
        made.setKerning(False)
        made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if self.spacing:
            spacing = self.spacing * self.size_px * scale
            made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
        return made


class _Advances(dict[str, float]):
    """Widths of letters as shares of the size, measured when first asked for."""

    def __init__(self, bold: bool, italic: bool) -> None:
        super().__init__()
        self._metrics = QFontMetricsF(Type(_MEASURED_AT_PX, bold, italic).font())

    def __missing__(self, letter: str) -> float:
        width = self._metrics.horizontalAdvance(letter) / _MEASURED_AT_PX
        self[letter] = width
        return width


@cache
def _advances(bold: bool, italic: bool) -> _Advances:
    """Of all rulers: to measure the usual letters takes some milliseconds."""
    load_fonts()
    made = _Advances(bold, italic)
    for letter in _USUAL_LETTERS:
        made[letter]
    return made


class Ruler:
    """Widths of texts from those of single letters; European scripts are known at once."""

    def __init__(self) -> None:
        self._advances = {cut: _advances(*cut) for cut in _CUTS}

    def width_px(self, text: str, style: Type) -> float:
        """Width of a line of text."""
        advances = self._advances[style.bold, style.italic]
        letters = sum(advances[letter] for letter in text)
        return style.size_px * (letters + style.spacing * max(len(text) - 1, 0))

    def fitting(self, text: str, width_px: float, style: Type) -> int:
        """How many letters of a line are no wider together; the rest is not looked at."""
        advances = self._advances[style.bold, style.italic]
        room = width_px / style.size_px + style.spacing
        for number, letter in enumerate(text):
            room -= advances[letter] + style.spacing
            if room < -_ROUNDING:
                return number
        return len(text)


def as_drawn(text: str, style: Type) -> str:
    """A text as far as it is drawn: what goes on after three dots no screen nor sheet has room for.

    >>> as_drawn("Riga\\n" * 3, Type(12.0)), len(as_drawn("x" * 65_536, Type(100.0)))
    ('Riga\\nRiga\\nRiga\\n', 50)
    """
    longest = max(20, int(LONGEST_SIDE_PX / style.size_px))
    if len(text) <= min(longest, MOST_LETTERS):
        return text
    if len(text) > MOST_LETTERS:
        text = f"{text[: MOST_LETTERS - 1]}…"
    lines = text.split("\n")
    if len(lines) > longest:
        lines[longest - 1 :] = "…"
    return "\n".join(x if len(x) <= longest else f"{x[: longest - 1]}…" for x in lines)


def outline(text: str, style: Type) -> QPainterPath:
    """The letters' shapes at the style's size, the baseline beginning at the origin."""
    return _lined_up(text, style, _letter)


def halo(text: str, style: Type) -> QPainterPath:
    """The shapes widened all round, letter by letter."""
    return _lined_up(text, style, _wide_letter)


def _lined_up(text: str, style: Type, shape: Callable[[str, Type], QPainterPath]) -> QPainterPath:
    if len(text) == 1:
        return shape(text, style)
    metrics = _metrics(style)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    x = 0.0
    for letter in text:
        path.addPath(shape(letter, style).translated(x, 0.0))
        advance = metrics.horizontalAdvance(letter) / _MEASURED_AT_PX
        x += (advance + style.spacing) * style.size_px
    return path


# Letters only: whole names are kept as pictures, and as paths would take 16 kB each.
@lru_cache(maxsize=1024)
def _letter(letter: str, style: Type) -> QPainterPath:
    path = QPainterPath()
    path.addText(QPointF(0.0, 0.0), Type(_MEASURED_AT_PX, style.bold, style.italic).font(), letter)
    path.setFillRule(Qt.FillRule.WindingFill)
    k = style.size_px / _MEASURED_AT_PX
    return QTransform.fromScale(k, k).map(path)


@lru_cache(maxsize=1024)
def _wide_letter(letter: str, style: Type) -> QPainterPath:
    return _widened(_letter(letter, style), HALO_WIDTH_PX)


@lru_cache(maxsize=16)
def _metrics(style: Type) -> QFontMetricsF:
    return QFontMetricsF(Type(_MEASURED_AT_PX, style.bold, style.italic).font())


def _widened(path: QPainterPath, width_px: float) -> QPainterPath:
    """A shape and all within a distance of it, as one path to fill by winding."""
    stroker = QPainterPathStroker()
    stroker.setWidth(2.0 * width_px)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    stroker.setCurveThreshold(0.5)
    # The stroke crosses itself all over; without that it is filled twelve times as fast.
    wide = stroker.createStroke(path).simplified()
    wide.setFillRule(Qt.FillRule.WindingFill)
    return wide


def paint_text(
    painter: QPainter,
    text: str,
    style: Type,
    at: tuple[float, float],
    ink: QColor,
    ground: QColor | None,
    *,
    scale: float = 1.0,
    angle_deg: float = 0.0,
    as_text: bool = False,
) -> None:
    """A line of text with its baseline beginning at `at` (painter units), turned clockwise.

    `as_text` keeps letters as text for a vector picture; else they are shapes.
    """
    painter.save()
    painter.translate(*at)
    if angle_deg:
        painter.rotate(angle_deg)
    painter.scale(scale, scale)
    painter.setPen(NO_PEN)
    text = as_drawn(text, style)
    if ground is not None:
        painter.fillPath(halo(text, style), ground)
    if as_text:
        painter.setFont(replace(style, spacing=0.0).font())
        painter.setPen(ink)
        for start, some in _set_apart(text, style):
            painter.drawText(QPointF(start, 0.0), some)
    else:
        painter.fillPath(outline(text, style), ink)
    painter.restore()


def _set_apart(text: str, style: Type) -> Iterator[tuple[float, str]]:
    """Pieces of a line and where each begins: PDF and SVG do not keep a font's letter spacing."""
    if not style.spacing:
        yield 0.0, text
        return
    metrics = _metrics(replace(style, spacing=0.0))
    x = 0.0
    for letter in text:
        yield x, letter
        advance = metrics.horizontalAdvance(letter) / _MEASURED_AT_PX
        x += (advance + style.spacing) * style.size_px


def paint_along(
    painter: QPainter,
    text: str,
    style: Type,
    line: Floats,
    ink: QColor,
    ground: QColor | None,
    ruler: Ruler,
    *,
    scale: float = 1.0,
) -> None:
    """A line of text standing centred on the middle of a line of painter units (n, 2)."""
    shapes, wide = QPainterPath(), QPainterPath()
    shapes.setFillRule(Qt.FillRule.WindingFill)
    wide.setFillRule(Qt.FillRule.WindingFill)
    lift = 0.36 * style.size_px
    widths = [ruler.width_px(letter, style) + style.spacing * style.size_px for letter in text]
    for letter, width, (x, y, cosine, sine) in zip(
        text, widths, _standing(line, np.array(widths) * scale), strict=True
    ):
        # The letter's middle on the line, its foot below by `lift`, turned as the line runs there.
        a, b = scale * cosine, scale * sine
        left = -width / 2
        place = QTransform(a, b, -b, a, x + a * left - b * lift, y + b * left + a * lift)
        shapes.addPath(place.map(outline(letter, style)))
        if ground is not None:
            wide.addPath(place.map(halo(letter, style)))
    painter.setPen(NO_PEN)
    if ground is not None:
        painter.fillPath(wide, ground)
    painter.fillPath(shapes, ink)


def _standing(line: Floats, widths: Floats) -> list[list[float]]:
    """Middle and direction (cosine, sine) of each letter of a text centred on a line."""
    steps = np.diff(line, axis=0)
    lengths = np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-9)
    along = np.concatenate(([0.0], np.cumsum(lengths)))
    middles = (along[-1] - widths.sum()) / 2 + np.cumsum(widths) - widths / 2
    edge = (middles[:, None] > along[None, 1:-1]).sum(axis=1)
    direction = steps[edge] / lengths[edge, None]
    places = line[edge] + direction * (middles - along[edge])[:, None]
    return np.hstack((places, direction)).tolist()


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """A picture of a label, and where its middle lies in it."""

    image: QImage
    middle: tuple[float, float]


class Sprites:
    """Pictures of upright labels with their halos, for one density of pixels."""

    def __init__(self, *, bound_bytes: int = SPRITES_BOUND_BYTES) -> None:
        self._kept: OrderedDict[tuple[object, ...], Sprite] = OrderedDict()
        self._cost_bytes = 0
        self._bound_bytes = bound_bytes

    def sprite(self, text: str, style: Type, ink: QColor, ground: QColor, scale: float) -> Sprite:
        """Picture of a text, perhaps of several lines, centred."""
        text = as_drawn(text, style)
        key = (text, style, ink.rgba(), ground.rgba(), scale)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        made = _drawn(text, style, ink, ground, scale)
        self._kept[key] = made
        self._cost_bytes += made.image.sizeInBytes()
        while self._cost_bytes > self._bound_bytes and len(self._kept) > 1:
            self._cost_bytes -= self._kept.popitem(last=False)[1].image.sizeInBytes()
        return made


def block(text: str, style: Type) -> tuple[QPainterPath, QPainterPath]:
    """Letters and halo of one or more lines, centred on the origin."""
    lines = text.split("\n")
    shapes, wide = QPainterPath(), QPainterPath()
    shapes.setFillRule(Qt.FillRule.WindingFill)
    wide.setFillRule(Qt.FillRule.WindingFill)
    for number, line in enumerate(lines):
        shape = outline(line, style)
        bounds = shape.boundingRect()
        shift = QPointF(-bounds.center().x(), _down(number, len(lines), style))
        shapes.addPath(shape.translated(shift))
        wide.addPath(halo(line, style).translated(shift))
    return shapes, wide


def _down(number: int, lines: int, style: Type) -> float:
    """Where the baseline of a line is below the middle of so many."""
    return (number - (lines - 1) / 2) * 1.12 * style.size_px + 0.36 * style.size_px


def _pieces(text: str, style: Type) -> list[tuple[QPainterPath, QPainterPath]]:
    """A block in as many pieces as are filled one after the other: the time that one takes grows
    with the square of the letters that stand side by side."""
    if len(text) <= _AT_ONCE:
        return [block(text, style)]
    found: list[tuple[QPainterPath, QPainterPath]] = []
    lines = text.split("\n")
    metrics = _metrics(style)
    for number, line in enumerate(lines):
        x = -outline(line, style).boundingRect().center().x()
        y = _down(number, len(lines), style)
        for start in range(0, len(line), _RUN):
            run = line[start : start + _RUN]
            found.append((outline(run, style).translated(x, y), halo(run, style).translated(x, y)))
            shares = sum(map(metrics.horizontalAdvance, run)) / _MEASURED_AT_PX
            x += (shares + len(run) * style.spacing) * style.size_px
    return found


@lru_cache(maxsize=256)
def kept_block(text: str, style: Type) -> tuple[QPainterPath, QPainterPath]:
    """As `block`, for texts that are painted again and again and lie askew, so that no picture of
    them serves; some 16 kB each. Not to be changed by whoever gets them."""
    return block(text, style)


def _drawn(text: str, style: Type, ink: QColor, ground: QColor, scale: float) -> Sprite:
    pieces = _pieces(text, style)
    bounds = QRectF()
    for _, wide in pieces:
        bounds |= wide.boundingRect()
    bounds = bounds.adjusted(-1, -1, 1, 1)
    width = int(np.ceil(bounds.width() * scale)) + 1
    height = int(np.ceil(bounds.height() * scale)) + 1
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    painter.translate(-bounds.topLeft())
    for _, wide in pieces:
        painter.fillPath(wide, ground)
    for shapes, _ in pieces:
        painter.fillPath(shapes, ink)
    painter.end()
    return Sprite(image, (-bounds.x() * scale, -bounds.y() * scale))
