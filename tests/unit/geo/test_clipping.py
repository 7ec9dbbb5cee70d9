"""Cutting to boxes agrees with an independent implementation, and the pieces make up the whole."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.geo.basemap_format import pack, unpack
from baltic_desk.geo.clipping import Paths, chosen, clip_lines, clip_rings, joined, ring_areas

BOX = (-3.0, -2.0, 4.0, 5.0)


@st.composite
def stars(draw: st.DrawFn) -> Paths:
    """One ring around the origin, concave as may be, never crossing itself."""
    radii = draw(st.lists(st.floats(0.5, 10), min_size=3, max_size=40))
    turn = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    ring = np.column_stack([np.cos(turn), np.sin(turn)]) * np.array(radii)[:, None]
    return joined([np.vstack([ring, ring[:1]])])


@st.composite
def lines(draw: st.DrawFn) -> Paths:
    number = st.floats(-10, 10).map(lambda value: round(value, 3))
    line = st.lists(st.tuples(number, number), min_size=2, max_size=12)
    return joined([np.array(one) for one in draw(st.lists(line, min_size=1, max_size=4))])


@given(stars())
def test_cut_rings_have_the_area_of_the_intersection(rings: Paths) -> None:
    expected = shapely.intersection(shapely.Polygon(rings.positions), shapely.box(*BOX)).area
    assert ring_areas(clip_rings(rings, BOX)).sum() == pytest.approx(expected, abs=1e-6)


@given(stars())
def test_cut_rings_are_closed_and_inside(rings: Paths) -> None:
    found = clip_rings(rings, BOX)
    for k in range(len(found)):
        assert (found.path(k)[0] == found.path(k)[-1]).all()
    if len(found):
        assert (found.positions >= np.array(BOX[:2]) - 1e-9).all()
        assert (found.positions <= np.array(BOX[2:]) + 1e-9).all()


@given(stars())
def test_the_pieces_of_a_grid_make_up_the_whole(rings: Paths) -> None:
    total = 0.0
    for west in range(-10, 10, 5):
        for south in range(-10, 10, 5):
            total += ring_areas(clip_rings(rings, (west, south, west + 5, south + 5))).sum()
    assert total == pytest.approx(ring_areas(rings).sum(), abs=1e-6)


@given(lines())
def test_cut_lines_have_the_length_of_the_intersection(paths: Paths) -> None:
    found, source = clip_lines(paths, BOX)
    assert len(source) == len(found)
    whole = [shapely.LineString(paths.path(k)) for k in range(len(paths))]
    for k, line in enumerate(whole):
        mine = chosen(found, source == k)
        length = sum(np.hypot(*np.diff(mine.path(i), axis=0).T).sum() for i in range(len(mine)))
        segments = [shapely.LineString(line.coords[i : i + 2]) for i in range(len(line.coords) - 1)]
        expected = sum(shapely.intersection(s, shapely.box(*BOX)).length for s in segments)
        assert length == pytest.approx(expected, abs=1e-6)


@given(lines())
def test_neighbouring_boxes_share_no_piece_of_a_line(paths: Paths) -> None:
    """Whole numbers put many segments on the boxes' very sides."""
    whole = Paths(np.rint(paths.positions), paths.starts)
    total = 0.0
    for west in range(-11, 11, 2):
        for south in range(-11, 11, 2):
            found, _ = clip_lines(whole, (west, south, west + 2, south + 2))
            for k in range(len(found)):
                total += np.hypot(*np.diff(found.path(k), axis=0).T).sum()
    expected = 0.0
    for k in range(len(whole)):
        expected += np.hypot(*np.diff(whole.path(k), axis=0).T).sum()
    assert total == pytest.approx(expected, abs=1e-6)


@given(st.lists(lines(), min_size=1, max_size=5))
def test_cells_survive_packing(cells: list[Paths]) -> None:
    per_cell = 100
    keys = [(k - 2, 3 * k) for k in range(len(cells))]
    paths = [
        Paths(np.rint(cell.positions) + np.array(key) * per_cell, cell.starts)
        for key, cell in zip(keys, cells, strict=True)
    ]
    classes = [np.arange(len(cell), dtype=np.uint8) for cell in cells]
    block = unpack(pack(keys, paths, classes, per_cell, rings=False), per_cell, rings=False)
    assert list(block.cells) == keys
    assert (block.quanta == np.concatenate([path.positions for path in paths])).all()
    assert block.classes is not None
    for key, index in block.cells.items():
        first, last = block.path_of_cell[index], block.path_of_cell[index + 1]
        assert (block.classes[first:last] == classes[keys.index(key)]).all()
