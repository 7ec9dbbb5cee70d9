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
        columns = [QVBoxLayout() for _ in range(_COLUMNS)]
        lengths = [0] * _COLUMNS
        for title, rows in _blocks(commands):
            at = lengths.index(min(lengths))
            lengths[at] += len(rows) + 2
            columns[at].addLayout(_block(title, rows))
        content = QWidget()
        content.setAutoFillBackground(False)
        across = QHBoxLayout(content)
        across.setSpacing(36)
        for column in columns:
            column.setSpacing(16)
            column.addStretch(1)
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


def _block(title: str, rows: list[tuple[Sequence[str], str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(3)
    grid.setHorizontalSpacing(14)
    heading = QLabel(title)
    heading.setObjectName("heading")
    grid.addWidget(heading, 0, 0, 1, 2)
    for line, (keys, what) in enumerate(rows, start=1):
        grid.addWidget(QLabel(what), line, 0)
        grid.addWidget(_keycaps(keys), line, 1, Qt.AlignmentFlag.AlignLeft)
    grid.setColumnStretch(0, 1)
    return grid


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
