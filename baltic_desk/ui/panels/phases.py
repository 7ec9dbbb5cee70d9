"""The phase panel: the phases, what the one shown changes, and what the selection does in each."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QPoint,
    QSize,
    Qt,
)
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app import phases, sight
from baltic_desk.app.command import Command
from baltic_desk.app.commands import COMMANDS, command
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Feature
from baltic_desk.document.phase_changes import PhaseChanges
from baltic_desk.document.phase_comparison import middle_of
from baltic_desk.document.phase_wording import counts_words, phase_titles
from baltic_desk.ui.actions import ChoiceMenu, shown_shortcut
from baltic_desk.ui.icons import icon
from baltic_desk.ui.panels.change_list import ChangeList, ChangeModel
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.phase_list import PhaseList, PhaseModel
from baltic_desk.ui.panels.phase_story import cells_of, story
from baltic_desk.ui.panels.phase_strip import PhaseStrip
from baltic_desk.ui.panels.titles import feature_title
from baltic_desk.ui.plain_text import tooltip

_SELECT = QItemSelectionModel.SelectionFlag
_BUTTONS = {
    "phase.new": "phase-add",
    "phase.duplicate": "duplicate",
    "phase.earlier": "raise",
    "phase.later": "lower",
    "phase.delete": "delete",
}
_EMPTY = (
    "This project has no phases. A new phase makes the map as it is now the first and begins the "
    "second; what is changed in it is stored there."
)
_FIRST = "The first phase is what all others begin with."
_MOST_TOLD = 500


class PhasePanel(QWidget):
    """Its first list shows the phase that is on the map, its second what that phase changes."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._busy = False
        self.changes = PhaseChanges(workspace.document)
        self._stop_changes = self.changes.subscribe(self._on_changes)
        self.rows = PhaseModel(workspace, self)
        self.list = PhaseList(self.rows)
        self.change_rows = ChangeModel(self)
        self.change_list = ChangeList(self.change_rows)
        self.strip = PhaseStrip()
        self.buttons = {i: self._button(i, name) for i, name in _BUTTONS.items()}
        self.heading, self.told, self.empty = _words(), _words(), _words()
        self.heading.setObjectName("heading")
        self.empty.setText(_EMPTY)
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.step_wanted.connect(self._on_step)
        self.list.delete_wanted.connect(self._on_delete)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._on_menu)
        self.change_list.selectionModel().selectionChanged.connect(self._on_selection)
        self.change_list.clicked.connect(self._on_clicked)
        self.change_list.activated.connect(self._go_to_current)
        self.change_list.customContextMenuRequested.connect(self._on_change_menu)
        self.strip.chosen.connect(self._on_cell)
        self._following = Following(
            workspace,
            self,
            rebound=self._on_document,
            selected=self._on_session,
            told=self._on_topic,
            phased=self._on_phases,
        )
        self._on_phases()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(2)
        row.addStretch(1)
        for button in self.buttons.values():
            row.addWidget(button)
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.heading.setContentsMargins(10, 6, 10, 4)
        self.told.setContentsMargins(10, 2, 10, 8)
        self.empty.setContentsMargins(10, 8, 10, 8)
        self.empty.setObjectName("faint")
        self.told.setObjectName("faint")
        column.addWidget(self.heading)
        column.addWidget(self.change_list, 1)
        strip = QHBoxLayout()
        strip.setContentsMargins(8, 6, 8, 0)
        strip.addWidget(self.strip)
        column.addLayout(strip)
        column.addWidget(self.told)
        self.parts = QSplitter(Qt.Orientation.Vertical)
        self.parts.addWidget(self.list)
        self.parts.addWidget(lower)
        self.parts.setStretchFactor(0, 2)
        self.parts.setStretchFactor(1, 3)
        self.parts.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.empty)
        layout.addWidget(self.parts, 1)
        layout.addStretch(0)
        self.setFocusProxy(self.list)

    # -- what the workspace says -----------------------------------------------------------------

    def _on_document(self) -> None:
        self._stop_changes()
        self.changes.close()
        self.changes = PhaseChanges(self._workspace.document)
        self._stop_changes = self.changes.subscribe(self._on_changes)
        self._on_phases()

    def _on_topic(self, topic: str) -> None:
        if topic == "settings":
            self.change_rows.distance_unit = self._workspace.settings.distance_unit
            self.change_list.viewport().update()

    def _on_changes(self, ids: frozenset[str] | None) -> None:
        if ids is not None:
            self.rows.look_again()
            self._show_changes()
            self._on_session()

    def _on_phases(self) -> None:
        document = self._workspace.document
        found = document.phases()
        self._busy = True
        self.rows.show(found, self.changes)
        number = phases.number(self._workspace)
        index = self.rows.index(number - 1) if found else self.rows.index(-1)
        if self.list.currentIndex() != index:
            self.list.selectionModel().setCurrentIndex(index, _SELECT.ClearAndSelect)
            self.list.scrollTo(index)
        self._busy = False
        self.empty.setVisible(not found)
        self.parts.setVisible(bool(found))
        for command_id, button in self.buttons.items():
            button.setEnabled(command(command_id).enabled(self._workspace))
        self._show_changes()
        self._on_session()

    def _show_changes(self) -> None:
        document = self._workspace.document
        self._busy = True
        if document.phase is None:
            self.change_rows.clear()
        else:
            order = [phase.id for phase in document.phases()]
            self.change_rows.show(self.changes, document.phase, order)
            number = order.index(document.phase) + 1
            told = counts_words(self.changes.counts(document.phase))
            words = f"Phase {number} against {number - 1}: {told}"
            self.heading.setText(_FIRST if number == 1 else words)
        self._busy = False

    def _on_session(self) -> None:
        """Select the rows of what is selected on the map, and tell what it does in each phase."""
        chosen = self._workspace.session.selection
        if not self._busy and set(chosen) != set(self._existing(self._selected_ids())):
            self._busy = True
            found = sorted(r for i in chosen if (r := self.change_rows.row_of(i)) is not None)
            selection = self._ranges(found)
            self.change_list.selectionModel().select(selection, _SELECT.ClearAndSelect)
            if len(found) == 1 and not self.change_list.hasFocus():
                self.change_list.scrollTo(self.change_rows.index(found[0]))
            self._busy = False
        self._show_story()

    def _show_story(self) -> None:
        wanted, left = self._workspace.kept_selection
        chosen = self._workspace.session.selection
        ids = wanted if chosen == left and wanted else chosen
        titles = phase_titles(self._workspace.document.phases())
        if not ids or len(titles) < 2 or len(ids) > _MOST_TOLD:
            self.strip.hide()
            self.told.hide()
            return
        cells = cells_of(self.changes, titles, ids)
        words = story(self._workspace.document, self.changes, titles, ids)
        self.strip.show_cells(cells, phases.number(self._workspace) - 1, words)
        self.told.setText(words)
        self.strip.show()
        self.told.show()

    # -- what the person does ------------------------------------------------------------------

    def _on_current(self) -> None:
        index = self.list.currentIndex()
        if not self._busy and index.isValid():
            phases.go_to(self._workspace, self.rows.phases[index.row()].id)

    def _on_cell(self, number: int) -> None:
        phases.go_to(self._workspace, self._workspace.document.phases()[number].id)

    def _on_step(self, by: int) -> None:
        self._workspace.run("phase.earlier" if by < 0 else "phase.later")

    def _on_delete(self) -> None:
        self._workspace.run("phase.delete")

    def _on_selection(self) -> None:
        if not self._busy:
            self._busy = True
            self._workspace.session.select(self._existing(self._selected_ids()))
            self._busy = False
            self._show_story()

    def _on_clicked(self) -> None:
        """What was clicked on comes into sight; of what has vanished, the place."""
        feature = self._current_feature()
        if feature is None:
            return
        if not sight.in_sight(self._workspace.camera, middle_of(feature)):
            self._workspace.camera.look_at(middle_of(feature))
        if self._workspace.document.feature(feature.id) is None:
            self._workspace.say(f"{feature_title(feature)} is not there any more in this phase.")

    def _go_to_current(self) -> None:
        feature = self._current_feature()
        if feature is not None:
            self._workspace.camera.look_at(middle_of(feature))

    def _on_menu(self, at: QPoint) -> None:
        ids = [each for each in COMMANDS if each.menu == "Phases" and each.id.startswith("phase.")]
        menu = QMenu(self)
        last = 0
        for each in ids:
            if not each.enabled(self._workspace):
                continue
            if each.group != last:
                menu.addSeparator()
                last = each.group
            self._add(menu, each)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.viewport().mapToGlobal(at))

    def _add(self, menu: QMenu, each: Command) -> None:
        if each.choices is not None:
            menu.addMenu(ChoiceMenu(each, self._workspace, menu))
            return
        action = menu.addAction(each.title)
        action.setData(each.id)
        action.triggered.connect(self._run_action)

    def _run_action(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._workspace.run(str(action.data()))

    def _on_change_menu(self, at: QPoint) -> None:
        if not self._selected_ids():
            return
        menu = QMenu(self)
        menu.addAction("Take Back Changes in This Phase").triggered.connect(self._take_back)
        menu.addAction("Apply to the Phase Before").triggered.connect(self._apply_before)
        menu.addAction("Apply to All Earlier Phases").triggered.connect(self._apply_to_all)
        menu.addSeparator()
        menu.addAction("Put into a Phase of Their Own").triggered.connect(self._split)
        menu.addAction("Show on Map").triggered.connect(self._go_to_current)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.change_list.viewport().mapToGlobal(at))

    def _take_back(self) -> None:
        phases.take_back(self._workspace, self._selected_ids())

    def _apply_before(self) -> None:
        phases.apply_before(self._workspace, self._selected_ids())

    def _apply_to_all(self) -> None:
        phases.apply_to_all(self._workspace, self._selected_ids())

    def _split(self) -> None:
        phases.split(self._workspace, self._selected_ids())

    # -- small parts -----------------------------------------------------------------------------

    def _selected_ids(self) -> list[str]:
        rows = sorted(index.row() for index in self.change_list.selectionModel().selectedIndexes())
        found = (self.change_rows.difference(row) for row in rows)
        return [each.id for each in found if each is not None]

    def _ranges(self, rows: list[int]) -> QItemSelection:
        """Rows, sorted, as few ranges."""
        selection = QItemSelection()
        start = 0
        for place, row in enumerate(rows):
            if place + 1 == len(rows) or rows[place + 1] != row + 1:
                top, bottom = self.change_rows.index(rows[start]), self.change_rows.index(row)
                selection.append(QItemSelectionRange(top, bottom))
                start = place + 1
        return selection

    def _existing(self, ids: list[str]) -> list[str]:
        return [i for i in ids if self._workspace.document.feature(i) is not None]

    def _current_feature(self) -> Feature | None:
        index = self.change_list.currentIndex()
        difference = self.change_rows.difference(index.row()) if index.isValid() else None
        feature = None if difference is None else difference.feature
        return feature if isinstance(feature, Feature) else None

    def _button(self, command_id: str, name: str) -> QToolButton:
        row = command(command_id)
        button = QToolButton()
        button.setObjectName(command_id)
        button.setIcon(icon(name))
        button.setIconSize(QSize(16, 16))
        button.setAutoRaise(True)
        keys = shown_shortcut(row)
        button.setToolTip(tooltip(f"{row.title}  {keys}" if keys else row.title))
        button.setAccessibleName(row.title)
        button.clicked.connect(self._on_button)
        return button

    def _on_button(self) -> None:
        button = self.sender()
        if isinstance(button, QToolButton):
            self._workspace.run(button.objectName())


def _words() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
