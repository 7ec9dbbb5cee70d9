"""Lessons that no program wrote: nothing in them is made silently into something else."""

import json

import pytest

from baltic_desk.document.student_copy import student_copy
from baltic_desk.io.feature_writer import encode
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import MAX_OVERLAYS, dumps, loads
from tests.features import SIDC, ring, unit
from tests.growth import shortest_s

UNIT = json.loads(encode(unit("u1")))
RING = json.loads(encode(ring("r1")))
TRIANGLE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
LINE = {"type": "LineString", "coordinates": [[0, 0], [1, 0]]}


def lesson(*changes, features=(UNIT, RING), **members):
    """A project with a phase for each list of changes after the first."""
    phases = [{"id": "p0"}, *({"id": f"p{k}", "changes": c} for k, c in enumerate(changes, 1))]
    header = {"schema": 1, "overlays": [{"id": "o"}], "phases": phases, **members}
    tree = {"type": "FeatureCollection", "baltic_desk": header, "features": list(features)}
    return json.dumps(tree).encode()


def setting(feature_id, kind, **properties):
    return {"id": feature_id, "kind": kind, "set": {"properties": properties}}


def said(loaded):
    return [f"{problem.place}: {problem.text}" for problem in loaded.problems]


QUARANTINED = {
    "line of a unit": ({"id": "u1", "set": {"geometry": LINE}}, "a unit needs a Point"),
    "shape of a ring": ({"id": "r1", "set": {"geometry": TRIANGLE}}, "follows from its figures"),
    "nobody": ({"id": "nobody", "kind": "unit", "set": {}}, "no such feature"),
    "nobody gone": ({"id": "nobody", "gone": True}, "no such feature"),
    "overlay's id": ({"feature": {**UNIT, "id": "o"}}, 'the id "o" is taken'),
    "phase's id": ({"feature": {**UNIT, "id": "p0"}}, 'the id "p0" is taken'),
    "project's id": ({"feature": {**UNIT, "id": "baltic_desk:project"}}, "is taken"),
    "override's id": ({"feature": {**UNIT, "id": "baltic_desk:phase:p1\0u1"}}, "is taken"),
    "radius": (setting("r1", "range_ring", radius_max_m=-1), "must be more than 0"),
    "text": (setting("u1", "unit", name="x" * 70_000), "must not be longer"),
    "digits of another script": (setting("u1", "unit", sidc="١" * 20), "none of those allowed"),
    "line break": (setting("u1", "unit", stroke="#fff\n"), "none of those allowed"),
    "path": ({"id": "u1", "movement": {"path": "1,2 " * 60_000}}, "must not be longer"),
}  # fmt: skip


@pytest.mark.parametrize("name", QUARANTINED)
def test_a_change_that_this_program_never_makes_is_kept_and_told(name):
    change, word = QUARANTINED[name]
    loaded = loads(lesson([change]))
    (sentence,) = said(loaded)
    assert word in sentence
    assert "kept, not made" in sentence
    assert loaded.document.changes_in("p1") == ()
    written = json.loads(dumps(loaded.document))
    assert written["baltic_desk"]["phases"][1]["changes"] == [change]


TOLD = {
    "least beyond most": (setting("r1", "range_ring", radius_min_m=1e7), "minimum range"),
    "half a sector": (setting("r1", "range_ring", bearing_from_deg=10.0), "both bearings"),
    "over a pole": (setting("r1", "range_ring", radius_max_m=2e7), "radius must be"),
    "other kind": (setting("u1", "range_ring", radius_max_m=5.0), "the feature is a unit"),
    "path": ({"id": "u1", "movement": {"path": "nan,2"}}, "the straight line is taken"),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_change_that_comes_to_nothing_is_told_and_stays(name):
    change, word = TOLD[name]
    loaded = loads(lesson([change]))
    (sentence,) = said(loaded)
    assert word in sentence
    first, second = (loaded.document.state(phase) for phase in ("p0", "p1"))
    assert [e.record for e in first.values()] == [e.record for e in second.values()]
    (kept,) = json.loads(dumps(loaded.document))["baltic_desk"]["phases"][1]["changes"]
    assert kept == {k: v for k, v in change.items() if v} | {"kind": kept["kind"]}


def test_what_a_phase_takes_away_no_later_one_changes():
    loaded = loads(lesson([{"id": "u1", "gone": True}], [setting("u1", "unit", name="x")]))
    assert "no such feature" in said(loaded)[0]


@pytest.mark.parametrize("anchors", [("r1", "r1"), ("r2", "r1")])
def test_rings_anchored_in_a_circle_stay_where_they_are(anchors):
    rings = [json.loads(encode(ring(f"r{k}", anchor=a))) for k, a in enumerate(anchors, 1)]
    changes = [[setting(f"r{k}", "range_ring", center_lon=20.0 + k)] for k in (1, 2)]
    loaded = loads(lesson(*changes, features=rings))
    at = {i: e.record.properties.center_lon for i, e in loaded.document.state("p2").items()}
    assert at == {"r1": 21.0, "r2": 22.0}
    assert dumps(loads(dumps(loaded.document)).document) == dumps(loaded.document)


def test_ids_may_hold_a_zero_character():
    odd = {**UNIT, "id": "a\0b"}
    loaded = loads(lesson([setting("a\0b", "unit", name="z")], features=[odd]))
    document = loaded.document
    document.show_phase("p0")
    with document.edit("Delete") as change:
        change.remove("a\0b")
    assert document.changes_in("p1") == ()  # there is nothing left for it to change


@pytest.mark.parametrize(
    ("phase", "word"),
    [
        ({"id": "a\n"}, "none of those allowed"),
        ({"id": "a", "start": "٢٠١٦-١٠-٠١"}, "none of those allowed"),
        ({"id": "a", "start": "2016-99-99"}, "there is no such day"),
        ({"id": "a", "duration_min": -1}, "must not be less than 0"),
    ],
)
def test_a_phase_with_a_field_that_cannot_be_is_told_in_words(phase, word):
    loaded = loads(lesson(features=[], phases=[phase]))
    assert any(word in sentence for sentence in said(loaded)), said(loaded)


VIEW = {"lon": 20, "lat": 55, "width_m": 1e5, "height_m": 1e5}


def test_steps_beyond_five_thousand_are_kept_unread():
    steps = [{"id": f"s{k}", "title": "t", "view": VIEW, "note": "n"} for k in range(5_010)]
    loaded = loads(lesson(features=[], steps=steps))
    assert len(loaded.document.steps()) == 5_000
    assert len(loaded.problems) == 10
    assert len(json.loads(dumps(loaded.document))["baltic_desk"]["steps"]) == 5_010


def test_a_copy_for_students_of_five_thousand_steps_does_not_compare_each_with_each():
    steps = [{"id": f"s{k}", "title": "t", "view": VIEW, "note": "n"} for k in range(5_000)]
    few, many = (loads(lesson(features=[], steps=s)).document for s in (steps[:625], steps))
    assert len(student_copy(many)[0].steps()) == 5_000
    assert shortest_s(lambda: student_copy(many)) < 24 * shortest_s(lambda: student_copy(few))


def test_overlays_without_end_are_refused():
    features = [
        {**UNIT, "id": f"u{k}", "properties": {"kind": "unit", "overlay": f"o{k}", "sidc": SIDC}}
        for k in range(MAX_OVERLAYS + 1)
    ]
    with pytest.raises(ProjectError, match="overlays are more than"):
        loads(lesson(features=features))
