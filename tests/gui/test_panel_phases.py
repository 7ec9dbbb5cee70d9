"""The phase panel and the bar, with real keys and clicks, on a desk without a map."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMenu, QWidget
from pytestqt.qtbot import QtBot

from baltic_desk.app import phases
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Feature
from baltic_desk.document.moving import moved_all
from baltic_desk.document.phase_wording import phase_titles
from baltic_desk.ui.panels.inspector import Inspector
from baltic_desk.ui.panels.phases import PhasePanel
from baltic_desk.ui.panels.two_lines import TWO_LINES, TwoLines
from baltic_desk.ui.phase_bar import PhaseBar
from tests.features import ring, unit
from tests.growth import steps
from tests.panel_desk import many_units, project, workspace

HOME, AWAY = (21.0, 55.0), (21.6, 55.3)


@pytest.fixture
def desk() -> Workspace:
    """Three units; in phase 2 one moves and one vanishes, in phase 3 the first changes."""
    made = workspace(
        project(
            unit("u", HOME, name="Alpha"), ring("r", HOME, anchor="u"),
            unit("v", name="Bravo"), unit("w", name="Charlie"),
        )
    )  # fmt: skip
    phases.new_phase(made)
    put(made, *moved_all(made.document, ["u"], HOME, AWAY).values())
    with made.document.edit("Remove") as change:
        change.remove("w")
    phases.new_phase(made)
    alpha = made.document.feature("u")
    assert alpha is not None
    put(made, replace(alpha, properties=replace(alpha.properties, designation="A")))
    put(made, unit("x", AWAY, name="Delta"))
    return made


def put(desk: Workspace, *features: Feature) -> None:
    with desk.document.edit("Put") as change:
        for each in features:
            change.put(each)


def shown(widget: QWidget, qtbot: QtBot, width: int = 300, height: int = 640) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()


@pytest.fixture
def panel(desk: Workspace, qtbot: QtBot) -> PhasePanel:
    made = PhasePanel(desk)
    shown(made, qtbot)
    return made


@pytest.fixture
def window() -> QMainWindow:
    """Holds a bar."""
    return QMainWindow()


@pytest.fixture
def bar(desk: Workspace, window: QMainWindow, qtbot: QtBot) -> PhaseBar:
    return bar_of(desk, window, qtbot)


def bar_of(desk: Workspace, window: QMainWindow, qtbot: QtBot) -> PhaseBar:
    made = PhaseBar(desk, lambda: None, window)
    window.addToolBar(Qt.ToolBarArea.BottomToolBarArea, made)
    shown(window, qtbot, 1280, 100)
    return made


def lines(model: Any) -> list[str]:
    """The rows as they are read out."""
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row).data(role) for row in range(model.rowCount())]


def names(desk: Workspace) -> list[str]:
    return list(phase_titles(desk.document.phases()).values())


def choose(menu_of: QWidget, title: str) -> None:
    menu = next(m for m in menu_of.findChildren(QMenu) if m.isVisible())
    next(a for a in menu.actions() if a.text().startswith(title)).trigger()
    menu.close()


# -- the list of phases ------------------------------------------------------------------------


def test_phases_are_listed_with_how_much_they_change(panel: PhasePanel) -> None:
    assert lines(panel.rows) == [
        "Phase 1; what all others begin with",
        "Phase 2; 1 moved, 1 removed",
        "Phase 3; 1 added, 1 changed",
    ]
    row = panel.rows.index(1).data(TWO_LINES)
    assert isinstance(row, TwoLines)
    assert row.note == "→1 −1"
    assert panel.list.currentIndex().row() == 2


def test_the_row_that_is_gone_to_is_the_phase_on_the_map(
    panel: PhasePanel, desk: Workspace
) -> None:
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Up)
    assert phases.number(desk) == 2
    box = panel.list.visualRect(panel.rows.index(0))
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert phases.number(desk) == 1
    desk.run("phase.last")
    assert panel.list.currentIndex().row() == 2


def test_a_name_is_written_in_place_and_undone(
    panel: PhasePanel, desk: Workspace, qtbot: QtBot
) -> None:
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_F2)
    editor = panel.list.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "Advance")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(desk)[2] == "3 Advance")
    desk.run("edit.undo")
    assert names(desk)[2] == "Phase 3"
    assert lines(panel.rows)[2].startswith("Phase 3;")


def test_phases_are_reordered_by_keys_and_by_a_drop(panel: PhasePanel, desk: Workspace) -> None:
    panel.list.setFocus()
    last = desk.document.phases()[2].id
    QTest.keyClick(panel.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [phase.id for phase in desk.document.phases()].index(last) == 1
    data = panel.rows.mimeData([panel.rows.index(1)])
    for row, expected in ((3, 2), (0, 0), (2, 1)):
        data = panel.rows.mimeData([panel.rows.index(phases.number(desk, last) - 1)])
        panel.rows.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, panel.rows.index(-1))
        assert [phase.id for phase in desk.document.phases()].index(last) == expected
    assert desk.document.phase == last


def test_the_buttons_and_the_menu_run_commands(panel: PhasePanel, desk: Workspace) -> None:
    panel.buttons["phase.new"].click()
    assert len(names(desk)) == 4
    assert not panel.buttons["phase.later"].isEnabled()
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert len(names(desk)) == 3
    panel.list.customContextMenuRequested.emit(QPoint(5, 5))
    choose(panel, "Duplicate")
    assert len(names(desk)) == 4


def test_a_project_without_phases_is_told_how_to_begin(qtbot: QtBot) -> None:
    desk = workspace(project(unit("u")))
    panel = PhasePanel(desk)
    shown(panel, qtbot)
    assert panel.empty.isVisible()
    assert not panel.parts.isVisible()
    panel.buttons["phase.new"].click()
    assert not panel.empty.isVisible()
    assert panel.list.currentIndex().row() == 1
    desk.adopt(project(unit("u")))
    assert panel.empty.isVisible()


# -- what a phase changes ----------------------------------------------------------------------


def test_changes_are_grouped_and_told_in_words(panel: PhasePanel, desk: Workspace) -> None:
    assert lines(panel.change_rows) == [
        "Appear (1)", "Delta appears",
        "Change (1)", "Alpha designation changed; also changed in phase 2",
    ]  # fmt: skip
    desk.run("phase.previous")
    assert panel.heading.text() == "Phase 2 against 1: 1 moved, 1 removed"
    assert lines(panel.change_rows) == [
        "Move (1)", "Alpha moved 50.8 km NE; also changed in phase 3",
        "Vanish (1)", "Charlie vanishes",
    ]  # fmt: skip
    desk.run("phase.first")
    assert lines(panel.change_rows) == []


def click_row(panel: PhasePanel, row: int) -> None:
    box = panel.change_list.visualRect(panel.change_rows.index(row))
    viewport = panel.change_list.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=box.center())


def test_a_click_selects_on_the_map_and_back(panel: PhasePanel, desk: Workspace) -> None:
    click_row(panel, 1)
    assert desk.session.selection == ("x",)
    desk.session.select(["u"])
    chosen = panel.change_list.selectionModel().selectedIndexes()
    assert [index.row() for index in chosen] == [3]
    desk.session.clear()
    assert not panel.change_list.selectionModel().selectedIndexes()


def test_what_has_vanished_is_looked_at_and_can_be_taken_back(
    panel: PhasePanel, desk: Workspace
) -> None:
    desk.run("phase.previous")
    click_row(panel, 3)
    assert desk.session.selection == ()
    assert "not there any more" in desk.message
    panel.change_list.customContextMenuRequested.emit(QPoint(5, 5))
    choose(panel, "Take Back")
    assert desk.document.feature("w") is not None
    assert lines(panel.change_rows)[-1].startswith("Alpha")
    assert lines(panel.rows)[1] == "Phase 2; 1 moved"


def test_edits_change_the_list_and_keep_what_is_selected(
    panel: PhasePanel, desk: Workspace
) -> None:
    click_row(panel, 3)
    put(desk, unit("a", AWAY, name="Able"))
    assert lines(panel.change_rows)[:3] == ["Appear (2)", "Able appears", "Delta appears"]
    assert desk.session.selection == ("u",)
    chosen = panel.change_list.selectionModel().selectedIndexes()
    assert [index.row() for index in chosen] == [4]
    desk.run("edit.undo")
    desk.run("edit.undo")
    assert lines(panel.change_rows) == [
        "Change (1)", "Alpha designation changed; also changed in phase 2",
    ]  # fmt: skip


# -- the selection from phase to phase ---------------------------------------------------------


def test_the_strip_tells_what_the_selection_does_and_goes_there(
    panel: PhasePanel, desk: Workspace
) -> None:
    desk.session.select(["u"])
    assert panel.told.text() == "Alpha: moves in 2, changes in 3"
    assert [cell.what for cell in panel.strip.cells] == [None, "moved", "changed"]
    at = panel.strip.cell_box(1).center().toPoint()
    QTest.mouseClick(panel.strip, Qt.MouseButton.LeftButton, pos=at)
    assert phases.number(desk) == 2
    panel.strip.setFocus()
    QTest.keyClick(panel.strip, Qt.Key.Key_Home)
    assert phases.number(desk) == 1
    desk.session.select(["r"])
    assert panel.told.text().endswith("moves in 2"), "a ring goes with its unit"


def test_a_phase_without_the_selection_still_tells_of_it(
    panel: PhasePanel, desk: Workspace
) -> None:
    desk.session.select(["x"])
    desk.run("phase.first")
    assert desk.session.selection == ()
    assert panel.strip.isVisible()
    assert panel.told.text() == "Delta: appears in 3"
    assert [cell.present for cell in panel.strip.cells] == [False, False, True]
    desk.run("phase.last")
    assert desk.session.selection == ("x",)


def test_two_thousand_changes_in_twenty_phases_are_looked_through_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = workspace(many_units(2_000))
    for number in range(19):
        phases.new_phase(desk)
        with desk.document.edit("Change") as change:
            for k in range(number * 105, number * 105 + 105):
                feature = desk.document.feature(f"u{k}")
                if feature is not None:
                    change.put(
                        replace(feature, properties=replace(feature.properties, designation="A"))
                    )
    panel = PhasePanel(desk)
    shown(panel, qtbot)
    looked: list[str] = []
    difference = panel.changes._difference

    def counting(order: tuple[str, ...], phase_id: str, feature_id: str) -> object:
        looked.append(feature_id)
        return difference(order, phase_id, feature_id)

    monkeypatch.setattr(panel.changes, "_difference", counting)
    # 100,000. Going through all that the phases change takes at least a million.
    assert steps(lambda: put(desk, unit("u3", AWAY))) < 500_000
    assert set(looked) == {"u3"}
    assert len(looked) <= 20
    assert lines(panel.rows)[19].endswith("changed") or lines(panel.rows)[19].endswith("moved")


# -- the bar -----------------------------------------------------------------------------------


def test_the_bar_shows_and_steps_phases(bar: PhaseBar, desk: Workspace) -> None:
    assert bar.line.value() == 2
    assert bar.goes_to.text() == "Changes go to phase 3"
    QTest.mouseClick(bar.buttons["phase.previous"], Qt.MouseButton.LeftButton)
    assert phases.number(desk) == 2
    QTest.mouseClick(bar.buttons["phase.next"], Qt.MouseButton.LeftButton)
    assert phases.number(desk) == 3
    assert not bar.buttons["phase.next"].isEnabled()
    QTest.mouseClick(bar.buttons["phase.new"], Qt.MouseButton.LeftButton)
    assert bar.line.maximum() == 3
    assert bar.line.value() == 3


def test_the_line_takes_clicks_arrows_ends_and_digits(bar: PhaseBar, desk: Workspace) -> None:
    at = bar.line.stop_at(0).toPoint()
    QTest.mouseClick(bar.line, Qt.MouseButton.LeftButton, pos=at)
    assert phases.number(desk) == 1
    assert bar.goes_to.text() == "Changes flow on to later phases"
    bar.line.setFocus()
    for key, number in (
        (Qt.Key.Key_Right, 2), (Qt.Key.Key_Left, 1), (Qt.Key.Key_End, 3), (Qt.Key.Key_Home, 1),
        (Qt.Key.Key_2, 2), (Qt.Key.Key_9, 2), (Qt.Key.Key_PageDown, 3), (Qt.Key.Key_Up, 3),
    ):  # fmt: skip
        QTest.keyClick(bar.line, key)
        assert phases.number(desk) == number, key


def test_digits_typed_together_are_one_number(window: QMainWindow, qtbot: QtBot) -> None:
    desk = workspace(project(unit("u")))
    for _ in range(12):
        phases.new_phase(desk)
    bar = bar_of(desk, window, qtbot)
    QTest.keyClicks(bar.line, "12")
    assert phases.number(desk) == 12
    assert all(bar.line.shown_name(index) for index in range(13)), "each name has some room"
    bar.line.findChildren(QTimer)[0].timeout.emit()
    QTest.keyClicks(bar.line, "3")
    assert phases.number(desk) == 3


def test_stops_stand_as_far_apart_as_in_time(bar: PhaseBar, desk: Workspace) -> None:
    even = [bar.line.stop_at(index).x() for index in range(3)]
    assert even[1] - even[0] == pytest.approx(even[2] - even[1])
    for phase, start in zip(desk.document.phases(), ("01", "02", "05"), strict=True):
        with desk.document.edit("Date") as change:
            change.put(replace(phase, start=f"2016-10-{start}", duration_min=60.0))
    desk.set_settings(phases_by_time=True)
    first, second, third = (bar.line.stop_at(index).x() for index in range(3))
    assert (second - first) / (third - first) == pytest.approx(0.25, abs=0.01)
    assert bar.head.when.accessibleName() == "5 Oct 2016 · 1 h"


def test_the_bar_is_put_away_and_goes_with_the_phases(bar: PhaseBar, desk: Workspace) -> None:
    desk.set_settings(phase_bar=False)
    assert not bar.isVisible()
    desk.set_settings(phase_bar=True)
    assert bar.isVisible()
    desk.adopt(project(unit("u")))
    assert not bar.isVisible()


# -- the inspector -----------------------------------------------------------------------------


def test_the_inspector_tells_what_the_phase_changes_and_takes_it_back(
    desk: Workspace, qtbot: QtBot
) -> None:
    inspector = Inspector(desk)
    shown(inspector, qtbot, 320, 640)
    desk.session.select(["u"])
    note = inspector.phase_note
    assert note.words.text() == "In phase 3: designation changed"
    title = inspector.form.field("designation").parentWidget()
    hints = [label.toolTip() for label in title.children() if hasattr(label, "toolTip")]
    assert any("before: nothing" in hint for hint in hints)
    desk.run("phase.previous")
    assert note.words.text().startswith("In phase 2: moved")
    desk.session.select(["r"])
    assert note.words.text().endswith("with its unit")
    assert not note.button.isVisible()
    desk.session.select(["u", "v"])
    assert note.words.text() == "In phase 2: 1 of 2 are changed"
    desk.run("phase.last")
    QTest.mouseClick(note.button, Qt.MouseButton.LeftButton)
    changed = desk.document.feature("u")
    assert changed is not None
    assert getattr(changed.properties, "designation", "") is None
    assert not note.isVisible()
    QApplication.processEvents()
    desk.run("phase.first")
    assert not note.isVisible()
