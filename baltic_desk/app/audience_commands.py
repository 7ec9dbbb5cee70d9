"""Whom an overlay is for, and the copy of the project for students."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from baltic_desk.app import claiming, files
from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.overlay_commands import active, has_active
from baltic_desk.app.protocols import Choice, Row
from baltic_desk.app.student_file import (
    StudentFile,
    StudentFileError,
    student_file_in_steps,
)
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.left_out import SORTS
from baltic_desk.document.project import Overlay
from baltic_desk.io.save import SaveError, save
from baltic_desk.paths import is_same_file

AUDIENCES = {
    "everyone": "Everyone",
    "instructor": "Instructor Only",
    "answer": "Answer, Not in the Student Copy",
}
"""Whom an overlay may be for, and what to call it."""

AUDIENCE_ICONS = {"instructor": "audience", "answer": "task"}
"""What marks an overlay that is not for everyone; a warning where the audience is not known."""

_DETAIL = (
    "The copy is made without what is not for everyone. This is what it lacks, and what in it still"
    " speaks of that."
)
_WRITE = (Choice("write", "Choose a File…"), Choice("cancel", "Cancel", "reject"))


def audience_title(audience: str) -> str:
    """Whom an overlay is for, in words; what is not known is for nobody but the instructor."""
    return AUDIENCES.get(audience, f"“{audience[:40]}”, Not in the Student Copy")


def audience_choices(workspace: Workspace) -> Sequence[Choice]:
    """Whom the active overlay may be for, that which holds ticked."""
    overlay = active(workspace)
    now = overlay.audience if overlay is not None else ""
    return [Choice(i, title, checked=i == now) for i, title in AUDIENCES.items()]


def choose_audience(workspace: Workspace, audience: str) -> None:
    """Say whom the active overlay is for."""
    overlay = active(workspace)
    if overlay is not None:
        set_audience(workspace, overlay.id, audience)


def set_audience(workspace: Workspace, overlay_id: str, audience: str) -> None:
    """Say whom an overlay is for: a key of `AUDIENCES`."""
    overlay = workspace.document.get(overlay_id)
    if not isinstance(overlay, Overlay) or overlay.audience == audience:
        return
    name = overlay.name or "the overlay"
    workspace.settle()
    with workspace.document.edit(f"Show {name} to others") as change:
        change.put(replace(overlay, audience=audience))
    stays = "is in" if audience == "everyone" else "is left out of"
    workspace.say(f"{name} {stays} the student copy.")


def student_copy(workspace: Workspace) -> None:
    """Show what a copy for students leaves out, ask for a file, and write it."""
    workspace.settle()
    if workspace.read_only == "newer":
        workspace.ask.tell(
            "No student copy was made.",
            "A newer version wrote this file: it may hold what this one cannot judge.",
        )
        return
    try:
        steps = student_file_in_steps(workspace.document, files.present_view(workspace))
        made = workspace.ask.wait("Making and looking through the student copy …", steps)
    except StudentFileError as error:
        workspace.ask.tell("No student copy was made.", str(error))
        return
    if made is None:
        workspace.say("No student copy was made.")
        return
    picked = workspace.ask.pick("Student Copy", _DETAIL, rows_of(made), _WRITE)
    if picked is None or picked[1] != "write":
        return
    path = _ask_for_file(workspace)
    if path is None:
        return
    with claiming.holding(workspace, path.absolute()) as refusal:
        if refusal is not None:
            workspace.ask.tell(*refusal)
            return
        try:
            result = save(path, made.data, backup=False)
        except SaveError as error:
            workspace.ask.tell(f"{path.name} was not written.", str(error))
            return
    workspace.say(result.warning or f"Wrote {path.name}. Left out: {made.left.summary()}.")


def rows_of(made: StudentFile) -> tuple[Row, ...]:
    """What is to be looked at, then what is left out by sort, then what was cut loose."""
    left = made.left
    rows = [
        Row(f"warning:{number}", f"⚠ Still said: {leak.of}", str(leak))
        for number, leak in enumerate(made.warnings)
    ]
    counted = left.counted()
    for sort, count in counted.items():
        what = f"Left out: {count} {SORTS[sort][count != 1]}"
        rows.append(Row(sort, what, ", ".join(left.names(sort))))
    if not counted:
        rows.append(Row("nothing", "Nothing is left out", "Each overlay is for everyone."))
    for number, cut in enumerate(left.cuts):
        rows.append(Row(f"cut:{number}", f"Cut loose: {cut.name}", f"no longer says {cut.what}"))
    return tuple(rows)


def _ask_for_file(workspace: Workspace) -> Path | None:
    stem = workspace.path.stem if workspace.path else workspace.title
    suggestion = files.folder_of(workspace) / f"{stem}-student{files.SUFFIX}"
    while True:
        path = workspace.ask.save_file("Save student copy", (files.PROJECTS,), suggestion)
        if path is None or not is_same_file(path, workspace.path):
            return path
        workspace.ask.tell(
            f"{path.name} is the project itself.",
            "The copy lacks what is not for students. Save it under another name.",
        )


AUDIENCE_COMMANDS: tuple[Command, ...] = (
    Command(
        id="overlay.audience",
        title="Shown To",
        run=ask_for_choice("Shown to", audience_choices, choose_audience),
        choices=audience_choices,
        choose=choose_audience,
        menu="Overlay",
        icon="audience",
        group=1,
        enabled=has_active,
        keywords="audience student instructor answer solution hide everyone",
    ),
    Command(
        id="file.student-copy",
        title="Student Copy…",
        run=student_copy,
        menu="File",
        icon="audience",
        group=2,
        keywords="export without answers notes instructor lesson hand out",
        hint="The project without what is for the instructor, looked through before it is written",
    ),
)
