"""The systems panel: weapons and radars with their ranges, ready to be placed on the map."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app.settings import DistanceUnit
from baltic_desk.app.system_placing import placing, short_name
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.rings import RingParameters
from baltic_desk.coverage.systems import System, Systems
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.system_detail import SystemDetail
from baltic_desk.ui.panels.system_list import SystemList
from baltic_desk.ui.panels.two_lines import TwoLineDelegate
from baltic_desk.ui.symbol_pictures import SymbolPictures

_HALVES_PX = (170, 380)  # four systems above, one with two or three of its rings below
_IN_THE_LIST = frozenset((Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown))


class SystemsPanel(QWidget):
    """Browse the systems, choose which of their rings to draw, and place one on the map.

    Up and Down go through the list while one types; Enter places what is chosen.
    """

    def __init__(
        self,
        workspace: Workspace,
        systems: Systems,
        pictures: SymbolPictures,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._systems = systems
        self._pictures = pictures
        self._shown: System | None = None
        self._ticked: dict[str, frozenset[RingParameters]] = {}
        self._unit: DistanceUnit = workspace.settings.distance_unit
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search by name, operator or missile")
        self.search.setAccessibleName("Search systems")
        self.search.setClearButtonEnabled(True)
        self.category = QComboBox()
        self.category.setAccessibleName("Category")
        self.category.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.category.addItem(f"All categories ({len(systems.systems)})", None)
        counts = Counter(system.category for system in systems.systems)
        for category, count in sorted(counts.items(), key=lambda item: item[0].casefold()):
            self.category.addItem(f"{category[:1].upper()}{category[1:]} ({count})", category)
        self.list = QListView()
        self.list.setAccessibleName("Systems")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows = SystemList(self._picture, self)
        self.list.setModel(self._rows)
        self.list.setItemDelegate(TwoLineDelegate(self.list, pictures=True))
        self._nothing = QLabel("No system fits.")
        self._nothing.setObjectName("faint")
        self._nothing.setMargin(10)
        self.detail = SystemDetail(self._picture)
        self.place = QPushButton()
        self.place.setDefault(True)
        self._lay_out()
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self.start_placing)
        self.category.activated.connect(self._find)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.activated.connect(self.start_placing)
        self.detail.chosen_changed.connect(self._on_ticked)
        self.place.clicked.connect(self.start_placing)
        self._following = Following(workspace, self, told=self._hear)
        self._find()

    @property
    def shown(self) -> System | None:
        """The system whose figures are on show."""
        return self._shown

    def start_placing(self) -> None:
        """Take up the tool that places the system with the rings that are ticked."""
        system = self._shown
        if system is None:
            return
        chosen = self.detail.chosen()
        self._workspace.start_tool(placing(system, chosen, self._unit))
        if not self.detail.boxes():
            name = short_name(system)
            self._workspace.say(f"{name} has no published range; click to place its symbol alone.")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list while the search field has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if Qt.Key(event.key()) in _IN_THE_LIST:
                self.list.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        upper, lower = QWidget(), QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing)
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.detail, 1)
        button = QVBoxLayout()
        button.setContentsMargins(10, 6, 10, 8)
        button.addWidget(self.place)
        column.addLayout(button)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(upper)
        halves.addWidget(lower)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 2)
        halves.setSizes(_HALVES_PX)
        fields = QVBoxLayout()
        fields.setContentsMargins(6, 6, 6, 6)
        fields.setSpacing(4)
        fields.addWidget(self.search)
        fields.addWidget(self.category)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(fields)
        layout.addWidget(halves, 1)
        self.setFocusProxy(self.search)

    def _find(self) -> None:
        kept = self._shown
        wanted = self.category.currentData()
        found = self._systems.search(self.search.text())
        if wanted is not None:
            found = [system for system in found if system.category == wanted]
        self._rows.show_systems(found, self._unit)
        self.list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        row = found.index(kept) if kept in found else 0
        self.list.setCurrentIndex(self._rows.index(row, 0))
        if not found:
            self._show(None)

    def _on_current(self) -> None:
        index = self.list.currentIndex()
        self._show(self._rows.systems[index.row()] if index.isValid() else None)

    def _show(self, system: System | None, *, anew: bool = False) -> None:
        if system is not self._shown or anew or system is None:
            self._shown = system
            ticked = None if system is None else self._ticked.get(system.id)
            self.detail.show_system(system, self._unit, ticked)
        self._name_button()

    def _on_ticked(self) -> None:
        if self._shown is not None:
            self._ticked[self._shown.id] = frozenset(self.detail.chosen())
        self._name_button()

    def _name_button(self) -> None:
        count = len(self.detail.chosen())
        rings = {0: "without Rings", 1: "with 1 Ring"}.get(count, f"with {count} Rings")
        self.place.setText(f"Place {rings}")
        self.place.setVisible(self._shown is not None)

    def _hear(self, topic: str) -> None:
        unit = self._workspace.settings.distance_unit
        if topic == "settings" and unit != self._unit:
            self._unit = unit
            self._find()
            self._show(self._shown, anew=True)

    def _picture(self, sidc: str, size_px: float) -> QImage:
        return self._pictures.picture(sidc, {}, size_px, self.devicePixelRatioF()).image
