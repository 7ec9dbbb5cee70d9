"""A picture kept of the map, to be stretched and faded while the camera moves."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from baltic_desk.ui.map.viewport import Frame


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """A picture in device pixels, one of half the size for motion, and where they lie.

    `lifted` are the ids of the units that are not in it.
    """

    image: QImage
    small: QImage
    frame: Frame
    lifted: frozenset[str] = frozenset()

    @staticmethod
    def of(image: QImage, frame: Frame, lifted: frozenset[str] = frozenset()) -> Still:
        """A picture with the small one made."""
        # Averaged, in the faster of two ways: exactly half goes through Qt's own box filter.
        small = image.scaled(
            max(image.width() // 2, 1),
            max(image.height() // 2, 1),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        return Still(image, small, frame, lifted)
