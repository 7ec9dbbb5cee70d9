"""A symbol code in words: a compact table of its places, wrong ones in red."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from baltic_desk.symbology.explanation import Explanation
from baltic_desk.symbology.part import Part
from baltic_desk.ui.form import wrong_colour
from baltic_desk.ui.plain_text import tooltip

_ROW_PX = 20
_MARGIN_PX = 4


class CodeTable(QTableWidget):
    """Digits, what they are, and what they say; as high as it has rows."""

    def __init__(self) -> None:
        super().__init__(0, 3)
        self.setAccessibleName("Symbol code in words")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(16)
        for column in (0, 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self._explanation: Explanation | None = None

    def show_explanation(self, told: Explanation) -> None:
        """Show these parts."""
        if told == self._explanation:
            return
        self._explanation = told
        self.setRowCount(len(told.parts))
        for row, part in enumerate(told.parts):
            self._fill(row, part)
        self.setFixedHeight(_ROW_PX * len(told.parts) + _MARGIN_PX)

    def _fill(self, row: int, part: Part) -> None:
        said = f"{part.meaning} ({part.wrong})" if part.meaning and part.wrong else ""
        texts = (part.digits, part.title, said or part.meaning or part.wrong)
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(tooltip(f"{part.where}, {part.title}: {texts[2]}"))
            if part.wrong:
                item.setForeground(wrong_colour(self.palette()))
            elif column == 1:
                item.setForeground(self.palette().placeholderText())
            self.setItem(row, column, item)
