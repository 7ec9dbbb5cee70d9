"""Range rings as they are typed: `40 120 250 400 km`, `250 min 20 km`, `250 km from 30 to 120`."""

from __future__ import annotations

import re
from typing import NamedTuple

from baltic_desk.geo.distances import UNITS, parse_bearing, parse_distance, parse_distances

_ENTRY = re.compile(
    r"(?P<radii>.+?)(?:\s+min\s+(?P<least>.+?))?(?:\s+from\s+(?P<first>.+?)\s+to\s+(?P<last>.+))?",
    re.IGNORECASE,
)
_LABEL_UNITS = ("km", "NM", "mi", "m")


class RingEntry(NamedTuple):
    """Radii, the largest first; minimum range; bearings of a sector; unit for the label."""

    radii_m: tuple[float, ...]
    radius_min_m: float
    bearings_deg: tuple[float, float] | None
    unit: str


def parse_rings(text: str, unit: str) -> RingEntry:
    """What was typed for rings: radii, then `min` a minimum range, then `from` and `to` bearings.

    A unit given once counts for all; a sector runs clockwise from the one bearing to the other.

    >>> parse_rings("250 min 20 NM from 30 to 120", "km")
    RingEntry(radii_m=(463000.0,), radius_min_m=37040.0, bearings_deg=(30.0, 120.0), unit='NM')

    Raises
    ------
    ValueError
        When it is nothing of that sort; the message says what is wrong.
    """
    found = _ENTRY.fullmatch(text.strip())
    if found is None:
        raise ValueError("Type radii, such as 40 120 250 km")
    least = found["least"] or ""
    named = unit_in(found["radii"]) or unit_in(least) or unit
    radii_m = tuple(sorted(set(parse_distances(found["radii"], named)), reverse=True))
    radius_min_m = parse_distance(least, named) if least else 0.0
    if radii_m[-1] <= radius_min_m:
        raise ValueError("Each radius must be greater than the minimum range")
    bearings_deg = None
    if found["first"]:
        bearings_deg = parse_bearing(found["first"]), parse_bearing(found["last"])
        if bearings_deg[0] == bearings_deg[1]:
            raise ValueError("A sector runs from one bearing to another")
    return RingEntry(radii_m, radius_min_m, bearings_deg, label_unit(named))


def label_unit(unit: str) -> str:
    """The unit in which a ring says its range, when it was given in this one."""
    return unit if unit in _LABEL_UNITS else "m"


def unit_in(text: str) -> str | None:
    """The last unit that is named in a text of distances; None when there is none."""
    words = re.findall(r"[a-zA-Z]+", text)
    if not words:
        return None
    metres = parse_distance(f"1 {words[-1]}")
    return next(unit for unit, length_m in UNITS.items() if length_m == metres)
