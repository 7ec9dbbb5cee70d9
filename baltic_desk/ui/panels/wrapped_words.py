"""Lines of plain text that wrap, for panels that tell more than a form does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


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


def copied_words(text: str, *, indent_px: int = 0) -> QLabel:
    """A label whose text can be selected and copied, with a line broken where it has to be."""
    # An address has no blanks to break it at, and would make the panel as wide as itself.
    label = words("\u200b".join(text), faint=True, indent_px=indent_px)
    label.setAccessibleName(text)
    label.setTextInteractionFlags(_SELECTABLE)
    return label
