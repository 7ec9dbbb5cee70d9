"""Boundaries of what is seen: closed, once through every crossing, around the right side."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from baltic_desk.coverage.contours import crossings


@st.composite
def grids(draw):
    rows, columns = draw(st.integers(3, 9)), draw(st.integers(3, 12))
    seen = draw(arrays.arrays(bool, (rows, columns)))
    seen[0], seen[-1] = draw(st.booleans()), False
    return seen


def rings(seen, joined=None):
    """In a plane: rows at radius 1, 2, 3, ..., columns around; crossings half way."""
    found = crossings(seen, joined)
    outward = np.arange(len(found.row)) < found.radial
    radius = found.row + 1.0 + np.where(outward, 0.5, 0.0)
    turn = (found.column + np.where(outward, 0.0, 0.5)) * 2 * np.pi / seen.shape[1]
    plane = np.column_stack((radius * np.sin(turn), radius * np.cos(turn)))
    return [
        plane[found.order[first:end]]
        for first, end in zip(found.starts[:-1], found.starts[1:], strict=True)
    ]


def windings(plane_rings, seen):
    """How often the rings run counter-clockwise around each sample."""
    rows, columns = seen.shape
    turn = np.arange(columns) * 2 * np.pi / columns
    radius = np.arange(1, rows + 1)[:, None]
    points = shapely.points(radius * np.sin(turn), radius * np.cos(turn))
    total = np.zeros(seen.shape, int)
    for ring in plane_rings:
        inside = shapely.contains(shapely.Polygon(ring), points)
        total += np.where(inside, 1 if shapely.is_ccw(shapely.LinearRing(ring)) else -1, 0)
    return total


@given(grids(), st.booleans())
def test_rings_hold_what_is_seen_and_nothing_else(seen, join):
    found = rings(seen, lambda row, _: np.full(len(row), join))
    assert np.array_equal(windings(found, seen), seen.astype(int))


@given(grids())
def test_every_crossing_is_passed_once(seen):
    found = crossings(seen)
    assert np.array_equal(np.sort(found.order), np.arange(len(found.row)))
    assert found.starts[0] == 0
    assert found.starts[-1] == len(found.order)
    changes = (seen[:-1] != seen[1:]).sum() + (seen != np.roll(seen, -1, axis=1)).sum()
    assert len(found.row) == changes


def test_opposite_corners_hang_together_only_where_told():
    seen = np.zeros((4, 8), bool)
    seen[1, 2] = seen[2, 3] = True
    assert len(rings(seen)) == 2
    assert len(rings(seen, lambda row, column: (row == 1) & (column == 2))) == 1


def test_nothing_seen_has_no_boundary():
    assert rings(np.zeros((4, 8), bool)) == []
