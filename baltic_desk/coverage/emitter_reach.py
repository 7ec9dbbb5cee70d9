"""Areas that emitters reach at an altitude, with edges that say what limits them.

Without an altitude it is the area as drawn: published range, minimum range and sector. With one, a
sensor or air defence reaches what it sees of that (`reach`); all other classes stay as drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
import shapely

from baltic_desk.coverage.emitters import RingEmitter, TargetAltitude
from baltic_desk.coverage.reach import reach
from baltic_desk.coverage.reach_outlines import area_m2, edge_stretches, visible_area
from baltic_desk.coverage.viewshed import (
    BEARINGS,
    LONGEST_M,
    Emitter,
    ViewshedError,
    VisibilityField,
    visibility_field,
)
from baltic_desk.geo.equal_area import EqualAreaPlane
from baltic_desk.geo.geodesy import Floats, destinations, geodesic
from baltic_desk.geo.outlines import OutlineError, ring_outline
from baltic_desk.geo.terrain import Elevation, TerrainFileError

Limit: TypeAlias = Literal["range", "horizon", "terrain", "data", "sector"]
"""Why a reach ends: the published or the minimum range, the curve of the earth, the ground, the
edge of the elevation data, or the side of a sector."""

LIMITS: tuple[Limit, ...] = ("range", "horizon", "terrain", "data", "sector")

SMALLEST_M2 = 100_000.0
"""Islands and blind areas smaller than this (0.1 km²) are left out: a cell of the shipped terrain
is twenty times as large, so nobody knows of them."""

# A sector is cut out with a wedge that reaches so much farther.
_WEDGE_REACH = 1.1
_WEDGE_STEP_DEG = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """Part of the edge of an area: positions (n, 2), and why nothing is reached beyond."""

    limit: Limit
    positions: Floats


@dataclass(frozen=True, eq=False)
class EmitterReach:
    """What an emitter reaches.

    Attributes
    ----------
    altitude
        None for the area as drawn.
    area
        Longitude and latitude; outer rings counter-clockwise. Empty where nothing is reached.
    terrain
        Name of the elevation that it was computed with; empty where no sight was asked for.
    """

    emitter: RingEmitter
    altitude: TargetAltitude | None
    area: shapely.MultiPolygon
    edges: tuple[Edge, ...]
    terrain: str = ""

    @cached_property
    def area_m2(self) -> float:
        """On the ellipsoid."""
        return area_m2(self.area)

    @cached_property
    def shares(self) -> dict[Limit, float]:
        """Which share of the edge's length each limit has, the largest first."""
        lengths: dict[Limit, float] = dict.fromkeys(LIMITS, 0.0)
        plane = EqualAreaPlane.about([self.emitter.position])
        for edge in self.edges:
            steps = np.diff(plane.to_xy(edge.positions), axis=0)
            lengths[edge.limit] += float(np.hypot(steps[:, 0], steps[:, 1]).sum())
        total = sum(lengths.values())
        present: list[Limit] = [limit for limit in LIMITS if lengths[limit]]
        present.sort(key=lambda limit: -lengths[limit])
        return {limit: lengths[limit] / total for limit in present}


@dataclass(frozen=True, slots=True)
class NoReach:
    """An emitter of which no reach can be computed, and why, for the person."""

    emitter: RingEmitter
    why: str


class Fields:
    """Visibility fields over one terrain, each computed when it is first asked for.

    Emitters at one place with antennas equally high share theirs. `bearings` is how many rays each
    of them has.
    """

    def __init__(self, terrain: Elevation, *, bearings: int = BEARINGS) -> None:
        self.terrain = terrain
        self._bearings = bearings
        self._fields: dict[Emitter, VisibilityField] = {}
        self._longest_m: dict[Emitter, float] = {}

    def expect(self, emitters: Iterable[RingEmitter]) -> None:
        """Tell of emitters to come, so that a field is computed far enough at once."""
        for emitter in emitters:
            known_m = self._longest_m.get(emitter.antenna, 0.0)
            self._longest_m[emitter.antenna] = max(known_m, min(emitter.range_m, LONGEST_M))

    def longest_m(self, emitter: RingEmitter) -> float:
        """How far out the field of an emitter that was told of has to go, metres."""
        return self._longest_m[emitter.antenna]

    def of(
        self,
        emitter: RingEmitter,
        *,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> VisibilityField:
        """The field of an emitter, at least as far as its range.

        Raises
        ------
        ViewshedError, TerrainFileError, ViewshedCancelledError
            As `visibility_field` does.
        """
        self.expect((emitter,))
        longest_m = self.longest_m(emitter)
        field = self._fields.get(emitter.antenna)
        if field is None or field.ranges_m[-1] < longest_m:
            field = visibility_field(
                emitter.antenna,
                self.terrain,
                longest_m,
                bearings=self._bearings,
                progress=progress,
                cancelled=cancelled,
            )
            self._fields[emitter.antenna] = field
        return field


def reaches(
    emitters: Sequence[RingEmitter],
    altitude: TargetAltitude | None,
    fields: Fields,
    *,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[tuple[EmitterReach, ...], tuple[NoReach, ...]]:
    """What emitters reach at an altitude, and those of which that cannot be told.

    It may run in any thread; `progress` is told the share done, 0 to 1.

    Raises
    ------
    ViewshedCancelledError
        `cancelled` said so.
    """
    found: list[EmitterReach] = []
    failed: list[NoReach] = []
    if altitude is not None:
        fields.expect(emitter for emitter in emitters if emitter.needs_sight)
    for number, emitter in enumerate(emitters):

        def tell(share: float, number: int = number) -> None:
            if progress is not None:
                progress((number + share) / len(emitters))

        try:
            if altitude is None or not emitter.needs_sight:
                found.append(drawn_reach(emitter, altitude))
            else:
                field = fields.of(emitter, progress=tell, cancelled=cancelled)
                found.append(reach_at(emitter, altitude, field))
        except (ViewshedError, OutlineError, TerrainFileError) as error:
            failed.append(NoReach(emitter, str(error)))
        tell(1.0)
    return tuple(found), tuple(failed)


def drawn_reach(emitter: RingEmitter, altitude: TargetAltitude | None = None) -> EmitterReach:
    """The area as drawn, whatever the altitude.

    Raises
    ------
    OutlineError
        There is no such outline.
    """
    bearings = emitter.sector_deg or (None, None)
    rings = ring_outline(emitter.position, emitter.range_m, emitter.range_min_m, *bearings)
    area = shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:])])
    if emitter.sector_deg is None:
        edges = tuple(Edge("range", ring) for ring in rings)
    else:
        edges = tuple(_sector_edges(emitter, rings[0]))
    return EmitterReach(emitter, altitude, area, edges)


def reach_at(
    emitter: RingEmitter,
    altitude: TargetAltitude,
    field: VisibilityField,
    *,
    smallest_m2: float = SMALLEST_M2,
) -> EmitterReach:
    """What an emitter sees at an altitude within its range.

    Parameters
    ----------
    field
        Of its antenna, at least as far as its range or as anything is seen.
    smallest_m2
        Islands and blind areas smaller than this are left out.

    Raises
    ------
    ViewshedError
        Ranges that make no sense.
    """
    range_m = min(emitter.range_m, float(field.ranges_m[-1]))
    if emitter.range_min_m >= range_m:
        return EmitterReach(emitter, altitude, shapely.MultiPolygon(), (), field.terrain)
    seen = reach(
        field,
        altitude.altitude_m,
        above_ground=altitude.above_ground,
        range_m=range_m,
        range_min_m=emitter.range_min_m,
    )
    area = visible_area(seen, smallest_m2=smallest_m2)
    edges = tuple(
        Edge(stretch.cause, stretch.positions)
        for stretch in edge_stretches(seen, smallest_m2=smallest_m2)
    )
    if emitter.sector_deg is not None:
        area, edges = _in_sector(emitter, emitter.sector_deg, area, edges)
    return EmitterReach(emitter, altitude, area, edges, field.terrain)


def polygons_of(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """The polygons among the parts of a geometry, outer rings counter-clockwise."""
    parts = [
        part
        for part in shapely.get_parts(geometry)
        if isinstance(part, shapely.Polygon) and not part.is_empty
    ]
    return shapely.orient_polygons(shapely.MultiPolygon(parts), exterior_cw=False)


def _sector_edges(emitter: RingEmitter, ring: Floats) -> Iterator[Edge]:
    """The outline of a sector, cut at its corners."""
    assert emitter.sector_deg is not None
    radii_m = [emitter.range_m] * 2 + [emitter.range_min_m] * 2
    corners = destinations(*emitter.position, [*emitter.sector_deg] * 2, radii_m)
    # Counter-clockwise from corner to corner: outer arc, side, inner arc (or the centre), side.
    apart = np.abs(ring[:-1, None, :] - corners[None]).max(axis=2)
    from_out, to_out, from_in, to_in = (int(each) for each in apart.argmin(axis=0))
    parts: tuple[tuple[int, int, Limit], ...] = (
        (to_out, from_out, "range"),
        (from_out, from_in, "sector"),
        (from_in, to_in, "range"),
        (to_in, to_out, "sector"),
    )
    for start, end, limit in parts:
        if start != end:
            yield Edge(limit, _along(ring[:-1], start, end))


def _along(ring: Floats, start: int, end: int) -> Floats:
    """Vertices of an open ring from one to another, both included."""
    count = (end - start) % len(ring) + 1
    return ring[(start + np.arange(count)) % len(ring)]


def _in_sector(
    emitter: RingEmitter,
    sector_deg: tuple[float, float],
    area: shapely.MultiPolygon,
    edges: tuple[Edge, ...],
) -> tuple[shapely.MultiPolygon, tuple[Edge, ...]]:
    """The part of an area that lies in a sector, with the sides of the sector among its edges."""
    plane = EqualAreaPlane(emitter.position)
    start_deg, end_deg = sector_deg
    far_m = emitter.range_m * _WEDGE_REACH
    sweep_deg = (end_deg - start_deg) % 360.0
    bearings = start_deg + np.linspace(0.0, sweep_deg, int(sweep_deg // _WEDGE_STEP_DEG) + 2)
    arc = destinations(*emitter.position, bearings, far_m)
    sides = [geodesic(np.array((emitter.position, corner))) for corner in (arc[0], arc[-1])]
    outline = np.concatenate((sides[0], arc[1:-1], sides[1][:0:-1]))
    wedge = plane.flat(shapely.Polygon(outline))
    flat = plane.flat(area)
    shapely.prepare(wedge)
    inside = polygons_of(shapely.intersection(flat, wedge))
    kept = [
        Edge(edge.limit, plane.to_lonlat(line))
        for edge in edges
        for line in _lines(
            shapely.intersection(plane.flat(shapely.LineString(edge.positions)), wedge)
        )
    ]
    kept += [
        Edge("sector", plane.to_lonlat(line))
        for side in sides
        for line in _lines(shapely.intersection(plane.flat(shapely.LineString(side)), flat))
    ]
    return plane.on_earth(inside), tuple(kept)


def _lines(geometry: shapely.Geometry) -> Iterator[Floats]:
    """Vertices of the lines among the parts of a geometry."""
    for part in shapely.get_parts(geometry):
        if isinstance(part, shapely.LineString) and not part.is_empty:
            yield shapely.get_coordinates(part)
