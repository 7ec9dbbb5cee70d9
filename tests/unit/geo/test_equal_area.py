"""The plane in which areas are true."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic_desk.geo import equal_area
from baltic_desk.geo.equal_area import EqualAreaPlane
from baltic_desk.geo.outlines import ring_outline

positions = st.tuples(st.floats(9.0, 36.0), st.floats(52.0, 67.0))


def test_the_doctest_holds():
    assert doctest.testmod(equal_area).failed == 0


@settings(max_examples=15)
@given(positions, positions, st.floats(1_000.0, 300_000.0))
def test_areas_in_it_are_those_on_the_ellipsoid(middle, center, radius_m):
    """Against geographiclib, for rings anywhere in the region."""
    (ring,) = ring_outline(center, radius_m)
    flat = EqualAreaPlane(middle).flat(shapely.Polygon(ring))
    walk = Geodesic.WGS84.Polygon()
    for lon, lat in ring[:-1]:
        walk.AddPoint(lat, lon)
    # Straight edges in the plane are no geodesics: by 10 m of the radius at most.
    assert flat.area == pytest.approx(walk.Compute(False, True)[2], rel=1e-4)


@given(st.lists(positions, min_size=1, max_size=20))
def test_there_and_back_is_the_same_place_to_a_millimetre(places):
    plane = EqualAreaPlane.about(places)
    assert np.abs(plane.to_lonlat(plane.to_xy(places)) - places).max() < 1e-8
