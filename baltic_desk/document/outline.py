"""Features made from their figures, and outlines that follow from a kind's parameters.

The parameters of a parametric kind (range ring, rectangle, ellipse, corridor) lead: its polygon in
the file is what a stranger should see. When another program has moved that polygon, the two
disagree; `foreign_edit` says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec
import numpy as np
import numpy.typing as npt
import shapely

from baltic_desk.document.feature import (
    AnyProperties,
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
    RingClassId,
    TextNote,
    Unit,
)
from baltic_desk.document.geometry import (
    Geometry,
    LineString,
    MultiPoint,
    Point,
    Polygon,
    Position,
    positions_of,
)
from baltic_desk.document.measure_numbers import derived_rings, distances
from baltic_desk.geo.geodesy import EARTH_RADIUS_M, Floats
from baltic_desk.geo.outlines import (
    OutlineError,
    corridor_outlines,
    ellipse_outline,
    rectangle_outline,
    ring_outline,
)

DECIMALS = 7
"""Decimals of a degree kept in positions: 11 mm (RFC 7946, section 11.2, finds 6 enough)."""

Parametric = RangeRing | Rectangle | Ellipse | Corridor

_P = TypeVar("_P", bound=AnyProperties)

# A polygon further than this from the one that its parameters give was changed elsewhere.
_TOLERANCE_M = 5.0
_TOLERANCE_OF_SIZE = 0.001

_MERCATOR_LAST_LATITUDE = 89.9


def outline(properties: AnyProperties) -> Polygon | None:
    """Polygon that a parametric kind should have; None for kinds whose geometry is their own.

    Raises
    ------
    OutlineError
        When the parameters give no polygon (a sector with one bearing, a ring over a pole).
    """
    match properties:
        case RangeRing():
            rings = ring_outline(
                (properties.center_lon, properties.center_lat),
                properties.radius_max_m,
                properties.radius_min_m,
                properties.bearing_from_deg,
                properties.bearing_to_deg,
            )
        case Rectangle():
            center = properties.center_lon, properties.center_lat
            rings = (
                rectangle_outline(
                    center, properties.width_m, properties.height_m, properties.bearing_deg
                ),
            )
        case Ellipse():
            center = properties.center_lon, properties.center_lat
            rings = (
                ellipse_outline(
                    center, properties.semi_major_m, properties.semi_minor_m, properties.bearing_deg
                ),
            )
        case Corridor():
            line = positions_in(properties.center_line)
            rings = corridor_outlines(np.array(line), properties.width_m)
        case ControlMeasure(control_points=str(text)):
            corners = positions_in(text, of="the control points", least=1)
            derived = derived_rings(properties, corners)
            if derived is None:
                return ring_through(corners)
            rings = derived
        case (
            Unit() | TextNote() | Mark() | Line() | Arrow() | Freehand() | Area() | ControlMeasure()
        ):
            return None
    return Polygon(tuple(_positions(ring) for ring in rings))


def with_outline(feature: Feature) -> Feature:
    """The feature with the polygon that its parameters give, all positions to seven decimals.

    Kinds that are not parametric keep their geometry. Raises OutlineError as `outline` does.
    """
    properties = rounded_center(feature.properties)
    return msgspec.structs.replace(
        feature, properties=properties, geometry=outline(properties) or rounded(feature.geometry)
    )


def foreign_edit(feature: Feature) -> str | None:
    """What is wrong with the polygon of a parametric feature; None when it fits its parameters.

    Both outlines are compared vertex against edge, so that a different number of vertices (another
    version's, or a simplified one within tolerance) is no difference but a lost hole is.
    """
    try:
        wanted = outline(feature.properties)
    except OutlineError as error:
        return str(error)
    present = feature.geometry
    if wanted is None or present == wanted or not isinstance(present, Polygon):
        return None
    tolerance_m = max(_TOLERANCE_M, _TOLERANCE_OF_SIZE * _size_m(feature.properties))
    off_m = apart_m(present, wanted)
    if off_m <= tolerance_m:
        return None
    return f"the outline is up to {off_m:,.0f} m off what the parameters give"


def apart_m(geometry: Geometry, other: Geometry) -> float:
    """How far two geometries stray from each other, metres; true where that is not very far."""
    return max(_farthest_m(geometry, other), _farthest_m(other, geometry))


def new_point(feature_id: str, properties: Unit | TextNote | Mark, position: Position) -> Feature:
    """A feature at a position."""
    return Feature(id=feature_id, geometry=Point(_position(*position)), properties=properties)


def new_line(
    feature_id: str, properties: Line | Arrow | Freehand, positions: Iterable[Position]
) -> Feature:
    """A feature along two positions or more.

    Raises
    ------
    ValueError
        When there are fewer than two.
    """
    line = tuple(_position(*position) for position in positions)
    if len(line) < 2:
        raise ValueError("a line needs two positions or more")
    return Feature(id=feature_id, geometry=LineString(line), properties=properties)


def new_area(feature_id: str, properties: Area, corners: Sequence[Position]) -> Feature:
    """An area with these corners, open or closed, in either sense of rotation.

    Raises
    ------
    ValueError
        When there are fewer than three different corners.
    """
    ring = tuple(_position(*corner) for corner in corners)
    if ring and ring[0] == ring[-1]:
        ring = ring[:-1]
    if len(set(ring)) < 3:
        raise ValueError("an area needs three different corners or more")
    return Feature(
        id=feature_id, geometry=wound(Polygon(((*ring, ring[0]),))), properties=properties
    )


def new_parametric(feature_id: str, properties: Parametric) -> Feature:
    """A feature whose polygon follows from its parameters. Raises OutlineError as `outline`."""
    placed = rounded_center(properties)
    polygon = outline(placed)
    assert polygon is not None
    return Feature(id=feature_id, geometry=polygon, properties=placed)


def new_ring(
    feature_id: str,
    center: Position,
    radius_max_m: float,
    *,
    overlay: str,
    radius_min_m: float = 0.0,
    bearings_deg: tuple[float, float] | None = None,
    ring_class: RingClassId = "other",
    anchor: str | None = None,
    name: str = "",
    unit: str = "km",
) -> Feature:
    """A range ring, annulus (with a minimum) or sector (with the bearings from and to)."""
    bearing_from_deg, bearing_to_deg = bearings_deg or (None, None)
    return new_parametric(
        feature_id,
        RangeRing(
            overlay=overlay,
            name=name,
            center_lon=center[0],
            center_lat=center[1],
            radius_max_m=float(radius_max_m),  # an int would be written without its ".0"
            radius_min_m=float(radius_min_m),
            bearing_from_deg=bearing_from_deg,
            bearing_to_deg=bearing_to_deg,
            ring_class=ring_class,
            anchor=anchor,
            unit=unit,
        ),
    )


def ring_through(corners: Sequence[Position]) -> Polygon:
    """The area bounded by these corners, counter-clockwise, to seven decimals.

    Raises
    ------
    OutlineError
        When there are fewer than three.
    """
    if len(corners) < 3:
        raise OutlineError("an area needs three corners or more")
    return wound(Polygon((tuple(_position(*at) for at in (*corners, corners[0])),)))


def positions_in(text: str, *, of: str = "the centre line", least: int = 2) -> tuple[Position, ...]:
    """Positions of a corridor's centre line, or of what else, written "lon,lat lon,lat …".

    Raises
    ------
    OutlineError
        When it is not written so, or has fewer than the least positions.
    """
    line: list[Position] = []
    for number, pair in enumerate(text.split(), start=1):
        lon, comma, lat = pair.partition(",")
        try:
            position = float(lon), float(lat)
        except ValueError:
            position = math.nan, math.nan
        if not comma or not (abs(position[0]) <= 180 and abs(position[1]) <= 90):
            raise OutlineError(f'position {number} of {of} is not "lon,lat": {pair[:40]}')
        line.append(position)
    if len(line) < least:
        count = "two positions" if least == 2 else "one position"
        raise OutlineError(f"{of} must have {count} or more")
    return tuple(line)


def center_line_of(positions: Iterable[Position]) -> str:
    """A corridor's centre line as it is written in its properties."""
    return " ".join(f"{_number(lon)},{_number(lat)}" for lon, lat in positions)


def rounded(geometry: Geometry) -> Geometry:
    """The geometry with its positions to seven decimals."""
    match geometry:
        case Point():
            return Point(_position(*geometry.coordinates))
        case LineString():
            return LineString(_positions(np.array(geometry.coordinates)))
        case MultiPoint():
            return MultiPoint(_positions(np.array(geometry.coordinates)))
        case Polygon():
            return Polygon(tuple(_positions(np.array(ring)) for ring in geometry.coordinates))


def wound(polygon: Polygon) -> Polygon:
    """The polygon with its outer ring counter-clockwise and its holes clockwise (RFC 7946)."""
    turned = tuple(
        ring if (_signed_area(ring) >= 0) == (number == 0) else ring[::-1]
        for number, ring in enumerate(polygon.coordinates)
    )
    return polygon if turned == polygon.coordinates else Polygon(turned)


def _signed_area(ring: tuple[Position, ...]) -> float:
    # Shoelace about the first position: the differences keep their digits. A plain loop, because
    # most rings drawn by hand have so few vertices that making an array takes longer.
    lon_0, lat_0 = ring[0]
    total = 0.0
    lon_1, lat_1 = ring[0]
    for lon_2, lat_2 in ring[1:]:
        total += (lon_1 - lon_0) * (lat_2 - lat_0) - (lon_2 - lon_0) * (lat_1 - lat_0)
        lon_1, lat_1 = lon_2, lat_2
    return total


def _position(lon: float, lat: float) -> Position:
    return round(lon, DECIMALS) + 0.0, round(lat, DECIMALS) + 0.0  # + 0.0: no "-0.0" in the file


def _positions(line: Floats) -> tuple[Position, ...]:
    lon_lat = (np.round(line, DECIMALS) + 0.0).tolist()
    return tuple((lon, lat) for lon, lat in lon_lat)


def _number(degrees: float) -> str:
    return f"{degrees:.{DECIMALS}f}".rstrip("0").rstrip(".")


def rounded_center(properties: _P) -> _P:
    """The properties with their centre, if they have one, to seven decimals."""
    if not isinstance(properties, RangeRing | Rectangle | Ellipse):
        return properties
    lon, lat = _position(properties.center_lon, properties.center_lat)
    if (lon, lat) == (properties.center_lon, properties.center_lat):
        return properties
    return msgspec.structs.replace(properties, center_lon=lon, center_lat=lat)


def _size_m(properties: AnyProperties) -> float:
    match properties:
        case RangeRing():
            return properties.radius_max_m
        case Rectangle():
            return math.hypot(properties.width_m, properties.height_m) / 2
        case Ellipse():
            return max(properties.semi_major_m, properties.semi_minor_m)
        case Corridor():
            return properties.width_m / 2
        case ControlMeasure(distances_m=str()) as measure:
            return max(distances(measure), default=0.0)
        case (
            Unit() | TextNote() | Mark() | Line() | Arrow() | Freehand() | Area() | ControlMeasure()
        ):
            return 0.0


def _farthest_m(geometry: Geometry, other: Geometry) -> float:
    """Largest distance of a vertex of one geometry from the edges of the other, metres."""
    # Mercator is conformal: a short distance there times the cosine of the latitude is true.
    vertices = np.array(positions_of(geometry))
    edges = shapely.MultiLineString([_mercator(np.array(path)) for path in _paths(other)])
    apart = shapely.distance(shapely.points(_mercator(vertices)), edges)
    return float(np.max(apart * np.cos(np.radians(vertices[:, 1]))) * EARTH_RADIUS_M)


def _paths(geometry: Geometry) -> tuple[tuple[Position, ...], ...]:
    match geometry:
        case Point():
            return ((geometry.coordinates, geometry.coordinates),)
        case LineString():
            return (geometry.coordinates,)
        case MultiPoint():
            return tuple((place, place) for place in geometry.coordinates)
        case Polygon():
            return geometry.coordinates


def _mercator(positions: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    lat = np.radians(np.clip(positions[:, 1], -_MERCATOR_LAST_LATITUDE, _MERCATOR_LAST_LATITUDE))
    return np.column_stack((np.radians(positions[:, 0]), np.arctanh(np.sin(lat))))
