"""The list of phases: their order by drag, their names in place, how much each changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from baltic_desk.app import phases
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.lesson import Phase
from baltic_desk.document.phase_changes import Counts, PhaseChanges
from baltic_desk.document.phase_wording import counts_text, counts_words, phase_title, when_text
from baltic_desk.ui.panels.two_lines import TWO_LINES, TwoLineDelegate, TwoLines
from baltic_desk.ui.plain_text import tooltip

PHASE_MIME: Final = "application/x-baltic-desk-phase"

Index = QModelIndex | QPersistentModelIndex


class PhaseModel(QAbstractListModel):
    """A row for each phase, in order."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.phases: tuple[Phase, ...] = ()
        self._changes: PhaseChanges | None = None

    def show(self, found: Sequence[Phase], changes: PhaseChanges) -> None:
        """Show these phases with what they change."""
        found = tuple(found)
        same = [phase.id for phase in found] == [phase.id for phase in self.phases]
        self._changes = changes
        if same:
            self.phases = found
            self.look_again()
            return
        self.beginResetModel()
        self.phases = found
        self.endResetModel()

    def look_again(self) -> None:
        """Counts may be others; the rows are the same."""
        if self.phases:
            self.dataChanged.emit(self.index(0), self.index(len(self.phases) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.phases)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        phase = self.phases[index.row()]
        title = phase_title(index.row() + 1, phase)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title
            case Qt.ItemDataRole.EditRole:
                return phase.name
            case _ if role == TWO_LINES:
                return TwoLines(title, self._detail(phase), counts_text(self._counts(phase)))
            case Qt.ItemDataRole.AccessibleTextRole:
                return "; ".join(filter(None, (title, when_text(phase), self._counted(index))))
            case Qt.ItemDataRole.ToolTipRole:
                lines = (title, when_text(phase), self._counted(index), phase.note)
                return tooltip("\n".join(filter(None, lines)))
            case _:
                return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not isinstance(value, str):
            return False
        return phases.rename(self._workspace, self.phases[index.row()].id, value)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsDragEnabled
        )

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [PHASE_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(PHASE_MIME, QByteArray(self.phases[indexes[0].row()].id.encode()))
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        del column, parent
        if action != Qt.DropAction.MoveAction or not data.hasFormat(PHASE_MIME):
            return False
        phase_id = bytes(data.data(PHASE_MIME).data()).decode()
        ids = [phase.id for phase in self.phases]
        if phase_id in ids:
            was, place = ids.index(phase_id), len(ids) if row < 0 else row
            phases.move_to(self._workspace, phase_id, place - 1 if place > was else place)
        # The rows follow from the document; True would have the view take the dragged row out.
        return False

    def _detail(self, phase: Phase) -> str:
        parts = (when_text(phase), "instructor only" if phase.audience == "instructor" else "")
        return " · ".join(filter(None, parts)) or ("note" if phase.note else "")

    def _counts(self, phase: Phase) -> Counts:
        return Counts() if self._changes is None else self._changes.counts(phase.id)

    def _counted(self, index: Index) -> str:
        if index.row() == 0:
            return "what all others begin with"
        return counts_words(self._counts(self.phases[index.row()]))


class PhaseList(QListView):
    """F2 or a double click renames, Alt with Up and Down reorders, Delete deletes."""

    step_wanted = Signal(int)
    delete_wanted = Signal()

    def __init__(self, rows: PhaseModel) -> None:
        super().__init__()
        self.setModel(rows)
        self.setItemDelegate(TwoLineDelegate(self))
        self.setAccessibleName("Phases")
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What its docstring says; everything else is a list's."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        match Qt.Key(event.key()):
            case Qt.Key.Key_Up if alt:
                self.step_wanted.emit(-1)
            case Qt.Key.Key_Down if alt:
                self.step_wanted.emit(1)
            case Qt.Key.Key_Delete if self.state() != QAbstractItemView.State.EditingState:
                self.delete_wanted.emit()
            case _:
                super().keyPressEvent(event)
