"""Lines of plain text that wrap, for panels that tell more than a form does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy


def words(text: str, *, faint: bool = False, strong: bool = False, indent_px: int = 0) -> QLabel:
    """A label of plain text, whatever is in it."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if indent_px:
        label.setIndent(indent_px)
    if faint:
        label.setObjectName("faint")
    if strong:
        font = label.font()
        font.setBold(True)
        label.setFont(font)
    return label


def cut_words() -> QLabel:
    """A label that wraps, and cuts a word that is too long, rather than widen its form."""
    label = words("")
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


class CopiedLine(QLineEdit):
    """A line that can be selected and copied, and not changed; a long one is scrolled."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.setReadOnly(True)
        self.setFrame(False)
        self.setCursorPosition(0)
        self.setAccessibleName(name)
        self.setStyleSheet("QLineEdit { border: none; background: none; padding: 0 8px; }")
