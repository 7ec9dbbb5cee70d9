"""What each phase changes against the one before, worked out once and kept true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.phase_comparison import Difference, What, difference_of

Hear = Callable[[frozenset[str] | None], None]


class Counts(NamedTuple):
    """How many features a phase adds, moves, changes otherwise, removes."""

    added: int = 0
    moved: int = 0
    changed: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        return any(self)


class PhaseChanges:
    """Differences of neighbouring phases of one document, by phase and feature.

    Features that only follow another (a ring whose unit moves) are not among a phase's own.
    Thousands of changes take tens of milliseconds the first time; an edit looks again at what it
    may have changed and at nothing else.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._order: tuple[str, ...] = ()
        self._found: dict[str, dict[str, Difference]] = {}
        self._phases_of: dict[str, tuple[str, ...]] | None = None
        self._observers: list[Hear] = []
        self._stop = document.on_stored(self._heard)
        self._reorder()

    def close(self) -> None:
        """Hear the document no more."""
        self._stop()

    def subscribe(self, observer: Hear) -> Callable[[], None]:
        """Call `observer` with ids of features that may differ otherwise, None for anything."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def of(self, phase_id: str) -> Mapping[str, Difference]:
        """What a phase changes, by the id of the feature; nothing for the first."""
        found = self._found.get(phase_id)
        if found is None:
            found = self._found[phase_id] = {}
            order = self._present_order()
            for change in self._document.changes_in(phase_id):
                self._look(order, phase_id, change.feature_id, found)
        return found

    def counts(self, phase_id: str) -> Counts:
        """How many of each."""
        counted: Counter[What] = Counter(each.what for each in self.of(phase_id).values())
        return Counts(counted["added"], counted["moved"], counted["changed"], counted["removed"])

    def phases_changing(self, feature_id: str) -> tuple[str, ...]:
        """Ids of the phases that change a feature, in order."""
        if self._phases_of is None:
            collected: dict[str, list[str]] = {}
            for phase_id in self._order[1:]:
                for each in self.of(phase_id):
                    collected.setdefault(each, []).append(phase_id)
            self._phases_of = {i: tuple(phases) for i, phases in collected.items()}
        return self._phases_of.get(feature_id, ())

    def difference(self, phase_id: str, feature_id: str) -> Difference | None:
        """What becomes of a feature in a phase, what it follows included.

        In the first phase whatever is there is "added".
        """
        return self._difference(self._present_order(), phase_id, feature_id)

    # -- inside --------------------------------------------------------------------------------

    def _present_order(self) -> tuple[str, ...]:
        """The document's own: of a phase that comes or goes others may hear before this does."""
        return tuple(phase.id for phase in self._document.phases())

    def _difference(
        self, order: tuple[str, ...], phase_id: str, feature_id: str
    ) -> Difference | None:
        number = order.index(phase_id)
        document = self._document
        before = document.entry_in(order[number - 1], feature_id) if number else None
        return difference_of(before, document.entry_in(phase_id, feature_id))

    def _look(
        self,
        order: tuple[str, ...],
        phase_id: str,
        feature_id: str,
        into: dict[str, Difference],
    ) -> None:
        own = self._document.change_in(phase_id, feature_id) is not None
        difference = self._difference(order, phase_id, feature_id) if own else None
        if difference is None:
            into.pop(feature_id, None)
        else:
            into[feature_id] = difference

    def _heard(self, ids: frozenset[str]) -> None:
        order = self._present_order()
        if order != self._order:
            self._reorder()
            self._tell(None)
            return
        features = frozenset(filter(self._may_be_feature, ids))
        if not features:
            return
        self._phases_of = None
        for phase_id, found in self._found.items():
            if phase_id != order[0]:
                for feature_id in features:
                    self._look(order, phase_id, feature_id, found)
        self._tell(features)

    def _may_be_feature(self, record_id: str) -> bool:
        # One that has gone from all phases is nowhere to be asked what it was.
        entry = self._document.stored(record_id)
        return entry is None or isinstance(entry.record, Feature | Foreign)

    def _reorder(self) -> None:
        self._order = self._present_order()
        self._found.clear()
        self._phases_of = None

    def _tell(self, ids: frozenset[str] | None) -> None:
        for observer in tuple(self._observers):
            observer(ids)
