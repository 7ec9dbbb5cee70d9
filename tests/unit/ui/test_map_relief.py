"""Tints of height and depth end without an edge."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage

from baltic_desk.ui.map.relief import LAND_FADE_PX, SEA_FADE_PX, Heights, relief
from baltic_desk.ui.map.theme import THEMES, Theme


def channels(image: QImage) -> np.ndarray:
    """Blue, green, red (multiplied with alpha) and alpha of a picture, as signed numbers."""
    whole = np.frombuffer(image.constBits(), np.uint8)
    return whole.reshape(image.height(), image.width(), 4).astype(np.int16)


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_deep_water_fades_into_the_plain_sea(qapp: QGuiApplication, theme: Theme) -> None:
    del qapp  # pictures need it
    deep = Heights(0.0, 0.0, 1400.0, np.full((400, 500), -450.0, np.float32))
    pictures = relief(deep, theme)
    sea, land = channels(pictures.sea)[..., 3], channels(pictures.land)[..., 3]
    for alpha, reach in ((sea, SEA_FADE_PX), (land, LAND_FADE_PX)):
        assert alpha[200, 250] == 255
        assert max(alpha[200, 0], alpha[0, 250]) <= 3
        steepest = max(np.abs(np.diff(alpha, axis=axis)).max() for axis in (0, 1))
        # Evenly over the whole reach it would be 255 / reach; a smooth end costs half as much more.
        assert steepest <= 1.5 * 255 / reach + 1
    # What the eye sees: the colour over the plain sea changes by no more than a shade a pixel.
    plain = np.array([int(theme.sea[k : k + 2], 16) for k in (5, 3, 1)])
    shown = channels(pictures.sea)[..., :3] + plain * (255 - sea[..., None]) / 255
    assert np.abs(np.diff(shown[200], axis=0)).max() <= 2.0


def test_what_is_not_known_is_not_painted(qapp: QGuiApplication) -> None:
    del qapp
    metres = np.full((300, 300), 40.0, np.float32)
    metres[:, :100] = np.nan
    pictures = relief(Heights(0.0, 0.0, 1400.0, metres), THEMES["light"])
    for image in (pictures.land, pictures.sea):
        assert channels(image)[:, :98, 3].max() <= 6
