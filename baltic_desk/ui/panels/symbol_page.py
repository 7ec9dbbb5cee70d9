"""The widgets of the symbol picker and how they are laid out, for a narrow panel of any height."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.symbology.catalogue import Catalogue
from baltic_desk.ui.panels.code_table import CodeTable
from baltic_desk.ui.panels.drag_list import DragList
from baltic_desk.ui.panels.fold import Fold
from baltic_desk.ui.panels.symbol_choosers import Choosers
from baltic_desk.ui.panels.symbol_preview import SymbolPreview
from baltic_desk.ui.panels.symbol_refining import Refining
from baltic_desk.ui.panels.symbol_tree import SymbolTree
from baltic_desk.ui.panels.two_lines import TwoLineDelegate
from baltic_desk.ui.plain_text import plain_label
from baltic_desk.ui.symbol_pictures import SymbolPictures

_PREVIEW_PX = 96.0
_PREVIEW_HEIGHT_PX = 118
_LEAST_LIST_PX = 132


class SymbolPage:
    """Search and choosers above, results or tree between, the next symbol and its code below.

    What is below scrolls when the panel is too low for it; results keep a few rows always.
    """

    def __init__(self, panel: QWidget, pictures: SymbolPictures, catalogue: Catalogue) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search: mech inf, S-400, 1211")
        self.search.setAccessibleName("Search symbols")
        self.search.setToolTip("Names, abbreviations, systems, any part of a code")
        self.search.setClearButtonEnabled(True)
        self.browse = QToolButton()
        self.browse.setText("Browse")
        self.browse.setCheckable(True)
        self.browse.setToolTip("Browse by symbol set")
        self.choosers = Choosers()
        self.list = DragList()
        self.list.setAccessibleName("Symbols found")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(TwoLineDelegate(self.list, pictures=True))
        self.list.setMinimumHeight(_LEAST_LIST_PX)
        self.tree = SymbolTree()
        self.tree.setMinimumHeight(_LEAST_LIST_PX)
        self.nothing = plain_label("No symbol fits.")
        self.nothing.setObjectName("faint")
        self.nothing.setMargin(10)
        self.preview = SymbolPreview(pictures, size_px=_PREVIEW_PX, height=_PREVIEW_HEIGHT_PX)
        self.star = QToolButton(self.preview)
        self.star.setText("☆")
        self.star.setCheckable(True)
        self.star.setAutoRaise(True)
        self.star.setAccessibleName("Favourite")
        self.star.setToolTip("Favourite  Ctrl+B")
        self.star.toggled.connect(self._on_star)
        self.star.move(4, 4)
        self.code = QLineEdit()
        self.code.setAccessibleName("Symbol code")
        self.code.setToolTip("20 or 30 digits, or 10 to 15 letters; blanks may stand between")
        self.designation = QLineEdit()
        self.designation.setAccessibleName("Designation of the next unit")
        self.designation.setPlaceholderText("such as 25 or A/1")
        self.complaint = QLabel()
        self.complaint.setTextFormat(Qt.TextFormat.PlainText)
        self.complaint.setWordWrap(True)
        self.complaint.setVisible(False)
        self.refining = Refining(catalogue)
        self.code_table = CodeTable()
        self.refine = Fold("Modifiers and context", self.refining)
        self.words = Fold("Code in words", self.code_table)
        self.place = QPushButton("Place on the Map")
        self._lay_out(panel)

    def show_results(self, *, any_found: bool) -> None:
        """Show the tree while browsing, else the list, or that nothing fits."""
        browsing = self.browse.isChecked()
        self.tree.setVisible(browsing)
        self.list.setVisible(any_found and not browsing)
        self.nothing.setVisible(not any_found and not browsing)

    def _on_star(self, on: bool) -> None:
        self.star.setText("★" if on else "☆")

    def _lay_out(self, panel: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.search, 1)
        row.addWidget(self.browse)
        top = QVBoxLayout()
        top.setContentsMargins(6, 6, 6, 6)
        top.setSpacing(4)
        top.addLayout(row)
        top.addWidget(self.choosers)
        end = QVBoxLayout()
        end.setContentsMargins(10, 4, 10, 8)
        end.addWidget(self.place)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.nothing)
        layout.addWidget(self._lower(), 0)
        layout.addLayout(end)
        panel.setFocusProxy(self.search)

    def _lower(self) -> QWidget:
        fields = QGridLayout()
        fields.setHorizontalSpacing(8)
        fields.setVerticalSpacing(4)
        for row, (title, field) in enumerate(
            (("Code", self.code), ("Designation", self.designation))
        ):
            label = plain_label(title)
            label.setBuddy(field)
            fields.addWidget(label, row, 0)
            fields.addWidget(field, row, 1)
        below = QVBoxLayout()
        below.setContentsMargins(10, 6, 10, 2)
        below.setSpacing(3)
        below.addLayout(fields)
        below.addWidget(self.complaint)
        below.addWidget(self.refine)
        below.addWidget(self.words)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.preview)
        column.addLayout(below)
        return _Lower(inner)


class _Lower(QScrollArea):
    """As high as what is in it where there is room, and scrolled where there is not."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(inner)
        self._inner = inner
        inner.installEventFilter(self)

    def sizeHint(self) -> QSize:
        inner = self._inner
        height = inner.heightForWidth(self.width()) if inner.hasHeightForWidth() else -1
        return QSize(200, height if height > 0 else inner.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(100, min(self.sizeHint().height(), 150))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is in it has become higher or lower."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
