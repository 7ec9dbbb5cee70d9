"""Input a little different from other input: JSON as a tree, anything else as bytes."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from copy import deepcopy
from random import Random
from typing import Any

_NUMBERS = (0, -1, 1, 0.5, 90, -90, 180, -180, 360, 1e-9, -0.0, 2**31, 2**53, 2**64, 1e12, 1e15,
            -1e15, 2e7, 1e7, 1e308, -1e308, 5e-324, 20, 57, 24.0000001)  # fmt: skip
_TEXTS = (
    "",
    "o",
    "u0",
    "u1",
    "r1",
    "nobody",
    "a\x00b",
    "\n",
    "#fff",
    "#fff\n",
    "١" * 20,
    "x" * 201,
    "baltic_desk:project",
    "baltic_desk:phase:p\x00u1",
    "20,55 21,56",
    "nan,1 2,3",
    "2016-99-99",
    "image/svg+xml",
    "10031000161211020000",
    "answer",
    "everyone",
    "unit",
    "range_ring",
    "control_measure",
    "polygon",
    "line",
    "corridor",
    "<img src='/etc/hostname'>",
    "1 2 3",
    "10032500001512000000",
    "1e999",
    "Point",
    "LineString",
    "Polygon",
    "\U0010ffff",
    "\ud800",
)
_OTHERS: tuple[Any, ...] = (None, True, False, [], {}, [[]], [24, 57], {"a": 1})
_NAMES = ("id", "kind", "set", "gone", "feature", "geometry", "properties", "rank", "movement",
          "anchor", "parent", "overlay", "radius_min_m", "radius_max_m", "bearing_from_deg",
          "center_line", "control_points", "sidc", "phase", "highlights", "unknown",
          "baltic_desk:unknown", "type", "coordinates", "answers_task", "picture")  # fmt: skip


def mutated(source: bytes, chance: Random, words: Sequence[str] = ()) -> bytes:
    """Something like it. The same for the same chance."""
    if chance.random() < 0.8:
        try:
            tree = json.loads(source)
        except (ValueError, RecursionError):
            pass
        else:
            for _ in range(1 + int(chance.expovariate(1.0))):
                tree = _other_tree(tree, chance)
            return json.dumps(tree, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return _other_bytes(bytearray(source), chance, words)


def _other_tree(tree: Any, chance: Random) -> Any:
    tree = deepcopy(tree)
    spots = _spots(tree) if isinstance(tree, dict | list) else []
    if not spots:
        return _other_value(tree, chance)
    inside, key = chance.choice(spots)
    match chance.randrange(8):
        case 0:
            del inside[key]
        case 1 if isinstance(inside, list):
            inside.insert(key, deepcopy(inside[key]))
        case 1:
            inside[chance.choice(_NAMES)] = inside.pop(key)
        case 2:
            other, other_key = chance.choice(spots)
            inside[key] = deepcopy(other[other_key])
        case 3 if isinstance(inside, dict):
            inside[chance.choice(_NAMES)] = _other_value(None, chance)
        case _:
            inside[key] = _other_value(inside[key], chance)
    return tree


def _spots(tree: Any) -> list[tuple[Any, Any]]:
    """Places of values in a tree; of long lists the first few, which are as good as the rest."""
    found: list[tuple[Any, Any]] = []
    left = [tree]
    while left:
        each = left.pop()
        keys = list(each) if isinstance(each, dict) else range(min(len(each), 8))
        for key in keys:
            found.append((each, key))
            if isinstance(each[key], dict | list):
                left.append(each[key])
    return found


def _other_value(value: Any, chance: Random) -> Any:
    if isinstance(value, float) and chance.random() < 0.5:
        scaled = value * chance.choice((-1, 0, 0.5, 2, 10, 1000))
        return scaled if math.isfinite(scaled) else 1e308
    return chance.choice(chance.choice((_NUMBERS, _TEXTS, _OTHERS)))


def _other_bytes(found: bytearray, chance: Random, words: Sequence[str]) -> bytes:
    for _ in range(1 + int(chance.expovariate(0.5))):
        at = chance.randrange(len(found) + 1)
        length = 1 + int(chance.expovariate(0.3))
        match chance.randrange(6):
            case 0:
                del found[at : at + length]
            case 1:
                found[at:at] = bytes(chance.randrange(256) for _ in range(length))
            case 2 if found:
                found[at % len(found)] ^= 1 << chance.randrange(8)
            case 3 if words:
                found[at:at] = chance.choice(words).encode("utf-8", "surrogatepass")
            case 4:
                found[at:at] = found[at : at + length] * chance.choice((1, 2, 30))
            case _:
                found[at : at + length] = found[:length]
    return bytes(found)
