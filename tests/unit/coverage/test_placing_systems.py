"""A system is placed as one thing: its symbol, its rings, its sensor, its citations."""

from __future__ import annotations

import pytest

from baltic_desk.coverage.placing import antenna_of, placement
from baltic_desk.coverage.systems import Systems, open_systems


@pytest.fixture(scope="module")
def systems() -> Systems:
    return open_systems()


def test_all_variants_the_sensor_and_the_symbol_come_together(systems: Systems) -> None:
    made = placement(systems["s400"])
    assert (made.sidc, made.name) == ("10061500001111070000", "S-400 Triumf")
    assert [ring.radius_max_m / 1000 for ring in made.rings] == [400, 250, 200, 120, 60, 40]
    assert made.sensor is not None
    assert made.sensor.radius_max_m == 600_000.0
    assert [ring.radius_max_m / 1000 for ring in made.all_rings][:2] == [600, 400]


def test_another_variant_gives_other_rings(systems: Systems) -> None:
    far, near = (placement(systems["s400"], [name]) for name in ("40N6E", "9M96E"))
    assert [ring.radius_max_m for ring in far.rings] == [400_000.0]
    assert [ring.radius_max_m for ring in near.rings] == [40_000.0]
    assert far.sensor == near.sensor
    with pytest.raises(KeyError):
        placement(systems["s400"], ["40N7"])


def test_figures_that_contradict_come_when_they_are_asked_for(systems: Systems) -> None:
    made = placement(systems["s400"], ["40N6E"], alternatives=True)
    assert [ring.radius_max_m / 1000 for ring in made.rings] == [400, 150]


def test_what_is_drawn_on_request_comes_when_it_is_named(systems: Systems) -> None:
    su35 = systems["su35s"]
    assert placement(su35).rings == ()
    named = placement(su35, ["ferry range (with tanks)"])
    assert [ring.radius_max_m for ring in named.rings] == [4_500_000.0]


def test_a_radar_is_its_own_sensor_once(systems: Systems) -> None:
    made = placement(systems["tps77"])
    assert made.rings == ()
    assert made.sensor is not None
    assert len(made.all_rings) == 1


def test_every_ring_is_cited_and_every_citation_of_a_ring_has_a_source(systems: Systems) -> None:
    for system in systems:
        made = placement(system, alternatives=True)
        cited = {citation.figure for citation in made.citations}
        for ring in made.all_rings:
            assert set(ring.figures) <= cited
        for citation in made.citations:
            assert citation.of
            assert citation.figure.sourced or citation.figure.what == "antenna_height"


def test_a_system_without_a_sourced_range_is_placed_alone(systems: Systems) -> None:
    made = placement(systems["samarkand"])
    assert (made.all_rings, made.citations) == ((), ())
    assert made.sidc


def test_an_antenna_height_without_a_source_is_left_to_the_person(systems: Systems) -> None:
    mast = antenna_of(systems["s400"])
    assert mast.assumed
    assert (mast.height_m, mast.suggestion_m) == (None, 24.0)
    assert mast.figure is not None
    assert mast.figure.status == "assumption"
    kellavere = antenna_of(systems["tps77"])
    assert (kellavere.height_m, kellavere.assumed) == (12.5, False)
    assert antenna_of(systems["bal"]).suggestion_m is None
