"""The map on the screen as tiles: which are wanted, which are kept, painting them bit by bit.

All painting is on the GUI thread, since Qt's painter holds the interpreter's lock (a painting
thread stops the window for up to 0.2 s). It is cut into steps of a fraction of a millisecond, and
`work` does as many as fit a deadline. What needs no painter (reading cells, projecting, placing
names, shading relief) is done on another thread by `Preparation`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Set
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from baltic_desk.ui.map.base_painting import paint_base
from baltic_desk.ui.map.graticule_painting import paint_graticule
from baltic_desk.ui.map.name_painting import paint_names
from baltic_desk.ui.map.overlay_painting import ask_for_measures, ask_for_symbols, paint_overlays
from baltic_desk.ui.map.placing import PlacedNames
from baltic_desk.ui.map.preparation import Preparation
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.tile_order import RING_TILES, blocks_to_paint
from baltic_desk.ui.map.tiles import TILE_PX, Grid, Look, Tile, TileCache, tiles_frame
from baltic_desk.ui.map.viewport import Bounds, Frame

BASE_BOUND_BYTES = 24 * 1024 * 1024
FLAT_BOUND_BYTES = 30 * 1024 * 1024
PAINTED_AT_ONCE = 6
"""Tiles beyond those around the view that the caches have room for in any case."""
NAMES_AWAITED_S = 0.4
"""How long after a zoom the overlays wait for the names below them, rather than be painted twice.
"""
NAMES_DUE_S = 2.0
"""How much longer a picture without names counts as unfinished: they may never come."""

Job = Generator[None, None, None]


@dataclass(slots=True)
class _Short:
    """Tiles in which something stands in for symbols that are still being drawn."""

    look: Look
    tiles: list[Tile]
    lacking: set[Hashable]


class Mosaic:
    """Tiles of the base map, and flat ones with names and overlays on top: those are shown."""

    def __init__(self, preparation: Preparation, means: Means, theme: Theme) -> None:
        self._preparation = preparation
        self._means = means
        self.theme = theme
        self.layers: frozenset[str] = frozenset()
        self.scene: Scene | None = None
        self.lifted: frozenset[str] = frozenset()
        self._base = TileCache(BASE_BOUND_BYTES)
        self._flat = TileCache(FLAT_BOUND_BYTES)
        self._grid: Grid | None = None
        self._focus = (0.0, 0.0)
        self._job: tuple[Look, Tile, Job] | None = None
        self._dirty: list[Tile] = []
        self._queue: list[list[Tile]] | None = None
        self._nameless: list[tuple[Look, list[Tile]]] = []
        self._short: list[_Short] = []
        self._again: set[Tile] = set()
        self._unasked = False
        self._came: set[Hashable] = set()  # since the painting under way began
        self._names_due_s = 0.0
        self._memory = bytearray()
        # Qt would spread each translucent fill over threads, 256 spans at a time: five hundred
        # filled rings take half the time on one. It is asked for when the first is filled.
        os.environ["QT_NO_GUI_THREADPOOL"] = "1"

    def share_base(self, other: Mosaic) -> None:
        """Have tiles of the base map in common with another view of the same layers."""
        self._base = other._base

    # -- what is wanted --------------------------------------------------------------------

    def aim(self, grid: Grid, focus: tuple[float, float]) -> None:
        """Show this from now on; tiles near `focus` (device pixels) come first."""
        if self._grid is None or self._grid.look != grid.look:
            self._drop_job()
            self._preparation.forget_waiting()
            self._forget_symbols()
            self._unasked = True
            self._names_due_s = perf_counter() + NAMES_AWAITED_S
        wanted = list(grid.tiles())
        if self._grid is None or list(self._grid.tiles()) != wanted:
            self._queue = None
        # Of a large screen the usual bound does not hold even one picture.
        most = len(list(grid.tiles(RING_TILES))) + PAINTED_AT_ONCE
        self._base.hold(most)
        self._flat.hold(most)
        self._grid = grid
        self._focus = focus

    def age_overlays(self, bounds: Iterable[Bounds] | None) -> None:
        """Overlays changed within boxes in map metres, or everywhere."""
        if self._grid is None:
            return
        look = self._grid.look
        self._flat.age(look, bounds)
        self._drop_job()

    def age_nameless(self) -> None:
        """Names have been placed: tiles painted without them are stale."""
        for look, tiles in self._nameless:
            for tile in tiles:
                kept = self._flat.get(look, tile)
                if kept is not None:
                    kept.fresh = False
        self._nameless = []
        self._queue = None

    def symbols_came(self, looks: Set[Hashable]) -> None:
        """Symbols have been drawn: tiles are stale once nothing has to stand in any more."""
        self._came |= looks
        for short in self._short:
            short.lacking -= looks
        complete = [short for short in self._short if not short.lacking]
        if not complete:
            return
        self._short = [short for short in self._short if short.lacking]
        for short in complete:
            self._paint_again(short)
            if self._grid is not None and short.look == self._grid.look:
                self._again.update(short.tiles)
        self._queue = None

    def _forget_symbols(self) -> None:
        """Another scale or theme: symbols that have not been begun may not be wanted there."""
        self._again.clear()
        supply = self._means.pictures.supply
        if supply is not None:
            supply.forget_waiting()
        self._means.measures.supply.forget_waiting()
        # Looked at again, their tiles ask again.
        for short in self._short:
            self._paint_again(short)
        self._short = []

    def _paint_again(self, short: _Short) -> None:
        for tile in short.tiles:
            kept = self._flat.get(short.look, tile)
            if kept is not None:
                kept.fresh = False

    def age_all(self) -> None:
        """The base map looks different."""
        if self._grid is None:
            return
        self._base.age(self._grid.look)
        self._flat.age(self._grid.look)
        self._drop_job()

    def clear(self) -> None:
        """Forget all pictures."""
        self._base.clear()
        self._flat.clear()
        self._drop_job()

    def complete(self) -> bool:
        """Whether all that is in sight is as it should be."""
        grid = self._grid
        if grid is None:
            return False
        if self._nameless and perf_counter() < self._names_due_s + NAMES_DUE_S:
            return False
        if self._short and not self._broken():
            return False
        kept = (self._flat.get(grid.look, tile) for tile in grid.tiles())
        return all(tile is not None and tile.fresh for tile in kept)

    def _broken(self) -> bool:
        """Whether what is lacking will never come."""
        symbols, measures = self._means.pictures.supply, self._means.measures.supply
        return measures.broken or (symbols is not None and symbols.broken)

    def coverage(self, grid: Grid) -> float:
        """Share of the tiles in sight that can be shown, fresh or not."""
        tiles = list(grid.tiles())
        return sum(self._flat.get(grid.look, tile) is not None for tile in tiles) / len(tiles)

    @property
    def metres_per_px(self) -> float:
        """Map metres for a pixel of the style, at the scale aimed at."""
        look = self._grid.look if self._grid is not None else None
        return look.metres_per_unit * look.style_scale if look is not None else 1.0

    @property
    def kept_bytes(self) -> int:
        """Memory that all pictures take."""
        return self._base.kept_bytes + self._flat.kept_bytes

    # -- showing ---------------------------------------------------------------------------

    def blit(self, painter: QPainter, grid: Grid, exposed: QRectF, *, base: bool) -> bool:
        """Draw all tiles that there are, in device pixels; False when some are lacking.

        `base`: show bare base tiles where no flat ones are.
        """
        whole = True
        for tile in grid.tiles():
            x, y = grid.place(tile)
            if not exposed.intersects(QRectF(x, y, TILE_PX, TILE_PX)):
                continue
            kept = self._flat.get(grid.look, tile)
            if kept is None and base:
                kept = self._base.get(grid.look, tile)
                whole = False
            if kept is None:
                whole = False
            else:
                painter.drawImage(x, y, kept.image)
        return whole

    def lacks(self, grid: Grid) -> bool:
        """Whether some tile in sight has no flat picture at all."""
        return any(self._flat.get(grid.look, tile) is None for tile in grid.tiles())

    # -- painting --------------------------------------------------------------------------

    def work(self, seconds: float, *, base_first: bool) -> tuple[bool, list[Tile]]:
        """Paint for about so long. Whether there is more to do now, and which tiles are new.

        `base_first` when nothing at all is on the screen yet.
        """
        deadline = perf_counter() + seconds
        self._dirty = []
        busy = True
        while busy and perf_counter() < deadline:
            if self._job is None:
                self._job = self._next_job(base_first=base_first)
                busy = self._job is not None
            if self._job is not None:
                try:
                    next(self._job[2])
                except StopIteration:
                    self._job = None
        return busy, self._dirty

    def _next_job(self, *, base_first: bool) -> tuple[Look, Tile, Job] | None:
        grid = self._grid
        if grid is None:
            return None
        if self._unasked and self.scene is not None:
            # They are drawn while the base map is painted.
            self._unasked = False
            asking = ask_for_measures(grid.frame, self._means.measures, self.scene)
            return grid.look, next(iter(grid.tiles())), asking
        if self._queue is None:
            whole = not base_first and len(self._flat) > 0
            self._queue = blocks_to_paint(grid, self._flat, self._focus, whole=whole)
        bare_in_sight = base_first and self._bare_in_sight(grid)
        for tiles in self._queue:
            bare = [tile for tile in tiles if not self._has_base(grid.look, tile)]
            if bare:
                _, frame = tiles_frame(grid.look, bare)
                if self._preparation.ready(frame, self.layers):
                    return grid.look, tiles[0].block, self._paint_base(grid.look, bare)
                self._awaits_names(grid.look, tiles)
            elif not bare_in_sight:
                if len(self._flat) and self._awaits_names(grid.look, tiles):
                    return None
                self._queue.remove(tiles)
                return grid.look, tiles[0].block, self._paint_flat(grid.look, tiles)
        return None

    def _awaits_names(self, look: Look, tiles: list[Tile]) -> bool:
        """Asks for the names of tiles; whether they are worth waiting for."""
        _, frame = tiles_frame(look, tiles)
        return (
            self._preparation.names(frame, self.layers) is None
            and perf_counter() < self._names_due_s
        )

    def _has_base(self, look: Look, tile: Tile) -> bool:
        kept = self._base.get(look, tile)
        return kept is not None and kept.fresh

    def _bare_in_sight(self, grid: Grid) -> bool:
        return any(self._base.get(grid.look, tile) is None for tile in grid.tiles())

    def _paint_base(self, look: Look, tiles: list[Tile]) -> Job:
        first, frame = tiles_frame(look, tiles)
        shaded = "relief" in self.layers
        relief = self._preparation.relief(look.projection_id, self.theme) if shaded else None
        image = self._canvas(frame, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        cells = self._preparation.cells(look.projection_id)
        yield from _painted(
            image,
            lambda painter: paint_base(painter, cells, relief, frame, self.theme, self.layers),
        )
        image.reinterpretAsFormat(QImage.Format.Format_RGB32)
        self._keep(self._base, look, first, image, tiles)

    def _paint_flat(self, look: Look, tiles: list[Tile]) -> Job:
        first, frame = tiles_frame(look, tiles)
        image = self._canvas(frame, QImage.Format.Format_RGB32)
        names = self._preparation.names(frame, self.layers)
        units, measures = self._means.units, self._means.measures
        units.take_lacking()
        measures.take_lacking()
        self._came.clear()
        # A second time nothing may stand in: the pictures could be too many to be kept.
        waits = not self._again.isdisjoint(tiles)
        self._again.difference_update(tiles)

        def paint(painter: QPainter) -> Iterator[None]:
            for tile in tiles:
                base = self._base.get(look, tile)
                if base is not None:
                    x, y = (tile.i - first.i) * TILE_PX, (tile.j - first.j) * TILE_PX
                    painter.drawImage(x, y, base.image)
            yield
            yield from self._over(painter, frame, names, waits=waits)

        yield from _painted(image, paint)
        # The names may have come while the tiles were painted without them.
        late = names is None and self._preparation.names(frame, self.layers) is not None
        self._keep(self._flat, look, first, image, tiles, fresh=not late)
        if late:
            self._queue = None
        elif names is None:
            self._nameless.append((look, tiles))
        lacking = {*units.take_lacking(), *measures.take_lacking()}
        if lacking:
            # Some may have come since something stood in for them, and have been dropped again.
            still = {one for one in lacking - self._came if one not in self._means.pictures}
            self._short.append(_Short(look, tiles, still - measures.there(still)))
            self.symbols_came(frozenset())

    def _over(
        self, painter: QPainter, frame: Frame, names: list[PlacedNames] | None, *, waits: bool
    ) -> Iterator[None]:
        sheet = Sheet(painter, frame, self.theme, self._means, waits=waits)
        if "graticule" in self.layers:
            paint_graticule(painter, frame, self.theme)
            yield
        scene = self.scene
        if scene is not None and scene.projection_id != frame.projection_id:
            scene = None
        if scene is not None and not waits and self._means.pictures.supply is not None:
            yield from ask_for_symbols(sheet, scene)
        if names is not None:
            yield from paint_names(sheet, names, scene)
        if scene is not None:
            yield from paint_overlays(sheet, scene, without=self.lifted)

    def _keep(
        self,
        cache: TileCache,
        look: Look,
        first: Tile,
        image: QImage,
        tiles: list[Tile],
        *,
        fresh: bool = True,
    ) -> None:
        for tile in tiles:
            x, y = (tile.i - first.i) * TILE_PX, (tile.j - first.j) * TILE_PX
            picture = cache.blank()
            painter = QPainter(picture)
            painter.drawImage(-x, -y, image)
            painter.end()
            cache.put(look, tile, picture, fresh=fresh)
        self._dirty += tiles

    def _canvas(self, frame: Frame, form: QImage.Format) -> QImage:
        """A picture to paint a block in, cut from one memory: pictures of 14 MB allocated and freed
        all the time leave the heap in crumbs."""
        width, height = int(frame.width), int(frame.height)
        if 4 * width * height > len(self._memory):
            self._memory = bytearray(4 * width * height)
        return QImage(self._memory, width, height, 4 * width, form)

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job[2].close()
            self._job = None
        self._queue = None


def _painted(image: QImage, paint: Callable[[QPainter], Iterator[None]]) -> Iterator[None]:
    """Run a painting in steps; the painter is ended however the run ends."""
    painter = QPainter(image)
    try:
        yield from paint(painter)
    finally:
        painter.end()
