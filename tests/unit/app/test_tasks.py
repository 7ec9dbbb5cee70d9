"""Tasks are made and answered, and answers compared with a solution in another file."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from baltic_desk.app import exercise_check, task_editing
from baltic_desk.app.task_editing import SYMBOLS, tolerances_of
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.lesson import Task, Tolerances
from baltic_desk.document.project import Overlay
from baltic_desk.io.project import dumps
from tests.features import document, line, ring, unit

FORM = {
    "title": "Place the HQ",
    "text": "Where would it be?",
    "distance": "2 km",
    "radius": "10 %",
    "altitude": "",
    "symbol": "echelon",
}


@pytest.fixture
def lesson(workspace: Workspace, ask: Any) -> Workspace:
    workspace.adopt(document(unit("u", name="HQ"), ring("r")))
    ask.will_answer(FORM)
    workspace.run("task.add")
    return workspace


def only_task(workspace: Workspace) -> Task:
    (task,) = workspace.document.tasks()
    return task


def feature(workspace: Workspace, feature_id: str) -> Feature:
    found = workspace.document.feature(feature_id)
    assert found is not None
    return found


def test_a_task_is_what_was_typed(lesson: Workspace) -> None:
    task = only_task(lesson)
    assert (task.title, task.text) == ("Place the HQ", "Where would it be?")
    assert task.tolerances == Tolerances(
        distance_m=2000.0, radius_share=0.1, altitude_m=None, symbol="echelon"
    )
    assert lesson.task == task.id
    lesson.document.undo()
    assert lesson.document.tasks() == ()


def test_what_is_no_tolerance_is_told_and_asked_again(workspace: Workspace, ask: Any) -> None:
    ask.will_answer(FORM | {"distance": "far"}, None, FORM | {"symbol": "colour"}, None, None)
    workspace.run("task.add")
    assert workspace.document.tasks() == ()
    assert sum("not a tolerance" in each for each in ask.asked) == 2


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_tolerances_are_read(symbol: str) -> None:
    given = FORM | {"radius": "7,5", "altitude": "300 ft", "symbol": symbol}
    found = tolerances_of(given)
    assert found.radius_share == pytest.approx(0.075)
    assert found.altitude_m == pytest.approx(91.44)
    assert found.symbol == symbol


def test_a_task_is_changed_moved_and_deleted(lesson: Workspace, ask: Any) -> None:
    first = only_task(lesson)
    ask.will_answer(FORM | {"title": "Second"})
    lesson.run("task.add")
    lesson.run("task.earlier")
    assert [task.title for task in lesson.document.tasks()] == ["Second", "Place the HQ"]
    lesson.run("task.later")
    assert [task.title for task in lesson.document.tasks()] == ["Place the HQ", "Second"]
    lesson.run("task.later")  # it is the last
    lesson.choose_task(first.id)
    ask.will_answer(FORM | {"title": "Changed"})
    lesson.run("task.edit")
    assert lesson.document.tasks()[0].title == "Changed"
    lesson.session.select(["u"])
    task_editing.use_as_answer(lesson, first.id)
    lesson.run("task.delete")
    assert [task.title for task in lesson.document.tasks()] == ["Second"]
    assert feature(lesson, "u").properties.answers_task is None
    lesson.document.undo()
    assert feature(lesson, "u").properties.answers_task == first.id


def test_selected_features_answer_a_task_and_are_taken_out(lesson: Workspace, ask: Any) -> None:
    task = only_task(lesson)
    lesson.session.select(["u", "r"])
    ask.will_answer((task.id, "ok"))
    lesson.run("task.answer")
    assert {f.id for f in task_editing.answering_features(lesson, task.id)} == {"u", "r"}
    lesson.session.select(["r"])
    lesson.run("task.take-out")
    assert {f.id for f in task_editing.answering_features(lesson, task.id)} == {"u"}


def test_a_solution_is_moved_to_an_overlay_for_answers(lesson: Workspace, ask: Any) -> None:
    task = only_task(lesson)
    lesson.session.select(["u"])
    ask.will_answer((task.id, "ok"), "move")
    lesson.run("task.solution")
    overlay = lesson.document.get(feature(lesson, "u").overlay)
    assert isinstance(overlay, Overlay)
    assert (overlay.name, overlay.audience) == ("Answers", "answer")
    assert task_editing.is_solution(lesson, feature(lesson, "u"))
    lesson.session.select(["r"])
    ask.will_answer("move")
    task_editing.mark_as_solution(lesson, task.id)
    assert feature(lesson, "r").overlay == overlay.id
    lesson.document.undo()
    lesson.document.undo()
    assert overlay.id not in lesson.document
    assert feature(lesson, "u").properties.answers_task is None


def test_a_solution_may_be_left_where_it_is_or_given_up(lesson: Workspace, ask: Any) -> None:
    task = only_task(lesson)
    lesson.session.select(["u"])
    ask.will_answer("cancel")
    task_editing.mark_as_solution(lesson, task.id)
    assert feature(lesson, "u").properties.answers_task is None
    ask.will_answer("leave")
    task_editing.mark_as_solution(lesson, task.id)
    assert feature(lesson, "u").overlay == "o"
    assert feature(lesson, "u").properties.answers_task == task.id


# -- comparing -----------------------------------------------------------------------------------


def of_task(made: Feature, overlay: str = "o") -> Feature:
    return replace(made, properties=replace(made.properties, answers_task="t", overlay=overlay))


def solved() -> Document:
    there = document(
        of_task(unit("s", name="=HQ"), "a"),
        of_task(ring("far", radius_m=40_000.0), "a"),
        overlays=(Overlay(id="o"), Overlay(id="a", audience="answer")),
    )
    with there.edit("Task") as change:
        change.put(Task(id="t", title="Place it", tolerances=Tolerances(distance_m=1000.0)))
    return Document(there.all_entries())


def answered() -> Document:
    return document(of_task(unit("mine", (24.0, 57.05), name="My HQ")), of_task(line("extra")))


@pytest.fixture(params=["instructor", "student"])
def compared(request: Any, workspace: Workspace, ask: Any, tmp_path: Path) -> Workspace:
    """A comparison, as the instructor or the student opens it."""
    here, other = solved(), answered()
    if request.param == "student":
        here, other = other, here
    path = tmp_path / "other.geojson"
    path.write_bytes(dumps(other))
    workspace.adopt(here)
    ask.will_answer(path)
    workspace.run("exercise.compare")
    return workspace


def test_either_side_may_open_the_other(compared: Workspace) -> None:
    exercise = compared.exercise
    assert exercise is not None
    assert [result.verdict for result in exercise.results] == ["wrong", "missing", "extra"]
    assert compared.message == "Compared with other.geojson: 1 wrong, 1 missing, 1 extra."


def test_a_comparison_leaves_nothing_in_the_document(compared: Workspace) -> None:
    assert compared.document.history.undo_label is None
    assert not compared.modified
    assert b"wrong" not in dumps(compared.document)
    compared.run("exercise.end")
    assert compared.exercise is None


def test_a_comparison_ends_with_its_document(compared: Workspace) -> None:
    compared.adopt(answered())
    assert compared.exercise is None


def test_it_follows_what_is_changed(compared: Workspace) -> None:
    exercise = compared.exercise
    assert exercise is not None
    with compared.document.edit("Move") as change:
        moved = unit(
            "s" if exercise.here_solves else "mine", (24.0, 57.05 if exercise.here_solves else 57.0)
        )
        change.put(of_task(moved, "a" if exercise.here_solves else "o"))
    assert exercise.renewed(compared.document).results[0].verdict == "right"


def test_it_is_kept_as_an_overlay_when_wanted(compared: Workspace) -> None:
    compared.run("exercise.keep")
    overlay = compared.document.overlays()[-1]
    assert (overlay.name, overlay.audience) == ("Comparison with other.geojson", "instructor")
    kept = compared.document.features_on(overlay.id)
    assert {feature.kind for feature in kept} >= {"unit", "line"}
    assert all(feature.properties.answers_task is None for feature in kept)
    names = [f.properties.name for f in kept if f.kind == "line"]
    assert "wrong: 5.568 km" in names
    compared.document.undo()
    assert overlay.id not in compared.document


def test_it_is_exported_as_a_table(compared: Workspace, ask: Any, tmp_path: Path) -> None:
    ask.will_answer(tmp_path / "results.csv")
    compared.run("exercise.export")
    text = (tmp_path / "results.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["verdict"] for row in rows] == ["wrong", "missing", "extra"]
    assert rows[0]["solution"] == "'=HQ"  # no formula for a spreadsheet
    assert rows[0]["answer"] == "My HQ"
    assert float(rows[0]["distance_m"]) == pytest.approx(5569, abs=1)
    assert tuple(rows[0]) == exercise_check.CSV_COLUMNS


def test_a_file_without_solutions_is_refused(
    workspace: Workspace, ask: Any, tmp_path: Path
) -> None:
    path = tmp_path / "other.geojson"
    path.write_bytes(dumps(answered()))
    workspace.adopt(answered())
    ask.will_answer(path, None)
    workspace.run("exercise.compare")
    assert "Neither file holds a solution" in ask.asked[-1]
    assert workspace.exercise is None
