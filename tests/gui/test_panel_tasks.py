"""The tasks panel: tasks with what answers them, and a comparison that is only looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from baltic_desk.app.exercise_check import exercise_with
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.lesson import Task, Tolerances
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.document.project import Overlay
from baltic_desk.ui.exercise_desk import ExerciseDesk
from baltic_desk.ui.map.exercise_painting import ShownExercise
from baltic_desk.ui.panels.tasks import TasksPanel
from tests.features import ring, unit
from tests.panel_desk import PlaneCamera, project, workspace

OVERLAYS = (Overlay(id="o", name="Air"), Overlay(id="a", name="Answers", audience="answer"))
TASKS = (
    Task(id="t1", title="Place the HQ", text="Where <b>is</b> it?", tolerances=Tolerances()),
    Task(id="t2", title="Draw the reach", text="At 100 m."),
)


def of_task(made: Feature, task: str, overlay: str = "o") -> Feature:
    changed = replace(made.properties, answers_task=task, overlay=overlay)
    return replace(made, properties=changed)


def lesson(*features: Feature) -> Document:
    held = project(*features, overlays=OVERLAYS)
    with held.edit("Tasks") as change:
        for task in TASKS:
            change.put(task)
    return Document(held.all_entries())


class Sheet:
    """A map that remembers what it was told to show."""

    def __init__(self) -> None:
        self.shown = ShownExercise()

    def show_exercise(self, shown: ShownExercise) -> None:
        self.shown = shown


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[tuple[Workspace, TasksPanel, Sheet]]:
    there = workspace(
        lesson(
            of_task(unit("s", name="True HQ"), "t1", "a"),
            of_task(ring("r", radius_m=40_000.0), "t2", "a"),
            unit("u", (25.0, 58.0), name="Free"),
        )
    )
    panel, sheet = TasksPanel(there), Sheet()
    ExerciseDesk(there, sheet, panel)
    qtbot.addWidget(panel)
    panel.resize(320, 600)
    panel.show()
    QApplication.processEvents()
    yield there, panel, sheet
    panel.hide()


def rows(panel: TasksPanel) -> list[tuple[str, list[str]]]:
    tree = panel.tasks.tree
    tops = [tree.topLevelItem(k) for k in range(tree.topLevelItemCount())]
    return [(top.text(0), [child(top, k).text(0) for k in range(top.childCount())]) for top in tops]


def child(item: QTreeWidgetItem, number: int) -> QTreeWidgetItem:
    return item.child(number)


def compare(there: Workspace, *, lon: float = 24.0) -> None:
    answers = lesson(of_task(unit("mine", (lon, 57.05), name="My HQ"), "t1"))
    there.show_exercise(exercise_with(there.document, answers, Path("student.geojson")))
    QApplication.processEvents()


def test_tasks_are_listed_with_what_answers_them(
    desk: tuple[Workspace, TasksPanel, Sheet],
) -> None:
    _, panel, _ = desk
    assert rows(panel) == [
        ("1. Place the HQ", ["True HQ · solution"]),
        ("2. Draw the reach", ["40 km · solution"]),
    ]
    assert panel.tasks.text.toPlainText() == "Where <b>is</b> it?"
    assert "5 km" in panel.tasks.tolerances.text()


def test_the_list_follows_the_document(desk: tuple[Workspace, TasksPanel, Sheet]) -> None:
    there, panel, _ = desk
    there.session.select(["u"])
    QTest.mouseClick(panel.tasks.answer, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert rows(panel)[0][1] == ["Free · answer", "True HQ · solution"]
    there.document.undo()
    QApplication.processEvents()
    assert rows(panel)[0][1] == ["True HQ · solution"]


def test_a_task_without_tolerances_shows_none(desk: tuple[Workspace, TasksPanel, Sheet]) -> None:
    _, panel, _ = desk
    tree = panel.tasks.tree
    tree.setCurrentItem(tree.topLevelItem(1))
    assert panel.tasks.text.toPlainText() == "At 100 m."
    assert panel.tasks.tolerances.isHidden()


def test_a_feature_of_the_list_is_selected_and_shown(
    desk: tuple[Workspace, TasksPanel, Sheet],
) -> None:
    there, panel, _ = desk
    tree = panel.tasks.tree
    tree.setFocus()
    tree.setCurrentItem(child(tree.topLevelItem(1), 0))
    assert there.session.selection == ("r",)
    assert there.task == "t2"
    QTest.keyClick(tree, Qt.Key.Key_Return)
    camera = there.camera
    assert isinstance(camera, PlaneCamera)
    assert len(camera.looked_at) == 1


def test_buttons_can_be_used_when_they_can_do_something(
    desk: tuple[Workspace, TasksPanel, Sheet],
) -> None:
    there, panel, _ = desk
    assert not panel.tasks.answer.isEnabled()
    there.session.select(["u"])
    assert panel.tasks.answer.isEnabled()
    there.adopt(project(unit("u")))
    assert not panel.tasks.edit.isEnabled()
    assert panel.tasks.hint.isVisible()


def test_a_comparison_comes_to_the_front_and_goes(
    desk: tuple[Workspace, TasksPanel, Sheet],
) -> None:
    there, panel, sheet = desk
    compare(there)
    assert panel.pages.currentWidget() is panel.comparison
    assert [row[:3] for row in panel.comparison.table.rows()] == [
        ("1. True HQ", "≈ nearly", "5.568 km"),
        ("2. 40 km", "– missing", ""),
    ]
    assert "1 nearly, 1 missing" in panel.comparison.summary.text()
    judged = {each.feature.id: (each.solution, each.foreign) for each in sheet.shown.features}
    assert judged == {"s": (True, False), "mine": (False, True), "r": (True, False)}
    assert [line.text for line in sheet.shown.lines] == ["5.568 km · nearly"]
    there.run("exercise.end")
    assert panel.pages.currentWidget() is panel.tasks
    assert sheet.shown.features == ()
    assert there.document.history.undo_label is None


def test_rows_of_a_comparison_select_and_show(desk: tuple[Workspace, TasksPanel, Sheet]) -> None:
    there, panel, _ = desk
    compare(there)
    table = panel.comparison.table
    table.setFocus()
    table.setCurrentCell(0, 0)
    assert there.session.selection == ("s",)
    assert "My HQ for True HQ" in panel.comparison.whole.text()
    assert "allowed 5 km" in panel.comparison.whole.text()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert there.session.selection == ("r",)
    assert "no answer was given" in panel.comparison.whole.text()
    QTest.keyClick(table, Qt.Key.Key_Return)
    camera = there.camera
    assert isinstance(camera, PlaneCamera)
    assert len(camera.looked_at) == 1


def test_a_comparison_follows_what_is_changed(
    desk: tuple[Workspace, TasksPanel, Sheet], qtbot: QtBot
) -> None:
    there, panel, sheet = desk
    compare(there)
    with there.document.edit("Move") as change:
        change.put(of_task(unit("s", (24.0, 57.05), name="True HQ"), "t1", "a"))
    qtbot.waitUntil(lambda: panel.comparison.table.rows()[0][1] == "✓ right")
    assert [line.text for line in sheet.shown.lines] == ["right"]


def test_answers_are_those_of_the_phase_that_is_gone_to(
    desk: tuple[Workspace, TasksPanel, Sheet], qtbot: QtBot
) -> None:
    there, _, sheet = desk
    first, second = add_phase(there.document), there.document
    phases = tuple(phase.id for phase in second.phases())
    answers = Document(second.all_entries())
    answers.show_phase(phases[1])
    assert first.id == phases[1]
    with answers.edit("Answer") as change:
        change.put(of_task(unit("mine", (24.0, 57.0)), "t1"))
    second.show_phase(phases[0])
    there.show_exercise(exercise_with(second, answers, Path("student.geojson")))
    before = sheet.shown
    # Nothing is seen otherwise in this project, so no diff is told.
    second.show_phase(phases[1])
    qtbot.waitUntil(lambda: sheet.shown is not before and len(sheet.shown.features) > 0)
    assert there.exercise is not None
    answered = [r.answer.id for r in there.exercise.results if r.answer is not None]
    assert "mine" in answered
