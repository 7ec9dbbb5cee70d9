"""Where units are drawn at a scale: at their place, fanned out of a stack, or moved by hand.

Reckoned for the whole scene in boxes fixed to the map, from places and drawing order alone: panning
changes nothing, and a print shows what the screen does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from baltic_desk.document.feature import Unit
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.unit_options import UNIT_SIZE_PX

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SYMBOL_PX = (1.5 * UNIT_SIZE_PX, UNIT_SIZE_PX)
"""Width and height of a land unit's frame at size 1."""
COVERED = 0.4
"""Share of a frame that another one hides, from which on they are a stack."""
TOUCHED = 0.1
"""Share of a frame that a fan hides, from which on its unit is taken into the fan."""
MOST_FANNED = 9
"""A stack of more stays one: its fan would cover what lies about it."""
MOST_ROUNDS = 3
"""How often whoever a fan has come to cover is taken into it."""
LARGEST_FANNED = 2.0
"""Units drawn larger do not fan: they are meant to dominate."""
GAP_PX = (7.0, 6.0)
_STAFFED = frozenset("2367")


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """Offsets of the shapes of a scene at one scale, pixels of the style, to the right and down."""

    offset_px: Floats
    """From each shape's place to where it is drawn (n, 2)."""
    moved: Flags
    """Which are drawn elsewhere, with a line to their place (n,)."""
    most_px: float
    """The longest of the offsets."""

    def of(self, k: int) -> tuple[float, float]:
        """Offset of one shape."""
        x, y = self.offset_px[k].tolist()
        return x, y


def arrangement(
    units: Sequence[tuple[int, Unit]], px: Floats, fans: Flags, count: int
) -> Arrangement:
    """Offsets of a scene's units.

    Parameters
    ----------
    units
        Index among the `count` shapes, and record, in drawing order.
    px
        Their places in pixels of the style from the plane's origin, y downwards (n, 2).
    fans
        Whose overlay has stacks fanned out (n,).
    """
    offset = np.zeros((count, 2))
    if units:
        index = np.array([k for k, _ in units], np.int64)
        by_hand = np.array([(unit.offset_x_px, unit.offset_y_px) for _, unit in units])
        offset[index] = by_hand
        sizes = np.array([unit.size for _, unit in units])
        free = fans & ~by_hand.any(axis=1) & (sizes <= LARGEST_FANNED)
        chosen = np.flatnonzero(free)
        if len(chosen) > 1:
            shifts = np.array([body_shift_px(units[k][1]) for k in chosen.tolist()])
            offset[index[chosen]] = _fanned(px[chosen] + shifts, sizes[chosen])
    lengths = np.hypot(offset[:, 0], offset[:, 1])
    return Arrangement(offset, lengths > 0.0, float(lengths.max(initial=0.0)))


def body_shift_px(unit: Unit) -> tuple[float, float]:
    """From a unit's place to the middle of its frame, about: a headquarters stands on its staff."""
    if unit.picture is not None:
        return 0.0, 0.0
    sidc = unit.sidc
    staffed = sidc[7:8] in _STAFFED if sidc[:1].isdigit() else sidc[10:11] in ("A", "B", "C", "D")
    if not staffed:
        return 0.0, 0.0
    # The staff begins at the lower corner of boxes and at the left one of diamonds.
    boxed = sidc[3:4] in ("2", "3", "4") or sidc[1:2].upper() in ("F", "A", "N", "D", "M", "L")
    size_px = UNIT_SIZE_PX * unit.size
    return (0.75 if boxed else 0.72) * size_px, (-1.5 if boxed else -1.0) * size_px


def _fanned(px: Floats, sizes: Floats) -> Floats:
    """Offsets (n, 2) that part the stacks among units whose frames have their middles at px.

    Whoever a fan would cover is fanned with it, as long as there are not too many.
    """
    pairs = _covering(px, sizes, COVERED)
    if not len(pairs):
        return np.zeros((len(px), 2))
    offset = _spread(pairs, px, sizes)
    for _ in range(MOST_ROUNDS):
        further = _covering(px + offset, sizes, TOUCHED)
        further = further[offset[further].any(axis=(1, 2))]
        together = _stacks(np.concatenate((pairs, further)), len(px))
        members = np.bincount(together, minlength=len(px))
        further = further[members[together[further[:, 0]]] <= MOST_FANNED]
        if not len(further):
            break
        pairs = np.concatenate((pairs, further))
        offset = _spread(pairs, px, sizes)
    return offset


def _spread(pairs: Indices, px: Floats, sizes: Floats) -> Floats:
    """Offsets (n, 2) that part the stacks which the pairs make."""
    offset = np.zeros((len(px), 2))
    for members in _groups(_stacks(pairs, len(px))):
        if 2 <= len(members) <= MOST_FANNED:
            own = px[members]
            about = _places(len(members), float(sizes[members].max()))
            offset[members] = np.round(own.mean(axis=0) + about - own)
    return offset


def _covering(px: Floats, sizes: Floats, share: float) -> Indices:
    """Pairs of units (n, 2) of which one covers such a share of the other."""
    reach = (1.0 - share) * np.array(SYMBOL_PX) * sizes.max()
    cell = np.floor(px / reach).astype(np.int64)
    key = cell[:, 0] * 2**32 + cell[:, 1]
    order = np.argsort(key, kind="stable")
    cells, first, counts = np.unique(key[order], return_index=True, return_counts=True)
    # Where so many stand in one box the stack is too large anyway, and its pairs too many.
    kept = counts <= MOST_FANNED
    full = cells[~kept]
    cells, first, counts = cells[kept], first[kept], counts[kept]
    slots = np.arange(MOST_FANNED)
    within = slots < counts[:, None]
    members = np.where(within, order[np.minimum(first[:, None] + slots, len(order) - 1)], -1)
    found = [np.empty((0, 2), np.int64)]
    for dx, dy in ((0, 0), (1, 0), (-1, 1), (0, 1), (1, 1)):
        beside = cells + dx * 2**32 + dy
        at: Indices = np.asarray(np.searchsorted(cells, beside), np.int64)
        at = np.minimum(at, max(len(cells) - 1, 0))
        there = np.flatnonzero(cells[at] == beside) if len(cells) else np.empty(0, np.int64)
        one, other = np.broadcast_arrays(members[there][:, :, None], members[at[there]][:, None, :])
        # Column by column: numpy takes four times as long to go along rows of two.
        both: Flags = np.logical_and(one >= 0, other >= 0)
        pairs = np.column_stack((one[both], other[both]))
        found.append(pairs[pairs[:, 0] < pairs[:, 1]] if (dx, dy) == (0, 0) else pairs)
    pairs = np.concatenate(found)
    # A full box beside is part of the stack, so that whoever touches it stays as well.
    near_full = np.isin(key, _about(full)) if len(full) else np.zeros(len(px), bool)
    pairs = pairs[~near_full[pairs].any(axis=1)]
    frame = np.array(SYMBOL_PX) * ((sizes[pairs[:, 0]] + sizes[pairs[:, 1]]) / 2)[:, None]
    common = np.maximum(1.0 - np.abs(px[pairs[:, 0]] - px[pairs[:, 1]]) / frame, 0.0)
    return pairs[common.prod(axis=1) >= share]


def _about(cells: Indices) -> Indices:
    """Keys of boxes and of all about them."""
    return np.concatenate([cells + dx * 2**32 + dy for dx in (-1, 0, 1) for dy in (-1, 0, 1)])


def _stacks(pairs: Indices, count: int) -> Indices:
    """For each of `count` units the first one of the stack it is in (n,)."""
    stack = np.arange(count)
    while True:
        lowest = np.minimum(stack[pairs[:, 0]], stack[pairs[:, 1]])
        after = stack.copy()
        np.minimum.at(after, pairs[:, 0], lowest)
        np.minimum.at(after, pairs[:, 1], lowest)
        after = after[after]
        if (after == stack).all():
            return stack
        stack = after


def _groups(stack: Indices) -> list[Indices]:
    """Members of each stack, in drawing order."""
    order = np.argsort(stack, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(stack[order])) + 1)


@lru_cache(maxsize=256)
def _places(count: int, size: float) -> Floats:
    """Middles of the frames of a fan of so many about its own middle (n, 2), pixels.

    Not to be changed by whoever gets it: a hundred stacks of as many have it in common.
    """
    wide, high = (side * size + gap for side, gap in zip(SYMBOL_PX, GAP_PX, strict=True))
    if count == 2:
        return np.array(((-wide / 2, 0.0), (wide / 2, 0.0)))
    turns = np.arange(count) / count * math.tau
    ring = np.column_stack((np.sin(turns), -np.cos(turns)))
    # The least ellipse on which neighbours clear one another, sideways or one above the other.
    grown = 0.5
    while True:
        places = ring * (wide * grown, high * grown)
        step = np.abs(places[:, None] - places[None])
        clear = (step[..., 0] >= wide) | (step[..., 1] >= high)
        if (clear | np.eye(count, dtype=bool)).all():
            return places
        grown += 0.02
