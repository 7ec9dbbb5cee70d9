"""What is measured on the map, in words: paths, areas, scales and the scale bar."""

import math
import re
from dataclasses import dataclass

import numpy.typing as npt

from baltic_desk.geo import geodesy
from baltic_desk.geo.distances import UNITS, grouped

_METRES_PER_INCH = 0.0254


class ScaleError(ValueError):
    """The text is not a map scale; the message says why, for the person."""


@dataclass(frozen=True)
class Leg:
    """One straight part of a path: its length and the bearing it starts with."""

    length_m: float
    bearing_deg: float


@dataclass(frozen=True)
class PathMeasure:
    """The legs of a path in their order."""

    legs: tuple[Leg, ...]

    @property
    def total_m(self) -> float:
        """Length of the whole path."""
        return math.fsum(leg.length_m for leg in self.legs)


@dataclass(frozen=True)
class ScaleBar:
    """A round length that fits, and how to draw it."""

    length_m: float
    px: float
    label: str
    segments: int
    """Number of equal parts to show, each of a round length too."""


def path_measure(positions: npt.ArrayLike) -> PathMeasure:
    """Lengths and initial bearings along the geodesics through the positions (n, 2)."""
    bearings_deg, _, lengths_m = geodesy.legs(positions)
    return PathMeasure(
        tuple(
            Leg(float(length_m), float(bearing_deg) % 360.0)
            for length_m, bearing_deg in zip(lengths_m, bearings_deg, strict=True)
        )
    )


def area_text(area_m2: float, unit: str = "km") -> str:
    """An area to read, with three or four figures: m² and ha when small, else squares of the unit.

    >>> area_text(502_654_824.0), area_text(25_000.0), area_text(343.0)
    ('503 km²', '2.5 ha', '343 m²')
    """
    if area_m2 < 10_000.0:
        return f"{area_m2:.0f} m²"
    if area_m2 < 1_000_000.0:
        return f"{_figures(area_m2 / 10_000.0)} ha"
    return f"{_figures(area_m2 / UNITS[unit] ** 2)} {unit}²"


def scale_bar(metres_per_px: float, max_px: float, unit: str = "km") -> ScaleBar:
    """The longest bar of 1, 2 or 5 times a power of ten that is at most max_px long.

    Below one kilometre it counts in metres. The ground resolution must be that of the place where
    the bar stands, not that of the projection's metres.
    """
    longest_m = metres_per_px * max_px
    if unit == "km" and longest_m < 1000.0:
        unit = "m"
    longest = longest_m / UNITS[unit]
    power = 10.0 ** math.floor(math.log10(longest))
    # The margin keeps 1000 m at exactly 1000 m from becoming 500 by rounding.
    digit = max(each for each in (1, 2, 5) if each == 1 or each * power <= longest * (1 + 1e-9))
    value = digit * power
    length_m = value * UNITS[unit]
    return ScaleBar(
        length_m=length_m,
        px=length_m / metres_per_px,
        label=f"{grouped(f'{value:.10g}')} {unit}",
        segments={1: 5, 2: 4, 5: 5}[digit],
    )


def scale_denominator(metres_per_px: float, dpi: float) -> float:
    """The 250 000 of 1:250 000, for a screen or sheet of dpi dots an inch.

    >>> round(scale_denominator(66.1458, 96))
    250000
    """
    return metres_per_px * dpi / _METRES_PER_INCH


def metres_per_px(denominator: float, dpi: float) -> float:
    """Ground resolution at a scale of 1:denominator."""
    return denominator * _METRES_PER_INCH / dpi


def parse_scale(text: str) -> float:
    """Denominator of `1:250 000`, `250000`, `1/250k` or `1:1.5M`.

    Raises
    ------
    ScaleError
        Anything else, or outside 1:100 to 1:200 000 000.
    """
    plain = re.sub(r"[\s'’_]", "", text[:60])
    match = re.fullmatch(r"(?:1[:/])?(\d{1,9}(?:[.,]\d{1,9})*)([kKmM]?)", plain)
    if match is None:
        raise ScaleError("Write a scale as 1:250 000")
    number, factor = match[1], {"": 1.0, "k": 1e3, "m": 1e6}[match[2].lower()]
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", number):
        number = re.sub(r"[.,]", "", number)
    elif not re.fullmatch(r"\d+([.,]\d+)?", number):
        raise ScaleError("Write a scale as 1:250 000")
    denominator = float(number.replace(",", ".")) * factor
    if not 100.0 <= denominator <= 200e6:
        raise ScaleError("The scale must be between 1:100 and 1:200 000 000")
    return denominator


def format_scale(denominator: float) -> str:
    """The scale with its denominator rounded to three figures: `1:1 230 000`."""
    magnitude = 10 ** max(0, math.floor(math.log10(denominator)) - 2)
    return f"1:{grouped(str(round(denominator / magnitude) * magnitude))}"


def _figures(value: float) -> str:
    decimals = max(0, 2 - max(0, math.floor(math.log10(value))))
    text = grouped(f"{value:.{decimals}f}")
    return text.rstrip("0").rstrip(".") if decimals else text
