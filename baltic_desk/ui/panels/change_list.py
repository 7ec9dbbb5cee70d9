"""The list of what a phase changes: features that appear, move, change, vanish."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem, QWidget

from baltic_desk.document.feature import Feature
from baltic_desk.document.phase_changes import PhaseChanges
from baltic_desk.document.phase_comparison import Difference, What
from baltic_desk.document.phase_wording import MARKS, difference_words
from baltic_desk.ui.panels.titles import feature_title, kind_title
from baltic_desk.ui.panels.two_lines import TWO_LINES, TwoLineDelegate, TwoLines
from baltic_desk.ui.plain_text import tooltip

_HEADS: dict[What, str] = {
    "added": "Appear", "moved": "Move", "changed": "Change", "removed": "Vanish",
}  # fmt: skip
_HEAD_PX = 26

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a group."""

    what: What
    count: int


Line = Head | Difference


class ChangeModel(QAbstractListModel):
    """Rows of one phase. Texts are made when a row is looked at."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.distance_unit = "km"
        self._rows: list[Line] = []
        self._row_of: dict[str, int] = {}
        self._changes: PhaseChanges | None = None
        self._phase = ""
        self._numbers: dict[str, int] = {}

    def show(self, changes: PhaseChanges, phase_id: str, order: Iterable[str]) -> None:
        """Show what a phase changes; rows that stay are kept.

        Parameters
        ----------
        order
            Ids of all phases, to tell where else a feature changes.
        """
        self._changes, self._phase = changes, phase_id
        self._numbers = {each: number for number, each in enumerate(order, start=1)}
        self._replace(_lines(changes.of(phase_id).values()))

    def clear(self) -> None:
        """Show nothing."""
        self._replace([])

    def difference(self, row: int) -> Difference | None:
        """What a row tells of; None for a heading."""
        line = self._rows[row]
        return None if isinstance(line, Head) else line

    def row_of(self, feature_id: str) -> int | None:
        """Row of a feature, if it has one."""
        return self._row_of.get(feature_id)

    def elsewhere(self, difference: Difference) -> str:
        """In which other phases a feature changes."""
        if self._changes is None:
            return ""
        ids = self._changes.phases_changing(difference.id)
        return ", ".join(str(self._numbers[i]) for i in ids if i != self._phase)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], Head):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._rows[index.row()]
        if isinstance(line, Head):
            texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return f"{_HEADS[line.what]} ({line.count})" if role in texts else None
        if role not in _TEXTS:
            return None
        title, words = _title(line), difference_words(line, self.distance_unit)
        also = self.elsewhere(line)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title
            case _ if role == TWO_LINES:
                told = f"{words} · also in {also}" if also else words
                return TwoLines(f"{MARKS[line.what]}  {title}", told)
            case Qt.ItemDataRole.ToolTipRole:
                note = f"Also changed in phase {also}" if also else "Changed in no other phase"
                return tooltip(f"{_kind(line)} {title}\n{words}\n{note}")
            case _:
                return f"{title} {words}" + (f"; also changed in phase {also}" if also else "")

    # -- inside --------------------------------------------------------------------------------

    def _replace(self, rows: list[Line]) -> None:
        """Other rows: only those between what is the same at both ends come and go."""
        old = [_key(row) for row in self._rows]
        new = [_key(row) for row in rows]
        start = _same(old, new)
        end = min(_same(old[::-1], new[::-1]), len(old) - start, len(new) - start)
        gone, come = len(old) - end, len(new) - end
        if gone > start:
            self.beginRemoveRows(QModelIndex(), start, gone - 1)
            del self._rows[start:gone]
            self.endRemoveRows()
        if come > start:
            self.beginInsertRows(QModelIndex(), start, come - 1)
            self._rows[start:start] = rows[start:come]
            self.endInsertRows()
        self._rows = rows
        self._row_of = {row.id: k for k, row in enumerate(rows) if isinstance(row, Difference)}
        if rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))


class ChangeDelegate(TwoLineDelegate):
    """Headings are small lines between the rows."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        if index.flags() & Qt.ItemFlag.ItemIsSelectable:
            return super().sizeHint(option, index)
        return QSize(100, _HEAD_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsSelectable:
            super().paint(painter, option, index)
            return
        look = QStyleOptionViewItem(option)
        self.initStyleOption(look, index)
        painter.save()
        font = QFont(look.font)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(look.palette.color(QPalette.ColorRole.PlaceholderText))
        box = QRect(look.rect).adjusted(10, 0, -8, -2)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(box, flags | Qt.TextFlag.TextSingleLine, str(index.data()))
        painter.restore()


class ChangeList(QListView):
    """Features of one phase's changes; several can be selected."""

    def __init__(self, rows: ChangeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(rows)
        self.setItemDelegate(ChangeDelegate(self))
        self.setAccessibleName("What this phase changes")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(200)


def _lines(found: Iterable[Difference]) -> list[Line]:
    order = list(MARKS)
    ranked = sorted(found, key=lambda each: (order.index(each.what), _title(each).casefold()))
    lines: list[Line] = []
    for what, group in groupby(ranked, key=_what):
        members = list(group)
        lines += [Head(what, len(members)), *members]
    return lines


def _what(difference: Difference) -> What:
    return difference.what


def _key(line: Line) -> tuple[str, str]:
    return ("", line.what) if isinstance(line, Head) else (line.id, line.what)


def _same(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> int:
    """How many of the first are the same."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _title(difference: Difference) -> str:
    feature = difference.feature
    return feature_title(feature) if isinstance(feature, Feature) else "Foreign feature"


def _kind(difference: Difference) -> str:
    feature = difference.feature
    return kind_title(feature) if isinstance(feature, Feature) else ""


_TEXTS = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    TWO_LINES,
)
