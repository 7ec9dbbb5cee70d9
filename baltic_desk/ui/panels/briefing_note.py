"""The note of a step: plain text that grows with what is written, given when it settles."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from baltic_desk.app.briefing import reading_time_s
from baltic_desk.ui.fields.draft import Draft
from baltic_desk.ui.fields.text import plain_of, replace_text

_LEAST_LINES, _MOST_LINES = 3, 11
_FRAME_PX = 16


class NoteField(QPlainTextEdit):
    """What is written is given once: when the focus leaves, with Ctrl+Enter or Esc, or by `settle`.

    Signals
    -------
    given
        Id of the step, and its note.
    left
        Ctrl+Enter or Esc: back to the map.
    """

    given = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._step = ""
        self._draft = Draft(self, written=self._written, show=self._show_text, give=self._give)
        self.textChanged.connect(self._draft.edit)
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

    def keep_by(self, keep: Callable[[str, str], bool]) -> None:
        """Have each second or so the step's id and what is written so far kept by somebody.

        The answer is whether the document holds it then.
        """
        self._draft.keep = lambda note: keep(self._step, note)

    def show_note(self, step_id: str, note: str) -> None:
        """Show the note of a step; what is being written to another is given first."""
        if step_id != self._step:
            self.settle()
            self._step = step_id
        self._draft.say(note)

    @property
    def writing(self) -> bool:
        """Whether something is written that has not been given."""
        return self._draft.edited

    def settle(self) -> None:
        """Give what has been written."""
        self._draft.settle()

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

    def _give(self, note: str) -> None:
        self.given.emit(self._step, note)

    def _written(self) -> str:
        return plain_of(self)

    def _show_text(self, note: str) -> None:
        replace_text(self, note)
        self._grow()

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
