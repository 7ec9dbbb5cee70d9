"""The way of a camera from one picture of the map to another: out, across, and in again.

Zooming and panning at once along the path that looks steady to the eye: van Wijk and Nuij, "Smooth
and efficient zooming and panning", IEEE InfoVis 2003, equations 9 and 10.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

RHO = 1.42
"""How far out a camera goes for a long way; that of the paper's trials."""
LEAST_S, LONGEST_S = 0.45, 0.95
PATH_A_SECOND = 2.4
"""Of the path's own length, in which zooming by e counts 1 / RHO."""
_NEARLY = 1e-9


class Look(NamedTuple):
    """Centre of a picture on the map plane, and how wide it is, map metres."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Flight:
    """A path of `length`; `at` tells where one is on it."""

    start: Look
    end: Look
    rho: float
    length: float
    _distance: float
    _r0: float

    @staticmethod
    def between(start: Look, end: Look, rho: float = RHO) -> Flight:
        """The path from one picture to another."""
        u1 = math.hypot(end.x - start.x, end.y - start.y)
        w0, w1 = start.width, end.width
        if u1 < _NEARLY * min(w0, w1):
            return Flight(start, end, rho, abs(math.log(w1 / w0)) / rho, 0.0, 0.0)
        spread = rho**4 * u1**2
        b0 = (w1**2 - w0**2 + spread) / (2.0 * w0 * rho**2 * u1)
        b1 = (w1**2 - w0**2 - spread) / (2.0 * w1 * rho**2 * u1)
        r0, r1 = -math.asinh(b0), -math.asinh(b1)
        return Flight(start, end, rho, (r1 - r0) / rho, u1, r0)

    @property
    def seconds(self) -> float:
        """How long it takes to fly: never more than a second."""
        return min(max(self.length / PATH_A_SECOND, LEAST_S), LONGEST_S)

    def at(self, length: float) -> Look:
        """The picture after so much of the path's length."""
        if length <= 0.0:
            return self.start
        if length >= self.length:
            return self.end
        w0 = self.start.width
        if self._distance == 0.0:
            sign = 1.0 if self.end.width > w0 else -1.0
            share = length / self.length
            return Look(
                self.start.x + share * (self.end.x - self.start.x),
                self.start.y + share * (self.end.y - self.start.y),
                w0 * math.exp(sign * self.rho * length),
            )
        along = self.rho * length + self._r0
        # cosh(r0) tanh(along) - sinh(r0) as one quotient: the difference of the two loses digits.
        went = w0 / self.rho**2 * math.sinh(self.rho * length) / math.cosh(along)
        share = min(max(went / self._distance, 0.0), 1.0)
        return Look(
            self.start.x + share * (self.end.x - self.start.x),
            self.start.y + share * (self.end.y - self.start.y),
            w0 * math.cosh(self._r0) / math.cosh(along),
        )

    def after(self, share: float) -> Look:
        """The picture after a share of the time: it sets off and lands gently."""
        return self.at(self.length * eased(share))


def eased(share: float) -> float:
    """A share of the time as a share of the way, slow at both ends.

    >>> eased(0.0), eased(0.5), eased(1.0)
    (0.0, 0.5, 1.0)
    """
    share = min(max(share, 0.0), 1.0)
    return share * share * (3.0 - 2.0 * share)
