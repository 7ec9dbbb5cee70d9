"""The one door for files that a person opens: a project, or GeoJSON of another program."""

from __future__ import annotations

import re
from pathlib import Path

from baltic_desk.document.document import Document
from baltic_desk.document.store import Entry
from baltic_desk.io.exchange.geojson import read_geojson
from baltic_desk.io.feature_json import KINDS
from baltic_desk.io.header import HEADER
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import Loaded, loads, read_bytes

_OWN_MEMBER = re.compile(rf'"{HEADER}"\s*:'.encode())
_OWN_OVERLAY = re.compile(rb'"overlay"\s*:\s*"')
_OWN_KIND = re.compile(rf'"kind"\s*:\s*"(?:{"|".join(KINDS)})"'.encode())


def open_any(path: Path) -> Loaded:
    """A project as it is; any other GeoJSON as a new project with one imported overlay.

    Raises
    ------
    ProjectError
        When the file cannot be read, with its name and the place in it.
    """
    try:
        return open_bytes(read_bytes(path), path.stem)
    except ProjectError as error:
        raise error.at(path) from None


def open_bytes(data: bytes, name: str) -> Loaded:
    """What open_any gives, from a file's content."""
    if is_project(data):
        return loads(data)
    imported = read_geojson(data, name)
    features = (Entry(feature, float(rank)) for rank, feature in enumerate(imported.features))
    pictures = (Entry(picture, float(rank)) for rank, picture in enumerate(imported.pictures))
    document = Document((Entry(imported.overlay, 0.0), *pictures, *features))
    return Loaded(document, imported.problems, imported=True)


def is_project(data: bytes) -> bool:
    """Whether the file has a project's member, or features as only projects have them.

    GeoPandas drops the member but keeps the features' properties.
    """
    if b'"FeatureCollection"' not in data:
        return False
    return _OWN_MEMBER.search(data) is not None or (
        _OWN_OVERLAY.search(data) is not None and _OWN_KIND.search(data) is not None
    )
