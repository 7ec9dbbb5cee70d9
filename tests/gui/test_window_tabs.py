"""Panels behind each other are filled when their tab is clicked."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar

from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.panels.symbol_picker import SymbolPicker
from baltic_desk.ui.panels.systems import SystemsPanel


def click_tab(qtbot: Any, desk: DeskWindow, title: str) -> None:
    for bar in desk.window.findChildren(QTabBar):
        for index in range(bar.count()):
            if bar.tabText(index) == title:
                qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(index).center())
                return
    raise AssertionError(f"there is no tab {title}")


@pytest.mark.parametrize(("title", "panel"), [("Symbols", SymbolPicker), ("Systems", SystemsPanel)])
def test_a_panel_is_there_after_a_click_on_its_tab(
    qtbot: Any, desk: DeskWindow, title: str, panel: type
) -> None:
    qtbot.waitUntil(lambda: desk.window.findChild(QTabBar) is not None)
    qtbot.wait(900)  # panels wait until the map is painted
    assert not desk.window.findChildren(panel)
    click_tab(qtbot, desk, title)
    qtbot.waitUntil(lambda: any(found.isVisible() for found in desk.window.findChildren(panel)))


def test_a_panel_is_there_when_the_one_before_it_is_hidden(qtbot: Any, desk: DeskWindow) -> None:
    qtbot.wait(900)
    desk.window.show_panel("overlays", shown=False)

    def seen() -> bool:
        panels = desk.window.findChildren(SymbolPicker) + desk.window.findChildren(SystemsPanel)
        return any(found.isVisible() and not found.visibleRegion().isEmpty() for found in panels)

    qtbot.waitUntil(seen)
