"""The status line: the position under the pointer, its height, the scale, the projection."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from baltic_desk.app.settings import CoordinateStyle
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.geometry import Position
from baltic_desk.geo.coordinates import format_position
from baltic_desk.geo.elevation import Dem, open_dem
from baltic_desk.geo.projection import projection
from baltic_desk.tools.tool import Pixel, Pointer
from baltic_desk.ui.panels.command_menu import CommandMenu
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.height_label import LONGEST, HeightLabel
from baltic_desk.ui.panels.scale_field import ScaleField
from baltic_desk.ui.plain_text import plain_label

if TYPE_CHECKING:
    from baltic_desk.ui.map.view import MapView

_PAUSE_MS = 25  # positions that change faster cannot be read anyway
_WIDE_PLACES = ((-148.888888, 64.888888), (26.888888, 66.888888))


# Qt draws these arrows in a box and over the end of the text otherwise.
_ARROWS = """
QToolButton::menu-button { border: none; width: 15px; }
QToolButton[popupMode="2"] { padding-right: 14px; }
QToolButton::menu-indicator { subcontrol-position: right center; right: 3px; }
"""


class StatusLine(QWidget):
    """What the map says about a place, and the fields that steer it.

    While the pointer is over the map the place is the one under it; else the one clicked last, so
    that there is something to copy; before the first click the centre of the map.

    Parameters
    ----------
    open_heights
        Opens the grid of heights, in the background.
    """

    def __init__(
        self,
        workspace: Workspace,
        view: MapView,
        open_heights: Callable[[], Dem] = open_dem,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._under: Pixel | None = None
        self._clicked: Position | None = None
        self._place: Position | None = None
        self._style: CoordinateStyle = workspace.settings.coordinate_style
        self.setStyleSheet(_ARROWS)
        self.what = plain_label()
        self.what.setObjectName("faint")
        self.what.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.position = _PositionButton(CommandMenu(workspace, "view.coordinate-style.", self))
        self.position.clicked.connect(self._on_copy)
        self.elevation = HeightLabel(open_heights)
        self.elevation.ready.connect(self._soon)
        self.scale = ScaleField()
        self.scale.given.connect(workspace.camera.set_scale_denominator)
        self.scale.refused.connect(workspace.say)
        self.scale.left.connect(view.setFocus)
        self.projection = QToolButton()
        self.projection.setAccessibleName("Projection")
        self.projection.setToolTip("Projection of the map")
        self.projection.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.projection.setMenu(CommandMenu(workspace, "view.projection.", self))
        self.projection.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(6)
        for part in (self.what, self.position, self.elevation, self.scale, self.projection):
            layout.addWidget(part)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        view.moved.connect(self._on_moved)
        view.pressed.connect(self._on_pressed)
        view.left.connect(self._on_left)
        view.camera_changed.connect(self._soon)
        self._following = Following(workspace, self, told=self._hear)
        self._show_settings()

    def refresh(self) -> None:
        """Show where the pointer and the camera are now."""
        what, place = self._shown_place()
        self._place = place if math.isfinite(place[0] + place[1]) else None
        if what != self.what.text():
            self.what.setText(what)
            self.position.setAccessibleName(f"Position, {what.lower()}")
        text = "" if self._place is None else format_position(self._place, self._style)
        if text != self.position.text():
            self.position.setText(text)
        self.elevation.show_place(self._place)
        self.scale.show_scale(self._workspace.camera.scale_denominator())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._make_room()
        self._soon()

    def _shown_place(self) -> tuple[str, Position]:
        camera = self._workspace.camera
        if self._under is not None:
            # Not the position that came with the pointer: the map may have moved under it since.
            return "Pointer", camera.to_position(self._under)
        if self._clicked is not None:
            return "Clicked", self._clicked
        return "Centre", camera.center()

    def _make_room(self) -> None:
        """One size for all texts: a label that changes its size lays the whole window out anew."""
        metrics = self.position.fontMetrics()
        texts = [format_position(place, self._style) for place in _WIDE_PLACES]
        room = self.position.sizeHint() - QSize(metrics.horizontalAdvance(self.position.text()), 0)
        widest = max(map(metrics.horizontalAdvance, texts))
        self.position.setFixedSize(room.width() + widest, room.height())
        for label, text in ((self.what, "Pointer"), (self.elevation, LONGEST)):
            label.setFixedSize(metrics.horizontalAdvance(text) + 4, room.height())
        self.scale.setFixedWidth(metrics.horizontalAdvance("1:188 000 000") + 36)

    # -- what is heard -----------------------------------------------------------------------

    def _on_moved(self, pointer: Pointer) -> None:
        self._under = pointer.px
        self._soon()

    def _on_pressed(self, pointer: Pointer) -> None:
        self._clicked = pointer.at

    def _on_left(self) -> None:
        self._under = None
        self._soon()

    def _soon(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    def _hear(self, topic: str) -> None:
        match topic:
            case "settings":
                self._show_settings()
            case "document":
                self._clicked = None
                self._soon()
            case _:
                pass

    def _show_settings(self) -> None:
        settings = self._workspace.settings
        self.projection.setText(projection(settings.projection).short)
        if settings.coordinate_style != self._style:
            self._style = settings.coordinate_style
            self._make_room()
        self._soon()

    def _on_copy(self) -> None:
        clipboard = self._workspace.clipboard
        if clipboard is None or self._place is None:
            return
        text = format_position(self._place, self._style)
        clipboard.write(text)
        self._workspace.say(f"Copied {text}")


class _PositionButton(QToolButton):
    """Says a position; a click copies it, its arrow or Alt+Down offers the styles."""

    def __init__(self, styles: CommandMenu) -> None:
        super().__init__()
        self.setToolTip("Click to copy; the arrow offers other notations")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.setMenu(styles)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_Down and alt:
            self.showMenu()
        else:
            super().keyPressEvent(event)
