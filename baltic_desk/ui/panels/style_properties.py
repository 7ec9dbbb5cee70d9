"""Names, notes, style and lettering: what a feature says and how it is painted."""

from __future__ import annotations

import re

from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.document.feature import (
    Area,
    Arrow,
    ControlMeasure,
    Corridor,
    Ellipse,
    Feature,
    Freehand,
    Line,
    Mark,
    RangeRing,
    Rectangle,
    TextNote,
    Unit,
)
from baltic_desk.document.style import DASHES, style_of
from baltic_desk.ui.fields.field import Choice, Colour, Flag, Lines, Percent, Value
from baltic_desk.ui.panels.property import Kinds, number, optional, stored, written

LINES: Kinds = (Line, Arrow, Freehand)
AREAS: Kinds = (Area, Rectangle, Ellipse, Corridor)
LETTERED: Kinds = (TextNote, Mark, *LINES, *AREAS, ControlMeasure)
EVERY: Kinds = (Unit, RangeRing, *LETTERED)
STROKED: Kinds = (RangeRing, Mark, *LINES, *AREAS, ControlMeasure)

_GREYS = ("#000000", "#1d2733", "#4a5560", "#7a8590", "#a9b1b9", "#d3d8dd", "#eef0f2", "#ffffff")
_HUES = ("#b3261e", "#d55e00", "#e69f00", "#b07d10", "#009e73", "#0072b2", "#7a4fb5", "#b8628f")
_LIGHT = ("#f2a19b", "#f7b98a", "#f6d88a", "#dcc88a", "#8fd4bd", "#8fc1e3", "#c0abe0", "#e0b6cd")
_CLASSES = tuple(each.stroke for each in RING_CLASSES.values())
# The ring classes' own colours come last, where they are not among the others already.
SWATCHES = (*_GREYS, *_HUES, *_LIGHT, *(c for c in _CLASSES if c not in _HUES))

_DASH_TITLES = {
    "solid": "Solid",
    "dash": "Dashes",
    "dot": "Dots",
    "dash-dot": "Dash, dot",
    "long-dash": "Long dashes",
    "dash-dot-dot": "Dash, dot, dot",
}


def colour(value: Value) -> Value:
    """A colour as it is written in the file.

    Raises
    ------
    ValueError
        When it is none.
    """
    text = str(value or "")
    if not text:
        return None
    if not re.fullmatch("#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})", text):
        raise ValueError("A colour has six digits 0 to 9 and a to f, such as #d55e00")
    return text.lower()


def _stroke(feature: Feature) -> str:
    return style_of(feature).stroke


def _fill(feature: Feature) -> str:
    return style_of(feature).fill


def _dash(feature: Feature) -> str:
    return f"Default ({_DASH_TITLES[style_of(feature).dash].lower()})"


def _width(feature: Feature) -> str:
    return written(style_of(feature).stroke_width)


def _stroke_opacity(feature: Feature) -> str:
    return str(style_of(feature).stroke_opacity)


def _fill_opacity(feature: Feature) -> str:
    return str(style_of(feature).fill_opacity)


def _font_size(feature: Feature) -> str:
    return written(style_of(feature).font_size)


def _text_colour(feature: Feature) -> str:
    return style_of(feature).text_color


_COLOUR = Colour(SWATCHES)
_DASH = Choice(((None, "Default"), *((name, _DASH_TITLES[name]) for name in DASHES)))
_SHAPES = Choice(
    tuple(
        (shape, shape.capitalize())
        for shape in ("circle", "square", "triangle", "diamond", "cross", "star")
    )
)
_ALIGNMENTS = Choice((("left", "Left"), ("center", "Centre"), ("right", "Right")))

NAMES = (
    stored("name", "Name", "Name", (Unit, RangeRing, Mark, *LINES, *AREAS)),
    stored("name", "Text", "Name", (TextNote,), kind=Lines()),
    stored("name", "Name", "Name", EVERY),
)

STYLE = (
    stored("shape", "Shape", "Style", (Mark,), kind=_SHAPES),
    stored(
        "size_px", "Size, px", "Style", (Mark,), parse=number(2, 100, empty=False), show=written
    ),
    stored("stroke", "Stroke", "Style", STROKED, kind=_COLOUR, parse=colour, default=_stroke),
    stored(
        "stroke_width",
        "Width, px",
        "Style",
        STROKED,
        parse=number(0, 100),
        show=written,
        default=_width,
        words="stroke width",
    ),
    stored(
        "stroke_opacity",
        "Stroke opacity",
        "Style",
        STROKED,
        kind=Percent(),
        default=_stroke_opacity,
    ),
    stored("dash", "Dash", "Style", (RangeRing, *LINES, *AREAS), kind=_DASH, default=_dash),
    stored("both_ends", "Heads at both ends", "Style", (Arrow,), kind=Flag()),
    stored("marker_color", "Fill", "Style", (Mark,), kind=_COLOUR, parse=colour, default=_fill),
    stored(
        "fill",
        "Fill",
        "Style",
        (RangeRing, *AREAS, ControlMeasure),
        kind=_COLOUR,
        parse=colour,
        default=_fill,
    ),
    stored(
        "fill_opacity",
        "Fill opacity",
        "Style",
        (RangeRing, Mark, *AREAS, ControlMeasure),
        kind=Percent(),
        default=_fill_opacity,
    ),
)

LETTERING = (
    stored(
        "font_size",
        "Font size, pt",
        "Lettering",
        LETTERED,
        parse=number(4, 200),
        show=written,
        default=_font_size,
        words="font size",
    ),
    stored(
        "text_color",
        "Colour",
        "Lettering",
        LETTERED,
        kind=_COLOUR,
        parse=colour,
        default=_text_colour,
        words="text colour",
    ),
    stored("halo", "Halo", "Lettering", LETTERED, kind=Flag()),
    stored("align", "Alignment", "Lettering", (TextNote,), kind=_ALIGNMENTS),
)

NOTES = (stored("description", "Notes", "Notes and source", EVERY, kind=Lines(), parse=optional),)
