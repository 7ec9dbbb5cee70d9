"""Borders and limits of the territorial sea, from the zones of timezone-boundary-builder
(OpenStreetMap admin_level 2).

Zones of neighbouring countries share identical positions: a stretch that two countries use is a
border, one that only one uses is the outer limit of its territorial sea.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from importlib import import_module, resources
from typing import Protocol

import numpy as np
import numpy.typing as npt
from coast import LAND, Ground
from plans import WORLD

from baltic_desk.geo.clipping import Floats, Paths, joined

PACKAGE = "timezonefinder-data"
CREDIT = "© OpenStreetMap contributors (ODbL 1.0)"
LICENCE = "ODbL-1.0"
CLASSES = ("land", "water")
# Crimea is Ukraine's (UN General Assembly resolution 68/262), Åland is part of Finland, Svalbard of
# Norway
SETTLED = {"Europe/Simferopol": "UA", "Europe/Mariehamn": "FI", "Arctic/Longyearbyen": "NO"}
INTEGER = 1e7

Places = npt.NDArray[np.int64]


class _Zones(Protocol):
    """What of timezonefinder is used."""

    timezone_names: list[str]

    def get_geometry(
        self, *, tz_name: str, coords_as_pairs: bool
    ) -> list[list[tuple[list[float], list[float]]]]:
        """Polygons, each of rings (outer first), each of longitudes and latitudes."""
        ...


@dataclass(frozen=True)
class Boundaries:
    """Border lines with the class and the two countries of each, and limits of territorial seas."""

    lines: Paths
    classes: npt.NDArray[np.uint8]
    countries: list[tuple[str, str]]
    limits: Paths


def boundaries(ground: Ground) -> Boundaries:
    """All borders and limits around the region, in degrees."""
    a, b, owners = _edges()
    border = owners[:, 1] >= 0
    names = _countries()
    lines: list[Floats] = []
    classes: list[int] = []
    pairs: list[tuple[str, str]] = []
    sharing: list[list[int]] = np.unique(owners[border], axis=0).tolist()
    for first, second in sharing:
        at = np.flatnonzero((owners == (first, second)).all(axis=1))
        wet = ~ground.is_land((a[at] + b[at]) / 2 / INTEGER)
        for number in (0, 1):
            for line in _chained(a[at[wet == number]], b[at[wet == number]]):
                lines.append(line)
                classes.append(number)
                pairs.append((names[first], names[second]))
    at = np.flatnonzero(~border)
    # on land it is no limit but the frame, or a country that the zones do not have
    wet = ~ground.in_level(LAND, (a[at] + b[at]) / 2 / INTEGER)
    limits = _chained(a[at[wet]], b[at[wet]])
    return Boundaries(joined(lines), np.array(classes, np.uint8), pairs, joined(limits))


def _countries() -> list[str]:
    return sorted(set(_country_of_zone().values()))


def _country_of_zone() -> dict[str, str]:
    """ISO 3166 code of each time zone, after the tz database's own table."""
    table = resources.files("tzdata").joinpath("zoneinfo/zone.tab").read_text("utf-8")
    found: dict[str, str] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            code, _, zone = line.split("\t")[:3]
            found[zone] = code
    return found | SETTLED


def _edges() -> tuple[Places, Places, Places]:
    """Both ends of each distinct edge of countries' outlines (1e-7 degrees), and the one or two
    countries that use it (-1: none).
    """
    # imported by name: only the builder's environment has it, the checker's has not
    finder: _Zones = import_module("timezonefinder").TimezoneFinder()
    names = _countries()
    by_zone = _country_of_zone()
    parts: list[Places] = []
    for zone in sorted(finder.timezone_names):
        if zone.startswith("Etc/") or zone not in by_zone:
            continue
        for polygon in finder.get_geometry(tz_name=zone, coords_as_pairs=False):
            for lon, lat in polygon:
                xy = np.rint(np.column_stack([lon, lat]) * INTEGER).astype(np.int64)
                if not WORLD.meets(xy / INTEGER):
                    continue
                xy = xy if (xy[0] == xy[-1]).all() else np.vstack([xy, xy[:1]])
                owner = np.full((len(xy) - 1, 1), names.index(by_zone[zone]))
                parts.append(np.hstack([xy[:-1], xy[1:], owner]))
    every = np.concatenate(parts)
    every = every[(every[:, :2] != every[:, 2:4]).any(axis=1)]
    swap = (every[:, 0] > every[:, 2]) | (
        (every[:, 0] == every[:, 2]) & (every[:, 1] > every[:, 3])
    )
    every[swap] = every[swap][:, [2, 3, 0, 1, 4]]
    used, times = np.unique(every, axis=0, return_counts=True)  # sorted by edge, then by country
    _, first, countries = np.unique(used[:, :4], axis=0, return_index=True, return_counts=True)
    border = countries > 1
    owners = np.full((len(first), 2), -1)
    owners[:, 0] = used[first, 4]
    owners[border, 1] = used[first[border] + 1, 4]
    # an edge that one country uses twice lies between two of its own zones
    keep = border | (times[first] == 1)
    return used[first[keep], :2], used[first[keep], 2:4], owners[keep]


def _chained(a: Places, b: Places) -> list[Floats]:
    """Lines (degrees) as long as they run without a fork, from single edges."""
    starts, ends = _tuples(a), _tuples(b)
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        at[start].append(index)
        at[end].append(index)
    used = [False] * len(starts)
    lines: list[Floats] = []

    def follow(index: int, here: tuple[int, int]) -> None:
        line = [here]
        while True:
            used[index] = True
            here = ends[index] if starts[index] == here else starts[index]
            line.append(here)
            onward = [k for k in at[here] if not used[k]]
            if len(at[here]) != 2 or not onward:
                break
            index = onward[0]
        lines.append(np.array(line) / INTEGER)

    for place, edges in at.items():
        if len(edges) != 2:
            for index in edges:
                if not used[index]:
                    follow(index, place)
    for index, start in enumerate(starts):  # what is left are closed rings
        if not used[index]:
            follow(index, start)
    return lines


def _tuples(places: Places) -> list[tuple[int, int]]:
    return [(x, y) for x, y in places.tolist()]
