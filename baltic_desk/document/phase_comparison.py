"""What differs between two states of a scenario: added, moved, changed, removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.geometry import Point, Position, positions_of
from baltic_desk.document.patching import fields_of, shape_follows
from baltic_desk.document.store import Entry

What = Literal["added", "moved", "changed", "removed"]

_PLACE_FIELDS = frozenset(("center_lon", "center_lat"))


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one feature from one state to the other.

    Attributes
    ----------
    what
        "moved" where only its place is another, "changed" where more is.
    fields
        Names of the properties that differ; "geometry" for a place or shape, "rank" for the order.
    """

    what: What
    before: Feature | Foreign | None
    after: Feature | Foreign | None
    fields: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Whose."""
        record = self.after or self.before
        assert record is not None
        return record.id

    @property
    def feature(self) -> Feature | Foreign:
        """The feature, as it is after where it is there."""
        record = self.after or self.before
        assert record is not None
        return record

    @property
    def moved_from(self) -> Position | None:
        """Where it was, if it is a point or a ring that has gone somewhere else."""
        was, now = place_of(self.before), place_of(self.after)
        return was if was is not None and now is not None and was != now else None


def compared(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> tuple[Difference, ...]:
    """Differences of two states, by what they are and then in drawing order."""
    found: list[tuple[int, float, Difference]] = []
    for record_id in before.keys() | after.keys():
        was, now = before.get(record_id), after.get(record_id)
        if was is now:
            continue
        difference = difference_of(was, now)
        if difference is not None:
            rank = (now or was or _NOWHERE).rank
            found.append((_ORDER.index(difference.what), rank, difference))
    return tuple(d for _, _, d in sorted(found, key=lambda each: (each[0], each[1], each[2].id)))


def difference_of(was: Entry | None, now: Entry | None) -> Difference | None:
    """What became of one feature; None when nothing did."""
    before, after = _on_map(was), _on_map(now)
    if was is None or before is None:
        return None if after is None else Difference("added", None, after)
    if now is None or after is None:
        return Difference("removed", before, None)
    if not (isinstance(before, Feature) and isinstance(after, Feature)):
        return None if before == after else Difference("changed", before, after)
    fields = _fields(before, after)
    if was.rank != now.rank:
        fields = (*fields, "rank")
    if not fields:
        return None
    alone = _PLACE_FIELDS | {"geometry"}
    moved = place_of(before) != place_of(after) and alone.issuperset(fields)
    return Difference("moved" if moved else "changed", before, after, fields)


def place_of(record: Feature | Foreign | None) -> Position | None:
    """Place of a point or a centre; None for what has more than one."""
    if not isinstance(record, Feature):
        return None
    if isinstance(record.geometry, Point):
        return record.geometry.coordinates
    lon = getattr(record.properties, "center_lon", None)
    lat = getattr(record.properties, "center_lat", None)
    if isinstance(lon, float) and isinstance(lat, float):
        return lon, lat
    return None


def middle_of(feature: Feature) -> Position:
    """A place to look for it at: its own, its centre, else the middle of its box."""
    place = place_of(feature)
    if place is not None:
        return place
    lons, lats = zip(*positions_of(feature.geometry), strict=True)
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2


def _fields(before: Feature, after: Feature) -> tuple[str, ...]:
    was, now = before.properties, after.properties
    if type(was) is not type(now):
        return ("kind",)
    names = [n for n in sorted(fields_of(type(now))) if getattr(was, n) != getattr(now, n)]
    if before.geometry != after.geometry and not (shape_follows(now) and names):
        names.append("geometry")
    if before.unknown != after.unknown:
        names.append("unknown")
    return tuple(names)


def _on_map(entry: Entry | None) -> Feature | Foreign | None:
    if entry is None or not isinstance(entry.record, Feature | Foreign):
        return None
    return entry.record


_ORDER: tuple[What, ...] = ("added", "moved", "changed", "removed")
_NOWHERE = Entry(Foreign(id="-", raw=b"", why=""), 0.0)
