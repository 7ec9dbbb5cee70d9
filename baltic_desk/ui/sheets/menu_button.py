"""The button with all commands about sheets, those of templates among them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from baltic_desk.app.sheet_commands import SHEET_COMMANDS
from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.actions import ChoiceMenu
from baltic_desk.ui.icons import icon
from baltic_desk.ui.plain_text import tooltip

_ICON = QSize(18, 18)


def menu_button(
    workspace: Workspace, parent: QWidget, run: Callable[[str], None]
) -> tuple[QToolButton, list[tuple[QAction, str]]]:
    """The button, and its entries with the commands that they run."""
    menu = QMenu(parent)
    entries: list[tuple[QAction, str]] = []
    group = SHEET_COMMANDS[0].group
    for each in SHEET_COMMANDS:
        if each.group != group:
            menu.addSeparator()
            group = each.group
        if each.choices is not None:
            entry = menu.addMenu(ChoiceMenu(each, workspace, menu))
        else:
            entry = menu.addAction(each.title, partial(run, each.id))
        entries.append((entry, each.id))
    button = QToolButton()
    button.setAutoRaise(True)
    button.setIcon(icon("more"))
    button.setIconSize(_ICON)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolTip(tooltip("More, such as templates"))
    button.setAccessibleName("More")
    return button, entries
