"""Records by id with their place in the drawing order; changed only as whole diffs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from baltic_desk.document.record import Record

Observer = Callable[["Diff"], None]


class Entry(NamedTuple):
    """A record and its rank: higher ranks are drawn later, on top."""

    record: Record
    rank: float


Stored = Mapping[str, Entry]
"""All that a document stores, by the keys under which it does."""


_rank = itemgetter(1)


def by_rank(entries: Iterable[Entry]) -> list[Entry]:
    """Entries in their order, the lowest first; of two at one rank the one with the lower id.

    Ranks are told apart within an overlay and a phase. Elsewhere two may meet, and the order in
    which a document holds them is another after undo and redo, and after reading it from a file.
    """
    found = sorted(entries, key=_rank)
    if any(one[1] == other[1] for one, other in pairwise(found)):
        found.sort(key=_rank_and_id)
    return found


def _rank_and_id(entry: Entry) -> tuple[float, str]:
    return entry.rank, entry.record.id


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
