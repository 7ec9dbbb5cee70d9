"""What a range ring comes to at an altitude: its outline, and its edges with what limits them.

A published range is cut to what is seen from the antenna, over terrain (`seen_reach`) or, while
nobody has looked at the terrain or without it, over a smooth earth (`horizon_reach`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
import shapely

from baltic_desk.coverage.line_of_sight import STANDARD_K, Cause, horizon_m
from baltic_desk.coverage.reach import CAUSES, Reach, reach
from baltic_desk.coverage.reach_outlines import EdgeStretch, edge_stretches, visible_area
from baltic_desk.coverage.viewshed import LONGEST_M, Emitter, VisibilityField
from baltic_desk.geo.geodesy import GEOD, Floats
from baltic_desk.geo.outlines import ring_outline

HIGHEST_TARGET_M = 20_000.0
"""Altitudes above sea level up to here are looked for: 15 km above the highest ground there is near
the region, and some."""

_WIDER = 1.02
_ON_ARC = 0.9999


@dataclass(frozen=True, slots=True)
class RingLimits:
    """An emitter and the published limits of what it does.

    Attributes
    ----------
    range_m, range_min_m
        Between which ranges, metres.
    bearing_from_deg, bearing_to_deg
        Sector, clockwise; None for all round.
    """

    emitter: Emitter
    range_m: float
    range_min_m: float = 0.0
    bearing_from_deg: float | None = None
    bearing_to_deg: float | None = None

    @property
    def sector(self) -> tuple[float, float] | None:
        """Bearings of the sector; None for all round."""
        if self.bearing_from_deg is None or self.bearing_to_deg is None:
            return None
        if (self.bearing_to_deg - self.bearing_from_deg) % 360.0 == 0.0:
            return None
        return self.bearing_from_deg, self.bearing_to_deg


@dataclass(frozen=True, slots=True, eq=False)
class RingReach:
    """What is reached, in longitude and latitude.

    Attributes
    ----------
    outlines
        Closed rings (n, 2): what lies in an odd number of them is reached.
    stretches
        Their edges, each with what limits it.
    farthest_m, nearest_m
        The farthest and the shortest range up to which all is reached without a gap, of all
        bearings, metres.
    shares
        Of the bearings, by what ends sight first; together 1.
    provisional
        Over a smooth earth for the moment: the terrain has not been looked at yet.
    """

    outlines: tuple[Floats, ...]
    stretches: tuple[EdgeStretch, ...]
    farthest_m: float
    nearest_m: float
    shares: Mapping[Cause, float] = field(default_factory=dict[Cause, float])
    provisional: bool = False

    @property
    def cause(self) -> Cause:
        """What limits it in most directions."""
        return max(self.shares, key=lambda cause: self.shares[cause])


def published_reach(limits: RingLimits) -> RingReach:
    """What a ring comes to as published, whatever is seen.

    Raises
    ------
    OutlineError
        There is no such outline.
    """
    rings = ring_outline(
        limits.emitter.position,
        limits.range_m,
        limits.range_min_m,
        *(limits.sector or (None, None)),
    )
    stretches = tuple(EdgeStretch("range", ring) for ring in rings)
    return RingReach(rings, stretches, limits.range_m, limits.range_m, {"range": 1.0})


def longest_needed_m(limits: RingLimits, ground_m: float) -> float:
    """How far out a visibility field has to go: the range, but no farther than anything is seen."""
    antenna_m = limits.emitter.antenna_m
    antenna_m += ground_m if limits.emitter.above == "ground" else 0.0
    return min(limits.range_m, float(horizon_m(antenna_m, HIGHEST_TARGET_M)), LONGEST_M)


def seen_reach(
    visibility: VisibilityField,
    limits: RingLimits,
    altitude_m: float,
    *,
    above_ground: bool = False,
    smallest_m2: float = 0.0,
    stray_m: float = 0.0,
) -> RingReach:
    """What a ring comes to over the terrain.

    Parameters
    ----------
    visibility
        From the place of its emitter, at least as far out as `longest_needed_m`.
    smallest_m2
        Islands and blind areas smaller than that are left out.
    stray_m
        How far edges may run from where they should.
    """
    range_m = min(limits.range_m, float(visibility.ranges_m[-1]))
    if limits.range_min_m >= range_m:
        return _nothing("horizon")
    seen = reach(
        visibility,
        altitude_m,
        above_ground=above_ground,
        range_m=range_m,
        range_min_m=limits.range_min_m,
    )
    if limits.range_min_m > 0.0 and not seen.seen_from_start.any():
        # The engine calls all that does not begin to be seen hidden by the ground.
        over_sea_m = float(horizon_m(visibility.antenna_m, altitude_m, visibility.k))
        return _nothing("horizon" if over_sea_m <= limits.range_min_m else "terrain")
    stretches = edge_stretches(seen, smallest_m2=smallest_m2, stray_m=stray_m)
    if limits.sector is None:
        return _summed(seen, _closed(stretches), stretches, limits)
    wedge = shapely.Polygon(
        ring_outline(limits.emitter.position, range_m * _WIDER, 0.0, *limits.sector)[0]
    )
    area = visible_area(seen, smallest_m2=smallest_m2)
    outlines = _rings(shapely.intersection(area, wedge))
    sides = _lines(shapely.intersection(area, wedge.exterior))
    cut = [
        EdgeStretch(stretch.cause, line)
        for stretch in stretches
        for line in _lines(shapely.intersection(shapely.LineString(stretch.positions), wedge))
    ]
    return _summed(seen, outlines, (*cut, *(EdgeStretch("range", side) for side in sides)), limits)


def horizon_reach(
    limits: RingLimits,
    altitude_m: float,
    ground_m: float = 0.0,
    *,
    k: float = STANDARD_K,
    provisional: bool = False,
) -> RingReach:
    """What a ring comes to over a smooth earth at sea level.

    Parameters
    ----------
    ground_m
        Height of the ground under the emitter, on which its antenna stands.
    """
    emitter = limits.emitter
    antenna_m = emitter.antenna_m + (ground_m if emitter.above == "ground" else 0.0)
    seen_m = float(horizon_m(antenna_m, altitude_m, k))
    far_m = min(limits.range_m, seen_m)
    cause: Cause = "range" if limits.range_m <= seen_m else "horizon"
    if far_m <= limits.range_min_m:
        return _nothing(cause, provisional=provisional)
    outlines = ring_outline(
        emitter.position, far_m, limits.range_min_m, *(limits.sector or (None, None))
    )
    edges: list[tuple[Cause, Floats]] = []
    if limits.sector is None or cause == "range":
        edges.append((cause, outlines[0]))
        for hole in outlines[1:]:
            edges.append(("range", hole))
    else:
        edges = _arc_and_sides(outlines[0], limits, far_m)
    return RingReach(
        outlines,
        tuple(EdgeStretch(why, line) for why, line in edges),
        far_m,
        far_m,
        {cause: 1.0},
        provisional,
    )


def _nothing(cause: Cause, *, provisional: bool = False) -> RingReach:
    return RingReach((), (), 0.0, 0.0, {cause: 1.0}, provisional)


def _summed(
    seen: Reach,
    outlines: tuple[Floats, ...],
    stretches: tuple[EdgeStretch, ...],
    limits: RingLimits,
) -> RingReach:
    inside = np.ones(len(seen.continuous_m), np.bool_)
    if limits.sector is not None:
        start, end = limits.sector
        inside = (seen.field.bearings_deg - start) % 360.0 <= (end - start) % 360.0
        if not inside.any():  # narrower than bearings are apart
            inside[round(start / 360.0 * len(inside)) % len(inside)] = True
    far_m = seen.continuous_m[inside]
    counts: list[int] = np.bincount(seen.continuous_cause[inside], minlength=len(CAUSES)).tolist()
    shares: dict[Cause, float] = {
        cause: count / len(far_m) for cause, count in zip(CAUSES, counts, strict=True) if count
    }
    return RingReach(outlines, stretches, float(far_m.max()), float(far_m.min()), shares)


def _closed(stretches: tuple[EdgeStretch, ...]) -> tuple[Floats, ...]:
    """The rings that stretches are parts of: those of a ring follow each other."""
    rings: list[Floats] = []
    parts: list[Floats] = []
    for stretch in stretches:
        parts.append(stretch.positions)
        start, end = parts[0][0], stretch.positions[-1]
        if start[0] == end[0] and start[1] == end[1]:
            rings.append(
                parts[0]
                if len(parts) == 1
                else np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
            )
            parts = []
    assert not parts, "stretches must go round"
    return tuple(rings)


def _arc_and_sides(outline: Floats, limits: RingLimits, far_m: float) -> list[tuple[Cause, Floats]]:
    """A sector's outline, told apart: the arc at the horizon, and what is out of the range."""
    lon, lat = limits.emitter.position
    count = len(outline)
    away_m = GEOD.inv(np.full(count, lon), np.full(count, lat), outline[:, 0], outline[:, 1])[2]
    on_arc = np.asarray(away_m) >= far_m * _ON_ARC
    edges: list[tuple[Cause, Floats]] = []
    place = 0
    for arc, group in groupby((on_arc[:-1] & on_arc[1:]).tolist()):
        count = len(list(group))
        edges.append(("horizon" if arc else "range", outline[place : place + count + 1]))
        place += count
    return edges


def _rings(area: shapely.Geometry) -> tuple[Floats, ...]:
    polygons = [p for p in shapely.get_parts(area) if isinstance(p, shapely.Polygon)]
    return tuple(
        shapely.get_coordinates(ring)
        for polygon in polygons
        for ring in (polygon.exterior, *polygon.interiors)
    )


def _lines(found: shapely.Geometry) -> list[Floats]:
    """Lines of an intersection; points in which things only touch are none."""
    return [
        shapely.get_coordinates(part)
        for part in shapely.get_parts(shapely.get_parts(found))
        if isinstance(part, shapely.LineString) and not part.is_empty
    ]
