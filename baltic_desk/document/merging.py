"""Three-way merging by id: what two sides made of a project, and one project out of both.

`base` is what both began with (what was last read from or written to the file), `mine` what is on
the desk, `theirs` what the file holds now. What theirs changed is proposed, piece by piece; nothing
of it is taken that is not accepted, and nothing of mine goes without that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.geometry import Position, positions_of
from baltic_desk.document.in_steps import Steps
from baltic_desk.document.merge_fields import GEOMETRY, plan_of
from baltic_desk.document.merge_sides import Sides, parent_of, ring_from, stands, superiors, unit_of
from baltic_desk.document.patching import moves
from baltic_desk.document.phase_comparison import What, middle_of, place_of
from baltic_desk.document.record import Gone, Override, Patch, Record
from baltic_desk.document.standing import broken
from baltic_desk.document.store import Entry

Side = Literal["theirs", "mine", "both"]

PARENT = "parent"
CENTER = "center_lon"
"""Part of a record that both coordinates of a centre are."""

_PLACE_PARTS = frozenset((CENTER, GEOMETRY, "movement"))
_RUN = 500
"""Keys between two steps."""


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """What became of one record.

    Attributes
    ----------
    key
        Id of the record, or of what a phase changes.
    what
        What theirs did; what mine did where `side` is "mine".
    side
        Who changed it: of "mine" there is nothing to be taken.
    conflict
        Both changed the same of it, or one removed what the other changed.
    base, mine, theirs
        None where there is none.
    fields, mine_fields, conflicts
        Names of the parts that only theirs, only mine, and both not alike have changed.
    also
        How many changes of mine hang on it, where theirs removed it.
    at
        Where to look for it; None for what is nowhere.
    """

    key: str
    what: What
    side: Side
    conflict: bool
    base: Record | None
    mine: Record | None
    theirs: Record | None
    fields: tuple[str, ...] = ()
    mine_fields: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    also: int = 0
    at: Position | None = None

    @property
    def record(self) -> Record:
        """What it is about, as it is known here."""
        found = self.mine or self.theirs or self.base
        assert found is not None
        return found

    @property
    def phase(self) -> str:
        """Id of the phase that changes it; empty for what is stored beneath all phases."""
        record = self.record
        return record.phase if isinstance(record, Override) else ""

    @property
    def feature_id(self) -> str | None:
        """Of the feature that it is about; None for other records."""
        match self.record:
            case Override(change=change):
                return change.id
            case Feature() | Foreign() as record:
                return record.id
            case _:
                return None


def proposals(sides: Sides) -> Steps[tuple[Proposal, ...]]:
    """What became of each record that is not the same on all sides, in the order of telling:
    conflicts, then what only theirs or both changed, then mine; added, moved, changed, removed."""
    yield from sides.in_order()
    hanging = hanging_on(sides)
    yield
    rings = rings_of_superiors(sides)
    yield
    found: list[Proposal] = []
    for number, key in enumerate(dict.fromkeys((*sides.theirs, *sides.mine))):
        if number % _RUN == 0:
            yield
        mine, theirs = sides.mine.get(key), sides.theirs.get(key)
        same = mine is not None and theirs is not None and mine.record is theirs.record
        if same and not _reordered(sides, key):
            continue
        proposal = _proposal(sides, key, hanging)
        if proposal is not None:
            if key in rings and PARENT in proposal.fields:
                proposal = _contested(proposal)
            found.append(proposal)
    ranks = {key: place.rank for key, place in sides.my_places.items()}
    ranks |= {key: place.rank for key, place in sides.their_places.items()}
    yield

    def order(each: Proposal) -> tuple[tuple[bool, bool, int], float, str]:
        return _group(each), ranks.get(each.key, 0.0), each.key

    return tuple(sorted(found, key=order))


def follows(sides: Sides, key: str) -> bool:
    """Whether a ring only goes along with its unit: its place is no change of its own."""
    unit_id = unit_of(sides.mine.get(key))
    if unit_id is None or unit_id != unit_of(sides.theirs.get(key)):
        return False
    return all(stands(entries, key, unit_id) for entries in (sides.mine, sides.theirs))


def rings_of_superiors(sides: Sides) -> frozenset[str]:
    """Units that would be under themselves if all that theirs attached were."""
    base = sides.base or {}
    changed: dict[str, str | None] = {}
    for key, entry in sides.theirs.items():
        own, was = sides.mine.get(key), base.get(key)
        if own is not None and own.record is entry.record:
            continue
        parent = parent_of(entry)
        if parent is not None and (was is None or parent != parent_of(was)):
            changed[key] = parent
    if not changed:
        return frozenset()
    mine = superiors(sides.mine)
    both = mine | changed
    known = broken(mine)
    fresh = [i for i, trouble in broken(both).items() if trouble == "ring" and i not in known]
    return frozenset(each for i in fresh for each in ring_from(both, i))


def hanging_on(sides: Sides) -> Mapping[str, int]:
    """How many changes of mine hang on a feature or phase that theirs have removed."""
    base = sides.base or {}
    came: dict[str, list[str]] = {}
    """Keys of what brought in features that theirs brings in no more, by their ids."""
    for key, entry in base.items():
        match entry.record:
            case Override(change=Feature() | Foreign() as feature) if key not in sides.theirs:
                came.setdefault(feature.id, []).append(key)
            case _:
                pass
    found: Counter[str] = Counter()
    for key, entry in sides.mine.items():
        record = entry.record
        if not isinstance(record, Override) or key in sides.theirs:
            continue
        was = base.get(key)
        if was is not None and was.record == record:
            continue
        for owner in (record.feature_id, record.phase):
            if owner in base and owner not in sides.theirs:
                found[owner] += 1
        if record.feature_id not in sides.their_features:
            found.update(each for each in came.get(record.feature_id, ()) if each != key)
    return found


# -- inside ------------------------------------------------------------------------------------


def _reordered(sides: Sides, key: str) -> bool:
    return (
        key in sides.moved_by_them
        or key in sides.moved_by_me
        or (sides.base is None and key in sides.moved_apart)
    )


def _proposal(sides: Sides, key: str, hanging: Mapping[str, int]) -> Proposal | None:
    base = None if sides.base is None else _record(sides.base.get(key))
    mine, theirs = _record(sides.mine.get(key)), _record(sides.theirs.get(key))
    if mine is None or theirs is None:
        return _one_sided(sides, key, base, mine, theirs, hanging)
    plan = sides.plan(key)
    ours, own, both = plan.theirs, plan.mine, plan.conflicts
    if CENTER in (*ours, *own, *both) and follows(sides, key):
        ours, own, both = (tuple(n for n in each if n != CENTER) for each in (ours, own, both))
    if not (ours or own or both):
        return None
    side: Side = "both" if both or (ours and own) else "theirs" if ours else "mine"
    done = own if side == "mine" else (*ours, *both)
    after = mine if side == "mine" else theirs
    what = _what_changed(base or mine, after, done)
    return Proposal(
        key, what, side, bool(both), base, mine, theirs, ours, own, both, at=_at(sides, after)
    )


def _contested(proposal: Proposal) -> Proposal:
    """The same where whom it is under clashes with whom mine has put under it."""
    fields = tuple(name for name in proposal.fields if name != PARENT)
    conflicts = (*proposal.conflicts, PARENT)
    return replace(proposal, fields=fields, conflicts=conflicts, conflict=True, side="both")


def _one_sided(
    sides: Sides,
    key: str,
    base: Record | None,
    mine: Record | None,
    theirs: Record | None,
    hanging: Mapping[str, int],
) -> Proposal | None:
    """What one of the sides does not have."""
    record = theirs or mine
    if record is None:
        return None
    at = _at(sides, record)
    gone: What = "changed" if isinstance(record, Override) else "removed"
    if sides.base is None:
        if theirs is None and _goes_with(sides, record, theirs=True):
            return None
        what: What = _what_added(record) if mine is None else gone
        return Proposal(key, what, "both", True, None, mine, theirs, at=at)
    if theirs is None:
        if base is None:
            return Proposal(key, _what_added(record), "mine", False, None, mine, None, at=at)
        if _goes_with(sides, record, theirs=True):
            return None
        also = hanging.get(key, 0)
        conflict = mine != base or also > 0
        side: Side = "both" if conflict else "theirs"
        return Proposal(key, gone, side, conflict, base, mine, None, also=also, at=at)
    if base is None:
        return Proposal(key, _what_added(record), "theirs", False, None, None, theirs, at=at)
    if theirs != base:
        done = plan_of(base, base, theirs).theirs
        what = _what_changed(base, theirs, done)
        return Proposal(key, what, "both", True, base, None, theirs, fields=done, at=at)
    if _goes_with(sides, record, theirs=False):
        return None
    return Proposal(key, gone, "mine", False, base, None, theirs, at=at)


def _goes_with(sides: Sides, record: Record, *, theirs: bool) -> bool:
    """Whether what a phase changes is not there, in theirs or in mine, because its feature or its
    phase went: no change of its own. Who has only come in a phase goes with what says so."""
    if not isinstance(record, Override):
        return False
    other, own, there, here = sides.mine, sides.theirs, sides.my_features, sides.their_features
    if theirs:
        other, own, there, here = own, other, here, there
    if record.phase not in other:
        return True
    if isinstance(record.change, Feature | Foreign) and record.feature_id not in own:
        return False
    return record.feature_id in here and record.feature_id not in there


def _what_added(record: Record) -> What:
    match record:
        case Override(change=Gone()):
            return "removed"
        case Override(change=Patch() as patch):
            return "moved" if moves(patch) and not patch.properties else "changed"
        case _:
            return "added"


def _what_changed(before: Record, after: Record, done: tuple[str, ...]) -> What:
    if not _PLACE_PARTS.issuperset(done):
        return "changed"
    match before, after:
        case Override(), Override(change=change):
            return "moved" if moves(change) else "changed"
        case Feature(), Feature():
            there = place_of(after)
            return "moved" if there is not None and there != place_of(before) else "changed"
        case _:
            return "changed"


def _at(sides: Sides, record: Record) -> Position | None:
    match record:
        case Feature():
            return middle_of(record)
        case Override(change=Feature() as feature):
            return middle_of(feature)
        case Override(change=Patch() as patch):
            return _place_in(patch) or _below(sides, patch.id)
        case Override(change=change):
            return _below(sides, change.id)
        case _:
            return None


def _place_in(patch: Patch) -> Position | None:
    lon, lat = patch.properties.get("center_lon"), patch.properties.get("center_lat")
    if isinstance(lon, float) and isinstance(lat, float):
        return lon, lat
    if patch.geometry is None:
        return None
    return positions_of(patch.geometry)[0]


def _below(sides: Sides, feature_id: str) -> Position | None:
    entry = sides.theirs.get(feature_id) or sides.mine.get(feature_id)
    return middle_of(entry.record) if entry and isinstance(entry.record, Feature) else None


def _record(entry: Entry | None) -> Record | None:
    return None if entry is None else entry.record


_ORDER: tuple[What, ...] = ("added", "moved", "changed", "removed")


def _group(each: Proposal) -> tuple[bool, bool, int]:
    return not each.conflict, each.side == "mine", _ORDER.index(each.what)
