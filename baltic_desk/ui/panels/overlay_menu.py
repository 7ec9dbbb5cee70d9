"""The menu of an overlay's row: what its units look like, and what the buttons do to it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from baltic_desk.app.audience_commands import AUDIENCES, set_audience
from baltic_desk.app.overlay_commands import (
    AMPLIFIERS,
    set_amplifiers,
    set_fanned,
    toggle_locked,
    toggle_visible,
)
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.project import Overlay
from baltic_desk.ui.panels import overlay_edits


class OverlayMenu(QMenu):
    """For one overlay, as it is when the menu opens."""

    def __init__(self, workspace: Workspace, overlay: Overlay, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._id = overlay.id
        self._texts = self._choices("Texts Beside Units", AMPLIFIERS, overlay.amplifiers)
        self._texts.triggered.connect(self._choose_texts)
        self._fan = self._switch("Fan Out Stacked Units", overlay.declutter == "fan")
        self._fan.triggered.connect(self._choose_fan)
        self.addSeparator()
        self._audiences = self._choices("Shown To", AUDIENCES, overlay.audience)
        self._audiences.triggered.connect(self._choose_audience)
        self._switch("Shown", overlay.visible).triggered.connect(self._toggle_visible)
        self._switch("Locked", overlay.locked).triggered.connect(self._toggle_locked)
        self.addSeparator()
        self.addAction("Delete Overlay with Everything on It").triggered.connect(self._delete)

    def _choices(self, title: str, choices: Mapping[str, str], now: str) -> QActionGroup:
        menu = self.addMenu(title)
        group = QActionGroup(menu)
        for choice, name in choices.items():
            action = menu.addAction(name)
            action.setData(choice)
            action.setCheckable(True)
            action.setChecked(choice == now)
            group.addAction(action)
        return group

    def _switch(self, title: str, checked: bool) -> QAction:
        action = self.addAction(title)
        action.setCheckable(True)
        action.setChecked(checked)
        return action

    def _choose_texts(self, action: QAction) -> None:
        set_amplifiers(self._workspace, self._id, str(action.data()))

    def _choose_audience(self, action: QAction) -> None:
        set_audience(self._workspace, self._id, str(action.data()))

    def _choose_fan(self) -> None:
        set_fanned(self._workspace, self._id, fanned=self._fan.isChecked())

    def _toggle_visible(self) -> None:
        toggle_visible(self._workspace, self._id)

    def _toggle_locked(self) -> None:
        toggle_locked(self._workspace, self._id)

    def _delete(self) -> None:
        overlay_edits.delete_overlay(self._workspace, self._id)
