"""Coverage merged: for each class and standard identity one outline, with the bands inside it.

Merging by the longest range alone drowns a system of 40 km in one of 400. So what one system and
variant reaches stays as a band inside the outline of all, and every stretch of an edge still knows
which emitters it is the edge of, and what limits each of them there.

Areas are joined in an equal-area plane on a grid of 0.1 m, which keeps the joining robust (snap
rounding: Hobby 1999, as in GEOS's OverlayNG), and come back in longitude and latitude.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from baltic_desk.coverage.emitter_reach import EmitterReach, Limit, polygons_of
from baltic_desk.coverage.reach_outlines import area_m2
from baltic_desk.geo.equal_area import EqualAreaPlane
from baltic_desk.geo.geodesy import Floats

GRID_M = 0.1
"""On which areas are joined; edges stray by up to 10 m from where they should run."""

# The grid moves an edge by less than this from those it comes from.
_SAME_M = 3 * GRID_M
# So short an edge belongs to whom the one before it does: at a crossing it is near to both.
_SHORT_M = 1.0

Indices: TypeAlias = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose edge it is: an emitter's ring, and what limits it there."""

    ring_id: str
    limit: Limit


@dataclass(frozen=True, slots=True, eq=False)
class Arc:
    """A stretch of a merged edge: positions (n, 2) and all whose edge it is, never none."""

    owners: tuple[Owner, ...]
    positions: Floats

    @property
    def limits(self) -> tuple[Limit, ...]:
        """What limits them, each once."""
        return tuple(dict.fromkeys(owner.limit for owner in self.owners))


@dataclass(frozen=True, eq=False)
class Band:
    """What several emitters reach together.

    Attributes
    ----------
    title
        System and variant, or the range.
    range_m
        The longest of them, as published.
    area
        Longitude and latitude; outer rings counter-clockwise.
    """

    title: str
    range_m: float
    members: tuple[EmitterReach, ...]
    area: shapely.MultiPolygon
    arcs: tuple[Arc, ...]

    @cached_property
    def area_m2(self) -> float:
        """On the ellipsoid."""
        return area_m2(self.area)


@dataclass(frozen=True, eq=False)
class Merged:
    """Coverage of one class and identity: its outline, and the bands that end inside it.

    Bands are sorted by published range, the longest first. A band that reaches as far as the
    outline everywhere is left out: the arcs of the outline name its owners.
    """

    ring_class: str
    identity: str
    outline: Band
    bands: tuple[Band, ...]


def merged(reaches: Iterable[EmitterReach]) -> tuple[Merged, ...]:
    """Coverage by class and identity, in the order in which these first occur."""
    groups: dict[tuple[str, str], list[EmitterReach]] = {}
    for each in reaches:
        groups.setdefault((each.emitter.ring_class, each.emitter.identity), []).append(each)
    return tuple(
        _merged(ring_class, identity, members) for (ring_class, identity), members in groups.items()
    )


def joined(
    areas: Iterable[shapely.MultiPolygon], plane: EqualAreaPlane, grid_m: float = GRID_M
) -> shapely.MultiPolygon:
    """Union of areas in longitude and latitude, in the metres of the plane."""
    return _Joiner(plane, grid_m).joined(areas)


def plane_of(reaches: Sequence[EmitterReach]) -> EqualAreaPlane:
    """The plane in the middle of some emitters (at least one)."""
    return EqualAreaPlane.about(each.emitter.position for each in reaches)


class _Joiner:
    """Joins areas in a plane; what it has joined once it knows. Rings of one place that end at the
    same horizon are one area many times over.
    """

    def __init__(self, plane: EqualAreaPlane, grid_m: float = GRID_M) -> None:
        self.plane = plane
        self._grid_m = grid_m
        self._flat: dict[bytes, shapely.MultiPolygon] = {}
        self._joined: dict[frozenset[bytes], shapely.MultiPolygon] = {}

    def joined(self, areas: Iterable[shapely.MultiPolygon]) -> shapely.MultiPolygon:
        """Union of areas in longitude and latitude, in metres."""
        parts = {shapely.to_wkb(area): area for area in areas if not area.is_empty}
        key = frozenset(parts)
        if key not in self._joined:
            for name, area in parts.items():
                if name not in self._flat:
                    flat = shapely.set_precision(self.plane.flat(area), self._grid_m)
                    self._flat[name] = polygons_of(flat)
            flats = [self._flat[name] for name in parts]
            self._joined[key] = polygons_of(shapely.union_all(flats, grid_size=self._grid_m))
        return self._joined[key]


def _merged(ring_class: str, identity: str, members: Sequence[EmitterReach]) -> Merged:
    joiner = _Joiner(plane_of(members))
    farthest_m = max(each.emitter.range_m for each in members)
    outline = _band("all", farthest_m, members, joiner)
    groups: dict[tuple[str, str, float], list[EmitterReach]] = {}
    for each in members:
        emitter = each.emitter
        groups.setdefault((emitter.system, emitter.variant, emitter.range_m), []).append(each)
    inner = [_band(_title(some), some[0].emitter.range_m, some, joiner) for some in groups.values()]
    inner = [band for band in inner if band.area_m2 < outline.area_m2 * (1.0 - 1e-6)]
    inner.sort(key=lambda band: -band.range_m)
    return Merged(ring_class, identity, outline, tuple(inner))


def _title(members: Sequence[EmitterReach]) -> str:
    """Name of the owner where there is one, else of the system, with the variant or the range."""
    emitter = members[0].emitter
    if len({each.emitter.owner for each in members}) == 1 or not emitter.system:
        return emitter.title
    return f"{emitter.system} · {emitter.variant}".removesuffix(" · ")


def _band(title: str, range_m: float, members: Sequence[EmitterReach], joiner: _Joiner) -> Band:
    flat = joiner.joined(each.area for each in members)
    arcs = _arcs(flat, members, joiner.plane)
    return Band(title, range_m, tuple(members), joiner.plane.on_earth(flat), arcs)


@dataclass(frozen=True, slots=True, eq=False)
class _Rings:
    """Edges of closed rings, one ring after the other: starts and ends (n, 2), rings (n,)."""

    start: Floats
    end: Floats
    ring: Indices

    @staticmethod
    def of(area: shapely.MultiPolygon) -> _Rings:
        rings = shapely.get_rings(shapely.get_parts(area))
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        within = ring[:-1] == ring[1:]
        return _Rings(xy[:-1][within], xy[1:][within], ring[:-1][within])

    @property
    def length_m(self) -> Floats:
        return np.hypot(*(self.end - self.start).T)


def _arcs(
    area: shapely.MultiPolygon, members: Sequence[EmitterReach], plane: EqualAreaPlane
) -> tuple[Arc, ...]:
    """Edges of a joined area, cut where the owners change."""
    if area.is_empty:
        return ()
    edges = _Rings.of(area)
    owner_sets, owners = _owner_sets(edges, members, plane)
    owners = _without_short_ones(owners, edges)
    arcs: list[Arc] = []
    for one in np.split(np.arange(len(owners)), np.flatnonzero(np.diff(edges.ring)) + 1):
        changes = np.flatnonzero(owners[one] != np.roll(owners[one], 1))
        one = np.roll(one, -int(changes[0])) if len(changes) else one
        starts = np.flatnonzero(np.diff(owners[one], prepend=-1))
        for start, end in zip(starts, [*starts[1:], len(one)], strict=True):
            some = one[start:end]
            line = np.concatenate((edges.start[some], edges.end[some[-1:]]))
            arcs.append(Arc(owner_sets[int(owners[some[0]])], plane.to_lonlat(line)))
    return tuple(arcs)


def _owner_sets(
    edges: _Rings, members: Sequence[EmitterReach], plane: EqualAreaPlane
) -> tuple[list[tuple[Owner, ...]], Indices]:
    """Sets of owners, and for each edge which of them it has: whose edges run where it does."""
    known, segments, code = _segments(members, plane)
    tree = shapely.STRtree(segments)
    middle = np.asarray(shapely.points((edges.start + edges.end) / 2))
    edge, segment = tree.query(middle, predicate="dwithin", distance=_SAME_M)
    missing = np.setdiff1d(np.arange(len(middle)), edge)
    if len(missing):  # where joining has cut a corner off
        edge = np.concatenate((edge, missing))
        segment = np.concatenate((segment, tree.nearest(middle[missing])))
    has = np.zeros((len(middle), len(known)), np.bool_)
    has[edge, code[segment]] = True
    packed, which = np.unique(np.packbits(has, axis=1), axis=0, return_inverse=True)
    sets = np.unpackbits(packed, axis=1, count=len(known)).astype(np.bool_)
    owner_sets = [tuple(known[int(each)] for each in np.flatnonzero(row)) for row in sets]
    return owner_sets, which.reshape(-1).astype(np.intp)


def _segments(
    members: Sequence[EmitterReach], plane: EqualAreaPlane
) -> tuple[list[Owner], npt.NDArray[np.object_], Indices]:
    """Owners, all edges of all members in pieces, and for each piece whose it is."""
    lines: list[Floats] = []
    code: list[int] = []
    known: dict[Owner, int] = {}
    for member in members:
        for edge in member.edges:
            owner = Owner(member.emitter.ring_id, edge.limit)
            code.append(known.setdefault(owner, len(known)))
            lines.append(edge.positions)
    count = np.array([len(line) for line in lines])
    xy = plane.to_xy(np.concatenate(lines))
    line = np.repeat(np.arange(len(lines)), count)
    first = np.flatnonzero(line[:-1] == line[1:])
    pieces = np.asarray(shapely.linestrings(np.stack((xy[first], xy[first + 1]), axis=1)))
    return list(known), pieces, np.array(code, np.intp)[line[first]]


def _without_short_ones(owners: Indices, edges: _Rings) -> Indices:
    """Owners with those of very short edges taken from the edge before in the same ring."""
    long = edges.length_m > _SHORT_M
    place = np.arange(len(owners))
    start = np.searchsorted(edges.ring, edges.ring)
    last = np.maximum.accumulate(np.where(long, place, -1))
    return np.where(last >= start, owners[np.maximum(last, 0)], owners)
