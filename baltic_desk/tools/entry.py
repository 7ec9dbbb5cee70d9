"""What can be typed during a gesture: a leg, a place, the size of a figure, an angle."""

from __future__ import annotations

import re
from typing import NamedTuple

from baltic_desk.document.geometry import Position
from baltic_desk.geo.coordinates import parse
from baltic_desk.geo.distances import DistanceError, parse_bearing, parse_distance, parse_distances
from baltic_desk.geo.geodesy import bearing, destination

_NUMBER = r"\d+(?:[.,]\d+)?|[.,]\d+"
_MARKED = re.compile(r"(?P<distance>[^<@]+)[<@]\s*(?P<bearing>.+)")
_SPACED = re.compile(rf"(?P<distance>(?:{_NUMBER})\s*[A-Za-z]+)[\s,;]*(?P<bearing>.*)")
_SIZE = re.compile(r"(?P<width>[^x×*]+)[x×*](?P<height>[^@]+)(?:@(?P<bearing>.+))?", re.IGNORECASE)


class Leg(NamedTuple):
    """A distance, and a bearing where one was given."""

    distance_m: float
    bearing_deg: float | None


class Size(NamedTuple):
    """Sides of a figure, and its bearing where one was given."""

    width_m: float
    height_m: float
    bearing_deg: float | None


def leg(text: str, unit: str) -> Leg | None:
    """The leg that was typed; None when the text does not begin with a distance.

    A bearing follows the unit, or stands after `@` or `<`; a lone number is a distance.

    >>> leg("12 km 045", "km"), leg("6.5<270", "NM"), leg("57.1 24.5", "km")
    (Leg(distance_m=12000.0, bearing_deg=45.0), Leg(distance_m=12038.0, bearing_deg=270.0), None)

    Raises
    ------
    ValueError
        When what follows the distance is no bearing.
    """
    text = text.strip()
    if re.fullmatch(_NUMBER, text):
        return Leg(parse_distance(text, unit), None)
    if marked := _MARKED.fullmatch(text):
        return Leg(parse_distance(marked["distance"], unit), parse_bearing(marked["bearing"]))
    if spaced := _SPACED.fullmatch(text):
        try:
            distance_m = parse_distance(spaced["distance"], unit)
        except DistanceError:
            return None  # the letters are no unit but a hemisphere or a grid zone
        after = spaced["bearing"].strip()
        return Leg(distance_m, parse_bearing(after) if after else None)
    return None


def place(text: str, origin: Position, toward: Position, unit: str) -> Position:
    """The place that was typed: a leg from the origin, or a coordinate.

    A distance alone is laid off in the direction in which the gesture is pointing.

    Raises
    ------
    ValueError
        When it is neither.
    """
    found = leg(text, unit)
    if found is None:
        return parse(text)
    bearing_deg = bearing(origin, toward) if found.bearing_deg is None else found.bearing_deg
    return destination(origin, bearing_deg, found.distance_m)


def size(text: str, unit: str) -> Size:
    """The size of a figure: `40 x 20 km`, `40x20`, `40 x 20 km @ 030`; one side makes it even.

    Raises
    ------
    ValueError
        When it is none, or a side is nothing.
    """
    if found := _SIZE.fullmatch(text.strip()):
        width_m, *more = parse_distances(f"{found['width']} {found['height']}", unit)
        bearing_deg = parse_bearing(found["bearing"]) if found["bearing"] else None
        if len(more) != 1:
            raise ValueError("Type two sides, such as 40 x 20 km")
        sides = Size(width_m, more[0], bearing_deg)
    else:
        side_m = parse_distance(text, unit)
        sides = Size(side_m, side_m, None)
    if min(sides.width_m, sides.height_m) <= 0.0:
        raise ValueError("A side must be longer than nothing")
    return sides


def turn(text: str) -> float:
    """An angle to turn by, degrees, clockwise unless it begins with a minus.

    Raises
    ------
    ValueError
        When it is none.
    """
    text = text.strip()
    angle_deg = parse_bearing(text.lstrip("+-−"))
    return -angle_deg if text[:1] in ("-", "−") else angle_deg
