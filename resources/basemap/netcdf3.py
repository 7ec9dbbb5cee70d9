"""Reading variables of classic netCDF files (version 1), as far as ETOPO5 needs it."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DIMENSION, VARIABLE, ATTRIBUTE = 10, 11, 12
FLOAT, DOUBLE = 5, 6
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, FLOAT: 4, DOUBLE: 8}


@dataclass
class _Reader:
    raw: bytes
    at: int

    def integer(self) -> int:
        (value,) = struct.unpack_from(">i", self.raw, self.at)
        self.at += 4
        return value

    def name(self) -> str:
        length = self.integer()
        text = self.raw[self.at : self.at + length].decode()
        self.at += _padded(length)
        return text

    def count(self, tag: int) -> int:
        """Length of a list, which may be absent."""
        found, length = self.integer(), self.integer()
        if found not in (0, tag):
            raise ValueError(f"netCDF: list {found} at byte {self.at} where {tag} is due")
        return length

    def skip_attributes(self) -> None:
        for _ in range(self.count(ATTRIBUTE)):
            self.name()
            kind, length = self.integer(), self.integer()
            self.at += _padded(SIZES[kind] * length)


def variables(raw: bytes) -> dict[str, npt.NDArray[np.float64]]:
    """The variables of floating-point numbers by name."""
    if raw[:4] != b"CDF\x01":
        raise ValueError("not a classic netCDF file")
    reader = _Reader(raw, 8)
    sizes: list[int] = []
    for _ in range(reader.count(DIMENSION)):
        reader.name()
        sizes.append(reader.integer())
    reader.skip_attributes()
    found: dict[str, npt.NDArray[np.float64]] = {}
    for _ in range(reader.count(VARIABLE)):
        name = reader.name()
        shape = [sizes[reader.integer()] for _ in range(reader.integer())]
        reader.skip_attributes()
        kind, _, begin = reader.integer(), reader.integer(), reader.integer()
        if kind in (FLOAT, DOUBLE):
            form = ">f4" if kind == FLOAT else ">f8"
            values = np.frombuffer(raw, form, math.prod(shape), begin)
            found[name] = values.astype(np.float64).reshape(shape)
    return found


def _padded(length: int) -> int:
    return -(-length // 4) * 4
