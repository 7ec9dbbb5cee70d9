"""A window that tells of keys, clicks and drags, and in which the mouse points or draws."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from baltic_desk.app.presenting import Hand
from baltic_desk.ui.map.pointing import NOTCH, ZOOM_OF_NOTCH
from baltic_desk.ui.map.viewport import Frame
from baltic_desk.ui.present.curtain import LASER_GLOW_PX, Curtain
from baltic_desk.ui.present.ink import INK_PX, Ink
from baltic_desk.ui.present.stage_keys import action_of

STILL_MOUSE_MS = 2000
DRAG_PX = 6.0


class StageWindow(QWidget):
    """What the stage is as a window, whatever it shows. What keys mean is for whoever hears."""

    acted = Signal(str)
    """An action: of a key, or "next" for a click."""

    curtain: Curtain

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.ink = Ink()
        self._hand: Hand = ""
        self._ink_colour = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(STILL_MOUSE_MS)
        self._rest.timeout.connect(self._mouse_rests)
        self._pressed: QPointF | None = None
        self._dragged = False
        self._mouse_rests()

    def skip(self) -> bool:
        """Be at the end of a way at once; whether there was one."""
        raise NotImplementedError

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Nearer or farther, about a place of the window."""
        raise NotImplementedError

    def pan(self, dx: float, dy: float) -> None:
        """Shift the map by logical pixels."""
        raise NotImplementedError

    def map_frame(self) -> Frame:
        """What the map shows just now, in device pixels."""
        raise NotImplementedError

    def take_hand(self, hand: Hand, ink: str) -> None:
        """Make the mouse a laser pointer, a pen, or nothing."""
        self._ink_colour = ink
        if hand == self._hand:
            return
        self._hand = hand
        self.ink.lift()
        self.curtain.over.laser = self._mouse_place() if hand == "laser" else None
        if hand == "pen":
            self._rest.stop()
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self._mouse_rests()
        self.curtain.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = action_of(event)
        if action is not None:
            self.acted.emit(action)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed, self._dragged = event.position(), False
        if self._hand == "pen" and not self.skip():
            self.ink.begin(self._ink_colour, self._xy(event.position()))
            self._update_about(event.position(), INK_PX * 2)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two clicks in a hurry are two clicks

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        at = event.position()
        self._mouse_moves(at)
        if self._hand == "pen" and self.ink.down:
            if self.ink.draw(self._xy(at), self.map_frame().styled_metres_per_px):
                self.curtain.update()
            return
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        step = at - self._pressed
        if self._dragged or step.manhattanLength() > DRAG_PX:
            if not self._dragged:
                self.skip()
            self._dragged = True
            self._pressed = at
            self.pan(step.x(), step.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        if self._hand == "pen":
            self.ink.lift()
        elif not self._dragged:
            self.acted.emit("next")

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / NOTCH
        if notches:
            self.zoom(ZOOM_OF_NOTCH**notches, event.position())
        event.accept()

    def _mouse_moves(self, at: QPointF) -> None:
        match self._hand:
            case "laser":
                dpr = self.devicePixelRatioF()
                before, self.curtain.over.laser = self.curtain.over.laser, at * dpr
                if before is not None:
                    self._update_about(before / dpr, LASER_GLOW_PX)
                self._update_about(at, LASER_GLOW_PX)
            case "pen":
                pass
            case "":
                self.setCursor(Qt.CursorShape.ArrowCursor)
                self._rest.start()

    def _mouse_rests(self) -> None:
        if self._hand != "pen":
            self.setCursor(Qt.CursorShape.BlankCursor)

    def _mouse_place(self) -> QPointF:
        at = self.mapFromGlobal(self.cursor().pos())
        return QPointF(at) * self.devicePixelRatioF()

    def _xy(self, at: QPointF) -> tuple[float, float]:
        frame, dpr = self.map_frame(), self.devicePixelRatioF()
        return (
            frame.left + at.x() * dpr * frame.metres_per_unit,
            frame.top - at.y() * dpr * frame.metres_per_unit,
        )

    def _update_about(self, at: QPointF, reach_px: float) -> None:
        reach = int(reach_px * self.curtain.over.frame.style_scale / self.devicePixelRatioF()) + 2
        middle = QPoint(int(at.x()), int(at.y()))
        self.curtain.update(QRect(middle - QPoint(reach, reach), QSize(2 * reach, 2 * reach)))
