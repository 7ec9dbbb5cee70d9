"""A section under a heading that folds it away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

_HEADING = "QToolButton { border: none; background: none; padding: 3px 0; }"


class Fold(QWidget):
    """A heading, a button to the keyboard, above a body. `unfolded` tells of its opening."""

    unfolded = Signal()

    def __init__(self, title: str, body: QWidget) -> None:
        super().__init__()
        self._body = body
        self.heading = QToolButton()
        self.heading.setText(title)
        self.heading.setAutoRaise(True)
        self.heading.setCheckable(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setArrowType(Qt.ArrowType.RightArrow)
        self.heading.setStyleSheet(_HEADING)
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.heading.toggled.connect(self._on_toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.heading)
        layout.addWidget(body)
        body.hide()

    @property
    def is_open(self) -> bool:
        """Whether the body is on show."""
        return self.heading.isChecked()

    def _on_toggled(self, open_: bool) -> None:
        self._body.setVisible(open_)
        self.heading.setArrowType(Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow)
        if open_:
            self.unfolded.emit()
