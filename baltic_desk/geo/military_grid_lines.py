"""Lines, squares and zones of the military grid (MGRS) in an area, for sheets."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from baltic_desk.geo.clipping import Paths, clip_lines
from baltic_desk.geo.geodesy import Floats, Position
from baltic_desk.geo.military_grid import BANDS, mgrs, zone_edges, zone_projection

Bounds = tuple[float, float, float, float]

SQUARE_M = 100_000.0
STEPS_M = (1_000.0, 10_000.0, 100_000.0)
LEAST_MM = 15.0
"""On paper, between two lines."""
_EDGE_M = 10_000.0
_MOST_EDGES = 400
_HIGHEST, _LOWEST = 84.0, -80.0


@dataclass(frozen=True, slots=True)
class GridZone:
    """A zone and band, as "34U", with its edges: west, south, east, north."""

    name: str
    zone: int
    edges: Bounds


@dataclass(frozen=True, slots=True, eq=False)
class MilitaryLine:
    """A line of the grid within one zone.

    Attributes
    ----------
    is_easting
        Whether it goes from south to north, and `value_m` is what lies east of it.
    """

    zone: int
    is_easting: bool
    value_m: float
    positions: Floats

    @property
    def of_square(self) -> bool:
        """Whether it bounds squares of 100 km."""
        return self.value_m % SQUARE_M == 0.0


def step_for(scale: float) -> float:
    """Metres between lines at the scale 1:`scale`.

    >>> step_for(50_000), step_for(250_000), step_for(1_000_000)
    (1000.0, 10000.0, 100000.0)
    """
    return next((s for s in STEPS_M if s / scale * 1000.0 >= LEAST_MM), STEPS_M[-1])


def zones_in(bounds: Bounds) -> Iterator[GridZone]:
    """Zones and bands in an area, from the south-west."""
    west, south, east, north = bounds
    south, north = max(south, _LOWEST), min(north, _HIGHEST)
    for number, band in enumerate(BANDS):
        low = number * 8.0 - 80.0
        high = _HIGHEST if band == "X" else low + 8.0
        if high <= south or low >= north:
            continue
        for zone in range(1, 61):
            left, right = zone_edges(zone, band)
            if right > west and left < east and _is_there(zone, band):
                yield GridZone(f"{zone}{band}", zone, (left, low, right, high))


def lines_in(bounds: Bounds, step_m: float) -> Iterator[MilitaryLine]:
    """Lines in an area, `step_m` apart, each cut at the edges of its zone."""
    for zone, edges in _strips(bounds):
        west, south, east, north = (
            max(bounds[0], edges[0]),
            max(bounds[1], edges[1]),
            min(bounds[2], edges[2]),
            min(bounds[3], edges[3]),
        )
        plane = zone_projection(zone)
        lon, lat = np.meshgrid(np.linspace(west, east, 9), np.linspace(south, north, 9))
        xy = plane.forward(np.column_stack((lon.ravel(), lat.ravel())))
        (left, bottom), (right, top) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
        # Between two of those places a parallel bulges by less than that.
        bottom, top = bottom - 0.02 * (top - bottom), top + 0.02 * (top - bottom)
        box = (west, south, east, north)
        for value in _multiples(step_m, left, right):
            yield from _line(zone, box, True, value, (bottom, top))
        for value in _multiples(step_m, bottom, top):
            yield from _line(zone, box, False, value, (left, right))


def _strips(bounds: Bounds) -> Iterator[tuple[int, Bounds]]:
    """Zones in an area, over all bands in which they are equally wide."""
    found: dict[tuple[int, float, float], list[float]] = {}
    for each in zones_in(bounds):
        west, south, east, north = each.edges
        known = found.setdefault((each.zone, west, east), [south, north])
        known[0], known[1] = min(known[0], south), max(known[1], north)
    for (zone, west, east), (south, north) in found.items():
        yield zone, (west, south, east, north)


def zone_lines(bounds: Bounds) -> Iterator[Floats]:
    """Edges of zones and bands within an area."""
    seen: set[tuple[float, ...]] = set()
    for zone in zones_in(bounds):
        west, south, east, north = zone.edges
        for edge in ((west, south, west, north), (west, south, east, south)):
            if edge in seen:
                continue
            seen.add(edge)
            along = np.linspace(0.0, 1.0, 65)
            line = np.column_stack(
                (edge[0] + along * (edge[2] - edge[0]), edge[1] + along * (edge[3] - edge[1]))
            )
            cut, _ = clip_lines(Paths(line, np.array((0, len(line)), np.int32)), bounds)
            yield from (cut.path(k) for k in range(len(cut)))


def square_letters(position: Position) -> str:
    """The two letters of the square that a position is in.

    >>> square_letters((20.5, 54.7))
    'DF'
    """
    return mgrs(position, digits=0).split()[1]


def label_parts(value_m: float, step_m: float) -> tuple[str, str]:
    """Small leading and large principal digits of a line, as they stand in a map's margin.

    >>> label_parts(6_254_000.0, 1_000.0), label_parts(480_000.0, 10_000.0)
    (('62', '54'), ('4', '8'))
    >>> label_parts(500_000.0, 100_000.0)
    ('', '5')
    """
    metres = round(value_m)
    if step_m >= SQUARE_M:
        leading, principal = divmod(metres // 100_000, 10)
        return str(leading) if leading else "", str(principal)
    leading, rest = divmod(metres, 100_000)
    principal = rest // round(step_m)
    digits = 2 if step_m < 10_000.0 else 1
    return str(leading) if leading else "", f"{principal:0{digits}d}"


def _line(
    zone: int, box: Bounds, is_easting: bool, value: float, ends: tuple[float, float]
) -> Iterator[MilitaryLine]:
    count = min(max(math.ceil((ends[1] - ends[0]) / _EDGE_M), 1), _MOST_EDGES)
    along = np.linspace(*ends, count + 1)
    fixed = np.full(len(along), value)
    xy = np.column_stack((fixed, along) if is_easting else (along, fixed))
    lonlat = zone_projection(zone).inverse(xy)
    lonlat = lonlat[np.isfinite(lonlat).all(axis=1)]
    if len(lonlat) < 2:
        return
    cut, _ = clip_lines(Paths(lonlat, np.array((0, len(lonlat)), np.int32)), box)
    for k in range(len(cut)):
        yield MilitaryLine(zone, is_easting, value, cut.path(k))


def _multiples(step: float, low: float, high: float) -> Iterator[float]:
    for number in range(math.ceil(low / step), math.floor(high / step) + 1):
        yield number * step


def _is_there(zone: int, band: str) -> bool:
    """Zones 32, 34 and 36 are left out about Svalbard."""
    return not (band == "X" and zone in (32, 34, 36))
