"""Symbols for the one-file viewer: what the symbol script drew, as strokes, fills and texts.

The viewer draws them on a canvas, sharp at any scale, without a picture that has to be decoded and
without markup that could act. Colours of the theme are told by name, so that both themes share.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import msgspec

from baltic_desk.document.feature import Unit
from baltic_desk.symbology.engine import ScriptError
from baltic_desk.symbology.symbols import Symbol
from baltic_desk.ui.export.viewer_packing import Json, Table
from baltic_desk.ui.map.amplifier_texts import Texts, shown_options
from baltic_desk.ui.map.sheet import LABEL_DOWN_PX
from baltic_desk.ui.map.theme import LIGHT
from baltic_desk.ui.own_pictures import OwnPictures
from baltic_desk.ui.symbol_pictures import SymbolPictures
from baltic_desk.ui.unit_options import size_px

_THEME_COLOURS = {"#fe01fd": "@edge", "#fe02fd": "@text", "#fe03fd": "@halo"}
"""Colours that nothing else has, and what they stand for."""
_STAND_IN = replace(LIGHT, symbol_edge="#fe01fd", overlay_text="#fe02fd", overlay_halo="#fe03fd")

_NUMBERS = re.compile(r"-?\d*\.?\d+(?:[eE][-+]?\d+)?")
_TURN = re.compile(r"(translate|rotate|scale|matrix)\(([^)]*)\)")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_INHERITED = (
    "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray",
    "stroke-linecap", "stroke-linejoin", "font-size", "font-weight", "font-style", "text-anchor",
)  # fmt: skip
_SHAPES = ("path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "text")
_SILENT = ("title", "desc", "metadata", "defs")


class DrawingError(ValueError):
    """A drawing has something that a canvas is not told here."""


class SymbolTable:
    """All drawings of a viewer, each told once."""

    def __init__(self, pictures: SymbolPictures, own: OwnPictures) -> None:
        self._pictures = pictures
        self._own = own
        self._drawings = Table()
        self._paints = Table()
        self._paths = Table()

    @property
    def rows(self) -> dict[str, Json]:
        """What the viewer draws by."""
        return {
            "drawings": self._drawings.rows,
            "paints": self._paints.rows,
            "paths": self._paths.rows,
        }

    def looks(self, unit: Unit, wanted: tuple[Texts, ...]) -> list[int]:
        """Places of a unit's drawings with no texts, its designation, its names, all texts; where
        one is not wanted, that of the next lower that is."""
        found: list[int] = []
        for texts in Texts:
            found.append(self._look(unit, texts) if texts in wanted or not found else found[-1])
        return found

    def sample(self, sidc: str) -> int:
        """Place of the drawing of a code without texts."""
        return self._look(Unit(overlay="", sidc=sidc), Texts.NONE)

    def svg(self, svg: str) -> int:
        """Place of a drawing about its middle."""
        key = f"svg {svg}"
        try:
            root = ElementTree.fromstring(svg)
            width, height = (float(_NUMBERS.findall(root.attrib[k])[0]) for k in _SIZE)
            row = self._row(root, width, height, (width / 2, height / 2))
        except (DrawingError, KeyError, IndexError, ElementTree.ParseError):
            return self._drawings.of(key, _image("image/svg+xml", svg.encode(), 0.0, 0.0))
        return self._drawings.of(key, row)

    def _look(self, unit: Unit, texts: Texts) -> int:
        own = self._own.drawing(unit.picture)
        if own is not None:
            size = own.size(size_px(unit))
            label = (unit.designation or unit.name) if texts > Texts.NONE else ""
            row = _image(own.media, own.content, size.width(), size.height())
            if label:
                row = {**row, "label": label, "down": size.height() / 2 + LABEL_DOWN_PX}
            return self._drawings.of(f"own {unit.picture} {size_px(unit)} {label}", row)
        options = shown_options(unit, _STAND_IN, texts)
        try:
            symbol = self._pictures.symbol(unit.sidc, options, size_px(unit))
        except ScriptError:
            # The script stumbles over an amplifier: the symbol alone is worth having.
            symbol = self._pictures.symbol(unit.sidc, {}, size_px(unit))
        return self._drawings.of(symbol.svg, self._of_symbol(symbol))

    def _of_symbol(self, symbol: Symbol) -> dict[str, Json]:
        try:
            return self._row(ElementTree.fromstring(symbol.svg), *symbol.size, symbol.anchor)
        except (DrawingError, KeyError, IndexError, ElementTree.ParseError):
            width, height = symbol.size
            x, y = symbol.anchor
            picture = _image("image/svg+xml", symbol.svg.encode(), width, height)
            return {**picture, "anchor": [round(x, 2), round(y, 2)]}

    def _row(
        self, root: ElementTree.Element, width: float, height: float, anchor: tuple[float, float]
    ) -> dict[str, Json]:
        """A drawing of so many pixels; its `anchor` stands on the place."""
        box = [float(n) for n in _NUMBERS.findall(root.get("viewBox", ""))]
        left, top, wide = (box[0], box[1], box[2]) if len(box) == 4 else (0.0, 0.0, width)
        return {
            "size": [round(width, 2), round(height, 2)],
            "anchor": [round(anchor[0], 2), round(anchor[1], 2)],
            "view": [round(left, 2), round(top, 2), round(width / max(wide, 1e-9), 5)],
            "ops": list(self._ops(root, {})),
        }

    def _ops(self, element: ElementTree.Element, above: dict[str, str]) -> Iterator[Json]:
        for child in element:
            name = child.tag.rpartition("}")[2]
            style = {**above, **{k: child.attrib[k] for k in _INHERITED if k in child.attrib}}
            style |= _declared(child.get("style", ""))
            op: Json
            if name in _SILENT:
                continue
            if name == "g" or name == "svg":
                inner = list(self._ops(child, style))
                op = inner[0] if len(inner) == 1 else ["g", inner]
                if not inner:
                    continue
            elif name in _SHAPES:
                op = self._shape(name, child, style)
            else:
                raise DrawingError(name)
            turn = _matrix(child.get("transform", ""))
            yield op if turn is None else ["m", turn, op]

    def _shape(self, name: str, child: ElementTree.Element, style: dict[str, str]) -> Json:
        def number(key: str) -> float:
            return round(float(_NUMBERS.findall(child.get(key, "0"))[0]), 2)

        paint = self._paint(style)
        match name:
            case "path":
                return ["p", self._path(child.get("d", "")), paint]
            case "circle":
                return ["c", number("cx"), number("cy"), number("r"), number("r"), paint]
            case "ellipse":
                return ["c", number("cx"), number("cy"), number("rx"), number("ry"), paint]
            case "rect":
                wide, high = number("width"), number("height")
                d = f"M{number('x')},{number('y')}h{wide}v{high}h{-wide}z"
                return ["p", self._path(d), paint]
            case "line":
                d = f"M{number('x1')},{number('y1')}L{number('x2')},{number('y2')}"
                return ["p", self._path(d), paint]
            case "polyline" | "polygon":
                d = "M" + " ".join(_NUMBERS.findall(child.get("points", "")))
                return ["p", self._path(d + ("z" if name == "polygon" else "")), paint]
            case _:
                return self._text(child, style, number("x"), number("y"), paint)

    def _text(
        self, child: ElementTree.Element, style: dict[str, str], x: float, y: float, paint: int
    ) -> Json:
        if len(child):
            raise DrawingError("text in parts")
        size = float(_NUMBERS.findall(style.get("font-size", "16"))[0])
        bold = style.get("font-weight", "") in ("bold", "700")
        anchor = style.get("text-anchor", "start")
        return ["t", x, y, child.text or "", round(size, 2), int(bold), anchor, paint]

    def _path(self, d: str) -> int:
        short = _LONG_NUMBER.sub(lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), d)
        return self._paths.text(" ".join(short.split()))

    def _paint(self, style: dict[str, str]) -> int:
        """Place of fill, its opacity, stroke, its opacity, width, dashes, cap and join."""

        def share(key: str) -> float:
            return float(style.get(key, "1"))

        row: list[Json] = [
            _colour(style.get("fill", "black")),
            share("fill-opacity"),
            _colour(style.get("stroke", "none")),
            share("stroke-opacity"),
            float(_NUMBERS.findall(style.get("stroke-width", "1"))[0]),
            [float(n) for n in _NUMBERS.findall(style.get("stroke-dasharray", ""))],
            style.get("stroke-linecap", "butt"),
            style.get("stroke-linejoin", "miter"),
        ]
        return self._paints.of(msgspec.json.encode(row).decode(), row)


_SIZE = ("width", "height")


def _image(media: str, content: bytes, width: float, height: float) -> dict[str, Json]:
    """A picture that the browser decodes: it can neither act nor load anything there."""
    data = base64.b64encode(content).decode()
    return {
        "size": [round(width, 2), round(height, 2)],
        "anchor": [round(width / 2, 2), round(height / 2, 2)],
        "image": f"data:{media};base64,{data}",
    }


def _colour(name: str) -> str:
    """A colour, "" for none, or the name of one that the theme has."""
    plain = name.strip().lower()
    return "" if plain in ("none", "transparent") else _THEME_COLOURS.get(plain, plain)


def _declared(style: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in style.split(";") if ":" in part)
    found = {name.strip(): value.strip() for name, _, value in pairs}
    return {name: value for name, value in found.items() if name in _INHERITED}


def _matrix(text: str) -> list[float] | None:
    """a, b, c, d, e, f of a transform; None where it moves nothing.

    >>> _matrix("translate(5,0) scale(2)"), _matrix("translate(0,0)")
    ([2.0, 0.0, 0.0, 2.0, 5.0, 0.0], None)
    """
    from math import cos, radians, sin

    whole = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    for kind, given in _TURN.findall(text):
        n = [float(each) for each in _NUMBERS.findall(given)]
        match kind, n:
            case "translate", [x, *rest]:
                step = (1.0, 0.0, 0.0, 1.0, x, rest[0] if rest else 0.0)
            case "scale", [x, *rest]:
                step = (x, 0.0, 0.0, rest[0] if rest else x, 0.0, 0.0)
            case "rotate", [turn, *about]:
                c, s = cos(radians(turn)), sin(radians(turn))
                x, y = (about[0], about[1]) if len(about) == 2 else (0.0, 0.0)
                step = (c, s, -s, c, x - c * x + s * y, y - s * x - c * y)
            case "matrix", [a, b, c, d, e, f]:
                step = (a, b, c, d, e, f)
            case _:
                raise DrawingError(text[:60])
        whole = _product(whole, step)
    made = [round(each, 4) for each in whole]
    return None if made == [1.0, 0.0, 0.0, 1.0, 0.0, 0.0] else made


_Turn = tuple[float, float, float, float, float, float]


def _product(one: _Turn, other: _Turn) -> _Turn:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j,
        a * k + c * m + e, b * k + d * m + f,
    )  # fmt: skip
