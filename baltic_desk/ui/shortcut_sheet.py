"""The sheet of keyboard shortcuts, made of the command table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app.command import MENUS, Command
from baltic_desk.ui.plain_text import plain_label

_COLUMNS = 3
_GESTURES = (
    ("Wheel", "Zoom at the pointer"),
    ("Middle drag", "Pan"),
    ("Space + drag", "Pan"),
    ("Shift + click", "Place several; constrain"),
    ("Ctrl + click", "Add to the selection"),
    ("0–9 during a gesture", "Type a distance, bearing or position"),
    ("Enter", "Finish the gesture"),
    ("Backspace", "One point back"),
    ("Esc", "Leave the gesture, then the tool"),
)


class ShortcutSheet(QFrame):
    """All shortcuts in columns, over its parent, until Esc or a click."""

    def __init__(self, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Keyboard shortcuts")
        columns = [_column() for _ in range(_COLUMNS)]
        for title, rows in _blocks(commands):
            _add_block(min(columns, key=QGridLayout.rowCount), title, rows)
        content = QWidget()
        across = QHBoxLayout(content)
        across.setSpacing(40)
        for column in columns:
            column.setRowStretch(column.rowCount(), 1)
            across.addLayout(column)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.addWidget(scroll)
        self._wanted = content.sizeHint()
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(34)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 90))
        self.setGraphicsEffect(shadow)
        self.hide()

    def open(self) -> None:
        """Show the sheet in the middle of its parent."""
        parent = self._over
        width = min(self._wanted.width() + 66, parent.width() - 40)
        height = min(self._wanted.height() + 42, parent.height() - 40)
        self.setGeometry(
            (parent.width() - width) // 2, (parent.height() - height) // 2, width, height
        )
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def event(self, event: QEvent) -> bool:
        """Any key but those that scroll, and any click, puts the sheet away."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.hide()
            return True
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.FocusOut):
            self.hide()
        return super().event(event)


def _blocks(
    commands: Sequence[Command],
) -> list[tuple[str, list[tuple[Sequence[str], str]]]]:
    blocks: list[tuple[str, list[tuple[Sequence[str], str]]]] = []
    for menu in MENUS:
        rows: list[tuple[Sequence[str], str]] = [
            (tuple(_native(keys) for keys in command.shortcuts[:2]), command.title.rstrip("…"))
            for command in commands
            if command.shortcuts and command.menu.split("/")[0] == menu
        ]
        if rows:
            blocks.append((menu, rows))
    blocks.append(("On the map", [((keys,), what) for keys, what in _GESTURES]))
    return sorted(blocks, key=lambda block: -len(block[1]))


def _column() -> QGridLayout:
    column = QGridLayout()
    column.setVerticalSpacing(3)
    column.setHorizontalSpacing(18)
    return column


def _add_block(column: QGridLayout, title: str, rows: list[tuple[Sequence[str], str]]) -> None:
    heading = plain_label(title)
    heading.setObjectName("heading")
    line = column.rowCount()
    heading.setContentsMargins(0, 0 if line == 1 else 14, 0, 2)
    column.addWidget(heading, line, 0, 1, 2)
    for keys, what in rows:
        line += 1
        column.addWidget(plain_label(what), line, 0)
        column.addWidget(_keycaps(keys), line, 1, Qt.AlignmentFlag.AlignLeft)


def _keycaps(keys: Sequence[str]) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for text in keys:
        cap = QLabel(text)
        cap.setObjectName("keycap")
        cap.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(cap)
    return row


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
