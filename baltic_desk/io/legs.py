"""Lines and areas of geodesic legs, in a file whose edges are straight in longitude and latitude.

RFC 7946 has it that an edge is straight in degrees, which a geodesic is not: a leg of 300 km from
east to west at 57° N bulges 2.7 km to the north. So the file holds what a stranger should see, with
positions added along the legs where they are long, and the vertices that the editor needs in a
property, as with rings.
"""

from __future__ import annotations

import numpy as np

from baltic_desk.document.feature import AnyProperties, Area, Arrow, ControlMeasure, Line
from baltic_desk.document.geometry import (
    Geometry,
    LineString,
    MultiPoint,
    Point,
    Polygon,
    Position,
    positions_of,
)
from baltic_desk.document.measures import has_own_shape
from baltic_desk.document.outline import apart_m, center_line_of, positions_in, rounded, wound
from baltic_desk.geo.geodesy import geodesic
from baltic_desk.geo.outlines import OutlineError
from baltic_desk.io.exchange.geometry import MAX_VERTICES
from baltic_desk.io.strict_json import MAX_STRING

VERTICES = "vertices"
"""Name of the property: "lon,lat lon,lat …", rings parted by ";"."""

KINDS = (Line, Arrow, Area, ControlMeasure)
"""Kinds whose legs are geodesics. Freehand has so many positions that it needs no more."""

# With rounding to seven decimals this keeps the 10 m that outlines keep.
_DEVIATION_M = 8.0
# Two versions of this program may add different positions, each within 10 m of the geodesic.
_TOLERANCE_M = 20.0
# Legs that stray less for certain: at most 13 km at the equator and 9 km at 75°.
_SHORT_DEG = 0.08
_SHORT_UP_TO_DEG = 75.0
_LETTERS_OF_A_VERTEX = len("-179.1234567,-89.1234567 ")


def has_legs(properties: AnyProperties) -> bool:
    """Whether its edges are legs; an outline that follows from numbers is dense as it is."""
    match properties:
        case ControlMeasure():
            return has_own_shape(properties)
        case _:
            return isinstance(properties, KINDS)


def drawn(geometry: Geometry) -> Geometry | None:
    """The geometry with positions along its legs; None when it needs none, or has so many vertices
    that no reader would take both: then they are what a stranger sees, too."""
    match geometry:
        case Point() | MultiPoint():
            return None
        case LineString(coordinates=line):
            if _has_short_legs(line) or _are_too_many(geometry):
                return None
            dense = rounded(LineString(_dense(line)))
        case Polygon(coordinates=rings):
            if all(map(_has_short_legs, rings)) or _are_too_many(geometry):
                return None
            dense = rounded(Polygon(tuple(map(_dense, rings))))
    return None if dense == geometry or len(positions_of(dense)) > MAX_VERTICES else dense


def vertices_of(geometry: Geometry) -> str:
    """The vertices as they are written in the property."""
    match geometry:
        case Point() | MultiPoint():
            return ""
        case LineString(coordinates=line):
            return center_line_of(line)
        case Polygon(coordinates=rings):
            return ";".join(map(center_line_of, rings))


def _are_too_many(geometry: Geometry) -> bool:
    """Whether the text of the vertices is longer than the reader takes."""
    at_most = _LETTERS_OF_A_VERTEX * len(positions_of(geometry))
    return at_most > MAX_STRING and len(vertices_of(geometry)) > MAX_STRING


def between_vertices(text: str, present: Geometry) -> Geometry | None:
    """The geometry with only these vertices, if what is present runs along its legs; else None."""
    try:
        paths = tuple(positions_in(part) for part in text.split(";"))
    except OutlineError:
        return None
    match present:
        case LineString() if len(paths) == 1:
            given: Geometry = LineString(paths[0])
        case Polygon() if all(len(path) >= 4 and path[0] == path[-1] for path in paths):
            given = Polygon(paths)
        case _:
            return None
    dense = drawn(given) or given
    if isinstance(dense, Polygon):
        # As it has been read: what crosses itself may run the other way with more positions.
        dense = wound(dense)
    return given if present == dense or apart_m(present, dense) <= _TOLERANCE_M else None


def _has_short_legs(line: tuple[Position, ...]) -> bool:
    lon_1, lat_1 = line[0]
    for lon_2, lat_2 in line[1:]:
        if abs(lon_2 - lon_1) > _SHORT_DEG or abs(lat_2 - lat_1) > _SHORT_DEG:
            return False
        if abs(lat_2) > _SHORT_UP_TO_DEG:
            return False
        lon_1, lat_1 = lon_2, lat_2
    return True


def _dense(line: tuple[Position, ...]) -> tuple[Position, ...]:
    return tuple((lon, lat) for lon, lat in geodesic(np.array(line), _DEVIATION_M).tolist())
