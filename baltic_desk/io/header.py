"""The project's own member of the FeatureCollection: title, overlays, view; read leniently.

Every part has a default, because other programs drop or change what they do not know. What is not
known here, or is not what its name promises, is kept and written back.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from baltic_desk import __version__
from baltic_desk.document.feature import Unknown
from baltic_desk.document.geometry import Lat, Lon
from baltic_desk.document.own_systems import OwnSystem
from baltic_desk.document.project import PROJECT_ID, Overlay, Picture, Project
from baltic_desk.io.aside import beside, list_in, tell_unread, with_unread
from baltic_desk.io.feature_json import MAX_ID
from baltic_desk.io.lenient import fields_tree, lenient
from baltic_desk.io.lesson_json import (
    LAYOUTS,
    PHASES,
    STEPS,
    TASKS,
    LessonRead,
    layouts_tree,
    read_lesson,
    steps_tree,
    tasks_tree,
)
from baltic_desk.io.migrations import SCHEMA
from baltic_desk.io.picture_json import PICTURES, read_pictures, write_pictures
from baltic_desk.io.problem import Problem
from baltic_desk.io.strict_json import Json
from baltic_desk.io.system_json import SYSTEMS, read_own_systems, write_own_systems

HEADER = "baltic_desk"
"""Name of the member."""

OVERLAYS = "overlays"
"""Name of the list of overlays in it."""

MAX_OVERLAYS = 2_000

# Not kept: what each save makes anew, and members that RFC 7946 does without.
_OWN_MEMBERS = frozenset({"type", "features", HEADER, "bbox", "crs"})
_OWN_FIELDS = frozenset(
    {
        "schema",
        "app",
        OVERLAYS,
        PICTURES,
        SYSTEMS,
        PHASES,
        STEPS,
        TASKS,
        LAYOUTS,
        "view",
        "digest",
    }
)


_LISTS = (OVERLAYS, PICTURES, SYSTEMS, PHASES, STEPS, TASKS, LAYOUTS)


class SavedView(Struct, frozen=True, kw_only=True):
    """Where the camera stood: centre, scale denominator and projection id."""

    lon: Lon
    lat: Lat
    scale: Annotated[float, Meta(gt=0, le=1e10)]
    projection: str = ""


class Header(Struct, frozen=True, kw_only=True):
    """What the file says besides its features.

    Attributes
    ----------
    lesson
        Phases, steps, tasks and layouts; of phases what they change is not read yet.
    phases
        Phases as they are to be written, with their changes.
    digest
        Of the features as written.
    """

    project: Project
    overlays: tuple[Overlay, ...] = ()
    pictures: tuple[Picture, ...] = ()
    systems: tuple[OwnSystem, ...] = ()
    lesson: LessonRead = LessonRead()
    phases: tuple[Json, ...] = ()
    view: SavedView | None = None
    app: str = ""
    digest: str = ""

    def ids(self) -> frozenset[str]:
        """Of all its records: no feature may have one of them."""
        lesson = self.lesson
        records = (*self.overlays, *self.pictures, *self.systems, self.project,
                   *lesson.phases, *lesson.steps, *lesson.tasks, *lesson.layouts)  # fmt: skip
        return frozenset(record.id for record in records)


def read_header(members: dict[str, Json], problems: list[Problem]) -> Header:
    """Header of a FeatureCollection's members (`features` is not looked at)."""
    given = members.get(HEADER)
    tree = given if isinstance(given, dict) else {}
    foreign = {name: member for name, member in members.items() if name not in _OWN_MEMBERS}
    fields = {name: value for name, value in tree.items() if name not in _OWN_FIELDS}
    project = lenient(Project, fields, HEADER, problems, foreign)
    tell_unread(tree, HEADER, problems)
    if given is not None and not isinstance(given, dict):
        problems.append(Problem(HEADER, "this is not an object; it is kept, not used"))
        unknown = with_unread(project.unknown, HEADER, given)
        project = msgspec.structs.replace(project, unknown=unknown)
    unknown = beside(project.unknown, tree, *_LISTS)
    project = msgspec.structs.replace(project, unknown=unknown)
    overlays, kept = _overlays(tree, problems)
    project = _keeping(project, OVERLAYS, kept)
    taken = (PROJECT_ID, *(overlay.id for overlay in overlays))
    pictures, kept = read_pictures(tree, HEADER, taken, problems)
    project = _keeping(project, PICTURES, kept)
    taken = (*taken, *(picture.id for picture in pictures))
    systems, kept = read_own_systems(tree, HEADER, taken, problems)
    project = _keeping(project, SYSTEMS, kept)
    taken = (*taken, *(system.id for system in systems))
    lesson = read_lesson(tree, HEADER, taken, problems)
    for name, kept in lesson.kept.items():
        project = _keeping(project, name, kept)
    app, digest = tree.get("app"), tree.get("digest")
    return Header(
        project=project,
        overlays=overlays,
        pictures=pictures,
        systems=systems,
        lesson=lesson,
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
        **fields_tree(header.project),
    }
    tree.pop("baltic_desk:id", None)
    kept = tree.pop(OVERLAYS, [])
    tree[OVERLAYS] = [*map(fields_tree, header.overlays), *kept]
    kept = tree.pop(PICTURES, [])
    if header.pictures or kept:
        tree[PICTURES] = write_pictures(header.pictures, kept)
    kept = tree.pop(SYSTEMS, [])
    if header.systems or kept:
        tree[SYSTEMS] = write_own_systems(header.systems, kept)
    for name, found in (
        (PHASES, header.phases),
        (STEPS, steps_tree(header.lesson.steps)),
        (TASKS, tasks_tree(header.lesson.tasks)),
        (LAYOUTS, layouts_tree(header.lesson.layouts)),
    ):
        kept = tree.pop(name, [])
        if found or kept:
            tree[name] = [*found, *kept]
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


def _overlays(
    tree: dict[str, Json], problems: list[Problem]
) -> tuple[tuple[Overlay, ...], list[Json]]:
    """Overlays of the list, and its members that are none, to be kept."""
    members, kept = list_in(tree, OVERLAYS, HEADER, problems, most=MAX_OVERLAYS)
    found: dict[str, Overlay] = {}
    left: list[Json] = []
    for number, member in enumerate(members):
        here = f"{HEADER}.{OVERLAYS}[{number}]"
        overlay_id = member.get("id") if isinstance(member, dict) else None
        if not isinstance(member, dict) or not isinstance(overlay_id, str) or not overlay_id:
            why = "an overlay needs an id"
        elif len(overlay_id) > MAX_ID:
            why = f"an id of {len(overlay_id):,} characters is longer than {MAX_ID}"
        elif overlay_id in found:
            why = f'the id "{overlay_id[:40]}" occurs again'
        else:
            found[overlay_id] = lenient(Overlay, member, here, problems, {})
            continue
        problems.append(Problem(here, f"{why}; this is kept but not used"))
        left.append(member)
    return tuple(found.values()), [*left, *kept]


def _view(value: Json, problems: list[Problem]) -> SavedView | None:
    if value is None:
        return None
    try:
        return msgspec.convert(value, SavedView)
    except msgspec.ValidationError as error:
        problems.append(Problem(f"{HEADER}.view", f"{error}; the view is left out"))
        return None
