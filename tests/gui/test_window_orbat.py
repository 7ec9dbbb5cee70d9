"""The order of battle in the real window: keys, menus, dragging, panel and map as one."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from baltic_desk.document.feature import Unit
from baltic_desk.document.orbat import Orbat
from baltic_desk.geo.geodesy import distance
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.panels.orbat import OrbatPanel
from tests.forces import brigade
from tests.gui.desk_hands import WindowHands

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
B2, C1, HQ = (23.0, 57.0), (23.5, 57.5), (22.0, 57.0)


@pytest.fixture
def hands(desk: DeskWindow) -> WindowHands:
    desk.workspace.adopt(brigade())
    desk.workspace.camera.fit((21.5, 55.8, 25.5, 57.9))
    QApplication.processEvents()
    return WindowHands(desk)


def panel_of(desk: DeskWindow) -> OrbatPanel:
    desk.workspace.run("view.panel.orbat")
    QApplication.processEvents()
    (panel,) = desk.window.findChildren(OrbatPanel)
    return panel


def at(hands: WindowHands, unit_id: str) -> tuple[float, float]:
    (feature,) = (f for f in hands.features() if f.id == unit_id)
    return feature.geometry.coordinates  # type: ignore[return-value]


def test_f4_shows_the_panel_and_hides_it(desk: DeskWindow, hands: WindowHands) -> None:
    hands.key(Qt.Key.Key_F4)
    assert desk.window.panel_shown("orbat")
    panel = panel_of(desk) if not desk.window.findChildren(OrbatPanel) else None
    (shown,) = desk.window.findChildren(OrbatPanel)
    assert list(shown.rows.ids)[:2] == ["hq", "b2"]
    assert panel is None
    hands.key(Qt.Key.Key_F4)
    assert not desk.window.panel_shown("orbat")


def test_a_click_on_the_map_selects_in_the_panel_and_back(
    desk: DeskWindow, hands: WindowHands
) -> None:
    panel = panel_of(desk)
    hands.click(C1)
    assert [row.row() for row in panel.view.selectionModel().selectedRows()] == [2]
    hands.click(HQ, keys=CTRL)
    assert [row.row() for row in panel.view.selectionModel().selectedRows()] == [0, 2]
    box = panel.view.visualRect(panel.rows.index(1, 0))
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert desk.workspace.session.selection == ("b2",)


def test_the_headquarters_selected_with_all_below_moves_with_them(
    desk: DeskWindow, hands: WindowHands
) -> None:
    hands.click(B2)
    hands.key(Qt.Key.Key_U, CTRL | SHIFT)
    assert len(desk.workspace.session.selection) == 5
    before = at(hands, "p1")
    hands.drag(B2, (23.0, 56.7))
    assert 30_000 < distance(before, at(hands, "p1")) < 37_000
    assert at(hands, "b10") == (22.5, 57.5)
    assert desk.workspace.document.history.labels[0] == ("Move 5 units",)


def test_with_the_switch_on_dragging_the_headquarters_alone_is_enough(
    desk: DeskWindow, hands: WindowHands
) -> None:
    hands.key(Qt.Key.Key_U, SHIFT)
    assert desk.workspace.message == "What is moved takes its subordinates along."
    before = at(hands, "p1")
    hands.drag(B2, (23.0, 56.7))
    assert 30_000 < distance(before, at(hands, "p1")) < 37_000
    assert desk.workspace.document.history.labels[0] == ("Move unit with 4 subordinates",)
    hands.key(Qt.Key.Key_Z, CTRL)
    assert at(hands, "p1") == before
    hands.key(Qt.Key.Key_U, SHIFT)
    hands.drag(B2, (23.0, 56.7))
    assert at(hands, "p1") == before


def test_a_unit_is_attached_by_clicking_its_superior(desk: DeskWindow, hands: WindowHands) -> None:
    hands.click((25.0, 56.0))
    hands.menu("Edit", "Subordination", "Attach by Clicking the Superior")
    hands.move(HQ)
    hands.click(HQ)
    assert Orbat.of(desk.workspace.document).superior["lone"] == "hq"
    hands.key(Qt.Key.Key_Z, CTRL)
    assert "lone" not in Orbat.of(desk.workspace.document).superior


def test_a_subordinate_is_placed_under_its_superior(desk: DeskWindow, hands: WindowHands) -> None:
    hands.click(HQ)
    hands.menu("Edit", "Subordination", "Add Subordinate Unit")
    hands.click((22.2, 56.3))
    new = desk.workspace.session.selection[0]
    feature = desk.workspace.document.feature(new)
    assert feature is not None
    assert isinstance(feature.properties, Unit)
    assert (feature.properties.parent, feature.properties.sidc[8:10]) == ("hq", "17")
    assert new in panel_of(desk).rows.ids


def test_command_lines_are_switched_in_the_view_menu_and_follow_a_drag(
    desk: DeskWindow, hands: WindowHands
) -> None:
    hands.menu("View", "Command Lines")
    assert desk.workspace.document.project.command_lines
    hands.drag(B2, (23.2, 56.8))
    assert desk.workspace.document.history.labels[0] == ("Show command lines", "Move unit")
    hands.key(Qt.Key.Key_Z, CTRL)
    hands.key(Qt.Key.Key_Z, CTRL)
    assert not desk.workspace.document.project.command_lines


def test_the_context_menu_of_a_unit_offers_its_subordinates(
    desk: DeskWindow, hands: WindowHands, ask: Any
) -> None:
    del ask
    hands.click(B2)
    menu = desk.window.context_menu(on_feature=True)
    assert isinstance(menu, QMenu)
    titles = [action.text() for action in menu.actions()]
    assert "Select with Subordinates" in titles
    assert "Detach from Superior" in titles
    menu.deleteLater()
