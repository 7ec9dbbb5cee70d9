"""How many systems reach each place, and what none of them does.

Places are told apart by cutting the plane along all edges at once: each face of that has one count,
so the areas never overlap and leave nothing between them. Faces too small or too narrow to be known
(edges stray by up to 10 m) go to the neighbour with which they have most of their edge in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from baltic_desk.coverage.emitter_reach import SMALLEST_M2, EmitterReach, polygons_of
from baltic_desk.coverage.merging import joined, plane_of
from baltic_desk.coverage.reach_outlines import area_m2
from baltic_desk.geo.equal_area import EqualAreaPlane
from baltic_desk.geo.geodesy import Floats, geodesic

GRID_M = 1.0
"""On which edges are cut with one another."""

NARROWEST_M = 50.0
"""Faces less wide than this (twice the area by the length of the edge) are not told apart."""

Faces: TypeAlias = npt.NDArray[np.object_]
Counts: TypeAlias = npt.NDArray[np.intp]
_OUTSIDE = -1


@dataclass(frozen=True, eq=False)
class CountArea:
    """Where just so many systems reach, in longitude and latitude."""

    count: int
    area: shapely.MultiPolygon

    @cached_property
    def area_m2(self) -> float:
        """On the ellipsoid."""
        return area_m2(self.area)


@dataclass(frozen=True, eq=False)
class Overlap:
    """How many systems of a class and identity reach each place.

    `areas` are disjoint and sorted by count, from one upward; neighbours share their vertices.
    """

    ring_class: str
    identity: str
    systems: int
    areas: tuple[CountArea, ...]


@dataclass(frozen=True, eq=False)
class Gap:
    """What of an area of interest nothing reaches, in longitude and latitude."""

    area: shapely.MultiPolygon
    interest: shapely.MultiPolygon

    @cached_property
    def area_m2(self) -> float:
        """On the ellipsoid."""
        return area_m2(self.area)

    @cached_property
    def interest_m2(self) -> float:
        """Of the area of interest, on the ellipsoid."""
        return area_m2(self.interest)

    @property
    def share(self) -> float:
        """Of the area of interest, 0 to 1."""
        return self.area_m2 / self.interest_m2


def overlaps(reaches: Iterable[EmitterReach]) -> tuple[Overlap, ...]:
    """Counts by class and identity, in the order in which these first occur.

    A unit counts once, however many rings it has.
    """
    groups: dict[tuple[str, str], list[EmitterReach]] = {}
    for each in reaches:
        groups.setdefault((each.emitter.ring_class, each.emitter.identity), []).append(each)
    found: list[Overlap] = []
    for (ring_class, identity), members in groups.items():
        plane = plane_of(members)
        systems: dict[str, list[shapely.MultiPolygon]] = {}
        for each in members:
            systems.setdefault(each.emitter.owner_id, []).append(each.area)
        flat = [joined(areas, plane, GRID_M) for areas in systems.values()]
        areas = tuple(
            CountArea(count, plane.on_earth(area)) for count, area in counted(flat).items()
        )
        found.append(Overlap(ring_class, identity, len(systems), areas))
    return tuple(found)


def counted(areas: Sequence[shapely.MultiPolygon]) -> dict[int, shapely.MultiPolygon]:
    """Disjoint areas by how many of the given ones they lie in, all in metres of a plane."""
    edges = [area.boundary for area in areas if not area.is_empty]
    if not edges:
        return {}
    noded = shapely.union_all(edges, grid_size=GRID_M)
    faces = np.asarray(shapely.get_parts(shapely.polygonize(list(shapely.get_parts(noded)))))
    inside = shapely.STRtree(np.asarray(shapely.point_on_surface(faces)))
    counts = np.zeros(len(faces), np.intp)
    for area in areas:
        shapely.prepare(area)
        counts[inside.query(area, predicate="contains")] += 1
    counts = _without_slivers(faces, counts)
    return {
        int(count): polygons_of(shapely.coverage_union_all(faces[counts == count]))
        for count in np.unique(counts)
        if count > 0
    }


def gap(interest: shapely.Polygon | shapely.MultiPolygon, reaches: Iterable[EmitterReach]) -> Gap:
    """What of an area of interest none of the emitters reaches.

    Parameters
    ----------
    interest
        Longitude and latitude; its edges are geodesics.
    """
    dense = shapely.MultiPolygon(
        [
            shapely.Polygon(
                geodesic(shapely.get_coordinates(part.exterior)),
                [geodesic(shapely.get_coordinates(hole)) for hole in part.interiors],
            )
            for part in shapely.get_parts(interest)
        ]
    )
    west, south, east, north = dense.bounds
    plane = EqualAreaPlane.about(((west, south), (east, north)))
    within = joined((dense,), plane)
    reached = joined((each.area for each in reaches), plane)
    left = polygons_of(shapely.difference(within, reached, grid_size=GRID_M))
    wide = [part for part in left.geoms if not _is_sliver(part.area, part.length)]
    return Gap(plane.on_earth(shapely.MultiPolygon(wide)), plane.on_earth(within))


def _is_sliver(area: npt.ArrayLike, length: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    area, length = np.asarray(area), np.maximum(np.asarray(length), 1e-9)
    return (2.0 * area / length < NARROWEST_M) | (area < SMALLEST_M2)


def _without_slivers(faces: Faces, counts: Counts) -> Counts:
    """Counts with those of slivers taken from their neighbours."""
    sliver = _is_sliver(shapely.area(faces), shapely.length(faces))
    if not sliver.any():
        return counts
    one, other, length_m = _neighbours(faces)
    counts = counts.copy()
    # A sliver may have only slivers beside it: it waits until one of them has been settled.
    while sliver.any():
        settled = np.append(~sliver, True)  # the outside is the last
        before = sliver.sum()
        chosen: dict[int, tuple[float, int]] = {}
        beside = sliver[one] & settled[other]
        for face, next_to, shared_m in zip(
            one[beside].tolist(), other[beside].tolist(), length_m[beside].tolist(), strict=True
        ):
            chosen[face] = max(chosen.get(face, (0.0, _OUTSIDE)), (shared_m, next_to))
        for face, (_, next_to) in chosen.items():
            counts[face] = 0 if next_to == _OUTSIDE else counts[next_to]
            sliver[face] = False
        if sliver.sum() == before:
            break
    return counts


def _neighbours(faces: Faces) -> tuple[Counts, Counts, Floats]:
    """Pairs of faces (-1 is the outside) and how much of their edge is the same, both ways."""
    xy, face = shapely.get_coordinates(shapely.boundary(faces), return_index=True)
    _, line = shapely.get_coordinates(shapely.get_rings(faces), return_index=True)
    within = line[:-1] == line[1:]
    start, end, face = xy[:-1][within], xy[1:][within], face[:-1][within]
    turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    key = np.where(turned[:, None], np.hstack((end, start)), np.hstack((start, end)))
    _, edge = np.unique(key, axis=0, return_inverse=True)
    edge = edge.reshape(-1)
    order = np.argsort(edge, kind="stable")
    edge, face = edge[order], face[order]
    length_m = np.hypot(*(end - start).T)[order]
    twice = np.append(edge[:-1] == edge[1:], False)
    other = np.full(len(face), _OUTSIDE)
    other[:-1][twice[:-1]] = face[1:][twice[:-1]]
    other[1:][twice[:-1]] = face[:-1][twice[:-1]]
    size = len(faces) + 1
    pair, which = np.unique(face * size + other % size, return_inverse=True)
    total = np.zeros(len(pair))
    np.add.at(total, which.reshape(-1), length_m)
    other = pair % size
    return pair // size, np.where(other == size - 1, _OUTSIDE, other), total
