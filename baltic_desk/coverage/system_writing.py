"""Writes entries of the catalogue of systems so that a person reads them and a diff shows them.

One member of a system stands on a line, one figure on a line, one source on a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, cast

from baltic_desk.coverage.figures import Figure, Source
from baltic_desk.coverage.systems import (
    Disagreement,
    LocalName,
    Period,
    Sensor,
    Spread,
    System,
    UsualRing,
    Variant,
)

_ORDER = (
    "id",
    "name",
    "nato_name",
    "local_names",
    "origin",
    "category",
    "operators",
    "operators_note",
    "periods",
    "sidc",
    "symbol",
    "usual_ring",
    "notes",
    "variants",
    "sensor",
    "spread",
    "disagreements",
    "presence_sources",
    "sources",
)


def tree_of(system: System) -> dict[str, Any]:
    """The entry as it stands in a file; what is empty is left out."""
    tree: dict[str, Any] = {}
    for name in _ORDER:
        value = getattr(system, name)
        if name == "sources":
            tree[name] = {source.id: _source(source) for source in value}
        elif value or name == "variants":
            tree[name] = _plain(value)
    return tree


def text_of(tree: Mapping[str, Any]) -> str:
    """An entry's tree as the text of a file."""
    return _object(tree, 0) + "\n"


def text_of_many(trees: Iterable[Mapping[str, Any]], **members: Any) -> str:
    """A file of several entries, with other members before them."""
    before = "".join(f"  {_line(name)}: {_line(value)},\n" for name, value in members.items())
    entries = ",\n".join(f"    {_object(tree, 2)}" for tree in trees)
    return f'{{\n{before}  "systems": [\n{entries}\n  ]\n}}\n'


def _plain(value: object) -> Any:
    match value:
        case tuple():
            return [_plain(each) for each in cast("tuple[object, ...]", value)]
        case Source():
            return value.id
        case Figure():
            # An empty list of sources is written: it says that none was found.
            return (
                _given(value)
                | {"sources": [source.id for source in value.sources]}
                | ({"note": value.note} if value.note else {})
            )
        case Spread():
            tree = _given(value)
            for end in ("low", "high"):
                del tree[end]["what"]  # it is always the maximum range
            return tree
        case Variant() | Sensor() | LocalName() | Period() | UsualRing() | Disagreement():
            return _given(value)
        case _:
            return value


def _given(record: Any) -> dict[str, Any]:
    """Members of a record that say something."""
    tree: dict[str, Any] = {}
    for each in fields(record):
        value = getattr(record, each.name)
        if value not in ("", (), None, False) or (value == 0 and value is not False):
            tree[each.name] = _number(_plain(value))
    if isinstance(record, Figure):
        tree.pop("note", None)
    return tree


def _source(source: Source) -> dict[str, Any]:
    tree = {"title": source.title, "url": source.url, "year": source.year}
    for name in ("year_basis", "grade", "says", "note"):
        if getattr(source, name):
            tree[name] = getattr(source, name)
    return tree


def _number(value: Any) -> Any:
    """Whole numbers without a point."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _object(tree: Mapping[str, Any], depth: int) -> str:
    """An object with a member on each line; its lists of objects likewise."""
    indent = "  " * (depth + 1)
    lines = [
        f"{indent}{_line(name)}: {_value(name, value, depth + 1)}" for name, value in tree.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n" + "  " * depth + "}"


def _value(name: str, value: Any, depth: int) -> str:
    indent = "  " * (depth + 1)
    end = "\n" + "  " * depth
    if name == "variants" and value:
        return (
            "[\n"
            + ",\n".join(f"{indent}{_object(each, depth + 1)}" for each in value)
            + (f"{end}]")
        )
    if name in ("figures", "disagreements", "local_names", "periods") and value:
        return "[\n" + ",\n".join(f"{indent}{_line(each)}" for each in value) + f"{end}]"
    if name == "sources" and isinstance(value, dict) and value:
        members = cast("dict[str, Any]", value)
        lines = (f"{indent}{_line(key)}: {_line(each)}" for key, each in members.items())
        return "{\n" + ",\n".join(lines) + f"{end}}}"
    if name in ("sensor", "spread"):
        return _object(cast("dict[str, Any]", value), depth)
    return _line(value)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
