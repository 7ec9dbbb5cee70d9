"""The altitude that reach is drawn for is part of the project, one step of undo at a time."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from baltic_desk.document.altitude import (
    Altitude,
    altitude_of,
    altitude_text,
    antenna_of,
    is_cut,
    over_horizon,
    own_horizon_m,
    parse_altitude,
    put_altitude,
    stepped,
)
from baltic_desk.document.feature import RangeRing
from baltic_desk.geo.distances import DistanceError
from tests.features import document, ring


def parameters(**changes: object) -> RangeRing:
    found = ring(radius_m=400_000.0).properties
    assert isinstance(found, RangeRing)
    return replace(found, **changes)


def test_a_new_project_draws_published_ranges() -> None:
    assert altitude_of(document().project) is None


def test_setting_the_altitude_is_one_step_that_undo_takes_back() -> None:
    desk = document()
    assert put_altitude(desk, Altitude(10.0, "sea", "none", 24.0))
    assert altitude_of(desk.project) == Altitude(10.0, "sea", "none", 24.0)
    assert desk.history.labels[0] == ("Draw reach at 10 m above sea level",)
    desk.undo()
    assert altitude_of(desk.project) is None


def test_the_same_altitude_again_is_no_step() -> None:
    desk = document()
    put_altitude(desk, Altitude(100.0))
    assert not put_altitude(desk, Altitude(100.0))
    assert len(desk.history.labels[0]) == 1


def test_switched_off_it_keeps_what_it_is_counted_from_and_the_terrain() -> None:
    desk = document()
    put_altitude(desk, Altitude(100.0, "sea", "Lidar"))
    put_altitude(desk, None)
    assert altitude_of(desk.project) is None
    assert (desk.project.altitude_above, desk.project.terrain) == ("sea", "Lidar")


@pytest.mark.parametrize(
    ("ring_class", "cut"),
    [
        ("air-defence", True),
        ("sensor", True),
        ("anti-ship", False),
        ("surface-to-surface", False),
        ("electronic-warfare", False),
        ("other", False),
    ],
)
def test_only_what_has_to_see_its_target_is_cut(ring_class: str, cut: bool) -> None:
    assert is_cut(parameters(ring_class=ring_class)) is cut


def test_radars_that_see_over_the_horizon_are_not_cut() -> None:
    exempt = over_horizon(document())
    assert {"konteyner", "podsolnukh"} <= exempt
    assert "s400" not in exempt
    assert not is_cut(parameters(ring_class="sensor", system="konteyner"), exempt)
    assert is_cut(parameters(ring_class="sensor", system="s400"), exempt)


def test_an_antenna_that_nobody_states_is_assumed_and_says_so() -> None:
    assumed, stated = (
        antenna_of(parameters(), 10.0),
        antenna_of(parameters(antenna_height_m=24.0), 10.0),
    )
    assert (assumed.height_m, assumed.text) == (10.0, "antenna 10 m, assumed")
    assert (stated.height_m, stated.text) == (24.0, "antenna 24 m")


def test_an_anti_ship_missile_needs_targeting_beyond_the_horizon_of_its_own_antenna() -> None:
    missile = parameters(ring_class="anti-ship", antenna_height_m=24.0)
    # The usual formula, 4.124 km times the root of the height in metres.
    assert own_horizon_m(missile, 10.0) == pytest.approx(4_124 * 24**0.5, rel=2e-3)
    assert own_horizon_m(replace(missile, radius_max_m=15_000.0), 10.0) is None
    assert own_horizon_m(replace(missile, ring_class="sensor"), 10.0) is None


@pytest.mark.parametrize(
    ("text", "metres"),
    [("100", 100.0), ("3 km", 3_000.0), ("500 ft", 152.4), ("FL 350", 10_668.0), ("0,5km", 500.0)],
)
def test_altitudes_are_typed_in_metres_kilometres_feet_and_flight_levels(
    text: str, metres: float
) -> None:
    assert parse_altitude(text) == pytest.approx(metres)


@pytest.mark.parametrize("text", ["", "low", "0", "16 km", "FL x", "10 20", "-5"])
def test_what_is_no_altitude_is_refused(text: str) -> None:
    with pytest.raises(DistanceError):
        parse_altitude(text)


def test_what_is_read_can_be_typed_again() -> None:
    for metres in (1.0, 2.5, 10.0, 155.0, 999.0, 1_000.0, 3_050.0, 15_000.0):
        assert parse_altitude(altitude_text(metres)) == pytest.approx(metres)


def test_steps_lead_through_round_altitudes_from_end_to_end() -> None:
    found = [stepped(None, 1)]
    while found[-1] < 15_000.0:
        found.append(stepped(found[-1], 1))
    assert found[0] == 10.0
    assert {100.0, 1_000.0, 3_000.0, 10_000.0} <= set(found)
    assert stepped(found[-1], 1) == 15_000.0
    assert [stepped(found[-1], -k) for k in range(len(found))] == found[::-1]
    assert stepped(10.0, -1) == 10.0
