"""Phases, steps and tasks come back from the file as they were; what is not understood is kept."""

import json

import pytest
from msgspec.structs import replace

from baltic_desk.document.document import Document
from baltic_desk.document.lesson import BriefingStep, Phase, StepView, Task, Tolerances
from baltic_desk.document.outline import new_ring
from baltic_desk.document.phase_operations import add_phase, set_movement
from baltic_desk.document.project import Overlay
from baltic_desk.document.record import Movement
from baltic_desk.document.store import Entry
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import dumps, loads
from tests.features import line, ring, unit

VIEW = StepView(lon=21.0, lat=55.0, width_m=4e5, height_m=2e5)


def put(document, *records):
    with document.edit("Put") as change:
        for each in records:
            change.put(each)


def with_properties(feature, **values):
    return replace(feature, properties=replace(feature.properties, **values))


def lesson():
    """Two phases: a unit moves, is renamed, loses its designation; one goes, one comes."""
    records = (
        Overlay(id="o", name="O"),
        with_properties(unit("u", at=(21.0, 55.0)), designation="A"),
        unit("v", at=(22.0, 55.0)),
        ring("r"),
    )
    document = Document(Entry(record, float(k)) for k, record in enumerate(records))
    second = add_phase(document, "Second")
    put(document, with_properties(unit("u", at=(24.0, 56.0)), name="1 Bde"))
    put(document, unit("w", at=(20.0, 54.0)), line("l", (21.0, 55.0), (26.0, 58.0)))
    set_movement(document, second.id, "u", Movement(path="22.0,55.5", shows="ghost"))
    with document.edit("Delete") as change:
        change.remove("v")
    put(
        document,
        BriefingStep(
            id="s", title="One", note="Say it", view=VIEW, phase=second.id, altitude_m=90.0
        ),
        Task(id="t", title="Place it", text="Where?", tolerances=Tolerances(distance_m=900.0)),
        replace(second, start="2017-09-14T06:00Z", duration_min=90.0, audience="instructor"),
    )
    return document


def test_a_change_that_was_taken_back_and_done_again_is_where_it_was():
    document = Document([Entry(Overlay(id="o"), 0.0), Entry(unit("u"), 1.0), Entry(unit("v"), 2.0)])
    add_phase(document)
    put(document, unit("v", at=(25.0, 56.0)))
    put(document, unit("u", at=(26.0, 56.0)))
    written = dumps(document)
    put(document, unit("v"))
    assert dumps(document) != written
    document.undo()
    assert dumps(document) == written
    changes = json.loads(written)["baltic_desk"]["phases"][1]["changes"]
    assert [each["id"] for each in changes] == ["u", "v"]


def test_what_goes_again_and_what_comes_behind_all_others_keep_their_order_in_the_file():
    """A file counts places anew: what came at a rank above 0 is below 0 when it is read."""
    document = Document([Entry(Overlay(id="o"), 0.0), Entry(unit("u"), 5.0)])
    add_phase(document)
    put(document, unit("x"))
    third = add_phase(document)
    document.show_phase(third.id)
    with document.edit("Place behind all") as change:
        change.put(unit("a"), rank=1.0)
    with document.edit("Delete") as change:
        change.remove("x")
    written = dumps(document)
    assert dumps(loads(written).document) == written


def test_a_ring_that_goes_back_where_it_was_first_is_not_said_to_change_nothing():
    """Its unit has carried it elsewhere in between."""
    placed = new_ring("r", (24.0, 57.0), 10_000.0, overlay="o", anchor="u")
    document = Document(
        [Entry(Overlay(id="o"), 0.0), Entry(unit("u", at=(24.0, 57.0)), 1.0), Entry(placed, 2.0)]
    )
    add_phase(document)
    put(document, unit("u", at=(20.0, 54.0)))
    last = add_phase(document)
    document.show_phase(last.id)
    put(document, placed)
    loaded = loads(dumps(document))
    assert not loaded.problems
    assert loaded.document.state(last.id)["r"].record == placed


def two_at_one_rank():
    """Two features of two overlays at one rank, and a third that a phase puts there, too."""
    overlays = Overlay(id="o"), Overlay(id="p")
    records = unit("b", overlay="p"), unit("c"), unit("d", overlay="p"), unit("a")
    ranks = (3.0, 3.0, 4.0, 1.0)
    document = Document(
        [
            *(Entry(each, float(k)) for k, each in enumerate(overlays)),
            *map(Entry, records, ranks),
        ]
    )
    second = add_phase(document)
    with document.edit("Raise") as change:
        change.put(unit("d", overlay="p"), rank=3.0)
        change.put(unit("a"), rank=3.0)
    document.show_phase(second.id)
    return document


def test_features_at_one_rank_lie_as_they_did_after_undo_and_in_the_file():
    document = two_at_one_rank()
    written = dumps(document)
    document.show_phase(document.phases()[0].id)
    with document.edit("Delete") as change:
        change.remove("b")
    document.undo()
    document.show_phase(document.phases()[1].id)
    assert dumps(document) == written
    assert (document.ids_on("o"), document.ids_on("p")) == (("a", "c"), ("b", "d"))
    again = loads(written).document
    again.show_phase(again.phases()[1].id)
    assert (again.ids_on("o"), again.ids_on("p")) == (("a", "c"), ("b", "d"))
    assert dumps(again) == written


def looks(document):
    return [document.state(phase.id) for phase in document.phases()]


def with_header(document, change):
    tree = json.loads(dumps(document))
    change(tree["baltic_desk"])
    return json.dumps(tree).encode()


def test_a_lesson_comes_back_as_it_was():
    document = lesson()
    loaded = loads(dumps(document))
    assert loaded.problems == ()
    again = loaded.document
    assert again.phases() == document.phases()
    assert again.steps() == document.steps()
    assert again.tasks() == document.tasks()
    ranks = [
        [i for i, _ in sorted(state.items(), key=lambda item: item[1].rank)]
        for state in looks(document)
    ]
    assert [sorted(state, key=lambda i: state[i].rank) for state in looks(again)] == ranks
    for before, after in zip(looks(document), looks(again), strict=True):
        assert {i: e.record for i, e in after.items()} == {i: e.record for i, e in before.items()}
    assert dumps(again) == dumps(document)


def test_a_stranger_sees_the_first_phase():
    tree = json.loads(dumps(lesson()))
    assert [feature["id"] for feature in tree["features"]] == ["u", "v", "r"]
    assert tree["features"][0]["geometry"]["coordinates"] == [21.0, 55.0]


def test_only_what_changed_is_in_a_phase():
    phases = json.loads(dumps(lesson()))["baltic_desk"]["phases"]
    changes = {c.get("id") or c["feature"]["id"]: c for c in phases[1]["changes"]}
    assert changes["u"] == {
        "id": "u",
        "kind": "unit",
        "set": {
            "geometry": {"type": "Point", "coordinates": [24.0, 56.0]},
            "properties": {"designation": None, "name": "1 Bde"},
        },
        "movement": {"path": "22.0,55.5", "shows": "ghost"},
    }
    assert changes["v"] == {"id": "v", "gone": True}
    assert set(changes) == {"u", "v", "w", "l"}


def test_a_project_without_a_lesson_has_nothing_of_it_in_its_file():
    header = json.loads(dumps(Document([Entry(Overlay(id="o"), 0.0)])))["baltic_desk"]
    assert not header.keys() & {"phases", "steps", "tasks"}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"id": "nobody", "set": {}}, "changes[0]"),
        ({"id": "u", "set": {"properties": {"sidc": "x"}}}, "changes[0].set.properties.sidc"),
        ({"id": "u", "set": {"properties": {"sidc": None}}}, "changes[0].set.properties.sidc"),
        ({"id": "u", "set": {"geometry": {"type": "Point"}}}, "changes[0].set.geometry"),
        ({"id": "u", "set": {}, "rank": "top"}, "changes[0].rank"),
        ({"feature": {"id": "x", "type": "Feature"}}, "changes[0].feature.properties"),
        ({"feature": 7}, "changes[0].feature"),
        ({"id": 7, "gone": True}, "changes[0].id"),
        ([], "changes[0]"),
    ],
)
def test_a_change_that_is_none_is_told_and_kept(change, place):
    def spoil(header):
        header["phases"][1]["changes"] = [change]

    loaded = loads(with_header(lesson(), spoil))
    assert [p.place for p in loaded.problems] == [f"baltic_desk.phases[1].{place}"]
    again = json.loads(dumps(loaded.document))["baltic_desk"]["phases"][1]
    assert again["changes"] == [change]


def test_changes_of_the_first_phase_are_told_and_kept():
    def spoil(header):
        header["phases"][0]["changes"] = [{"id": "u", "gone": True}]

    loaded = loads(with_header(lesson(), spoil))
    assert "first phase" in loaded.problems[0].text
    again = json.loads(dumps(loaded.document))["baltic_desk"]["phases"][0]
    assert again["changes"] == [{"id": "u", "gone": True}]


def test_what_a_newer_version_changes_is_kept_beside_what_is_known():
    def spoil(header):
        header["phases"][1]["changes"][0]["set"]["properties"]["glow"] = 3
        header["phases"][1]["changes"][0]["speed"] = 5
        header["phases"][1]["mood"] = "tense"
        header["steps"][0]["sound"] = "horn"
        header["tasks"][0]["points"] = 2

    loaded = loads(with_header(lesson(), spoil))
    assert loaded.problems == ()
    header = json.loads(dumps(loaded.document))["baltic_desk"]
    change = header["phases"][1]["changes"][0]
    assert (change["set"]["properties"]["glow"], change["speed"]) == (3, 5)
    assert header["phases"][1]["mood"] == "tense"
    assert (header["steps"][0]["sound"], header["tasks"][0]["points"]) == ("horn", 2)


@pytest.mark.parametrize("name", ["phases", "steps", "tasks"])
@pytest.mark.parametrize("value", [7, [7], [{}], [{"id": "o"}], [{"id": ""}]])
def test_lists_that_are_none_are_told_and_kept(name, value):
    def spoil(header):
        for each in ("phases", "steps", "tasks"):
            header.pop(each, None)
        header[name] = value

    loaded = loads(with_header(lesson(), spoil))
    assert len(loaded.problems) == 1
    assert loaded.problems[0].place.startswith(f"baltic_desk.{name}")
    written = dumps(loaded.document)
    header = json.loads(written)["baltic_desk"]
    if isinstance(value, list):
        assert header[name] == value
    else:  # in the list it would be taken for a member of it
        assert header["unread"] == {name: [value]}
        assert name not in header
    again = loads(written)
    assert len(again.problems) == 1
    assert dumps(again.document) == written


def test_a_step_without_a_view_is_kept_not_used():
    def spoil(header):
        del header["steps"][0]["view"]

    loaded = loads(with_header(lesson(), spoil))
    assert loaded.document.steps() == ()
    assert "kept" in loaded.problems[0].text


def test_a_bad_date_costs_only_the_date():
    def spoil(header):
        header["phases"][1]["start"] = "tomorrow"

    loaded = loads(with_header(lesson(), spoil))
    phase = loaded.document.phases()[1]
    assert isinstance(phase, Phase)
    assert (phase.name, phase.start) == ("Second", None)
    assert json.loads(dumps(loaded.document))["baltic_desk"]["phases"][1]["start"] == "tomorrow"


def test_an_id_like_that_of_an_override_is_not_taken_for_one():
    document = lesson()
    tree = json.loads(dumps(document))
    second = document.phases()[1].id
    tree["features"][2]["id"] = f"baltic_desk:phase:{second}\x00u"
    loaded = loads(json.dumps(tree).encode())
    assert loaded.document.state(second)["u"].record.geometry.coordinates == (24.0, 56.0)
    assert any("taken" in problem.text for problem in loaded.problems)


def test_overlays_that_only_a_phase_knows_are_made_anew():
    def spoil(header):
        header["phases"][1]["changes"][0]["set"]["properties"]["overlay"] = "elsewhere"

    loaded = loads(with_header(lesson(), spoil))
    assert {overlay.id for overlay in loaded.document.overlays()} == {"o", "elsewhere"}


@pytest.mark.parametrize("taken", ["baltic_desk:project", "s", "t"])
def test_an_overlay_that_has_the_id_of_something_else_is_refused(taken):
    tree = json.loads(dumps(lesson()))
    tree["features"][0]["properties"]["overlay"] = taken
    with pytest.raises(ProjectError, match="something else"):
        loads(json.dumps(tree).encode())
