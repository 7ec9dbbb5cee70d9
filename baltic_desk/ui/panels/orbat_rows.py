"""The order of battle as rows of a table, each as deep as its unit lies under others.

Rows, not a tree, as in the overlay panel: Qt's tree view asks the model about every row on each
insertion, its table view only about those on show.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.orbat import Orbat, OrbatIndex, number
from baltic_desk.document.standing import Standing
from baltic_desk.document.store import Diff
from baltic_desk.symbology.enumerations import ECHELONS, STANDARD_IDENTITIES
from baltic_desk.symbology.standing import echelon, echelon_title, identity
from baltic_desk.ui.plain_text import tooltip

Index = QModelIndex | QPersistentModelIndex

MANY_UNITS = 200
"""A force of more is shown folded at first, down to what lies directly under its roots."""

_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which units are looked for: words in their texts, identities and echelons; empty for all."""

    text: str = ""
    identities: frozenset[str] = field(default_factory=frozenset[str])
    echelons: frozenset[str] = field(default_factory=frozenset[str])

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.text.strip() or self.identities or self.echelons)

    def fits(self, standing: Standing) -> bool:
        """Whether a unit is one of them."""
        level, side = echelon(standing.sidc), identity(standing.sidc)
        if self.identities and side not in self.identities:
            return False
        if self.echelons and level not in self.echelons:
            return False
        words = self.text.casefold().split()
        if not words:
            return True
        every = f"{standing.name} {standing.designation} {ECHELONS.get(level, '')}".casefold()
        return all(word in every for word in words)


class OrbatRows(QAbstractTableModel):
    """Each unit before its subordinates; those of a folded unit are not on show.

    When units are looked for, those found are shown with all their superiors.
    """

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._index = OrbatIndex(document)
        self._ids: list[str] = []
        self._places: dict[str, int] | None = None
        self._folded: set[str] = set()
        self._wanted = Wanted()
        self._found: frozenset[str] = frozenset()
        self.take(document)

    # -- what it holds ---------------------------------------------------------------------

    def take(self, document: Document) -> None:
        """Show another document."""
        self.beginResetModel()
        self._document = document
        self._index = OrbatIndex(document)
        self._folded = self._folded_at_first()
        self._ids = self._on_show()
        self._places = None
        self.endResetModel()

    @property
    def orbat(self) -> Orbat:
        """The order of battle as it is now."""
        return self._index.orbat

    @property
    def ids(self) -> Sequence[str]:
        """Unit ids of the rows, from the top."""
        return self._ids

    @property
    def found(self) -> Sequence[str]:
        """Ids of all units, or of those that are looked for; folded away or not."""
        if self._wanted.everything:
            return self.orbat.order
        return [unit_id for unit_id in self.orbat.order if unit_id in self._found]

    def is_found(self, unit_id: str) -> bool:
        """Whether a unit is one of those looked for."""
        return self._wanted.everything or unit_id in self._found

    def row_of(self, unit_id: str) -> int | None:
        """Row of a unit; None when it is folded away or left out."""
        if self._places is None:
            self._places = {unit_id: row for row, unit_id in enumerate(self._ids)}
        return self._places.get(unit_id)

    def unit(self, row: int) -> Unit | None:
        """The unit of a row as it is now."""
        feature = self._document.feature(self._ids[row])
        unit = None if feature is None else feature.properties
        return unit if isinstance(unit, Unit) else None

    def feature(self, row: int) -> Feature | None:
        """The feature of a row as it is now."""
        return self._document.feature(self._ids[row])

    # -- what is on show ---------------------------------------------------------------------

    def folds(self, unit_id: str) -> bool:
        """Whether there is something under a unit to fold away."""
        return self.orbat.below.get(unit_id, 0) > 0

    def is_folded(self, unit_id: str) -> bool:
        """Whether what lies under a unit is folded away."""
        return unit_id in self._folded and self._wanted.everything

    def fold(self, ids: Iterable[str], *, folded: bool) -> None:
        """Fold away what lies under units, or show it."""
        if folded:
            self._folded.update(unit_id for unit_id in ids if self.folds(unit_id))
        else:
            self._folded.difference_update(ids)
        self.renew()

    def uncover(self, unit_id: str) -> None:
        """Unfold what a unit is folded away under."""
        hiding = [higher for higher in self.orbat.chain(unit_id) if higher in self._folded]
        if hiding:
            self.fold(hiding, folded=False)

    def look_for(self, wanted: Wanted) -> None:
        """Show only these units and their superiors."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.renew()

    # -- following ---------------------------------------------------------------------------

    def hear(self, diff: Diff) -> bool:
        """Bring the rows in line with a change; whether it was one of the order of battle."""
        if not self._index.hear(diff):
            return False
        self.renew()
        return True

    def note(self, diff: Diff) -> None:
        """Take in a change that the rows follow only at the next `renew`."""
        self._index.hear(diff)

    def renew(self) -> None:
        """Bring the rows in line with the order of battle as it is now."""
        old, new = self._ids, self._on_show()
        head = _common(old, new)
        tail = _common(old[head:][::-1], new[head:][::-1])
        gone, come = len(old) - head - tail, len(new) - head - tail
        if gone:
            self.beginRemoveRows(_NO_PARENT, head, head + gone - 1)
            self._ids = old[:head] + old[head + gone :]
            self._places = None
            self.endRemoveRows()
        if come:
            self.beginInsertRows(_NO_PARENT, head, head + come - 1)
            self._ids = new
            self._places = None
            self.endInsertRows()
        if new:
            self.dataChanged.emit(self.index(0, 0), self.index(len(new) - 1, 0))

    def _on_show(self) -> list[str]:
        orbat = self.orbat
        if not self._wanted.everything:
            self._found = frozenset(
                unit_id for unit_id in orbat.order if self._wanted.fits(orbat.standing[unit_id])
            )
            shown = set(self._found)
            for unit_id in self._found:
                for higher in orbat.chain(unit_id):
                    if higher in shown:
                        break
                    shown.add(higher)
            return [unit_id for unit_id in orbat.order if unit_id in shown]
        rows: list[str] = []
        at, end = 0, len(orbat.order)
        while at < end:
            unit_id = orbat.order[at]
            rows.append(unit_id)
            at += 1 + (orbat.below[unit_id] if unit_id in self._folded else 0)
        return rows

    def _folded_at_first(self) -> set[str]:
        orbat = self.orbat
        if len(orbat.order) <= MANY_UNITS:
            return set()
        return {i for i in orbat.order if orbat.below[i] and orbat.depth[i]}

    # -- Qt --------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        unit_id = self._ids[index.row()]
        standing = self.orbat.standing.get(unit_id)
        if standing is None:  # gone, and the rows have not followed yet
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return standing.title
            case Qt.ItemDataRole.EditRole:
                return standing.designation
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(f"{standing.title}\n{self.spoken(unit_id)}")
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return f"{standing.title}, {self.spoken(unit_id)}"
            case _:
                return None

    def detail(self, unit_id: str) -> str:
        """The fainter line of a row: designation, echelon, how many are below; or what is wrong."""
        orbat, standing = self.orbat, self.orbat.standing[unit_id]
        wrong = orbat.words(unit_id)
        if wrong:
            return wrong[:1].upper() + wrong[1:]
        level = echelon(standing.sidc)
        below = orbat.below[unit_id]
        parts = (
            standing.designation if standing.designation != standing.title else "",
            echelon_title(level),
            f"{below:,} below" if below else "",
        )
        return " · ".join(" ".join(part[:200].split()) for part in parts if part)

    def strength(self, unit_id: str) -> str:
        """Its strength as it stands in a row; summed ones behind a sign."""
        orbat = self.orbat
        if unit_id not in orbat.strength:
            return ""
        stated = orbat.standing[unit_id].strength is not None
        return f"{'' if stated else 'Σ '}{number(orbat.strength[unit_id])}"

    def spoken(self, unit_id: str) -> str:
        """All that a row says, and what it has no room for, in words."""
        orbat, standing = self.orbat, self.orbat.standing[unit_id]
        level, side = echelon(standing.sidc), identity(standing.sidc)
        below = orbat.below[unit_id]
        stated = standing.strength is not None
        strength = orbat.strength.get(unit_id)
        parts = [
            standing.designation if standing.designation != standing.title else "",
            STANDARD_IDENTITIES.get(side, ""),
            echelon_title(level),
            f"{below:,} below" if below else "",
            ""
            if strength is None
            else f"strength {number(strength)}{'' if stated else ', the sum of its subordinates'}",
            orbat.discrepancy(unit_id),
            orbat.words(unit_id),
        ]
        return ", ".join(" ".join(part[:200].split()) for part in parts if part)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many are the same from the start."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
