"""Lines or closed rings on the map plane, with what is reckoned of them once."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from PySide6.QtGui import QPainterPath

from baltic_desk.geo.clipping import Paths
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map.qt_paths import path_of
from baltic_desk.ui.map.viewport import Bounds


class Outline:
    """Lines or closed rings in map metres."""

    def __init__(self, parts: Paths) -> None:
        self.parts = parts
        low, high = parts.positions.min(axis=0), parts.positions.max(axis=0)
        self.bounds: Bounds = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))

    @cached_property
    def path(self) -> QPainterPath:
        """All of it, odd-even."""
        return path_of(self.parts)

    @cached_property
    def along(self) -> Floats:
        """Map metres from the start of its part to each position."""
        steps = np.zeros(len(self.parts.positions))
        steps[1:] = np.hypot(*np.diff(self.parts.positions, axis=0).T)
        steps[self.parts.starts[:-1]] = 0.0
        sums = np.cumsum(steps)
        return sums - np.repeat(sums[self.parts.starts[:-1]], np.diff(self.parts.starts))
