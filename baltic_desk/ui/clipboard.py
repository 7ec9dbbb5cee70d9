"""The system's clipboard as text; satisfies `Clipboard`."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication


class SystemClipboard:
    """Plain text in and out: GeoJSON is text, so features can be pasted into any editor."""

    def read(self) -> str:
        """Text on the clipboard; empty when there is none."""
        return QGuiApplication.clipboard().text()

    def write(self, text: str) -> None:
        """Put text on the clipboard."""
        QGuiApplication.clipboard().setText(text)
