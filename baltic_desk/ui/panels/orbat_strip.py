"""Where units are dropped that shall come to the top of the ORBAT."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel

from baltic_desk.ui.panels.orbat_model import UNITS_MIME, units_of


class DetachStrip(QLabel):
    """On show while units are dragged: dropped here they come to the top."""

    def __init__(self, drop: Callable[[Sequence[str]], None]) -> None:
        super().__init__("Drop here for the top of the ORBAT")
        self._drop = drop
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName("heading")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContentsMargins(4, 6, 4, 6)
        self.setAcceptDrops(True)
        self.hide()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(UNITS_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop(units_of(event.mimeData()))
