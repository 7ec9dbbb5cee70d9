"""Line icons: SVG files in one ink, painted in the palette's colour whatever the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer

from baltic_desk.paths import resource

_GROUPS = {
    QIcon.Mode.Normal: QPalette.ColorGroup.Active,
    QIcon.Mode.Active: QPalette.ColorGroup.Active,
    QIcon.Mode.Selected: QPalette.ColorGroup.Active,
    QIcon.Mode.Disabled: QPalette.ColorGroup.Disabled,
}


def icon(name: str) -> QIcon:
    """The icon `resources/icons/<name>.svg`; it follows the palette when the theme changes.

    Raises
    ------
    FileNotFoundError
        When there is no icon of that name.
    """
    return QIcon(_InkEngine(_source(name)))


def program_icon() -> QIcon:
    """The program's own mark, in its own colours, at the sizes that desktops ask for."""
    source = _source("program")
    made = QIcon()
    for size_px in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(_painted(QSvgRenderer(QByteArray(source)), QSize(size_px, size_px)))
    return made


def picture(name: str, colour: QColor, size_px: int, *, device_pixel_ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `size_px` logical pixels in one colour."""
    size = QSize(size_px, size_px) * device_pixel_ratio
    pixmap = _painted(_inked(_source(name), colour), size)
    pixmap.setDevicePixelRatio(device_pixel_ratio)
    return pixmap


@lru_cache(maxsize=256)
def _source(name: str) -> bytes:
    return resource("icons", f"{name}.svg").read_bytes()


def _inked(source: bytes, colour: QColor) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(source.replace(b"currentColor", colour.name().encode())))


def _painted(renderer: QSvgRenderer, size: QSize) -> QPixmap:
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    return pixmap


class _InkEngine(QIconEngine):
    """Paints one SVG in the palette's text colour at whatever size is asked for."""

    def __init__(self, source: bytes) -> None:
        super().__init__()
        self._source = source

    def clone(self) -> QIconEngine:
        return _InkEngine(self._source)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = QPalette.ColorRole.ButtonText
        if mode == QIcon.Mode.Selected:
            role = QPalette.ColorRole.HighlightedText
        elif state == QIcon.State.On and mode != QIcon.Mode.Disabled:
            role = QPalette.ColorRole.Accent
        colour = QGuiApplication.palette().color(_GROUPS[mode], role)
        _inked(self._source, colour).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap
