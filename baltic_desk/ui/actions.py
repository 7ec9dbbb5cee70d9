"""Commands as Qt actions: one each, in menus, toolbar and shortcuts, kept true as things change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from baltic_desk.app.command import MENUS, Command
from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.icons import icon

SEPARATOR = "-"
_MENUS_WITH_ICONS = ("Insert", "Tools")


class CommandAction(QAction):
    """One command as Qt shows and triggers it."""

    def __init__(self, command: Command, workspace: Workspace, parent: QObject) -> None:
        super().__init__(command.title, parent)
        self.command = command
        self._workspace = workspace
        self.setObjectName(command.id)
        self.setAutoRepeat(command.repeats)
        self.setShortcuts([QKeySequence(keys) for keys in command.shortcuts])
        self.setCheckable(command.checked is not None)
        if command.icon:
            self.setIcon(icon(command.icon))
        self.setIconVisibleInMenu(command.menu.split("/")[0] in _MENUS_WITH_ICONS)
        shown = shown_shortcut(command)
        self.setToolTip(f"{command.title.rstrip('…')}  {shown}" if shown else command.title)
        self.triggered.connect(self.run)

    def run(self) -> None:
        """Run the command, if it may run now: the action's own state can be a moment old."""
        if self.command.enabled(self._workspace):
            self.command.run(self._workspace)
        if self.command.checked is not None:
            # Qt has turned the switch over by itself, whatever came of it.
            self.setChecked(self.command.checked(self._workspace))

    def refresh(self, known: dict[Callable[[Workspace], bool], bool]) -> None:
        """Bring title, enabled and checked up to date; `known` holds answers of this round."""
        command = self.command
        if command.enabled not in known:
            known[command.enabled] = command.enabled(self._workspace)
        self.setEnabled(known[command.enabled])
        if command.checked is not None:
            self.setChecked(command.checked(self._workspace))
        if command.title_now is not None:
            self.setText(_plain(command.title_now(self._workspace)))


class ChoiceMenu(QMenu):
    """The submenu of a command that is a list, made anew each time it opens."""

    def __init__(self, command: Command, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(command.title, parent)
        self._command = command
        self._workspace = workspace
        self.menuAction().setObjectName(command.id)
        self.aboutToShow.connect(self.refill)

    def refill(self) -> None:
        """Take the choices of this moment."""
        self.clear()
        choices = self._command.choices(self._workspace) if self._command.choices else ()
        for choice in choices:
            action = self.addAction(_plain(choice.title))
            action.setData(choice.id)
            action.setCheckable(choice.checked is not None)
            action.setChecked(bool(choice.checked))
            action.triggered.connect(self._chosen)
        if not choices:
            self.addAction("None").setEnabled(False)

    def _chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and self._command.choose is not None:
            self._command.choose(self._workspace, str(action.data()))


class Actions(QObject):
    """All commands as actions of one window.

    Parameters
    ----------
    window
        Where most shortcuts work.
    map_widget
        Where shortcuts of commands `on_map` work, and nowhere else.
    """

    def __init__(
        self,
        commands: Sequence[Command],
        workspace: Workspace,
        window: QWidget,
        map_widget: QWidget,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.refresh)
        self._actions: dict[str, CommandAction] = {}
        groups: dict[str, QActionGroup] = {}
        for command in commands:
            action = CommandAction(command, workspace, self)
            self._actions[command.id] = action
            if command.on_map:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                map_widget.addAction(action)
            else:
                window.addAction(action)
            if command.one_of_group:
                groups.setdefault(command.menu, QActionGroup(self)).addAction(action)

    def __getitem__(self, command_id: str) -> CommandAction:
        return self._actions[command_id]

    def all(self) -> Sequence[CommandAction]:
        """All actions in the order of the table."""
        return tuple(self._actions.values())

    def refresh_soon(self) -> None:
        """Bring all actions up to date when the present event is done with."""
        if not self._timer.isActive():
            self._timer.start()

    def refresh(self) -> None:
        """Bring all actions up to date."""
        known: dict[Callable[[Workspace], bool], bool] = {}
        for action in self._actions.values():
            action.refresh(known)

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """All menus of the table, in the order of MENUS."""
        menus = {title: bar.addMenu(f"&{title}") for title in MENUS}
        last_group: dict[str, int] = {}
        for action in self._actions.values():
            self._add(action, menus, last_group)

    def fill_tool_bar(self, bar: QToolBar, layout: Sequence[str]) -> None:
        """Buttons for these commands; `SEPARATOR` parts them."""
        for command_id in layout:
            if command_id == SEPARATOR:
                bar.addSeparator()
            else:
                action = self._actions[command_id]
                bar.addAction(action)
                button = bar.widgetForAction(action)
                button.setAccessibleName(action.command.title.rstrip("…"))

    def menu(self, layout: Sequence[str], parent: QWidget) -> QMenu:
        """A context menu of these commands; those that cannot run now are left out."""
        self.refresh()
        made = QMenu(parent)
        for command_id in layout:
            if command_id == SEPARATOR:
                made.addSeparator()
                continue
            action = self._actions[command_id]
            if not action.isEnabled():
                continue
            if action.command.choices is not None:
                made.addMenu(ChoiceMenu(action.command, self._workspace, made))
            else:
                made.addAction(action)
        return made

    def _add(
        self, action: CommandAction, menus: dict[str, QMenu], last_group: dict[str, int]
    ) -> None:
        command = action.command
        menu = self._menu_at(command.menu, command.group, menus, last_group)
        if last_group.setdefault(command.menu, command.group) != command.group:
            menu.addSeparator()
            last_group[command.menu] = command.group
        if command.choices is not None:
            menu.addMenu(ChoiceMenu(command, self._workspace, menu))
        else:
            menu.addAction(action)

    def _menu_at(
        self, path: str, group: int, menus: dict[str, QMenu], last_group: dict[str, int]
    ) -> QMenu:
        if path not in menus:
            above, _, title = path.rpartition("/")
            parent = self._menu_at(above, group, menus, last_group)
            if last_group.setdefault(above, group) != group:
                parent.addSeparator()
                last_group[above] = group
            menus[path] = parent.addMenu(title)
        return menus[path]


def shown_shortcut(command: Command) -> str:
    """The command's first shortcut as this platform writes it; empty when it has none."""
    if not command.shortcuts:
        return ""
    keys = QKeySequence(command.shortcuts[0])
    return keys.toString(QKeySequence.SequenceFormat.NativeText)


def _plain(title: str) -> str:
    # An ampersand in a name is not a mnemonic.
    return title.replace("&", "&&")
