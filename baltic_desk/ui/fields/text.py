"""Fields to type in: a line, several lines, a fact to copy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QPlainTextEdit

from baltic_desk.ui.fields.draft import Draft
from baltic_desk.ui.fields.field import MIXED, MIXED_TEXT, Fact, Field, Shown, Text, fill

_NOTE_LINES = 3
_TEXT_LIMIT = 60_000


class TextField(Field):
    """A `Text` or `Fact`."""

    def __init__(self, kind: Text | Fact) -> None:
        super().__init__()
        self._draft = Draft(self, written=self._written, show=self._show_text, give=self.given.emit)
        self._is_free = isinstance(kind, Text) and kind.free
        self._suggestions = kind.suggestions if isinstance(kind, Text) else None
        self._line = _Line(self)
        self._line.setReadOnly(isinstance(kind, Fact))
        self._line.setFrame(not isinstance(kind, Fact))
        if isinstance(kind, Fact):
            self._line.setStyleSheet("background: transparent; border: none")
        self._line.textEdited.connect(self._on_edited)
        self._line.editingFinished.connect(self.settle)
        self._line.undone.connect(self._take_back)
        self._line.entered.connect(self._offer)
        if self._suggestions is not None:
            completer = QCompleter(QStringListModel(self), self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.activated.connect(self._on_suggestion)
            self._line.setCompleter(completer)
        fill(self, self._line)

    def show_value(self, value: Shown, default: str = "") -> None:
        self._line.setPlaceholderText(MIXED_TEXT if value is MIXED else default)
        self._draft.say(said(value))

    def settle(self) -> None:
        self._close_suggestions()
        if self._draft.edited and not self._draft.settle():
            self._take_back()

    def discard(self) -> None:
        self._draft.forget()

    def reopen(self) -> None:
        self._draft.reopen()

    def keep_by(self, keep: Callable[[str], bool], withdraw: Callable[[], bool]) -> None:
        if self._is_free:
            self._draft.keep, self._draft.withdraw = keep, withdraw

    def _written(self) -> str:
        return self._line.text().strip()

    def _show_text(self, text: str) -> None:
        if self._line.text() == text:
            return
        caret = self._line.cursorPosition()
        self._line.setText(text)
        # A fresh text is read from its beginning; a text being worked on keeps its caret.
        self._line.setCursorPosition(caret if self._line.hasFocus() else 0)

    def _on_edited(self) -> None:
        self._draft.edit()
        self.touched.emit()

    def _on_suggestion(self, text: str) -> None:
        # Clicked, the line takes the suggestion's text after this signal; with Enter it has taken
        # it before, and given it.
        if text != self._line.text():
            self._draft.edit()
        QTimer.singleShot(0, self, self.settle)

    def _close_suggestions(self) -> None:
        popup = None if self._suggestions is None else self._line.completer().popup()
        if popup is not None:
            popup.hide()

    def _take_back(self) -> None:
        self._close_suggestions()
        self._draft.take_back()
        self._line.setModified(False)
        self._line.selectAll()
        self.touched.emit()

    def _offer(self) -> None:
        if self._suggestions is None:
            return
        model = self._line.completer().model()
        assert isinstance(model, QStringListModel)
        model.setStringList(list(self._suggestions()))


class _Line(QLineEdit):
    """A line edit that tells of Esc (while there is something to take back) and of the focus."""

    undone = Signal()
    entered = Signal()

    def __init__(self, field: TextField) -> None:
        super().__init__(field)
        field.setFocusProxy(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.setModified(False)
            self.undone.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


class LinesField(Field):
    """A `Lines`: given when the focus leaves it, or with Ctrl+Enter."""

    def __init__(self) -> None:
        super().__init__()
        self._draft = Draft(self, written=self._written, show=self._show_text, give=self.given.emit)
        self._text = _Notes(self)
        self._text.left.connect(self.settle)
        self._text.undone.connect(self._take_back)
        self._text.textChanged.connect(self._on_edited)
        fill(self, self._text)

    def show_value(self, value: Shown, default: str = "") -> None:
        self._text.setPlaceholderText(MIXED_TEXT if value is MIXED else default)
        self._draft.say(said(value))

    def settle(self) -> None:
        self._draft.settle()

    def discard(self) -> None:
        self._draft.forget()

    def reopen(self) -> None:
        self._draft.reopen()

    def keep_by(self, keep: Callable[[str], bool], withdraw: Callable[[], bool]) -> None:
        self._draft.keep, self._draft.withdraw = keep, withdraw

    def _on_edited(self) -> None:
        self._draft.edit()
        self.touched.emit()

    def _take_back(self) -> None:
        self._draft.take_back()
        self._text.document().setModified(False)

    def _written(self) -> str:
        return plain_of(self._text)

    def _show_text(self, text: str) -> None:
        replace_text(self._text, text)


def said(value: Shown) -> str | None:
    """The text that stands for a value; None for several that differ."""
    if value is MIXED:
        return None
    return "" if value is None else str(value)


def plain_of(edit: QPlainTextEdit) -> str:
    """What is written, without spaces at its end; no longer than a file may hold it."""
    return edit.toPlainText()[:_TEXT_LIMIT].rstrip()


def replace_text(edit: QPlainTextEdit, text: str) -> None:
    """Show another text; one that is being worked on keeps its caret where it was, or at the end.

    So it is when only a space at the end has gone because the project was saved. Nobody hears of
    it as an edit.
    """
    if edit.toPlainText() == text:
        return
    at = edit.textCursor().position() if edit.hasFocus() else 0
    with QSignalBlocker(edit):
        edit.setPlainText(text)
    caret = edit.textCursor()
    caret.setPosition(min(at, edit.document().characterCount() - 1))
    edit.setTextCursor(caret)


class _Notes(QPlainTextEdit):
    left = Signal()
    undone = Signal()

    def __init__(self, field: LinesField) -> None:
        super().__init__(field)
        field.setFocusProxy(self)
        self.setTabChangesFocus(True)
        height = self.fontMetrics().lineSpacing() * _NOTE_LINES + 14
        self.setFixedHeight(height)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.document().isModified():
            self.undone.emit()
        else:
            super().keyPressEvent(event)
