"""The slider of phases: a line with a numbered stop for each, evenly or as far apart as in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip

from baltic_desk.ui.plain_text import tooltip

_HEIGHT_PX = 40
_STOP_PX = 9.0
"""Half of a stop's width."""
_LINE_Y = 12.0
_NAME_TOP = 23.0
_GAP_PX = 8.0
_LEAST_NAME_PX = 26.0
_APART_PX = 2 * _STOP_PX + 3
_LAST_NAME_PX = 96.0
_TYPING_MS = 900
_PAUSE_PX = 2.5


@dataclass(frozen=True, slots=True)
class Stop:
    """A phase on the line.

    `share` is where it stands in time from 0 to 1, `lasts` what share of the whole it takes; None
    where time does not count.
    """

    title: str
    name: str
    about: str
    share: float | None = None
    lasts: float | None = None


class PhaseLine(QSlider):
    """Goes from stop to stop by mouse, wheel, arrow keys, Home, End and digits.

    `chosen` bears the index of a stop that a person goes to, `left` that the map should have the
    keyboard.
    """

    chosen = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._stops: tuple[Stop, ...] = ()
        self._typed = ""
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._forget_typed)
        self.setPageStep(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Phase")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.valueChanged.connect(self._on_value)

    def show_stops(self, stops: Sequence[Stop], index: int) -> None:
        """Show these, standing at one of them."""
        self._stops = tuple(stops)
        with QSignalBlocker(self):
            self.setRange(0, max(len(self._stops) - 1, 0))
            self.setValue(index)
        about = self._stops[index].about if self._stops else ""
        self.setAccessibleDescription(about)
        self.update()

    def stop_at(self, index: int) -> QPointF:
        """Where a stop is on the widget."""
        return QPointF(self._places()[index], _LINE_Y)

    def shown_name(self, index: int) -> str:
        """What of a name has room; empty where nothing legible has."""
        room = self._room(index, self._places())
        metrics = QFontMetricsF(self._font(index))
        if room < _LEAST_NAME_PX:
            return ""
        return metrics.elidedText(self._stops[index].name, Qt.TextElideMode.ElideRight, room)

    def sizeHint(self) -> QSize:
        return QSize(300, _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, _HEIGHT_PX)

    # -- what a person does --------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the stop that was clicked."""
        if event.button() == Qt.MouseButton.LeftButton and self._stops:
            self.setSliderDown(True)
            self.setValue(self._nearest(event.position()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag goes from stop to stop."""
        if self.isSliderDown():
            self.setValue(self._nearest(event.position()))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A notch is a phase."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        if turned:
            self.setValue(self.value() + (1 if turned < 0 else -1))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up is later, as it is to the right; digits name a phase."""
        digit = event.text() if event.text().isascii() and event.text().isdigit() else ""
        match Qt.Key(event.key()):
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_PageUp:
                self.setValue(self.value() - 1)
            case Qt.Key.Key_PageDown:
                self.setValue(self.value() + 1)
            case _ if digit and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self._type(digit)
            case _:
                super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Digits are the line's own while it has the keyboard; each stop has its tooltip."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            paged = event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
            if (event.text().isdigit() or paged) and not event.modifiers():
                event.accept()
                return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._stops:
            about = self._stops[self._nearest(QPointF(event.pos()))].about
            QToolTip.showText(event.globalPos(), tooltip(about), self)
            return True
        return super().event(event)

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole
        palette = self.palette()
        accent, edge = palette.color(role.Accent), palette.color(role.Mid)
        places = self._places()
        if not places:
            return
        shown = self.value()
        self._paint_line(painter, QColor(edge), places[0], self.width() - _STOP_PX)
        self._paint_line(painter, QColor(accent), places[0], places[shown])
        self._paint_durations(painter, places, accent)
        for index, x in enumerate(places):
            now = index == shown
            box = QRectF(x - _STOP_PX, _LINE_Y - _STOP_PX, 2 * _STOP_PX, 2 * _STOP_PX)
            painter.setPen(QPen(accent if index <= shown else edge, 1.4))
            painter.setBrush(accent if now else palette.color(role.Base))
            painter.drawEllipse(box)
            painter.setFont(self._font(index, number=True))
            painter.setPen(palette.color(role.HighlightedText if now else role.WindowText))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(index + 1))
            name = self.shown_name(index)
            if name:
                painter.setFont(self._font(index))
                painter.setPen(palette.color(role.WindowText if now else role.PlaceholderText))
                room = QRectF(x - _STOP_PX, _NAME_TOP, self._room(index, places), 17.0)
                flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(room, flags | Qt.TextFlag.TextSingleLine, name)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(accent, 1.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _paint_line(self, painter: QPainter, colour: QColor, start: float, end: float) -> None:
        painter.setPen(QPen(colour, 3.0))
        painter.drawLine(QPointF(start, _LINE_Y), QPointF(end, _LINE_Y))

    def _paint_durations(self, painter: QPainter, places: Sequence[float], accent: QColor) -> None:
        """A bar under the line for as long as each phase lasts."""
        whole = places[-1] - places[0]
        painter.setPen(QPen(accent, 2.0))
        for index, stop in enumerate(self._stops):
            if stop.lasts:
                end = min(places[index] + stop.lasts * whole, self.width() - _STOP_PX)
                y = _LINE_Y + _STOP_PX + _PAUSE_PX / 2
                painter.drawLine(QPointF(places[index], y), QPointF(end, y))

    # -- inside --------------------------------------------------------------------------------

    def _places(self) -> list[float]:
        """Where the stops stand, pixels from the left; never so near that they overlap."""
        count = len(self._stops)
        left = _STOP_PX + 2
        shares = [stop.share for stop in self._stops]
        slot = (self.width() - left) / max(count, 1)
        if any(share is None for share in shares):
            return [left + slot * index for index in range(count)]
        last = self.width() - min(_LAST_NAME_PX, slot)
        places = [left + (share or 0.0) * (last - left) for share in shares]
        for index in range(1, count):
            places[index] = max(places[index], places[index - 1] + _APART_PX)
        for index in range(count - 1, -1, -1):
            farthest = last - _APART_PX * (count - 1 - index)
            places[index] = max(min(places[index], farthest), left + _APART_PX * index)
        return places

    def _room(self, index: int, places: Sequence[float]) -> float:
        """How wide a name may be."""
        end = places[index + 1] if index + 1 < len(places) else float(self.width()) + _STOP_PX
        return end - places[index] - _GAP_PX

    def _font(self, index: int, *, number: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * (0.82 if number else 0.9))
        font.setBold(index == self.value())
        return font

    def _nearest(self, at: QPointF) -> int:
        places = self._places()
        # A name belongs to the stop that it begins under.
        if at.y() > _NAME_TOP:
            begun = [i for i, x in enumerate(places) if x - _STOP_PX <= at.x()]
            return begun[-1] if begun else 0
        return min(range(len(places)), key=lambda i: abs(places[i] - at.x()))

    def _type(self, digit: str) -> None:
        for text in (self._typed + digit, digit):
            if 1 <= int(text) <= len(self._stops):
                self._typed = text
                self._typing.start()
                self.setValue(int(text) - 1)
                return

    def _forget_typed(self) -> None:
        self._typed = ""

    def _on_value(self, index: int) -> None:
        self.update()
        self.chosen.emit(index)
