"""A field to choose one of many: a word of its name is typed, the list shows what has it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from baltic_desk.ui.fields.field import MIXED, MIXED_TEXT, Choice, Field, Shown, fill


class SearchField(Field):
    """A `Choice` of many values. A text that is no value's name is taken back."""

    def __init__(self, kind: Choice) -> None:
        super().__init__()
        self._values = [value for value, _ in kind.options]
        self._at = -1
        self._box = _Box(self)
        self._box.addItems([title for _, title in kind.options])
        self._line = self._box.line
        completer = QCompleter(self._box.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self.settle)
        self._box.setCompleter(completer)
        self._box.activated.connect(self._on_activated)
        self._line.textEdited.connect(self.touched)
        self._line.editingFinished.connect(self.settle)
        fill(self, self._box)

    def offer(self, kind: Choice) -> None:
        """Offer other values from now on; what is shown has to be shown again."""
        values = [value for value, _ in kind.options]
        if values == self._values:
            return
        self._values = values
        with QSignalBlocker(self._box):
            self._box.clear()
            self._box.addItems([title for _, title in kind.options])

    def show_value(self, value: Shown, default: str = "") -> None:
        self._at = -1 if value is MIXED or value not in self._values else self._values.index(value)
        self._line.setPlaceholderText(MIXED_TEXT if value is MIXED else default)
        self._show()

    def settle(self) -> None:
        typed = self._line.text().strip().casefold()
        titles = [self._box.itemText(i).casefold() for i in range(self._box.count())]
        if self._at >= 0 and typed == titles[self._at]:
            return
        fitting = [i for i, title in enumerate(titles) if title == typed] or [
            i for i, title in enumerate(titles) if typed and typed in title
        ]
        if len(fitting) >= 1 and (len(fitting) == 1 or titles[fitting[0]] == typed):
            self._on_activated(fitting[0])
        else:
            self._show()

    def discard(self) -> None:
        self._show()

    def _on_activated(self, index: int) -> None:
        if index == self._at:
            self._show()
            return
        self._at = index
        self._show()
        self.given.emit(self._values[index])

    def _show(self) -> None:
        with QSignalBlocker(self._box):
            self._box.setCurrentIndex(self._at)
            self._box.setEditText(self._box.itemText(self._at) if self._at >= 0 else "")
        self._line.setCursorPosition(0)


class _Box(QComboBox):
    """An editable combo box that leaves the wheel to the page unless it has the focus."""

    def __init__(self, field: SearchField) -> None:
        super().__init__(field)
        field.setFocusProxy(self)
        self._field = field
        self.setEditable(True)
        self.line = _Line(field)
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._field.discard()
            event.accept()
            return
        super().keyPressEvent(event)


class _Line(QLineEdit):
    """The text is selected when the focus comes, so that typing searches."""

    def __init__(self, field: SearchField) -> None:
        super().__init__(field)
        self.setFrame(False)
        self.setStyleSheet("border: none; background: transparent; padding: 0")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.selectAll()
