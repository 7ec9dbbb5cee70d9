"""The one item in the graphics scene: has the picture composed in device pixels."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg  # pyright: ignore[reportMissingTypeStubs]
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

# Wider than any projection's plane: the item is always in view and never culled.
_EVERYWHERE = QRectF(-1e8, -1e8, 2e8, 2e8)


class Compositor(pg.GraphicsObject):
    """Hands a painter in device pixels to whoever composes the picture."""

    def __init__(
        self, compose: Callable[[QPainter, QRectF], None], dpr: Callable[[], float]
    ) -> None:
        super().__init__()
        self._compose = compose
        self._dpr = dpr
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        return _EVERYWHERE

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002
        widget: QWidget | None = None,
    ) -> None:
        dpr = self._dpr()
        painter.save()
        painter.resetTransform()
        # The widget's painter counts in logical pixels; tiles are blitted pixel for pixel.
        painter.scale(1.0 / dpr, 1.0 / dpr)
        exposed = painter.clipBoundingRect() if painter.hasClipping() else QRectF()
        if exposed.isEmpty() and widget is not None:
            exposed = QRectF(0, 0, widget.width() * dpr, widget.height() * dpr)
        self._compose(painter, exposed)
        painter.restore()
