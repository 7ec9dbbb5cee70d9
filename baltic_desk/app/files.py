"""Opening, saving and importing: what happens to files, with the questions that belong to it.

Every function answers whether it was done; False means that the person stopped it, or that it went
wrong and they have been told. Nothing here leaves a project half loaded or a file half written.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from baltic_desk.app import claiming, sight
from baltic_desk.app.answering import answered, stoppable
from baltic_desk.app.project_files import PROJECTS, SUFFIX, folder_of
from baltic_desk.app.protocols import Choice
from baltic_desk.app.saving import encoded, present_view, save, save_as
from baltic_desk.app.settings import with_recent_file
from baltic_desk.app.workspace import ReadOnly, Workspace, empty_document
from baltic_desk.document.feature import Feature
from baltic_desk.document.pictures import without_room
from baltic_desk.io.backup_folder import folder_for
from baltic_desk.io.backups import Content, described
from baltic_desk.io.exchange.geojson import import_into, read_geojson
from baltic_desk.io.header import HEADER
from baltic_desk.io.opening import open_any
from baltic_desk.io.picture_json import PICTURES
from baltic_desk.io.problem import Problem, ProjectError
from baltic_desk.io.project import Loaded, digest_of, read_bytes
from baltic_desk.paths import read_regular

__all__ = ["PROJECTS", "SUFFIX", "encoded", "folder_of", "present_view", "save", "save_as"]

_SAVE = Choice("save", "Save")
_DISCARD = Choice("discard", "Don’t Save", "destroy")
_CANCEL = Choice("cancel", "Cancel", "reject")


# -- leaving what is there ---------------------------------------------------------------------


def may_leave(workspace: Workspace) -> bool:
    """Whether the document may be put away: changes are saved, or given up by the person."""
    workspace.settle()
    if not workspace.modified:
        return True
    answer = workspace.ask.choose(
        f"Save the changes to “{workspace.title}”?",
        "They are lost if you don’t save them.",
        (_SAVE, _DISCARD, _CANCEL),
    )
    match answer:
        case "save":
            return save(workspace)
        case "discard":
            return True
        case _:
            return False


def is_untouched(workspace: Workspace) -> bool:
    """Whether nothing would be lost or missed if another project took this one's place."""
    empty = not any(True for _ in workspace.document.features())
    return empty and workspace.path is None and not workspace.modified


# -- opening -----------------------------------------------------------------------------------


def new_project(workspace: Workspace) -> bool:
    """An empty project in place of the present one."""
    if not may_leave(workspace):
        return False
    workspace.adopt(empty_document())
    return True


def ask_and_open(workspace: Workspace) -> bool:
    """Ask for a file and open it."""
    path = workspace.ask.open_file("Open project", (PROJECTS,), folder_of(workspace))
    return path is not None and open_file(workspace, path)


def open_file(workspace: Workspace, path: Path) -> bool:
    """Open a project, or another program's GeoJSON, in place of the present project."""
    return may_leave(workspace) and load_file(workspace, path)


@stoppable
def load_file(
    workspace: Workspace, path: Path, *, keep_camera: bool = False, read_only: bool = False
) -> bool:
    """Put a file on the desk without asking about what is there, and bring it into sight.

    When another has it open, how it is opened is asked.
    """
    path = path.absolute()

    def load(reason: ReadOnly | None) -> bool:
        return _load(workspace, path, reason, keep_camera=keep_camera)

    return claiming.opened(workspace, path, load, read_only=read_only)


def _load(
    workspace: Workspace, path: Path, read_only: ReadOnly | None, *, keep_camera: bool
) -> bool:
    try:
        words = f"Opening {path.name} …"
        loaded = answered(workspace, path.name, lambda: open_any(path), words=words)
    except ProjectError as error:
        forget_recent(workspace, path)
        workspace.ask.tell(f"{path.name} cannot be opened.", str(error))
        return False
    # Another program's file is not ours to write over: it becomes a new project.
    own = None if loaded.imported else path
    adopt_loaded(workspace, loaded, own, keep_camera=keep_camera, read_only=read_only)
    workspace.replace_settings(with_recent_file(workspace.settings, path))
    verb = "Imported" if loaded.imported else "Opened"
    features = () if loaded.view or keep_camera else loaded.document.features()
    away = sight.beyond_reach(workspace.camera, features)
    workspace.say(f"{verb} {_counted(loaded.document.features())} from {path.name}.{away}")
    return True


def load_sample(workspace: Workspace, path: Path) -> bool:
    """Put a copy of a shipped project on the desk: a new project, nothing of it to be saved yet."""
    try:
        loaded = open_any(path)
    except ProjectError as error:
        workspace.ask.tell("The sample cannot be opened.", str(error))
        return False
    workspace.adopt(loaded.document, view=loaded.view)
    return True


def adopt_loaded(
    workspace: Workspace,
    loaded: Loaded,
    path: Path | None,
    *,
    keep_camera: bool = False,
    read_only: ReadOnly | None = None,
) -> None:
    """Put a document that was read on the desk, with the file it belongs to.

    The camera goes where the file says, or else to what is drawn.
    """
    workspace.adopt(
        loaded.document,
        path=path,
        digest=loaded.digest if path is not None else "",
        read_only="newer" if loaded.read_only else read_only if path is not None else None,
        problems=loaded.problems,
        view=None if keep_camera else loaded.view,
        common=tuple(loaded.document.all_entries()) if path is not None else None,
    )
    if loaded.view is None and not keep_camera:
        sight.show(workspace.camera, loaded.document.features())
    if loaded.migrated_from is not None or loaded.imported:
        loaded.document.history.mark_dirty()


@stoppable
def import_file(workspace: Workspace, path: Path) -> bool:
    """Put the features of a GeoJSON file on an overlay of their own, as one step of undo."""
    workspace.settle()
    try:
        words = f"Reading {path.name} …"
        imported = answered(
            workspace, path.name, lambda: read_geojson(read_bytes(path), path.stem), words=words
        )
    except ProjectError as error:
        workspace.ask.tell(f"{path.name} cannot be imported.", str(error))
        return False
    told = imported.problems + tuple(
        Problem(f"{HEADER}.{PICTURES}", f"with it, {why}; the picture is left out")
        for why in without_room(workspace.document, imported.features, imported.pictures).values()
    )
    overlay = import_into(workspace.document, imported)
    workspace.session.active_overlay = overlay.id
    sight.show_if_away(workspace.camera, imported.features)
    said = f"Imported {_counted(imported.features)} from {path.name}."
    said += sight.beyond_reach(workspace.camera, imported.features)
    if told:
        things = "1 thing was" if len(told) == 1 else f"{len(told)} things were"
        said += f" {things} not taken over as they were."
        workspace.add_problems(told)
    workspace.say(said)
    return True


def ask_and_import(workspace: Workspace) -> bool:
    """Ask for a GeoJSON file and import it."""
    path = workspace.ask.open_file("Import GeoJSON", (PROJECTS,), folder_of(workspace))
    return path is not None and import_file(workspace, path)


def receive(workspace: Workspace, paths: list[Path]) -> bool:
    """Files dropped on the window: one is opened or imported, as asked; several are imported."""
    if len(paths) > 1:
        done = [import_file(workspace, path) for path in paths]
        return all(done)
    path = paths[0]
    if is_untouched(workspace):
        return load_file(workspace, path)
    answer = workspace.ask.choose(
        f"What is to be done with {path.name}?",
        "Opening it puts the present project away; importing adds its features as an overlay.",
        (Choice("open", "Open"), Choice("import", "Import"), _CANCEL),
    )
    match answer:
        case "open":
            return open_file(workspace, path)
        case "import":
            return import_file(workspace, path)
        case _:
            return False


# -- the file on the disk ----------------------------------------------------------------------


def changed_on_disk(workspace: Workspace) -> bool:
    """Whether the project's file holds something else than what was last read or written."""
    path = workspace.path
    if path is None or not workspace.digest:
        return False
    try:
        now = answered(workspace, path.name, lambda: digest_of(read_regular(path)))
    except OSError:
        return False
    return now != workspace.digest


def reload(workspace: Workspace) -> bool:
    """Read the project's file again and give up what was changed here, after asking."""
    path = workspace.path
    if path is None:
        return False
    if workspace.modified:
        answer = workspace.ask.choose(
            f"Give up your changes and read {path.name} again?",
            "Your unsaved changes are lost.",
            (Choice("reload", "Reload", "destroy"), _CANCEL),
        )
        if answer != "reload":
            return False
    return load_file(workspace, path, keep_camera=True)


@stoppable
def keep_mine(workspace: Workspace) -> bool:
    """Go on with what is on the desk although the file has changed; saving asks no more.

    What the file holds is kept as a version.
    """
    path = workspace.path
    if path is None:
        return False
    try:
        data, folder = answered(workspace, path.name, lambda: (read_bytes(path), folder_for(path)))
    except ProjectError as error:
        workspace.ask.tell(f"{path.name} cannot be read.", str(error))
        return False
    title, count = described(data)
    content = Content(data, datetime.now(UTC), title=title, features=count)
    workspace.versions.keep(path, (content,), folder)
    workspace.document.history.mark_dirty()
    workspace.bind(path, digest=digest_of(data), problems=workspace.problems)
    workspace.say(f"Saving goes over {path.name}; what it holds now is kept under Versions.")
    return True


# -- small parts -------------------------------------------------------------------------------


def forget_recent(workspace: Workspace, path: Path) -> None:
    """Take a file off the list of recent ones."""
    kept = tuple(name for name in workspace.settings.recent_files if name != str(path))
    workspace.set_settings(recent_files=kept)


def _counted(features: Iterable[Feature]) -> str:
    """How many features: "1 feature", "1 200 features"."""
    count = sum(1 for _ in features)
    return f"{count:,} feature{'' if count == 1 else 's'}".replace(",", " ")


def with_title(workspace: Workspace, title: str, marking: str, description: str) -> None:
    """Give the project a title, a marking and a description, as one step of undo."""
    project = workspace.document.project
    changed = msgspec.structs.replace(
        project, title=title, marking=marking, description=description
    )
    if changed != project:
        with workspace.document.edit("Change project properties") as change:
            change.put(changed)
