"""Measurements are of the ground, and the scale bar is round."""

import doctest

import numpy as np
import pytest

from baltic_desk.geo import measure
from baltic_desk.geo.geodesy import bearing, distance
from baltic_desk.geo.measure import (
    ScaleError,
    area_text,
    format_scale,
    metres_per_px,
    parse_scale,
    path_measure,
    scale_bar,
    scale_denominator,
)

ROUTE = [(20.5, 54.7), (21.1, 55.7), (24.1, 56.9)]


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(measure).failed == 0


def test_a_path_has_the_legs_between_its_positions() -> None:
    path = path_measure(ROUTE)
    assert [leg.length_m for leg in path.legs] == pytest.approx(
        [distance(ROUTE[0], ROUTE[1]), distance(ROUTE[1], ROUTE[2])]
    )
    assert [leg.bearing_deg for leg in path.legs] == pytest.approx(
        [bearing(ROUTE[0], ROUTE[1]), bearing(ROUTE[1], ROUTE[2])]
    )
    assert path.total_m == sum(leg.length_m for leg in path.legs)


@pytest.mark.parametrize("positions", [np.empty((0, 2)), ROUTE[:1]])
def test_a_path_of_one_position_has_no_length(positions: object) -> None:
    assert path_measure(positions).legs == ()  # type: ignore[arg-type]
    assert path_measure(positions).total_m == 0.0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("area_m2", "unit", "text"),
    [
        (0.0, "km", "0 m²"),
        (9_000.0, "km", "9000 m²"),
        (12_345.0, "km", "1.23 ha"),
        (5.026e9, "km", "5\u202f026 km²"),
        (1.5e6, "km", "1.5 km²"),
        (1852.0**2 * 40, "NM", "40 NM²"),
    ],
)
def test_areas_are_shown_in_a_fitting_unit(area_m2: float, unit: str, text: str) -> None:
    assert area_text(area_m2, unit) == text


@pytest.mark.parametrize("resolution", np.geomspace(0.01, 20_000, 200))
@pytest.mark.parametrize("unit", ["km", "NM", "mi"])
def test_the_scale_bar_is_round_and_fills_at_least_two_fifths(resolution: float, unit: str) -> None:
    bar = scale_bar(resolution, 200.0, unit)
    assert 79.9 <= bar.px <= 200.001
    assert bar.px * resolution == pytest.approx(bar.length_m)
    assert bar.label.replace("0", "").replace(".", "").replace("\u202f", "")[0] in "125"


def test_the_scale_bar_counts_in_metres_below_a_kilometre() -> None:
    assert scale_bar(1.0, 200.0).label == "200 m"
    assert scale_bar(5.0, 200.0).label == "1 km"
    assert scale_bar(66.0, 200.0).label == "10 km"


def test_scale_and_resolution_are_inverse() -> None:
    assert scale_denominator(metres_per_px(250_000, 96), 96) == pytest.approx(250_000)
    # A millimetre on the sheet is 250 m at 1:250 000.
    assert metres_per_px(250_000, 25.4) == pytest.approx(250.0)


@pytest.mark.parametrize(
    ("text", "denominator"),
    [
        ("1:250 000", 250_000),
        ("1 : 250\u202f000", 250_000),
        ("250000", 250_000),
        ("1/250k", 250_000),
        ("1:1.5M", 1_500_000),
        ("1:1,5M", 1_500_000),
        ("1:1.500.000", 1_500_000),
        ("1:50,000", 50_000),
        ("1:50'000", 50_000),
    ],
)
def test_scales_are_read(text: str, denominator: float) -> None:
    assert parse_scale(text) == denominator


@pytest.mark.parametrize(
    "text", ["", "abc", "1:", "1:0", "1:5", "1:999999999", "2:50000", "-5", "1:1,2,3", "9" * 5000]
)
def test_what_is_no_scale_is_refused(text: str) -> None:
    with pytest.raises(ScaleError):
        parse_scale(text)


def test_a_scale_is_shown_with_three_figures() -> None:
    assert format_scale(1_234_567.0) == "1:1\u202f230\u202f000"
    assert format_scale(25_000.0) == "1:25\u202f000"
    assert format_scale(999_999.0) == "1:1\u202f000\u202f000"
