"""Tiles of the plane and the memory they take."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QImage

from baltic_desk.geo.projection import DEFAULT_PROJECTION
from baltic_desk.ui.map.tiles import (
    TILE_BYTES,
    TILE_PX,
    Grid,
    Tile,
    TileCache,
    tile_bounds,
    tiles_frame,
)
from baltic_desk.ui.map.viewport import Camera, Viewport


def grid(dpr: float = 1.0) -> Grid:
    camera = Camera((24.0, 58.0), 200.0)
    return Grid.of(Viewport.of(camera, DEFAULT_PROJECTION, 1000, 700, dpr), "light")


def test_a_cache_has_room_for_all_tiles_of_a_large_screen() -> None:
    cache = TileCache(4 * TILE_BYTES)
    cache.hold(6)
    for i in range(6):
        cache.put(grid().look, Tile(i, 0), picture())
    assert len(cache) == 6
    cache.hold(2)
    cache.put(grid().look, Tile(6, 0), picture())
    assert len(cache) == 4


def picture() -> QImage:
    return QImage(TILE_PX, TILE_PX, QImage.Format.Format_RGB32)


@pytest.mark.parametrize("dpr", [1.0, 1.25, 1.5, 2.0])
def test_tiles_cover_the_view_without_gaps(dpr: float) -> None:
    shown = grid(dpr)
    places = [shown.place(tile) for tile in shown.tiles()]
    assert min(x for x, _ in places) <= 0
    assert min(y for _, y in places) <= 0
    assert max(x for x, _ in places) + TILE_PX >= 1000 * dpr
    assert max(y for _, y in places) + TILE_PX >= 700 * dpr
    assert all((x - places[0][0]) % TILE_PX == 0 for x, _ in places)


def test_panning_by_whole_pixels_keeps_the_tiles() -> None:
    camera = Camera((24.0, 58.0), 200.0)
    here = Viewport.of(camera, DEFAULT_PROJECTION, 1000, 700)
    there = Grid.of(here.panned(7.0, -3.0), "light")
    at = Grid.of(here, "light")
    assert there.look == at.look
    assert (at.left - there.left, at.top - there.top) == (7, -3)


def test_a_block_is_painted_where_its_tiles_lie() -> None:
    look = grid().look
    first, frame = tiles_frame(look, [Tile(4, 7), Tile(5, 7), Tile(5, 8)])
    assert first == Tile(4, 7)
    assert (frame.width, frame.height) == (2 * TILE_PX, 2 * TILE_PX)
    left, bottom, right, top = tile_bounds(look, Tile(5, 8))
    assert frame.xy_bounds() == pytest.approx(
        (tile_bounds(look, Tile(4, 7))[0], bottom, right, tile_bounds(look, Tile(4, 7))[3])
    )
    assert left < right
    assert bottom < top


def test_the_cache_drops_what_was_used_longest_ago() -> None:
    look = grid().look
    cache = TileCache(3 * TILE_BYTES)
    for i in range(3):
        cache.put(look, Tile(i, 0), picture())
    cache.get(look, Tile(0, 0))
    cache.put(look, Tile(3, 0), picture())
    assert cache.get(look, Tile(1, 0)) is None
    assert cache.get(look, Tile(0, 0)) is not None
    assert cache.kept_bytes == 3 * TILE_BYTES


def test_a_change_makes_only_touched_tiles_stale_and_drops_those_of_other_scales() -> None:
    look = grid().look
    other = replace_scale(look)
    cache = TileCache(100 * TILE_BYTES)
    for i in range(3):
        cache.put(look, Tile(i, 0), picture())
    cache.put(other, Tile(0, 0), picture())
    left, bottom, right, top = tile_bounds(look, Tile(0, 0))
    inside = (left + 1.0, bottom + 1.0, right - 1.0, top - 1.0)
    cache.age(look, [inside])
    kept = [cache.get(look, Tile(i, 0)) for i in range(3)]
    assert [k is not None and k.fresh for k in kept] == [False, True, True]
    assert cache.get(other, Tile(0, 0)) is None


def replace_scale(look):
    return look._replace(metres_per_unit=look.metres_per_unit * 2)


def test_a_grid_is_snapped_to_device_pixels() -> None:
    camera = Camera((24.00013, 58.00017), 213.7)
    shown = Viewport.of(camera, DEFAULT_PROJECTION, 1001, 701, 1.25)
    exact, snapped = shown.frame(device=True), Grid.of(shown, "light").frame
    off = max(abs(exact.left - snapped.left), abs(exact.top - snapped.top))
    assert off <= 0.5 * exact.metres_per_unit + 1e-6
    assert replace(snapped, left=0.0, top=0.0).metres_per_unit == exact.metres_per_unit
