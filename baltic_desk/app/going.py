"""Places to go to: a coordinate in any notation, or a name in the gazetteer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from baltic_desk.document.geometry import Position
from baltic_desk.geo.coordinates import CoordinateError, Format, format_position, parse
from baltic_desk.geo.gazetteer import Gazetteer, Place

_COORDINATE_METRES_PER_PX = 60.0


@dataclass(frozen=True, slots=True)
class Destination:
    """Somewhere to go, and at which scale it is worth seeing."""

    title: str
    detail: str
    position: Position
    metres_per_px: float


def destinations(
    typed: str, gazetteer: Gazetteer, style: Format, *, limit: int = 20
) -> Sequence[Destination]:
    """What the text may mean: the coordinate it is, then places by that name.

    >>> destinations("", open_gazetteer(), "dd")  # doctest: +SKIP
    []
    """
    text = typed.strip()
    if not text:
        return []
    found: list[Destination] = []
    try:
        position = parse(text)
    except CoordinateError:
        pass
    else:
        title = format_position(position, style)
        found.append(Destination(title, "coordinate", position, _COORDINATE_METRES_PER_PX))
    found.extend(_destination(place) for place in gazetteer.search(text, limit=limit))
    return found


def _destination(place: Place) -> Destination:
    other = {place.local_name, place.english_name} - {place.name, ""}
    names = [*sorted(other), place.country]
    if place.population:
        names.append(f"{place.population:,}".replace(",", " "))
    return Destination(
        place.name, " · ".join(filter(None, names)), place.position, _scale(place.population)
    )


def _scale(population: int) -> float:
    """Metres a pixel that show a place of that size with its surroundings."""
    for least, metres_per_px in ((500_000, 160.0), (100_000, 90.0), (10_000, 50.0)):
        if population >= least:
            return metres_per_px
    return 30.0
