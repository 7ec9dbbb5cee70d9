"""From a unit's properties to the picture of its symbol in a theme."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtGui import QImage

from baltic_desk.document.feature import Unit
from baltic_desk.symbology.options import Value
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.symbol_pictures import SymbolPictures

UNIT_SIZE_PX = 26.0
"""Height of a land unit's frame at size 1; it is half as wide again."""
BOUND_BYTES = 16 * 1024 * 1024

_OPTIONS = {
    "higher_formation": "higherFormation",
    "quantity": "quantity",
    "reinforced": "reinforcedReduced",
    "staff_comments": "staffComments",
    "additional_information": "additionalInformation",
    "type_label": "type",
    "dtg": "dtg",
    "altitude_depth": "altitudeDepth",
    "location_label": "location",
    "speed_label": "speed",
    "combat_effectiveness": "combatEffectiveness",
    "iff_sif": "iffSif",
    "country": "country",
}
"""Milsymbol's names of the unit's amplifiers."""


def symbol_options(unit: Unit, theme: Theme, *, labelled: bool) -> Mapping[str, Value | None]:
    """Options for the symbol script; without texts where units crowd."""
    options: dict[str, Value | None] = {
        "outlineColor": theme.symbol_edge,
        "outlineWidth": theme.symbol_edge_width,
        "infoColor": theme.overlay_text,
        "infoOutlineColor": theme.overlay_halo,
        "infoOutlineWidth": 6.0,
    }
    if unit.direction_deg is not None:
        options["direction"] = unit.direction_deg
    if labelled:
        options["uniqueDesignation"] = unit.designation or unit.name
        for name, option in _OPTIONS.items():
            options[option] = getattr(unit, name)
    return options


def size_px(unit: Unit) -> float:
    """Size of the symbol, for the script."""
    return UNIT_SIZE_PX * unit.size


class UnitPicture(NamedTuple):
    """A symbol in device pixels; `anchor` is the one that stands on the position."""

    image: QImage
    anchor: tuple[float, float]


class UnitPictures:
    """Pictures of units by their record: 1 us where asking for options and picture takes 10."""

    def __init__(self, pictures: SymbolPictures) -> None:
        self._pictures = pictures
        self._bare: dict[tuple[object, ...], UnitPicture] = {}
        self._labelled: OrderedDict[tuple[int, str, float], tuple[Unit, UnitPicture]] = (
            OrderedDict()
        )
        self._bytes = 0

    def picture(self, unit: Unit, theme: Theme, scale: float, *, labelled: bool) -> UnitPicture:
        """Picture of a unit at `scale` device pixels to the pixel."""
        if not labelled:
            look = (unit.sidc, unit.size, unit.direction_deg, theme.id, scale)
            found = self._bare.get(look)
            if found is None:
                found = self._bare[look] = self._made(unit, theme, scale, labelled=False)
            return found
        # By identity: records are immutable, and hashing all their texts takes longer.
        key = (id(unit), theme.id, scale)
        kept = self._labelled.get(key)
        if kept is not None and kept[0] is unit:
            self._labelled.move_to_end(key)
            return kept[1]
        made = self._made(unit, theme, scale, labelled=True)
        self._labelled[key] = (unit, made)
        self._bytes += made.image.sizeInBytes()
        while self._bytes > BOUND_BYTES and len(self._labelled) > 1:
            self._bytes -= self._labelled.popitem(last=False)[1][1].image.sizeInBytes()
        return made

    def _made(self, unit: Unit, theme: Theme, scale: float, *, labelled: bool) -> UnitPicture:
        options = symbol_options(unit, theme, labelled=labelled)
        drawn = self._pictures.picture(unit.sidc, options, size_px(unit), scale)
        return UnitPicture(drawn.image, (drawn.anchor.x() * scale, drawn.anchor.y() * scale))
