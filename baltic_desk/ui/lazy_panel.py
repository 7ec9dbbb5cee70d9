"""A panel whose content is made when it is first looked at, so that the start need not wait."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class LazyPanel(QWidget):
    """Stands where the content will be, and hands the keyboard on to it.

    Until `release` it waits even when it is seen, so that at the start the map comes first.
    """

    def __init__(self, make: Callable[[], QWidget]) -> None:
        super().__init__()
        self._make = make
        self._content: QWidget | None = None
        self._held = True
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def content(self) -> QWidget:
        """The panel itself, made now if it was not yet."""
        if self._content is None:
            self._content = self._make()
            self._layout.addWidget(self._content)
        return self._content

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # A dock behind other tabs is shown once while the window is laid out and later only moved
        # into sight: that it is painted is the one event that says it is looked at.
        if self._content is None and not self._held:
            QTimer.singleShot(0, self._make_if_seen)

    def release(self) -> None:
        """Make the content if it is seen, and from now on as soon as it is."""
        self._held = False
        self._make_if_seen()

    def _make_if_seen(self) -> None:
        if self.isVisible() and not self.visibleRegion().isEmpty():
            self.content()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        content = self.content()
        if content.focusPolicy() != Qt.FocusPolicy.NoFocus or content.focusProxy() is not None:
            content.setFocus(event.reason())
        else:
            self.focusNextChild()
