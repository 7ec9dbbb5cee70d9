"""A project's own pictures are drawn as they are, whatever units their letters are in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from baltic_desk.symbology.own_picture import drawable
from baltic_desk.ui.own_pictures import OwnDrawing
from tests.symbol_pixels import pixels

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawn(units: float, *, size_px: int = 100) -> np.ndarray:
    """A picture so many units wide, with letters at two places, one of them turned."""
    k = units / 100.0
    svg = (
        f'{SVG} viewBox="0 0 {units} {units}"><defs>'
        '<linearGradient id="a"><stop offset="0" stop-color="#f00"/></linearGradient>'
        '<linearGradient id="b" xlink:href="#a"/></defs>'
        f'<rect width="{20 * k}" height="{20 * k}" fill="url(#b)"/>'
        f'<g font-size="{40 * k}" stroke="#00f" stroke-width="{2 * k}">'
        f'<text x="{10 * k}" y="{60 * k}">AB</text>'
        f'<text transform="rotate(90)" x="{40 * k}" y="{-75 * k}">A<tspan dx="{3 * k}" '
        f'font-size="{20 * k}">B</tspan></text></g></svg>'
    )
    return pixels(OwnDrawing(drawable(svg.encode())).raster(size_px, size_px)).astype(int)


@pytest.mark.parametrize("units", [12.0, 4.0, 1.0, 0.25])
def test_letters_are_as_large_in_a_box_of_few_units(
    qapp: QApplication, qtlog: Any, units: float
) -> None:
    assert qapp is not None
    assert np.abs(drawn(units) - drawn(100.0)).mean() < 2.0
    assert not [record.message for record in qtlog.records]


def test_a_small_sample_of_small_letters_warns_of_nothing(qapp: QApplication, qtlog: Any) -> None:
    assert qapp is not None
    drawn(1.0, size_px=3)
    assert not [record.message for record in qtlog.records]
