"""What an emitter sees as areas on the earth, and their edges with what limits them.

All is in longitude and latitude, vertices on geodesics from the emitter. They stand so close that
the straight edges between them stray by less than 10 m from where they should run, whatever the
projection: 1.7 km at 400 km with 1440 bearings.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import shapely

from baltic_desk.coverage.line_of_sight import Cause
from baltic_desk.coverage.reach import CAUSES, Reach
from baltic_desk.geo.geodesy import Floats, area, geodesic

_DEVIATION_M = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class EdgeStretch:
    """Part of the edge of what is seen: positions (n, 2), and why it is not seen beyond.

    What is seen lies on the left.
    """

    cause: Cause
    positions: Floats


def visible_area(seen: Reach, *, blind_areas: bool = True) -> shapely.MultiPolygon:
    """What is seen, islands behind shadows too; blind areas within are holes, or filled.

    Outer rings run counter-clockwise and holes clockwise (RFC 7946). Empty where nothing is seen.
    """
    rings = _rings(seen)
    shells = [shapely.Polygon(ring) for ring, turns_left in rings if turns_left]
    holes = [shapely.Polygon(ring) for ring, turns_left in rings if not turns_left]
    if not holes:
        return shapely.MultiPolygon(shells)
    if not blind_areas:
        # An island in a blind area is part of the whole that is filled.
        islands = set(shapely.STRtree(holes).query(shells, predicate="within")[0].tolist())
        return shapely.MultiPolygon([each for k, each in enumerate(shells) if k not in islands])
    held: list[list[shapely.LinearRing]] = [[] for _ in shells]
    for hole, shell in zip(holes, _owners(shells, holes), strict=True):
        held[shell].append(hole.exterior)
    return shapely.MultiPolygon(
        [
            shapely.Polygon(shell.exterior, inside)
            for shell, inside in zip(shells, held, strict=True)
        ]
    )


def continuous_area(seen: Reach) -> shapely.Polygon:
    """What is seen without a gap from the emitter outward, or from the minimum range.

    Simpler than `visible_area`: one ring, with the minimum range as a hole. It leaves out what is
    seen behind a shadow. Empty where sight does not begin in any direction.
    """
    farthest_m = seen.continuous_m
    if not farthest_m.any():
        return shapely.Polygon()
    bearing = np.arange(len(farthest_m), dtype=np.float64)
    outer = seen.field.rays.positions(bearing[::-1], np.maximum(farthest_m, seen.range_min_m)[::-1])
    outer = geodesic(np.concatenate((outer, outer[:1])), _DEVIATION_M)
    if seen.range_min_m == 0.0:
        return shapely.Polygon(outer)
    hole = seen.field.rays.positions(bearing, np.full(len(bearing), seen.range_min_m))
    return shapely.Polygon(outer, [hole])


def edge_stretches(seen: Reach) -> tuple[EdgeStretch, ...]:
    """All edges of what is seen, cut where the cause changes; a ring of one cause is closed."""
    positions = seen.positions
    order, starts = seen.boundary.order, seen.boundary.starts
    stretches: list[EdgeStretch] = []
    for first, end in itertools.pairwise(starts):
        ring = order[first:end]
        cause = seen.cause[ring]
        changes = np.flatnonzero(cause != np.roll(cause, 1))
        if len(changes):  # begin where a stretch does
            ring, cause = np.roll(ring, -changes[0]), np.roll(cause, -changes[0])
            changes = changes - changes[0]
        cuts = [*changes.tolist(), len(ring)] if len(changes) else [0, len(ring)]
        closed = np.append(ring, ring[0])
        stretches += [
            EdgeStretch(CAUSES[int(cause[begin])], positions[closed[begin : stop + 1]])
            for begin, stop in itertools.pairwise(cuts)
        ]
    return tuple(stretches)


def area_m2(polygons: shapely.MultiPolygon | shapely.Polygon) -> float:
    """Area on the ellipsoid of what `visible_area` or `continuous_area` gave, square metres."""
    total = 0.0
    for polygon in shapely.get_parts(polygons):
        total += area(shapely.get_coordinates(polygon.exterior))
        total -= sum(area(shapely.get_coordinates(hole)) for hole in polygon.interiors)
    return total


def _rings(seen: Reach) -> list[tuple[Floats, bool]]:
    """Closed rings of positions, and whether each runs counter-clockwise."""
    order, starts = seen.boundary.order, seen.boundary.starts
    if not len(order):
        return []
    bearing, distance_m = seen.bearing[order], seen.distance_m[order]
    positions = seen.positions[order]
    turn = bearing * (2.0 * np.pi / len(seen.field.bearings_deg))
    x, y = distance_m * np.sin(turn), distance_m * np.cos(turn)
    following = np.arange(1, len(order) + 1)
    following[starts[1:] - 1] = starts[:-1]
    twice_m2 = np.add.reduceat(x * y[following] - x[following] * y, starts[:-1])
    return [
        (np.concatenate((positions[first:end], positions[first : first + 1])), bool(turns > 0.0))
        for first, end, turns in zip(starts[:-1], starts[1:], twice_m2, strict=True)
    ]


def _owners(shells: list[shapely.Polygon], holes: list[shapely.Polygon]) -> list[int]:
    """For each hole, the index of the smallest shell around it."""
    if len(shells) == 1:
        return [0] * len(holes)
    corner = shapely.get_point(shapely.get_exterior_ring(holes), 0)
    hole, shell = shapely.STRtree(shells).query(corner, predicate="within")
    order = np.lexsort((-shapely.area(shells)[shell], hole))
    owner = np.zeros(len(holes), np.intp)
    owner[hole[order]] = shell[order]  # the last one written is the smallest
    return owner.tolist()
