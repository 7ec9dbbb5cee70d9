"""A picture kept of the map, to be stretched and faded while the camera moves."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from baltic_desk.ui.map.viewport import Frame

SOFT_SHARE = 0.12
"""Of the width and height of a picture, over which its edge fades out at each side."""


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """A picture in device pixels, two of half the size for motion, and where they lie.

    Attributes
    ----------
    soft
        The small one with an edge that fades out, to be laid over another.
    lifted
        Ids of the units that are not in it.
    """

    image: QImage
    small: QImage
    soft: QImage
    frame: Frame
    lifted: frozenset[str] = frozenset()

    @staticmethod
    def of(image: QImage, frame: Frame, lifted: frozenset[str] = frozenset()) -> Still:
        """A picture with the small ones made."""
        small = image.scaled(
            max(image.width() // 2, 1),
            max(image.height() // 2, 1),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        return Still(image, small, _soft(small), frame, lifted)


def _soft(image: QImage) -> QImage:
    made = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    whole = QRectF(made.rect())
    for right, down in ((whole.width(), 0.0), (0.0, whole.height())):
        fade = QLinearGradient(0.0, 0.0, right, down)
        for at, alpha in ((0.0, 0), (SOFT_SHARE, 255), (1.0 - SOFT_SHARE, 255), (1.0, 0)):
            fade.setColorAt(at, QColor(0, 0, 0, alpha))
        painter.fillRect(whole, fade)
    painter.end()
    return made
