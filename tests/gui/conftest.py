"""One real window for a test, on the offscreen platform, closed and checked afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from baltic_desk.app.settings import Settings
from baltic_desk.geo.basemap import BaseMap, open_basemap
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.chrome import apply_chrome
from baltic_desk.ui.fonts import load_fonts
from tests.gui.desk_hands import WindowHands

# Each waits until something is so, and no longer; on a machine with much to do that takes a while.
for _waits in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitExposed):
    _waits.__kwdefaults__["timeout"] = 30_000


@pytest.fixture(scope="session")
def basemap() -> BaseMap:
    return open_basemap()


@pytest.fixture
def open_desk(
    qapp: QApplication, ask: Any, basemap: BaseMap
) -> Iterator[Callable[..., DeskWindow]]:
    """Opens windows; those still open at the end are closed without saving."""
    load_fonts()
    opened: list[DeskWindow] = []

    def make(settings: Settings | None = None) -> DeskWindow:
        settings = settings or Settings()
        if not qapp.styleSheet():
            apply_chrome(qapp, settings.theme)
        desk = DeskWindow(ask, settings, basemap)
        desk.show()
        desk.window.resize(1280, 800)
        qapp.processEvents()
        opened.append(desk)
        return desk

    yield make
    for desk in opened:
        if desk.window.isVisible():
            desk.workspace.document.history.mark_clean()
            desk.close()
        desk.window.deleteLater()
        desk.deleteLater()
    opened.clear()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qapp.processEvents()


@pytest.fixture
def desk(open_desk: Callable[..., DeskWindow]) -> DeskWindow:
    return open_desk()


@pytest.fixture
def hands(desk: DeskWindow) -> WindowHands:
    return WindowHands(desk)
