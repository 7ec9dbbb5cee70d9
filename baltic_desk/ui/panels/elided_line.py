"""A line of plain text that is cut where there is no room for it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from baltic_desk.ui.plain_text import tooltip

_LEAST_PX = 40


class ElidedLine(QLabel):
    """Takes the width it gets and asks for none; all of the text is in its tooltip."""

    def __init__(self, text: str = "", detail: str = "") -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.show_text(text, detail)

    @property
    def whole(self) -> str:
        """The text, uncut."""
        return self._whole

    def show_text(self, text: str, detail: str = "") -> None:
        """Show a text; `detail` is what its tooltip has instead."""
        self._whole = text
        self.setToolTip(tooltip(detail or text))
        self.setAccessibleName(text)
        self._cut()

    def sizeHint(self) -> QSize:
        return QSize(2 * _LEAST_PX, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = max(self.width(), _LEAST_PX)
        fits = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if fits != self.text():
            self.setText(fits)
