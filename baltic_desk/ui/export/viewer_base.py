"""The base map of the one-file viewer: land, lakes, rivers and borders at four levels of detail,
finer the nearer to what the project is about; names of towns, waters and countries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from baltic_desk.geo.basemap import BaseMap, CellGeometry, CellKey, Layer
from baltic_desk.geo.basemap_format import METRES_PER_DEGREE
from baltic_desk.geo.clipping import Paths, chosen, starts_of
from baltic_desk.geo.geodesy import Floats
from baltic_desk.geo.projection import Projection
from baltic_desk.ui.export.viewer_packing import Ints, Json, packed_grid, packed_lines
from baltic_desk.ui.map.names import Kind, name_table
from baltic_desk.ui.map.viewport import Bounds

Flags = npt.NDArray[np.bool_]

STROKED, GOES_ON = 1, 2
"""Flags of a run of a ring: it is shore; it goes on where the run before ended."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of detail.

    Attributes
    ----------
    metres_per_px
        Scale that it is made for; points stray by 0.6 pixels there.
    reach_deg
        How far around what the project shows it goes, degrees of latitude; None for all there is.
    about
        Around all that is shown ("near"), or what is looked at fairly closely or closely.
    """

    metres_per_px: float
    reach_deg: float | None = None
    about: Literal["near", "middle", "close"] = "near"


LEVELS = (
    Level(1600.0),
    Level(640.0, 2.0),
    Level(250.0, 0.4, "middle"),
    Level(105.0, 0.2, "close"),
)
"""From 1 : 6 000 000 to 1 : 400 000; at 1 : 200 000 the last strays by a pixel."""

AREAS = {"land": 0.0, "lakes": 0.0, "small_lakes": 250.0}
"""Layers that are filled, and from which scale on; bottom to top."""
CLOSE_ONLY = {"small_lakes": 0.1}
"""Layers that are there only around what is looked at closely: small lakes are half of all."""
LINES = {"rivers": 1600.0, "territorial": 1600.0, "borders": 1600.0}
LEFT_OUT = (
    "roads, railways, ports, boundaries within countries, heights and depths; islands of"
    " less than 2.5 and lakes of less than 3 to 8 pixels at each of the map's levels"
)
"""Of the program's base map; for the viewer's own account of itself."""

STRAY_PX = 0.6
_GRID_PX = 0.4
LEAST_PX = {"land": 2.5, "lakes": 3.0, "small_lakes": 8.0}
"""Islands and lakes that are smaller are left out."""
_ON_SIDE = 0.2
_LEAST_POINTS = 3
_BENT_EVERY_DEG = 0.25
_FARTHEST: Bounds = (-15.0, 44.0, 60.0, 73.0)


def base_levels(
    basemap: BaseMap, projection: Projection, about: Mapping[str, Sequence[Bounds]]
) -> Iterator[Json]:
    """Level after level, the coarsest first.

    Parameters
    ----------
    about
        West, south, east, north of what the project shows ("near"), of what it looks at fairly
        closely ("middle") and closely ("close").
    """
    for level in LEVELS:
        boxes = _widened(about[level.about], level.reach_deg)
        if level.reach_deg is not None and not boxes:
            continue
        layers: dict[str, Json] = {}
        for name, coarsest in (*AREAS.items(), *LINES.items()):
            layer = basemap.layers.get(name)
            if layer is None or (coarsest and level.metres_per_px > coarsest):
                continue
            where = boxes
            if name in CLOSE_ONLY:
                where = _widened(about["close"], CLOSE_ONLY[name])
            made = _cells(layer, level, projection, where, areas=name in AREAS)
            if made is not None:
                layers[name] = made
        row: dict[str, Json] = {"metres_per_px": level.metres_per_px, "grid_m": _grid_m(level)}
        if level.reach_deg is not None:
            around = [projection.forward(ring) for ring in _rings_about(boxes)]
            row["cover"] = packed_lines(around, _grid_m(level))
        yield {**row, "layers": layers}


def _widened(boxes: Sequence[Bounds], by_deg: float | None) -> list[Bounds]:
    """The boxes with a margin; one that holds all where the margin is None."""
    if by_deg is None:
        return [_FARTHEST]
    return [
        (
            max(west - 2.0 * by_deg, _FARTHEST[0]), max(south - by_deg, _FARTHEST[1]),
            min(east + 2.0 * by_deg, _FARTHEST[2]), min(north + by_deg, _FARTHEST[3]),
        )
        for west, south, east, north in boxes
    ]  # fmt: skip


def _rings_about(boxes: Sequence[Bounds]) -> Iterator[Floats]:
    """Rings about all that some boxes cover, odd-even, dense enough to be bent."""
    whole = shapely.union_all([shapely.box(*box) for box in boxes])
    for area in shapely.get_parts(shapely.segmentize(whole, _BENT_EVERY_DEG)):
        for ring in (area.exterior, *area.interiors):
            yield shapely.get_coordinates(ring)


def _grid_m(level: Level) -> float:
    return _GRID_PX * level.metres_per_px


def _cells(
    layer: Layer, level: Level, projection: Projection, boxes: Sequence[Bounds], *, areas: bool
) -> Json:
    """Cell by cell its lines or rings, packed; None where there are none."""
    index = layer.level_for(level.metres_per_px)
    least_px = LEAST_PX.get(layer.name, 0.0)
    keys: dict[CellKey, None] = {}
    for west, south, east, north in boxes:
        if west < east and south < north:
            keys.update(dict.fromkeys(layer.cells(index, (west, south, east, north))))
    runs = _Runs(level, areas=areas)
    runs.add_whole([layer.box(key) for key in keys if key.full])
    for key in keys:
        if key.full:
            continue
        cell = layer.cell(key)
        if areas:
            runs.add_rings(cell, _sides(layer, key), least_px)
        else:
            runs.add_lines(cell)
    return runs.packed(projection)


def _sides(layer: Layer, key: CellKey) -> tuple[Bounds, float]:
    """The sides that fills of a cell reach to, and how near to one a point lies on it."""
    west, south, east, north = layer.box(key)
    meta = layer.meta.levels[key.level]
    margin = meta.margin_quanta * meta.quantum_deg
    box = (west - 2.0 * margin, south - margin, east + 2.0 * margin, north + margin)
    return box, _ON_SIDE * meta.quantum_deg


class _Runs:
    """Runs of points, cell by cell, simplified in one go."""

    def __init__(self, level: Level, *, areas: bool) -> None:
        self._level = level
        self._areas = areas
        self._runs: list[Floats] = []
        self._flags: list[int] = []
        self._counts: list[int] = []
        """Runs of each cell."""

    def add_lines(self, cell: CellGeometry) -> None:
        """A cell's lines; the flags are their class."""
        classes = cell.attributes.get("class")
        for k in range(len(cell.stroke)):
            self._runs.append(cell.stroke.path(k))
            self._flags.append(0 if classes is None else min(int(classes[k]), 3))
        self._counts.append(len(cell.stroke))

    def add_whole(self, boxes: Sequence[Bounds]) -> None:
        """Cells that are covered wholly, as what they cover together: their sides would be a third
        of all points. The others reach over their sides and so into these."""
        before = len(self._runs)
        for ring in _rings_about(boxes):
            self._add(ring, stroked=False, goes_on=False)
        self._counts.append(len(self._runs) - before)

    def add_rings(self, cell: CellGeometry, sides: tuple[Bounds, float], least_px: float) -> None:
        """A cell's rings, each cut to runs of shore and runs along the cell's sides."""
        before = len(self._runs)
        fill = cell.fill
        if len(fill):
            on_side = _on_sides(fill.positions, *sides)
            on_side[fill.starts[1:-1] - 1] = False  # from the end of a ring to the next
            cut = np.logical_or.reduceat(on_side, fill.starts[:-1])
            large = _sizes_m(fill) >= least_px * self._level.metres_per_px
            for k in np.flatnonzero(cut | large).tolist():
                first, last = int(fill.starts[k]), int(fill.starts[k + 1])
                self._add_ring(fill.positions[first:last], on_side[first : last - 1])
        self._counts.append(len(self._runs) - before)

    def _add_ring(self, ring: Floats, on_side: Flags) -> None:
        cuts = np.flatnonzero(on_side != np.roll(on_side, 1))
        if len(cuts) == 0:
            self._add(ring, stroked=not on_side[0], goes_on=False)
            return
        # It begins where a side is left or met, so that no run is parted in two.
        ring = np.concatenate((ring[cuts[0] : -1], ring[: cuts[0] + 1]))
        on_side = np.roll(on_side, -int(cuts[0]))
        ends = [*(cuts - cuts[0]).tolist(), len(on_side)]
        for first, last in pairwise(ends):
            self._add(ring[first : last + 1], stroked=not on_side[first], goes_on=first > 0)

    def _add(self, run: Floats, *, stroked: bool, goes_on: bool) -> None:
        self._runs.append(run)
        self._flags.append(STROKED * stroked + GOES_ON * goes_on)

    def packed(self, projection: Projection) -> dict[str, Json] | None:
        """Runs to a cell, and all runs as text, but for rings that have come to nothing."""
        if not self._runs:
            return None
        counts = np.array([len(run) for run in self._runs])
        starts = np.concatenate(([0], np.cumsum(counts)))
        xy = projection.forward(np.concatenate(self._runs))
        finite = np.logical_and.reduceat(np.isfinite(xy).all(axis=1), starts[:-1])
        stray_m = STRAY_PX * self._level.metres_per_px
        runs = _simplified(np.nan_to_num(xy), counts, stray_m)
        flags, points = np.array(self._flags), np.diff(runs.starts)
        # A ring is a run with those that go on from it.
        begins = ~(flags & GOES_ON > 0) if self._areas else np.ones(len(flags), bool)
        ring = np.cumsum(begins) - 1
        good = np.bincount(ring, ~finite) == 0
        if self._areas:
            good &= np.bincount(ring, points) > _LEAST_POINTS
        kept = good[ring]
        cell = np.repeat(np.arange(len(self._counts)), self._counts)
        of_cell = np.bincount(cell[kept], minlength=len(self._counts))
        left = chosen(runs, kept)
        if not len(left):
            return None
        grid = np.round(left.positions / _grid_m(self._level)).astype(np.int64)
        moved = np.concatenate(([True], (np.diff(grid, axis=0) != 0).any(axis=1)))
        moved[left.starts[:-1]] = True
        counts = np.add.reduceat(moved.astype(np.int64), left.starts[:-1])
        return {
            "cells": of_cell[of_cell > 0].tolist(),
            "runs": packed_grid(grid[moved], counts, flags[kept].tolist()),
        }


def _on_sides(positions: Floats, box: Bounds, near: float) -> Flags:
    """Which steps from a position to the next run along a side of the box."""
    west, south, east, north = box
    found = np.zeros(len(positions) - 1, bool)
    for axis, at, within in ((0, west, 2), (0, east, 2), (1, south, 1), (1, north, 1)):
        on = np.abs(positions[:, axis] - at) < near * within
        found |= on[:-1] & on[1:]
    return found


def _sizes_m(paths: Paths) -> Floats:
    """Width or height of each path in metres, whichever is more (m,)."""
    starts = paths.starts[:-1]
    size = np.maximum.reduceat(paths.positions, starts)
    size -= np.minimum.reduceat(paths.positions, starts)
    across = size[:, 0] * np.cos(np.radians(paths.positions[starts, 1]))
    return METRES_PER_DEGREE * np.maximum(across, size[:, 1])


def _simplified(xy: Floats, counts: Ints, stray_m: float) -> Paths:
    """Lines of so many points each, without those that they do not need."""
    lines = shapely.linestrings(xy, indices=np.repeat(np.arange(len(counts)), counts))
    simple = shapely.simplify(lines, stray_m, preserve_topology=False)
    positions, owner = shapely.get_coordinates(simple, return_index=True)
    return Paths(positions, starts_of(np.bincount(owner, minlength=len(counts))))


# -- names -------------------------------------------------------------------------------------

_SHOWN_LAYERS = ("places", "water_names", "countries", "airports")
_FINEST_NAMES_PX = 50.0
_NEAR_DEG = 0.6
_FOUND_BY_OTHERS = 4
"""Up to this rank places are found by their names in other languages: Königsberg."""
_FAR_FROM_PX = 300.0
"""Away from what the project shows only names that are shown at this scale or coarser ones."""


def base_names(basemap: BaseMap, projection: Projection, near: Sequence[Bounds]) -> dict[str, Json]:
    """Names in the order of importance, with what else a place is called."""
    table = name_table(basemap)
    lon, lat = table.positions[:, 0], table.positions[:, 1]
    inside = np.zeros(len(lon), bool)
    for west, south, east, north in _widened(near, _NEAR_DEG):
        inside |= (lon > west) & (lon < east) & (lat > south) & (lat < north)
    shown = np.array([kind.layer in _SHOWN_LAYERS for kind in table.kinds])[table.kind]
    shown &= table.to_metres_per_px >= np.where(inside, _FINEST_NAMES_PX, _FAR_FROM_PX)
    xy = projection.forward(table.positions)
    shown &= np.isfinite(xy).all(axis=1)
    rows: list[int] = np.flatnonzero(shown).tolist()
    kinds = sorted({int(table.kind[k]) for k in rows})
    place = {kind: number for number, kind in enumerate(kinds)}
    others = _other_names(basemap)
    written = Counter(table.texts[k] for k in rows)
    also: dict[str, Json] = {}
    found_by: dict[str, Json] = {}
    for number, k in enumerate(rows):
        of = others.get((table.texts[k], round(float(lon[k]), 4), round(float(lat[k]), 4)))
        if of is None:
            continue
        called = of.also if written[table.texts[k]] == 1 else (*of.also, of.region)
        if any(called):
            also[str(number)] = "\n".join(filter(None, called))
        if of.found_by:
            found_by[str(number)] = of.found_by
    grid = np.round(xy[rows] / 10.0).astype(np.int64).reshape(-1, 2)
    return {
        "kinds": [_kind(table.kinds[kind]) for kind in kinds],
        "texts": [table.texts[k] for k in rows],
        "kind": [place[int(table.kind[k])] for k in rows],
        "at": packed_grid(grid, np.array([len(rows)])),
        "grid_m": 10.0,
        "also": also,
        "found_by": found_by,
    }


def _kind(kind: Kind) -> Json:
    letters = kind.type
    return {
        "role": kind.role,
        "size": letters.size_px,
        "bold": letters.bold,
        "italic": letters.italic,
        "spacing": letters.spacing,
        "sign": kind.sign,
        "from": round(kind.from_metres_per_px, 1),
        "to": round(kind.to_metres_per_px, 1),
    }


class _Called(NamedTuple):
    """What else a place is called, where it lies, and by what names it is found as well."""

    also: tuple[str, ...]
    region: str = ""
    found_by: str = ""


def _other_names(basemap: BaseMap) -> Mapping[tuple[str, float, float], _Called]:
    """Other names of places, by name and place."""
    found: dict[tuple[str, float, float], _Called] = {}
    layer = basemap.layers.get("places")
    if layer is not None:
        table = layer.points()
        for name, english, local, rank, region, alternates, (lon, lat) in zip(
            *(table.columns[column] for column in ("name", "name_en", "name_local", "rank")),
            layer.text_column("region"),
            layer.text_column("alternates"),
            table.positions.tolist(),
            strict=True,
        ):
            others = dict.fromkeys(str(each) for each in (english, local) if each)
            others.pop(str(name), None)
            found_by = alternates if int(rank) <= _FOUND_BY_OTHERS else ""
            key = str(name), round(lon, 4), round(lat, 4)
            found[key] = _Called(tuple(others), region, found_by)
    airports = basemap.layers.get("airports")
    if airports is not None:
        table = airports.points()
        for code, name, (lon, lat) in zip(
            table.columns["icao"], table.columns["name"], table.positions.tolist(), strict=True
        ):
            found[str(code), round(lon, 4), round(lat, 4)] = _Called((str(name),))
    return found
