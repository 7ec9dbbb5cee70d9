"""The frame of a sheet on the map, as it is taken hold of: by mouse, or by arrow keys.

It is painted with the map; this is what hears the mouse where lines and handles are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainterPath,
    QPainterPathStroker,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from baltic_desk.app import sheet_frame
from baltic_desk.app.sheet_places import LayoutError
from baltic_desk.app.sheet_plan import SheetPlan
from baltic_desk.geo.geodesy import Floats, Position
from baltic_desk.ui.map.sheet_frames import GRIP_PX, HANDLE_PX, NO_SHEETS, ShownSheets
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.plain_text import tooltip

Grip = Literal["move", "corner"]

NUDGE, LONG_NUDGE = 0.01, 0.1
"""Shares of a sheet's width or height that an arrow key moves it."""
SETTLE_MS = 700
"""So long after the last key the frame is where it was moved to."""
_REACH_PX = 9
_FARTHEST_PX = 20_000.0
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_STEPS = {
    Qt.Key.Key_Plus: -1, Qt.Key.Key_Equal: -1, Qt.Key.Key_Minus: 1,
}  # fmt: skip
_ENDS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SheetFrame(QWidget):
    """Lies over the map, where the frame's lines and handles are."""

    settled = Signal(object)
    """The plan as it was left, to be written."""
    opened = Signal()
    """The sheet is to be edited."""

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._view = view
        self._plan: SheetPlan | None = None
        self._moving: SheetPlan | None = None
        self._held: tuple[Grip, Position] | None = None
        self._chosen = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SETTLE_MS)
        self._pause.timeout.connect(self.settle)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Frame of the sheet on the map")
        self.setToolTip(
            tooltip(
                "Drag to move the sheet, a corner for its scale (Alt: any scale).\n"
                "Keys: arrows move it, with Shift farther; + and − change the scale."
            )
        )
        view.camera_changed.connect(self.place)
        view.installEventFilter(self)
        self.hide()

    @property
    def plan(self) -> SheetPlan | None:
        """What is shown: while it is moved, as it would become."""
        return self._moving or self._plan

    def show_plan(self, plan: SheetPlan | None, chosen: int = 0) -> None:
        """Show the frames of a plan, `chosen` the number of the sheet that is looked at."""
        self._chosen = chosen
        if self._held is not None or self._pause.isActive():
            if (
                plan is not None
                and self._plan is not None
                and plan.layout.id == self._plan.layout.id
            ):
                return  # what is being moved counts, until it is let go
            self._forget()
        self._plan, self._moving = plan, None
        self._show()

    def settle(self) -> None:
        """Give what was moved by keys."""
        self._pause.stop()
        moving = self._moving
        if moving is not None and self._held is None:
            self._plan, self._moving = moving, None
            self.settled.emit(moving)
            self._show()

    def take_keyboard(self) -> None:
        """Move it by keys from now on; it is brought in sight."""
        plan = self.plan
        if plan is None:
            return
        ring = np.vstack([outline.lonlat for outline in sheet_frame.outlines(plan)])
        x, y = self._view.to_px(sheet_frame.middle(plan))
        if not self._view.rect().contains(QPointF(x, y).toPoint()):
            west, south = ring.min(axis=0)
            east, north = ring.max(axis=0)
            self._view.fit((float(west), float(south), float(east), float(north)))
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def stop(self) -> None:
        """Show nothing."""
        self.settle()
        self.show_plan(None)

    # -- where it is -----------------------------------------------------------------------------

    def place(self) -> None:
        """Lie where the lines are on the screen now."""
        plan = self.plan
        if plan is None:
            return
        self.setGeometry(self._view.viewport().geometry())
        corners = self._px(sheet_frame.corners(plan))
        region = QRegion()
        if np.isfinite(corners).all() and np.abs(corners).max() < _FARTHEST_PX:
            path = QPainterPath()
            path.moveTo(*corners[0])
            for corner in (*corners[1:], corners[0]):
                path.lineTo(*corner)
            stroker = QPainterPathStroker()
            stroker.setWidth(_REACH_PX)
            region = QRegion(stroker.createStroke(path).toFillPolygon().toPolygon())
            for corner in corners:
                region = region.united(_around(corner, HANDLE_PX + 4))
        middle = self._px(np.array([sheet_frame.middle(plan)]))[0]
        if np.isfinite(middle).all() and np.abs(middle).max() < _FARTHEST_PX:
            region = region.united(_around(middle, GRIP_PX + 2, QRegion.RegionType.Ellipse))
        # An empty mask would be none at all; it keeps the keyboard where it is out of sight.
        self.setMask(region.intersected(self.rect()) if region.intersects(self.rect()) else _DOT)

    def _px(self, lonlat: Floats) -> Floats:
        return np.array([self._view.to_px((float(lon), float(lat))) for lon, lat in lonlat])

    def _show(self) -> None:
        plan = self.plan
        self.setVisible(plan is not None)
        if plan is None:
            self._view.show_sheets(NO_SHEETS)
            return
        self.place()
        self.raise_()
        words = sheet_frame.readout(plan)
        self.setAccessibleDescription(words)
        self._view.show_sheets(
            ShownSheets(
                sheet_frame.outlines(plan),
                self._chosen,
                sheet_frame.corners(plan),
                sheet_frame.middle(plan),
                words if self._moving is not None or self.hasFocus() else "",
                self.hasFocus(),
            )
        )

    def _preview(self, made: Callable[[SheetPlan], SheetPlan], of: SheetPlan | None) -> None:
        if of is None:
            return
        try:
            self._moving = made(of)
        except LayoutError:
            return  # farther than there can be a frame
        self._show()

    def _forget(self) -> None:
        self._pause.stop()
        self._held = self._moving = None

    # -- events ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It keeps its place when the map has another size."""
        if event.type() == QEvent.Type.Resize and self._plan is not None:
            QTimer.singleShot(0, self, self.place)
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Its keys are no shortcuts while it has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            plain = event.modifiers() & ~(
                Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
            )
            if event.key() in (*_ARROWS, *_STEPS, *_ENDS) and not plain:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move it, + and − scale it, Enter settles, Esc takes back or leaves it."""
        key = Qt.Key(event.key())
        if key in _ARROWS:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            share = LONG_NUDGE if shift else NUDGE
            right, up = _ARROWS[key]
            self._preview(lambda p: sheet_frame.nudged(p, right * share, up * share), self.plan)
            self._pause.start()
        elif key in _STEPS:
            self._preview(lambda p: sheet_frame.stepped(p, _STEPS[key]), self.plan)
            self._pause.start()
        elif key == Qt.Key.Key_Escape:
            if self._moving is not None:
                self._forget()
                self._show()
            else:
                self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in _ENDS:
            self.settle()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.plan is None:
            event.ignore()  # the map pans, or has its menu
            return
        self.settle()
        at = event.position()
        self._held = (self._grip(at), self._view.to_position((at.x(), at.y())))
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._held is None:
            self._point(at)
            return
        grip, start = self._held
        here = self._view.to_position((at.x(), at.y()))
        if not np.isfinite(here).all():
            return
        if grip == "move":
            self._preview(lambda p: sheet_frame.moved(p, start, here), self._plan)
        else:
            free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._preview(lambda p: sheet_frame.scaled(p, here, free=free), self._plan)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._held is not None:
            self._held = None
            self.settle()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._forget()
            self.opened.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms the map, as beside the line."""
        QApplication.sendEvent(
            self._view.viewport(),
            QWheelEvent(
                event.position(), event.globalPosition(), event.pixelDelta(), event.angleDelta(),
                event.buttons(), event.modifiers(), event.phase(), event.inverted(),
            ),
        )  # fmt: skip

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.settle()
        self._show()

    def _grip(self, at: QPointF) -> Grip:
        plan = self.plan
        assert plan is not None
        away = np.abs(self._px(sheet_frame.corners(plan)) - (at.x(), at.y())).max(axis=1)
        return "corner" if away.min() <= HANDLE_PX + 4 else "move"

    def _point(self, at: QPointF) -> None:
        if self._grip(at) == "move":
            self.setCursor(Qt.CursorShape.SizeAllCursor)
            return
        plan = self.plan
        assert plan is not None
        x, y = self._view.to_px(sheet_frame.middle(plan))
        falling = (at.x() - x) * (at.y() - y) > 0
        shape = Qt.CursorShape.SizeFDiagCursor if falling else Qt.CursorShape.SizeBDiagCursor
        self.setCursor(shape)


_DOT = QRegion(0, 0, 1, 1)


def _around(
    at: Floats, radius: float, shape: QRegion.RegionType = QRegion.RegionType.Rectangle
) -> QRegion:
    x, y, r = round(float(at[0])), round(float(at[1])), round(radius)
    return QRegion(QRect(x - r, y - r, 2 * r + 1, 2 * r + 1), shape)
