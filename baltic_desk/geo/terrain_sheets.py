"""Sheets of elevation: files that are read when a line of sight first comes over them, and dropped
again when too many are held.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from baltic_desk.geo.geodesy import Floats
from baltic_desk.geo.terrain import Bounds, HeightGrid, bounds_meet

MEMORY_BYTES = 512 * 2**20
"""Twenty sheets of one second of arc; a chunk of rays crosses about as many."""

NOT_STATED = "not stated by the file"


class SheetMemory:
    """The grids read last, up to a number of bytes; the newest is kept in any case.

    Serves any number of threads, one file being read at a time.
    """

    def __init__(self, most_bytes: int = MEMORY_BYTES) -> None:
        self.most_bytes = most_bytes
        self._grids: OrderedDict[Path, HeightGrid] = OrderedDict()
        self._lock = Lock()

    def grid(self, path: Path, read: Callable[[], HeightGrid]) -> HeightGrid:
        with self._lock:
            if path not in self._grids:
                self._grids[path] = read()
            self._grids.move_to_end(path)
            while len(self._grids) > 1 and self.held_bytes > self.most_bytes:
                self._grids.popitem(last=False)
            return self._grids[path]

    @property
    def held_bytes(self) -> int:
        return sum(grid.values.nbytes for grid in self._grids.values())


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """An elevation file of which the heading has been read and checked.

    Its heights raise TerrainFileError when the rest turns out to be damaged.
    """

    path: Path
    name: str
    error: str
    licence: str
    bounds: Bounds
    spacing_m: float
    read: Callable[[], HeightGrid]
    memory: SheetMemory

    def resolution_m(self, bounds: Bounds) -> float:
        return self.spacing_m if bounds_meet(self.bounds, bounds) else float("inf")

    def heights(self, lon: Floats, lat: Floats) -> Floats:
        return self.memory.grid(self.path, self.read).heights(lon, lat)
