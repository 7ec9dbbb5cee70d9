"""The rows of the ORBAT made editable: designations in place, units dragged under others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, QObject, Qt

from baltic_desk.app import subordinating
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.anchoring import is_locked
from baltic_desk.document.feature import Unit
from baltic_desk.document.standing import titled
from baltic_desk.ui.panels.orbat_rows import Index, OrbatRows

UNITS_MIME: Final = "application/x-baltic-desk-units"


class OrbatModel(OrbatRows):
    """Dropped on a unit, units come under it; dropped beside all rows, to the top."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(workspace.document, parent)
        self._workspace = workspace

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemIsDropEnabled
        )

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not isinstance(value, str):
            return False
        return self._designate(self.ids[index.row()], value.strip())

    def _designate(self, unit_id: str, designation: str) -> bool:
        workspace = self._workspace
        feature = workspace.document.feature(unit_id)
        if feature is None or not isinstance(feature.properties, Unit):
            return False
        unit = feature.properties
        if designation == (unit.designation or ""):
            return False
        if is_locked(workspace.document, feature):
            workspace.say(f"{titled(feature)} is locked.")
            return False
        changed = replace(feature, properties=replace(unit, designation=designation or None))
        with workspace.document.edit(f"Change designation of {titled(feature)}") as change:
            change.put(changed)
        return True

    # -- drag and drop -------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [UNITS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        ids = [self.ids[index.row()] for index in indexes]
        data.setData(UNITS_MIME, QByteArray(msgspec.json.encode(ids)))
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        del row, column
        if action != Qt.DropAction.MoveAction or not data.hasFormat(UNITS_MIME):
            return False
        if not parent.isValid():
            return True
        # A drop that would make a ring is shown as forbidden while it hovers.
        superior = self.ids[parent.row()]
        orbat = self.orbat
        return not any(
            unit_id == superior or orbat.is_under(superior, unit_id)
            for unit_id in orbat.topmost(units_of(data))
        )

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        del row, column
        if action == Qt.DropAction.MoveAction and data.hasFormat(UNITS_MIME):
            if parent.isValid():
                self.attach(units_of(data), parent.row())
            else:
                subordinating.detach(self._workspace, units_of(data))
        # The rows follow from the diff; True would have the view take the dragged rows out itself.
        return False

    def attach(self, ids: Sequence[str], row: int) -> None:
        """Put units under that of a row, and let them be seen there."""
        superior = self.ids[row]
        if subordinating.attach(self._workspace, ids, superior):
            self.fold([superior], folded=False)


def units_of(data: QMimeData) -> list[str]:
    """Ids of the units that are dragged."""
    return msgspec.json.decode(bytes(data.data(UNITS_MIME).data()), type=list[str])
