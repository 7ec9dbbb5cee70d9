"""The classes of range rings and how each is told from the others, with colour and without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RingClass:
    """What a ring says: the kind of reach it shows.

    Attributes
    ----------
    letters
        Two letters for where the title has no room.
    stroke
        Colour "#rrggbb".
    dash
        Name of a dash pattern, a different one for each class.
    """

    id: str
    title: str
    letters: str
    stroke: str
    dash: str


# Hues of Okabe and Ito's palette (2008), which stays apart in colour-blind eyes; orange, purple and
# grey are darkened or lightened to at least 3:1 against white and against the dark map's #1b2430.
_CLASSES = (
    RingClass("anti-ship", "Anti-ship", "AS", "#0072b2", "long-dash"),
    RingClass("air-defence", "Air defence", "AD", "#d55e00", "solid"),
    RingClass("surface-to-surface", "Surface-to-surface", "SS", "#b8628f", "dash-dot"),
    RingClass("sensor", "Sensor", "SE", "#009e73", "dash"),
    RingClass("electronic-warfare", "Electronic warfare", "EW", "#b07d10", "dash-dot-dot"),
    RingClass("other", "Other", "OT", "#66717c", "dot"),
)

RING_CLASSES: Mapping[str, RingClass] = {each.id: each for each in _CLASSES}
"""By the value of `ring_class` in the project file, in the order of menus."""
