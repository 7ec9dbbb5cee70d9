"""The three states that are merged, and what each side made of a record that both have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from baltic_desk.document.feature import Feature, Foreign, RangeRing, Unit
from baltic_desk.document.in_steps import Steps
from baltic_desk.document.merge_alignment import Entries
from baltic_desk.document.merge_fields import WHOLE, Plan, plan_of
from baltic_desk.document.merge_order import RANK, Place, moved, places, places_in_steps
from baltic_desk.document.record import Override
from baltic_desk.document.ring_following import stands_on, unit_place
from baltic_desk.document.store import Entry


@dataclass(frozen=True, eq=False)
class Sides:
    """The three states that are merged; `base` is None where nobody knows what both began with."""

    base: Entries | None
    mine: Entries
    theirs: Entries
    _plans: dict[str, Plan] = field(default_factory=dict[str, Plan])

    @cached_property
    def base_places(self) -> Mapping[str, Place]:
        """Drawing orders of what both began with."""
        return {} if self.base is None else places(self.base)

    @cached_property
    def my_places(self) -> Mapping[str, Place]:
        """Drawing orders of mine."""
        return places(self.mine)

    @cached_property
    def their_places(self) -> Mapping[str, Place]:
        """Drawing orders of theirs."""
        return places(self.theirs)

    @cached_property
    def moved_by_me(self) -> frozenset[str]:
        """What mine has elsewhere in the drawing order than both began with."""
        return moved(self.base_places, self.my_places)

    @cached_property
    def moved_by_them(self) -> frozenset[str]:
        """The same of theirs."""
        return moved(self.base_places, self.their_places)

    @cached_property
    def moved_apart(self) -> frozenset[str]:
        """What theirs has elsewhere than mine."""
        return moved(self.my_places, self.their_places)

    @cached_property
    def my_features(self) -> frozenset[str]:
        """Ids of features that mine has in some phase."""
        return features_in(self.mine)

    @cached_property
    def their_features(self) -> frozenset[str]:
        """Ids of features that theirs has in some phase."""
        return features_in(self.theirs)

    def in_order(self) -> Steps[None]:
        """Look at the drawing orders, bit by bit; else they are when somebody asks for them."""
        known = [("my_places", self.mine), ("their_places", self.theirs)]
        if self.base is not None:
            known.append(("base_places", self.base))
        for name, entries in known:
            if name not in self.__dict__:
                self.__dict__[name] = yield from places_in_steps(entries)
        _ = self.moved_by_me
        yield
        _ = self.moved_by_them
        yield

    def plan(self, key: str) -> Plan:
        """What each side made of a record that both have."""
        found = self._plans.get(key)
        if found is None:
            found = self._plans[key] = self._planned(key)
        return found

    def _planned(self, key: str) -> Plan:
        mine, theirs = self.mine[key].record, self.theirs[key].record
        base = None if self.base is None else self.base.get(key)
        plan = plan_of(None if base is None else base.record, mine, theirs)
        if WHOLE in (*plan.theirs, *plan.conflicts):
            return plan
        here, there = self._ranks(key, base is not None)
        if here and there:
            apart = key in self.moved_apart or (key in self.my_places) != (key in self.their_places)
            return plan if not apart else Plan(plan.theirs, plan.mine, (*plan.conflicts, RANK))
        if there:
            return Plan((*plan.theirs, RANK), plan.mine, plan.conflicts)
        if here:
            return Plan(plan.theirs, (*plan.mine, RANK), plan.conflicts)
        return plan

    def _ranks(self, key: str, based: bool) -> tuple[bool, bool]:
        """Whether mine and theirs have it elsewhere in the drawing order."""
        if not based:
            apart = key in self.moved_apart
            return apart, apart
        was = key in self.base_places
        mine, theirs = key in self.moved_by_me, key in self.moved_by_them
        mine |= (key in self.my_places) != was
        theirs |= (key in self.their_places) != was
        return mine, theirs


def features_in(entries: Entries) -> frozenset[str]:
    """Ids of the features that are there in some phase."""
    found: set[str] = set()
    for key, (record, _) in entries.items():
        match record:
            case Feature() | Foreign():
                found.add(key)
            case Override(change=Feature() | Foreign() as feature):
                found.add(feature.id)
            case _:
                pass
    return frozenset(found)


def unit_of(entry: Entry | None) -> str | None:
    """Id of the unit that a ring is bound to; None for what is bound to none."""
    match entry:
        case Entry(record=Feature(properties=RangeRing(anchor=str(unit_id)))):
            return unit_id
        case _:
            return None


def stands(entries: Entries, key: str, unit_id: str) -> bool:
    """Whether a ring's centre is where its unit is."""
    ring, at = entries[key].record, unit_place(entries.get(unit_id))
    assert isinstance(ring, Feature)
    assert isinstance(ring.properties, RangeRing)
    return at is not None and stands_on(ring.properties, at)


def superiors(entries: Entries) -> dict[str, str | None]:
    """Whom each unit is under beneath all phases, by id."""
    records = (entry.record for entry in entries.values())
    return {
        record.id: record.properties.parent
        for record in records
        if isinstance(record, Feature) and isinstance(record.properties, Unit)
    }


def ring_from(parents: Mapping[str, str | None], start: str) -> Iterator[str]:
    """Units that are under each other in a ring, from one of them up."""
    yield start
    at = parents[start]
    while at is not None and at != start:
        yield at
        at = parents[at]


def parent_of(entry: Entry | None) -> str | None:
    """Id of the unit that a unit is under; None for what is under none."""
    match entry:
        case Entry(record=Feature(properties=Unit(parent=parent))):
            return parent
        case _:
            return None
