"""The positions that place a feature, and the feature placed by others.

A parametric figure is placed by its centre (a corridor by its centre line), all else by the
positions of its geometry. Whoever moves, turns or reshapes features works on these alone.
"""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from baltic_desk.document.feature import (
    AnyProperties,
    Area,
    Arrow,
    ControlMeasure,
    Corridor,
    Ellipse,
    Feature,
    Freehand,
    Line,
    Mark,
    RangeRing,
    Rectangle,
    TextNote,
    Unit,
)
from baltic_desk.document.geometry import (
    Geometry,
    LineString,
    MultiPoint,
    Point,
    Polygon,
    Position,
)
from baltic_desk.document.measures import control_points, with_control_points
from baltic_desk.document.outline import center_line_of, positions_in, with_outline, wound

Path = tuple[Position, ...]


def reference(feature: Feature) -> Position:
    """The position a feature is named by: a point's own, a figure's centre, a line's first."""
    return paths(feature)[0][0]


def middle(feature: Feature) -> Position:
    """The position a feature turns about: its centre, or the mean of its vertices."""
    path = paths(feature)[0]
    if len(path) == 1:
        return path[0]
    lon, lat = np.mean(np.array(path), axis=0)
    return float(lon), float(lat)


def paths(feature: Feature) -> tuple[Path, ...]:
    """The positions that place a feature; the rings of a polygon are open (no position twice).

    Raises
    ------
    ValueError
        When a corridor's centre line is not legible.
    """
    match feature.properties:
        case RangeRing() | Rectangle() | Ellipse() as figure:
            return (((figure.center_lon, figure.center_lat),),)
        case Corridor() as corridor:
            return (positions_in(corridor.center_line),)
        case ControlMeasure():
            return (control_points(feature),)
        case Unit() | TextNote() | Mark() | Line() | Arrow() | Freehand() | Area():
            return paths_of(feature.geometry)


def with_paths(feature: Feature, new: tuple[Path, ...]) -> Feature:
    """The feature placed by other positions, its outline recomputed.

    Raises
    ------
    ValueError
        When there is no outline there (over a pole, say).
    """
    match feature.properties:
        case RangeRing() | Rectangle() | Ellipse() as figure:
            lon, lat = new[0][0]
            return with_properties(feature, replace(figure, center_lon=lon, center_lat=lat))
        case Corridor() as corridor:
            return with_properties(feature, replace(corridor, center_line=center_line_of(new[0])))
        case ControlMeasure():
            return with_control_points(feature, new[0])
        case Unit() | TextNote() | Mark() | Line() | Arrow() | Freehand() | Area():
            return with_outline(replace(feature, geometry=_geometry_of(feature.geometry, new)))


def with_properties(feature: Feature, properties: AnyProperties) -> Feature:
    """The feature with other properties of its kind, its outline recomputed.

    Raises
    ------
    ValueError
        When they give no outline.
    """
    return with_outline(replace(feature, properties=properties))


def paths_of(geometry: Geometry) -> tuple[Path, ...]:
    """Its places: a path each for a line's, a ring's, or the points'; rings without their end."""
    match geometry:
        case Point():
            return ((geometry.coordinates,),)
        case LineString() | MultiPoint():
            return (geometry.coordinates,)
        case Polygon():
            return tuple(ring[:-1] for ring in geometry.coordinates)


def _geometry_of(like: Geometry, new: tuple[Path, ...]) -> Geometry:
    match like:
        case Point():
            return Point(new[0][0])
        case LineString():
            return LineString(new[0])
        case MultiPoint():
            return MultiPoint(new[0])
        case Polygon():
            return wound(Polygon(tuple((*ring, ring[0]) for ring in new)))
