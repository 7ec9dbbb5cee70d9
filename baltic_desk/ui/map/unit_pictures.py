"""Pictures of units in a theme, by their record."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from PySide6.QtGui import QImage

from baltic_desk.document.feature import Unit
from baltic_desk.ui.map.amplifier_texts import Texts, shown_options
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.symbol_pictures import Look, SymbolPicture, SymbolPictures
from baltic_desk.ui.unit_options import UNIT_SIZE_PX, size_px, symbol_options

__all__ = ["UNIT_SIZE_PX", "UnitPicture", "UnitPictures", "size_px", "symbol_options"]

KEPT_LOOKS = 20_000

_BY_DIGIT = {
    "2": "#80e0ff", "3": "#80e0ff", "4": "#aaffaa", "5": "#ff8080", "6": "#ff8080",
}  # fmt: skip
_BY_LETTER = {
    "A": "#80e0ff", "F": "#80e0ff", "D": "#80e0ff", "M": "#80e0ff", "N": "#aaffaa",
    "L": "#aaffaa", "H": "#ff8080", "S": "#ff8080", "J": "#ff8080", "K": "#ff8080",
}  # fmt: skip
_UNKNOWN = "#ffff80"


class UnitPicture(NamedTuple):
    """A symbol in device pixels; `anchor` is the one that stands on the position."""

    image: QImage
    anchor: tuple[float, float]


class UnitPictures:
    """Pictures of units by their record: 1 us where asking for options and picture takes 10."""

    def __init__(self, pictures: SymbolPictures) -> None:
        self._pictures = pictures
        self._looks: OrderedDict[tuple[int, str, float, str, int], tuple[Unit, Look]] = (
            OrderedDict()
        )
        self._lacking: set[Look] = set()

    def picture(self, unit: Unit, theme: Theme, scale: float, texts: Texts) -> UnitPicture:
        """Picture of a unit at `scale` device pixels to the pixel, drawn if it has to be."""
        return _placed(self._pictures.of_look(self._look(unit, theme, scale, texts)))

    def ready(self, unit: Unit, theme: Theme, scale: float, texts: Texts) -> UnitPicture | None:
        """The picture if it is there; else it will be, and counts as lacking."""
        look = self._look(unit, theme, scale, texts)
        found = self._pictures.ready(look)
        if found is None:
            self._lacking.add(look)
            return None
        return _placed(found)

    def take_lacking(self) -> frozenset[Look]:
        """What was lacking since this was last asked."""
        lacking = frozenset(self._lacking)
        self._lacking.clear()
        return lacking

    def _look(self, unit: Unit, theme: Theme, scale: float, texts: Texts) -> Look:
        # By identity: records are immutable, and hashing all their texts takes longer.
        key = (id(unit), theme.id, scale, self._pictures.colours, texts)
        kept = self._looks.get(key)
        if kept is not None and kept[0] is unit:
            return kept[1]
        options = shown_options(unit, theme, texts)
        made = self._pictures.look(unit.sidc, options, size_px(unit), scale)
        self._looks[key] = (unit, made)
        while len(self._looks) > KEPT_LOOKS:
            self._looks.popitem(last=False)
        return made


def stand_in(sidc: str) -> str:
    """Colour of the box that stands for a symbol while it is being drawn: its identity's."""
    if sidc[:1].isdigit():
        return _BY_DIGIT.get(sidc[3], _UNKNOWN)
    return _BY_LETTER.get(sidc[1].upper(), _UNKNOWN)


def _placed(picture: SymbolPicture) -> UnitPicture:
    dpr = picture.image.devicePixelRatio()
    return UnitPicture(picture.image, (picture.anchor.x() * dpr, picture.anchor.y() * dpr))
