"""What is published about one system, and which of its rings to draw."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from baltic_desk.app.settings import DistanceUnit
from baltic_desk.app.system_placing import can_be_drawn, offered_rings, reach, sources_of, standing
from baltic_desk.coverage.rings import RingParameters, usual_ring
from baltic_desk.coverage.systems import RING_CLASSES, RingClass, Source, System
from baltic_desk.document.style import DASHES

_MARGIN_PX = 10
_STROKE = QSize(46, 12)  # long enough for the longest dash and its gap


class SystemDetail(QScrollArea):
    """One system at a time. `chosen_changed` follows each tick.

    Parameters
    ----------
    picture
        Makes the picture of a symbol of so many pixels.
    """

    chosen_changed = Signal()

    def __init__(self, picture: Callable[[str, float], QImage]) -> None:
        super().__init__()
        self._picture = picture
        self._rows: list[tuple[RingParameters, QCheckBox]] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def chosen(self) -> tuple[RingParameters, ...]:
        """Rings that are ticked."""
        return tuple(ring for ring, box in self._rows if box.isChecked())

    def boxes(self) -> tuple[QCheckBox, ...]:
        """The boxes to tick, one for each ring, in the order of the rings."""
        return tuple(box for _, box in self._rows)

    def show_system(
        self,
        system: System | None,
        unit: DistanceUnit,
        ticked: frozenset[RingParameters] | None = None,
    ) -> None:
        """Show a system with these rings ticked, or its usual one; nothing for None."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(_MARGIN_PX, 8, _MARGIN_PX, 8)
        column.setSpacing(6)
        self._rows = []
        if system is not None:
            column.addWidget(self._head(system))
            usual = usual_ring(system)
            if ticked is None:
                ticked = frozenset() if usual is None else frozenset((usual,))
            for ring in offered_rings(system):
                column.addWidget(
                    self._row(system, ring, unit, ticked=ring in ticked, usual=ring == usual)
                )
            if not self._rows:
                text = "No range is published: only the symbol is placed, without a ring."
                column.addWidget(_words(text, strong=True))
            for text in _remarks(system):
                column.addWidget(_words(text, faint=True))
        column.addStretch(1)
        self.setWidget(body)

    def _head(self, system: System) -> QWidget:
        head = QWidget()
        grid = QGridLayout(head)
        grid.setContentsMargins(0, 0, 0, 2)
        grid.setHorizontalSpacing(_MARGIN_PX)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        symbol = QLabel()
        symbol.setPixmap(QPixmap.fromImage(self._picture(system.sidc, 30.0)))
        symbol.setAccessibleName(system.symbol)
        lines = [_words(system.name, strong=True)]
        nato = "" if system.nato_name in ("", "-") else system.nato_name
        texts = (nato, system.category[:1].upper() + system.category[1:], system.operators)
        lines += [_words(text, faint=True) for text in texts if text]
        grid.addWidget(symbol, 0, 0, len(lines), 1, Qt.AlignmentFlag.AlignTop)
        for number, line in enumerate(lines):
            grid.addWidget(line, number, 1)
        return head

    def _row(
        self, system: System, ring: RingParameters, unit: DistanceUnit, *, ticked: bool, usual: bool
    ) -> QWidget:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        ring_class = RING_CLASSES[ring.ring_class]
        box = QCheckBox(reach(ring, unit) + (" · usual" if usual else ""))
        font = box.font()
        font.setBold(True)
        box.setFont(font)
        box.setEnabled(can_be_drawn(ring))
        box.setChecked(ticked and can_be_drawn(ring))
        box.setAccessibleName(
            f"Draw the ring of {ring.variant}, {reach(ring, unit)}, {ring_class.title}"
        )
        status = _status(ring, sources_of(system, ring))
        box.setAccessibleDescription(status)
        box.toggled.connect(self.chosen_changed)
        grid.addWidget(box, 0, 0)
        grid.addWidget(_Stroke(ring_class), 0, 1)
        told = _words(status, faint=ring.verified, strong=not ring.verified)
        texts = [_words(f"{ring_class.title} · {ring.variant}"), told]
        if not can_be_drawn(ring):
            texts.append(_words("Not drawn: it reaches over the pole", strong=True))
        if ring.note:
            texts.append(_words(ring.note, faint=True))
        for number, text in enumerate(texts, start=1):
            text.setIndent(23)
            grid.addWidget(text, number, 0, 1, 2)
        self._rows.append((ring, box))
        return row


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


def _status(ring: RingParameters, sources: tuple[Source, ...]) -> str:
    """Status of a figure with its first source: "Verified, assessed · Title (2021), 2 more"."""
    if not sources:
        return f"{standing(ring)}: no source found"
    first = sources[0]
    year = "" if first.year is None else f" ({first.year})"
    more = f", {len(sources) - 1} more" if len(sources) > 1 else ""
    return f"{standing(ring)} · {first.title}{year}{more}"


def _remarks(system: System) -> list[str]:
    """What else is known; spreads stay in the kilometres they were published in."""
    remarks: list[str] = []
    if system.spread is not None:
        spread = system.spread
        remarks.append(
            f"Published for the whole system: {spread.low_km:g} to {spread.high_km:g} km"
            f" ({spread.status}). {spread.note}".rstrip()
        )
    silent = [variant.name for variant in system.variants if variant.range_max_km is None]
    if silent:
        remarks.append(f"Without a published range: {', '.join(silent)}.")
    return [*remarks, *filter(None, (system.notes,))]


def _words(text: str, *, faint: bool = False, strong: bool = False) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if faint:
        label.setObjectName("faint")
    if strong:
        font = label.font()
        font.setBold(True)
        label.setFont(font)
    return label
