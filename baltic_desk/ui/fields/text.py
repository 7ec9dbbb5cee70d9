"""Fields to type in: a line, several lines, a fact to copy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QPlainTextEdit

from baltic_desk.ui.fields.field import MIXED, MIXED_TEXT, Fact, Field, Shown, Text, fill

_NOTE_LINES = 3
_TEXT_LIMIT = 60_000
KEEP_MS = 1000
"""From what is written in lines to its being kept, although more may come."""


class TextField(Field):
    """A `Text` or `Fact`."""

    def __init__(self, kind: Text | Fact) -> None:
        super().__init__()
        self._shown = ""
        self._edited = False
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
        if self._edited:
            return
        self._shown = "" if value is None or value is MIXED else str(value)
        if self._line.text() != self._shown:
            caret = self._line.cursorPosition()
            self._line.setText(self._shown)
            # A fresh text is read from its beginning; a text being worked on keeps its caret.
            self._line.setCursorPosition(caret if self._line.hasFocus() else 0)

    def settle(self) -> None:
        self._close_suggestions()
        if not self._edited:
            return
        self._edited = False
        text = self._line.text().strip()
        if text != self._shown:
            self.given.emit(text)
        else:
            self._take_back()

    def discard(self) -> None:
        self._edited = False

    def reopen(self) -> None:
        self._edited = True

    def _on_edited(self) -> None:
        self._edited = True
        self.touched.emit()

    def _on_suggestion(self, text: str) -> None:
        # Clicked, the line takes the suggestion's text after this signal; with Enter it has taken
        # it before, and given it.
        self._edited = self._edited or text != self._line.text()
        QTimer.singleShot(0, self, self.settle)

    def _close_suggestions(self) -> None:
        popup = None if self._suggestions is None else self._line.completer().popup()
        if popup is not None:
            popup.hide()

    def _take_back(self) -> None:
        self._close_suggestions()
        self._edited = False
        self._line.setText(self._shown)
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
    """A `Lines`: given when the focus leaves it, or with Ctrl+Enter.

    Attributes
    ----------
    keep
        Called each second or so with what is written so far; whether the document holds it then.
    """

    def __init__(self) -> None:
        super().__init__()
        self.keep: Callable[[str], bool] | None = None
        self._shown = ""
        self._kept: str | None = None
        self._edited = False
        self._giving = False
        self._held: tuple[Shown, str] | None = None
        """What came to be shown while something was given."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(KEEP_MS)
        self._soon.timeout.connect(self._keep)
        self._text = _Notes(self)
        self._text.left.connect(self.settle)
        self._text.undone.connect(self._take_back)
        self._text.textChanged.connect(self._on_edited)
        fill(self, self._text)

    def show_value(self, value: Shown, default: str = "") -> None:
        if self._giving:
            self._held = (value, default)
            return
        self._text.setPlaceholderText(MIXED_TEXT if value is MIXED else default)
        shown = "" if value is None or value is MIXED else str(value)
        if self._edited and self._kept in (None, shown):
            return
        self.discard()  # what was kept of it has been taken back
        self._shown = shown
        if self._text.toPlainText() != self._shown:
            with QSignalBlocker(self._text):
                replace_text(self._text, self._shown)

    def settle(self) -> None:
        if not self._edited:
            return
        text, known = self._written(), self._shown if self._kept is None else self._kept
        self.discard()
        if text != known:
            self._give(text)

    def discard(self) -> None:
        self._edited = False
        self._kept = None
        self._soon.stop()

    def reopen(self) -> None:
        self._edited = True

    def _on_edited(self) -> None:
        self._edited = True
        if self.keep is not None and not self._soon.isActive():
            self._soon.start()
        self.touched.emit()

    def _keep(self) -> None:
        if not self._edited or self.keep is None:
            return
        text, known = self._written(), self._shown if self._kept is None else self._kept
        if text != known:
            self._kept = None  # what is shown meanwhile is no word of the document's
            self._kept = text if self.keep(text) else None

    def _written(self) -> str:
        return self._text.toPlainText()[:_TEXT_LIMIT].rstrip()

    def _take_back(self) -> None:
        with QSignalBlocker(self._text):
            self._text.setPlainText(self._shown)
        kept = self._kept
        self.discard()
        if kept is not None and kept != self._shown:
            self._give(self._shown)

    def _give(self, text: str) -> None:
        self._held, self._giving = None, True
        try:
            self.given.emit(text)
        finally:
            self._giving = False
        self._show_held()

    def _show_held(self) -> None:
        if self._held is not None:
            self.show_value(*self._held)


def replace_text(edit: QPlainTextEdit, text: str) -> None:
    """Show another text; one that is being worked on keeps its caret where it was, or at the end.

    So it is when only a space at the end has gone because the project was saved.
    """
    at = edit.textCursor().position() if edit.hasFocus() else 0
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
