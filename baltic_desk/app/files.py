"""Opening, saving and importing: what happens to files, with the questions that belong to it.

Every function answers whether it was done; False means that the person stopped it, or that it went
wrong and they have been told. Nothing here leaves a project half loaded or a file half written.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from baltic_desk.app import sight
from baltic_desk.app.protocols import Choice, FileKind
from baltic_desk.app.settings import with_recent_file
from baltic_desk.app.workspace import UNTITLED, Workspace, empty_document
from baltic_desk.document.feature import Feature
from baltic_desk.io.exchange.geojson import import_into, read_geojson
from baltic_desk.io.header import SavedView
from baltic_desk.io.opening import open_any
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import Loaded, digest_of, dumps, read_bytes
from baltic_desk.io.save import FileChangedError, SaveError
from baltic_desk.io.save import save as save_bytes

SUFFIX = ".geojson"
PROJECTS = FileKind("Map projects (GeoJSON)", (SUFFIX, ".json"))

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


def load_file(workspace: Workspace, path: Path, *, keep_camera: bool = False) -> bool:
    """Put a file on the desk without asking about what is there, and bring it into sight."""
    path = path.absolute()
    try:
        loaded = open_any(path)
    except ProjectError as error:
        forget_recent(workspace, path)
        workspace.ask.tell(f"{path.name} cannot be opened.", str(error))
        return False
    # Another program's file is not ours to write over: it becomes a new project.
    adopt_loaded(workspace, loaded, None if loaded.imported else path, keep_camera=keep_camera)
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
    workspace: Workspace, loaded: Loaded, path: Path | None, *, keep_camera: bool = False
) -> None:
    """Put a document that was read on the desk, with the file it belongs to.

    The camera goes where the file says, or else to what is drawn.
    """
    workspace.adopt(
        loaded.document,
        path=path,
        digest=loaded.digest if path is not None else "",
        read_only=loaded.read_only,
        problems=loaded.problems,
        view=None if keep_camera else loaded.view,
    )
    if loaded.view is None and not keep_camera:
        sight.show(workspace.camera, loaded.document.features())
    if loaded.migrated_from is not None or loaded.imported:
        loaded.document.history.mark_dirty()


def import_file(workspace: Workspace, path: Path) -> bool:
    """Put the features of a GeoJSON file on an overlay of their own, as one step of undo."""
    workspace.settle()
    try:
        imported = read_geojson(read_bytes(path), path.stem)
    except ProjectError as error:
        workspace.ask.tell(f"{path.name} cannot be imported.", str(error))
        return False
    overlay = import_into(workspace.document, imported)
    workspace.session.active_overlay = overlay.id
    sight.show_if_away(workspace.camera, imported.features)
    said = f"Imported {_counted(imported.features)} from {path.name}."
    said += sight.beyond_reach(workspace.camera, imported.features)
    if imported.problems:
        told = len(imported.problems)
        said += (
            f" {told} {'thing was' if told == 1 else 'things were'} not taken over as they were."
        )
        workspace.add_problems(imported.problems)
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


# -- saving ------------------------------------------------------------------------------------


def save(workspace: Workspace) -> bool:
    """Save to the project's file; ask for one when there is none or it must not be written."""
    if workspace.path is None or workspace.read_only:
        return save_as(workspace)
    workspace.settle()
    try:
        return _write(workspace, workspace.path, expected_digest=workspace.digest or None)
    except FileChangedError:
        return _save_over_or_aside(workspace, workspace.path)


def _save_over_or_aside(workspace: Workspace, path: Path) -> bool:
    answer = workspace.ask.choose(
        f"{path.name} has been changed by another program.",
        "Saving over it loses what the other program wrote.",
        (Choice("as", "Save As…"), Choice("over", "Save Over It", "destroy"), _CANCEL),
    )
    match answer:
        case "as":
            return save_as(workspace)
        case "over":
            return _write(workspace, path)
        case _:
            return False


def save_as(workspace: Workspace) -> bool:
    """Ask for a file name and save there; the project belongs to that file from then on."""
    workspace.settle()
    suggestion = folder_of(workspace) / _suggested_name(workspace)
    while True:
        path = workspace.ask.save_file("Save project", (PROJECTS,), suggestion)
        if path is None:
            return False
        if not _is_forbidden(workspace, path):
            return _write(workspace, path.absolute())
        workspace.ask.tell(
            f"{path.name} was made by a newer version and must not be overwritten.",
            "What this version does not know would be lost. Save under another name.",
        )


def _suggested_name(workspace: Workspace) -> str:
    if workspace.path is None:
        return f"{_file_name(workspace)}{SUFFIX}"
    if workspace.read_only:
        return f"{workspace.path.stem}-2{workspace.path.suffix}"
    return workspace.path.name


def _is_forbidden(workspace: Workspace, path: Path) -> bool:
    """Whether this is the newer version's own file, under whatever name."""
    own = workspace.path
    return workspace.read_only and own is not None and path.exists() and path.samefile(own)


def encoded(workspace: Workspace) -> bytes:
    """The project as a file would hold it now, with where the camera stands."""
    return dumps(workspace.document, view=present_view(workspace))


def present_view(workspace: Workspace) -> SavedView:
    """Where the camera stands."""
    lon, lat = workspace.camera.center()
    return SavedView(
        lon=round(lon, 6),
        lat=round(lat, 6),
        scale=round(workspace.camera.scale_denominator()),
        projection=workspace.settings.projection,
    )


def _write(workspace: Workspace, path: Path, *, expected_digest: str | None = None) -> bool:
    try:
        result = save_bytes(path, encoded(workspace), expected_digest=expected_digest)
    except FileChangedError:
        raise
    except SaveError as error:
        workspace.ask.tell(f"{path.name} was not saved.", str(error))
        return False
    workspace.document.history.mark_clean()
    workspace.bind(path, digest=result.digest, problems=workspace.problems)
    workspace.replace_settings(with_recent_file(workspace.settings, path))
    workspace.say(result.warning or f"Saved {path.name}.")
    return True


# -- the file on the disk ----------------------------------------------------------------------


def changed_on_disk(workspace: Workspace) -> bool:
    """Whether the project's file holds something else than what was last read or written."""
    if workspace.path is None or not workspace.digest:
        return False
    try:
        return digest_of(workspace.path.read_bytes()) != workspace.digest
    except OSError:
        return False


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


def keep_mine(workspace: Workspace) -> None:
    """Go on with what is on the desk although the file has changed; saving asks no more."""
    if workspace.path is not None and workspace.path.exists():
        workspace.digest = digest_of(workspace.path.read_bytes())
    workspace.document.history.mark_dirty()
    workspace.bind(workspace.path, digest=workspace.digest, problems=workspace.problems)


# -- small parts -------------------------------------------------------------------------------


def forget_recent(workspace: Workspace, path: Path) -> None:
    """Take a file off the list of recent ones."""
    kept = tuple(name for name in workspace.settings.recent_files if name != str(path))
    workspace.set_settings(recent_files=kept)


def folder_of(workspace: Workspace) -> Path:
    """Folder that file dialogs begin in."""
    if workspace.path is not None:
        return workspace.path.parent
    last = Path(workspace.settings.last_folder)
    return last if workspace.settings.last_folder and last.is_dir() else Path.home()


def _counted(features: Iterable[Feature]) -> str:
    """How many features: "1 feature", "1 200 features"."""
    count = sum(1 for _ in features)
    return f"{count:,} feature{'' if count == 1 else 's'}".replace(",", " ")


def _file_name(workspace: Workspace) -> str:
    """The title as a file name that every system accepts."""
    kept = "".join(c if c.isalnum() or c in " -_.," else "_" for c in workspace.title).strip(" .")
    return kept[:80] or UNTITLED


def with_title(workspace: Workspace, title: str, marking: str, description: str) -> None:
    """Give the project a title, a marking and a description, as one step of undo."""
    project = workspace.document.project
    changed = msgspec.structs.replace(
        project, title=title, marking=marking, description=description
    )
    if changed != project:
        with workspace.document.edit("Change project properties") as change:
            change.put(changed)
