"""What stands where something else belongs, or is too much: kept, told, and never in the way."""

import base64
import json

import pytest

from baltic_desk.document import ring_following
from baltic_desk.document.feature import RangeRing
from baltic_desk.document.outline import with_outline
from baltic_desk.io.change_json import MOST_CHANGES, MOST_UNREAD
from baltic_desk.io.collection import MAX_WEIGHT_OF_MEMBERS
from baltic_desk.io.exchange.geometry import MAX_PARTS
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import dumps, loads
from baltic_desk.io.strict_json import weight_of
from baltic_desk.symbology.own_picture import MOST_PIXELS, OwnPictureError, PictureBudget
from tests.fuzz.seeds import png
from tests.hostile.cases import RING, UNIT, moved, phases, project


def said(loaded):
    return [f"{problem.place}: {problem.text}" for problem in loaded.problems]


def own_member(data):
    return json.loads(data)["baltic_desk"]


@pytest.mark.parametrize(
    "name", ["overlays", "phases", "steps", "tasks", "layouts", "pictures", "systems"]
)
def test_an_object_in_the_place_of_a_list_is_no_member_of_it(name):
    loaded = loads(project(**{name: {"id": "x", "name": "A"}}))
    assert f"baltic_desk.{name}: this is not a list; it is kept, not used" in said(loaded)
    written = dumps(loaded.document)
    assert own_member(written)["unread"] == {name: [{"id": "x", "name": "A"}]}
    again = loads(written)
    assert f"found where a list belongs and is kept: {name}" in " ".join(said(again))
    assert dumps(again.document) == written


def test_what_was_kept_aside_before_stays_beside_what_is_new():
    loaded = loads(project(unread={"phases": [1], "steps": 2}, phases="a", steps="b"))
    kept = own_member(dumps(loaded.document))["unread"]
    assert kept == {"phases": [1, "a"], "steps": [2, "b"]}
    loaded = loads(project(unread="somebody else's", phases="a"))
    kept = own_member(dumps(loaded.document))["unread"]
    assert kept == {"unread": ["somebody else's"], "phases": ["a"]}


def test_a_member_of_the_project_that_is_no_object_is_kept():
    loaded = loads(project(top={"baltic_desk": ["a"]}))
    assert "baltic_desk: this is not an object; it is kept, not used" in said(loaded)
    assert own_member(dumps(loaded.document))["unread"] == {"baltic_desk": [["a"]]}


def test_changes_of_a_phase_that_are_no_list_are_kept_in_the_phase():
    loaded = loads(project(phases=phases({"id": "u1", "gone": True})))
    assert loaded.document.changes_in("p1") == ()
    written = dumps(loaded.document)
    assert own_member(written)["phases"][1]["unread"] == {"changes": [{"id": "u1", "gone": True}]}
    assert dumps(loads(written).document) == written


@pytest.mark.parametrize(
    ("overlay", "word"),
    [({"id": "x" * 201}, "201 characters"), ({"id": "o"}, "occurs again"), ({}, "needs an id")],
)
def test_an_overlay_that_is_none_is_kept_in_the_list(overlay, word):
    given = [{"id": "o"}, overlay | {"name": "A"}]
    loaded = loads(project(overlays=given))
    assert any(word in sentence for sentence in said(loaded))
    assert own_member(dumps(loaded.document))["overlays"] == given


def test_a_feature_on_an_overlay_with_too_long_an_id_is_kept_unread():
    odd = UNIT | {"properties": UNIT["properties"] | {"overlay": "x" * 201}}
    loaded = loads(project((odd,)))
    assert len(loaded.document.foreign()) == 1
    assert json.loads(dumps(loaded.document))["features"] == [odd]


def test_a_layout_and_a_feature_of_one_id_are_both_there():
    loaded = loads(project(layouts=[{"id": "u1", "name": "A"}]))
    assert len(loaded.document.layouts()) == 1
    assert "the id" in said(loaded)[0]
    assert len(list(loaded.document.features())) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"id": "u1"},
        {"id": "u1", "set": {"properties": {"name": "keep-unit"}}},
        {"id": "u1", "set": {"geometry": UNIT["geometry"]}},
        {"id": "u1", "movement": {"path": "20,55"}},
        {"id": "u1", "set": {"properties": {"odd": 1}}},
        {"feature": UNIT},
    ],
)
def test_a_change_that_changes_nothing_is_told(change):
    loaded = loads(project(phases=phases([change])))
    assert "baltic_desk.phases[1].changes[0]: this changes nothing" in " ".join(said(loaded))


@pytest.mark.parametrize(
    "change",
    [
        {"id": "u1", "gone": True, "set": {"properties": {"name": "A"}}},
        {"id": "u1", "gone": 1},
        {"feature": UNIT | {"id": "n"}, "movement": {"path": ""}},
        moved("u1", [20, 55], movement={"path": "", "speed": 5}),
        {"id": "u1", "set": {"geometry": UNIT["geometry"] | {"odd": 1}}},
        moved("u1", [20, 91]),
        {"id": "r1", "set": {"properties": {"center_lon": 181.0}}},
    ],
)
def test_a_change_of_which_part_would_be_lost_or_cannot_be_is_kept_whole(change):
    loaded = loads(project(phases=phases([change])))
    assert "kept, not made" in said(loaded)[0]
    assert own_member(dumps(loaded.document))["phases"][1]["changes"] == [change]


def test_changes_of_nobody_without_end_are_kept_and_told_in_bounds():
    nobody = [{"id": f"x{k}", "gone": True} for k in range(MOST_UNREAD + 100)]
    loaded = loads(project(phases=phases(nobody)))
    assert len(loaded.problems) == MOST_UNREAD + 1
    assert "from here on 100 changes" in loaded.problems[-1].text
    assert own_member(dumps(loaded.document))["phases"][1]["changes"] == nobody


def test_two_hundred_thousand_changes_are_not_too_many_values():
    places = {"type": "Point", "coordinates": [20.1234567, 55.1234567]}
    change = {"id": "u123456", "kind": "unit", "set": {"geometry": places}}
    assert weight_of(json.dumps([change]).encode()) * MOST_CHANGES < MAX_WEIGHT_OF_MEMBERS


def test_a_multipoint_of_too_many_parts_is_kept_unread():
    shape = {"type": "MultiPoint", "coordinates": [[20, 55]] * (MAX_PARTS + 1)}
    plain = {"type": "Feature", "geometry": shape, "properties": {}}
    loaded = loads(project((plain,)))
    assert len(loaded.document.foreign()) == 1
    assert "more than 50,000 parts" in said(loaded)[0]


def test_features_that_are_no_list_are_refused_with_their_place():
    with pytest.raises(ProjectError) as caught:
        loads(project({"a": 1}))
    assert (caught.value.place, caught.value.text) == ("features", "this is not a list of features")


def test_a_long_file_that_ends_in_the_middle_says_so():
    line = {"type": "LineString", "coordinates": [[0, 0]] * 100_000}
    whole = project((UNIT | {"geometry": line},) * 21)
    with pytest.raises(ProjectError, match="ends in the middle"):
        loads(whole[:-9])


# -- pictures ------------------------------------------------------------------------------------


def test_pictures_beyond_what_all_may_have_are_kept_and_not_drawn():
    data = base64.b64encode(png(2048, 2048, colours=6)).decode()
    trees = [{"id": f"p{k}", "media": "image/png", "data": data} for k in range(12)]
    loaded = loads(project(pictures=trees))
    fitting = MOST_PIXELS // 2048**2
    assert len(loaded.document.pictures()) == fitting
    assert len(loaded.problems) == 12 - fitting
    assert "all pictures together have more than 40 million pixels" in loaded.problems[0].text
    assert len(own_member(dumps(loaded.document))["pictures"]) == 12


def test_drawings_have_a_limit_together():
    budget = PictureBudget()
    budget.take("image/svg+xml", "x" * 1_200_000)
    with pytest.raises(OwnPictureError, match="1 000 kB of SVG"):
        budget.take("image/svg+xml", "x" * 200_000)


# -- phases --------------------------------------------------------------------------------------


def test_rings_that_follow_their_unit_through_many_phases_are_drawn_when_looked_at(monkeypatch):
    rings = [RING | {"id": f"r{k}"} for k in range(100)]
    moves = [[moved("u1", [20 + k / 50, 57])] for k in range(60)]
    document = loads(project((UNIT, *rings), phases=phases(*moves))).document
    drawn = []
    monkeypatch.setattr(
        ring_following, "with_outline", lambda ring: drawn.append(ring.id) or with_outline(ring)
    )
    last = document.state("p60")
    assert sorted(drawn) == sorted(f"r{k}" for k in range(100))  # once each, not in each phase
    centres = {
        entry.record.properties.center_lon
        for entry in last.values()
        if isinstance(entry.record.properties, RangeRing)
    }
    assert centres == {21.18}
    assert document.state("p60") == last
    assert all(document.state("p60")[i] is entry for i, entry in last.items())
