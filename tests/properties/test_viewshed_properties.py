"""What holds of lines of sight over any terrain."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from baltic_desk.coverage.line_of_sight import lowest_visible_m
from baltic_desk.coverage.reach import CAUSES, reach
from baltic_desk.coverage.reach_outlines import area_m2, edge_stretches, visible_area
from baltic_desk.coverage.viewshed import Emitter, visibility_field
from tests.reliefs import Relief

PLACE = (20.5, 54.7)
BEARINGS = 24

heights_m = st.floats(-20.0, 400.0, width=32)
masts_m = st.floats(1.0, 200.0, width=32)
factors = st.floats(0.8, 2.0)


def profiles(least=3, most=40):
    return arrays.arrays(np.float64, st.integers(least, most), elements=heights_m)


def lowest(profile, antenna_m, k=4 / 3, step_m=700.0):
    ranges_m = np.arange(len(profile)) * step_m
    return lowest_visible_m(profile[:, None], ranges_m, profile[0] + antenna_m, k)[:, 0]


@st.composite
def fields(draw):
    """A field over ground that is even within patches of 15 degrees by 4 km."""
    patches = draw(arrays.arrays(np.float64, (8, BEARINGS), elements=st.floats(0.0, 300.0)))
    here = draw(heights_m.filter(lambda height: height >= 0.0))

    def height(bearing_deg, distance_m):
        ring = np.minimum((distance_m / 4_000.0).astype(int), 7)
        patch = patches[ring, np.round(bearing_deg / 15.0).astype(int) % BEARINGS]
        return np.where(distance_m < 400.0, here, patch)

    relief = Relief(PLACE, height, step_m=1_000.0)
    return visibility_field(
        Emitter(PLACE, draw(masts_m)), relief, 32_000.0, k=draw(factors), bearings=BEARINGS
    )


@given(profiles(), masts_m, st.floats(0.0, 100.0))
def test_a_higher_antenna_sees_no_less(profile, antenna_m, more_m):
    assert (lowest(profile, antenna_m + more_m) <= lowest(profile, antenna_m) + 1e-6).all()


@given(profiles(), masts_m, factors, factors)
def test_a_flatter_earth_hides_no_more(profile, antenna_m, k, other_k):
    flat, curved = max(k, other_k), min(k, other_k)
    assert (lowest(profile, antenna_m, flat) <= lowest(profile, antenna_m, curved) + 1e-6).all()


@given(profiles(), masts_m)
def test_nothing_is_seen_under_the_ground(profile, antenna_m):
    assert (lowest(profile, antenna_m) >= profile).all()


@given(profiles(), masts_m, st.data())
def test_higher_ground_anywhere_on_the_way_lets_no_more_be_seen(profile, antenna_m, data):
    where = data.draw(st.integers(1, len(profile) - 1))
    raised = profile.copy()
    raised[where] += data.draw(st.floats(0.0, 200.0))
    assert (lowest(raised, antenna_m) >= lowest(profile, antenna_m) - 1e-6).all()


@given(profiles(), masts_m, masts_m)
def test_who_sees_is_seen(profile, one_m, other_m):
    """From either end of a profile one sees the other end's mast, or from neither."""
    there = lowest(profile, one_m)[-1] - (profile[-1] + other_m)
    back = lowest(profile[::-1], other_m)[-1] - (profile[0] + one_m)
    if min(abs(there), abs(back)) > 1e-5:
        assert (there < 0) == (back < 0)


@given(fields(), st.floats(1.0, 2_000.0), st.floats(0.0, 1_000.0), st.booleans())
def test_a_higher_target_is_seen_no_less(field, altitude_m, more_m, above_ground):
    low = reach(field, altitude_m, above_ground=above_ground)
    high = reach(field, altitude_m + more_m, above_ground=above_ground)
    assert (high.continuous_m >= low.continuous_m - 1e-6).all()
    assert area_m2(visible_area(high)) >= area_m2(visible_area(low)) * (1 - 1e-6)


@given(
    fields(),
    st.floats(1.0, 2_000.0),
    st.booleans(),
    st.floats(500.0, 32_000.0),
    st.floats(0.0, 400.0),
)
def test_any_reach_is_a_valid_area_with_its_edges(field, altitude_m, above_ground, range_m, min_m):
    seen = reach(field, altitude_m, above_ground=above_ground, range_m=range_m, range_min_m=min_m)
    area = visible_area(seen)
    assert area.is_valid
    stretches = edge_stretches(seen)
    assert sum(len(each.positions) - 1 for each in stretches) == len(seen.bearing)
    assert {each.cause for each in stretches} == {CAUSES[each] for each in seen.cause}
    assert (seen.distance_m <= range_m + 1e-6).all()
    assert (seen.distance_m >= seen.range_min_m - 1e-6).all()
    out_of_range = seen.cause == CAUSES.index("range")
    at_limit = np.isclose(seen.distance_m, range_m) | np.isclose(seen.distance_m, seen.range_min_m)
    assert at_limit[out_of_range].all()
