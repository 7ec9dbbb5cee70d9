"""Made terrain for tests of lines of sight: heights as a function of the position."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from baltic_desk.geo.geodesy import GEOD, Floats, Position
from baltic_desk.geo.terrain import Bounds


@dataclass(frozen=True)
class Relief:
    """Terrain by bearing (degrees) and distance (metres) from a place."""

    center: Position
    height_m: Callable[[Floats, Floats], Floats]
    step_m: float = 500.0
    bounds: Bounds = (-180.0, -90.0, 180.0, 90.0)
    name: str = "made relief"
    error: str = "none"
    licence: str = ""

    def resolution_m(self, bounds: Bounds) -> float:
        del bounds
        return self.step_m

    def heights(self, lon: Floats, lat: Floats) -> Floats:
        here = (
            np.broadcast_to(self.center[0], lon.shape),
            np.broadcast_to(self.center[1], lon.shape),
        )
        bearing_deg, _, distance_m = GEOD.inv(*(np.array(each) for each in (*here, lon, lat)))
        west, south, east, north = self.bounds
        inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        height_m = self.height_m(np.asarray(bearing_deg) % 360.0, np.asarray(distance_m))
        return np.where(inside, height_m, np.nan)


def wall(center: Position, at_m: float, height_m: float, sector: tuple[float, float]) -> Relief:
    """Flat land with a wall 2 km thick at a distance, in a sector of bearings."""

    def height(bearing_deg: Floats, distance_m: Floats) -> Floats:
        in_sector = (bearing_deg >= sector[0]) & (bearing_deg <= sector[1])
        return np.where(in_sector & (np.abs(distance_m - at_m) <= 1000.0), height_m, 0.0)

    return Relief(center, height)
