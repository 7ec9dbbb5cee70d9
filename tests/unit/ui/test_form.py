"""A form shows values, gives what a person makes of them, and loses nothing that is typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from baltic_desk.ui.fields.field import (
    MIXED,
    Choice,
    Colour,
    Fact,
    Flag,
    Lines,
    Percent,
    Text,
)
from baltic_desk.ui.form import Answer, Form, Group, Row

GROUPS = (
    Group(
        "One",
        (
            Row("name", "Name", Text()),
            Row("radius", "Radius", Text()),
            Row("unit", "Unit", Text(lambda: ("Alpha <b>1</b>", "Beta"))),
            Row("dash", "Dash", Choice(((None, "Default"), ("solid", "Solid"), ("dot", "Dots")))),
        ),
    ),
    Group(
        "Two",
        (
            Row("halo", "Halo", Flag()),
            Row("opacity", "Opacity", Percent()),
            Row("stroke", "Stroke", Colour(("#ff0000", "#00ff00"))),
            Row("notes", "Notes", Lines()),
            Row("area", "Area", Fact()),
        ),
    ),
)


class Heard:
    """What a form gave, in order."""

    def __init__(self, form: Form) -> None:
        self.all: list[tuple[str, object]] = []
        form.changed.connect(lambda row_id, value: self.all.append((row_id, value)))


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form(GROUPS)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.show_values({"name": Answer("S-400"), "radius": Answer("250 km")})
    return made


def line(form: Form, row_id: str) -> QLineEdit:
    return form.field(row_id).findChild(QLineEdit)


def retype(qtbot: QtBot, edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)


def strike(form: Form, *keys: Qt.Key | str) -> None:
    """Strike keys at the window, which hands them to whatever has the keyboard."""
    for key in keys:
        QTest.keyClick(form.windowHandle(), key)


def test_text_is_given_with_enter(form: Form, qtbot: QtBot) -> None:
    heard = Heard(form)
    retype(qtbot, line(form, "name"), "S-300")
    assert heard.all == []
    qtbot.keyClick(line(form, "name"), Qt.Key.Key_Return)
    assert heard.all == [("name", "S-300")]


def test_text_is_given_once_when_the_focus_leaves(form: Form, qtbot: QtBot) -> None:
    heard = Heard(form)
    retype(qtbot, line(form, "name"), "S-300")
    qtbot.keyClick(line(form, "name"), Qt.Key.Key_Tab)
    assert heard.all == [("name", "S-300")]


def test_passing_through_a_field_gives_nothing(form: Form, qtbot: QtBot) -> None:
    heard = Heard(form)
    line(form, "name").setFocus()
    qtbot.keyClick(line(form, "name"), Qt.Key.Key_Tab)
    qtbot.keyClick(line(form, "radius"), Qt.Key.Key_Return)
    assert heard.all == []


def test_escape_takes_back_what_was_typed(form: Form, qtbot: QtBot) -> None:
    heard = Heard(form)
    retype(qtbot, line(form, "name"), "wrong")
    qtbot.keyClick(line(form, "name"), Qt.Key.Key_Escape)
    assert line(form, "name").text() == "S-400"
    qtbot.keyClick(line(form, "name"), Qt.Key.Key_Tab)
    assert heard.all == []


def test_new_values_leave_alone_what_is_being_typed(form: Form, qtbot: QtBot) -> None:
    edit = line(form, "name")
    retype(qtbot, edit, "half")
    edit.setCursorPosition(2)
    form.show_values({"name": Answer("other"), "radius": Answer("40 km")})
    assert (edit.text(), edit.cursorPosition(), edit.hasFocus()) == ("half", 2, True)
    assert line(form, "radius").text() == "40 km"


def test_a_value_shown_anew_keeps_the_caret(form: Form) -> None:
    edit = line(form, "name")
    edit.setFocus()
    edit.setCursorPosition(3)
    form.show_values({"name": Answer("S-300V4")})
    assert (edit.text(), edit.cursorPosition()) == ("S-300V4", 3)


def test_refused_text_stays_and_is_complained_of_until_it_is_edited(
    form: Form, qtbot: QtBot
) -> None:
    form.changed.connect(lambda row_id, _: form.refuse(row_id, "12 kx is no distance"))
    edit = line(form, "radius")
    retype(qtbot, edit, "12 kx")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert form.complaint("radius") == "12 kx is no distance"
    form.show_values({"radius": Answer("250 km")})
    assert edit.text() == "12 kx"
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert form.complaint("radius") == ""


def test_escape_after_a_refusal_brings_the_value_back(form: Form, qtbot: QtBot) -> None:
    form.changed.connect(lambda row_id, _: form.refuse(row_id, "no"))
    edit = line(form, "radius")
    retype(qtbot, edit, "12 kx")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert (edit.text(), form.complaint("radius")) == ("250 km", "")


def test_what_differs_shows_a_dash_and_is_only_given_when_typed(form: Form, qtbot: QtBot) -> None:
    heard = Heard(form)
    form.show_values({"name": Answer(MIXED)})
    edit = line(form, "name")
    assert (edit.text(), edit.placeholderText()) == ("", "—")
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert heard.all == []
    retype(qtbot, edit, "all")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert heard.all == [("name", "all")]


def test_a_choice_is_given_only_by_the_person(form: Form, qtbot: QtBot) -> None:
    heard = Heard(form)
    box = form.field("dash").findChild(QComboBox)
    form.show_values({"dash": Answer("dot")})
    assert (box.currentText(), heard.all) == ("Dots", [])
    form.show_values({"dash": Answer(MIXED)})
    assert box.currentIndex() == -1
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert heard.all == [("dash", None), ("dash", "solid")]


def test_a_flag_that_differs_becomes_yes_for_all(form: Form, qtbot: QtBot) -> None:
    heard = Heard(form)
    box = form.field("halo").findChild(QCheckBox)
    form.show_values({"halo": Answer(MIXED)})
    assert box.checkState() == Qt.CheckState.PartiallyChecked
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert heard.all == [("halo", True), ("halo", False)]


def test_a_slider_gives_once_after_the_keys_rest(form: Form, qtbot: QtBot) -> None:
    heard = Heard(form)
    form.show_values({"opacity": Answer(0.5)})
    slider = form.field("opacity").findChild(QSlider)
    slider.setFocus()
    for _ in range(3):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert heard.all == []
    qtbot.waitUntil(lambda: bool(heard.all))
    assert heard.all == [("opacity", 0.53)]


def test_settling_gives_what_is_still_on_its_way(form: Form, qtbot: QtBot) -> None:
    heard = Heard(form)
    form.show_values({"opacity": Answer(0.5), "notes": Answer("")})
    slider = form.field("opacity").findChild(QSlider)
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    retype(qtbot, line(form, "name"), "S-300")
    form.settle()
    assert heard.all == [("name", "S-300"), ("opacity", 0.49)]


@pytest.mark.parametrize(("typed", "given"), [("FF8800", "#ff8800"), ("#abc", "#abc")])
def test_a_colour_may_be_typed_with_or_without_its_sign(
    form: Form, qtbot: QtBot, typed: str, given: str
) -> None:
    heard = Heard(form)
    form.show_values({"stroke": Answer(None, "#7a4fb5")})
    assert line(form, "stroke").placeholderText() == "#7a4fb5"
    retype(qtbot, line(form, "stroke"), typed)
    qtbot.keyClick(line(form, "stroke"), Qt.Key.Key_Return)
    assert heard.all == [("stroke", given)]


def test_a_swatch_is_chosen_with_the_keyboard_alone(form: Form) -> None:
    heard = Heard(form)
    button = form.field("stroke").findChild(QToolButton)
    button.setFocus()
    strike(form, Qt.Key.Key_Space)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    strike(form, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert heard.all == [("stroke", "#00ff00")]
    assert not popup.isVisible()
    assert button.hasFocus()


def test_the_default_colour_is_below_the_swatches(form: Form) -> None:
    heard = Heard(form)
    form.field("stroke").findChild(QToolButton).setFocus()
    strike(form, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert heard.all == [("stroke", "")]


def test_the_default_colour_goes_back_up_to_the_swatches(form: Form) -> None:
    heard = Heard(form)
    form.field("stroke").findChild(QToolButton).setFocus()
    strike(form, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert heard.all == [("stroke", "#ff0000")]


def test_escape_closes_the_swatches_and_gives_nothing(form: Form) -> None:
    heard = Heard(form)
    form.field("stroke").findChild(QToolButton).setFocus()
    strike(form, Qt.Key.Key_Space)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    strike(form, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert heard.all == []


def test_a_colour_is_typed_where_the_keyboard_is(form: Form) -> None:
    heard = Heard(form)
    form.field("stroke").setFocus()
    strike(form, *"0f0", Qt.Key.Key_Return)
    assert heard.all == [("stroke", "#0f0")]


def test_notes_are_given_with_ctrl_enter_and_keep_their_lines(form: Form, qtbot: QtBot) -> None:
    heard = Heard(form)
    notes = form.field("notes").findChild(QPlainTextEdit)
    notes.setFocus()
    qtbot.keyClicks(notes, "one")
    qtbot.keyClick(notes, Qt.Key.Key_Return)
    qtbot.keyClicks(notes, "two")
    assert heard.all == []
    qtbot.keyClick(notes, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert heard.all == [("notes", "one\ntwo")]


def test_every_control_has_a_name_for_screen_readers(form: Form) -> None:
    controls = [
        control
        for kind in (QLineEdit, QComboBox, QCheckBox, QSlider, QPlainTextEdit)
        for control in form.findChildren(kind)
    ]
    assert len(controls) >= 9
    assert all(control.accessibleName() for control in controls)


def test_titles_and_complaints_are_plain_text(form: Form) -> None:
    form.refuse("name", "<img src=/etc/passwd>")
    labels = form.findChildren(QLabel)
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_a_suggestion_taken_is_given(form: Form, qtbot: QtBot) -> None:
    heard = Heard(form)
    edit = line(form, "unit")
    edit.setFocus()
    strike(form, *"alp")
    popup = edit.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    strike(form, Qt.Key.Key_Down, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(heard.all))
    assert heard.all == [("unit", "Alpha <b>1</b>")]
    assert not popup.isVisible()
