"""Where changes of phases stand in a file, and where it says that features lie.

Both follow from what the project is, never from the order in which a document holds it: undo and
redo change that, and the same project is always to be the same file.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Sequence

from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.record import Gone, Override, Patch
from baltic_desk.document.store import Entry

_RANK_DECIMALS = 6

_Place = tuple[float, str]
"""Rank and id: of two features at one rank the one with the higher id lies above."""


def in_file_order(overrides: Iterable[Entry], features: Sequence[Entry]) -> list[Entry]:
    """Overrides of features of the first phase in the order of those, then all others.

    Of the others first what is said of features that are not there, then those that come, by rank.
    A place in the file is not the rank a feature had before: only their order is the same.

    Parameters
    ----------
    features
        Entries of the first phase's features in their order.
    """
    numbers = {entry.record.id: number for number, entry in enumerate(features)}
    last = len(numbers)

    def place(entry: Entry) -> tuple[int, bool, float, str]:
        change = changed_by(entry)
        comes = isinstance(change, Feature | Foreign)
        return numbers.get(change.id, last), comes, entry.rank if comes else 0.0, change.id

    return sorted(overrides, key=place)


class Places:
    """Ranks as places among the features of the first phase: a file has no other numbers.

    Features of two overlays may be at one rank, in a file they never are: it numbers all of them.
    So what a phase puts at a rank that others have, too, gets a place between those.

    Parameters
    ----------
    features
        Entries of the first phase's features in their order.
    """

    def __init__(self, features: Sequence[Entry], overrides: Iterable[Entry]) -> None:
        self._base: list[_Place] = [(entry.rank, entry.record.id) for entry in features]
        found = {place for place in map(_place_of, overrides) if place is not None}
        between = found.difference(self._base)
        self._gaps = Counter(bisect.bisect(self._base, place) for place in between)
        self._order = sorted(between)

    def of(self, rank: float, feature_id: str) -> float:
        """The place of a feature that a phase puts at a rank."""
        place = rank, feature_id
        gap = bisect.bisect_left(self._base, place)
        if gap < len(self._base) and self._base[gap] == place:
            return float(gap)
        first = bisect.bisect(self._order, self._base[gap - 1]) if gap else 0
        number = bisect.bisect_left(self._order, place) - first
        share = (number + 1) / (self._gaps[gap] + 1)
        return round(gap - 1 + share, _RANK_DECIMALS)


def changed_by(entry: Entry) -> Feature | Foreign | Patch | Gone:
    """What an override's entry does to its feature."""
    assert isinstance(entry.record, Override)
    return entry.record.change


def _place_of(entry: Entry) -> _Place | None:
    match changed_by(entry):
        case Patch(id=feature_id, rank=float() | int() as rank):
            return rank, feature_id
        case Feature(id=feature_id) | Foreign(id=feature_id):
            return entry.rank, feature_id
        case _:
            return None
