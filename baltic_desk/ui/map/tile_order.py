"""Which tiles are painted next, and which of them together."""

from __future__ import annotations

from baltic_desk.ui.map.tiles import TILE_PX, Grid, Tile, TileCache

RING_TILES = 1
"""Tiles painted ahead around the view when there is nothing else to do."""
FULL_BOX = 0.85
"""Share of a rectangle's tiles that makes it worth painting as one."""


def blocks_to_paint(
    grid: Grid, kept: TileCache, focus: tuple[float, float], *, whole: bool
) -> list[list[Tile]]:
    """What is lacking or stale, in blocks: those in sight nearest to the focus first.

    `whole`: what is in sight may be one block, of which nothing shows until all is painted.
    """
    ordered: list[list[Tile]] = []
    in_sight = set(grid.tiles())
    for wanted in (in_sight, set(grid.tiles(RING_TILES)) - in_sight):
        lacking: list[Tile] = []
        for tile in wanted:
            picture = kept.get(grid.look, tile)
            if picture is None or not picture.fresh:
                lacking.append(tile)
        if whole and wanted is in_sight and _fills_its_box(lacking):
            # After a zoom: each thing is painted once, not in every block that it touches.
            ordered.append(lacking)
            continue
        blocks: dict[Tile, list[Tile]] = {}
        for tile in lacking:
            blocks.setdefault(tile.block, []).append(tile)
        ordered += sorted(blocks.values(), key=lambda tiles: _distance(grid, tiles, focus))
    return ordered


def _distance(grid: Grid, tiles: list[Tile], focus: tuple[float, float]) -> float:
    places = [grid.place(tile) for tile in tiles]
    x = sum(place[0] for place in places) / len(places) + TILE_PX / 2
    y = sum(place[1] for place in places) / len(places) + TILE_PX / 2
    return (x - focus[0]) ** 2 + (y - focus[1]) ** 2


def _fills_its_box(tiles: list[Tile]) -> bool:
    """Whether the least rectangle that holds tiles has hardly any others in it."""
    if not tiles:
        return False
    across = max(tile.i for tile in tiles) - min(tile.i for tile in tiles) + 1
    down = max(tile.j for tile in tiles) - min(tile.j for tile in tiles) + 1
    return len(tiles) >= FULL_BOX * across * down
