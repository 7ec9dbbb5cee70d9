"""Control measures: their control points, distances and azimuths, and the geometry in the file.

The control points of a line or a task are its geometry. Those of an area are the corners of its
polygon, from the first, as long as that runs counter-clockwise, as it must in the file; where it
would not, or where the polygon is an outline that follows from the points, `control_points` leads.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

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
from baltic_desk.document.outline import center_line_of, positions_in, ring_through, rounded

Form = Literal["LineString", "Polygon", "MultiPoint"]


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
    geometry, text = _geometry(tuple(points), form)
    placed = replace(properties, control_points=text)
    if of is not None:
        return replace(of, properties=placed, geometry=geometry)
    return Feature(id=feature_id, geometry=geometry, properties=placed)


def form_of(geometry: Geometry) -> Form:
    """Which form the geometry of a measure has."""
    match geometry:
        case LineString():
            return "LineString"
        case Polygon():
            return "Polygon"
        case MultiPoint() | Point():
            return "MultiPoint"


def has_own_shape(measure: ControlMeasure) -> bool:
    """Whether its polygon is its control points' own, not an outline that follows from them."""
    return True


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


def _measure(feature: Feature) -> ControlMeasure:
    measure = feature.properties
    if not isinstance(measure, ControlMeasure):
        raise ValueError(f"a {feature.kind} has no control points")
    return measure


def _geometry(points: tuple[Position, ...], form: Form) -> tuple[Geometry, str | None]:
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
        case "Polygon":
            ring = ring_through(points)
            kept = rounded(MultiPoint(points))
            told = isinstance(kept, MultiPoint) and ring.coordinates[0][:-1] == kept.coordinates
            return ring, None if told else center_line_of(points)


def _numbers(text: str | None, what: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in (text or "").split())
    except ValueError:
        raise ValueError(f"the {what} are not numbers parted by blanks: {text!r:.60}") from None


def _text(numbers: Iterable[float], *, decimals: int) -> str | None:
    parts = (f"{number:.{decimals}f}" for number in numbers)
    return " ".join(part.rstrip("0").rstrip(".") for part in parts) or None
