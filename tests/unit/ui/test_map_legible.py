"""Lines of a project read on every theme's ground, in the hue that they were given."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from baltic_desk.coverage.ring_classes import RING_CLASSES, RingClass
from baltic_desk.ui.map.legible import LEAST_RATIO, LEAST_RATIO_OF_LETTERS, contrast, on_ground
from baltic_desk.ui.map.theme import THEMES, Theme

DARK = THEMES["dark"].land


@pytest.mark.parametrize("name", ["#000000", "#1b4f72", "#7d3c98", "#ffffff", "#ff0000"])
def test_any_line_stands_out_from_the_dark_map(name: str) -> None:
    assert contrast(on_ground(name, DARK), DARK) >= LEAST_RATIO


@pytest.mark.parametrize("each", RING_CLASSES.values(), ids=list(RING_CLASSES))
def test_the_letters_of_a_ring_read_on_the_dark_map(each: RingClass) -> None:
    shown = on_ground(each.stroke, DARK, LEAST_RATIO_OF_LETTERS)
    assert contrast(shown, DARK) >= LEAST_RATIO_OF_LETTERS


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_a_ring_of_no_other_class_stands_out_on_sea_and_land(theme: Theme) -> None:
    for ground in (theme.sea, theme.land):
        shown = on_ground(RING_CLASSES["other"].stroke, theme.land)
        assert contrast(shown, ground) >= LEAST_RATIO


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_a_light_map_shows_colours_as_they_are(theme: str) -> None:
    assert on_ground("#f4f4f4", THEMES[theme].land) == "#f4f4f4"


def test_the_hue_stays() -> None:
    shown = QColor(on_ground("#1b4f72", DARK))
    assert shown.hslHue() == pytest.approx(QColor("#1b4f72").hslHue(), abs=3)


def test_ring_classes_are_told_apart_on_the_dark_map() -> None:
    assert len({on_ground(each.stroke, DARK) for each in RING_CLASSES.values()}) == len(
        RING_CLASSES
    )
