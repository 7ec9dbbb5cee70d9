"""The system's clipboard, text and pictures; satisfies `Clipboard`."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from baltic_desk.app.protocols import CopiedPicture
from baltic_desk.ui.image_converter import png_of


class SystemClipboard:
    """Plain text in and out: GeoJSON is text, so features can be pasted into any editor."""

    def read(self) -> str:
        """Text on the clipboard; empty when there is none."""
        return QGuiApplication.clipboard().text()

    def image(self) -> bytes:
        """A picture on the clipboard as a PNG; empty when there is none."""
        clipboard = QGuiApplication.clipboard()
        offered = clipboard.mimeData()
        # None, whatever the binding's types say, when whoever offered it has gone.
        if offered is None or not offered.hasImage():  # pyright: ignore[reportUnnecessaryComparison]
            return b""
        image = clipboard.image()
        return b"" if image.isNull() else png_of(image)

    def write(self, text: str) -> None:
        """Put text on the clipboard."""
        QGuiApplication.clipboard().setText(text)

    def write_picture(self, picture: CopiedPicture) -> None:
        """Put a picture on the clipboard: office programs take the pixels, drawing ones the SVG."""
        offered = QMimeData()
        offered.setImageData(QImage.fromData(picture.png))
        offered.setData("image/png", QByteArray(picture.png))
        offered.setData("image/svg+xml", QByteArray(picture.svg))
        offered.setText(picture.text)
        QGuiApplication.clipboard().setMimeData(offered)
