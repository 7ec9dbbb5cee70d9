"""About the program: version, what it is for, and everyone whose work ships with it."""

from __future__ import annotations

import platform

import PySide6
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from baltic_desk import __version__
from baltic_desk.app.credits import credits_of_the_program
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.ui.icons import program_icon
from baltic_desk.ui.panels.two_lines import TWO_LINES, TwoLineDelegate, TwoLines
from baltic_desk.ui.plain_text import plain_label, tooltip

_PURPOSE = (
    "An offline map desk for the Baltic region: standard symbols, geodesic range rings and "
    "annotations, kept as GeoJSON that any GIS opens. It draws public information and its sources; "
    "it models no weapon effects. It never uses a network."
)


class About(QDialog):
    """Version and credits, with the full licence text of whatever is chosen in the list."""

    def __init__(self, basemap: BaseMap, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("About BalticDesk")
        self.resize(860, 560)
        self.sources = credits_of_the_program(basemap)
        self._names = QListWidget()
        self._names.setAccessibleName("Sources")
        self._names.setItemDelegate(TwoLineDelegate(self._names))
        self._names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for credit in self.sources:
            item = QListWidgetItem(credit.title, self._names)
            item.setData(TWO_LINES, TwoLines(credit.title, credit.gave))
            item.setToolTip(tooltip(credit.title))
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName("Licence text")
        self._names.currentRowChanged.connect(self._show)
        parts = QSplitter()
        parts.addWidget(self._names)
        parts.addWidget(self._text)
        parts.setSizes([320, 540])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self._head())
        layout.addWidget(parts, 1)
        layout.addWidget(buttons)
        self._names.setCurrentRow(0)

    def _head(self) -> QHBoxLayout:
        mark = plain_label()
        mark.setPixmap(program_icon().pixmap(QSize(48, 48), self.devicePixelRatioF()))
        versions = (
            f"BalticDesk {__version__}   ·   Python {platform.python_version()}   ·   "
            f"PySide6 {PySide6.__version__}"
        )
        title = plain_label(versions)
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        purpose = plain_label(_PURPOSE)
        purpose.setWordWrap(True)
        words = QVBoxLayout()
        words.addWidget(title)
        words.addWidget(purpose)
        head = QHBoxLayout()
        head.addWidget(mark)
        head.addSpacing(10)
        head.addLayout(words, 1)
        return head

    def _show(self, row: int) -> None:
        if 0 <= row < len(self.sources):
            credit = self.sources[row]
            heading = " · ".join(part for part in (credit.title, credit.licence) if part)
            self._text.setPlainText(f"{heading}\n\n{credit.text}")
