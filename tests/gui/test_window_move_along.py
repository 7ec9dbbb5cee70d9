"""Leading a unit along a path in the real window: keys, clicks, handles, menus, undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from baltic_desk.document.geometry import Position
from baltic_desk.ui.assembly import DeskWindow
from tests.gui.desk_hands import WindowHands
from tests.moving import END, START, two_phases

W = (22.0, 57.5)


@pytest.fixture
def led(desk: DeskWindow) -> DeskWindow:
    desk.workspace.adopt(two_phases())
    desk.workspace.document.show_phase(desk.workspace.document.phases()[1].id)
    desk.view.look_at((22.0, 57.2), 400.0)
    desk.workspace.session.select(["u"])
    desk.view.setFocus()
    QApplication.processEvents()
    return desk


def way(desk: DeskWindow) -> tuple[Position, ...]:
    moved = desk.workspace.document.movement_of("u")
    return () if moved is None else moved.way


def test_by_key_clicks_and_enter_then_by_a_handle(led: DeskWindow) -> None:
    hands = WindowHands(led)
    hands.key("m", Qt.KeyboardModifier.ShiftModifier)
    assert led.workspace.controller.state.tool == "move-along"
    hands.click(W)
    hands.click(END)
    hands.key(Qt.Key.Key_Return)
    assert len(way(led)) == 3
    assert way(led)[1] == pytest.approx(W, abs=0.02)
    assert way(led)[2] == pytest.approx(END, abs=0.02)
    hands.drag(way(led)[1], (22.0, 58.0))
    assert way(led)[1] == pytest.approx((22.0, 58.0), abs=0.02)
    hands.move(way(led)[1])
    hands.key(Qt.Key.Key_Delete)
    assert len(way(led)) == 2
    assert led.workspace.document.feature("u") is not None
    hands.key("z", Qt.KeyboardModifier.ControlModifier)
    assert len(way(led)) == 3


def test_menus_choose_the_way_and_what_tells_of_it(led: DeskWindow) -> None:
    hands = WindowHands(led)
    hands.menu("Phases", "Movement", "Along a Path…")
    hands.click(W)
    hands.click(END)
    hands.key(Qt.Key.Key_Return)
    hands.menu("Phases", "Movement", "Show Arrow")
    moved = led.workspace.document.movement_of("u")
    assert moved is not None
    assert moved.shows == "arrow"
    hands.menu("Phases", "Movement", "Straight")
    assert way(led)[0] == START
    assert len(way(led)) == 2
    hands.menu("View", "Show Movements")
    assert not led.workspace.document.project.show_movements
