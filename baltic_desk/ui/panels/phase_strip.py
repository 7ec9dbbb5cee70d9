"""What selected features do from phase to phase: a cell for each, which goes there when clicked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from baltic_desk.document.phase_comparison import What
from baltic_desk.document.phase_wording import MARKS
from baltic_desk.ui.plain_text import tooltip

_CELL_PX = 26
_LEAST_COLUMNS = 8
_ROW_PX = 36
_MARK_PX = 9.0


@dataclass(frozen=True, slots=True)
class Cell:
    """What becomes of the features in a phase.

    `present` says whether any of them is there, `what` the strongest that happens, if anything.
    """

    title: str
    about: str
    present: bool
    what: What | None


class PhaseStrip(QWidget):
    """As many cells in a row as there is room for; arrow keys and clicks go to a phase.

    `chosen` bears the index of a cell.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._cells: tuple[Cell, ...] = ()
        self._shown = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The selection from phase to phase")

    def show_cells(self, cells: Sequence[Cell], shown: int, words: str) -> None:
        """Show these; `shown` is the phase that is on the map."""
        self._cells, self._shown = tuple(cells), shown
        self.setAccessibleDescription(words)
        self._take_height()
        self.update()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """What is shown."""
        return self._cells

    def cell_box(self, index: int) -> QRectF:
        """Where a cell is on the widget."""
        row, column = divmod(index, self._columns())
        return QRectF(column * _CELL_PX, row * _ROW_PX, _CELL_PX, _ROW_PX)

    def sizeHint(self) -> QSize:
        return QSize(200, max(self._rows(), 1) * _ROW_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(_CELL_PX, _ROW_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_height()

    # -- what a person does --------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(index)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End go from cell to cell."""
        last = len(self._cells) - 1
        places = {
            Qt.Key.Key_Left: self._shown - 1, Qt.Key.Key_Right: self._shown + 1,
            Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }  # fmt: skip
        wanted = places.get(Qt.Key(event.key()))
        if wanted is None:
            super().keyPressEvent(event)
        elif 0 <= wanted <= last:
            self.chosen.emit(wanted)

    def event(self, event: QEvent) -> bool:
        """Each cell has its tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self._index_at(QPointF(event.pos()))
            about = "" if index is None else self._cells[index].about
            QToolTip.showText(event.globalPos(), tooltip(about), self)
            return True
        return super().event(event)

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole
        palette = self.palette()
        ink, faint = palette.color(role.WindowText), palette.color(role.PlaceholderText)
        accent = palette.color(role.Accent)
        small = self.font()
        small.setPointSizeF(small.pointSizeF() * 0.82)
        was_present = False
        for index, cell in enumerate(self._cells):
            box = self.cell_box(index)
            middle = QPointF(box.center().x(), box.top() + 13)
            if index == self._shown:
                painter.setPen(QPen(accent, 1.4 if self.hasFocus() else 1.0))
                painter.setBrush(palette.color(role.Base))
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
            gone = cell.what == "removed"
            if was_present and (cell.present or gone):
                painter.setPen(QPen(faint, 1.4))
                left = QPointF(box.left(), middle.y())
                painter.drawLine(left, QPointF(middle.x() - _MARK_PX, middle.y()))
            if cell.present and index + 1 < len(self._cells):
                painter.setPen(QPen(faint, 1.4))
                right = QPointF(box.right(), middle.y())
                painter.drawLine(QPointF(middle.x() + _MARK_PX, middle.y()), right)
            self._paint_mark(painter, cell, middle)
            painter.setFont(small)
            painter.setPen(ink if index == self._shown else faint)
            below = QRectF(box.left(), box.top() + 20, box.width(), 15)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(index + 1))
            was_present = cell.present

    def _paint_mark(self, painter: QPainter, cell: Cell, middle: QPointF) -> None:
        role = QPalette.ColorRole
        palette = self.palette()
        if cell.what is not None:
            painter.setFont(self.font())
            painter.setPen(palette.color(role.WindowText))
            box = QRectF(middle.x() - 9, middle.y() - 9, 18, 18)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, MARKS[cell.what])
            return
        painter.setPen(QPen(palette.color(role.PlaceholderText), 1.4))
        painter.setBrush(
            palette.color(role.PlaceholderText) if cell.present else Qt.BrushStyle.NoBrush
        )
        radius = 4.0 if cell.present else 1.0
        painter.drawEllipse(middle, radius, radius)

    def _take_height(self) -> None:
        """As many rows as the cells need at this width."""
        self.setFixedHeight(max(self._rows(), 1) * _ROW_PX)

    def _rows(self) -> int:
        # Before it is laid out it has no width, and a tall minimum would make the window grow.
        return -(-len(self._cells) // max(self.width() // _CELL_PX, _LEAST_COLUMNS))

    def _columns(self) -> int:
        """Rows are filled evenly."""
        return max(-(-len(self._cells) // max(self._rows(), 1)), 1)

    def _index_at(self, at: QPointF) -> int | None:
        for index in range(len(self._cells)):
            if self.cell_box(index).contains(at):
                return index
        return None
