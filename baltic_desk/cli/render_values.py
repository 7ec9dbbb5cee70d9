"""What the options of `baltic-desk render` mean: sizes, places, scales."""

from __future__ import annotations

import argparse
import math

from baltic_desk.ui.export.picture_size import PictureSize, dots_per_inch, picture_size


def size(text: str) -> PictureSize:
    """A size as it is typed."""
    try:
        return picture_size(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def dpi(text: str) -> float:
    """Dots per inch as they are typed."""
    try:
        return dots_per_inch(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


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
