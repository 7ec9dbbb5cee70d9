"""Two altitudes compared: what is beside what, and the square kilometres of either.

Areas are those of what is drawn: over the terrain where it has been looked at, over a smooth earth,
and provisional, where it has not. Nothing here computes a visibility field.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import shapely

from baltic_desk.app.coverage_study import target_of
from baltic_desk.app.reaches import FieldCache, FieldKey
from baltic_desk.coverage.comparison import AreaPair, compared
from baltic_desk.coverage.emitter_reach import EmitterReach, drawn_reach, polygons_of, reach_at
from baltic_desk.coverage.emitters import RingEmitter, TargetAltitude
from baltic_desk.coverage.ring_reach import RingLimits, horizon_reach, longest_needed_m
from baltic_desk.coverage.viewshed import ViewshedError
from baltic_desk.document.altitude import NO_TERRAIN, Altitude
from baltic_desk.geo.outlines import OutlineError
from baltic_desk.geo.terrain import Elevation, TerrainFileError


@dataclass(frozen=True, slots=True)
class Comparison:
    """How altitudes are compared, as one looks at a project; nothing of it is written.

    Attributes
    ----------
    left
        What the reach that is drawn is compared with; None for ranges as published.
    right
        What is drawn for as long as the project says no altitude; None for ranges as published.
    """

    left: Altitude | None = None
    right: Altitude | None = None


@dataclass(frozen=True, slots=True)
class ComparedAreas:
    """The areas of either side.

    Attributes
    ----------
    pairs
        By ring class and identity; the first is the left.
    rings
        How many rings they are of.
    assumed
        How many of those have an antenna of assumed height, where that counts.
    provisional
        Of how many the terrain has not been looked at yet.
    failed
        How many are left out because nothing can be told of them.
    """

    pairs: tuple[AreaPair, ...]
    rings: int
    assumed: int
    provisional: int
    failed: int


Side: TypeAlias = tuple[Altitude | None, Elevation]
"""An altitude, or None for ranges as published, and what it is looked at over."""


def compared_areas(
    emitters: Sequence[RingEmitter], left: Side, right: Side, cache: FieldCache
) -> ComparedAreas:
    """Areas of what is shown left and right, with the fields that there are.

    It may run in any thread: uniting twenty emitters takes half a second.
    """
    provisional: set[str] = set()
    found: list[dict[str, EmitterReach]] = []
    for side in (left, right):
        reaches: dict[str, EmitterReach] = {}
        for emitter in emitters:
            try:
                reaches[emitter.ring_id], final = _reach(emitter, *side, cache)
            except (OutlineError, ViewshedError, TerrainFileError):
                continue
            if not final:
                provisional.add(emitter.ring_id)
        found.append(reaches)
    both = [each for each in emitters if all(each.ring_id in reaches for reaches in found)]
    cut = left[0] is not None or right[0] is not None
    return ComparedAreas(
        compared(_of(both, found[0]), _of(both, found[1])),
        len(both),
        sum(cut and each.needs_sight and each.antenna_assumed for each in both),
        len(provisional),
        len(emitters) - len(both),
    )


def _of(emitters: Iterable[RingEmitter], side: dict[str, EmitterReach]) -> list[EmitterReach]:
    return [side[each.ring_id] for each in emitters]


def _reach(
    emitter: RingEmitter, altitude: Altitude | None, terrain: Elevation, cache: FieldCache
) -> tuple[EmitterReach, bool]:
    """What is reached, and whether the terrain that counts has been looked at."""
    target = target_of(altitude)
    if altitude is None or target is None or not emitter.needs_sight:
        return drawn_reach(emitter, target), True
    limits = RingLimits(
        emitter.antenna, emitter.range_m, emitter.range_min_m, *(emitter.sector_deg or (None, None))
    )
    if altitude.terrain == NO_TERRAIN:
        return _over_smooth_earth(emitter, target, limits, 0.0), True
    key = FieldKey(emitter.antenna, terrain)
    ground_m = cache.ground_m(key)
    field = cache.get(key, longest_needed_m(limits, ground_m))
    if field is None:
        return _over_smooth_earth(emitter, target, limits, ground_m), False
    return reach_at(emitter, target, field), True


def _over_smooth_earth(
    emitter: RingEmitter, target: TargetAltitude, limits: RingLimits, ground_m: float
) -> EmitterReach:
    reach = horizon_reach(limits, target.altitude_m, ground_m)
    area: shapely.Geometry = shapely.MultiPolygon()
    for ring in reach.outlines:  # what lies in an odd number of them
        area = shapely.symmetric_difference(area, shapely.Polygon(ring))
    return EmitterReach(emitter, target, polygons_of(area), ())
