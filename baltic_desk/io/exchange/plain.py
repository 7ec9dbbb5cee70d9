"""One GeoJSON feature of another program as features of ours: units, rings, marks, lines, areas."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np

from baltic_desk.document.document import new_id
from baltic_desk.document.feature import Feature, RangeRing, Unknown
from baltic_desk.document.geometry import Geometry, LineString, MultiPoint, Point, Polygon, Position
from baltic_desk.document.outline import new_parametric
from baltic_desk.geo.geodesy import GEOD
from baltic_desk.geo.outlines import OutlineError
from baltic_desk.io.exchange.geometry import GeometryReader
from baltic_desk.io.exchange.simplestyle import Reading
from baltic_desk.io.feature_json import (
    MAX_ID,
    explained,
    field_names,
    id_of,
    properties_from,
    without_nulls,
)
from baltic_desk.io.problem import Problem
from baltic_desk.io.strict_json import Json
from baltic_desk.symbology.sidc import SidcError
from baltic_desk.symbology.sidc import parse as parse_sidc

_NAMES = ("name", "title", "Name", "NAME", "label", "callsign")
_RADII = ("radius_max_m", "radius_m", "radius")
_LARGEST_M = 20_000_000.0
# Circles of other programs have few vertices, laid out on a sphere or in the plane.
_ROUND_WITHIN = 0.01

# Amplifiers by milsymbol's option and by the field's letter in the standard, as ODIN writes them.
_AMPLIFIERS = {
    "designation": ("uniqueDesignation", "t", "T"),
    "higher_formation": ("higherFormation", "m", "M"),
    "quantity": ("quantity", "c", "C"),
    "reinforced": ("reinforcedReduced", "f", "F"),
    "staff_comments": ("staffComments", "g", "G"),
    "additional_information": ("additionalInformation", "h", "H"),
    "type_label": ("type", "v", "V"),
    "dtg": ("dtg", "w", "W"),
    "altitude_depth": ("altitudeDepth", "x", "X"),
    "location_label": ("location", "y", "Y"),
    "speed_label": ("speed", "z", "Z"),
    "combat_effectiveness": ("combatEffectiveness", "k", "K"),
    "iff_sif": ("iffSif", "p", "P"),
    "country": ("country", "as", "AS"),
}


def read_plain(
    tree: dict[str, Json], place: str, geometries: GeometryReader, *, overlay: str
) -> tuple[list[Feature], list[Problem]]:
    """Features for the parts of one GeoJSON feature, with what was wrong and lived with.

    Properties that mean nothing here are kept as unknown ones. Those whose name means something
    else here (`kind`, `overlay`) get `original_` before their name.
    """
    properties = tree.get("properties")
    problems: list[Problem] = []
    if not isinstance(properties, dict):
        if properties is not None:
            problems.append(Problem(f"{place}.properties", "this is not an object; it is left out"))
        properties = {}
    reading = Reading(without_nulls(properties), place)
    feature_id = id_of(tree, reading.left)
    if feature_id is None and tree.get("id") is not None:
        problems.append(Problem(f"{place}.id", "this is no id; the feature has a new one"))
    before = len(geometries.problems)
    parts = geometries.read(tree.get("geometry"), f"{place}.geometry")
    problems += geometries.problems[before:]
    try:
        features = _features(tree, reading, parts, _ids(feature_id), overlay)
    except msgspec.ValidationError as error:
        path, reason = explained(error)
        features = []
        problems.append(Problem(f"{place}.properties{path}", f"{reason}; the feature is left out"))
    return features, problems + reading.problems


def _ids(feature_id: str | None) -> Iterator[str]:
    """The feature's own id for its first part, new ones for the others."""
    if feature_id is not None and len(feature_id) <= MAX_ID:
        yield feature_id
    while True:
        yield new_id()


def _features(
    tree: dict[str, Json],
    reading: Reading,
    parts: list[Geometry],
    ids: Iterator[str],
    overlay: str,
) -> list[Feature]:
    common: dict[str, Json] = {"overlay": overlay, **reading.style()}
    title = tree.get("title")
    name = reading.text(*_NAMES) or (title if isinstance(title, str) else None)
    description = reading.text("description", "desc")
    common |= {} if name is None else {"name": name}
    common |= {} if description is None else {"description": description}
    features: list[Feature] = []
    unit = ring = marker = None
    if any(isinstance(part, Point) for part in parts):
        unit, ring, marker = _unit(reading), _ring(reading), reading.marker()
    for part in parts:
        match part:
            case Point(coordinates=center):
                features += _at(center, common, unit, ring, marker or {}, reading, ids)
            case MultiPoint(coordinates=places):
                for center in places:
                    features += _at(center, common, unit, ring, marker or {}, reading, ids)
            case LineString():
                features.append(_feature(next(ids), part, {"kind": "line", **common}))
            case Polygon():
                circle = _circle(part, common, reading, ids)
                features.append(circle or _feature(next(ids), part, {"kind": "polygon", **common}))
    members = {
        name: member
        for name, member in tree.items()
        if name not in ("type", "id", "geometry", "properties", "bbox")
        and not (name == "title" and member == common.get("name"))
    }
    return [_with_unknown(feature, members, reading.left) for feature in features]


def _unit(reading: Reading) -> dict[str, Json] | None:
    """Properties of a unit, when there is a symbol code."""
    given = next((name for name in ("sidc", "SIDC") if reading.left.get(name) is not None), None)
    if given is None:
        return None
    code = reading.left[given]
    try:
        if not isinstance(code, str):
            raise SidcError("a symbol code must be text: as a number it loses digits")
        unit: dict[str, Json] = {"kind": "unit", "sidc": str(parse_sidc(code))}
    except SidcError as error:
        text = f"{error}; the feature is a plain mark"
        reading.problems.append(Problem(f"{reading.place}.properties.{given}", text))
        return None
    del reading.left[given]
    for field, names in _AMPLIFIERS.items():
        text = reading.text(field, *names)
        if text:
            unit[field] = text
    direction_deg = reading.number("direction_deg", "direction", "q", "Q", low=-360, high=360)
    if direction_deg is not None:
        unit["direction_deg"] = direction_deg
    return unit


def _ring(reading: Reading) -> dict[str, Json] | None:
    """Properties of a range ring, when there is a radius (in metres)."""
    radius_m = reading.number(*_RADII, low=1e-3, high=_LARGEST_M)
    if radius_m is None:
        return None
    least_m = reading.number("radius_min_m", low=0, high=_LARGEST_M)
    return {"kind": "range_ring", "radius_max_m": radius_m, "radius_min_m": least_m or 0.0}


def _at(
    center: Position,
    common: dict[str, Json],
    unit: dict[str, Json] | None,
    ring: dict[str, Json] | None,
    marker: dict[str, Json],
    reading: Reading,
    ids: Iterator[str],
) -> list[Feature]:
    """What stands at a point: a unit, a ring about it or about nothing, else a mark."""
    features: list[Feature] = []
    if unit is not None:
        features.append(_feature(next(ids), Point(center), common | unit))
    if ring is not None:
        anchor = {"anchor": features[0].id} if features else {}
        drawn = _ring_feature(next(ids), center, common | ring | anchor, reading)
        features += [] if drawn is None else [drawn]
    if not features:
        mark: dict[str, Json] = {"kind": "mark", **common, **marker}
        features.append(_feature(next(ids), Point(center), mark))
    return features


def _circle(
    polygon: Polygon, common: dict[str, Json], reading: Reading, ids: Iterator[str]
) -> Feature | None:
    """A polygon that says it is a circle (Placemark's and geojson.io's "@circle") and is one."""
    match reading.left.get("@circle"):
        case {"center": [int() | float() as lon, int() | float() as lat]}:
            center = float(lon), float(lat)
        case _:
            return None
    if len(polygon.coordinates) != 1 or not (abs(center[0]) <= 180 and abs(center[1]) <= 90):
        return None
    lon_lat = np.array(polygon.coordinates[0])
    here = np.full(len(lon_lat), center[0]), np.full(len(lon_lat), center[1])
    distances_m = np.asarray(GEOD.inv(*here, lon_lat[:, 0].copy(), lon_lat[:, 1].copy())[2])
    radius_m = float(np.median(distances_m))
    if radius_m <= 0 or np.ptp(distances_m) > _ROUND_WITHIN * radius_m:
        return None
    properties: dict[str, Json] = {"kind": "range_ring", "radius_max_m": round(radius_m, 1)}
    circle = _ring_feature(next(ids), center, common | properties, reading)
    if circle is not None:
        del reading.left["@circle"]
    return circle


def _ring_feature(
    feature_id: str, center: Position, tree: dict[str, Json], reading: Reading
) -> Feature | None:
    properties = properties_from({**tree, "center_lon": center[0], "center_lat": center[1]})
    assert isinstance(properties, RangeRing)
    try:
        return new_parametric(feature_id, properties)
    except OutlineError as error:
        reading.problems.append(Problem(f"{reading.place}.properties", f"no ring: {error}"))
        return None


def _feature(feature_id: str, geometry: Geometry, tree: dict[str, Json]) -> Feature:
    return Feature(id=feature_id, geometry=geometry, properties=properties_from(tree))


def _with_unknown(
    feature: Feature, members: dict[str, Json], properties: dict[str, Json]
) -> Feature:
    if not members and not properties:
        return feature
    taken = field_names(feature.kind)
    free = {f"original_{k}" if k in taken else k: v for k, v in properties.items()}
    return msgspec.structs.replace(feature, unknown=Unknown(members, free))
