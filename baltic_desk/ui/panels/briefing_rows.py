"""The steps of the briefing as rows of a list that follows the document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QImage

from baltic_desk.app import briefing_editing as editing
from baltic_desk.app.briefing import one_line, step_title
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.ui.panels.briefing_facts import facts_of, marks_of, phase_words
from baltic_desk.ui.plain_text import tooltip

Index = QModelIndex | QPersistentModelIndex

STEP_MIME: Final = "application/x-baltic-desk-step"
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class StepRow:
    """What a row shows. `wrong`: it refers to something that has gone."""

    number: int
    title: str
    phase: str
    marks: str
    noted: bool
    wrong: bool
    picture: QImage | None


class StepRows(QAbstractListModel):
    """One row for each step, in order; titles are changed in place, rows dragged to another place.

    Parameters
    ----------
    pictures
        Gives the small picture of the step of an id, if there is one.
    """

    def __init__(
        self, workspace: Workspace, pictures: Callable[[str], QImage | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._pictures = pictures
        self._steps: tuple[BriefingStep, ...] = ()
        self.renew()

    @property
    def steps(self) -> Sequence[BriefingStep]:
        """The steps of the rows."""
        return self._steps

    def row_of(self, step_id: str | None) -> int | None:
        """The row of a step."""
        found = (row for row, step in enumerate(self._steps) if step.id == step_id)
        return next(found, None)

    def view(self, row: int) -> StepRow:
        """What a row shows."""
        step = self._steps[row]
        document = self._workspace.document
        phase, _ = phase_words(document, step)
        wrong = any(fact.wrong for fact in facts_of(document, step))
        title, noted = step_title(step, row), bool(step.note.strip())
        picture = self._pictures(step.id)
        return StepRow(row + 1, title, phase, marks_of(step), noted, wrong, picture)

    def renew(self) -> None:
        """Bring the rows in line with the document: as few come and go as can be."""
        old, new = self._steps, self._workspace.document.steps()
        was, now = [step.id for step in old], [step.id for step in new]
        head = 0
        while head < min(len(was), len(now)) and was[head] == now[head]:
            head += 1
        tail = 0
        while tail < min(len(was), len(now)) - head and was[-1 - tail] == now[-1 - tail]:
            tail += 1
        gone, come = len(was) - head - tail, len(now) - head - tail
        if gone:
            self.beginRemoveRows(_NO_PARENT, head, head + gone - 1)
            self._steps = old[:head] + old[head + gone :]
            self.endRemoveRows()
        if come:
            self.beginInsertRows(_NO_PARENT, head, head + come - 1)
            self._steps = new
            self.endInsertRows()
        self._steps = new
        self.announce()

    def announce(self) -> None:
        """All rows may look otherwise."""
        if self._steps:
            self.dataChanged.emit(self.index(0), self.index(len(self._steps) - 1))

    def picture_came(self, step_id: str) -> None:
        """The small picture of a step is another."""
        row = self.row_of(step_id)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))

    # -- Qt --------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._steps):
            return None
        step = self._steps[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return step_title(step, index.row())
            case Qt.ItemDataRole.EditRole:
                return one_line(step.title)
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(step.note.strip())
            case Qt.ItemDataRole.AccessibleTextRole:
                row = self.view(index.row())
                parts = (f"Step {row.number}", row.title, row.phase, row.marks)
                return ", ".join(part for part in parts if part)
            case _:
                return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not isinstance(value, str):
            return False
        step = self._steps[index.row()]
        if value.strip() == one_line(step.title):
            return False
        return editing.set_title(self._workspace, step.id, value)

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
        return [STEP_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        ids = [self._steps[index.row()].id for index in indexes]
        data.setData(STEP_MIME, QByteArray(msgspec.json.encode(ids)))
        return data

    def drop(self, data: QMimeData, row: int) -> bool:
        """Put a dragged step before the row of that number."""
        if not data.hasFormat(STEP_MIME):
            return False
        ids = msgspec.json.decode(bytes(data.data(STEP_MIME).data()), type=list[str])
        start = self.row_of(ids[0]) if ids else None
        if start is None:
            return False
        editing.move_step(self._workspace, self._steps[start], row - (start < row))
        return True
