"""The pointer over the map: what tools get to hear of it, and panning and zooming by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView

from baltic_desk.geo.geodesy import Position
from baltic_desk.tools.tool import Pointer
from baltic_desk.ui.map.viewport import Pixel

NOTCH = 120.0
ZOOM_OF_NOTCH = 1.35

if TYPE_CHECKING:  # pyqtgraph has no types: to the checker its view is Qt's, with one method more

    class _GraphicsView(QGraphicsView):
        def __init__(self, *, background: str | None) -> None: ...
        def setCentralItem(self, item: QGraphicsItem) -> None: ...

else:
    _GraphicsView = pg.GraphicsView


class PointedView(_GraphicsView):
    """A view that tells of the left button, and pans by middle button or Space and drag.

    pyqtgraph's own handling of the mouse is left out: it asks every item at every move.
    """

    pressed = Signal(object)
    moved = Signal(object)
    released = Signal(object)
    double_clicked = Signal(object)
    context_requested = Signal(object, QPoint)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(background=None)
        self._pan_from: QPointF | None = None
        self._space_held = False
        self.pointer_px: Pixel | None = None
        """Where the pointer is; None when it is elsewhere."""

    @property
    def panning(self) -> bool:
        """Whether the map is being dragged."""
        return self._pan_from is not None

    def to_position(self, px: Pixel) -> Position:
        """Place on the earth."""
        raise NotImplementedError

    def zoom(self, factor: float, about_px: Pixel | None = None) -> None:
        """Glide nearer (above 1) or farther."""
        raise NotImplementedError

    def pan_px(self, dx: float, dy: float) -> None:
        """Shift the picture by pixels."""
        raise NotImplementedError

    def _pointer_moved(self) -> None:
        """`pointer_px` has changed."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / NOTCH
        if notches:
            at = event.position()
            self.zoom(ZOOM_OF_NOTCH**notches, (at.x(), at.y()))
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                at = event.position()
                self.zoom(1.0 + event.value(), (at.x(), at.y()))
            return True
        return bool(super().viewportEvent(event))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        button = event.button()
        space_drag = self._space_held and button == Qt.MouseButton.LeftButton
        if button == Qt.MouseButton.MiddleButton or space_drag:
            self._pan_from = event.position()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif button == Qt.MouseButton.LeftButton:
            self.pressed.emit(self._pointer(event))
        elif button == Qt.MouseButton.RightButton:
            self.context_requested.emit(self._pointer(event), event.globalPosition().toPoint())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self.pointer_px = (at.x(), at.y())
        self._pointer_moved()
        if self._pan_from is not None:
            step = at - self._pan_from
            self._pan_from = at
            self.pan_px(step.x(), step.y())
        else:
            self.moved.emit(self._pointer(event))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None:
            self._pan_from = None
            self.viewport().unsetCursor()
        elif event.button() == Qt.MouseButton.LeftButton:
            self.released.emit(self._pointer(event))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit(self._pointer(event))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = True
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = False
        event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        self.pointer_px = None
        self.left.emit()
        super().leaveEvent(event)

    def _pointer(self, event: QMouseEvent) -> Pointer:
        px = (event.position().x(), event.position().y())
        keys = event.modifiers()
        return Pointer(
            self.to_position(px),
            px,
            shift=bool(keys & Qt.KeyboardModifier.ShiftModifier),
            ctrl=bool(keys & Qt.KeyboardModifier.ControlModifier),
            alt=bool(keys & Qt.KeyboardModifier.AltModifier),
        )
