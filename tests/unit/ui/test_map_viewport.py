"""Cameras, viewports and frames of the map."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.geo.geodesy import distance
from baltic_desk.geo.projection import DEFAULT_PROJECTION, PROJECTIONS
from baltic_desk.ui.map.viewport import (
    CAMERA_BOUNDS,
    COARSEST_METRES_PER_PX,
    Camera,
    Viewport,
    metres_per_px_at,
    scale_denominator,
    viewport_around,
)

places = st.tuples(st.floats(10.0, 35.0), st.floats(53.0, 66.0))
scales = st.floats(5.0, 2000.0)
pixels = st.tuples(st.floats(0.0, 1200.0), st.floats(0.0, 800.0))


def viewport(camera: Camera, projection_id: str = DEFAULT_PROJECTION) -> Viewport:
    return Viewport.of(camera, projection_id, 1200, 800)


@given(places, scales, pixels)
def test_a_pixel_leads_to_the_map_and_back(
    center: tuple[float, float], scale: float, px: tuple[float, float]
) -> None:
    shown = viewport(Camera(center, scale))
    assert shown.to_px(shown.to_xy(px)) == pytest.approx(px, abs=1e-6)


@given(places, scales, pixels, st.floats(0.1, 10.0))
def test_what_is_under_the_pointer_stays_there_while_zooming(
    center: tuple[float, float], scale: float, px: tuple[float, float], factor: float
) -> None:
    shown = viewport(Camera(center, scale))
    before = shown.to_xy(px)
    assert shown.zoomed(factor, px).to_xy(px) == pytest.approx(before, abs=1e-3)


@given(places, scales)
def test_every_projection_shows_the_same_place_at_the_same_ground_scale(
    center: tuple[float, float], scale: float
) -> None:
    for projection_id in PROJECTIONS:
        camera = viewport(Camera(center, scale), projection_id).camera()
        assert distance(camera.center, center) < 0.01
        assert camera.metres_per_px == pytest.approx(scale, rel=1e-4)


@pytest.mark.parametrize("projection_id", PROJECTIONS)
def test_a_hundred_pixels_are_a_hundred_times_the_scale_on_the_ground(projection_id: str) -> None:
    shown = viewport(Camera((24.7, 59.4), 50.0), projection_id)
    start, end = (shown.projection.inverse_one(shown.to_xy((x, 400.0))) for x in (550.0, 650.0))
    assert distance(start, end) == pytest.approx(5000.0, rel=0.02)


def test_the_camera_neither_leaves_the_region_nor_goes_to_infinity() -> None:
    limited = Camera((-170.0, 89.0), 1e9).limited()
    assert limited.center == (CAMERA_BOUNDS[0], CAMERA_BOUNDS[3])
    assert limited.metres_per_px == COARSEST_METRES_PER_PX
    assert Camera((24.0, 57.0), 0.0).limited().metres_per_px > 0.0


def test_a_scale_and_its_pixel_belong_together() -> None:
    assert scale_denominator(metres_per_px_at(250_000.0)) == pytest.approx(250_000.0)


@pytest.mark.parametrize("projection_id", PROJECTIONS)
def test_a_box_fits_whole(projection_id: str) -> None:
    around = viewport_around((20.0, 53.9, 28.3, 59.8), projection_id, 900, 700)
    lon, lat = np.meshgrid(np.linspace(20.0, 28.3, 5), np.linspace(53.9, 59.8, 5))
    xy = around.projection.forward(np.column_stack((lon.ravel(), lat.ravel())))
    units = around.frame().units(xy)
    assert (units > 0).all()
    assert (units < (900, 700)).all()


@given(places, scales)
def test_the_bounds_of_a_frame_hold_all_that_it_shows(
    center: tuple[float, float], scale: float
) -> None:
    frame = viewport(Camera(center, scale)).frame()
    west, south, east, north = frame.lonlat_bounds()
    edge = np.concatenate(
        [np.column_stack((np.linspace(0, 1200, 25), np.full(25, y))) for y in (0.0, 400.0, 800.0)]
    )
    xy = edge * (frame.metres_per_unit, -frame.metres_per_unit) + (frame.left, frame.top)
    lonlat = frame.projection.inverse(xy)
    assert lonlat[:, 0].min() >= west - 0.02
    assert lonlat[:, 0].max() <= east + 0.02
    assert lonlat[:, 1].min() >= south - 1e-6
    assert lonlat[:, 1].max() <= north + 1e-6


def test_a_device_frame_counts_in_device_pixels() -> None:
    shown = Viewport.of(Camera((24.0, 58.0), 100.0), DEFAULT_PROJECTION, 800, 600, dpr=1.25)
    logical, device = shown.frame(), shown.frame(device=True)
    assert (device.width, device.height) == (1000.0, 750.0)
    assert device.xy_bounds() == pytest.approx(logical.xy_bounds())
    assert device.detail == pytest.approx(logical.detail)
