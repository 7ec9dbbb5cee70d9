"""A system's published figures become rings that say on whose word they are drawn."""

from __future__ import annotations

import pytest

from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.coverage.rings import radar_ring, rings, usual_ring, variant_ring
from baltic_desk.coverage.systems import Systems, open_systems


@pytest.fixture(scope="module")
def systems() -> Systems:
    return open_systems()


def test_each_published_range_gives_a_ring(systems: Systems) -> None:
    radii_km = [round(ring.radius_max_m / 1000) for ring in rings(systems["s400"])]
    assert radii_km == [600, 400, 250, 200, 120, 60, 40]


def test_a_ring_carries_its_source_and_class(systems: Systems) -> None:
    system = systems["bastion_p"]
    ring = variant_ring(system, system.variant("P-800 Oniks (hi-lo profile)"))
    assert ring is not None
    assert (ring.radius_max_m, ring.radius_min_m) == (300_000.0, 0.0)
    assert (ring.ring_class, ring.letters) == ("anti-ship", "AS")
    assert ring.label == "K-300P Bastion-P · P-800 Oniks (hi-lo profile)"
    assert ring.verified
    assert "CSIS" in ring.source
    assert "a minimum range of 10 km is unverified and not drawn" in ring.note


def test_a_minimum_range_is_drawn_on_somebodys_word_only(systems: Systems) -> None:
    drawn: list[bool] = []
    for system in systems.systems:
        for variant in system.variants:
            ring, least = variant_ring(system, variant), variant.range_min_km
            if ring is not None and least is not None:
                drawn.append(least.status == "verified")
                assert ring.radius_min_m == (least.value * 1000.0 if drawn[-1] else 0.0)
                assert ("not drawn" in ring.note) != drawn[-1]
    assert True in drawn
    assert False in drawn


def test_whose_word_it_is_follows_from_the_sources(systems: Systems) -> None:
    for system in systems.systems:
        for ring in rings(system):
            assert ring.declared_m in (None, ring.radius_max_m)
            assert ring.assessed_m in (None, ring.radius_max_m)
            assert not (ring.declared_m and ring.assessed_m)
            if not ring.verified:
                assert ring.source == ring.source_date == ""
                assert ring.declared_m is ring.assessed_m is None


def test_a_sensor_is_a_ring_of_its_own_class(systems: Systems) -> None:
    ring = radar_ring(systems["s400"])
    assert ring is not None
    assert (ring.ring_class, ring.radius_max_m) == ("sensor", 600_000.0)
    assert radar_ring(systems["bal"]) is None


def test_a_radar_whose_range_is_a_variant_is_not_drawn_twice(systems: Systems) -> None:
    found = [(ring.ring_class, ring.radius_max_m) for ring in rings(systems["monolit_b"])]
    assert found == [("sensor", 450_000.0), ("sensor", 250_000.0)]


def test_ships_carry_rings_of_several_classes(systems: Systems) -> None:
    classes = {ring.ring_class for ring in rings(systems["steregushchiy"])}
    assert classes == {"anti-ship", "air-defence"}


def test_the_usual_ring_has_the_usual_radius(systems: Systems) -> None:
    for system in systems.systems:
        ring = usual_ring(system)
        if system.usual_ring.km is None:
            assert ring is None
            continue
        assert ring is not None
        assert ring.radius_max_m == pytest.approx(system.usual_ring.km * 1000)
        assert ring.ring_class in RING_CLASSES


def test_a_usual_figure_without_source_is_not_verified(systems: Systems) -> None:
    ring = usual_ring(systems["stinger"])
    assert ring is not None
    assert not ring.verified
    assert "usual military figure" in ring.note


def test_without_a_published_range_there_is_no_ring(systems: Systems) -> None:
    assert rings(systems["samarkand"]) == ()
    assert usual_ring(systems["samarkand"]) is None
