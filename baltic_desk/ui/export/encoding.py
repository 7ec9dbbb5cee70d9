"""Pictures as bytes."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from baltic_desk.ui.export.failure import ExportError


def png_bytes(image: QImage) -> bytes:
    """The image as a PNG file.

    Raises
    ------
    ExportError
        When Qt cannot encode it, for want of memory.
    """
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # The stubs want bytes for the format, the binding takes text only.
    if not image.save(buffer, "PNG"):  # pyright: ignore[reportArgumentType, reportCallIssue]
        raise ExportError("the picture could not be encoded as PNG")
    return bytes(kept.data())
