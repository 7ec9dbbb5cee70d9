"""What differs between two versions of a project: in all that is stored, not only on the map.

Either side may have been in a file meanwhile. So places are compared to the decimals that a file
has; ranks, which each reading numbers anew, only by the order that they give; and what was not
understood, which each reading names anew, by its text.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.file_precision import comparable, same_in_file
from baltic_desk.document.geometry import Position
from baltic_desk.document.phase_comparison import What, difference_of
from baltic_desk.document.phase_wording import difference_words
from baltic_desk.document.record import Override, Record
from baltic_desk.document.store import Entry, Stored
from baltic_desk.document.version_order import shifted
from baltic_desk.document.version_wording import (
    changed_words,
    features_of,
    kind_words,
    override_what,
    override_words,
    place_to_look,
    record_title,
    titles_of_phases,
)

WHATS: tuple[What, ...] = ("added", "moved", "changed", "removed")
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """What became of one stored record from one version to the other.

    Attributes
    ----------
    key
        Under which it is stored, in the later version where it is in both.
    title, detail
        What it is called, and what differs: one line each, of plain text.
    phase
        What the phase is called in which it differs; empty for what is the same in each.
    at
        Where to look for it; where it was if it is no longer there, None if it is nowhere.
    """

    key: str
    what: What
    title: str
    detail: str
    phase: str = ""
    at: Position | None = None


def stored_of(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Entries by the key under which a document has them."""
    return {entry.record.id: entry for entry in entries}


def version_differences(
    before: Stored, after: Stored, distance_unit: str = "km"
) -> tuple[VersionDifference, ...]:
    """What differs, by what it is, then by phase and title. Nothing where the versions are equal.

    Parameters
    ----------
    distance_unit
        In which it is told how far something has moved: "km", "NM", "mi" or "m".
    """
    before = named_alike(before, after)
    elsewhere = shifted(before, after)
    phases = titles_of_phases(after)
    phases = {**phases, **{k: v for k, v in titles_of_phases(before).items() if k not in phases}}
    features = {**features_of(before), **features_of(after)}
    order = {phase_id: number for number, phase_id in enumerate(phases, start=1)}
    found: list[tuple[int, int, str, VersionDifference]] = []
    for key in before.keys() | after.keys():
        was, now = before.get(key), after.get(key)
        if was is now and key not in elsewhere:
            continue
        difference = _difference(key, before, after, features, key in elsewhere, distance_unit)
        if difference is not None:
            record = _present(was, now)
            phase = record.phase if isinstance(record, Override) else ""
            difference = replace(difference, phase=phases.get(phase, phase))
            place = WHATS.index(difference.what), order.get(phase, 0), difference.title.casefold()
            found.append((*place, difference))
    found.sort(key=lambda each: (*each[:3], each[3].key))
    return tuple(each[3] for each in found)


def counted(differences: Iterable[VersionDifference]) -> dict[What, int]:
    """How many there are of each sort, in the order in which they are told."""
    count = Counter(each.what for each in differences)
    return {what: count[what] for what in WHATS}


def _difference(
    key: str,
    before: Stored,
    after: Stored,
    features: Mapping[str, Feature],
    elsewhere: bool,
    distance_unit: str,
) -> VersionDifference | None:
    was, now = before.get(key), after.get(key)
    one = None if was is None else was.record
    other = None if now is None else now.record
    if one is not None and other is not None and not elsewhere and same_in_file(one, other):
        return None
    record = _present(was, now)
    title, at = record_title(record, features), place_to_look(record, features)
    one = None if one is None else comparable(one)
    other = None if other is None else comparable(other)
    if isinstance(record, Override):
        what = override_what(one, other, elsewhere)
        return VersionDifference(key, what, title, override_words(one, other, elsewhere), at=at)
    if one is None or other is None:
        what = "added" if one is None else "removed"
        return VersionDifference(
            key, what, title, kind_words(record, before if now is None else after), at=at
        )
    if isinstance(one, Feature) and isinstance(other, Feature):
        # As rank, whether its place in the order is another.
        found = difference_of(Entry(one, 0.0), Entry(other, float(elsewhere)))
        assert found is not None
        return VersionDifference(
            key, found.what, title, difference_words(found, distance_unit), at=at
        )
    return VersionDifference(key, "changed", title, changed_words(one, other, elsewhere), at=at)


def _present(was: Entry | None, now: Entry | None) -> Record:
    entry = now or was
    assert entry is not None
    return entry.record


def named_alike(before: Stored, after: Stored) -> Stored:
    """The earlier version with the later one's names for what was not understood."""
    gone = [k for k, e in before.items() if isinstance(e.record, Foreign) and k not in after]
    come = [k for k, e in after.items() if isinstance(e.record, Foreign) and k not in before]
    if not gone or not come:
        return before
    by_text: dict[bytes, list[str]] = {}
    for key in sorted(come, key=lambda k: -after[k].rank):
        by_text.setdefault(_raw(after[key]), []).append(key)
    renamed = dict(before)
    names: dict[str, str] = {}
    for key in sorted(gone, key=lambda k: before[k].rank):
        same = by_text.get(_raw(before[key]))
        if same:
            name = same.pop()
            # The text is all of it: why it was not understood is another version's word.
            renamed[name] = Entry(after[name].record, renamed.pop(key).rank)
            names[key] = name
    return _in_its_order(renamed, before, names)


def _in_its_order(renamed: dict[str, Entry], before: Stored, names: Mapping[str, str]) -> Stored:
    """With what lay at one rank by an id, of which one is now another, at ranks just above."""
    ranks = {before[key].rank for key in names}
    at_one: dict[float, list[str]] = {}
    for key, entry in before.items():
        if entry.rank in ranks and not isinstance(entry.record, Override):
            at_one.setdefault(entry.rank, []).append(key)
    for rank, keys in at_one.items():
        for key in sorted(keys):
            name = names.get(key, key)
            renamed[name] = Entry(renamed[name].record, rank)
            rank = math.nextafter(rank, math.inf)
    return renamed


def _raw(entry: Entry) -> bytes:
    assert isinstance(entry.record, Foreign)
    return entry.record.raw
