"""A strip above the map that says something lasting and offers what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from baltic_desk.ui.icons import icon

Offer = tuple[str, Callable[[], object]]


class Banner(QFrame):
    """One message at a time, by key: a later one of the same key takes its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._waiting: dict[str, tuple[str, Sequence[Offer]]] = {}
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._close = QToolButton()
        self._close.setIcon(icon("close"))
        self._close.setAutoRaise(True)
        self._close.setAccessibleName("Dismiss this message")
        self._close.clicked.connect(self._dismiss_shown)
        self._buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 5, 6, 5)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._close)
        self.hide()

    @property
    def keys(self) -> tuple[str, ...]:
        """Messages that are on show or wait behind it, the shown one last."""
        return tuple(self._waiting)

    @property
    def text(self) -> str:
        """The message on show; empty when there is none."""
        return self._words.text() if self._waiting else ""

    def put(self, key: str, words: str, offers: Sequence[Offer] = ()) -> None:
        """Show a message with buttons; pressing one dismisses it."""
        self._waiting.pop(key, None)
        self._waiting[key] = (words, offers)
        self._show_last()

    def dismiss(self, key: str) -> None:
        """Take a message away, if it is there."""
        if self._waiting.pop(key, None) is not None:
            self._show_last()

    def _show_last(self) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        if not self._waiting:
            self.hide()
            return
        words, offers = next(reversed(self._waiting.values()))
        self._words.setText(words)
        for title, act in offers:
            button = _OfferButton(title, act, self)
            self._row.insertWidget(self._row.count() - 1, button)
            self._buttons.append(button)
        self.show()

    def _dismiss_shown(self) -> None:
        self.dismiss(next(reversed(self._waiting), ""))


class _OfferButton(QPushButton):
    def __init__(self, title: str, act: Callable[[], object], banner: Banner) -> None:
        super().__init__(title, banner)
        self._act = act
        self._banner = banner
        self.clicked.connect(self._take)

    def _take(self) -> None:
        self._banner.dismiss(next(reversed(self._banner.keys), ""))
        self._act()
