"""An open transaction on a document."""

from __future__ import annotations

from baltic_desk.document.record import Movement, Record
from baltic_desk.document.store import Entry, Store


class Change:
    """An open transaction: collects what becomes of each record."""

    def __init__(self, store: Store, top_rank: float) -> None:
        self._store = store
        self.entries: dict[str, Entry | None] = {}
        self.movements: dict[str, Movement | None] = {}
        self._top = top_rank

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

    def come(self, feature_id: str, movement: Movement | None) -> None:
        """Say how a feature comes to where the phase shown has it; of no account where that phase
        does not move it.
        """
        self.movements[feature_id] = movement

    def _next_rank(self) -> float:
        self._top += 1.0
        return self._top
