"""All names and point signs that the base map may show, with their type and importance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from baltic_desk.geo.basemap import BaseMap, Column
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map.lettering import Type
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.water_names import WATER_NAMES

Role = Literal["place", "water", "country", "airport", "port"]
Sign = Literal["", "dot", "town", "city", "capital", "airport", "port"]


class Kind(NamedTuple):
    """A sort of name: how it is lettered, the sign at its place, the scales at which it shows."""

    role: Role
    layer: str
    type: Type
    sign: Sign
    from_metres_per_px: float
    to_metres_per_px: float
    """Metres on the ground for a pixel: shown from the first up to the second."""


PLACES = (
    Kind("place", "places", Type(14.0, bold=True), "capital", 0.0, 3200.0),
    Kind("place", "places", Type(13.0, bold=True), "city", 0.0, 1900.0),
    Kind("place", "places", Type(12.5), "city", 0.0, 1150.0),
    Kind("place", "places", Type(12.0), "town", 0.0, 620.0),
    Kind("place", "places", Type(11.5), "town", 0.0, 330.0),
    Kind("place", "places", Type(11.0), "dot", 0.0, 170.0),
    Kind("place", "places", Type(10.5), "dot", 0.0, 85.0),
    Kind("place", "places", Type(10.5), "dot", 0.0, 45.0),
)
"""By rank, 1 to 8."""

AIRPORTS = (
    Kind("airport", "airports", Type(10.0), "airport", 0.0, 420.0),
    Kind("airport", "airports", Type(10.0), "airport", 0.0, 200.0),
    Kind("airport", "airports", Type(10.0), "airport", 0.0, 70.0),
    Kind("airport", "airports", Type(10.0), "airport", 0.0, 30.0),
)
PORT = Kind("port", "ports", Type(10.0, italic=True), "port", 0.0, 150.0)
COUNTRY_TYPE = Type(14.0, bold=True, spacing=0.42)

_NAMES_BEFORE = {"place": 1.0, "water": 0.5, "country": 0.0, "airport": 9.5, "port": 10.0}


@dataclass(frozen=True, slots=True, eq=False)
class NameTable:
    """Names in the order of importance; `kind` is an index into `kinds`."""

    texts: tuple[str, ...]
    positions: Floats
    kinds: tuple[Kind, ...]
    kind: npt.NDArray[np.int32]
    from_metres_per_px: Floats
    to_metres_per_px: Floats


def ink(role: Role) -> Callable[[Theme], tuple[str, str]]:
    """Colours of letters and halo of a role in a theme."""
    match role:
        case "place":
            return lambda theme: (theme.place, theme.halo)
        case "water":
            return lambda theme: (theme.water_name, theme.water_halo)
        case "country":
            return lambda theme: (theme.country_name, theme.halo)
        case "airport":
            return lambda theme: (theme.airport, theme.halo)
        case "port":
            return lambda theme: (theme.port, theme.water_halo)


@lru_cache(maxsize=1)
def name_table(basemap: BaseMap) -> NameTable:
    """All names of a base map. Kept, as each view and each picture asks for them."""
    rows: list[tuple[float, str, tuple[float, float], Kind]] = []
    rows += _countries(basemap)
    rows += _waters()
    rows += _places(basemap)
    rows += _airports(basemap)
    rows += _ports(basemap)
    rows.sort(key=lambda row: row[0])
    kinds = tuple(dict.fromkeys(row[3] for row in rows))
    number = {kind: k for k, kind in enumerate(kinds)}
    return NameTable(
        tuple(row[1] for row in rows),
        np.array([row[2] for row in rows], float).reshape(-1, 2),
        kinds,
        np.array([number[row[3]] for row in rows], np.int32),
        np.array([row[3].from_metres_per_px for row in rows]),
        np.array([row[3].to_metres_per_px for row in rows]),
    )


Row = tuple[float, str, tuple[float, float], Kind]


def _places(basemap: BaseMap) -> list[Row]:
    table = basemap.layers["places"].points()
    columns = table.columns
    ranks, populations = _numbers(columns, "rank"), _numbers(columns, "population")
    rows: list[Row] = []
    for name, (lon, lat), rank, population in zip(
        columns["name"], table.positions.tolist(), ranks, populations, strict=True
    ):
        rank = min(max(rank, 1), len(PLACES))
        importance = _NAMES_BEFORE["place"] + rank - population / 1e8
        rows.append((importance, str(name), (lon, lat), PLACES[rank - 1]))
    return rows


def _waters() -> list[Row]:
    rows: list[Row] = []
    for text, at, length_km in WATER_NAMES:
        widest = max(map(len, text.split("\n")))
        size = 11.0 if length_km < 60 else 12.5 if length_km < 200 else 14.5
        # As long as the name is shorter than the water, and not when the water is the whole view.
        largest = length_km * 1000.0 / (widest * size * 0.62)
        style = Type(size, italic=True, spacing=0.12 if length_km >= 120 else 0.03)
        kind = Kind("water", "water_names", style, "", largest / 28.0, largest)
        rows.append((_NAMES_BEFORE["water"] + 3.0 - min(length_km / 250.0, 3.0), text, at, kind))
    return rows


def _countries(basemap: BaseMap) -> list[Row]:
    layer = basemap.layers.get("countries")
    if layer is None:
        return []
    table = layer.points()
    kind = Kind("country", "countries", COUNTRY_TYPE, "", 420.0, 3600.0)
    return [
        (_NAMES_BEFORE["country"] + rank / 10, str(name).upper(), (lon, lat), kind)
        for name, (lon, lat), rank in zip(
            table.columns["name_en"],
            table.positions.tolist(),
            _numbers(table.columns, "rank"),
            strict=True,
        )
    ]


def _airports(basemap: BaseMap) -> list[Row]:
    layer = basemap.layers.get("airports")
    if layer is None:
        return []
    table = layer.points()
    rows: list[Row] = []
    for code, (lon, lat), rank in zip(
        table.columns["icao"],
        table.positions.tolist(),
        _numbers(table.columns, "rank"),
        strict=True,
    ):
        kind = AIRPORTS[min(max(rank, 1), len(AIRPORTS)) - 1]
        rows.append((_NAMES_BEFORE["airport"] + rank, str(code), (lon, lat), kind))
    return rows


def _ports(basemap: BaseMap) -> list[Row]:
    layer = basemap.layers.get("ports")
    if layer is None:
        return []
    table = layer.points()
    # The sign is enough: a port bears the name of its town, which is written beside it.
    return [(_NAMES_BEFORE["port"], "", (lon, lat), PORT) for lon, lat in table.positions.tolist()]


def _numbers(columns: Mapping[str, Column], name: str) -> Sequence[int]:
    return np.asarray(columns[name]).astype(np.int64).tolist()
