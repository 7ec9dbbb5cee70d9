"""The sentence in the status line."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel

from baltic_desk.ui.plain_text import tooltip

_MESSAGE_MS = 4000
_MESSAGE_MS_PER_LETTER = 50


class HintLabel(QLabel):
    """A hint, and messages in front of it; elides what does not fit, never widens the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("faint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._hint = ""
        self._full = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fall_back)

    def hint(self, words: str) -> None:
        """What to do next: stays until another comes, and ends any message."""
        self._hint = words
        self._fall_back()

    def message(self, words: str) -> None:
        """What has happened: gives way to the hint after a while."""
        self._put(words)
        self._timer.start(_MESSAGE_MS + _MESSAGE_MS_PER_LETTER * len(words))

    def _fall_back(self) -> None:
        self._timer.stop()
        self._put(self._hint)

    def _put(self, words: str) -> None:
        self._full = words
        self.setToolTip(tooltip(words))
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(self._full, Qt.TextElideMode.ElideRight, self.width() - 4))
