"""A flat plane about a place in which areas are those on the ellipsoid.

Areas are joined, cut and measured here: in metres a grid can be fine everywhere alike, and no part
counts for more than it covers. Lambert's azimuthal equal-area projection of the ellipsoid (Snyder,
USGS Professional Paper 1395, section 24), as PROJ computes it: there and back to
a millimetre.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar, cast

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from pyproj.enums import TransformDirection

from baltic_desk.geo.geodesy import Floats, Position

_G = TypeVar("_G", bound=shapely.Geometry)


@dataclass(frozen=True, slots=True)
class EqualAreaPlane:
    """Metres to the east and north of a place, areas true.

    >>> plane = EqualAreaPlane((24.0, 57.0))
    >>> plane.to_lonlat(plane.to_xy([(25.5, 56.0)])).round(8).tolist()
    [[25.5, 56.0]]
    """

    center: Position

    @staticmethod
    def about(positions: Iterable[Position]) -> EqualAreaPlane:
        """The plane in the middle of positions (at least one) that lie within the region."""
        lon, lat = np.array(list(positions), np.float64).T
        # In steps, so that a place moved by a little keeps its plane.
        middle = np.round([(lon.min() + lon.max()) / 2, (lat.min() + lat.max()) / 2])
        return EqualAreaPlane((float(middle[0]), float(middle[1])))

    def to_xy(self, lonlat: npt.ArrayLike) -> Floats:
        """Metres (n, 2) of positions (n, 2)."""
        return self._transform(lonlat, TransformDirection.FORWARD)

    def to_lonlat(self, xy: npt.ArrayLike) -> Floats:
        """Positions (n, 2) of metres (n, 2)."""
        return self._transform(xy, TransformDirection.INVERSE)

    def flat(self, geometry: _G) -> _G:
        """A geometry in longitude and latitude as one in metres, vertex by vertex."""
        return shapely.transform(geometry, self.to_xy)

    def on_earth(self, geometry: _G) -> _G:
        """A geometry in metres as one in longitude and latitude, vertex by vertex.

        Edges that all but touch in the plane, where they are a hair apart, may cross where straight
        lines are others: areas are made valid again.
        """
        there = shapely.transform(geometry, self.to_lonlat)
        if isinstance(there, shapely.MultiPolygon) and not there.is_valid:
            mended = shapely.make_valid(there, method="structure", keep_collapsed=False)
            parts = shapely.get_parts(mended).tolist()
            areas = [part for part in parts if isinstance(part, shapely.Polygon)]
            return cast("_G", shapely.MultiPolygon(areas))
        return there

    def _transform(self, points: npt.ArrayLike, direction: TransformDirection) -> Floats:
        there = np.asarray(points, np.float64).reshape(-1, 2)
        x, y = _transformer(self.center).transform(there[:, 0], there[:, 1], direction=direction)
        return np.column_stack((x, y))


@lru_cache(maxsize=64)
def _transformer(center: Position) -> Transformer:
    lon, lat = center
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad"
        f" +step +proj=laea +lon_0={lon!r} +lat_0={lat!r} +ellps=WGS84"
    )
