"""A page as it will be printed, to look at: the whole of it, at its true size, or nearer."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollArea, QWidget

from baltic_desk.ui.map.viewport import CSS_DPI

MARGIN_PX = 18
ZOOM_STEP = 1.25
LEAST_ZOOM, MOST_ZOOM = 0.05, 4.0
_MM_PER_INCH = 25.4
_SANE_DPI = (60.0, 400.0)
_SHADOW = QColor(0, 0, 0, 60)


class PageView(QScrollArea):
    """Shows a picture of a page; `zoom` 1 is the size of the paper, None the whole page."""

    looked = Signal()
    """The size at which the page is looked at has changed."""
    turned = Signal(int)
    """So many pages on."""

    def __init__(self) -> None:
        super().__init__()
        self.zoom: float | None = None
        self._page_mm = (420.0, 297.0)
        self._held: QPoint | None = None
        self.sheet = _Sheet(self)
        self.setWidget(self.sheet)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Preview of the page")
        self.setBackgroundRole(QPalette.ColorRole.Mid)
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)

    @property
    def px_per_mm(self) -> float:
        """Logical pixels of the screen to a millimetre of the page."""
        if self.zoom is not None:
            return self.zoom * self._true_px_per_mm()
        width, height = self._page_mm
        room = self.maximumViewportSize()
        wide, high = room.width() - 2 * MARGIN_PX, room.height() - 2 * MARGIN_PX
        return max(min(wide / width, high / height), 0.05)

    @property
    def shown_zoom(self) -> float:
        """How large the page is beside the paper."""
        return self.px_per_mm / self._true_px_per_mm()

    def show_page(self, page_mm: tuple[float, float]) -> None:
        """The page is of that size."""
        if page_mm != self._page_mm:
            self._page_mm = page_mm
            self._fit()

    def show_image(self, image: QImage | None, *, stale: bool, told: str = "") -> None:
        """Show a picture of it; a stale one is dimmed, and `told` stands in its place."""
        self.sheet.image, self.sheet.stale, self.sheet.told = image, stale, told
        self.sheet.update()

    def set_zoom(self, zoom: float | None) -> None:
        """Look at it at another size, the middle of what is seen staying there."""
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        shares = [
            (bar.value() + bar.pageStep() / 2) / max(bar.maximum() + bar.pageStep(), 1)
            for bar in bars
        ]
        self.zoom = None if zoom is None else min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        self._fit()
        for bar, share in zip(bars, shares, strict=True):
            bar.setValue(round(share * (bar.maximum() + bar.pageStep()) - bar.pageStep() / 2))

    def page_rect(self) -> QRectF:
        """Where the page lies in the sheet's widget."""
        width, height = (side * self.px_per_mm for side in self._page_mm)
        size = self.sheet.size()
        return QRectF((size.width() - width) / 2, (size.height() - height) / 2, width, height)

    # -- events ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ and − zoom, 0 shows the whole page, 1 its true size, page keys turn."""
        match Qt.Key(event.key()):
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.set_zoom(self.shown_zoom * ZOOM_STEP)
            case Qt.Key.Key_Minus:
                self.set_zoom(self.shown_zoom / ZOOM_STEP)
            case Qt.Key.Key_0:
                self.set_zoom(None)
            case Qt.Key.Key_1:
                self.set_zoom(1.0)
            case Qt.Key.Key_PageDown:
                self.turned.emit(1)
            case Qt.Key.Key_PageUp:
                self.turned.emit(-1)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120.0
            self.set_zoom(self.shown_zoom * ZOOM_STEP**steps)
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            return
        at = event.position().toPoint()
        moved, self._held = at - self._held, at
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._held = None
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Between the whole page and its true size."""
        self.set_zoom(1.0 if self.zoom is None else None)

    # -- inside ----------------------------------------------------------------------------------

    def _true_px_per_mm(self) -> float:
        dpi = self.screen().physicalDotsPerInch()
        sane = dpi if _SANE_DPI[0] <= dpi <= _SANE_DPI[1] else CSS_DPI
        return sane / _MM_PER_INCH

    def _fit(self) -> None:
        width, height = (round(side * self.px_per_mm) + 2 * MARGIN_PX for side in self._page_mm)
        room = self.maximumViewportSize()
        self.sheet.resize(QSize(max(width, room.width()), max(height, room.height())))
        self.sheet.update()
        self.looked.emit()


class _Sheet(QWidget):
    """The page on the desk."""

    def __init__(self, view: PageView) -> None:
        super().__init__()
        self._view = view
        self.image: QImage | None = None
        self.stale = False
        self.told = ""
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Mid)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        page = self._view.page_rect()
        painter.fillRect(page.translated(QPointF(3, 3)), _SHADOW)
        painter.fillRect(page, Qt.GlobalColor.white)
        if self.image is not None:
            self._paint_image(painter, page, self.image, event.rect())
        if self.told:
            painter.setPen(QColor("#5a646b"))
            room = page.adjusted(24, 24, -24, -24)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(flags), self.told)
        elif self.stale:
            bar = QRectF(page.left(), page.top(), page.width(), 3.0)
            painter.fillRect(bar, self.palette().color(QPalette.ColorRole.Accent))
        painter.end()

    def _paint_image(self, painter: QPainter, page: QRectF, image: QImage, exposed: QRect) -> None:
        ratio = self.devicePixelRatioF()
        exact = abs(image.width() / ratio - page.width()) < 1.5
        if exact:  # pixel for pixel: between pixels it would blur
            at = QPointF(round(page.left() * ratio) / ratio, round(page.top() * ratio) / ratio)
            image.setDevicePixelRatio(ratio)
            painter.drawImage(at, image)
            return
        image.setDevicePixelRatio(1.0)
        part = QRectF(exposed).intersected(page)
        k = image.width() / page.width()
        source = QRectF(
            (part.left() - page.left()) * k, (part.top() - page.top()) * k,
            part.width() * k, part.height() * k,
        )  # fmt: skip
        painter.drawImage(part, image, source)
