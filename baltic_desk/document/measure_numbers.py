"""Distances and azimuths of control measures: as text in the file, and as places on the map.

Amplifier AM is a radius about the first point, the whole width about the first leg, or a side or
half-axis along or across the azimuth, as the measure's rule has it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec.structs import replace

from baltic_desk.document.feature import ControlMeasure
from baltic_desk.document.geometry import Position
from baltic_desk.document.measure_rules import rule_for
from baltic_desk.geo.geodesy import Floats, bearing, destination, distance, inverse, midpoint
from baltic_desk.geo.outlines import OutlineError
from baltic_desk.symbology.measure_outlines import measure_outline

Laid = Literal["radius", "width", "along", "across"]

# MIL-STD-2525E, table of draw rules; sides of rectangles are whole, those of ellipses half.
_LAID: Mapping[str, tuple[Laid, ...]] = {
    "RECTANGULAR1": ("width",),
    "RECTANGULAR3": ("width",),
    "CORRIDOR1": ("width",),
    "RECTANGULAR2": ("along", "across"),
    "POINT17": ("along", "across"),
    "ELLIPSE1": ("along", "across"),
}
_WHOLE = frozenset({"RECTANGULAR2", "POINT17"})


def distances(measure: ControlMeasure) -> tuple[float, ...]:
    """Its distances (amplifier AM), metres. ValueError when they are not legible."""
    return _numbers(measure.distances_m, "distances")


def azimuths(measure: ControlMeasure) -> tuple[float, ...]:
    """Its azimuths (amplifier AN), degrees from true north. ValueError when not legible."""
    return _numbers(measure.azimuths_deg, "azimuths")


def with_distances(measure: ControlMeasure, metres: Iterable[float]) -> ControlMeasure:
    """The measure with these distances, to a centimetre."""
    return replace(measure, distances_m=_text(metres, decimals=2))


def with_azimuths(measure: ControlMeasure, degrees: Iterable[float]) -> ControlMeasure:
    """The measure with these azimuths, to a ten-thousandth of a degree."""
    return replace(measure, azimuths_deg=_text(degrees, decimals=4))


def distance_at(
    rule: str,
    index: int,
    points: Sequence[Position],
    azimuths_deg: Sequence[float],
    position: Position,
) -> float:
    """The distance of that number (from 0) whose handle stands at a position, metres."""
    how = _laid(rule, index)
    if how == "width" and len(points) > 1:
        foot, leg_deg = _first_leg(points)
        off_deg, off_m = inverse(foot, position)
        return 2.0 * off_m * abs(math.sin(math.radians(off_deg - leg_deg)))
    if how in ("along", "across"):
        off_deg, off_m = inverse(points[0], position)
        turn = math.radians(off_deg - _axis(azimuths_deg))
        side_m = off_m * abs(math.cos(turn) if how == "along" else math.sin(turn))
        return 2.0 * side_m if rule in _WHOLE else side_m
    return distance(points[0], position)


def place_of_distance(
    rule: str,
    index: int,
    points: Sequence[Position],
    azimuths_deg: Sequence[float],
    distance_m: float,
) -> Position:
    """Where the handle of that distance stands."""
    how = _laid(rule, index)
    if how == "width" and len(points) > 1:
        foot, leg_deg = _first_leg(points)
        return destination(foot, leg_deg + 90.0, distance_m / 2)
    if how in ("along", "across"):
        off_m = distance_m / 2 if rule in _WHOLE else distance_m
        axis_deg = _axis(azimuths_deg)
        return destination(points[0], axis_deg if how == "along" else axis_deg + 90.0, off_m)
    return destination(points[0], _middle_of_sector(azimuths_deg), distance_m)


def azimuth_at(
    rule: str,
    index: int,
    points: Sequence[Position],
    azimuths_deg: Sequence[float],
    position: Position,
) -> float:
    """The azimuth of that number (from 0) whose handle stands at a position, degrees."""
    found_deg = bearing(points[0], position)
    if _is_angle(rule, index):
        return abs((found_deg - _axis(azimuths_deg) + 180.0) % 360.0 - 180.0)
    return found_deg


def place_of_azimuth(
    rule: str, index: int, points: Sequence[Position], azimuths_deg: Sequence[float], reach_m: float
) -> Position:
    """Where the handle of that azimuth stands, so far from the first point."""
    azimuth_deg = azimuths_deg[index]
    if _is_angle(rule, index):
        azimuth_deg += _axis(azimuths_deg)
    return destination(points[0], azimuth_deg, reach_m)


def turned(measure: ControlMeasure, angle_deg: float) -> ControlMeasure:
    """The measure with its azimuths turned clockwise; an angle from its axis stays."""
    rule = rule_for(measure.sidc)
    name = "" if rule is None else rule.name
    return with_azimuths(
        measure,
        (
            azimuth_deg if _is_angle(name, index) else (azimuth_deg + angle_deg) % 360.0
            for index, azimuth_deg in enumerate(azimuths(measure))
        ),
    )


def derived_rings(measure: ControlMeasure, points: Sequence[Position]) -> tuple[Floats, ...] | None:
    """Rings of the outline that follows from them; None when the points bound the area themselves.

    Raises
    ------
    OutlineError
        When a number is missing or not legible, or gives no outline.
    """
    rule = rule_for(measure.sidc)
    if rule is None or rule.measure is None or not rule.derived:
        return None
    try:
        sizes_m, angles_deg = distances(measure), azimuths(measure)
    except ValueError as error:
        raise OutlineError(str(error)) from None
    return measure_outline(rule.measure, points, sizes_m, angles_deg)


def _is_angle(rule: str, index: int) -> bool:
    # The second number of a radar's sector is measured from the first.
    return rule == "POINT18" and index == 1


def _laid(rule: str, index: int) -> Laid:
    laid = _LAID.get(rule, ())
    return laid[index] if index < len(laid) else "radius"


def _first_leg(points: Sequence[Position]) -> tuple[Position, float]:
    foot = midpoint(points[0], points[1])
    return foot, bearing(foot, points[1])


def _axis(azimuths_deg: Sequence[float]) -> float:
    return azimuths_deg[0] if azimuths_deg else 0.0


def _middle_of_sector(azimuths_deg: Sequence[float]) -> float:
    if len(azimuths_deg) < 2:
        return 90.0
    start, end = azimuths_deg[:2]
    return start + (end - start) % 360.0 / 2


def _numbers(text: str | None, what: str) -> tuple[float, ...]:
    try:
        found = tuple(float(part) for part in (text or "").split())
    except ValueError:
        found = (math.nan,)
    if not all(map(math.isfinite, found)):
        raise ValueError(f"the {what} are not numbers parted by blanks: “{(text or '')[:60]}”")
    return found


def _text(numbers: Iterable[float], *, decimals: int) -> str | None:
    parts = (f"{number:.{decimals}f}" for number in numbers)
    return " ".join(part.rstrip("0").rstrip(".") for part in parts) or None
