"""Control measures as records: points, geometry, numbers, and what happens to them."""

from __future__ import annotations

import pytest

from baltic_desk.document.feature import ControlMeasure, Feature
from baltic_desk.document.geometry import LineString, MultiPoint, Polygon, Position
from baltic_desk.document.measure_numbers import (
    azimuths,
    distances,
    with_azimuths,
    with_distances,
)
from baltic_desk.document.measure_rules import Form
from baltic_desk.document.measures import control_points, new_measure, with_control_points
from baltic_desk.document.moving import moved, rotated
from baltic_desk.document.outline import foreign_edit, outline
from baltic_desk.document.reshaping import reshaped

PHASE_LINE = "10032500001403000000"
CLOCKWISE: tuple[Position, ...] = ((24.0, 56.0), (24.0, 57.0), (25.0, 57.0), (25.0, 56.0))


def measure(form: Form, *points: Position, sidc: str = PHASE_LINE) -> Feature:
    return new_measure("m", ControlMeasure(overlay="o", sidc=sidc), points, form)


@pytest.mark.parametrize("form", ["LineString", "Polygon", "MultiPoint"])
@pytest.mark.parametrize("points", [CLOCKWISE, CLOCKWISE[::-1], (*CLOCKWISE[2:], *CLOCKWISE[:2])])
def test_control_points_keep_order_and_direction(form: Form, points: tuple[Position, ...]) -> None:
    assert control_points(measure(form, *points)) == points


def test_an_area_is_counter_clockwise_whatever_its_points() -> None:
    clockwise, other = measure("Polygon", *CLOCKWISE), measure("Polygon", *CLOCKWISE[::-1])
    assert isinstance(clockwise.properties, ControlMeasure)
    assert isinstance(other.properties, ControlMeasure)
    assert clockwise.properties.control_points == "24,56 24,57 25,57 25,56"
    assert other.properties.control_points is None
    for each in (clockwise, other):
        assert isinstance(each.geometry, Polygon)
        assert foreign_edit(each) is None
    assert outline(clockwise.properties) == clockwise.geometry


def test_a_clockwise_area_that_is_turned_over_needs_no_property_any_more() -> None:
    turned = with_control_points(measure("Polygon", *CLOCKWISE), CLOCKWISE[::-1])
    assert isinstance(turned.properties, ControlMeasure)
    assert turned.properties.control_points is None


def test_a_polygon_that_was_changed_elsewhere_is_noticed() -> None:
    area = measure("Polygon", *CLOCKWISE)
    other = measure("Polygon", *CLOCKWISE[:3])
    changed = Feature(id="m", geometry=other.geometry, properties=area.properties)
    assert foreign_edit(changed) is not None


def test_forms_need_their_points() -> None:
    with pytest.raises(ValueError, match="two positions"):
        measure("LineString", (24.0, 56.0))
    with pytest.raises(ValueError, match="three corners"):
        measure("Polygon", (24.0, 56.0), (25.0, 56.0))
    with pytest.raises(ValueError, match="a control point"):
        measure("MultiPoint")


def test_a_moved_measure_keeps_its_form() -> None:
    for form, kind in (
        ("LineString", LineString),
        ("Polygon", Polygon),
        ("MultiPoint", MultiPoint),
    ):
        after = moved(measure(form, *CLOCKWISE), CLOCKWISE[0], (20.0, 55.0))  # pyright: ignore[reportArgumentType]
        assert isinstance(after.geometry, kind)
        assert control_points(after)[0] == pytest.approx((20.0, 55.0))


def test_a_point_is_dragged() -> None:
    assert control_points(reshaped(measure("MultiPoint", *CLOCKWISE), 2, (26.0, 58.0)))[2] == (
        26.0,
        58.0,
    )


def test_numbers_are_read_and_written() -> None:
    plain = ControlMeasure(overlay="o", sidc=PHASE_LINE)
    assert distances(plain) == ()
    assert distances(with_distances(plain, (1500.0, 2000.123))) == (1500.0, 2000.12)
    assert azimuths(with_azimuths(plain, (0.0, 45.5))) == (0.0, 45.5)
    assert with_distances(plain, ()).distances_m is None
    with pytest.raises(ValueError, match="not numbers"):
        distances(ControlMeasure(overlay="o", sidc=PHASE_LINE, distances_m="wide"))


def test_azimuths_turn_with_the_measure() -> None:
    feature = new_measure(
        "m",
        ControlMeasure(overlay="o", sidc=PHASE_LINE, azimuths_deg="350"),
        CLOCKWISE,
        "MultiPoint",
    )
    turned = rotated(feature, (24.5, 56.5), 30.0)
    assert isinstance(turned.properties, ControlMeasure)
    assert turned.properties.azimuths_deg == "20"
