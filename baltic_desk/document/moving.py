"""Features moved, turned and copied over the earth without being stretched.

A move carries every position with the one that was grabbed: each keeps its distance and its true
bearing from it. A plain shift in longitude and latitude would make an area moved from 55 N to 65 N
a fifth narrower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from msgspec.structs import replace

from baltic_desk.document.anchoring import loosened, with_anchored
from baltic_desk.document.document import Document
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
from baltic_desk.document.geometry import Position
from baltic_desk.document.measure_numbers import turned
from baltic_desk.document.places import Path, paths, with_paths
from baltic_desk.geo.geodesy import GEOD, Floats, destinations

Transform = Callable[[Floats], Floats]


def moved(feature: Feature, start: Position, end: Position) -> Feature:
    """The feature carried along when `start` goes to `end`.

    Raises
    ------
    ValueError
        When it has no outline there.
    """
    return _transformed([feature], _transport(start, end))[0]


def moved_features(
    features: Iterable[Feature], start: Position, end: Position
) -> dict[str, Feature]:
    """These features carried along, by id; a ring that leaves its unit behind is cut loose.

    Raises
    ------
    ValueError
        When one of them has no outline there.
    """
    taken = list(features)
    going = {feature.id for feature in taken}
    carried = _transformed(taken, _transport(start, end))
    return {feature.id: loosened(feature, unless=going) for feature in carried}


def moved_all(
    document: Document, ids: Iterable[str], start: Position, end: Position
) -> dict[str, Feature]:
    """The features of these ids, and the rings anchored to units among them, carried along once.

    Raises
    ------
    ValueError
        When one of them has no outline there.
    """
    return moved_features(_features(document, with_anchored(document, ids)), start, end)


def rotated(feature: Feature, about: Position, angle_deg: float) -> Feature:
    """The feature turned clockwise about a position, with its own bearings.

    Raises
    ------
    ValueError
        When it has no outline there.
    """
    return rotated_features([feature], about, angle_deg)[feature.id]


def rotated_features(
    features: Iterable[Feature], about: Position, angle_deg: float
) -> dict[str, Feature]:
    """These features turned clockwise about one position, by id."""
    taken = [
        replace(feature, properties=_turned(feature.properties, angle_deg)) for feature in features
    ]
    going = {feature.id for feature in taken}
    carried = _transformed(taken, _turn(about, angle_deg))
    return {feature.id: loosened(feature, unless=going) for feature in carried}


def duplicated(
    document: Document, ids: Iterable[str], new_id: Callable[[], str]
) -> tuple[Feature, ...]:
    """Copies in place, in drawing order, under new ids.

    A unit's rings are copied with it. Copies refer to copies (a ring to its unit, a unit to its
    parent) where both were taken, else to what the original refers to.
    """
    wanted = frozenset(with_anchored(document, ids))
    originals = [feature for feature in document.features() if feature.id in wanted]
    renamed = {feature.id: new_id() for feature in originals}
    return tuple(
        replace(
            feature,
            id=renamed[feature.id],
            properties=_referring(feature.properties, renamed),
        )
        for feature in originals
    )


def _referring(properties: AnyProperties, renamed: dict[str, str]) -> AnyProperties:
    match properties:
        case RangeRing(anchor=str(anchor)):
            return replace(properties, anchor=renamed.get(anchor, anchor))
        case Unit(parent=str(parent)):
            return replace(properties, parent=renamed.get(parent, parent))
        case _:
            return properties


def _features(document: Document, ids: Iterable[str]) -> list[Feature]:
    found = (document.feature(feature_id) for feature_id in ids)
    return [feature for feature in found if feature is not None]


def _transport(start: Position, end: Position) -> Transform:
    def carry(positions: Floats) -> Floats:
        bearing_deg, distance_m = _polar(start, positions)
        return destinations(end[0], end[1], bearing_deg, distance_m)

    return carry


def _turn(about: Position, angle_deg: float) -> Transform:
    def turn(positions: Floats) -> Floats:
        bearing_deg, distance_m = _polar(about, positions)
        return destinations(about[0], about[1], bearing_deg + angle_deg, distance_m)

    return turn


def _polar(origin: Position, positions: Floats) -> tuple[Floats, Floats]:
    """Bearing and distance of each position from the origin."""
    count = len(positions)
    bearing_deg, _, distance_m = GEOD.inv(
        np.full(count, origin[0]),
        np.full(count, origin[1]),
        np.ascontiguousarray(positions[:, 0]),
        np.ascontiguousarray(positions[:, 1]),
    )
    return np.asarray(bearing_deg, float), np.asarray(distance_m, float)


def _transformed(features: Sequence[Feature], transform: Transform) -> list[Feature]:
    """All features through one transform of all their positions in one array."""
    placed = [paths(feature) for feature in features]
    every = [position for parts in placed for path in parts for position in path]
    if not every:
        return []
    # Through tolist: plain floats, which msgspec writes and compares as such.
    new: list[list[float]] = transform(np.array(every, float)).tolist()
    positions = [(lon, lat) for lon, lat in new]
    answer: list[Feature] = []
    at = 0
    for feature, parts in zip(features, placed, strict=True):
        fresh: list[Path] = []
        for path in parts:
            fresh.append(tuple(positions[at : at + len(path)]))
            at += len(path)
        answer.append(with_paths(feature, tuple(fresh)))
    return answer


def _turned(properties: AnyProperties, angle_deg: float) -> AnyProperties:
    """Properties with every bearing in them turned."""
    match properties:
        case Unit(direction_deg=float() | int() as bearing_deg):
            return replace(properties, direction_deg=_bearing(bearing_deg + angle_deg))
        case RangeRing(
            bearing_from_deg=float() | int() as from_deg, bearing_to_deg=float() | int() as to_deg
        ):
            return replace(
                properties,
                bearing_from_deg=_bearing(from_deg + angle_deg),
                bearing_to_deg=_bearing(to_deg + angle_deg),
            )
        case TextNote():
            turned_deg = _bearing(properties.rotation_deg + angle_deg)
            return replace(properties, rotation_deg=turned_deg)
        case Rectangle() | Ellipse():
            return replace(properties, bearing_deg=_bearing(properties.bearing_deg + angle_deg))
        case ControlMeasure(azimuths_deg=str()) as measure:
            return turned(measure, angle_deg)
        case Unit() | RangeRing() | Mark() | Line() | Arrow() | Freehand() | Area() | Corridor():
            return properties
        case ControlMeasure():
            return properties


def _bearing(angle_deg: float) -> float:
    return round(angle_deg % 360.0, 4)
