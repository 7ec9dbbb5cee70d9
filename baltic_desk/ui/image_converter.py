"""Pictures of pixels decoded and encoded by Qt, within bounds; satisfies `ImageConverter`."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

MOST_DECODED_SIDE_PX = 16_384
MOST_DECODED_PIXELS = 64_000_000
MOST_DECODED_MB = 4 * MOST_DECODED_PIXELS // 1_000_000
_FORMATS = (b"png", b"jpeg")


def limit_decoders() -> None:
    """Have Qt's decoders give up where a picture needs more than any that is taken here."""
    QImageReader.setAllocationLimit(MOST_DECODED_MB)


class QtImages:
    """PNG and JPEG; no other decoder is given what comes from outside."""

    def size(self, content: bytes) -> tuple[int, int]:
        """Width and height of a picture in pixels, from its header."""
        size = _opened(content)[1]
        return size.width(), size.height()

    def as_png(self, content: bytes, most_side_px: int) -> bytes:
        """The picture as a PNG, scaled down where a side is longer."""
        reader, size, _buffer = _opened(content)
        reader.setAutoTransform(True)
        image = reader.read()
        if image.isNull():
            raise ValueError("it cannot be decoded")
        if max(size.width(), size.height()) > most_side_px:
            image = image.scaled(
                most_side_px,
                most_side_px,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        return png_of(image)


def png_of(image: QImage) -> bytes:
    """An image as a PNG."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
    return bytes(kept.data())


def _opened(content: bytes) -> tuple[QImageReader, QSize, QBuffer]:
    """A reader, the size that the header says, and what the reader reads from, to be kept."""
    buffer = QBuffer()
    buffer.setData(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    kind = b"png" if content.startswith(b"\x89PNG") else b"jpeg"
    if kind == b"jpeg" and not content.startswith(b"\xff\xd8"):
        raise ValueError("it is neither a PNG, nor a JPEG, nor an SVG picture")
    reader = QImageReader(buffer, QByteArray(kind))
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise ValueError("it is damaged")
    longest = max(size.width(), size.height())
    if longest > MOST_DECODED_SIDE_PX or size.width() * size.height() > MOST_DECODED_PIXELS:
        raise ValueError(f"{size.width()} × {size.height()} pixels are too many")
    return reader, size, buffer
