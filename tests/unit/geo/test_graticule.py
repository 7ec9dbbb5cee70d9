"""The graticule has round steps, few lines, right labels and true curves."""

import math

import numpy as np
import pytest

from baltic_desk.geo.graticule import graticule
from baltic_desk.geo.projection import PROJECTIONS


def view(
    metres_per_px: float, center: tuple[float, float] = (22.0, 57.0)
) -> tuple[float, float, float, float]:
    """Longitudes and latitudes seen on a window of 1920 by 1080 pixels."""
    half_lat = 1080 / 2 * metres_per_px / 111_200
    half_lon = 1920 / 2 * metres_per_px / 111_200 / math.cos(math.radians(center[1]))
    lon, lat = center
    return lon - half_lon, lat - half_lat, lon + half_lon, lat + half_lat


@pytest.mark.parametrize("metres_per_px", np.geomspace(0.5, 3000, 40))
def test_4_to_10_meridians_and_at_least_two_parallels_cross_the_view(metres_per_px: float) -> None:
    lines = graticule(view(metres_per_px), metres_per_px).lines
    meridians = [line for line in lines if line.is_meridian]
    assert 3 <= len(meridians) <= 10
    assert 2 <= len(lines) - len(meridians) <= 6


@pytest.mark.parametrize(
    ("metres_per_px", "step_deg", "labels"),
    [
        (1600.0, 10.0, ["0°", "10°E", "20°E"]),
        (264.0, 1.0, ["18°E", "19°E", "20°E"]),
        (132.0, 0.5, ["20°00′E", "20°30′E", "21°00′E"]),
        (66.0, 1 / 3, ["21°00′E", "21°20′E", "21°40′E"]),
    ],
)
def test_steps_are_round_and_labels_say_no_more_than_needed(
    metres_per_px: float, step_deg: float, labels: list[str]
) -> None:
    net = graticule(view(metres_per_px), metres_per_px)
    assert net.step_deg == pytest.approx(step_deg)
    assert [line.label for line in net.lines[:3]] == labels


def test_labels_name_the_hemisphere_and_seconds() -> None:
    labels = {line.label for line in graticule((-0.004, -0.004, 0.004, 0.004), 0.5).lines}
    assert {"0°00′00″", "0°00′05″E", "0°00′05″W", "0°00′05″N", "0°00′05″S"} <= labels


def test_lines_reach_from_edge_to_edge_and_stand_where_their_label_says() -> None:
    west, south, east, north = view(264.0)
    for line in graticule((west, south, east, north), 264.0).lines:
        fixed, running = (0, 1) if line.is_meridian else (1, 0)
        assert len(set(line.positions[:, fixed])) == 1
        assert int(line.label.split("°")[0]) == math.floor(line.positions[0, fixed])
        assert line.positions[[0, -1], running] == pytest.approx(
            (south, north) if line.is_meridian else (west, east)
        )


@pytest.mark.parametrize("metres_per_px", [20.0, 300.0, 1500.0])
@pytest.mark.parametrize("projection", PROJECTIONS.values(), ids=lambda each: each.id)
def test_drawn_lines_are_true_to_a_third_of_a_pixel(metres_per_px: float, projection) -> None:
    for line in graticule(view(metres_per_px, (22.0, 60.0)), metres_per_px).lines:
        middles = projection.forward((line.positions[:-1] + line.positions[1:]) / 2)
        corners = projection.forward(line.positions)
        ends = corners[1:] - corners[:-1]
        off = middles - corners[:-1]
        across = np.abs(ends[:, 0] * off[:, 1] - ends[:, 1] * off[:, 0]) / np.hypot(*ends.T)
        scale = projection.scale_factor((22.0, 60.0))
        assert across.max() / scale / metres_per_px < 0.6


@pytest.mark.parametrize(
    ("bounds", "metres_per_px"),
    [
        ((-500.0, -100.0, 500.0, 100.0), 0.1),
        ((-180.0, -90.0, 180.0, 90.0), 1e-9),
        ((0.0, 0.0, 360.0, 90.0), 1e9),
    ],
)
def test_a_view_that_does_not_fit_its_scale_gives_few_lines(
    bounds: tuple[float, float, float, float], metres_per_px: float
) -> None:
    lines = graticule(bounds, metres_per_px).lines
    assert 0 < len(lines) <= 402
    assert sum(len(line.positions) for line in lines) < 200_000


@pytest.mark.parametrize(
    "bounds", [(20.0, 55.0, 20.0, 56.0), (22.0, 55.0, 20.0, 56.0), (math.nan,) * 4]
)
def test_nothing_to_see_has_no_lines(bounds: tuple[float, float, float, float]) -> None:
    assert graticule(bounds, 100.0).lines == ()
