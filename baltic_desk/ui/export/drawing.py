"""What a page is made of, for writers of any format: parts, each drawn by painters in a box."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

Target = Literal["raster", "vector"]

Paint = Callable[[QPainter, Target, float], Iterator[None]]
"""Draws at the painter's origin, so many painter units to the pixel of 1/96 inch, in steps."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something long has come; `doing` is a few words for the person."""

    done: int
    of: int
    doing: str


Steps = Iterator[Progress | None]
"""Work in steps of some milliseconds; what it yields may say how far it is."""


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of a page in pixels of 1/96 inch; nothing of it shows beyond."""

    left: float
    top: float
    width: float
    height: float
    paint: Paint


def draw(
    painter: QPainter, parts: tuple[Part, ...], target: Target, scale: float
) -> Iterator[None]:
    """The parts one upon the other, on a painter that knows how to clip."""
    for part in parts:
        painter.save()
        try:
            painter.translate(part.left * scale, part.top * scale)
            painter.setClipRect(QRectF(0, 0, part.width * scale, part.height * scale))
            yield from part.paint(painter, target, scale)
        finally:  # whoever watches it may leave it
            painter.restore()
