"""Tiles: squares of the map plane in device pixels, and the pictures of them that are kept."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtGui import QImage

from baltic_desk.ui.map.viewport import Bounds, Frame, Viewport

TILE_PX = 256
TILE_BYTES = 4 * TILE_PX * TILE_PX
BLOCK = (3, 2)
"""Tiles painted in one go, across and down: what lies over an edge is painted once."""


class Tile(NamedTuple):
    """Column and row of a tile, counted from the origin of the map plane, to the right and down."""

    i: int
    j: int

    @property
    def block(self) -> Tile:
        """Which block it belongs to."""
        return Tile(self.i // BLOCK[0], self.j // BLOCK[1])


class Look(NamedTuple):
    """All that makes one set of tiles different from another: device pixels are squares of
    `metres_per_unit`."""

    projection_id: str
    theme_id: str
    metres_per_unit: float
    style_scale: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The tiles of a viewport, whose upper left device pixel is (`left`, `top`) of the plane."""

    look: Look
    left: int
    top: int
    width: int
    height: int

    @staticmethod
    def of(viewport: Viewport, theme_id: str) -> Grid:
        """The grid of a viewport, snapped to whole device pixels."""
        step = viewport.metres_per_px / viewport.dpr
        left, top = viewport.to_xy((0.0, 0.0))
        return Grid(
            Look(viewport.projection_id, theme_id, step, viewport.dpr),
            round(left / step),
            round(-top / step),
            math.ceil(viewport.width * viewport.dpr),
            math.ceil(viewport.height * viewport.dpr),
        )

    @property
    def frame(self) -> Frame:
        """What the viewport shows, in device pixels, exactly as tiles lie."""
        step = self.look.metres_per_unit
        return Frame(
            self.look.projection_id, self.left * step, -self.top * step, step,
            self.width, self.height, self.look.style_scale,
        )  # fmt: skip

    def tiles(self, margin: int = 0) -> Iterator[Tile]:
        """Tiles in sight, and those up to `margin` tiles beyond, row by row."""
        first_i, first_j = self.left // TILE_PX - margin, self.top // TILE_PX - margin
        last_i = (self.left + self.width - 1) // TILE_PX + margin
        last_j = (self.top + self.height - 1) // TILE_PX + margin
        for j in range(first_j, last_j + 1):
            for i in range(first_i, last_i + 1):
                yield Tile(i, j)

    def place(self, tile: Tile) -> tuple[int, int]:
        """Device pixel of the viewport where a tile's upper left corner lies."""
        return tile.i * TILE_PX - self.left, tile.j * TILE_PX - self.top


def tiles_frame(look: Look, tiles: Iterable[Tile]) -> tuple[Tile, Frame]:
    """The least rectangle that holds tiles: its first tile, and the frame to paint it."""
    given = list(tiles)
    first = Tile(min(tile.i for tile in given), min(tile.j for tile in given))
    columns = max(tile.i for tile in given) - first.i + 1
    rows = max(tile.j for tile in given) - first.j + 1
    step = look.metres_per_unit
    frame = Frame(
        look.projection_id, first.i * TILE_PX * step, -first.j * TILE_PX * step, step,
        columns * TILE_PX, rows * TILE_PX, look.style_scale,
    )  # fmt: skip
    return first, frame


def tile_bounds(look: Look, tile: Tile) -> Bounds:
    """Left, bottom, right, top of a tile in map metres."""
    side = TILE_PX * look.metres_per_unit
    left, top = tile.i * side, -tile.j * side
    return left, top - side, left + side, top


@dataclass(slots=True)
class Kept:
    """A tile's picture; what is stale may be shown until it has been painted again."""

    image: QImage
    fresh: bool = True


class TileCache:
    """Pictures of tiles, the least recently used dropped beyond a number of bytes."""

    def __init__(self, bound_bytes: int) -> None:
        self._kept: OrderedDict[tuple[Look, Tile], Kept] = OrderedDict()
        self._bytes = 0
        self._bound_bytes = self._least_bytes = bound_bytes
        self._spare: list[QImage] = []

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def kept_bytes(self) -> int:
        """Memory that the pictures take."""
        return self._bytes

    def hold(self, tiles: int) -> None:
        """Keep at least so many tiles, whatever the bound."""
        self._bound_bytes = max(self._least_bytes, tiles * TILE_BYTES)

    def get(self, look: Look, tile: Tile) -> Kept | None:
        """The picture of a tile, if there is one."""
        found = self._kept.get((look, tile))
        if found is not None:
            self._kept.move_to_end((look, tile))
        return found

    def blank(self) -> QImage:
        """A picture to paint a tile in: one that was dropped, if there is one.

        A hundred tiles a second allocated and freed leave the heap in crumbs: 150 MB of them.
        """
        if self._spare:
            return self._spare.pop()
        return QImage(TILE_PX, TILE_PX, QImage.Format.Format_RGB32)

    def put(self, look: Look, tile: Tile, image: QImage, *, fresh: bool = True) -> None:
        """Keep a picture in place of the one there is."""
        before = self._kept.pop((look, tile), None)
        if before is not None:
            self._drop(before)
        self._kept[look, tile] = Kept(image, fresh)
        self._bytes += image.sizeInBytes()
        while self._bytes > self._bound_bytes and len(self._kept) > 1:
            self._drop(self._kept.popitem(last=False)[1])

    def age(self, look: Look, bounds: Iterable[Bounds] | None = None) -> None:
        """Make pictures stale, all or those that touch boxes in map metres.

        Those of other looks are dropped: they are not on the screen.
        """
        boxes = None if bounds is None else list(bounds)
        for key in list(self._kept):
            of_look, tile = key
            bounds_of_tile = tile_bounds(of_look, tile)
            if of_look != look:
                # Texts and fans reach otherwise far at another scale.
                bounds_of_tile = _grown(bounds_of_tile)
            touched = boxes is None or any(_touch(bounds_of_tile, box) for box in boxes)
            if not touched:
                continue
            if of_look == look:
                self._kept[key].fresh = False
            else:
                self._drop(self._kept.pop(key))

    def clear(self) -> None:
        """Drop all."""
        self._kept.clear()
        self._spare.clear()
        self._bytes = 0

    def _drop(self, kept: Kept) -> None:
        self._bytes -= kept.image.sizeInBytes()
        if len(self._spare) * TILE_BYTES < self._bound_bytes - self._bytes:
            self._spare.append(kept.image)


def _touch(a: Bounds, b: Bounds) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _grown(bounds: Bounds) -> Bounds:
    """A tile with its neighbours."""
    left, bottom, right, top = bounds
    side = right - left
    return left - side, bottom - side, right + side, top + side
