"""Commands of the Phases menu, on a desk without a window."""

from __future__ import annotations

from typing import Any

import pytest

from baltic_desk.app import phases
from baltic_desk.app.commands import command
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.moving import moved_all
from baltic_desk.document.phase_wording import phase_titles
from tests.features import document, ring, unit

HOME, AWAY = (21.0, 55.0), (24.0, 56.0)


@pytest.fixture
def lesson(workspace: Workspace) -> Workspace:
    """Two units, one with a ring, and three phases; the last is shown."""
    workspace.adopt(document(unit("u", HOME), ring("r", HOME, anchor="u"), unit("v", HOME)))
    workspace.run("phase.new")
    workspace.run("phase.new")
    return workspace


def names(workspace: Workspace) -> list[str]:
    return list(phase_titles(workspace.document.phases()).values())


def move(workspace: Workspace, feature_id: str, start: Any = HOME, end: Any = AWAY) -> None:
    with workspace.document.edit("Move") as change:
        for each in moved_all(workspace.document, [feature_id], start, end).values():
            change.put(each)


def places(workspace: Workspace, feature_id: str = "u") -> list[object]:
    found = []
    for phase in workspace.document.phases():
        entry = workspace.document.entry_in(phase.id, feature_id)
        found.append(entry and getattr(entry.record, "geometry", None).coordinates)
    return found


def test_without_phases_only_a_new_one_can_be_made(workspace: Workspace) -> None:
    from baltic_desk.app.phase_commands import PHASE_COMMANDS

    free = {each.id for each in PHASE_COMMANDS if each.enabled(workspace)}
    assert free == {"phase.new"}


def test_new_phases_are_made_with_one_key_each_and_taken_back(lesson: Workspace) -> None:
    assert names(lesson) == ["Phase 1", "Phase 2", "Phase 3"]
    assert phases.number(lesson) == 3
    assert lesson.message.startswith("New phase “Phase 3”")
    lesson.run("edit.undo")
    assert names(lesson) == ["Phase 1", "Phase 2"]
    lesson.run("edit.undo")
    assert names(lesson) == []


def test_stepping_ends_at_the_ends_and_says_where(lesson: Workspace) -> None:
    assert not command("phase.next").enabled(lesson)
    lesson.run("phase.previous")
    assert phases.number(lesson) == 2
    assert lesson.message == "Phase 2 of 3"
    lesson.run("phase.first")
    assert phases.number(lesson) == 1
    lesson.run("phase.last")
    assert phases.number(lesson) == 3


def test_going_to_a_phase_is_no_step_of_undo_and_settles_first(lesson: Workspace) -> None:
    told: list[str] = []
    lesson.subscribe(told.append)
    before = lesson.document.history.labels
    phases.go_to(lesson, lesson.document.phases()[0].id)
    assert "settle" in told
    assert lesson.document.history.labels == before


def test_a_phase_is_chosen_from_the_list(lesson: Workspace, ask: Any) -> None:
    first = lesson.document.phases()[0].id
    ask.will_answer((first, "ok"))
    lesson.run("phase.go")
    assert lesson.document.phase == first


def test_what_is_selected_is_selected_again_where_it_is_there(lesson: Workspace) -> None:
    with lesson.document.edit("Add") as change:
        change.put(unit("w", AWAY))
    lesson.session.select(["u", "w"])
    lesson.run("phase.first")
    assert lesson.session.selection == ("u",)
    lesson.run("phase.next")
    assert lesson.session.selection == ("u",)
    lesson.run("phase.last")
    assert lesson.session.selection == ("u", "w")
    lesson.run("phase.first")
    lesson.session.select(["v"])
    lesson.run("phase.last")
    assert lesson.session.selection == ("v",)


def test_a_phase_is_renamed(lesson: Workspace, ask: Any) -> None:
    ask.will_answer("  Advance\n")
    lesson.run("phase.rename")
    assert names(lesson)[2] == "3 Advance"
    ask.will_answer("Advance")
    lesson.run("phase.rename")
    assert lesson.document.history.undo_label == "Rename “Advance”"
    lesson.run("edit.undo")
    assert names(lesson)[2] == "Phase 3"


def test_date_and_duration_are_asked_until_they_can_be_read(lesson: Workspace, ask: Any) -> None:
    ask.will_answer(
        {"start": "soon", "duration": ""},
        {"start": "1 Oct 2016 06:00", "duration": "long"},
        {"start": "010600ZOCT16", "duration": "1 h 30"},
    )
    lesson.run("phase.when")
    phase = phases.shown(lesson)
    assert phase is not None
    assert (phase.start, phase.duration_min) == ("2016-10-01T06:00Z", 90.0)
    assert "soon" in ask.asked[1]
    assert "long" in ask.asked[2]
    assert lesson.message == "“Phase 3”: 1 Oct 2016, 06:00Z · 1 h 30 min."
    ask.will_answer({"start": "", "duration": ""})
    lesson.run("phase.when")
    phase = phases.shown(lesson)
    assert phase is not None
    assert (phase.start, phase.duration_min) == (None, None)


def test_note_and_audience_are_the_phases(lesson: Workspace, ask: Any) -> None:
    ask.will_answer({"note": " Say why. "}, ("instructor", "ok"))
    lesson.run("phase.note")
    lesson.run("phase.audience")
    phase = phases.shown(lesson)
    assert phase is not None
    assert (phase.note, phase.audience) == ("Say why.", "instructor")


def test_reordering_duplicating_merging_deleting_are_said_and_undone(lesson: Workspace) -> None:
    move(lesson, "u")
    steps = {
        "phase.earlier": "“Phase 3” is now phase 2; all phases look as they did.",
        "phase.later": "“Phase 3” is now phase 3; all phases look as they did.",
        "phase.duplicate": "Duplicated “Phase 3”.",
        "phase.merge": "“Phase 3 copy” is part of “Phase 3” now.",
        "phase.delete": "Deleted “Phase 3”; undo restores it.",
    }
    before = places(lesson)
    for each, said in steps.items():
        assert command(each).enabled(lesson), each
        lesson.run(each)
        assert lesson.message == said
    assert names(lesson) == ["Phase 1", "Phase 2"]
    for _ in steps:
        lesson.run("edit.undo")
    assert names(lesson) == ["Phase 1", "Phase 2", "Phase 3"]
    assert places(lesson) == before


def test_split_puts_off_what_happens_to_the_selection_with_its_rings(lesson: Workspace) -> None:
    move(lesson, "u")
    move(lesson, "v")
    lesson.session.select(["u"])
    lesson.run("phase.split")
    assert len(lesson.document.phases()) == 4
    assert places(lesson) == [HOME, HOME, HOME, AWAY]
    assert places(lesson, "v") == [HOME, HOME, AWAY, AWAY]
    third = lesson.document.phases()[2].id
    entry = lesson.document.entry_in(third, "r")
    assert entry is not None
    assert entry.record.properties.center_lon == HOME[0]  # type: ignore[union-attr]
    assert lesson.message == "What happened to 2 features is in “4 Phase 3 (later)” now."


def test_changes_of_the_selection_are_taken_back(lesson: Workspace) -> None:
    move(lesson, "u")
    lesson.session.select(["v"])
    assert not command("phase.take-back").enabled(lesson)
    lesson.session.select(["u"])
    lesson.run("phase.take-back")
    assert places(lesson) == [HOME] * 3
    assert lesson.message == "1 feature is as in the phase before again."
    lesson.run("edit.undo")
    assert places(lesson) == [HOME, HOME, AWAY]


@pytest.mark.parametrize(
    ("command_id", "expected"),
    [("phase.apply-before", [HOME, AWAY, AWAY]), ("phase.apply-all", [AWAY, AWAY, AWAY])],
)
def test_a_place_corrected_in_the_wrong_phase_is_applied_to_earlier_ones(
    lesson: Workspace, command_id: str, expected: list[object]
) -> None:
    move(lesson, "u")
    lesson.session.select(["u"])
    lesson.run(command_id)
    assert places(lesson) == expected
    lesson.run("edit.undo")
    assert places(lesson) == [HOME, HOME, AWAY]


def test_spacing_by_time_needs_dates_of_all(lesson: Workspace, ask: Any) -> None:
    starts = ("2016-10-01", "2016-10-02 12:00", "2016-10-05")
    for phase, start in zip(lesson.document.phases(), starts, strict=True):
        assert not command("view.phases-by-time").enabled(lesson)
        phases.go_to(lesson, phase.id)
        ask.will_answer({"start": start, "duration": ""})
        lesson.run("phase.when")
    assert command("view.phases-by-time").enabled(lesson)
    lesson.run("view.phases-by-time")
    assert lesson.settings.phases_by_time
