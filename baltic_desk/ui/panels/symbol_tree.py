"""The catalogue as a tree to browse, with a picture of what is in view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QTreeView, QWidget

from baltic_desk.symbology.entry import Entry
from baltic_desk.symbology.tree import Branch

Index = QModelIndex | QPersistentModelIndex

_PICTURE_PX = 15.0
_ICON = QSize(30, 22)
_ROW = QSize(60, 25)
_NO_PARENT = QModelIndex()


class SymbolTreeModel(QAbstractItemModel):
    """Branches with pictures of those that can be placed, made when they come into view."""

    def __init__(
        self, roots: list[Branch], picture: Callable[[Entry, float], QImage | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._roots = roots
        self._picture = picture
        self._places: dict[int, tuple[Branch | None, int]] = {}
        self._number(None, roots)

    def branch(self, index: Index) -> Branch | None:
        """What stands at an index."""
        found = index.internalPointer()
        return found if isinstance(found, Branch) else None

    def index(self, row: int, column: int, parent: Index = _NO_PARENT) -> QModelIndex:
        siblings = self._below(parent)
        if not 0 <= row < len(siblings):
            return QModelIndex()
        return self.createIndex(row, column, siblings[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # Qt's other overload
        branch = self.branch(index)
        above = None if branch is None else self._places[id(branch)][0]
        if above is None:
            return QModelIndex()
        return self.createIndex(self._places[id(above)][1], 0, above)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return len(self._below(parent))

    def columnCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: ARG002 - Qt's signature
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        branch = self.branch(index)
        if branch is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return branch.title
        if role == Qt.ItemDataRole.DecorationRole and branch.entry is not None:
            return self._picture(branch.entry, _PICTURE_PX)
        return _ROW if role == Qt.ItemDataRole.SizeHintRole else None

    def _below(self, parent: Index) -> list[Branch]:
        branch = self.branch(parent)
        return self._roots if branch is None else branch.below

    def _number(self, above: Branch | None, branches: list[Branch]) -> None:
        for row, branch in enumerate(branches):
            self._places[id(branch)] = (above, row)
            self._number(branch, branch.below)


class SymbolTree(QTreeView):
    """A tree for a narrow panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIconSize(_ICON)
        self.setIndentation(14)
        self.setAccessibleName("Symbols by symbol set")
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(False)
