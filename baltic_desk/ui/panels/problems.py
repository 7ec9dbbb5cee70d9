"""The problems panel: what was found in the file, and which features are kept as they came."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Foreign
from baltic_desk.document.store import Diff
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.problem_list import Finding, ProblemList, findings, where
from baltic_desk.ui.panels.two_lines import TwoLineDelegate

_DETAIL_PX = 76


class ProblemsPanel(QWidget):
    """The problems of the opened file and the features of its foreign content, to be looked at.

    Enter or a double click selects the feature and brings it into view; Ctrl+C copies the selected
    lines, the button all of them.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._rows = ProblemList(workspace, self)
        self.list = QListView()
        self.list.setAccessibleName("Problems")
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self._rows)
        self.list.setItemDelegate(TwoLineDelegate(self.list))
        self.list.installEventFilter(self)
        self.list.activated.connect(self._go)
        self.list.selectionModel().currentChanged.connect(self._show_whole)
        self.whole = QPlainTextEdit()
        self.whole.setReadOnly(True)
        self.whole.setTabChangesFocus(True)
        self.whole.setAccessibleName("The whole problem")
        self.whole.setFixedHeight(_DETAIL_PX)
        self.summary = QLabel()
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setObjectName("faint")
        self.summary.setWordWrap(True)
        self.show_on_map = QPushButton("Show on Map")
        self.show_on_map.clicked.connect(self._go)
        self.copy = QPushButton("Copy All")
        self.copy.clicked.connect(self._copy_all)
        buttons = QHBoxLayout()
        buttons.addWidget(self.show_on_map)
        buttons.addWidget(self.copy)
        lower = QVBoxLayout()
        lower.setContentsMargins(8, 6, 8, 8)
        lower.setSpacing(6)
        lower.addWidget(self.whole)
        lower.addLayout(buttons)
        upper = QVBoxLayout()
        upper.setContentsMargins(10, 8, 10, 6)
        upper.addWidget(self.summary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(upper)
        layout.addWidget(self.list, 1)
        layout.addLayout(lower)
        self.setFocusProxy(self.list)
        self._following = Following(workspace, self, changed=self._on_diff, told=self._hear)
        self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list's own copying would take what its rows display, which is cut short."""
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Copy):
            if event.type() == QEvent.Type.KeyPress:
                self._copy([self._rows.findings[row] for row in self._selected()])
            event.accept()
            return event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        return super().eventFilter(watched, event)

    # -- what the workspace says ---------------------------------------------------------------

    def _hear(self, topic: str) -> None:
        if topic in ("document", "path"):
            self._refresh()

    def _on_diff(self, diff: Diff) -> None:
        entries = (*diff.before.values(), *diff.after.values())
        named = {finding.record for finding in self._rows.findings}
        if any(entry is not None and isinstance(entry.record, Foreign) for entry in entries):
            self._refresh()
        elif not named.isdisjoint(diff.after):
            self.list.viewport().update()
            self._show_whole()

    def _refresh(self) -> None:
        found = findings(self._workspace)
        if found != self._rows.findings:
            self._rows.show_findings(found)
            self.list.setCurrentIndex(self._rows.index(0, 0))
        count = len(found)
        foreign = len(self._workspace.document.foreign())
        words = f"{count} {'problem' if count == 1 else 'problems'}"
        if foreign:
            kept = "feature is kept as it" if foreign == 1 else "features are kept as they"
            words += f"; {foreign} {kept} came, not shown, and saved unchanged"
        self.summary.setText(f"{words}." if found else "Nothing is wrong with this project.")
        for part in (self.list, self.whole, self.show_on_map, self.copy):
            part.setEnabled(bool(found))
        self._show_whole()

    # -- what the person does ------------------------------------------------------------------

    def _current(self) -> Finding | None:
        index = self.list.currentIndex()
        return self._rows.findings[index.row()] if index.isValid() else None

    def _selected(self) -> list[int]:
        return sorted(index.row() for index in self.list.selectionModel().selectedIndexes())

    def _show_whole(self) -> None:
        finding = self._current()
        text = "" if finding is None else f"{finding.text}\n{finding.place}"
        if text != self.whole.toPlainText():
            self.whole.setPlainText(text)
        found = finding is not None and where(self._workspace.document, finding) is not None
        self.show_on_map.setEnabled(found)

    def _go(self) -> None:
        finding = self._current()
        if finding is None:
            return
        workspace = self._workspace
        if workspace.document.feature(finding.record) is not None:
            workspace.session.select([finding.record])
        bounds = where(workspace.document, finding)
        if bounds is None:
            workspace.say("This problem has no place on the map.")
        else:
            workspace.camera.fit(bounds)

    def _copy_all(self) -> None:
        self._copy(self._rows.findings)

    def _copy(self, chosen: Sequence[Finding]) -> None:
        clipboard = self._workspace.clipboard
        if clipboard is None or not chosen:
            return
        clipboard.write("".join(f"{finding.line()}\n" for finding in chosen))
        count = len(chosen)
        self._workspace.say(f"Copied {count} {'problem' if count == 1 else 'problems'}")
