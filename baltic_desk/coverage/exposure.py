"""Exposure of a route: where along it which emitter reaches, from where to where, and why no more.

A route is geodesic legs, each at one altitude and speed; between legs the altitude changes at once.
It is looked at every 250 m, and where coverage begins or ends the place is narrowed down to a metre
and the limit told: what would have to be otherwise to be still inside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from baltic_desk.coverage.emitter_reach import LIMITS, Fields, Limit, NoReach
from baltic_desk.coverage.emitters import Above, RingEmitter
from baltic_desk.coverage.line_of_sight import horizon_m
from baltic_desk.coverage.reach import HORIZON_SHARE
from baltic_desk.coverage.routes import Route, Walk
from baltic_desk.coverage.viewshed import Emitter, ViewshedError, VisibilityField
from baltic_desk.geo.geodesy import GEOD, Floats, Position
from baltic_desk.geo.terrain import TerrainFileError

_INSIDE = 255
_RANGE, _HORIZON, _TERRAIN, _DATA, _SECTOR = range(5)
_HALVINGS = 10
Codes: TypeAlias = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Passage:
    """Where coverage begins or ends.

    `limit` is what it is limited by there; None where the route itself begins or ends inside.
    """

    along_m: float
    position: Position
    limit: Limit | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a route inside the coverage of one emitter; minutes are None without a speed."""

    emitter: RingEmitter
    entry: Passage
    exit: Passage
    minutes: float | None

    @property
    def length_m(self) -> float:
        return self.exit.along_m - self.entry.along_m


@dataclass(frozen=True, eq=False)
class Profile:
    """A route from the side, at each place that was looked at.

    Attributes
    ----------
    along_m
        (n,), from the start; the place between two legs is there twice.
    positions
        (n, 2), longitude and latitude.
    ground_m, altitude_m
        (n,), of the ground and of the route, metres above sea level; nan where it is not known.
    horizon_m
        (emitters, n), lowest altitude above sea level that each of them sees; nan where it is not
        known or where the emitter's reach does not depend on sight.
    inside
        (emitters, n), whether it is within the coverage.
    """

    along_m: Floats
    positions: Floats
    ground_m: Floats
    altitude_m: Floats
    horizon_m: Floats
    inside: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Total:
    """How much of a route is within any coverage of a class and identity.

    `systems` is how many units reach some part of it, `most` how many reach one place at most.
    """

    ring_class: str
    identity: str
    systems: int
    most: int
    length_m: float
    minutes: float | None


@dataclass(frozen=True, eq=False)
class Exposure:
    """What a route is exposed to. `emitters` are those of the profile's rows, in that order."""

    route: Route
    emitters: tuple[RingEmitter, ...]
    stretches: tuple[Stretch, ...]
    profile: Profile
    failed: tuple[NoReach, ...]
    terrain: str

    @property
    def length_m(self) -> float:
        return float(self.profile.along_m[-1])

    @cached_property
    def minutes(self) -> float | None:
        """Of the whole route."""
        return self.route.minutes_between(0.0, self.length_m)

    @cached_property
    def totals(self) -> tuple[Total, ...]:
        """By class and identity, in the order in which emitters of them first occur."""
        keys = dict.fromkeys((each.ring_class, each.identity) for each in self.emitters)
        return tuple(self._total(*key) for key in keys)

    def _total(self, ring_class: str, identity: str) -> Total:
        some = [
            each
            for each in self.stretches
            if (each.emitter.ring_class, each.emitter.identity) == (ring_class, identity)
        ]
        by_system: dict[str, list[tuple[float, float]]] = {}
        for each in some:
            ends = each.entry.along_m, each.exit.along_m
            by_system.setdefault(each.emitter.owner_id, []).append(ends)
        parts = [part for found in by_system.values() for part in union(found)]
        lengths = union(parts)
        times = [self.route.minutes_between(*part) for part in lengths]
        known = [each for each in times if each is not None]
        return Total(
            ring_class,
            identity,
            systems=len(by_system),
            most=_most(parts),
            length_m=sum(end - start for start, end in lengths),
            minutes=sum(known) if len(known) == len(times) else None,
        )


def exposure(
    route: Route,
    emitters: Sequence[RingEmitter],
    fields: Fields,
    *,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exposure:
    """What a route is exposed to over the terrain of the fields.

    It may run in any thread.

    Raises
    ------
    RouteError
        A route that is too long.
    TerrainFileError
        Elevation along the route cannot be read.
    ViewshedCancelledError
        `cancelled` said so.
    """
    walk = Walk(route)
    fields.expect(emitter for emitter in emitters if emitter.needs_sight)
    lon, lat = walk.positions.T.copy()
    ground_m = fields.terrain.heights(lon, lat)
    altitude_m = walk.altitude_m + (ground_m if route.above == "ground" else 0.0)
    done: list[RingEmitter] = []
    failed: list[NoReach] = []
    stretches: list[Stretch] = []
    horizons: list[Floats] = []
    inside: list[npt.NDArray[np.bool_]] = []
    looks: dict[tuple[Emitter, bool], _Look] = {}
    lowest: dict[tuple[Emitter, bool], Floats] = {}
    for number, emitter in enumerate(emitters):

        def tell(share: float, number: int = number) -> None:
            if progress is not None:
                progress((number + share) / len(emitters))

        try:
            field = None
            if emitter.needs_sight:
                field = fields.of(emitter, progress=tell, cancelled=cancelled)
        except (ViewshedError, TerrainFileError) as error:
            failed.append(NoReach(emitter, str(error)))
            continue
        watch = _Watch(emitter, field, route.above)
        key = emitter.antenna, emitter.needs_sight
        if key not in looks:
            looks[key] = watch.look(walk.positions, walk.altitude_m)
            unknown = np.full(len(walk.along_m), np.nan)
            lowest[key] = unknown if field is None else field.lowest_at(walk.positions)
        codes = watch.within(looks[key])
        stretches += _stretches(walk, watch, codes)
        done.append(emitter)
        inside.append(codes == _INSIDE)
        horizons.append(lowest[key])
        tell(1.0)
    shape = len(done), len(walk.along_m)
    profile = Profile(
        walk.along_m,
        walk.positions,
        ground_m,
        altitude_m,
        np.array(horizons).reshape(shape),
        np.array(inside, np.bool_).reshape(shape),
    )
    name = fields.terrain.name
    return Exposure(route, tuple(done), tuple(stretches), profile, tuple(failed), name)


def union(parts: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Parts of a line that may overlap as parts that do not, sorted.

    >>> union([(5.0, 8.0), (0.0, 2.0), (2.0, 3.0), (6.0, 7.0)])
    [(0.0, 3.0), (5.0, 8.0)]
    """
    joined: list[tuple[float, float]] = []
    for start, end in sorted(parts):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _most(parts: Sequence[tuple[float, float]]) -> int:
    """How many of the parts lie over one another at most."""
    steps = sorted([(start, 1) for start, _ in parts] + [(end, -1) for _, end in parts])
    return max(np.cumsum([step for _, step in steps]).tolist(), default=0)


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """Places as seen from an antenna, whatever its range: bearings and distances (n,), and codes
    (n,), 255 where it sees a target, else the index in LIMITS of what is in the way.
    """

    bearing_deg: Floats
    away_m: Floats
    sight: Codes


@dataclass(frozen=True, slots=True)
class _Watch:
    """Tells of places and altitudes whether an emitter reaches them, and why not."""

    emitter: RingEmitter
    field: VisibilityField | None
    above: Above

    def codes(self, positions: Floats, altitude_m: Floats) -> Codes:
        """(n,), 255 inside, else the index in LIMITS of what is in the way."""
        return self.within(self.look(positions, altitude_m))

    def look(self, positions: Floats, altitude_m: Floats) -> _Look:
        """The same for all emitters with the same antenna."""
        lon, lat = (np.full(len(positions), each) for each in self.emitter.position)
        bearing_deg, _, away_m = GEOD.inv(lon, lat, *positions.T.copy())
        bearing_deg, away_m = np.asarray(bearing_deg) % 360.0, np.asarray(away_m)
        sight = np.full(len(positions), _INSIDE, np.uint8)
        field = self.field
        if field is not None:
            above_ground = self.above == "ground"
            lowest_m = field.lowest_at(positions, above_ground=above_ground)
            hidden = ~(lowest_m <= altitude_m)
            count = len(field.bearings_deg)
            level_m = field.level_m[np.round(bearing_deg / 360.0 * count).astype(np.intp) % count]
            target_m = altitude_m if above_ground else altitude_m - level_m
            # As `reach` tells them apart.
            horizon = horizon_m(field.antenna_m - level_m, target_m, field.k)
            beyond = (away_m >= horizon * HORIZON_SHARE) | (away_m > field.ranges_m[-1])
            sight[hidden] = np.where(beyond, _HORIZON, _TERRAIN)[hidden]
            sight[np.isnan(lowest_m) & (away_m <= field.ranges_m[-1])] = _DATA
        return _Look(bearing_deg, away_m, sight)

    def within(self, look: _Look) -> Codes:
        """What of that is in range and sector."""
        emitter, codes = self.emitter, look.sight.copy()
        if emitter.sector_deg is not None:
            start_deg, end_deg = emitter.sector_deg
            outside = (look.bearing_deg - start_deg) % 360.0 > (end_deg - start_deg) % 360.0
            codes[outside] = _SECTOR
        codes[(look.away_m > emitter.range_m) | (look.away_m < emitter.range_min_m)] = _RANGE
        return codes


def _stretches(walk: Walk, watch: _Watch, codes: Codes) -> list[Stretch]:
    inside = codes == _INSIDE
    before = np.flatnonzero(inside[:-1] != inside[1:])
    along_m, limit = _narrowed(walk, watch, codes, before)
    places = walk.at(walk.leg[before], along_m)
    passages = [
        Passage(float(along), (float(lon), float(lat)), LIMITS[int(code)])
        for along, (lon, lat), code in zip(along_m, places, limit, strict=True)
    ]
    for end, place in ((0, 0), (-1, len(passages) + 1)):
        if inside[end]:
            lon, lat = walk.positions[end].tolist()
            passages.insert(place, Passage(float(walk.along_m[end]), (lon, lat), None))
    return [
        Stretch(
            watch.emitter,
            entry,
            leave,
            walk.route.minutes_between(entry.along_m, leave.along_m),
        )
        for entry, leave in zip(passages[::2], passages[1::2], strict=True)
    ]


def _narrowed(
    walk: Walk, watch: _Watch, codes: Codes, before: npt.NDArray[np.intp]
) -> tuple[Floats, Codes]:
    """Where along the route the change after each of some samples is, and the limit there.

    Between two legs nothing is to be narrowed: the altitude changes in one place.
    """
    leg = walk.leg[before]
    low_m, high_m = walk.along_m[before].copy(), walk.along_m[before + 1].copy()
    low, high = codes[before].copy(), codes[before + 1].copy()
    altitude_m = walk.altitude_m[before]
    same = leg == walk.leg[before + 1]
    for _ in range(_HALVINGS if same.any() else 0):
        middle_m = (low_m + high_m) / 2
        middle = watch.codes(walk.at(leg, middle_m), altitude_m)
        # Within the half whose ends differ.
        left = same & ((middle == _INSIDE) != (low == _INSIDE))
        right = same & ~left
        high_m[left], high[left] = middle_m[left], middle[left]
        low_m[right], low[right] = middle_m[right], middle[right]
    return (low_m + high_m) / 2, np.where(low == _INSIDE, high, low)
