"""A ring that may be drawn about a system, with its figures and on whose word each stands."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from baltic_desk.app.settings import DistanceUnit
from baltic_desk.app.system_placing import can_be_drawn, reach, standing
from baltic_desk.coverage.figures import STATUSES, Figure, Source
from baltic_desk.coverage.ring_classes import RING_CLASSES, RingClass
from baltic_desk.coverage.rings import RingParameters
from baltic_desk.document.style import DASHES
from baltic_desk.ui.panels.wrapped_words import words
from baltic_desk.ui.plain_text import tooltip

INDENT_PX = 23
_STROKE = QSize(46, 12)  # long enough for the longest dash and its gap


class RingRow(QWidget):
    """A box to tick, the line it is drawn with, and what its range rests on."""

    def __init__(
        self, ring: RingParameters, unit: DistanceUnit, *, ticked: bool, usual: bool
    ) -> None:
        super().__init__()
        self.ring = ring
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        ring_class = RING_CLASSES[ring.ring_class]
        drawable = can_be_drawn(ring)
        self.box = QCheckBox(reach(ring, unit) + (" · usual" if usual else ""))
        font = self.box.font()
        font.setBold(True)
        self.box.setFont(font)
        self.box.setEnabled(drawable)
        self.box.setChecked(ticked and drawable)
        self.box.setAccessibleName(
            f"Draw the ring of {ring.variant}, {reach(ring, unit)}, {ring_class.title}"
        )
        lines = figure_lines(ring, unit)
        self.box.setAccessibleDescription("; ".join(filter(None, (*lines, ring.note))))
        if ring.note:
            # Remarks stand with all figures as well; here they would hide the other rings.
            self.setToolTip(tooltip(ring.note))
        grid.addWidget(self.box, 0, 0)
        grid.addWidget(_Stroke(ring_class), 0, 1)
        texts = [words(f"{ring_class.title} · {ring.variant}")]
        texts += [words(line, faint=not ring.doubtful, strong=ring.doubtful) for line in lines]
        if not drawable:
            texts.append(words("Not drawn: it reaches over the pole", strong=True))
        if ring.alternative:
            texts.append(words("Another figure for the same", faint=True))
        if ring.on_request:
            texts.append(words("Drawn only when ticked", faint=True))
        for number, text in enumerate(texts, start=1):
            text.setIndent(INDENT_PX)
            grid.addWidget(text, number, 0, 1, 2)


def figure_lines(ring: RingParameters, unit: DistanceUnit) -> list[str]:
    """On whose word the ends of a ring stand, with the first source of each.

    "Declared · Title (2016), 2 more"; for a band a line for each end.
    """
    ranges = [figure for figure in ring.figures if figure.what != "range_min"]
    lines = [standing(ring, unit)] if ring.is_band else []
    if len(ranges) < 2 or ring.is_band:
        lines += [figure_line(figure) for figure in ranges]
    else:
        every = {source.id: source for figure in ranges for source in figure.sources}
        lines.append(f"{standing(ring, unit)} · {cited(every.values())}")
    minima = [figure for figure in ring.figures if figure.what == "range_min"]
    return lines + [f"Minimum {figure}: {figure_line(figure)}" for figure in minima]


def figure_line(figure: Figure) -> str:
    """Status of a figure with its first source; without one, what it rests on."""
    if figure.sources:
        return f"{STATUSES[figure.status]} · {cited(figure.sources)}"
    if figure.status == "assumption":
        return STATUSES[figure.status]
    if figure.note:
        return f"{STATUSES[figure.status]}: {figure.note}"
    return f"{STATUSES[figure.status]}: no source found"


def cited(sources: Iterable[Source]) -> str:
    """The first of some sources with its year, and how many there are besides."""
    first, *others = sources
    return f"{first.cited}, {len(others)} more" if others else first.cited


class _Stroke(QWidget):
    """A piece of the line that rings of a class are drawn with."""

    def __init__(self, ring_class: RingClass) -> None:
        super().__init__()
        self._pen = QPen(QColor(ring_class.stroke), 1.5)
        self._pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        dash = DASHES[ring_class.dash]
        if dash:
            self._pen.setDashPattern(dash)
        self.setFixedSize(_STROKE)
        self.setAccessibleName(f"Line of {ring_class.title}: {ring_class.dash}")

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setPen(self._pen)
        middle = self.height() // 2
        painter.drawLine(0, middle, self.width(), middle)
        painter.end()
