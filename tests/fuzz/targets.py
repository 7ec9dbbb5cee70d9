"""What is fuzzed: each reader, and what may come out of it.

That is its documented error, or a value that holds what is promised of it.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import msgspec
import numpy as np

from baltic_desk.app.symbol_search import SymbolSearch
from baltic_desk.app.typed_placing import TypedPlacing
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.system_reading import read_systems
from baltic_desk.coverage.systems import open_systems
from baltic_desk.document.document import Document
from baltic_desk.document.feature import AnyProperties, Feature, Foreign, Unit
from baltic_desk.document.geometry import Geometry
from baltic_desk.document.movements import positions_of_way
from baltic_desk.document.outline import new_point
from baltic_desk.document.student_copy import student_copy
from baltic_desk.geo.coordinates import CoordinateError
from baltic_desk.geo.coordinates import parse as parse_position
from baltic_desk.geo.gazetteer import open_gazetteer
from baltic_desk.geo.terrain import TerrainFileError
from baltic_desk.geo.terrain_files import KINDS, open_elevation
from baltic_desk.io.exchange.geojson import content_of_clipboard, import_into
from baltic_desk.io.opening import open_bytes
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import dumps, loads
from baltic_desk.io.strict_json import StrictJsonError
from baltic_desk.io.strict_json import loads as strict_loads
from baltic_desk.symbology.catalogue import open_catalogue
from baltic_desk.symbology.own_picture import OwnPictureError, drawable
from baltic_desk.symbology.sidc import SidcError, problems
from baltic_desk.symbology.sidc import parse as parse_sidc
from tests.conftest import ScriptedAsk
from tests.flat_camera import FlatCamera


def project(data: bytes) -> None:
    """A file that is opened: what is read is valid in each phase, and read again as it is saved."""
    try:
        loaded = open_bytes(data, "Fuzzed")
    except ProjectError as error:
        assert "\n" not in str(error)
        return
    for problem in loaded.problems:
        assert problem.place, problem
        assert problem.text, problem
        assert problem.text.isprintable(), problem
        assert problem.place.isprintable(), problem
    document = loaded.document
    for moment in [phase.id for phase in document.phases()] or [None]:
        for entry in document.state(moment).values():
            check_valid(entry.record)
    written = dumps(document, view=loaded.view)
    again = loads(written)
    if not loaded.imported:
        assert kept_unread(document) == kept_unread(again.document), "what is not read is lost"
    assert same(kept(document), kept(again.document)), "what is saved is read as something else"
    student_copy(document)


def clipboard(data: bytes) -> None:
    """Text that is pasted, or put on an overlay of its own."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        pasted = content_of_clipboard(text)
    except ProjectError:
        return
    for feature in pasted.features:
        check_valid(feature)
    # Put into a project it is opened again, with each of the pictures that it brought.
    project = Document()
    import_into(project, pasted)
    again = loads(dumps(project))
    assert again.document.pictures() == project.pictures()
    assert not [problem for problem in again.problems if ".pictures" in problem.place]


def sidc(data: bytes) -> None:
    """A symbol code, and what is said of it."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        code = parse_sidc(text)
    except SidcError:
        code = None
    assert code is None or str(parse_sidc(str(code))) == str(code)
    assert isinstance(problems(text), list)


def coordinates(data: bytes) -> None:
    """A position as people write them."""
    try:
        lon, lat = parse_position(data.decode("utf-8", "surrogateescape"))
    except CoordinateError as error:
        assert str(error)
        return
    assert math.isfinite(lon) and math.isfinite(lat), (lon, lat)
    assert abs(lon) <= 180 and abs(lat) <= 90, (lon, lat)


def typed(data: bytes) -> None:
    """A line that says what is to be placed where."""
    text = data.decode("utf-8", "surrogateescape")
    reading = _placing().read(text)
    for fault in reading.faults:
        assert 0 <= fault.start <= fault.end <= max(len(text), fault.start)
        fault.place(text)
    for offer in reading.offers:
        lon, lat = offer.spot.position
        assert abs(lon) <= 180 and abs(lat) <= 90
        assert offer.title is not None and offer.whereabouts is not None


def picture(data: bytes) -> None:
    """A picture of the person's own: what passes once passes again as it was written."""
    try:
        made = drawable(data)
    except OwnPictureError as error:
        assert str(error)
        return
    assert made.width > 0 and made.height > 0
    assert math.isfinite(made.width) and math.isfinite(made.height)
    again = drawable(made.content)
    assert again.media == made.media
    assert drawable(again.content).content == again.content


def systems(data: bytes) -> None:
    """A file of systems."""
    try:
        tree = strict_loads(data)
    except StrictJsonError:
        return
    read = read_systems(tree, file="fuzzed.json")
    assert all(str(problem.text) for problem in read.problems)


def way(data: bytes) -> None:
    """The path of a movement."""
    for lon, lat in positions_of_way(data.decode("utf-8", "surrogateescape")):
        assert abs(lon) <= 180 and abs(lat) <= 90


def terrain(data: bytes) -> None:
    """An elevation file: the first byte says of which kind it is."""
    kinds = sorted(KINDS)
    kind = kinds[data[0] % len(kinds)] if data else kinds[0]
    path = _folder() / f"N54E020{kind}"
    path.write_bytes(data[1:])
    try:
        source = open_elevation(path)
        west, south, east, north = source.bounds
        at = np.linspace(west, east, 7), np.linspace(south, north, 7)
        heights = source.heights(*at)
    except TerrainFileError as error:
        assert str(path) in str(error)
        return
    assert len(heights) == 7


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    each.__name__: each
    for each in (project, clipboard, sidc, coordinates, typed, picture, systems, way, terrain)
}
"""By name."""

DICTIONARIES: Mapping[str, tuple[str, ...]] = {
    "project": (
        '"FeatureCollection"', '"features":[', '"baltic_desk":{', '"phases":[', '"changes":[',
        '"set":{', '"gone":true', '"feature":{', '"properties":{', '"geometry":{', '"kind":',
        '"movement":{"path":"', '"rank":', '"id":"u1"', '"anchor":"', '"parent":"', '"steps":[',
        '"tasks":[', '"radius_min_m":', '"radius_max_m":', '"center_lon":', "1e308", "-1e-320",
        "1e999", "NaN", '"\\ud800"', "null", '"unit"', '"range_ring"', '"control_measure"',
        '"bearing_from_deg":', '"view":{', '"overlays":[', '"digest":"', '"schema":2',
    ),
    "picture": (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'>", "</svg>", "<path d='",
        "<use href='#a'/>", "<!DOCTYPE", "<!ENTITY", "style='fill:url(#a)'", "transform='scale(",
        "<linearGradient id='a'>", "<text>", "&#x0;", "1e308", "stroke-dasharray='", "IDAT", "IEND",
    ),
    "coordinates": ("34U EF", "N", "E", "°", "′", "″", "lat", "lon", "utm", "DEG", ",", "5443N"),
    "typed": ("@", "from", "bearing", "km", "NM", "ring", "“", "”", "S-400", "Riga", "34U EF 1 2"),
}  # fmt: skip
"""Words that mean something to a reader."""


def check_valid(record: object) -> None:
    """What is shown is what a file could hold: each value in its bounds, and finite."""
    if isinstance(record, Foreign):
        return
    assert isinstance(record, Feature)
    plain = msgspec.to_builtins(record.properties)
    assert msgspec.convert(plain, AnyProperties) == record.properties
    geometry = msgspec.to_builtins(record.geometry)
    assert msgspec.convert(geometry, Geometry) == record.geometry
    assert isinstance(record.geometry, type(record.properties).geometry)
    for name, value in plain.items():
        assert not isinstance(value, float) or math.isfinite(value), name


def kept(document: Document) -> list[object]:
    """What each phase shows, feature by feature; of what is not understood, its text."""
    moments: list[str | None] = [phase.id for phase in document.phases()] or [None]
    found: list[object] = []
    for moment in moments:
        for entry in sorted(document.state(moment).values(), key=lambda entry: entry.rank):
            record = entry.record
            whole = record.raw if isinstance(record, Foreign) else msgspec.to_builtins(record)
            found.append([moment, whole])
    return found


def kept_unread(document: Document) -> object:
    """What was found in the project's own member and is not understood, to be written back."""
    unknown = document.project.unknown
    of_phases = [phase.unknown for phase in document.phases()]
    return unknown, of_phases, [overlay.unknown for overlay in document.overlays()]


def same(one: object, other: object) -> bool:
    """Whether they are alike but for what the file's seven decimals leave out."""
    match one, other:
        case dict(), dict():
            return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
        case list() | tuple(), list() | tuple():
            return len(one) == len(other) and all(map(same, one, other))
        case float() | int(), float() | int():
            return math.isclose(one, other, rel_tol=1e-12, abs_tol=2e-7)
        case _:
            return one == other


@cache
def _placing() -> TypedPlacing:
    workspace = Workspace(ScriptedAsk(), FlatCamera(), keep=lambda _settings: None)
    overlay = workspace.document.overlays()[0].id
    with workspace.document.edit("Set up") as change:
        unit = Unit(overlay=overlay, sidc="10031000161211000000", designation="TF Aurora")
        change.put(new_point("tf", unit, (19.0, 57.5)))
    search = SymbolSearch(open_catalogue(), open_systems())
    return TypedPlacing(workspace, search, open_gazetteer())


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="baltic-desk-fuzz-"))
