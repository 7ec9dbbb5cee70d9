"""What was left out is found in a copy wherever it stands and however it is written."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from baltic_desk.document.feature import Feature, Line
from baltic_desk.document.left_out import LeftOut, Note
from baltic_desk.document.outline import new_line
from baltic_desk.document.project import Overlay
from baltic_desk.io.leak_check import Leak, leaks
from baltic_desk.io.project import dumps
from tests.features import document, line, ring, unit

HQ = replace(
    unit("7c1f0a3e-hidden", (20.4522031, 54.7104264), name="Secret HQ"),
    unknown=None,
)
HQ = replace(HQ, properties=replace(HQ.properties, description="Behind the\nold “harbour”"))
LEFT = LeftOut(records=(HQ,), notes=(Note("Peace", "Ask them first\nThen show the answer"),))


def copy_with(*features: Feature) -> bytes:
    return dumps(document(*features))


def found(data: bytes, left: LeftOut = LEFT) -> list[Leak]:
    return list(leaks(data, left))


def described(text: str) -> Feature:
    feature = unit("kept", (25.0, 58.0))
    return replace(feature, properties=replace(feature.properties, description=text))


def in_header(**members: object) -> bytes:
    tree = json.loads(copy_with())
    tree["baltic_desk"] |= members
    return json.dumps(tree).encode()


def test_a_copy_that_says_nothing_of_it_is_clean() -> None:
    assert found(copy_with(described("Nothing here, at 20.45, 54.71"), line())) == []


def test_a_name_that_something_kept_says_is_told_and_no_more() -> None:
    (leak,) = found(copy_with(described("Near Secret HQ, they say")))
    assert (leak.sort, leak.severe, leak.place) == (
        "name",
        False,
        "features[0].properties.description",
    )
    assert "Secret HQ" in str(leak)


def test_part_of_a_word_is_no_name() -> None:
    left = LeftOut(records=(unit("x", name="Area 1"),))
    assert found(copy_with(described("Area 12")), left) == []
    assert len(found(copy_with(described("Area 1, 2")), left)) == 1


@pytest.mark.parametrize(
    "text", ["Behind the\nold “harbour”", json.dumps("Behind the\nold “harbour”")]
)
def test_a_description_is_found_however_it_is_escaped(text: str) -> None:
    leak, *_ = found(copy_with(described(f"They say: {text}!")))
    assert leak.sort == "name"


@pytest.mark.parametrize(
    "text",
    ["The id is 7c1f0a3e-hidden.", '{"parent":"7c1f0a3e-hidden"}', "Then show the answer"],
)
def test_ids_and_notes_are_severe_wherever_they_stand(text: str) -> None:
    (leak,) = found(copy_with(described(text)))
    assert leak.severe


def test_short_ids_are_severe_where_they_refer() -> None:
    left = LeftOut(records=(unit("u1", (20.0, 55.0)),))
    named = unit("a", (25.0, 58.0), name="u1")
    under = unit("b", (25.5, 58.0), parent="u1")
    found_ = found(copy_with(named, under), left)
    assert [(leak.place, leak.severe) for leak in found_] == [
        ("features[1].properties.parent", True),
        ("features[0] (“u1”).properties.name", False),
    ]
    assert found(copy_with(described("u1 and u12")), left) == []


@pytest.mark.parametrize(
    "member",
    [
        {"view": {"lon": 20.452203, "lat": 54.710426, "scale": 1e6}},
        {"steps": [{"view": {"lon": 20.4522031, "lat": 54.7104264}}]},
        {"description": "It is at 54.7104264 N 20.4522031 E"},
        {"description": "It is at 20.4522031,54.7104264"},
        {"later": [[1, 2], [20.4522031, 54.7104264]]},
    ],
)
def test_a_position_is_severe_where_no_feature_says_it_of_itself(
    member: dict[str, object],
) -> None:
    (leak,) = found(in_header(**member))
    assert (leak.sort, leak.severe) == ("position", True)


def test_a_position_that_something_kept_has_too_is_told_and_no_more() -> None:
    road = new_line("road", Line(overlay="o"), [(20.0, 54.0), (20.4522031, 54.7104264)])
    (leak,) = found(copy_with(road))
    assert (leak.sort, leak.severe, leak.of) == ("position", False, "Secret HQ")
    around = ring("around", (20.4522031, 54.7104264))
    assert [leak.severe for leak in found(copy_with(around))] == [False]


def test_a_solution_about_a_unit_that_stays_is_no_news() -> None:
    battery = unit("battery", (20.4522031, 54.7104264), name="S-400")
    reach = ring("reach", (20.4522031, 54.7104264), 40_000.0, anchor="battery")
    left = LeftOut(records=(reach,), kept={"battery": (battery,)})
    assert found(copy_with(battery), left) == []


def test_what_a_feature_still_says_of_itself_is_no_news() -> None:
    before = replace(HQ, properties=replace(HQ.properties, name="Secret HQ", designation="Alpha"))
    left = LeftOut(records=(before,), kept={HQ.id: (HQ,)})
    assert found(copy_with(HQ), left) == []
    (leak,) = found(copy_with(HQ, described("Alpha")), left)
    assert leak.text == "Alpha"


def test_codes_are_no_words() -> None:
    left = LeftOut(records=(Overlay(id="x", name="Point"), Overlay(id="y", name="unit")))
    assert found(copy_with(unit("kept")), left) == []
    (leak,) = found(copy_with(unit("kept", name="Point")), left)
    assert leak.place == "features[0] (“Point”).properties.name"
