"""Where features are and how large, in figures as people type them; outlines follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.document.document import Document
from baltic_desk.document.feature import (
    Arrow,
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
from baltic_desk.document.geometry import LineString, MultiPoint, Point, Polygon, Position
from baltic_desk.document.moving import moved_all
from baltic_desk.document.places import reference, with_properties
from baltic_desk.document.style import ring_label
from baltic_desk.geo import geodesy
from baltic_desk.geo.coordinates import format_position, parse
from baltic_desk.geo.distances import format_distance, parse_bearing
from baltic_desk.geo.measure import area_text
from baltic_desk.ui.fields.field import Choice, Fact, Text, Value
from baltic_desk.ui.panels.figures import (
    GROUP,
    bearing_property,
    length_property,
)
from baltic_desk.ui.panels.property import (
    Kinds,
    Property,
    Surroundings,
    number,
    optional,
    refuse,
    stored,
    written,
)
from baltic_desk.ui.panels.style_properties import AREAS
from baltic_desk.ui.panels.titles import unit_ids, unit_name

_POINTS: Kinds = (Unit, TextNote, Mark)
_CENTRED: Kinds = (RangeRing, Rectangle, Ellipse)


# -- position ----------------------------------------------------------------------------------


def _read_position(feature: Feature, around: Surroundings) -> Value:
    return format_position(reference(feature), around.coordinate_style)


def _write_position(
    features: Sequence[Feature], value: Value, around: Surroundings
) -> list[Feature]:
    return list(_placed(features, parse(str(value or "")), around.document).values())


def _placed(features: Sequence[Feature], place: Position, document: Document) -> dict[str, Feature]:
    """Features at a place; rings of units among them come along, others leave their units."""
    chosen = {feature.id for feature in features}
    after: dict[str, Feature] = {}
    for feature in features:
        if not (isinstance(feature.properties, RangeRing) and feature.properties.anchor in chosen):
            after.update(moved_all(document, [feature.id], reference(feature), place))
    return after


# -- rings -------------------------------------------------------------------------------------


def _read_sector(feature: Feature, _around: Surroundings) -> Value:
    match feature.properties:
        case RangeRing(
            bearing_from_deg=float() | int() as start, bearing_to_deg=float() | int() as end
        ):
            return f"{written(start)}° – {written(end)}°"
        case _:
            return None


def _write_sector(
    features: Sequence[Feature], value: Value, _around: Surroundings
) -> list[Feature]:
    start, end = _sector(str(value or ""))
    return [
        with_properties(
            feature, replace(feature.properties, bearing_from_deg=start, bearing_to_deg=end)
        )
        for feature in features
    ]


def _sector(text: str) -> tuple[float | None, float | None]:
    """Bearings of "045 120", "45° – 120°" or "NE to SE"; none of them for the whole ring."""
    if not text.strip():
        return None, None
    parts = [
        part for part in re.split(r"\s*(?:–|—|-|\bto\b|;|\.\.|…)\s*|\s+", text.strip()) if part
    ]
    if len(parts) != 2:
        raise ValueError("Two bearings are wanted, such as 045 – 120, or nothing for a whole ring")
    start, end = parse_bearing(parts[0]), parse_bearing(parts[1])
    if start == end:
        raise ValueError("The bearings are the same; leave it empty for a whole ring")
    return start, end


def _whole(_feature: Feature) -> str:
    return "whole ring"


def _read_anchor(feature: Feature, around: Surroundings) -> Value:
    match feature.properties:
        case RangeRing(anchor=str(anchor)):
            return unit_name(around.document, anchor)
        case _:
            return None


def _write_anchor(features: Sequence[Feature], value: Value, around: Surroundings) -> list[Feature]:
    if not value:
        return [replace(f, properties=replace(f.properties, anchor=None)) for f in features]
    found = unit_ids(around.document).get(str(value))
    anchor = None if found is None else around.document.feature(found)
    if anchor is None:
        raise ValueError(f"There is no unit called “{str(value)[:60]}”")
    lon, lat = reference(anchor)
    return [
        with_properties(
            feature,
            replace(feature.properties, anchor=anchor.id, center_lon=lon, center_lat=lat),
        )
        for feature in features
    ]


def _unbound(_feature: Feature) -> str:
    return "none; stands on its own"


def _arc_text(feature: Feature) -> str:
    assert isinstance(feature.properties, RangeRing)
    return ring_label(feature.properties)


# -- facts -------------------------------------------------------------------------------------


def _read_length(feature: Feature, around: Surroundings) -> Value:
    match feature.geometry:
        case LineString(coordinates=line):
            return format_distance(geodesy.length(line), around.distance_unit)
        case Point() | Polygon() | MultiPoint():
            return None


def _read_area(feature: Feature, around: Surroundings) -> Value:
    match feature.geometry:
        case Polygon(coordinates=(outer, *holes)):
            area_m2 = geodesy.area(outer) - sum(geodesy.area(hole) for hole in holes)
            return area_text(area_m2, around.distance_unit)
        case _:
            return None


_CLASSES = Choice(tuple((each.id, each.title) for each in RING_CLASSES.values()))
_RING_UNITS = Choice((("km", "km"), ("NM", "NM"), ("mi", "mi"), ("m", "m")))


def geometry_properties(document: Callable[[], Document]) -> tuple[Property, ...]:
    """The rows of position and size; `document` gives the units that a ring can be bound to."""

    def unit_titles() -> list[str]:
        return list(unit_ids(document()))

    return (
        Property(
            id="position",
            title="Position",
            group=GROUP,
            kind=Text(),
            kinds=_POINTS,
            read=_read_position,
            write=_write_position,
            hint="Degrees in any style, MGRS or UTM",
        ),
        Property(
            id="center",
            title="Centre",
            group=GROUP,
            kind=Text(),
            kinds=_CENTRED,
            read=_read_position,
            write=_write_position,
            hint="Degrees in any style, MGRS or UTM",
        ),
        stored("ring_class", "Class", GROUP, (RangeRing,), kind=_CLASSES, words="class"),
        length_property("radius_max_m", "Radius", (RangeRing,)),
        length_property("radius_min_m", "Minimum range", (RangeRing,), least_m=0.0, empty=0.0),
        Property(
            id="sector",
            title="Sector",
            group=GROUP,
            kind=Text(),
            kinds=(RangeRing,),
            read=_read_sector,
            write=_write_sector,
            default=_whole,
            hint="Two bearings, clockwise, such as 045 – 120",
        ),
        Property(
            id="anchor",
            title="Bound to unit",
            group=GROUP,
            kind=Text(unit_titles),
            kinds=(RangeRing,),
            read=_read_anchor,
            write=_write_anchor,
            default=_unbound,
            hint="The ring moves with this unit",
            words="unit",
        ),
        stored("unit", "Unit of distance", GROUP, (RangeRing,), kind=_RING_UNITS),
        stored(
            "label",
            "Label",
            GROUP,
            (RangeRing,),
            parse=optional,
            default=_arc_text,
            own_default=True,
            hint="Written on the arc",
        ),
        bearing_property("label_bearing_deg", "Label at", (RangeRing,), empty=None),
        length_property("width_m", "Width", (Rectangle, Corridor)),
        length_property("height_m", "Height", (Rectangle,)),
        length_property("semi_major_m", "Semi-major axis", (Ellipse,)),
        length_property("semi_minor_m", "Semi-minor axis", (Ellipse,)),
        bearing_property("bearing_deg", "Bearing", (Rectangle, Ellipse)),
        bearing_property("rotation_deg", "Rotation", (TextNote,)),
        bearing_property("direction_deg", "Direction", (Unit,), empty=None),
        stored("size", "Size", GROUP, (Unit,), parse=number(0.1, 10, empty=False), show=written),
        Property(
            id="length",
            title="Length",
            group=GROUP,
            kind=Fact(),
            kinds=(Line, Arrow, Freehand),
            read=_read_length,
            write=refuse,
        ),
        Property(
            id="area",
            title="Area",
            group=GROUP,
            kind=Fact(),
            kinds=(RangeRing, *AREAS),
            read=_read_area,
            write=refuse,
        ),
    )
