"""Cells of the base map in a projection, as paths ready to paint, kept within a bound of memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtGui import QPainterPath

from baltic_desk.geo.basemap import BaseMap, CellKey, Layer
from baltic_desk.geo.clipping import NOTHING, Paths, chosen
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.ui.map.qt_paths import path_of
from baltic_desk.ui.map.viewport import Bounds

CACHE_BOUND_BYTES = 24 * 1024 * 1024
BYTES_PER_POINT = 48
BYTES_PER_PIECE = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A cell in map metres: its area, and its lines by class (one where the layer has none)."""

    fill: QPainterPath | None
    strokes: tuple[QPainterPath | None, ...]
    cost_bytes: int


@dataclass(frozen=True, slots=True, eq=False)
class Projected:
    """A cell's positions in map metres, before they become paths: can be made on any thread."""

    fill: Paths
    strokes: tuple[Paths, ...]


class ProjectedCells:
    """Pieces of a base map in one projection. `pieces` belongs to the GUI thread."""

    def __init__(
        self, basemap: BaseMap, projection_id: str, *, bound_bytes: int = CACHE_BOUND_BYTES
    ) -> None:
        self.basemap = basemap
        self.projection_id = projection_id
        self._pieces: OrderedDict[tuple[str, CellKey], Piece] = OrderedDict()
        self._ready: dict[tuple[str, CellKey], Projected] = {}
        self._cost_bytes = 0
        self._bound_bytes = bound_bytes

    def layer(self, name: str) -> Layer | None:
        """The layer of that name, when this base map has it."""
        return self.basemap.layers.get(name)

    def keys(self, name: str, metres_per_px: float, bounds: Bounds) -> list[CellKey]:
        """What to draw of a layer within bounds (west, south, east, north) at a scale."""
        layer = self.layer(name)
        return [] if layer is None else layer.cells(layer.level_for(metres_per_px), bounds)

    def pieces(self, name: str, metres_per_px: float, bounds: Bounds) -> Iterator[Piece]:
        """Pieces of a layer within bounds; each not seen before is made as it is asked for."""
        for key in self.keys(name, metres_per_px, bounds):
            yield self._piece(name, key)

    def prepare(self, name: str, metres_per_px: float, bounds: Bounds) -> None:
        """Read and project what `pieces` will need; from any thread, while others paint."""
        for key in self.keys(name, metres_per_px, bounds):
            known = (name, key)
            if known not in self._pieces and known not in self._ready:
                self._ready[known] = self._projected(name, key)

    def forget_prepared(self) -> None:
        """Drop what was prepared and never asked for."""
        self._ready.clear()

    def _piece(self, name: str, key: CellKey) -> Piece:
        known = (name, key)
        found = self._pieces.get(known)
        if found is not None:
            self._pieces.move_to_end(known)
            return found
        projected = self._ready.pop(known, None) or self._projected(name, key)
        made = _piece_of(projected)
        self._pieces[known] = made
        self._cost_bytes += made.cost_bytes
        while self._cost_bytes > self._bound_bytes and len(self._pieces) > 1:
            _, dropped = self._pieces.popitem(last=False)
            self._cost_bytes -= dropped.cost_bytes
        return made

    def _projected(self, name: str, key: CellKey) -> Projected:
        layer = self.basemap.layers[name]
        cell = layer.cell(key)
        projection = PROJECTIONS[self.projection_id]
        fill = _finite(Paths(projection.forward(cell.fill.positions), cell.fill.starts))
        stroke = Paths(projection.forward(cell.stroke.positions), cell.stroke.starts)
        classes = cell.attributes.get("class")
        if classes is None:
            strokes = (stroke,)
        else:
            strokes = tuple(chosen(stroke, classes == k) for k in range(len(layer.classes)))
        return Projected(fill, tuple(map(_finite, strokes)))


@lru_cache(maxsize=1)
def cells_of_pictures(basemap: BaseMap, projection_id: str) -> ProjectedCells:
    """Cells for pictures that are drawn once, in the GUI thread: the next one, be it the next slide
    or the next file, is mostly of the same land."""
    return ProjectedCells(basemap, projection_id)


def _finite(paths: Paths) -> Paths:
    """Without the paths that leave the map."""
    good = np.isfinite(paths.positions).all(axis=1)
    if good.all():
        return paths
    if not good.any():
        return NOTHING
    whole = np.logical_and.reduceat(good, paths.starts[:-1])
    return chosen(paths, whole)


def _piece_of(projected: Projected) -> Piece:
    points = len(projected.fill.positions) + sum(len(s.positions) for s in projected.strokes)
    return Piece(
        path_of(projected.fill) if len(projected.fill) else None,
        tuple(path_of(stroke) if len(stroke) else None for stroke in projected.strokes),
        points * BYTES_PER_POINT + BYTES_PER_PIECE,
    )
