"""Colours of features made to read on a dark map; on a light one they are drawn as they are.

A project's colours are chosen on one theme and shown on all; those in the file do not change.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor

LEAST_RATIO = 3.0
"""Contrast of lines with their ground that WCAG 2.2, success criterion 1.4.11, asks for."""
LEAST_RATIO_OF_LETTERS = 4.5
"""Contrast of small letters with their ground, success criterion 1.4.3."""

_DARK_BELOW = 0.18
_STEP = 0.06


@lru_cache(maxsize=512)
def on_ground(name: str, ground: str, least_ratio: float = LEAST_RATIO) -> str:
    """The colour `#rrggbb`, lightened in its hue until it stands out from a dark ground.

    >>> on_ground("#1b4f72", "#d3e3ea")
    '#1b4f72'
    >>> contrast(on_ground("#1b4f72", "#17212a"), "#17212a") >= LEAST_RATIO
    True
    """
    if _luminance(ground) > _DARK_BELOW:
        return name
    given = QColor(name)
    hue, saturation, lightness = given.hslHueF(), given.hslSaturationF(), given.lightnessF()
    shown = name
    while contrast(shown, ground) < least_ratio and lightness < 1.0:
        lightness = min(lightness + _STEP, 1.0)
        shown = QColor.fromHslF(max(hue, 0.0), saturation, lightness).name()
    return shown


def contrast(name: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance).

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    low, high = sorted((_luminance(name), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(name: str) -> float:
    colour = QColor(name)
    red, green, blue = map(_linear, (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
