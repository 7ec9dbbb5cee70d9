"""What stands beside a gesture: measured legs, places, thin geodesic lines; rounding with Shift."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from baltic_desk.document.geometry import Position
from baltic_desk.geo.coordinates import format_position
from baltic_desk.geo.distances import UNITS, format_bearing, format_distance
from baltic_desk.geo.geodesy import destination, geodesic, inverse, midpoint
from baltic_desk.tools.tool import Desk, Guide, Pixel, Pointer

DRAG_PX = 4.0
"""A press that moves less than this is a click."""

_STEP_DEG = 15.0
_ROUND_PX = 10.0


def leg_text(start: Position, end: Position, desk: Desk) -> str:
    """Distance and bearing from start to end, to read."""
    bearing_deg, distance_m = inverse(start, end)
    return f"{format_distance(distance_m, desk.distance_unit)}  {format_bearing(bearing_deg)}"


def place_text(position: Position, desk: Desk) -> str:
    """A position in the coordinates that the person has chosen."""
    return format_position(position, desk.coordinate_style)


def geodesic_guide(positions: Sequence[Position]) -> Guide:
    """A thin line along the geodesics through these positions."""
    line: list[list[float]] = geodesic(np.array(positions)).tolist()
    return Guide("line", tuple((lon, lat) for lon, lat in line))


def leg_label(start: Position, end: Position, desk: Desk) -> Guide:
    """Distance and bearing of a leg, at its middle."""
    return Guide("label", (midpoint(start, end),), text=leg_text(start, end, desk))


def apart_px(one: Pixel, other: Pixel) -> float:
    """Distance of two pixels."""
    return math.dist(one, other)


def is_drag(start: Pointer, now: Pointer) -> bool:
    """Whether the pointer has gone too far for a click."""
    return apart_px(start.px, now.px) >= DRAG_PX


def pointer_at(position: Position, desk: Desk) -> Pointer:
    """A pointer at a position that was typed, not pointed at."""
    return Pointer(position, desk.view.to_px(position))


def steered(origin: Position, pointer: Pointer) -> Position:
    """Where the pointer is; with Shift, the place as far away at a bearing of whole 15 degrees."""
    if not pointer.shift:
        return pointer.at
    bearing_deg, distance_m = inverse(origin, pointer.at)
    return destination(origin, round_angle(bearing_deg), distance_m)


def round_angle(angle_deg: float) -> float:
    """The nearest whole 15 degrees."""
    return round(angle_deg / _STEP_DEG) * _STEP_DEG


def round_length(length_m: float, desk: Desk) -> float:
    """The nearest round length in the person's unit; how round depends on the scale of the map."""
    unit_m = UNITS[desk.distance_unit]
    least = max(_ROUND_PX * desk.view.metres_per_px() / unit_m, 1e-3)
    power = 10.0 ** math.floor(math.log10(least))
    step = next(digit * power for digit in (1, 2, 5, 10) if digit * power >= least * (1 - 1e-9))
    return max(round(length_m / unit_m / step), 1) * step * unit_m
