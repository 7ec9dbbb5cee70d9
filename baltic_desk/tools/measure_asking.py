"""The numbers of a control measure, one after the other: what is asked, pointed at or typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from baltic_desk.document.boxes import SMALLEST_M
from baltic_desk.document.feature import ControlMeasure
from baltic_desk.document.geometry import Position
from baltic_desk.document.measure_numbers import (
    azimuth_at,
    azimuths,
    distance_at,
    distances,
    with_azimuths,
    with_distances,
)
from baltic_desk.document.measure_rules import MeasureRule
from baltic_desk.document.places import Path
from baltic_desk.geo.distances import (
    format_bearing,
    format_distance,
    parse_bearing,
    parse_distances,
)
from baltic_desk.geo.geodesy import destination, inverse, midpoint
from baltic_desk.tools.guides import round_angle, round_length
from baltic_desk.tools.tool import Desk, Pointer


@dataclass(frozen=True, slots=True)
class Asked:
    """One number that is wanted: which, of which rule, and whether it can be left out."""

    sort: Literal["distance", "azimuth"]
    index: int
    name: str
    rule: str
    optional: bool = False

    @property
    def title(self) -> str:
        """What it is called, as a sentence begins."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def entry(self) -> str:
        """What can be typed."""
        return self.title

    @property
    def example(self) -> str:
        """How it can be typed."""
        return "5 km" if self.sort == "distance" else "045"

    def shown(self, measure: ControlMeasure, desk: Desk) -> str:
        """The number that a measure has for it, to read."""
        if self.sort == "distance":
            return format_distance(distances(measure)[self.index], desk.distance_unit)
        return format_bearing(azimuths(measure)[self.index])


def asked(measure: ControlMeasure, rule: MeasureRule) -> Asked | None:
    """The next number that the rule asks for and the measure lacks; azimuths of a side first.

    Of a rectangle or an ellipse the azimuth comes first, for its sides are laid along it.
    """
    lengths, angles = len(distances(measure)), len(azimuths(measure))
    wants_distance = lengths < len(rule.distances)
    sectors = max(1, lengths) if rule.several else 1
    wants_azimuth = angles < len(rule.azimuths) * sectors
    if wants_azimuth and (len(rule.azimuths) == 1 or not wants_distance):
        return Asked("azimuth", angles, rule.azimuth_name(angles), rule.name)
    if wants_distance or rule.several:
        further = not wants_distance
        return Asked("distance", lengths, rule.distance_name(lengths), rule.name, further)
    return None


def given(measure: ControlMeasure) -> tuple[int, int]:
    """How many distances and azimuths there are."""
    return len(distances(measure)), len(azimuths(measure))


def pointed(
    measure: ControlMeasure, number: Asked, points: Path, pointer: Pointer, desk: Desk
) -> ControlMeasure:
    """The measure with the number that the pointer is on; Shift keeps to round ones."""
    if number.sort == "azimuth":
        angles = azimuths(measure)
        azimuth_deg = azimuth_at(number.rule, number.index, points, angles, pointer.at)
        azimuth_deg = round_angle(azimuth_deg) if pointer.shift else azimuth_deg
        return with_azimuths(measure, (*azimuths(measure), azimuth_deg % 360.0))
    before = distances(measure)
    length_m = distance_at(number.rule, number.index, points, azimuths(measure), pointer.at)
    length_m = round_length(length_m, desk) if pointer.shift else length_m
    return with_distances(measure, (*before, max(SMALLEST_M, length_m)))


def typed_numbers(
    measure: ControlMeasure, rule: MeasureRule, number: Asked, text: str, desk: Desk
) -> ControlMeasure:
    """The measure with the numbers that were typed: one azimuth, or one distance or several.

    Raises
    ------
    ValueError
        When they are none, nothing, or more than the rule has a place for.
    """
    if number.sort == "azimuth":
        return with_azimuths(measure, (*azimuths(measure), parse_bearing(text)))
    lengths_m = parse_distances(text.replace("x", " ").replace("×", " "), desk.distance_unit)
    found = (*distances(measure), *lengths_m)
    if len(found) > len(rule.distances) and not rule.several:
        raise ValueError(f"{rule.title} has only: {', '.join(rule.distances).lower()}")
    if min(lengths_m) < SMALLEST_M and not number.name.startswith("Nearest"):
        raise ValueError(f"{number.title} must be a metre or more")
    return with_distances(measure, found)


def completed(points: Path, count: int) -> Path:
    """The points with more guessed after them, so that a preview can be drawn from the second on.

    The third lies off the middle of the first two, or a third and fourth off each of them.
    """
    if len(points) < 2 or len(points) >= count or points[0] == points[1]:
        return points
    first, second = points[:2]
    bearing_deg, length_m = inverse(first, second)
    middle = midpoint(first, second)
    guesses: tuple[Position, ...]
    if count == 3:
        guesses = (destination(middle, bearing_deg + 90.0, 0.6 * length_m),)
    else:
        guesses = tuple(
            destination(at, bearing_deg + 90.0, 0.6 * length_m * (1.0 + number // 2))
            for number, at in enumerate((first, second) * count)
        )
    return (*points, *guesses[len(points) - 2 : count - 2])
