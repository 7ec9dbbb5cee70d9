"""A control measure so small that it stands in a row of a list: its lines, and short letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace
from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QTransform
from PySide6.QtSvg import QSvgRenderer

from baltic_desk.geo.local_plane import LocalPlane
from baltic_desk.geo.projection import DEFAULT_PROJECTION, PROJECTIONS
from baltic_desk.symbology.control_measures import Measure
from baltic_desk.symbology.measure_drawing import Drawing, MeasureRequest
from baltic_desk.symbology.measure_examples import CENTER, METRES_PER_PX, example
from baltic_desk.ui.map.legible import on_ground
from baltic_desk.ui.map.lettering import Type, outline
from baltic_desk.ui.map.placed import METRES_PER_DEGREE, Filled, Icon, Letters, Stroked, placed
from baltic_desk.ui.map.qt_paths import NO_BRUSH, NO_PEN, brush, pen

BOX = (1.8, 1.45)
"""Greatest width and height, in heights of the frames of the symbols that it stands among."""

# It is drawn as large as this and made smaller, so that arrow heads and teeth keep their form.
_DRAWN_PX = (108.0, 84.0)
_FONT_PX = 24.0
_LINE_PX = 4.0
_LEAST_LINE_PX = 1.3
_MOST_LETTERS = 5
_EDGE_PX = 1.2
_LEAST_RATIO = 5.5


def request_of(measure: Measure, sidc: str) -> MeasureRequest:
    """What the script is told of a measure for a miniature: no texts but those that it has always.

    Its points are places on a plane as `placed` has it.
    """
    width_px, height_px = _DRAWN_PX
    told = example(
        measure,
        width_px=width_px,
        height_px=height_px,
        texts={},
        font_size_px=_FONT_PX,
        line_width_px=_LINE_PX,
    )
    flat = LocalPlane(CENTER).to_xy(told.points) / METRES_PER_DEGREE
    return replace(told, sidc=sidc, points=tuple((float(x), float(y)) for x, y in flat))


def miniature(drawing: Drawing, size_px: float, dpr: float, ground: str) -> QImage:
    """The drawing of `request_of`, cropped to its ink.

    Parameters
    ----------
    size_px
        Height of the frames of symbols beside it, logical pixels; it is up to `BOX` times as large.
    ground
        Colour of the list, "#rrggbb"; lines and letters have an edge of it.
    """
    pieces = tuple(_pieces(drawing))
    ink = QRectF()
    for piece in pieces:
        ink = ink.united(piece.path.boundingRect())
    margin = _LEAST_LINE_PX / 2 + _EDGE_PX
    across, down = (share * size_px - 2 * margin for share in BOX)
    scale = min(across / max(ink.width(), 1.0), down / max(ink.height(), 1.0))
    width = round((ink.width() * scale + 2 * margin) * dpr)
    height = round((ink.height() * scale + 2 * margin) * dpr)
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    laid = QTransform(scale, 0, 0, scale, margin - ink.left() * scale, margin - ink.top() * scale)
    laid *= QTransform.fromScale(dpr, dpr)
    for piece in pieces:
        piece.paint_edge(painter, laid, dpr, ground)
    for piece in pieces:
        piece.paint(painter, laid, dpr, ground)
    painter.end()
    image.setDevicePixelRatio(dpr)
    return image


@dataclass(frozen=True, slots=True)
class _Piece:
    """A path in pixels of the drawing: stroked where it has a width, else filled; or the box of a
    picture."""

    path: QPainterPath
    color: str = ""
    opacity: float = 1.0
    width: float = 0.0
    dash: tuple[float, ...] = ()
    is_text: bool = False
    svg: QSvgRenderer | None = None

    def paint_edge(self, painter: QPainter, laid: QTransform, dpr: float, ground: str) -> None:
        wide = 2 * _EDGE_PX * dpr
        if self.width:
            painter.strokePath(laid.map(self.path), pen(ground, self._width(laid, dpr) + wide))
        elif self.is_text:
            painter.strokePath(laid.map(self.path), pen(ground, wide))

    def paint(self, painter: QPainter, laid: QTransform, dpr: float, ground: str) -> None:
        if self.svg is not None:
            self.svg.render(painter, laid.mapRect(self.path.boundingRect()))
        elif self.width:
            color = on_ground(self.color, ground, _LEAST_RATIO)
            painter.setBrush(NO_BRUSH)
            painter.setPen(pen(color, self._width(laid, dpr), dash=self.dash))
            painter.drawPath(laid.map(self.path))
        else:
            color = on_ground(self.color, ground, _LEAST_RATIO)
            painter.setPen(NO_PEN)
            painter.setBrush(brush(color, self.opacity))
            painter.drawPath(laid.map(self.path))

    def _width(self, laid: QTransform, dpr: float) -> float:
        return max(self.width * laid.m11(), _LEAST_LINE_PX * dpr)


def _pieces(drawing: Drawing) -> Iterator[_Piece]:
    projection = PROJECTIONS[DEFAULT_PROJECTION]
    per_px = METRES_PER_PX * projection.scale_factor(CENTER)
    found = placed(drawing, LocalPlane(CENTER), projection, per_px).pieces
    x, y = projection.forward_one(CENTER)
    k = 1.0 / per_px
    down = QTransform(k, 0, 0, -k, -x * k, y * k)
    said: set[str] = set()
    for piece in found:
        match piece:
            case Filled():
                yield _Piece(down.map(piece.outline.path), piece.color, piece.opacity)
            case Stroked():
                width = max(piece.width_px, 0.1)
                dash = tuple(length / width for length in piece.dash_px)
                yield _Piece(down.map(piece.outline.path), piece.color, 1.0, width, dash)
            case Icon():
                yield _icon(piece, down.map(QPointF(*piece.at)))
            case Letters():
                # Both ends of a line often say the same.
                if len(piece.text) <= _MOST_LETTERS and piece.text not in said:
                    said.add(piece.text)
                    yield _lettering(piece, down.map(QPointF(*piece.at)))


def _icon(piece: Icon, at: QPointF) -> _Piece:
    renderer = QSvgRenderer(QByteArray(piece.svg.encode()))
    size = renderer.defaultSize()
    box = QPainterPath()
    box.addRect(
        QRectF(at.x() - size.width() / 2, at.y() - size.height() / 2, size.width(), size.height())
    )
    return _Piece(box, svg=renderer)


def _lettering(piece: Letters, at: QPointF) -> _Piece:
    path = outline(piece.text, Type(_FONT_PX, bold=True))
    width = path.boundingRect().width()
    start = {"left": 0.0, "right": -width}.get(piece.align, -width / 2)
    turned = QTransform().translate(at.x(), at.y()).rotate(piece.angle_deg).translate(start, 0.0)
    return _Piece(turned.map(path), piece.color or "#000000", is_text=True)
