"""The list of a merge beside the map: what is taken of theirs, conflict by conflict."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app import merge_sight
from baltic_desk.app import merging as merges
from baltic_desk.app.merge_comparison import Counts, Merging
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.merge_fields import Take
from baltic_desk.document.merging import Proposal
from baltic_desk.document.phase_wording import MARKS
from baltic_desk.ui.merge.delegate import MergeDelegate
from baltic_desk.ui.merge.facts import FactsTable
from baltic_desk.ui.merge.rows import FILTERS, TITLES, MergeRows, group_of
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.plain_text import tooltip

_NONE = (
    "Nothing is being merged. When another program has changed the project’s file, “Merge…” lists "
    "what it changed beside what you did."
)
_TAKES: dict[str, Take | None] = {"theirs": "theirs", "mine": "mine", "": None}


class MergePanel(QWidget):
    """The list with what can be done with it, and the parts of the row that is current.

    Up and down go through it, Space accepts or not, M and T decide a conflict. The map shows the
    same, and the row that is current stands out there.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._following_list = False
        self.title = _words()
        self.summary = _words(faint=True)
        self.filter = QComboBox()
        self.filter.setAccessibleName("Which changes are listed")
        for group in FILTERS:
            self.filter.addItem(TITLES[group], group)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Filter by words")
        self.search.setAccessibleName("Filter by words")
        self.search.setClearButtonEnabled(True)
        self.rows = MergeRows(self)
        self.list = QListView()
        self.list.setAccessibleName("Changes of the file")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self.rows)
        self.delegate = MergeDelegate(self.list)
        self.list.setItemDelegate(self.delegate)
        self.list.installEventFilter(self)
        self.facts = FactsTable()
        self.accept_all = QPushButton("Accept All")
        self.accept_none = QPushButton("Accept None")
        self.mine = QPushButton("Keep Mine")
        self.theirs = QPushButton("Take Theirs")
        self.mine.setToolTip("Keep yours in this conflict  M")
        self.theirs.setToolTip("Take theirs in this conflict  T")
        self.accept_none.setToolTip("Take nothing of what is listed")
        self.apply = QPushButton("Apply")
        self.apply.setToolTip("Make what is accepted so, as one step that can be undone")
        self.cancel = QPushButton("Cancel")
        self._lay_out()
        self.filter.currentIndexChanged.connect(self._narrow)
        self.search.textChanged.connect(self._narrow)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.delegate.decided.connect(self._decide)
        self.accept_all.clicked.connect(self._accept_all)
        self.accept_none.clicked.connect(self._accept_none)
        self.mine.clicked.connect(self._take_mine)
        self.theirs.clicked.connect(self._take_theirs)
        self.apply.clicked.connect(self._apply)
        self.cancel.clicked.connect(self._cancel)
        self._following = Following(workspace, self, selected=self._selected, told=self._hear)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list: Space, M and T decide the row that is current."""
        if not isinstance(event, QKeyEvent) or event.type() not in _KEY_EVENTS:
            return super().eventFilter(watched, event)
        proposal = self.current()
        key = event.key()
        if proposal is None or key not in _KEYS or event.modifiers() & _OTHER_KEYS:
            return super().eventFilter(watched, event)
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._by_key(proposal, key)
        return True

    def current(self) -> Proposal | None:
        """What the current row is about."""
        index = self.list.currentIndex()
        return self.rows.proposal(index.row()) if index.isValid() else None

    # -- what the workspace says -----------------------------------------------------------------

    def _hear(self, topic: str) -> None:
        if topic in ("merging", "settings"):
            self._show()
        elif topic == "proposal":
            self._choose(self._workspace.proposal)

    def _show(self) -> None:
        merging = self._workspace.merging
        key = self._workspace.proposal
        self._following_list = True
        self.rows.show_merging(merging, self._workspace.settings.distance_unit)
        self._following_list = False
        for part in self._parts:
            part.setVisible(merging is not None)
        if merging is None:
            self.title.setText(_NONE)
            self.summary.setText("")
            self.facts.show_facts(())
            return
        counts = merging.counts()
        self.title.setText(_head(merging))
        self.summary.setText(_summary(counts))
        self.apply.setText("Apply" if not counts.undecided else "Apply, Rest Stays Mine")
        self._choose(key)
        self._tell()

    def _choose(self, key: str) -> None:
        """Make the row of a proposal current, whether or not it was listed."""
        if not key:
            return
        row = self.rows.row_of(key)
        merging = self._workspace.merging
        if row is None and merging is not None and key in merging.by_key:
            self.search.clear()
            self.filter.setCurrentIndex(0)
            row = self.rows.row_of(key)
        if row is not None:
            self._make_current(row)
            self._tell()

    def _make_current(self, row: int) -> None:
        """Choose a row without going there. That it is current is not enough: a list that comes to
        the keyboard makes its first row so, and selects nothing."""
        index = self.rows.index(row, 0)
        selection = self.list.selectionModel()
        if self.list.currentIndex() == index and selection.isSelected(index):
            return
        self._following_list = True
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)
        self._following_list = False

    def _selected(self) -> None:
        """What is selected on the map is current in the list."""
        merging, selection = self._workspace.merging, self._workspace.session.selection
        if merging is None or len(selection) != 1:
            return
        present = merging.by_key.get(self._workspace.proposal)
        if present is not None and present.feature_id == selection[0]:
            return
        phase = self._workspace.document.phase
        found = [p for p in merging.proposals if p.feature_id == selection[0]]
        found.sort(key=lambda each: each.phase != phase)
        if found:
            self._workspace.choose_proposal(found[0].key)

    # -- what the person does ----------------------------------------------------------------------

    def _chosen(self, index: QModelIndex) -> None:
        self._tell()
        proposal = self.rows.proposal(index.row()) if index.isValid() else None
        if proposal is not None and not self._following_list and self.list.hasFocus():
            merge_sight.go_to(self._workspace, proposal.key)

    def _go(self, index: QModelIndex) -> None:
        proposal = self.rows.proposal(index.row())
        if proposal is not None:
            merge_sight.go_to(self._workspace, proposal.key)

    def _decide(self, key: str, whose: str) -> None:
        merges.take(self._workspace, [key], _TAKES[whose])

    def _by_key(self, proposal: Proposal, key: int) -> None:
        taken = self.rows.take(proposal)
        match key:
            case Qt.Key.Key_T:
                self._decide(proposal.key, "theirs")
            case Qt.Key.Key_M:
                self._decide(proposal.key, "mine" if proposal.conflict else "")
            case _ if proposal.conflict:
                following = {"": "mine", "mine": "theirs", "theirs": ""}
                self._decide(proposal.key, following[taken])
            case _:
                self._decide(proposal.key, "" if taken else "theirs")

    def _accept_all(self) -> None:
        listed = [each for each in self.rows.listed() if each.side != "mine"]
        plain = [each.key for each in listed if not each.conflict]
        merges.take(self._workspace, plain or [each.key for each in listed], "theirs")

    def _accept_none(self) -> None:
        merges.take(self._workspace, [each.key for each in self.rows.listed()], None)

    def _take_mine(self) -> None:
        proposal = self.current()
        if proposal is not None:
            self._decide(proposal.key, "mine")

    def _take_theirs(self) -> None:
        proposal = self.current()
        if proposal is not None:
            self._decide(proposal.key, "theirs")

    def _apply(self) -> None:
        merges.apply(self._workspace)

    def _cancel(self) -> None:
        merges.cancel(self._workspace)

    def _narrow(self, _what: object = None) -> None:
        key = self._workspace.proposal
        self._following_list = True
        self.rows.show_only(str(self.filter.currentData()), self.search.text())
        self._following_list = False
        row = self.rows.row_of(key)
        if row is not None:
            self._make_current(row)
        self._tell()

    # -- inside --------------------------------------------------------------------------------

    def _tell(self) -> None:
        """Part by part of the current row, and what can be decided of it."""
        proposal, words = self.current(), self.rows.words
        self.facts.show_facts(() if proposal is None or words is None else words.facts(proposal))
        self.facts.setVisible(self.facts.rowCount() > 0)
        contested = proposal is not None and proposal.conflict
        for button in (self.mine, self.theirs):
            button.setVisible(contested)
        listed = [each for each in self.rows.listed() if each.side != "mine"]
        self.accept_all.setEnabled(bool(listed))
        self.accept_none.setEnabled(bool(listed))
        alone = bool(listed) and all(group_of(each) == "conflicts" for each in listed)
        self.accept_all.setText("Take All Theirs" if alone else "Accept All")
        told = "all changes listed that are in no conflict"
        told = "Take theirs in all conflicts listed" if alone else f"Accept {told}"
        self.accept_all.setToolTip(tooltip(told))

    def _lay_out(self) -> None:
        upper = QVBoxLayout()
        upper.setContentsMargins(10, 8, 10, 6)
        upper.addWidget(self.title)
        upper.addWidget(self.summary)
        narrow = QHBoxLayout()
        narrow.addWidget(self.filter)
        narrow.addWidget(self.search, 1)
        upper.addLayout(narrow)
        lower = QVBoxLayout()
        lower.setContentsMargins(8, 6, 8, 8)
        for pair in (
            (self.mine, self.theirs),
            (self.accept_all, self.accept_none),
            (self.apply, self.cancel),
        ):
            row = QHBoxLayout()
            for button in pair:
                button.setAutoDefault(False)
                row.addWidget(button)
            lower.addLayout(row)
        self.apply.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(upper)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.facts)
        layout.addLayout(lower)
        layout.addStretch(0)
        self._parts: tuple[QWidget, ...] = (
            self.summary, self.filter, self.search, self.list, self.facts, self.mine, self.theirs,
            self.accept_all, self.accept_none, self.apply, self.cancel,
        )  # fmt: skip
        self.setFocusProxy(self.list)


def _words(*, faint: bool = False) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if faint:
        label.setObjectName("faint")
    return label


def _head(merging: Merging) -> str:
    told = f"Changes in {merging.path.name}"
    if merging.two_way:
        told += (
            ". Nobody knows any more what both began with, so all that differs is to be decided."
        )
    return told


def _summary(counts: Counts) -> str:
    """What there is: "2 conflicts, 1 undecided · +3 →2 · 5 accepted"."""
    parts: list[str] = []
    if counts.conflicts:
        conflicts = f"{counts.conflicts:,} conflict{'s' * (counts.conflicts != 1)}"
        undecided = f", {counts.undecided:,} undecided" if counts.undecided else ", all decided"
        parts.append(conflicts + undecided)
    signs = [f"{mark}{counts.of[what]:,}" for what, mark in MARKS.items() if counts.of.get(what)]
    if signs:
        parts.append(" ".join(signs))
    parts.append(f"{counts.accepted:,} taken")
    if counts.mine:
        parts.append(f"{counts.mine:,} only yours")
    return " · ".join(parts)


_KEYS = frozenset((Qt.Key.Key_Space, Qt.Key.Key_M, Qt.Key.Key_T))
_KEY_EVENTS = frozenset((QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride))
_OTHER_KEYS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
