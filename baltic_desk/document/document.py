"""A project in memory: records in drawing order, changed by named, undoable transactions.

A document shows one phase at a time: all that is read of it is that phase's, and what is edited is
edited there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager

from baltic_desk.document.change import Change as Change
from baltic_desk.document.feature import Feature
from baltic_desk.document.history import History
from baltic_desk.document.layers import Layers
from baltic_desk.document.lesson import Phase
from baltic_desk.document.movements import Moved, movements_of
from baltic_desk.document.own_systems import OwnSystem
from baltic_desk.document.project import PROJECT_ID, Overlay, Picture, Project
from baltic_desk.document.record import Override, override_id
from baltic_desk.document.records import Records
from baltic_desk.document.store import Diff, Entry


def new_id() -> str:
    """A fresh id for a feature or overlay: a UUID of version 4 (RFC 9562, 5.4).

    By hand it takes a third of the time of `uuid`: a file may hold 200,000 features without one.
    """
    d = os.urandom(16).hex()
    return f"{d[:8]}-{d[8:12]}-4{d[13:16]}-{_VARIANTS[d[16]]}{d[17:20]}-{d[20:]}"


_VARIANTS = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))


class Document(Records):
    """Records, transactions, history. Whoever cares subscribes and reads the diffs.

    Parameters
    ----------
    entries
        All that is stored, what phases change in it included. The first phase is shown.
    moved
        What has moved there, for a document without phases that is one of another's.
    """

    def __init__(self, entries: Iterable[Entry] = (), *, moved: tuple[Moved, ...] = ()) -> None:
        self._layers = Layers(entries)
        if PROJECT_ID not in self._layers.base:
            self._layers.apply(Diff({PROJECT_ID: None}, {PROJECT_ID: Entry(Project(), 0.0)}))
        super().__init__(self._layers.base.values())
        self._phase: str | None = next(iter(self._layers.order), None)
        self._phase_observers: list[Callable[[str | None], None]] = []
        self._stored_observers: list[Callable[[frozenset[str]], None]] = []
        self._moved = moved
        self.history = History()
        self._open = False

    # -- phases ----------------------------------------------------------------------------

    def phases(self) -> tuple[Phase, ...]:
        """The phases in order; none where the project has only what it shows."""
        return self._layers.phases()

    @property
    def phase(self) -> str | None:
        """Id of the phase that is shown; None where there are none."""
        return self._phase

    def show_phase(self, phase_id: str) -> None:
        """Show another phase: observers hear what is seen otherwise. Nothing is changed by it.

        Raises
        ------
        KeyError
            When there is none of that id.
        RuntimeError
            While an edit is open.
        """
        if phase_id not in self._layers.order:
            raise KeyError(phase_id)
        if self._open:
            raise RuntimeError("an edit is open: it belongs to the phase that is shown")
        if phase_id != self._phase:
            self._show(frozenset(), phase_id)

    def on_phase(self, observer: Callable[[str | None], None]) -> Callable[[], None]:
        """Call `observer` with the phase shown when it or the phases change; the answer ends it."""
        self._phase_observers.append(observer)
        return lambda: self._phase_observers.remove(observer)

    def on_stored(self, observer: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call `observer` after each change, seen or not, with what may be other in some phase.

        Ids are those of records; a feature's stands for what phases change in it as well.
        """
        self._stored_observers.append(observer)
        return lambda: self._stored_observers.remove(observer)

    def entry_in(self, phase_id: str | None, record_id: str) -> Entry | None:
        """A record as it is in a phase; in the first for None."""
        return self._layers.entry(record_id, phase_id)

    def state(self, phase_id: str | None) -> dict[str, Entry]:
        """Entries of the features in a phase by id; of the first for None."""
        return self._layers.state(phase_id)

    def feature_in(self, phase_id: str | None, feature_id: str) -> Feature | None:
        """A feature as a phase has it (the first for None); None when it is not there then."""
        entry = self._layers.entry(feature_id, phase_id)
        return entry.record if entry is not None and isinstance(entry.record, Feature) else None

    def changes_in(self, phase_id: str) -> tuple[Override, ...]:
        """What a phase changes, in the order of changing; nothing for the first."""
        found = (entry.record for entry in self._layers.overrides(phase_id).values())
        return tuple(record for record in found if isinstance(record, Override))

    def change_in(self, phase_id: str, feature_id: str) -> Override | None:
        """What a phase changes in a feature, if it does."""
        entry = self._layers.get(override_id(phase_id, feature_id))
        return entry.record if entry is not None and isinstance(entry.record, Override) else None

    def movements(self, phase_id: str | None = None) -> tuple[Moved, ...]:
        """What a phase moves (the one shown for None); of a snapshot, what its phase moved."""
        if not self._layers.order:
            return self._moved
        return movements_of(self._layers, self._phase if phase_id is None else phase_id)

    def movement_of(self, feature_id: str) -> Moved | None:
        """How a feature comes to where the phase shown has it; None where that moves it not."""
        if not self._layers.order:
            return next((moved for moved in self._moved if moved.id == feature_id), None)
        return next(iter(movements_of(self._layers, self._phase, (feature_id,))), None)

    def phase_before(self) -> str | None:
        """Id of the phase before the one shown; None in the first."""
        order = self._layers.order
        place = order.index(self._phase) if self._phase in order else 0
        return order[place - 1] if place else None

    def take_movements(self, moved: tuple[Moved, ...]) -> None:
        """Show other movements, in a document that is a snapshot; observers of phases hear it."""
        if moved != self._moved:
            self._moved = moved
            self._tell_phase()

    def rank_in(self, phase_id: str, feature_id: str) -> float:
        """Rank of what a phase puts in (KeyError when it changes nothing of that feature)."""
        return self._layers.overrides(phase_id)[feature_id].rank

    def all_entries(self) -> Iterator[Entry]:
        """All that is stored: what `entries` gives for the first phase, and all overrides."""
        return self._layers.entries()

    def stored(self, key: str) -> Entry | None:
        """What is stored under a record's id, or an override's."""
        return self._layers.get(key)

    def snapshot(self, phase_id: str | None = None) -> Document:
        """What a phase shows (the one shown now for None), as a document of its own.

        It has no phases, steps or tasks, and no history; but it knows what that phase has moved.
        """
        return Document(self._in_snapshot(phase_id), moved=self.movements(phase_id))

    def mirror(self, document: Document, phase_id: str | None = None) -> None:
        """Become what a snapshot of another document's phase is, if this is such a snapshot.

        Observers hear what is other than before; it is no step of undo.
        """
        present = {entry.record.id: entry for entry in self._layers.entries()}
        wanted = {entry.record.id: entry for entry in document._in_snapshot(phase_id)}
        ids = [i for i in present | wanted if present.get(i) is not wanted.get(i)]
        diff = Diff({i: present.get(i) for i in ids}, {i: wanted.get(i) for i in ids})
        if ids:
            self._show(self._layers.apply(diff), None, stored=diff)
        self.take_movements(document.movements(phase_id))

    def _in_snapshot(self, phase_id: str | None) -> tuple[Entry, ...]:
        features = self._layers.state(self._phase if phase_id is None else phase_id)
        others = (e for e in self._layers.base.values() if isinstance(e.record, _IN_SNAPSHOT))
        return (*others, *features.values())

    # -- changing --------------------------------------------------------------------------

    @contextmanager
    def edit(self, label: str) -> Generator[Change]:
        """One undo step, all or nothing: an exception inside leaves the document as it was.

        Raises
        ------
        RuntimeError
            When another edit is open: transactions do not nest.
        """
        if self._open:
            raise RuntimeError("an edit is open already; transactions do not nest")
        self._open = True
        try:
            change = Change(self._store, self._layers.top_rank())
            yield change
        finally:
            self._open = False
        wanted = {i: e for i, e in change.entries.items() if self._store.get(i) != e}
        wanted |= {i: change.get(i) for i in change.movements if i not in wanted}
        diff = self._layers.write(wanted, self._phase, change.movements)
        if diff.after:
            phase = self._phase if self._phase is not None else next(iter(self._layers.order), None)
            self.history.record(label, diff, (self._phase, phase))
            self._show(self._layers.affected(diff), phase, stored=diff)

    def restructure(
        self, label: str, entries: Mapping[str, Entry | None], show: str | None = None
    ) -> None:
        """One undo step on what is stored, overrides by their own ids: for what phases are made of.

        Parameters
        ----------
        show
            Phase to show from then on; the present one for None, the first where that has gone.
        """
        if self._open:
            raise RuntimeError("an edit is open already; transactions do not nest")
        before = {key: self._layers.get(key) for key in entries}
        changed = [key for key in entries if before[key] != entries[key]]
        if not changed:
            return
        diff = Diff({k: before[k] for k in changed}, {k: entries[k] for k in changed})
        was = self._phase
        affected = self._layers.apply(diff)
        self.history.record(label, diff, (was, self._present(show or was)))
        self._show(affected, show or was, stored=diff)

    def undo(self) -> str | None:
        """Take back the last step; its label, or None when there was none.

        The phase that it was done in is shown.
        """
        step = self.history.back()
        if step is None:
            return None
        diff = step.diff.inverse()
        self._show(self._layers.apply(diff), step.phases[0], stored=diff)
        return step.label

    def redo(self) -> str | None:
        """Do the last undone step again; its label, or None when there was none."""
        step = self.history.forward()
        if step is None:
            return None
        self._show(self._layers.apply(step.diff), step.phases[1], stored=step.diff)
        return step.label

    def _present(self, phase: str | None) -> str | None:
        """That phase, or the first where there is none such."""
        order = self._layers.order
        return phase if phase in order else next(iter(order), None)

    def _show(
        self, affected: frozenset[str], phase: str | None, *, stored: Diff | None = None
    ) -> None:
        """Show what is stored in a phase; observers hear what is other than before."""
        was, self._phase = self._phase, self._present(phase)
        ids = set(affected)
        if was != self._phase:
            # A phase that has gone may have changed anything that any phase changes.
            known = was is None or was in self._layers.order
            ids |= self._layers.changed_between(was, self._phase) if known else self._store.ids()
        before = {i: self._store.get(i) for i in ids}
        after = {i: self._layers.entry(i, self._phase) for i in ids}
        seen = [i for i in ids if before[i] != after[i]]
        self._store.apply(Diff({i: before[i] for i in seen}, {i: after[i] for i in seen}))
        if stored is not None:
            for hear in tuple(self._stored_observers):
                hear(affected)
        if was != self._phase or (stored is not None and _has_phases(stored)):
            self._tell_phase()

    def _tell_phase(self) -> None:
        for observer in tuple(self._phase_observers):
            observer(self._phase)


def _has_phases(diff: Diff) -> bool:
    sides = (diff.before.values(), diff.after.values())
    return any(
        entry is not None and isinstance(entry.record, Phase | Override)
        for side in sides
        for entry in side
    )


_IN_SNAPSHOT = (Overlay, Project, Picture, OwnSystem)
