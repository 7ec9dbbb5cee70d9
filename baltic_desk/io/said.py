"""What records and files say in words and in places, told apart from codes and figures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, get_args

import msgspec

from baltic_desk.document.cutting_loose import strings_in
from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.layout import Layout
from baltic_desk.document.lesson import BriefingStep, Phase
from baltic_desk.document.project import Overlay, Picture
from baltic_desk.document.record import Override, Patch, Record
from baltic_desk.document.scalars import Text
from baltic_desk.io.feature_json import KINDS
from baltic_desk.io.feature_writer import encode
from baltic_desk.io.header import HEADER
from baltic_desk.io.legs import VERTICES
from baltic_desk.io.strict_json import Json

Cell = tuple[float, float]
"""Longitude and latitude, rounded to a metre."""

LEAST_UNKNOWN = 8
"""Texts of fewer characters under names that are not known are codes, more likely than not."""

# What a catalogue says and what figures are, which many features share.
_SHARED = frozenset(
    (
        "system",
        "variant",
        "source",
        "source_url",
        "source_date",
        "status",
        "country",
        "coverage_system",
        "coverage_status",
        "coverage_source",
        "coverage_source_url",
        "coverage_source_date",
        "leg_altitudes_m",
        "leg_speeds_kn",
        "distances_m",
        "azimuths_deg",
        "altitude_depth",
        "combat_effectiveness",
        "evaluation_rating",
    )
)
_PAIRS = (("lon", "lat"), ("center_lon", "center_lat"))
_LISTS = frozenset(("center_line", "control_points", VERTICES, "path"))
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_DECIMALS = 3  # a number in a text is a coordinate from so many on
_NEAR = 12  # characters between two numbers of one position: "54.7104264° N, 20.4522031° E"
_GRID = 5  # decimals of degrees: a metre


def texts_of(record: Record) -> Iterator[str]:
    """What a record says in words, as opposed to in numbers and codes."""
    match record:
        case Feature():
            for name in _WORDS[record.kind]:
                if text := getattr(record.properties, name):
                    yield text
            if record.unknown is not None:
                found = strings_in([record.unknown.members, record.unknown.properties])
                yield from (text for text in found if len(text) >= LEAST_UNKNOWN)
        case Override(change=Feature() | Foreign() as change):
            yield from texts_of(change)
        case Override(change=Patch(kind=kind, properties=properties)):
            words = _WORDS.get(kind, frozenset())
            yield from (v for k, v in properties.items() if k in words and isinstance(v, str) and v)
        case Foreign(raw=raw):
            for name, value in _properties(_tree(raw)).items():
                if isinstance(value, str) and name not in _SHARED | CODES:
                    yield value
        case Overlay(name=name) | Picture(name=name) | Phase(name=name):
            yield name
        case BriefingStep(title=title):
            yield title
        case Layout():
            yield from filter(None, words_of_layout(record))
        case _:
            pass


def words_of_layout(layout: Layout) -> tuple[str, ...]:
    """What a layout has written on its sheets."""
    texts = layout.name, layout.title or "", layout.subtitle, layout.dtg, layout.author, layout.text
    return tuple(texts)


def cells_of(record: Record) -> set[Cell]:
    """Positions of a record as they are written."""
    match record:
        case Feature():
            tree = json.loads(encode(record))
        case Override(change=Feature() | Foreign() as change):
            return cells_of(change)
        case Override(change=Patch() as patch):
            tree = msgspec.to_builtins(patch)
        case Foreign(raw=raw):
            tree = _tree(raw)
        case BriefingStep(view=view):
            tree = msgspec.to_builtins(view)
        case Layout():
            tree = msgspec.to_builtins(record)
        case _:
            return set()
    return {value for _, value, _ in walk(tree) if not isinstance(value, str)}


def _properties(tree: Json) -> dict[str, Json]:
    found = tree.get("properties") if isinstance(tree, dict) else None
    return found if isinstance(found, dict) else {}


def _tree(raw: bytes) -> Json:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def _is_free(kind: object) -> bool:
    """Whether a field of this type holds whatever somebody writes."""
    if isinstance(kind, msgspec.Meta):
        return kind.max_length == _FREE.max_length
    return any(_is_free(part) for part in get_args(kind))


def _words(kind: type[Any]) -> frozenset[str]:
    fields = msgspec.structs.fields(kind)
    return frozenset(f.name for f in fields if _is_free(f.type) and f.encode_name not in _SHARED)


(_FREE,) = (part for part in get_args(Text) if isinstance(part, msgspec.Meta))
_WORDS: Mapping[str, frozenset[str]] = {tag: _words(kind) for tag, kind in KINDS.items()}
_NAMES = frozenset(
    field.encode_name
    for kind in (*KINDS.values(), *get_args(Record))
    for field in msgspec.structs.fields(kind)
) | {
    "kind",
    "type",
    "features",
    "coordinates",
    "properties",
    "geometry",
    "schema",
    "app",
    "view",
    VERTICES,
}
"""Names of members that this version writes."""
CODES = _NAMES - _SHARED - frozenset[str]().union(*_WORDS.values()) - {"title", "text"}
"""Members that hold codes, ids and numbers: words there are no words."""


def walk(tree: Json) -> Iterator[tuple[str, str | Cell, bool]]:
    """Texts and positions of a file, where they stand, and whether a feature so says where it is.

    What stands in a feature's geometry, or its properties, is told from all else by `part`.
    """
    stack: list[tuple[str, Json, str]] = [("", tree, "")]
    while stack:
        here, value, part = stack.pop()
        if isinstance(value, str):
            yield here, value, False
            listed = last_member(here) in _LISTS
            for cell in _cells_in(value, certain=listed):
                yield here, cell, listed and part in ("properties", "movement")
        elif isinstance(value, dict):
            for lon, lat in _PAIRS:
                cell = _cell(value.get(lon), value.get(lat))
                if cell is not None:
                    own = part == "properties" and lon == "center_lon"
                    yield f"{here}.{lon}", cell, own
            for name, inner in value.items():
                inside = f"{here}.{name}" if here else name
                if name not in _NAMES:
                    yield inside, name, False
                opens = not part and name in _PARTS and here.startswith(_FEATURES)
                stack.append((inside, inner, name if opens else part))
        elif isinstance(value, list):
            cell = _cell(value[0], value[1]) if len(value) >= 2 else None
            if cell is not None:
                yield here.partition(".coordinates")[0], cell, part == "geometry"
                continue
            for number, inner in enumerate(value):
                stack.append((f"{here}[{number}]{_called(inner)}", inner, part))


_PARTS = frozenset(("geometry", "properties", "movement"))
_FEATURES = ("features[", f"{HEADER}.phases[")


def _called(value: Json) -> str:
    """A feature's name beside its number, for people."""
    name = _properties(value).get("name")
    return f" (“{name[:40]}”)" if isinstance(name, str) and name else ""


def last_member(place: str) -> str:
    """The member that a place ends with."""
    return re.sub(r"\[\d+\]$", "", place).rpartition(".")[2]


def _cells_in(text: str, *, certain: bool) -> Iterator[Cell]:
    """Pairs of numbers in a text that may be positions, in either order."""
    for one, other in pairwise(_NUMBER.finditer(text)):
        exact = min(len(each[0].partition(".")[2]) for each in (one, other)) >= _DECIMALS
        near = other.start() - one.end() <= _NEAR
        if near and (certain or exact):
            lon, lat = float(one[0]), float(other[0])
            yield _rounded(lon, lat)
            if not certain:
                yield _rounded(lat, lon)


def _cell(lon: Json, lat: Json) -> Cell | None:
    if isinstance(lon, bool) or isinstance(lat, bool):
        return None
    if isinstance(lon, int | float) and isinstance(lat, int | float):
        return _rounded(lon, lat)
    return None


def _rounded(lon: float, lat: float) -> Cell:
    return (round(lon, _GRID) + 0.0, round(lat, _GRID) + 0.0)
