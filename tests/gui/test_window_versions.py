"""Versions in the real window: chosen, compared, restored, opened as a copy, saved elsewhere."""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from baltic_desk.app import files, versions
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.io.backup_folder import folder_for
from baltic_desk.io.project import load
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.panels.two_lines import TWO_LINES
from baltic_desk.ui.versions import rows
from baltic_desk.ui.versions.dialog import VersionsDialog
from tests.features import document, unit
from tests.gui.desk_hands import WindowHands

HERE = (24.0, 57.0)


@pytest.fixture
def plan(desk: DeskWindow, tmp_path: Path) -> Path:
    """A project on the desk, saved with one unit, then two, then none of them in a phase."""
    path = tmp_path / "plan.geojson"
    workspace = desk.workspace
    workspace.adopt(document(unit("a", HERE, name="Alpha")))
    workspace.bind(path)
    assert files.save(workspace)
    with workspace.document.edit("Add") as change:
        change.put(unit("b", (25.0, 57.0), name="Bravo"))
    assert files.save(workspace)
    add_phase(workspace.document, "Dawn")
    with workspace.document.edit("Delete") as change:
        change.remove("a")
    assert files.save(workspace)
    with workspace.document.edit("Rename") as change:
        change.put(replace(workspace.document.project, title="Day 2"))
    return path


def opened(desk: DeskWindow, qtbot: QtBot) -> VersionsDialog:
    desk.workspace.run("file.versions")
    (dialog,) = desk.window.findChildren(VersionsDialog)
    settled(dialog, qtbot)
    return dialog


def settled(dialog: VersionsDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)


@pytest.fixture
def dialog(desk: DeskWindow, plan: Path, qtbot: QtBot) -> VersionsDialog:  # noqa: ARG001
    return opened(desk, qtbot)


def choose(dialog: VersionsDialog, row: int, qtbot: QtBot) -> None:
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Home)
    for _ in range(row):
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    settled(dialog, qtbot)


def told(dialog: VersionsDialog) -> list[tuple[str, str]]:
    return [(row.what, row.title) for row in dialog.differences.rows()]


def lines(dialog: VersionsDialog) -> list[str]:
    model = dialog.list.model()
    return [model.index(k, 0).data(TWO_LINES).detail for k in range(model.rowCount())]


def test_the_doctests_hold() -> None:
    assert doctest.testmod(rows).failed == 0
    assert doctest.testmod(versions).failed == 0


def test_versions_are_listed_and_the_chosen_one_compared(
    dialog: VersionsDialog, qtbot: QtBot
) -> None:
    assert [line.split(" · ")[0] for line in lines(dialog)] == [
        "2 features", "2 features", "1 feature",
    ]  # fmt: skip
    assert told(dialog) == [("changed", "Project")]
    choose(dialog, 2, qtbot)
    assert told(dialog) == [
        ("added", "Bravo"),
        ("added", "Phase “Dawn”"),
        ("added", "Phase “Phase 1”"),
        ("changed", "Project"),
        ("removed", "Alpha"),
    ]
    assert dialog.heading.text().startswith("What has changed since today ")


def test_restoring_is_one_step_and_the_camera_stays(
    desk: DeskWindow, dialog: VersionsDialog, qtbot: QtBot
) -> None:
    workspace = desk.workspace
    desk.view.look_at((22.0, 55.0), 300.0)
    center = desk.view.center()
    choose(dialog, 2, qtbot)
    qtbot.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    assert workspace.document.ids_on("o") == ("a",)
    assert workspace.document.phases() == ()
    assert workspace.modified
    assert desk.view.center() == pytest.approx(center)
    settled(dialog, qtbot)
    assert told(dialog) == []
    assert not dialog.restore_button.isEnabled()
    workspace.run("edit.undo")
    assert len(workspace.document.phases()) == 2
    assert workspace.title == "Day 2"
    settled(dialog, qtbot)
    assert len(told(dialog)) == 5


def test_it_follows_what_is_done_on_the_desk(
    desk: DeskWindow, dialog: VersionsDialog, plan: Path, qtbot: QtBot
) -> None:
    workspace = desk.workspace
    workspace.run("edit.undo")
    settled(dialog, qtbot)
    assert told(dialog) == []
    with workspace.document.edit("Rename") as change:
        change.put(replace(workspace.document.project, title="Day 3"))
    assert files.save(workspace)
    settled(dialog, qtbot)
    assert len(lines(dialog)) == 4
    assert lines(dialog)[0].endswith("Day 3")
    assert load(plan).document.project.title == "Day 3"


def test_a_copy_is_a_new_project(
    desk: DeskWindow, dialog: VersionsDialog, ask: Any, qtbot: QtBot
) -> None:
    choose(dialog, 2, qtbot)
    before = desk.workspace.document
    ask.will_answer("cancel")
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert desk.workspace.document is before
    ask.will_answer("discard")
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert desk.workspace.path is None
    assert desk.workspace.modified
    assert desk.workspace.document.ids_on("o") == ("a",)
    assert not dialog.isVisible()


def test_a_version_is_saved_as_it_was(
    desk: DeskWindow, dialog: VersionsDialog, plan: Path, ask: Any, qtbot: QtBot
) -> None:
    choose(dialog, 1, qtbot)
    before, other = plan.read_bytes(), plan.with_name("other.geojson")
    ask.will_answer(plan, None)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert "own file" in ask.asked[-1]
    ask.will_answer(other)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert {f.id for f in load(other).document.features()} == {"a", "b"}
    assert plan.read_bytes() == before
    ask.will_answer(plan.with_name("missing") / "x.geojson", None)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert "the folder is not there" in ask.asked[-1]
    assert desk.workspace.path == plan


def test_a_project_whose_file_is_gone_is_found_among_all(
    desk: DeskWindow, plan: Path, ask: Any, qtbot: QtBot
) -> None:
    plan.unlink()
    plan.with_name("plan.geojson~").unlink()
    ask.will_answer("discard")
    assert files.new_project(desk.workspace)
    dialog = opened(desk, qtbot)
    assert dialog.projects.currentText() == f"plan.geojson — {plan.parent}"
    assert len(lines(dialog)) == 3
    assert not dialog.restore_button.isEnabled()
    assert "another project" in dialog.note.text()
    choose(dialog, 1, qtbot)
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert {f.id for f in desk.workspace.document.features()} == {"a", "b"}


def test_the_file_beside_is_listed_when_it_is_no_other_version(
    desk: DeskWindow, plan: Path, qtbot: QtBot
) -> None:
    desk.workspace.versions.wait()
    beside = plan.with_name("plan.geojson~")
    dialog = opened(desk, qtbot)
    assert len(lines(dialog)) == 3
    beside.write_bytes(plan.read_bytes().replace(b"Bravo", b"Brave"))
    dialog.refresh()
    settled(dialog, qtbot)
    notes = [dialog.list.model().index(k, 0).data(TWO_LINES).note for k in range(4)]
    assert notes == ["file with ~", "", "", ""]
    choose(dialog, 0, qtbot)
    assert ("changed", "Bravo") in told(dialog)


def test_damage_is_told_and_foreign_files_are_named(
    desk: DeskWindow, plan: Path, qtbot: QtBot
) -> None:
    desk.workspace.versions.wait()
    folder = folder_for(plan)
    newest = max(folder.glob("*.gz"))
    newest.write_bytes(b"x" * newest.stat().st_size)
    (folder / "<b>notes.txt").write_text("mine")
    dialog = opened(desk, qtbot)
    assert dialog.note.text() == "This version cannot be used. It is damaged."
    assert not dialog.copy_button.isEnabled()
    assert dialog.skipped.text() == "Not versions, and left alone: <b>notes.txt"
    choose(dialog, 1, qtbot)
    assert dialog.copy_button.isEnabled()
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText
        for label in dialog.findChildren(QLabel)
        if "<" in label.text()
    )


def test_a_difference_is_shown_on_the_map(
    desk: DeskWindow, dialog: VersionsDialog, qtbot: QtBot
) -> None:
    choose(dialog, 2, qtbot)
    desk.view.look_at((14.0, 54.0), 100.0)
    dialog.differences.list.setFocus()
    QTest.keyClick(dialog.differences.list, Qt.Key.Key_Home)
    QTest.keyClick(dialog.differences.list, Qt.Key.Key_Return)
    assert desk.view.center() == pytest.approx((25.0, 57.0), abs=0.01)
    assert desk.workspace.session.selection == ("b",)


def test_all_of_it_works_by_the_keyboard(
    desk: DeskWindow, hands: WindowHands, plan: Path, qtbot: QtBot
) -> None:
    hands.menu("File", "Versions…")
    (dialog,) = desk.window.findChildren(VersionsDialog)
    settled(dialog, qtbot)
    assert dialog.isActiveWindow()
    assert QApplication.focusWidget() is dialog.list
    QTest.keyClick(dialog.list, Qt.Key.Key_End)
    settled(dialog, qtbot)
    seen = set()
    for _ in range(20):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
    wanted = {
        dialog.projects, dialog.list, dialog.differences.list, dialog.restore_button,
        dialog.copy_button, dialog.save_button,
    }  # fmt: skip
    assert wanted <= seen
    dialog.restore_button.setFocus()
    QTest.keyClick(dialog.restore_button, Qt.Key.Key_Space)
    assert desk.workspace.document.ids_on("o") == ("a",)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert plan.exists()


def test_nothing_kept_is_said(desk: DeskWindow, qtbot: QtBot) -> None:
    dialog = opened(desk, qtbot)
    assert dialog.note.text().startswith("Nothing is kept")
    assert not dialog.restore_button.isEnabled()
    dialog.close()
