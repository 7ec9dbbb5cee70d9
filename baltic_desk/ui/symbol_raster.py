"""A symbol as pixels for the screen, and as vectors for print.

Pixels are made so that the symbol's anchor falls at a set place of a device pixel: at its middle
where the frame's stroke is an odd number of pixels wide, at its corner where it is even. All
symbols of a size are then equally sharp, and drawn with `SymbolPicture.top_left` no pixel is
blended anew.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from baltic_desk.symbology.outlined_text import with_outlines
from baltic_desk.symbology.symbols import Symbol
from baltic_desk.ui.fonts import FAMILY

_MARGIN_PX = 1.0  # milsymbol's boxes end at the stroke's edge; antialiasing needs a little more
_STROKE = 0.04  # width of a frame's stroke, of the symbol's size

_VIEW_BOX = re.compile(r' viewBox="[-0-9.e]+ [-0-9.e]+ ([-0-9.e]+) ')
_FONT_FAMILY = re.compile(r' font-family="[^"]*"')


@dataclass(frozen=True, slots=True)
class SymbolPicture:
    """A symbol in pixels.

    Attributes
    ----------
    image
        Premultiplied ARGB whose device pixel ratio is the one asked for.
    anchor
        Point of the image, in logical pixels, that stands on the position.
    size
        Width and height of the image in logical pixels.
    octagon_anchor
        Middle of the frame, in logical pixels.
    valid
        Whether the code means something.
    """

    image: QImage
    anchor: QPointF
    size: QSizeF
    octagon_anchor: QPointF
    valid: bool

    def top_left(self, position: QPointF) -> QPointF:
        """Where to draw the image so that its anchor is at a position, on whole device pixels.

        For a painter whose own origin lies on a device pixel.
        """
        dpr = self.image.devicePixelRatio()
        corner = (position - self.anchor) * dpr
        return QPointF(_nearest(corner.x()), _nearest(corner.y())) / dpr


def rasterised(symbol: Symbol, dpr: float) -> SymbolPicture:
    """Picture of a symbol for a screen of pixel ratio `dpr`."""
    stroke_px = _STROKE * _size_px(symbol) * dpr
    phase = 0.5 if max(1, round(stroke_px)) % 2 else 0.0
    left, top = (
        math.ceil(at * dpr + _MARGIN_PX) + phase - at * dpr for at in symbol.anchor
    )  # of the picture's corner in device pixels, one pixel or more
    width = math.ceil(left + symbol.size[0] * dpr + _MARGIN_PX)
    height = math.ceil(top + symbol.size[1] * dpr + _MARGIN_PX)
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(left, top, symbol.size[0] * dpr, symbol.size[1] * dpr)
    _render(with_outlines(symbol.svg), painter, box)
    painter.end()
    # A copy, made when all that the painting took has been given back: pictures that stay amid what
    # comes and goes leave the heap in crumbs, 110 MB of them for a thousand symbols.
    kept = image.copy()
    kept.setDevicePixelRatio(dpr)
    corner = QPointF(left, top) / dpr
    return SymbolPicture(
        image=kept,
        anchor=QPointF(*symbol.anchor) + corner,
        size=QSizeF(width / dpr, height / dpr),
        octagon_anchor=QPointF(*symbol.octagon_anchor) + corner,
        valid=symbol.valid,
    )


def paint_symbol(painter: QPainter, symbol: Symbol, position: QPointF, scale: float = 1.0) -> None:
    """Draw a symbol with its anchor at a position, as vectors and text, in the painter's units."""
    width, height = symbol.size
    anchor = QPointF(*symbol.anchor) * scale
    box = QRectF(position - anchor, QSizeF(width * scale, height * scale))
    # By its own name: a machine's Arial would come before what stands in for it.
    _render(with_family(symbol.svg, FAMILY), painter, box)


def with_family(svg: str, families: str) -> str:
    """The same picture with its texts in another font."""
    return _FONT_FAMILY.sub(f' font-family="{families}"', svg)


def _render(svg: str, painter: QPainter, box: QRectF) -> None:
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    assert renderer.isValid(), "milsymbol wrote SVG that Qt cannot read"
    renderer.render(painter, box)


def _size_px(symbol: Symbol) -> float:
    """Pixels of 100 units of the standard's drawing."""
    view_box = _VIEW_BOX.search(symbol.svg)
    return 100.0 * symbol.size[0] / float(view_box[1]) if view_box else 100.0


def _nearest(value: float) -> float:
    """Nearest whole number; halves always up, so that neighbours go the same way."""
    return math.floor(value + 0.5)
