"""Overlays say whom they are for, and the copy for students is shown before it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from baltic_desk.app import audience_commands, files
from baltic_desk.app.protocols import Row
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.project import Overlay
from baltic_desk.io import open_any
from tests.features import document, unit

WRITE = ("overlay", "write")
OVERLAYS = (Overlay(id="o", name="Open"), Overlay(id="a", name="Answers", audience="answer"))


def lesson(workspace: Workspace, path: Path | None = None) -> None:
    there = document(
        unit("kept", name="Kept"),
        unit("gone", (25, 58), overlay="a", name="Gone"),
        overlays=OVERLAYS,
    )
    workspace.adopt(there, path=path)


def audience(workspace: Workspace, overlay_id: str) -> str:
    overlay = workspace.document.get(overlay_id)
    assert isinstance(overlay, Overlay)
    return overlay.audience


def test_whom_an_overlay_is_for_is_one_step_of_undo(workspace: Workspace) -> None:
    lesson(workspace)
    workspace.session.active_overlay = "o"
    audience_commands.choose_audience(workspace, "instructor")
    assert audience(workspace, "o") == "instructor"
    ticked = [c.id for c in audience_commands.audience_choices(workspace) if c.checked]
    assert ticked == ["instructor"]
    assert "left out" in workspace.message
    workspace.document.undo()
    assert audience(workspace, "o") == "everyone"


def test_the_copy_is_written_after_it_was_looked_at(
    workspace: Workspace, ask: Any, tmp_path: Path
) -> None:
    lesson(workspace, tmp_path / "lesson.geojson")
    shown: list[Row] = []

    def looked(rows: tuple[Row, ...]) -> tuple[str, str]:
        shown.extend(rows)
        return WRITE

    out = tmp_path / "student.geojson"
    ask.will_answer(looked, out)
    workspace.run("file.student-copy")
    assert [(row.title, row.detail) for row in shown] == [
        ("Left out: 1 overlay", "Answers"),
        ("Left out: 1 feature", "Gone"),
    ]
    assert b"Gone" not in out.read_bytes()
    assert [f.id for f in open_any(out).document.features()] == ["kept"]
    assert workspace.message == "Wrote student.geojson. Left out: 1 overlay, 1 feature."
    assert workspace.path == tmp_path / "lesson.geojson"
    assert not workspace.modified


def test_nothing_is_written_when_the_list_is_closed(workspace: Workspace, ask: Any) -> None:
    lesson(workspace)
    for answer in (None, ("overlay", "cancel")):
        ask.will_answer(answer)
        workspace.run("file.student-copy")


def test_the_project_itself_is_refused_and_asked_again(
    workspace: Workspace, ask: Any, tmp_path: Path
) -> None:
    own = tmp_path / "lesson.geojson"
    lesson(workspace, own)
    files.save(workspace)
    before = own.read_bytes()
    ask.will_answer(WRITE, own, None, None)
    workspace.run("file.student-copy")
    assert own.read_bytes() == before
    assert any("is the project itself" in question for question in ask.asked)


def test_warnings_stand_in_the_list(workspace: Workspace, ask: Any) -> None:
    lesson(workspace)
    with workspace.document.edit("Hint") as change:
        change.put(unit("hint", (26, 58), name="Is Gone here?"))
    shown: list[Row] = []

    def looked(rows: tuple[Row, ...]) -> None:
        shown.extend(rows)

    ask.will_answer(looked)
    workspace.run("file.student-copy")
    assert shown[0].title == "⚠ Still said: Gone"


def test_a_copy_that_would_tell_is_refused(workspace: Workspace, ask: Any) -> None:
    lesson(workspace)
    with workspace.document.edit("Hint") as change:
        change.put(unit("hint", (26, 58), name="It is at 58.12345, 25.54321"))
        change.put(unit("gone", (25.54321, 58.12345), overlay="a"))
    ask.will_answer(None)
    workspace.run("file.student-copy")
    assert "No student copy was made" in ask.asked[-1]
    assert "properties.name" in ask.asked[-1]


def test_who_will_not_wait_for_the_student_copy_has_none(workspace: Workspace, ask: Any) -> None:
    lesson(workspace)
    ask.patience = 1
    workspace.run("file.student-copy")
    assert workspace.message == "No student copy was made."
    assert ask.asked == []
