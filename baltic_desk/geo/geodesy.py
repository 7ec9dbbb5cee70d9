"""Distances, bearings and shortest lines on the WGS 84 ellipsoid."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from pyproj import Geod

Position = tuple[float, float]
"""Longitude and latitude, degrees."""

Floats = npt.NDArray[np.float64]

GEOD = Geod(ellps="WGS84")

EARTH_RADIUS_M = 6_371_009.0
"""Mean radius (2a + b) / 3, for estimates only."""

MOST_ADDED = 500_000
"""Vertices that one line has at the most for being geodesic, beside its own."""

# Latitude beyond which `bend` is not followed any further: it grows without bound at the pole.
_LAST_LATITUDE_DEG = 89.0


def destination(start: Position, bearing_deg: float, distance_m: float) -> Position:
    """Position reached from start after distance_m along the geodesic that leaves at bearing_deg.

    >>> lon, lat = destination((20.5, 54.7), 90.0, 40_000.0)
    >>> f"{lon:.5f} {lat:.5f}"
    '21.12042 54.69841'
    """
    lon, lat, _ = GEOD.fwd(start[0], start[1], bearing_deg, distance_m)
    return float(lon), float(lat)


def destinations(
    lon: npt.ArrayLike, lat: npt.ArrayLike, bearing_deg: npt.ArrayLike, distance_m: npt.ArrayLike
) -> Floats:
    """Positions (n, 2) reached from many starts; the arguments are broadcast against each other."""
    start_lon, start_lat, bearings, distances_m = (
        np.array(values, float).ravel()
        for values in np.broadcast_arrays(lon, lat, bearing_deg, distance_m)
    )
    end_lon, end_lat, _ = GEOD.fwd(start_lon, start_lat, bearings, distances_m)
    return np.column_stack((end_lon, end_lat))


def inverse(start: Position, end: Position) -> tuple[float, float]:
    """Initial bearing (0 to 360 degrees) and length (metres) of the geodesic from start to end."""
    bearing_deg, _, distance_m = GEOD.inv(*start, *end)
    return float(bearing_deg) % 360.0, float(distance_m)


def distance(start: Position, end: Position) -> float:
    """Length of the geodesic from start to end, metres."""
    return inverse(start, end)[1]


def bearing(start: Position, end: Position) -> float:
    """Initial bearing of the geodesic from start to end, degrees clockwise from true north.

    >>> round(bearing((24.1, 56.9), (25.5, 58.4)), 1)
    26.0
    """
    return inverse(start, end)[0]


def midpoint(start: Position, end: Position) -> Position:
    """Position half way along the geodesic from start to end."""
    bearing_deg, distance_m = inverse(start, end)
    return destination(start, bearing_deg, distance_m / 2)


def legs(positions: npt.ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Initial bearing, bearing on arrival (-180 to 180 degrees) and length (m) of each leg."""
    line = np.asarray(positions, float).reshape(-1, 2)
    lon, lat = np.ascontiguousarray(line[:, 0]), np.ascontiguousarray(line[:, 1])
    departing, back, length_m = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    arriving = (np.asarray(back, float) + 360.0) % 360.0 - 180.0
    return np.asarray(departing, float), arriving, np.asarray(length_m, float)


def length(positions: npt.ArrayLike) -> float:
    """Length of the line through the positions (n, 2), metres."""
    return float(legs(positions)[2].sum())


def area(ring: npt.ArrayLike) -> float:
    """Area inside a ring (n, 2) of geodesic edges, square metres, whichever way it runs."""
    line = np.asarray(ring, float).reshape(-1, 2)
    area_m2, _ = GEOD.polygon_area_perimeter(line[:, 0], line[:, 1])
    return abs(float(area_m2))


def bend(latitude_deg: npt.ArrayLike) -> Floats:
    """Largest curvature, 1/m, on the earth of an edge drawn straight by any map in use here.

    An edge of length L that should be a geodesic then strays by at most L² · bend / 8. The two
    terms bound what was measured for straight edges of every direction, 25° W to 90° E and 30° N to
    87° N: in plain longitude and latitude (RFC 7946; 1.09 tan φ / R), Web Mercator (tan φ / R), and
    the worst of the transverse Mercators, Lamberts and the equal-area projection (1.53 / R, UTM
    some 40° from its meridian).
    """
    latitude = np.minimum(np.abs(np.asarray(latitude_deg, float)), _LAST_LATITUDE_DEG)
    return np.maximum(1.1 * np.tan(np.radians(latitude)), 1.6) / EARTH_RADIUS_M


def geodesic(
    positions: npt.ArrayLike, max_deviation_m: float = 5.0, *, most_pieces: int = MOST_ADDED
) -> Floats:
    """The line through the positions (n, 2), with vertices added where it must be geodesic.

    The given positions are kept exactly. Between them an edge strays from the geodesic by at most
    max_deviation_m, whether a program draws it straight in longitude and latitude or in any of the
    projections offered. Longitudes stay within ±180: a line across the antimeridian jumps there.
    A line that needs more than MOST_ADDED vertices for that has so many, and strays further; so
    does one with an edge that needs more than most_pieces.
    """
    line = np.asarray(positions, float).reshape(-1, 2)
    if len(line) < 2:
        return line.copy()
    departing, _, length_m = legs(line)
    pieces = np.minimum(_pieces(line, departing, length_m, max_deviation_m), most_pieces)
    if (needed := int(pieces.sum())) > MOST_ADDED:
        pieces = np.maximum(pieces * MOST_ADDED // needed, 1)
    return _dense(line, departing, length_m, pieces)[0]


def geodesics(lines: Sequence[npt.ArrayLike], max_deviation_m: float = 5.0) -> list[Floats]:
    """What `geodesic` makes of each of many lines, two positions each at least, in one go."""
    arrays = [np.asarray(line, float).reshape(-1, 2) for line in lines]
    if not arrays:
        return []
    line = np.concatenate(arrays)
    ends = np.cumsum([len(each) for each in arrays])[:-1]
    departing, _, length_m = legs(line)
    pieces = _pieces(line, departing, length_m, max_deviation_m)
    pieces[ends - 1] = 1  # from the end of a line to the start of the next
    dense, first = _dense(line, departing, length_m, pieces)
    return np.split(dense, first[ends])


def _dense(
    line: Floats, departing: Floats, length_m: Floats, pieces: npt.NDArray[np.int64]
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Each leg cut into so many pieces, and where in that the line's own positions are."""
    leg = np.repeat(np.arange(len(pieces)), pieces)
    first = np.zeros(len(line), dtype=np.int64)
    np.cumsum(pieces, out=first[1:])
    step = np.arange(len(leg)) - first[leg]
    dense = np.empty((len(leg) + 1, 2))
    dense[first] = line
    new = np.flatnonzero(step)
    if len(new):
        leg = leg[new]
        along_m = length_m[leg] * step[new] / pieces[leg]
        dense[new] = destinations(line[leg, 0], line[leg, 1], departing[leg], along_m)
    return dense, first


def _pieces(
    line: Floats, departing: Floats, length_m: Floats, max_deviation_m: float
) -> npt.NDArray[np.int64]:
    """How many edges each leg of the line needs."""
    highest = np.abs(line[:, 1])
    latitude = np.maximum(highest[:-1], highest[1:])
    # A long leg climbs above both its ends (at 60 N by 0.1° when 600 km long), a short one hardly.
    long = np.flatnonzero(length_m > 100_000.0)
    if len(long):
        for share in (0.25, 0.5, 0.75):
            between = destinations(
                line[long, 0], line[long, 1], departing[long], share * length_m[long]
            )
            latitude[long] = np.maximum(latitude[long], np.abs(between[:, 1]))
    longest_m = np.sqrt(8.0 * max_deviation_m / bend(latitude))
    return np.maximum(np.ceil(length_m / longest_m), 1.0).astype(np.int64)
