"""A field for a colour: its digits to type, and swatches to choose from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from baltic_desk.ui.fields.field import MIXED, Colour, Field, Shown, Text
from baltic_desk.ui.fields.text import TextField
from baltic_desk.ui.plain_text import tooltip


class ColourField(Field):
    """A `Colour`: a line for its digits, and a button with swatches to choose from."""

    def __init__(self, kind: Colour) -> None:
        super().__init__()
        self._line = TextField(Text())
        self._line.given.connect(self._on_typed)
        self._line.touched.connect(self.touched)
        self._button = _Swatch()
        self._button.setToolTip("Choose a colour")
        self._button.clicked.connect(self._open)
        self._palette = _Swatches(self, kind.swatches)
        self._palette.chosen.connect(self._on_chosen)
        self.setFocusProxy(self._line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._button)
        layout.addWidget(self._line)

    def call(self, name: str) -> None:
        super().call(name)
        self._line.call(name)
        self._button.setAccessibleName(f"{name}: choose")

    def show_value(self, value: Shown, default: str = "") -> None:
        self._line.show_value(value, default)
        self._button.colour = default if value is None else "" if value is MIXED else str(value)
        self._button.update()

    def settle(self) -> None:
        self._line.settle()

    def discard(self) -> None:
        self._line.discard()

    def reopen(self) -> None:
        self._line.reopen()

    def _on_typed(self, text: str) -> None:
        digits = text.removeprefix("#")
        self.given.emit(f"#{digits.lower()}" if re.fullmatch("[0-9a-fA-F]+", digits) else text)

    def _on_chosen(self, colour: str) -> None:
        self.given.emit(colour)

    def _open(self) -> None:
        corner = self._button.mapToGlobal(self._button.rect().bottomLeft())
        self._palette.move(corner)
        self._palette.show()
        self._palette.setFocus()


class _Swatch(QToolButton):
    """A button filled with a colour; nothing stands for several colours."""

    colour = ""

    def sizeHint(self) -> QSize:
        return QSize(34, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        box = self.rect().adjusted(5, 5, -5, -5)
        edge = QPalette.ColorRole.Accent if self.hasFocus() else QPalette.ColorRole.Mid
        painter.setPen(self.palette().color(edge))
        if self.colour:
            painter.setBrush(QColor(self.colour))
        painter.drawRect(box)
        painter.end()


class _Swatches(QWidget):
    """Colours and the default to choose from; arrow keys go about, Enter takes, Esc closes."""

    chosen = Signal(str)
    _COLUMNS = 8

    def __init__(self, parent: QWidget, colours: Sequence[str]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._buttons: list[QToolButton] = []
        grid = QGridLayout()
        grid.setSpacing(2)
        for number, colour in enumerate(colours):
            button = _Swatch()
            button.setAutoRaise(True)
            button.colour = colour
            button.setToolTip(tooltip(colour))
            button.setAccessibleName(colour)
            grid.addWidget(button, *divmod(number, self._COLUMNS))
            self._buttons.append(button)
        default = QToolButton()
        default.setText("Default")
        self._buttons.append(default)
        for button in self._buttons:
            button.clicked.connect(self._on_clicked)
            button.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addLayout(grid)
        layout.addWidget(default)
        self.setFocusProxy(self._buttons[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the grid. The buttons have the keyboard themselves, so their filter sees all."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(watched, QToolButton)
        at = self._buttons.index(watched)
        last = len(self._buttons) - 1  # the default, which is as wide as a row
        match Qt.Key(event.key()):
            case Qt.Key.Key_Left:
                there = at - 1
            case Qt.Key.Key_Right:
                there = at + 1
            case Qt.Key.Key_Up:
                row = (last - 1 if at == last else at - self._COLUMNS) // self._COLUMNS
                there = row * self._COLUMNS + (0 if at == last else at % self._COLUMNS)
            case Qt.Key.Key_Down:
                there = min(at + self._COLUMNS, last)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                watched.click()
                return True
            case _:
                return False
        if 0 <= there <= last:
            self._buttons[there].setFocus()
        return True

    def _on_clicked(self) -> None:
        button = self.sender()
        self.hide()
        self.chosen.emit(button.colour if isinstance(button, _Swatch) else "")
