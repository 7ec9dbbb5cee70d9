"""A project in memory: records in drawing order, changed by named, undoable transactions."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager

from baltic_desk.document.feature import (
    PROJECT_ID,
    Feature,
    Foreign,
    Overlay,
    Picture,
    Project,
)
from baltic_desk.document.history import History
from baltic_desk.document.own_systems import OwnSystem
from baltic_desk.document.own_systems import record_id as id_of_own_system
from baltic_desk.document.record import Record
from baltic_desk.document.store import Diff, Entry, Store


def new_id() -> str:
    """A fresh id for a feature or overlay."""
    return str(uuid.uuid4())


class Change:
    """An open transaction: collects what becomes of each record."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.entries: dict[str, Entry | None] = {}
        self._top = max((entry.rank for entry in store.entries()), default=0.0)

    def get(self, record_id: str) -> Entry | None:
        """The entry as this transaction leaves it."""
        if record_id in self.entries:
            return self.entries[record_id]
        return self._store.get(record_id)

    def put(self, record: Record, rank: float | None = None) -> None:
        """Add or replace a record; it keeps its place, a new one goes on top."""
        if rank is None:
            present = self.get(record.id)
            rank = self._next_rank() if present is None else present.rank
        self._top = max(self._top, rank)
        self.entries[record.id] = Entry(record, rank)

    def remove(self, record_id: str) -> None:
        """Take a record out.

        Raises
        ------
        KeyError
            When there is none of that id.
        """
        if self.get(record_id) is None:
            raise KeyError(record_id)
        self.entries[record_id] = None

    def _next_rank(self) -> float:
        self._top += 1.0
        return self._top


class Document:
    """Records, transactions, history. Whoever cares subscribes and reads the diffs."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._store = Store(entries)
        if PROJECT_ID not in self._store:
            self._store.apply(Diff({PROJECT_ID: None}, {PROJECT_ID: Entry(Project(), 0.0)}))
        self.history = History()
        self._open = False
        self._order: dict[str, tuple[str, ...]] | None = None
        self._overlay_order: tuple[str, ...] | None = None
        self._pictures: tuple[Picture, ...] | None = None
        self._own_systems: tuple[OwnSystem, ...] | None = None
        self._store.subscribe(self._forget_order)

    # -- reading ---------------------------------------------------------------------------

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._store

    def __len__(self) -> int:
        return len(self._store)

    def get(self, record_id: str) -> Record | None:
        """The record of that id, or None."""
        entry = self._store.get(record_id)
        return None if entry is None else entry.record

    def feature(self, record_id: str) -> Feature | None:
        """The feature of that id; None when there is none or it is something else."""
        record = self.get(record_id)
        return record if isinstance(record, Feature) else None

    def rank(self, record_id: str) -> float:
        """Its place in the drawing order (KeyError when there is no such record)."""
        entry = self._store.get(record_id)
        if entry is None:
            raise KeyError(record_id)
        return entry.rank

    @property
    def project(self) -> Project:
        """Title, marking and the like."""
        record = self.get(PROJECT_ID)
        assert isinstance(record, Project)
        return record

    def overlays(self) -> tuple[Overlay, ...]:
        """All overlays, the lowest first."""
        if self._overlay_order is None:
            found = [e for e in self._store.entries() if isinstance(e.record, Overlay)]
            self._overlay_order = tuple(e.record.id for e in sorted(found, key=_by_rank))
        records = map(self.get, self._overlay_order)
        return tuple(record for record in records if isinstance(record, Overlay))

    def ids_on(self, overlay_id: str) -> tuple[str, ...]:
        """Ids of the features and foreign features on an overlay, the lowest first."""
        if self._order is None:
            self._order = self._ordered_ids()
        return self._order.get(overlay_id, ())

    def features_on(self, overlay_id: str) -> tuple[Feature, ...]:
        """Features of an overlay, the lowest first."""
        records = map(self.get, self.ids_on(overlay_id))
        return tuple(record for record in records if isinstance(record, Feature))

    def features(self) -> Iterator[Feature]:
        """All features, overlay by overlay, in drawing order."""
        for overlay in self.overlays():
            yield from self.features_on(overlay.id)

    def foreign(self) -> tuple[Foreign, ...]:
        """Features of the file that were not understood."""
        records = (entry.record for entry in sorted(self._store.entries(), key=_by_rank))
        return tuple(record for record in records if isinstance(record, Foreign))

    def picture(self, picture_id: str) -> Picture | None:
        """The picture of that id; None when there is none or it is something else."""
        record = self.get(picture_id)
        return record if isinstance(record, Picture) else None

    def pictures(self) -> tuple[Picture, ...]:
        """The project's own pictures, whether used or not, in the order of their coming."""
        if self._pictures is None:
            found = [e for e in self._store.entries() if isinstance(e.record, Picture)]
            records = (entry.record for entry in sorted(found, key=_by_rank))
            self._pictures = tuple(r for r in records if isinstance(r, Picture))
        return self._pictures

    def own_system(self, system_id: str) -> OwnSystem | None:
        """The project's own entry for a system; None when it has none."""
        record = self.get(id_of_own_system(system_id))
        return record if isinstance(record, OwnSystem) else None

    def own_systems(self) -> tuple[OwnSystem, ...]:
        """The project's own entries of the catalogue of systems, in the order of their coming."""
        if self._own_systems is None:
            found = [e for e in self._store.entries() if isinstance(e.record, OwnSystem)]
            records = (entry.record for entry in sorted(found, key=_by_rank))
            self._own_systems = tuple(r for r in records if isinstance(r, OwnSystem))
        return self._own_systems

    def entries(self) -> Iterable[Entry]:
        """All entries, in no order that means anything."""
        return self._store.entries()

    def subscribe(self, observer: Callable[[Diff], None]) -> Callable[[], None]:
        """Call `observer` after each change, undo and redo; the answer ends it."""
        return self._store.subscribe(observer)

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
            change = Change(self._store)
            yield change
        finally:
            self._open = False
        diff = _diff(self._store, change.entries)
        if diff.after:
            self.history.record(label, diff)
            self._store.apply(diff)

    def undo(self) -> str | None:
        """Take back the last step; its label, or None when there was none."""
        step = self.history.back()
        if step is None:
            return None
        self._store.apply(step.diff.inverse())
        return step.label

    def redo(self) -> str | None:
        """Do the last undone step again; its label, or None when there was none."""
        step = self.history.forward()
        if step is None:
            return None
        self._store.apply(step.diff)
        return step.label

    # -- order -----------------------------------------------------------------------------

    def _forget_order(self, diff: Diff) -> None:
        for entry in (*diff.before.values(), *diff.after.values()):
            match entry:
                case Entry(record=Picture()):
                    self._pictures = None
                case Entry(record=OwnSystem()):
                    self._own_systems = None
                case _:
                    pass
        for record_id, after in diff.after.items():
            before = diff.before[record_id]
            if _place(before) != _place(after):
                self._order = None
                self._overlay_order = None
                return

    def _ordered_ids(self) -> dict[str, tuple[str, ...]]:
        by_overlay: dict[str, list[Entry]] = {}
        for entry in self._store.entries():
            if isinstance(entry.record, Feature | Foreign):
                by_overlay.setdefault(entry.record.overlay, []).append(entry)
        return {
            overlay_id: tuple(entry.record.id for entry in sorted(found, key=_by_rank))
            for overlay_id, found in by_overlay.items()
        }


def _by_rank(entry: Entry) -> float:
    return entry.rank


def _place(entry: Entry | None) -> tuple[str, float] | None:
    match entry:
        case None:
            return None
        case Entry(record=Feature() | Foreign() as record, rank=rank):
            return record.overlay, rank
        case Entry(rank=rank):
            return "", rank


def _diff(store: Store, entries: dict[str, Entry | None]) -> Diff:
    before = {record_id: store.get(record_id) for record_id in entries}
    changed = [record_id for record_id in entries if before[record_id] != entries[record_id]]
    return Diff({i: before[i] for i in changed}, {i: entries[i] for i in changed})
