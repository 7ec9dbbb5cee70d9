"""The ORBAT panel shows who is under whom, changes it, and shares the selection."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Unit
from baltic_desk.document.orbat import Orbat
from baltic_desk.ui.panels.orbat import OrbatPanel
from tests.features import document, line
from tests.forces import brigade, corps, force
from tests.panel_desk import workspace

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
ALL = ["hq", "b2", "c1", "p1", "c2", "c3", "b10", "lone"]


def panel_of(desk: Workspace, qtbot: QtBot) -> OrbatPanel:
    panel = OrbatPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(270, 620)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    panel.view.setFocus()
    return panel


@pytest.fixture
def desk() -> Workspace:
    return workspace(brigade())


@pytest.fixture
def panel(desk: Workspace, qtbot: QtBot) -> OrbatPanel:
    return panel_of(desk, qtbot)


def shown(panel: OrbatPanel) -> list[str]:
    return list(panel.rows.ids)


def box(panel: OrbatPanel, unit_id: str) -> QRect:
    row = panel.rows.row_of(unit_id)
    assert row is not None
    return panel.view.visualRect(panel.rows.index(row, 0))


def click(
    panel: OrbatPanel,
    unit_id: str,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.mouseClick(panel.view.viewport(), LEFT, keys, box(panel, unit_id).center())


def click_mark(
    panel: OrbatPanel,
    unit_id: str,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    depth = panel.rows.orbat.depth[unit_id]
    at = QPoint(8 + 13 * depth, box(panel, unit_id).center().y())
    QTest.mouseClick(panel.view.viewport(), LEFT, keys, at)


def drop(panel: OrbatPanel, ids: list[str], target: QWidget, at: QPoint) -> bool:
    """What Qt sends a widget when rows are dragged over it and let go; whether it may be."""
    rows = [panel.rows.row_of(unit_id) for unit_id in ids]
    data = panel.rows.mimeData([panel.rows.index(row, 0) for row in rows if row is not None])
    move, none = Qt.DropAction.MoveAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, move, data, LEFT, none)
    QApplication.sendEvent(target, enter)
    over = QDragMoveEvent(at, move, data, LEFT, none)
    over.setAccepted(enter.isAccepted())
    QApplication.sendEvent(target, over)
    if not over.isAccepted():
        return False
    QApplication.sendEvent(target, QDropEvent(QPointF(at), move, data, LEFT, none))
    return True


def parent(desk: Workspace, unit_id: str) -> str | None:
    feature = desk.document.feature(unit_id)
    assert feature is not None
    assert isinstance(feature.properties, Unit)
    return feature.properties.parent


def steps(desk: Workspace) -> tuple[str, ...]:
    return desk.document.history.labels[0]


# -- what is shown -----------------------------------------------------------------------------


def test_units_stand_under_their_superiors(panel: OrbatPanel) -> None:
    assert shown(panel) == ALL
    assert panel.rows.detail("hq") == "Brigade · 6 below"
    assert panel.rows.strength("hq") == "Σ 830"
    assert panel.rows.strength("b10") == "600"
    assert panel.rows.strength("c3") == ""


def test_a_row_is_spoken_in_full(panel: OrbatPanel) -> None:
    spoken = panel.rows.data(panel.rows.index(2, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == (
        "1, Friend, Company, 1 below, strength 120, 120 stated; its subordinates have 30"
    )


def test_what_cannot_be_is_said_in_the_row(qtbot: QtBot) -> None:
    panel = panel_of(workspace(document(force("a", "gone"), force("b", "b"))), qtbot)
    assert panel.rows.detail("a") == "Its superior “gone” is no unit of this project"
    assert panel.rows.detail("b") == "It is its own superior"


def test_markup_in_a_name_stays_text(qtbot: QtBot) -> None:
    panel = panel_of(workspace(document(force("a", name="<img src=x>\nsecond"))), qtbot)
    tip = panel.rows.data(panel.rows.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert isinstance(tip, str)
    assert "&lt;img" in tip
    assert panel.rows.data(panel.rows.index(0, 0)) == "<img src=x> second"


def test_without_units_it_says_what_to_do(qtbot: QtBot) -> None:
    panel = panel_of(workspace(document(line("l"))), qtbot)
    assert panel.empty.isVisible()
    assert not panel.summary.isVisible()


def test_changes_and_undo_are_followed(panel: OrbatPanel, desk: Workspace) -> None:
    with desk.document.edit("Change") as change:
        change.put(force("c4", "b10", echelon="15", name="New"))
    assert shown(panel)[6:] == ["b10", "c4", "lone"]
    desk.document.undo()
    assert shown(panel) == ALL


def test_another_document_is_followed_too(panel: OrbatPanel, desk: Workspace) -> None:
    desk.adopt(document(force("x")))
    assert shown(panel) == ["x"]
    with desk.document.edit("Change") as change:
        change.put(force("y", "x"))
    assert shown(panel) == ["x", "y"]


def test_a_large_force_is_folded_at_first(qtbot: QtBot) -> None:
    panel = panel_of(workspace(corps(300)), qtbot)
    assert shown(panel) == ["u0", *(f"u{k}" for k in range(1, 7))]


# -- folding -----------------------------------------------------------------------------------


def test_a_click_on_the_mark_folds_and_unfolds(panel: OrbatPanel) -> None:
    click_mark(panel, "b2")
    assert shown(panel) == ["hq", "b2", "b10", "lone"]
    click_mark(panel, "b2")
    assert shown(panel) == ALL


def test_keys_fold_unfold_and_go_to_the_superior(panel: OrbatPanel, qtbot: QtBot) -> None:
    click(panel, "p1")
    qtbot.keyClick(panel.view, Qt.Key.Key_Left)
    assert panel.view.currentIndex().row() == panel.rows.row_of("c1")
    qtbot.keyClick(panel.view, Qt.Key.Key_Left)
    assert panel.rows.row_of("p1") is None
    qtbot.keyClick(panel.view, Qt.Key.Key_Right)
    assert panel.rows.row_of("p1") is not None
    click(panel, "hq")
    qtbot.keyClick(panel.view, Qt.Key.Key_Left, CTRL)
    assert shown(panel) == ["hq", "lone"]
    qtbot.keyClick(panel.view, Qt.Key.Key_Right)
    assert shown(panel) == ["hq", "b2", "b10", "lone"]
    qtbot.keyClick(panel.view, Qt.Key.Key_Right, CTRL)
    assert shown(panel) == ALL


def test_folding_lasts_through_changes(panel: OrbatPanel, desk: Workspace) -> None:
    click_mark(panel, "b2")
    with desk.document.edit("Change") as change:
        change.put(force("c4", "b2", echelon="15"))
    assert shown(panel) == ["hq", "b2", "b10", "lone"]


# -- selection ---------------------------------------------------------------------------------


def test_the_selection_is_the_maps(panel: OrbatPanel, desk: Workspace) -> None:
    click(panel, "c2")
    click(panel, "b10", CTRL)
    assert desk.session.selection == ("c2", "b10")
    click(panel, "c2", SHIFT)
    assert set(desk.session.selection) == {"c2", "c3", "b10"}
    desk.session.select(["lone", "hq"])
    assert panel.view.selectionModel().isRowSelected(0, panel.rows.index(-1, -1))
    assert [r.row() for r in panel.view.selectionModel().selectedRows()] == [0, 7]


def test_what_is_selected_on_the_map_is_unfolded(panel: OrbatPanel, desk: Workspace) -> None:
    click_mark(panel, "hq")
    panel.filter.text.setFocus()
    desk.session.select(["p1"])
    assert panel.view.selectionModel().isRowSelected(3, panel.rows.index(-1, -1))


def test_what_is_selected_under_a_folded_unit_stays_so_with_ctrl(
    panel: OrbatPanel, desk: Workspace
) -> None:
    desk.session.select(["c1", "c2"])
    click_mark(panel, "b2")
    assert set(desk.session.selection) == {"c1", "c2"}
    click(panel, "lone", CTRL)
    assert set(desk.session.selection) == {"c1", "c2", "lone"}
    click(panel, "lone")
    assert desk.session.selection == ("lone",)


def test_select_all_takes_what_is_folded_away_too(panel: OrbatPanel, qtbot: QtBot) -> None:
    click_mark(panel, "hq")
    qtbot.keyClick(panel.view, Qt.Key.Key_A, CTRL)
    assert len(panel._workspace.session.selection) == 8


# -- filter ------------------------------------------------------------------------------------


def test_words_find_units_and_show_their_superiors(panel: OrbatPanel, qtbot: QtBot) -> None:
    panel.filter.text.setFocus()
    qtbot.keyClicks(panel.filter.text, "platoon")
    qtbot.keyClick(panel.filter.text, Qt.Key.Key_Return)
    assert shown(panel) == ["hq", "b2", "c1", "p1"]
    assert panel.rows.found == ["p1"]
    assert panel.summary.headline.text() == "Found: 1 unit, strength 30"
    panel.filter.clear()
    assert shown(panel) == ALL


def test_identity_and_echelon_filter(panel: OrbatPanel, qtbot: QtBot) -> None:
    for choice, text in ((panel.filter.identity, "Friend"), (panel.filter.echelon, "II")):
        found = choice.findText(text, Qt.MatchFlag.MatchStartsWith)
        choice.setFocus()
        while choice.currentIndex() < found:
            qtbot.keyClick(choice, Qt.Key.Key_Down)
        choice.activated.emit(found)
    echelon = panel.filter.echelon.currentText()
    assert echelon.startswith("III")
    assert shown(panel) == []
    assert panel.empty.text() == "No unit fits the filter."
    qtbot.keyClick(panel.filter.echelon, Qt.Key.Key_Down)
    panel.filter.echelon.activated.emit(0)
    assert list(panel.rows.found) == ["b2", "b10"]


# -- rearranging -------------------------------------------------------------------------------


def test_several_are_dropped_on_a_unit_in_one_step(panel: OrbatPanel, desk: Workspace) -> None:
    at = box(panel, "b10").center()
    assert drop(panel, ["c1", "p1", "c2"], panel.view.viewport(), at)
    assert Orbat.of(desk.document).direct("b10") == ("c1", "c2")
    assert parent(desk, "p1") == "c1"
    assert steps(desk) == ("Attach 2 units to 10",)
    desk.document.undo()
    assert shown(panel) == ALL


def test_a_drop_that_would_make_a_ring_is_forbidden(panel: OrbatPanel, desk: Workspace) -> None:
    assert not drop(panel, ["b2"], panel.view.viewport(), box(panel, "p1").center())
    assert not drop(panel, ["b2"], panel.view.viewport(), box(panel, "b2").center())
    assert steps(desk) == ()


def test_dropped_below_all_rows_units_come_to_the_top(panel: OrbatPanel, desk: Workspace) -> None:
    below = box(panel, "lone").center() + QPoint(0, 60)
    assert drop(panel, ["b2", "b10"], panel.view.viewport(), below)
    assert Orbat.of(desk.document).roots == ("hq", "b2", "b10", "lone")
    assert steps(desk) == ("Detach 2 units",)


def test_dropped_on_the_strip_units_come_to_the_top(panel: OrbatPanel, desk: Workspace) -> None:
    panel.strip.show()
    assert drop(panel, ["c3"], panel.strip, QPoint(20, 10))
    assert parent(desk, "c3") is None


def test_a_locked_unit_cannot_be_dropped_and_that_is_said(qtbot: QtBot) -> None:
    desk = workspace(document(force("a"), force("b", locked=True)))
    panel = panel_of(desk, qtbot)
    drop(panel, ["b"], panel.view.viewport(), box(panel, "a").center())
    assert desk.message == "b is locked."
    assert parent(desk, "b") is None


def test_a_drag_with_the_mouse_begins_and_shows_where_the_top_is(panel: OrbatPanel) -> None:
    # Without a screen Qt lets go of a drag at once; what a drop does is tested above.
    viewport = panel.view.viewport()
    start = box(panel, "c3").center()
    seen: list[bool] = []
    panel.view.dragging.connect(lambda on: seen.append(on and panel.strip.isVisible()))
    QTest.mousePress(viewport, LEFT, Qt.KeyboardModifier.NoModifier, start)
    for down_px in (4, 30):
        at = start + QPoint(0, down_px)
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(at),
            QPointF(viewport.mapToGlobal(at)),
            Qt.MouseButton.NoButton,
            LEFT,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(viewport, event)
    assert seen == [True, False]
    assert not panel.strip.isVisible()


def test_alt_left_and_right_go_a_level_up_and_down(
    panel: OrbatPanel, desk: Workspace, qtbot: QtBot
) -> None:
    click(panel, "c1")
    qtbot.keyClick(panel.view, Qt.Key.Key_Left, ALT)
    assert parent(desk, "c1") == "hq"
    qtbot.keyClick(panel.view, Qt.Key.Key_Left, ALT)
    assert parent(desk, "c1") is None
    qtbot.keyClick(panel.view, Qt.Key.Key_Left, ALT)
    assert desk.message == "That is at the top of the ORBAT already."
    qtbot.keyClick(panel.view, Qt.Key.Key_Right, ALT)
    assert parent(desk, "c1") == "lone"
    assert desk.session.selection == ("c1",)


def test_f2_changes_the_designation(panel: OrbatPanel, desk: Workspace, qtbot: QtBot) -> None:
    click(panel, "c3")
    qtbot.keyClick(panel.view, Qt.Key.Key_F2)
    editor = panel.view.viewport().findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "3"
    qtbot.keyClicks(editor, "0 Coy")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert Orbat.of(desk.document).standing["c3"].designation == "0 Coy"
    assert shown(panel)[2:4] == ["c3", "c1"]
    assert steps(desk) == ("Change designation of 3",)


def test_delete_deletes_and_the_subordinates_stay(
    panel: OrbatPanel, desk: Workspace, qtbot: QtBot
) -> None:
    click(panel, "b2")
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    assert shown(panel) == ["hq", "b10", "c1", "p1", "c2", "c3", "lone"]
    assert desk.message == "Deleted unit; 3 subordinates come under Brigade."


def test_enter_and_a_double_click_zoom_to_it(
    panel: OrbatPanel, desk: Workspace, qtbot: QtBot
) -> None:
    click(panel, "lone")
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    (first,) = desk.camera.looked_at  # type: ignore[attr-defined]
    assert first[0] < 25.0 < first[2]
    qtbot.mouseDClick(panel.view.viewport(), LEFT, pos=box(panel, "lone").center())
    assert len(desk.camera.looked_at) == 2  # type: ignore[attr-defined]


def test_the_context_menu_has_the_commands(panel: OrbatPanel, desk: Workspace) -> None:
    click(panel, "b2")

    def opened(*titles: str) -> Callable[[], None]:
        menus = [m for m in panel.findChildren(QMenu) if m.isVisible()]
        actions = {a.text().partition("\t")[0]: a for m in menus for a in m.actions()}
        for title in titles:
            assert actions[title].isEnabled(), title
        actions[titles[-1]].trigger()
        return menus[-1].close

    panel.view.customContextMenuRequested.emit(box(panel, "b2").center())
    opened("Attach to Unit…", "Detach from Superior", "Select with Subordinates")()
    assert desk.session.selection == ("b2", "c1", "p1", "c2", "c3")
    panel.view.customContextMenuRequested.emit(box(panel, "b2").center())
    opened("Expand All", "Collapse All")()
    assert shown(panel) == ["hq", "lone"]


# -- counting ----------------------------------------------------------------------------------


def test_the_foot_counts_all_and_then_what_is_selected(panel: OrbatPanel) -> None:
    assert panel.summary.headline.text() == "All: 8 units, strength 830"
    assert panel.summary.rows()[:3] == [
        ("X Brigade", "Friend", "1", "830"),
        ("II Battalion", "Friend", "2", "830"),
        ("II Battalion", "Hostile", "1", "–"),
    ]
    assert panel.summary.unstated.text() == "2 of them have no strength stated."
    click(panel, "c1")
    click(panel, "p1", CTRL)
    assert panel.summary.headline.text() == "Selected: 2 units, strength 120"


def test_the_foot_folds_away(panel: OrbatPanel, qtbot: QtBot) -> None:
    assert panel.summary.table.isVisible()
    qtbot.mouseClick(panel.summary.headline, LEFT)
    assert not panel.summary.table.isVisible()


# -- size --------------------------------------------------------------------------------------


def test_thousands_are_selected_together(qtbot: QtBot) -> None:
    held: Document = corps(2000)
    desk = workspace(held)
    panel = panel_of(desk, qtbot)
    panel._expand_all()
    desk.session.select(feature.id for feature in held.features())
    assert len(panel._selected_rows()) == 2000
    desk.session.clear()
    assert panel._selected_rows() == []


def test_while_it_is_not_seen_edits_do_not_wait_for_it_and_then_it_catches_up(
    panel: OrbatPanel, desk: Workspace, qtbot: QtBot
) -> None:
    panel.hide()
    with desk.document.edit("Change") as change:
        change.put(force("c4", "b10", echelon="15", name="New"))
        change.remove("lone")
    desk.session.select(["c4"])
    assert shown(panel) == ALL
    with qtbot.waitExposed(panel):
        panel.show()
    qtbot.waitUntil(lambda: shown(panel) == [*ALL[:7], "c4"])
    assert panel._selected_rows() == [7]
    assert panel.summary.headline.text() == "Selected: 1 unit"
