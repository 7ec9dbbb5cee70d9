"""What becomes of each record from phase to phase, made once until something of it changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from baltic_desk.document.feature import Feature, RangeRing, Unit
from baltic_desk.document.lesson import Phase
from baltic_desk.document.patching import applied, moves
from baltic_desk.document.record import Override, Patch
from baltic_desk.document.ring_following import (
    Stage,
    as_placed,
    following,
    recentred,
    stands_on,
    unit_place,
    whole,
)
from baltic_desk.document.store import Entry, by_rank


class Course(NamedTuple):
    """What becomes of a record: from which phase on (its place in the order) it is which entry."""

    starts: list[int]
    stages: list[Stage]


_Made = dict[str, tuple[tuple[object, ...], Stage]]
"""By phase."""


class Courses:
    """The courses of what is stored. Who changes that says so, by `forget` and `forget_order`.

    Parameters
    ----------
    base
        What is stored for the first phase, and what is the same in all, by its id.
    overrides
        By phase, then by the id of the feature.
    where
        Phases that override a feature, by its id.
    """

    def __init__(
        self,
        base: Mapping[str, Entry],
        overrides: Mapping[str, Mapping[str, Entry]],
        where: Mapping[str, set[str]],
    ) -> None:
        self._base = base
        self._overrides = overrides
        self._where = where
        self._order: tuple[str, ...] | None = None
        self._number: dict[str, int] | None = None
        self._rings: dict[str, frozenset[str]] | None = None
        """Rings by the unit that they are anchored to, in whatever phase."""
        self._anchors: dict[str, frozenset[str]] = {}
        """The other way round."""
        self._courses: dict[str, Course] = {}
        self._units: dict[str, bool] = {}
        self._stale: set[str] = set()
        """Records of which courses and the like are to be made anew, and those of their rings."""
        self._made: dict[str, _Made] = {}
        """What was made of a record in the phases that change it, and what of: made anew from the
        same, it is the same object."""

    def forget_order(self) -> None:
        """Phases are others than they were, or in another order."""
        self._order = self._number = None
        self._courses.clear()

    def forget(self, record_id: str, *, may_be_ring: bool) -> None:
        """A record is another than it was, or is changed otherwise in some phase."""
        self._stale.add(record_id)
        if may_be_ring:
            self._rings = None

    @property
    def order(self) -> tuple[str, ...]:
        """Ids of the phases, the first first."""
        if self._order is None:
            found = [e for e in self._base.values() if isinstance(e.record, Phase)]
            self._order = tuple(e.record.id for e in by_rank(found))
        return self._order

    @property
    def numbers(self) -> Mapping[str, int]:
        """Places of the phases in their order."""
        if self._order is None or self._number is None:
            self._number = {phase: k for k, phase in enumerate(self.order)}
        return self._number

    def at(self, record_id: str, index: int) -> Entry | None:
        """A record as it is in a phase, which is told by its place in the order."""
        if index <= 0:
            return self._base.get(record_id)
        course = self._course(record_id)
        return whole(course.stages[bisect_right(course.starts, index) - 1])

    def moved_unit(self, ring: Entry | None, over: Entry | None, k: int) -> Entry | None:
        """The unit that a ring stands on, where the k-th phase moves it and not the ring itself."""
        match ring:
            case Entry(record=Feature(properties=RangeRing(anchor=str(anchor)) as properties)):
                pass
            case _:
                return None
        moved = self._overrides.get(self.order[k], {}).get(anchor)
        if moved is None or not self._is_unit(anchor):
            return None
        if over is not None and isinstance(over.record, Override):
            change = over.record.change
            if not isinstance(change, Patch) or moves(change) or "anchor" in change.properties:
                return None
        before, after = self.at(anchor, k - 1), self.at(anchor, k)
        at = unit_place(before)
        if at is None or unit_place(after) in {None, at}:
            return None
        return after if stands_on(properties, at) else None

    def rings_by_anchor(self) -> Mapping[str, frozenset[str]]:
        """Ids of the rings that are bound to each unit, in whatever phase."""
        if self._rings is None:
            found: dict[str, set[str]] = {}
            for entry in (*self._base.values(), *self._of_phases()):
                record = entry.record.change if isinstance(entry.record, Override) else entry.record
                anchor = None
                if isinstance(record, Feature) and isinstance(record.properties, RangeRing):
                    anchor = record.properties.anchor
                elif isinstance(record, Patch):
                    anchor = record.properties.get("anchor")
                if isinstance(anchor, str):
                    found.setdefault(anchor, set()).add(record.id)
            self._rings = {unit_id: frozenset(ids) for unit_id, ids in found.items()}
            anchors: dict[str, set[str]] = {}
            for unit_id, ids in found.items():
                for ring_id in ids:
                    anchors.setdefault(ring_id, set()).add(unit_id)
            self._anchors = {ring_id: frozenset(ids) for ring_id, ids in anchors.items()}
        return self._rings

    # -- inside ----------------------------------------------------------------------------

    def _course(self, record_id: str) -> Course:
        """What becomes of a record through all phases, made once until something of it changes."""
        if self._stale or self._rings is None:
            self._forget_stale()
        known = self._courses.get(record_id)
        if known is not None:
            return known
        stage: Stage = self._base.get(record_id)
        starts: list[int] = [0]
        stages: list[Stage] = [stage]
        before = self._made.pop(record_id, {})
        made: _Made = {}
        for k in self._changing(record_id):
            after = self._step(record_id, stage, k, before, made)
            if after is not stage:
                starts.append(k)
                stages.append(after)
                stage = after
        if made:
            self._made[record_id] = made
        course = self._courses[record_id] = Course(starts, stages)
        return course

    def _changing(self, record_id: str) -> Iterable[int]:
        """Places of the phases in which a record may become another, in their order."""
        phases = self._where.get(record_id, set[str]())
        anchors = self._anchors.get(record_id)
        if anchors is not None:
            phases = phases.union(*(self._where.get(anchor, ()) for anchor in anchors))
        numbers = self.numbers
        return sorted(k for k in (numbers.get(phase, 0) for phase in phases) if k)

    def _forget_stale(self) -> None:
        rings = self.rings_by_anchor()
        for record_id in self._stale:
            self._courses.pop(record_id, None)
            self._units.pop(record_id, None)
            if record_id not in self._base and record_id not in self._where:
                self._made.pop(record_id, None)
            for ring_id in rings.get(record_id, ()):
                self._courses.pop(ring_id, None)
        self._stale.clear()

    def _step(self, record_id: str, below: Stage, k: int, before: _Made, made: _Made) -> Stage:
        """The record in the k-th phase; the same object while nothing changes, so that painters
        know it again."""
        over = self._overrides.get(self.order[k], {}).get(record_id)
        unit = self.moved_unit(as_placed(below), over, k)
        if over is None and unit is None:
            return below
        inputs = (below, over, unit)
        phase = self.order[k]
        kept = before.get(phase)
        if kept is not None and all(a is b for a, b in zip(kept[0], inputs, strict=True)):
            made[phase] = kept
            return kept[1]
        if over is None:
            assert unit is not None
            after = following(below, unit)
        else:
            after = applied(whole(below), over)
            if unit is not None and after is not None:
                after = recentred(after, unit)
        made[phase] = (inputs, after)
        return after

    def _is_unit(self, record_id: str) -> bool:
        """Whether it is a unit wherever it is there: rings bound to rings have no place to go."""
        known = self._units.get(record_id)
        if known is None:
            known = self._units[record_id] = self._is_always_unit(record_id)
        return known

    def _is_always_unit(self, record_id: str) -> bool:
        changes = (self._overrides[phase][record_id] for phase in self._where.get(record_id, ()))
        stored = (self._base.get(record_id), *changes)
        records = (e.record.change if isinstance(e.record, Override) else e.record
                   for e in stored if e is not None)  # fmt: skip
        found = [each for each in records if isinstance(each, Feature)]
        return bool(found) and all(isinstance(each.properties, Unit) for each in found)

    def _of_phases(self) -> Iterator[Entry]:
        for overrides in self._overrides.values():
            yield from overrides.values()
