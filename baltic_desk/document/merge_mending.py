"""What a merge leaves dangling, and how it is mended: references to what is no longer there."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping, MutableMapping

from msgspec.structs import replace

from baltic_desk.document.anchoring import loosened
from baltic_desk.document.feature import Feature, Foreign, RangeRing, Unit
from baltic_desk.document.merge_alignment import Entries
from baltic_desk.document.merge_order import of_phases
from baltic_desk.document.merge_sides import features_in, parent_of, ring_from, superiors
from baltic_desk.document.patching import comes_to_nothing, fitted, shape_follows
from baltic_desk.document.record import Gone, Override, Patch, Record
from baltic_desk.document.standing import broken
from baltic_desk.document.store import Entry
from baltic_desk.document.wording import titled
from baltic_desk.geo.outlines import OutlineError


def broken_changes(entries: Entries) -> list[str]:
    """Keys of what phases change that is not there, or cannot be changed so."""
    order = of_phases(entries)
    by_phase: dict[str, list[tuple[str, Override]]] = {}
    for key, entry in entries.items():
        if isinstance(entry.record, Override):
            by_phase.setdefault(entry.record.phase, []).append((key, entry.record))
    stored = {i: e.record for i, e in entries.items()} if by_phase else {}
    came: dict[str, Record | None] = {}
    shown: MutableMapping[str, Record | None] = ChainMap(came, stored)  # type: ignore[arg-type]
    found = [key for phase in by_phase.keys() - set(order) for key, _ in by_phase[phase]]
    for number, phase in enumerate(order):
        for key, over in by_phase.get(phase, ()):
            below = shown.get(over.feature_id)
            if number == 0 or not _fits(below, over):
                found.append(key)
            else:
                shown[over.feature_id] = _after(below, over)
    return found


def mended_references(
    mine: Entries, theirs: Entries, out: Entries
) -> tuple[dict[str, Entry], list[str]]:
    """Records that speak of something that is not there, speaking of it no more; and sentences.

    What mine already has so stays so, and what theirs has so itself. Steps and layouts may name
    what is not there: the program lets them, since it may come back.
    """
    there = frozenset(out) | features_in(out)
    with_them = frozenset(theirs) | features_in(theirs)
    lost = (frozenset(mine) | features_in(mine) | with_them) - there
    found: dict[str, Entry] = {}
    notes: list[str] = []
    for key, entry in out.items():
        own = theirs.get(key)
        adrift = _named(own.record) - with_them if own is not None and lost else frozenset[str]()
        record = _mended(entry.record, lost - adrift if adrift else lost, mine, theirs, there)
        if record is not entry.record:
            found[key] = Entry(record, entry.rank)
    for key, parent in _parted(mine, theirs, {**out, **found}):
        entry = found.get(key, out[key])
        feature = entry.record
        assert isinstance(feature, Feature)
        assert isinstance(feature.properties, Unit)
        properties = replace(feature.properties, parent=parent)
        found[key] = Entry(replace(feature, properties=properties), entry.rank)
        notes.append(f"{titled(feature)} would be under itself; it stays where you have it.")
    return found, notes


# -- inside ------------------------------------------------------------------------------------

_REFERENCES = ("anchor", "parent", "picture")


def _fits(below: Record | None, over: Override) -> bool:
    match over.change:
        case Feature() | Foreign():
            return below is None or (isinstance(below, Feature | Foreign) and below != over.change)
        case Gone():
            return isinstance(below, Feature | Foreign)
        case Patch() as patch:
            return isinstance(below, Feature) and _is_patch_of(below, patch)


def _is_patch_of(below: Feature, patch: Patch) -> bool:
    if patch.kind != below.kind:
        return False
    try:
        after = fitted(below, patch)
    except OutlineError:
        return False
    if comes_to_nothing(below, patch, after):
        return False
    if patch.geometry is None:
        return True
    if shape_follows(after.properties):
        return False
    return isinstance(patch.geometry, type(after.properties).geometry)


def _after(below: Record | None, over: Override) -> Record | None:
    match over.change:
        case Feature() | Foreign() as record:
            return record
        case Gone():
            return None
        case Patch() as patch:
            assert isinstance(below, Feature)
            return fitted(below, patch)


def _mended(
    record: Record, lost: Collection[str], mine: Entries, theirs: Entries, there: Collection[str]
) -> Record:
    match record:
        case Feature(properties=RangeRing(anchor=str(unit_id))) if unit_id in lost:
            return loosened(record)
        case Feature(properties=Unit() as unit):
            if unit.parent is not None and unit.parent in lost:
                parent = _next_higher(unit.parent, there, mine, theirs)
                record = replace(record, properties=replace(unit, parent=parent))
            return record
        case Override(change=Feature() as feature):
            changed = _mended(feature, lost, mine, theirs, there)
            return record if changed is feature else replace(record, change=changed)
        case Override(change=Patch(properties=values) as patch):
            gone = [n for n in _REFERENCES if values.get(n) in lost]
            if not gone:
                return record
            return replace(
                record, change=replace(patch, properties={**values, **dict.fromkeys(gone)})
            )
        case _:
            return record


def _named(record: Record) -> frozenset[str]:
    """Ids of what a record speaks of, of all that may be mended."""
    match record:
        case Feature(properties=RangeRing(anchor=str(unit_id))):
            return frozenset((unit_id,))
        case Feature(properties=Unit(parent=str(parent))):
            return frozenset((parent,))
        case Override(change=Feature() as feature):
            return _named(feature)
        case Override(change=Patch(properties=values)):
            named = (values.get(name) for name in _REFERENCES)
            return frozenset(each for each in named if isinstance(each, str))
        case _:
            return frozenset()


def _next_higher(
    unit_id: str | None, there: Collection[str], *sides: Mapping[str, Entry]
) -> str | None:
    """The next superior that is left, as those know it who knew the one that is not."""
    seen: set[str] = set()
    while unit_id is not None and unit_id not in there and unit_id not in seen:
        seen.add(unit_id)
        unit_id = next(filter(None, (parent_of(side.get(unit_id)) for side in sides)), None)
    return None if unit_id in seen else unit_id


def _parted(mine: Entries, theirs: Entries, out: Entries) -> Iterator[tuple[str, str | None]]:
    """Units that would be under themselves, or under nobody, by what both sides attached; and whom
    they are under instead: as in mine. What theirs has so itself stays so."""
    parents = superiors(out)
    before = superiors(mine)
    known = broken(before)
    there = superiors(theirs)
    alike = {i for i in broken(there) if there[i] == parents.get(i)}
    while True:
        fresh = {i: trouble for i, trouble in broken(parents).items() if i not in known}
        rings = [i for i, trouble in fresh.items() if trouble == "ring"]
        turned = [k for i in rings for k in ring_from(parents, i) if parents[k] != before.get(k)]
        turned += [i for i, how in fresh.items() if how == "missing" and i not in alike]
        if not turned:
            return
        for key in turned:
            higher = before.get(key)
            same = higher == parents[key] or higher not in parents
            parents[key] = None if same else higher
            yield key, parents[key]
