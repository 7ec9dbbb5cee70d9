"""The net of meridians and parallels for a view, with their labels."""

import math
from dataclasses import dataclass

import numpy as np

from baltic_desk.geo.geodesy import Floats, bend

# Arc seconds. Neighbours differ by at most 2.5 times, so 4 to 10 meridians cross 1920 px.
_STEPS = tuple(unit * count for unit in (3600, 60, 1) for count in (30, 20, 10, 5, 2, 1))
_LEAST_SPACING_PX = 192.0
# Against a view that does not fit its scale.
_MOST_LINES = 200
_MOST_EDGES = 400
_DEVIATION_PX = 0.3
_LAST_PARALLEL_DEG = 85.0


@dataclass(frozen=True)
class GridLine:
    """One meridian or parallel, dense enough to be drawn with straight edges."""

    label: str
    positions: Floats
    is_meridian: bool


@dataclass(frozen=True)
class Graticule:
    """Lines from west to east, then from south to north."""

    lines: tuple[GridLine, ...]
    step_deg: float
    """Between meridians."""
    parallel_step_deg: float


def graticule(lonlat_bounds: tuple[float, float, float, float], metres_per_px: float) -> Graticule:
    """The graticule of a view (west, south, east, north), lines 192 px apart or more.

    `metres_per_px` is the resolution on the ground, not in the projection's metres.
    """
    west, south, east, north = lonlat_bounds
    west, east = max(west, -180.0), min(east, 180.0)
    south, north = max(south, -_LAST_PARALLEL_DEG), min(north, _LAST_PARALLEL_DEG)
    if not (west < east and south < north and metres_per_px > 0.0):
        return Graticule((), 0.0, 0.0)
    degree_px = 111_200.0 / metres_per_px
    slenderness = math.cos(math.radians((south + north) / 2))
    meridian_step = _step(degree_px * slenderness, east - west)
    parallel_step = _step(degree_px, north - south)
    edge_deg = _longest_edge_deg(max(abs(south), abs(north)), metres_per_px)
    meridians = (
        GridLine(
            label=_label(seconds, meridian_step, "E", "W"),
            positions=_line(seconds / 3600, south, edge_deg=edge_deg, end=north),
            is_meridian=True,
        )
        for seconds in _multiples(meridian_step, west, east)
    )
    parallels = (
        GridLine(
            label=_label(seconds, parallel_step, "N", "S"),
            positions=_line(seconds / 3600, west, edge_deg=edge_deg / slenderness, end=east)[
                :, ::-1
            ],
            is_meridian=False,
        )
        for seconds in _multiples(parallel_step, south, north)
    )
    return Graticule((*meridians, *parallels), meridian_step / 3600, parallel_step / 3600)


def _step(degree_px: float, extent_deg: float) -> int:
    """Seconds between lines: the smallest that keeps them apart."""
    least = max(_LEAST_SPACING_PX / degree_px, extent_deg / _MOST_LINES) * 3600
    return min((step for step in _STEPS if step >= least), default=_STEPS[0])


def _multiples(step: int, low_deg: float, high_deg: float) -> range:
    first = math.ceil(low_deg * 3600 / step)
    last = math.floor(high_deg * 3600 / step)
    return range(first * step, last * step + 1, step)


def _longest_edge_deg(latitude_deg: float, metres_per_px: float) -> float:
    """Degrees of arc that may be drawn straight in any projection."""
    longest_m = math.sqrt(8.0 * _DEVIATION_PX * metres_per_px / float(bend(latitude_deg)))
    return longest_m / 111_200.0


def _line(fixed: float, start: float, *, end: float, edge_deg: float) -> Floats:
    edges = min(math.ceil((end - start) / edge_deg), _MOST_EDGES)
    running = np.linspace(start, end, edges + 1)
    return np.column_stack((np.full(len(running), fixed), running))


def _label(seconds: int, step: int, positive: str, negative: str) -> str:
    """Degrees, with minutes and seconds where the step between lines needs them."""
    degrees, rest = divmod(abs(seconds), 3600)
    text = f"{degrees}°"
    if step % 3600:
        text += f"{rest // 60:02d}′"
    if step % 60:
        text += f"{rest % 60:02d}″"
    if seconds == 0:
        return text
    return text + (positive if seconds > 0 else negative)
