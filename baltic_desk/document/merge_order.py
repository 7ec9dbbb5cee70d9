"""Drawing orders of two sides: who has moved in them, and one order out of both.

A file counts ranks anew, so that only who follows whom can be compared: features within their
overlay, with what phases put among them; overlays, phases, steps and the like among their own.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.in_steps import Steps, finished
from baltic_desk.document.layout import Layout
from baltic_desk.document.lesson import BriefingStep, Phase, Task
from baltic_desk.document.merge_alignment import Entries
from baltic_desk.document.own_systems import OwnSystem
from baltic_desk.document.project import Overlay, Picture
from baltic_desk.document.record import Override, Patch, Record
from baltic_desk.document.store import by_rank
from baltic_desk.document.version_order import longest_rising

RANK = "rank"
"""Name of the part of a record that its place in the order is."""

_FEATURES = "features"
_RUN = 5_000
"""Entries between two steps."""
_SPACES: Mapping[type[object], str] = {
    Overlay: "overlays",
    Picture: "pictures",
    OwnSystem: "systems",
    Phase: "phases",
    BriefingStep: "steps",
    Task: "tasks",
    Layout: "layouts",
}


class Place(NamedTuple):
    """Where something stands in an order.

    Attributes
    ----------
    space
        Whose ranks are compared with each other.
    group
        Within what the order is seen.
    """

    space: str
    group: str
    rank: float


def of_phases(entries: Entries) -> list[str]:
    """Ids of the phases in order."""
    found = [e for e in entries.values() if isinstance(e.record, Phase)]
    return [e.record.id for e in by_rank(found)]


def places(entries: Entries) -> dict[str, Place]:
    """Places of all that has one, by key, lowest first."""
    return finished(places_in_steps(entries))


def places_in_steps(entries: Entries) -> Steps[dict[str, Place]]:
    """The same, bit by bit."""
    found: list[_Found] = []
    overlays = _Overlays(entries)
    patched: list[tuple[int, Override]] = []
    """Those that say a rank and not among whom, with their number in `found`."""
    for number, (key, (record, rank)) in enumerate(entries.items()):
        if number % _RUN == 0:
            yield
        match record:
            case Feature():
                place = Place(_FEATURES, record.properties.overlay, rank)
            case Foreign():
                place = Place(_FEATURES, record.overlay, rank)
            case Override(change=Feature() | Foreign() as feature):
                place = Place(_FEATURES, feature.overlay, rank)
                overlays.put(record, feature.overlay)
            case Override(change=Patch() as patch):
                onto = patch.properties.get("overlay")
                if isinstance(onto, str):
                    overlays.put(record, onto)
                if patch.rank is None:
                    continue
                patched.append((len(found), record))
                place = Place(_FEATURES, "", float(patch.rank))
            case _:
                space = _SPACES.get(type(record))
                if space is None:
                    continue
                place = Place(space, space, rank)
        found.append(_Found(_order(place.rank, record), key, place))
    yield
    for number, over in patched:
        one = found[number]
        found[number] = one._replace(place=one.place._replace(group=overlays.of(over)))
    yield
    found.sort(key=_by_order)
    yield
    return {key: place for _, key, place in found}


def moved(before: Mapping[str, Place], after: Mapping[str, Place]) -> frozenset[str]:
    """Keys of what has another place in its group; as few as explain the order after."""
    groups: dict[tuple[str, str], list[str]] = {}
    for key, place in after.items():
        was = before.get(key)
        if was is not None and was[:2] == place[:2]:
            groups.setdefault(place[:2], []).append(key)
    number = {key: k for k, key in enumerate(before)}
    found: set[str] = set()
    for keys in groups.values():
        numbers = [number[key] for key in keys]
        if any(a > b for a, b in itertools.pairwise(numbers)):
            stay = frozenset(longest_rising(numbers))
            found.update(key for k, key in enumerate(keys) if k not in stay)
    return frozenset(found)


def new_ranks(
    present: Mapping[str, Place], model: Mapping[str, Place], moving: Collection[str]
) -> dict[str, float]:
    """Ranks by which some things follow whom they follow in a model; who else is there stays.

    Parameters
    ----------
    present
        What is there in the end, with the groups it will be in; ranks of what moves say nothing.
    moving
        Keys of what is given a place. What the model does not have stays where its rank says.

    Returns
    -------
    Ranks of what has another one than before: where no number is left between two neighbours the
    whole space is numbered anew.
    """
    placed = [key for key in model if key in moving and key in present]
    if not placed:
        return {}
    chosen = frozenset(placed)
    after, before, ends = _neighbours(present, model, chosen)
    found: dict[str, float] = {}
    for space in {present[key].space for key in placed}:
        stay = [key for key, place in present.items() if place.space == space and key not in chosen]
        order = [*_flattened(stay, before, after), *(ends.get(space, ()))]
        ranks = {key: present[key].rank for key in stay}
        found |= _ranked(order, ranks)
    return found


# -- inside ------------------------------------------------------------------------------------

_Lists = dict[str, list[str]]
_Group = tuple[str, str]


def _neighbours(
    present: Mapping[str, Place], model: Mapping[str, Place], chosen: frozenset[str]
) -> tuple[_Lists, _Lists, _Lists]:
    """Who follows whom that stays; who comes before the first that stays; who is all alone."""
    number = {key: k for k, key in enumerate(key for key in present if key not in chosen)}
    above = _followers(present, model, chosen)
    after: _Lists = {}
    lowest: dict[_Group, list[str]] = {}
    before: _Lists = {}
    last: dict[_Group, str] = {}
    nearest: dict[str, str] = {}
    """The last that stays of each space, of whatever group."""
    used: dict[_Group, str] = {}
    for key in model:
        place = present.get(key)
        if place is None:
            continue
        group = place[:2]
        if key not in chosen:
            if model[key][:2] == group:
                if group in lowest:
                    before.setdefault(key, []).extend(lowest.pop(group))
                last[group] = nearest[place.space] = key
            continue
        # After whom it follows in its group, and as near to whom it follows of all as that allows:
        # a phase may put it among those.
        least = max((number[i[group]] for i in (last, used) if group in i), default=-1)
        most = number[above[key]] if key in above else len(number)
        beside = nearest.get(place.space)
        if beside is not None and least <= number[beside] < most:
            anchor = beside
        elif group in used and number[used[group]] == least:
            anchor = used[group]
        elif group in last:
            anchor = last[group]
        else:
            lowest.setdefault(group, []).append(key)
            continue
        used[group] = anchor
        after.setdefault(anchor, []).extend((*lowest.pop(group, ()), key))
    ends: _Lists = {}
    tops = {place[:2]: key for key, place in present.items() if key not in chosen}
    for group, keys in lowest.items():
        # Nobody whom both have stays there: above those that are there, else on top of all.
        if group in tops:
            after.setdefault(tops[group], []).extend(keys)
        else:
            ends.setdefault(group[0], []).extend(keys)
    return after, before, ends


def _followers(
    present: Mapping[str, Place], model: Mapping[str, Place], chosen: frozenset[str]
) -> dict[str, str]:
    """Who that stays comes next in the group of each that is placed."""
    found: dict[str, str] = {}
    following: dict[_Group, str] = {}
    for key in reversed(tuple(model)):
        place = present.get(key)
        if place is None:
            continue
        group = place[:2]
        if key in chosen:
            if group in following:
                found[key] = following[group]
        elif model[key][:2] == group:
            following[group] = key
    return found


def _flattened(stay: Sequence[str], before: _Lists, after: _Lists) -> Iterator[str]:
    for key in stay:
        yield from before.get(key, ())
        yield key
        yield from after.get(key, ())


def _ranked(order: Sequence[str], ranks: Mapping[str, float]) -> dict[str, float]:
    """Ranks of those that have none, between those that have; else of all."""
    new: dict[str, float] = {}
    run: list[str] = []
    below: float | None = None
    for key in order:
        if key not in ranks:
            run.append(key)
            continue
        if run:
            spread = _between(below, ranks[key], len(run))
            if spread is None:
                return _numbered(order, ranks)
            new.update(zip(run, spread, strict=True))
            run = []
        below = ranks[key]
    if run:
        start = 0.0 if below is None else below + 1.0
        new.update((key, start + number) for number, key in enumerate(run))
    return new


def _numbered(order: Sequence[str], ranks: Mapping[str, float]) -> dict[str, float]:
    numbers = {key: float(number) for number, key in enumerate(order)}
    return {key: number for key, number in numbers.items() if ranks.get(key) != number}


def _between(below: float | None, above: float, count: int) -> list[float] | None:
    if below is None:
        return [above - number for number in range(count, 0, -1)]
    step = (above - below) / (count + 1)
    spread = [below + step * number for number in range(1, count + 1)]
    edges = [below, *spread, above]
    return spread if all(a < b for a, b in itertools.pairwise(edges)) else None


class _Overlays:
    """On which overlay features lie whose rank a phase changes.

    Who has come in an earlier phase, or gone onto another overlay there, lies where that says.
    """

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._number = {phase: number for number, phase in enumerate(of_phases(entries))}
        self._said: dict[str, list[tuple[int, str]]] = {}

    def put(self, over: Override, overlay: str) -> None:
        """Note that a phase says where its feature lies."""
        number = self._number.get(over.phase, -1)
        self._said.setdefault(over.feature_id, []).append((number, overlay))

    def of(self, over: Override) -> str:
        """Id of the overlay; empty for what lies nowhere."""
        until = self._number.get(over.phase, -1)
        said = [each for each in self._said.get(over.feature_id, ()) if each[0] <= until]
        if said:
            return max(said)[1]
        below = self._entries.get(over.feature_id)
        return below.record.overlay if below and isinstance(below.record, Feature) else ""


class _Found(NamedTuple):
    """A place with what it is sorted by: of two at one rank the lower id is first, as drawn."""

    order: tuple[float, str]
    key: str
    place: Place


def _order(rank: float, record: Record) -> tuple[float, str]:
    return rank, record.feature_id if isinstance(record, Override) else record.id


def _by_order(each: _Found) -> tuple[float, str]:
    return each.order
