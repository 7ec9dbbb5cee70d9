"""Taking out the edges of no area that cutting a ring to a box leaves on the box's sides.

They cancel out exactly in longitude and latitude, but not once projected: the same stretch of a
side, in one ring drawn from corner to corner and in another through a point between, bends
differently and shows as a hair line across the sea.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt

from baltic_desk.geo.clipping import Box, Floats, Paths, joined


def without_bridges(rings: Paths, box: Box) -> Paths:
    """Rings that enclose the same area by the odd-even rule, going along the box's sides at most
    once.

    `rings` are closed and lie in the box.
    """
    side = _sides(rings, box)
    if not (side >= 0).any():
        return rings
    kept: list[Floats] = []
    chains: list[Floats] = []
    for k in range(len(rings)):
        first, last = rings.starts[k], rings.starts[k + 1]
        on_side = side[first : last - 1] >= 0
        if on_side.any():
            chains += _chains(rings.positions[first:last], on_side)
        else:
            kept.append(rings.path(k))
    stretches = _odd_stretches(rings, side, box)
    return joined(kept + _stitched(chains + stretches))


def _sides(rings: Paths, box: Box) -> npt.NDArray[np.int8]:
    """For the edge from each position to the next: 0 south, 1 east, 2 north, 3 west side of the
    box, else -1.
    """
    xy = rings.positions
    side = np.full(len(xy), -1, np.int8)
    for number, (axis, bound) in enumerate(((1, box[1]), (0, box[2]), (1, box[3]), (0, box[0]))):
        at = xy[:, axis] == bound
        side[:-1][at[:-1] & at[1:]] = number
    side[rings.starts[1:] - 1] = -1
    return side


def _chains(ring: Floats, on_side: npt.NDArray[np.bool_]) -> list[Floats]:
    """The runs of a ring between its stretches along the sides."""
    turn = int(np.argmax(on_side))  # begin on a side, so that no run passes the ring's end
    open_ring = np.roll(ring[:-1], -turn, axis=0)
    ring = np.vstack([open_ring, open_ring[:1]])
    off = ~np.roll(on_side, -turn)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], off.astype(np.int8), [0]])))
    return [ring[a : b + 1] for a, b in edges.reshape(-1, 2)]


def _odd_stretches(rings: Paths, side: npt.NDArray[np.int8], box: Box) -> list[Floats]:
    """The stretches of each side that an odd number of edges run along."""
    stretches: list[Floats] = []
    for number, (axis, bound) in enumerate(((1, box[1]), (0, box[2]), (1, box[3]), (0, box[0]))):
        at = np.flatnonzero(side == number)
        along = 1 - axis
        ends = np.concatenate([rings.positions[at, along], rings.positions[at + 1, along]])
        places, times = np.unique(ends, return_counts=True)
        # parity changes where an odd number of edges end
        odd = places[times % 2 == 1]
        for low, high in odd.reshape(-1, 2):
            stretch = np.full((2, 2), bound)
            stretch[:, along] = low, high
            stretches.append(stretch)
    return stretches


def _stitched(chains: list[Floats]) -> list[Floats]:
    """Rings made by joining chains end to end; every end meets an even number of others."""
    at: dict[tuple[float, float], list[int]] = defaultdict(list)
    for index, chain in enumerate(chains):
        at[_key(chain[0])].append(index)
        at[_key(chain[-1])].append(index)
    used = np.zeros(len(chains), bool)
    rings: list[Floats] = []
    for begin in range(len(chains)):
        if used[begin]:
            continue
        used[begin] = True
        parts = [chains[begin]]
        home, here = _key(parts[0][0]), _key(parts[0][-1])
        while here != home:
            index = next(k for k in at[here] if not used[k])
            used[index] = True
            chain = chains[index]
            chain = chain if _key(chain[0]) == here else chain[::-1]
            parts.append(chain[1:])
            here = _key(chain[-1])
        rings.append(np.concatenate(parts))
    return rings


def _key(position: Floats) -> tuple[float, float]:
    return float(position[0]), float(position[1])
