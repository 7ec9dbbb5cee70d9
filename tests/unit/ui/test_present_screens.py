"""Who sits where, and how large things are on a screen."""

from __future__ import annotations

from typing import Any

import pytest

from baltic_desk.ui.present.screens import seats
from baltic_desk.ui.present.stage_map import LEAST_SCALE, MOST_SCALE, automatic_scale

LAPTOP: Any = object()
PROJECTOR: Any = object()


def test_the_audience_has_the_other_screen_and_the_notes_stay() -> None:
    assert seats([LAPTOP, PROJECTOR], LAPTOP, swapped=False) == (PROJECTOR, LAPTOP)
    assert seats([LAPTOP, PROJECTOR], LAPTOP, swapped=True) == (LAPTOP, PROJECTOR)


def test_one_screen_is_the_audience_s() -> None:
    for swapped in (False, True):
        assert seats([LAPTOP], LAPTOP, swapped=swapped) == (LAPTOP, None)


@pytest.mark.parametrize(("height", "scale"), [(720, 1.0), (1080, 1.5), (2160, 3.0)])
def test_things_are_as_large_on_every_screen(height: int, scale: float) -> None:
    assert automatic_scale(height) == pytest.approx(scale)
    assert automatic_scale(height, 1.25) == pytest.approx(scale * 1.25)


def test_there_is_a_limit_to_it() -> None:
    assert automatic_scale(100) == LEAST_SCALE
    assert automatic_scale(10_000, 3.0) == MOST_SCALE
