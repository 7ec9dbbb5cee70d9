"""Lines of a document as routes: the altitude and speed of each leg, as text in the file.

They are text because tables of other programs know no lists; `leg_altitudes_m` "100" holds for the
whole line, "100 100 3000" for three legs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from msgspec.structs import replace

from baltic_desk.coverage.emitters import Above, AltitudeError
from baltic_desk.coverage.routes import Leg, Route, RouteError
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Arrow, Feature, Freehand, Line
from baltic_desk.document.geometry import LineString
from baltic_desk.geo.geodesy import distance

ROUTE_KINDS = (Line, Arrow, Freehand)
"""Kinds along which something can go. Only a line can say at which altitude."""

_LEAST_LEG_M = 0.01


@dataclass(frozen=True, slots=True)
class RouteDefaults:
    """What holds for a route that does not say itself; None where nothing does."""

    altitude_m: float | None = None
    above: Above = "sea"
    speed_kn: float | None = None


def route_of(feature: Feature, defaults: RouteDefaults | None = None) -> Route:
    """The route that a line is.

    Raises
    ------
    RouteError
        No line, no altitude, numbers that are not legible or not as many as the legs. The message
        names the line.
    """
    defaults = defaults or RouteDefaults()
    title = route_title(feature)
    line = feature.properties
    if not isinstance(line, ROUTE_KINDS) or not isinstance(feature.geometry, LineString):
        raise RouteError(f"{title} is not a line that could be a route")
    positions = feature.geometry.coordinates
    altitudes = speeds = None
    above: Above = defaults.above
    if isinstance(line, Line):
        altitudes = leg_numbers(line.leg_altitudes_m, "altitudes", title)
        speeds = leg_numbers(line.leg_speeds_kn, "speeds", title)
        if altitudes is not None:
            above = "ground" if line.leg_altitudes_above == "ground" else "sea"
    if altitudes is None:
        if defaults.altitude_m is None:
            raise RouteError(f"{title} says no altitude; give one for it")
        altitudes = (defaults.altitude_m,)
    if speeds is None and defaults.speed_kn is not None:
        speeds = (defaults.speed_kn,)
    count = len(positions) - 1
    each_m = _for_each(altitudes, count, "altitudes", title)
    each_kn = None if speeds is None else _for_each(speeds, count, "speeds", title)
    legs = tuple(
        Leg(start, end, each_m[n], None if each_kn is None else each_kn[n])
        for n, (start, end) in enumerate(pairwise(positions))
        if distance(start, end) > _LEAST_LEG_M
    )
    try:
        return Route(feature.id, title, legs, above)
    except AltitudeError as error:
        raise RouteError(f"{title}: {error}") from error


def route_title(feature: Feature) -> str:
    """What a route is called, on one line: its name, else its kind and the start of its id."""
    name = " ".join(feature.properties.name[:200].split())
    return name or f"{feature.kind} {feature.id[:8]}"


def routes_in(document: Document) -> tuple[Feature, ...]:
    """The lines of a document, in its order."""
    return tuple(each for each in document.features() if isinstance(each.properties, ROUTE_KINDS))


def leg_numbers(text: str | None, what: str, title: str) -> tuple[float, ...] | None:
    """Numbers of a route as they are written; None where there are none.

    Raises
    ------
    RouteError
        When they are not legible.
    """
    if text is None or not text.strip():
        return None
    numbers: list[float] = []
    for word in text.split():
        try:
            found = float(word.replace(",", "."))
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            raise RouteError(f"{title}: “{word[:40]}” among its {what} is not a number")
        numbers.append(found)
    return tuple(numbers)


def with_leg_split(feature: Feature, after: int) -> Feature:
    """The line as it is when a vertex comes after another: both halves of the leg are flown alike.

    Numbers that are not one for each leg stay as they are.
    """
    line = feature.properties
    if not isinstance(line, Line) or not isinstance(feature.geometry, LineString):
        return feature
    count = len(feature.geometry.coordinates) - 1

    def split(words: list[str]) -> list[str]:
        place = min(after, count - 1)
        return [*words[: place + 1], words[place], *words[place + 1 :]]

    return _with_words(feature, line, count, split)


def with_leg_joined(feature: Feature, vertex: int) -> Feature:
    """The line as it is when a vertex goes: the joined leg is flown as the one before it was."""
    line = feature.properties
    if not isinstance(line, Line) or not isinstance(feature.geometry, LineString):
        return feature
    count = len(feature.geometry.coordinates) - 1

    def joined(words: list[str]) -> list[str]:
        place = min(vertex, count - 1)
        return [*words[:place], *words[place + 1 :]]

    return _with_words(feature, line, count, joined)


def _with_words(
    feature: Feature, line: Line, count: int, changed: Callable[[list[str]], list[str]]
) -> Feature:
    def text(old: str | None) -> str | None:
        words = (old or "").split()
        # A single number is for the whole line, even when that is one leg.
        return " ".join(changed(words)) if len(words) == count > 1 else old

    altitudes, speeds = text(line.leg_altitudes_m), text(line.leg_speeds_kn)
    return replace(
        feature, properties=replace(line, leg_altitudes_m=altitudes, leg_speeds_kn=speeds)
    )


def _for_each(numbers: tuple[float, ...], count: int, what: str, title: str) -> tuple[float, ...]:
    if len(numbers) == 1:
        return numbers * count
    if len(numbers) != count:
        legs = "one leg" if count == 1 else f"{count} legs"
        raise RouteError(
            f"{title} has {legs} and {len(numbers)} {what}: give one, or one for each leg"
        )
    return numbers
