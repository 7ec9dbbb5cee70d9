"""The boundary between seen and hidden samples around a place, as closed rings of crossings.

Marching squares (Lorensen & Cline's marching cubes, SIGGRAPH 1987, in two dimensions) over a grid
whose columns go round: the last is next to the first. Only squares that the boundary passes are
looked at. Rings have what is seen on their left, so outer ones run counter-clockwise and holes
clockwise, seen from above.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.intp]
Seen = npt.NDArray[np.bool_]

_NONE, _LOWER, _RIGHT, _UPPER, _LEFT = -1, 0, 1, 2, 3


def _turns() -> npt.NDArray[np.int8]:
    """For each square the side at which the boundary leaves that came in at one: (18, 4).

    Corners count 1 (inner left), 2 (inner right), 4 (outer right), 8 (outer left). Where two
    opposite ones are seen, 5 and 10 part them and 16 and 17 join them.
    """
    sides = np.full((18, 4), _NONE, np.int8)
    for code, passes in {
        1: ((_LOWER, _LEFT),),
        2: ((_RIGHT, _LOWER),),
        3: ((_RIGHT, _LEFT),),
        4: ((_UPPER, _RIGHT),),
        5: ((_LOWER, _LEFT), (_UPPER, _RIGHT)),
        6: ((_UPPER, _LOWER),),
        7: ((_UPPER, _LEFT),),
        8: ((_LEFT, _UPPER),),
        9: ((_LOWER, _UPPER),),
        10: ((_RIGHT, _LOWER), (_LEFT, _UPPER)),
        11: ((_RIGHT, _UPPER),),
        12: ((_LEFT, _RIGHT),),
        13: ((_LOWER, _RIGHT),),
        14: ((_LEFT, _LOWER),),
        16: ((_LOWER, _RIGHT), (_UPPER, _LEFT)),
        17: ((_LEFT, _LOWER), (_RIGHT, _UPPER)),
    }.items():
        for enters, leaves in passes:
            sides[code, enters] = leaves
    return sides


_TURNS = _turns()


@dataclass(frozen=True, slots=True, eq=False)
class Crossings:
    """Where the boundary passes between neighbouring samples.

    Attributes
    ----------
    row, column
        (n,), of the sample on the inner or left side.
    radial
        How many of them, the first, lie between a sample and the next one outward; the others lie
        between a sample and the next clockwise. Each part is sorted by row, then column.
    order
        (n,), indices of the crossings, ring after ring.
    starts
        (rings + 1,), where in `order` each ring begins and the last one ends.
    """

    row: Indices
    column: Indices
    radial: int
    order: Indices
    starts: Indices


def crossings(seen: Seen, joined: Callable[[Indices, Indices], Seen] | None = None) -> Crossings:
    """Boundary of what is seen, (rows, columns) from the centre outward and clockwise.

    The first and the last row must each be all seen or all hidden, so that every ring closes.

    Parameters
    ----------
    joined
        Tells of squares of whose corners only two opposite ones are seen, by row and column of the
        inner left one, whether those two hang together. Without it they don't.
    """
    rows, columns = seen.shape
    for edge in (seen[0], seen[-1]):
        assert edge.all() or not edge.any(), "the boundary runs out of the grid"
    flat = seen.ravel()
    outward = np.flatnonzero(flat[:-columns] != flat[columns:])
    sideways = _sideways(seen)
    if not len(outward):
        none = np.zeros(0, np.intp)
        return Crossings(none, none, 0, none, np.zeros(1, np.intp))
    size = rows * columns
    nodes = np.concatenate((outward, sideways + size))
    square = _squares(outward, sideways, columns, size)
    right = square - square % columns + (square % columns + 1) % columns
    code = (
        flat[square]
        + 2 * flat[right].astype(np.intp)
        + 4 * flat[right + columns].astype(np.intp)
        + 8 * flat[square + columns].astype(np.intp)
    )
    if joined is not None:
        saddles = np.flatnonzero((code == 5) | (code == 10))
        together = saddles[joined(square[saddles] // columns, square[saddles] % columns)]
        code[together] = np.where(code[together] == 5, 16, 17)
    sides = np.stack((square + size, right, square + columns + size, square))
    leaves = _TURNS[code]
    passed, enters = np.nonzero(leaves != _NONE)
    here, there = sides[enters, passed], sides[leaves[passed, enters], passed]
    following = np.empty(len(nodes), np.intp)
    following[np.searchsorted(nodes, here)] = np.searchsorted(nodes, there)
    order, starts = _rings(following)
    first = np.concatenate((outward, sideways))
    return Crossings(first // columns, first % columns, len(outward), order, starts)


def _sideways(seen: Seen) -> Indices:
    """Samples whose next one clockwise differs."""
    differs = np.empty_like(seen)
    np.not_equal(seen[:, :-1], seen[:, 1:], out=differs[:, :-1])
    np.not_equal(seen[:, -1], seen[:, 0], out=differs[:, -1])
    return np.flatnonzero(differs)


def _squares(outward: Indices, sideways: Indices, columns: int, size: int) -> Indices:
    """Squares that the boundary passes, by their inner left corner, sorted."""
    before = outward - 1 + np.where(outward % columns == 0, columns, 0)
    # The first and the last row have no sideways crossings: there is a square on either side.
    beside = np.concatenate((outward, before, sideways, sideways - columns))
    marked = np.zeros(size, np.bool_)
    marked[beside] = True
    return np.flatnonzero(marked)


def _rings(following: Indices) -> tuple[Indices, Indices]:
    """The cycles of a permutation, one after the other, and where each begins.

    By doubling steps (Wyllie's list ranking), a quarter of the time of following it in Python.
    """
    count = len(following)
    rounds = range(count.bit_length())
    ring, onward = np.minimum(np.arange(count), following), following
    for _ in rounds:  # the least of each cycle
        ring = np.minimum(ring, ring[onward])
        onward = onward[onward]
    last = following == ring
    onward = np.where(last, np.arange(count), following)
    left = np.where(last, 0, 1)
    for _ in rounds:  # how many steps are left to the last of each cycle
        left = left + left[onward]
        onward = onward[onward]
    order = np.lexsort((-left, ring))
    starts = np.flatnonzero(np.diff(ring[order], prepend=-1))
    return order, np.append(starts, count)
