"""What has to be written into a document so that it is a version of itself again."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from msgspec.structs import replace

from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.file_precision import same_in_file
from baltic_desk.document.record import Override, Patch, Record
from baltic_desk.document.store import Entry, Stored
from baltic_desk.document.version_comparison import named_alike
from baltic_desk.document.version_order import longest_rising

_FEATURES = "features"


def restored_entries(present: Stored, wanted: Stored) -> dict[str, Entry | None]:
    """Entries by key, for `Document.restructure`, that make what is stored the wanted version.

    What a file cannot tell apart stays the record that it is, and nothing is written that is so
    already: the step is small where little differs, and what is drawn need not be drawn anew. What
    lies in the order as it did keeps its rank; all else is given one between.
    """
    wanted = named_alike(wanted, present)
    scales = _scales(present, wanted)
    written: dict[str, Entry | None] = {key: None for key in present if key not in wanted}
    for key, entry in wanted.items():
        now = present.get(key)
        placed = _placed(entry, scales[_list_of(entry.record)], now)
        if placed != now:
            written[key] = placed
    return written


class _Scale:
    """Ranks of one version as ranks of another, rising as they do.

    Parameters
    ----------
    pairs
        A rank of the one and what it is in the other, of records that lie in the same order in
        both; between and beyond them the others keep their distances.
    """

    def __init__(self, pairs: Iterable[tuple[float, float]]) -> None:
        self._of: list[float] = []
        self._to: list[float] = []
        for of, to in pairs:
            if not self._of or (of > self._of[-1] and to > self._to[-1]):
                self._of.append(of)
                self._to.append(to)

    def rank(self, of: float) -> float:
        """What a rank is in the other version."""
        if not self._of:
            return of
        k = bisect.bisect_left(self._of, of)
        if k < len(self._of) and self._of[k] == of:
            return self._to[k]
        if k == 0:
            return self._to[0] - (self._of[0] - of)
        if k == len(self._of):
            return self._to[-1] + (of - self._of[-1])
        share = (of - self._of[k - 1]) / (self._of[k] - self._of[k - 1])
        return self._to[k - 1] + share * (self._to[k] - self._to[k - 1])

    def keeps_apart(self, ranks: Iterable[float]) -> bool:
        """Whether different ranks are different there: between two there is but so much room."""
        return all(self.rank(a) < self.rank(b) for a, b in pairwise(sorted(set(ranks))))


def _scales(present: Stored, wanted: Stored) -> defaultdict[str, _Scale]:
    """For each list the scale from the wanted version to what is present."""
    in_wanted: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    ranks: defaultdict[str, set[float]] = defaultdict(set)
    for key, entry in wanted.items():
        ranks[_list_of(entry.record)].update(_ranks_in(entry))
        if not isinstance(entry.record, Override):
            in_wanted[_list_of(entry.record)].append((entry.rank, key))
    scales: defaultdict[str, _Scale] = defaultdict(lambda: _Scale(()))
    for name, ranked in in_wanted.items():
        both = [(rank, present[key].rank) for rank, key in sorted(ranked) if key in present]
        # Of the same rank: none of them says anything of the order.
        by_rank = sorted(range(len(both)), key=lambda k: (both[k][1], k))
        place = {k: number for number, k in enumerate(by_rank)}
        rising = longest_rising([place[k] for k in range(len(both))])
        scale = _Scale(both[k] for k in rising)
        if scale.keeps_apart(ranks[name]):
            scales[name] = scale
    return scales


def _list_of(record: Record) -> str:
    """What is in one order: all features together, as their phases have them; or a list."""
    return _FEATURES if isinstance(record, Feature | Foreign | Override) else type(record).__name__


def _ranks_in(entry: Entry) -> tuple[float, ...]:
    match entry.record:
        case Override(change=Patch(rank=rank)):
            return () if rank is None else (rank,)
        case Override(change=Feature() | Foreign()):
            return (entry.rank,)
        case Override():
            return ()
        case _:
            return (entry.rank,)


def _placed(entry: Entry, scale: _Scale, now: Entry | None) -> Entry:
    """The wanted entry with ranks as they are present, and the present record if it is the same."""
    record, rank = entry.record, entry.rank
    if isinstance(record, Override):
        if isinstance(record.change, Patch) and record.change.rank is not None:
            moved = replace(record.change, rank=scale.rank(record.change.rank))
            record = replace(record, change=moved)
        if isinstance(record.change, Feature | Foreign):
            rank = scale.rank(rank)
    else:
        rank = scale.rank(rank)
    if now is not None and _same(now.record, record):
        record = now.record
    return Entry(record, rank)


def _same(now: Record, record: Record) -> bool:
    if not same_in_file(now, record):
        return False
    if isinstance(now, Override) and isinstance(record, Override):
        one, other = now.change, record.change
        if isinstance(one, Patch) and isinstance(other, Patch):
            return one.rank == other.rank
    return True
