"""How like two features are: how far apart they lie, how much they overlap, what they state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np
import shapely
import shapely.ops

from baltic_desk.document.feature import ControlMeasure, Feature, Line, RangeRing, Unit
from baltic_desk.document.geometry import LineString, MultiPoint, Point, Polygon, positions_of
from baltic_desk.geo.equal_area import EqualAreaPlane
from baltic_desk.geo.geodesy import Position, distance, geodesic
from baltic_desk.geo.local_plane import LocalPlane
from baltic_desk.symbology.conversion import converted
from baltic_desk.symbology.sidc import LetterCode, SidcError, parse
from baltic_desk.symbology.standing import echelon, identity

Shape = Literal["point", "ring", "line", "area", "points"]

_PARTS = 300
"""An edge is looked at in pieces of this share of the whole: what strays most may be between."""
_FEET_M = 0.3048
_ALTITUDE = re.compile(
    r"(?P<level>fl)?\s*(?P<number>-?\d+(?:[.,]\d+)?)\s*(?P<unit>km|ft|feet|m)?\b", re.IGNORECASE
)


class Apart(NamedTuple):
    """How far two features are from each other, and where: on the one, and on the other."""

    metres: float
    here: Position
    there: Position


def shape_of(feature: Feature) -> Shape:
    """What a feature is on the ground."""
    match feature.geometry:
        case _ if isinstance(feature.properties, RangeRing):
            return "ring"
        case Point():
            return "point"
        case MultiPoint(coordinates=places):
            return "point" if len(places) == 1 else "points"
        case LineString():
            return "line"
        case Polygon():
            return "area"


def place_of(feature: Feature) -> Position:
    """Where a feature is: its point, its centre, the middle of what it spans."""
    match feature.properties:
        case RangeRing(center_lon=lon, center_lat=lat):
            return lon, lat
        case _:
            lonlat = np.array(positions_of(feature.geometry), float)
            low, high = lonlat.min(axis=0), lonlat.max(axis=0)
            return float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2


def apart(one: Feature, other: Feature) -> Apart:
    """Between points and between centres of rings the distance; else the greatest stray.

    The greatest stray is that of the place on either that is farthest from the other: neither may
    lack what the other has.
    """
    if {shape_of(one), shape_of(other)} <= {"point", "ring"}:
        here, there = place_of(one), place_of(other)
        return Apart(distance(here, there), here, there)
    plane = LocalPlane(place_of(other))
    first, second = _flat(one, plane), _flat(other, plane)
    forth, back = _farthest(first, second), _farthest(second, first)
    ends = forth[1:] if forth[0] >= back[0] else (back[2], back[1])
    here, there = ((float(x), float(y)) for x, y in plane.to_lonlat(ends).tolist())
    return Apart(max(forth[0], back[0]), here, there)


def overlap_share(one: Feature, other: Feature) -> float | None:
    """What both areas cover, as a share of what either covers; None for what is no area."""
    if not (isinstance(one.geometry, Polygon) and isinstance(other.geometry, Polygon)):
        return None
    plane = EqualAreaPlane.about((place_of(one), place_of(other)))
    first, second = _area(one.geometry, plane), _area(other.geometry, plane)
    either = shapely.union(first, second).area
    return float(shapely.intersection(first, second).area / either) if either else None


def radius_of(feature: Feature) -> float | None:
    """Radius of a ring, metres."""
    return feature.properties.radius_max_m if isinstance(feature.properties, RangeRing) else None


def altitudes_of(feature: Feature) -> tuple[float, ...]:
    """Altitudes in metres that a feature states; none where it states none that is legible.

    They are those of amplifier X ("100 m", "FL 350", "3000 ft AGL"), or of a line's legs.
    """
    match feature.properties:
        case Unit(altitude_depth=str(text)) | ControlMeasure(altitude_depth=str(text)):
            return altitudes_in(text)
        case Line(leg_altitudes_m=str(text)):
            return altitudes_in(text)
        case _:
            return ()


def altitudes_in(text: str) -> tuple[float, ...]:
    """Altitudes of a text, metres where it says no unit.

    >>> altitudes_in("100"), altitudes_in("FL 100"), altitudes_in("300 ft AGL, 2 km")
    ((100.0,), (3048.0,), (91.44, 2000.0))
    """
    found: list[float] = []
    for match in _ALTITUDE.finditer(text):
        number, unit = float(match["number"].replace(",", ".")), (match["unit"] or "m").lower()
        if match["level"]:
            number, unit = number * 100.0, "ft"
        factor = {"km": 1000.0, "m": 1.0}.get(unit, _FEET_M)
        found.append(round(number * factor, 3))
    return tuple(found)


def altitude_difference(one: Iterable[float], other: Iterable[float]) -> float:
    """The greatest difference between altitudes stated, metres.

    One number holds for all; where there are not as many, lowest and highest are compared.
    """
    first, second = tuple(one), tuple(other)
    if len(first) == 1:
        first *= len(second)
    if len(second) == 1:
        second *= len(first)
    if len(first) != len(second):
        first, second = (min(first), max(first)), (min(second), max(second))
    return max(abs(a - b) for a, b in zip(first, second, strict=True))


class Symbol(NamedTuple):
    """What a symbol code says of a thing: symbol set with entity, whose it is, and its size."""

    entity: str
    identity: str
    echelon: str


def symbol_of(feature: Feature) -> Symbol | None:
    """What a feature's symbol says; None for what has none."""
    match feature.properties:
        case Unit(sidc=sidc) | ControlMeasure(sidc=sidc):
            pass
        case _:
            return None
    try:
        code = parse(sidc)
    except SidcError:
        return Symbol(sidc, identity(sidc), echelon(sidc))
    if isinstance(code, LetterCode):
        found = converted(code)
        return Symbol(
            code.code if found is None else found.code.code, identity(sidc), echelon(sidc)
        )
    return Symbol(code.code, identity(sidc), echelon(sidc))


_Vertices = list[tuple[float, float]]


def _flat(feature: Feature, plane: LocalPlane) -> shapely.Geometry:
    """The points or edges of a feature in metres, with vertices enough to be measured from."""
    match feature.geometry:
        case Point(coordinates=place):
            return shapely.MultiPoint(plane.to_xy([place]))
        case MultiPoint(coordinates=places):
            return shapely.MultiPoint(plane.to_xy(places))
        case LineString(coordinates=line):
            paths = [line]
        case Polygon(coordinates=rings):
            paths = list(rings)
    edges = shapely.MultiLineString([plane.to_xy(geodesic(path)) for path in paths])
    return shapely.segmentize(edges, max(edges.length / _PARTS, 1.0))


def _farthest(
    one: shapely.Geometry, other: shapely.Geometry
) -> tuple[float, tuple[float, float], tuple[float, float]]:
    """The vertex of one that is farthest from the other, and what of that is nearest to it."""
    xy = shapely.get_coordinates(one)
    metres = np.asarray(shapely.distance(shapely.points(xy), other), float)
    k = int(np.argmax(metres))
    here, there = shapely.ops.nearest_points(shapely.Point(xy[k]), other)
    return float(metres[k]), (here.x, here.y), (there.x, there.y)


def _area(polygon: Polygon, plane: EqualAreaPlane) -> shapely.Geometry:
    outer, *holes = (plane.to_xy(geodesic(ring)) for ring in polygon.coordinates)
    return shapely.make_valid(shapely.Polygon(outer, holes))
