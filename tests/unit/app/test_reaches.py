"""What the rings of a project reach at its altitude, and how that is said."""

from __future__ import annotations

import gc

import pytest
from msgspec.structs import replace

from baltic_desk.app.reaches import (
    NOT_YET,
    FieldCache,
    FieldKey,
    compute,
    cut_rings,
    field_bytes,
    fields_needed,
    reached,
    reached_now,
)
from baltic_desk.app.ring_limits import (
    is_cut_short,
    limits_text,
    reach_label,
    reach_text,
    targeting_label,
    targeting_text,
)
from baltic_desk.coverage.viewshed import ViewshedCancelledError, VisibilityField
from baltic_desk.document.altitude import Altitude
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, RangeRing
from baltic_desk.document.project import Overlay
from baltic_desk.geo.terrain import SmoothEarth
from tests.features import document, ring
from tests.reliefs import Relief, wall

PLACE = (20.5, 54.7)
LOW = Altitude(10.0)
SEA = Altitude(10.0, terrain="none")
FLAT = Relief(PLACE, lambda _bearing, distance: 0.0 * distance)


def radar(feature_id: str = "r", **changes: object) -> Feature:
    made = ring(feature_id, PLACE, 60_000.0)
    wanted = {"ring_class": "sensor", "antenna_height_m": 24.0} | changes
    return replace(made, properties=replace(made.properties, **wanted))


def of_ring(feature: Feature) -> RangeRing:
    assert isinstance(feature.properties, RangeRing)
    return feature.properties


def test_rings_that_are_shown_and_have_to_see_their_target_are_cut() -> None:
    desk = document(
        radar("a"),
        radar("hidden", hidden=True),
        radar("under", overlay="off"),
        radar("weapon", ring_class="anti-ship"),
        radar("b", ring_class="air-defence"),
        overlays=(Overlay(id="o"), Overlay(id="off", visible=False)),
    )
    assert [each.id for each in cut_rings(desk, 10.0)] == ["a", "b"]


def test_rings_of_one_antenna_share_a_field_as_far_as_the_widest() -> None:
    desk = document(
        radar("near", radius_max_m=20_000.0), radar("far"), radar("other", antenna_height_m=4.0)
    )
    needed = fields_needed(cut_rings(desk, 10.0), FLAT, FieldCache())
    assert sorted(needed.values()) == [60_000.0, 60_000.0]


def test_until_its_field_is_there_a_ring_ends_at_the_horizon_and_says_that_it_is_provisional() -> (
    None
):
    cache = FieldCache()
    (only,) = cut_rings(document(radar()), 10.0)
    relief = wall(PLACE, 15_000.0, 80.0, (135.0, 225.0))
    before = reached(only, LOW, relief, cache)
    assert before.reach.provisional
    assert before.why_smooth == NOT_YET
    assert before.reach.shares == {"horizon": 1.0}
    ((key, longest_m),) = fields_needed([only], relief, cache).items()
    compute(key, longest_m, cache)
    after = reached(only, LOW, relief, cache)
    assert not after.reach.provisional
    assert after.reach.shares["terrain"] == pytest.approx(0.25, abs=0.01)


def test_without_terrain_the_horizon_is_final() -> None:
    (only,) = cut_rings(document(radar()), 10.0)
    found = reached(only, SEA, SmoothEarth(), FieldCache())
    assert not found.reach.provisional
    assert found.why_smooth == ""
    assert found.reach.farthest_m == pytest.approx(33_227, rel=1e-3)


def test_where_there_is_no_elevation_the_reason_is_told() -> None:
    nowhere = Relief(PLACE, lambda _bearing, distance: 0.0 * distance, bounds=(0.0, 0.0, 1.0, 1.0))
    (found,) = reached_now(document(radar()), LOW, nowhere, FieldCache())
    assert found.reach.provisional
    assert "no elevation at 54.7" in found.why_smooth
    assert FieldCache().ground_m(FieldKey(found.ring.limits.emitter, nowhere)) == 0.0


def test_fields_beyond_the_bound_are_dropped_and_all_rings_are_cut_all_the_same() -> None:
    places = [(20.0 + step, 55.0) for step in range(4)]
    desk = document(
        *(
            radar(f"r{k}", center_lon=place[0], center_lat=place[1])
            for k, place in enumerate(places)
        )
    )
    cache = FieldCache(most_bytes=1)
    found = reached_now(desk, LOW, FLAT, cache)
    assert [each.ring.id for each in found] == ["r0", "r1", "r2", "r3"]
    assert not any(each.reach.provisional for each in found)
    last = cache.get(FieldKey(found[-1].ring.limits.emitter, FLAT), 0.0)
    assert last is not None
    assert cache.held_bytes == field_bytes(last)


def test_what_rings_come_to_does_not_keep_the_fields_it_was_seen_from() -> None:
    # Else what is drawn holds them all, whatever the bound of the cache.
    gc.collect()
    before = sum(isinstance(each, VisibilityField) for each in gc.get_objects())
    desk = document(*(radar(f"r{k}", center_lon=20.0 + k) for k in range(4)))
    cache = FieldCache(most_bytes=1)
    found = reached_now(desk, LOW, FLAT, cache)
    gc.collect()
    assert [each.terrain for each in found] == [FLAT.name] * 4
    live = sum(isinstance(each, VisibilityField) for each in gc.get_objects())
    assert live - before == 1


def test_a_field_that_does_not_go_far_enough_is_not_used() -> None:
    cache = FieldCache()
    (only,) = cut_rings(document(radar()), 10.0)
    key = FieldKey(only.limits.emitter, FLAT)
    compute(key, 30_000.0, cache)
    assert cache.get(key, 30_000.0) is not None
    assert reached(only, LOW, FLAT, cache).reach.provisional


def test_computing_can_be_cancelled() -> None:
    with pytest.raises(ViewshedCancelledError):
        reached_now(document(radar()), LOW, FLAT, FieldCache(), cancelled=lambda: True)


def test_the_label_says_how_far_at_which_altitude_and_why() -> None:
    (found,) = reached_now(document(radar()), SEA, SmoothEarth(), FieldCache())
    assert reach_label(found) == "33 km at 10 m: horizon"
    (in_miles,) = reached_now(document(radar(unit="NM")), SEA, SmoothEarth(), FieldCache())
    assert reach_label(in_miles) == "18 NM at 10 m: horizon"
    assert is_cut_short(found)


def test_an_assumed_antenna_is_said_to_be_assumed_wherever_the_outcome_is_shown() -> None:
    bare = document(radar(antenna_height_m=None))
    (found,) = reached_now(bare, SEA, SmoothEarth(), FieldCache())
    assert reach_label(found) == "26 km at 10 m: horizon\nantenna assumed"
    assert "antenna 10 m, assumed" in reach_text(found)


def test_a_provisional_outcome_says_so() -> None:
    (only,) = cut_rings(document(radar()), 10.0)
    found = reached(only, LOW, FLAT, FieldCache())
    assert reach_label(found).endswith("\nprovisional")
    assert "provisional, over a smooth earth" in reach_text(found)


def test_the_sentence_names_target_causes_earth_and_terrain_with_its_error() -> None:
    relief = wall(PLACE, 15_000.0, 80.0, (135.0, 225.0))
    (found,) = reached_now(document(radar()), LOW, relief, FieldCache())
    assert reach_label(found) == "up to 33 km at 10 m: horizon, terrain"
    assert reach_text(found) == (
        "14 km to 33 km at 10 m above ground: horizon, terrain; antenna 24 m;"
        " 4/3 earth; made relief (none)"
    )


def test_a_ring_that_reaches_its_published_range_is_not_cut_short() -> None:
    high = Altitude(10_000.0, terrain="none")
    (found,) = reached_now(document(radar()), high, SmoothEarth(), FieldCache())
    assert not is_cut_short(found)
    assert reach_label(found) == "60 km at 10 km: published range"


def test_weapons_say_from_where_on_others_have_to_see_the_target() -> None:
    missile = of_ring(radar(ring_class="anti-ship", antenna_height_m=None))
    assert targeting_text(missile, 10.0) == (
        "needs targeting by others beyond its own horizon, 13 km (antenna 10 m, assumed)"
    )
    assert targeting_label(missile, 10.0) == "targeting beyond 13 km, assumed"
    assert limits_text(missile, None, None, 10.0) == targeting_text(missile, 10.0)
    assert targeting_text(replace(missile, radius_max_m=9_000.0), 10.0) == ""


def test_the_card_of_a_cut_ring_says_what_it_comes_to() -> None:
    desk: Document = document(radar())
    (found,) = reached_now(desk, SEA, SmoothEarth(), FieldCache())
    said = limits_text(of_ring(radar()), SEA, found, 10.0)
    assert said == reach_text(found)
    assert limits_text(of_ring(radar()), None, None, 10.0) == ""
