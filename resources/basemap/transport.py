"""Airports (OurAirports), ports (searoute), roads and railways (OpenStreetMap, by scgraph)."""

from __future__ import annotations

import ast
import csv
import gzip
import io
from collections import defaultdict
from typing import NamedTuple

import msgspec
import numpy as np
from plans import REGION
from sources import Sources

from baltic_desk.geo.clipping import Floats, Paths, joined

AIRPORTS, PORTS, NETWORK = "ourairports", "searoute", "scgraph-data"
AIRPORT_CREDIT = "OurAirports (ourairports.com)"
AIRPORT_LICENCE = "Public domain"
PORT_CREDIT = "Ports: searoute-py, after Eurostat SeaRoute"
PORT_LICENCE = "Apache-2.0"
NETWORK_CREDIT = "© OpenStreetMap contributors (ODbL 1.0)"
NETWORK_LICENCE = "ODbL-1.0"
RANKS = {
    "large_airport": 1,
    "medium_airport": 2,
    "small_airport": 3,
    "seaplane_base": 4,
    "heliport": 5,
}
OTHER_RANK = 6
METRES_PER_FOOT = 0.3048

Row = dict[str, str]


def airports(sources: Sources) -> list[Row]:
    """Airports in the region that are not closed, important first, with `rank`, `elevation_m` and
    `runway_m` added.
    """
    longest: dict[str, float] = defaultdict(float)
    for row in _csv(sources, "ourairports/data/runways.csv.gz"):
        if row["length_ft"] and row["closed"] != "1":
            name = row["airport_ident"]
            longest[name] = max(longest[name], float(row["length_ft"]) * METRES_PER_FOOT)
    found: list[Row] = []
    for row in _csv(sources, "ourairports/data/airports.csv.gz"):
        if row["type"] == "closed" or not REGION.holds(
            float(row["longitude_deg"]), float(row["latitude_deg"])
        ):
            continue
        height = float(row["elevation_ft"] or 0) * METRES_PER_FOOT
        code = row["gps_code"] if len(row["gps_code"]) == 4 and row["gps_code"].isalpha() else ""
        row |= {
            "rank": str(RANKS.get(row["type"], OTHER_RANK)),
            "elevation_m": f"{height:.0f}" if row["elevation_ft"] else "",
            "runway_m": f"{longest[row['ident']]:.0f}",
            "icao": code,
        }
        found.append(row)
    return sorted(found, key=lambda row: (row["rank"], -float(row["runway_m"]), row["ident"]))


class Port(NamedTuple):
    locode: str
    name: str
    lon: float
    lat: float


def ports(sources: Sources) -> list[Port]:
    """Ports in the region, by UN/LOCODE."""
    text = sources.read(PORTS, "searoute-1.6.0/searoute/data/ports.geojson")
    found: set[Port] = set()
    for feature in msgspec.json.decode(text, type=_Ports).features:
        lon, lat = feature.geometry.coordinates
        if REGION.holds(lon, lat):
            found.add(Port(feature.properties.port, feature.properties.name, lon, lat))
    return sorted(found)


class _Properties(msgspec.Struct):
    name: str
    port: str


class _Point(msgspec.Struct):
    coordinates: tuple[float, float]


class _Feature(msgspec.Struct):
    properties: _Properties
    geometry: _Point


class _Ports(msgspec.Struct):
    features: list[_Feature]


def network(sources: Sources, name: str) -> Paths:
    """Lines (lon, lat) of `world_highways` or `world_railways` in the region, joined where they do
    not fork.
    """
    graph, nodes = _graph(sources.read(NETWORK, f"scgraph_data/{name}.py").decode())
    near = (
        (nodes[:, 0] > REGION.west - 1) & (nodes[:, 0] < REGION.east + 1)
        & (nodes[:, 1] > REGION.south - 1) & (nodes[:, 1] < REGION.north + 1)
    )  # fmt: skip
    links: dict[int, set[int]] = defaultdict(set)
    for start, ends in enumerate(graph):
        for end in ends:
            if (near[start] or near[end]) and (nodes[start] != nodes[end]).any():
                links[start].add(end)
                links[end].add(start)
    return joined([nodes[line] for line in _runs(links)])


def _graph(module: str) -> tuple[list[dict[int, float]], Floats]:
    """The graph and nodes (lon, lat) of a module, without running it."""
    values: dict[str, object] = {}
    for line in module.splitlines():
        name, equals, literal = line.partition("=")
        if equals and name.strip() in ("graph", "nodes"):
            values[name.strip()] = ast.literal_eval(literal)
    graph: list[dict[int, float]] = values["graph"]  # type: ignore[assignment]
    return graph, np.array(values["nodes"], np.float64)[:, ::-1]


def _runs(links: dict[int, set[int]]) -> list[list[int]]:
    """Runs of nodes between forks; each link once."""
    done: set[tuple[int, int]] = set()
    runs: list[list[int]] = []

    def follow(start: int, onward: int) -> list[int]:
        run = [start]
        while True:
            done.add((min(start, onward), max(start, onward)))
            run.append(onward)
            if len(links[onward]) != 2:
                return run
            (after,) = links[onward] - {start}
            if (min(onward, after), max(onward, after)) in done:
                return run
            start, onward = onward, after

    forks = sorted(node for node, ends in links.items() if len(ends) != 2)
    for start in forks + sorted(links):
        for onward in sorted(links[start]):
            if (min(start, onward), max(start, onward)) not in done:
                runs.append(follow(start, onward))
    return runs


def _csv(sources: Sources, member: str) -> list[Row]:
    text = gzip.decompress(sources.read(AIRPORTS, member)).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))
