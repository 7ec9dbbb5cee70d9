"""A feature on the map plane of one projection: what is painted and hit."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from baltic_desk.document.feature import (
    Area,
    Arrow,
    ControlMeasure,
    Feature,
    Freehand,
    Line,
    RangeRing,
)
from baltic_desk.document.geometry import LineString, MultiPoint, Point, Polygon, Position
from baltic_desk.document.style import Style, style_of
from baltic_desk.geo.clipping import Paths, starts_of
from baltic_desk.geo.geodesy import Floats, destination, geodesic
from baltic_desk.geo.projection import Projection
from baltic_desk.ui.map.outlined import Outline
from baltic_desk.ui.map.placed import Placed
from baltic_desk.ui.map.ring_bands import BandOutlines, band_outlines
from baltic_desk.ui.map.viewport import Bounds

# Edges below this stay within a metre of the geodesic at any latitude in the region.
_SHORT_EDGE_DEG = 0.04
MOST_EXACT = 1_000_000
"""Vertices of lines and areas drawn at once, up to which all their edges are exact; beyond it an
edge is cut into COARSE_PIECES at the most: one of 1 000 km strays by 130 m."""
COARSE_PIECES = 16
STRETCH_POINTS = 25
LABEL_SHIFTS_DEG = (0, 24, -24, 48, -48, 72, -72, 96, -96, 130, -130, 180)
_GEODESIC_KINDS = (Line, Arrow, Freehand, Area, ControlMeasure)


class Shape(Outline):
    """Positions of a feature in map metres, `parts` of one point, a line, or closed rings."""

    def __init__(self, feature: Feature, parts: Paths, projection: Projection) -> None:
        super().__init__(parts)
        self.feature = feature
        self.projection = projection
        self.drawn: dict[float, Placed] = {}
        """Drawings of a control measure by map metres to the pixel."""
        self.core = self.bounds
        """About its positions."""
        wider = _beyond(feature, self.core)
        left, bottom, right, top = self.core
        self.bounds = (left - wider, bottom - wider, right + wider, top + wider)
        """About all that is drawn of it, but for widths and letters."""

    @property
    def is_point(self) -> bool:
        """Whether it stands at one place, drawn in pixels."""
        return isinstance(self.feature.geometry, Point)

    @property
    def is_area(self) -> bool:
        """Whether it has an inside."""
        return isinstance(self.feature.geometry, Polygon)

    @property
    def xy(self) -> tuple[float, float]:
        """The first position."""
        x, y = self.parts.positions[0]
        return float(x), float(y)

    @cached_property
    def style(self) -> Style:
        """All defaults filled in."""
        return style_of(self.feature)

    @cached_property
    def band(self) -> BandOutlines | None:
        """Edges of a range ring that is a band; None for what has one edge."""
        ring = self.feature.properties
        if not isinstance(ring, RangeRing):
            return None
        return band_outlines(ring, self.parts, self.projection)

    @cached_property
    def label_places(self) -> Floats:
        """Map metres along a ring's outer outline to where its label may stand, best first."""
        ring = self.feature.properties
        assert isinstance(ring, RangeRing)
        return _label_places(self, ring)

    def stretch(self, middle: float, width: float) -> Floats:
        """The piece of the first part of that width about a place, by map metres along it."""
        return self.places(np.linspace(middle - width / 2, middle + width / 2, STRETCH_POINTS))

    def places(self, at: Floats) -> Floats:
        """Points (n, 2) of the first part, by map metres along it; a ring goes round and round."""
        last = int(self.parts.starts[1])
        along, xy = self.along[:last], self.parts.positions[:last]
        if self.is_area:
            at = at % along[-1]
        return np.column_stack((np.interp(at, along, xy[:, 0]), np.interp(at, along, xy[:, 1])))


def shapes_of(features: Sequence[Feature], projection: Projection) -> list[Shape | None]:
    """Shapes of features, projected in one go; None for what has no place on the map."""
    parts: list[Sequence[Sequence[Position] | Floats]] = []
    vertices = 0
    for feature in features:
        parts.append(_positions(feature, exact=vertices < MOST_EXACT))
        vertices += sum(map(len, parts[-1]))
    counts = np.array([len(part) for each in parts for part in each], np.int64)
    if len(counts) == 0:
        return []
    xy = projection.forward(_flat(parts))
    good: npt.NDArray[np.bool_] = np.logical_and.reduce(np.isfinite(xy), axis=1)
    starts = starts_of(counts)
    found: list[Shape | None] = []
    part = 0
    for feature, each in zip(features, parts, strict=True):
        own = starts[part : part + len(each) + 1]
        part += len(each)
        first, last = int(own[0]), int(own[-1])
        if bool(np.all(good[first:last])):
            found.append(Shape(feature, Paths(xy[first:last], own - first), projection))
        else:
            found.append(None)
    return found


def _beyond(feature: Feature, core: Bounds) -> float:
    """How far beyond its points a control measure may be drawn, map metres: circles about one of
    them, arcs from one to another."""
    measure = feature.properties
    if not isinstance(measure, ControlMeasure) or isinstance(feature.geometry, Polygon):
        return 0.0
    reach = 0.0
    if isinstance(feature.geometry, MultiPoint):
        reach = math.hypot(core[2] - core[0], core[3] - core[1])
    for text in (measure.distances_m or "").split():
        with contextlib.suppress(ValueError):
            # A map metre is up to three metres on the ground, as far north as Mercator serves.
            reach = max(reach, 3.0 * float(text))
    return reach if math.isfinite(reach) else 0.0


def _flat(parts: Sequence[Sequence[Sequence[Position] | Floats]]) -> Floats:
    if all(len(each) == 1 and len(each[0]) == 1 for each in parts):
        return np.array([each[0][0] for each in parts], float)
    return np.concatenate([np.asarray(part, float) for each in parts for part in each])


def _positions(feature: Feature, *, exact: bool) -> Sequence[Sequence[Position] | Floats]:
    match feature.geometry:
        case Point(coordinates=position):
            return ((position,),)
        case LineString(coordinates=line):
            return (_straight(line, exact=exact),)
        case MultiPoint(coordinates=points):
            return (points,)
        case Polygon(coordinates=rings):
            # Outlines that follow from parameters are dense enough as they are.
            if isinstance(feature.properties, _GEODESIC_KINDS):
                return [_straight(ring, exact=exact) for ring in rings]
            return rings


def _straight(line: Sequence[Position], *, exact: bool) -> Floats:
    """The line with geodesic edges."""
    positions = np.array(line, float)
    if np.abs(np.diff(positions, axis=0)).max() <= _SHORT_EDGE_DEG:
        return positions
    return geodesic(positions) if exact else geodesic(positions, most_pieces=COARSE_PIECES)


def _label_places(shape: Shape, ring: RangeRing) -> Floats:
    center = (ring.center_lon, ring.center_lat)
    shifts = np.array(LABEL_SHIFTS_DEG, float)
    if ring.bearing_from_deg is None or ring.bearing_to_deg is None:
        bearing = 0.0
    else:
        sweep = (ring.bearing_to_deg - ring.bearing_from_deg) % 360.0 or 360.0
        bearing = ring.bearing_from_deg + sweep / 2
        shifts = shifts[np.abs(shifts) < 0.4 * sweep]
    if ring.label_bearing_deg is not None:
        bearing = ring.label_bearing_deg
    edge = destination(center, bearing, ring.radius_max_m)
    middle, foot = shape.projection.forward(np.array((center, edge)))
    # By angles on the map plane: within a degree of bearings, which is near enough for lettering.
    turns = np.exp(-1j * np.radians(shifts)) * complex(*(foot - middle))
    outline = shape.parts.positions[: shape.parts.starts[1]] - middle
    off = np.abs((outline[:, 0] + 1j * outline[:, 1])[None] - turns[:, None])
    return shape.along[off.argmin(axis=1)]
