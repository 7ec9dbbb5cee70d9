"""The shipped base map: layers of cells at levels of detail, in longitude and latitude, and tables
of points.

Any projection draws from it: take the cells that are in view at the level for the scale, project
their positions, paint. Coarse levels are small and read with the file's directory; fine ones are
read block by block when first asked for, from any thread.
"""

from __future__ import annotations

import math
import threading
import weakref
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
from numpy.lib.npyio import NpzFile

from baltic_desk import paths
from baltic_desk.geo.basemap_format import (
    Block,
    Kind,
    LayerMeta,
    LevelMeta,
    cell_box,
    cell_range,
    from_quanta,
    quanta_per_cell,
    to_quanta,
    unpack,
)
from baltic_desk.geo.clipping import NOTHING, Box, Floats, Paths, clip_lines, joined

Column = Sequence[str] | npt.NDArray[np.generic]

BLOCK_ARRAYS = ("cells", "paths", "points", "low", "high", "classes")
FULL_EDGE_STEPS = 16  # a parallel of 4 degrees is followed within 8 m in the conformal conic
NO_ATTRIBUTES: Mapping[str, npt.NDArray[np.uint8]] = MappingProxyType({})


class CellKey(NamedTuple):
    """One piece of a layer. `full` pieces are wholly covered; their `level` is the depth of the
    grid.
    """

    level: int
    i: int
    j: int
    full: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class CellGeometry:
    """What to draw in a cell.

    `fill`: closed rings for the odd-even rule, reaching a little over the cell's sides. `stroke`:
    the real shore or the lines themselves, cut at the cell's sides. `attributes`: for layers with
    classes, `{"class": uint8 (len(stroke),)}`, indices into `Layer.classes`.
    """

    fill: Paths
    stroke: Paths
    attributes: Mapping[str, npt.NDArray[np.uint8]]


@dataclass(frozen=True, slots=True, eq=False)
class PointTable:
    """Points of a layer: longitude and latitude (n, 2), and columns of n values."""

    positions: Floats
    columns: Mapping[str, Column]

    def __len__(self) -> int:
        return len(self.positions)


class LayerFileError(Exception):
    """A base-map file that cannot be read, with its path and the reason."""


class Layer:
    """One layer of the base map, read from its file as it is needed. May be used from several
    threads.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._blocks: dict[tuple[int, tuple[int, int]], Block] = {}
        self._full: dict[int, npt.NDArray[np.int32]] = {}
        try:
            self._file: NpzFile = np.load(path, allow_pickle=False)
            # A layer that is let go closes its file; the window keeps its map to the end.
            weakref.finalize(self, self._file.close)
            self._members = frozenset(self._file.files)
            self.meta = msgspec.json.decode(self._file["meta"].tobytes(), type=LayerMeta)
        except (OSError, KeyError, ValueError, zipfile.BadZipFile, msgspec.MsgspecError) as error:
            raise LayerFileError(f"{path}: {error}") from error
        self.name = self.meta.name
        self.kind: Kind = self.meta.kind
        self.credit = self.meta.credit
        self.licence = self.meta.licence
        self.classes = self.meta.classes
        self.levels = tuple(level.metres_per_px for level in self.meta.levels)

    def level_for(self, metres_per_px: float) -> int:
        """Index of the coarsest level that is fine enough for a scale."""
        for index, level in enumerate(self.levels):
            if level <= metres_per_px * math.sqrt(2):
                return index
        return len(self.levels) - 1

    def cells(self, level: int, bounds: Box) -> list[CellKey]:
        """The pieces that bounds (west, south, east, north) touch; where the level has nothing,
        coarser ones.
        """
        if level < 0:
            return []
        meta = self.meta.levels[level]
        found: list[CellKey] = []
        inside = _common(bounds, meta.extent)
        if inside is not None:
            found += self._partial_cells(level, inside)
            found += self._full_cells(level, inside)
        if inside != bounds and level > 0:
            found += [key for key in self.cells(level - 1, bounds) if not self._lies_in(key, meta)]
        return found

    def cell(self, key: CellKey) -> CellGeometry:
        """The geometry of a piece that `cells` gave."""
        if key.full:
            return CellGeometry(joined([self._full_ring(key)]), NOTHING, NO_ATTRIBUTES)
        meta = self.meta.levels[key.level]
        block = self._block(key.level, (key.i // meta.block_cells, key.j // meta.block_cells))
        index = block.cells[key.i, key.j]
        first, last = block.path_of_cell[index], block.path_of_cell[index + 1]
        starts = block.starts[first : last + 1]
        positions = from_quanta(block.quanta[starts[0] : starts[-1]], meta.quantum_deg)
        found = Paths(positions, starts - starts[0])
        if self.kind == "line":
            classes = block.classes
            attributes = {"class": classes[first:last]} if classes is not None else NO_ATTRIBUTES
            return CellGeometry(NOTHING, found, attributes)
        stroke, _ = clip_lines(found, cell_box(key.i, key.j, meta.cell_deg))
        return CellGeometry(found, stroke, NO_ATTRIBUTES)

    def points(self) -> PointTable:
        """All points of a point layer, with their columns."""
        return self._points

    @cached_property
    def _points(self) -> PointTable:
        positions = self._read("positions").astype(np.float64) / 1e5
        columns: dict[str, Column] = {}
        for member in sorted(self._members):
            folder, _, name = member.rpartition("/")
            if folder == "text":
                columns[name] = self._lines(member)
            elif folder == "number":
                columns[name] = self._read(member)
        return PointTable(positions, MappingProxyType(columns))

    def text_column(self, name: str) -> list[str]:
        """A column of words that is not among `points()`: long ones that only the search needs."""
        return self._lines(f"extra/text/{name}")

    def _lines(self, member: str) -> list[str]:
        return self._read(member).tobytes().decode().split("\n")

    def _partial_cells(self, level: int, bounds: Box) -> list[CellKey]:
        meta = self.meta.levels[level]
        i0, j0, i1, j1 = cell_range(bounds, meta.cell_deg)
        size = meta.block_cells
        found: list[CellKey] = []
        for bi, bj in meta.blocks:
            columns = range(max(i0, bi * size), min(i1, bi * size + size))
            rows = range(max(j0, bj * size), min(j1, bj * size + size))
            if not columns or not rows:
                continue
            here = self._block(level, (bi, bj)).cells
            found += [CellKey(level, i, j) for j in rows for i in columns if (i, j) in here]
        return found

    def _full_cells(self, level: int, bounds: Box) -> list[CellKey]:
        full = self._full.get(level)
        if full is None:
            member = f"L{level}/full"
            full = self._read(member) if member in self._members else np.empty((0, 3), np.int32)
            full = self._full.setdefault(level, full.astype(np.int32))
        size = self.meta.levels[0].cell_deg / np.exp2(full[:, 0])
        quanta = to_quanta(np.array([bounds[:2], bounds[2:]]), 1.0)
        low, high = full[:, 1:] * size[:, None], (full[:, 1:] + 1) * size[:, None]
        touched = ((low < quanta[1]) & (high > quanta[0])).all(axis=1)
        return [CellKey(int(d), int(i), int(j), full=True) for d, i, j in full[touched]]

    def box(self, key: CellKey) -> Box:
        """West, south, east, north of a piece, without its margin."""
        first = self.meta.levels[0].cell_deg
        size = first / 2**key.level if key.full else self.meta.levels[key.level].cell_deg
        return cell_box(key.i, key.j, size)

    def _lies_in(self, key: CellKey, meta: LevelMeta) -> bool:
        west, south, east, north = self.box(key)
        lon, lat = (west + east) / 2, (south + north) / 2
        w, s, e, n = meta.extent
        return w < lon < e and s < lat < n

    def _full_ring(self, key: CellKey) -> Floats:
        west, south, east, north = self.box(key)
        margin = (north - south) * self._margin_share
        lon = np.linspace(west - 2 * margin, east + 2 * margin, FULL_EDGE_STEPS + 1)
        lat = np.linspace(south - margin, north + margin, FULL_EDGE_STEPS + 1)
        ring = np.empty((4 * FULL_EDGE_STEPS + 1, 2))
        n = FULL_EDGE_STEPS
        ring[: n + 1, 0], ring[: n + 1, 1] = lon, lat[0]
        ring[n : 2 * n + 1, 0], ring[n : 2 * n + 1, 1] = lon[-1], lat
        ring[2 * n : 3 * n + 1, 0], ring[2 * n : 3 * n + 1, 1] = lon[::-1], lat[-1]
        ring[3 * n :, 0], ring[3 * n :, 1] = lon[0], lat[::-1]
        return ring

    @cached_property
    def _margin_share(self) -> float:
        """Margin of a full cell as a share of its side: the same in all levels of a pyramid."""
        first = self.meta.levels[0]
        return first.margin_quanta / quanta_per_cell(first)

    def _block(self, level: int, place: tuple[int, int]) -> Block:
        block = self._blocks.get((level, place))
        if block is None:
            meta = self.meta.levels[level]
            prefix = f"L{level}/{place[0]}_{place[1]}/"
            found = [member for member in BLOCK_ARRAYS if prefix + member in self._members]
            members = {member: self._read(prefix + member) for member in found}
            block = unpack(members, quanta_per_cell(meta), rings=self.kind == "polygon")
            block = self._blocks.setdefault((level, place), block)
        return block

    def _read(self, member: str) -> npt.NDArray[np.generic]:
        with self._lock:  # one file handle, one seek position
            try:
                return self._file[member]
            except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
                raise LayerFileError(f"{self._path}: {member}: {error}") from error


@dataclass(frozen=True, slots=True, eq=False)
class BaseMap:
    """All layers by name, in drawing order."""

    layers: Mapping[str, Layer]


LAYERS = (
    "land", "small_lakes", "lakes", "rivers", "admin1", "territorial", "borders",
    "roads", "railways", "countries", "lake_names", "ports", "airports", "places",
)  # fmt: skip


def open_basemap(folder: Path | None = None) -> BaseMap:
    """The shipped base map, or one of the same form in another folder.

    The shipped one is opened once: what was read of it serves whoever asks next.
    """
    return _shipped(paths.resource("basemap")) if folder is None else _opened(folder)


def _opened(folder: Path) -> BaseMap:
    return BaseMap(MappingProxyType({name: Layer(folder / f"{name}.npz") for name in LAYERS}))


_shipped = lru_cache(maxsize=1)(_opened)


def _common(a: Box, b: Box) -> Box | None:
    """The box that two boxes share, if any."""
    west, south, east, north = max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
    return (west, south, east, north) if west < east and south < north else None
