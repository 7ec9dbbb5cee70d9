"""Routes that are flown or sailed: geodesic legs, each at one altitude and speed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from baltic_desk.coverage.emitters import Above, TargetAltitude
from baltic_desk.geo.geodesy import GEOD, Floats, Position
from baltic_desk.geo.geodesy import legs as lengths_of

STEP_M = 250.0
"""How far apart a route is looked at; a coverage shorter than that may be missed."""

KNOT_MPS = 1852.0 / 3600.0
MOST_SAMPLES = 200_000
"""A route of 50,000 km."""


class RouteError(ValueError):
    """No exposure can be told of this route; the message says why, for the person."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg of a route; the speed is None where it is not known."""

    start: Position
    end: Position
    altitude_m: float
    speed_kn: float | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A route that is flown or sailed; all its altitudes are above the same.

    Raises RouteError when it has no legs, and AltitudeError for an altitude that cannot be.
    """

    id: str
    title: str
    legs: tuple[Leg, ...]
    above: Above

    def __post_init__(self) -> None:
        if not self.legs:
            raise RouteError(f"{self.title}: a route needs two different positions or more")
        for leg in self.legs:
            TargetAltitude(leg.altitude_m, self.above)
            if leg.speed_kn is not None and not 0.0 < leg.speed_kn <= 40_000.0:
                raise RouteError(f"{self.title}: no such speed: {leg.speed_kn:g} kn")

    @property
    def ends_m(self) -> Floats:
        """(legs + 1,), metres from its start at which each leg begins or ends."""
        return np.concatenate(([0.0], np.cumsum(lengths_of(self.line)[2])))

    @property
    def line(self) -> Floats:
        """Its corners (legs + 1, 2), longitude and latitude."""
        return np.array([self.legs[0].start, *(leg.end for leg in self.legs)])

    def minutes_between(self, start_m: float, end_m: float) -> float | None:
        """Time from one place to another, metres from its start; None where a speed is unknown."""
        total = 0.0
        ends_m = self.ends_m.tolist()
        for leg, from_m, to_m in zip(self.legs, ends_m, ends_m[1:], strict=False):
            within_m = min(end_m, to_m) - max(start_m, from_m)
            if within_m > 0.0:
                if leg.speed_kn is None:
                    return None
                total += within_m / (leg.speed_kn * KNOT_MPS)
        return total / 60.0


class Walk:
    """A route as the places at which it is looked at, leg after leg with both ends of each.

    Attributes: `along_m`, `altitude_m` and `leg` (n,), `positions` (n, 2).
    """

    def __init__(self, route: Route) -> None:
        self.route = route
        self.ends_m = route.ends_m
        line = route.line
        self._bearing_deg, _, self._length_m = lengths_of(line)
        self._start = line[:-1]
        counts = np.maximum(np.ceil(self._length_m / STEP_M), 1.0).astype(np.intp) + 1
        if counts.sum() > MOST_SAMPLES:
            raise RouteError(
                f"{route.title}: a route of {self.ends_m[-1] / 1000:,.0f} km is too long"
            )
        self.leg = np.repeat(np.arange(len(counts)), counts)
        first = np.repeat(np.cumsum(counts) - counts, counts)
        share = (np.arange(len(self.leg)) - first) / (counts[self.leg] - 1)
        self.along_m = self.ends_m[self.leg] + share * self._length_m[self.leg]
        self.altitude_m = np.array([leg.altitude_m for leg in route.legs])[self.leg]
        self.positions = self.at(self.leg, self.along_m)

    def at(self, leg: npt.NDArray[np.intp], along_m: Floats) -> Floats:
        """Positions (n, 2) on legs at distances from the start of the route."""
        lon, lat = self._start[leg].T
        bearing_deg = self._bearing_deg[leg]
        lon, lat, _ = GEOD.fwd(lon.copy(), lat.copy(), bearing_deg, along_m - self.ends_m[leg])
        return np.column_stack((lon, lat))
