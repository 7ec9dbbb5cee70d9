"""The questions as a person sees them: plain text, keyboard, and an answer for every way out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)
from pytestqt.qtbot import QtBot

from baltic_desk.app.protocols import Choice, Field, FileKind, Row
from baltic_desk.document.in_steps import Steps
from baltic_desk.document.project import Overlay
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.chrome import apply_chrome
from baltic_desk.ui.dialogs import WindowAsk
from baltic_desk.ui.hint_label import HintLabel

HOSTILE = '<img src="/etc/hostname"> & <b>bold</b>'
CHOICES = (
    Choice("save", "Save"),
    Choice("drop", "Don’t Save", "destroy"),
    Choice("stay", "Cancel", "reject"),
)


def _when_open(act: Callable[[QDialog], object]) -> None:
    """Do something to the dialog that opens next."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        try:
            act(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(50, look)


def _press(title: str) -> Callable[[QDialog], None]:
    def press(dialog: QDialog) -> None:
        buttons = dialog.findChildren(QAbstractButton)
        found = [b for b in buttons if b.text().replace("&", "") == title]
        assert found, f"no button {title}"
        found[0].click()

    return press


@pytest.mark.parametrize(
    ("title", "answer"), [("Save", "save"), ("Don’t Save", "drop"), ("Cancel", "stay")]
)
def test_each_button_is_its_answer(qapp: QApplication, title: str, answer: str) -> None:  # noqa: ARG001
    _when_open(_press(title))
    assert WindowAsk().choose("Save?", "They are lost.", CHOICES) == answer


def test_each_button_has_a_letter_of_its_own(qapp: QApplication) -> None:  # noqa: ARG001
    letters: list[str] = []

    def look(dialog: QDialog) -> None:
        for button in dialog.findChildren(QAbstractButton):
            before, _, after = button.text().partition("&")
            assert after, before
            letters.append(after[0].lower())

    choices = (Choice("a", "Save"), Choice("b", "Save As…"), Choice("c", "Stay", "reject"))
    _when_open(look)
    WindowAsk().choose("Save?", "", choices)
    assert len(letters) == len(set(letters)) == 3


@pytest.mark.parametrize(
    "put",
    [
        lambda ask: ask.choose("Save?", "They are lost.", CHOICES),
        lambda ask: ask.tell("It was not saved."),
        lambda ask: ask.text("Rename", "Name"),
        lambda ask: ask.pick("Versions", "", [Row("a", "A")], CHOICES),
        lambda ask: ask.save_file("Save", [FileKind("Project", (".geojson",))], Path("a.geojson")),
    ],
    ids=["choose", "tell", "text", "pick", "save_file"],
)
def test_a_question_that_was_answered_is_gone(
    desk: DeskWindow, qapp: QApplication, put: Callable[[WindowAsk], object]
) -> None:
    # A dialog belongs to its window, which keeps it for as long as the program runs.
    desk.window.activateWindow()
    qapp.processEvents()
    assert qapp.activeWindow() is desk.window

    def widgets_after_asking() -> int:
        _when_open(lambda dialog: dialog.reject())
        put(WindowAsk())
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return len(desk.window.findChildren(QWidget))

    first = widgets_after_asking()
    assert [widgets_after_asking() for _ in range(3)] == [first] * 3


class WithIcons(QProxyStyle):
    """Fusion as it is on plain X11, where buttons of dialogs have icons, black ones among them."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803
    ) -> int:
        if hint == QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons:
            return 1
        return super().styleHint(hint, option, widget, returnData)


def test_no_button_has_an_icon_that_the_theme_does_not_colour(qapp: QApplication) -> None:
    rules = qapp.styleSheet()
    apply_chrome(qapp, "dark")
    qapp.setStyle(WithIcons("Fusion"))
    try:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        question = QMessageBox(QMessageBox.Icon.NoIcon, "", "", QMessageBox.StandardButton.Ok)
        for button in (*box.buttons(), *question.buttons()):
            assert button.icon().isNull(), button.text()
    finally:
        qapp.setStyle("Fusion")
        apply_chrome(qapp, "light")
        qapp.setStyleSheet(rules)


def test_escape_is_the_harmless_answer(qapp: QApplication) -> None:  # noqa: ARG001
    _when_open(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert WindowAsk().choose("Save?", "", CHOICES) == "stay"


def test_texts_are_plain_wherever_they_stand(qapp: QApplication) -> None:  # noqa: ARG001
    seen: list[tuple[str, Qt.TextFormat]] = []

    def look(dialog: QDialog) -> None:
        labels = dialog.findChildren(QLabel)
        seen.extend((x.text(), x.textFormat()) for x in labels if HOSTILE in x.text())

    ask = WindowAsk()
    for put in (
        lambda: ask.choose(HOSTILE, HOSTILE, CHOICES),
        lambda: ask.tell(HOSTILE, HOSTILE),
        lambda: ask.form("Form", (Field("a", HOSTILE),)),
        lambda: ask.pick("Pick", HOSTILE, (Row("a", HOSTILE),), CHOICES),
    ):
        _when_open(look)
        put()
    assert len(seen) == 6
    assert {text_format for _, text_format in seen} == {Qt.TextFormat.PlainText}


def test_a_form_gives_what_was_typed_or_nothing(qapp: QApplication) -> None:  # noqa: ARG001
    def fill(dialog: QDialog) -> None:
        line = dialog.findChild(QLineEdit)
        area = dialog.findChild(QPlainTextEdit)
        assert isinstance(line, QLineEdit)
        assert isinstance(area, QPlainTextEdit)
        QTest.keyClicks(line, "Day 1")
        area.setPlainText("First\nSecond")
        dialog.accept()

    fields = (Field("title", "Title", "old"), Field("more", "More", lines=4))
    _when_open(fill)
    assert WindowAsk().form("Properties", fields) == {"title": "Day 1", "more": "First\nSecond"}
    _when_open(QDialog.reject)
    assert WindowAsk().form("Properties", fields) is None
    _when_open(QDialog.accept)
    assert WindowAsk().text("Rename", "Name", "Coast") == "Coast"


def test_a_choice_of_a_form_is_answered_by_its_id(qapp: QApplication) -> None:  # noqa: ARG001
    fields = (Field("for", "For", "b", choices=(Choice("a", "First"), Choice("b", "Second"))),)
    _when_open(QDialog.accept)
    assert WindowAsk().form("Export", fields) == {"for": "b"}


def test_a_row_is_picked_with_what_to_do_with_it(qapp: QApplication) -> None:  # noqa: ARG001
    def pick(dialog: QDialog) -> None:
        rows = dialog.findChild(QListWidget)
        assert isinstance(rows, QListWidget)
        rows.setCurrentRow(1)
        _press("Don’t Save")(dialog)

    rows = (Row("a", "First", "12:00"), Row("b", "Second"))
    _when_open(pick)
    assert WindowAsk().pick("Recover", "", rows, CHOICES) == ("b", "drop")
    _when_open(QDialog.reject)
    assert WindowAsk().pick("Recover", "", rows, CHOICES) is None


def test_the_view_is_exported_as_a_picture(desk: DeskWindow, ask: Any, tmp_path: Path) -> None:
    ask.will_answer(tmp_path / "view.png", {}, tmp_path / "view.xyz", None, None)
    desk.workspace.run("file.export")
    assert (tmp_path / "view.png").read_bytes().startswith(b"\x89PNG")
    assert desk.workspace.message == "Exported view.png."
    desk.workspace.run("file.export")
    assert "view.xyz was not made" in ask.asked[-1]
    desk.workspace.run("file.export")


def test_a_viewer_is_exported_for_whom_it_is_for(
    desk: DeskWindow, ask: Any, tmp_path: Path
) -> None:
    out = tmp_path / "view.html"
    with desk.workspace.document.edit("For the instructor") as change:
        change.put(Overlay(id="secret", name="Hints", audience="instructor"))
    ask.will_answer(out, "cancel", out, "student")
    desk.workspace.run("file.export")
    assert not out.exists()
    assert desk.workspace.message == "Nothing was exported."
    desk.workspace.run("file.export")
    assert desk.workspace.message == "Exported view.html."
    assert "Whom is the viewer for?" in ask.asked[-1]
    text = out.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "Hints" not in text


def test_a_message_gives_way_to_the_hint(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baltic_desk.ui.hint_label._MESSAGE_MS", 20)
    monkeypatch.setattr("baltic_desk.ui.hint_label._MESSAGE_MS_PER_LETTER", 0)
    label = HintLabel()
    qtbot.addWidget(label)
    label.resize(600, 20)
    label.hint("Click the centre")
    label.message("Saved plan.geojson.")
    assert label.text() == "Saved plan.geojson."
    qtbot.waitUntil(lambda: label.text() == "Click the centre", timeout=30_000)
    label.message("Saved plan.geojson.")
    label.hint("Click the range")
    assert label.text() == "Click the range"


def _long_work(until: Callable[[], bool]) -> Steps[str]:
    while not until():
        sleep(0.005)
        yield
    return "done"


def test_long_work_shows_that_it_goes_on_and_can_be_stopped(qtbot: QtBot) -> None:
    window = QLabel("window")
    qtbot.addWidget(window)
    window.show()
    seen: list[QDialog] = []

    def shown() -> bool:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and not seen:
            seen.append(dialog)
            _press("Cancel")(dialog)
        return False

    assert WindowAsk().wait("Looking …", _long_work(shown)) is None
    assert len(seen) == 1
    assert QApplication.activeModalWidget() is None


def test_short_work_shows_nothing(qtbot: QtBot) -> None:
    window = QLabel("window")
    qtbot.addWidget(window)
    assert WindowAsk().wait("Looking …", _long_work(lambda: True)) == "done"
    assert QApplication.activeModalWidget() is None
