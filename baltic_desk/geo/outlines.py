"""Outlines of rings, sectors, ellipses, rectangles, corridors and polygons, as they go to the file.

All are closed rings of positions (n, 2), outer ones counter-clockwise and holes clockwise
(RFC 7946). Their vertices lie on the true figure; between them a straight edge strays from it by
less than 10 m, whether drawn in longitude and latitude or in any projection on offer.
"""

import math

import numpy as np
import numpy.typing as npt
import shapely

from baltic_desk.geo.geodesy import Floats, Position, bend, destinations, geodesic, legs

# The promise is 10 m. The rest covers rounding to seven decimals in the file (8 mm) and the terms
# beyond the sagitta, L² · curvature / 8.
_DEVIATION_M = 8.0
# Small figures are finer than the promise asks, to look round at any zoom: 100 edges a circle.
_DEVIATION_OF_RADIUS = 1 / 2000

_FILE_DECIMALS = 7
# Narrow corridors are held to their own width.
_STRIP_DEVIATION_OF_WIDTH = 1 / 250

_NARROWEST_CORRIDOR_M = 1.0
MOST_CORRIDOR_WORK = 3_000
"""What `corridor_work` may be of a corridor that is drawn: a second, about."""
_CROSSINGS_TO_A_LEG = 3
_LARGEST_M = 5_000_000.0
# In the file a smaller one is a point: seven decimals are 11 mm. Much smaller ones are no numbers.
_SMALLEST_M = 0.001
_NEAREST_POLE_LATITUDE = 89.0


class OutlineError(ValueError):
    """No outline can be drawn from these figures; the message says why, for the person."""


def ring_outline(
    center: Position,
    radius_max_m: float,
    radius_min_m: float = 0.0,
    bearing_from_deg: float | None = None,
    bearing_to_deg: float | None = None,
) -> tuple[Floats, ...]:
    """Outer ring and, with a minimum range, the hole in it; a sector is one ring.

    A sector runs clockwise from one bearing to the other, through north if need be. Equal bearings,
    or none, mean the full circle.

    Raises
    ------
    OutlineError
        Radii that are not 0 ≤ minimum < maximum ≤ 5,000 km, one bearing without the other, or a
        ring that reaches a pole or the 180° meridian.
    """
    _check_center(center)
    _check_size("radius", radius_max_m)
    if not 0.0 <= radius_min_m < radius_max_m:
        raise OutlineError(
            f"The minimum range ({radius_min_m:g} m) must be less than the range"
            f" ({radius_max_m:g} m) and not negative"
        )
    if radius_min_m and radius_min_m < _SMALLEST_M:
        raise OutlineError(f"The minimum range must be 0 or at least {_SMALLEST_M * 1000:g} mm")
    sweep_deg = _sweep(bearing_from_deg, bearing_to_deg)
    if bearing_from_deg is None or sweep_deg == 360.0:
        circle = _arc(center, radius_max_m, radius_max_m, 0.0, 0.0, 360.0)
        _check_on_map(circle)
        if radius_min_m == 0.0:
            return (_closed(circle[-1:0:-1]),)
        hole = _arc(center, radius_min_m, radius_min_m, 0.0, 0.0, 360.0)
        return _closed(circle[-1:0:-1]), _closed(hole[:-1])
    return (_sector(center, radius_max_m, radius_min_m, bearing_from_deg, sweep_deg),)


def ellipse_outline(
    center: Position, semi_major_m: float, semi_minor_m: float, bearing_deg: float
) -> Floats:
    """Ellipse with its major half-axis along the bearing.

    Each point lies at the bearing and the geodesic distance from the centre that it would have in a
    plane: with equal half-axes it is the range ring.
    """
    _check_center(center)
    _check_size("half-axis", semi_major_m)
    _check_size("half-axis", semi_minor_m)
    outline = _arc(center, semi_major_m, semi_minor_m, bearing_deg, 0.0, 360.0)
    _check_on_map(outline)
    return _closed(outline[-1:0:-1])


def rectangle_outline(
    center: Position, width_m: float, height_m: float, bearing_deg: float
) -> Floats:
    """Rectangle of geodesic sides, its height along the bearing and its width across.

    The corners lie at the bearings and distances from the centre that they would have in a plane.
    """
    _check_center(center)
    _check_size("width", width_m)
    _check_size("height", height_m)
    half_diagonal_m = math.hypot(width_m, height_m) / 2
    corner_deg = math.degrees(math.atan2(width_m, height_m))
    turns = np.array([corner_deg, -corner_deg, 180.0 + corner_deg, 180.0 - corner_deg])
    corners = destinations(center[0], center[1], bearing_deg + turns, half_diagonal_m)
    return polygon_outline(corners)


def polygon_outline(ring: npt.ArrayLike) -> Floats:
    """The polygon with these corners (n, 2), open or closed, joined by geodesics."""
    corners = np.asarray(ring, float).reshape(-1, 2)
    if len(corners) > 1 and np.array_equal(corners[0], corners[-1]):
        corners = corners[:-1]
    if len(corners) < 3:
        raise OutlineError(f"An area needs at least 3 corners, not {len(corners)}")
    outline = geodesic(_closed(corners))
    _check_on_map(outline)
    return outline if _is_counter_clockwise(outline) else outline[::-1].copy()


def corridor_outline(center_line: npt.ArrayLike, width_m: float) -> Floats:
    """Outer ring of the corridor; see corridor_outlines for one that encloses free ground."""
    return corridor_outlines(center_line, width_m)[0]


def corridor_outlines(center_line: npt.ArrayLike, width_m: float) -> tuple[Floats, ...]:
    """Everything within half the width of a line of geodesics (n, 2): outer ring, then holes.

    Holes appear where the line crosses itself. The outer side of a turn is round, the ends are
    flat.

    Raises
    ------
    OutlineError
        A width of less than 1 m, a line without length, or one of more than MOST_CORRIDOR_WORK.
    """
    _check_size("width", width_m)
    if width_m < _NARROWEST_CORRIDOR_M:
        raise OutlineError("A corridor must be at least 1 m wide")
    line = np.asarray(center_line, float).reshape(-1, 2).round(_FILE_DECIMALS)
    moved = np.ones(len(line), dtype=bool)
    moved[1:] = (line[1:] != line[:-1]).any(axis=1)
    line = line[moved]
    if len(line) < 2:
        raise OutlineError("A corridor needs a line with at least 2 different positions")
    if corridor_work(line) > MOST_CORRIDOR_WORK:
        raise OutlineError(
            "The corridor's line is too long or crosses itself too often to be drawn: it may have"
            f" {MOST_CORRIDOR_WORK:,} legs, of which every three crossings take one"
        )
    half_m = width_m / 2
    strips = (_strip(leg, half_m) for leg in np.stack((line[:-1], line[1:]), axis=1))
    departing, arriving, _ = legs(line)
    elbows = (
        _elbow(at, arrive, depart, half_m)
        for at, arrive, depart in zip(line[1:-1], arriving[:-1], departing[1:], strict=True)
    )
    pieces = (*strips, *elbows)
    for piece in pieces:  # one that jumps over the edge of the map is no polygon to be joined
        _check_on_map(piece)
    # The edges are so short that it does not matter in which plane the parts are joined. On the
    # grid of the file's seven decimals, what is valid here still is after saving.
    parts = [shapely.Polygon(piece) for piece in pieces]
    joined = shapely.union_all(parts, grid_size=10.0**-_FILE_DECIMALS)
    if not isinstance(joined, shapely.Polygon) or joined.is_empty:
        raise OutlineError("The corridor is too narrow to be drawn")
    outer = shapely.get_coordinates(joined.exterior)
    _check_on_map(outer)
    holes = [shapely.get_coordinates(each) for each in joined.interiors]
    return (
        outer if _is_counter_clockwise(outer) else outer[::-1].copy(),
        *(hole[::-1].copy() if _is_counter_clockwise(hole) else hole for hole in holes),
    )


def corridor_work(center_line: npt.ArrayLike) -> int:
    """How long it takes to draw a corridor along a line (n, 2), in legs that cross no other.

    Of lines of more than MOST_CORRIDOR_WORK legs the crossings are not counted.
    """
    line = np.asarray(center_line, float).reshape(-1, 2)
    count = len(line) - 1
    if not 1 <= count <= MOST_CORRIDOR_WORK:
        return max(count, 0)
    edges = np.asarray(shapely.linestrings(np.stack((line[:-1], line[1:]), axis=1)))
    met = shapely.STRtree(edges).query(edges, predicate="intersects")
    # Each leg meets itself and the legs beside it; all others are found twice.
    apart = int((met[1] > met[0] + 1).sum())
    return count + apart // _CROSSINGS_TO_A_LEG


def _sweep(bearing_from_deg: float | None, bearing_to_deg: float | None) -> float:
    """Degrees from one bearing clockwise to the other, 0 < sweep ≤ 360."""
    if bearing_from_deg is None and bearing_to_deg is None:
        return 360.0
    if bearing_from_deg is None or bearing_to_deg is None:
        raise OutlineError("A sector needs both bearings, from and to")
    if not (math.isfinite(bearing_from_deg) and math.isfinite(bearing_to_deg)):
        raise OutlineError("The bearings of a sector must be numbers")
    return (bearing_to_deg - bearing_from_deg) % 360.0 or 360.0


def _sector(
    center: Position, radius_max_m: float, radius_min_m: float, from_deg: float, sweep_deg: float
) -> Floats:
    outer = _arc(center, radius_max_m, radius_max_m, 0.0, from_deg, sweep_deg)
    if radius_min_m > 0.0:
        inner = _arc(center, radius_min_m, radius_min_m, 0.0, from_deg, sweep_deg)
    else:
        inner = np.array([center])
    side_out = geodesic((inner[0], outer[0]))
    side_in = geodesic((outer[-1], inner[-1]))
    clockwise = np.concatenate((side_out[:-1], outer, side_in[1:-1], inner[:0:-1]))
    outline = _closed(clockwise[::-1])
    _check_on_map(outline)
    return outline


def _arc(
    center: Position,
    along_m: float,
    across_m: float,
    axis_deg: float,
    from_deg: float,
    sweep_deg: float,
) -> Floats:
    """Part of an ellipse clockwise from from_deg (measured from its axis), both ends included.

    The vertices stand as densely as the curvature of the figure and the bend of straight edges at
    their latitude ask for: along the density ∝ √curvature every edge has the same sagitta.
    """
    deviation_m = min(_DEVIATION_M, math.sqrt(along_m * across_m) * _DEVIATION_OF_RADIUS)
    slimness = min(max(along_m, across_m) / min(along_m, across_m), 50.0)
    # Enough samples to see the tips of a slim ellipse; 96 show how a large ring changes latitude.
    samples = 96 * math.ceil(slimness) + 1
    angle = math.radians(from_deg) + np.linspace(0.0, math.radians(sweep_deg), samples)
    latitude = _on_ellipse(center, along_m, across_m, axis_deg, angle)[:, 1]
    speed = np.hypot(along_m * np.sin(angle), across_m * np.cos(angle))
    curvature = along_m * across_m / speed**3 + bend(latitude)
    density = speed * np.sqrt(curvature / (8.0 * deviation_m))
    edges = np.zeros(len(angle))
    np.cumsum((density[1:] + density[:-1]) / 2 * np.diff(angle), out=edges[1:])
    count = max(math.ceil(edges[-1]), 3)
    angle = np.interp(np.linspace(0.0, float(edges[-1]), count + 1), edges, angle)
    return _on_ellipse(center, along_m, across_m, axis_deg, angle)


def _on_ellipse(
    center: Position, along_m: float, across_m: float, axis_deg: float, angle: Floats
) -> Floats:
    ahead, right = along_m * np.cos(angle), across_m * np.sin(angle)
    bearing_deg = axis_deg + np.degrees(np.arctan2(right, ahead))
    return destinations(center[0], center[1], bearing_deg, np.hypot(ahead, right))


def _strip(leg: Floats, half_m: float) -> Floats:
    """The ground within half_m on both sides of one geodesic leg (2, 2)."""
    line = geodesic(leg, min(5.0, half_m * _STRIP_DEVIATION_OF_WIDTH))
    departing, arriving, _ = legs(line)
    bearing_deg = np.append(departing, arriving[-1])
    left = destinations(line[:, 0], line[:, 1], bearing_deg - 90.0, half_m)
    right = destinations(line[:, 0], line[:, 1], bearing_deg + 90.0, half_m)
    end, start = geodesic((left[-1], right[-1])), geodesic((right[0], left[0]))
    return np.concatenate((left[:-1], end, right[-2:0:-1], start))


def _elbow(at: Floats, arriving_deg: float, departing_deg: float, half_m: float) -> Floats:
    """A lens over the joint of two strips, round where the turn parts them.

    It reaches a little way into both strips on both sides, so that they join without a slit.
    """
    turn_deg = (departing_deg - arriving_deg + 180.0) % 360.0 - 180.0
    start_deg = arriving_deg if turn_deg >= 0.0 else departing_deg
    turn_deg = abs(turn_deg)
    spread = np.linspace(-2.0, turn_deg + 2.0, math.ceil(turn_deg / 3.6) + 2)
    spread = start_deg + np.append(spread, (0.0, turn_deg))
    bearings = np.unique(np.concatenate((spread - 90.0, spread + 90.0)) % 360.0)
    return destinations(at[0], at[1], bearings, half_m)


def _closed(ring: Floats) -> Floats:
    return np.concatenate((ring, ring[:1]))


def _is_counter_clockwise(ring: Floats) -> bool:
    # From the first vertex, for the sake of precision.
    x, y = (ring - ring[0]).T
    return bool(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) > 0.0)


def _check_center(center: Position) -> None:
    lon, lat = center
    if not (abs(lon) <= 180.0 and abs(lat) <= 90.0):
        raise OutlineError(f"The centre {lon:g}, {lat:g} is not a place on the earth")


def _check_size(name: str, size_m: float) -> None:
    if not 0.0 < size_m <= _LARGEST_M:
        raise OutlineError(
            f"The {name} must be more than 0 and at most {_LARGEST_M / 1000:g} km, not {size_m:g} m"
        )
    if size_m < _SMALLEST_M:
        raise OutlineError(f"The {name} must be at least {_SMALLEST_M * 1000:g} mm")


def _check_on_map(ring: Floats) -> None:
    if np.abs(ring[:, 1]).max() > _NEAREST_POLE_LATITUDE:
        raise OutlineError("The outline comes too near to a pole to be drawn")
    if np.abs(np.diff(ring[:, 0])).max() > 180.0:
        raise OutlineError("The outline crosses the 180° meridian or holds a pole")
