"""What an emitter sees over the terrain: per bearing and range the lowest visible altitude.

It is computed once for a place and an antenna; every altitude after that is a threshold
(`baltic_desk.coverage.reach`). Geometry only: no beam, no power, no losses, no weather.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from baltic_desk.coverage.line_of_sight import STANDARD_K, lowest_visible_m
from baltic_desk.geo.geodesy import GEOD, Floats, Position
from baltic_desk.geo.rays import Rays
from baltic_desk.geo.terrain import Bounds, Elevation

Heights = npt.NDArray[np.float32]

BEARINGS = 1440
"""A quarter of a degree apart: 0.1 km at 30 km, 1.7 km at 400 km."""

LONGEST_M = 1_500_000.0
"""Lines of sight end well before: from 15 km one sees a target at 15 km out to 1,010 km."""

_COARSER = 4
_POINTS_AT_A_TIME = 50_000
_FINEST_STEP_M = 10.0
# The curve of the earth departs from a chord this long by 4 mm.
_WIDEST_STEP_M = 500.0
_GROWTH = 1 / 450
_LEVEL_FROM_M, _LEVEL_TO_M = 3_000.0, 15_000.0


class ViewshedError(ValueError):
    """No line of sight can be computed from this place; the message says why, for the person."""


class ViewshedCancelledError(Exception):
    """The person no longer wants what was being computed."""


@dataclass(frozen=True, slots=True)
class Emitter:
    """A sensor or launcher's antenna.

    `antenna_m` is its height in metres above the ground under it, or above sea level for one in the
    air.
    """

    position: Position
    antenna_m: float
    above: Literal["ground", "sea"] = "ground"


@dataclass(frozen=True, eq=False)
class VisibilityField:
    """The lowest visible altitude around an emitter.

    Attributes
    ----------
    antenna_m
        Above sea level.
    k
        Effective earth radius factor.
    ranges_m
        (ranges,), from 0 to the longest. Half the resolution of the terrain apart and
        more farther out, see `ray_ranges`.
    lowest_m
        (ranges, bearings), metres above sea level, float32; nan from where the elevation data end.
        Bearings are evenly spaced clockwise from true north.
    ground_m
        (ranges, bearings), metres above sea level, float32.
    terrain, terrain_error, licence
        Name of the elevation source, how far off it may be, and its credit.
    """

    emitter: Emitter
    antenna_m: float
    k: float
    rays: Rays
    ranges_m: Floats
    lowest_m: Heights
    ground_m: Heights
    terrain: str
    terrain_error: str
    licence: str

    @property
    def bearings_deg(self) -> Floats:
        return self.rays.bearings_deg

    def lowest(self, rows: slice = slice(None), *, above_ground: bool = False) -> Heights:
        """The lowest visible altitude at some ranges, metres, above sea level or above the ground
        under it, (ranges, bearings).
        """
        # The difference is not kept: it would take as much memory as either.
        return self.lowest_m[rows] - self.ground_m[rows] if above_ground else self.lowest_m[rows]

    @cached_property
    def level_m(self) -> Floats:
        """Level of a smooth earth in each direction, metres above sea level, (bearings,).

        The mean height of the ground 3 to 15 km away, from which ITU-R P.1546-6 (annex 5) counts
        the effective height of an antenna; the ground under the emitter where that is lower.
        """
        near = (self.ranges_m >= _LEVEL_FROM_M) & (self.ranges_m <= _LEVEL_TO_M)
        ground = self.ground_m[near] if near.any() else self.ground_m
        known = ~np.isnan(ground)
        total = np.where(known, ground, 0.0).sum(axis=0, dtype=np.float64)
        here = float(self.ground_m[0, 0])
        return np.minimum(
            np.where(known.any(axis=0), total / known.sum(axis=0).clip(1), here), here
        )

    @cached_property
    def coarser(self) -> VisibilityField:
        """The same with every fourth bearing, which takes half the time to ask: for a picture while
        an altitude is dragged. Shares the memory of this one.
        """
        if len(self.bearings_deg) % _COARSER:
            return self
        some = slice(None, None, _COARSER)
        rays = Rays(
            self.rays.center,
            self.rays.bearings_deg[some],
            self.rays.node_m,
            self.rays.lon[:, some],
            self.rays.lat[:, some],
            self.rays.nodes[:, some],
        )
        made = replace(
            self, rays=rays, lowest_m=self.lowest_m[:, some], ground_m=self.ground_m[:, some]
        )
        # Limits of all bearings hold for some of them, and the level is that of each.
        known = {
            "level_m": self.level_m[some],
            "_limits_above_sea": self._limits_above_sea,
            "_limits_above_ground": self._limits_above_ground,
        }
        made.__dict__.update(known)
        return made

    def row_limits(self, *, above_ground: bool = False) -> tuple[Floats, Floats]:
        """Least and greatest lowest visible altitude at each range, metres, both (ranges,).

        A nan makes the greatest nan; the least is infinite where there is nothing else.
        """
        return self._limits_above_ground if above_ground else self._limits_above_sea

    @cached_property
    def _limits_above_ground(self) -> tuple[Floats, Floats]:
        return _limits(self.lowest(above_ground=True))

    @cached_property
    def _limits_above_sea(self) -> tuple[Floats, Floats]:
        return _limits(self.lowest_m)

    def lowest_at(self, positions: npt.ArrayLike, *, above_ground: bool = False) -> Floats:
        """Lowest visible altitude in metres at positions (n, 2), between the four nearest samples.

        nan beyond the longest range and beyond the edge of the elevation data.
        """
        there = np.asarray(positions, np.float64).reshape(-1, 2)
        lon, lat = self.emitter.position
        bearing_deg, _, distance_m = GEOD.inv(
            np.full(len(there), lon), np.full(len(there), lat), there[:, 0], there[:, 1]
        )
        distance_m = np.asarray(distance_m, np.float64)
        count = len(self.bearings_deg)
        turn = np.asarray(bearing_deg) % 360.0 * count / 360.0
        left = np.minimum(turn.astype(np.intp), count - 1)
        right, across = (left + 1) % count, turn - left
        inside = distance_m <= self.ranges_m[-1]
        near = np.searchsorted(self.ranges_m, distance_m, side="right") - 1
        near = np.clip(near, 0, len(self.ranges_m) - 2)
        along = (distance_m - self.ranges_m[near]) / np.diff(self.ranges_m)[near]

        def between(values: Heights) -> Floats:
            inner = values[near, left] * (1 - across) + values[near, right] * across
            outer = values[near + 1, left] * (1 - across) + values[near + 1, right] * across
            return np.where(inside, inner * (1 - along) + outer * along, np.nan)

        with np.errstate(invalid="ignore"):  # infinite where a cliff hides all the sky
            lowest = between(self.lowest_m)
            return lowest - between(self.ground_m) if above_ground else lowest


def visibility_field(
    emitter: Emitter,
    terrain: Elevation,
    longest_m: float,
    *,
    k: float = STANDARD_K,
    bearings: int = BEARINGS,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> VisibilityField:
    """The lowest visible altitude around an emitter out to longest_m.

    It may run in any thread. `progress` is told the share done, 0 to 1, and `cancelled` is asked
    some twenty times or more.

    Raises
    ------
    ViewshedError
        No elevation at the emitter's place, a height or range that makes no sense, or a reach to a
        pole or across the 180° meridian.
    ViewshedCancelledError
        `cancelled` said so.
    """
    _check(emitter, longest_m, k, bearings)
    lon, lat = emitter.position
    ground = float(terrain.heights(np.array([lon]), np.array([lat]))[0])
    if np.isnan(ground):
        raise ViewshedError(
            f"{terrain.name}: no elevation at {lat:.4f}° N {lon:.4f}° E, so it is not known what is"
            " seen from there"
        )
    antenna_m = emitter.antenna_m + (ground if emitter.above == "ground" else 0.0)
    if antenna_m < ground:
        raise ViewshedError(
            f"The antenna at {antenna_m:g} m above sea level would be under the ground, which is"
            f" {ground:.0f} m high there"
        )
    rays = Rays.around(emitter.position, longest_m, bearings)
    if rays.leave_the_map():
        raise ViewshedError("Lines of sight across a pole or the 180° meridian are not computed")
    ranges_m = ray_ranges(longest_m, terrain.resolution_m(_around(rays)))
    lowest = np.empty((len(ranges_m), bearings), np.float32)
    heights = np.empty_like(lowest)
    weights = rays.weights(ranges_m)
    step = max(_POINTS_AT_A_TIME // len(ranges_m), 1)
    for first in range(0, bearings, step):
        if cancelled is not None and cancelled():
            raise ViewshedCancelledError
        some = slice(first, first + step)
        profile = terrain.heights(weights @ rays.lon[:, some], weights @ rays.lat[:, some])
        profile[0] = ground
        heights[:, some] = profile
        lowest[:, some] = lowest_visible_m(profile, ranges_m, antenna_m, k)
        if progress is not None:
            progress(min((first + step) / bearings, 1.0))
    field = VisibilityField(
        emitter,
        antenna_m,
        k,
        rays,
        ranges_m,
        lowest,
        heights,
        terrain.name,
        terrain.error,
        terrain.licence,
    )
    for above_ground in (False, True):  # now, and not when the first altitude is asked for
        field.row_limits(above_ground=above_ground)
    return field


def ray_ranges(longest_m: float, resolution_m: float) -> Floats:
    """Ranges in metres at which a ray is sampled, from 0 to the longest.

    Half the resolution apart, and farther out a 450th of the range: half as far apart as bearings
    are, between which the ground is not looked at either.
    """
    step_m = max(min(resolution_m / 2, longest_m / 16, _WIDEST_STEP_M), _FINEST_STEP_M)
    even_m = min(step_m / _GROWTH, longest_m)
    even = np.linspace(0.0, even_m, max(int(np.ceil(even_m / step_m)), 1) + 1)
    count = int(np.ceil(np.log(longest_m / even_m) / np.log1p(_GROWTH)))
    if count == 0:
        return even
    wide = even_m * (longest_m / even_m) ** (np.arange(1, count + 1) / count)
    return np.concatenate((even, wide[:-1], [longest_m]))


def _limits(values: Heights) -> tuple[Floats, Floats]:
    least = np.where(np.isnan(values), np.float32(np.inf), values).min(axis=1)
    return least.astype(np.float64), values.max(axis=1).astype(np.float64)


def _around(rays: Rays) -> Bounds:
    return (
        float(rays.lon.min()),
        float(rays.lat.min()),
        float(rays.lon.max()),
        float(rays.lat.max()),
    )


def _check(emitter: Emitter, longest_m: float, k: float, bearings: int) -> None:
    lon, lat = emitter.position
    if not (-180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0):
        raise ViewshedError(f"No such place: longitude {lon:g}, latitude {lat:g}")
    if not (np.isfinite(emitter.antenna_m) and emitter.antenna_m >= 0.0):
        raise ViewshedError(f"The antenna height must not be negative ({emitter.antenna_m:g} m)")
    if not 0.0 < longest_m <= LONGEST_M:
        raise ViewshedError(
            f"A line of sight is computed out to {LONGEST_M / 1000:,.0f} km at most"
            f" ({longest_m / 1000:g} km asked)"
        )
    if not (np.isfinite(k) and k > 0.0):
        raise ViewshedError(f"The earth radius factor must be positive ({k:g})")
    if bearings < 8:
        raise ViewshedError(f"At least 8 bearings are needed ({bearings} asked)")
