"""The list of the steps of the briefing: keys, clicks and drags, told as wishes."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from baltic_desk.ui.panels.briefing_rows import STEP_MIME, StepRows

_SELECT = QItemSelectionModel.SelectionFlag


class StepView(QListView):
    """Enter or a double click goes to a step, F2 writes its title, Delete deletes, Alt with Up and
    Down reorders, Esc leads back to the map. No key is a letter: letters take up tools."""

    go_wanted = Signal(int)
    delete_wanted = Signal(int)
    move_wanted = Signal(int, int)
    left = Signal()

    def __init__(self, rows: StepRows) -> None:
        super().__init__()
        self._rows = rows
        self._drop_at: int | None = None
        self.setModel(rows)
        self.setAccessibleName("Steps of the briefing")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(False)  # its own lies on rows, where nothing is dropped

    def set_current_row(self, row: int) -> None:
        """Make a row the current and selected one, and let it be seen."""
        index = self._rows.index(row)
        self.selectionModel().setCurrentIndex(index, _SELECT.ClearAndSelect)
        self.scrollTo(index)

    def write_title(self, row: int) -> None:
        """Write the title of a row, all of it selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.set_current_row(row)
        self.edit(self._rows.index(row))

    def seen_rows(self) -> range:
        """Rows that are in sight."""
        first = self.indexAt(QPoint(4, 1)).row()
        last = self.indexAt(QPoint(4, self.viewport().height() - 2)).row()
        count = self._rows.rowCount()
        return range(max(first, 0), (last if last >= 0 else count - 1) + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        match Qt.Key(event.key()):
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Up if alt and row >= 0:
                self.move_wanted.emit(row, row - 1)
            case Qt.Key.Key_Down if alt and row >= 0:
                self.move_wanted.emit(row, row + 1)
            case Qt.Key.Key_Delete if plain and row >= 0:
                self.delete_wanted.emit(row)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if plain and row >= 0:
                self.go_wanted.emit(row)
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.go_wanted.emit(index.row())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # it scrolls at the edges
        if event.mimeData().hasFormat(STEP_MIME):
            self._mark_drop(self._gap_at(event.position().toPoint()))
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: object) -> None:
        super().dragLeaveEvent(event)  # type: ignore[arg-type]  # its stub has the wrong name
        self._mark_drop(None)

    def dropEvent(self, event: QDropEvent) -> None:
        gap = self._gap_at(event.position().toPoint())
        self._mark_drop(None)
        if self._rows.drop(event.mimeData(), gap):
            # The rows follow from the diff; as a move the view would take the dragged row out.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drop_at is None or not self._rows.rowCount():
            return
        last = self._drop_at >= self._rows.rowCount()
        box = self.visualRect(self._rows.index(self._drop_at - last))
        y = box.bottom() if last else box.top()
        painter = QPainter(self.viewport())
        painter.fillRect(0, max(y - 1, 0), self.viewport().width(), 3, self.palette().accent())
        painter.end()

    def _gap_at(self, at: QPoint) -> int:
        """Number of the row before which something dropped there goes."""
        index = self.indexAt(at)
        if not index.isValid():
            return self._rows.rowCount()
        return index.row() + (at.y() > self.visualRect(index).center().y())

    def _mark_drop(self, gap: int | None) -> None:
        if gap != self._drop_at:
            self._drop_at = gap
            self.viewport().update()
