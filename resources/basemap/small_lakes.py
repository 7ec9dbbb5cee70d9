"""Lakes of OpenStreetMap that the coast's own set does not have, from @geo-maps/earth-
waterbodies-10m.
"""

from __future__ import annotations

import msgspec
import numpy as np
import shapely
from coast import Shapes
from plans import REGION
from sources import Sources

from baltic_desk.geo.clipping import Floats, Paths, clip_rings, joined

PACKAGE = "@geo-maps/earth-waterbodies-10m"
CREDIT = "© OpenStreetMap contributors (ODbL 1.0)"
LICENCE = "ODbL-1.0"
SEA_POSITIONS = 20_000  # the sea is in the set too, as outlines longer than any lake's
MARGIN_DEG = 0.3
KNOWN_SHARE = 0.5

Ring = list[tuple[float, float]]


class _Geometry(msgspec.Struct):
    coordinates: list[list[Ring]]


class _Collection(msgspec.Struct):
    geometries: list[_Geometry]


def small_lakes(sources: Sources, known: Shapes) -> Paths:
    """Rings (lon, lat) of lakes of the region and their islands.

    Left out are those that lie mostly in the `known` polygons.
    """
    text = sources.read(PACKAGE, "package/map.geo.json")
    collection = msgspec.json.decode(text, type=_Collection)
    wide = REGION.widened(MARGIN_DEG)
    found: list[list[Floats]] = []
    for polygon in (p for geometry in collection.geometries for p in geometry.coordinates):
        outer = np.array(polygon[0])
        if len(outer) < SEA_POSITIONS and wide.meets(outer):
            found.append([outer, *(np.array(hole) for hole in polygon[1:])])
    shares = _shares_in([lake[0] for lake in found], known)
    fresh = [lake for lake, share in zip(found, shares, strict=True) if share < KNOWN_SHARE]
    return clip_rings(joined([ring for lake in fresh for ring in lake]), wide.box)


def _shares_in(rings: list[Floats], known: Shapes) -> Floats:
    """The share of each ring's area that lies in any of the known polygons."""
    areas: Shapes = np.array([shapely.make_valid(shapely.Polygon(ring)) for ring in rings], object)
    valid: Shapes = np.array([shapely.make_valid(area) for area in known], object)
    which, where = shapely.STRtree(valid).query(areas, predicate="intersects")
    common = shapely.area(shapely.intersection(areas[which], valid[where]))
    return np.bincount(which, weights=common, minlength=len(areas)) / shapely.area(areas)
