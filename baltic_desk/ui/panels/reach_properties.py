"""Rows of range rings at an altitude: antenna, what is reached, what limits it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from baltic_desk.app.ring_limits import causes_text, size_text, targeting_text
from baltic_desk.document.altitude import AIMED_CLASSES, CUT_CLASSES
from baltic_desk.document.feature import Feature, RangeRing
from baltic_desk.geo.distances import parse_distance
from baltic_desk.ui.fields.field import Fact, Text, Value
from baltic_desk.ui.panels.property import Property, Surroundings, refuse, written

GROUP = "Reach at an altitude"
_HIGHEST_M = 30_000.0
_PUBLISHED = "published range; no altitude is set"


def _read_reach(feature: Feature, around: Surroundings) -> Value:
    reached = around.reached(feature.id)
    if reached is not None:
        return size_text(reached)
    match feature.properties:
        case RangeRing(ring_class=ring_class) if ring_class in CUT_CLASSES:
            return "being worked out" if around.document.project.altitude_m else _PUBLISHED
        case _:
            return "published range; not cut at an altitude"


def _read_causes(feature: Feature, around: Surroundings) -> Value:
    reached = around.reached(feature.id)
    if reached is not None:
        return causes_text(reached)
    match feature.properties:
        case RangeRing(ring_class=ring_class) as ring if ring_class in AIMED_CLASSES:
            needed = targeting_text(ring, around.document.project.assumed_antenna_m)
            return needed or "published range"
        case _:
            return "published range"


def _read_antenna(feature: Feature, _around: Surroundings) -> Value:
    match feature.properties:
        case RangeRing(antenna_height_m=float() | int() as height_m):
            return f"{written(height_m)} m"
        case _:
            return None


def _write_antenna(
    features: Sequence[Feature], value: Value, _around: Surroundings
) -> list[Feature]:
    text = str(value or "").strip()
    height_m = parse_distance(text, "m") if text else None
    if height_m is not None and height_m > _HIGHEST_M:
        raise ValueError(f"An antenna stands at most {_HIGHEST_M / 1000:g} km above the ground")
    return [
        replace(feature, properties=replace(feature.properties, antenna_height_m=height_m))
        for feature in features
    ]


def _not_stated(_feature: Feature) -> str:
    return "not stated; assumed"


REACH_PROPERTIES: tuple[Property, ...] = (
    Property(
        id="antenna_height_m",
        title="Antenna height",
        group=GROUP,
        kind=Text(),
        kinds=(RangeRing,),
        read=_read_antenna,
        write=_write_antenna,
        default=_not_stated,
        own_default=True,
        hint="Over the ground, such as 24 m; empty where nobody states it: then it is assumed",
    ),
    Property(
        id="reach",
        title="Reach",
        group=GROUP,
        kind=Fact(),
        kinds=(RangeRing,),
        read=_read_reach,
        write=refuse,
    ),
    Property(
        id="limited_by",
        title="Limited by",
        group=GROUP,
        kind=Fact(),
        kinds=(RangeRing,),
        read=_read_causes,
        write=refuse,
    ),
)
