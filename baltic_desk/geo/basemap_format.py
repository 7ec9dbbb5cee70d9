"""How base-map geometry lies in its files: a pyramid of cells in longitude and latitude, packed
into small integers.

A layer is one `.npz` (a zip of numpy arrays). Its member `meta` is JSON; each level of detail is
cut into cells of `cell_deg` of latitude and twice that of longitude (square at 60 N), counted from
`ORIGIN`. Positions are whole numbers of `quantum_deg` (latitude; longitude twice that). The cells
of a level lie in blocks, each block in these members, prefixed `L<level>/<block>/`:

    cells      int32 (c, 2)  column and row of each cell
    paths      uint16 (c,)   paths in each cell
    points     uint16 (p,)   positions in each path
    low, high  uint8 (2 n,)  bytes of the zigzag-coded steps from position to position, all x,
                             then all y; a path's first counts from its cell's south-west corner
    classes    uint8 (p,)    only where the layer has classes

Rings are stored without their closing position. Cells that are covered wholly are not stored;
`L<level>/full` int32 (f, 3) lists depth, column and row of the largest such cells, where depth 0 is
a cell of the first level, and each depth halves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from baltic_desk.geo.clipping import Box, Ints, Paths, starts_of

ORIGIN = (-47.5, 31.5)  # south-west corner of cell 0, 0; the grid passes through 8.5 E, 51.5 N
METRES_PER_DEGREE = 111_195.0  # of latitude
LON_PER_LAT = 2.0

Kind = Literal["polygon", "line", "point"]
Arrays = Mapping[str, npt.NDArray[np.generic]]


class LevelMeta(msgspec.Struct, frozen=True):
    """One level of detail.

    `extent` is what the level covers (whole cells); outside it the next coarser level is to be
    drawn. `margin_quanta` is how far fills reach over the sides of their cell, so that no seam
    shows.
    """

    metres_per_px: float
    cell_deg: float
    quantum_deg: float
    margin_quanta: int
    extent: Box
    blocks: tuple[tuple[int, int], ...]
    block_cells: int  # cells along a side of a block


class LayerMeta(msgspec.Struct, frozen=True):
    """What a layer file says about itself."""

    name: str
    kind: Kind
    credit: str
    licence: str
    source: str
    classes: tuple[str, ...]
    levels: tuple[LevelMeta, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The cells of a block, unpacked: positions in quanta from `ORIGIN`, paths cell by cell."""

    cells: dict[tuple[int, int], int]  # column, row -> index
    path_of_cell: Ints  # (c + 1,)
    starts: Ints  # (p + 1,)
    quanta: npt.NDArray[np.int32]  # (n, 2)
    classes: npt.NDArray[np.uint8] | None


def cell_box(column: int, row: int, cell_deg: float) -> Box:
    """West, south, east, north of a cell, degrees."""
    west = ORIGIN[0] + column * cell_deg * LON_PER_LAT
    south = ORIGIN[1] + row * cell_deg
    return west, south, west + cell_deg * LON_PER_LAT, south + cell_deg


def cell_range(bounds: Box, cell_deg: float) -> tuple[int, int, int, int]:
    """First column and row, and one past the last, of the cells that bounds touch."""
    west, south, east, north = bounds
    width = cell_deg * LON_PER_LAT
    return (
        int(np.floor((west - ORIGIN[0]) / width)),
        int(np.floor((south - ORIGIN[1]) / cell_deg)),
        int(np.ceil((east - ORIGIN[0]) / width)),
        int(np.ceil((north - ORIGIN[1]) / cell_deg)),
    )


def to_quanta(lonlat: npt.NDArray[np.float64], quantum_deg: float) -> npt.NDArray[np.float64]:
    """Positions (n, 2) in quanta from `ORIGIN`, not rounded."""
    size = np.array([quantum_deg * LON_PER_LAT, quantum_deg])
    return (lonlat - np.array(ORIGIN)) / size


def from_quanta(quanta: npt.NDArray[np.int32], quantum_deg: float) -> npt.NDArray[np.float64]:
    """Longitude and latitude (n, 2) of positions in quanta."""
    size = np.array([quantum_deg * LON_PER_LAT, quantum_deg])
    return quanta.astype(np.float64) * size + np.array(ORIGIN)


def quanta_per_cell(level: LevelMeta) -> int:
    """Quanta along a cell's side."""
    return round(level.cell_deg / level.quantum_deg)


def pack(
    cells: list[tuple[int, int]],
    paths: list[Paths],
    classes: list[npt.NDArray[np.uint8]] | None,
    per_cell: int,
    *,
    rings: bool,
) -> dict[str, npt.NDArray[np.generic]]:
    """The members of a block. Positions of `paths` are whole quanta from `ORIGIN`."""
    steps: list[npt.NDArray[np.int64]] = []
    points: list[int] = []
    for (column, row), found in zip(cells, paths, strict=True):
        corner = np.array([[column, row]], np.int64) * per_cell
        for k in range(len(found)):
            path = found.path(k).astype(np.int64)
            path = path[:-1] if rings else path
            steps.append(np.diff(path, axis=0, prepend=corner))
            points.append(len(path))
    every = np.concatenate(steps).T.ravel()
    coded = np.where(every < 0, -2 * every - 1, 2 * every)
    if coded.max() > 0xFFFF or max(points) > 0xFFFF:
        raise ValueError("a step or a path is too long for 16 bits")
    members: dict[str, npt.NDArray[np.generic]] = {
        "cells": np.array(cells, np.int32),
        "paths": np.array([len(found) for found in paths], np.uint16),
        "points": np.array(points, np.uint16),
        "low": (coded & 0xFF).astype(np.uint8),
        "high": (coded >> 8).astype(np.uint8),
    }
    if classes is not None:
        members["classes"] = np.concatenate(classes)
    return members


def unpack(members: Arrays, per_cell: int, *, rings: bool) -> Block:
    """The inverse of `pack`."""
    cells = members["cells"].astype(np.int32)
    paths = members["paths"].astype(np.int32)
    points = members["points"].astype(np.int32)
    coded = members["low"].astype(np.int32) | (members["high"].astype(np.int32) << 8)
    steps = ((coded >> 1) ^ -(coded & 1)).reshape(2, -1)
    starts = starts_of(points)
    first = starts[:-1]
    corners = np.repeat(cells, paths, axis=0).T * per_cell
    sums = np.cumsum(steps, axis=1, dtype=np.int32)
    # sums run on through all paths: take away what was there before each path, and begin at its
    # corner
    quanta = sums + np.repeat(corners - (sums[:, first] - steps[:, first]), points, axis=1)
    quanta = np.ascontiguousarray(quanta.T)
    if rings:
        quanta = np.insert(quanta, starts[1:], quanta[first], axis=0)
        starts = starts_of(points + 1)
    classes = members.get("classes")
    return Block(
        {(column, row): k for k, (column, row) in enumerate(cells.tolist())},
        starts_of(paths),
        starts,
        quanta,
        None if classes is None else classes.astype(np.uint8),
    )
