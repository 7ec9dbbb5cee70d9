"""Rows of distances and bearings, typed with units as people write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from msgspec.structs import replace

from baltic_desk.document.feature import Feature, RangeRing
from baltic_desk.document.places import with_properties
from baltic_desk.geo.distances import UNITS, format_distance, parse_bearing, parse_distance
from baltic_desk.ui.fields.field import Text, Value
from baltic_desk.ui.panels.property import Kinds, Property, Surroundings, Write, written

GROUP: Final = "Position and size"

_LONGEST_M = 20_000_000.0


def distance_text(distance_m: float, unit: str) -> str:
    """A distance as it is typed, to a millimetre, so that showing it loses nothing.

    >>> distance_text(250_000.0, "km"), distance_text(22_224.0, "NM")
    ('250 km', '12 NM')
    """
    return f"{written(distance_m / UNITS[unit])} {unit}"


def _unit_of(feature: Feature, around: Surroundings) -> str:
    match feature.properties:
        case RangeRing(unit=unit):
            return unit
        case _:
            return around.distance_unit


def _computed(name: str, to_value: Callable[[str, Feature, Surroundings], Any]) -> Write:
    """Writes one field that the outline follows from."""

    def write(features: Sequence[Feature], value: Value, around: Surroundings) -> list[Feature]:
        return [
            with_properties(
                feature,
                replace(feature.properties, **{name: to_value(str(value or ""), feature, around)}),
            )
            for feature in features
        ]

    return write


def length_property(
    name: str, title: str, kinds: Kinds, *, least_m: float = 0.001, empty: float | None = None
) -> Property:
    """A distance that the outline follows from. `empty` is what nothing typed means."""

    def read(feature: Feature, around: Surroundings) -> Value:
        metres: float = getattr(feature.properties, name)
        return None if metres == empty else distance_text(metres, _unit_of(feature, around))

    def to_metres(text: str, feature: Feature, around: Surroundings) -> float:
        if not text and empty is not None:
            return empty
        metres = parse_distance(text, _unit_of(feature, around))
        if not least_m <= metres <= _LONGEST_M:
            raise ValueError(f"It must be from 1 mm to {format_distance(_LONGEST_M)}")
        match feature.properties:
            case RangeRing() as ring if name == "radius_max_m" and metres <= ring.radius_min_m:
                nearest = distance_text(ring.radius_min_m, ring.unit)
                raise ValueError(f"It must be more than the minimum range, {nearest}")
            case RangeRing() as ring if name == "radius_min_m" and metres >= ring.radius_max_m:
                farthest = distance_text(ring.radius_max_m, ring.unit)
                raise ValueError(f"It must be less than the radius, {farthest}")
            case _:
                return metres

    return Property(
        id=name,
        title=title,
        group=GROUP,
        kind=Text(),
        kinds=kinds,
        read=read,
        write=_computed(name, to_metres),
        default=None if empty is None else _nothing,
        hint="Such as 250 km, 12 NM or 500 m",
    )


def _nothing(_feature: Feature) -> str:
    return "none"


def bearing_property(name: str, title: str, kinds: Kinds, *, empty: float | None = 0.0) -> Property:
    def to_degrees(text: str, _feature: Feature, _around: Surroundings) -> float | None:
        return parse_bearing(text) if text else empty

    def read(feature: Feature, _around: Surroundings) -> Value:
        value: float | None = getattr(feature.properties, name)
        return None if value is None else f"{written(value)}°"

    return Property(
        id=name,
        title=title,
        group=GROUP,
        kind=Text(),
        kinds=kinds,
        read=read,
        write=_computed(name, to_degrees),
        hint="Degrees from true north, a point of the compass such as NNE, or mils",
    )
