"""Changes of a phase are taken back or moved down; what each phase changes is kept count of."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.moving import moved_all
from baltic_desk.document.phase_adjusting import moved_down, taken_back
from baltic_desk.document.phase_changes import Counts, PhaseChanges
from baltic_desk.document.phase_operations import add_phase, move_phase
from tests.features import document, ring, unit

HOME, AWAY, FAR = (21.0, 55.0), (24.0, 56.0), (25.0, 57.0)


def put(desk: Document, *features: Feature) -> None:
    with desk.edit("Put") as change:
        for each in features:
            change.put(each)


def remove(desk: Document, *ids: str) -> None:
    with desk.edit("Remove") as change:
        for each in ids:
            change.remove(each)


def renamed(feature: Feature, name: str) -> Feature:
    return replace(feature, properties=replace(feature.properties, name=name))


def place(desk: Document, phase: str, feature_id: str = "u") -> object:
    entry = desk.entry_in(phase, feature_id)
    if entry is None:
        return None
    assert isinstance(entry.record, Feature)
    properties = entry.record.properties
    lon, lat = getattr(properties, "center_lon", None), getattr(properties, "center_lat", None)
    return (lon, lat) if lon is not None else getattr(entry.record.geometry, "coordinates", None)


def places(desk: Document, feature_id: str = "u") -> list[object]:
    return [place(desk, phase.id, feature_id) for phase in desk.phases()]


def names(desk: Document, feature_id: str = "u") -> list[str | None]:
    entries = [desk.entry_in(phase.id, feature_id) for phase in desk.phases()]
    return [
        entry.record.properties.name if entry and isinstance(entry.record, Feature) else None
        for entry in entries
    ]


@pytest.fixture
def desk() -> Document:
    """A unit with a ring in three phases, the last one shown."""
    made = document(unit("u", HOME), ring("r", HOME, anchor="u"), unit("v", HOME))
    add_phase(made)
    add_phase(made)
    return made


def third(desk: Document) -> str:
    return desk.phases()[2].id


# -- taking back -------------------------------------------------------------------------------


def test_taken_back_it_is_as_in_the_phase_before_and_undo_brings_the_change(desk: Document) -> None:
    put(desk, *moved_all(desk, ["u"], HOME, AWAY).values())
    assert taken_back(desk, third(desk), ["u"]) == ("u",)
    assert places(desk) == [HOME, HOME, HOME]
    assert places(desk, "r") == [HOME, HOME, HOME]
    desk.undo()
    assert places(desk) == [HOME, HOME, AWAY]


def test_taking_back_an_appearance_takes_rings_and_later_changes_with_it(desk: Document) -> None:
    put(desk, unit("w", AWAY), ring("wr", AWAY, anchor="w"))
    fourth = add_phase(desk)
    put(desk, unit("w", FAR))
    taken_back(desk, third(desk), ["w"])
    assert places(desk, "w") == [None] * 4
    assert places(desk, "wr") == [None] * 4
    assert desk.changes_in(fourth.id) == ()
    assert len(list(desk.all_entries())) == len(list(Document(desk.all_entries()).all_entries()))


def test_what_vanished_is_there_again_with_its_rings(desk: Document) -> None:
    remove(desk, "u", "r")
    taken_back(desk, third(desk), ["u"])
    assert places(desk) == [HOME] * 3
    assert places(desk, "r") == [HOME] * 3


def test_in_the_first_phase_there_is_nothing_to_take_back(desk: Document) -> None:
    labels = desk.history.labels
    assert taken_back(desk, desk.phases()[0].id, ["u"]) == ()
    assert desk.history.labels == labels


# -- moving down -------------------------------------------------------------------------------


def test_a_move_goes_to_the_phase_before(desk: Document) -> None:
    put(desk, *moved_all(desk, ["u"], HOME, AWAY).values())
    moved_down(desk, third(desk), ["u"])
    assert places(desk) == [HOME, AWAY, AWAY]
    assert places(desk, "r") == [HOME, AWAY, AWAY]
    assert desk.changes_in(third(desk)) == ()
    moved_down(desk, desk.phases()[1].id, ["u"])
    assert places(desk) == [AWAY] * 3
    assert places(desk, "r") == [AWAY] * 3
    desk.undo()
    desk.undo()
    assert places(desk) == [HOME, HOME, AWAY]
    assert places(desk, "r") == [HOME, HOME, AWAY]


def test_moved_to_all_phases_it_holds_whatever_they_said_and_other_fields_stay(
    desk: Document,
) -> None:
    desk.show_phase(desk.phases()[1].id)
    put(desk, renamed(unit("u", FAR), "second"))
    desk.show_phase(third(desk))
    put(desk, renamed(unit("u", AWAY), "second"))
    moved_down(desk, third(desk), ["u"], to_all=True)
    assert places(desk) == [AWAY] * 3
    assert names(desk) == ["", "second", "second"]
    assert places(desk, "r") == [AWAY] * 3


def test_two_changes_of_one_phase_are_joined(desk: Document) -> None:
    desk.show_phase(desk.phases()[1].id)
    put(desk, renamed(unit("u", AWAY), "second"))
    desk.show_phase(third(desk))
    put(desk, renamed(unit("u", FAR), "second"))
    moved_down(desk, third(desk), ["u"])
    assert places(desk) == [HOME, FAR, FAR]
    assert names(desk) == ["", "second", "second"]


@pytest.mark.parametrize("to_all", [False, True])
def test_what_appears_appears_earlier(desk: Document, to_all: bool) -> None:
    put(desk, unit("w", AWAY), ring("wr", AWAY, anchor="w"))
    moved_down(desk, third(desk), ["w"], to_all=to_all)
    expected = [AWAY if to_all else None, AWAY, AWAY]
    assert places(desk, "w") == expected
    assert places(desk, "wr") == expected


@pytest.mark.parametrize("to_all", [False, True])
def test_what_vanishes_vanishes_earlier(desk: Document, to_all: bool) -> None:
    remove(desk, "v")
    moved_down(desk, third(desk), ["v"], to_all=to_all)
    assert places(desk, "v") == [None if to_all else HOME, None, None]
    desk.undo()
    assert places(desk, "v") == [HOME, HOME, None]


def test_a_change_moved_into_an_appearance_is_part_of_it(desk: Document) -> None:
    desk.show_phase(desk.phases()[1].id)
    put(desk, unit("w", HOME))
    desk.show_phase(third(desk))
    put(desk, renamed(unit("w", AWAY), "third"))
    moved_down(desk, third(desk), ["w"])
    assert places(desk, "w") == [None, AWAY, AWAY]
    assert names(desk, "w") == [None, "third", "third"]


# -- counting ----------------------------------------------------------------------------------


def fresh(desk: Document) -> list[dict[str, object]]:
    made = PhaseChanges(desk)
    found = [dict(made.of(phase.id)) for phase in desk.phases()]
    made.close()
    return found


def test_counts_follow_edits_undo_and_reordering(desk: Document) -> None:
    changes = PhaseChanges(desk)
    phases = [phase.id for phase in desk.phases()]
    assert [changes.counts(phase) for phase in phases] == [Counts()] * 3
    put(desk, *moved_all(desk, ["u"], HOME, AWAY).values())
    remove(desk, "v")
    put(desk, unit("w", AWAY))
    assert changes.counts(phases[2]) == Counts(added=1, moved=1, removed=1)
    assert changes.phases_changing("u") == (phases[2],)
    desk.show_phase(phases[0])
    put(desk, unit("u", AWAY))
    assert changes.counts(phases[2]) == Counts(added=1, removed=1), "nothing is left to move"
    desk.undo()
    move_phase(desk, phases[2], 0)
    assert [dict(changes.of(p.id)) for p in desk.phases()] == fresh(desk)
    desk.undo()
    desk.undo()
    assert [dict(changes.of(p.id)) for p in desk.phases()] == fresh(desk)


def test_a_ring_that_follows_is_no_change_of_its_own_but_differs(desk: Document) -> None:
    changes = PhaseChanges(desk)
    put(desk, *moved_all(desk, ["u"], HOME, AWAY).values())
    assert list(changes.of(third(desk))) == ["u"]
    difference = changes.difference(third(desk), "r")
    assert difference is not None
    assert difference.what == "moved"


def test_observers_hear_of_changes_that_are_not_seen(desk: Document) -> None:
    changes = PhaseChanges(desk)
    put(desk, unit("u", AWAY))
    heard: list[frozenset[str] | None] = []
    changes.subscribe(heard.append)
    moved_down(desk, third(desk), ["u"])
    assert heard == [frozenset({"u", "r"})]


def test_whoever_hears_first_of_a_phase_can_ask_what_it_changes(desk: Document) -> None:
    changes = PhaseChanges(desk)
    heard: list[object] = []

    def ask(_diff: object) -> None:
        heard.extend(changes.difference(phase.id, "u") for phase in desk.phases())
        heard.extend(changes.of(phase.id) for phase in desk.phases())

    stop = desk.subscribe(ask)
    add_phase(desk)
    desk.undo()
    assert heard
    stop()
    assert [dict(changes.of(p.id)) for p in desk.phases()] == fresh(desk)
