"""A system's published figures become rings that say on whose word they are drawn."""

from __future__ import annotations

import pytest

from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.coverage.rings import (
    own_ring,
    rings,
    sensor_rings,
    unsourced_ranges,
    usual_ring,
    variant_rings,
)
from baltic_desk.coverage.systems import Systems, open_systems


@pytest.fixture(scope="module")
def systems() -> Systems:
    return open_systems()


def test_each_published_range_gives_a_ring(systems: Systems) -> None:
    radii_km = [round(ring.radius_max_m / 1000) for ring in rings(systems["s400"])]
    assert radii_km == [600, 400, 250, 200, 150, 120, 100, 60, 40]


def test_the_first_figure_of_a_variant_is_the_one_to_use(systems: Systems) -> None:
    nasams = systems["nasams"]
    found = variant_rings(nasams, nasams.variant("AMRAAM"))
    assert [(ring.radius_max_m / 1000, ring.alternative) for ring in found] == [
        (25, False),
        (30, True),
        (15, True),
        (160, True),
    ]


def test_declared_and_assessed_make_a_band_of_two_figures(systems: Systems) -> None:
    s400 = systems["s400"]
    band, lower = variant_rings(s400, s400.variant("40N6E"))
    assert (band.radius_max_m, band.declared_m, band.assessed_m) == (
        400_000.0,
        400_000.0,
        200_000.0,
    )
    assert band.is_band
    assert band.status == "declared"
    assert "FOI" in band.source
    assert "Moscow Times" in band.source
    assert (lower.radius_max_m, lower.status, lower.alternative) == (150_000.0, "assessed", True)
    assert not lower.is_band


def test_an_assessment_beyond_what_is_declared_is_the_outer_edge(systems: Systems) -> None:
    iskander = systems["iskander_k"]
    band = variant_rings(iskander, iskander.variant("9M729"))[0]
    assert (band.declared_m, band.assessed_m) == (480_000.0, 2_350_000.0)
    assert band.radius_max_m == 2_350_000.0
    assert band.status == "assessed"


def test_one_value_on_two_words_is_one_ring_and_no_band(systems: Systems) -> None:
    bastion = systems["bastion_p"]
    (ring,) = variant_rings(bastion, bastion.variant("P-800 Oniks (hi-lo profile)"))
    assert (ring.radius_max_m, ring.radius_min_m) == (300_000.0, 0.0)
    assert (ring.declared_m, ring.assessed_m) == (300_000.0, 300_000.0)
    assert not ring.is_band
    assert ring.status == "assessed"
    assert (ring.ring_class, ring.letters) == ("anti-ship", "AS")
    assert ring.label == "K-300P Bastion-P · P-800 Oniks (hi-lo profile)"
    assert [source.id for source in ring.sources] == ["sput_bastion_kal", "csis_bastion"]
    assert ring.source_date == "2016"
    assert "a minimum range of 10 km is unverified and not drawn" in ring.note


def test_a_range_without_a_source_gives_no_ring(systems: Systems) -> None:
    bastion = systems["bastion_p"]
    assert variant_rings(bastion, bastion.variant("P-800 Oniks (low-low profile)")) == ()
    assert [(name, str(figure)) for name, figure in unsourced_ranges(bastion)] == [
        ("P-800 Oniks (low-low profile)", "120 km")
    ]
    for system in systems:
        for ring in rings(system):
            assert ring.sources, (system.id, ring.variant)


def test_a_system_without_any_sourced_range_is_there_and_gives_no_ring(systems: Systems) -> None:
    without = [system.id for system in systems if not system.has_sourced_range]
    assert len(without) == 24
    assert {"strela10", "samarkand", "krasukha4", "su24m"} <= set(without)
    for system_id in without:
        assert rings(systems[system_id]) == ()
        assert usual_ring(systems[system_id]) is None


def test_a_typed_range_gives_a_ring_that_is_an_assumption(systems: Systems) -> None:
    ring = own_ring(systems["krasukha4"], 150_000.0)
    assert (ring.radius_max_m, ring.ring_class) == (150_000.0, "electronic-warfare")
    assert (ring.status, ring.source, ring.declared_m, ring.assessed_m) == (
        "assumption",
        "",
        None,
        None,
    )
    assert ring.doubtful
    assert own_ring(systems["krasukha4"], 1.0, "sensor").letters == "SE"


def test_a_minimum_range_is_drawn_on_somebodys_word_only(systems: Systems) -> None:
    drawn: list[bool] = []
    for system in systems:
        for variant in system.variants:
            for ring in variant_rings(system, variant):
                for least in variant.of("range_min"):
                    drawn.append(least.status == "declared")
                    assert ring.radius_min_m == (least.si if drawn[-1] else 0.0)
                    assert ("not drawn" in ring.note) != drawn[-1]
                    assert (least in ring.figures) == drawn[-1]
    assert True in drawn
    assert False in drawn


def test_whose_word_it_is_follows_from_the_figures(systems: Systems) -> None:
    for system in systems:
        for ring in rings(system):
            ends = [end for end in (ring.declared_m, ring.assessed_m) if end is not None]
            if ring.doubtful:
                assert ends == []
                assert {source.grade for source in ring.sources} == {"blog"}
            else:
                assert max(ends) == ring.radius_max_m


def test_a_sensor_is_a_ring_of_its_own_class(systems: Systems) -> None:
    (ring,) = sensor_rings(systems["s400"])
    assert (ring.ring_class, ring.radius_max_m) == ("sensor", 600_000.0)
    assert sensor_rings(systems["bal"]) == ()


def test_a_radar_whose_range_is_a_variant_is_not_drawn_twice(systems: Systems) -> None:
    found = [(ring.ring_class, ring.radius_max_m) for ring in rings(systems["tps77"])]
    assert found == [("sensor", 470_000.0), ("sensor", 450_000.0)]


def test_ships_carry_rings_of_several_classes(systems: Systems) -> None:
    classes = {ring.ring_class for ring in rings(systems["buyan_m"])}
    assert classes == {"anti-ship", "surface-to-surface"}


def test_a_ferry_range_is_drawn_on_request_only(systems: Systems) -> None:
    asked = [(s.id, r.variant) for s in systems for r in rings(s) if r.on_request]
    assert asked == [
        ("su34", "flight range"),
        ("su35s", "ferry range (with tanks)"),
        ("su35s", "ferry range (without tanks)"),
        ("bastion_p", "Oniks-M (reported development)"),
    ]


def test_the_usual_ring_has_the_usual_radius_or_is_not_there(systems: Systems) -> None:
    without = 0
    for system in systems:
        ring, usual = usual_ring(system), system.usual_ring
        if ring is None:
            without += 1
            continue
        assert usual is not None
        assert usual.value * 1000 in (ring.radius_max_m, ring.declared_m, ring.assessed_m)
        assert ring.ring_class in RING_CLASSES
    assert without == 27


def test_a_usual_figure_without_source_gives_no_ring(systems: Systems) -> None:
    stinger = systems["stinger"]
    assert usual_ring(stinger) is None
    assert [ring.radius_max_m for ring in rings(stinger)] == [8000.0]
    ((_, figure),) = unsourced_ranges(stinger)
    assert (str(figure), figure.note[:25]) == ("4.8 km", "the usual military figure")
