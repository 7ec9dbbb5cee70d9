"""Classes of rings are told apart by colour, by dash and by letters, on a light and a dark map."""

from __future__ import annotations

import pytest

from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.document.style import DASHES


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.1)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_classes_of_the_file_format_are_all_there() -> None:
    assert list(RING_CLASSES) == [
        "anti-ship",
        "air-defence",
        "surface-to-surface",
        "sensor",
        "electronic-warfare",
        "other",
    ]


def test_no_two_classes_share_a_colour_a_dash_or_letters() -> None:
    classes = RING_CLASSES.values()
    for distinct in ("stroke", "dash", "letters", "title"):
        assert len({getattr(each, distinct) for each in classes}) == len(RING_CLASSES)
    assert all(each.dash in DASHES for each in classes)


@pytest.mark.parametrize("ground", ["#ffffff", "#1b2430"])
def test_every_class_reads_on_light_and_dark(ground: str) -> None:
    for each in RING_CLASSES.values():
        assert contrast(each.stroke, ground) >= 3.0, each.id
