"""Reach on the map plane of one projection: what is filled, which edges are drawn, what is said.

Rings of one emitter end at the same horizon: only the widest draws that edge and says so, the
others draw what their own range limits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np

from baltic_desk.app.reaches import FieldCache, Reached, cut_ring, reached
from baltic_desk.app.ring_limits import is_cut_short, reach_label
from baltic_desk.coverage.line_of_sight import Cause
from baltic_desk.coverage.over_horizon import shipped_over_horizon
from baltic_desk.coverage.reach import CAUSES
from baltic_desk.document.altitude import Altitude, is_cut
from baltic_desk.document.feature import Feature, RangeRing
from baltic_desk.geo.clipping import joined
from baltic_desk.geo.geodesy import Floats
from baltic_desk.geo.outlines import OutlineError
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.geo.terrain import Elevation, TerrainFileError
from baltic_desk.ui.map.outlined import Outline
from baltic_desk.ui.map.viewport import Bounds

STRAY_PX = 0.3
EXACT_BELOW_M = 64.0
_TENTH_PX = 0.1
_MOST_STRETCHED = 3.0
"""Map metres to one on the ground, as far north as Mercator's projection serves."""
MOST_MOVING = 12
_NO_FIELDS = FieldCache()
SMALLEST_PX = 1.5
"""Side of the smallest island or blind area that is drawn."""


_Owner = tuple[int, Cause | None]
"""A ring, and which of its edges; None for its area."""


@dataclass(frozen=True, slots=True)
class Detail:
    """How finely reach is worked out for a scale: how far its edges may stray, metres on the
    ground, and the smallest speck of it in square metres.
    """

    stray_m: float = 0.0
    smallest_m2: float = 0.0

    @staticmethod
    def of(metres_per_px: float) -> Detail:
        """What can be seen at a scale in map metres; the same for all scales of an octave."""
        if metres_per_px < EXACT_BELOW_M:
            return Detail()
        ground_m = 2.0 ** math.floor(math.log2(metres_per_px)) / _MOST_STRETCHED
        return Detail(STRAY_PX * ground_m, (SMALLEST_PX * ground_m) ** 2)

    @property
    def tolerance_m(self) -> float:
        """How far lines on the map plane may stray, map metres: a tenth of a pixel."""
        return self.stray_m * _MOST_STRETCHED * _TENTH_PX / STRAY_PX


@dataclass(frozen=True, slots=True, eq=False)
class PlacedReach:
    """What is drawn of one ring.

    Attributes
    ----------
    fill
        Closed rings, odd-even; None where nothing is, or a wider ring fills the same.
    edges
        Lines by what limits them.
    label
        Empty where nothing has to be said.
    label_xy
        Places at the edge (n, 2), map metres: the lowest, the highest, right and left.
    """

    reached: Reached
    fill: Outline | None
    edges: Mapping[Cause, Outline]
    label: str
    label_xy: Floats
    inner: bool = False
    """Whether it lies in the reach of a wider ring of the same emitter."""

    @property
    def ring_id(self) -> str:
        """Id of the ring."""
        return self.reached.ring.id

    @property
    def provisional(self) -> bool:
        """Whether the terrain has not been looked at."""
        return self.reached.reach.provisional


@dataclass(frozen=True, eq=False)
class Reaches:
    """All that is reached at an altitude, in drawing order, in one projection.

    Attributes
    ----------
    altitude
        None for ranges as published.
    terrain
        What it was computed over; with a source that this machine lacks, what stands in for it.
    missing
        Name of such a source; empty when it is there.
    """

    altitude: Altitude | None
    projection_id: str
    terrain: Elevation
    items: tuple[PlacedReach, ...]
    missing: str = ""

    @cached_property
    def by_id(self) -> Mapping[str, PlacedReach]:
        """What is drawn by the id of the ring."""
        return {item.ring_id: item for item in self.items}

    @cached_property
    def bounds(self) -> Bounds | None:
        """Left, bottom, right and top of all edges, map metres; None where there are none."""
        boxes = [edge.bounds for item in self.items for edge in item.edges.values()]
        if not boxes:
            return None
        left, bottom, right, top = zip(*boxes, strict=True)
        return min(left), min(bottom), max(right), max(top)

    @cached_property
    def causes(self) -> frozenset[Cause]:
        """What limits anything that is final."""
        return frozenset(
            cause for item in self.items if not item.provisional for cause in item.edges
        )

    @cached_property
    def provisional(self) -> int:
        """Of how many rings the terrain has not been looked at."""
        return sum(item.provisional for item in self.items)

    @cached_property
    def assumed(self) -> bool:
        """Whether the height of any antenna is assumed."""
        return any(item.reached.ring.antenna.assumed for item in self.items)


def placed(found: Sequence[Reached], projection_id: str) -> list[PlacedReach]:
    """Reach on the map plane; what has no place there is left out."""
    lines: list[Floats] = []
    owners: list[_Owner] = []
    inner = _inner(found)
    for k, each in enumerate(found):
        own = [s for s in each.reach.stretches if k not in inner or s.cause == "range"]
        for outline in each.reach.outlines if own else ():
            lines.append(outline)
            owners.append((k, None))
        for stretch in own:
            lines.append(stretch.positions)
            owners.append((k, stretch.cause))
    of_owner: dict[_Owner, list[Floats]] = {}
    for owner, line in zip(owners, _projected(lines, projection_id), strict=True):
        of_owner.setdefault(owner, []).append(line)
    answer: list[PlacedReach] = []
    for k, each in enumerate(found):
        filled = of_owner.get((k, None), [])
        if not all(np.isfinite(line).all() for line in filled):
            continue
        edges: dict[Cause, Outline] = {}
        for cause in CAUSES:
            if (k, cause) in of_owner:
                edges[cause] = Outline(joined(of_owner[k, cause]))
        says = is_cut_short(each) and bool(filled) and k not in inner
        answer.append(
            PlacedReach(
                each,
                Outline(joined(filled)) if filled else None,
                edges,
                reach_label(each) if says else "",
                _extremes(filled),
                k in inner,
            )
        )
    return answer


def to_the_horizon(features: Mapping[str, Feature], shown: Reaches) -> dict[str, PlacedReach]:
    """What rings that are being moved or drawn reach, as far as that is quickly told.

    Over a smooth earth; so many at most that a frame is not held up.
    """
    found: list[Reached] = []
    if shown.altitude is None:
        return {}
    for feature in features.values():
        ring = feature.properties
        if not (isinstance(ring, RangeRing) and is_cut(ring, shipped_over_horizon())):
            continue
        cut = cut_ring(feature.id, ring, shown.altitude.assumed_antenna_m)
        with suppress(OutlineError, TerrainFileError):
            found.append(reached(cut, shown.altitude, shown.terrain, _NO_FIELDS))
        if len(found) == MOST_MOVING:
            break
    return {each.ring_id: each for each in placed(found, shown.projection_id)}


def _inner(found: Sequence[Reached]) -> frozenset[int]:
    """Which rings lie in a wider one of the same emitter, or in an equal one before them."""
    of_emitter: dict[object, list[int]] = {}
    for k, each in enumerate(found):
        of_emitter.setdefault((each.ring.ring_class, each.ring.limits.emitter), []).append(k)
    return frozenset(
        k
        for together in of_emitter.values()
        for k in together
        for other in together
        if other != k
        and found[k].ring.lies_in(found[other].ring)
        and (other < k or not found[other].ring.lies_in(found[k].ring))
    )


def _projected(lines: list[Floats], projection_id: str) -> list[Floats]:
    """Lines on the map plane, in one call."""
    if not lines:
        return []
    xy = PROJECTIONS[projection_id].forward(np.concatenate(lines))
    counts = [len(line) for line in lines]
    return [xy[end - count : end] for count, end in zip(counts, accumulate(counts), strict=True)]


def _extremes(rings: Sequence[Floats]) -> Floats:
    """The lowest, highest, rightmost and leftmost point of the ring that is as large as any."""
    if not rings:
        return np.empty((0, 2))
    largest = max(rings, key=_size)
    x, y = largest[:, 0], largest[:, 1]
    return largest[[y.argmin(), y.argmax(), x.argmax(), x.argmin()]]


def _size(ring: Floats) -> float:
    width, height = np.ptp(ring, axis=0).tolist()
    return width * height
