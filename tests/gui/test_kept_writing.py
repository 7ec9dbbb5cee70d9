"""A text is kept while it is written: a crash takes what was typed in the last moment only."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from baltic_desk.app.workspace import Workspace
from baltic_desk.io.journal_reading import read_session
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.panels.inspector import Inspector
from tests.features import unit
from tests.panel_desk import project, workspace

AT_RISK_MS = 2000


def write_note(desk: DeskWindow, text: str) -> QPlainTextEdit:
    desk.workspace.run("briefing.add")
    desk.workspace.run("briefing.note")
    panel = desk.window.findChild(QPlainTextEdit, "note")
    assert isinstance(panel, QPlainTextEdit)
    QTest.keyClicks(panel, text)
    return panel


def test_a_note_half_written_survives_a_kill(desk: DeskWindow, qtbot: QtBot) -> None:
    write_note(desk, "Say first that ")
    qtbot.wait(AT_RISK_MS)
    folder = desk.autosave.folder
    assert folder is not None
    read = read_session(folder)  # as it would be found if the program were killed now
    assert read is not None
    assert [step.note for step in read.state.document().steps()] == ["Say first that"]


def test_a_note_that_is_kept_is_written_on_and_one_step_of_undo(
    desk: DeskWindow, qtbot: QtBot
) -> None:
    note = write_note(desk, "Say first that ")
    document = desk.workspace.document

    def said() -> str:
        return document.steps()[0].note

    qtbot.waitUntil(lambda: said() == "Say first that", timeout=AT_RISK_MS)
    QTest.keyClicks(note, "this ")
    qtbot.waitUntil(lambda: said() == "Say first that this", timeout=AT_RISK_MS)
    QTest.keyClicks(note, "is it.")
    desk.workspace.settle()
    assert note.toPlainText() == said() == "Say first that this is it."
    QTest.keyClicks(note, " ")
    desk.workspace.settle()
    qtbot.waitUntil(lambda: not note.toPlainText().endswith(" "), timeout=AT_RISK_MS)
    assert note.textCursor().atEnd()
    desk.workspace.run("edit.undo")
    assert said() == ""
    assert len(document.steps()) == 1
    qtbot.waitUntil(lambda: note.toPlainText() == "", timeout=AT_RISK_MS)


@pytest.fixture
def work() -> Workspace:
    return workspace(project(unit("u", name="Alpha"), unit("v", (22.0, 56.0), name="Bravo")))


@pytest.fixture
def inspector(work: Workspace, qtbot: QtBot) -> Inspector:
    made = Inspector(work)
    qtbot.addWidget(made)
    made.resize(320, 700)
    made.show()
    made.activateWindow()
    work.session.select(["u"])
    qtbot.waitUntil(lambda: "description" in made.rows, timeout=30_000)
    return made


@pytest.fixture
def notes(inspector: Inspector, qtbot: QtBot) -> QPlainTextEdit:
    for heading in inspector.form.findChildren(QToolButton):
        heading.setChecked(True)
    found = inspector.form.field("description").findChild(QPlainTextEdit)
    assert isinstance(found, QPlainTextEdit)
    found.setFocus()
    qtbot.waitUntil(found.hasFocus, timeout=30_000)
    return found


@pytest.fixture
def said(work: Workspace) -> Callable[[], str | None]:
    def description() -> str | None:
        feature = work.document.feature("u")
        assert feature is not None
        return feature.properties.description

    return description


def test_notes_on_a_unit_are_kept_and_the_caret_stays(
    work: Workspace, notes: QPlainTextEdit, said: Callable[[], str | None], qtbot: QtBot
) -> None:
    QTest.keyClicks(notes, "Seen  at dawn ")
    notes.moveCursor(QTextCursor.MoveOperation.Start)
    for _ in range(5):
        notes.moveCursor(QTextCursor.MoveOperation.NextCharacter)
    qtbot.waitUntil(lambda: said() == "Seen  at dawn", timeout=AT_RISK_MS)
    QTest.keyClicks(notes, "twice")
    work.settle()
    QTest.keyClicks(notes, ",")
    work.settle()
    assert said() == "Seen twice, at dawn"
    work.document.undo()
    work.document.undo()
    assert said() is None
    assert not work.document.history.cursor


def test_esc_takes_back_what_was_kept_of_it(
    work: Workspace, notes: QPlainTextEdit, said: Callable[[], str | None], qtbot: QtBot
) -> None:
    QTest.keyClicks(notes, "Wrong")
    qtbot.waitUntil(lambda: said() == "Wrong", timeout=AT_RISK_MS)
    QTest.keyClick(notes, Qt.Key.Key_Escape)
    assert said() is None
    assert notes.toPlainText() == ""
    assert work.document.history.clean


def test_undo_while_it_is_written_takes_it_out_of_the_field(
    work: Workspace, notes: QPlainTextEdit, said: Callable[[], str | None], qtbot: QtBot
) -> None:
    QTest.keyClicks(notes, "Wrong")
    qtbot.waitUntil(lambda: said() == "Wrong", timeout=AT_RISK_MS)
    work.run("edit.undo")
    assert notes.toPlainText() == ""
    work.settle()
    assert said() is None


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written is kept a moment later."""
    monkeypatch.setattr("baltic_desk.ui.fields.draft.KEEP_MS", 20)


def line_of(inspector: Inspector, row_id: str) -> QLineEdit:
    for heading in inspector.form.findChildren(QToolButton):
        heading.setChecked(True)
    found = inspector.form.field(row_id).findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    found.setFocus()
    found.selectAll()
    return found


def name_of(work: Workspace, feature_id: str = "u") -> str:
    feature = work.document.feature(feature_id)
    assert feature is not None
    return feature.properties.name


def test_a_name_half_typed_survives_a_kill(desk: DeskWindow, qtbot: QtBot) -> None:
    with desk.workspace.document.edit("Draw") as change:
        change.put(unit("u", name="Alpha"))
    desk.workspace.session.select(["u"])
    desk.window.show_panel("inspector", shown=True)
    qtbot.waitUntil(lambda: desk.window.findChild(Inspector) is not None, timeout=30_000)
    panel = desk.window.findChild(Inspector)
    assert isinstance(panel, Inspector)
    qtbot.waitUntil(lambda: "name" in panel.rows, timeout=30_000)
    QTest.keyClicks(line_of(panel, "name"), "Brav")
    qtbot.wait(AT_RISK_MS)
    folder = desk.autosave.folder
    assert folder is not None
    read = read_session(folder)
    assert read is not None
    kept = read.state.document().feature("u")
    assert kept is not None
    assert kept.properties.name == "Brav"


@pytest.mark.usefixtures("soon")
def test_a_name_is_one_step_of_undo_and_the_caret_stays(
    work: Workspace, inspector: Inspector, qtbot: QtBot
) -> None:
    name = line_of(inspector, "name")
    QTest.keyClicks(name, "Cha ")
    qtbot.waitUntil(lambda: name_of(work) == "Cha", timeout=AT_RISK_MS)
    assert name.text() == "Cha "
    name.setCursorPosition(3)
    QTest.keyClicks(name, "rlie")
    qtbot.waitUntil(lambda: name_of(work) == "Charlie", timeout=AT_RISK_MS)
    assert name.cursorPosition() == 7
    QTest.keyClicks(name, "s")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert name_of(work) == "Charlies"
    work.document.undo()
    assert name_of(work) == name.text() == "Alpha"
    assert not work.document.history.cursor


@pytest.mark.usefixtures("soon")
def test_a_name_that_is_kept_when_it_is_given_is_a_step_of_its_own(
    work: Workspace, inspector: Inspector, qtbot: QtBot
) -> None:
    name = line_of(inspector, "name")
    for wanted in ("One", "Two"):
        name.selectAll()
        QTest.keyClicks(name, wanted)
        qtbot.waitUntil(lambda wanted=wanted: name_of(work) == wanted, timeout=AT_RISK_MS)
        QTest.keyClick(name, Qt.Key.Key_Return)
    work.document.undo()
    assert name_of(work) == "One"
    work.document.undo()
    assert name_of(work) == "Alpha"


@pytest.mark.usefixtures("soon")
def test_a_name_that_is_finished_by_selecting_something_else_is_one_step(
    work: Workspace, inspector: Inspector, qtbot: QtBot
) -> None:
    QTest.keyClicks(line_of(inspector, "name"), "Cha")
    qtbot.waitUntil(lambda: name_of(work) == "Cha", timeout=AT_RISK_MS)
    QTest.keyClicks(line_of(inspector, "name"), "Charlie")
    work.session.select(["v"])
    qtbot.waitUntil(lambda: name_of(work) == "Charlie", timeout=AT_RISK_MS)
    work.document.undo()
    assert (name_of(work), name_of(work, "v")) == ("Alpha", "Bravo")
    assert not work.document.history.cursor


@pytest.mark.usefixtures("soon")
def test_esc_gives_each_of_several_its_own_name_back(
    work: Workspace, inspector: Inspector, qtbot: QtBot
) -> None:
    work.session.select(["u", "v"])
    name = line_of(inspector, "name")
    QTest.keyClicks(name, "All")
    qtbot.waitUntil(lambda: name_of(work) == name_of(work, "v") == "All", timeout=AT_RISK_MS)
    QTest.keyClick(name, Qt.Key.Key_Escape)
    assert (name_of(work), name_of(work, "v")) == ("Alpha", "Bravo")
    assert name.text() == ""
    assert work.document.history.clean


@pytest.mark.usefixtures("soon")
def test_half_a_number_or_code_changes_nothing(
    work: Workspace, inspector: Inspector, qtbot: QtBot
) -> None:
    before = work.document.feature("u")
    for row_id in ("speed_leader", "sidc"):
        QTest.keyClicks(line_of(inspector, row_id), "3")
        qtbot.wait(60)
        assert work.document.feature("u") == before
        inspector.form.discard()


@pytest.mark.usefixtures("soon")
def test_the_title_of_the_project_is_kept(
    work: Workspace, inspector: Inspector, qtbot: QtBot
) -> None:
    work.session.select([])
    title = line_of(inspector, "title")
    QTest.keyClicks(title, "Baltic spr")
    qtbot.waitUntil(lambda: work.document.project.title == "Baltic spr", timeout=AT_RISK_MS)
    QTest.keyClick(title, Qt.Key.Key_Escape)
    assert work.document.project.title == ""
    assert work.document.history.clean
