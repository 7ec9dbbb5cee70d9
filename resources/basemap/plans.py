"""Which levels of detail each kind of layer gets, and how far each reaches.

Fine levels cover the region with half a degree around it. Coarse ones reach as far as a screen does
at their scales, so that no edge of the data is seen. All extents lie on the sides of cells of the
coarsest level.
"""

from __future__ import annotations

from typing import NamedTuple

from pyramid import FIRST_CELL_DEG, Plan

from baltic_desk.geo.clipping import Box, Floats

NATIVE = 64.0  # the sources' own positions; drawn below about 90 m per pixel
NATIVE_QUANTUM_DEG = 1e-5
QUANTA_PER_CELL = 2048  # a nineteenth of a pixel


class Extent(NamedTuple):
    west: float
    south: float
    east: float
    north: float

    @property
    def box(self) -> Box:
        return (self.west, self.south, self.east, self.north)

    def meets(self, positions: Floats) -> bool:
        """Whether the box around positions (lon, lat) touches it."""
        west, south = positions.min(axis=0)
        east, north = positions.max(axis=0)
        across = west < self.east and east > self.west
        return bool(across and south < self.north and north > self.south)

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a position lies in it."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def widened(self, margin_deg: float) -> Extent:
        """This, larger by a margin on each side."""
        west, south, east, north = self
        return Extent(west - margin_deg, south - margin_deg, east + margin_deg, north + margin_deg)


REGION = Extent(8.5, 51.5, 36.5, 67.5)
AROUND = Extent(-15.5, 43.5, 60.5, 73.5)
WIDE = Extent(-35.5, 33.5, 80.5, 79.5)
WORLD = Extent(
    -37.5, 31.5, 82.5, 81.5
)  # what is taken from the sources: no cut edge lies in a cell


def extent(metres_per_px: float) -> Extent:
    """How far a level reaches."""
    if metres_per_px >= 2048:
        return WIDE
    return AROUND if metres_per_px >= 512 else REGION


def polygon_plan(metres_per_px: float) -> Plan:
    """Cells of about a hundred pixels: antialiased fills grow faster than their size."""
    cell = FIRST_CELL_DEG * metres_per_px / 2048
    quantum = NATIVE_QUANTUM_DEG if metres_per_px == NATIVE else cell / QUANTA_PER_CELL
    # some ten milliseconds to unpack a block; each costs a few hundred bytes and microseconds in
    # the file's directory
    block = 64.0 if metres_per_px >= 512 else 8.0 if metres_per_px >= 256 else 2.0
    return Plan(metres_per_px, cell, quantum, extent(metres_per_px).box, block)


LINE_CELLS_DEG = {2048: 2.0, 1024: 2.0, 512: 2.0, 256: 1.0, 128: 0.5, 64: 0.25}


def line_plan(metres_per_px: float, *, everywhere: bool = True) -> Plan:
    """Larger cells than fills have, in one block: lines are few, and dashes break at the sides of
    cells.
    """
    cell = LINE_CELLS_DEG[round(metres_per_px)]
    quantum = NATIVE_QUANTUM_DEG if metres_per_px == NATIVE else cell / (2 * QUANTA_PER_CELL)
    where = extent(metres_per_px) if everywhere else REGION
    return Plan(metres_per_px, cell, quantum, where.box, 64.0)
