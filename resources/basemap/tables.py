"""The point layers: what each holds, in columns."""

from __future__ import annotations

from dataclasses import dataclass, field

import natural_earth
import numpy as np
import numpy.typing as npt
import places
import transport
from sources import Sources

from baltic_desk.geo.clipping import Floats

Columns = dict[str, list[str] | npt.NDArray[np.generic]]


@dataclass(frozen=True)
class Table:
    """Positions (lon, lat), the columns that the map reads, and those that only the search does."""

    lonlat: Floats
    columns: Columns
    for_search: Columns = field(default_factory=dict)


def airports(sources: Sources) -> Table:
    """Airports of OurAirports."""
    rows = transport.airports(sources)
    columns: Columns = {
        "name": [row["name"] for row in rows],
        "icao": [row["icao"] for row in rows],
        "iata": [row["iata_code"] for row in rows],
        "kind": [row["type"] for row in rows],
        "country": [row["iso_country"] for row in rows],
        "municipality": [row["municipality"] for row in rows],
        "elevation_m": [row["elevation_m"] for row in rows],
        "runway_m": [row["runway_m"] for row in rows],
        "rank": np.array([int(row["rank"]) for row in rows], np.uint8),
    }
    where = [[float(row["longitude_deg"]), float(row["latitude_deg"])] for row in rows]
    keywords = [" ".join(row["keywords"].split()) for row in rows]
    return Table(np.array(where), columns, {"keywords": keywords})


def ports(sources: Sources) -> Table:
    """Ports of searoute."""
    found = transport.ports(sources)
    columns: Columns = {
        "name": [port.name for port in found],
        "locode": [port.locode for port in found],
        "country": [port.locode[:2] for port in found],
    }
    return Table(np.array([[port.lon, port.lat] for port in found]), columns)


def countries(sources: Sources) -> Table:
    """Countries of Natural Earth."""
    found = natural_earth.countries(sources)
    columns: Columns = {
        "name": [country.name_local for country in found],
        "name_en": [country.name for country in found],
        "country": [country.code for country in found],
        "rank": np.array([country.rank for country in found], np.uint8),
    }
    return Table(np.array([country.position for country in found]), columns)


def lake_names(sources: Sources) -> Table:
    """Named lakes of Natural Earth."""
    found = natural_earth.lake_names(sources)
    columns: Columns = {
        "name": [lake.name for lake in found],
        "name_en": [lake.name_english for lake in found],
        "rank": np.array([lake.rank for lake in found], np.uint8),
    }
    alternates = ["|".join(lake.alternates) for lake in found]
    return Table(np.array([lake.position for lake in found]), columns, {"alternates": alternates})


def towns(sources: Sources) -> Table:
    """Places of GeoNames."""
    found = places.towns(sources)
    columns: Columns = {
        "name": [town.name for town in found],
        "name_en": [town.name_english for town in found],
        "name_local": [town.name_local for town in found],
        "country": [town.country for town in found],
        "kind": [town.kind for town in found],
        "population": np.array([town.population for town in found], np.int32),
        "rank": np.array([town.rank for town in found], np.uint8),
        "capital": np.array([town.capital for town in found], np.uint8),
    }
    for_search: Columns = {
        "alternates": ["|".join(town.alternates) for town in found],
        "region": [town.region for town in found],
    }
    return Table(np.array([[town.lon, town.lat] for town in found]), columns, for_search)
