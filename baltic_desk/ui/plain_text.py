"""Text of a file or a person where Qt would look for markup in it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

_LONGEST = 600


def tooltip(text: str) -> str:
    """Text for a tooltip, cut where it is very long; its line breaks stay.

    A tooltip cannot be told to be plain text: it would take "<img src=…" for markup and load it.
    """
    if not text:
        return ""
    shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return f"<span>{escape(shown).replace(chr(10), '<br>')}</span>"


def plain_label(text: str = "") -> QLabel:
    """A label that takes nothing it is ever told for markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
