"""Which sources a picture of the map has to name: those of all that is visible on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Area, Feature, RangeRing, Unit
from baltic_desk.document.places import paths_of
from baltic_desk.document.provenance import provenance
from baltic_desk.document.style import ring_label

Bounds = tuple[float, float, float, float]
"""West, south, east, north, degrees."""

_UNITS = "units"
_HOST = re.compile(r"https?://(?:www\.)?([^/?#:]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Citation:
    """A source and what is drawn by it; `title` is empty for what has none."""

    title: str
    url: str
    date: str
    drawn: tuple[str, ...]

    @property
    def text(self) -> str:
        """In a line: what is drawn, then on whose word, with the address's host."""
        shown = ", ".join(self.drawn)
        if not self.title:
            return f"{shown}: no source"
        host = _HOST.match(self.url)
        shown_host = "" if host is None else host[1]
        return f"{shown}: {', '.join(filter(None, (self.title, self.date, shown_host)))}"


def citations(document: Document, bounds: Bounds) -> tuple[Citation, ...]:
    """The sources of visible rings and areas of coverage, then those without one, then units.

    Units are named one by one only where they are few: else as units.
    """
    rings: dict[tuple[str, str, str], dict[str, None]] = {}
    units: dict[tuple[str, str, str], dict[str, None]] = {}
    for feature in _visible(document, bounds):
        figure = provenance(feature.properties)
        match feature.properties:
            case RangeRing() | Area() as drawn if figure is not None:
                key = (figure.source, figure.source_url, figure.source_date)
                rings.setdefault(key, {})[_words(drawn, figure.standing)] = None
            case Unit(source=str(source)) as unit:
                named = unit.designation or unit.name or _UNITS
                key = (source, unit.source_url or "", "")
                units.setdefault(key, {})[named] = None
            case _:
                pass
    cited = [_citation(key, drawn) for key, drawn in rings.items() if key[0]]
    cited += [_citation(key, drawn) for key, drawn in rings.items() if not key[0]]
    cited += [_citation(key, drawn) for key, drawn in units.items()]
    return tuple(cited)


def _citation(key: tuple[str, str, str], drawn: dict[str, None]) -> Citation:
    title, url, date = key
    return Citation(title, url, date, tuple(drawn))


def _words(drawn: RangeRing | Area, standing: str) -> str:
    """What stands on the map, and its standing."""
    label = ring_label(drawn) if isinstance(drawn, RangeRing) else drawn.name or "area"
    # A label often has the system's short name already: "S-400 400 km" of "S-400 Triumf".
    named = any(word in label for word in drawn.name.split()) or not drawn.name
    said = f" ({standing})" if standing and standing not in label else ""
    return f"{label if named else f'{drawn.name} {label}'}{said}"


def _visible(document: Document, bounds: Bounds) -> Iterator[Feature]:
    west, south, east, north = bounds
    for overlay in document.overlays():
        if not overlay.visible:
            continue
        for feature in document.features_on(overlay.id):
            if feature.properties.hidden:
                continue
            places = [place for path in paths_of(feature.geometry) for place in path]
            lons, lats = [place[0] for place in places], [place[1] for place in places]
            across = min(lons) <= east and max(lons) >= west
            if across and min(lats) <= north and max(lats) >= south:
                yield feature
