"""Changes of a phase taken back, or moved down into phases before it; each one undo step."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Foreign, RangeRing, Unit
from baltic_desk.document.patching import applied
from baltic_desk.document.phase_comparison import place_of
from baltic_desk.document.record import Gone, Override, Patch, override, override_id
from baltic_desk.document.ring_following import recentred, stands_on
from baltic_desk.document.store import Entry

Written = dict[str, Entry | None]


def taken_back(document: Document, phase_id: str, feature_ids: Collection[str]) -> tuple[str, ...]:
    """Let features be as in the phase before again; ids of those that a phase changed.

    What appears in the phase is gone with its rings, what later phases changed in it as well.
    """
    chosen = _changed(document, phase_id, feature_ids)
    written: Written = {override_id(phase_id, each): None for each in chosen}
    later = _ids_of_phases(document)[_number(document, phase_id) + 1 :]
    for feature_id in chosen:
        if document.entry_in(_before(document, phase_id), feature_id) is None:
            _drop_idle(document, later, feature_id, written)
    document.restructure(f"Take back {_described(chosen)}", written)
    return chosen


def moved_down(
    document: Document, phase_id: str, feature_ids: Collection[str], *, to_all: bool = False
) -> tuple[str, ...]:
    """Let what a phase changes be so in the phase before (or in all before) already.

    This phase and those after it look as they did. Only the fields that it changes are moved, so
    whatever else phases before it change stays. Ids of the features that it was done to.
    """
    chosen = _changed(document, phase_id, feature_ids)
    number = _number(document, phase_id)
    phases = _ids_of_phases(document)
    written: Written = {}
    for feature_id in chosen:
        change = document.change_in(phase_id, feature_id)
        assert change is not None
        over = Entry(change, document.rank_in(phase_id, feature_id))
        written[override_id(phase_id, feature_id)] = None
        if to_all:
            _into_all(document, phases[:number], feature_id, over, written)
        else:
            _into(document, phases, number - 1, feature_id, over, written)
    numbers = range(0 if to_all else number - 1, number)
    _take_rings_along(document, phase_id, chosen, numbers, written)
    words = "to all earlier phases" if to_all else "to the phase before"
    document.restructure(f"Apply {_described(chosen)} {words}", written)
    return chosen


def with_rings(document: Document, phase_id: str, feature_ids: Collection[str]) -> tuple[str, ...]:
    """These features, and the rings that come or go in a phase with units among them."""
    chosen = dict.fromkeys(feature_ids)
    units = {i for i in chosen if _is_unit(document, phase_id, i)}
    if units:
        for change in document.changes_in(phase_id):
            match change.change:
                case Feature(properties=RangeRing(anchor=str(anchor))) if anchor in units:
                    chosen[change.feature_id] = None
                case Gone():
                    before = document.entry_in(_before(document, phase_id), change.feature_id)
                    match before:
                        case Entry(record=Feature(properties=RangeRing(anchor=str(anchor)))) if (
                            anchor in units
                        ):
                            chosen[change.feature_id] = None
                        case _:
                            pass
                case _:
                    pass
    return tuple(chosen)


# -- inside ------------------------------------------------------------------------------------


def _changed(document: Document, phase_id: str, ids: Collection[str]) -> tuple[str, ...]:
    if _number(document, phase_id) == 0:
        return ()
    wanted = with_rings(document, phase_id, ids)
    return tuple(i for i in wanted if document.change_in(phase_id, i) is not None)


def _into(
    document: Document,
    phases: tuple[str, ...],
    number: int,
    feature_id: str,
    over: Entry,
    written: Written,
) -> None:
    """Join a change to that of the phase of this number."""
    if number == 0:
        below = document.stored(feature_id)
        written[feature_id] = applied(below, over)
        return
    key = override_id(phases[number], feature_id)
    present = document.stored(key)
    under = document.entry_in(phases[number - 1], feature_id)
    written[key] = _joined(phases[number], present, over, is_below=under is not None)


def _joined(phase: str, first: Entry | None, second: Entry, *, is_below: bool) -> Entry | None:
    """One change that does what two do after each other."""
    assert isinstance(second.record, Override)
    change = second.record.change
    if isinstance(change, Gone):
        return Entry(override(phase, change), 0.0) if is_below else None
    if not isinstance(change, Patch) or first is None:
        return Entry(override(phase, change), second.rank)
    assert isinstance(first.record, Override)
    match first.record.change:
        case Patch() as below if below.kind == change.kind:
            joined = replace(
                change,
                properties={**below.properties, **change.properties},
                geometry=change.geometry or below.geometry,
                rank=below.rank if change.rank is None else change.rank,
                movement=change.movement or below.movement,
            )
            return Entry(override(phase, joined), 0.0)
        case Feature() as below:
            made = applied(Entry(below, first.rank), second)
            assert made is not None
            assert isinstance(made.record, Feature | Foreign)
            return Entry(override(phase, made.record), made.rank)
        case _:
            return first


def _into_all(
    document: Document, phases: tuple[str, ...], feature_id: str, over: Entry, written: Written
) -> None:
    """Let a change hold in all these phases, whatever they changed of the same fields."""
    assert isinstance(over.record, Override)
    change = over.record.change
    base = document.stored(feature_id)
    overrides = [(override_id(phase, feature_id), phase) for phase in phases[1:]]
    if not isinstance(change, Patch):
        written[feature_id] = None if isinstance(change, Gone) else Entry(change, over.rank)
        written.update({key: None for key, _ in overrides})
        return
    if base is not None:
        written[feature_id] = applied(base, over)
    for key, phase in overrides:
        present = document.stored(key)
        if present is None or not isinstance(present.record, Override):
            continue
        match present.record.change:
            case Patch() as patch:
                left = _without(patch, change)
                written[key] = None if left is None else Entry(override(phase, left), 0.0)
            case Feature() as feature:
                made = applied(Entry(feature, present.rank), over)
                assert made is not None
                assert isinstance(made.record, Feature | Foreign)
                written[key] = Entry(override(phase, made.record), made.rank)
            case _:
                pass


def _take_rings_along(
    document: Document, phase_id: str, chosen: Collection[str], numbers: range, written: Written
) -> None:
    """Rings that begin on a unit in these phases begin where it is to be."""
    phases = _ids_of_phases(document)
    moved = {i: unit for i in chosen if (unit := _moved_unit(document, phase_id, i)) is not None}
    for key, entry in _rings(document, moved) if moved else ():
        number, ring, anchor = _standing(entry, phases)
        was = place_of(_record(document.entry_in(phases[number], anchor)))
        present = written.get(key, entry)
        if number not in numbers or was is None or not stands_on(ring, was) or present is None:
            continue
        if isinstance(present.record, Override):
            change = present.record.change
            assert isinstance(change, Feature)
            made = recentred(Entry(change, present.rank), moved[anchor]).record
            assert isinstance(made, Feature)
            written[key] = Entry(override(phases[number], made), present.rank)
        else:
            written[key] = recentred(present, moved[anchor])


def _moved_unit(document: Document, phase_id: str, feature_id: str) -> Entry | None:
    """The unit as a phase has it, where the phase moves it."""
    change = document.change_in(phase_id, feature_id)
    if change is None or not isinstance(change.change, Patch) or change.change.geometry is None:
        return None
    entry = document.entry_in(phase_id, feature_id)
    match entry:
        case Entry(record=Feature(properties=Unit())):
            return entry
        case _:
            return None


def _rings(document: Document, units: Collection[str]) -> list[tuple[str, Entry]]:
    """Rings of these units where they are there for the first time, by what they are stored as."""
    return [
        (entry.record.id, entry)
        for entry in document.all_entries()
        if (ring := _ring(entry)) is not None and ring.anchor in units
    ]


def _ring(entry: Entry) -> RangeRing | None:
    match entry.record:
        case Feature(properties=RangeRing() as ring):
            return ring
        case Override(change=Feature(properties=RangeRing() as ring)):
            return ring
        case _:
            return None


def _standing(entry: Entry, phases: tuple[str, ...]) -> tuple[int, RangeRing, str]:
    """In which phase a ring is there for the first time, and on which unit."""
    ring = _ring(entry)
    assert ring is not None
    assert ring.anchor is not None
    record = entry.record
    return phases.index(record.phase) if isinstance(record, Override) else 0, ring, ring.anchor


def _record(entry: Entry | None) -> Feature | None:
    return entry.record if entry is not None and isinstance(entry.record, Feature) else None


def _without(patch: Patch, other: Patch) -> Patch | None:
    """What a patch changes besides what another does; None when that is nothing."""
    properties = {k: v for k, v in patch.properties.items() if k not in other.properties}
    geometry = patch.geometry if other.geometry is None else None
    rank = patch.rank if other.rank is None else None
    if not properties and geometry is None and rank is None:
        return None
    movement = patch.movement if geometry is not None else None
    return replace(patch, properties=properties, geometry=geometry, rank=rank, movement=movement)


def _drop_idle(
    document: Document, phases: Collection[str], feature_id: str, written: Written
) -> None:
    """Changes of later phases to a feature that is not there any more, up to where it is anew."""
    for phase in phases:
        change = document.change_in(phase, feature_id)
        if change is not None:
            if not isinstance(change.change, Patch | Gone):
                return
            written[change.id] = None


def _is_unit(document: Document, phase_id: str, feature_id: str) -> bool:
    for phase in (phase_id, _before(document, phase_id)):
        match document.entry_in(phase, feature_id):
            case Entry(record=Feature(properties=Unit())):
                return True
            case _:
                pass
    return False


def _ids_of_phases(document: Document) -> tuple[str, ...]:
    return tuple(phase.id for phase in document.phases())


def _number(document: Document, phase_id: str) -> int:
    return _ids_of_phases(document).index(phase_id)


def _before(document: Document, phase_id: str) -> str:
    return _ids_of_phases(document)[max(_number(document, phase_id) - 1, 0)]


def _described(ids: Collection[str]) -> str:
    return f"{len(ids)} change" + "s" * (len(ids) != 1)
