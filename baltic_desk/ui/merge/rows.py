"""Rows of a merge: what became of each thing, in groups, conflicts first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from baltic_desk.app.merge_comparison import Merging
from baltic_desk.document.merge_wording import Words
from baltic_desk.document.merging import Proposal
from baltic_desk.document.phase_wording import MARKS
from baltic_desk.ui.panels.two_lines import TWO_LINES, TwoLines
from baltic_desk.ui.plain_text import tooltip

PROPOSAL: Final = Qt.ItemDataRole.UserRole + 1
"""Role under which the model gives the `Proposal` of a row; None for a heading."""
TAKE: Final = Qt.ItemDataRole.UserRole + 2
"""Role under which it gives whose is taken: "theirs", "mine" or "" for nothing."""

FILTERS = ("all", "conflicts", "added", "moved", "changed", "removed", "mine")
"""What may be shown alone."""
TITLES = {
    "all": "All changes",
    "conflicts": "Conflicts",
    "added": "Added",
    "moved": "Moved",
    "changed": "Changed",
    "removed": "Removed",
    "mine": "Only yours, kept",
}

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a group."""

    group: str
    count: int


Line = Head | Proposal


def group_of(proposal: Proposal) -> str:
    """The group that a row stands in."""
    if proposal.side == "mine":
        return "mine"
    return "conflicts" if proposal.conflict else proposal.what


class MergeRows(QAbstractListModel):
    """Rows of one merge; their words are made when they are looked at."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.merging: Merging | None = None
        self._words: Words | None = None
        self._lines: list[Line] = []
        self._row_of: dict[str, int] = {}
        self._filter = "all"
        self._search = ""
        self._unit = "km"
        self._told: dict[str, TwoLines] = {}

    def show_merging(self, merging: Merging | None, distance_unit: str) -> None:
        """Show a merge; where only what is taken is another, the rows stay."""
        before, self.merging = self.merging, merging
        same = (
            before is not None
            and merging is not None
            and before.proposals is merging.proposals
            and distance_unit == self._unit
        )
        if same:
            if self._lines:
                self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))
            return
        self._unit = distance_unit
        self._told.clear()
        self._words = None if merging is None else merging.words(distance_unit)
        self._fill()

    def show_only(self, group: str, search: str) -> None:
        """Show a group alone ("all" for all), and only what has the words looked for."""
        if (group, search) != (self._filter, self._search):
            self._filter, self._search = group, search
            self._fill()

    @property
    def words(self) -> Words | None:
        """What speaks of the rows."""
        return self._words

    def listed(self) -> list[Proposal]:
        """Proposals in the list."""
        return [line for line in self._lines if isinstance(line, Proposal)]

    def row_of(self, key: str) -> int | None:
        """Row of a proposal, if it is in the list."""
        return self._row_of.get(key)

    def proposal(self, row: int) -> Proposal | None:
        """What a row is about; None for a heading."""
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        return line if isinstance(line, Proposal) else None

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._lines[index.row()], Head):
            return Qt.ItemFlag.NoItemFlags  # the arrow keys go past it
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self._words is None:
            return None
        line = self._lines[index.row()]
        if isinstance(line, Head):
            texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return f"{TITLES[line.group]} ({line.count:,})" if role in texts else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._two_lines(line).title
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._read_out(line)
            case Qt.ItemDataRole.ToolTipRole:
                told = self._two_lines(line)
                return tooltip("\n".join(filter(None, (told.title, told.detail, told.note))))
            case _ if role == TWO_LINES:
                return self._two_lines(line)
            case _ if role == PROPOSAL:
                return line
            case _ if role == TAKE:
                return self.take(line)
            case _:
                return None

    def take(self, proposal: Proposal) -> str:
        """Whose is taken of a proposal; empty where nothing of theirs is."""
        return "" if self.merging is None else self.merging.takes.get(proposal.key, "")

    # -- inside --------------------------------------------------------------------------------

    def _two_lines(self, proposal: Proposal) -> TwoLines:
        told = self._told.get(proposal.key)
        if told is None:
            assert self._words is not None
            sign = "!" if proposal.conflict else MARKS[proposal.what]
            title = f"{sign}  {self._words.title(proposal)}"
            told = TwoLines(title, self._words.line(proposal), self._words.phase(proposal))
            self._told[proposal.key] = told
        return told

    def _read_out(self, proposal: Proposal) -> str:
        told = self._two_lines(proposal)
        taken = self.take(proposal)
        if proposal.side == "mine":
            state = "kept"
        elif proposal.conflict:
            state = {"theirs": "theirs taken", "mine": "yours kept"}.get(taken, "undecided")
        else:
            state = "accepted" if taken else "not accepted"
        phase = f", {told.note}" if told.note else ""
        return f"{told.title}: {told.detail}{phase}; {state}"

    def _fill(self) -> None:
        self.beginResetModel()
        self._lines = [] if self.merging is None else self._filled(self.merging.proposals)
        self._row_of = {
            line.key: row for row, line in enumerate(self._lines) if isinstance(line, Proposal)
        }
        self.endResetModel()

    def _filled(self, proposals: Sequence[Proposal]) -> list[Line]:
        groups: dict[str, list[Proposal]] = {group: [] for group in FILTERS[1:]}
        wanted = self._search.casefold().split()
        for proposal in proposals:
            group = group_of(proposal)
            if self._filter in ("all", group) and self._has(proposal, wanted):
                groups[group].append(proposal)
        lines: list[Line] = []
        for group, found in groups.items():
            if found:
                lines += [Head(group, len(found)), *found]
        return lines

    def _has(self, proposal: Proposal, wanted: Sequence[str]) -> bool:
        if not wanted:
            return True
        told = self._two_lines(proposal)
        text = f"{told.title} {told.detail} {told.note}".casefold()
        return all(word in text for word in wanted)
