"""Commands of the File menu."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from baltic_desk.app import claim_editing, files, merging
from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.honesty_check import claims_of
from baltic_desk.app.protocols import Choice, Field
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.emitters import ring_emitters


def new(workspace: Workspace) -> None:
    """An empty project."""
    files.new_project(workspace)


def open_project(workspace: Workspace) -> None:
    """Another project."""
    files.ask_and_open(workspace)


def recent(workspace: Workspace) -> Sequence[Choice]:
    """Files opened last; of the same name, their folders tell them apart."""
    paths = [Path(name) for name in workspace.settings.recent_files]
    names = [path.name for path in paths]
    return [
        Choice(
            str(path), path.name if names.count(path.name) == 1 else f"{path.name} — {path.parent}"
        )
        for path in paths
    ]


def open_recent(workspace: Workspace, name: str) -> None:
    """A file opened before."""
    files.open_file(workspace, Path(name))


def has_recent(workspace: Workspace) -> bool:
    """Whether any file has been opened before."""
    return bool(workspace.settings.recent_files)


def save(workspace: Workspace) -> None:
    """Save to the project's file."""
    files.save(workspace)


def save_as(workspace: Workspace) -> None:
    """Save to another file."""
    files.save_as(workspace)


def reload(workspace: Workspace) -> None:
    """Read the file again."""
    files.reload(workspace)


def edit(workspace: Workspace) -> None:
    """Edit the file that was opened read-only."""
    claim_editing.edit(workspace)


def merge(workspace: Workspace) -> None:
    """Put what the file holds now beside what is here."""
    merging.begin(workspace)


def versions(workspace: Workspace) -> None:
    """What was saved before."""
    if workspace.window is not None:
        workspace.window.open("versions")


def has_path(workspace: Workspace) -> bool:
    """Whether the project has a file."""
    return workspace.path is not None


def recover(workspace: Workspace) -> None:
    """What crashed sessions left, and what was put aside of it."""
    recovering = workspace.recovering
    if recovering is not None:
        recovering.look()
        if recovering.any:
            workspace.ask.recover(recovering, aside=True)


def can_recover(workspace: Workspace) -> bool:
    """Whether there is anything of crashed sessions, as far as is known."""
    return workspace.recovering is not None and workspace.recovering.any


def import_geojson(workspace: Workspace) -> None:
    """Another program's GeoJSON, as an overlay."""
    files.ask_and_import(workspace)


def switch_sources(workspace: Workspace) -> None:
    """Name the sources below exported maps, or no longer."""
    workspace.set_settings(cite_sources=not workspace.settings.cite_sources)


def _cites_sources(workspace: Workspace) -> bool:
    return workspace.settings.cite_sources


def has_exporter(workspace: Workspace) -> bool:
    """Whether pictures can be made."""
    return workspace.exporter is not None


def export(workspace: Workspace) -> None:
    """Ask for a file name and make a picture of what the map shows."""
    exporter = workspace.exporter
    if exporter is None:
        return
    workspace.settle()
    stem = workspace.path.stem if workspace.path else workspace.title
    suggestion = files.folder_of(workspace) / f"{stem}{exporter.kinds[0].suffixes[0]}"
    admitted = _admitted(workspace)
    title = " – ".join(filter(None, ("Export", admitted)))
    path = workspace.ask.save_file(title, exporter.kinds, suggestion)
    if path is None:
        return
    fields = exporter.fields(workspace, path)
    answers: Mapping[str, str] | None = {}
    if fields:
        answers = workspace.ask.form(f"Export {path.name}", fields)
    if answers is None:
        return
    try:
        made = exporter.export(workspace, path, answers)
    except (OSError, ValueError) as error:
        workspace.ask.tell(f"{path.name} was not made.", str(error))
        return
    hint = f"Honesty check: {admitted}, see Coverage." if admitted else ""
    said = " ".join(filter(None, (f"Exported {path.name}.", workspace.ring_choice.note, hint)))
    workspace.say(said if made else "Nothing was exported.")


def print_map(workspace: Workspace) -> None:
    """Ask how, show what would be printed, and print it."""
    exporter = workspace.exporter
    if exporter is None:
        return
    workspace.settle()
    answers = workspace.ask.form("Print", exporter.print_fields(workspace))
    if answers is None:
        return
    try:
        printed = exporter.print(workspace, answers)
    except (OSError, ValueError) as error:
        workspace.ask.tell("Nothing was printed.", str(error))
        return
    workspace.say("Sent to the printer." if printed else "Nothing was printed.")


def copy_picture(workspace: Workspace) -> None:
    """Put a picture of what the map shows on the clipboard."""
    exporter, clipboard = workspace.exporter, workspace.clipboard
    if exporter is None or clipboard is None:
        return
    workspace.settle()
    try:
        picture = exporter.picture(workspace)
    except (OSError, ValueError) as error:
        workspace.ask.tell("The picture was not copied.", str(error))
        return
    if picture is None:
        workspace.say("Nothing was copied.")
        return
    clipboard.write_picture(picture)
    overlays = workspace.document.overlays()
    told = any(overlay.visible and overlay.audience != "everyone" for overlay in overlays)
    hint = "It shows what is not for students." if told else ""
    said = ("Copied the picture of the map.", workspace.ring_choice.note, hint)
    workspace.say(" ".join(filter(None, said)))


def can_copy_picture(workspace: Workspace) -> bool:
    """Whether pictures can be made, and there is a clipboard to take them."""
    return workspace.exporter is not None and workspace.clipboard is not None


def _admitted(workspace: Workspace) -> str:
    """How much the map leaves open: said before and after it is exported, and no obstacle."""
    document = workspace.document
    found = claims_of(
        document, ring_emitters(document), workspace.systems, this_year=date.today().year
    )
    count = len(found)
    return "" if not count else "1 finding" if count == 1 else f"{count} findings"


def properties(workspace: Workspace) -> None:
    """Ask for the project's title, marking and description."""
    project = workspace.document.project
    answer = workspace.ask.form(
        "Project properties",
        (
            Field("title", "Title", project.title),
            Field("marking", "Marking", project.marking),
            Field("description", "Description", project.description, lines=5),
        ),
    )
    if answer is not None:
        files.with_title(workspace, answer["title"], answer["marking"], answer["description"])


def close(workspace: Workspace) -> None:
    """Close the window; it asks about unsaved changes."""
    if workspace.window is not None:
        workspace.window.close()


def has_window(workspace: Workspace) -> bool:
    """Whether there is a window to close."""
    return workspace.window is not None


FILE_COMMANDS: tuple[Command, ...] = (
    Command(
        id="file.new",
        title="New",
        run=new,
        menu="File",
        shortcut="Ctrl+N",
        icon="new",
        keywords="project empty",
    ),
    Command(
        id="file.open",
        title="Open…",
        run=open_project,
        menu="File",
        shortcut="Ctrl+O",
        icon="open",
        keywords="project load",
    ),
    Command(
        id="file.open-recent",
        title="Open Recent",
        run=ask_for_choice("Open recent", recent, open_recent),
        choices=recent,
        choose=open_recent,
        menu="File",
        enabled=has_recent,
        keywords="last project history",
    ),
    Command(
        id="file.save",
        title="Save",
        run=save,
        menu="File",
        shortcut="Ctrl+S",
        icon="save",
        group=1,
    ),
    Command(
        id="file.save-as",
        title="Save As…",
        run=save_as,
        menu="File",
        shortcut="Ctrl+Shift+S",
        group=1,
        keywords="copy rename",
    ),
    Command(
        id="file.reload",
        title="Reload from Disk",
        run=reload,
        menu="File",
        group=1,
        enabled=has_path,
        keywords="revert again",
    ),
    Command(
        id="file.edit",
        title="Edit Read-Only File",
        run=edit,
        menu="File",
        group=1,
        enabled=claim_editing.may_edit,
        keywords="take over claim lock unlock write",
        hint="The file becomes this window’s; it is taken over from who has it open",
    ),
    Command(
        id="file.merge",
        title="Merge with the File on Disk…",
        run=merge,
        menu="File",
        icon="merge",
        group=1,
        enabled=merging.can_merge,
        keywords="changed by another program conflict differences theirs mine combine",
        hint="What the file holds now beside what is here: each change can be accepted by itself",
    ),
    Command(
        id="file.recover",
        title="Recover Unsaved Work…",
        run=recover,
        menu="File",
        group=1,
        enabled=can_recover,
        keywords="crash lost journal autosave discarded restore back",
        hint="What was not saved when the program ended, and what was put aside of it",
    ),
    Command(
        id="file.versions",
        title="Versions…",
        run=versions,
        menu="File",
        group=1,
        enabled=has_window,
        keywords="backup history earlier restore older lost deleted",
        hint="What was saved before: compared with what is on the desk, and brought back",
    ),
    Command(
        id="file.import",
        title="Import GeoJSON…",
        run=import_geojson,
        menu="File",
        shortcut="Ctrl+I",
        icon="import",
        group=2,
        keywords="add overlay other program",
    ),
    Command(
        id="file.export",
        title="Export…",
        run=export,
        menu="File",
        shortcut="Ctrl+E",
        icon="export",
        group=2,
        enabled=has_exporter,
        keywords="png svg pdf geotiff tif powerpoint pptx slides image world viewer html browser",
    ),
    Command(
        id="file.print",
        title="Print View…",
        run=print_map,
        menu="File",
        shortcut="Alt+Shift+P",
        group=2,
        enabled=has_exporter,
        keywords="paper printer preview scale page",
        hint="The map as it is seen on the system's printer, to a scale or as large as the page",
    ),
    Command(
        id="file.cite-sources",
        title="Sources Below Exported Maps",
        run=switch_sources,
        menu="File",
        group=2,
        checked=_cites_sources,
        enabled=has_exporter,
        keywords="citations references export print pdf png svg provenance",
    ),
    Command(
        id="file.properties",
        title="Project Properties…",
        run=properties,
        menu="File",
        icon="properties",
        group=3,
        keywords="title marking classification description",
    ),
    Command(
        id="file.quit",
        title="Quit",
        run=close,
        menu="File",
        shortcut="Ctrl+Q",
        group=4,
        enabled=has_window,
        keywords="exit close",
    ),
)
