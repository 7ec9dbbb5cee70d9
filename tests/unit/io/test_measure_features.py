"""Control measures in the project file: round trips, long legs, edits by other programs."""

from __future__ import annotations

import json

import pytest

from baltic_desk.document.feature import ControlMeasure, Feature
from baltic_desk.document.geometry import MultiPoint, Position
from baltic_desk.document.measure_rules import Form
from baltic_desk.document.measures import control_points, new_measure
from baltic_desk.io.feature_json import UndecodableError, from_tree
from baltic_desk.io.feature_writer import encode

PHASE_LINE = "10032500001403000000"
NEAR: tuple[Position, ...] = ((24.0, 56.0), (24.0, 56.05), (24.05, 56.05))
FAR: tuple[Position, ...] = ((24.0, 56.0), (24.0, 60.0), (30.0, 60.0))


def measure(form: Form, points: tuple[Position, ...]) -> Feature:
    properties = ControlMeasure(
        overlay="o",
        sidc=PHASE_LINE,
        designation="RED",
        distances_m="1500 200.5",
        azimuths_deg="45",
        altitude_depth="GL,FL 100",
    )
    return new_measure("m", properties, points, form)


def again(feature: Feature) -> Feature:
    read, problems = from_tree(json.loads(encode(feature)), "f", overlay="o")
    assert problems == []
    return read


@pytest.mark.parametrize("form", ["LineString", "Polygon", "MultiPoint"])
@pytest.mark.parametrize("points", [NEAR, NEAR[::-1], FAR, FAR[::-1]])
def test_a_measure_comes_back_as_it_was(form: Form, points: tuple[Position, ...]) -> None:
    feature = measure(form, points)
    assert again(feature) == feature
    assert control_points(again(feature)) == points
    assert encode(again(feature)) == encode(feature)


@pytest.mark.parametrize("form", ["LineString", "Polygon"])
def test_long_legs_are_geodesics_for_strangers(form: Form) -> None:
    tree = json.loads(encode(measure(form, FAR)))
    assert "vertices" in tree["properties"]
    assert len(json.dumps(tree["geometry"])) > 500


def test_points_of_a_task_are_no_line() -> None:
    tree = json.loads(encode(measure("MultiPoint", FAR)))
    assert tree["geometry"]["type"] == "MultiPoint"
    assert "vertices" not in tree["properties"]


def test_heights_of_another_program_do_not_part_the_points() -> None:
    tree = json.loads(encode(measure("MultiPoint", NEAR)))
    tree["geometry"]["coordinates"] = [[*at, 12.0] for at in NEAR]
    feature, problems = from_tree(tree, "f", overlay="o")
    assert control_points(feature) == NEAR
    assert [p.text for p in problems] == ["heights are not kept"]


def test_a_single_point_stands_for_points() -> None:
    tree = json.loads(encode(measure("MultiPoint", NEAR[:1])))
    tree["geometry"] = {"type": "Point", "coordinates": NEAR[0]}
    feature, _ = from_tree(tree, "f", overlay="o")
    assert feature.geometry == MultiPoint(NEAR[:1])


def test_a_point_in_a_list_of_points_is_still_a_unit() -> None:
    tree = {
        "type": "Feature",
        "id": "u",
        "geometry": {"type": "MultiPoint", "coordinates": [[24.0, 56.0]]},
        "properties": {"kind": "unit", "overlay": "o", "sidc": "10031000001211000000"},
    }
    assert from_tree(tree, "f", overlay="o")[0].geometry.coordinates == (24.0, 56.0)
    tree["geometry"] = {"type": "MultiPoint", "coordinates": [[24.0, 56.0], [25.0, 56.0]]}
    with pytest.raises(UndecodableError, match="one geometry"):
        from_tree(tree, "f", overlay="o")
