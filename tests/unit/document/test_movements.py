"""What a phase moves: from where, along what way, and what tells of it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from baltic_desk.document.document import Document
from baltic_desk.document.movements import place_along
from baltic_desk.document.phase_operations import add_phase, set_movement
from baltic_desk.document.places import reference
from baltic_desk.document.record import Movement
from baltic_desk.geo.geodesy import geodesic, geodesics
from baltic_desk.io.project import dumps, loads
from tests.features import area, document, unit
from tests.moving import END, START, go, two_phases


@pytest.fixture
def held() -> Document:
    return two_phases()


def test_the_first_phase_moves_nothing(held: Document) -> None:
    go(held, "u", END)
    held.show_phase(held.phases()[0].id)
    assert held.movements() == ()
    assert document(unit("u")).movements() == ()


def test_a_moved_unit_comes_from_where_it_was(held: Document) -> None:
    go(held, "u", END)
    (moved,) = held.movements()
    assert (moved.id, moved.way, moved.shows) == ("u", (START, END), "both")
    assert moved == held.movement_of("u")
    assert held.movement_of("v") is None


def test_what_is_changed_but_stays_is_no_movement(held: Document) -> None:
    unit = held.feature("u")
    assert unit is not None
    with held.edit("Rename") as change:
        change.put(replace(unit, properties=replace(unit.properties, name="A")))
    assert held.movements() == ()


def test_what_appears_is_no_movement(held: Document) -> None:
    with held.edit("Add") as change:
        change.put(unit("new"))
    assert held.movements() == ()


def test_a_way_comes_with_the_move_in_one_step(held: Document) -> None:
    go(held, "u", END, "22.0,58.0")
    assert held.movements()[0].between == ((22.0, 58.0),)
    held.undo()
    assert held.movements() == ()


def test_a_way_that_is_not_legible_is_the_straight_one(held: Document) -> None:
    go(held, "u", END)
    assert held.phase is not None
    set_movement(held, held.phase, "u", Movement(path="over the river"))
    assert held.movements()[0].between == ()


def test_moving_on_keeps_the_way(held: Document) -> None:
    go(held, "u", END, "22.0,58.0")
    go(held, "u", (24.0, 56.5))
    assert held.movements()[0].way == (START, (22.0, 58.0), (24.0, 56.5))


def test_the_way_alone_is_changed_with_undo(held: Document) -> None:
    go(held, "u", END)
    heard: list[str | None] = []
    held.on_phase(heard.append)
    with held.edit("Bend") as change:
        change.come("u", Movement(path="22.0,58.0", shows="ghost"))
    assert (held.movements()[0].between, held.movements()[0].shows) == (((22.0, 58.0),), "ghost")
    assert heard == [held.phase]
    assert held.history.undo_label == "Bend"
    held.undo()
    assert (held.movements()[0].between, held.movements()[0].shows) == ((), "both")


def test_a_way_of_what_does_not_move_is_of_no_account(held: Document) -> None:
    with held.edit("Bend") as change:
        change.come("u", Movement(path="22.0,58.0"))
    assert held.changes_in(str(held.phase)) == ()
    assert held.history.undo_label != "Bend"


def test_other_kinds_show_nothing_unless_said() -> None:
    held = document(area("a"))
    add_phase(held)
    go(held, "a", (23.0, 57.0))
    assert held.movements()[0].shows == "none"
    assert held.phase is not None
    set_movement(held, held.phase, "a", Movement(shows="ghost"))
    assert held.movements()[0].shows == "ghost"


def test_the_project_says_what_is_shown_of_units(held: Document) -> None:
    go(held, "u", END)
    go(held, "v", END, shows="ghost")
    with held.edit("Default") as change:
        change.put(replace(held.project, movement_shows="arrow"))
    assert [moved.shows for moved in held.movements()] == ["arrow", "ghost"]


def test_a_snapshot_knows_what_its_phase_moved(held: Document) -> None:
    go(held, "u", END, "22.0,58.0")
    add_phase(held)
    assert held.movements() == ()
    first, second, third = (phase.id for phase in held.phases())
    assert held.snapshot(second).movements() == held.movements(second) != ()
    assert held.snapshot(second).movement_of("u") == held.movements(second)[0]
    assert held.snapshot(first).movements() == held.snapshot(third).movements() == ()


def test_what_the_project_says_of_movements_comes_back(held: Document) -> None:
    with held.edit("Say") as change:
        change.put(replace(held.project, show_movements=False, movement_shows="ghost"))
    project = loads(dumps(held)).document.project
    assert (project.show_movements, project.movement_shows) == (False, "ghost")


def test_a_feature_is_asked_for_in_any_phase(held: Document) -> None:
    go(held, "u", END)
    was = held.feature_in(held.phase_before(), "u")
    assert was is not None
    assert reference(was) == START
    assert held.feature_in(held.phase, "nobody") is None


def test_places_along_a_way_go_by_length() -> None:
    way = ((20.0, 57.0), (20.0, 58.0), (20.0, 60.0))
    assert place_along(way, 0.0) == way[0]
    assert place_along(way, 1.0) == place_along(way, 7.0) == way[-1]
    assert place_along(way, 2 / 3) == pytest.approx((20.0, 59.0), abs=0.002)
    assert place_along(((20.0, 57.0), (20.0, 57.0)), 0.5) == (20.0, 57.0)


def test_many_geodesics_are_each_as_one_alone() -> None:
    lines = [[(20, 57), (29, 61)], [(10, 60), (11, 60), (25, 55)], [(24, 57), (24, 57.01)]]
    for one, alone in zip(geodesics(lines), map(geodesic, lines), strict=True):
        assert one == pytest.approx(alone)
    assert geodesics([]) == []


def test_a_snapshot_follows_its_phase(held: Document) -> None:
    first, second = (phase.id for phase in held.phases())
    shown = held.snapshot(second)
    heard: list[set[str]] = []
    shown.subscribe(lambda diff: heard.append(set(diff.after)))
    held.show_phase(first)
    go(held, "v", (24.0, 58.0))
    held.show_phase(second)
    go(held, "u", END, "22.0,58.0")
    shown.mirror(held, second)
    assert {e.record.id: e for e in shown.entries()} == {
        e.record.id: e for e in held.snapshot(second).entries()
    }
    assert shown.movements() == held.movements(second)
    assert heard == [{"u", "r", "v"}]
    assert shown.history.undo_label is None
    shown.mirror(held, second)
    assert len(heard) == 1
