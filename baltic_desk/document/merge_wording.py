"""What two sides made of a record, in words: one line for a list, and part by part."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.geometry import Geometry, Point, positions_of
from baltic_desk.document.merge_alignment import Entries
from baltic_desk.document.merge_fields import GEOMETRY, UNKNOWN, WHOLE, Absent, part
from baltic_desk.document.merge_order import RANK
from baltic_desk.document.merge_sides import Sides
from baltic_desk.document.merging import CENTER, Proposal
from baltic_desk.document.phase_comparison import place_of
from baltic_desk.document.phase_wording import distance_words, field_words
from baltic_desk.document.record import Override, Record
from baltic_desk.document.version_wording import (
    features_of,
    kind_words,
    override_words,
    record_title,
    titles_of_phases,
)
from baltic_desk.geo.distances import format_distance

_LONGEST = 60
_NAMES = {
    CENTER: "place",
    GEOMETRY: "place",
    RANK: "place in the order",
    WHOLE: "all of it",
    "bearing_from_deg": "sector",
    "center_line": "place",
    "control_points": "place",
    "movement": "way",
    "content": "figures",
}
_REFERENCES = frozenset(("overlay", "anchor", "parent", "phase", "picture", "answers_task", "step"))


class Fact(NamedTuple):
    """One part of a record, as it was and as each side has it."""

    name: str
    before: str
    mine: str
    theirs: str
    conflict: bool


class Words:
    """Speaks of the records of three states."""

    def __init__(self, sides: Sides, distance_unit: str = "km") -> None:
        known: list[Entries] = [sides.mine, sides.theirs]
        if sides.base is not None:
            known.insert(0, sides.base)
        self._unit = distance_unit
        self._sides = sides
        self._features: dict[str, Feature] = {}
        self._phases: dict[str, str] = {}
        for entries in known:
            self._features |= features_of(entries)
            self._phases |= titles_of_phases(entries)

    def title(self, proposal: Proposal) -> str:
        """What it is called."""
        return record_title(proposal.record, self._features)

    def phase(self, proposal: Proposal) -> str:
        """What the phase is called that changes it; empty beneath all phases."""
        return self._phases.get(proposal.phase, "")

    def line(self, proposal: Proposal) -> str:
        """What became of it, in one line."""
        theirs, mine = self._done(proposal, "theirs"), self._done(proposal, "mine")
        if proposal.side == "mine":
            return f"yours: {mine}"
        if proposal.side == "theirs":
            return theirs
        if self._sides.base is None and proposal.mine is not None and proposal.theirs is not None:
            return theirs
        if not proposal.conflict:
            return f"{theirs} · yours: {mine}"
        return f"theirs: {theirs} · yours: {mine}"

    def facts(self, proposal: Proposal) -> tuple[Fact, ...]:
        """Part by part, those in conflict first; nothing where one side has it not."""
        if proposal.mine is None or proposal.theirs is None:
            return ()
        names = (*proposal.conflicts, *proposal.fields, *proposal.mine_fields)
        return tuple(
            Fact(
                part_name(name),
                self._value(proposal, proposal.base, name),
                self._value(proposal, proposal.mine, name),
                self._value(proposal, proposal.theirs, name),
                name in proposal.conflicts,
            )
            for name in dict.fromkeys(names)
        )

    # -- inside --------------------------------------------------------------------------------

    def _done(self, proposal: Proposal, side: str) -> str:
        before = proposal.base
        after = proposal.theirs if side == "theirs" else proposal.mine
        if isinstance(proposal.record, Override):
            if before is None and after is None:
                return "nothing in this phase"
            return override_words(before, after, elsewhere=False)
        if after is None:
            if self._sides.base is None:
                return "not there"
            hanging = f", which {proposal.also} of yours rest on" if proposal.also else ""
            return f"removed{hanging}"
        if before is None and (proposal.mine is None or proposal.theirs is None):
            version = self._sides.theirs if side == "theirs" else self._sides.mine
            kind = kind_words(after, version)
            return f"added: {kind}" if kind else "added"
        names = proposal.mine_fields if side == "mine" else proposal.fields
        if not names and not proposal.conflicts:
            names = ()
        return self._changed(before or proposal.mine, after, (*proposal.conflicts, *names))

    def _changed(self, before: Record | None, after: Record, names: Sequence[str]) -> str:
        moved = self._moved(before, after) if not _PLACES.isdisjoint(names) else ""
        others = [n for n in names if not (moved and n in _PLACES)]
        told = list(dict.fromkeys(part_name(name) for name in others))
        changed = f"{', '.join(told)} changed" if told else ""
        return "; ".join(filter(None, (moved, changed))) or "as it was"

    def _moved(self, before: Record | None, after: Record) -> str:
        if not (isinstance(before, Feature) and isinstance(after, Feature)):
            return ""
        start, end = place_of(before), place_of(after)
        if start is None or end is None:
            return "drawn otherwise"
        return f"moved {distance_words(start, end, self._unit)}" if start != end else ""

    def _value(self, proposal: Proposal, record: Record | None, name: str) -> str:
        if record is None:
            return "–"
        value = part(record, name)
        if name == RANK:  # numbers say nothing to a person
            return "elsewhere" if self._is_elsewhere(proposal, record) else "as before"
        if name in _REFERENCES and isinstance(value, str):
            return self._named(value)
        return value_words(value, name, self._unit)

    def _is_elsewhere(self, proposal: Proposal, record: Record) -> bool:
        if record is proposal.base:
            return False
        mine = record is proposal.mine
        return RANK in proposal.conflicts or RANK in (
            proposal.mine_fields if mine else proposal.fields
        )

    def _named(self, record_id: str) -> str:
        for entries in (self._sides.mine, self._sides.theirs, self._sides.base or {}):
            entry = entries.get(record_id)
            if entry is not None:
                return _short(record_title(entry.record, self._features))
        return _short(record_id)


def part_name(name: str) -> str:
    """What a part of a record is called.

    >>> part_name("radius_max_m"), part_name("center_lon"), part_name("rank")
    ('outer radius', 'place', 'place in the order')
    """
    if name.startswith(UNKNOWN):
        return "what another version wrote"
    known = _NAMES.get(name)
    return known or next(iter(field_words([name])), name.replace("_", " "))


def value_words(value: object, name: str, unit: str = "km") -> str:
    """A value of a part, short enough for a table.

    >>> value_words(40_000.0, "radius_max_m"), value_words(True, "hidden"), value_words("", "name")
    ('40 km', 'yes', '–')
    """
    match value:
        case Absent() | None | "" | ():
            return "–"
        case bool():
            return "yes" if value else "no"
        case float() | int():
            if name.endswith("_m") and math.isfinite(value):
                return format_distance(float(value), unit)
            return f"{value:g}{'°' if name.endswith('_deg') else ''}"
        case str():
            return _short(value)
        case Point(coordinates=(lon, lat)):
            return f"{lat:.4f}, {lon:.4f}"
        case (float() | int() as lon, float() | int() as lat) if name == CENTER:
            return f"{lat:.4f}, {lon:.4f}"
        case (None, None):
            return "–"
        case (float() | int() as start, float() | int() as end) if name == _SECTOR:
            return f"{start:g}° to {end:g}°"
        case Feature() | Foreign() | Override():
            return "as it is"
        case Struct():
            return f"{len(positions_of(value))} positions" if isinstance(value, Geometry) else "…"
        case _:
            return _short(str(value))


def _short(text: str) -> str:
    line = " ".join(text[: 2 * _LONGEST].split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


_SECTOR = "bearing_from_deg"
_PLACES = frozenset((CENTER, GEOMETRY, "center_line", "control_points"))
