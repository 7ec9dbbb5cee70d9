"""What a person does with phases: new ones, reordered, split, merged, deleted; each one undo step.

Only splitting changes how a phase that is left looks. Everything else keeps the pictures and makes
the differences between them anew: whoever moves a phase forward moves what it shows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from baltic_desk.document.document import Document, new_id
from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.lesson import Phase
from baltic_desk.document.patching import change_between, moves
from baltic_desk.document.record import Movement, Override, Patch, override, override_id
from baltic_desk.document.store import Entry

FIRST_NAME = "Phase 1"

Written = dict[str, Entry | None]


def add_phase(document: Document, name: str = "", *, after: str | None = None) -> Phase:
    """A new phase that begins as the one it follows (the one shown unless said); it is shown.

    In a project without phases what there is becomes the first.
    """
    written: Written = {}
    phases = list(document.phases())
    if not phases:
        first = Phase(id=new_id(), name=FIRST_NAME)
        written[first.id] = Entry(first, 1.0)
        phases = [first]
        # Steps made until now are of this phase, wherever it goes in the order.
        for step in document.steps():
            entry = document.stored(step.id)
            if entry is not None and step.phase is None:
                written[step.id] = Entry(replace(step, phase=first.id), entry.rank)
    place = _index(phases, after or document.phase or phases[0].id) + 1
    fresh = Phase(id=new_id(), name=name or _next_name(phases))
    phases.insert(place, fresh)
    written |= _in_order(document, phases)
    document.restructure("New phase", written, show=fresh.id)
    return fresh


def duplicate_phase(document: Document, phase_id: str) -> Phase:
    """A phase that looks like another, right after it, with its name, note and duration."""
    phases = list(document.phases())
    place = _index(phases, phase_id)
    copied = phases[place]
    fresh = replace(copied, id=new_id(), name=f"{copied.name} copy".strip(), start=None)
    phases.insert(place + 1, fresh)
    document.restructure(f"Duplicate {_called(copied)}", _in_order(document, phases), show=fresh.id)
    return fresh


def move_phase(document: Document, phase_id: str, to: int) -> None:
    """Bring a phase to another place in the order (0 is first); every phase looks as it did."""
    phases = list(document.phases())
    phase = phases.pop(_index(phases, phase_id))
    phases.insert(max(0, min(to, len(phases))), phase)
    _rebuild(document, f"Move {_called(phase)}", [_Place(p, p.id) for p in phases])


def delete_phase(document: Document, phase_id: str) -> None:
    """Take a phase out; the others look as they did. Steps that showed it show its neighbour.

    Raises
    ------
    ValueError
        When it is the only one.
    """
    phases = list(document.phases())
    place = _index(phases, phase_id)
    if len(phases) < 2:
        raise ValueError("a project keeps its last phase")
    phase = phases.pop(place)
    heir = phases[max(place - 1, 0)].id
    _rebuild(
        document,
        f"Delete {_called(phase)}",
        [_Place(p, p.id) for p in phases],
        show=heir if document.phase == phase_id else None,
        heirs={phase_id: heir},
    )


def merge_phase(document: Document, phase_id: str) -> None:
    """Join a phase to the one before, which then looks like it. Steps of both show that one.

    Raises
    ------
    ValueError
        When it is the first.
    """
    phases = list(document.phases())
    place = _index(phases, phase_id)
    if place == 0:
        raise ValueError("there is no phase before the first")
    phase, kept = phases.pop(place), phases[place - 1]
    order = [_Place(p, phase_id if p is kept else p.id) for p in phases]
    _rebuild(
        document,
        f"Merge {_called(phase)} into {_called(kept)}",
        order,
        show=kept.id if document.phase == phase_id else None,
        heirs={phase_id: kept.id},
    )


def split_phase(document: Document, phase_id: str, feature_ids: Collection[str]) -> Phase:
    """Put off what happens to some features: a new phase after this one has those changes.

    In the first phase such features appear only in the new one.

    Raises
    ------
    ValueError
        When the phase does nothing to any of them.
    """
    phases = list(document.phases())
    place = _index(phases, phase_id)
    parted = phases[place]
    state = document.state(phase_id)
    if place:
        before = document.state(phases[place - 1].id)
        late = {i for i in feature_ids if before.get(i) != state.get(i)}
        earlier = {i: e for i, e in state.items() if i not in late}
        earlier |= {i: before[i] for i in late if i in before}
    else:
        late = {i for i in feature_ids if i in state}
        earlier = {i: e for i, e in state.items() if i not in late}
    if not late:
        raise ValueError("the phase changes none of these")
    fresh = replace(parted, id=new_id(), name=f"{parted.name} (later)".strip(), start=None)
    phases.insert(place + 1, fresh)
    order = [_Place(p, phase_id if p is fresh else p.id) for p in phases]
    states = {phase_id: earlier, fresh.id: state}
    _rebuild(document, f"Split {_called(parted)}", order, show=fresh.id, states=states)
    return fresh


def set_movement(
    document: Document, phase_id: str, feature_id: str, movement: Movement | None
) -> None:
    """Say how a feature comes to where a phase has it.

    Raises
    ------
    ValueError
        When the phase does not move it.
    """
    change = document.change_in(phase_id, feature_id)
    if change is None or not isinstance(change.change, Patch) or not moves(change.change):
        raise ValueError("this phase does not move it")
    changed = override(phase_id, replace(change.change, movement=movement))
    entry = Entry(changed, document.rank_in(phase_id, feature_id))
    document.restructure("Change movement", {changed.id: entry})


# -- inside ------------------------------------------------------------------------------------


class _Place(NamedTuple):
    """A phase in its new place, and the phase that it is to look like."""

    phase: Phase
    looks_like: str


def _rebuild(
    document: Document,
    label: str,
    order: Sequence[_Place],
    *,
    show: str | None = None,
    heirs: Mapping[str, str] | None = None,
    states: Mapping[str, Mapping[str, Entry]] | None = None,
) -> None:
    """Write phases in a new order, each looking as it should; differences are made anew.

    Where a phase follows the one that it followed, and both look as they did, they stay.
    """
    before = [phase.id for phase in document.phases()]
    given = states or {}
    written = _in_order(document, [place.phase for place in order])
    for phase_id in before:
        if all(place.phase.id != phase_id for place in order):
            written[phase_id] = None
    movements = _movements(document)
    for override_key in _override_ids(document, before):
        written[override_key] = None
    below: Mapping[str, Entry] = {}
    for number, place in enumerate(order):
        source = place.looks_like
        own = given.get(place.phase.id)
        now = document.state(source) if own is None else own
        previous = order[number - 1] if number else None
        stays = (
            previous is not None
            and place.phase.id == source
            and previous.looks_like == previous.phase.id
            and not given.keys() & {source, previous.phase.id}
            and before[max(before.index(source) - 1, 0)] == previous.phase.id
            and before.index(source) > 0
        )
        if previous is None:
            _write_base(document, now, written)
        elif stays:
            for change in document.changes_in(source):
                written[change.id] = document.stored(change.id)
        else:
            _write_overrides(place.phase.id, below, now, movements, written)
        below = now
    for step in document.steps():
        if step.phase is not None and heirs is not None and step.phase in heirs:
            entry = document.stored(step.id)
            assert entry is not None
            written[step.id] = Entry(replace(step, phase=heirs[step.phase]), entry.rank)
    document.restructure(label, written, show=show)


def _write_base(document: Document, state: Mapping[str, Entry], written: Written) -> None:
    for entry in document.all_entries():
        if isinstance(entry.record, Feature | Foreign) and entry.record.id not in state:
            written[entry.record.id] = None
    written |= state


def _write_overrides(
    phase_id: str,
    below: Mapping[str, Entry],
    now: Mapping[str, Entry],
    movements: Mapping[str, Movement],
    written: Written,
) -> None:
    for feature_id in dict.fromkeys((*below, *now)):
        was, wanted = below.get(feature_id), now.get(feature_id)
        if was is wanted:
            continue
        change = change_between(was, wanted)
        if change is None:
            continue
        if isinstance(change, Patch) and moves(change):
            change = replace(change, movement=movements.get(feature_id))
        rank = wanted.rank if wanted is not None and not isinstance(change, Patch) else 0.0
        written[override_id(phase_id, feature_id)] = Entry(override(phase_id, change), rank)


def _override_ids(document: Document, phases: Sequence[str]) -> list[str]:
    return [change.id for phase_id in phases for change in document.changes_in(phase_id)]


def _movements(document: Document) -> dict[str, Movement]:
    """The way that each feature was last said to move."""
    found: dict[str, Movement] = {}
    for phase in document.phases():
        for each in document.changes_in(phase.id):
            match each:
                case Override(change=Patch(movement=Movement() as movement)):
                    found[each.feature_id] = movement
                case _:
                    pass
    return found


def _in_order(document: Document, phases: Sequence[Phase]) -> Written:
    """The records of the phases, ranked as they stand; those that stay so are not among them."""
    entries = {phase.id: Entry(phase, float(k)) for k, phase in enumerate(phases, start=1)}
    return {i: entry for i, entry in entries.items() if document.stored(i) != entry}


def _index(phases: Sequence[Phase], phase_id: str | None) -> int:
    for number, phase in enumerate(phases):
        if phase.id == phase_id:
            return number
    raise KeyError(phase_id)


def _next_name(phases: Sequence[Phase]) -> str:
    taken = {phase.name for phase in phases}
    number = len(phases) + 1
    while f"Phase {number}" in taken:
        number += 1
    return f"Phase {number}"


def _called(phase: Phase) -> str:
    return f"“{phase.name}”" if phase.name else "phase"
