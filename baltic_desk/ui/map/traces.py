"""What tells of movement on the map plane: where features were a phase before, and their way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from baltic_desk.document.feature import (
    AnyProperties,
    ControlMeasure,
    Feature,
    RangeRing,
    TextNote,
    Unit,
)
from baltic_desk.document.movements import Moved
from baltic_desk.document.places import Path, middle
from baltic_desk.geo.geodesy import Floats, geodesic, geodesics
from baltic_desk.geo.projection import Projection
from baltic_desk.ui.map.shapes import Shape, shapes_of
from baltic_desk.ui.map.viewport import Bounds

UNIT_REACH_PX = 60.0
"""How far a symbol of size 1 without texts, or an arrow's head, goes beyond its place."""
OTHER_REACH_PX = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """What tells of the movement of one feature.

    Attributes
    ----------
    ghost
        The feature as it was, without its texts; None where that is not shown.
    way
        Map metres (n, 2) from where it was to where it is; None where that is not shown.
    opacity
        Of its overlay.
    """

    moved: Moved
    ghost: Shape | None
    way: Floats | None
    opacity: float

    @property
    def id(self) -> str:
        """Whose."""
        return self.moved.id

    @property
    def bounds(self) -> Bounds:
        """Left, bottom, right, top of ghost and way, map metres."""
        corners: list[Floats] = []
        if self.ghost is not None:
            corners.append(np.array(self.ghost.bounds).reshape(2, 2))
        if self.way is not None:
            corners.append(self.way)
        xy = np.concatenate(corners)
        (left, bottom), (right, top) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
        return left, bottom, right, top

    @property
    def reach_px(self) -> float:
        """How far beyond that it is painted, pixels."""
        unit = self.moved.before.properties
        if isinstance(unit, Unit):
            return UNIT_REACH_PX * max(unit.size, 1.0)
        width = 0.0 if self.ghost is None else 3.0 * self.ghost.style.stroke_width
        return OTHER_REACH_PX + width

    def to(self, feature: Feature, projection: Projection, between: Path | None = None) -> Trace:
        """The same while the feature is being moved on, or led along other positions."""
        if self.way is None:
            return self
        start, *positions, _ = self.moved.way
        way = (start, *(positions if between is None else between), middle(feature))
        xy = projection.forward(geodesic(way, max_deviation_m=50.0))
        return Trace(self.moved, self.ghost, xy, self.opacity)


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A movement that is shown, and how strongly its overlay is drawn."""

    moved: Moved
    opacity: float


@dataclass(frozen=True, eq=False)
class Traces:
    """All that tells of movements in a scene, in the order of the movements."""

    each: tuple[Trace, ...] = ()
    by_id: Mapping[str, Trace] = field(default_factory=dict[str, Trace])

    @cached_property
    def bounds(self) -> Floats:
        """Left, bottom, right, top of each (n, 4), map metres."""
        return np.array([trace.bounds for trace in self.each], float).reshape(-1, 4)

    @cached_property
    def reach_px(self) -> Floats:
        """How far beyond that each is painted, pixels (n,)."""
        return np.array([trace.reach_px for trace in self.each], float)

    def seen(self, bounds: Bounds, metres_per_px: float) -> npt.NDArray[np.int64]:
        """Indices of those that are painted within a box at a scale."""
        left, bottom, right, top = bounds
        own, reach = self.bounds, self.reach_px * metres_per_px
        inside = (own[:, 0] - reach <= right) & (own[:, 2] + reach >= left)
        inside &= (own[:, 1] - reach <= top) & (own[:, 3] + reach >= bottom)
        return np.flatnonzero(inside)

    def boxes(self, ids: Iterable[str], metres_per_px: float) -> list[Bounds]:
        """All that the traces of these features are painted on at a scale."""
        found: list[Bounds] = []
        for trace in (self.by_id[i] for i in ids if i in self.by_id):
            wider = trace.reach_px * metres_per_px
            left, bottom, right, top = trace.bounds
            found.append((left - wider, bottom - wider, right + wider, top + wider))
        return found


NO_TRACES = Traces()
NO_SHAPES: Mapping[str, Shape] = {}


def traces_of(
    wanted: Sequence[Wanted],
    projection: Projection,
    known: Mapping[str, Shape] = NO_SHAPES,
    before: Traces = NO_TRACES,
) -> Traces:
    """Traces of movements.

    Parameters
    ----------
    known
        Shapes in this projection by the id of their feature: what a phase switched from has shown
        is the ghost of the next.
    before
        Traces in this projection; those that stayed the same are taken over.
    """
    made: dict[str, Trace | None] = {}
    fresh: list[Wanted] = []
    for each in wanted:
        kept = before.by_id.get(each.moved.id)
        if kept is not None and _same(kept, each):
            made[each.moved.id] = kept
        else:
            made[each.moved.id] = None
            fresh.append(each)
    ghosts = _ghosts([each.moved for each in fresh if each.moved.ghost], projection, known)
    ways = _ways([each.moved for each in fresh if each.moved.arrow], projection)
    for each in fresh:
        moved = each.moved
        ghost, way = ghosts.get(moved.id), ways.get(moved.id)
        if ghost is not None or way is not None:
            made[moved.id] = Trace(moved, ghost, way, each.opacity)
    found = {i: trace for i, trace in made.items() if trace is not None}
    return Traces(tuple(found.values()), found) if found else NO_TRACES


def _same(kept: Trace, wanted: Wanted) -> bool:
    one, other = kept.moved, wanted.moved
    return (
        one.before is other.before
        and one.after is other.after
        and one.between == other.between
        and one.shows == other.shows
        and kept.opacity == wanted.opacity
    )


def _ghosts(
    moved: Sequence[Moved], projection: Projection, known: Mapping[str, Shape]
) -> dict[str, Shape]:
    found: dict[str, Shape] = {}
    fresh: list[Feature] = []
    for each in moved:
        shape = known.get(each.id)
        if shape is not None and shape.feature is each.before and _is_wordless(each.before):
            found[each.id] = shape
        else:
            bare = without_texts(each.before.properties)
            fresh.append(replace(each.before, properties=bare))
    for shape in shapes_of(fresh, projection):
        if shape is not None:
            found[shape.feature.id] = shape
    return found


def _ways(moved: Sequence[Moved], projection: Projection) -> dict[str, Floats]:
    """Ways on the map plane; of those that leave it there is none."""
    lines = geodesics([each.way for each in moved])
    if not lines:
        return {}
    xy = projection.forward(np.concatenate(lines))
    parts = np.split(xy, np.cumsum([len(line) for line in lines])[:-1])
    return {
        each.id: part
        for each, part in zip(moved, parts, strict=True)
        if bool(np.isfinite(part).all())
    }


def _is_wordless(feature: Feature) -> bool:
    """Whether its texts are left out in painting: units, and rings with their label."""
    return isinstance(feature.properties, Unit | RangeRing)


def without_texts(properties: AnyProperties) -> AnyProperties:
    """Properties of a ghost: what was there is to be seen, not to be read twice."""
    match properties:
        case Unit() | RangeRing() | TextNote():
            return properties
        case ControlMeasure():
            return replace(
                properties, name="", designation="", designation_2="", dtg="", dtg_2="",
                additional_information="", country="", target_number="",
            )  # fmt: skip
        case _:
            return replace(properties, name="")
