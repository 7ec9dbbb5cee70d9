"""What lies over the maps of a stage: motion, cloth, title, marking, pointer, ink, short words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRadialGradient
from PySide6.QtWidgets import QWidget

from baltic_desk.app.presenting import Screen
from baltic_desk.ui.map.furniture import CREDIT_TYPE, MARKING_TYPE
from baltic_desk.ui.map.lettering import Type
from baltic_desk.ui.map.qt_paths import NO_PEN, brush, color, pen
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.viewport import Frame
from baltic_desk.ui.present.ink import Ink
from baltic_desk.ui.present.stage_keys import LISTED

TITLE_TYPE = Type(15.0, bold=True)
SAID_TYPE = Type(14.0, bold=True)
KEYS_TYPE = Type(12.5)
KEYS_BOLD = Type(12.5, bold=True)
LASER_PX = 7.0
LASER_GLOW_PX = 20.0
LASER = "#ff1e14"
_MARKING_DOWN_PX = 16.0
_TITLE_DOWN_PX = 20.0
_UNDER_MARKING_PX = 20.0
_SAID_UP_PX = 64.0
_PAD_PX = 8.0

PaintMotion = Callable[[QPainter], object]


@dataclass(slots=True)
class Over:
    """What is to be seen over the map. Places are device pixels.

    Attributes
    ----------
    frame
        The screen.
    map_frame
        What the map below shows just now.
    motion
        Paints the way from one picture to the next; None while a map stands there.
    """

    theme: Theme
    means: Means
    frame: Frame
    map_frame: Callable[[], Frame]
    screen: Screen = "map"
    title: str = ""
    marking: str = ""
    credit: str = ""
    said: str = ""
    keys: bool = False
    laser: QPointF | None = None
    motion: PaintMotion | None = None


class Curtain(QWidget):
    """The topmost widget of a stage, as large as it. Clear where there is nothing over the map."""

    def __init__(self, parent: QWidget, over: Over, ink: Ink) -> None:
        super().__init__(parent)
        self.over = over
        self.ink = ink
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def cover(self) -> None:
        """Let Qt know whether anything is seen through it: what is not, it does not paint."""
        opaque = self.over.screen != "map" or self.over.motion is not None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, opaque)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        dpr = self.devicePixelRatioF()
        painter.scale(1.0 / dpr, 1.0 / dpr)
        self.paint(painter)
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Draw it all in device pixels."""
        over = self.over
        whole = QRectF(0, 0, over.frame.width, over.frame.height)
        if over.screen != "map":
            self._paint_cloth(painter, whole)
            return
        frame = over.frame
        if over.motion is not None:
            over.motion(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.ink and over.motion is None:
            self.ink.paint(painter, over.map_frame())
        sheet = Sheet(painter, over.frame, over.theme, over.means)
        if over.motion is not None:
            self._paint_furniture(sheet)
        if over.title:
            down = _TITLE_DOWN_PX + (_UNDER_MARKING_PX if over.marking else 0.0)
            at = (frame.width / 2, down * sheet.scale)
            _plate(sheet, over.title, TITLE_TYPE, at)
        if over.said:
            _plate(sheet, over.said, SAID_TYPE, (frame.width / 2, frame.height - _up(sheet)))
        if over.keys:
            _paint_keys(sheet)
        if over.laser is not None:
            _paint_laser(painter, over.laser, sheet.scale)

    def _paint_cloth(self, painter: QPainter, whole: QRectF) -> None:
        over = self.over
        black = over.screen == "black"
        painter.fillRect(whole, QColor("#000000" if black else "#ffffff"))
        if over.marking:
            sheet = Sheet(painter, over.frame, over.theme, over.means)
            ink = "#8f8f8f" if black else "#6b6b6b"
            _paint_marking(sheet, over.marking, ink)
        if over.said:
            sheet = Sheet(painter, over.frame, over.theme, over.means)
            at = (over.frame.width / 2, over.frame.height - _up(sheet))
            _plate(sheet, over.said, SAID_TYPE, at)

    def _paint_furniture(self, sheet: Sheet) -> None:
        """What stands about a map at rest, and has to be there while it moves."""
        over, frame = self.over, self.over.frame
        if over.credit:
            half = sheet.means.ruler.width_px(over.credit, CREDIT_TYPE) / 2
            x = frame.width - (half + 8.0) * sheet.scale
            sheet.ground_text(over.credit, CREDIT_TYPE, (x, frame.height - 9.0 * sheet.scale))
        if over.marking:
            _paint_marking(sheet, over.marking, over.theme.marking)


def _up(sheet: Sheet) -> float:
    return _SAID_UP_PX * sheet.scale


def _paint_marking(sheet: Sheet, marking: str, ink: str) -> None:
    text, frame = marking.strip().upper(), sheet.frame
    for y in (_MARKING_DOWN_PX * sheet.scale, frame.height - _MARKING_DOWN_PX * sheet.scale):
        sheet.text(text, MARKING_TYPE, (frame.width / 2, y), ink)


def _plate(sheet: Sheet, text: str, style: Type, at: tuple[float, float]) -> None:
    """A line of text on a plate of its own, cut where the screen ends."""
    theme, scale, painter = sheet.theme, sheet.scale, sheet.painter
    text = _cut(sheet, " ".join(text.split()), style)
    width = (sheet.means.ruler.width_px(text, style) + 2 * _PAD_PX) * scale
    height = (style.size_px + _PAD_PX) * scale
    painter.setPen(NO_PEN)
    painter.setBrush(brush(theme.furniture_ground, 0.82))
    painter.drawRoundedRect(
        QRectF(at[0] - width / 2, at[1] - height / 2, width, height), 4.0 * scale, 4.0 * scale
    )
    sheet.text(text, style, at, theme.furniture, halo=False)


def _cut(sheet: Sheet, text: str, style: Type) -> str:
    room = sheet.frame.width / sheet.scale - 6 * _PAD_PX
    ruler = sheet.means.ruler
    if ruler.width_px(text, style) <= room:
        return text
    fits = ruler.fitting(text, room - ruler.width_px("…", style), style)
    return text[:fits].rstrip() + "…"


def _paint_keys(sheet: Sheet) -> None:
    theme, scale, painter, ruler = sheet.theme, sheet.scale, sheet.painter, sheet.means.ruler
    left_px = max(ruler.width_px(keys, KEYS_BOLD) for keys, _ in LISTED)
    right_px = max(ruler.width_px(words, KEYS_TYPE) for _, words in LISTED)
    row, gap = 1.7 * KEYS_TYPE.size_px, 24.0
    width = (left_px + gap + right_px + 4 * _PAD_PX) * scale
    height = (row * len(LISTED) + 4 * _PAD_PX) * scale
    frame = sheet.frame
    box = QRectF((frame.width - width) / 2, (frame.height - height) / 2, width, height)
    painter.setPen(pen(theme.furniture, scale, 0.4))
    painter.setBrush(brush(theme.furniture_ground, 0.95))
    painter.drawRoundedRect(box, 6.0 * scale, 6.0 * scale)
    for number, (keys, words) in enumerate(LISTED):
        y = box.top() + (2 * _PAD_PX + (number + 0.5) * row) * scale
        for text, style, start in (
            (keys, KEYS_BOLD, 2 * _PAD_PX),
            (words, KEYS_TYPE, 2 * _PAD_PX + left_px + gap),
        ):
            middle = start + ruler.width_px(text, style) / 2
            at = (box.left() + middle * scale, y)
            sheet.text(text, style, at, theme.furniture, halo=False)


def _paint_laser(painter: QPainter, at: QPointF, scale: float) -> None:
    glow = QRadialGradient(at, LASER_GLOW_PX * scale)
    glow.setColorAt(0.0, color(LASER, 0.75))
    glow.setColorAt(1.0, color(LASER, 0.0))
    painter.setPen(NO_PEN)
    painter.setBrush(glow)
    painter.drawEllipse(at, LASER_GLOW_PX * scale, LASER_GLOW_PX * scale)
    painter.setPen(QPen(QColor("#ffffff"), 1.2 * scale))
    painter.setBrush(brush(LASER))
    painter.drawEllipse(at, LASER_PX * scale, LASER_PX * scale)
