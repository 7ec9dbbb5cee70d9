"""Areas of two altitudes: over a smooth earth, with the fields that there are, and without."""

from __future__ import annotations

import pytest

from baltic_desk.app.altitude_comparison import compared_areas
from baltic_desk.app.reaches import FieldCache, FieldKey, compute
from baltic_desk.coverage.comparison import compared
from baltic_desk.coverage.emitter_reach import drawn_reach, reach_at
from baltic_desk.coverage.emitters import TargetAltitude
from baltic_desk.coverage.line_of_sight import horizon_m
from baltic_desk.document.altitude import NO_TERRAIN, Altitude
from baltic_desk.geo.geodesy import GEOD
from baltic_desk.geo.outlines import ring_outline
from baltic_desk.geo.terrain import SmoothEarth, coarse_elevation
from tests.emitting import KALININGRAD, emitter

LOW = Altitude(100.0)


def ring_area_m2(radius_m: float) -> float:
    (ring,) = ring_outline(KALININGRAD, radius_m)
    return abs(GEOD.polygon_area_perimeter(ring[:, 0], ring[:, 1])[0])


def test_over_a_smooth_earth_it_is_the_ring_to_the_horizon_without_the_minimum_range() -> None:
    radar = emitter(range_min_m=10_000.0, antenna_m=24.0)
    earth = SmoothEarth()
    low = Altitude(100.0, terrain=NO_TERRAIN)
    areas = compared_areas([radar], (None, earth), (low, earth), FieldCache())
    (pair,) = areas.pairs
    horizon = float(horizon_m(24.0, 100.0))
    hole_m2 = ring_area_m2(10_000.0)
    assert pair.first_m2 == pytest.approx(ring_area_m2(400_000.0) - hole_m2, rel=1e-3)
    assert pair.second_m2 == pytest.approx(ring_area_m2(horizon) - hole_m2, rel=1e-3)
    assert (areas.provisional, areas.assumed, areas.failed) == (0, 0, 0)


def test_without_a_field_it_is_provisional_and_with_it_what_the_coverage_says() -> None:
    radar, terrain, cache = emitter(range_m=100_000.0), coarse_elevation(), FieldCache()
    before = compared_areas([radar], (None, terrain), (LOW, terrain), cache)
    assert before.provisional == 1
    field = compute(FieldKey(radar.antenna, terrain), 100_000.0, cache)
    after = compared_areas([radar], (None, terrain), (LOW, terrain), cache)
    assert after.provisional == 0
    seen = reach_at(radar, TargetAltitude(100.0), field)
    assert after.pairs == compared([drawn_reach(radar)], [seen])
    assert after.pairs[0].second_m2 != before.pairs[0].second_m2


def test_what_cannot_be_drawn_is_counted_and_left_out_on_both_sides() -> None:
    good, bad = emitter(range_m=50_000.0), emitter("bad", range_m=50_000.0, range_min_m=60_000.0)
    earth = SmoothEarth()
    high = Altitude(3_000.0, terrain=NO_TERRAIN)
    areas = compared_areas([good, bad], (None, earth), (high, earth), FieldCache())
    assert (areas.rings, areas.failed) == (1, 1)
    assert [pair.ring_ids for pair in areas.pairs] == [("r",)]
