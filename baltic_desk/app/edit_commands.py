"""Commands of the Edit menu: history, clipboard, selection, order, small moves."""

from __future__ import annotations

from collections.abc import Callable

from baltic_desk.app import arranging, phases, picture_intake
from baltic_desk.app.command import Command
from baltic_desk.app.file_commands import can_copy_picture, copy_picture
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Feature
from baltic_desk.document.pictures import used_by
from baltic_desk.document.store import Diff
from baltic_desk.io.exchange.geojson import content_of_clipboard, to_geojson

_MOST_SELECTED = 500


def undo(workspace: Workspace) -> None:
    """Take the last step back: a point of the gesture under way, else the document's last step."""
    if workspace.controller.take_back():
        return
    phase = workspace.document.phase
    label = _selecting_what_comes(workspace, workspace.document.undo)
    if label is not None:
        workspace.say(f"Undid: {label}{_elsewhere(workspace, phase)}")


def redo(workspace: Workspace) -> None:
    """Do the last undone step again."""
    workspace.settle()
    phase = workspace.document.phase
    label = _selecting_what_comes(workspace, workspace.document.redo)
    if label is not None:
        workspace.say(f"Redid: {label}{_elsewhere(workspace, phase)}")


def _elsewhere(workspace: Workspace, phase: str | None) -> str:
    """That the step was one of another phase, which is shown now."""
    shown = phases.title(workspace)
    return f" – in “{shown}”" if shown and workspace.document.phase != phase else ""


def _selecting_what_comes(workspace: Workspace, step: Callable[[], str | None]) -> str | None:
    """Take a step of the history; features that it brings are selected, so that they are seen."""
    come: list[str] = []

    def note(diff: Diff) -> None:
        come.extend(
            record_id
            for record_id, entry in diff.after.items()
            if entry is not None
            and diff.before[record_id] is None
            and isinstance(entry.record, Feature)
        )

    phase = workspace.document.phase
    stop = workspace.document.subscribe(note)
    try:
        label = step()
    finally:
        stop()
    if workspace.document.phase != phase:
        return label  # what comes with another phase is not what the step brought
    # An overlay of thousands need not be lit up feature by feature to be noticed.
    if 0 < len(come) <= _MOST_SELECTED:
        workspace.session.select(come)
    return label


def delete(workspace: Workspace) -> None:
    """What the tool has under the pointer (a vertex), else the selected features."""
    if not workspace.controller.key("delete"):
        arranging.delete(workspace)


def can_undo(workspace: Workspace) -> bool:
    """Whether there is a step to take back."""
    return workspace.controller.can_take_back or workspace.document.history.undo_label is not None


def can_redo(workspace: Workspace) -> bool:
    """Whether there is a step to do again."""
    return workspace.document.history.redo_label is not None


def undo_title(workspace: Workspace) -> str:
    """Undo, with what it would take back."""
    if workspace.controller.busy:
        return "Undo Last Point"
    return " ".join(("Undo", workspace.document.history.undo_label or "")).rstrip()


def redo_title(workspace: Workspace) -> str:
    """Redo, with what it would do again."""
    return " ".join(("Redo", workspace.document.history.redo_label or "")).rstrip()


def has_selection(workspace: Workspace) -> bool:
    """Whether something that may be changed is selected."""
    return workspace.any_selected()


def any_selected(workspace: Workspace) -> bool:
    """Whether anything is selected, locked or not."""
    return bool(workspace.session.selection)


def has_clipboard(workspace: Workspace) -> bool:
    """Whether there is a clipboard to read and write."""
    return workspace.clipboard is not None


def can_copy(workspace: Workspace) -> bool:
    """Whether there is something to copy, locked or not."""
    return has_clipboard(workspace) and bool(workspace.session.selection)


def can_cut(workspace: Workspace) -> bool:
    """Whether there is something to cut."""
    return has_clipboard(workspace) and has_selection(workspace)


def copy(workspace: Workspace) -> None:
    """Put the selected features on the clipboard as GeoJSON, in drawing order."""
    chosen = frozenset(workspace.session.selection)
    features = tuple(f for f in workspace.document.features() if f.id in chosen)
    if workspace.clipboard is None or not features:
        return
    pictures = used_by(workspace.document, features)
    workspace.clipboard.write(to_geojson(features, pictures).decode())
    workspace.say(f"Copied {arranging.described(features)}.")


def cut(workspace: Workspace) -> None:
    """Copy the selected features, then delete them."""
    copy(workspace)
    arranging.delete(workspace, verb="Cut")


def paste(workspace: Workspace) -> None:
    """Put GeoJSON features from the clipboard on the active overlay."""
    if workspace.clipboard is None:
        return
    workspace.settle()
    text = workspace.clipboard.read()
    if picture_intake.paste_picture(workspace, text):
        return
    try:
        content = content_of_clipboard(text)
    except ValueError as error:
        workspace.say(f"The clipboard holds no features: {error}")
        return
    if not content.features:
        workspace.say("The clipboard holds no features.")
        return
    features, problems = content.features, content.problems
    done = arranging.insert_copies(workspace, features, verb="Paste", pictures=content.pictures)
    if done and problems:
        things = "1 thing was" if len(problems) == 1 else f"{len(problems)} things were"
        workspace.add_problems(problems)
        workspace.say(f"{workspace.message} {things} not taken over as they were.")


def select_all(workspace: Workspace) -> None:
    """Select all that is shown and unlocked."""
    workspace.settle()
    workspace.session.select(arranging.selectable(workspace))


def invert_selection(workspace: Workspace) -> None:
    """Select what is not selected."""
    chosen = frozenset(workspace.session.selection)
    workspace.session.select(i for i in arranging.selectable(workspace) if i not in chosen)


def deselect(workspace: Workspace) -> None:
    """Select nothing."""
    workspace.session.clear()


EDIT_COMMANDS: tuple[Command, ...] = (
    Command(
        id="edit.undo",
        title="Undo",
        title_now=undo_title,
        run=undo,
        menu="Edit",
        shortcut="Ctrl+Z",
        icon="undo",
        enabled=can_undo,
        repeats=True,
    ),
    Command(
        id="edit.redo",
        title="Redo",
        title_now=redo_title,
        run=redo,
        menu="Edit",
        shortcut="Ctrl+Shift+Z Ctrl+Y",
        icon="redo",
        enabled=can_redo,
        repeats=True,
    ),
    Command(
        id="edit.cut",
        title="Cut",
        run=cut,
        menu="Edit",
        shortcut="Ctrl+X",
        icon="cut",
        group=1,
        enabled=can_cut,
    ),
    Command(
        id="edit.copy",
        title="Copy",
        run=copy,
        menu="Edit",
        shortcut="Ctrl+C",
        icon="copy",
        group=1,
        enabled=can_copy,
    ),
    Command(
        id="edit.copy-picture",
        title="Copy Picture of Map",
        run=copy_picture,
        menu="Edit",
        shortcut="Ctrl+Shift+C",
        group=1,
        enabled=can_copy_picture,
        keywords="clipboard image screenshot png svg slide paste office",
        hint="What the map shows, as pixels, as a drawing, and its place in words",
    ),
    Command(
        id="edit.paste",
        title="Paste",
        run=paste,
        menu="Edit",
        shortcut="Ctrl+V",
        icon="paste",
        group=1,
        enabled=has_clipboard,
    ),
    Command(
        id="edit.duplicate",
        title="Duplicate",
        run=arranging.duplicate,
        menu="Edit",
        shortcut="Ctrl+D",
        icon="duplicate",
        group=1,
        enabled=has_selection,
    ),
    Command(
        id="edit.delete",
        title="Delete",
        run=delete,
        menu="Edit",
        shortcut="Del",
        icon="delete",
        group=1,
        enabled=has_selection,
        on_map=True,
        keywords="remove",
    ),
    Command(
        id="edit.select-all",
        title="Select All",
        run=select_all,
        menu="Edit",
        shortcut="Ctrl+A",
        group=2,
    ),
    Command(
        id="edit.invert-selection",
        title="Invert Selection",
        run=invert_selection,
        menu="Edit",
        shortcut="Ctrl+Shift+I",
        group=2,
    ),
    Command(
        id="edit.deselect",
        title="Deselect",
        run=deselect,
        menu="Edit",
        shortcut="Ctrl+Shift+A",
        group=2,
        enabled=lambda workspace: bool(workspace.session.selection),
        keywords="select none clear",
    ),
)
