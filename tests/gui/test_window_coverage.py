"""The coverage panel in the window: opened by keys, drawn on the map, closed with its thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from baltic_desk.ui.panels.coverage import CoveragePanel
from tests.gui.desk_hands import WindowHands
from tests.gui.test_panel_coverage import AT_SEA, choose, made_project


def test_in_the_window_the_panel_is_opened_by_its_keys_and_draws_on_the_map(
    hands: WindowHands, qtbot: QtBot
) -> None:
    desk = hands.desk
    desk.workspace.adopt(made_project())
    hands.key(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert desk.window.panel_shown("coverage")
    panel = desk.window.findChild(CoveragePanel)
    assert panel is not None
    desk.view.look_at(AT_SEA, 400.0)
    qtbot.waitUntil(lambda: bool(panel.areas.table.rows()), timeout=30_000)
    choose(panel, "merge", qtbot)
    assert desk.view.picture.study.shown.rings == {"far", "near", "sensor"}
    assert not desk.view.complete()
    drawn = desk.view.picture.study
    desk.view.flush()
    placed = drawn.placed(desk.view.picture.grid(desk.view.shown))
    assert placed is not None
    assert [area.ring_class for area in placed.areas] == ["air-defence", "sensor"]
