"""A position as it is typed in the palette: a coordinate, a name, or so far from one of those."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Unit
from baltic_desk.document.geometry import Position
from baltic_desk.document.places import reference
from baltic_desk.geo.coordinates import CoordinateError, Format, format_position, parse
from baltic_desk.geo.distances import (
    DistanceError,
    format_bearing,
    format_distance,
    parse_bearing,
    parse_distance,
)
from baltic_desk.geo.folding import folded
from baltic_desk.geo.gazetteer import Gazetteer, Place
from baltic_desk.geo.geodesy import destination, distance
from baltic_desk.geo.military_grid import GridError, mgrs, position_of_mgrs

MOST_SPOTS = 4
COORDINATE = "Coordinate"
"""Detail of a spot that was given by its coordinate."""
_SAME_PLACE_M = 5_000.0
_SQUARES = re.compile(r"([A-HJ-NP-Z]\s?[A-HJ-NP-V])?\s?((?:\d\s?){2,10})", re.IGNORECASE)
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_DISTANCE = (
    r"\d+(?:[.,]\d+)?(?![\d.,])(?:\s*(?:kms?|kilomet\w*|nmi?|nautical miles?|mi|miles?|m|met\w+"
    r"|ft|feet)\b)?"
)
_TOWARDS = (
    r"\d{1,5}(?:[.,]\d+)?\s*(?:°|º|deg(?:rees)?|mils?|t)?"
    r"|[a-z]{1,3}|(?:north|south)[ -]?(?:east|west)?|east|west"
)
_BEARING_WORD = r"(?:bearing|brg|direction)"
_WHENCE = (
    rf"\s*(?P<distance>{_DISTANCE})(?:[\s,/]+(?:{_BEARING_WORD}\s+)?(?P<first>{_TOWARDS}))?"
    r"\s+(?:from|of)\b"
)
_BEGINS_FROM = re.compile(_WHENCE, re.IGNORECASE)
_FROM = re.compile(
    rf"{_WHENCE}\s*(?P<name>.*?)"
    rf"(?:[\s,]+(?:on\s+)?(?:a\s+)?{_BEARING_WORD}\b\s*(?P<last>.*?))?\s*",
    re.IGNORECASE | re.DOTALL,
)
_LONG_BEARINGS = {
    "NORTH": "N", "EAST": "E", "SOUTH": "S", "WEST": "W",
    "NORTHEAST": "NE", "SOUTHEAST": "SE", "SOUTHWEST": "SW", "NORTHWEST": "NW",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """A position that a text may mean, in words."""

    title: str
    detail: str
    position: Position


class NotUnderstoodError(ValueError):
    """A part of a text is not understood; `start` and `end` are its letters, counted from 0."""

    def __init__(self, why: str, start: int, end: int) -> None:
        self.why = why
        self.start = start
        self.end = end
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Around:
    """What a position may refer to."""

    document: Document
    gazetteer: Gazetteer
    center: Position
    style: Format = "dms"
    distance_unit: str = "km"


def is_relative(text: str) -> bool:
    """Whether a text begins as a distance from something does."""
    return _BEGINS_FROM.match(text) is not None


def spots(text: str, start: int, around: Around) -> Sequence[Spot]:
    """Positions that a text may mean, the likeliest first; never none.

    Parameters
    ----------
    start
        Where the text begins in what was typed, for messages.

    Raises
    ------
    NotUnderstoodError
        When it means none.
    """
    if not text.strip():
        raise NotUnderstoodError("A position is wanted, such as 54.7 20.5 or Riga", start, start)
    match = _FROM.fullmatch(text) if is_relative(text) else None
    if match is None:
        return _absolute(text, start, around)
    return _from(match, start, around)


def _from(match: re.Match[str], start: int, around: Around) -> Sequence[Spot]:
    def part(name: str) -> tuple[str, int, int]:
        return match[name], start + match.start(name), start + match.end(name)

    said, at, end = part("distance")
    try:
        distance_m = parse_distance(said, around.distance_unit)
    except DistanceError as error:
        raise NotUnderstoodError(str(error), at, end) from None
    whence, at, end = part("name")
    if not whence.strip():
        raise NotUnderstoodError("From where? A name or a coordinate is wanted", at, end)
    if match["first"] is not None and match["last"] is not None:
        raise NotUnderstoodError("There are two bearings", *part("last")[1:])
    where = "first" if match["last"] is None else "last"
    if match[where] is None:
        raise NotUnderstoodError("A bearing is wanted, such as “bearing 045”", end, end)
    towards, bearing_at, bearing_end = part(where)
    bearing_deg = _bearing(towards, bearing_at, bearing_end)
    way = f"{format_distance(distance_m, _unit(said, around))}, {format_bearing(bearing_deg)}"
    found: list[Spot] = []
    for origin in _absolute(whence, at, around):
        place = destination(origin.position, bearing_deg, distance_m)
        shown = format_position(place, around.style)
        found.append(Spot(f"{way} from {origin.title}", shown, place))
    return found


def _unit(said: str, around: Around) -> str:
    words = re.sub(r"[\d.,\s]+", "", said).lower()
    if words.startswith(("nm", "nautical")):
        return "NM"
    if words.startswith("mi"):
        return "mi"
    return "km" if words else around.distance_unit


def _bearing(text: str, start: int, end: int) -> float:
    plain = re.sub(r"[\s-]+", "", text).upper()
    try:
        return parse_bearing(_LONG_BEARINGS.get(plain, text))
    except DistanceError as error:
        raise NotUnderstoodError(str(error), start, end) from None


def _absolute(text: str, start: int, around: Around) -> Sequence[Spot]:
    begin = start + len(text) - len(text.lstrip())
    name = text.strip()
    end = begin + len(name)
    try:
        position = parse(name)
    except CoordinateError as error:
        why = str(error)
    else:
        return (Spot(format_position(position, around.style), COORDINATE, position),)
    square = _square(name, around)
    found = [] if square is None else [square]
    exact, begun = _features(name, around)
    towns, others = _places(name, around)
    # The town Kaliningrad comes before a feature called "Kaliningrad grouping".
    found += exact + towns + begun + others
    if found:
        return tuple(dict.fromkeys(found))[:MOST_SPOTS]
    if not any(each.isdigit() for each in name):
        why = f"There is no place, feature or coordinate “{_short(name)}”"
    raise NotUnderstoodError(why, begin, end)


def _square(text: str, around: Around) -> Spot | None:
    """A reference without its zone or its square: that which is nearest to the view's middle."""
    match = _SQUARES.fullmatch(text)
    if match is None:
        return None
    letters, figures = match[1], re.sub(r"\s", "", match[2])
    if len(figures) % 2 or (letters is None and len(figures) not in (6, 8, 10)):
        return None
    try:
        zone, own_square, *_ = mgrs(around.center, digits=0).split()
    except GridError:
        return None
    square = re.sub(r"\s", "", letters or own_square).upper()
    number, band = int(zone[:-1]), _BANDS.index(zone[-1])
    near: list[tuple[float, Position]] = []
    for zone_number in (number - 1, number, number + 1):
        for each in _BANDS[max(0, band - 1) : band + 2]:
            try:
                position = position_of_mgrs(f"{zone_number}{each}{square}{figures}")
            except GridError:
                continue
            near.append((distance(around.center, position), position))
    if not near:
        return None
    position = min(near)[1]
    shown = mgrs(position, digits=len(figures) // 2)
    return Spot(shown, "Grid reference nearest to the view", position)


def _features(name: str, around: Around) -> tuple[list[Spot], list[Spot]]:
    """Features called just so, and those whose names begin so."""
    wanted = folded(name)
    exact: list[Spot] = []
    begun: list[Spot] = []
    if not wanted:
        return exact, begun
    title = {"range_ring": "Range ring", "mark": "Point mark", "text": "Text"}
    for feature in around.document.features():
        properties, kind = feature.properties, feature.kind
        names = [properties.name]
        if isinstance(properties, Unit):
            names.append(properties.designation or "")
        for called in filter(None, names):
            plain = folded(called)
            if plain.startswith(wanted):
                shown = title.get(kind, kind.replace("_", " ").capitalize())
                spot = Spot(called, f"{shown} on the map", reference(feature))
                (exact if plain == wanted else begun).append(spot)
                break
    for each in (exact, begun):
        each.sort(key=lambda spot: spot.title)
    return exact[:MOST_SPOTS], begun[:MOST_SPOTS]


def _places(name: str, around: Around) -> tuple[list[Spot], list[Spot]]:
    """Places called just so, in any language, and the others that the name may mean."""
    exact: list[Spot] = []
    others: list[Spot] = []
    for place in around.gazetteer.search(name, limit=2 * MOST_SPOTS):
        if any(_is_same(place, spot) for spot in exact + others):
            # A town and its port.
            continue
        detail = ", ".join(filter(None, (place.region, place.country)))
        if place.kind != "place":
            detail = f"{place.kind.capitalize()}, {detail}".rstrip(", ")
        if folded(place.found_as) not in (folded(place.name), ""):
            detail = f"“{place.found_as}” · {detail}"
        just_so = folded(name) in (folded(place.name), folded(place.found_as))
        (exact if just_so else others).append(Spot(place.name, detail, place.position))
    return exact, others


def _is_same(place: Place, spot: Spot) -> bool:
    same_name = folded(place.name) == folded(spot.title)
    return same_name and distance(place.position, spot.position) < _SAME_PLACE_M


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
