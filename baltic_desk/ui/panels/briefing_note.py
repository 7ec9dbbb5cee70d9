"""The note of a step: plain text that grows with what is written, given when it settles."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from baltic_desk.app.briefing import reading_time_s
from baltic_desk.ui.fields.text import KEEP_MS, replace_text

_LEAST_LINES, _MOST_LINES = 3, 11
_FRAME_PX = 16
_TEXT_LIMIT = 60_000


class NoteField(QPlainTextEdit):
    """What is written is given once: when the focus leaves, with Ctrl+Enter or Esc, or by `settle`.

    Signals
    -------
    given
        Id of the step, and its note.
    left
        Ctrl+Enter or Esc: back to the map.

    Attributes
    ----------
    keep
        Called each second or so with the step's id and what is written so far; whether the document
        holds it then.
    """

    given = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.keep: Callable[[str, str], bool] | None = None
        self._step = ""
        self._shown = ""
        self._kept: str | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(KEEP_MS)
        self._soon.timeout.connect(self._keep)
        self.textChanged.connect(self._keep_soon)
        self._most_lines = _MOST_LINES
        self.setTabChangesFocus(True)
        self.setPlaceholderText("What you say at this step; never shown to the audience")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self._grow)
        self.call("")
        self._grow()

    def call(self, title: str) -> None:
        """Give it the name that a screen reader says."""
        self.setAccessibleName(f"Note of {title}" if title else "Note")

    def make_room(self, free_px: int) -> None:
        """Grow into so much at most, where there is more to read than that."""
        lines = (free_px - _FRAME_PX) // self.fontMetrics().lineSpacing()
        self._most_lines = min(max(lines, _LEAST_LINES), _MOST_LINES)
        self._grow()

    def show_note(self, step_id: str, note: str) -> None:
        """Show the note of a step; what is being written to another is given first."""
        if step_id != self._step:
            self.settle()
        elif self.document().isModified() and self._kept in (None, note):
            return
        self._step, self._shown, self._kept = step_id, note, None
        if self.toPlainText() != note:
            with QSignalBlocker(self):
                replace_text(self, note)
            self._grow()
        self.document().setModified(False)

    @property
    def writing(self) -> bool:
        """Whether something is written that has not been given."""
        return self.document().isModified()

    def settle(self) -> None:
        """Give what has been written."""
        if not self.document().isModified():
            return
        self.document().setModified(False)
        self._soon.stop()
        note, known = self._written(), self._shown if self._kept is None else self._kept
        self._shown, self._kept = note, None
        if note != known:
            self.given.emit(self._step, note)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if (enter and control) or event.key() == Qt.Key.Key_Escape:
            self.settle()
            self.left.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _keep_soon(self) -> None:
        if self.keep is not None and self.writing and not self._soon.isActive():
            self._soon.start()

    def _keep(self) -> None:
        if not self.writing or self.keep is None:
            return
        note, known = self._written(), self._shown if self._kept is None else self._kept
        if note != known:
            self._kept = None  # what is shown meanwhile is no word of the document's
            self._kept = note if self.keep(self._step, note) else None

    def _written(self) -> str:
        return self.toPlainText()[:_TEXT_LIMIT].rstrip()

    def _grow(self) -> None:
        lines = int(self.document().size().height())  # of a plain text, lines as they wrap
        lines = min(max(lines, _LEAST_LINES), self._most_lines)
        height = self.fontMetrics().lineSpacing() * lines + _FRAME_PX
        if height != self.height():
            self.setFixedHeight(height)


def length_words(note: str) -> str:
    """How long a note is: words, and the time it takes to say it.

    >>> length_words("one two three "), length_words("word " * 260)
    ('3 words · a few seconds', '260 words · about 2 min')
    """
    count = len(note.split())
    if not count:
        return ""
    seconds = reading_time_s(note)
    if seconds < 10.0:
        time = "a few seconds"
    elif seconds < 90.0:
        time = f"about {5 * round(seconds / 5)} s"
    else:
        time = f"about {round(seconds / 30) / 2:g} min"
    return f"{count} word{'s' * (count != 1)} · {time}"
