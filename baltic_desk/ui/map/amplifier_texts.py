"""How many of its texts a unit shows: by its overlay's choice, the scale, and who stands near."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from baltic_desk.document.feature import Unit
from baltic_desk.symbology.options import Value
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.unit_options import symbol_options

ALL_TO_METRES_PER_PX = 400.0
"""With "auto" all texts are shown up to here (1:1 500 000 on a usual screen)."""
SHORT_TO_METRES_PER_PX = 4000.0
"""Up to here (1:15 000 000) designation and higher formation, beyond it nothing."""


class Texts(IntEnum):
    """What stands beside a symbol, from nothing to all."""

    NONE = 0
    DESIGNATION = 1
    NAMES = 2
    """Designation and higher formation."""
    ALL = 3


OF_CHOICE: Mapping[str, Texts] = {
    "all": Texts.ALL,
    "short": Texts.DESIGNATION,
    "none": Texts.NONE,
}
"""What an overlay says, "auto" apart."""


def of_scale(metres_per_px: float) -> Texts:
    """What "auto" shows at a scale, metres of the map to a pixel of the style."""
    if metres_per_px <= ALL_TO_METRES_PER_PX:
        return Texts.ALL
    return Texts.NAMES if metres_per_px <= SHORT_TO_METRES_PER_PX else Texts.NONE


def shown_options(unit: Unit, theme: Theme, texts: Texts) -> Mapping[str, Value | None]:
    """Options for the symbol script, with so many texts."""
    options = symbol_options(unit, theme, labelled=texts > Texts.NONE, short=texts < Texts.ALL)
    if texts == Texts.NAMES and unit.higher_formation:
        return {**options, "higherFormation": unit.higher_formation}
    return options
