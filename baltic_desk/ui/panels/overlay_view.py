"""The list of the overlay panel: keys, clicks and drags, told as wishes."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from baltic_desk.document.feature import Feature
from baltic_desk.document.project import Overlay
from baltic_desk.ui.panels.overlay_delegate import ROW_PX, OverlayDelegate, Spot
from baltic_desk.ui.panels.overlay_rows import OverlayRows

_SELECT = QItemSelectionModel.SelectionFlag


class OverlayView(QTableView):
    """Right and Left unfold and fold, F2 renames, Space shows or hides, Shift+Space locks, Alt with
    Up and Down reorders, Delete deletes, Enter zooms to what is selected.

    No key is a letter: letters take up tools, here as on the map.
    """

    eye_clicked = Signal(int)
    lock_clicked = Signal(int)
    step_wanted = Signal(int, int)
    delete_wanted = Signal(int)
    zoom_wanted = Signal()
    select_all_wanted = Signal()

    def __init__(self, rows: OverlayRows) -> None:
        super().__init__()
        self._rows = rows
        self._delegate: OverlayDelegate | None = None
        self.setModel(rows)
        self.setAccessibleName("Overlays")
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.hide()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        down.hide()
        down.setMinimumSectionSize(ROW_PX)
        down.setDefaultSectionSize(ROW_PX)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def use(self, delegate: OverlayDelegate) -> None:
        """Paint rows with this."""
        self._delegate = delegate
        self.setItemDelegate(delegate)

    def set_current_row(self, row: int) -> None:
        """Make a row the current one, without selecting it."""
        self.selectionModel().setCurrentIndex(self._rows.index(row, 0), _SELECT.NoUpdate)

    def scroll_to_row(self, row: int) -> None:
        """Bring a row into view."""
        self.scrollTo(self._rows.index(row, 0))

    def select_rows(self, selection: QItemSelection) -> None:
        """Select these rows and nothing else."""
        self.selectionModel().select(selection, _SELECT.ClearAndSelect)

    def selectAll(self) -> None:
        # Qt's own asks for the flags of every row, six times: half a second for 50 000.
        self.select_all_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if row < 0 or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        match Qt.Key(event.key()):
            case Qt.Key.Key_Right if plain:
                self._fold(row, unfolded=True)
            case Qt.Key.Key_Left if plain:
                self._fold(row, unfolded=False)
            case Qt.Key.Key_Up if alt:
                self.step_wanted.emit(row, 1)
            case Qt.Key.Key_Down if alt:
                self.step_wanted.emit(row, -1)
            case Qt.Key.Key_Space if plain:
                self.eye_clicked.emit(row)
            case Qt.Key.Key_Space if shift:
                self.lock_clicked.emit(row)
            case Qt.Key.Key_Delete if plain:
                self.delete_wanted.emit(row)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if plain:
                self._enter(row)
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton and self._delegate:
            box = self.visualRect(index)
            spot = self._delegate.spot(box, index.row(), event.position().toPoint())
            changeable = isinstance(self._rows.record(index.row()), Overlay | Feature)
            if spot == Spot.FOLD:
                row_id = self._rows.ids[index.row()]
                self._rows.set_unfolded(row_id, unfolded=not self._rows.is_unfolded(row_id))
                return
            if spot == Spot.EYE and changeable:
                self.eye_clicked.emit(index.row())
                return
            if spot == Spot.LOCK and changeable:
                self.lock_clicked.emit(index.row())
                return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or self._delegate is None:
            return
        spot = self._delegate.spot(self.visualRect(index), index.row(), event.position().toPoint())
        if spot != Spot.NAME:
            self.mousePressEvent(event)
        elif isinstance(self._rows.record(index.row()), Overlay):
            self.edit(index)
        else:
            self.zoom_wanted.emit()

    def _fold(self, row: int, *, unfolded: bool) -> None:
        """Fold or unfold an overlay; from a feature, Left goes to its overlay."""
        if not isinstance(self._rows.record(row), Feature):
            self._rows.set_unfolded(self._rows.ids[row], unfolded=unfolded)
        elif not unfolded:
            overlay = self._rows.row_of(self._rows.overlay_of(row))
            if overlay is not None:
                self.selectRow(overlay)

    def _enter(self, row: int) -> None:
        record = self._rows.record(row)
        if isinstance(record, Overlay):
            self._rows.set_unfolded(record.id, unfolded=not self._rows.is_unfolded(record.id))
        else:
            self.zoom_wanted.emit()
