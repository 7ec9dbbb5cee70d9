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
    # The stub wants bytes for the format, the binding takes text as well.
    if not image.save(buffer, b"PNG"):  # type: ignore[call-overload]
        raise ExportError("the picture could not be encoded as PNG")
    return kept.data()
