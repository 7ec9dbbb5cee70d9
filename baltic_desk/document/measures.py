"""Control measures: their control points, and the geometry in the file that follows from them.

The control points of a line or a task are its geometry. Those of an area are the corners of its
polygon, from the first, as long as that runs counter-clockwise, as it must in the file; where it
would not, or where the polygon is an outline that follows from the points, `control_points` leads.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from baltic_desk.document.feature import ControlMeasure, Feature
from baltic_desk.document.geometry import (
    Geometry,
    LineString,
    MultiPoint,
    Point,
    Polygon,
    Position,
)
from baltic_desk.document.measure_rules import Form, counted, form_of, rule_for, rule_of
from baltic_desk.document.outline import (
    center_line_of,
    outline,
    positions_in,
    ring_through,
    rounded,
)


def control_points(feature: Feature) -> tuple[Position, ...]:
    """The control points of a measure, in the order of its rule.

    Raises
    ------
    ValueError
        When they are written in a property and not legible.
    """
    measure = _measure(feature)
    if measure.control_points is not None:
        return positions_in(measure.control_points, of="the control points", least=1)
    match feature.geometry:
        case Point(coordinates=position):
            return (position,)
        case LineString(coordinates=points) | MultiPoint(coordinates=points):
            return points
        case Polygon(coordinates=rings):
            return rings[0][:-1]


def with_control_points(feature: Feature, points: Iterable[Position]) -> Feature:
    """The measure with other control points and the geometry that follows from them.

    Raises
    ------
    ValueError
        When there are too few for its geometry.
    """
    return new_measure(feature.id, _measure(feature), points, form_of(feature.geometry), of=feature)


def new_measure(
    feature_id: str,
    properties: ControlMeasure,
    points: Iterable[Position],
    form: Form,
    *,
    of: Feature | None = None,
) -> Feature:
    """A measure with these control points, its geometry of that form.

    Parameters
    ----------
    of
        The measure that it replaces: what is unknown about that is kept.

    Raises
    ------
    ValueError
        When there are too few points for the form.
    """
    geometry, text = _geometry(properties, tuple(points), form)
    placed = replace(properties, control_points=text)
    if of is not None:
        return replace(of, properties=placed, geometry=geometry)
    return Feature(id=feature_id, geometry=geometry, properties=placed)


def has_own_shape(measure: ControlMeasure) -> bool:
    """Whether its polygon is its control points' own, not an outline that follows from them."""
    rule = rule_for(measure.sidc)
    return rule is None or not rule.derived


def recoded(feature: Feature, sidc: str) -> Feature:
    """The measure under another code, its control points as they are.

    Raises
    ------
    ValueError
        When the code is not that of a line or area, or asks for other points or numbers.
    """
    before = _measure(feature)
    if sidc == before.sidc:
        return feature
    rule, points = rule_for(sidc), control_points(feature)
    after = replace(before, sidc=sidc)
    if rule is None:
        if rule_for(before.sidc) is not None:
            raise ValueError("That is not the code of a control measure drawn as a line or area")
        return replace(feature, properties=after)
    if len(points) < rule.least or (rule.most is not None and len(points) > rule.most):
        wanted = counted(rule.least, rule.most)
        raise ValueError(f"{rule.title} is drawn by {wanted}; this has {len(points)}")
    return new_measure(feature.id, after, points, rule.form, of=feature)


def reversed_measure(feature: Feature) -> Feature:
    """The measure with its control points from the last to the first.

    Of an axis the point that gives the width stays the last.
    """
    points = control_points(feature)
    if rule_of(feature).ends_in_width:
        return with_control_points(feature, (*points[-2::-1], points[-1]))
    return with_control_points(feature, points[::-1])


def can_be_reversed(feature: Feature) -> bool:
    """Whether the direction of its points means something: those of lines and open areas."""
    rule = rule_of(feature)
    return rule.ends_by_hand and not rule.derived


def _measure(feature: Feature) -> ControlMeasure:
    measure = feature.properties
    if not isinstance(measure, ControlMeasure):
        raise ValueError(f"a {feature.kind} has no control points")
    return measure


def _geometry(
    measure: ControlMeasure, points: tuple[Position, ...], form: Form
) -> tuple[Geometry, str | None]:
    """The geometry, and the control points in words where they cannot be read off it."""
    match form:
        case "LineString":
            if len(points) < 2:
                raise ValueError("a line needs two positions or more")
            return rounded(LineString(points)), None
        case "MultiPoint":
            if not points:
                raise ValueError("a control measure needs a control point")
            return rounded(MultiPoint(points)), None
        case "Polygon" if not has_own_shape(measure):
            text = center_line_of(points)
            figure = outline(replace(measure, control_points=text))
            assert figure is not None
            return figure, text
        case "Polygon":
            ring = ring_through(points)
            kept = rounded(MultiPoint(points))
            told = isinstance(kept, MultiPoint) and ring.coordinates[0][:-1] == kept.coordinates
            return ring, None if told else center_line_of(points)
