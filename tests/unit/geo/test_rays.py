"""Rays by interpolation against PROJ's geodesics."""

from __future__ import annotations

import numpy as np
import pytest

from baltic_desk.geo.geodesy import GEOD, destinations
from baltic_desk.geo.rays import Rays


def off_m(there, geodesics):
    """Largest distance between two sets of positions, metres."""
    return GEOD.inv(there[:, 0], there[:, 1], geodesics[:, 0], geodesics[:, 1])[2].max()


@pytest.mark.parametrize("center", [(20.5, 54.7), (25.0, 67.5), (-20.0, 30.0)])
def test_rays_of_1500_km_stay_within_a_millimetre_of_the_geodesic(center):
    rays = Rays.around(center, 1_500_000.0, 72)
    ranges_m = np.linspace(0.0, 1_500_000.0, 401)
    weights = rays.weights(ranges_m)
    there = np.column_stack(((weights @ rays.lon).ravel(), (weights @ rays.lat).ravel()))
    geodesics = destinations(*center, rays.bearings_deg[None, :], ranges_m[:, None])
    assert off_m(there, geodesics) < 0.001


def test_the_nodes_themselves_are_met_exactly():
    rays = Rays.around((24.1, 56.9), 80_000.0, 8)
    assert np.allclose(rays.weights(rays.node_m), np.eye(len(rays.node_m)), atol=1e-13)


def test_between_two_rays_a_position_strays_from_the_arc_by_about_a_metre_at_400_km():
    rays = Rays.around((20.5, 54.7), 400_000.0, 1440)
    bearing = np.arange(0.5, 1440.0)
    there = rays.positions(bearing, np.full(1440, 400_000.0))
    arc = destinations(20.5, 54.7, bearing / 4.0, 400_000.0)
    assert off_m(there, arc) < 1.1


def test_positions_go_round_through_north():
    rays = Rays.around((20.5, 54.7), 100_000.0, 360)
    there = rays.positions(np.array([359.5, 0.0, 360.0]), np.full(3, 50_000.0))
    assert off_m(there[:1], destinations(20.5, 54.7, 359.5, 50_000.0)) < 2.0
    assert np.allclose(there[1], there[2], atol=1e-12)


def test_a_ray_over_the_pole_or_the_last_meridian_is_told():
    assert Rays.around((20.0, 80.0), 1_000_000.0, 16).leave_the_map()
    assert Rays.around((178.0, 60.0), 400_000.0, 16).leave_the_map()
    assert not Rays.around((20.5, 54.7), 1_000_000.0, 16).leave_the_map()
