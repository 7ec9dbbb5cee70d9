"""The `crs` member of GeoJSON before RFC 7946: understood where it names an EPSG code."""

from __future__ import annotations

import re

import numpy as np
from pyproj import Transformer
from pyproj.exceptions import CRSError

from baltic_desk.document.geometry import Position
from baltic_desk.io.exchange.geometry import Transform
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.strict_json import Json

_LON_LAT = re.compile(r"urn:ogc:def:crs:OGC:[\d.]*:CRS84|(?:urn:ogc:def:crs:)?EPSG:[\d.]*:?4326")
_EPSG = re.compile(r"(?:urn:ogc:def:crs:)?EPSG:[\d.]*:?(\d{4,6})")


def transform_of(crs: Json) -> tuple[str, Transform] | None:
    """Name and way to longitude and latitude of a `crs` member; None when they are that already.

    Raises
    ------
    ProjectError
        For a member that is not understood: guessing would put everything in the wrong place.
    """
    match crs:
        case None:
            return None
        case {"type": "name", "properties": {"name": str(name)}}:
            pass
        case _:
            raise ProjectError("the coordinate reference system is not given by name", place="crs")
    if _LON_LAT.fullmatch(name) or name == "OGC:CRS84":
        return None
    found = _EPSG.fullmatch(name)
    try:
        if found is None:
            raise CRSError(name)
        transformer = Transformer.from_crs(int(found[1]), 4326, always_xy=True)
    except CRSError:
        text = f'the coordinate reference system "{name[:80]}" is not known'
        raise ProjectError(text, place="crs") from None

    def to_lon_lat(positions: list[Position]) -> list[Position]:
        x, y = np.array(positions).T
        lon, lat = transformer.transform(x, y)
        return list(zip(np.asarray(lon).tolist(), np.asarray(lat).tolist(), strict=True))

    return f"EPSG:{found[1]}", to_lon_lat
