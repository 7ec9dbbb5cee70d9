"""How the one-file viewer holds lines and areas: whole numbers, each told by its step from the one
before, in as few bytes as that takes."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from baltic_desk.geo.clipping import Paths, joined
from baltic_desk.geo.geodesy import Floats

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What the viewer's data is made of."""

Ints = npt.NDArray[np.int64]

_MOST_GROUPS = 9


def packed(paths: Paths, quantum_m: float, flags: Sequence[int] | None = None) -> str:
    """Lines or rings in map metres, as text.

    Base64 of numbers of 7 bits a byte, the lowest first, each byte but the last with its highest
    bit set: how many lines; of each line four times how many points it has, and its flags; then the
    steps in x and y from point to point, from line to line, zigzag (0, -1, 1, -2 …), in `quantum_m`
    metres from the origin of the plane.

    Parameters
    ----------
    flags
        0 to 3 for each line.

    >>> packed(joined([np.array([(0.0, 0.0), (10.0, -10.0)])]), 10.0)
    'AQgAAAIB'
    """
    grid = np.round(paths.positions / quantum_m).astype(np.int64)
    return packed_grid(grid, np.diff(paths.starts).astype(np.int64), flags)


def packed_grid(grid: Ints, counts: Ints, flags: Sequence[int] | None = None) -> str:
    """The same of points (n, 2) that are whole numbers by now, so many to a line."""
    steps = np.diff(grid, axis=0, prepend=np.zeros((1, 2), np.int64))
    zigzag = np.where(steps < 0, -2 * steps - 1, 2 * steps)
    heads = 4 * counts + (np.zeros(len(counts), np.int64) if flags is None else np.array(flags))
    starts = 2 * (np.cumsum(counts) - counts)
    numbers = np.insert(zigzag.ravel(), starts, heads)
    return base64.b64encode(varints(np.concatenate(([len(counts)], numbers)))).decode()


def packed_lines(lines: Sequence[Floats], quantum_m: float) -> str:
    """Lines (n, 2) in map metres, as text."""
    return packed(joined(list(lines)), quantum_m)


def varints(numbers: Ints) -> bytes:
    """Whole numbers from 0 up, 7 bits a byte, the lowest first.

    >>> varints(np.array([1, 300])).hex()
    '01ac02'
    """
    shifts = 7 * np.arange(_MOST_GROUPS)
    groups = (numbers[:, None] >> shifts) & 0x7F
    lengths = np.maximum(1, (numbers[:, None] >> shifts > 0).sum(axis=1))
    places = np.arange(_MOST_GROUPS)
    groups |= np.where(places < lengths[:, None] - 1, 0x80, 0)
    return groups[places < lengths[:, None]].astype(np.uint8).tobytes()


class Table:
    """Things that are told once and named by their place after."""

    def __init__(self) -> None:
        self._place: dict[str, int] = {}
        self.rows: list[Json] = []

    def of(self, key: str, row: Json) -> int:
        """Place of a row, which is known by its key."""
        found = self._place.get(key)
        if found is None:
            found = self._place[key] = len(self.rows)
            self.rows.append(row)
        return found

    def text(self, text: str) -> int:
        """Place of a text."""
        return self.of(text, text)
