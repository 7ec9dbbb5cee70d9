"""The sets of colours that frames are filled with, by standard identity.

Light, medium and dark are those of MIL-STD-2525 as milsymbol has them. The fourth can be told apart
by people who lack the red or the green cones: its friend, hostile, neutral and unknown differ in
lightness and in blue against yellow, and black icons have a contrast of 5 to 1 or more on all of
them. It comes from a search over hues near the standard's for the greatest least difference (CIE
1976) as seen with full colour vision and, by the matrices of Machado, Oliveira and Fernandes
(2009), with protanopia, deuteranopia and tritanopia: 60, 49, 50 and 30, where the standard's light
colours have 37, 25, 20 and 18.
"""

from __future__ import annotations

from collections.abc import Mapping

Colours = Mapping[str, str]
"""A colour for each affiliation that milsymbol knows."""

COLOUR_BLIND: Colours = {
    "Friend": "rgb(70,160,240)",
    "Hostile": "rgb(210,105,78)",
    "Neutral": "rgb(190,247,232)",
    "Unknown": "rgb(250,226,50)",
    "Suspect": "rgb(238,138,30)",
    "Civilian": "rgb(155,116,158)",
}

FRAMES: Colours = {
    "Friend": "rgb(0,255,255)",
    "Hostile": "rgb(255,0,0)",
    "Neutral": "rgb(0,255,0)",
    "Unknown": "rgb(255,255,0)",
    "Suspect": "rgb(255,188,1)",
    "Civilian": "rgb(255,0,255)",
}
"""Frames and icons without a fill."""

MODES: Mapping[str, str | Colours] = {
    "Light": "Light",
    "Medium": "Medium",
    "Dark": "Dark",
    "Color-blind": COLOUR_BLIND,
}
"""By the name that a symbol's option has: milsymbol's own name of the mode, or its colours."""


def drawn_with(value: str) -> str | Mapping[str, str]:
    """What milsymbol takes as a table of colours: one of its own, or one colour for all.

    >>> drawn_with("Dark")
    'Dark'
    >>> drawn_with("#ff0000")["Friend"]
    '#ff0000'
    """
    if value in MODES:
        return MODES[value]
    if value == "Identity":
        return FRAMES
    return dict.fromkeys(FRAMES, value)
