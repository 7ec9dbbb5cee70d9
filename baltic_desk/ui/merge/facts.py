"""Part by part what a record was, and what each side made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from baltic_desk.document.merge_wording import Fact
from baltic_desk.ui.plain_text import tooltip

_ROW_PX = 20
_MOST_ROWS = 7
_NAMES_PX = 92


class FactsTable(QTableWidget):
    """Under the name of each part what it was, yours and theirs, as far as they differ.

    What is in conflict is bold and bears a sign.
    """

    def __init__(self) -> None:
        super().__init__(0, 2)
        self.setAccessibleName("What differs")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(_ROW_PX)
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.hide()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(0, _NAMES_PX)
        self.show_facts(())

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these."""
        rows = [row for fact in facts for row in _rows(fact)]
        self.clearSpans()
        self.setRowCount(len(rows))
        for number, (name, value, heading) in enumerate(rows):
            for column, text in enumerate((name, value)):
                item = QTableWidgetItem(text)
                item.setToolTip(tooltip(text))
                if heading:
                    font = QFont(self.font())
                    font.setBold(True)
                    item.setFont(font)
                self.setItem(number, column, item)
            if heading:
                self.setSpan(number, 0, 1, 2)
        self.setFixedHeight(min(max(len(rows), 1), _MOST_ROWS) * _ROW_PX + 6)
        self.scrollToTop()

    def rows(self) -> list[tuple[str, str]]:
        """What is written in it."""
        return [(self._text(row, 0), self._text(row, 1)) for row in range(self.rowCount())]

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text() if item is not None else ""  # pyright: ignore[reportUnnecessaryComparison]


def _rows(fact: Fact) -> Iterator[tuple[str, str, bool]]:
    sign = "! " if fact.conflict else ""
    yield f"{sign}{fact.name}", "", True
    said = [("before", fact.before), ("yours", fact.mine), ("theirs", fact.theirs)]
    told = {fact.before, ""}
    for number, (name, value) in enumerate(said):
        if number == 0 or value not in told or (fact.conflict and value):
            yield f"    {name}", value, False
