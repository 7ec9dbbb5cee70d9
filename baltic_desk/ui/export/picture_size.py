"""Sizes of pictures as people give them: in pixels or on paper, at so many dots per inch."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

LARGEST_PX = 50_000
LARGEST_DPI = 2_400
_MM_PER_INCH = 25.4
_PRINT_DPI = 300.0
_CSS_DPI = 96.0


@dataclass(frozen=True, slots=True)
class PictureSize:
    """Of a picture, in pixels or in millimetres."""

    width: float
    height: float
    in_mm: bool = False

    def pixels(self, dpi: float | None) -> tuple[int, int]:
        """Of a raster, at so many dots per inch."""
        if not self.in_mm:
            return round(self.width), round(self.height)
        per_mm = (dpi or _PRINT_DPI) / _MM_PER_INCH
        return round(self.width * per_mm), round(self.height * per_mm)

    def finer(self, dpi: float | None) -> float:
        """Pixels for a pixel of 1/96 inch: widths and texts grow with it."""
        return (dpi or (_PRINT_DPI if self.in_mm else _CSS_DPI)) / _CSS_DPI

    def styled(self, dpi: float | None) -> tuple[int, int]:
        """In pixels of 1/96 inch, no less than all of it."""
        finer = self.finer(dpi)
        width, height = self.pixels(dpi)
        return math.ceil(width / finer - 1e-6), math.ceil(height / finer - 1e-6)


def picture_size(text: str) -> PictureSize:
    """A size as it is typed; ValueError says what is wrong.

    >>> picture_size("1920x1080").pixels(None)
    (1920, 1080)
    >>> picture_size("297x210mm").pixels(300.0)
    (3508, 2480)
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*[xX×]\s*(\d+(?:\.\d+)?)\s*(px|mm)?\s*", text)
    if match is None or (match[3] != "mm" and "." in text):
        raise ValueError(f"{text!r} is not WIDTHxHEIGHT in pixels, nor WIDTHxHEIGHTmm")
    found = PictureSize(float(match[1]), float(match[2]), match[3] == "mm")
    if not all(16 <= side <= LARGEST_PX for side in found.pixels(_CSS_DPI)):
        raise ValueError(f"each side must be between 16 and {LARGEST_PX} pixels")
    return found


def dots_per_inch(text: str) -> float:
    """Dots per inch as they are typed; ValueError says what is wrong."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 30 <= number <= LARGEST_DPI:
        raise ValueError(f"{text!r} is not 30 to {LARGEST_DPI} dots per inch")
    return number
