"""What the symbol picker has found, as rows whose pictures are made when they come into view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from baltic_desk.coverage.systems import System, Systems
from baltic_desk.symbology.catalogue import Catalogue, Entry
from baltic_desk.ui.panels.two_lines import TWO_LINES, TwoLines

Index = QModelIndex | QPersistentModelIndex

_SYMBOL_PX = 22.0
_SYSTEMS_SHOWN = 5
_ENTRIES_SHOWN = 120
_USUAL_SETS = frozenset({"10", "15"})  # land units and equipment
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Pick:
    """Something to place: an entity of the catalogue, a system, or a code used before."""

    title: str
    detail: str
    entry: Entry | None = None
    system: System | None = None
    code: str = ""
    """The code as it stands, for what does not take identity and echelon from the choosers."""


def picks(
    text: str, catalogue: Catalogue, systems: Systems | None, recent: Sequence[str]
) -> list[Pick]:
    """What fits a text, systems first; without one, what was placed last and then all entities."""
    if not text.strip():
        used = [
            Pick(catalogue.name_of(code) or "Symbol", "Used before", code=code) for code in recent
        ]
        usual = sorted(catalogue.entries, key=lambda entry: entry.symbol_set not in _USUAL_SETS)
        return [*used, *_entities(usual)]
    found = [] if systems is None else _systems(text, systems)
    return [*found, *_entities(catalogue.search(text, _ENTRIES_SHOWN))]


def _entities(entries: Sequence[Entry]) -> list[Pick]:
    # Lines and areas need more than one position; they are not units.
    return [
        Pick(entry.name, " › ".join((entry.set_name, *entry.path[:-1])), entry=entry)
        for entry in entries
        if entry.is_unit
    ]


def _systems(text: str, systems: Systems) -> list[Pick]:
    words = text.casefold().split()
    named = [
        system
        for system in systems.search(text)
        if any(word in f"{system.name} {system.nato_name}".casefold() for word in words)
    ]
    return [
        Pick(system.name, f"System › {system.category}", system=system, code=system.sidc)
        for system in named[:_SYSTEMS_SHOWN]
    ]


class SymbolList(QAbstractListModel):
    """Picks with their symbols.

    Parameters
    ----------
    code_of
        The code that a pick would be placed with now.
    picture
        Makes the picture of a symbol of so many pixels.
    """

    def __init__(
        self,
        code_of: Callable[[Pick], str],
        picture: Callable[[str, float], QImage],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._code_of = code_of
        self._picture = picture
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
            picture = self._picture(self._code_of(pick), _SYMBOL_PX)
            return TwoLines(title=pick.title, detail=pick.detail, picture=picture)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{pick.title}, {pick.detail}"
        return pick.title if role == Qt.ItemDataRole.DisplayRole else None
