"""What is not for everyone is not in the copy, and what stays says nothing of it."""

from __future__ import annotations

from msgspec.structs import replace

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Foreign, Unknown
from baltic_desk.document.lesson import BriefingStep, Phase, StepView, Task, Tolerances
from baltic_desk.document.project import Overlay, Picture, Project
from baltic_desk.document.record import Gone, Movement, Patch, override
from baltic_desk.document.store import Entry
from baltic_desk.document.student_copy import student_copy
from tests.features import ring, unit

OPEN, SECRET, NOTES = (
    Overlay(id="open", name="Situation"),
    Overlay(id="secret", name="Answers", audience="answer"),
    Overlay(id="notes", name="For me", audience="instructor"),
)
VIEW = StepView(lon=20.0, lat=55.0, width_m=1e5, height_m=1e5)


def project(*records: object) -> Document:
    every = (OPEN, SECRET, NOTES, *records)
    return Document([Entry(record, float(k)) for k, record in enumerate(every)])  # type: ignore[arg-type]


def said(copy: Document, feature_id: str) -> Feature:
    found = copy.feature(feature_id)
    assert found is not None
    return found


def test_overlays_for_others_go_with_all_that_is_on_them() -> None:
    document = project(unit("a", overlay="open"), unit("b", overlay="secret", name="HQ"))
    copy, left = student_copy(document)
    assert [overlay.id for overlay in copy.overlays()] == ["open"]
    assert [feature.id for feature in copy.features()] == ["a"]
    assert said(copy, "a") == document.feature("a")
    assert left.summary() == "2 overlays, 1 feature"
    assert left.names("feature") == ("HQ",)
    assert len(document.overlays()) == 3


def test_an_audience_that_is_not_known_is_not_everyone() -> None:
    document = project(Overlay(id="odd", name="Odd", audience="umpires"), unit("u", overlay="odd"))
    copy, _ = student_copy(document)
    assert "u" not in copy
    assert "odd" not in copy


def test_a_ring_of_a_unit_that_goes_stands_alone() -> None:
    document = project(
        unit("u", overlay="secret", name="Battery"), ring("r", overlay="open", anchor="u")
    )
    copy, left = student_copy(document)
    assert said(copy, "r").properties.anchor is None  # type: ignore[union-attr]
    assert [cut.what for cut in left.cuts] == ["the unit that it belongs to"]


def test_subordinates_come_under_the_next_that_stays() -> None:
    document = project(
        unit("top", overlay="open"),
        unit("hidden", overlay="secret", parent="top"),
        unit("low", overlay="open", parent="hidden"),
        unit("alone", overlay="secret"),
        unit("free", overlay="open", parent="alone"),
    )
    copy, left = student_copy(document)
    assert said(copy, "low").properties.parent == "top"  # type: ignore[union-attr]
    assert said(copy, "free").properties.parent is None  # type: ignore[union-attr]
    assert len(left.cuts) == 2


def test_what_is_not_understood_goes_unless_it_lies_on_an_overlay_for_all() -> None:
    kept = Foreign(id="f", raw=b'{"type":"Feature","properties":{}}', why="?", overlay="open")
    there = Foreign(id="g", raw=b'{"a":1}', why="?", overlay="secret")
    nowhere = Foreign(id="h", raw=b'{"a":1}', why="?")
    naming = Foreign(id="i", raw=b'{"a":{"of":"u"}}', why="?", overlay="open")
    document = project(kept, there, nowhere, naming, unit("u", overlay="secret"))
    copy, left = student_copy(document)
    assert [each.id for each in copy.foreign()] == ["f"]
    assert left.counted()["foreign"] == 3


def test_unknown_members_of_the_project_go_and_are_told() -> None:
    odd = Unknown({"remarks": "the answer is 42"}, {"hints": [1]})
    document = project(
        Project(title="Lesson", unknown=odd), replace(OPEN, unknown=Unknown({}, {"x": 1}))
    )
    copy, left = student_copy(document)
    assert copy.project == Project(title="Lesson")
    assert copy.overlays()[0].unknown is None
    assert left.names("unknown") == ("remarks", "hints", "x of Situation")


def test_unknown_properties_of_what_stays_stay_unless_they_name_what_goes() -> None:
    odd = Unknown({}, {"road": "A1", "leads to": "see u-0123456789ab!", "of": "b"})
    document = project(
        replace(unit("a", overlay="open"), unknown=odd),
        unit("u-0123456789ab", overlay="secret"),
        unit("b", overlay="secret"),
    )
    copy, left = student_copy(document)
    assert said(copy, "a").unknown == Unknown({}, {"road": "A1"})
    assert [cut.what for cut in left.cuts] == ["its property leads to", "its property of"]


def test_pictures_go_when_only_what_goes_is_drawn_with_them() -> None:
    def drawn(feature: Feature, picture: str) -> Feature:
        return replace(feature, properties=replace(feature.properties, picture=picture))

    pictures = [Picture(id=i, name=i, media="image/png", data="") for i in ("p", "q", "idle")]
    document = project(
        *pictures,
        drawn(unit("a", overlay="open"), "p"),
        drawn(unit("b", overlay="secret"), "p"),
        drawn(unit("c", overlay="secret"), "q"),
    )
    copy, left = student_copy(document)
    assert [picture.id for picture in copy.pictures()] == ["p", "idle"]
    assert left.names("picture") == ("q",)


def test_tasks_go_along_without_tolerances_and_answers() -> None:
    answer = unit("a", overlay="open")
    answer = replace(answer, properties=replace(answer.properties, answers_task="t"))
    task = Task(id="t", title="Place it", text="Where?", tolerances=Tolerances(distance_m=99.0))
    copy, left = student_copy(project(task, answer))
    assert copy.tasks() == (replace(task, tolerances=None),)
    assert said(copy, "a").properties.answers_task is None
    assert left.names("tolerance") == ("Place it",)
    assert left.cuts[0].what == "the task that it answers"


def test_notes_and_steps_for_the_instructor_go() -> None:
    shown = BriefingStep(id="s", title="Start", note="say hello to them", view=VIEW, phase="p2")
    mine = BriefingStep(id="m", title="Mine", view=VIEW, audience="instructor")
    looking = replace(
        shown, id="l", title="Look", note="", overlays=("open", "secret"), highlights=("u", "a")
    )
    document = project(
        Phase(id="p1", name="Peace", note="quiet"),
        Phase(id="p2", name="War", audience="instructor", note="loud"),
        shown,
        mine,
        looking,
        unit("u", overlay="secret"),
        unit("a", overlay="open"),
    )
    copy, left = student_copy(document)
    assert [phase.note for phase in copy.phases()] == [""]
    first, second = copy.steps()
    assert (first.id, first.note, first.phase) == ("s", "", "p1")
    assert (second.overlays, second.highlights) == (("open",), ("a",))
    assert left.names("note") == ("Peace", "Start")
    assert left.names("step") == ("Mine",)
    assert [note.text for note in left.notes] == ["quiet", "say hello to them"]


# -- phases --------------------------------------------------------------------------------------


def moved(feature_id: str, lon: float, lat: float, phase: str, **properties: object) -> object:
    to = unit(feature_id, (lon, lat)).geometry
    return override(
        phase,
        Patch(id=feature_id, kind="unit", geometry=to, properties=properties),  # type: ignore[arg-type]
    )


def places(document: Document, feature_id: str) -> list[object]:
    states = [document.state(phase.id) for phase in document.phases()]
    return [s[feature_id].record.geometry.coordinates for s in states if feature_id in s]  # type: ignore[union-attr]


THREE = (
    Phase(id="p1", name="Peace"),
    Phase(id="p2", name="Plan", audience="instructor"),
    Phase(id="p3", name="War"),
)


def test_a_phase_that_goes_leaves_the_others_as_they_look() -> None:
    document = project(
        *THREE,
        unit("u", (20.0, 55.0), overlay="open"),
        ring("r", (20.0, 55.0), overlay="open", anchor="u"),
        moved("u", 21.0, 56.0, "p2", name="Moved"),
        moved("u", 22.0, 57.0, "p3"),
        override("p2", unit("new", (23.0, 58.0), overlay="open")),
    )
    copy, _ = student_copy(document)
    assert [phase.id for phase in copy.phases()] == ["p1", "p3"]
    for phase in ("p1", "p3"):
        assert copy.state(phase) == document.state(phase)
    assert places(copy, "u") == [(20.0, 55.0), (22.0, 57.0)]


def test_the_first_phase_may_go() -> None:
    phases = (replace(THREE[0], audience="instructor"), *THREE[1:])
    document = project(
        *phases,
        unit("u", (20.0, 55.0), overlay="open"),
        moved("u", 22.0, 57.0, "p3"),
        override("p3", Gone(id="gone")),
        unit("gone", (24.0, 58.0), overlay="open"),
    )
    copy, left = student_copy(document)
    assert copy.state("p3") == document.state("p3")
    assert "gone" not in copy
    assert left.names("phase") == ("Peace", "Plan")


def test_nothing_is_shown_when_all_phases_go() -> None:
    phases = [replace(phase, audience="instructor") for phase in THREE]
    copy, left = student_copy(project(*phases, unit("u", overlay="open")))
    assert list(copy.features()) == []
    assert copy.phases() == ()
    assert left.counted() == {"feature": 1, "overlay": 2, "phase": 3}


def test_a_feature_that_a_phase_moves_to_an_overlay_for_others_is_gone_there() -> None:
    document = project(
        *(replace(phase, audience="everyone") for phase in THREE),
        unit("u", (20.0, 55.0), overlay="open"),
        moved("u", 21.0, 56.0, "p2", overlay="secret"),
        moved("u", 22.0, 57.0, "p3", overlay="open"),
        unit("v", (24.0, 58.0), overlay="secret"),
        moved("v", 25.0, 59.0, "p3", overlay="open"),
    )
    copy, left = student_copy(document)
    assert places(copy, "u") == [(20.0, 55.0), (22.0, 57.0)]
    assert places(copy, "v") == [(25.0, 59.0)]
    assert left.names("phase state") == ("unit, Peace", "unit, Plan", "unit, Plan")


def test_changes_without_effect_go() -> None:
    document = project(
        *(replace(phase, audience="everyone") for phase in THREE),
        unit("u", (20.0, 55.0), overlay="open"),
        moved("u", 20.0, 55.0, "p2"),
        moved("nobody", 30.0, 60.0, "p2", name="Hidden here"),
        moved("u", 31.0, 61.0, "no such phase"),
        moved("u", 32.0, 62.0, "p1"),
    )
    copy, left = student_copy(document)
    assert [copy.changes_in(phase.id) for phase in copy.phases()] == [(), (), ()]
    assert left.counted()["idle"] == 4


def test_a_movement_stays_with_the_change_of_its_phase() -> None:
    way = Movement(path="20.2,55.1 20.8,55.9", shows="arrow")
    patch = Patch(
        id="u",
        kind="unit",
        geometry=unit("u", (21.0, 56.0)).geometry,
        properties={},
        movement=way,
    )
    round_trip = Patch(id="v", kind="unit", properties={}, movement=way)
    document = project(
        Phase(id="p1"),
        Phase(id="p2"),
        unit("u", (20.0, 55.0), overlay="open"),
        unit("v", (20.0, 55.0), overlay="open"),
        override("p2", patch),
        override("p2", round_trip),
    )
    copy, left = student_copy(document)
    for feature_id in ("u", "v"):
        assert copy.change_in("p2", feature_id) == document.change_in("p2", feature_id)
    assert "idle" not in left.counted()
