"""Projections are the published ones, and never hand infinities to a painter."""

import doctest
import math
import threading

import numpy as np
import pyproj
import pytest

from baltic_desk.geo import projection as module
from baltic_desk.geo.projection import DEFAULT_PROJECTION, PROJECTIONS, Projection, projection

PUBLISHED = {
    "laea-europe": 3035,
    "utm-34n": 32634,
    "utm-35n": 32635,
    "web-mercator": 3857,
    "lest97": 3301,
    "lks92": 3059,
    "lks94": 3346,
    "cs92": 2180,
    "sweref99tm": 3006,
    "tm35fin": 3067,
}
REGION = np.stack(np.meshgrid(np.linspace(9, 36, 10), np.linspace(52, 67, 8)), axis=-1).reshape(
    -1, 2
)
ALL = [pytest.param(each, id=each.id) for each in PROJECTIONS.values()]


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_the_baltic_one_is_the_default_and_offered_first() -> None:
    assert next(iter(PROJECTIONS)) == DEFAULT_PROJECTION == "baltic-lcc"
    assert set(PROJECTIONS) == {"baltic-lcc", *PUBLISHED}


@pytest.mark.parametrize(("id_", "epsg"), PUBLISHED.items())
def test_map_metres_are_those_of_the_epsg_register(id_: str, epsg: int) -> None:
    # From ETRS89 (4258), so that PROJ applies no change of datum; from WGS 84 where it is the base.
    crs = pyproj.CRS.from_epsg(epsg)
    register = pyproj.Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True)
    expected = np.column_stack(register.transform(REGION[:, 0], REGION[:, 1]))
    assert np.abs(projection(id_).forward(REGION) - expected).max() < 1e-4


@pytest.mark.parametrize("each", ALL)
def test_there_and_back_is_the_same_place(each: Projection) -> None:
    assert np.abs(each.inverse(each.forward(REGION)) - REGION).max() < 1e-8


@pytest.mark.parametrize("each", ALL)
def test_one_position_goes_where_many_go(each: Projection) -> None:
    xy = each.forward([(24.1, 56.9)])[0]
    assert each.forward_one((24.1, 56.9)) == pytest.approx(tuple(xy))
    assert each.inverse_one(tuple(xy)) == pytest.approx((24.1, 56.9))


@pytest.mark.parametrize("each", ALL)
def test_no_infinity_comes_out(each: Projection) -> None:
    anywhere = [(0, -90), (0, 90), (180, 0), (-180, 0), (200, 95), (-170, -60), (math.nan, 50)]
    assert not np.isinf(each.forward(anywhere)).any()
    assert np.isnan(each.forward(anywhere)[-1]).all()
    assert not any(math.isinf(value) for at in anywhere for value in each.forward_one(at))
    far = [(1e9, 1e9), (-1e12, 0.0), (math.inf, 0.0)]
    assert not np.isinf(each.inverse(far)).any()
    assert not any(math.isinf(value) for at in far for value in each.inverse_one(at))


def test_a_lost_position_does_not_take_others_with_it() -> None:
    xy = projection("baltic-lcc").forward([(22.5, 59.5), (22.5, -90.0), (22.5, 59.5)])
    assert np.isnan(xy[1]).all()
    assert np.abs(xy[[0, 2]]).max() < 1e-6


def test_the_baltic_map_is_within_half_a_percent_of_true_scale_where_people_live() -> None:
    scales = [
        projection("baltic-lcc").scale_factor(at) for at in ((12, 54), (20, 55), (25, 60), (25, 65))
    ]
    assert scales == pytest.approx([1.0] * 4, abs=0.005)


@pytest.mark.parametrize("id_", ["baltic-lcc", "utm-35n", "lest97", "cs92"])
def test_scale_and_convergence_are_those_of_proj(id_: str) -> None:
    factors = pyproj.Proj(projection(id_).definition).get_factors(20.5, 54.7)
    assert projection(id_).scale_factor((20.5, 54.7)) == pytest.approx(
        factors.meridional_scale, abs=1e-7
    )
    assert projection(id_).convergence_deg((20.5, 54.7)) == pytest.approx(
        factors.meridian_convergence, abs=1e-6
    )


def test_grid_north_lies_east_of_true_north_east_of_the_central_meridian() -> None:
    utm = projection("utm-35n")
    convergence_deg = utm.convergence_deg((29.0, 59.0))
    assert convergence_deg == pytest.approx(2.0 * math.sin(math.radians(59.0)), abs=0.01)
    lon, lat = utm.inverse_one(tuple(np.add(utm.forward_one((29.0, 59.0)), (0.0, 1000.0))))
    up_the_grid = pyproj.Geod(ellps="WGS84").inv(29.0, 59.0, lon, lat)[0]
    assert up_the_grid == pytest.approx(convergence_deg, abs=0.001)


def test_equal_area_keeps_areas() -> None:
    assert projection("laea-europe").scale_factor((30.0, 65.0)) == pytest.approx(1.0, abs=1e-6)


def test_projections_work_in_several_threads_at_once() -> None:
    lcc, expected = projection("baltic-lcc"), projection("baltic-lcc").forward(REGION)
    results: list[bool] = []

    def project() -> None:
        results.extend(np.array_equal(lcc.forward(REGION), expected) for _ in range(200))

    threads = [threading.Thread(target=project) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 800
    assert all(results)


def test_the_network_is_off() -> None:
    assert not pyproj.network.is_network_enabled()
