"""One project out of two: what was accepted of theirs put into mine, with nothing left dangling."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from msgspec.structs import replace

from baltic_desk.document.feature import Feature, Foreign, RangeRing, Unit
from baltic_desk.document.in_steps import Steps, finished
from baltic_desk.document.lesson import Phase
from baltic_desk.document.merge_fields import WHOLE, Take, combined, with_parts
from baltic_desk.document.merge_mending import broken_changes, mended_references
from baltic_desk.document.merge_order import RANK, Place, new_ranks, of_phases, places
from baltic_desk.document.merge_sides import Sides, features_in, stands, unit_of
from baltic_desk.document.merging import CENTER, hanging_on
from baltic_desk.document.patching import applied
from baltic_desk.document.project import Overlay
from baltic_desk.document.record import Override, Patch, Record
from baltic_desk.document.ring_following import recentred, stands_on, unit_place
from baltic_desk.document.store import Entry

Accepted = Mapping[str, Take]
"""What is taken of theirs, by the key of a proposal; of what is not in it, nothing."""


class Merged(NamedTuple):
    """What is to be written, and what could not be as it was accepted, a sentence each."""

    entries: dict[str, Entry | None]
    notes: tuple[str, ...] = ()


def merged(sides: Sides, accepted: Accepted) -> Merged:
    """What comes of merging_in_steps."""
    return finished(merging_in_steps(sides, accepted))


def merging_in_steps(sides: Sides, accepted: Accepted) -> Steps[Merged]:
    """What makes mine into what is accepted, for Document.restructure.

    What something accepted needs comes along: its overlay, its phase, its picture, the feature
    that a phase changes. An overlay stays as long as something lies on it.
    """
    if not accepted:
        return Merged({})
    yield from sides.in_order()
    work = _Work(sides)
    for key, take in accepted.items():
        work.take(key, take)
    yield
    for deed in (
        work.bring_along,
        work.place,
        work.fold_first_phase,
        work.follow_units,
        work.drop_broken,
    ):
        deed()
        yield
    out = work.out
    mended, notes = mended_references(sides.mine, sides.theirs, out)
    out.update(mended)
    yield
    if any(isinstance(entry.record, Override) for entry in mended.values()):
        work.drop_broken()  # what spoke of nothing else
        yield
    mine = sides.mine
    changed = [key for key in dict.fromkeys((*mine, *out)) if mine.get(key) != out.get(key)]
    return Merged({key: out.get(key) for key in changed}, (*work.notes, *notes))


class _Work:
    """A merge under way."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self.out: dict[str, Entry] = dict(sides.mine)
        self._moving: set[str] = set()
        """Keys of what is placed as theirs has it."""
        self._changes_of: dict[str, list[str]] = {}
        """Keys of what phases change in mine, by the ids of feature and phase."""
        for key, (record, _) in sides.mine.items():
            if isinstance(record, Override):
                self._changes_of.setdefault(record.feature_id, []).append(key)
                self._changes_of.setdefault(record.phase, []).append(key)
        self._dropped = 0
        self._kept: list[str] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be as it was accepted."""
        found = list(self._kept)
        if self._dropped:
            things = "change of a phase has" if self._dropped == 1 else "changes of phases have"
            found.append(f"{self._dropped} {things} nothing to change any more and went.")
        return tuple(found)

    @property
    def order(self) -> list[str]:
        """Ids of the phases in order."""
        return of_phases(self.out)

    # -- what is accepted ----------------------------------------------------------------------

    def take(self, key: str, take: Take) -> None:
        """Make a record what was accepted of theirs."""
        mine, theirs = self._sides.mine.get(key), self._sides.theirs.get(key)
        if mine is None and theirs is not None:
            if take == "theirs" or not self._in_conflict(key):
                self._put(key, theirs.record)
        elif mine is not None and theirs is None:
            if take == "theirs" or not self._in_conflict(key):
                self._remove(key)
        elif mine is not None and theirs is not None:
            plan = self._sides.plan(key)
            parts = [*plan.theirs, *(plan.conflicts if take == "theirs" else ())]
            ranked = RANK in parts
            bare = plan.without(RANK)
            record = combined(mine.record, theirs.record, bare, take)
            record = self._with_rank(mine.record, theirs.record, record, ranked=ranked)
            self.out[key] = Entry(record, mine.rank)
            if ranked or self._regrouped(key, record) or (WHOLE in parts and self._elsewhere(key)):
                self._moving.add(key)

    def _in_conflict(self, key: str) -> bool:
        """Whether one side removed what the other changed, or what changes of mine hang on."""
        base = self._sides.base
        if base is None:
            return True
        was = base.get(key)
        there = self._sides.mine.get(key) or self._sides.theirs.get(key)
        changed = was is not None and there is not None and was.record != there.record
        return changed or key in self._hanging

    @cached_property
    def _hanging(self) -> Mapping[str, int]:
        return hanging_on(self._sides)

    def _put(self, key: str, record: Record) -> None:
        self.out[key] = Entry(record, self._sides.theirs[key].rank)
        self._moving.add(key)

    def _remove(self, key: str) -> None:
        self.out.pop(key, None)
        for change in self._changes_of.get(key, ()):
            if change not in self._sides.theirs:
                self.out.pop(change, None)

    def _elsewhere(self, key: str) -> bool:
        """Whether theirs has it in another place of the drawing order, or only one side has it in
        one at all, or says its place in another way."""
        sides = self._sides
        match sides.mine[key].record, sides.theirs[key].record:
            case Override(change=own), Override(change=other) if type(own) is not type(other):
                return True
            case _:
                pass
        apart = sides.moved_apart if sides.base is None else sides.moved_by_them
        return key in apart or (key in sides.my_places) != (key in sides.their_places)

    def _regrouped(self, key: str, record: Record) -> bool:
        """Whether it goes where theirs has it: onto their overlay."""
        mine, theirs = self._sides.my_places.get(key), self._sides.their_places.get(key)
        if mine is None or theirs is None or mine.group == theirs.group:
            return False
        feature = record.change if isinstance(record, Override) else record
        return isinstance(feature, Feature) and feature.overlay == theirs.group

    @staticmethod
    def _with_rank(mine: Record, theirs: Record, record: Record, *, ranked: bool) -> Record:
        """What a phase changes in the drawing order is of the side that it is taken from."""
        match mine, theirs, record:
            case (
                Override(change=Patch() as own),
                Override(change=Patch() as other),
                Override(change=Patch() as patch),
            ):
                return replace(
                    record, change=replace(patch, rank=other.rank if ranked else own.rank)
                )
            case _:
                return record

    # -- what comes along ------------------------------------------------------------------------

    def bring_along(self) -> None:
        """What something accepted needs is there as well."""
        while True:
            needed = self._needed()
            if not needed:
                return
            for key in needed:
                entry = self._sides.theirs.get(key)
                if entry is not None:
                    self._put(key, entry.record)
                else:
                    self.out[key] = self._sides.mine[key]
                    self._kept.append(_staying(self.out[key].record))

    def _needed(self) -> list[str]:
        mine, theirs, out = self._sides.mine, self._sides.theirs, self.out
        there = features_in(out)
        found: dict[str, None] = {}
        for key, (record, _) in out.items():
            if isinstance(record, Override):
                own = mine.get(key)
                if own is None or own.record is not record:
                    found[record.phase] = None
                    if record.feature_id not in there:
                        found.update(dict.fromkeys(self._of_feature(record.feature_id)))
                record = record.change
            match record:
                case Feature(properties=Unit(overlay=overlay, picture=str(picture))):
                    found[overlay] = found[picture] = None
                case Feature() | Foreign():
                    found[record.overlay] = None
                case Patch(properties=values):
                    named = (values.get(name) for name in ("overlay", "picture"))
                    found.update((each, None) for each in named if isinstance(each, str))
                case _:
                    pass
        return [key for key in found if key not in out and (key in theirs or key in mine)]

    def _of_feature(self, feature_id: str) -> list[str]:
        """A feature with all that phases of theirs change in it."""
        changes = (
            key
            for key, (record, _) in self._sides.theirs.items()
            if isinstance(record, Override) and record.feature_id == feature_id
        )
        return [feature_id, *changes]

    # -- phases ----------------------------------------------------------------------------------

    def fold_first_phase(self) -> None:
        """What the phase changes that has become the first is so beneath all phases now."""
        order = self.order
        changes = [(k, e) for k, e in self.out.items() if isinstance(e.record, Override)]
        for key, entry in changes:
            assert isinstance(entry.record, Override)
            if order and entry.record.phase != order[0]:
                continue
            del self.out[key]
            feature_id = entry.record.feature_id
            below = self.out.get(feature_id)
            if below is not None and not isinstance(below.record, Feature | Foreign):
                continue
            now = applied(below, entry)
            if now is None:
                self.out.pop(feature_id, None)
            else:
                self.out[feature_id] = now

    def drop_broken(self) -> None:
        """What phases change that is not there to be changed."""
        known = broken_changes(self._sides.mine)
        for key in broken_changes(self.out):
            if key in known and self.out[key] == self._sides.mine.get(key):
                continue
            del self.out[key]
            self._dropped += 1

    # -- order -----------------------------------------------------------------------------------

    def place(self) -> None:
        """Everything that came or moved follows whom it follows in theirs."""
        theirs = self._sides.theirs
        moving = {key for key in self._moving if key in self.out}
        # What phases say of the order of a feature that has gone onto another overlay.
        for feature_id in tuple(moving):
            changes = self._changes_of.get(feature_id, ())
            moving.update(key for key in changes if key in self.out and key in theirs)
        # Phases first: where features lie follows from which phase is the earlier.
        phases = {k: each for k, each in self.out.items() if isinstance(each.record, Phase)}
        self._rank(places(phases), moving.intersection(phases))
        present = places(self.out)
        self._rank(present, moving.difference(phases).union(self._taken_along(present)))

    def _rank(self, present: Mapping[str, Place], moving: Collection[str]) -> None:
        for key, rank in new_ranks(present, self._sides.their_places, moving).items():
            self._set_rank(key, rank)

    def _taken_along(self, present: Mapping[str, Place]) -> Iterator[str]:
        """What phases say of the order of a feature that an earlier one has put onto another
        overlay."""
        mine, theirs = self._sides.my_places, self._sides.their_places
        for key, place in present.items():
            was = mine.get(key)
            if was is not None and was.group != place.group and key in theirs:
                yield key

    def _set_rank(self, key: str, rank: float) -> None:
        entry = self.out[key]
        match entry.record:
            case Override(change=Patch() as patch):
                record = replace(entry.record, change=replace(patch, rank=rank))
                self.out[key] = Entry(record, entry.rank)
            case record:
                self.out[key] = Entry(record, rank)

    # -- rings -----------------------------------------------------------------------------------

    def follow_units(self) -> None:
        """Rings that stood on their unit stand on it."""
        for key, entry in tuple(self.out.items()):
            unit_id = unit_of(entry)
            unit = None if unit_id is None else self.out.get(unit_id)
            at = unit_place(unit)
            if unit_id is None or unit is None or at is None:
                continue
            record = entry.record
            assert isinstance(record, Feature)
            assert isinstance(record.properties, RangeRing)
            if stands_on(record.properties, at):
                continue
            if not self._mixed(key, unit_id, entry):
                continue
            self.out[key] = self._on_unit(key, entry, unit_id, unit)

    def _mixed(self, key: str, unit_id: str, entry: Entry) -> bool:
        """Whether ring and unit are where they are by different hands, and stood together."""
        stood = False
        for side in (self._sides.mine, self._sides.theirs):
            ring, unit = side.get(key), side.get(unit_id)
            if ring is None or unit is None or unit_of(ring) != unit_id:
                continue
            same_unit = unit_place(unit) == unit_place(self.out[unit_id])
            if same_unit and _center(ring) == _center(entry):
                return False
            stood = stood or stands(side, key, unit_id)
        return stood

    def _on_unit(self, key: str, entry: Entry, unit_id: str, unit: Entry) -> Entry:
        theirs = self._sides.theirs
        ring, there = theirs.get(key), theirs.get(unit_id)
        as_there = unit_place(there) == unit_place(unit) and unit_of(ring) == unit_id
        if ring is not None and as_there and stands(theirs, key, unit_id):
            return Entry(with_parts(entry.record, ring.record, (CENTER,)), entry.rank)
        return recentred(entry, unit)


def _staying(record: Record) -> str:
    what = "The overlay" if isinstance(record, Overlay) else "The picture"
    name = getattr(record, "name", "")
    return f"{what} “{name}” stays: it is needed by what is kept of yours."


def _center(entry: Entry) -> tuple[float, float] | None:
    match entry.record:
        case Feature(properties=RangeRing() as ring):
            return ring.center_lon, ring.center_lat
        case _:
            return None
