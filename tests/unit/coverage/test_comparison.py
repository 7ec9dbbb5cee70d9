"""Two altitudes beside each other."""

from __future__ import annotations

import doctest
import math

import pytest

from baltic_desk.coverage import comparison
from baltic_desk.coverage.comparison import compared, compared_emitters, pair_title
from baltic_desk.coverage.emitter_reach import Fields, reaches
from baltic_desk.coverage.emitters import TargetAltitude
from baltic_desk.geo.terrain import SmoothEarth
from tests.emitting import KALININGRAD, emitter
from tests.unit.coverage.test_merging import EAST, lens_m2


@pytest.fixture(scope="module")
def pairs():
    force = [
        emitter("a", range_m=20e3, owner="A"),
        emitter("b", EAST, 20e3),
        emitter("c", KALININGRAD, 300e3, ring_class="sensor", identity="3"),
    ]
    fields = Fields(SmoothEarth())
    published, _ = reaches(force, None, fields)
    low, _ = reaches(force, TargetAltitude(10.0, "sea"), fields)
    return published, low


def test_the_doctest_holds():
    assert doctest.testmod(comparison).failed == 0


def test_what_two_cover_counts_once(pairs):
    air, sensor = compared(*pairs)
    both = 2 * math.pi * 20e3**2 - lens_m2(20e3, 30e3)
    assert air.ring_ids == ("a", "b")
    assert air.first_m2 == pytest.approx(both, rel=1e-3)
    assert air.second_m2 == pytest.approx(both, rel=1e-3)
    assert air.ratio == pytest.approx(1.0, abs=1e-3)
    assert sensor.ratio == pytest.approx((33.227 / 300) ** 2, rel=2e-3)


def test_each_emitter_has_its_own_numbers(pairs):
    found = compared_emitters(*pairs)
    assert [each.ring_ids for each in found] == [("a",), ("b",), ("c",)]
    assert found[0].first_m2 == pytest.approx(math.pi * 20e3**2, rel=1e-3)


def test_only_those_that_both_have_are_compared(pairs):
    published, low = pairs
    (only,) = compared(published, low[2:])
    assert only.ring_class == "sensor"


def test_titles_are_of_the_emitter_or_of_class_and_side(pairs):
    assert pair_title(compared_emitters(*pairs)[0]) == "A · 20 km"
    sides = {"3": "Friend", "6": "Hostile"}
    group = compared(*pairs)
    assert [pair_title(each, sides.__getitem__) for each in group] == [
        "Air defence, hostile",
        "Sensor, friend",
    ]
    assert pair_title(group[0], lambda _: "") == "Air defence"


def test_nothing_has_no_ratio(pairs):
    _, low = pairs
    nothing, _ = reaches([low[2].emitter], TargetAltitude(0.0, "sea"), Fields(SmoothEarth()))
    (pair,) = compared(nothing, low)
    assert pair.ratio is None or pair.ratio > 1.0
