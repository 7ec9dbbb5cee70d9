"""Which files are projects, and where dialogs for them begin."""

from __future__ import annotations

from pathlib import Path

from baltic_desk.app.answering import at_once
from baltic_desk.app.protocols import FileKind
from baltic_desk.app.workspace import UNTITLED, Workspace
from baltic_desk.paths import is_there

SUFFIX = ".geojson"
PROJECTS = FileKind("Map projects (GeoJSON)", (SUFFIX, ".json"))


def folder_of(workspace: Workspace) -> Path:
    """Folder that file dialogs begin in: one that answers, so that the dialog does not hang."""
    last = workspace.settings.last_folder
    if workspace.path is not None:
        folder = workspace.path.parent
        answers = at_once(lambda: (is_there(folder),)) is not None
        return folder if answers else Path.home()
    return Path(last) if last and at_once(lambda: is_there(Path(last))) else Path.home()


def suggested_name(workspace: Workspace) -> str:
    """Name for a file that the project is to be saved in."""
    if workspace.path is None:
        return f"{file_name(workspace.title)}{SUFFIX}"
    if workspace.read_only:
        return f"{workspace.path.stem}-2{workspace.path.suffix}"
    return workspace.path.name


def file_name(title: str) -> str:
    """A title as a file name that every system accepts."""
    kept = "".join(c if c.isalnum() or c in " -_.," else "_" for c in title).strip(" .")
    return kept[:80] or UNTITLED
