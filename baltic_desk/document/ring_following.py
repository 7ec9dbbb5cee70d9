"""Rings that go where a phase moves their unit."""

from __future__ import annotations

from msgspec.structs import replace

from baltic_desk.document.feature import Feature, Foreign, RangeRing, Unit
from baltic_desk.document.geometry import Point, Position
from baltic_desk.document.outline import with_outline
from baltic_desk.document.patching import Change
from baltic_desk.document.record import Gone, Patch
from baltic_desk.document.store import Entry
from baltic_desk.geo.outlines import OutlineError

_ON_UNIT_DEG = 2e-7
"""How far a ring's centre and its unit may differ and still be one place: what rounding does."""


def stands_on(ring: RangeRing, at: Position) -> bool:
    """Whether a ring's centre is at a place."""
    return max(abs(at[0] - ring.center_lon), abs(at[1] - ring.center_lat)) <= _ON_UNIT_DEG


def recentred(entry: Entry, unit: Entry) -> Entry:
    """A ring about where its unit is; as it was where it has no outline there (a pole)."""
    at = unit_place(unit)
    match entry.record:
        case Feature(properties=RangeRing() as ring) as feature if at is not None:
            moved = replace(ring, center_lon=at[0], center_lat=at[1])
            try:
                return Entry(with_outline(replace(feature, properties=moved)), entry.rank)
            except OutlineError:
                return entry
        case _:
            return entry


def unit_place(entry: Entry | None) -> Position | None:
    """Where a unit is; None for what is none."""
    match entry:
        case Entry(record=Feature(properties=Unit(), geometry=Point(coordinates=at))):
            return at
        case _:
            return None


def may_be_ring(change: Change) -> bool:
    """Whether a change may bind a ring to a unit."""
    match change:
        case Feature(properties=RangeRing()):
            return True
        case Patch():
            return "anchor" in change.properties
        case Feature() | Foreign() | Gone():
            return False


def is_ring(entry: Entry | None) -> bool:
    """Whether it is a range ring."""
    match entry:
        case Entry(record=Feature(properties=RangeRing())):
            return True
        case _:
            return False
