"""A table of figures to be read and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from baltic_desk.ui.plain_text import tooltip

_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROW_PX = 24


class FiguresTable(QTableWidget):
    """Rows of plain text: the first column for what it is about, the others for numbers.

    Ctrl+C copies what is selected, parted by tabs as spreadsheets take it.

    Parameters
    ----------
    first_px
        Width of the first column where the others may need more room than there is; it takes what
        is left otherwise.
    """

    def __init__(self, name: str, columns: Sequence[str], *, first_px: int = 0) -> None:
        super().__init__(0, len(columns))
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        if first_px:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(0, first_px)
        else:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.set_columns(columns)

    def set_columns(self, columns: Sequence[str]) -> None:
        """Other headings."""
        for column, title in enumerate(columns):
            item = QTableWidgetItem(title)
            item.setTextAlignment(self._alignment(column))
            self.setHorizontalHeaderItem(column, item)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these."""
        if rows == self.rows():
            return
        self.setRowCount(len(rows))
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setTextAlignment(self._alignment(column))
                item.setToolTip(tooltip(text.strip() if column == 0 else ""))
                self.setItem(row, column, item)

    def rows(self) -> list[tuple[str, ...]]:
        """What is shown."""
        return [
            tuple(self._text(row, column) for column in range(self.columnCount()))
            for row in range(self.rowCount())
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = sorted({index.row() for index in self.selectedIndexes()})
            rows = self.rows()
            text = "\n".join("\t".join(rows[row]) for row in chosen)
            QGuiApplication.clipboard().setText(text)
            event.accept()
            return
        super().keyPressEvent(event)

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return "" if item is None else item.text()  # pyright: ignore[reportUnnecessaryComparison]

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        if column == 0:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return _NUMBERS
