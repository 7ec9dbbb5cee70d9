"""Working the real window as a person does: mouse on the map, keys, menus."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from baltic_desk.document.feature import Feature
from baltic_desk.document.geometry import Position
from baltic_desk.ui.assembly import DeskWindow

_NO_KEYS = Qt.KeyboardModifier.NoModifier


class WindowHands:
    """Hands on one window. Places on the map are given as (lon, lat)."""

    def __init__(self, desk: DeskWindow) -> None:
        self.desk = desk

    def at(self, place: Position) -> QPointF:
        """Pixel of a place."""
        return QPointF(*self.desk.view.to_px(place))

    def move(self, place: Position, *, keys: Qt.KeyboardModifier = _NO_KEYS) -> None:
        """Move the pointer over the map."""
        self._send(QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton, keys)

    def click(self, place: Position, *, keys: Qt.KeyboardModifier = _NO_KEYS) -> None:
        """Move there, press and let go."""
        self.move(place, keys=keys)
        self._send(QEvent.Type.MouseButtonPress, place, Qt.MouseButton.LeftButton, keys)
        self._send(QEvent.Type.MouseButtonRelease, place, Qt.MouseButton.LeftButton, keys)

    def drag(self, start: Position, end: Position, *, keys: Qt.KeyboardModifier = _NO_KEYS) -> None:
        """Press at the start, move in steps, let go at the end."""
        self.move(start, keys=keys)
        self._send(QEvent.Type.MouseButtonPress, start, Qt.MouseButton.LeftButton, keys)
        for step in range(1, 5):
            share = step / 4
            between = (
                start[0] + (end[0] - start[0]) * share,
                start[1] + (end[1] - start[1]) * share,
            )
            self._send(QEvent.Type.MouseMove, between, Qt.MouseButton.NoButton, keys)
        self._send(QEvent.Type.MouseButtonRelease, end, Qt.MouseButton.LeftButton, keys)

    def key(self, key: Qt.Key | str, keys: Qt.KeyboardModifier = _NO_KEYS) -> None:
        """Strike a key on whatever has the keyboard; shortcuts work as for a person."""
        QTest.keyPress(self._focus(), key, keys)
        # The keyboard may be elsewhere by now, and whatever had it may be gone.
        QTest.keyRelease(self._focus(), key, keys)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Strike the keys of a text."""
        for character in text:
            self.key(character)

    def menu(self, *titles: str) -> QAction:
        """Open the menus of these titles one in the other; the last is the entry, triggered."""
        actions = self.desk.window.menuBar().actions()
        menu: QMenu | None = None
        for title in titles[:-1]:
            menu = _titled(actions, title).menu()
            assert isinstance(menu, QMenu)
            menu.aboutToShow.emit()
            actions = menu.actions()
        entry = _titled(actions, titles[-1])
        assert entry.isEnabled(), f"{titles} cannot be chosen now"
        entry.trigger()
        QApplication.processEvents()
        return entry

    def features(self) -> list[Feature]:
        """Features of the document in drawing order."""
        return list(self.desk.workspace.document.features())

    def only(self) -> Feature:
        """The one feature there is."""
        (feature,) = self.features()
        return feature

    def _send(
        self,
        kind: QEvent.Type,
        place: Position,
        button: Qt.MouseButton,
        keys: Qt.KeyboardModifier,
    ) -> None:
        viewport = self.desk.view.viewport()
        at = self.at(place)
        held = button if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        over = QPointF(viewport.mapToGlobal(QPoint(round(at.x()), round(at.y()))))
        event = QMouseEvent(kind, at, over, button, held, keys)
        if kind == QEvent.Type.MouseButtonPress:
            self.desk.view.setFocus(Qt.FocusReason.MouseFocusReason)
        QApplication.sendEvent(viewport, event)
        QApplication.processEvents()

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.desk.view


def _titled(actions: Iterable[QAction], title: str) -> QAction:
    found = [a for a in actions if a.text().replace("&", "").startswith(title)]
    assert found, f"no entry {title}"
    return found[0]
