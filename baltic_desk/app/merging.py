"""Merging what another program wrote to the project's file into what is on the desk.

Nothing of it is written by itself: what is accepted becomes one step of undo, and after that the
file is known, so that saving goes over it without a question. When the step is taken back, the file
is one that is not known again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from baltic_desk.app.merge_comparison import Merging, compared
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.history import Cleaned, Event, Step
from baltic_desk.document.merge_alignment import Entries, by_id
from baltic_desk.document.merge_fields import Take
from baltic_desk.document.merge_result import merging_in_steps
from baltic_desk.document.merge_sides import Sides
from baltic_desk.document.pictures import beyond_budget
from baltic_desk.document.project import Picture
from baltic_desk.document.store import Entry
from baltic_desk.io.problem import ProjectError

LABEL = "Merge changes from disk"


# -- beginning and ending ------------------------------------------------------------------------


def can_merge(workspace: Workspace) -> bool:
    """Whether there is a file to merge with."""
    return workspace.path is not None and bool(workspace.digest) and workspace.window is not None


def begin(workspace: Workspace) -> bool:
    """Read the project's file again and show what differs; False when nothing is to be merged.

    When a merge is under way, it goes on with what the file holds now.
    """
    path = workspace.path
    if path is None:
        return False
    workspace.settle()
    try:
        found = workspace.ask.wait(
            f"Comparing with {path.name} …",
            compared(workspace.document, path, workspace.common, workspace.merging),
        )
    except ProjectError as error:
        workspace.ask.tell(f"{path.name} cannot be merged.", str(error))
        return False
    if found is None:
        return False
    if not any(each.side != "mine" for each in found.proposals):
        if found.digest != workspace.digest:
            _take_note(workspace, found)
        workspace.show_merging(None)
        workspace.say(f"{path.name} holds nothing that is not here already.")
        return False
    workspace.show_merging(found)
    if workspace.window is not None:
        workspace.window.show_panel("merge", shown=True)
    return True


def cancel(workspace: Workspace) -> None:
    """Merge no more; nothing is changed, and saving asks as before."""
    if workspace.merging is not None:
        name = workspace.merging.path.name
        workspace.show_merging(None)
        workspace.say(f"Nothing was merged; {name} is still another than what is here.")
        workspace.look_at_disk()


def apply(workspace: Workspace) -> bool:
    """Make what is accepted so, as one step of undo; False when somebody would not wait."""
    workspace.settle()
    merging = workspace.merging
    if merging is None:
        return False
    document = workspace.document
    if not merging.is_of(document):
        words = f"Comparing with {merging.path.name} …"
        renewed = workspace.ask.wait(words, merging.renewed(document))
        if renewed is None:
            return False
        merging = renewed
    words = f"Merging with {merging.path.name} …"
    result = workspace.ask.wait(words, merging_in_steps(merging.sides, merging.takes))
    if result is None:
        return False
    why = _picture_without_room(document, result.entries)
    if why:
        path = merging.path
        workspace.ask.tell(f"{path.name} cannot be merged so.", why)
        return False
    taken = merging.counts().accepted
    marks = _Marks(workspace.digest, workspace.common)
    document.restructure(LABEL, result.entries)
    workspace.show_merging(None)
    _take_note(workspace, merging)
    if result.entries:
        _watch_undo(workspace, document, marks)
    workspace.say(_told(taken, merging.path.name, result.notes))
    workspace.look_at_disk()
    return True


def take(workspace: Workspace, keys: Iterable[str], whose: Take | None) -> None:
    """Take theirs of these proposals, theirs but for conflicts, or nothing."""
    if workspace.merging is not None:
        workspace.show_merging(workspace.merging.taking(keys, whose))


# -- inside --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Marks:
    """What was known of the file."""

    digest: str
    common: tuple[Entry, ...] | None


def _picture_without_room(document: Document, entries: Mapping[str, Entry | None]) -> str:
    """Why the project would be opened without some picture if this were made so; empty if not."""
    pictures = {each.id: each for each in document.pictures()}
    for key, entry in entries.items():
        if entry is not None and isinstance(entry.record, Picture):
            pictures[key] = entry.record
        else:
            pictures.pop(key, None)
    for picture_id, why in beyond_budget(pictures.values()).items():
        name = pictures[picture_id].name
        return f"With the picture “{name}”, {why}. Leave out some pictures, or take some out first."
    return ""


def _take_note(workspace: Workspace, merging: Merging) -> None:
    """The file as it was read is known from now on."""
    workspace.digest = merging.digest
    workspace.common = tuple(merging.sides.theirs.values())
    history = workspace.document.history
    mine = by_id(workspace.document.all_entries())
    if _same(mine, merging.sides.theirs):
        history.mark_clean()
    else:
        history.mark_dirty()
    workspace.bind(merging.path, digest=merging.digest, problems=workspace.problems)


def _same(mine: Entries, theirs: Entries) -> bool:
    """Whether what is on the desk is what the file holds."""
    if mine.keys() != theirs.keys():
        return False
    sides = Sides(mine, mine, theirs)
    if sides.moved_by_them:
        return False
    return all(
        mine[key].record is entry.record or not sides.plan(key).theirs
        for key, entry in theirs.items()
    )


def _watch_undo(workspace: Workspace, document: Document, before: _Marks) -> None:
    """When the step just made is taken back, the file is as little known as before; and again."""
    history = document.history
    step: Step = history.steps[history.cursor - 1]
    after = _Marks(workspace.digest, workspace.common)
    state = {"done": True}

    def hear(event: Event) -> None:
        if isinstance(event, Cleaned) or document is not workspace.document:
            stop()
            return
        steps = history.steps
        if not any(each is step for each in steps):
            stop()  # forgotten, or what came after has taken its place
            return
        done = any(each is step for each in steps[: history.cursor])
        if done == state["done"]:
            return
        state["done"] = done
        marks = after if done else before
        workspace.common = marks.common
        # Told as the file's: the journal has to know it as well, if the program ends now.
        workspace.bind(workspace.path, digest=marks.digest, problems=workspace.problems)
        workspace.look_at_disk()

    stop = history.subscribe(hear)


def _told(taken: int, name: str, notes: tuple[str, ...]) -> str:
    if not taken:
        return f"Kept all of yours; saving goes over {name}."
    said = f"Merged {taken} change{'s' * (taken != 1)} from {name}."
    return " ".join((said, *notes))
