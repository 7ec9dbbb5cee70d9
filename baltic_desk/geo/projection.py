"""The map projections on offer: longitude and latitude to map metres and back."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from pyproj import Transformer
from pyproj.enums import TransformDirection
from pyproj.network import (
    set_network_enabled,  # pyright: ignore[reportPrivateImportUsage] - its documented home
)

from baltic_desk.geo.geodesy import GEOD, Floats, Position

set_network_enabled(active=False)

DEFAULT_PROJECTION = "baltic-lcc"

# More than twice round the earth: Mercator near a pole, a cone near the other one.
_FURTHEST_M = 1e8


@dataclass(frozen=True)
class Projection:
    """A map projection. Thread-safe: pyproj keeps one transformation for each thread.

    All of them project the ellipsoid directly, without a change of datum, so nothing depends on
    grid files or a network.
    """

    id: str
    title: str
    short: str
    """A few characters for the status line."""
    definition: str
    """PROJ string, `+proj=…` in degrees and metres."""

    def forward(self, lonlat: npt.ArrayLike) -> Floats:
        """Map metres (n, 2) of positions (n, 2); nan where the map has no place, never inf."""
        return self._transform(lonlat, TransformDirection.FORWARD, _FURTHEST_M)

    def inverse(self, xy: npt.ArrayLike) -> Floats:
        """Positions (n, 2) of map metres (n, 2); nan off the map.

        A cone is slit opposite its middle. Inside the slit there is no earth, and the position
        given is one that the map also shows elsewhere.
        """
        return self._transform(xy, TransformDirection.INVERSE, 360.0)

    def forward_one(self, position: Position) -> tuple[float, float]:
        """Map metres of one position; nan, nan where the map has no place for it."""
        x, y = self._transformer.transform(*position)
        if abs(x) <= _FURTHEST_M and abs(y) <= _FURTHEST_M:
            return x, y
        return math.nan, math.nan

    def inverse_one(self, xy: tuple[float, float]) -> Position:
        """Position of one point on the map; nan, nan off the map."""
        lon, lat = self._transformer.transform(*xy, direction=TransformDirection.INVERSE)
        if abs(lon) <= 360.0:
            return lon, lat
        return math.nan, math.nan

    def scale_factor(self, position: Position) -> float:
        """Map metres per metre on the ground (square root of the ratio of areas).

        >>> round(projection("web-mercator").scale_factor((24.0, 60.0)), 2)
        2.0
        """
        (east_x, east_y), (north_x, north_y) = self._unit_vectors(position)
        return math.sqrt(abs(east_x * north_y - east_y * north_x))

    def convergence_deg(self, position: Position) -> float:
        """Bearing of grid north, positive east of the central meridian.

        True bearing = grid bearing + convergence.
        """
        _, (north_x, north_y) = self._unit_vectors(position)
        return -math.degrees(math.atan2(north_x, north_y))

    @cached_property
    def _transformer(self) -> Transformer:
        # A pipeline, not a pair of coordinate systems: always longitude first, and PROJ has nothing
        # to look up or to choose between.
        return Transformer.from_pipeline(
            f"+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step {self.definition}"
        )

    def _transform(
        self, points: npt.ArrayLike, direction: TransformDirection, furthest: float
    ) -> Floats:
        source = np.asarray(points, float).reshape(-1, 2)
        result = np.empty_like(source)
        result[:, 0], result[:, 1] = self._transformer.transform(
            source[:, 0], source[:, 1], direction=direction
        )
        lost = ~(np.abs(result) <= furthest).all(axis=1)
        if lost.any():
            result[lost] = np.nan
        return result

    def _unit_vectors(self, position: Position) -> Floats:
        """Where a metre to the east and a metre to the north lead on the map (2, 2)."""
        # Central differences over 200 m serve all of them; PROJ's own factors would be those of the
        # sphere for Web Mercator.
        lon, lat, _ = GEOD.fwd([position[0]] * 4, [position[1]] * 4, [90, 270, 0, 180], [100.0] * 4)
        east, west, north, south = self.forward(np.column_stack((lon, lat)))
        return np.array((east - west, north - south)) / 200.0


_LIST = (
    Projection(
        "baltic-lcc",
        "Baltic (Lambert conformal conic)",
        "Baltic LCC",
        "+proj=lcc +lat_1=54.2 +lat_2=64.8 +lat_0=59.5 +lon_0=22.5 +ellps=GRS80",
    ),
    Projection(
        "laea-europe",
        "Europe (ETRS89-LAEA, equal area)",
        "ETRS89-LAEA",
        "+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80",
    ),
    Projection("utm-34n", "UTM zone 34 north", "UTM 34N", "+proj=utm +zone=34 +ellps=WGS84"),
    Projection("utm-35n", "UTM zone 35 north", "UTM 35N", "+proj=utm +zone=35 +ellps=WGS84"),
    # A sphere of the equator's radius, by definition of EPSG:3857.
    Projection(
        "web-mercator", "Web Mercator", "Web Mercator", "+proj=merc +a=6378137 +b=6378137 +lat_ts=0"
    ),
    Projection(
        "lest97",
        "Estonia (L-EST97)",
        "L-EST97",
        "+proj=lcc +lat_1=59.3333333333333 +lat_2=58 +lat_0=57.5175539305556 +lon_0=24"
        " +x_0=500000 +y_0=6375000 +ellps=GRS80",
    ),
    Projection(
        "lks92",
        "Latvia (LKS-92 TM)",
        "LKS-92",
        "+proj=tmerc +lat_0=0 +lon_0=24 +k=0.9996 +x_0=500000 +y_0=-6000000 +ellps=GRS80",
    ),
    Projection(
        "lks94",
        "Lithuania (LKS-94 TM)",
        "LKS-94",
        "+proj=tmerc +lat_0=0 +lon_0=24 +k=0.9998 +x_0=500000 +y_0=0 +ellps=GRS80",
    ),
    Projection(
        "cs92",
        "Poland (PL-1992)",
        "PL-1992",
        "+proj=tmerc +lat_0=0 +lon_0=19 +k=0.9993 +x_0=500000 +y_0=-5300000 +ellps=GRS80",
    ),
    Projection(
        "sweref99tm", "Sweden (SWEREF 99 TM)", "SWEREF 99 TM", "+proj=utm +zone=33 +ellps=GRS80"
    ),
    Projection(
        "tm35fin", "Finland (ETRS-TM35FIN)", "ETRS-TM35FIN", "+proj=utm +zone=35 +ellps=GRS80"
    ),
)

PROJECTIONS: dict[str, Projection] = {each.id: each for each in _LIST}
"""In the order to offer them."""


def projection(id: str) -> Projection:  # noqa: A002 - the glossary's word, as in Projection.id
    """The projection with this id; KeyError when there is none."""
    return PROJECTIONS[id]
