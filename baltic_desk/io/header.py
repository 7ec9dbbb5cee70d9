"""The project's own member of the FeatureCollection: title, overlays, view; read leniently.

Every part has a default, because other programs drop or change what they do not know. What is not
known here, or is not what its name promises, is kept and written back.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from baltic_desk import __version__
from baltic_desk.document.feature import PROJECT_ID, Overlay, Picture, Project, Unknown
from baltic_desk.document.geometry import Lat, Lon
from baltic_desk.document.own_systems import OwnSystem
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

# Not kept: what each save makes anew, and members that RFC 7946 does without.
_OWN_MEMBERS = frozenset({"type", "features", HEADER, "bbox", "crs"})
_OWN_FIELDS = frozenset(
    {
        "schema",
        "app",
        "overlays",
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
                   *lesson.phases, *lesson.steps, *lesson.tasks)  # fmt: skip
        return frozenset(record.id for record in records)


def read_header(members: dict[str, Json], problems: list[Problem]) -> Header:
    """Header of a FeatureCollection's members (`features` is not looked at)."""
    tree = members.get(HEADER)
    if not isinstance(tree, dict):
        tree = {}
    foreign = {name: member for name, member in members.items() if name not in _OWN_MEMBERS}
    fields = {name: value for name, value in tree.items() if name not in _OWN_FIELDS}
    project = lenient(Project, fields, HEADER, problems, foreign)
    overlays = _overlays(tree.get("overlays"), problems)
    taken = (PROJECT_ID, *(overlay.id for overlay in overlays))
    pictures, kept = read_pictures(tree.get(PICTURES), f"{HEADER}.{PICTURES}", taken, problems)
    project = _keeping(project, PICTURES, kept)
    taken = (*taken, *(picture.id for picture in pictures))
    systems, kept = read_own_systems(tree.get(SYSTEMS), f"{HEADER}.{SYSTEMS}", taken, problems)
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
        "overlays": [fields_tree(overlay) for overlay in header.overlays],
    }
    tree.pop("baltic_desk:id", None)
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
            found[overlay_id] = lenient(Overlay, tree, here, problems, {})
    return tuple(found.values())


def _view(value: Json, problems: list[Problem]) -> SavedView | None:
    if value is None:
        return None
    try:
        return msgspec.convert(value, SavedView)
    except msgspec.ValidationError as error:
        problems.append(Problem(f"{HEADER}.view", f"{error}; the view is left out"))
        return None
