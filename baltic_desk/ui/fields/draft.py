"""What is being written in a field: kept every moment, given once, taken back as a whole."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

KEEP_MS = 1000
"""From what is written to its being kept, although more may come."""


class Draft(QObject):
    """The text of one field, between what the document says and what a person writes.

    The field tells it of each edit with `edit`, and of what the document says with `say`.

    Parameters
    ----------
    written
        What the field holds by now.
    show
        Has the field hold a text; that is no edit.
    give
        Has the document hold a text that is written to its end.

    Attributes
    ----------
    keep
        Given what is written so far, each second or so; whether the document holds it then.
    withdraw
        Takes all that was kept of it out of the document; whether that could be.
    """

    def __init__(
        self,
        field: QObject,
        *,
        written: Callable[[], str],
        show: Callable[[str], None],
        give: Callable[[str], None],
    ) -> None:
        super().__init__(field)
        self.keep: Callable[[str], bool] | None = None
        self.withdraw: Callable[[], bool] | None = None
        self._written, self._show, self._give = written, show, give
        self._said: str | None = ""
        self._kept: str | None = None
        self._edited = False
        self._giving = False
        self._held: list[str | None] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(KEEP_MS)
        self._soon.timeout.connect(self._keep)

    @property
    def edited(self) -> bool:
        """Whether something is written that has not been given."""
        return self._edited

    def say(self, text: str | None) -> None:
        """The document holds a text, or several (None); it is shown unless another is written."""
        if self._giving:
            self._held = [text]  # of what comes while a text is given, the last holds
            return
        if self._edited and self._kept in (None, text):
            return
        self.forget()  # what was kept of it has been taken back
        self._said = text
        self._show(text or "")

    def edit(self) -> None:
        """Something has been written."""
        self._edited = True
        if self.keep is not None and not self._soon.isActive():
            self._soon.start()

    def settle(self) -> bool:
        """Give what has been written; whether there was anything to give."""
        if not self._edited:
            return False
        text, kept = self._written(), self._kept
        self.forget()
        # What is kept already is given, too: what is written after that is a step of its own.
        if kept is None and text == (self._said or ""):
            return False
        self._give_it(text)
        return True

    def take_back(self) -> None:
        """Show again what was there before anything was written, and have the document hold it."""
        kept, said = self._kept, self._said
        self.forget()
        self._show(said or "")
        if kept is None or kept == said:
            return
        withdrawn = self.withdraw is not None and self.withdraw()
        if not withdrawn and said is not None:
            self._give_it(said)

    def forget(self) -> None:
        """Have nothing written; what comes next is shown whatever it is."""
        self._edited = False
        self._kept = None
        self._soon.stop()

    def reopen(self) -> None:
        """What was given was refused: it is still being written."""
        self._edited = True

    def _keep(self) -> None:
        if not self._edited or self.keep is None:
            return
        text, kept = self._written(), self._kept
        if text == ((self._said or "") if kept is None else kept):
            return
        self._kept = None  # what is said meanwhile is no word of the document's
        self._kept = text if self.keep(text) else kept

    def _give_it(self, text: str) -> None:
        self._held, self._giving = [], True
        try:
            self._give(text)
        finally:
            self._giving = False
        for each in self._held:
            self.say(each)
