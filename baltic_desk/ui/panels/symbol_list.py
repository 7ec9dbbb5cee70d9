"""What the symbol picker has found, as rows whose pictures are made when they come into view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from baltic_desk.ui.panels.symbol_pick import Pick
from baltic_desk.ui.panels.two_lines import TWO_LINES, TwoLines

Index = QModelIndex | QPersistentModelIndex

_SYMBOL_PX = 22.0
_NO_PARENT = QModelIndex()
_FAVOURITE = "★"


class SymbolList(QAbstractListModel):
    """Picks with their symbols.

    Parameters
    ----------
    picture
        Makes the picture of a pick as it would be placed now, of so many pixels.
    is_favourite
        Whether a pick bears the star.
    """

    def __init__(
        self,
        picture: Callable[[Pick, float], QImage | None],
        is_favourite: Callable[[Pick], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._picture = picture
        self._is_favourite = is_favourite
        self._picks: Sequence[Pick] = ()

    @property
    def picks(self) -> Sequence[Pick]:
        """Those on show."""
        return self._picks

    def show_picks(self, found: Sequence[Pick]) -> None:
        """Show these."""
        self.beginResetModel()
        self._picks = found
        self.endResetModel()

    def redraw(self) -> None:
        """The codes have changed."""
        if self._picks:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._picks) - 1, 0))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._picks)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        pick = self._picks[index.row()]
        if role == TWO_LINES:
            note = _FAVOURITE if self._is_favourite(pick) else ""
            return TwoLines(pick.title, pick.detail, note, self._picture(pick, _SYMBOL_PX))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{pick.title}, {pick.detail}"
        return pick.title if role == Qt.ItemDataRole.DisplayRole else None
