"""Keeps a comparison of two phases true: the second map, its divider, and which is which."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu

from baltic_desk.app import phase_comparing, phases
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.session import Session
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.ui.beside_map import BesideMap, BesidePane
from baltic_desk.ui.compare_divider import MIDDLE, CompareDivider, CompareHead
from baltic_desk.ui.main_window import MainWindow
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.present.stage_reach import StageReach
from baltic_desk.ui.reach_supply import ReachSupply
from baltic_desk.ui.symbol_pictures import SymbolPictures

PANEL = "differences"
_HEAD_PX = 6


class PhaseCompareDesk(QObject):
    """Between workspace and map while phases are compared. The map goes on being edited; the
    other, at its left, shows a snapshot that follows.
    """

    def __init__(
        self,
        workspace: Workspace,
        window: MainWindow,
        view: MapView,
        basemap: BaseMap,
        pictures: SymbolPictures,
    ) -> None:
        super().__init__(view)
        self._workspace = workspace
        self._window = window
        self._view = view
        self._basemap = basemap
        self._pictures = pictures
        self._pane: BesidePane | None = None
        self._reach: StageReach | None = None
        self._beside = False
        self._shown_before = workspace.document.phase
        self._snapshot = workspace.document.snapshot()
        self.menu = QMenu(view)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.divider = CompareDivider(view, between="phases")
        self.head = PhaseHead(view, self.menu)
        self.divider.moved.connect(self._move)
        self.divider.ended.connect(self.end)
        self.head.end.clicked.connect(self.end)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._refresh)
        view.installEventFilter(self)
        self._following = Following(
            workspace,
            self,
            rebound=self._rebound,
            changed=self._later,
            selected=self._selected,
            told=self._hear,
            phased=self._phased,
        )

    @property
    def map(self) -> BesideMap | None:
        """The second map; None while nothing is compared."""
        return None if self._pane is None else self._pane.map

    def end(self) -> None:
        """Compare no more."""
        self._workspace.compare_phases(None)

    def close(self) -> None:
        """Hear no more, and end the threads."""
        self._following.stop()
        self._view.removeEventFilter(self)
        self._take_down()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The parts keep their places; Esc on the map ends it when no tool has a use for that."""
        if self._pane is None:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Resize:
            self._place()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            state = self._workspace.controller.state
            if event.key() == Qt.Key.Key_Escape and state.tool == "select" and state.at_rest:
                self.end()
                return True
        return super().eventFilter(watched, event)

    # -- what is told ------------------------------------------------------------------------

    def _hear(self, topic: str) -> None:
        match topic:
            case "compare-phases":
                self._turn()
            case "settings" | "rings" | "compare":
                self._later()
            case _:
                pass

    def _rebound(self) -> None:
        self._shown_before = self._workspace.document.phase
        self.end()

    def _later(self, _what: object = None) -> None:
        if self._pane is not None:
            self._soon.start()

    def _selected(self) -> None:
        if self._pane is not None:
            self._pane.map.choose(self._workspace.session.selection)

    def _phased(self) -> None:
        document = self._workspace.document
        before, self._shown_before = self._shown_before, document.phase
        now = self._workspace.phases_compared
        if now is not None:
            self._workspace.compare_phases(phase_comparing.followed(now, document, before))
            self._later()

    # -- beginning and ending ------------------------------------------------------------------

    def _turn(self) -> None:
        now = self._workspace.phases_compared
        if now is None:
            had_keyboard = any(p.hasFocus() for p in (self.divider, *self.head.parts))
            begun = self._pane is not None
            self._take_down()
            if begun:
                self._window.show_panel(PANEL, shown=False)
            if had_keyboard:
                self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        begins = self._pane is None
        if self._pane is None:
            self._pane = self._set_up()
            self._view.set_split(MIDDLE)
        if begins or self._beside != now.beside:
            self._beside = now.beside
            camera = self._view.camera()
            self._window.put_beside(self._pane if now.beside else None)
            if now.beside:
                self._pane.stand_alone()
            else:
                self._pane.lie_over(self._view)
            self._view.set_camera(camera)
        self.divider.setVisible(not now.beside)
        self.head.set_beside(self._pane if now.beside else None)
        self.head.set_visible(visible=True)
        self._refresh()
        if begins:
            self._window.show_panel(PANEL, shown=True)
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            self._view.set_hovered(None)  # the list has lit up its first row

    def _set_up(self) -> BesidePane:
        made = BesideMap(self._basemap, self._pictures.beside(), self._view)
        made.clicked.connect(self._clicked)
        made.failed.connect(self._workspace.say)
        now = self._workspace.phases_compared
        self._snapshot = self._workspace.document.snapshot(None if now is None else now.other)
        made.set_document(self._snapshot, Session(self._snapshot))
        supply = ReachSupply(self._workspace.terrain, self._workspace.fields)
        supply.failed.connect(self._workspace.say)
        self._reach = StageReach(made, supply, self._workspace.settings.terrain_sources)
        return BesidePane(made)

    def _take_down(self) -> None:
        self._soon.stop()
        self.divider.hide()
        self.head.set_visible(visible=False)
        if self._reach is not None:
            self._reach.close()
            self._reach = None
        if self._pane is None:
            return
        self.head.set_beside(None)
        self.head.set_visible(visible=False)
        self._window.put_beside(None)
        self._pane.hide()
        self._pane.map.retire()
        self._pane.deleteLater()
        self._pane = None

    # -- what is shown -------------------------------------------------------------------------

    def _refresh(self) -> None:
        workspace, now = self._workspace, self._workspace.phases_compared
        if self._pane is None or now is None:
            return
        self._snapshot.mirror(workspace.document, now.other)
        self._pane.map.pictures.colours = self._pictures.colours
        self._pane.map.dress(workspace.rings_shown)
        self._pane.map.choose(workspace.session.selection)
        if self._reach is not None:
            self._reach.follow(self._snapshot)
        self.head.say(phases.title(workspace, now.other), phases.title(workspace))
        self._place()

    def _move(self, share: float) -> None:
        self._view.set_split(share)
        self._place()

    def _place(self) -> None:
        if self._pane is None:
            return
        self._pane.cut()
        self._pane.map.follow()
        self.divider.place()
        self.divider.raise_()
        self.head.place()

    def _clicked(self, feature_id: str) -> None:
        """What is clicked on the other map is selected where it is here as well."""
        if self._workspace.document.feature(feature_id) is not None:
            self._workspace.session.select([feature_id])
        else:
            self._workspace.say("That is not there in the phase that is edited.")

    def _fill_menu(self) -> None:
        self.menu.clear()
        for choice in phase_comparing.choices(self._workspace):
            action = QAction(choice.title.replace("&", "&&"), self.menu)
            action.setCheckable(True)
            action.setChecked(bool(choice.checked))
            action.setData(choice.id)
            action.triggered.connect(self._choose)
            self.menu.addAction(action)

    def _choose(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            phase_comparing.with_phase(self._workspace, str(action.data()))


class PhaseHead(CompareHead):
    """Which phase is which: at both sides of the line, or over the middle of each map."""

    def __init__(self, view: MapView, menu: QMenu) -> None:
        super().__init__(view, menu)
        self._map = view
        self._pane: BesidePane | None = None
        self.left.setToolTip("Choose the phase at the left")
        self.left.setMaximumWidth(_WIDEST_PX)
        self.right.setMaximumWidth(_WIDEST_PX)

    def set_beside(self, pane: BesidePane | None) -> None:
        """Stand over two maps; None for a line on one."""
        if pane is not self._pane:
            self._pane = pane
            self.left.setParent(self._map if pane is None else pane)

    def place(self) -> None:
        """Where each part belongs."""
        if self._pane is None:
            super().place()
            return
        high = max(part.height() for part in self.parts)
        for part in self.parts:
            part.resize(part.width(), high)
        pane = self._pane.rect()
        self.left.move(max((pane.width() - self.left.width()) // 2, 0), _HEAD_PX)
        area: QRect = self._map.viewport().geometry()
        width = self.right.width() + _HEAD_PX + self.end.width()
        self.right.move(area.left() + max((area.width() - width) // 2, 0), area.top() + _HEAD_PX)
        self.end.move(self.right.geometry().right() + _HEAD_PX, self.right.y())
        for part in self.parts:
            part.raise_()


_WIDEST_PX = 320
