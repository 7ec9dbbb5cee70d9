"""The systems panel: weapons and radars with their ranges, ready to be placed on the map."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app.own_system_editing import edit_entry, remove_entry
from baltic_desk.app.settings import DistanceUnit
from baltic_desk.app.system_placing import placing
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.systems import Provenance, System, Systems
from baltic_desk.document.own_systems import OwnSystem
from baltic_desk.document.store import Diff
from baltic_desk.ui.panels.drag_list import DragList
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.system_detail import Chosen, SystemDetail
from baltic_desk.ui.panels.system_filters import SystemFilters
from baltic_desk.ui.panels.system_list import SystemList
from baltic_desk.ui.panels.two_lines import TwoLineDelegate
from baltic_desk.ui.panels.wrapped_words import words
from baltic_desk.ui.plain_text import plain_label
from baltic_desk.ui.symbol_pictures import SymbolPictures

_HALVES_PX = (170, 380)  # four systems above, one with two or three of its rings below
_LARGEST_PX = 16_777_215  # Qt's own
_IN_THE_LIST = frozenset((Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown))


class SystemsPanel(QWidget):
    """Browse the systems, choose variants and rings, and place a system with all of them.

    Up and Down go through the list while one types; Enter, a double click or a drag places what is
    chosen; Esc clears the search, then the filters. Entries of one's own are made and changed by
    the button with the dots.
    """

    def __init__(
        self, workspace: Workspace, pictures: SymbolPictures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._pictures = pictures
        self._systems: Systems = workspace.systems
        self._shown: System | None = None
        self._chosen: dict[str, Chosen] = {}
        self._unit: DistanceUnit = workspace.settings.distance_unit
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search by name, operator or missile")
        self.search.setAccessibleName("Search systems")
        self.search.setClearButtonEnabled(True)
        self.filters = SystemFilters()
        self.list = DragList()
        self.list.setAccessibleName("Systems")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows = SystemList(self._picture, self)
        self.list.setModel(self._rows)
        self.list.setItemDelegate(TwoLineDelegate(self.list, pictures=True))
        self._nothing = plain_label("No system fits.")
        self._nothing.setObjectName("faint")
        self._nothing.setMargin(10)
        self._broken = words("", strong=True)
        self._broken.setMargin(10)
        self.detail = SystemDetail(self._picture)
        self.place = QPushButton()
        self.place.setDefault(True)
        self.more = QToolButton()
        self._lay_out()
        self._make_menu()
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self.start_placing)
        self.filters.chosen.connect(self._find)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.activated.connect(self.start_placing)
        self.list.dragged.connect(self.start_placing)
        self.detail.chosen_changed.connect(self._on_chosen)
        self.place.clicked.connect(self.start_placing)
        self._following = Following(
            workspace, self, rebound=self._renew, changed=self._on_diff, told=self._hear
        )
        self._show_catalogue()

    @property
    def shown(self) -> System | None:
        """The system that is described and would be placed."""
        return self._shown

    def start_placing(self) -> None:
        """Take up the tool that places the system with what is chosen."""
        system = self._shown
        if system is None:
            return
        rings = self.detail.rings()
        self._workspace.start_tool(
            placing(
                system,
                rings,
                self._unit,
                variants=self.detail.variants(),
                antenna_height_m=self.detail.antenna_height_m(),
            )
        )
        if not rings and not system.has_sourced_range:
            self._workspace.say(
                f"No source gives a range of {system.short_name}; click to place its symbol alone."
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list while the search field has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if Qt.Key(event.key()) in _IN_THE_LIST:
                self.list.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape:
                if self.search.text():
                    self.search.clear()
                    return True
                if self.filters.clear():
                    self._find()
                    return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self._upper, lower = QWidget(), QWidget()
        column = QVBoxLayout(self._upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing)
        column.addWidget(self._broken)
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.detail, 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(10, 6, 10, 8)
        buttons.addWidget(self.place, 1)
        buttons.addWidget(self.more)
        column.addLayout(buttons)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self._upper)
        halves.addWidget(lower)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 2)
        halves.setSizes(_HALVES_PX)
        fields = QVBoxLayout()
        fields.setContentsMargins(6, 6, 6, 6)
        fields.setSpacing(4)
        fields.addWidget(self.search)
        fields.addWidget(self.filters)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(fields)
        layout.addWidget(halves, 1)
        self.setFocusProxy(self.search)

    def _make_menu(self) -> None:
        self.more.setText("…")
        self.more.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.more.setAccessibleName("Own entry for this system")
        self.more.setToolTip("An entry of your own for this system")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        self.in_project = menu.addAction("Change for This Project…")
        self.on_machine = menu.addAction("Change on This Machine…")
        menu.addSeparator()
        self.remove_own = menu.addAction("Remove Own Entry")
        self.in_project.triggered.connect(self._on_in_project)
        self.on_machine.triggered.connect(self._on_machine)
        self.remove_own.triggered.connect(self._on_remove)
        self.more.setMenu(menu)

    # -- finding -------------------------------------------------------------------------------

    def _show_catalogue(self) -> None:
        self._systems = self._workspace.systems
        self.filters.show_systems(self._systems)
        problems = self._workspace.shelf.problems()
        for first in problems[:1]:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            self._broken.setText(f"Not used: {first}{more}")
        self._broken.setVisible(bool(problems))
        self._find()

    def _find(self) -> None:
        kept = None if self._shown is None else self._shown.id
        found = self.filters.found(self._systems, self.search.text())
        self._rows.show_systems(found, self._unit)
        self.list.setVisible(bool(found))
        # What a short list does not need is the system's own.
        shown = len(found) * self.list.sizeHintForRow(0) + 2 if found else _LARGEST_PX
        self._upper.setMaximumHeight(min(shown + self._broken_px(), _LARGEST_PX))
        self._nothing.setVisible(not found)
        row = next((row for row, system in enumerate(found) if system.id == kept), 0)
        self.list.setCurrentIndex(self._rows.index(row, 0))
        if not found:
            self._show(None)

    def _broken_px(self) -> int:
        hidden = self._broken.isHidden()
        return 0 if hidden else self._broken.heightForWidth(max(200, self._upper.width()))

    def _on_current(self) -> None:
        index = self.list.currentIndex()
        self._show(self._rows.systems[index.row()] if index.isValid() else None)

    def _show(self, system: System | None, *, anew: bool = False) -> None:
        if system is not self._shown or anew or system is None:
            self._shown = system
            chosen = None if system is None else self._chosen.get(system.id)
            self.detail.show_system(system, self._unit, chosen)
        self._name_button()

    def _on_chosen(self) -> None:
        if self._shown is not None:
            self._chosen[self._shown.id] = self.detail.chosen()
        self._name_button()

    def _name_button(self) -> None:
        count = len(self.detail.rings())
        rings = {0: "without Rings", 1: "with 1 Ring"}.get(count, f"with {count} Rings")
        self.place.setText(f"Place {rings}")
        system = self._shown
        self.place.setVisible(system is not None)
        self.more.setVisible(system is not None)
        self.remove_own.setEnabled(system is not None and system.provenance != "shipped")

    # -- own entries ---------------------------------------------------------------------------

    def _on_in_project(self) -> None:
        self._edit("this project")

    def _on_machine(self) -> None:
        self._edit("this machine")

    def _edit(self, where: Provenance) -> None:
        if self._shown is None:
            return
        made = edit_entry(self._workspace, self._shown, where)
        if made is not None:
            self._go_to(made.id)

    def _on_remove(self) -> None:
        if self._shown is not None:
            remove_entry(self._workspace, self._shown)

    def _go_to(self, system_id: str) -> None:
        """Describe a system, also one that the search or a filter would leave out."""
        ids = [system.id for system in self._rows.systems]
        if system_id not in ids:
            self.filters.clear()
            self.search.clear()
            self._find()
            ids = [system.id for system in self._rows.systems]
        if system_id in ids:
            self.list.setCurrentIndex(self._rows.index(ids.index(system_id), 0))

    # -- hearing -------------------------------------------------------------------------------

    def _on_diff(self, diff: Diff) -> None:
        entries = (*diff.before.values(), *diff.after.values())
        if any(entry is not None and isinstance(entry.record, OwnSystem) for entry in entries):
            self._renew()

    def _renew(self) -> None:
        """Another catalogue: ticks of entries that are others now no longer mean anything."""
        before = {system.id: system for system in self._systems}
        self._show_catalogue()
        for system in self._systems:
            if before.get(system.id) is not system:
                self._chosen.pop(system.id, None)
        if self._shown is not None:
            self._show(self._systems.get(self._shown.id), anew=True)

    def _hear(self, topic: str) -> None:
        if topic == "systems":
            self._renew()
        unit = self._workspace.settings.distance_unit
        if topic == "settings" and unit != self._unit:
            self._unit = unit
            self._find()
            self._show(self._shown, anew=True)

    def _picture(self, sidc: str, size_px: float) -> QImage:
        return self._pictures.picture(sidc, {}, size_px, self.devicePixelRatioF()).image
