"""The grid of heights against known heights, within the accuracy that it states."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from baltic_desk.geo.basemap import open_basemap
from baltic_desk.geo.elevation import Dem, TerrainFileError, coded, decoded, open_dem


@pytest.fixture(scope="module")
def dem() -> Dem:
    return open_dem()


def test_the_grid_covers_the_region(dem: Dem) -> None:
    assert (dem.west, dem.north) == pytest.approx((8.5, 67.5))
    assert (dem.east, dem.south) == pytest.approx((36.5, 51.5))
    assert dem.values.shape == (960, 1680)
    assert dem.credit


def test_airports_stand_at_their_surveyed_height(dem: Dem) -> None:
    """Runway heights of OurAirports, an independent survey; the grid's stated error there is 16 m
    RMSE.
    """
    table = open_basemap().layers["airports"].points()
    known = [k for k, text in enumerate(table.columns["elevation_m"]) if text]
    large = [k for k in known if int(np.asarray(table.columns["rank"])[k]) <= 2]
    surveyed = np.array([float(str(table.columns["elevation_m"][k])) for k in large])
    where = table.positions[large]
    plain = where[:, 1] < 60  # further north the fells begin
    error = dem.sample(where[plain]) - surveyed[plain]
    assert plain.sum() > 100
    assert np.sqrt(np.mean(error**2)) < 20
    assert abs(np.mean(error)) < 6


# (lon, lat), true height; hill tops are cut by up to 100 m in the lowlands
@pytest.mark.parametrize(
    ("position", "true_m", "least_m"),
    [
        ((27.060, 57.714), 318, 240),  # Suur Munamägi
        ((25.962, 56.871), 312, 235),  # Gaiziņkalns
        ((25.853, 54.530), 294, 230),  # Aukštojas
        ((18.123, 54.225), 329, 190),  # Wieżyca
    ],
)
def test_hill_tops_are_there_though_low(
    dem: Dem, position: tuple[float, float], true_m: float, least_m: float
) -> None:
    lon, lat = position
    around = [(lon + dx / 60, lat + dy / 60) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    assert least_m <= dem.sample(around).max() <= true_m


def test_open_sea_is_below_and_land_above_the_surface(dem: Dem) -> None:
    sea = [(19.0, 59.0), (20.0, 57.0), (18.0, 55.3), (20.0, 62.0), (25.0, 59.9)]
    land = [(25.5, 58.8), (24.0, 56.5), (25.0, 55.2), (20.5, 53.8), (15.0, 58.5), (26.0, 62.5)]
    assert (dem.sample(sea) < -10).all()
    assert (dem.sample(land) > 10).all()


def test_values_between_cells_are_interpolated() -> None:
    dem = Dem(np.array([[0, 10], [20, 30]], np.int16), 20.0, 60.0, 1.0, "")
    assert dem.sample([[20.5, 59.5], [21.5, 58.5], [21.0, 59.0]]).tolist() == [0, 30, 15]
    assert dem.sample([[20.0, 60.0]]).tolist() == [0]  # at the edge: the nearest centre


def test_outside_the_grid_there_is_no_height(dem: Dem) -> None:
    assert np.isnan(dem.sample([[0.0, 50.0], [24.0, 70.0], [float("nan"), 55.0]])).all()


@given(lon=st.floats(8.6, 36.4), lat=st.floats(51.6, 67.4))
def test_a_sample_lies_between_its_four_neighbours(dem: Dem, lon: float, lat: float) -> None:
    x, y = (lon - dem.west) * 60 - 0.5, (dem.north - lat) * 60 - 0.5
    i, j = int(np.floor(x)), int(np.floor(y))
    near = dem.values[j : j + 2, i : i + 2]
    assert near.min() - 1e-6 <= dem.sample([[lon, lat]])[0] <= near.max() + 1e-6


@given(
    arrays.arrays(
        np.int16, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.integers(-9000, 9000)
    )
)
def test_grids_survive_coding(values: np.ndarray) -> None:
    assert (decoded(coded(values)) == values).all()


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "dem.npz"
    path.write_bytes(b"nothing")
    with pytest.raises(TerrainFileError, match=r"dem\.npz"):
        open_dem(path)
