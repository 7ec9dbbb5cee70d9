"""Where the pixels of a picture lie, as other programs read it: GeoKeys, WKT, world file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pyproj import CRS
from pyproj.crs import ProjectedCRS
from pyproj.crs.coordinate_operation import LambertConformalConic2SPConversion

from baltic_desk.geo.projection import PROJECTIONS

EPSG: dict[str, int] = {
    "laea-europe": 3035,
    "utm-34n": 32634,
    "utm-35n": 32635,
    "web-mercator": 3857,
    "lest97": 3301,
    "lks92": 3059,
    "lks94": 3346,
    "cs92": 2180,
    "sweref99tm": 3006,
    "tm35fin": 3067,
}
"""Codes of the projections that have one; the others are Lambert conformal cones of our own."""

_GEODETIC = 4258  # ETRS89, on the ellipsoid that our own projections use
_PARAMETER = re.compile(r"\+(\w+)=([-\d.]+)")
_USER_DEFINED, _METRE = 32767, 9001
_LCC_2SP = 8


@dataclass(frozen=True, slots=True)
class GeoKeys:
    """The three GeoTIFF tags 34735, 34736 and 34737."""

    directory: tuple[int, ...]
    doubles: tuple[float, ...]
    texts: str


@dataclass(frozen=True, slots=True)
class Georeference:
    """A picture on a map plane.

    Attributes
    ----------
    left, top
        Map metres of the outer corner of the upper left pixel.
    pixel_m
        Map metres across a pixel.
    """

    projection_id: str
    left: float
    top: float
    pixel_m: float

    def world_file(self) -> str:
        """The six lines of a world file: its origin is the middle of the first pixel."""
        half = self.pixel_m / 2
        numbers = (self.pixel_m, 0.0, 0.0, -self.pixel_m, self.left + half, self.top - half)
        return "".join(f"{number:.10f}\n" for number in numbers)

    def prj(self) -> str:
        """The projection as a `.prj` file says it."""
        return crs_of(self.projection_id).to_wkt("WKT1_ESRI")

    def geo_keys(self) -> GeoKeys:
        """The projection as a GeoTIFF says it: by its code, else by its parameters."""
        return _geo_keys(self.projection_id)


@lru_cache(maxsize=32)
def crs_of(projection_id: str) -> CRS:
    """The coordinate reference system of a map plane, x to the east in all that is written here."""
    if projection_id in EPSG:
        return CRS.from_epsg(EPSG[projection_id])
    given = _cone(projection_id)
    conversion = LambertConformalConic2SPConversion(
        latitude_false_origin=given["lat_0"],
        longitude_false_origin=given["lon_0"],
        latitude_first_parallel=given["lat_1"],
        latitude_second_parallel=given["lat_2"],
    )
    title = PROJECTIONS[projection_id].short
    return ProjectedCRS(conversion, name=title, geodetic_crs=CRS.from_epsg(_GEODETIC))


def _cone(projection_id: str) -> dict[str, float]:
    definition = PROJECTIONS[projection_id].definition
    assert definition.startswith("+proj=lcc "), definition
    return {name: float(value) for name, value in _PARAMETER.findall(definition)}


@lru_cache(maxsize=32)
def _geo_keys(projection_id: str) -> GeoKeys:
    title = PROJECTIONS[projection_id].short
    texts = f"{title}|"
    keys: list[tuple[int, int, int, int]] = [
        (1024, 0, 1, 1),  # a projected system
        (1025, 0, 1, 1),  # pixels are areas
        (1026, 34737, len(texts), 0),
    ]
    doubles: list[float] = []
    if projection_id in EPSG:
        keys.append((3072, 0, 1, EPSG[projection_id]))
    else:
        given = _cone(projection_id)
        keys += [
            (2048, 0, 1, _GEODETIC),
            (3072, 0, 1, _USER_DEFINED),
            (3073, 34737, len(texts), 0),
            (3074, 0, 1, _USER_DEFINED),
            (3075, 0, 1, _LCC_2SP),
        ]
        numbers = (
            (3078, given["lat_1"]),
            (3079, given["lat_2"]),
            (3084, given["lon_0"]),
            (3085, given["lat_0"]),
            (3086, given.get("x_0", 0.0)),
            (3087, given.get("y_0", 0.0)),
        )
        keys.append((3076, 0, 1, _METRE))
        for key, number in numbers:
            keys.append((key, 34736, 1, len(doubles)))
            doubles.append(number)
    directory = (1, 1, 0, len(keys), *(value for key in keys for value in key))
    return GeoKeys(directory, tuple(doubles), texts)
