"""A text that is written on: kept every moment, so that no crash takes it, and one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import NamedTuple

from baltic_desk.document.document import Document
from baltic_desk.document.history import Step


class _Piece(NamedTuple):
    document: Document
    phase: str | None
    what: Hashable
    step: Step


class Writing:
    """Has each piece take the place of the one before, as long as nothing came between.

    Parts of a text that are saved stay a step of their own: undo leads to what the file holds.
    """

    def __init__(self) -> None:
        self._last: _Piece | None = None

    def put(
        self, document: Document, what: Hashable, put: Callable[[], object], *, more: bool
    ) -> None:
        """Have `put` write the text as it is by now; whatever it raises, nothing is changed.

        Parameters
        ----------
        what
            Tells the text from others.
        more
            Whether it is still being written.
        """
        history = document.history
        again = self._follows(document, what)
        if again:
            document.undo()
        behind = history.cursor
        try:
            put()
        except Exception:
            if again:
                document.redo()
            raise
        self._last = None
        if more and history.cursor > behind:
            step = history.steps[history.cursor - 1]
            self._last = _Piece(document, document.phase, what, step)

    def take_back(self, document: Document, what: Hashable) -> bool:
        """Undo what was kept of a text; False when something else has been done, or it was saved.

        Then it is no piece any more, but a step as all others.
        """
        follows = self._follows(document, what)
        self._last = None
        if follows:
            document.undo()
        return follows

    def _follows(self, document: Document, what: Hashable) -> bool:
        """Whether the last step of a document is a piece of this text."""
        last, history = self._last, document.history
        return (
            last is not None
            and last.document is document
            and (last.phase, last.what) == (document.phase, what)
            and not history.clean
            and history.cursor == len(history.steps) > 0
            and history.steps[-1] is last.step
        )
