"""What a person does to the steps of the briefing, each undone as one."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from baltic_desk.app import briefing_editing as editing
from baltic_desk.app.briefing_commands import step_choices
from baltic_desk.app.commands import command
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.lesson import BriefingStep, StepView
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.document.project import Overlay
from tests.features import unit
from tests.panel_desk import project, workspace

VIEW = StepView(lon=20.5, lat=54.7, width_m=400_000, height_m=225_000)
OVERLAYS = (Overlay(id="air", name="Air"), Overlay(id="sea", name="Sea", visible=False))


@pytest.fixture
def desk() -> Workspace:
    desk = workspace(project(unit("u", overlay="air"), overlays=OVERLAYS))
    with desk.document.edit("Steps") as change:
        for letter in "abc":
            change.put(BriefingStep(id=letter, title=letter.upper(), view=VIEW))
    return desk


def order(desk: Workspace) -> str:
    return "".join(step.title[:1] or "·" for step in desk.document.steps())


def label(desk: Workspace) -> str | None:
    return desk.document.history.undo_label


def the(desk: Workspace, step_id: str) -> BriefingStep:
    step = editing.step_of(desk.document, step_id)
    assert step is not None
    return step


def test_a_step_goes_after_the_one_at_hand_and_is_then_at_hand(desk: Workspace) -> None:
    desk.take_step("a")
    desk.run("briefing.add")
    steps = desk.document.steps()
    assert [step.id for step in steps] == ["a", desk.step, "b", "c"]
    assert desk.message.startswith("Step 2 of 4: “")
    assert label(desk) == f"Add step “{steps[1].title}”"
    desk.document.undo()
    assert order(desk) == "ABC"
    desk.run("briefing.add")
    assert desk.document.steps()[3].id == desk.step


def test_what_is_selected_is_said_to_stand_out(desk: Workspace) -> None:
    desk.session.select(["u"])
    desk.run("briefing.add")
    assert the(desk, desk.step or "").highlights == ()
    desk.run("briefing.add-highlighted")
    assert the(desk, desk.step or "").highlights == ("u",)
    assert "what is selected stands out" in desk.message


@pytest.mark.parametrize(
    ("step", "run", "wanted"),
    [("a", "down", "BAC"), ("c", "up", "ACB"), ("b", "up", "BAC"), ("b", "down", "ACB")],
)
def test_steps_move_and_come_back(desk: Workspace, step: str, run: str, wanted: str) -> None:
    desk.take_step(step)
    desk.run(f"briefing.{run}")
    assert order(desk) == wanted
    assert label(desk) == f"Move step “{step.upper()}”"
    desk.document.undo()
    assert order(desk) == "ABC"


def test_the_first_cannot_go_up_nor_the_last_down(desk: Workspace) -> None:
    desk.take_step("a")
    assert not command("briefing.up").enabled(desk)
    desk.take_step("c")
    assert not command("briefing.down").enabled(desk)


def test_a_step_is_dragged_to_either_end(desk: Workspace) -> None:
    editing.move_step(desk, the(desk, "a"), 9)
    assert order(desk) == "BCA"
    editing.move_step(desk, the(desk, "a"), 0)
    assert order(desk) == "ABC"
    steps = len(desk.document.history.labels[0])
    editing.move_step(desk, the(desk, "a"), 0)
    assert len(desk.document.history.labels[0]) == steps


def test_a_deleted_step_leaves_its_neighbour_at_hand(desk: Workspace) -> None:
    desk.take_step("b")
    desk.run("briefing.delete")
    assert (order(desk), desk.step) == ("AC", "c")
    desk.run("briefing.delete")
    assert (order(desk), desk.step) == ("A", "a")
    desk.run("briefing.delete")
    assert (order(desk), desk.step) == ("", None)
    assert not command("briefing.delete").enabled(desk)
    for _ in range(3):
        desk.document.undo()
    assert order(desk) == "ABC"


def test_a_copy_follows_its_step(desk: Workspace) -> None:
    desk.take_step("a")
    desk.run("briefing.duplicate")
    assert [step.title for step in desk.document.steps()] == ["A", "A (copy)", "B", "C"]
    assert desk.step == desk.document.steps()[1].id
    assert label(desk) == "Duplicate step “A”"


def test_an_update_takes_what_is_seen_now(desk: Workspace) -> None:
    desk.take_step("b")
    desk.run("briefing.update")
    step = the(desk, "b")
    assert (step.title, step.view.lon, step.overlays) == ("B", 22.5, ("air",))
    assert label(desk) == "Update step “B”"
    desk.run("briefing.update")
    assert desk.message == "“B” shows this already."


def test_next_and_previous_go_and_stop_at_the_ends(desk: Workspace) -> None:
    went: list[str | None] = []
    for _ in range(4):
        desk.run("briefing.next")
        went.append(desk.step)
    assert went == ["a", "b", "c", "c"]
    assert desk.message == "This is the last step."
    for _ in range(3):
        desk.run("briefing.previous")
    assert (desk.step, desk.message) == ("a", "This is the first step.")
    assert not desk.document.history.labels[0][1:]


def test_going_tells_what_the_project_has_otherwise(desk: Workspace) -> None:
    with desk.document.edit("Step") as change:
        change.put(BriefingStep(id="a", title="A", view=VIEW, overlays=("sea",), altitude_m=10.0))
    command("briefing.go").choose(desk, "a")  # type: ignore[misc]
    assert desk.message == (
        "Step 1 of 3: A. Its overlays and altitude are not those of the project."
    )
    assert command("briefing.show-overlays").enabled(desk)
    desk.run("briefing.show-overlays")
    assert [o.visible for o in desk.document.overlays()] == [False, True]
    assert desk.document.project.altitude_m == 10.0
    assert label(desk) == "Show overlays of “A”"
    assert not command("briefing.show-overlays").enabled(desk)
    desk.document.undo()
    assert [o.visible for o in desk.document.overlays()] == [True, False]


def test_the_list_of_steps_ticks_the_one_at_hand(desk: Workspace) -> None:
    desk.take_step("b")
    found = [(choice.title, choice.checked) for choice in step_choices(desk)]
    assert found == [("1  A", False), ("2  B", True), ("3  C", False)]


def test_highlights_are_what_is_selected_until_cleared(desk: Workspace) -> None:
    desk.take_step("a")
    assert not command("briefing.highlight").enabled(desk)
    desk.session.select(["u"])
    desk.run("briefing.highlight")
    assert the(desk, "a").highlights == ("u",)
    assert label(desk) == "Highlight in “A”"
    assert not command("briefing.highlight").enabled(desk)
    desk.run("briefing.clear-highlights")
    assert the(desk, "a").highlights == ()
    assert not command("briefing.clear-highlights").enabled(desk)


def test_look_audience_and_altitude_are_the_steps_own(desk: Workspace) -> None:
    desk.take_step("a")
    command("briefing.theme").choose(desk, "dark")  # type: ignore[misc]
    command("briefing.audience").choose(desk, "instructor")  # type: ignore[misc]
    assert (the(desk, "a").theme, the(desk, "a").audience) == ("dark", "instructor")
    command("briefing.theme").choose(desk, "")  # type: ignore[misc]
    assert the(desk, "a").theme is None
    assert not command("briefing.altitude").enabled(desk)
    with desk.document.edit("Altitude") as change:
        change.put(replace(desk.document.project, altitude_m=3000.0, altitude_above="sea"))
    title = command("briefing.altitude").title_for(desk)
    assert title == "Step’s Altitude from Project (3 km above sea level)"
    desk.run("briefing.altitude")
    assert (the(desk, "a").altitude_m, the(desk, "a").altitude_above) == (3000.0, "sea")


def test_what_a_step_holds_is_taken_out_piece_by_piece(desk: Workspace) -> None:
    full = BriefingStep(
        id="a", title="A", view=VIEW, phase="p", overlays=("air",), altitude_m=10.0, theme="dark",
        rings="sensor", highlights=("u", "v"), audience="instructor",
    )  # fmt: skip
    with desk.document.edit("Step") as change:
        change.put(full)
    for what in ("phase", "overlays", "altitude", "rings", "theme", "audience"):
        editing.clear(desk, "a", what)
    editing.clear(desk, "a", "highlights", "v")
    assert the(desk, "a") == BriefingStep(id="a", title="A", view=VIEW, highlights=("u",))
    assert label(desk) == "Take highlight out of “A”"


def test_title_and_note_are_written_in_place_or_asked_for(desk: Workspace) -> None:
    ask: Any = desk.ask
    desk.take_step("a")
    ask.will_answer("  Crisis ", "Say this.")
    desk.run("briefing.rename")
    desk.run("briefing.note")
    assert (the(desk, "a").title, the(desk, "a").note) == ("Crisis", "Say this.")
    assert desk.document.history.labels[0][-2:] == ("Rename step “A”", "Write note of “Crisis”")
    assert ask.asked == ["Rename step", "Note"]


def test_undo_of_a_phase_that_a_step_shows_leaves_the_step_working(desk: Workspace) -> None:
    add_phase(desk.document, "Crisis")
    desk.run("briefing.add")
    desk.document.undo()
    desk.document.undo()
    desk.document.redo()
    desk.document.redo()
    step = the(desk, desk.step or "")
    assert step.title == "Crisis"
    command("briefing.go").choose(desk, step.id)  # type: ignore[misc]
    assert desk.document.phase == step.phase


def test_another_document_has_no_step_at_hand(desk: Workspace) -> None:
    desk.take_step("a")
    desk.adopt(project())
    assert desk.step is None
