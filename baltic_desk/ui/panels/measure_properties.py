"""Rows of control measures: the texts, distances, azimuths and points that their rule asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from baltic_desk.document.feature import ControlMeasure, Feature
from baltic_desk.document.measure_numbers import (
    azimuths,
    distances,
    with_azimuths,
    with_distances,
)
from baltic_desk.document.measure_rules import MeasureRule, counted, rule_of
from baltic_desk.document.measures import control_points, with_control_points
from baltic_desk.document.places import with_properties
from baltic_desk.geo.coordinates import format_position, parse
from baltic_desk.geo.distances import parse_bearing, parse_distance
from baltic_desk.ui.fields.field import Fact, Text, Value
from baltic_desk.ui.panels.figures import GROUP, distance_text
from baltic_desk.ui.panels.property import (
    Kinds,
    Property,
    Surroundings,
    optional,
    refuse,
    stored,
    written,
)

TEXTS_GROUP = "Amplifiers"
POINTS_GROUP = "Control points"
MOST_POINTS = 12
"""Control points with a row each; of a measure with more, all are moved on the map."""

_KINDS: Kinds = (ControlMeasure,)
_LEAST_M = 1.0
_Numbers = Callable[[ControlMeasure], tuple[float, ...]]
_TEXTS: Mapping[str, tuple[str, str]] = {
    "designation": ("Designation", "T"),
    "designation_2": ("Designation 2", "T1"),
    "additional_information": ("Information", "H"),
    "additional_information_2": ("Information 2", "H1"),
    "additional_information_3": ("Information 3", "H2"),
    "type_label": ("Type", "V"),
    "quantity": ("Quantity", "C"),
    "altitude_depth": ("Altitudes", "X: the lower and the upper, parted by a comma"),
    "dtg": ("From", "W"),
    "dtg_2": ("To", "W1"),
    "hostile": ("Hostile (ENY)", "N"),
    "country": ("Country", "AS"),
    "target_number": ("Target number", "AP"),
    "target_number_extension": ("Target number 2", "AP1"),
}


def measure_properties(features: Sequence[Feature]) -> Iterator[Property]:
    """The rows of a selection that is all control measures; none for another."""
    measures = [f.properties for f in features if isinstance(f.properties, ControlMeasure)]
    if not measures or len(measures) < len(features):
        return
    rules = [rule_of(feature) for feature in features]
    for name, (title, letters) in _TEXTS.items():
        # A text that the measure does not show is there to be seen, and to be taken away.
        if any(
            name in rule.fields or getattr(measure, name)
            for rule, measure in zip(rules, measures, strict=True)
        ):
            hint = f"Amplifier {letters}"
            yield stored(name, title, TEXTS_GROUP, _KINDS, parse=optional, hint=hint)
    if len({rule.name for rule in rules}) == 1:
        yield from _numbers(rules[0], measures)
    if len(features) == 1:
        yield from _points(rules[0], features[0])


# -- distances and azimuths --------------------------------------------------------------------


def _numbers(rule: MeasureRule, measures: Sequence[ControlMeasure]) -> Iterator[Property]:
    lengths = max(_given(distances, each) for each in measures)
    angles = max(_given(azimuths, each) for each in measures)
    wanted = len(rule.distances), len(rule.azimuths)
    for index in range(max(lengths, wanted[0])):
        title = rule.distance_name(index)
        yield Property(
            id=f"distance:{index}",
            title=title,
            group=GROUP,
            kind=Text(),
            kinds=_KINDS,
            read=partial(_read_distance, index),
            write=partial(_write_distance, index),
            hint="Amplifier AM: such as 5 km, 3 NM or 500 m",
        )
    for index in range(max(angles, wanted[1])):
        yield Property(
            id=f"azimuth:{index}",
            title=rule.azimuth_name(index),
            group=GROUP,
            kind=Text(),
            kinds=_KINDS,
            read=partial(_read_azimuth, index),
            write=partial(_write_azimuth, index),
            hint="Amplifier AN: degrees from true north, a point of the compass, or mils",
        )


def _given(numbers_of: _Numbers, measure: ControlMeasure) -> int:
    try:
        return len(numbers_of(measure))
    except ValueError:
        return 0  # not legible: the problems panel tells


def _read_distance(index: int, feature: Feature, around: Surroundings) -> Value:
    found = _legible(distances, feature)
    return distance_text(found[index], around.distance_unit) if index < len(found) else None


def _write_distance(
    index: int, features: Sequence[Feature], value: Value, around: Surroundings
) -> list[Feature]:
    text = str(value or "").strip()
    metres = parse_distance(text, around.distance_unit) if text else None
    if metres is not None and metres < (0.0 if index else _LEAST_M):
        raise ValueError("It must be a metre or more")
    changed: list[Feature] = []
    for feature in features:
        measure = _measure(feature)
        numbers = _with(distances(measure), index, metres, "distance")
        changed.append(with_properties(feature, with_distances(measure, numbers)))
    return changed


def _read_azimuth(index: int, feature: Feature, _around: Surroundings) -> Value:
    found = _legible(azimuths, feature)
    return f"{written(found[index])}°" if index < len(found) else None


def _write_azimuth(
    index: int, features: Sequence[Feature], value: Value, _around: Surroundings
) -> list[Feature]:
    text = str(value or "").strip()
    degrees = parse_bearing(text) if text else None
    changed: list[Feature] = []
    for feature in features:
        measure = _measure(feature)
        numbers = _with(azimuths(measure), index, degrees, "azimuth")
        changed.append(with_properties(feature, with_azimuths(measure, numbers)))
    return changed


def _with(
    numbers: tuple[float, ...], index: int, value: float | None, what: str
) -> tuple[float, ...]:
    """The numbers with one set, added at the end, or the last taken away."""
    if index > len(numbers):
        raise ValueError(f"The {what} before this one is still missing")
    if value is not None:
        return (*numbers[:index], value, *numbers[index + 1 :])
    if index < len(numbers) - 1:
        raise ValueError(f"Only the last {what} can be taken away")
    return numbers[:index]


def _legible(numbers_of: _Numbers, feature: Feature) -> tuple[float, ...]:
    try:
        return numbers_of(_measure(feature))
    except ValueError:
        return ()


# -- control points ----------------------------------------------------------------------------


def _points(rule: MeasureRule, feature: Feature) -> Iterator[Property]:
    try:
        points = control_points(feature)
    except ValueError:
        return
    shown = points[:MOST_POINTS] if len(points) <= MOST_POINTS else ()
    for index, _ in enumerate(shown):
        role = rule.role(index, len(points))
        yield Property(
            id=f"point:{index}",
            title=f"Point {index + 1}",
            group=POINTS_GROUP,
            kind=Text(),
            kinds=_KINDS,
            read=partial(_read_point, index),
            write=partial(_write_point, index),
            hint=f"{role[:1].upper()}{role[1:]}: degrees in any style, MGRS or UTM",
            words=f"point {index + 1}",
        )
    yield Property(
        id="drawn_by",
        title="Drawn by",
        group=POINTS_GROUP,
        kind=Fact(),
        kinds=_KINDS,
        read=lambda found, _around: _points_words(rule, found),
        write=refuse,
    )


def _read_point(index: int, feature: Feature, around: Surroundings) -> Value:
    points = control_points(feature)
    return format_position(points[index], around.coordinate_style) if index < len(points) else None


def _write_point(
    index: int, features: Sequence[Feature], value: Value, around: Surroundings
) -> list[Feature]:
    del around
    to = parse(str(value or ""))
    changed: list[Feature] = []
    for feature in features:
        points = list(control_points(feature))
        points[index] = to
        changed.append(with_control_points(feature, points))
    return changed


def _points_words(rule: MeasureRule, feature: Feature) -> str:
    count = len(control_points(feature))
    wanted = counted(rule.least, rule.most)
    return wanted if rule.most == rule.least == count else f"{wanted}; this has {count}"


def _measure(feature: Feature) -> ControlMeasure:
    assert isinstance(feature.properties, ControlMeasure)
    return feature.properties
