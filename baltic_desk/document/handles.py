"""Handles of a feature: the places on the map by which it is reshaped.

A handle is known by name: `vertex:2`, `edge:2` (the middle of the edge after vertex 2: dragging it
makes a new vertex), `corner:0`, `radius_max`, `radius_min`, `bearing_from`, `bearing_to`, `center`,
`width`, `direction`, `rotate`, `distance:0`, `azimuth:1` (numbers of a control measure). Vertices
are counted through all rings of an area.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from baltic_desk.document.boxes import box, corners_of
from baltic_desk.document.feature import (
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
    TextNote,
    Unit,
)
from baltic_desk.document.geometry import Polygon, Position
from baltic_desk.document.measure_numbers import (
    azimuths,
    distances,
    place_of_azimuth,
    place_of_distance,
)
from baltic_desk.document.measure_rules import MeasureRule, rule_of
from baltic_desk.document.places import Path, paths, reference
from baltic_desk.geo.geodesy import GEOD, Floats, bearing, destination, destinations, midpoint

# Screen lengths, in logical pixels: how far from what it turns a turning handle stands.
_DIRECTION_PX = 60.0
_CLEAR_PX = 28.0
_NEAR_PX = 120.0

_MOST_VERTICES = 300
_METRES_PER_DEGREE = 111_195.0


class Handle(NamedTuple):
    """A place on the map by which a feature is reshaped."""

    name: str
    position: Position

    @property
    def number(self) -> int | None:
        """Number of the vertex, edge or corner; None for handles that come once."""
        _, colon, digits = self.name.partition(":")
        return int(digits) if colon else None


def handles(
    feature: Feature, metres_per_px: float, near: Position | None = None
) -> tuple[Handle, ...]:
    """All handles of a feature, those to be preferred where they coincide first.

    The scale places handles that stand a screen length off the feature (`rotate`, `direction`). Of
    a line or area of more than 300 vertices only those about `near` are given, and 300 of them.
    """
    around = None if near is None else (near, _NEAR_PX * metres_per_px)
    match feature.properties:
        case Unit() as unit:
            reach_m = _DIRECTION_PX * metres_per_px
            tip = destination(reference(feature), unit.direction_deg or 0.0, reach_m)
            return (Handle("direction", tip),)
        case TextNote() as note:
            reach_m = _CLEAR_PX * metres_per_px
            return (Handle("rotate", destination(reference(feature), note.rotation_deg, reach_m)),)
        case Mark():
            return ()
        case RangeRing() as ring:
            return _ring_handles(ring)
        case Rectangle() | Ellipse() as figure:
            center, half_width_m, half_height_m = box(figure)
            corners = corners_of(center, half_width_m, half_height_m, figure.bearing_deg)
            reach_m = half_height_m + _CLEAR_PX * metres_per_px
            return (
                *(Handle(f"corner:{number}", corner) for number, corner in enumerate(corners)),
                Handle("rotate", destination(center, figure.bearing_deg, reach_m)),
                Handle("center", center),
            )
        case Corridor() as corridor:
            line = paths(feature)[0]
            foot, leg_deg = first_leg(line)
            edge = destination(foot, leg_deg + 90.0, corridor.width_m / 2)
            vertices = _vertex_handles(paths(feature), around, closed=False)
            return (Handle("width", edge), *vertices, _rotate_handle(line, metres_per_px))
        case Line() | Arrow() | Freehand():
            vertices = _vertex_handles(paths(feature), around, closed=False)
            return (*vertices, _rotate_handle(paths(feature)[0], metres_per_px))
        case ControlMeasure() as measure:
            return _measure_handles(feature, measure, metres_per_px, around)
        case Area():
            vertices = _vertex_handles(paths(feature), around, closed=True)
            return (*vertices, _rotate_handle(paths(feature)[0], metres_per_px))


def _measure_handles(
    feature: Feature,
    measure: ControlMeasure,
    metres_per_px: float,
    near: tuple[Position, float] | None,
) -> tuple[Handle, ...]:
    rule = rule_of(feature)
    parts = paths(feature)
    points = parts[0]
    closed = isinstance(feature.geometry, Polygon) and not rule.derived
    found = _vertex_handles(parts, near, closed=closed)
    if not rule.ends_by_hand or (rule.most is not None and len(points) >= rule.most):
        found = tuple(handle for handle in found if not handle.name.startswith("edge"))
    elif rule.ends_in_width:
        # Nothing runs from the end of the centre line to the point of the width.
        found = tuple(h for h in found if h.name != f"edge:{len(points) - 2}")
    numbers = _number_handles(rule, measure, points)
    turns = len(points) > 1
    return (*numbers, *found, *((_rotate_handle(points, metres_per_px),) if turns else ()))


def _number_handles(rule: MeasureRule, measure: ControlMeasure, points: Path) -> tuple[Handle, ...]:
    """Those of distances and azimuths that are given, as far as the rule names them."""
    lengths_m = distances(measure) if rule.distances else ()
    azimuths_deg = azimuths(measure) if rule.azimuths else ()
    reach_m = max(lengths_m, default=0.0)
    return (
        *(
            Handle(
                f"distance:{number}",
                place_of_distance(rule.name, number, points, azimuths_deg, length_m),
            )
            for number, length_m in enumerate(lengths_m)
        ),
        *(
            Handle(
                f"azimuth:{number}",
                place_of_azimuth(rule.name, number, points, azimuths_deg, 1.25 * reach_m),
            )
            for number in range(len(azimuths_deg))
            if reach_m > 0.0
        ),
    )


def first_leg(line: Path) -> tuple[Position, float]:
    """Middle of a line's first leg, and the bearing there."""
    foot = midpoint(line[0], line[1])
    return foot, bearing(foot, line[1])


def _vertex_handles(
    parts: tuple[Path, ...], near: tuple[Position, float] | None, *, closed: bool
) -> tuple[Handle, ...]:
    """Vertices, then middles of edges; of very many only some near a position."""
    if sum(map(len, parts)) > _MOST_VERTICES and near is None:
        return ()
    vertices: list[Handle] = []
    edges: list[Handle] = []
    first = 0
    for path in parts:
        line = np.array((*path, path[0]) if closed else path)
        shown = np.arange(len(path))
        if near is not None and sum(map(len, parts)) > _MOST_VERTICES:
            shown = shown[_is_near(line[: len(path)], *near)]
            shown = shown[:: len(shown) // _MOST_VERTICES + 1]
        vertices += (Handle(f"vertex:{first + at}", path[at]) for at in shown.tolist())
        starts = shown[shown < len(line) - 1]
        halfway: list[list[float]] = _midpoints(line[starts], line[starts + 1]).tolist()
        edges += (
            Handle(f"edge:{first + at}", (lon, lat))
            for at, (lon, lat) in zip(starts.tolist(), halfway, strict=True)
        )
        first += len(path)
    return (*vertices, *edges)


def _midpoints(starts: Floats, ends: Floats) -> Floats:
    """Half way along the geodesic of each pair."""
    lon, lat = starts.T.copy()
    bearing_deg, _, distance_m = GEOD.inv(lon, lat, *ends.T.copy())
    return destinations(lon, lat, bearing_deg, np.asarray(distance_m) / 2)


def _is_near(line: Floats, center: Position, reach_m: float) -> npt.NDArray[np.bool_]:
    """Which positions lie in a box about the centre; on a plane map, as it is so small."""
    reach_deg = reach_m / _METRES_PER_DEGREE
    shrink = max(0.01, math.cos(math.radians(center[1])))
    return (np.abs(line[:, 1] - center[1]) <= reach_deg) & (
        np.abs(line[:, 0] - center[0]) * shrink <= reach_deg
    )


def _rotate_handle(path: Path, metres_per_px: float) -> Handle:
    """Straight north of what is turned, clear of it."""
    lon = sum(position[0] for position in path) / len(path)
    north = max(position[1] for position in path)
    return Handle("rotate", destination((lon, north), 0.0, _CLEAR_PX * metres_per_px))


def _ring_handles(ring: RangeRing) -> tuple[Handle, ...]:
    center = (ring.center_lon, ring.center_lat)
    sector = _sector(ring)
    if sector is None:
        bearings_deg: tuple[float, ...] = (90.0, 0.0, 180.0, 270.0)
    else:
        from_deg, sweep_deg = sector
        bearings_deg = (from_deg + sweep_deg / 2,)
    found = [Handle("radius_max", destination(center, b, ring.radius_max_m)) for b in bearings_deg]
    if ring.radius_min_m > 0.0:
        found += (
            Handle("radius_min", destination(center, b, ring.radius_min_m)) for b in bearings_deg
        )
    if sector is not None:
        from_deg, sweep_deg = sector
        found += (
            Handle("bearing_from", destination(center, from_deg, ring.radius_max_m)),
            Handle("bearing_to", destination(center, from_deg + sweep_deg, ring.radius_max_m)),
        )
    # The centre of a ring bound to a unit is the unit's: it is the unit that is to be dragged.
    return tuple(found) if ring.anchor else (*found, Handle("center", center))


def _sector(ring: RangeRing) -> tuple[float, float] | None:
    """First bearing and sweep of a sector; None for a full ring."""
    if ring.bearing_from_deg is None or ring.bearing_to_deg is None:
        return None
    sweep_deg = (ring.bearing_to_deg - ring.bearing_from_deg) % 360.0
    return (ring.bearing_from_deg, sweep_deg) if sweep_deg > 0.0 else None
