"""GeoJSON geometries as frozen records; positions are (lon, lat) in WGS 84 degrees."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Lon = Annotated[float, Meta(ge=-180, le=180)]
Lat = Annotated[float, Meta(ge=-90, le=90)]
Position = tuple[Lon, Lat]
Positions = Annotated[tuple[Position, ...], Meta(min_length=2)]
Ring = Annotated[tuple[Position, ...], Meta(min_length=4)]


class Point(Struct, frozen=True, tag_field="type", gc=False, tag="Point"):
    """One place."""

    coordinates: Position


class MultiPoint(Struct, frozen=True, tag_field="type", gc=False, tag="MultiPoint"):
    """Places in an order that means something."""

    coordinates: Annotated[tuple[Position, ...], Meta(min_length=1)]


class LineString(Struct, frozen=True, tag_field="type", gc=False, tag="LineString"):
    """Two places or more, joined by geodesics."""

    coordinates: Positions


class Polygon(Struct, frozen=True, tag_field="type", gc=False, tag="Polygon"):
    """An outer ring (counter-clockwise) and its holes (clockwise), each closed."""

    coordinates: Annotated[tuple[Ring, ...], Meta(min_length=1)]

    def __post_init__(self) -> None:
        for number, ring in enumerate(self.coordinates):
            if ring[0] != ring[-1]:
                raise ValueError(f"ring {number} of the polygon is not closed")


Geometry = Point | LineString | Polygon | MultiPoint


def positions_of(geometry: Geometry) -> tuple[Position, ...]:
    """All positions of a geometry in one flat tuple, for bounds and hit tests."""
    match geometry:
        case Point():
            return (geometry.coordinates,)
        case LineString() | MultiPoint():
            return geometry.coordinates
        case Polygon():
            return tuple(position for ring in geometry.coordinates for position in ring)
