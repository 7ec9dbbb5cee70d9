"""What the range rings of a document say of emitters."""

from __future__ import annotations

from msgspec.structs import replace

from baltic_desk.coverage.emitters import DEFAULT_ANTENNA_M
from baltic_desk.coverage.over_horizon import shipped_over_horizon
from baltic_desk.document.emitters import ring_emitters
from baltic_desk.document.project import Overlay
from tests.emitting import KALININGRAD, battery, ring_of
from tests.features import document


def test_a_ring_tells_of_its_unit_its_figures_and_its_source():
    unit = battery(name="S-400\nTriumf")
    ring = ring_of(
        unit,
        400_000.0,
        name="S-400 · 40N6E",
        ring_class="air-defence",
        radius_min_m=5_000.0,
        system="s400",
        variant="40N6E",
        declared_m=400_000.0,
        assessed_m=200_000.0,
        status="declared",
        source="The Moscow Times",
        source_date="2012",
        antenna_height_m=24.0,
        description="against high targets",
    )
    (found,) = ring_emitters(document(unit, ring))
    assert (found.ring_id, found.owner_id, found.owner) == ("r", "u", "S-400 Triumf")
    assert (found.system, found.variant, found.ring_class) == ("s400", "40N6E", "air-defence")
    assert found.identity == "6"
    assert found.position == KALININGRAD
    assert (found.range_min_m, found.range_m) == (5_000.0, 400_000.0)
    assert (found.antenna_m, found.antenna_assumed) == (24.0, False)
    assert (found.claim.declared_m, found.claim.assessed_m) == (400_000.0, 200_000.0)
    assert (found.claim.status, found.claim.source_date) == ("declared", "2012")
    assert "against high targets" in found.claim.texts
    assert found.title == "S-400 Triumf · 40N6E"


def test_an_antenna_of_which_nobody_speaks_is_assumed_at_10_m():
    unit = battery()
    (found,) = ring_emitters(document(unit, ring_of(unit, ring_class="sensor")))
    assert found.antenna_assumed
    assert found.antenna_m == DEFAULT_ANTENNA_M == 10.0
    assert found.title == "S-400 Triumf · 400 km"


def test_the_project_says_what_is_assumed_of_antennas():
    unit = battery()
    held = document(unit, ring_of(unit, ring_class="sensor"))
    with held.edit("Assume 6 m") as change:
        change.put(replace(held.project, assumed_antenna_m=6.0))
    assert ring_emitters(held)[0].antenna_m == 6.0


def test_radars_that_see_over_the_horizon_and_weapons_need_no_sight():
    unit = battery()
    rings = [
        ring_of(unit, ring_id="sam", ring_class="air-defence"),
        ring_of(unit, ring_id="oth", ring_class="sensor", system=sorted(shipped_over_horizon())[0]),
        ring_of(unit, ring_id="ssm", ring_class="surface-to-surface"),
    ]
    found = ring_emitters(document(unit, *rings))
    assert [each.needs_sight for each in found] == [True, False, False]


def test_rings_about_one_place_without_a_unit_are_one_system():
    inner = ring_of(KALININGRAD, 40_000.0, "inner", name="Inner")
    outer = ring_of(KALININGRAD, 90_000.0, "outer", name="Outer", anchor="gone")
    elsewhere = ring_of((21.0, 55.0), 90_000.0, "elsewhere")
    found = ring_emitters(document(inner, outer, elsewhere))
    assert [each.owner_id for each in found] == ["inner", "inner", "elsewhere"]
    assert {each.identity for each in found} == {""}


def test_what_is_hidden_counts_when_asked_for():
    open_ring = ring_of(KALININGRAD, 40_000.0, "open")
    hidden = ring_of(KALININGRAD, 50_000.0, "hidden", hidden=True)
    under = ring_of(KALININGRAD, 60_000.0, "under", overlay="h")
    overlays = (Overlay(id="o"), Overlay(id="h", visible=False))
    held = document(open_ring, hidden, under, overlays=overlays)
    assert [each.ring_id for each in ring_emitters(held)] == ["open"]
    assert len(ring_emitters(held, hidden=True)) == 3


def test_only_the_classes_wanted_and_sectors_that_are_none_go_all_round():
    unit = battery()
    sensor = ring_of(unit, ring_id="s", ring_class="sensor", bearing_from_deg=-20.0,
                     bearing_to_deg=90.0)  # fmt: skip
    full = ring_of(unit, ring_id="f", ring_class="sensor", bearing_from_deg=10.0,
                   bearing_to_deg=370.0 - 360.0)  # fmt: skip
    other = ring_of(unit, ring_id="x", ring_class="anti-ship")
    found = ring_emitters(document(unit, sensor, full, other), {"sensor"})
    assert [each.sector_deg for each in found] == [(340.0, 90.0), None]
