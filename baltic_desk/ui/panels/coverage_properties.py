"""On whose word ranges and areas of coverage stand: figures, standing, source, address, date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from baltic_desk.coverage.figures import STATUSES
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.document.feature import Area, Feature, RangeRing, Unit
from baltic_desk.document.places import with_properties
from baltic_desk.document.provenance import is_at, standing_in
from baltic_desk.geo.distances import parse_distance
from baltic_desk.ui.fields.field import Choice, Text, Value
from baltic_desk.ui.panels.figures import GROUP, distance_text
from baltic_desk.ui.panels.property import Property, Surroundings, optional, stored

NOTES_GROUP: Final = "Notes and source"

_NOT_SAID = "Not said"
_STANDINGS = Choice(((None, _NOT_SAID), *STATUSES.items()))
_COVERAGE = Choice(((None, "None"), *((each.id, each.title) for each in RING_CLASSES.values())))


def _ring_figure(name: str, title: str, other: str) -> Property:
    """A published range of a ring. One that the ring is drawn at takes the ring along."""

    def read(feature: Feature, _around: Surroundings) -> Value:
        match feature.properties:
            case RangeRing() as ring:
                metres: float | None = getattr(ring, name)
                return None if metres is None else distance_text(metres, ring.unit)
            case _:
                return None

    def write(features: Sequence[Feature], value: Value, _around: Surroundings) -> list[Feature]:
        return [_with_figure(feature, name, other, str(value or "")) for feature in features]

    return Property(
        id=name,
        title=title,
        group=NOTES_GROUP,
        kind=Text(),
        kinds=(RangeRing,),
        read=read,
        write=write,
        hint="Declared and assessed make a band; a ring drawn at one of them follows",
    )


def _with_figure(feature: Feature, name: str, other: str, text: str) -> Feature:
    ring = feature.properties
    assert isinstance(ring, RangeRing)
    figure_m = parse_distance(text, ring.unit) if text else None
    others_m: float | None = getattr(ring, other)
    follows = is_at(ring, getattr(ring, name)) or is_at(ring, others_m)
    changed = replace(ring, **{name: figure_m})
    ends_m = [end_m for end_m in (figure_m, others_m) if end_m is not None]
    if not (follows and ends_m) or max(ends_m) == ring.radius_max_m:
        return replace(feature, properties=changed)
    if max(ends_m) <= ring.radius_min_m:
        nearest = distance_text(ring.radius_min_m, ring.unit)
        raise ValueError(f"It must be more than the minimum range, {nearest}")
    return with_properties(feature, replace(changed, radius_max_m=max(ends_m)))


def _area_figure(name: str, title: str) -> Property:
    """A published range that an area was drawn from."""

    def read(feature: Feature, around: Surroundings) -> Value:
        metres: float | None = getattr(feature.properties, name)
        return None if metres is None else distance_text(metres, around.distance_unit)

    def write(features: Sequence[Feature], value: Value, around: Surroundings) -> list[Feature]:
        metres = parse_distance(str(value), around.distance_unit) if value else None
        return [
            replace(feature, properties=replace(feature.properties, **{name: metres}))
            for feature in features
        ]

    return Property(
        id=name,
        title=title,
        group=NOTES_GROUP,
        kind=Text(),
        kinds=(Area,),
        read=read,
        write=write,
        hint="That the area was drawn from, such as 25 km",
    )


def _standing_read(name: str) -> Property:
    """On whose word a figure stands. What a file says otherwise is shown as it stands there."""

    def said(feature: Feature) -> str | None:
        found: str | None = getattr(feature.properties, name)
        return found

    def read(feature: Feature, _around: Surroundings) -> Value:
        return standing_in(said(feature)) or None

    def otherwise(feature: Feature) -> str:
        return " ".join((said(feature) or "").split())[:60] or _NOT_SAID

    kinds = (RangeRing,) if name == "status" else (Area,)
    plain = stored(name, "Standing", NOTES_GROUP, kinds, kind=_STANDINGS)
    return Property(
        id=name,
        title=plain.title,
        group=plain.group,
        kind=plain.kind,
        kinds=kinds,
        read=read,
        write=plain.write,
        default=otherwise,
        own_default=True,
        hint="An assumption or an unverified figure is marked so on the map",
        words="standing of the figure",
    )


COVERAGE: tuple[Property, ...] = (
    stored(
        "coverage_class",
        "Shows coverage",
        GROUP,
        (Area,),
        kind=_COVERAGE,
        hint="An area of electronic warfare, say; it then looks like rings of that class",
        words="coverage",
    ),
    stored("source", "Source", NOTES_GROUP, (Unit, RangeRing), parse=optional),
    stored("coverage_source", "Source", NOTES_GROUP, (Area,), parse=optional),
    stored("source_url", "Address", NOTES_GROUP, (Unit, RangeRing), parse=optional),
    stored("coverage_source_url", "Address", NOTES_GROUP, (Area,), parse=optional),
    stored("source_date", "Date", NOTES_GROUP, (RangeRing,), parse=optional),
    stored("coverage_source_date", "Date", NOTES_GROUP, (Area,), parse=optional),
    _standing_read("status"),
    _standing_read("coverage_status"),
    _ring_figure("declared_m", "Declared range", "assessed_m"),
    _ring_figure("assessed_m", "Assessed range", "declared_m"),
    _area_figure("coverage_declared_m", "Declared range"),
    _area_figure("coverage_assessed_m", "Assessed range"),
    stored("coverage_system", "System", NOTES_GROUP, (Area,), parse=optional),
)
