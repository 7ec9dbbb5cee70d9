"""The foot of the ORBAT panel: how many units and how much strength, by echelon and identity."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.document.orbat import Orbat, Tally, number
from baltic_desk.symbology.enumerations import STANDARD_IDENTITIES
from baltic_desk.symbology.standing import echelon_sign, echelon_title
from baltic_desk.ui.plain_text import tooltip

Index = QModelIndex | QPersistentModelIndex

_NO_PARENT = QModelIndex()
_COLUMNS = ("Echelon", "Identity", "Units", "Strength")
_LINE_PX = 20
_MOST_LINES = 5
_WHY = (
    "A unit's strength is that of all under it: where it is stated it holds, else its "
    "subordinates' are summed (Σ). Nobody is counted twice, so lines of different echelons overlap "
    "and do not add up to the whole."
)


class OrbatSummary(QWidget):
    """Counts what is selected, or all units when nothing is; the table folds away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = QToolButton()
        self.headline.setAutoRaise(True)
        self.headline.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.headline.setArrowType(Qt.ArrowType.DownArrow)
        self.headline.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.headline.setToolTip(tooltip(_WHY))
        self.headline.clicked.connect(self._turn)
        self._unfolded = True
        self.unstated = QLabel()
        self.unstated.setTextFormat(Qt.TextFormat.PlainText)
        self.unstated.setObjectName("faint")
        self.unstated.setWordWrap(True)
        self.unstated.setContentsMargins(10, 0, 8, 4)
        self._lines = _Lines(self)
        self.table = _Table()
        self.table.setModel(self._lines)
        self.table.set_up()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.headline)
        layout.addWidget(self.table)
        layout.addWidget(self.unstated)

    def show_units(self, orbat: Orbat, ids: Collection[str], what: str) -> None:
        """Count these units, which are called `what` ("All", "Selected")."""
        whole = orbat.tally(ids)
        units = f"{whole.units:,} unit{'s' * (whole.units != 1)}"
        words = f"{what}: {units}"
        if whole.strength is not None:
            words += f", strength {number(whole.strength)}"
        self.headline.setText(words)
        self.headline.setAccessibleName(words)
        of = f"{whole.unstated:,} of them have" if whole.unstated > 1 else "One of them has"
        self.unstated.setText(f"{of} no strength stated." if whole.unstated else "")
        self._lines.show_tallies(orbat.tallies(ids))
        self.table.fit()
        self._fold()

    def rows(self) -> list[tuple[str, ...]]:
        """What the table shows, line by line."""
        return self._lines.lines

    def _turn(self) -> None:
        self._unfolded = not self._unfolded
        self._fold()

    def _fold(self) -> None:
        unfolded = self._unfolded
        arrow = Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow
        self.headline.setArrowType(arrow)
        self.table.setVisible(unfolded and bool(self._lines.lines))
        self.unstated.setVisible(unfolded and bool(self.unstated.text()))


class _Lines(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[tuple[str, ...]] = []

    def show_tallies(self, tallies: Mapping[tuple[str, str], Tally]) -> None:
        lines = [_line(*group, tally) for group, tally in tallies.items()]
        if lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.lines[index.row()][index.column()]
            case Qt.ItemDataRole.TextAlignmentRole:
                side = (
                    Qt.AlignmentFlag.AlignRight
                    if index.column() > 1
                    else Qt.AlignmentFlag.AlignLeft
                )
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(", ".join(filter(None, self.lines[index.row()])))
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section > 1 else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class _Table(QTableView):
    def set_up(self) -> None:
        self.setAccessibleName("Units and strength by echelon and identity")
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(False)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        across.setHighlightSections(False)
        across.setMinimumSectionSize(34)
        across.setFixedHeight(_LINE_PX + 2)
        down.hide()
        down.setMinimumSectionSize(_LINE_PX)
        down.setDefaultSectionSize(_LINE_PX)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def fit(self) -> None:
        """As high as its lines need, up to a few; more are scrolled to."""
        lines = min(self.model().rowCount(), _MOST_LINES)
        self.setFixedHeight(lines * _LINE_PX + _LINE_PX + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, _LINE_PX)


def _line(level: str, side: str, tally: Tally) -> tuple[str, ...]:
    sign = echelon_sign(level)
    named = f"{sign} {echelon_title(level)}" if level else "No echelon"
    strength = "–" if tally.strength is None else number(tally.strength)
    return named, STANDARD_IDENTITIES.get(side, "Not stated"), f"{tally.units:,}", strength
