"""The sentence in the status line."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel


class HintLabel(QLabel):
    """A status line that gives way: it elides what does not fit instead of widening the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("faint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._full = ""

    def say(self, words: str) -> None:
        """Show these words, as many as there is room for."""
        self._full = words
        self.setToolTip(words)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(self._full, Qt.TextElideMode.ElideRight, self.width() - 4))
