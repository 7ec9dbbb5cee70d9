"""The records of one phase: read by id, and by sort in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.layout import Layout
from baltic_desk.document.lesson import BriefingStep, Task
from baltic_desk.document.own_systems import OwnSystem
from baltic_desk.document.own_systems import record_id as id_of_own_system
from baltic_desk.document.project import PROJECT_ID, Overlay, Picture, Project
from baltic_desk.document.record import Record
from baltic_desk.document.store import Diff, Entry, Store, by_rank


class Records:
    """What a document shows, as others read it; orders are kept until something in them moves."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._store = Store(entries)
        self._order: dict[str, tuple[str, ...]] | None = None
        self._overlay_order: tuple[str, ...] | None = None
        self._pictures: tuple[Picture, ...] | None = None
        self._own_systems: tuple[OwnSystem, ...] | None = None
        self._steps: tuple[BriefingStep, ...] | None = None
        self._store.subscribe(self._forget_order)

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
            self._overlay_order = tuple(e.record.id for e in by_rank(found))
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
        records = (entry.record for entry in by_rank(self._store.entries()))
        return tuple(record for record in records if isinstance(record, Foreign))

    def picture(self, picture_id: str) -> Picture | None:
        """The picture of that id; None when there is none or it is something else."""
        record = self.get(picture_id)
        return record if isinstance(record, Picture) else None

    def pictures(self) -> tuple[Picture, ...]:
        """The project's own pictures, whether used or not, in the order of their coming."""
        if self._pictures is None:
            found = [e for e in self._store.entries() if isinstance(e.record, Picture)]
            records = (entry.record for entry in by_rank(found))
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
            records = (entry.record for entry in by_rank(found))
            self._own_systems = tuple(r for r in records if isinstance(r, OwnSystem))
        return self._own_systems

    def steps(self) -> tuple[BriefingStep, ...]:
        """The steps of the briefing in order."""
        if self._steps is None:
            found = [e for e in self._store.entries() if isinstance(e.record, BriefingStep)]
            records = (entry.record for entry in by_rank(found))
            self._steps = tuple(r for r in records if isinstance(r, BriefingStep))
        return self._steps

    def tasks(self) -> tuple[Task, ...]:
        """The tasks in order."""
        found = [e for e in self._store.entries() if isinstance(e.record, Task)]
        records = (entry.record for entry in by_rank(found))
        return tuple(record for record in records if isinstance(record, Task))

    def layouts(self) -> tuple[Layout, ...]:
        """The layouts of sheets in order."""
        found = [e for e in self._store.entries() if isinstance(e.record, Layout)]
        records = (entry.record for entry in by_rank(found))
        return tuple(record for record in records if isinstance(record, Layout))

    def entries(self) -> Iterable[Entry]:
        """All entries of the phase that is shown, in no order that means anything."""
        return self._store.entries()

    def subscribe(self, observer: Callable[[Diff], None]) -> Callable[[], None]:
        """Call `observer` after each change, undo and redo; the answer ends it."""
        return self._store.subscribe(observer)

    # -- order -----------------------------------------------------------------------------

    def _forget_order(self, diff: Diff) -> None:
        for entry in (*diff.before.values(), *diff.after.values()):
            match entry:
                case Entry(record=Picture()):
                    self._pictures = None
                case Entry(record=OwnSystem()):
                    self._own_systems = None
                case Entry(record=BriefingStep()):
                    self._steps = None
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
            overlay_id: tuple(entry.record.id for entry in by_rank(found))
            for overlay_id, found in by_overlay.items()
        }


def _place(entry: Entry | None) -> tuple[str, float] | None:
    match entry:
        case None:
            return None
        case Entry(record=Feature() | Foreign() as record, rank=rank):
            return record.overlay, rank
        case Entry(rank=rank):
            return "", rank
