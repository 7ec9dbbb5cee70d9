"""The line that divides the map while altitudes are compared, with what stands at its head."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton

from baltic_desk.ui.icons import icon
from baltic_desk.ui.map.qt_paths import NO_PEN, brush, pen
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.plain_text import tooltip

MIDDLE = 0.5
LEAST, MOST = 0.02, 0.98
"""How far the line goes to either side, as shares of the view."""
STEP, LONG_STEP = 0.01, 0.1
_WIDTH_PX = 17
_GRIP_PX = (14.0, 44.0)
_HEAD_PX = 6
_GAP_PX = 10
_STEPS = {
    Qt.Key.Key_Left: -STEP,
    Qt.Key.Key_Right: STEP,
    Qt.Key.Key_PageUp: -LONG_STEP,
    Qt.Key.Key_PageDown: LONG_STEP,
    Qt.Key.Key_Home: -1.0,
    Qt.Key.Key_End: 1.0,
}


class CompareDivider(QLabel):
    """Dragged by mouse, moved by arrow keys, sent back to the middle by a double click."""

    moved = Signal(float)
    """To this share of the view's width."""
    ended = Signal()

    def __init__(self, view: MapView, *, between: str = "altitudes") -> None:
        super().__init__(view)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._view = view
        self._held_px: float | None = None
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"Divider between the {between} that are compared")
        self.setToolTip(tooltip("Drag, or use arrow keys; double click for the middle"))
        self.hide()

    def place(self) -> None:
        """Stand where the view is divided."""
        area = self._view.viewport().geometry()
        at = area.left() + round(self._view.split * area.width())
        self.setGeometry(at - _WIDTH_PX // 2, area.top(), _WIDTH_PX, area.height())
        self.setAccessibleDescription(f"{self._view.split:.0%} from the left")

    # -- events ----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Its keys are no shortcuts while it has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            own = event.key() in (*_STEPS, Qt.Key.Key_Escape) and not event.modifiers()
            if own:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move it a hundredth, page keys a tenth; Esc ends the comparison."""
        step = _STEPS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.ended.emit()
        elif step is not None:
            self._go(self._view.split + step)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held_px = event.position().x() - self.width() / 2

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held_px is not None:
            area = self._view.viewport().geometry()
            x = self.mapToParent(event.position()).x() - self._held_px - area.left()
            self._go(x / max(area.width(), 1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held_px = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held_px = None
            self._go(MIDDLE)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms the map, as beside the line."""
        viewport = self._view.viewport()
        at = QPointF(viewport.mapFrom(self, event.position()))
        QApplication.sendEvent(
            viewport,
            QWheelEvent(
                at, event.globalPosition(), event.pixelDelta(), event.angleDelta(),
                event.buttons(), event.modifiers(), event.phase(), event.inverted(),
            ),
        )  # fmt: skip

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, middle = self._view.theme, self.width() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(NO_PEN)
        for width, ink in ((4.0, theme.furniture_ground), (2.0, theme.furniture)):
            painter.setBrush(brush(ink))
            painter.drawRect(QRectF(middle - width / 2, 0, width, self.height()))
        wide, high = _GRIP_PX
        grip = QRectF(middle - wide / 2, (self.height() - high) / 2, wide, high)
        ink = self.palette().highlight().color().name() if self.hasFocus() else theme.furniture
        painter.setPen(pen(ink, 2.5 if self.hasFocus() else 1.5))
        painter.setBrush(brush(theme.furniture_ground))
        painter.drawRoundedRect(grip, 5.0, 5.0)
        painter.setPen(pen(theme.furniture, 1.5))
        for side in (-2.0, 2.0):
            x, y = middle + side, grip.center().y()
            painter.drawLine(QPointF(x, y - 8.0), QPointF(x, y + 8.0))
        painter.end()

    def _go(self, share: float) -> None:
        self.moved.emit(min(max(share, LEAST), MOST))


class CompareHead:
    """What stands at the head of the line: which side is which, a menu of the left, and the end."""

    def __init__(self, view: MapView, menu: QMenu) -> None:
        self._view = view
        self.left = QToolButton(view)
        self.left.setObjectName("compare-side")
        self.left.setAccessibleName("Shown left of the line")
        self.left.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.left.setMenu(menu)
        self.left.setToolTip(tooltip("Choose what is shown left of the line"))
        self.right = QLabel(view)
        self.right.setObjectName("compare-side")
        self.right.setTextFormat(Qt.TextFormat.PlainText)
        self.end = QToolButton(view)
        self.end.setObjectName("compare-end")
        self.end.setIcon(icon("close"))
        self.end.setAccessibleName("End the comparison")
        self.end.setToolTip(tooltip("End the comparison  Esc"))
        self.set_visible(visible=False)

    @property
    def parts(self) -> tuple[QToolButton, QLabel, QToolButton]:
        """From left to right."""
        return self.left, self.right, self.end

    def set_visible(self, *, visible: bool) -> None:
        """Show or hide all of it."""
        for part in self.parts:
            part.setVisible(visible)

    def say(self, left: str, right: str) -> None:
        """Which side is which."""
        self.left.setText(left)
        self.left.setAccessibleName(f"Left: {left}")
        self.right.setText(right)
        self.right.setAccessibleName(f"Right: {right}")
        for part in self.parts:
            part.adjustSize()
        self.place()

    def place(self) -> None:
        """At both sides of the line; what has no room there, a row further down."""
        area = self._view.viewport().geometry()
        at = area.left() + round(self._view.split * area.width())
        high = max(part.height() for part in self.parts)
        for part in self.parts:
            part.resize(part.width(), high)
        top, second = area.top() + _HEAD_PX, area.top() + 2 * _HEAD_PX + high
        x = at - _GAP_PX - self.left.width()
        least = area.left() + _HEAD_PX
        self.left.move(max(x, least), top if x >= least else second)
        width = self.right.width() + _HEAD_PX + self.end.width()
        x, most = at + _GAP_PX, area.right() - _HEAD_PX - width
        self.right.move(min(x, most), top if x <= most else second)
        self.end.move(self.right.geometry().right() + _HEAD_PX, self.right.y())
        for part in self.parts:
            part.raise_()
