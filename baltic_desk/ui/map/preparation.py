"""Work for the map that needs no painter, done on another thread: cells, names, relief.

numpy, pyproj and zlib give up the interpreter's lock while they compute, so the window stays alive;
Qt's painter does not, and stays with the window.
"""

from __future__ import annotations

import linecache
import sys
from collections.abc import Callable, Set
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from baltic_desk.geo.basemap import BaseMap, LayerFileError
from baltic_desk.geo.elevation import TerrainFileError
from baltic_desk.geo.geodesy import Floats
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.ui.map.base_painting import needed_layers, reach, resolution
from baltic_desk.ui.map.cells import ProjectedCells
from baltic_desk.ui.map.lettering import Ruler
from baltic_desk.ui.map.names import NameTable, name_table
from baltic_desk.ui.map.placing import Chunk, PlacedNames, chunks, placed_names
from baltic_desk.ui.map.relief import Relief, Reliefs
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.viewport import Frame

KEPT_CHUNKS = 48
SWITCH_S = 0.0005
KEPT_FRAMES = 4096


class _Names(NamedTuple):
    projection_id: str
    metres_per_px: float
    chunk: Chunk
    layers: frozenset[str]


class Preparation(QObject):
    """Makes and keeps what painting needs; answers at once, perhaps with "not yet"."""

    progressed = Signal()
    """Something that was asked for is there now."""
    failed = Signal(str)
    """A file of the map cannot be read, and why."""
    relief_ready = Signal()
    names_ready = Signal()

    def __init__(self, basemap: BaseMap, ruler: Ruler, reliefs: Reliefs | None = None) -> None:
        super().__init__()
        self._basemap = basemap
        self._ruler = ruler
        self.reliefs = reliefs or Reliefs()
        # Python's 5 ms between changes of thread would each time hold up a frame of 16.
        sys.setswitchinterval(SWITCH_S)
        # The Qt binding looks at the source of each module that imports it, and 15 MB are kept.
        linecache.clearcache()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="map")
        # Shading takes a second: what is looked at now must not wait for it.
        self._shader = ThreadPoolExecutor(1, thread_name_prefix="relief")
        self._cells: dict[str, ProjectedCells] = {}
        self._prepared: set[tuple[Frame, frozenset[str]]] = set()
        self._waiting: dict[object, Future[None]] = {}
        self._relief: dict[tuple[str, str], Relief] = {}
        self._table: NameTable | None = None
        self._xy: dict[str, Floats] = {}
        self._names: dict[_Names, PlacedNames] = {}

    def close(self) -> None:
        """Stop the thread."""
        for worker in (self._worker, self._shader):
            worker.shutdown(wait=True, cancel_futures=True)

    def forget_waiting(self) -> None:
        """What was asked for and has not begun is no longer wanted."""
        for future in list(self._waiting.values()):
            future.cancel()
        # What was prepared and not painted is let go, and has to be prepared again if wanted.
        self._prepared.clear()
        for cells in self._cells.values():
            cells.forget_prepared()

    def cells(self, projection_id: str) -> ProjectedCells:
        """Cells in a projection; those of the one before are dropped."""
        found = self._cells.get(projection_id)
        if found is None:
            found = ProjectedCells(self._basemap, projection_id)
            self._cells = {projection_id: found}
            self._prepared.clear()
        return found

    def ready(self, frame: Frame, layers: frozenset[str]) -> bool:
        """Whether all cells of a frame have been read and projected; if not they will be."""
        key = (frame, layers)
        if key in self._prepared:
            return True
        cells = self.cells(frame.projection_id)
        self._ask(key, partial(self._prepare, cells, frame, layers))
        return False

    def relief(self, projection_id: str, theme: Theme) -> Relief | None:
        """The relief in a projection and theme, when it is there."""
        key = (projection_id, theme.id)
        if key not in self._relief:
            known = self.reliefs.known(projection_id, theme)
            if known is not None:
                self._relief = {key: known}  # another view has had it made
        return self._relief.get(key)

    def ask_for_relief(self, projection_id: str, theme: Theme) -> bool:
        """Have the relief made; whether it is there already. It takes a second of a processor, so
        it had better wait until the map without it is on the screen."""
        if (projection_id, theme.id) in self._relief:
            return True
        known = self.reliefs.known(projection_id, theme)
        if known is not None:
            self._relief = {(projection_id, theme.id): known}
            self.relief_ready.emit()
            return True
        job = partial(self._shade, projection_id, theme)
        self._ask((projection_id, theme.id), job, self._shader)
        return False

    def names(self, frame: Frame, layers: frozenset[str]) -> list[PlacedNames] | None:
        """Names of the chunks that a frame touches, as soon as all are there."""
        found: list[PlacedNames] = []
        whole = True
        for chunk in chunks(frame):
            key = _Names(frame.projection_id, frame.styled_metres_per_px, chunk, layers)
            names = self._names.get(key)
            if names is None:
                whole = False
                self._ask(key, partial(self._place, key, frame.detail))
            else:
                found.append(names)
        return found if whole else None

    # -- on the other thread ---------------------------------------------------------------

    def _ask(
        self, key: object, job: Callable[[], None], worker: ThreadPoolExecutor | None = None
    ) -> None:
        if key not in self._waiting:
            future = (worker or self._worker).submit(job)
            self._waiting[key] = future
            future.add_done_callback(partial(self._done, key))

    def _done(self, key: object, future: Future[None]) -> None:
        self._waiting.pop(key, None)
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            self.progressed.emit()
        elif isinstance(error, (LayerFileError, TerrainFileError)):
            self.failed.emit(str(error))
        else:
            raise error

    def _prepare(self, cells: ProjectedCells, frame: Frame, layers: Set[str]) -> None:
        bounds = reach(frame)
        for name in needed_layers(frame, layers):
            cells.prepare(name, resolution(frame), bounds)
        if len(self._prepared) > KEPT_FRAMES:
            self._prepared.clear()
        self._prepared.add((frame, frozenset(layers)))

    def _shade(self, projection_id: str, theme: Theme) -> None:
        self._relief = {(projection_id, theme.id): self.reliefs.made(projection_id, theme)}
        self.relief_ready.emit()

    def _place(self, key: _Names, detail: float) -> None:
        if self._table is None:
            self._table = name_table(self._basemap)
        xy = self._xy.get(key.projection_id)
        if xy is None:
            xy = PROJECTIONS[key.projection_id].forward(self._table.positions)
            self._xy = {key.projection_id: xy}
        placed = placed_names(
            self._table, xy, key.metres_per_px, detail, key.chunk, key.layers, self._ruler
        )
        while len(self._names) >= KEPT_CHUNKS:
            self._names.pop(next(iter(self._names)))
        self._names[key] = placed
        self.names_ready.emit()
