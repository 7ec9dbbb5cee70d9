"""What a document is made of beneath what it shows: its base, and what each phase changes.

A feature in a phase is that of the phase before with the phase's override done to it. A ring that
stood on its unit goes where a phase moves the unit, whether or not the ring was there at the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from baltic_desk.document.courses import Courses
from baltic_desk.document.feature import Feature, Foreign, RangeRing
from baltic_desk.document.layer_pen import LayerPen, is_overlay, keeping_movement
from baltic_desk.document.lesson import Phase
from baltic_desk.document.patching import change_between, moves
from baltic_desk.document.record import (
    OVERRIDE_PREFIX,
    Gone,
    Movement,
    Override,
    Patch,
    override,
    override_id,
)
from baltic_desk.document.ring_following import is_ring, may_be_ring, recentred
from baltic_desk.document.store import Diff, Entry

NO_MOVEMENTS: Mapping[str, Movement | None] = {}

_OF_PHASES = (Feature, Foreign)
"""Records that phases may change; all others are the same in each."""


class Layers:
    """The base and the overrides, by phase. Changed by `write` and `apply` alone."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.base: dict[str, Entry] = {}
        self._overrides: dict[str, dict[str, Entry]] = {}
        self._where: dict[str, set[str]] = {}
        """Phases that override a feature, by its id."""
        self._courses = Courses(self.base, self._overrides, self._where)
        for entry in entries:
            record = entry.record
            if isinstance(record, Override):
                self.put(record.id, entry)
            else:
                # Nothing was made of it yet that is to be made anew.
                self.base[record.id] = entry

    # -- reading ---------------------------------------------------------------------------

    def entries(self) -> Iterator[Entry]:
        """All that is stored, overrides last."""
        yield from self.base.values()
        for overrides in self._overrides.values():
            yield from overrides.values()

    def phases(self) -> tuple[Phase, ...]:
        """The phases in order."""
        found = (self.base[i].record for i in self.order)
        return tuple(each for each in found if isinstance(each, Phase))

    @property
    def order(self) -> tuple[str, ...]:
        """Ids of the phases, the first first."""
        return self._courses.order

    def overrides(self, phase: str) -> Mapping[str, Entry]:
        """Entries of a phase's overrides by the id of the feature."""
        return self._overrides.get(phase, {})

    def entry(self, record_id: str, phase: str | None) -> Entry | None:
        """A record as it is in a phase; in the first for None."""
        return self._courses.at(record_id, self._index(phase))

    def state(self, phase: str | None) -> dict[str, Entry]:
        """All features of a phase by id."""
        index = self._index(phase)
        found = {i: e for i, e in self.base.items() if isinstance(e.record, _OF_PHASES)}
        for record_id in self._touched(self.order[1 : index + 1]):
            entry = self._courses.at(record_id, index)
            if entry is None:
                found.pop(record_id, None)
            else:
                found[record_id] = entry
        return found

    def top_rank(self) -> float:
        """The highest rank in any phase."""
        return max((entry.rank for entry in self.entries()), default=0.0)

    # -- changing --------------------------------------------------------------------------

    def write(
        self,
        wanted: Mapping[str, Entry | None],
        phase: str | None,
        movements: Mapping[str, Movement | None] = NO_MOVEMENTS,
    ) -> Diff:
        """Make these records so in a phase; the diff of what is stored.

        Features are changed in that phase only (in all of them where it is the first, but for
        what later ones change). Everything else is the same in all phases. Overrides that no
        longer have anything to change are dropped with what they changed.

        Parameters
        ----------
        movements
            How features come there; those not in it come as they did.
        """
        pen = LayerPen(self)
        index = self._index(phase)
        # Units first: a ring that goes where its unit went needs no change of its own.
        for record_id in sorted(wanted, key=lambda i: is_ring(wanted[i])):
            entry = wanted[record_id]
            present = entry or self._courses.at(record_id, index)
            if index == 0 or present is None or not isinstance(present.record, _OF_PHASES):
                pen.set(record_id, entry)
            else:
                self._write_change(pen, record_id, entry, index, movements)
        gone = {i for i, e in wanted.items() if e is None and i in pen.before}
        for overlay_id in [i for i in gone if is_overlay(pen.before.get(i))]:
            self._clear_overlay(pen, overlay_id)
        self._drop_idle(pen)
        return pen.diff()

    def apply(self, diff: Diff) -> frozenset[str]:
        """Make a diff of what is stored true; ids of records that it may have changed anywhere."""
        for key, entry in diff.after.items():
            self.put(key, entry)
        return self.affected(diff)

    def affected(self, diff: Diff) -> frozenset[str]:
        """Ids of records that may be other than before in some phase, after a diff was made."""
        found: set[str] = set()
        phases_changed = False
        for key, after in diff.after.items():
            entry = after or diff.before[key]
            match entry:
                case Entry(record=Override(change=change)):
                    found.add(change.id)
                case Entry(record=Phase()):
                    found.add(key)
                    before = diff.before[key]
                    phases_changed |= before is None or after is None or before.rank != after.rank
                case _:
                    found.add(key)
        if phases_changed:
            found |= self._touched(self._overrides)
        return self._with_rings(found)

    def changed_between(self, phase: str | None, other: str | None) -> frozenset[str]:
        """Ids of features that may differ between two phases."""
        low, high = sorted((self._index(phase), self._index(other)))
        return self._touched(self.order[low + 1 : high + 1])

    # -- inside ----------------------------------------------------------------------------

    def _index(self, phase: str | None) -> int:
        return 0 if phase is None else self._courses.numbers.get(phase, 0)

    def put(self, key: str, entry: Entry | None) -> None:
        """Store an entry under its id, or take out what is there; for `write` and `apply`."""
        before = self.get(key)
        for each in (before, entry):
            if each is None:
                continue
            match each.record:
                case Phase():
                    self._courses.forget_order()
                case Override(phase=phase, change=change):
                    self._courses.forget(change.id, may_be_ring=may_be_ring(change))
                    if entry is None:
                        self._drop(phase, change.id)
                    else:
                        self._overrides.setdefault(phase, {})[change.id] = entry
                        self._where.setdefault(change.id, set()).add(phase)
                    continue
                case Feature(properties=RangeRing()):
                    self._courses.forget(key, may_be_ring=True)
                case _:
                    self._courses.forget(key, may_be_ring=False)
            if entry is None:
                self.base.pop(key, None)
            else:
                self.base[key] = entry

    def _drop(self, phase: str, feature_id: str) -> None:
        """Take an override out, and nothing of it stays: phases come and go for hours."""
        kept, where = self._overrides.get(phase, {}), self._where.get(feature_id, set())
        kept.pop(feature_id, None)
        where.discard(phase)
        if not kept:
            self._overrides.pop(phase, None)
        if not where:
            self._where.pop(feature_id, None)

    def get(self, key: str) -> Entry | None:
        """What is stored under a key: a record's id, or an override's."""
        found = self.base.get(key)
        if found is None and "\x00" in key:
            phase, _, feature_id = key.partition("\x00")
            of_phase = self._overrides.get(phase[_PREFIX:], {})
            found = of_phase.get(feature_id)
            if found is not None and found.record.id != key:
                return None
        return found

    def _touched(self, phases: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        for phase in phases:
            found.update(self._overrides.get(phase, ()))
        return self._with_rings(found)

    def _with_rings(self, ids: set[str]) -> frozenset[str]:
        if len(self.order) > 1:
            rings = self._courses.rings_by_anchor()
            for unit_id in tuple(ids):
                ids |= rings.get(unit_id, frozenset())
        return frozenset(ids)

    def _write_change(
        self,
        pen: LayerPen,
        record_id: str,
        wanted: Entry | None,
        k: int,
        movements: Mapping[str, Movement | None],
    ) -> None:
        phase = self.order[k]
        below = self._courses.at(record_id, k - 1)
        unit = self._courses.moved_unit(below, None, k)
        below = below if below is None or unit is None else recentred(below, unit)
        change = change_between(below, wanted)
        present = self._overrides.get(phase, {}).get(record_id)
        if isinstance(change, Patch) and moves(change):
            if record_id in movements:
                change = replace(change, movement=movements[record_id])
            else:
                change = keeping_movement(change, present)
        rank = wanted.rank if wanted is not None and isinstance(change, _OF_PHASES) else 0.0
        entry = None if change is None else Entry(override(phase, change), rank)
        pen.set(override_id(phase, record_id), entry)

    def _clear_overlay(self, pen: LayerPen, overlay_id: str) -> None:
        """An overlay takes everything on it in whatever phase."""
        for record_id, entry in tuple(self.base.items()):
            if isinstance(entry.record, _OF_PHASES) and entry.record.overlay == overlay_id:
                pen.set(record_id, None)
        for phase, overrides in tuple(self._overrides.items()):
            for entry in tuple(overrides.values()):
                assert isinstance(entry.record, Override)
                change = entry.record.change
                match change:
                    case Feature() | Foreign() if change.overlay == overlay_id:
                        pen.set(entry.record.id, None)
                    case Patch() if change.properties.get("overlay") == overlay_id:
                        gone = override(phase, Gone(id=change.id))
                        pen.set(entry.record.id, Entry(gone, 0.0))
                    case _:
                        pass

    def _drop_idle(self, pen: LayerPen) -> None:
        """Overrides that have nothing to change any more."""
        ids = {self._feature_of(key) for key in pen.before}
        for record_id in ids:
            for k in range(1, len(self.order)):
                over = self._overrides.get(self.order[k], {}).get(record_id)
                if over is None:
                    continue
                assert isinstance(over.record, Override)
                idle = isinstance(over.record.change, Patch | Gone)
                if idle and self._courses.at(record_id, k - 1) is None:
                    pen.set(over.record.id, None)

    @staticmethod
    def _feature_of(key: str) -> str:
        # Ids of features may hold anything: what comes from a file is not asked to be neat.
        return key.partition("\x00")[2] if key.startswith(OVERRIDE_PREFIX) else key


_PREFIX = len(override_id("", "").partition("\x00")[0])
