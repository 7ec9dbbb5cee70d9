"""The window about the map: menus, toolbar, panels at the sides, status line, banner."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QTabWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app import phases
from baltic_desk.app.commands import COMMANDS
from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.actions import Actions, shown_shortcut
from baltic_desk.ui.banner import Banner
from baltic_desk.ui.hint_label import HintLabel
from baltic_desk.ui.panels.rings_button import RingsButton
from baltic_desk.ui.window_layout import CONTEXT_EMPTY, CONTEXT_FEATURE, TOOL_BAR, TOOL_BAR_END

_log = logging.getLogger(__name__)

_STATE_VERSION = 1
_ICON_PX = 20
_LEFT_PX = 270
_RIGHT_PX = 310


class PanelDock(QDockWidget):
    """A panel at a side of the window. `on_show` is False while it lies behind another tab."""

    def __init__(self, panel: str, title: str, content: QWidget, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.on_show = False
        self._bare = False
        self.setObjectName(f"panel-{panel}")
        self.setWidget(content)
        self.visibilityChanged.connect(self._note)

    def trim_title(self, *, tabbed: bool) -> None:
        """A panel among tabs needs no title of its own under them."""
        if tabbed and not self._bare:
            self.setTitleBarWidget(QWidget(self))
        elif self._bare and not tabbed:
            blank = self.titleBarWidget()
            self.setTitleBarWidget(None)  # pyright: ignore[reportArgumentType]  # Qt's own again
            blank.deleteLater()
        self._bare = tabbed

    def _note(self, on_show: bool) -> None:
        self.on_show = on_show


class MainWindow(QMainWindow):
    """Holds the parts together and keeps what it says true; satisfies `WindowControl`.

    Parameters
    ----------
    workspace
        What it shows.
    map_widget
        The map on the screen; stands in the middle.
    may_close
        Asked before closing; False keeps the window open.
    """

    shown_first = Signal()
    came_to_front = Signal()
    closed = Signal()
    files_dropped = Signal(list, QPoint)

    def __init__(
        self, workspace: Workspace, map_widget: QWidget, may_close: Callable[[], bool]
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._map = map_widget
        self._may_close = may_close
        self._surfaces: dict[str, Callable[[], object]] = {}
        self._docks: dict[str, PanelDock] = {}
        self._bars: dict[str, tuple[QToolBar, Callable[[], None]]] = {}
        self._started = False
        self.banner = Banner()
        self.hint = HintLabel()
        self.setObjectName("main-window")
        self.setAcceptDrops(True)
        self.setDockOptions(
            QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.GroupedDragging
            | QMainWindow.DockOption.AnimatedDocks
        )
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        self._beside: QWidget | None = None
        self._row = QHBoxLayout()
        self._row.setSpacing(2)
        self._row.addWidget(map_widget, 1)
        column.addLayout(self._row, 1)
        self.setCentralWidget(middle)
        self.actions_table = Actions(COMMANDS, workspace, self, map_widget)
        self.actions_table.fill_menu_bar(self.menuBar())
        self.tool_bar = self._made_tool_bar()
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(8, 0, 4, 0)
        self.statusBar().addWidget(self.hint, 1)
        self._in_hand = ("", False)
        workspace.subscribe(self._hear)
        workspace.controller.subscribe(self._watch_tool)
        self._watch_document()
        self._retitle()

    # -- parts that are plugged in --------------------------------------------------------------

    def add_surface(self, name: str, opener: Callable[[], object]) -> None:
        """What `open(name)` shows."""
        self._surfaces[name] = opener

    def add_panel(
        self,
        panel: str,
        title: str,
        side: Qt.DockWidgetArea,
        content: QWidget,
        *,
        shown: bool = True,
    ) -> None:
        """A dock at one side; panels of one side lie behind each other as tabs."""
        dock = PanelDock(panel, title, content, self)
        beside = [d for d in self._docks.values() if self.dockWidgetArea(d) == side]
        self.addDockWidget(side, dock)
        if beside:
            self.tabifyDockWidget(beside[-1], dock)
            beside[0].raise_()
        dock.setVisible(shown)
        self._docks[panel] = dock
        dock.visibilityChanged.connect(self.actions_table.refresh_soon)
        dock.toggleViewAction().toggled.connect(self._trim_titles)
        dock.topLevelChanged.connect(self._trim_titles)
        dock.dockLocationChanged.connect(self._trim_titles)
        self._trim_titles()

    def add_bar(self, name: str, bar: QToolBar, take_keyboard: Callable[[], None]) -> None:
        """A bar along the lower edge, shown and hidden as a panel of that name is.

        Each has a row of its own, the first the lowest.
        """
        if self._bars:
            self.addToolBarBreak(Qt.ToolBarArea.BottomToolBarArea)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, bar)
        bar.hide()
        self._bars[name] = (bar, take_keyboard)
        bar.visibilityChanged.connect(self.actions_table.refresh_soon)

    def put_beside(self, widget: QWidget | None) -> None:
        """Show something at the left of the map, as wide as that; None for the map alone."""
        if self._beside is not None:
            self._row.removeWidget(self._beside)
        self._beside = widget
        if widget is not None:
            self._row.insertWidget(0, widget, 1)
        self._row.activate()

    def add_status(self, widget: QWidget) -> None:
        """Something that stands at the right of the status line for good."""
        self.statusBar().addPermanentWidget(widget)

    def context_menu(self, *, on_feature: bool) -> QMenu:
        """The menu for a right click on a feature, or on the empty map."""
        layout = CONTEXT_FEATURE if on_feature else CONTEXT_EMPTY
        return self.actions_table.menu(layout, self)

    # -- WindowControl --------------------------------------------------------------------------

    def open(self, surface: str) -> None:
        """Show one of the surfaces that were plugged in."""
        self._surfaces[surface]()

    def panel_shown(self, panel: str) -> bool:
        """Whether a panel or bar is on show: open, and not behind another."""
        if panel in self._bars:
            return not self._bars[panel][0].isHidden()
        dock = self._docks.get(panel)
        return dock is not None and dock.on_show

    def show_panel(self, panel: str, *, shown: bool) -> None:
        """Show or hide a panel or bar; showing brings it to the front and gives it the keyboard."""
        if panel in self._bars:
            bar, take_keyboard = self._bars[panel]
            bar.setVisible(shown)
            if shown:
                take_keyboard()
            else:
                self._map.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        dock = self._docks.get(panel)
        if dock is None:
            return
        dock.setVisible(shown)
        if shown:
            dock.raise_()
            dock.widget().setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._map.setFocus(Qt.FocusReason.OtherFocusReason)
        self._trim_titles()

    def full_screen(self) -> bool:
        """Whether the window fills the screen."""
        return self.isFullScreen()

    def set_full_screen(self, *, full: bool) -> None:
        """Fill the screen, or go back to a window."""
        self.setWindowState(
            self.windowState() | Qt.WindowState.WindowFullScreen
            if full
            else self.windowState() & ~Qt.WindowState.WindowFullScreen
        )

    # -- remembering ----------------------------------------------------------------------------

    def restore(self) -> None:
        """Size, place and panels as they were left; at first most of the screen."""
        settings = self._workspace.settings
        screen = self.screen().availableSize()
        self.resize(min(screen.width() * 9 // 10, 1920), min(screen.height() * 9 // 10, 1200))
        if settings.window_geometry:
            self.restoreGeometry(_bytes(settings.window_geometry))
        if settings.window_state:
            self.restoreState(_bytes(settings.window_state), _STATE_VERSION)
        self._trim_titles()

    def remember(self) -> None:
        """Keep size, place and panels for the next start."""
        self._workspace.set_settings(
            window_geometry=_text(self.saveGeometry()),
            window_state=_text(self.saveState(_STATE_VERSION)),
        )

    # -- Qt -------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        self.remember()
        event.accept()
        self.closed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._started:
            self._started = True
            self.actions_table.refresh()
            if not self._workspace.settings.window_state:
                self._share_width()
            self._map.setFocus(Qt.FocusReason.OtherFocusReason)
            self.shown_first.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.came_to_front.emit()
        if event.type() == QEvent.Type.WindowStateChange and self._started:
            self.actions_table.refresh_soon()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        names = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if names:
            event.acceptProposedAction()
            at = self._map.mapFrom(self, event.position().toPoint())
            self.files_dropped.emit(names, at)

    # -- hearing --------------------------------------------------------------------------------

    def _hear(self, topic: str) -> None:
        match topic:
            case "document":
                self._watch_document()
                self._retitle()
            case "path" | "claim":
                self._retitle()
            case "message":
                self.hint.message(self._workspace.message)
            case "reaches":
                return  # no command hangs on it, and it is told ten times a second
            case _:
                pass
        self.actions_table.refresh_soon()

    def _watch_document(self) -> None:
        self._workspace.document.subscribe(self._changed)
        self._workspace.document.on_phase(self._changed)
        self._workspace.session.subscribe(self.actions_table.refresh_soon)

    def _watch_tool(self) -> None:
        # Called for every move of the pointer; buttons change with the tool and undo's meaning.
        controller = self._workspace.controller
        in_hand = (controller.state.tool, controller.can_take_back)
        if in_hand != self._in_hand:
            self._in_hand = in_hand
            self.actions_table.refresh_soon()

    def _changed(self, _what: object) -> None:
        self.actions_table.refresh_soon()
        self._retitle()

    def _retitle(self) -> None:
        workspace = self._workspace
        read_only = " (read-only)" if workspace.read_only else ""
        phase = phases.title(workspace)
        shown = f" · {phase}" if phase else ""
        self.setWindowTitle(f"{workspace.title}[*]{read_only}{shown} — BalticDesk")
        self.setWindowModified(workspace.modified)
        self.setWindowFilePath(str(workspace.path or ""))

    def _made_tool_bar(self) -> QToolBar:
        bar = QToolBar("Tools", self)
        bar.setObjectName("tool-bar")
        bar.setMovable(False)
        bar.setIconSize(QSize(_ICON_PX, _ICON_PX))
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.actions_table.fill_tool_bar(bar, TOOL_BAR)
        room = QWidget()
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(room)
        self.rings_button = RingsButton(self._workspace)
        bar.addWidget(self.rings_button)
        bar.addWidget(self._made_search(bar))
        self.actions_table.fill_tool_bar(bar, TOOL_BAR_END)
        self.addToolBar(bar)
        return bar

    def _made_search(self, bar: QToolBar) -> QToolButton:
        """A button that looks like the search field it opens."""
        action = self.actions_table["view.go-to"]
        search = QToolButton(bar)
        search.setObjectName("search")
        search.setIcon(action.icon())
        search.setText(f"Go to place, coordinate   {shown_shortcut(action.command)}")
        search.setToolTip(action.toolTip())
        search.setAccessibleName("Go to place or coordinate")
        search.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        search.clicked.connect(action.run)
        return search

    def _share_width(self) -> None:
        """Panels as wide as they are useful; all the rest is map."""
        for dock in self._docks.values():
            left = self.dockWidgetArea(dock) == Qt.DockWidgetArea.LeftDockWidgetArea
            width = _LEFT_PX if left else _RIGHT_PX
            self.resizeDocks([dock], [width], Qt.Orientation.Horizontal)

    def _trim_titles(self) -> None:
        for dock in self._docks.values():
            others = (other.toggleViewAction() for other in self.tabifiedDockWidgets(dock))
            tabbed = any(view.isChecked() for view in others) and not dock.isFloating()
            dock.trim_title(tabbed=tabbed)


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(QByteArray(text.encode()))


def _text(raw: QByteArray) -> str:
    return bytes(raw.toBase64().data()).decode()
