"""What a symbol set allows besides its entities: sizes, modifiers, frame shapes."""

from __future__ import annotations

from collections.abc import Mapping

from baltic_desk.symbology.enumerations import (
    ECHELONS,
    HQTFD,
    LEADERSHIPS,
    MOBILITIES,
    TOWED_ARRAYS,
)

_SIZED = frozenset({"10", "11"})  # units have an echelon
_MOVED = frozenset({"15"})  # equipment has a mobility
_LED = frozenset({"27"})  # individuals lead
_TOWING = frozenset({"30", "35"})
_WITH_COMMON = frozenset(
    {"01", "02", "05", "06", "10", "11", "15", "20", "27", "30", "35", "36", "40", "60"}
)
_WITHOUT_HEADQUARTERS = frozenset({"25", "45", "46", "47"})
_BARE = {"00": "Unspecified"}


def sizes(symbol_set: str) -> Mapping[str, str]:
    """What places 9 and 10 may say in a symbol set: an echelon, a mobility, a leadership."""
    if symbol_set in _SIZED:
        return ECHELONS
    if symbol_set in _MOVED:
        return _BARE | {k: v for k, v in MOBILITIES.items() if k not in TOWED_ARRAYS}
    if symbol_set in _LED:
        return _BARE | dict(LEADERSHIPS)
    if symbol_set in _TOWING:
        return _BARE | dict(TOWED_ARRAYS)
    # A boundary bears the echelon of those it parts, an area that of who holds it.
    return ECHELONS if symbol_set == "25" else _BARE


def size_title(symbol_set: str) -> str:
    """What places 9 and 10 are called in a symbol set."""
    if symbol_set in _MOVED:
        return "Mobility"
    if symbol_set in _LED:
        return "Leadership"
    return "Towed array" if symbol_set in _TOWING else "Echelon"


def size_for(symbol_set: str, wanted: str) -> str:
    """The wanted size where the symbol set has it, else none."""
    return wanted if wanted in sizes(symbol_set) else "00"


def headquarters(symbol_set: str) -> Mapping[str, str]:
    """What place 8 may say in a symbol set."""
    return {"0": HQTFD["0"]} if symbol_set in _WITHOUT_HEADQUARTERS else HQTFD


def has_common_modifiers(symbol_set: str) -> bool:
    """Whether the modifiers common to all sets of 2525E go with a symbol set."""
    return symbol_set in _WITH_COMMON


def has_frame_shape(symbol_set: str) -> bool:
    """Whether its frame may be given another shape."""
    return symbol_set in _WITH_COMMON


def has(symbol_set: str, field: str, digits: str) -> bool:
    """Whether a symbol set knows these digits in a field of the code, other than for "none"."""
    match field:
        case "echelon":
            return digits in sizes(symbol_set)
        case "hqtfd":
            return digits in headquarters(symbol_set)
        case _:
            return True
