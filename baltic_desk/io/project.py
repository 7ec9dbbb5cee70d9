"""Project files, schema 1: a FeatureCollection with one feature on each line.

Reading mends what can be mended without guessing and says so; it never drops anything silently.
A feature that is not understood is kept byte for byte, in its place, and not drawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.project import Overlay
from baltic_desk.document.record import Gone, Override, Patch
from baltic_desk.document.store import Entry, by_rank
from baltic_desk.io.change_json import phases_tree, read_changes
from baltic_desk.io.collection import collection_in
from baltic_desk.io.collector import paused_collector
from baltic_desk.io.exchange.crs import transform_of
from baltic_desk.io.feature_reader import FeatureReader
from baltic_desk.io.feature_writer import SEPARATOR, encode_run, json_line
from baltic_desk.io.header import (
    HEADER,
    MAX_OVERLAYS,
    Header,
    SavedView,
    read_header,
    write_header,
)
from baltic_desk.io.lesson_json import LessonRead
from baltic_desk.io.migrations import SCHEMA, STEPS, Step, migrate
from baltic_desk.io.problem import Problem, ProjectError, in_one_line
from baltic_desk.io.strict_json import Json, StrictJsonError
from baltic_desk.io.strict_json import loads as strict_loads
from baltic_desk.io.superiors import superior_problems
from baltic_desk.paths import read_regular

__all__ = ["Loaded", "Problem", "ProjectError", "SavedView", "digest_of", "dumps", "load", "loads"]

MAX_BYTES = 256 * 1024 * 1024

_ON_OVERLAYS = (Feature, Foreign)
# Records that are encoded in one call: some 50 kB, a millisecond.
_RUN = 64


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document from a file.

    Attributes
    ----------
    read_only
        The file is of a newer schema: saving would lose what this version does not know.
    migrated_from
        Schema that the file had, when it was an older one.
    digest
        Of the file's bytes, to notice later that it was changed on disk.
    imported
        The file is another program's: the document is a new project, to be saved elsewhere.
    """

    document: Document
    problems: tuple[Problem, ...] = ()
    read_only: bool = False
    migrated_from: int | None = None
    digest: str = ""
    view: SavedView | None = None
    imported: bool = False


def load(path: Path) -> Loaded:
    """The project in a file.

    Raises
    ------
    ProjectError
        When it cannot be read, with the file's name and the place in it.
    """
    try:
        return loads(read_bytes(path))
    except ProjectError as error:
        raise error.at(path) from None


def read_bytes(path: Path) -> bytes:
    """Content of a file that is not too large. Raises ProjectError."""
    try:
        if not path.is_file():
            what = "this is not a file" if path.exists() else "there is no such file"
            raise ProjectError(what, path=path)
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // 2**20
            raise ProjectError(f"{size / 2**20:,.0f} MB are more than {limit} MB", path=path)
        return read_regular(path)
    except OSError as error:
        raise ProjectError(error.strerror or str(error), path=path) from error


def loads(data: bytes, *, steps: Mapping[int, Step] = STEPS, target: int = SCHEMA) -> Loaded:
    """The project in a file's bytes.

    Parameters
    ----------
    steps, target
        Migrations and the schema they lead to.

    Raises
    ------
    ProjectError
        When this is no FeatureCollection, or JSON that programs would read differently.
    """
    try:
        with paused_collector():
            return _loaded(data, steps, target)
    except StrictJsonError as error:
        raise ProjectError(error.text, place=error.place) from None


def dumps(document: Document, *, view: SavedView | None = None) -> bytes:
    """The project file of a document."""
    return b"".join(pieces(document, view=view))


def pieces(document: Document, *, view: SavedView | None = None) -> Iterator[bytes]:
    """What dumps gives, in many small steps, so that a background thread can yield between."""
    placed = _in_file_order(document.all_entries())
    records = [each.record for each in placed if isinstance(each.record, _ON_OVERLAYS)]
    digest = _new_digest()
    # Outside the brackets there is no line break where there is no feature.
    parts = [b"[\n"] if records else [b"[]"]
    for start in range(0, len(records), _RUN):
        if start:
            parts.append(SEPARATOR)
        parts.append(encode_run(records[start : start + _RUN]))
        yield b""
    if records:
        parts.append(b"\n]")
    for part in parts:
        digest.update(part)
    header = Header(
        project=document.project,
        overlays=document.overlays(),
        pictures=document.pictures(),
        systems=document.own_systems(),
        lesson=LessonRead(
            steps=document.steps(), tasks=document.tasks(), layouts=document.layouts()
        ),
        phases=phases_tree(document, placed),
        view=view,
        digest=digest.hexdigest(),
    )
    members = write_header(header)
    yield b'{"type":"FeatureCollection"'
    for name, member in members.items():
        yield b",\n" + json_line(name) + b":" + json_line(member)
    yield b',\n"features":'
    yield from parts
    yield b"}\n"


def digest_of(data: bytes) -> str:
    """Digest by which a file's content is told from another's."""
    return hashlib.sha256(data).hexdigest()


def _loaded(data: bytes, steps: Mapping[int, Step], target: int) -> Loaded:
    members, raws, features = collection_in(data)
    problems: list[Problem] = []
    schema = _schema(members)
    if schema < target:
        tree = strict_loads(data)
        assert isinstance(tree, dict)
        try:
            migrated = migrate(tree, schema, steps=steps, target=target)
        except KeyError:
            text = f"schema {schema} was never in use"
            raise ProjectError(text, place=f"{HEADER}.schema") from None
        members, raws, features = collection_in(json_line(migrated))
    if transform_of(members.get("crs")) is not None:
        text = "a project is in longitude and latitude; open it as plain GeoJSON to reproject it"
        raise ProjectError(text, place="crs")
    header = read_header(members, problems)
    reader = FeatureReader(header, problems, untouched=header.digest == _digest(features))
    records = [reader.read(raw, number) for number, raw in enumerate(raws)]
    problems.extend(superior_problems(records))
    placed = [record for group in records for record in group]
    phases, overrides = read_changes(header.lesson, placed, header.ids(), problems)
    later = [e.record.change for e in overrides if isinstance(e.record, Override)]
    overlays = _overlays(header, [*placed, *later], problems)
    document = Document(
        (
            Entry(header.project, 0.0),
            *(Entry(overlay, float(rank)) for rank, overlay in enumerate(overlays)),
            *(Entry(picture, float(rank)) for rank, picture in enumerate(header.pictures)),
            *(Entry(system, float(rank)) for rank, system in enumerate(header.systems)),
            *(Entry(phase, float(rank)) for rank, phase in enumerate(phases)),
            *(Entry(step, float(rank)) for rank, step in enumerate(header.lesson.steps)),
            *(Entry(task, float(rank)) for rank, task in enumerate(header.lesson.tasks)),
            *(Entry(layout, float(rank)) for rank, layout in enumerate(header.lesson.layouts)),
            *(Entry(record, float(rank)) for rank, record in enumerate(placed)),
            *overrides,
        )
    )
    if reader.mended or len(overlays) > len(header.overlays) or schema < target:
        document.history.mark_dirty()
    return Loaded(
        document,
        tuple(map(in_one_line, problems)),
        read_only=schema > target,
        migrated_from=schema if schema < target else None,
        digest=digest_of(data),
        view=header.view,
    )


def _schema(members: dict[str, Json]) -> int:
    header = members.get(HEADER)
    if not isinstance(header, dict) or header.get("schema") is None:
        return SCHEMA
    schema = header["schema"]
    if isinstance(schema, float) and schema.is_integer():
        schema = int(schema)
    if isinstance(schema, bool) or not isinstance(schema, int) or schema < 0:
        raise ProjectError("this must be a whole number", place=f"{HEADER}.schema")
    return schema


def _overlays(
    header: Header, records: Sequence[Feature | Foreign | Patch | Gone], problems: list[Problem]
) -> list[Overlay]:
    """The file's overlays, and those that only its features know of, in order of appearance."""
    overlays = {overlay.id: overlay for overlay in header.overlays}
    for overlay_id in map(_overlay_of, records):
        if overlay_id and overlay_id not in overlays:
            overlays[overlay_id] = Overlay(id=overlay_id, name=f"Overlay {len(overlays) + 1}")
            text = f'the overlay "{overlay_id[:40]}" is not in the list; it is made anew'
            problems.append(Problem(f"{HEADER}.overlays", text))
    others = (*header.pictures, *header.systems, *header.lesson.phases, *header.lesson.steps,
              *header.lesson.tasks, *header.lesson.layouts)  # fmt: skip
    taken = overlays.keys() & {header.project.id, *(each.id for each in others)}
    if taken:
        text = f'the id "{min(taken)[:40]}" is that of something else, no overlay may have it'
        raise ProjectError(text, place=f"{HEADER}.overlays")
    if len(overlays) > MAX_OVERLAYS:
        text = f"{len(overlays):,} overlays are more than {MAX_OVERLAYS:,}"
        raise ProjectError(text, place=f"{HEADER}.overlays")
    return list(overlays.values())


def _overlay_of(record: Feature | Foreign | Patch | Gone) -> str:
    match record:
        case Feature() | Foreign():
            return record.overlay
        case Patch():
            overlay = record.properties.get("overlay")
            return overlay if isinstance(overlay, str) else ""
        case Gone():
            return ""


def _in_file_order(entries: Iterable[Entry]) -> list[Entry]:
    return by_rank([entry for entry in entries if isinstance(entry[0], _ON_OVERLAYS)])


def _new_digest() -> hashlib.blake2b:
    return hashlib.blake2b(digest_size=8)


def _digest(features: bytes) -> str:
    digest = _new_digest()
    digest.update(features)
    return digest.hexdigest()
