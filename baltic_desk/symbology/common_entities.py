"""How late an entity comes among equally good matches: what is drawn every day comes first."""

from __future__ import annotations

from baltic_desk.symbology.entry import Entry

COMMON = (
    "10121100", "10121102", "10120500", "10130300", "10130100", "10121300", "10140700", "10150500",
    "10161300", "10163400", "10110000", "10111000", "10121104", "10130800", "10120600", "10141700",
    "15120200", "15120100", "15111100", "15130600", "15130700", "15220300", "15111600", "15111300",
    "30120204", "30120205", "30120202", "35110100", "01110104", "01110103", "01110200", "01110300",
    "25140300", "25110100", "25120100", "25151700", "25150200", "20120803", "20121300", "25130300",
)  # fmt: skip
"""Offered first when nothing but a size or an identity is said."""

# Land units first and what is seldom drawn last.
_ORDER = ("10", "15", "30", "01", "20", "25", "35", "27", "40", "11", "05", "36", "02", "60")
_SETS = len(_ORDER) + 2  # after those named: the others, then what only letters have
_COMMON_RANK = {code: place / (4 * len(COMMON)) for place, code in enumerate(COMMON)}


def rank(entry: Entry) -> float:
    """From 0 to 1; below a quarter for what is common."""
    if entry.code in _COMMON_RANK:
        return _COMMON_RANK[entry.code] + (0.5 if entry.modifiers != "0000" else 0.0)
    if entry.only_letters:
        place = _SETS - 1
    else:
        place = _ORDER.index(entry.symbol_set) if entry.symbol_set in _ORDER else len(_ORDER)
    # Headings and "unspecified" are rarely what is meant.
    depth = 3.9 if entry.is_heading or entry.code.endswith("000000") else min(len(entry.path), 3)
    return 0.25 + 0.75 * (place * 4 + depth) / (4 * _SETS)
