"""Pictures of units in a theme, by their record."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from PySide6.QtGui import QImage

from baltic_desk.document.feature import Unit
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.symbol_pictures import SymbolPictures
from baltic_desk.ui.unit_options import UNIT_SIZE_PX, look, size_px, symbol_options

__all__ = ["UNIT_SIZE_PX", "UnitPicture", "UnitPictures", "size_px", "symbol_options"]

BOUND_BYTES = 16 * 1024 * 1024


class UnitPicture(NamedTuple):
    """A symbol in device pixels; `anchor` is the one that stands on the position."""

    image: QImage
    anchor: tuple[float, float]


class UnitPictures:
    """Pictures of units by their record: 1 us where asking for options and picture takes 10."""

    def __init__(self, pictures: SymbolPictures) -> None:
        self._pictures = pictures
        self._bare: dict[tuple[object, ...], UnitPicture] = {}
        self._labelled: OrderedDict[tuple[int, str, float, str], tuple[Unit, UnitPicture]] = (
            OrderedDict()
        )
        self._bytes = 0

    def picture(self, unit: Unit, theme: Theme, scale: float, *, labelled: bool) -> UnitPicture:
        """Picture of a unit at `scale` device pixels to the pixel."""
        if not labelled:
            key = (*look(unit), theme.id, scale, self._pictures.colours)
            found = self._bare.get(key)
            if found is None:
                found = self._bare[key] = self._made(unit, theme, scale, labelled=False)
            return found
        # By identity: records are immutable, and hashing all their texts takes longer.
        labelled_key = (id(unit), theme.id, scale, self._pictures.colours)
        kept = self._labelled.get(labelled_key)
        if kept is not None and kept[0] is unit:
            self._labelled.move_to_end(labelled_key)
            return kept[1]
        made = self._made(unit, theme, scale, labelled=True)
        self._labelled[labelled_key] = (unit, made)
        self._bytes += made.image.sizeInBytes()
        while self._bytes > BOUND_BYTES and len(self._labelled) > 1:
            self._bytes -= self._labelled.popitem(last=False)[1][1].image.sizeInBytes()
        return made

    def _made(self, unit: Unit, theme: Theme, scale: float, *, labelled: bool) -> UnitPicture:
        options = symbol_options(unit, theme, labelled=labelled)
        drawn = self._pictures.picture(unit.sidc, options, size_px(unit), scale)
        return UnitPicture(drawn.image, (drawn.anchor.x() * scale, drawn.anchor.y() * scale))
