"""The project's own member of the FeatureCollection: title, overlays, view; read leniently.

Every part has a default, because other programs drop or change what they do not know. What is not
known here, or is not what its name promises, is kept and written back.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from baltic_desk import __version__
from baltic_desk.document.feature import PROJECT_ID, Overlay, Picture, Project, Unknown
from baltic_desk.document.geometry import Lat, Lon
from baltic_desk.document.own_systems import OwnSystem
from baltic_desk.io.migrations import SCHEMA
from baltic_desk.io.picture_json import PICTURES, read_pictures, write_pictures
from baltic_desk.io.problem import Problem
from baltic_desk.io.strict_json import Json
from baltic_desk.io.system_json import SYSTEMS, read_own_systems, write_own_systems

HEADER = "baltic_desk"
"""Name of the member."""

# Not kept: what each save makes anew, and members that RFC 7946 does without.
_OWN_MEMBERS = frozenset({"type", "features", HEADER, "bbox", "crs"})
_OWN_FIELDS = frozenset({"schema", "app", "overlays", PICTURES, SYSTEMS, "view", "digest"})

_Record = TypeVar("_Record", Overlay, Project)


class SavedView(Struct, frozen=True, kw_only=True):
    """Where the camera stood: centre, scale denominator and projection id."""

    lon: Lon
    lat: Lat
    scale: Annotated[float, Meta(gt=0, le=1e10)]
    projection: str = ""


class Header(Struct, frozen=True, kw_only=True):
    """What the file says besides its features. `digest` is that of the features as written."""

    project: Project
    overlays: tuple[Overlay, ...] = ()
    pictures: tuple[Picture, ...] = ()
    systems: tuple[OwnSystem, ...] = ()
    view: SavedView | None = None
    app: str = ""
    digest: str = ""


def read_header(members: dict[str, Json], problems: list[Problem]) -> Header:
    """Header of a FeatureCollection's members (`features` is not looked at)."""
    tree = members.get(HEADER)
    if not isinstance(tree, dict):
        tree = {}
    foreign = {name: member for name, member in members.items() if name not in _OWN_MEMBERS}
    fields = {name: value for name, value in tree.items() if name not in _OWN_FIELDS}
    project = _lenient(Project, fields, HEADER, problems, foreign)
    overlays = _overlays(tree.get("overlays"), problems)
    taken = (PROJECT_ID, *(overlay.id for overlay in overlays))
    pictures, kept = read_pictures(tree.get(PICTURES), f"{HEADER}.{PICTURES}", taken, problems)
    project = _keeping(project, PICTURES, kept)
    taken = (*taken, *(picture.id for picture in pictures))
    systems, kept = read_own_systems(tree.get(SYSTEMS), f"{HEADER}.{SYSTEMS}", taken, problems)
    project = _keeping(project, SYSTEMS, kept)
    app, digest = tree.get("app"), tree.get("digest")
    return Header(
        project=project,
        overlays=overlays,
        pictures=pictures,
        systems=systems,
        view=_view(tree.get("view"), problems),
        app=app if isinstance(app, str) else "",
        digest=digest if isinstance(digest, str) else "",
    )


def write_header(header: Header) -> dict[str, Any]:
    """Members of the FeatureCollection before `features`, this program's own first."""
    unknown = header.project.unknown
    tree: dict[str, Any] = {
        "schema": SCHEMA,
        "app": f"BalticDesk {__version__}",
        **_fields(header.project),
        "overlays": [_fields(overlay) for overlay in header.overlays],
    }
    tree.pop("baltic_desk:id", None)
    kept = tree.pop(PICTURES, [])
    if header.pictures or kept:
        tree[PICTURES] = write_pictures(header.pictures, kept)
    kept = tree.pop(SYSTEMS, [])
    if header.systems or kept:
        tree[SYSTEMS] = write_own_systems(header.systems, kept)
    if header.view is not None:
        tree["view"] = msgspec.to_builtins(header.view)
    tree["digest"] = header.digest
    foreign = {} if unknown is None else unknown.members
    return {HEADER: tree, **{k: v for k, v in foreign.items() if k not in _OWN_MEMBERS}}


def _keeping(project: Project, name: str, kept: list[Json]) -> Project:
    """The project with what was in a list of its member and is not understood."""
    if not kept:
        return project
    unknown = project.unknown or Unknown({}, {})
    others = {**unknown.properties, name: kept}
    return msgspec.structs.replace(project, unknown=Unknown(unknown.members, others))


def _overlays(value: Json, problems: list[Problem]) -> tuple[Overlay, ...]:
    place = f"{HEADER}.overlays"
    if value is None:
        return ()
    if not isinstance(value, list):
        problems.append(Problem(place, "this is not a list; overlays come from the features"))
        return ()
    found: dict[str, Overlay] = {}
    for number, tree in enumerate(value):
        here = f"{place}[{number}]"
        overlay_id = tree.get("id") if isinstance(tree, dict) else None
        if not isinstance(tree, dict) or not isinstance(overlay_id, str) or not overlay_id:
            problems.append(Problem(here, "an overlay needs an id; it is left out"))
        elif overlay_id in found:
            problems.append(Problem(here, f'the id "{overlay_id[:40]}" occurs again; left out'))
        else:
            found[overlay_id] = _lenient(Overlay, tree, here, problems, {})
    return tuple(found.values())


def _view(value: Json, problems: list[Problem]) -> SavedView | None:
    if value is None:
        return None
    try:
        return msgspec.convert(value, SavedView)
    except msgspec.ValidationError as error:
        problems.append(Problem(f"{HEADER}.view", f"{error}; the view is left out"))
        return None


def _lenient(
    record: type[_Record],
    tree: dict[str, Json],
    place: str,
    problems: list[Problem],
    members: dict[str, Json],
) -> _Record:
    """A record from what fits its fields; the rest is unknown content of it."""
    known: dict[str, Json] = {}
    others: dict[str, Json] = {}
    names = {
        field.encode_name: field.type
        for field in msgspec.structs.fields(record)
        if not field.encode_name.startswith("baltic_desk:")
    }
    for name, value in tree.items():
        if name in names:
            try:
                msgspec.convert(value, names[name])
            except msgspec.ValidationError as error:
                problems.append(Problem(f"{place}.{name}", f"{error}; the default holds"))
            else:
                known[name] = value
                continue
        others[name] = value
    unknown = Unknown(members, others) if members or others else None
    return msgspec.structs.replace(msgspec.convert(known, record), unknown=unknown)


def _fields(record: Overlay | Project) -> dict[str, Any]:
    tree = msgspec.to_builtins(msgspec.structs.replace(record, unknown=None))
    others = {} if record.unknown is None else record.unknown.properties
    return tree | {name: value for name, value in others.items() if name not in tree}
