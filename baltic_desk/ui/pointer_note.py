"""What is being typed during a gesture, beside the pointer, with what it means."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

_OFFSET = QPoint(18, 20)
_CARET = "▏"


class PointerNote(QFrame):
    """A small dark label that follows the pointer over the map; it takes no clicks."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._at = QPoint()
        self.setObjectName("pointer-note")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(7, 3, 7, 3)
        layout.addWidget(self._label)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty when it is not on show."""
        return self._label.text() if self.isVisibleTo(self._over) else ""

    def follow(self, px: tuple[float, float]) -> None:
        """Move to the pointer."""
        self._at = QPoint(round(px[0]), round(px[1]))
        self._place()

    def say(self, entry: str, typed: str, readout: str = "") -> None:
        """Show what is typed after the name of what it means, the readout below; else nothing."""
        words = "\n".join(filter(None, (f"{entry}: {typed}{_CARET}", readout))) if typed else ""
        if words != self._label.text():
            self._label.setText(words)
            self.adjustSize()
            self._place()
        self.setVisible(bool(words))

    def _place(self) -> None:
        room = self._over.rect().adjusted(0, 0, -self.width() - 4, -self.height() - 4)
        at = self._at + _OFFSET
        # Near the right or lower edge it goes to the other side, never under the pointer.
        if at.x() > room.right():
            at.setX(self._at.x() - self.width() - _OFFSET.x() // 2)
        if at.y() > room.bottom():
            at.setY(self._at.y() - self.height() - _OFFSET.y() // 2)
        self.move(max(0, at.x()), max(0, at.y()))
