"""Cutting lines and rings to a box, whole sets at a time.

Rings are cut with Sutherland-Hodgman. Where a concave ring leaves a box several times this leaves
edges of no area lying on the box's sides: harmless under the odd-even rule, and they are never
shore, because shore is drawn from `clip_lines` on a smaller box. General overlay (GEOS) is not
used: on the real coast `clip_by_rect` threw in three builds and in a fourth swapped land and sea.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Box = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Several lines or rings in one pair of arrays.

    Path `k` is `positions[starts[k]:starts[k + 1]]`. Rings repeat their first position at the end.
    """

    positions: Floats
    starts: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    def path(self, k: int) -> Floats:
        """Positions of path `k`, a view."""
        return self.positions[self.starts[k] : self.starts[k + 1]]


NOTHING = Paths(np.empty((0, 2)), np.zeros(1, np.int32))


def joined(paths: list[Floats]) -> Paths:
    """One `Paths` of separate arrays (n, 2)."""
    if not paths:
        return NOTHING
    starts = np.concatenate([[0], np.cumsum([len(path) for path in paths])]).astype(np.int32)
    return Paths(np.concatenate(paths), starts)


def chosen(paths: Paths, wanted: npt.NDArray[np.bool_]) -> Paths:
    """The paths for which `wanted` (m,) is true."""
    counts = np.diff(paths.starts)
    return Paths(paths.positions[np.repeat(wanted, counts)], starts_of(counts[wanted]))


def starts_of(counts: npt.NDArray[np.integer]) -> Ints:
    """Start indices (m + 1,) of paths with these numbers of positions."""
    starts = np.zeros(len(counts) + 1, np.int32)
    np.cumsum(counts, out=starts[1:])
    return starts


def ring_areas(rings: Paths) -> Floats:
    """Signed area of each closed ring in squared units of its positions, positive anticlockwise."""
    if len(rings) == 0:
        return np.empty(0)
    xy = rings.positions - rings.positions[0]  # keeps the products small
    cross = np.zeros(len(xy))
    cross[:-1] = xy[:-1, 0] * xy[1:, 1] - xy[1:, 0] * xy[:-1, 1]
    cross[rings.starts[1:] - 1] = 0.0  # from the end of one ring to the start of the next
    return np.add.reduceat(cross, rings.starts[:-1]) / 2


def clip_rings(rings: Paths, box: Box) -> Paths:
    """Closed rings cut to a box; rings that only touch it are gone."""
    west, south, east, north = box
    for axis, bound, keep in ((0, west, 1.0), (0, east, -1.0), (1, south, 1.0), (1, north, -1.0)):
        rings = _clip_rings_at(rings, axis, bound, keep)
    return rings


def _clip_rings_at(rings: Paths, axis: int, bound: float, keep: float) -> Paths:
    """Rings cut at a line along an axis; `keep` = 1 keeps what is above the bound, -1 below."""
    xy, starts = rings.positions, rings.starts
    if len(xy) == 0:
        return rings
    height = (xy[:, axis] - bound) * keep
    if height.min() >= 0:
        return rings
    inside = height >= 0
    if not inside.any():
        return NOTHING
    # each edge v -> v + 1 gives its start when inside, then the crossing when it crosses
    crossing = inside[:-1] != inside[1:]
    crossing[starts[1:-1] - 1] = False  # no edge joins one ring to the next
    crossing = np.append(crossing, False)
    last = np.zeros(len(xy), bool)
    last[starts[1:] - 1] = True  # the repeated first position: made anew at the end
    points = np.empty((len(xy), 2, 2))
    points[:, 0] = xy
    at = np.flatnonzero(crossing)
    share = height[at] / (height[at] - height[at + 1])
    points[at, 1] = xy[at] + share[:, None] * (xy[at + 1] - xy[at])
    points[at, 1, axis] = bound
    given = np.stack([inside & ~last, crossing], axis=1)
    counts = np.add.reduceat(given.sum(axis=1), starts[:-1])
    return _closed(points[given], counts)


def _closed(positions: Floats, counts: npt.NDArray[np.integer]) -> Paths:
    """Rings closed by repeating their first position; those of fewer than three are dropped."""
    enough = counts >= 3
    positions = positions[np.repeat(enough, counts)]
    counts = counts[enough]
    if len(counts) == 0:
        return NOTHING
    ends = np.cumsum(counts)
    closed = np.insert(positions, ends, positions[ends - counts], axis=0)
    return Paths(closed, starts_of(counts + 1))


def clip_lines(lines: Paths, box: Box) -> tuple[Paths, Ints]:
    """Lines cut to a box (Liang-Barsky), and for each piece the index of the line it comes from.

    A segment lying on the west or south side belongs to the box, on the east or north side it does
    not: neighbouring boxes share no piece. What else the positions have beside x and y, such as
    metres along, is reckoned for the cuts.
    """
    xy, starts = lines.positions, lines.starts
    none = np.empty(0, np.int32)
    if len(xy) < 2:
        return NOTHING, none
    start, step = xy[:-1], np.diff(xy, axis=0)
    enter, leave = np.zeros(len(step)), np.ones(len(step))
    kept = np.ones(len(step), bool)
    kept[starts[1:-1] - 1] = False
    for axis in (0, 1):
        low, high = box[axis], box[axis + 2]
        still = step[:, axis] == 0
        with np.errstate(divide="ignore", invalid="ignore"):
            to_low = (low - start[:, axis]) / step[:, axis]
            to_high = (high - start[:, axis]) / step[:, axis]
        kept &= ~still | ((start[:, axis] >= low) & (start[:, axis] < high))
        enter = np.where(still, enter, np.maximum(enter, np.minimum(to_low, to_high)))
        leave = np.where(still, leave, np.minimum(leave, np.maximum(to_low, to_high)))
    kept &= enter < leave
    at = np.flatnonzero(kept)
    if len(at) == 0:
        return NOTHING, none
    enter, leave = enter[at], leave[at]
    begins = np.ones(len(at), bool)
    begins[1:] = (np.diff(at) > 1) | (enter[1:] > 0) | (leave[:-1] < 1)
    ends_at = np.where((leave < 1)[:, None], start[at] + leave[:, None] * step[at], xy[at + 1])
    points = np.empty((len(at), 2, xy.shape[1]))
    points[:, 0] = start[at] + enter[:, None] * step[at]
    points[:, 1] = ends_at
    given = np.ones((len(at), 2), bool)
    given[:, 0] = begins
    first = np.flatnonzero(begins)
    counts = np.diff(np.append(first, len(at))) + 1
    source = np.searchsorted(starts, at[first], side="right") - 1
    return Paths(points[given], starts_of(counts)), source.astype(np.int32)
