"""Records by id with their place in the drawing order; changed only as whole diffs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from baltic_desk.document.record import Record

Observer = Callable[["Diff"], None]


class Entry(NamedTuple):
    """A record and its rank: higher ranks are drawn later, on top."""

    record: Record
    rank: float


class Diff(NamedTuple):
    """What one transaction did: entries before and after, by id; None where absent."""

    before: Mapping[str, Entry | None]
    after: Mapping[str, Entry | None]

    def inverse(self) -> Diff:
        """The diff that takes this one back."""
        return Diff(self.after, self.before)

    def ids(self) -> frozenset[str]:
        """Ids of all records that it touches."""
        return frozenset(self.after)


class Store:
    """All entries of a document. Observers hear each diff after it is applied."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: dict[str, Entry] = {entry.record.id: entry for entry in entries}
        self._observers: list[Observer] = []

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._entries

    def ids(self) -> Set[str]:
        """Ids of all records."""
        return self._entries.keys()

    def get(self, record_id: str) -> Entry | None:
        """The entry of that id, or None."""
        return self._entries.get(record_id)

    def entries(self) -> Iterable[Entry]:
        """All entries, in no order that means anything."""
        return self._entries.values()

    def subscribe(self, observer: Observer) -> Callable[[], None]:
        """Call `observer` with each diff from now on; the answer ends it."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def apply(self, diff: Diff) -> None:
        """Make the diff's `after` true and tell the observers."""
        for record_id, entry in diff.after.items():
            if entry is None:
                self._entries.pop(record_id, None)
            else:
                self._entries[record_id] = entry
        for observer in tuple(self._observers):
            observer(diff)
