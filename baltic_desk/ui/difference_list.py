"""What differs between two versions of a project: counts that filter, and a list to go through."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.document.phase_comparison import What
from baltic_desk.document.phase_wording import MARKS
from baltic_desk.document.version_comparison import WHATS, VersionDifference, counted
from baltic_desk.ui.panels.two_lines import TwoLineDelegate, TwoLineRows, TwoLines
from baltic_desk.ui.plain_text import tooltip

EQUAL = "Nothing differs."


class DifferenceModel(TwoLineRows[VersionDifference]):
    """Differences as rows of two lines; texts of a file are never taken for markup."""

    def two_lines(self, row: VersionDifference) -> TwoLines:
        return TwoLines(f"{MARKS[row.what]}  {row.title}", row.detail or row.what, row.phase)

    def line(self, row: VersionDifference) -> str:
        return line_of(row)

    def tip(self, row: VersionDifference) -> str:
        return tooltip("\n".join(filter(None, (row.title, row.detail, row.phase))))


class DifferenceList(QWidget):
    """A list of differences below a button for each sort, which shows or hides it.

    Signals
    -------
    show_on_map
        Somebody wants to see a difference (its `at` is not None): Enter, a double click, or the
        button below.
    current_changed
        Another row is current: a difference, or None.
    """

    show_on_map = Signal(object)
    current_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.differences: tuple[VersionDifference, ...] = ()
        self._hidden: set[What] = set()
        self.summary = QLabel()
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setObjectName("faint")
        self.summary.setWordWrap(True)
        self.filters: dict[What, QToolButton] = {}
        upper = QHBoxLayout()
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(4)
        for what in WHATS:
            button = QToolButton()
            button.setCheckable(True)
            button.setChecked(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.toggled.connect(partial(self._filter, what))
            self.filters[what] = button
            upper.addWidget(button)
        upper.addStretch(1)
        self._model = DifferenceModel(self)
        self.list = QListView()
        self.list.setAccessibleName("Differences")
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self._model)
        self.list.setItemDelegate(TwoLineDelegate(self.list))
        self.list.installEventFilter(self)
        self.list.doubleClicked.connect(self._show)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.show_button = QPushButton("Show on Map")
        self.show_button.setAutoDefault(False)
        self.show_button.clicked.connect(self._show)
        self.copy_button = QPushButton("Copy List")
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self.copy)
        lower = QHBoxLayout()
        lower.setContentsMargins(0, 0, 0, 0)
        lower.addWidget(self.show_button)
        lower.addWidget(self.copy_button)
        lower.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(upper)
        layout.addWidget(self.summary)
        layout.addWidget(self.list, 1)
        layout.addLayout(lower)
        self.setFocusProxy(self.list)
        self.show_differences(())

    def show_differences(self, differences: Sequence[VersionDifference]) -> None:
        """Show these; what was filtered out stays so as long as there is something else."""
        self.differences = tuple(differences)
        counts = counted(self.differences)
        if all(what in self._hidden for what, count in counts.items() if count):
            self._hidden.clear()
        for what, button in self.filters.items():
            button.setText(f"{MARKS[what]} {counts[what]:,} {what}")
            button.setToolTip(tooltip(f"Show or hide what was {what}"))
            button.setVisible(counts[what] > 0)
            button.blockSignals(True)
            button.setChecked(what not in self._hidden)
            button.blockSignals(False)
        self._refresh()

    def say(self, text: str) -> None:
        """Say something in place of differences, such as that they are being looked for."""
        self.show_differences(())
        self.summary.setText(text)
        self.summary.setVisible(True)

    def current(self) -> VersionDifference | None:
        """The difference that is current, if one is."""
        index = self.list.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def rows(self) -> Sequence[VersionDifference]:
        """Those that are not filtered out."""
        return self._model.rows

    def copy(self) -> None:
        """Put what is shown on the clipboard, a line for each, parted by tabs."""
        lines = ["\t".join((row.what, row.title, row.detail, row.phase)) for row in self.rows()]
        QGuiApplication.clipboard().setText("\n".join(lines or [EQUAL]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter shows the row on the map, Ctrl+C copies the list."""
        if isinstance(event, QKeyEvent) and watched is self.list:
            pressed = event.type() == QEvent.Type.KeyPress
            if event.matches(QKeySequence.StandardKey.Copy):
                if pressed:
                    self.copy()
                event.accept()
                return True
            if pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._show()
                return True
        return super().eventFilter(watched, event)

    # -- inside --------------------------------------------------------------------------------

    def _filter(self, what: What, shown: bool) -> None:
        if shown:
            self._hidden.discard(what)
        else:
            self._hidden.add(what)
        self._refresh()

    def _refresh(self) -> None:
        rows = [each for each in self.differences if each.what not in self._hidden]
        present = self.current()
        self._model.show_rows(rows)
        if rows:
            at = rows.index(present) if present in rows else 0
            self.list.setCurrentIndex(self._model.index(at, 0))
        left_out = len(self.differences) - len(rows)
        if not self.differences:
            self.summary.setText(EQUAL)
        elif left_out:
            self.summary.setText(f"{len(rows):,} of {len(self.differences):,} shown")
        self.summary.setVisible(not self.differences or left_out > 0)
        self.copy_button.setEnabled(bool(self.differences))
        self._on_current()

    def _on_current(self, *_indices: object) -> None:
        row = self.current()
        self.show_button.setEnabled(row is not None and row.at is not None)
        self.current_changed.emit(row)

    def _show(self, *_what: object) -> None:
        row = self.current()
        if row is not None and row.at is not None:
            self.show_on_map.emit(row)


def line_of(row: VersionDifference) -> str:
    """A difference in one line, to be read out.

    >>> line_of(VersionDifference("a", "moved", "Alpha", "moved 3 km N", "2 Dawn"))
    'Alpha: moved 3 km N (2 Dawn)'
    """
    phase = f" ({row.phase})" if row.phase else ""
    return f"{row.title}: {row.detail or row.what}{phase}"
