"""Cutting a layer into the cells of its levels of detail."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from bridges import without_bridges

from baltic_desk.geo.basemap_format import METRES_PER_DEGREE, LevelMeta, cell_range, pack, to_quanta
from baltic_desk.geo.clipping import (
    Box,
    Paths,
    chosen,
    clip_lines,
    clip_rings,
    ring_areas,
    starts_of,
)

FIRST_CELL_DEG = 2.0
MARGIN_PX = 2.0
FIRST_METRES_PER_PX = 2048.0
# two pixels of a level, as a share of its cell: cells and pixels shrink together
MARGIN_SHARE = MARGIN_PX * FIRST_METRES_PER_PX / (FIRST_CELL_DEG * METRES_PER_DEGREE)

Members = dict[str, npt.NDArray[np.generic]]


@dataclass(frozen=True)
class Plan:
    """One level to be made: for which scale, in which cells, how exact, where."""

    metres_per_px: float
    cell_deg: float
    quantum_deg: float
    extent: Box
    block_deg: float  # height of the pieces in which a level is read

    @property
    def per_cell(self) -> int:
        return round(self.cell_deg / self.quantum_deg)

    @property
    def margin(self) -> int:
        return round(self.per_cell * MARGIN_SHARE)

    @property
    def depth(self) -> int:
        """How often the first cell is halved to give this one."""
        return round(np.log2(FIRST_CELL_DEG / self.cell_deg))

    @property
    def block_cells(self) -> int:
        return max(1, round(self.block_deg / self.cell_deg))


@dataclass
class _Cut:
    """What the recursion finds."""

    partial: dict[tuple[int, int], Paths] = field(default_factory=dict)
    full: list[tuple[int, int, int]] = field(default_factory=list)


def polygon_level(rings: Paths, plan: Plan) -> tuple[LevelMeta, Members]:
    """Cells of a level, from rings (lon, lat) that are already simplified; odd-even."""
    found = _Cut()
    whole = _cleaned(to_whole(rings, plan))
    i0, j0, i1, j1 = cell_range(plan.extent, FIRST_CELL_DEG)
    for i in range(i0, i1):
        column = clip_rings(whole, _enlarged(plan, 0, i, j0, rows=j1 - j0))
        for j in range(j0, j1):
            _descend(plan, column, 0, i, j, found)
    members = _blocks(
        plan, {cell: (paths, None) for cell, paths in found.partial.items()}, rings=True
    )
    members["full"] = np.array(sorted(found.full), np.int32).reshape(-1, 3)
    return _meta(plan, members, margin=plan.margin), members


def _descend(plan: Plan, rings: Paths, depth: int, i: int, j: int, found: _Cut) -> None:
    box = _enlarged(plan, depth, i, j)
    here = clip_rings(rings, box)
    if len(here) == 0:
        return
    xy = here.positions
    inner = (xy[:, 0] > box[0]) & (xy[:, 0] < box[2]) & (xy[:, 1] > box[1]) & (xy[:, 1] < box[3])
    if not inner.any():
        # all edges lie on the box or run straight from side to side
        share = ring_areas(here).sum() / ((box[2] - box[0]) * (box[3] - box[1]))
        turns = round(share)
        if abs(share - turns) < 1e-9:
            if turns % 2:
                found.full.append((depth, i, j))
            return
    if depth == plan.depth:
        cleaned = _cleaned(without_bridges(_cleaned(here), box))
        if len(cleaned):
            found.partial[i, j] = cleaned
        return
    for di in (0, 1):
        for dj in (0, 1):
            _descend(plan, here, depth + 1, 2 * i + di, 2 * j + dj, found)


def _enlarged(plan: Plan, depth: int, i: int, j: int, rows: int = 1) -> Box:
    """A cell of a depth with its margin, in quanta."""
    size = plan.per_cell * 2 ** (plan.depth - depth)
    margin = round(size * MARGIN_SHARE)
    west, south = i * size - margin, j * size - margin
    return west, south, west + size + 2 * margin, south + rows * size + 2 * margin


def line_level(
    lines: Paths, classes: npt.NDArray[np.uint8] | None, plan: Plan
) -> tuple[LevelMeta, Members]:
    """Cells of a level, from lines (lon, lat) that are already simplified; the class of each line
    goes to its pieces.
    """
    kinds = np.zeros(len(lines), np.uint8) if classes is None else classes
    quanta, kinds = _deduplicated(to_whole(lines, plan), kinds, fewest=2)
    size = plan.per_cell
    i0, j0, i1, j1 = cell_range(plan.extent, plan.cell_deg)
    cells: dict[tuple[int, int], tuple[Paths, npt.NDArray[np.uint8] | None]] = {}
    for i in range(i0, i1):
        column, source = clip_lines(quanta, (i * size, j0 * size, (i + 1) * size, j1 * size))
        column_kinds = kinds[source]
        for j in range(j0, j1):
            found, inner = clip_lines(column, (i * size, j * size, (i + 1) * size, (j + 1) * size))
            rounded = Paths(np.rint(found.positions), found.starts)
            here, here_kinds = _deduplicated(rounded, column_kinds[inner], fewest=2)
            if len(here):
                cells[i, j] = (here, None if classes is None else here_kinds)
    members = _blocks(plan, cells, rings=False)
    return _meta(plan, members, margin=0), members


def to_whole(paths: Paths, plan: Plan) -> Paths:
    """Positions (lon, lat) in whole quanta of a level."""
    return Paths(np.rint(to_quanta(paths.positions, plan.quantum_deg)), paths.starts)


def _cleaned(rings: Paths) -> Paths:
    """Rings on whole quanta, without repeated positions and without those that have shrunk to
    nothing.
    """
    rounded = Paths(np.rint(rings.positions), rings.starts)
    rings, _ = _deduplicated(rounded, np.zeros(len(rounded), np.uint8), fewest=4)
    return chosen(rings, ring_areas(rings) != 0) if len(rings) else rings


def _deduplicated(
    paths: Paths, kinds: npt.NDArray[np.uint8], *, fewest: int
) -> tuple[Paths, npt.NDArray[np.uint8]]:
    xy, starts = paths.positions, paths.starts
    if len(xy) == 0:
        return paths, kinds
    keep = np.ones(len(xy), bool)
    keep[1:] = (np.diff(xy, axis=0) != 0).any(axis=1)
    keep[starts[:-1]] = True
    counts = np.add.reduceat(keep, starts[:-1])
    enough = counts >= fewest
    return chosen(Paths(xy[keep], starts_of(counts)), enough), kinds[enough]


def _blocks(
    plan: Plan,
    cells: dict[tuple[int, int], tuple[Paths, npt.NDArray[np.uint8] | None]],
    *,
    rings: bool,
) -> Members:
    """Members of all blocks, keyed `<block>/<array>`."""
    places: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        places[i // plan.block_cells, j // plan.block_cells].append((i, j))
    members: Members = {}
    for (bi, bj), keys in sorted(places.items()):
        found = [cells[key][0] for key in keys]
        classes = [c for key in keys if (c := cells[key][1]) is not None]
        packed = pack(keys, found, classes or None, plan.per_cell, rings=rings)
        members.update({f"{bi}_{bj}/{name}": array for name, array in packed.items()})
    return members


def _meta(plan: Plan, members: Members, *, margin: int) -> LevelMeta:
    blocks = sorted({name.partition("/")[0] for name in members if "/" in name})
    return LevelMeta(
        plan.metres_per_px,
        plan.cell_deg,
        plan.quantum_deg,
        margin,
        plan.extent,
        tuple(sorted((int(b.partition("_")[0]), int(b.partition("_")[2])) for b in blocks)),
        plan.block_cells,
    )
