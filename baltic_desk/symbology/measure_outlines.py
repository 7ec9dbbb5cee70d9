"""Outlines of the control measures that follow from a few points and numbers.

The renderer draws them with all that belongs to them; this is what other programs see in the file.
The first number lies along the azimuth, the second across it.
"""

from __future__ import annotations

from collections.abc import Sequence

from baltic_desk.geo.geodesy import Floats, Position, bearing, distance, midpoint
from baltic_desk.geo.outlines import (
    OutlineError,
    corridor_outlines,
    ellipse_outline,
    polygon_outline,
    rectangle_outline,
    ring_outline,
)
from baltic_desk.symbology.control_measures import Measure
from baltic_desk.symbology.draw_rules import rule_of


def measure_outline(
    measure: Measure,
    points: Sequence[Position],
    distances_m: Sequence[float] = (),
    azimuths_deg: Sequence[float] = (),
) -> tuple[Floats, ...]:
    """Outer ring and holes (n, 2) of a measure whose file geometry is its "outline".

    Raises
    ------
    OutlineError
        When points or numbers are missing, or give no outline; says which.
    """
    rule = rule_of(measure)
    if rule.geometry != "outline":
        raise ValueError(f"{measure.name} has no outline of its own")
    if len(points) < rule.least:
        raise OutlineError(f"{measure.name} needs {rule.least} points, not {len(points)}")
    needed = 1 if rule.name == "CIRCULAR2" else len(rule.distances)
    if len(distances_m) < needed:
        raise OutlineError(f"{measure.name} needs its {rule.distances[len(distances_m)].lower()}")
    if len(azimuths_deg) < len(rule.azimuths):
        raise OutlineError(f"{measure.name} needs its {rule.azimuths[len(azimuths_deg)].lower()}")
    return _outline(rule.name, points, tuple(distances_m), tuple(azimuths_deg))


def _outline(
    rule: str,
    points: Sequence[Position],
    distances_m: tuple[float, ...],
    azimuths_deg: tuple[float, ...],
) -> tuple[Floats, ...]:
    center = points[0]
    match rule:
        case "RECTANGULAR1" | "RECTANGULAR3":
            middle = midpoint(center, points[1])
            length_m, axis_deg = distance(center, points[1]), bearing(middle, points[1])
            return (rectangle_outline(middle, distances_m[0], length_m, axis_deg),)
        case "RECTANGULAR2" | "POINT17":
            return (rectangle_outline(center, distances_m[1], distances_m[0], azimuths_deg[0]),)
        case "ELLIPSE1":
            return (ellipse_outline(center, distances_m[0], distances_m[1], azimuths_deg[0]),)
        case "CORRIDOR1":
            return corridor_outlines(points, distances_m[0])
        case "AREA26":
            return (polygon_outline(points[len(points) // 2 :]),)
        case "ARC1":
            return _sectors(center, distances_m, azimuths_deg)
        case "POINT18":
            axis_deg, half_deg = azimuths_deg[:2]
            limits = (axis_deg - half_deg, axis_deg + half_deg)
            return ring_outline(center, distances_m[1], distances_m[0], *limits)
        case "AREA14" | "AREA6" | "AREA15" | "AREA16" | "AREA19":
            return ring_outline(center, max(distance(center, point) for point in points[1:]))
        case _:
            return ring_outline(center, max(distances_m))


def _sectors(
    center: Position, distances_m: tuple[float, ...], azimuths_deg: tuple[float, ...]
) -> tuple[Floats, ...]:
    """The outermost of the sectors of a range fan, each of which begins where the one before ends.

    The renderer takes the first range for the end of the first sector where there are only as many
    ranges as sectors, else for its beginning.
    """
    count = len(azimuths_deg) // 2
    edges = distances_m if len(distances_m) > count else (0.0, *distances_m)
    last = min(count, len(edges) - 1) - 1
    limits = azimuths_deg[2 * last : 2 * last + 2]
    return ring_outline(center, edges[last + 1], edges[last], *limits)
