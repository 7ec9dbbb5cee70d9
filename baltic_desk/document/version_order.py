"""What has another place in the drawing order, or in a list, from one version to the other.

Ranks say nothing by themselves: each reading of a file numbers them anew. What has one rank lies
by its id, as it is drawn and as it is written.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.record import Gone, Override, Patch, Record
from baltic_desk.document.store import Entry, Stored

_Sheet = str
"""What is ordered within itself: an overlay's features ("overlay:" and its id), or a list."""


def shifted(before: Stored, after: Stored) -> frozenset[str]:
    """Keys of what is elsewhere in the order, among what is on the same sheet in both.

    As few as can be: where one feature is brought to the front, it is that one alone.
    """
    was, now = _sheets(before), _sheets(after)
    found: set[str] = set()
    resting: dict[_Sheet, list[str]] = {}
    for sheet, keys in was.items():
        place = {key: number for number, key in enumerate(now.get(sheet, ()))}
        both = [key for key in keys if key in place]
        resting[sheet] = [both[k] for k in longest_rising([place[key] for key in both])]
        found.update(set(both).difference(resting[sheet]))
    return frozenset(found | _shifted_overrides(before, after, resting))


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """Indices of a longest run of numbers that rise, among different numbers.

    >>> longest_rising([0, 4, 1, 2, 3])
    [0, 2, 3, 4]
    """
    ends: list[int] = []
    last: list[int] = []
    """Index of the smallest number that a run of each length can end in."""
    before: list[int] = []
    for index, number in enumerate(numbers):
        length = bisect.bisect(ends, number)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(number)
            last.append(index)
        else:
            ends[length], last[length] = number, index
    run: list[int] = []
    at = last[-1] if last else -1
    while at >= 0:
        run.append(at)
        at = before[at]
    return run[::-1]


def _sheets(version: Stored) -> dict[_Sheet, list[str]]:
    """Keys by sheet, the lowest first."""
    found: defaultdict[_Sheet, list[tuple[float, str]]] = defaultdict(list)
    for key, entry in version.items():
        if not isinstance(entry.record, Override):
            found[_sheet(entry.record)].append((entry.rank, key))
    return {sheet: [key for _, key in sorted(ranked)] for sheet, ranked in found.items()}


def _sheet(record: Record) -> _Sheet:
    if isinstance(record, Feature | Foreign):
        return f"overlay:{record.overlay}"
    return type(record).__name__


# -- where phases put their features ---------------------------------------------------------------


def _shifted_overrides(
    before: Stored, after: Stored, resting: Mapping[_Sheet, Sequence[str]]
) -> set[str]:
    """Overrides that put their feature elsewhere among those that stay where they are."""
    by_phase: defaultdict[str, list[str]] = defaultdict(list)
    for key in before.keys() & after.keys():
        record = after[key].record
        if (
            isinstance(record, Override)
            and _rank(before[key]) is not None
            and _rank(after[key]) is not None
        ):
            by_phase[record.phase].append(key)
    if not by_phase:
        return set()
    was, now = _Places(before, resting), _Places(after, resting)
    found: set[str] = set()
    for keys in by_phase.values():
        old, new = was.of(keys), now.of(keys)
        found.update(key for key in keys if old[key][0] != new[key][0])
        same = sorted(set(keys) - found, key=lambda key: (old[key][1], key))
        order = sorted(same, key=lambda key: (new[key][1], key))
        place = {key: number for number, key in enumerate(order)}
        kept = longest_rising([place[key] for key in same])
        found |= set(same).difference(same[k] for k in kept)
    return found


class _Places:
    """Where overrides of a version put features: above which of those that stay."""

    def __init__(self, version: Stored, resting: Mapping[_Sheet, Sequence[str]]) -> None:
        self._version = version
        self._resting = resting
        self._ranks = {
            sheet: [(version[key].rank, key) for key in keys] for sheet, keys in resting.items()
        }

    def of(self, keys: Iterable[str]) -> dict[str, tuple[str, float]]:
        """For each override the key of what lies below (empty for nothing), and its own rank."""
        found: dict[str, tuple[str, float]] = {}
        for key in keys:
            rank = _rank(self._version[key])
            assert rank is not None
            record = self._version[key].record
            assert isinstance(record, Override)
            sheet = self._sheet_of(record.change)
            number = bisect.bisect(self._ranks.get(sheet, ()), (rank, record.change.id))
            found[key] = (self._resting[sheet][number - 1] if number else "", rank)
        return found

    def _sheet_of(self, change: Feature | Foreign | Patch | Gone) -> _Sheet:
        if isinstance(change, Feature | Foreign):
            return _sheet(change)
        base = self._version.get(change.id)
        return "" if base is None else _sheet(base.record)


def _rank(entry: Entry) -> float | None:
    """The rank that an override gives; None where it gives none."""
    record = entry.record
    assert isinstance(record, Override)
    match record.change:
        case Feature() | Foreign():
            return entry.rank
        case Patch(rank=rank):
            return rank
        case Gone():
            return None
