"""The briefing panel: steps listed, written, ordered and updated with real events."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from baltic_desk.app import briefing_editing as editing
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.lesson import BriefingStep, StepView
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.document.project import Overlay
from baltic_desk.ui.panels.briefing import BriefingPanel
from baltic_desk.ui.panels.briefing_facts import facts_of
from baltic_desk.ui.panels.briefing_note import length_words
from tests.features import unit
from tests.panel_desk import PlaneCamera, project, workspace

LEFT = Qt.MouseButton.LeftButton
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
VIEW = StepView(lon=20.5, lat=54.7, width_m=400_000, height_m=225_000, scale=1_234_567)
OVERLAYS = (Overlay(id="air", name="Air"), Overlay(id="sea", name="Sea", visible=False))


class MapFocus:
    """Counts how often the map was given the keyboard."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture
def to_map() -> MapFocus:
    return MapFocus()


@pytest.fixture
def desk() -> Workspace:
    desk = workspace(project(unit("u", overlay="air", name="Alpha"), overlays=OVERLAYS))
    with desk.document.edit("Steps") as change:
        for letter in "abc":
            change.put(BriefingStep(id=letter, title=letter.upper(), view=VIEW))
    return desk


@pytest.fixture
def panel(desk: Workspace, to_map: MapFocus, qtbot: QtBot) -> BriefingPanel:
    made = BriefingPanel(desk, None, to_map)
    qtbot.addWidget(made)
    made.resize(320, 640)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.view.setFocus()
    QApplication.processEvents()
    return made


def titles(panel: BriefingPanel) -> list[str]:
    return [panel.rows.view(row).title for row in range(panel.rows.rowCount())]


def press(panel: BriefingPanel, row: int, click: Callable[..., None] = QTest.mouseClick) -> None:
    box = panel.view.visualRect(panel.rows.index(row))
    click(panel.view.viewport(), LEFT, pos=box.center())
    QApplication.processEvents()


def editor(panel: BriefingPanel) -> QLineEdit:
    found = [e for e in panel.view.viewport().findChildren(QLineEdit) if e.isVisible()]
    assert len(found) == 1
    return found[0]


def steps_back(desk: Workspace) -> int:
    return len(desk.document.history.labels[0])


def text_of(panel: BriefingPanel, what: str) -> list[str]:
    return [fact.text for fact in panel.holds.facts if fact.what == what]


def button(panel: BriefingPanel, name: str) -> QToolButton:
    found = [b for b in panel.findChildren(QToolButton) if b.accessibleName() == name]
    assert len(found) == 1, [b.accessibleName() for b in panel.findChildren(QToolButton)]
    return found[0]


def test_a_click_takes_a_step_to_hand_and_a_double_click_goes_there(
    desk: Workspace, panel: BriefingPanel
) -> None:
    camera = desk.camera
    assert isinstance(camera, PlaneCamera)
    assert desk.step is None
    press(panel, 1)
    assert (desk.step, camera.looked_at) == ("b", [])
    press(panel, 2, QTest.mouseDClick)
    assert desk.step == "c"
    assert camera.looked_at[0] == ((20.5, 54.7), pytest.approx(400_000 / 1200))
    QTest.keyClick(panel.view, Qt.Key.Key_Up)
    assert desk.step == "b"
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert len(camera.looked_at) == 2
    assert not panel.view.findChildren(QLineEdit)


def test_the_step_at_hand_is_the_selected_row(desk: Workspace, panel: BriefingPanel) -> None:
    desk.run("briefing.next")
    desk.run("briefing.next")
    assert [index.row() for index in panel.view.selectedIndexes()] == [1]
    desk.take_step(None)
    assert panel.view.selectedIndexes() == []


def test_title_then_tab_then_note_then_the_map(
    desk: Workspace, panel: BriefingPanel, to_map: MapFocus
) -> None:
    desk.take_step("b")
    panel.write_title()
    assert editor(panel).selectedText() == "B"
    QTest.keyClicks(editor(panel), "Crisis")
    QTest.keyClick(editor(panel), Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert titles(panel) == ["A", "Crisis", "C"]
    assert QApplication.focusWidget() is panel.note
    QTest.keyClicks(panel.note, "Say this.")
    before = steps_back(desk)
    QTest.keyClick(panel.note, Qt.Key.Key_Return, CTRL)
    assert to_map.times == 1
    assert steps_back(desk) == before + 1
    step = editing.step_of(desk.document, "b")
    assert step is not None
    assert (step.title, step.note) == ("Crisis", "Say this.")
    assert desk.document.history.undo_label == "Write note of “Crisis”"


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_esc_in_a_title_takes_it_back_and_ctrl_enter_gives_it(
    desk: Workspace, panel: BriefingPanel, to_map: MapFocus, key: Qt.Key
) -> None:
    desk.take_step("a")
    panel.write_title()
    QTest.keyClicks(editor(panel), "New")
    given = key == Qt.Key.Key_Return
    QTest.keyClick(editor(panel), key, CTRL if given else Qt.KeyboardModifier.NoModifier)
    QApplication.processEvents()
    assert titles(panel)[0] == ("New" if given else "A")
    assert to_map.times == 1


def test_esc_in_a_note_keeps_what_was_written(
    desk: Workspace, panel: BriefingPanel, to_map: MapFocus
) -> None:
    desk.take_step("a")
    panel.write_note()
    QTest.keyClicks(panel.note, "Kept")
    QTest.keyClick(panel.note, Qt.Key.Key_Escape)
    assert to_map.times == 1
    assert editing.step_of(desk.document, "a").note == "Kept"  # type: ignore[union-attr]


def test_a_picture_that_comes_leaves_a_title_that_is_written(
    desk: Workspace, panel: BriefingPanel
) -> None:
    desk.take_step("a")
    panel.write_title()
    QTest.keyClicks(editor(panel), "Half a ti")
    panel.rows.picture_came("a")
    assert editor(panel).text() == "Half a ti"


def test_a_note_is_given_when_another_step_is_taken_or_the_project_settles(
    desk: Workspace, panel: BriefingPanel
) -> None:
    desk.take_step("a")
    panel.write_note()
    QTest.keyClicks(panel.note, "One")
    desk.take_step("b")
    assert editing.step_of(desk.document, "a").note == "One"  # type: ignore[union-attr]
    assert panel.note.toPlainText() == ""
    panel.write_note()
    QTest.keyClicks(panel.note, "Two")
    desk.settle()
    assert editing.step_of(desk.document, "b").note == "Two"  # type: ignore[union-attr]
    desk.document.undo()
    QApplication.processEvents()
    assert panel.note.toPlainText() == ""


def test_a_change_of_something_else_leaves_a_note_that_is_written(
    desk: Workspace, panel: BriefingPanel
) -> None:
    desk.take_step("a")
    panel.write_note()
    QTest.keyClicks(panel.note, "Half")
    with desk.document.edit("Other") as change:
        change.put(replace(desk.document.project, title="T"))
    QApplication.processEvents()
    assert panel.note.toPlainText() == "Half"
    assert panel.note.writing


def test_a_note_grows_and_says_how_long_it_takes(desk: Workspace, panel: BriefingPanel) -> None:
    desk.take_step("a")
    QApplication.processEvents()
    low = panel.note.height()
    panel.note.setPlainText("word " * 130)
    QApplication.processEvents()
    assert panel.note.height() > 2 * low
    assert length_words("word " * 130) == "130 words · about 60 s"
    assert any("130 words" in label.text() for label in panel.findChildren(QLabel))


def test_alt_with_arrows_reorders_and_delete_deletes(desk: Workspace, panel: BriefingPanel) -> None:
    press(panel, 0)
    QTest.keyClick(panel.view, Qt.Key.Key_Down, ALT)
    QApplication.processEvents()
    assert titles(panel) == ["B", "A", "C"]
    assert [index.row() for index in panel.view.selectedIndexes()] == [1]
    QTest.keyClick(panel.view, Qt.Key.Key_Down, ALT)
    QTest.keyClick(panel.view, Qt.Key.Key_Down, ALT)
    QApplication.processEvents()
    assert titles(panel) == ["B", "C", "A"]
    QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    QApplication.processEvents()
    assert titles(panel) == ["B", "C"]
    assert desk.step == "c"


@pytest.mark.parametrize(
    ("dragged", "row", "share", "wanted"),
    [(0, 1, 0.9, "BAC"), (0, 1, 0.1, "ABC"), (2, 0, 0.1, "CAB"), (0, 2, 0.9, "BCA")],
)
def test_a_step_is_dropped_between_others(
    panel: BriefingPanel, dragged: int, row: int, share: float, wanted: str
) -> None:
    box = panel.view.visualRect(panel.rows.index(row))
    at = QPointF(box.center().x(), box.top() + share * box.height())
    data = panel.rows.mimeData([panel.rows.index(dragged)])
    event = QDropEvent(at, Qt.DropAction.MoveAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    panel.view.dropEvent(event)
    QApplication.processEvents()
    assert "".join(titles(panel)) == wanted


def test_an_empty_panel_says_how_to_begin(qtbot: QtBot) -> None:
    desk = workspace(project())
    panel = BriefingPanel(desk)
    qtbot.addWidget(panel)
    panel.show()
    assert not panel.view.isVisible()
    assert not panel.note.isVisible()
    button(panel, "Add Step").click()
    QApplication.processEvents()
    assert panel.view.isVisible()
    assert panel.note.isVisible()
    assert len(titles(panel)) == 1
    assert desk.step == desk.document.steps()[0].id


def test_what_a_step_holds_is_renewed_and_taken_out_by_its_buttons(
    desk: Workspace, panel: BriefingPanel
) -> None:
    with desk.document.edit("Step") as change:
        change.put(
            BriefingStep(
                id="a", title="A", view=VIEW, overlays=("air", "sea"), altitude_m=100.0,
                theme="dark", rings="sensor", highlights=("u",), audience="instructor",
            )
        )  # fmt: skip
    desk.take_step("a")
    QApplication.processEvents()
    assert text_of(panel, "view") == ["400 × 225 km · 1:1\u202f230\u202f000"]
    assert text_of(panel, "overlays") == ["2 of 2 in sight"]
    assert text_of(panel, "altitude") == ["100 m above ground"]
    assert text_of(panel, "highlights") == ["Alpha"]
    assert text_of(panel, "theme") == ["Dark"]
    button(panel, "Overlays: Take the overlays that are visible now").click()
    QApplication.processEvents()
    assert text_of(panel, "overlays") == ["1 of 2 in sight"]
    button(panel, "Altitude: Show published ranges").click()
    button(panel, "Highlights: Highlight this no longer").click()
    button(panel, "For: Show it to everyone").click()
    QApplication.processEvents()
    assert text_of(panel, "altitude") == ["none: published ranges"]
    assert text_of(panel, "highlights") == ["none"]
    assert text_of(panel, "audience") == []
    desk.session.select(["u"])
    button(panel, "Highlights: Highlight what is selected now").click()
    QApplication.processEvents()
    assert text_of(panel, "highlights") == ["Alpha"]


def test_what_has_gone_is_said_and_the_step_works(desk: Workspace, panel: BriefingPanel) -> None:
    phase = add_phase(desk.document, "Crisis")
    with desk.document.edit("Step") as change:
        change.put(
            BriefingStep(
                id="a", title="A", view=VIEW, phase="gone", overlays=("air", "lost"),
                highlights=("u", "lost"),
            )
        )  # fmt: skip
        change.put(BriefingStep(id="b", title="B", view=VIEW, phase=phase.id))
    press(panel, 0)
    facts = {fact.text: fact.wrong for fact in panel.holds.facts}
    assert facts["its phase has gone: Phase 1"]
    assert facts["1 of 2 in sight; 1 has gone"]
    assert facts["something that has gone"]
    assert not facts["Alpha"]
    assert panel.rows.view(0).wrong
    assert not panel.rows.view(1).wrong
    assert panel.rows.view(1).phase == "2 Crisis"
    press(panel, 0, QTest.mouseDClick)
    assert desk.document.phase == desk.document.phases()[0].id


def test_a_highlight_that_is_not_there_in_its_phase_has_gone_there_only(desk: Workspace) -> None:
    first = BriefingStep(id="a", view=VIEW, highlights=("u",))
    phase = add_phase(desk.document, "Crisis")
    with desk.document.edit("Away") as change:
        change.remove("u")
    assert [f.wrong for f in facts_of(desk.document, first) if f.what == "highlights"] == [False]
    later = replace(first, phase=phase.id)
    assert [f.wrong for f in facts_of(desk.document, later) if f.what == "highlights"] == [True]


def test_the_menu_has_what_can_be_done_now(desk: Workspace, panel: BriefingPanel) -> None:
    desk.take_step("a")
    menu = panel.menu()
    assert isinstance(menu, QMenu)
    shown = [action.text() for action in menu.actions() if action.text()]
    assert "Duplicate Step" in shown
    assert "Move Step Up" not in shown
    assert "Step’s Look" in shown
    next(a for a in menu.actions() if a.text() == "Duplicate Step").trigger()
    QApplication.processEvents()
    assert titles(panel) == ["A", "A (copy)", "B", "C"]


def test_another_project_shows_its_own_steps(desk: Workspace, panel: BriefingPanel) -> None:
    other = project()
    with other.edit("Step") as change:
        change.put(BriefingStep(id="z", title="Z", view=VIEW, note="N"))
    desk.take_step("a")
    desk.adopt(other)
    assert titles(panel) == ["Z"]
    assert not panel.note.isVisible()
    press(panel, 0)
    assert panel.note.toPlainText() == "N"


def test_a_title_from_a_file_is_one_short_plain_line(desk: Workspace, panel: BriefingPanel) -> None:
    with desk.document.edit("Step") as change:
        change.put(BriefingStep(id="a", title="<b>x</b>\n" + "y" * 900, view=VIEW, note="<i>n"))
    QApplication.processEvents()
    assert titles(panel)[0].startswith("<b>x</b> yyy")
    assert "\n" not in titles(panel)[0]
    tip = panel.rows.data(panel.rows.index(0), Qt.ItemDataRole.ToolTipRole)
    assert tip == "<span>&lt;i&gt;n</span>"
