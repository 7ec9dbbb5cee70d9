"""A control measure so small that it stands in a row of a list: its lines, and short letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace
from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QTransform
from PySide6.QtSvg import QSvgRenderer

from baltic_desk.geo.local_plane import LocalPlane
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.symbology.control_measures import Measure
from baltic_desk.symbology.draw_rules import rule_of
from baltic_desk.symbology.measure_drawing import Drawing, MeasureRequest
from baltic_desk.symbology.measure_examples import CENTER, METRES_PER_PX, Places, example
from baltic_desk.ui.map.legible import contrast, on_ground
from baltic_desk.ui.map.lettering import Type, outline
from baltic_desk.ui.map.placed import METRES_PER_DEGREE, Filled, Icon, Letters, Stroked, placed
from baltic_desk.ui.map.qt_paths import NO_BRUSH, NO_PEN, brush, pen

BOX = (1.8, 1.45)
"""Greatest width and height, in heights of the frames of the symbols that it stands among."""

# It is drawn as large as this and made smaller, so that arrow heads and teeth keep their form.
_DRAWN_PX = (108.0, 84.0)
_FONT_PX = 25.0
_LINE_PX = 4.0
_LEAST_LINE_PX = 1.3
_EDGE_PX = 1.3
_MOST_LETTERS = 8
_ABOVE_PX = 8.0
_OF_THE_ENEMY = "ENY"
_ONLY_NUMBERS = frozenset({"ARC1", "CIRCULAR2"})
_NORTH_UP = PROJECTIONS["web-mercator"]
_LEAST_RATIO_ON_DARK, _LEAST_RATIO_ON_LIGHT = 5.5, 2.0

# What shows its form best where there is no room for bends.
_STRAIGHT: Places = ((0.0, 0.5), (1.0, 0.5))
_ARROW: Places = ((1.0, 0.5), (0.0, 0.5))
_PLACES: Mapping[str, Places] = {
    **dict.fromkeys(("LINE1", "LINE2", "LINE7", "LINE8", "LINE13", "LINE21"), _STRAIGHT),
    **dict.fromkeys(("AXIS1", "AXIS2"), (*_ARROW, (0.66, 1.0))),
    **dict.fromkeys(("140601", "140602", "140603", "140605"), _ARROW),
    "CORRIDOR1": ((0.15, 0.5), (0.85, 0.5)),
    "282003": ((0.0, 0.5), (0.5, 0.5), (1.0, 0.5)),
}
_DISTANCES: Mapping[str, tuple[float, ...]] = {"CORRIDOR1": (0.42,)}


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
        places=_PLACES.get(measure.code) or _PLACES.get(measure.rule),
        distances=_DISTANCES.get(measure.rule),
    )
    flat = LocalPlane(CENTER).to_xy(told.points) / METRES_PER_DEGREE
    return replace(told, sidc=sidc, points=tuple((float(x), float(y)) for x, y in flat))


def miniature(
    measure: Measure, drawing: Drawing, size_px: float, dpr: float, ground: str
) -> QImage:
    """The drawing of `request_of`, cropped to its ink.

    Parameters
    ----------
    size_px
        Height of the frames of symbols beside it, logical pixels; it is up to `BOX` times as large.
    ground
        Colour of the list, "#rrggbb"; lines and letters have an edge of it.
    """
    drawn = _Fitted(measure, drawing, size_px)
    image = QImage(
        round(drawn.width * dpr),
        round(drawn.height * dpr),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawn.paint(painter, QPointF(0.0, 0.0), dpr, ground)
    painter.end()
    image.setDevicePixelRatio(dpr)
    return image


def paint_miniature(
    painter: QPainter,
    measure: Measure,
    drawing: Drawing,
    middle: QPointF,
    size_px: float,
    scale: float,
    ground: str,
) -> None:
    """The same as lines about a place in painter units, `scale` of them to the pixel."""
    drawn = _Fitted(measure, drawing, size_px)
    corner = middle - QPointF(drawn.width, drawn.height) * (scale / 2)
    painter.save()
    drawn.paint(painter, corner, scale, ground)
    painter.restore()


class _Fitted:
    """The pieces of a drawing, and how they are laid so that they fit."""

    def __init__(self, measure: Measure, drawing: Drawing, size_px: float) -> None:
        self._form, self._letters = _pieces(measure, drawing)
        ink = _bounds([*self._form, *self._letters])
        margin = _LEAST_LINE_PX / 2 + _EDGE_PX
        across, down = (share * size_px - 2 * margin for share in BOX)
        k = min(across / max(ink.width(), 1.0), down / max(ink.height(), 1.0))
        self.width = ink.width() * k + 2 * margin
        self.height = ink.height() * k + 2 * margin
        self._laid = QTransform(k, 0, 0, k, margin - ink.left() * k, margin - ink.top() * k)

    def paint(self, painter: QPainter, corner: QPointF, dpr: float, ground: str) -> None:
        """All pieces, with the box's corner at a place."""
        laid = self._laid * QTransform.fromScale(dpr, dpr)
        laid *= QTransform.fromTranslate(corner.x(), corner.y())
        # Letters part the lines that they stand on.
        for layer in (self._form, self._letters):
            for piece in layer:
                piece.paint_edge(painter, laid, dpr, ground)
            for piece in layer:
                piece.paint(painter, laid, dpr, ground)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A path in pixels of the drawing: stroked where it has a width, else filled; or the box of a
    picture."""

    path: QPainterPath
    color: str = ""
    opacity: float = 1.0
    width: float = 0.0
    dash: tuple[float, ...] = ()
    edged: bool = False
    hatch: bool = False
    svg: QSvgRenderer | None = None

    def paint_edge(self, painter: QPainter, laid: QTransform, dpr: float, ground: str) -> None:
        if self.edged:
            width = self._width(laid, dpr) if self.width else 0.0
            painter.strokePath(laid.map(self.path), pen(ground, width + 2 * _EDGE_PX * dpr))

    def paint(self, painter: QPainter, laid: QTransform, dpr: float, ground: str) -> None:
        if self.svg is not None:
            self.svg.render(painter, laid.mapRect(self.path.boundingRect()))
            return
        color = _legible(self.color, ground, darker=not self.hatch)
        if self.width:
            painter.setBrush(NO_BRUSH)
            painter.setPen(pen(color, self._width(laid, dpr), dash=self.dash))
        else:
            painter.setPen(NO_PEN)
            painter.setBrush(brush(color, self.opacity))
        painter.drawPath(laid.map(self.path))

    def _width(self, laid: QTransform, dpr: float) -> float:
        return max(self.width * laid.m11(), _LEAST_LINE_PX * dpr)


def _pieces(measure: Measure, drawing: Drawing) -> tuple[list[_Piece], list[_Piece]]:
    """Lines and areas, and letters."""
    per_px = METRES_PER_PX * _NORTH_UP.scale_factor(CENTER)
    x, y = _NORTH_UP.forward_one(CENTER)
    k = 1.0 / per_px
    down = QTransform(k, 0, 0, -k, -x * k, y * k)
    form: list[_Piece] = []
    texts: dict[str, Letters] = {}
    for piece in placed(drawing, LocalPlane(CENTER), _NORTH_UP, per_px).pieces:
        match piece:
            case Filled():
                form.append(_Piece(down.map(piece.outline.path), piece.color, piece.opacity))
            case Stroked():
                width = max(piece.width_px, 0.1)
                dash = tuple(length / width for length in piece.dash_px)
                path = down.map(piece.outline.path)
                form.append(
                    _Piece(
                        path,
                        piece.color,
                        1.0,
                        width,
                        dash,
                        edged=not piece.hatch,
                        hatch=piece.hatch,
                    )
                )
            case Icon():
                form.append(_icon(piece, down.map(QPointF(*piece.at))))
            case Letters():
                # Both ends of a line often say the same.
                texts.setdefault(piece.text, piece)
    if measure.rule in _ONLY_NUMBERS:
        return form, []
    kind = rule_of(measure).geometry
    inside = kind in ("polygon", "outline")
    lettered = _letters(texts, _bounds(form), down, in_area=inside, in_line=kind == "line")
    return form, lettered


def _letters(
    texts: Mapping[str, Letters], form: QRectF, down: QTransform, *, in_area: bool, in_line: bool
) -> list[_Piece]:
    """The texts that are short; one that tells an area stands in its middle, one that tells a line
    above it."""
    middle, reach = form.center(), 0.15 * form.width()
    found: list[_Piece] = []
    for whole, piece in texts.items():
        at = down.map(QPointF(*piece.at))
        off = abs(at.x() - middle.x())
        central = in_area and off < reach and at.y() < form.bottom() - 0.12 * form.height()
        text = whole.partition(" ")[0] if central and ":" not in whole else whole
        if not _is_short(text) or (central and found):
            continue
        path = outline(text, Type(_FONT_PX, bold=True))
        box = path.boundingRect()
        path = path.translated(-box.center())
        if central:
            fitting = min(1.0, 0.78 * form.width() / box.width())
            laid = QTransform(fitting, 0, 0, fitting, middle.x(), middle.y())
        elif in_line and not (off < 2 * reach and abs(at.y()) < _FONT_PX / 2):
            fitting = min(1.0, form.width() / box.width())
            top = form.top() - _ABOVE_PX - 0.5 * box.height() * fitting
            laid = QTransform(fitting, 0, 0, fitting, middle.x(), top)
        else:
            half = {"left": box.width() / 2, "right": -box.width() / 2}.get(piece.align, 0.0)
            laid = QTransform().translate(at.x(), at.y()).rotate(piece.angle_deg)
            laid.translate(half, -box.height() / 2)
        found.append(_Piece(laid.map(path), piece.color or "#000000", edged=True))
    return found


def _is_short(text: str) -> bool:
    """Whether a text is a word that can be read in a miniature, no number and no heading of one."""
    letters = text.strip()
    if letters == _OF_THE_ENEMY:
        return False
    plain = letters.isascii() and not any(map(str.isdigit, letters)) and ":" not in letters
    return plain and 0 < len(letters) <= _MOST_LETTERS


def _icon(piece: Icon, at: QPointF) -> _Piece:
    renderer = QSvgRenderer(QByteArray(piece.svg.encode()))
    size = renderer.defaultSize()
    box = QPainterPath()
    box.addRect(
        QRectF(at.x() - size.width() / 2, at.y() - size.height() / 2, size.width(), size.height())
    )
    return _Piece(box, svg=renderer)


def _bounds(pieces: list[_Piece]) -> QRectF:
    found = QRectF()
    for piece in pieces:
        found = found.united(piece.path.boundingRect())
    return found


def _legible(name: str, ground: str, *, darker: bool) -> str:
    """The colour, lighter on a dark list, and darker on a light one, until it can be seen."""
    shown = QColor(on_ground(name, ground, _LEAST_RATIO_ON_DARK))
    while darker and contrast(shown.name(), ground) < _LEAST_RATIO_ON_LIGHT and shown.value() > 0:
        shown = shown.darker(108)
    return shown.name()
