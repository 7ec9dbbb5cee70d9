"""Symbols as pixels for the screen and as vectors for print."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from baltic_desk.symbology.options import Value
from baltic_desk.symbology.symbols import Symbol, SymbolRenderer

BYTES_KEPT = 20 * 1024 * 1024
_MARGIN_PX = 1.0  # milsymbol's boxes end at the stroke's edge; antialiasing needs a little more


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
        """Where to draw the image so that its anchor is at a position."""
        return position - self.anchor


class SymbolPictures:
    """Pictures of symbols, the latest kept while they fit in `bytes_kept`."""

    def __init__(self, renderer: SymbolRenderer, *, bytes_kept: int = BYTES_KEPT) -> None:
        self._renderer = renderer
        self._bytes_kept = bytes_kept
        self._pictures: OrderedDict[object, SymbolPicture] = OrderedDict()
        self._bytes = 0

    @property
    def kept_bytes(self) -> int:
        """Bytes that the kept pictures take."""
        return self._bytes

    def symbol(self, sidc: str, options: Mapping[str, Value | None], size_px: float) -> Symbol:
        """The drawing itself, for vector targets and SVG."""
        return self._renderer.symbol(sidc, size=size_px, **options)

    def picture(
        self, sidc: str, options: Mapping[str, Value | None], size_px: float, dpr: float = 1.0
    ) -> SymbolPicture:
        """Picture of a symbol of `size_px` logical pixels on a screen of pixel ratio `dpr`.

        Raises
        ------
        OptionError
            For an option that the symbol script does not have.
        """
        key = (sidc, size_px, dpr, frozenset(options.items()))
        known = self._pictures.get(key)
        if known is not None:
            self._pictures.move_to_end(key)
            return known
        made = _rasterised(self.symbol(sidc, options, size_px), dpr)
        self._pictures[key] = made
        self._bytes += made.image.sizeInBytes()
        while self._bytes > self._bytes_kept and len(self._pictures) > 1:
            _, dropped = self._pictures.popitem(last=False)
            self._bytes -= dropped.image.sizeInBytes()
        return made

    def clear(self) -> None:
        """Forget all pictures, for example when the pixel ratio has changed."""
        self._pictures.clear()
        self._bytes = 0


def paint_symbol(painter: QPainter, symbol: Symbol, position: QPointF, scale: float = 1.0) -> None:
    """Draw a symbol with its anchor at a position, as vectors, in the painter's units."""
    width, height = symbol.size
    anchor = QPointF(*symbol.anchor) * scale
    box = QRectF(position - anchor, QSizeF(width * scale, height * scale))
    _render(symbol, painter, box)


def _rasterised(symbol: Symbol, dpr: float) -> SymbolPicture:
    width = math.ceil((symbol.size[0] + 2 * _MARGIN_PX) * dpr)
    height = math.ceil((symbol.size[1] + 2 * _MARGIN_PX) * dpr)
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dpr)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    _render(symbol, painter, QRectF(QPointF(_MARGIN_PX, _MARGIN_PX), QSizeF(*symbol.size)))
    painter.end()
    # A copy, made when all that the painting took has been given back: pictures that stay amid what
    # comes and goes leave the heap in crumbs, 110 MB of them for a thousand symbols.
    kept = image.copy()
    kept.setDevicePixelRatio(dpr)
    margin = QPointF(_MARGIN_PX, _MARGIN_PX)
    return SymbolPicture(
        image=kept,
        anchor=QPointF(*symbol.anchor) + margin,
        size=QSizeF(width / dpr, height / dpr),
        octagon_anchor=QPointF(*symbol.octagon_anchor) + margin,
        valid=symbol.valid,
    )


def _render(symbol: Symbol, painter: QPainter, box: QRectF) -> None:
    svg = QSvgRenderer(QByteArray(symbol.svg.encode()))
    assert svg.isValid(), "milsymbol wrote SVG that Qt cannot read"
    svg.render(painter, box)
