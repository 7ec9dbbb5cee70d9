"""The list of the ORBAT: keys, clicks and drags, told as wishes."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QDragMoveEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from baltic_desk.ui.panels.orbat_delegate import ROW_PX, OrbatDelegate
from baltic_desk.ui.panels.orbat_rows import OrbatRows

_SELECT = QItemSelectionModel.SelectionFlag
_UNFOLD_MS = 700


class OrbatView(QTableView):
    """Right and Left unfold and fold, with Ctrl all that lies under a unit; from a unit with
    nothing to fold Left goes to its superior. Alt with Left and Right puts units one level higher,
    or under the unit above. Enter zooms, F2 changes the designation, Delete deletes.

    No key is a letter: letters take up tools, here as on the map.
    """

    zoom_wanted = Signal()
    delete_wanted = Signal()
    select_all_wanted = Signal()
    higher_wanted = Signal()
    lower_wanted = Signal()
    dragging = Signal(bool)

    def __init__(self, rows: OrbatRows) -> None:
        super().__init__()
        self._rows = rows
        self._delegate: OrbatDelegate | None = None
        self.setModel(rows)
        self.setAccessibleName("Order of battle")
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        # Overwriting means dropping on rows only: siblings have an order of their own.
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.hide()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        down.hide()
        down.setMinimumSectionSize(ROW_PX)
        down.setDefaultSectionSize(ROW_PX)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.adding = False
        """Whether what is clicked or gone to now is selected besides what is already (Ctrl)."""
        self._over = ""
        self._unfold = QTimer(self)
        self._unfold.setSingleShot(True)
        self._unfold.setInterval(_UNFOLD_MS)
        self._unfold.timeout.connect(self._unfold_hovered)

    def use(self, delegate: OrbatDelegate) -> None:
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
        # Qt's own asks for the flags of every row, six times.
        self.select_all_wanted.emit()

    # -- keys ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._note_adding(event)
        row = self.currentIndex().row()
        if row < 0 or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        match Qt.Key(event.key()):
            case Qt.Key.Key_Right if plain:
                self._right(row)
            case Qt.Key.Key_Left if plain:
                self._left(row)
            case Qt.Key.Key_Right if ctrl:
                self.fold_below(row, folded=False)
            case Qt.Key.Key_Left if ctrl:
                self.fold_below(row, folded=True)
            case Qt.Key.Key_Left if alt:
                self.higher_wanted.emit()
            case Qt.Key.Key_Right if alt:
                self.lower_wanted.emit()
            case Qt.Key.Key_Delete if plain:
                self.delete_wanted.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if plain:
                self.zoom_wanted.emit()
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def fold_below(self, row: int, *, folded: bool) -> None:
        """Fold or unfold a unit and all that lies under it."""
        unit_id = self._rows.ids[row]
        self._rows.fold((unit_id, *self._rows.orbat.subordinates(unit_id)), folded=folded)

    def _right(self, row: int) -> None:
        unit_id = self._rows.ids[row]
        if self._rows.is_folded(unit_id):
            self._rows.fold([unit_id], folded=False)
        elif self._rows.folds(unit_id) and row + 1 < len(self._rows.ids):
            self.selectRow(row + 1)

    def _left(self, row: int) -> None:
        unit_id = self._rows.ids[row]
        if self._rows.folds(unit_id) and not self._rows.is_folded(unit_id):
            self._rows.fold([unit_id], folded=True)
            return
        higher = self._rows.orbat.superior.get(unit_id)
        above = None if higher is None else self._rows.row_of(higher)
        if above is not None:
            self.selectRow(above)

    # -- mouse -----------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._note_adding(event)
        super().mouseReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._note_adding(event)
        if event.button() == Qt.MouseButton.LeftButton and self._fold_clicked(event):
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self._fold_clicked(event):
            self.zoom_wanted.emit()

    def _note_adding(self, event: QMouseEvent | QKeyEvent) -> None:
        self.adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)

    def _fold_clicked(self, event: QMouseEvent) -> bool:
        at = event.position().toPoint()
        index = self.indexAt(at)
        if self._delegate is None or not index.isValid():
            return False
        if not self._delegate.on_fold_mark(self.visualRect(index), index.row(), at):
            return False
        unit_id = self._rows.ids[index.row()]
        folded = not self._rows.is_folded(unit_id)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.fold_below(index.row(), folded=folded)
        else:
            self._rows.fold([unit_id], folded=folded)
        return True

    # -- dragging --------------------------------------------------------------------------

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N803 - Qt's name
        self.dragging.emit(True)
        super().startDrag(supportedActions)
        self._unfold.stop()
        self.dragging.emit(False)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        over = self._rows.ids[index.row()] if index.isValid() else ""
        if over != self._over:
            self._over = over
            self._unfold.start()

    def _unfold_hovered(self) -> None:
        if self._rows.is_folded(self._over):
            self._rows.fold([self._over], folded=False)
