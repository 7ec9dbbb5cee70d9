"""Search of towns, airports, ports, lakes and countries by any of their names.

Names are compared folded: without case, marks and punctuation, ł as l, ß as ss. An exact name comes
before one that begins so, that before one with such a word in it, and last come names spelt almost
so. Within each, more important places come first.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from baltic_desk.geo.basemap import BaseMap, PointTable, open_basemap
from baltic_desk.geo.folding import folded
from baltic_desk.geo.geodesy import Position

EXACT, BEGINS, WORD, ALMOST = range(4)
ENOUGH_BEFORE_FUZZY = 3  # with so many right answers nobody looks at spelling mistakes
FUZZY_LEAST_LETTERS = 4
FUZZY_SCORE = 0.7
OTHER_NAME_WEIGHT = 0.1  # a village of that name against a city that somebody once called so

BREAK = "\n"

# how much the kinds without a population count for, in inhabitants
AIRPORT_WEIGHT = {1: 30_000, 2: 15_000, 3: 1_000}
PORT_WEIGHT, LAKE_WEIGHT, COUNTRY_WEIGHT, LEAST_WEIGHT = 3_000, 30_000, 50_000_000, 100


@dataclass(frozen=True, slots=True)
class Place:
    """Something with a name on the map.

    `name` is the local name in Latin letters, `local_name` in the country's own letters. `kind` is
    place, airport, port, lake or country. `found_as` is the name that matched, as written.
    """

    name: str
    local_name: str
    english_name: str
    country: str
    position: Position
    population: int
    kind: str
    region: str = ""
    found_as: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A place with its other names and its weight in inhabitants."""

    place: Place
    others: Sequence[str]
    weight: float


@dataclass(frozen=True, slots=True)
class _Index:
    """All names in order; `beginnings` has each word of each name as well."""

    places: list[Place]
    weights: list[float]
    names: list[str]  # as written
    owner: list[int]  # name -> place
    is_main: list[bool]
    folded: list[str]
    beginnings: list[tuple[str, int]]  # rest of a folded name from a word on, name


class Gazetteer:
    """Names of a base map, read and sorted when first searched. For use from any thread."""

    def __init__(self, basemap: BaseMap) -> None:
        self._basemap = basemap
        self._lock = threading.Lock()
        self._index: _Index | None = None

    def search(self, text: str, limit: int = 20) -> list[Place]:
        """Places whose names fit a text, best first."""
        wanted = folded(text)
        if not wanted:
            return []
        index = self._ready()
        found = _matches(index, wanted)
        if len(found) < ENOUGH_BEFORE_FUZZY and len(wanted) >= FUZZY_LEAST_LETTERS:
            for place, match in _almost(index, wanted, limit).items():
                found.setdefault(place, match)
        best = sorted(found.items(), key=lambda item: (item[1][0], -item[1][1], item[0]))[:limit]
        return [
            replace(index.places[place], found_as=index.names[name]) for place, (_, _, name) in best
        ]

    def prepare(self) -> None:
        """Read and sort the names now, from a worker or an idle moment (a quarter of a second)."""
        self._ready()

    def _ready(self) -> _Index:
        with self._lock:
            if self._index is None:
                self._index = _indexed(list(_entries(self._basemap)))
            return self._index


def open_gazetteer(basemap: BaseMap | None = None) -> Gazetteer:
    """Search over the shipped base map, or over another."""
    return Gazetteer(basemap if basemap is not None else open_basemap())


# place -> how well it fits (lower is better), its weight, and the name that fits
_Found = dict[int, tuple[float, float, int]]


def _matches(index: _Index, wanted: str) -> _Found:
    found: _Found = {}
    at = bisect_left(index.beginnings, (wanted,))
    while at < len(index.beginnings) and index.beginnings[at][0].startswith(wanted):
        rest, name = index.beginnings[at]
        at += 1
        whole = index.folded[name]
        fit = WORD if len(rest) < len(whole) else EXACT if rest == wanted else BEGINS
        _note(found, index, name, fit)
    return found


def _almost(index: _Index, wanted: str, limit: int) -> _Found:
    found: _Found = {}
    near = process.extract(
        wanted,
        index.folded,
        scorer=OSA.normalized_similarity,
        score_cutoff=FUZZY_SCORE,
        limit=5 * limit,
    )
    for _, score, name in near:
        _note(found, index, name, ALMOST + round(1 - score, 1))
    return found


def _note(found: _Found, index: _Index, name: int, fit: float) -> None:
    place = index.owner[name]
    weight = index.weights[place] * (1.0 if index.is_main[name] else OTHER_NAME_WEIGHT)
    known = found.get(place)
    if known is None or (fit, -weight) < (known[0], -known[1]):
        found[place] = (fit, weight, name)


def _indexed(entries: list[_Entry]) -> _Index:
    names: list[str] = []
    owner: list[int] = []
    is_main: list[bool] = []
    for number, entry in enumerate(entries):
        place = entry.place
        main = dict.fromkeys((place.name, place.local_name, place.english_name))
        names += main
        names += entry.others
        is_main += [True] * len(main) + [False] * len(entry.others)
        owner += [number] * (len(main) + len(entry.others))
    # folding all names as one text is fifteen times faster than one by one
    plain = [
        name.strip() for name in folded(BREAK.join(names) + BREAK + ".").split(BREAK)[: len(names)]
    ]
    beginnings: list[tuple[str, int]] = []
    for name, text in enumerate(plain):
        beginnings.append((text, name))
        beginnings += [(text[k + 1 :], name) for k, letter in enumerate(text) if letter == " "]
    beginnings.sort()
    places = [entry.place for entry in entries]
    return _Index(
        places, [entry.weight for entry in entries], names, owner, is_main, plain, beginnings
    )


def _entries(basemap: BaseMap) -> Iterable[_Entry]:
    layers = basemap.layers
    towns = layers["places"]
    yield from _towns(towns.points(), towns.text_column("alternates"), towns.text_column("region"))
    airports = layers["airports"]
    yield from _airports(airports.points(), airports.text_column("keywords"))
    yield from _named(layers["ports"].points(), "port", PORT_WEIGHT, "locode")
    yield from _named(layers["countries"].points(), "country", COUNTRY_WEIGHT)
    lakes = layers["lake_names"]
    yield from _named(lakes.points(), "lake", LAKE_WEIGHT, others=lakes.text_column("alternates"))


def _towns(table: PointTable, alternates: list[str], regions: list[str]) -> Iterable[_Entry]:
    names, local, english = (
        _text(table, "name"),
        _text(table, "name_local"),
        _text(table, "name_en"),
    )
    countries = _text(table, "country")
    populations = np.asarray(table.columns["population"]).tolist()
    for k, position in enumerate(_positions(table)):
        place = Place(
            names[k],
            local[k],
            english[k],
            countries[k],
            position,
            populations[k],
            "place",
            regions[k],
        )
        others = alternates[k].split("|") if alternates[k] else ()
        yield _Entry(place, others, max(populations[k], LEAST_WEIGHT))


def _airports(table: PointTable, keywords: list[str]) -> Iterable[_Entry]:
    names, countries = _text(table, "name"), _text(table, "country")
    icao, iata, towns = _text(table, "icao"), _text(table, "iata"), _text(table, "municipality")
    ranks = np.asarray(table.columns["rank"]).tolist()
    for k, position in enumerate(_positions(table)):
        place = Place(names[k], names[k], names[k], countries[k], position, 0, "airport", towns[k])
        others = [
            word.strip() for word in (icao[k], iata[k], *keywords[k].split(",")) if word.strip()
        ]
        yield _Entry(place, others, AIRPORT_WEIGHT.get(ranks[k], LEAST_WEIGHT))


def _named(
    table: PointTable, kind: str, weight: float, code: str = "", others: Sequence[str] = ()
) -> Iterable[_Entry]:
    names = _text(table, "name")
    english = _text(table, "name_en") if "name_en" in table.columns else names
    countries = _text(table, "country") if "country" in table.columns else [""] * len(names)
    codes = _text(table, code) if code else None
    for k, position in enumerate(_positions(table)):
        place = Place(names[k], names[k], english[k], countries[k], position, 0, kind)
        known = [word for word in others[k].split("|") if word] if others else []
        yield _Entry(place, known + ([codes[k]] if codes else []), weight)


def _positions(table: PointTable) -> Iterable[Position]:
    return ((lon, lat) for lon, lat in table.positions.tolist())


def _text(table: PointTable, column: str) -> list[str]:
    return [str(value) for value in table.columns[column]]
