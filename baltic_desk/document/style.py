"""How a feature is painted once all defaults of its kind and ring class are filled in."""

from __future__ import annotations

from dataclasses import dataclass

from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.document.feature import (
    AnyProperties,
    Area,
    Arrow,
    ControlMeasure,
    Corridor,
    Ellipse,
    Feature,
    Freehand,
    Lettered,
    Line,
    Mark,
    RangeRing,
    Rectangle,
    TextNote,
    Unit,
)
from baltic_desk.document.provenance import LETTERS, provenance, ring_standing
from baltic_desk.document.ring_band import band_of
from baltic_desk.geo.distances import format_distance

DASHES: dict[str, tuple[float, ...]] = {
    "solid": (),
    "dash": (6.0, 4.0),
    "dot": (1.0, 2.5),
    "dash-dot": (8.0, 3.0, 1.0, 3.0),
    "long-dash": (14.0, 5.0),
    "dash-dot-dot": (8.0, 3.0, 1.0, 3.0, 1.0, 3.0),
}
"""Strokes and gaps in multiples of the stroke's width, by the name in the file."""

# Reads on the light and on the dark map (contrast 5.6:1 and 3.1:1) and is no ring class's colour.
_DRAWN = "#7a4fb5"
_LETTERING = "#1d2733"
ELECTRONIC_WARFARE = "electronic-warfare"


@dataclass(frozen=True, slots=True)
class Style:
    """Everything a painter needs: colours "#rrggbb", widths in px, font size in points.

    `dash` is a name in DASHES; a `fill_opacity` of 0 means that nothing is filled. `letter` stands
    on the outline again and again: "?" of an unverified figure, "A" of an assumption. `hatched` is
    what nobody of standing says is covered.
    """

    stroke: str = _DRAWN
    stroke_width: float = 2.0
    stroke_opacity: float = 1.0
    fill: str = _DRAWN
    fill_opacity: float = 0.0
    dash: str = "solid"
    font_size: float = 10.0
    text_color: str = _LETTERING
    halo: bool = True
    letter: str = ""
    hatched: bool = False


_OF_KIND: dict[type[AnyProperties], Style] = {
    Unit: Style(stroke=_LETTERING, stroke_width=1.0, font_size=9.0),
    RangeRing: Style(fill_opacity=0.06, font_size=9.0),
    TextNote: Style(font_size=12.0),
    Mark: Style(stroke=_LETTERING, stroke_width=1.0, fill_opacity=1.0),
    Line: Style(stroke_width=2.5),
    Arrow: Style(stroke_width=3.5),
    Freehand: Style(),
    Area: Style(fill_opacity=0.12),
    Rectangle: Style(fill_opacity=0.12),
    Ellipse: Style(fill_opacity=0.12),
    Corridor: Style(fill_opacity=0.12),
    ControlMeasure: Style(stroke=_LETTERING, font_size=9.0),
}


def style_of(feature: Feature) -> Style:
    """What the feature's own properties say, else its ring class, else its kind.

    Without a fill colour of its own it is filled with its stroke's colour.
    """
    properties = feature.properties
    default = _OF_KIND[type(properties)]
    stroke, dash, fill = default.stroke, default.dash, None
    font_size, text_color, halo = None, None, default.halo
    figure = provenance(properties)
    if figure is not None:
        ring_class = RING_CLASSES[figure.coverage_class]
        stroke, dash = ring_class.stroke, ring_class.dash
    if isinstance(properties, RangeRing):
        text_color = properties.stroke or stroke
    elif isinstance(properties, Mark):
        fill = properties.marker_color
    if isinstance(properties, Lettered):
        font_size, text_color = properties.font_size, properties.text_color
        halo = properties.halo
    stroke = properties.stroke or stroke
    return Style(
        stroke=_six_digits(stroke),
        stroke_width=_given(properties.stroke_width, default.stroke_width),
        stroke_opacity=_given(properties.stroke_opacity, default.stroke_opacity),
        fill=_six_digits(properties.fill or fill or stroke),
        fill_opacity=_given(properties.fill_opacity, default.fill_opacity),
        dash=properties.dash or dash,
        font_size=_given(font_size, default.font_size),
        text_color=_six_digits(text_color or default.text_color),
        halo=halo,
        letter="" if figure is None else LETTERS.get(figure.standing, ""),
        hatched=figure is not None
        and figure.doubtful
        and figure.coverage_class == ELECTRONIC_WARFARE,
    )


def ring_label(properties: RangeRing) -> str:
    """What is written on a ring's arc: its label as given, else its name and range.

    Of a band both edges are told, each with its standing; of a plain ring only what is in doubt.

    >>> ring_label(
    ...     RangeRing(
    ...         overlay="o",
    ...         name="S-400 48N6",
    ...         center_lon=20.5,
    ...         center_lat=54.7,
    ...         radius_max_m=250_000.0,
    ...     )
    ... )
    'S-400 48N6 250 km'
    >>> ring_label(
    ...     RangeRing(
    ...         overlay="o",
    ...         name="S-400",
    ...         center_lon=20.5,
    ...         center_lat=54.7,
    ...         radius_max_m=400_000.0,
    ...         declared_m=400_000.0,
    ...         assessed_m=200_000.0,
    ...     )
    ... )
    'S-400 · 400 km declared · 200 km assessed'
    """
    if properties.label is not None:
        return properties.label
    name = properties.name or " ".join(filter(None, (properties.system, properties.variant)))
    reach = format_distance(properties.radius_max_m, properties.unit)
    if properties.radius_min_m > 0:
        nearest = format_distance(properties.radius_min_m, properties.unit)
        reach = f"{nearest.removesuffix(f' {properties.unit}')}–{reach}"
    band = band_of(properties)
    if band is not None:
        inner = format_distance(band.inner_m, properties.unit)
        ends = f"{reach} {band.outer_standing}", f"{inner} {band.inner_standing}"
        return " · ".join(filter(None, (name, *ends)))
    standing = ring_standing(properties)
    doubt = f" {standing}" if standing in LETTERS else ""
    return f"{name} {reach}{doubt}".lstrip()


def _given(value: float | None, default: float) -> float:
    return default if value is None else value


def _six_digits(colour: str) -> str:
    """The colour in lower case; "#f80" as "#ff8800"."""
    if len(colour) == 4:
        colour = "#" + "".join(digit * 2 for digit in colour[1:])
    return colour.lower()
