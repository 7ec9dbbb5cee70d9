"""The overlay panel shows the document sheet by sheet, changes it, and shares the selection."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Foreign
from baltic_desk.document.project import Overlay
from baltic_desk.ui.panels.overlay_menu import OverlayMenu
from baltic_desk.ui.panels.overlays import OverlayPanel
from tests.features import line, note, ring, unit
from tests.growth import shortest_s, steps
from tests.panel_desk import many_units, project, workspace

LEFT = Qt.MouseButton.LeftButton
TWO = (Overlay(id="air", name="Air"), Overlay(id="sea", name="Sea"))


def panel_of(desk: Workspace, qtbot: QtBot) -> OverlayPanel:
    panel = OverlayPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(320, 480)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    panel.view.setFocus()
    return panel


@pytest.fixture
def desk() -> Workspace:
    document = project(
        unit("u1", overlay="air", name="Alpha"),
        ring("r1", overlay="air", anchor="u1"),
        line("l1", overlay="sea"),
        note("t1", overlay="sea"),
        Foreign(id="f1", raw=b"{}", why="unknown kind <b>teapot</b>"),
        overlays=TWO,
    )
    return workspace(document)


@pytest.fixture
def panel(desk: Workspace, qtbot: QtBot) -> OverlayPanel:
    made = panel_of(desk, qtbot)
    for overlay in TWO:
        made.rows.set_unfolded(overlay.id, unfolded=True)
    return made


def titles(panel: OverlayPanel) -> list[str]:
    return [panel.rows.view(row).title for row in range(panel.rows.rowCount())]


def box(panel: OverlayPanel, record_id: str) -> QRect:
    row = panel.rows.row_of(record_id)
    assert row is not None
    return panel.view.visualRect(panel.rows.index(row, 0))


def click(panel: OverlayPanel, qtbot: QtBot, record_id: str, at: QPoint | None = None) -> None:
    where = at or box(panel, record_id).center()
    qtbot.mouseClick(panel.view.viewport(), LEFT, pos=where)


def eye(panel: OverlayPanel, record_id: str) -> QPoint:
    return QPoint(box(panel, record_id).right() - 10, box(panel, record_id).center().y())


def lock(panel: OverlayPanel, record_id: str) -> QPoint:
    return eye(panel, record_id) - QPoint(26, 0)


def drop(panel: OverlayPanel, ids: list[str], *, on: str = "", before: str = "") -> None:
    rows = [panel.rows.row_of(i) for i in ids]
    data = panel.rows.mimeData([panel.rows.index(row, 0) for row in rows if row is not None])
    row, parent = -1, panel.rows.index(-1, -1)
    if on:
        target = panel.rows.row_of(on)
        assert target is not None
        parent = panel.rows.index(target, 0)
    elif before:
        target = panel.rows.row_of(before)
        assert target is not None
        row = target
    panel.rows.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, parent)


def order(document: Document, overlay_id: str) -> tuple[str, ...]:
    return document.ids_on(overlay_id)


def test_the_topmost_comes_first(panel: OverlayPanel) -> None:
    assert titles(panel)[:6] == ["Sea", "Text", "Line", "Air", "100 km", "Alpha"]


def test_what_was_not_understood_is_listed_with_its_reason(panel: OverlayPanel) -> None:
    panel.rows.set_unfolded("baltic_desk:not-understood", unfolded=True)
    assert titles(panel)[-1] == "Not understood: unknown kind <b>teapot</b>"


def test_right_and_left_unfold_and_fold(panel: OverlayPanel, qtbot: QtBot) -> None:
    click(panel, qtbot, "air")
    qtbot.keyClick(panel.view, Qt.Key.Key_Left)
    assert panel.rows.row_of("u1") is None
    qtbot.keyClick(panel.view, Qt.Key.Key_Right)
    assert panel.rows.row_of("u1") is not None


def test_a_click_on_the_mark_folds(panel: OverlayPanel, qtbot: QtBot) -> None:
    click(panel, qtbot, "air", QPoint(8, box(panel, "air").center().y()))
    assert panel.rows.row_of("u1") is None


def test_clicking_a_row_selects_its_feature(
    panel: OverlayPanel, desk: Workspace, qtbot: QtBot
) -> None:
    click(panel, qtbot, "u1")
    assert desk.session.selection == ("u1",)
    where = box(panel, "t1").center()
    qtbot.mouseClick(panel.view.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, where)
    assert set(desk.session.selection) == {"u1", "t1"}


def test_what_is_selected_on_the_map_is_selected_here(panel: OverlayPanel, desk: Workspace) -> None:
    desk.session.select(["t1", "u1"])
    rows = {index.row() for index in panel.view.selectionModel().selectedRows()}
    assert rows == {panel.rows.row_of("t1"), panel.rows.row_of("u1")}
    assert desk.session.selection == ("t1", "u1")


def test_a_selection_survives_folding_its_overlay(panel: OverlayPanel, desk: Workspace) -> None:
    desk.session.select(["u1"])
    panel.rows.set_unfolded("air", unfolded=False)
    panel.rows.set_unfolded("air", unfolded=True)
    assert desk.session.selection == ("u1",)
    assert panel.view.selectionModel().isRowSelected(panel.rows.row_of("u1") or 0)


def test_clicking_an_overlay_makes_it_the_active_one(
    panel: OverlayPanel, desk: Workspace, qtbot: QtBot
) -> None:
    click(panel, qtbot, "air")
    assert desk.session.active_overlay == "air"


@pytest.mark.parametrize(("record_id", "name"), [("air", "Air defence"), ("u1", "Bravo")])
def test_f2_renames_in_place(
    panel: OverlayPanel, desk: Workspace, qtbot: QtBot, record_id: str, name: str
) -> None:
    click(panel, qtbot, record_id)
    qtbot.keyClick(panel.view, Qt.Key.Key_F2)
    editor = panel.view.viewport().findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, name)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: name in titles(panel))
    assert (desk.document.undo() or "").startswith("Rename ")
    assert name not in titles(panel)


def test_the_eye_hides_an_overlay_and_undo_shows_it(
    panel: OverlayPanel, desk: Workspace, qtbot: QtBot
) -> None:
    click(panel, qtbot, "air", eye(panel, "air"))
    air = desk.document.get("air")
    assert isinstance(air, Overlay)
    assert not air.visible
    assert desk.document.undo() == "Hide Air"


def test_space_hides_all_selected_features_in_one_step(
    panel: OverlayPanel, desk: Workspace, qtbot: QtBot
) -> None:
    click(panel, qtbot, "t1")
    qtbot.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    hidden = [f.id for f in desk.document.features() if f.properties.hidden]
    assert (hidden, desk.document.undo()) == (["l1", "t1"], "Hide 2 features")


def test_a_row_is_locked_with_the_keyboard_and_letters_are_left_to_the_tools(
    panel: OverlayPanel, desk: Workspace, qtbot: QtBot
) -> None:
    tools: list[str] = []
    QShortcut(QKeySequence("L"), panel, activated=lambda: tools.append("line"))
    click(panel, qtbot, "sea")
    QTest.keyClick(panel.windowHandle(), Qt.Key.Key_L)
    sea = desk.document.get("sea")
    assert isinstance(sea, Overlay)
    assert (sea.locked, tools) == (False, ["line"])
    QTest.keyClick(panel.windowHandle(), Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    sea = desk.document.get("sea")
    assert isinstance(sea, Overlay)
    assert sea.locked


def test_the_lock_locks(panel: OverlayPanel, desk: Workspace, qtbot: QtBot) -> None:
    click(panel, qtbot, "sea", lock(panel, "sea"))
    sea = desk.document.get("sea")
    assert isinstance(sea, Overlay)
    assert sea.locked


def test_a_locked_overlay_is_not_deleted(
    panel: OverlayPanel, desk: Workspace, qtbot: QtBot
) -> None:
    click(panel, qtbot, "sea", lock(panel, "sea"))
    click(panel, qtbot, "sea")
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    assert "sea" in desk.document
    assert "locked" in desk.message


def test_deleting_an_overlay_takes_all_on_it_and_undo_restores_all(
    panel: OverlayPanel, desk: Workspace, qtbot: QtBot
) -> None:
    before = titles(panel)
    click(panel, qtbot, "air")
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    assert titles(panel)[:3] == ["Sea", "Text", "Line"]
    assert "Undo" in desk.message
    assert desk.document.undo() == "Delete Air"
    assert titles(panel) == before


def highlighted(panel: OverlayPanel) -> list[str]:
    return [panel.rows.ids[i.row()] for i in panel.view.selectionModel().selectedRows()]


def test_the_overlay_that_the_buttons_act_on_is_seen_to_be_so(
    panel: OverlayPanel, desk: Workspace, qtbot: QtBot
) -> None:
    click(panel, qtbot, "sea")
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    assert highlighted(panel) == [panel.current_overlay()] == ["air"]
    button = next(b for b in panel.findChildren(QToolButton) if b.accessibleName() == "New overlay")
    qtbot.mouseClick(button, LEFT)
    added = desk.document.overlays()[-1].id
    assert highlighted(panel) == [panel.current_overlay()] == [added]


def test_delete_deletes_selected_features(
    panel: OverlayPanel, desk: Workspace, qtbot: QtBot
) -> None:
    click(panel, qtbot, "t1")
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    assert "t1" not in desk.document


def test_alt_down_lowers_an_overlay(panel: OverlayPanel, desk: Workspace, qtbot: QtBot) -> None:
    click(panel, qtbot, "sea")
    qtbot.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [o.id for o in desk.document.overlays()] == ["sea", "air"]
    assert panel.rows.ids[panel.view.currentIndex().row()] == "sea"
    assert desk.document.undo() == "Lower Sea"


def test_an_overlay_dragged_above_another_is_drawn_above_it(
    panel: OverlayPanel, desk: Workspace
) -> None:
    drop(panel, ["air"], before="sea")
    assert [o.id for o in desk.document.overlays()] == ["sea", "air"]


def test_features_dragged_onto_an_overlay_go_on_top_with_their_rings(
    panel: OverlayPanel, desk: Workspace
) -> None:
    drop(panel, ["u1"], on="sea")
    assert order(desk.document, "sea") == ("l1", "t1", "u1", "r1")
    assert desk.document.undo() == "Move unit to Sea"
    assert order(desk.document, "air") == ("u1", "r1")


def test_a_feature_dragged_between_rows_lies_just_there(
    panel: OverlayPanel, desk: Workspace
) -> None:
    drop(panel, ["r1"], before="l1")  # between Text and Line
    assert order(desk.document, "sea") == ("l1", "r1", "t1")


def test_a_feature_dragged_to_the_end_of_its_overlay_lies_lowest(
    panel: OverlayPanel, desk: Workspace
) -> None:
    drop(panel, ["t1"], before="air")
    assert order(desk.document, "sea") == ("t1", "l1")


def test_nothing_is_dragged_out_of_a_locked_overlay(panel: OverlayPanel, desk: Workspace) -> None:
    with desk.document.edit("Lock") as change:
        change.put(replace(TWO[0], locked=True))
    drop(panel, ["u1"], on="sea")
    assert order(desk.document, "air") == ("u1", "r1")
    assert "locked" in desk.message


def test_a_new_overlay_is_named_at_once(panel: OverlayPanel, desk: Workspace, qtbot: QtBot) -> None:
    add = next(b for b in panel.findChildren(QToolButton) if b.accessibleName() == "New overlay")
    qtbot.mouseClick(add, LEFT)
    editor = panel.view.viewport().findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "Electronic warfare")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.document.overlays()[-1].name == "Electronic warfare")
    assert desk.session.active_overlay == desk.document.overlays()[-1].id


def test_opacity_is_one_step(panel: OverlayPanel, desk: Workspace, qtbot: QtBot) -> None:
    click(panel, qtbot, "air")
    slider = panel.findChild(QSlider)
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: desk.document.history.undo_label is not None)
    air = desk.document.get("air")
    assert isinstance(air, Overlay)
    assert air.opacity == pytest.approx(0.8)
    assert desk.document.undo() == "Change opacity of Air"
    assert slider.value() == 100


def test_whom_an_overlay_is_for_is_said_and_chosen_in_its_menu(
    panel: OverlayPanel, desk: Workspace
) -> None:
    row = panel.rows.row_of("sea")
    assert row is not None
    index = panel.rows.index(row, 0)
    before = panel.view.viewport().grab(box(panel, "sea")).toImage()
    overlay = desk.document.get("sea")
    assert isinstance(overlay, Overlay)
    menu = OverlayMenu(desk, overlay, panel)
    (chooser,) = [a.menu() for a in menu.actions() if a.text() == "Shown To"]
    assert isinstance(chooser, QMenu)
    everyone, instructor, answer = chooser.actions()
    assert [a.isChecked() for a in (everyone, instructor, answer)] == [True, False, False]
    answer.trigger()
    changed = desk.document.get("sea")
    assert isinstance(changed, Overlay)
    assert changed.audience == "answer"
    assert "for answer" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert "Shown to: answer" in str(index.data(Qt.ItemDataRole.ToolTipRole))
    assert panel.view.viewport().grab(box(panel, "sea")).toImage() != before
    desk.document.undo()
    assert panel.view.viewport().grab(box(panel, "sea")).toImage() == before


def test_the_filter_shows_what_fits_and_its_overlay(panel: OverlayPanel, qtbot: QtBot) -> None:
    field = next(
        e for e in panel.findChildren(QLineEdit) if e.accessibleName().startswith("Filter")
    )
    qtbot.keyClicks(field, "ring")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert titles(panel) == ["Air", "100 km"]
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert len(titles(panel)) == 7


def test_a_renamed_feature_enters_the_filter(panel: OverlayPanel, desk: Workspace) -> None:
    panel.rows.set_filter("bravo")
    assert titles(panel) == []
    alpha = desk.document.feature("u1")
    assert alpha is not None
    with desk.document.edit("Rename") as change:
        change.put(replace(alpha, properties=replace(alpha.properties, name="Bravo 2")))
    assert titles(panel) == ["Air", "Bravo 2"]


def test_another_document_takes_its_place(panel: OverlayPanel, desk: Workspace) -> None:
    desk.adopt(project(unit("x", name="Other")))
    assert titles(panel) == ["Air", "Other"]
    desk.session.select(["x"])
    assert panel.view.selectionModel().isRowSelected(1)


def test_fifty_thousand_features_stay_quick(qtbot: QtBot) -> None:
    document = many_units(50_000)
    desk = workspace(document)
    panel = panel_of(desk, qtbot)
    assert panel.rows.rowCount() == 50_001
    feature = document.feature("u25000")
    assert feature is not None

    def rename(changed: Document) -> None:
        with changed.edit("Rename") as change:
            change.put(replace(feature, properties=replace(feature.properties, name="new")))
        panel.view.viewport().repaint()

    # 30,000, for the rows on show. Going through the rows takes at least five for each of them.
    alone = many_units(50_000)
    assert steps(lambda: rename(document)) - steps(lambda: rename(alone)) < 100_000

    def select(every: int) -> None:
        desk.session.select([])
        desk.session.select([f"u{n}" for n in range(0, 50_000, every)])

    assert shortest_s(lambda: select(50)) < 24 * shortest_s(lambda: select(400))
    with document.edit("Add") as change:
        change.put(replace(feature, id="new"))
    assert panel.rows.row_of("new") == 1
