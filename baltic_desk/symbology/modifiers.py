"""The modifiers and the frame shape of a code of digits: read, offered and changed.

A modifier has two digits of its symbol set, or three of those common to all sets, the first of
which stands in the last ten places and came with 2525E.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from baltic_desk.symbology import allowed
from baltic_desk.symbology.catalogue import Catalogue
from baltic_desk.symbology.enumerations import FRAME_SHAPES
from baltic_desk.symbology.sidc import Sidc

NONE = "00"
_NO_EXTENSION = "0" * 10
_EDITION_E = "13"
_FRAME_SHAPE = 2  # place 23, counted from 0 in the last ten


def modifier_of(code: Sidc, place: int) -> str:
    """Digits of the first (1) or second (2) modifier, three where it is a common one.

    >>> modifier_of(Sidc(modifier1="04", extension="1000000000"), 1)
    '104'
    """
    digits = code.modifier1 if place == 1 else code.modifier2
    lead = code.extension[place - 1] if code.extension else "0"
    return digits if lead == "0" else lead + digits


def with_modifier(code: Sidc, place: int, digits: str) -> Sidc:
    """The code with another modifier; a common one makes it a code of 2525E with 30 digits."""
    lead, own = (digits[0], digits[1:]) if len(digits) == 3 else ("0", digits)
    changed = code.replace(**{f"modifier{place}": own})
    return _extended(changed, place - 1, lead)


def frame_shape_of(code: Sidc) -> str:
    """Digit of the frame's shape, "0" for that of the symbol set."""
    return code.extension[_FRAME_SHAPE] if code.extension else "0"


def with_frame_shape(code: Sidc, digit: str) -> Sidc:
    """The code with a frame of another shape."""
    return _extended(code, _FRAME_SHAPE, digit)


@lru_cache(maxsize=256)
def modifiers_for(
    catalogue: Catalogue, symbol_set: str, place: int, *, common: bool
) -> Mapping[str, str]:
    """Names of the modifiers that a symbol set has, by digits, with those common to all or not."""
    found = {NONE: "None"}
    found |= {each.code: each.name for each in catalogue.modifiers(symbol_set, place)}
    found[NONE] = "None"
    if common and allowed.has_common_modifiers(symbol_set):
        found |= {each.code: each.name for each in catalogue.modifiers("common", place)}
    return found


def frame_shapes_for(symbol_set: str) -> Mapping[str, str]:
    """Shapes that the frame of a symbol set may have."""
    return FRAME_SHAPES if allowed.has_frame_shape(symbol_set) else {"0": FRAME_SHAPES["0"]}


def takes_extension(catalogue: Catalogue, code: Sidc) -> bool:
    """Whether a code may have what came with 2525E: it is of that standard, or could be."""
    entry = catalogue.entry(code.code)
    return int(code.version) >= int(_EDITION_E) or (entry is not None and "E" in entry.standards)


def _extended(code: Sidc, place: int, digit: str) -> Sidc:
    extension = code.extension or _NO_EXTENSION
    extension = extension[:place] + digit + extension[place + 1 :]
    if extension == _NO_EXTENSION and not code.extension:
        return code
    if digit != "0" and int(code.version) < int(_EDITION_E):
        code = code.replace(version=_EDITION_E)
    return code.replace(extension=extension)
