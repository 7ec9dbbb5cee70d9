"""Lines or closed rings on the map plane, with what is reckoned of them once."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
import shapely
from PySide6.QtGui import QPainterPath

from baltic_desk.geo.clipping import Paths, starts_of
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map.qt_paths import path_of
from baltic_desk.ui.map.viewport import Bounds

FEW_VERTICES = 16
STRAY_UNITS = 0.1
EXACT_BELOW_M = 64.0


class Outline:
    """Lines or closed rings in map metres."""

    def __init__(self, parts: Paths) -> None:
        self.parts = parts
        self._simple: tuple[int, QPainterPath] | None = None
        self._simple_parts: tuple[int, Paths] | None = None
        low, high = parts.positions.min(axis=0), parts.positions.max(axis=0)
        self.bounds: Bounds = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))

    @cached_property
    def path(self) -> QPainterPath:
        """All of it, odd-even."""
        return path_of(self.parts)

    def path_at(self, metres_per_unit: float) -> QPainterPath:
        """The same for a scale: it strays by a tenth of a painter unit at most.

        A ring of 270 vertices that is 80 px wide takes 50 of them to look the same, and a fifth of
        the time to draw. Where that could be metres that matter every vertex is kept.
        """
        if len(self.parts.positions) < FEW_VERTICES or metres_per_unit < EXACT_BELOW_M:
            return self.path
        octave = math.floor(math.log2(metres_per_unit))
        if self._simple is None or self._simple[0] != octave:
            tolerance = STRAY_UNITS * 2.0**octave
            self._simple = (octave, path_of(_simplified(self.parts, tolerance)))
        return self._simple[1]

    def simple_at(self, metres_per_unit: float) -> Paths:
        """Its parts for a scale, straying as `path_at` does, but nowhere with every vertex."""
        octave = math.floor(math.log2(max(metres_per_unit, EXACT_BELOW_M)))
        if self._simple_parts is None or self._simple_parts[0] != octave:
            self._simple_parts = (octave, _simplified(self.parts, STRAY_UNITS * 2.0**octave))
        return self._simple_parts[1]

    @cached_property
    def length(self) -> float:
        """Of all its parts, map metres."""
        steps = np.hypot(*np.diff(self.parts.positions, axis=0).T)
        steps[self.parts.starts[1:-1] - 1] = 0.0
        return float(steps.sum())

    @cached_property
    def along(self) -> Floats:
        """Map metres from the start of its part to each position."""
        steps = np.zeros(len(self.parts.positions))
        steps[1:] = np.hypot(*np.diff(self.parts.positions, axis=0).T)
        steps[self.parts.starts[:-1]] = 0.0
        sums = np.cumsum(steps)
        return sums - np.repeat(sums[self.parts.starts[:-1]], np.diff(self.parts.starts))


def _simplified(parts: Paths, tolerance: float) -> Paths:
    counts = np.diff(parts.starts)
    part = np.repeat(np.arange(len(counts)), counts)
    lines = shapely.linestrings(parts.positions, indices=part)
    simple = shapely.simplify(lines, tolerance, preserve_topology=False)
    positions, owner = shapely.get_coordinates(simple, return_index=True)
    return Paths(positions, starts_of(np.bincount(owner, minlength=len(counts))))
