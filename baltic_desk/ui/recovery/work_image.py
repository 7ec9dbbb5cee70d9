"""How lost work looked: a picture from its folder, decoded within bounds and shown as it fits."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from baltic_desk.paths import open_regular
from baltic_desk.symbology.plain_png import PlainPngError, plain_png

WIDTH_PX, HEIGHT_PX = 480, 300
MOST_BYTES = 4 * 1024 * 1024
_LEAST = QSize(240, 150)
_NO_PICTURE = "No picture of it was made."


def work_image(path: Path | None) -> QImage:
    """The picture in a file; a null one when there is none that may be shown."""
    if path is None:
        return QImage()
    try:
        with open_regular(path) as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            return QImage()
        checked = plain_png(content, most_side_px=2 * max(WIDTH_PX, HEIGHT_PX))
    except (OSError, PlainPngError):
        return QImage()
    return QImage.fromData(checked.png, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue]


class WorkImage(QWidget):
    """Shows one picture, whole, in the middle of its room; a sentence where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setMinimumSize(_LEAST)
        self.setMaximumSize(WIDTH_PX, HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("How it looked")

    def show_image(self, image: QImage) -> None:
        """Show another picture."""
        self.image = image
        self.setAccessibleDescription(_NO_PICTURE if image.isNull() else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH_PX, HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        palette = self.palette()
        frame = self.rect().adjusted(0, 0, -1, -1)
        if self.image.isNull():
            painter.fillRect(frame, palette.color(QPalette.ColorRole.AlternateBase))
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(frame, flags, _NO_PICTURE)
        else:
            size = self.image.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
            frame = QRect(frame.topLeft(), size)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(frame, self.image)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid)))
        painter.drawRect(frame)
        painter.end()
