"""The colour-blind safe fills are told apart by those who lack cones, and carry black icons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pytest

from baltic_desk.symbology.colour_modes import COLOUR_BLIND, FRAMES, MODES, drawn_with
from baltic_desk.symbology.options import OptionError, checked

# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes: A Physiologically-based Model for Simulation
# of Color Vision Deficiency, IEEE TVCG 15 (6), 2009, table 1, severity 1.0; on linear RGB.
SIGHTS: Mapping[str, list[list[float]]] = {
    "full": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
STANDARD_LIGHT = {
    "Friend": "rgb(128,224,255)",
    "Hostile": "rgb(255,128,128)",
    "Neutral": "rgb(170,255,170)",
    "Unknown": "rgb(255,255,128)",
}
IDENTITIES = ("Friend", "Hostile", "Neutral", "Unknown")


def linear(colour: str) -> np.ndarray:
    values = np.array([int(part) for part in re.findall(r"\d+", colour)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(colour: str, sight: str) -> np.ndarray:
    """CIE L*a*b* of a colour as somebody of a sight sees it."""
    seen = np.clip(np.array(SIGHTS[sight]) @ linear(colour), 0, 1)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    white = np.array([0.9505, 1.0, 1.089])
    x, y, z = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in to_xyz @ seen / white)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def least_difference(colours: Mapping[str, str], names: tuple[str, ...], sight: str) -> float:
    return min(
        float(np.linalg.norm(lab(colours[a], sight) - lab(colours[b], sight)))
        for a, b in combinations(names, 2)
    )


@pytest.mark.parametrize(
    ("sight", "least"),
    [("full", 60), ("protanopia", 45), ("deuteranopia", 45), ("tritanopia", 30)],
)
def test_identities_are_told_apart_by_every_sight(sight: str, least: float) -> None:
    ours = least_difference(COLOUR_BLIND, IDENTITIES, sight)
    assert ours >= least
    assert ours > 1.4 * least_difference(STANDARD_LIGHT, IDENTITIES, sight)


@pytest.mark.parametrize("sight", ["full", "protanopia", "deuteranopia"])
def test_suspects_and_civilians_are_told_apart_too(sight: str) -> None:
    assert least_difference(COLOUR_BLIND, tuple(COLOUR_BLIND), sight) >= 20


@pytest.mark.parametrize("name", COLOUR_BLIND)
def test_black_icons_can_be_read(name: str) -> None:
    luminance = float(linear(COLOUR_BLIND[name]) @ [0.2126, 0.7152, 0.0722])
    assert (luminance + 0.05) / 0.05 >= 5.0


def test_tables_of_colours_are_what_the_script_takes() -> None:
    assert drawn_with("Dark") == "Dark"
    assert drawn_with("Color-blind") == COLOUR_BLIND
    assert drawn_with("Identity") == FRAMES
    assert set(drawn_with("#abc").values()) == {"#abc"}  # type: ignore[union-attr]
    assert set(FRAMES) == set(COLOUR_BLIND) == {*IDENTITIES, "Suspect", "Civilian"}


def test_modes_are_named_in_any_case() -> None:
    assert [checked("colorMode", name.upper()) for name in MODES] == list(MODES)
    assert checked("colorMode", "color-blind") == "Color-blind"
    assert checked("frameColor", "identity") == "Identity"
    assert checked("iconColor", "#ff0000") == "#ff0000"
    with pytest.raises(OptionError, match="frameColor"):
        checked("frameColor", "url(x)")
