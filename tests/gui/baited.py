"""A project in which every text is markup that would load a picture, where anybody believed it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from baltic_desk.io.project import dumps
from tests.exports import taught
from tests.fuzz.seeds import SVG
from tests.system_entries import entry

MARKUP = "<img src='canary'>"
"""Whose picture is put in by `baited_project`."""

NAME = "Põhjamäe"
"""What the log must not hold: part of every text."""

_TEXTS = frozenset(
    ("name", "title", "description", "note", "text", "designation", "higher_formation", "quantity",
     "staff_comments", "additional_information", "type_label", "source", "source_url", "marking",
     "label", "subtitle", "author", "dtg", "notes", "status", "system", "variant")
)  # fmt: skip


def baited_project(canary: Path) -> bytes:
    """A lesson with units, rings, phases, steps, tasks, layouts, own systems and pictures."""
    import base64

    tree = json.loads(dumps(taught()))
    own = tree["baltic_desk"]
    own |= {
        "title": "t",
        "marking": "m",
        "description": "d",
        "layouts": [{"id": "l", "name": "n", "title": "t", "subtitle": "s", "text": "x"}],
        "systems": [entry("own_sam")],
        "pictures": [
            {"id": "svg", "name": "p", "media": "image/svg+xml",
             "data": base64.b64encode(SVG).decode()},
            {"id": "bad", "name": "p", "media": "image/png", "data": "AAAA"},
        ],
        "tasks": [*own.get("tasks", []), {"id": "task", "title": "t", "text": "x"}],
    }  # fmt: skip
    bait = f"{NAME} <img src='file://{canary}'><b>x</b>"
    tree["features"] += [
        {"type": "Feature", "id": f"odd {bait}", "geometry": None, "properties": {"kind": bait}},
        {"type": "Feature", "id": "plain", "properties": {"name": "n", bait: bait},
         "geometry": {"type": "Point", "coordinates": [24.7, 58.4]}},
    ]  # fmt: skip
    first = next(f for f in tree["features"] if f["properties"].get("kind") == "unit")
    first["properties"] |= {
        "picture": "svg", "answers_task": "task", "designation": "d", "higher_formation": "h",
        "additional_information": "a", "staff_comments": "s", "source": "s", "source_url": "u",
    }  # fmt: skip
    return json.dumps(_baited(tree, bait)).encode()


def _baited(tree: Any, bait: str) -> Any:
    match tree:
        case dict():
            return {
                name: f"{bait} {value}" if name in _TEXTS and isinstance(value, str)
                else _baited(value, bait)
                for name, value in tree.items()
            }  # fmt: skip
        case list():
            return [_baited(member, bait) for member in tree]
        case _:
            return tree
