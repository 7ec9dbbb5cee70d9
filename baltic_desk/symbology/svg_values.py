"""Values of SVG attributes: which are allowed, each checked by what it may hold."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

LARGEST = 100_000.0
LONGEST_SIDES = 20.0
LARGEST_FONT = 1_000.0

Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f as SVG has them."""


class SvgValueError(ValueError):
    """An attribute is not taken; the message names it and says why."""


# What is taken is not given back: a long number before a wrong letter would be tried in each way of
# parting its digits. Other scripts' digits are none to those who draw.
_NUMBER = r"[+-]?(?:[0-9]++\.?+[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+"
_FIGURE = re.compile(_NUMBER)
_LENGTH = re.compile(rf"({_NUMBER})\s*(px|pt|pc|mm|cm|in|em|ex|%)?")
# What may stand between numbers. They are taken out first: one pattern for a whole list of them
# could be led to try every way of parting its digits.
_LIST = re.compile(r"[\s,]*")
_LENGTHS = re.compile(r"(?:px|pt|pc|mm|cm|in|em|ex|%|[\s,])*")
_DASHES = re.compile(rf"none|{_LENGTHS.pattern}")
_PATH = re.compile(r"[MmLlHhVvCcSsQqTtAaZz\s,]*")
_ID = re.compile(r"[A-Za-z_][\w.:-]{0,199}")
_REFERENCE = re.compile(r"#[A-Za-z_][\w.:-]{0,199}")
_WORD = re.compile(r"[a-zA-Z][a-zA-Z-]{0,40}")
_NAMES = re.compile(r"[\w\s,'\"-]{1,200}")
_COLOUR = r"(?:#[0-9a-fA-F]{3,8}|[a-zA-Z]{1,30}|(?:rgb|rgba|hsl|hsla)\([\d\s.,%/+-]{1,60}\))"
_PAINT = re.compile(rf"(?:url\(\s*['\"]?#[A-Za-z_][\w.:-]{{0,199}}['\"]?\s*\)\s*)?{_COLOUR}?")
_COLOUR_ONLY = re.compile(_COLOUR)
_CALL = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)[\s,]*")
_DANGER = re.compile(r"javascript:|data:|expression\s*\(|@import|\\|/\*|<|vbscript:", re.IGNORECASE)
# Without one of these there is nothing of the above, nor a reference.
_SIGN_OF_DANGER = re.compile(r"[:(@\\/<]")
_UNIT_PX = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
}


def checked(element: str, name: str, value: str) -> str | None:
    """The value as it is to be written; None where the attribute shows nothing and is left out.

    Raises
    ------
    SvgValueError
        When the attribute or its value is not taken.
    """
    if _is_left_out(name):
        return None
    value = " ".join(value.split())
    if name in _UNDRAWN:
        if value.lower() in ("none", "normal", "auto", "inherit", "isolate", ""):
            return None
        raise SvgValueError(f"{name}: this is not drawn here")
    if not value or value.lower() == "inherit":
        return None
    check = _CHECKS.get(name)
    if _SIGN_OF_DANGER.search(value):
        if _DANGER.search(value):
            raise SvgValueError(f"{name[:40]}: what it holds is not taken ({value[:40]!r})")
        if "url(" in value.lower() and check is not _paint:
            what = f"a reference to elsewhere is not taken ({value[:40]!r})"
            raise SvgValueError(f"{name[:40]}: {what}")
    if check is None or (name == "id" and _ID.fullmatch(value) is None):
        # Unknown properties of a style are passed over by every reader; such a name serves nobody.
        return None
    if name == "href" and element not in ("linearGradient", "radialGradient"):
        raise SvgValueError(f"href: only a gradient may refer to another, not <{element}>")
    check(name, value)
    return value


@lru_cache(1_000)
def _is_left_out(name: str) -> bool:
    """Whether an attribute of this name shows nothing; a picture has few names."""
    plain = name.lower()
    if plain.startswith("on"):
        raise SvgValueError(f"{name[:40]}: scripts are not run here")
    return " " in name or plain.startswith(("data-", "aria-", "-", "xml:")) or plain in _LEFT_OUT


def declarations(style: str) -> dict[str, str]:
    """Name and value of each declaration of a style attribute.

    Raises
    ------
    SvgValueError
        When it holds more than declarations.
    """
    if _DANGER.search(style) or any(sign in style for sign in "{}@"):
        raise SvgValueError(f"style: what it holds is not taken ({style[:40]!r})")
    found: dict[str, str] = {}
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if not declaration.strip():
            continue
        if not colon:
            raise SvgValueError(f"style: {declaration.strip()[:40]!r} is no declaration")
        found[name.strip()] = value.replace("!important", "").strip()
    return found


def figures(value: str) -> list[float]:
    """All numbers of a value."""
    return [float(text) for text in _FIGURE.findall(value)]


def size_of(attributes: Mapping[str, str]) -> tuple[float, float, float, float]:
    """Left, top, width and height of a picture in its own units.

    Raises
    ------
    SvgValueError
        When it has no size, or one that is out of all measure.
    """
    if "viewBox" in attributes:
        box = figures(attributes["viewBox"])
        if len(box) != 4:
            raise SvgValueError("viewBox: four numbers are needed")
        left, top, width, height = box
    else:
        sides = (_side_px(attributes.get(name, "")) for name in ("width", "height"))
        left, top, (width, height) = 0.0, 0.0, sides
    if not (1e-3 <= width <= LARGEST and 1e-3 <= height <= LARGEST):
        raise SvgValueError(f"a picture of {width:g} by {height:g} cannot be drawn")
    if max(width, height) > LONGEST_SIDES * min(width, height):
        raise SvgValueError(f"{width:g} by {height:g} is too long and narrow for a symbol")
    return left, top, width, height


def combined(outer: Matrix, transform: str) -> Matrix:
    """A matrix followed by the transformations of an attribute within it."""
    matrix = outer
    for call, arguments in _CALL.findall(transform):
        matrix = _product(matrix, _matrix(call, figures(arguments)))
    return matrix


def dash_length(value: str) -> float | None:
    """Length of one round of dashes and gaps; None for an unbroken line."""
    total = sum(map(abs, figures(value)))
    return total or None


def path_extent(element: str, attributes: Mapping[str, str]) -> float:
    """No shape's outline is longer than this, in its own units."""
    lists = sum(sum(map(abs, figures(attributes.get(name, "")))) for name in ("d", "points"))
    names = ("x1", "y1", "x2", "y2", "width", "height", "r", "rx", "ry")
    sides = (
        0.0
        if element in ("text", "svg")
        else sum(sum(map(abs, figures(attributes.get(name, "")))) for name in names)
    )
    return 2.0 * math.pi * (lists + sides)


def _side_px(value: str) -> float:
    match = _LENGTH.fullmatch(value)
    if match is None or (match[2] or "") not in _UNIT_PX:
        raise SvgValueError("it has no viewBox, nor a width and height in px or mm")
    return float(match[1]) * _UNIT_PX[match[2] or ""]


def _matrix(call: str, arguments: list[float]) -> Matrix:
    match call, arguments:
        case "matrix", [a, b, c, d, e, f]:
            return a, b, c, d, e, f
        case "translate", [x, *rest]:
            return 1.0, 0.0, 0.0, 1.0, x, rest[0] if rest else 0.0
        case "scale", [x, *rest]:
            return x, 0.0, 0.0, rest[0] if rest else x, 0.0, 0.0
        case "rotate", [angle, *about]:
            x, y = about if len(about) == 2 else (0.0, 0.0)
            cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            return cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y
        case "skewX", [angle]:
            return 1.0, 0.0, math.tan(math.radians(angle)), 1.0, 0.0, 0.0
        case "skewY", [angle]:
            return 1.0, math.tan(math.radians(angle)), 0.0, 1.0, 0.0, 0.0
        case _:
            return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0


def _product(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[2] * n[1],
        m[1] * n[0] + m[3] * n[1],
        m[0] * n[2] + m[2] * n[3],
        m[1] * n[2] + m[3] * n[3],
        m[0] * n[4] + m[2] * n[5] + m[4],
        m[1] * n[4] + m[3] * n[5] + m[5],
    )


# -- checks, each raising for what it does not take ----------------------------------------------


def _whole(pattern: re.Pattern[str], what: str) -> Callable[[str, str], None]:
    def check(name: str, value: str) -> None:
        if pattern.fullmatch(value) is None:
            raise SvgValueError(f"{name}: {value[:40]!r} is not {what}")

    return check


def _numbers(between: re.Pattern[str], what: str) -> Callable[[str, str], None]:
    def check(name: str, value: str) -> None:
        if between.fullmatch(_FIGURE.sub(" ", value)) is None:
            raise SvgValueError(f"{name}: {value[:40]!r} is not {what}")
        for figure in figures(value):
            _measured(name, figure)

    return check


def _measured(name: str, figure: float) -> None:
    if not abs(figure) <= LARGEST:
        raise SvgValueError(f"{name}: {figure:g} is out of all measure")


def _transform(name: str, value: str) -> None:
    if _CALL.sub("", value).strip():
        raise SvgValueError(f"{name}: {value[:40]!r} is no transformation")
    for _, arguments in _CALL.findall(value):
        _list(name, arguments)


def _length(name: str, value: str) -> None:
    found = _LENGTH.fullmatch(value)
    if found is None:
        raise SvgValueError(f"{name}: {value[:40]!r} is not a length")
    _measured(name, float(found[1]))


def _font_size(name: str, value: str) -> None:
    if _WORD.fullmatch(value):
        return
    _length(name, value)
    if any(abs(figure) > LARGEST_FONT for figure in figures(value)):
        raise SvgValueError(f"{name}: letters of {value[:20]} are too large")


def _paint(name: str, value: str) -> None:
    if not value or _PAINT.fullmatch(value) is None:
        raise SvgValueError(f"{name}: {value[:40]!r} is no colour, nor a gradient of this picture")


_lengths = _numbers(_LENGTHS, "a list of lengths")
_list = _numbers(_LIST, "a list of numbers")
_path = _numbers(_PATH, "a path")
_word = _whole(_WORD, "a keyword")
_dashes = _numbers(_DASHES, "a list of dashes")

_UNDRAWN = frozenset(
    ("filter", "mask", "clip-path", "marker", "marker-start", "marker-mid", "marker-end")
) | {"mix-blend-mode", "clip"}
_LEFT_OUT = frozenset(("class", "version", "baseprofile", "role", "tabindex", "lang"))
_CHECKS: Mapping[str, Callable[[str, str], None]] = {
    **dict.fromkeys(("cx", "cy", "r", "rx", "ry", "fx", "fy", "x1", "y1", "x2", "y2"), _length),
    **dict.fromkeys(("width", "height", "stroke-width", "stroke-dashoffset"), _length),
    **dict.fromkeys(("opacity", "fill-opacity", "stroke-opacity", "stop-opacity"), _length),
    **dict.fromkeys(("stroke-miterlimit", "offset"), _length),
    **dict.fromkeys(("x", "y", "dx", "dy"), _lengths),
    "stroke-dasharray": _dashes,
    "viewBox": _list,
    "points": _list,
    "d": _path,
    "transform": _transform,
    "gradientTransform": _transform,
    **dict.fromkeys(("fill", "stroke"), _paint),
    **dict.fromkeys(("stop-color", "color"), _whole(_COLOUR_ONLY, "a colour")),
    **dict.fromkeys(("fill-rule", "clip-rule", "stroke-linecap", "stroke-linejoin"), _word),
    **dict.fromkeys(("display", "visibility", "overflow", "spreadMethod"), _word),
    **dict.fromkeys(("text-anchor", "font-style", "dominant-baseline"), _word),
    **dict.fromkeys(("gradientUnits", "vector-effect"), _word),
    "font-weight": _whole(re.compile(r"[a-z]{1,10}|[1-9]00"), "a weight of letters"),
    "font-family": _whole(_NAMES, "the name of a font"),
    "font-size": _font_size,
    "id": _whole(_ID, "a name"),
    "href": _whole(_REFERENCE, "a part of this picture (#name)"),
}
