"""Commands on how units come: for several at once, undone at once, disabled where they mean
nothing."""

from __future__ import annotations

import pytest

from baltic_desk.app.commands import command
from baltic_desk.app.workspace import Workspace
from tests.moving import END, go, two_phases


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    held = two_phases()
    go(held, "u", END, "22,58")
    go(held, "v", END, "22,58")
    workspace.adopt(held)
    workspace.session.select(["u", "v", "r"])
    return workspace


def test_several_are_straightened_in_one_step(desk: Workspace) -> None:
    desk.run("movement.straight")
    assert [moved.between for moved in desk.document.movements()] == [(), ()]
    assert desk.message == "Straight way for 2 units"
    desk.document.undo()
    assert [moved.between for moved in desk.document.movements()] == [((22.0, 58.0),)] * 2
    desk.run("movement.straight")
    desk.run("movement.straight")
    assert "already" in desk.message


@pytest.mark.parametrize("shows", ["ghost", "arrow", "none", "both"])
def test_what_tells_of_them_is_chosen(desk: Workspace, shows: str) -> None:
    desk.run("movement.shows.none" if shows == "both" else "movement.shows.both")
    desk.run(f"movement.shows.{shows}")
    assert {moved.shows for moved in desk.document.movements()} == {shows}
    assert {moved.between for moved in desk.document.movements()} == {((22.0, 58.0),)}
    checked = command(f"movement.shows.{shows}").checked
    assert checked is not None
    assert checked(desk)


def test_they_need_something_that_has_moved(desk: Workspace) -> None:
    desk.session.select(["r"])
    assert not command("movement.straight").enabled(desk)
    desk.session.select(["u"])
    assert command("movement.straight").enabled(desk)
    desk.document.show_phase(desk.document.phases()[0].id)
    assert not command("movement.straight").enabled(desk)
    assert not command("tool.move-along").enabled(desk)


def test_the_tool_is_taken_up(desk: Workspace) -> None:
    assert not command("tool.move-along").enabled(desk)
    desk.session.select(["u"])
    desk.run("tool.move-along")
    assert desk.controller.state.tool == "move-along"


def test_all_are_hidden_and_shown(desk: Workspace) -> None:
    desk.run("view.movements")
    assert not desk.document.project.show_movements
    desk.document.undo()
    assert desk.document.project.show_movements


def test_what_is_shown_of_units_unless_said(desk: Workspace) -> None:
    desk.run("movement.default.ghost")
    assert desk.document.project.movement_shows == "ghost"
