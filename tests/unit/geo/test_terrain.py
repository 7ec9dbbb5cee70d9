"""Heights between samples, at the edges, from several sources."""

from __future__ import annotations

import numpy as np
import pytest

from baltic_desk.geo.elevation import ACCURACY, open_dem
from baltic_desk.geo.terrain import HeightGrid, SmoothEarth, coarse_elevation, spacing_m, stacked

EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)


def grid(values, *, x=20.0, y=55.0, step=0.1, margin=0.0, void=None, name="grid"):
    values = np.asarray(values, np.float32 if void is None else np.int16)
    rows, columns = values.shape
    half = margin * step
    bounds = (
        x - half,
        y - (rows - 1) * step - half,
        x + (columns - 1) * step + half,
        y + half,
    )
    return HeightGrid(values, x, y, step, step, margin, void, name, "±1 m", "free", bounds)


def heights(source, *positions):
    lon, lat = np.array(positions, float).T
    return source.heights(lon, lat).tolist()


def test_between_samples_heights_are_bilinear():
    source = grid([[0.0, 10.0], [20.0, 50.0]])
    assert heights(source, (20.0, 55.0), (20.1, 55.0), (20.0, 54.9), (20.1, 54.9)) == pytest.approx(
        [0.0, 10.0, 20.0, 50.0]
    )
    assert heights(source, (20.05, 54.95), (20.025, 55.0)) == pytest.approx([20.0, 2.5])


def test_beyond_the_edge_there_is_no_height():
    posts, cells = grid([[1.0, 1.0], [1.0, 1.0]]), grid([[1.0, 2.0], [1.0, 2.0]], margin=0.5)
    assert np.isnan(heights(posts, (19.99, 55.0), (20.0, 55.01), (float("nan"), 55.0))).all()
    assert heights(cells, (19.96, 54.95), (20.14, 54.95)) == [1.0, 2.0]
    assert np.isnan(heights(cells, (19.94, 54.95))).all()


def test_a_void_takes_its_whole_neighbourhood_out():
    source = grid([[1, 2, 3], [1, -32768, 3], [1, 2, 3], [1, 2, 3]], void=-32768)
    found = heights(source, (20.05, 54.95), (20.15, 54.85), (20.05, 54.75))
    assert np.isnan(found).tolist() == [True, True, False]


def test_any_shape_of_positions_is_kept():
    lon, lat = np.meshgrid(np.linspace(20.0, 20.1, 4), np.linspace(54.9, 55.0, 3))
    assert grid([[0.0, 10.0], [20.0, 50.0]]).heights(lon, lat).shape == (3, 4)


def test_the_shipped_grid_has_the_sea_at_0_m_and_says_how_far_off_it_is():
    dem = open_dem()
    source = coarse_elevation(dem)
    sea, hill = heights(source, (19.0, 55.5), (25.0, 54.5))
    assert sea == 0.0
    assert dem.sample([(19.0, 55.5)])[0] < -20.0
    assert hill == pytest.approx(float(dem.sample([(25.0, 54.5)])[0]))
    assert source.error == ACCURACY
    assert "coarse" in source.error
    assert source.licence == dem.credit
    assert source.bounds == (dem.west, dem.south, dem.east, dem.north)
    assert 900 < source.resolution_m(source.bounds) < 1000


def test_a_coast_is_not_drawn_down_by_the_depth_beside_it():
    """Depths are cut off before heights are interpolated."""
    dem = open_dem()
    lon, lat = np.meshgrid(np.linspace(18.0, 22.0, 200), np.linspace(54.0, 57.0, 200))
    assert coarse_elevation(dem).heights(lon, lat).min() == 0.0


def test_the_finest_source_with_a_height_there_counts():
    fine = grid([[7, 7], [7, 7]], step=0.01, void=-1, name="fine")
    holed = grid([[5, 5, 5], [5, 5, 5], [5, 5, -1]], step=0.05, void=-1, name="holed")
    both = stacked([SmoothEarth(3.0), holed, fine])
    inside_fine, beside, hole, outside = heights(
        both, (20.005, 54.995), (20.0, 54.92), (20.08, 54.92), (30.0, 54.0)
    )
    assert (inside_fine, beside, hole, outside) == (7.0, 5.0, 3.0, 3.0)
    assert both.name == "fine, then holed, then no terrain (smooth earth at sea level)"
    assert both.error.startswith("fine: ±1 m; holed: ±1 m; no terrain")
    assert both.licence == "free"
    assert both.bounds == EVERYWHERE


def test_the_resolution_is_that_of_the_finest_source_there():
    fine = grid([[7, 7], [7, 7]], step=0.001, void=-1)
    both = stacked([coarse_elevation(), fine])
    near, far = both.resolution_m((19.0, 54.0, 21.0, 56.0)), both.resolution_m((24, 58, 25, 59))
    assert near == pytest.approx(64, abs=1)
    assert far > 900
    assert fine.resolution_m((24, 58, 25, 59)) == np.inf


def test_one_source_is_no_stack_and_none_is_an_error():
    earth = SmoothEarth()
    assert stacked([earth]) is earth
    with pytest.raises(ValueError, match="No elevation source"):
        stacked([])


def test_the_smooth_earth_is_level_wherever_there_is_a_place():
    assert heights(SmoothEarth(5.0), (0.0, 0.0), (20.0, 60.0)) == [5.0, 5.0]
    assert np.isnan(heights(SmoothEarth(5.0), (float("nan"), 60.0))).all()


def test_a_minute_of_arc_is_a_kilometre_wide_at_57_north():
    assert spacing_m(1 / 60, 1 / 60, (20, 56, 22, 58)) == pytest.approx(1_009, abs=2)
