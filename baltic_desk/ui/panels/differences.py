"""What differs between two phases that are compared: a list to go through, by mouse or keys."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app import phase_comparing, phases, sight
from baltic_desk.app.phase_comparing import Row
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.phase_changes import Counts
from baltic_desk.document.phase_wording import MARKS, counts_words
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.two_lines import TwoLineDelegate, TwoLineRows, TwoLines

_REST_MS = 30
"""Changes in a burst are looked at once."""


class DifferenceList(TwoLineRows[Row]):
    """Features that differ."""

    def two_lines(self, row: Row) -> TwoLines:
        return TwoLines(f"{MARKS[row.what]}  {row.title}", row.words)

    def line(self, row: Row) -> str:
        return f"{row.title}: {row.words}"


class DifferencesPanel(QWidget):
    """The list, with what is compared above it.

    The row under the pointer, or the one that the keys are on, lights up on both maps. A click or
    Enter selects the feature and brings it into sight; Ctrl+C copies the list.
    """

    def __init__(self, workspace: Workspace, view: MapView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._view = view
        self.rows = DifferenceList(self)
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.summary = QLabel()
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setObjectName("faint")
        self.summary.setWordWrap(True)
        self.list = QListView()
        self.list.setAccessibleName("Differences")
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(TwoLineDelegate(self.list))
        self.list.installEventFilter(self)
        self.list.viewport().installEventFilter(self)
        self.list.entered.connect(self._light)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.list.selectionModel().currentChanged.connect(self._light)
        self.begin = QPushButton("Compare Phases")
        self.begin.clicked.connect(self._begin)
        self.copy = QPushButton("Copy List")
        self.copy.clicked.connect(self._copy)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 6, 8, 8)
        buttons.addWidget(self.begin)
        buttons.addWidget(self.copy)
        upper = QVBoxLayout()
        upper.setContentsMargins(10, 8, 10, 6)
        upper.addWidget(self.title)
        upper.addWidget(self.summary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(upper)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        self.setFocusProxy(self.list)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_REST_MS)
        self._soon.timeout.connect(self._refresh)
        self._following = Following(
            workspace, self, changed=self._later, told=self._hear, phased=self._later
        )
        self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Copying takes the whole list; what lit up goes out when the pointer leaves."""
        if event.type() == QEvent.Type.Leave and watched is self.list.viewport():
            self._view.set_hovered(None)
        elif isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Copy):
            if event.type() == QEvent.Type.KeyPress:
                self._copy()
            event.accept()
            return event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        return super().eventFilter(watched, event)

    # -- what the workspace says -----------------------------------------------------------------

    def _hear(self, topic: str) -> None:
        if topic == "compare-phases":
            self._refresh()
        elif topic in ("document", "settings"):
            self._later()

    def _later(self, _what: object = None) -> None:
        self._soon.start()

    def _refresh(self) -> None:
        self._soon.stop()
        workspace, now = self._workspace, self._workspace.phases_compared
        found: tuple[Row, ...] = ()
        if now is None or all(p.id != now.other for p in workspace.document.phases()):
            self.title.setText("No phases are compared.")
            self.summary.setText("")
        else:
            unit = workspace.settings.distance_unit
            found = phase_comparing.rows(workspace.document, now.other, unit)
            earlier, later = phase_comparing.in_order(workspace.document, now.other)
            names = (phases.title(workspace, phase_id) for phase_id in (earlier, later))
            self.title.setText(" → ".join(names))
            counts = Counts(*(sum(row.what == what for row in found) for what in MARKS))
            self.summary.setText(counts_words(counts))
        self.begin.setVisible(now is None)
        self.begin.setEnabled(phase_comparing.can_compare(workspace))
        self.copy.setVisible(now is not None)
        if found != self.rows.rows:
            at = self._current()
            self.rows.show_rows(found)
            ids = [row.id for row in found]
            if at is not None and at.id in ids:
                self.list.setCurrentIndex(self.rows.index(ids.index(at.id), 0))

    # -- what the person does ----------------------------------------------------------------------

    def _current(self) -> Row | None:
        index = self.list.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

    def _light(self, index: QModelIndex) -> None:
        row = self.rows.rows[index.row()] if index.isValid() else None
        self._view.set_hovered(None if row is None else row.id)

    def _go(self, index: QModelIndex) -> None:
        row, workspace = self.rows.rows[index.row()], self._workspace
        if workspace.document.feature(row.id) is not None:
            workspace.session.select([row.id])
        else:
            workspace.session.clear()
        if row.place is not None and not sight.in_sight(workspace.camera, row.place):
            workspace.camera.look_at(row.place)
        self._view.set_hovered(row.id)
        workspace.say(f"{row.title}: {row.words}")

    def _begin(self) -> None:
        self._workspace.run("phase.compare")

    def _copy(self) -> None:
        self._workspace.run("phase.compare-copy")
