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
    qtbot.waitUntil(lambda: bool(panel.areas.table.rows()), timeout=10_000)
    desk.view.flush()
    before = desk.view.grab().toImage()
    choose(panel, "merge", qtbot)
    assert desk.view.picture.study.shown.rings == {"far", "near", "sensor"}
    desk.view.flush()
    assert desk.view.grab().toImage() != before
