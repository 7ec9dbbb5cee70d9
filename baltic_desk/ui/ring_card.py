"""The card over the map that tells what a range ring rests on."""

from __future__ import annotations

import re

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from baltic_desk.app.ring_facts import RingFacts
from baltic_desk.ui.panels.wrapped_words import words
from baltic_desk.ui.plain_text import plain_label

GAP_PX = 20
"""Between the pointer, or the place that the card belongs to, and the card."""
EDGE_PX = 6
_WIDTH_LETTERS = 50
_BREAKS = re.compile(r"(?<=[/_=&?.-])(?=[^/])")
_ZERO_WIDTH_SPACE = "\u200b"


class RingCard(QFrame):
    """A panel that takes no clicks and is never under the pointer.

    Parameters
    ----------
    over
        The map; the card stays within it.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._facts: RingFacts | None = None
        self._note = ""
        self._spares: QPoint | None = None
        self.setObjectName("ring-card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 9, 12, 10)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self.hide()

    @property
    def facts(self) -> RingFacts | None:
        """What it tells now; None while it is hidden."""
        return self._facts if self.isVisibleTo(self._over) else None

    @property
    def text(self) -> str:
        """All that stands on it; empty while it is hidden."""
        return "" if self.facts is None else "\n".join(filter(None, (str(self.facts), self._note)))

    def tell(
        self,
        facts: RingFacts,
        at: QPoint,
        *,
        note: str = "",
        clear_of: QPoint | None = None,
        spares: QPoint | None = None,
    ) -> None:
        """Show facts beside a place.

        Parameters
        ----------
        note
            A line below them.
        clear_of
            The pointer, which stays uncovered; None when it is elsewhere.
        spares
            A place that stays uncovered if that can be: of the unit, say.
        """
        self._spares = spares
        if facts != self._facts or note != self._note:
            self._facts, self._note = facts, note
            self._fill()
        self.move(self._room_beside(at, clear_of))
        self.show()
        self.raise_()

    def dismiss(self) -> None:
        """Tell nothing."""
        self.hide()

    def keep_clear_of(self, pointer: QPoint) -> None:
        """Step aside when the pointer comes near."""
        if self.isVisibleTo(self._over) and _near(self.geometry(), pointer):
            self.move(self._room_beside(pointer, pointer))

    # -- inside ----------------------------------------------------------------------------------

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        facts = self._facts
        assert facts is not None
        self._grid.addWidget(words(facts.title, strong=True), 0, 0, 1, 2)
        for number, (name, text) in enumerate(facts.rows, start=1):
            top_left = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
            about = plain_label(name)
            about.setObjectName("faint")
            told = words(breakable(text), strong=facts.doubtful and name == "Standing")
            self._grid.addWidget(about, number, 0, top_left)
            self._grid.addWidget(told, number, 1)
        if self._note:
            self._grid.addWidget(words(self._note, faint=True), len(facts.rows) + 1, 0, 1, 2)
        self.setAccessibleName(facts.title)
        self.setAccessibleDescription(str(facts))
        self.ensurePolished()
        room = self._over.size() - QSize(2 * EDGE_PX, 2 * EDGE_PX)
        width = min(self.fontMetrics().averageCharWidth() * _WIDTH_LETTERS + 24, room.width())
        self.setFixedWidth(width)
        for label in self.findChildren(QLabel):
            label.ensurePolished()
        self._grid.invalidate()
        self._grid.activate()
        height = self._grid.totalHeightForWidth(width)
        self.resize(width, min(height, room.height()))

    def _room_beside(self, at: QPoint, clear_of: QPoint | None) -> QPoint:
        """Upper left corner: beside the place to the lower right, or where else there is room."""
        inside = self._over.rect().adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX)
        size = self.size()
        right, left = at.x() + GAP_PX, at.x() - GAP_PX - size.width()
        below, above = at.y() + GAP_PX, at.y() - GAP_PX - size.height()
        wanted = [QPoint(x, y) for y in (below, above) for x in (right, left)]
        corners = [
            QPoint(x, y)
            for x in (inside.right() - size.width(), inside.left())
            for y in (inside.top(), inside.bottom() - size.height())
        ]
        beside = [_within(QRect(corner, size), inside) for corner in wanted]
        places = [*wanted, *beside, *corners]
        free = [place for place in places if inside.contains(QRect(place, size))]
        clear = [place for place in free if not _near(QRect(place, size), clear_of)]
        sparing = [place for place in clear if not _near(QRect(place, size), self._spares)]
        return next(iter((*sparing, *clear, *beside)))


def breakable(text: str) -> str:
    """An address with places where its line may end; a label breaks it nowhere else."""
    if "://" not in text:
        return text
    return _BREAKS.sub(_ZERO_WIDTH_SPACE, text)


def _near(box: QRect, point: QPoint | None) -> bool:
    """Whether a box covers a point, or all but does."""
    wider = box.adjusted(-EDGE_PX, -EDGE_PX, EDGE_PX, EDGE_PX)
    return point is not None and wider.contains(point)


def _within(box: QRect, inside: QRect) -> QPoint:
    """The box's corner when it is pushed inside."""
    x = max(min(box.x(), inside.right() - box.width()), inside.left())
    y = max(min(box.y(), inside.bottom() - box.height()), inside.top())
    return QPoint(x, y)
