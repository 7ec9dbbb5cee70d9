"""What the options of `baltic-desk render` mean: sizes, places, scales."""

from __future__ import annotations

import argparse
import math
import re
from dataclasses import dataclass

LARGEST_PX = 50_000
LARGEST_DPI = 2_400
_MM_PER_INCH = 25.4
_PRINT_DPI = 300.0
_CSS_DPI = 96.0


@dataclass(frozen=True, slots=True)
class Size:
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


def size(text: str) -> Size:
    """A size as it is typed."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)[xX×](\d+(?:\.\d+)?)(px|mm)?", text)
    if match is None or (match[3] != "mm" and "." in text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not WIDTHxHEIGHT in pixels, nor WIDTHxHEIGHTmm"
        )
    found = Size(float(match[1]), float(match[2]), match[3] == "mm")
    if not all(16 <= side <= LARGEST_PX for side in found.pixels(_CSS_DPI)):
        raise argparse.ArgumentTypeError(f"each side must be between 16 and {LARGEST_PX} pixels")
    return found


def dpi(text: str) -> float:
    """Dots per inch as they are typed."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 30 <= number <= LARGEST_DPI:
        raise argparse.ArgumentTypeError(f"{text!r} is not 30 to {LARGEST_DPI} dots per inch")
    return number


def _numbers(text: str, count: int, form: str) -> tuple[float, ...]:
    try:
        numbers = tuple(float(part) for part in text.split(","))
    except ValueError:
        numbers = ()
    if len(numbers) != count or not all(map(math.isfinite, numbers)):
        raise argparse.ArgumentTypeError(f"{text!r} is not {form} in degrees")
    return numbers


def center(text: str) -> tuple[float, float]:
    """A place as it is typed."""
    lon, lat = _numbers(text, 2, "LON,LAT")
    if not (-180 <= lon <= 180 and -89 <= lat <= 89):
        raise argparse.ArgumentTypeError(f"{text!r} is not a place: longitude first, then latitude")
    return lon, lat


def bbox(text: str) -> tuple[float, float, float, float]:
    """A box as it is typed."""
    west, south, east, north = _numbers(text, 4, "W,S,E,N")
    if not (-180 <= west < east <= 180 and -89 <= south < north <= 89):
        raise argparse.ArgumentTypeError(f"{text!r}: west must be below east, south below north")
    return west, south, east, north


def scale(text: str) -> float:
    """The denominator of a scale as it is typed."""
    try:
        denominator = float(text.replace("1:", "").replace(" ", "").replace("_", ""))
    except ValueError:
        denominator = math.nan
    if not 1_000 <= denominator <= 100_000_000:
        raise argparse.ArgumentTypeError(f"{text!r}: the scale must be 1:1000 to 1:100000000")
    return denominator
