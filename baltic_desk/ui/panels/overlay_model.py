"""The rows of the overlay panel made editable: names in place, rows dragged to another place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, QObject, Qt

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.project import Overlay
from baltic_desk.ui.panels import overlay_edits
from baltic_desk.ui.panels.overlay_rows import Index, OverlayRows

ROWS_MIME: Final = "application/x-baltic-desk-rows"


class OverlayModel(OverlayRows):
    """Overlays are dragged between overlays, features to any place on any overlay."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(workspace.document, parent)
        self._workspace = workspace

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        match self.record(index.row()):
            case Overlay() | Feature():
                return (
                    flags
                    | Qt.ItemFlag.ItemIsEditable
                    | Qt.ItemFlag.ItemIsDragEnabled
                    | Qt.ItemFlag.ItemIsDropEnabled
                )
            case Foreign() | None:
                return flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not isinstance(value, str):
            return False
        return overlay_edits.rename(self._workspace, self.ids[index.row()], value.strip())

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [ROWS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        ids = [self.ids[index.row()] for index in indexes]
        data.setData(ROWS_MIME, QByteArray(msgspec.json.encode(ids)))
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        del column
        if action != Qt.DropAction.MoveAction or not data.hasFormat(ROWS_MIME):
            return False
        ids = msgspec.json.decode(bytes(data.data(ROWS_MIME).data()), type=list[str])
        if parent.isValid():
            self._drop_on(ids, parent.row())
        else:
            self._drop_before(ids, len(self.ids) if row < 0 else row)
        # The rows follow from the diff; True would have the view take the dragged rows out itself.
        return False

    def _drop_on(self, ids: Sequence[str], row: int) -> None:
        record = self.record(row)
        if isinstance(record, Overlay) and not self._overlays_among(ids):
            overlay_edits.put_features(self._workspace, ids, record.id, None)
        else:
            self._drop_before(ids, row)

    def _drop_before(self, ids: Sequence[str], row: int) -> None:
        """Put rows before (that is, above) the row of that number."""
        overlays = self._overlays_among(ids)
        if overlays:
            above = [i for i in self.ids[:row] if self._is_overlay(i) and i != overlays[0]]
            count = len(self._workspace.document.overlays())
            overlay_edits.put_overlay(self._workspace, overlays[0], count - 1 - len(above))
            return
        if row == 0:
            return
        neighbour = self.record(row - 1)
        match neighbour:
            case Overlay():
                overlay_edits.put_features(self._workspace, ids, neighbour.id, None)
            case Feature():
                under = self._staying_above(ids, row - 1)
                overlay_edits.put_features(self._workspace, ids, neighbour.overlay, under)
            case _:
                return

    def _staying_above(self, ids: Sequence[str], row: int) -> str | None:
        """The nearest row from there up that is not itself moved; None when that is the overlay."""
        moving = set(ids)
        while self.ids[row] in moving:
            row -= 1
        return None if self._is_overlay(self.ids[row]) else self.ids[row]

    def _overlays_among(self, ids: Iterable[str]) -> list[str]:
        return [i for i in ids if self._is_overlay(i)]

    def _is_overlay(self, record_id: str) -> bool:
        return isinstance(self._workspace.document.get(record_id), Overlay)
