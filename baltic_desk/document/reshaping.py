"""The feature after one of its handles has been dragged, or a vertex made or taken away."""

from __future__ import annotations

import math

from msgspec.structs import replace

from baltic_desk.document.anchoring import loosened
from baltic_desk.document.boxes import SMALLEST_M, angle, box, corners_of, size, spanned
from baltic_desk.document.feature import (
    Area,
    Arrow,
    ControlMeasure,
    Corridor,
    Ellipse,
    Feature,
    Freehand,
    Line,
    RangeRing,
    Rectangle,
    TextNote,
    Unit,
)
from baltic_desk.document.geometry import Position
from baltic_desk.document.handles import Handle, first_leg
from baltic_desk.document.measure_numbers import (
    azimuth_at,
    azimuths,
    distance_at,
    distances,
    with_azimuths,
    with_distances,
)
from baltic_desk.document.measure_rules import counted, rule_of
from baltic_desk.document.moving import rotated
from baltic_desk.document.places import Path, middle, paths, reference, with_paths, with_properties
from baltic_desk.document.routes import with_leg_joined, with_leg_split
from baltic_desk.geo.geodesy import bearing, distance, inverse

_WITH_VERTICES = (Line, Arrow, Freehand, Area, Corridor, ControlMeasure)


def with_handle(feature: Feature, handle: Handle, position: Position) -> Feature:
    """The feature after this handle of it has been dragged to a position.

    Raises
    ------
    ValueError
        When that gives no such feature (a ring over a pole, a handle that it does not have).
    """
    kind, _, _ = handle.name.partition(":")
    match feature.properties, kind:
        case _, "vertex":
            return reshaped(feature, handle.number or 0, position)
        case _, "edge":
            return with_vertex(feature, handle.number or 0, position)
        case Rectangle() | Ellipse() | RangeRing(), "center":
            return loosened(with_paths(feature, ((position,),)))
        case (Rectangle() | Ellipse(), "corner"):
            return _with_corner(feature, handle, position)
        case (Unit() | TextNote() | Rectangle() | Ellipse(), "direction" | "rotate"):
            return with_bearing(feature, bearing(reference(feature), position))
        case _, "rotate":
            about = middle(feature)
            turn_deg = bearing(about, position) - bearing(about, handle.position)
            return rotated(feature, about, turn_deg)
        case Corridor() as corridor, "width":
            foot, leg_deg = first_leg(paths(feature)[0])
            off_deg, off_m = inverse(foot, position)
            width_m = 2.0 * off_m * abs(math.sin(math.radians(off_deg - leg_deg)))
            return with_properties(feature, replace(corridor, width_m=size(width_m)))
        case ControlMeasure() as measure, "distance":
            points, angles = paths(feature)[0], azimuths(measure)
            rule, number = rule_of(feature).name, handle.number or 0
            length_m = distance_at(rule, number, points, angles, position)
            return with_distance(feature, number, length_m)
        case ControlMeasure() as measure, "azimuth":
            points, angles = paths(feature)[0], azimuths(measure)
            rule, number = rule_of(feature).name, handle.number or 0
            return with_azimuth(feature, number, azimuth_at(rule, number, points, angles, position))
        case RangeRing(), "radius_max" | "radius_min":
            return with_radius(feature, kind, distance(reference(feature), position))
        case RangeRing() as ring, "bearing_from":
            from_deg = angle(bearing(reference(feature), position))
            return with_properties(feature, replace(ring, bearing_from_deg=from_deg))
        case RangeRing() as ring, "bearing_to":
            to_deg = angle(bearing(reference(feature), position))
            return with_properties(feature, replace(ring, bearing_to_deg=to_deg))
        case _:
            raise ValueError(f"a {feature.kind} has no handle {handle.name}")


def with_radius(feature: Feature, which: str, radius_m: float) -> Feature:
    """The range ring with its `radius_max` or `radius_min` changed; neither passes the other.

    Raises
    ------
    ValueError
        When it is no range ring, or has no outline with that radius.
    """
    match feature.properties:
        case RangeRing() as ring if which == "radius_min":
            limit_m = ring.radius_max_m - SMALLEST_M
            least_m = max(0.0, min(size(radius_m), limit_m))
            return with_properties(feature, replace(ring, radius_min_m=least_m))
        case RangeRing() as ring:
            most_m = max(size(radius_m), ring.radius_min_m + SMALLEST_M)
            return with_properties(feature, replace(ring, radius_max_m=most_m))
        case _:
            raise ValueError(f"a {feature.kind} has no radius")


def with_distance(feature: Feature, number: int, distance_m: float) -> Feature:
    """The control measure with one of its distances changed, or one more.

    Raises
    ------
    ValueError
        When it is no control measure, or that gives no such feature.
    """
    measure = feature.properties
    if not isinstance(measure, ControlMeasure):
        raise ValueError(f"a {feature.kind} has no such distance")
    found = list(distances(measure))
    found[number : number + 1] = [size(distance_m)]
    return with_properties(feature, with_distances(measure, found))


def with_azimuth(feature: Feature, number: int, azimuth_deg: float) -> Feature:
    """The control measure with one of its azimuths changed, or one more.

    Raises
    ------
    ValueError
        When it is no control measure, or that gives no such feature.
    """
    measure = feature.properties
    if not isinstance(measure, ControlMeasure):
        raise ValueError(f"a {feature.kind} has no azimuth")
    found = list(azimuths(measure))
    found[number : number + 1] = [angle(azimuth_deg)]
    return with_properties(feature, with_azimuths(measure, found))


def with_bearing(feature: Feature, bearing_deg: float) -> Feature:
    """The feature pointing along a bearing: a unit's direction, a figure's axis, a text's top.

    Raises
    ------
    ValueError
        When its kind has no bearing.
    """
    angle_deg = angle(bearing_deg)
    match feature.properties:
        case Unit() as unit:
            return with_properties(feature, replace(unit, direction_deg=angle_deg))
        case TextNote() as note:
            return with_properties(feature, replace(note, rotation_deg=angle_deg))
        case Rectangle() | Ellipse() as figure:
            return with_properties(feature, replace(figure, bearing_deg=angle_deg))
        case _:
            raise ValueError(f"a {feature.kind} has no bearing")


def reshaped(feature: Feature, index: int, position: Position) -> Feature:
    """The feature with one vertex elsewhere.

    Raises
    ------
    ValueError
        When it has no such vertex.
    """
    part, at = _locate(feature, index)
    path = paths(feature)[part]
    return _with_part(feature, part, (*path[:at], position, *path[at + 1 :]))


def with_vertex(feature: Feature, after: int, position: Position) -> Feature:
    """The feature with a new vertex after another.

    Raises
    ------
    ValueError
        When it has no such vertex.
    """
    part, at = _locate(feature, after)
    path = paths(feature)[part]
    if isinstance(feature.properties, ControlMeasure):
        rule = rule_of(feature)
        if rule.most is not None and len(path) >= rule.most:
            raise ValueError(f"{rule.title} is drawn by {counted(rule.least, rule.most)}")
    feature = with_leg_split(feature, at)
    return _with_part(feature, part, (*path[: at + 1], position, *path[at + 1 :]))


def without_vertex(feature: Feature, index: int) -> Feature | None:
    """The feature with one vertex less; None when it would be none any more.

    A hole that loses its third corner goes as a whole.

    Raises
    ------
    ValueError
        When it has no such vertex.
    """
    part, at = _locate(feature, index)
    parts = paths(feature)
    least = _least(feature)
    if len(parts[part]) > least:
        feature = with_leg_joined(feature, at)
        return _with_part(feature, part, (*parts[part][:at], *parts[part][at + 1 :]))
    if part == 0:
        return None
    return with_paths(feature, (*parts[:part], *parts[part + 1 :]))


def _least(feature: Feature) -> int:
    match feature.properties:
        case ControlMeasure():
            return rule_of(feature).least
        case Area():
            return 3
        case _:
            return 2


def has_vertices(feature: Feature) -> bool:
    """Whether the feature has vertices that can be dragged, as lines and areas do."""
    return isinstance(feature.properties, _WITH_VERTICES)


def _with_part(feature: Feature, part: int, path: Path) -> Feature:
    parts = paths(feature)
    return with_paths(feature, (*parts[:part], path, *parts[part + 1 :]))


def _locate(feature: Feature, index: int) -> tuple[int, int]:
    """Which path a vertex is on, and where on it."""
    if not has_vertices(feature):
        raise ValueError(f"a {feature.kind} has no vertices")
    at = index
    for part, path in enumerate(paths(feature)):
        if 0 <= at < len(path):
            return part, at
        at -= len(path)
    raise ValueError(f"no vertex {index}")


def _with_corner(feature: Feature, handle: Handle, position: Position) -> Feature:
    """The figure stretched by one corner of its box while the opposite one stays."""
    figure = feature.properties
    assert isinstance(figure, Rectangle | Ellipse)
    corners = corners_of(*box(figure), figure.bearing_deg)
    opposite = corners[((handle.number or 0) + 2) % 4]
    return with_properties(feature, spanned(figure, opposite, position))
