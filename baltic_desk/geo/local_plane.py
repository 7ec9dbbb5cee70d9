"""A flat plane about a place: true in distance and direction from there, and nearly so around it.

What is reckoned in pixels (heads of arrows, teeth, right angles) is reckoned here, so that it comes
out right on any map: in longitude and latitude it would be twice as wide as high at 60 degrees.
Azimuthal equidistant on the ellipsoid (Snyder, USGS Professional Paper 1395, section 25), with the
geodesics of PROJ. Five hundred kilometres out a line across the direction is 0.1 % too long.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from baltic_desk.geo.geodesy import GEOD, Floats, Position


@dataclass(frozen=True, slots=True)
class LocalPlane:
    """Metres to the east and north of a place.

    >>> plane = LocalPlane((24.0, 57.0))
    >>> plane.to_lonlat(plane.to_xy([(25.5, 56.0)])).round(9).tolist()
    [[25.5, 56.0]]
    """

    center: Position

    def to_xy(self, lonlat: npt.ArrayLike) -> Floats:
        """Metres (n, 2) of positions (n, 2)."""
        there = np.asarray(lonlat, float).reshape(-1, 2)
        here_lon, here_lat = self._center(len(there))
        azimuth, _, distance = GEOD.inv(here_lon, here_lat, there[:, 0], there[:, 1])
        turn = np.radians(azimuth)
        return np.column_stack((np.sin(turn), np.cos(turn))) * np.asarray(distance)[:, None]

    def to_lonlat(self, xy: npt.ArrayLike) -> Floats:
        """Positions (n, 2) of metres (n, 2)."""
        there = np.asarray(xy, float).reshape(-1, 2)
        here_lon, here_lat = self._center(len(there))
        azimuth = np.degrees(np.arctan2(there[:, 0], there[:, 1]))
        lon, lat, _ = GEOD.fwd(here_lon, here_lat, azimuth, np.hypot(there[:, 0], there[:, 1]))
        return np.column_stack((lon, lat))

    def _center(self, count: int) -> tuple[Floats, Floats]:
        return np.full(count, self.center[0]), np.full(count, self.center[1])
