"""Phases are differences: what is changed in one stays there, what comes before flows on."""

import pytest
from msgspec.structs import replace

from baltic_desk.document.document import Document
from baltic_desk.document.feature import RangeRing
from baltic_desk.document.moving import moved_all
from baltic_desk.document.outline import new_ring
from baltic_desk.document.phase_comparison import compared
from baltic_desk.document.phase_operations import (
    add_phase,
    delete_phase,
    duplicate_phase,
    merge_phase,
    move_phase,
    set_movement,
    split_phase,
)
from baltic_desk.document.project import Overlay
from baltic_desk.document.record import Movement, Patch
from baltic_desk.document.store import Diff, Entry
from tests.features import unit

HOME, AWAY = (21.0, 55.0), (24.0, 56.0)


def document_of(*features):
    """A document with an overlay "o" and these features on it."""
    records = (Overlay(id="o", name="O"), *features)
    return Document(Entry(record, float(k)) for k, record in enumerate(records))


def put(document, *features):
    with document.edit("Put") as change:
        for each in features:
            change.put(each)


def renamed(feature, name):
    return replace(feature, properties=replace(feature.properties, name=name))


def at(document, feature_id="u"):
    return document.feature(feature_id).geometry.coordinates


def move(document, ids, start, end):
    put(document, *moved_all(document, ids, start, end).values())


@pytest.fixture
def desk():
    return document_of(unit("u", at=HOME), unit("v", at=HOME))


def test_a_project_without_phases_has_none(desk):
    assert desk.phases() == ()
    assert desk.phase is None


def test_the_first_new_phase_makes_what_there_was_the_first(desk):
    fresh = add_phase(desk)
    assert [phase.name for phase in desk.phases()] == ["Phase 1", "Phase 2"]
    assert desk.phase == fresh.id
    assert desk.undo() == "New phase"
    assert desk.phases() == ()
    assert desk.phase is None


def test_a_move_in_a_phase_is_only_there(desk):
    second = add_phase(desk)
    put(desk, unit("u", at=AWAY))
    assert at(desk) == AWAY
    desk.show_phase(desk.phases()[0].id)
    assert at(desk) == HOME
    desk.show_phase(second.id)
    assert at(desk) == AWAY


def test_a_change_before_flows_on_unless_it_is_overridden(desk):
    second = add_phase(desk)
    put(desk, unit("u", at=AWAY))
    desk.show_phase(desk.phases()[0].id)
    put(desk, renamed(desk.feature("u"), "1 Bde"))
    put(desk, replace(desk.feature("v"), geometry=unit(at=AWAY).geometry))
    desk.show_phase(second.id)
    assert at(desk) == AWAY
    assert desk.feature("u").properties.name == "1 Bde"
    assert at(desk, "v") == AWAY


def test_what_is_deleted_before_does_not_come_back_where_it_moved(desk):
    second = add_phase(desk)
    put(desk, unit("u", at=AWAY))
    desk.show_phase(desk.phases()[0].id)
    with desk.edit("Delete") as change:
        change.remove("u")
    desk.show_phase(second.id)
    assert desk.feature("u") is None
    assert desk.changes_in(second.id) == ()
    desk.undo()
    desk.show_phase(second.id)
    assert at(desk) == AWAY


def test_what_appears_in_a_phase_is_there_from_then_on(desk):
    add_phase(desk)
    put(desk, unit("w", at=AWAY))
    add_phase(desk)
    assert at(desk, "w") == AWAY
    with desk.edit("Delete") as change:
        change.remove("w")
    shown = []
    for phase in desk.phases():
        desk.show_phase(phase.id)
        shown.append(desk.feature("w") is not None)
    assert shown == [False, True, False]


def test_moving_back_leaves_no_change(desk):
    second = add_phase(desk)
    put(desk, unit("u", at=AWAY))
    put(desk, unit("u", at=HOME))
    assert desk.changes_in(second.id) == ()


def test_undo_goes_to_the_phase_where_it_was_done(desk):
    second = add_phase(desk)
    put(desk, unit("u", at=AWAY))
    desk.show_phase(desk.phases()[0].id)
    desk.undo()
    assert desk.phase == second.id
    assert at(desk) == HOME
    desk.show_phase(desk.phases()[0].id)
    desk.redo()
    assert desk.phase == second.id
    assert at(desk) == AWAY


def test_a_ring_put_on_a_unit_before_goes_where_the_unit_has_gone():
    desk = document_of(unit("u", at=HOME))
    second = add_phase(desk)
    put(desk, unit("u", at=AWAY))
    desk.show_phase(desk.phases()[0].id)
    put(desk, new_ring("r", HOME, 40_000, overlay="o", anchor="u"))
    desk.show_phase(second.id)
    ring = desk.feature("r").properties
    assert (ring.center_lon, ring.center_lat) == AWAY
    put(desk, replace(desk.feature("r"), properties=replace(ring, radius_max_m=50_000.0)))
    desk.show_phase(desk.phases()[0].id)
    move(desk, ["u"], HOME, (20.0, 54.0))
    desk.show_phase(second.id)
    ring = desk.feature("r").properties
    assert (ring.center_lon, ring.center_lat, ring.radius_max_m) == (*AWAY, 50_000.0)


def test_a_ring_that_is_not_on_its_unit_stays():
    desk = document_of(
        unit("u", at=HOME), new_ring("r", (22.0, 55.0), 9e3, overlay="o", anchor="u")
    )
    add_phase(desk)
    put(desk, unit("u", at=AWAY))
    assert desk.feature("r").properties.center_lon == 22.0


def test_rings_bound_to_rings_stay():
    own = new_ring("r", HOME, 9e3, overlay="o", anchor="r")
    others = [new_ring(i, HOME, 9e3, overlay="o", anchor=j) for i, j in (("a", "b"), ("b", "a"))]
    desk = document_of(own, *others)
    second = add_phase(desk)
    put(desk, *(new_ring(i, AWAY, 9e3, overlay="o", anchor=i) for i in ("r", "a")))
    shown = {i: desk.state(second.id)[i].record.properties.center_lon for i in ("r", "a", "b")}
    assert shown == {"r": AWAY[0], "a": AWAY[0], "b": HOME[0]}


def test_a_ring_that_changes_size_before_keeps_its_later_place():
    desk = document_of(unit("u", at=HOME), new_ring("r", HOME, 40_000, overlay="o", anchor="u"))
    second = add_phase(desk)
    move(desk, ["u"], HOME, AWAY)
    desk.show_phase(desk.phases()[0].id)
    put(desk, new_ring("r", HOME, 90_000, overlay="o", anchor="u"))
    desk.show_phase(second.id)
    ring = desk.feature("r")
    assert isinstance(ring.properties, RangeRing)
    assert ring == new_ring("r", AWAY, 90_000, overlay="o", anchor="u")


def test_an_overlay_takes_what_is_on_it_in_every_phase(desk):
    put(desk, Overlay(id="p", name="P"))
    second = add_phase(desk)
    put(desk, unit("w", at=AWAY, overlay="p"))
    put(
        desk,
        replace(desk.feature("u"), properties=replace(desk.feature("u").properties, overlay="p")),
    )
    desk.show_phase(desk.phases()[0].id)
    with desk.edit("Delete overlay") as change:
        change.remove("p")
    desk.show_phase(second.id)
    assert desk.feature("w") is None
    assert desk.feature("u") is None
    desk.undo()
    desk.show_phase(second.id)
    assert at(desk, "w") == AWAY


def test_observers_hear_what_is_seen_otherwise(desk):
    add_phase(desk)
    put(desk, unit("u", at=AWAY))
    heard: list[Diff] = []
    phases = []
    desk.subscribe(heard.append)
    desk.on_phase(phases.append)
    first = desk.phases()[0].id
    desk.show_phase(first)
    assert [set(diff.after) for diff in heard] == [{"u"}]
    assert phases == [first]
    assert heard[0].after["u"].record.geometry.coordinates == HOME


def test_showing_a_phase_is_no_step_of_undo(desk):
    add_phase(desk)
    desk.history.mark_clean()
    desk.show_phase(desk.phases()[0].id)
    assert desk.history.clean
    assert desk.history.undo_label == "New phase"


def test_a_phase_is_not_changed_while_an_edit_is_open(desk):
    second = add_phase(desk)
    desk.show_phase(desk.phases()[0].id)
    with desk.edit("Move"), pytest.raises(RuntimeError):
        desk.show_phase(second.id)


def test_features_stay_the_same_objects_when_a_phase_comes_again(desk):
    second = add_phase(desk)
    put(desk, unit("u", at=AWAY))
    first = desk.phases()[0].id
    there = desk.feature("u")
    desk.show_phase(first)
    desk.show_phase(second.id)
    assert desk.feature("u") is there


def three(desk):
    """Phases: u at home; u away; u away and v gone."""
    add_phase(desk)
    put(desk, unit("u", at=AWAY))
    add_phase(desk)
    with desk.edit("Delete") as change:
        change.remove("v")
    return [phase.id for phase in desk.phases()]


def looks(desk):
    """What each phase shows, by its id."""
    return {phase.id: desk.state(phase.id) for phase in desk.phases()}


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("to", [0, 1, 2])
def test_moving_a_phase_keeps_all_pictures(desk, which, to):
    ids = three(desk)
    before = looks(desk)
    move_phase(desk, ids[which], to)
    expected = [i for i in ids if i != ids[which]]
    expected.insert(to, ids[which])
    assert [phase.id for phase in desk.phases()] == expected
    assert looks(desk) == before
    if to != which:
        desk.undo()
    assert [phase.id for phase in desk.phases()] == ids
    assert looks(desk) == before


@pytest.mark.parametrize("which", [0, 1, 2])
def test_deleting_a_phase_keeps_the_other_pictures(desk, which):
    ids = three(desk)
    before = looks(desk)
    delete_phase(desk, ids[which])
    del before[ids[which]]
    assert looks(desk) == before
    desk.undo()
    assert [phase.id for phase in desk.phases()] == ids


def test_the_last_phase_is_kept(desk):
    second = add_phase(desk)
    delete_phase(desk, second.id)
    with pytest.raises(ValueError, match="last phase"):
        delete_phase(desk, desk.phases()[0].id)


@pytest.mark.parametrize("which", [1, 2])
def test_a_merged_phase_looks_like_the_later(desk, which):
    ids = three(desk)
    before = looks(desk)
    merge_phase(desk, ids[which])
    kept = ids[which - 1]
    assert desk.state(kept) == before[ids[which]]
    assert len(desk.phases()) == 2


def test_the_first_phase_has_none_to_merge_into(desk):
    ids = three(desk)
    with pytest.raises(ValueError, match="before the first"):
        merge_phase(desk, ids[0])


def test_a_duplicate_looks_like_its_original(desk):
    ids = three(desk)
    before = looks(desk)
    fresh = duplicate_phase(desk, ids[1])
    assert [phase.id for phase in desk.phases()] == [ids[0], ids[1], fresh.id, ids[2]]
    assert desk.state(fresh.id) == before[ids[1]]
    assert desk.state(ids[2]) == before[ids[2]]


def test_splitting_puts_some_changes_off(desk):
    second = add_phase(desk)
    put(desk, unit("u", at=AWAY), unit("v", at=AWAY))
    fresh = split_phase(desk, second.id, {"v"})
    assert desk.phase == fresh.id
    assert at(desk, "v") == AWAY
    desk.show_phase(second.id)
    assert (at(desk), at(desk, "v")) == (AWAY, HOME)
    with pytest.raises(ValueError, match="changes none"):
        split_phase(desk, second.id, {"v"})


def test_splitting_the_first_phase_has_features_appear_later(desk):
    second = add_phase(desk)
    first = desk.phases()[0].id
    fresh = split_phase(desk, first, {"v"})
    assert "v" not in desk.state(first)
    assert at(desk, "v") == HOME
    assert "v" in desk.state(second.id)
    assert [phase.id for phase in desk.phases()] == [first, fresh.id, second.id]


def test_a_way_survives_what_is_done_to_phases(desk):
    second = add_phase(desk)
    put(desk, unit("u", at=AWAY))
    set_movement(desk, second.id, "u", Movement(path="22.0,55.5", shows="arrow"))
    put(desk, unit("u", at=(25.0, 56.0)))
    move_phase(desk, second.id, 0)
    move_phase(desk, second.id, 1)
    change = desk.change_in(second.id, "u").change
    assert isinstance(change, Patch)
    assert change.movement == Movement(path="22.0,55.5", shows="arrow")
    with pytest.raises(ValueError, match="does not move"):
        set_movement(desk, second.id, "v", Movement())


def test_a_snapshot_is_what_a_phase_shows(desk):
    second = add_phase(desk)
    put(desk, unit("u", at=AWAY))
    desk.show_phase(desk.phases()[0].id)
    there = desk.snapshot(second.id)
    assert at(there) == AWAY
    assert at(desk.snapshot()) == HOME
    assert there.phases() == ()
    put(there, unit("u", at=(20.0, 60.0)))
    assert at(desk) == HOME


def test_differences_say_what_became_of_each(desk):
    ids = three(desk)
    put(desk, unit("w", at=HOME), renamed(desk.feature("u"), "1 Bde"))
    found = {d.id: d for d in compared(desk.state(ids[0]), desk.state(ids[2]))}
    assert {i: d.what for i, d in found.items()} == {"u": "changed", "v": "removed", "w": "added"}
    assert set(found["u"].fields) == {"geometry", "name"}
    (moved,) = compared(desk.state(ids[0]), desk.state(ids[1]))
    assert (moved.what, moved.moved_from) == ("moved", HOME)


def test_all_that_is_stored_makes_the_same_document_again(desk):
    three(desk)
    again = Document(desk.all_entries())
    assert looks(again) == looks(desk)
    assert again.phase == desk.phases()[0].id
