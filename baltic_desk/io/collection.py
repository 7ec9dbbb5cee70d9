"""A FeatureCollection's text taken apart: its members, and its features one by one, unread.

Each piece is parsed by itself, so that no file is in memory as a whole tree of values.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec
import numpy as np
from msgspec import Raw

from baltic_desk.io.collector import paused_collector
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.strict_json import Json, weight_of
from baltic_desk.io.strict_json import loads as strict_loads

MAX_FEATURES = 200_000

MAX_WEIGHT_OF_MEMBERS = 8_000_000
"""Of all but the features: with room for as many changes of phases as there may be."""

_MOST_OBJECTS = 20 * MAX_FEATURES
# A list of millions of nothings, or of brackets, takes gigabytes before its members are counted.
_MANY = 2_000_000
_BOM = b"\xef\xbb\xbf"


class _Object(msgspec.Struct, gc=False):
    """A member of a list that is an object, with whatever in it."""


class Collection(NamedTuple):
    """A FeatureCollection.

    Attributes
    ----------
    members
        All but its features, in whose place there is an empty list.
    raws
        The features.
    text
        The whole text of their list.
    """

    members: dict[str, Json]
    raws: list[Raw]
    text: bytes


def is_collection(data: bytes) -> bool:
    """Whether this is JSON that says it is a FeatureCollection; its members are not looked at."""
    try:
        members = msgspec.json.decode(data.removeprefix(_BOM), type=dict[str, Raw])
        return msgspec.json.decode(members["type"]) == "FeatureCollection"
    except (ValueError, KeyError, RecursionError):
        return False


def collection_in(data: bytes) -> Collection:
    """The FeatureCollection in a file's bytes.

    What lies between the features is well-formed by msgspec's reading; the members are parsed
    strictly. Whoever reads a feature has to see to it that it is what all programs read.

    Raises
    ------
    ProjectError
        When this is none, or has too many features.
    StrictJsonError
        When programs would read its JSON differently.
    """
    with paused_collector():
        return _taken_apart(data)


def _taken_apart(data: bytes) -> Collection:
    text = data.removeprefix(_BOM)
    if text.count(b"{") > _MOST_OBJECTS:
        raise ProjectError(f"there are more than {_MOST_OBJECTS:,} objects in it")
    raw: Raw | None = None
    try:
        raw = msgspec.json.decode(text, type=dict[str, Raw]).get("features")
        if raw is not None and text.count(b",") > _MANY:
            msgspec.json.decode(raw, type=list[_Object])
        raws = [] if raw is None else msgspec.json.decode(raw, type=list[Raw])
    except (ValueError, RecursionError) as error:  # msgspec's own errors, and bad UTF-8 in a name
        if raw is not None and isinstance(error, msgspec.ValidationError):
            text = "this is not a list of features"
            raise ProjectError(text, place="features") from None
        # The strict reader finds the same, and says where.
        if weight_of(data) > MAX_WEIGHT_OF_MEMBERS:
            _refuse_long(data, str(error))
        strict_loads(data, most=MAX_WEIGHT_OF_MEMBERS)
        raise ProjectError("this is not a FeatureCollection of GeoJSON") from None
    features = b"" if raw is None else bytes(raw)
    others = text if raw is None else _without(text, raw)
    members = strict_loads(others, most=MAX_WEIGHT_OF_MEMBERS)
    if not isinstance(members, dict) or members.get("type") != "FeatureCollection":
        raise ProjectError("this is not a FeatureCollection of GeoJSON", place="type")
    if raw is None:
        raise ProjectError("the list of features is missing", place="features")
    if len(raws) > MAX_FEATURES:
        what = f"{len(raws):,} features are more than {MAX_FEATURES:,}"
        raise ProjectError(what, place="features")
    return Collection(members, raws, features)


def _refuse_long(data: bytes, said: str) -> None:
    """Say what msgspec has found in a text that is too long for the strict reader."""
    if "truncated" in said:
        line = data.count(b"\n") + 1
        raise ProjectError("the file ends in the middle", place=f"line {line}")
    found = re.search(r"\(byte (\d+)\)", said)
    if found is not None:
        at = int(found[1])
        line = data.count(b"\n", 0, at) + 1
        raise ProjectError("this is not JSON", place=f"line {line}, byte {at}")


def _without(text: bytes, part: Raw) -> bytes:
    """The text with `[]` in place of a list that was read from it: parsing the rest is quick.

    Its place is that of its memory, since it is a view of the text. Looked for, it might be found
    where another program keeps a copy, which would be lost then.
    """
    start = _address(part) - _address(text)
    end = start + len(memoryview(part))
    assert 0 <= start < end <= len(text), "a part that was read from a text is a view of it"
    return text[:start] + b"[]" + text[end:]


def _address(content: Raw | bytes) -> int:
    return np.frombuffer(content, np.uint8).ctypes.data
