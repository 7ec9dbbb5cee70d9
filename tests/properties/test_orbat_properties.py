"""Whatever is done to the order of battle, it stays a forest whose numbers are right."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.document.anchoring import deletion
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.moving import duplicated
from baltic_desk.document.orbat import Orbat, OrbatIndex
from baltic_desk.document.standing import broken
from baltic_desk.document.subordination import SubordinationError, attached, detached
from tests.features import document
from tests.forces import force

NAMES = [f"u{number}" for number in range(9)]
names = st.sampled_from(NAMES)
some = st.lists(names, min_size=1, max_size=4)
echelons = st.sampled_from(["00", "15", "16", "18"])
levels_of_all = st.lists(echelons, min_size=9, max_size=9)
strengths = st.one_of(st.none(), st.integers(0, 500).map(float))
acts = st.lists(
    st.one_of(
        st.tuples(st.just("attach"), some, names),
        st.tuples(st.just("detach"), some, names),
        st.tuples(st.just("delete"), some, names),
        st.tuples(st.just("copy"), some, names),
        st.tuples(st.sampled_from(["undo", "redo"]), some, names),
    ),
    max_size=14,
)
parents = st.lists(
    st.one_of(st.none(), names, st.just("nowhere")), min_size=len(NAMES), max_size=len(NAMES)
)


def parents_of(held: Document) -> dict[str, str | None]:
    return {
        feature.id: feature.properties.parent
        for feature in held.features()
        if isinstance(feature.properties, Unit)
    }


def assert_whole(held: Document, orbat: Orbat) -> None:
    """All units are there once, each directly after or within what it lies under."""
    superiors = parents_of(held)
    assert sorted(orbat.order) == sorted(superiors)
    assert len(set(orbat.order)) == len(orbat.order)
    for unit_id, higher in superiors.items():
        if unit_id in orbat.trouble:
            assert unit_id not in orbat.superior
            assert orbat.words(unit_id)
        else:
            assert orbat.superior.get(unit_id) == higher
    children = {unit_id: orbat.direct(unit_id) for unit_id in orbat.order}
    for unit_id, under in children.items():
        assert orbat.below[unit_id] == len(orbat.subordinates(unit_id))
        assert orbat.below[unit_id] == sum(orbat.below[one] + 1 for one in under)
        assert set(under) == {i for i, higher in orbat.superior.items() if higher == unit_id}
        stated = orbat.standing[unit_id].strength
        known = [orbat.strength[one] for one in under if one in orbat.strength]
        expected = stated if stated is not None else sum(known) if known else None
        assert orbat.strength.get(unit_id) == expected
    whole = orbat.tally(orbat.order)
    assert whole.units == len(superiors)
    top = [orbat.strength[i] for i in orbat.roots if i in orbat.strength]
    assert whole.strength == (sum(top) if top else None)
    lines = orbat.tallies(orbat.order)
    assert sum(tally.units for tally in lines.values()) == whole.units


def act(held: Document, kind: str, ids: list[str], target: str) -> None:
    orbat = Orbat.of(held)
    there = [i for i in ids if i in held]
    put: tuple[Feature, ...] = ()
    match kind:
        case "undo":
            held.undo()
        case "redo":
            held.redo()
        case "delete":
            with held.edit("Delete") as change:
                deletion(held, there).fill(change)
        case "copy":
            number = len(held)
            put = duplicated(held, there, iter(f"c{number}-{k}" for k in range(99)).__next__)
        case "attach":
            with suppress(SubordinationError):
                put = attached(held, orbat, there, target)
        case _:
            put = detached(held, orbat, there)
    with held.edit(kind) as change:
        for feature in put:
            change.put(feature)


@given(acts, levels_of_all, st.lists(strengths, min_size=9, max_size=9))
def test_no_act_makes_a_ring_or_loses_a_unit(
    done: list[tuple[str, list[str], str]], levels: list[str], strong: list[float | None]
) -> None:
    units = (
        force(name, echelon=level, strength=strength)
        for name, level, strength in zip(NAMES, levels, strong, strict=True)
    )
    held = document(*units)
    index = OrbatIndex(held)
    held.subscribe(index.hear)
    for kind, ids, target in done:
        act(held, kind, ids, target)
        assert broken(parents_of(held)) == {}
        assert_whole(held, Orbat.of(held))
        assert index.orbat.order == Orbat.of(held).order
        assert index.orbat.strength == Orbat.of(held).strength


@given(parents, levels_of_all)
def test_whatever_a_file_says_every_unit_is_shown_once(
    superiors: list[str | None], levels: list[str]
) -> None:
    held = document(
        *(
            force(name, parent, echelon=level)
            for name, parent, level in zip(NAMES, superiors, levels, strict=True)
        )
    )
    assert_whole(held, Orbat.of(held))


@given(parents)
def test_detaching_what_is_wrong_one_by_one_sets_everything_right(
    superiors: list[str | None],
) -> None:
    held = document(*(force(n, parent) for n, parent in zip(NAMES, superiors, strict=True)))
    for _ in NAMES:
        wrong = list(Orbat.of(held).trouble)
        if wrong:
            with held.edit("Detach") as change:
                for feature in detached(held, Orbat.of(held), wrong[:1]):
                    change.put(feature)
    assert Orbat.of(held).trouble == {}
