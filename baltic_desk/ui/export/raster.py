"""Pages as pixels."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from baltic_desk.ui.export.drawing import Target, draw
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.raster_files import Pixels, Raster
from baltic_desk.ui.export.vector_files import Paper
from baltic_desk.ui.map.viewport import CSS_DPI

MOST_PIXELS = 200_000_000
"""Of a picture: 800 MB while it is made, and a side of 14,000 when it is square."""

_HINTS = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing


def check_pixels(width: int, height: int) -> None:
    """Raise ExportError when a picture would not fit into memory."""
    if width * height > MOST_PIXELS:
        raise ExportError(
            f"a picture of {width} × {height} pixels is too large for one file: "
            f"{MOST_PIXELS // 1_000_000} million are the most. Fewer dots per inch, or PDF, "
            "which has no pixels, would do"
        )


def raster_steps(
    paper: Paper, size: tuple[int, int], pixels_per_px: float
) -> Generator[None, None, Raster]:
    """A page drawn into so many pixels, to be written; errors as of `image_steps`."""
    image = yield from image_steps(paper, size, pixels_per_px)
    width, height = size

    def rows(first: int, end: int) -> Pixels:
        memory = np.frombuffer(image.constBits(), np.uint8).reshape(height, -1, 4)
        # Blue, green, red, and a byte of nothing.
        return np.ascontiguousarray(memory[first:end, :width, 2::-1])

    return Raster(width, height, CSS_DPI * pixels_per_px, rows)


def image_steps(
    paper: Paper, size: tuple[int, int], pixels_per_px: float, target: Target = "raster"
) -> Generator[None, None, QImage]:
    """A page drawn into so many pixels; as vectors are drawn, it shows what they will look like.

    Raises
    ------
    ExportError
        When there is not enough memory.
    """
    width, height = size
    check_pixels(width, height)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise ExportError(f"there is not enough memory for {width} × {height} pixels")
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHints(_HINTS)
    try:
        yield from draw(painter, paper.parts, target, pixels_per_px)
    finally:
        painter.end()
    return image
