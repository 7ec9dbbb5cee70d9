"""Commands of the order of battle: attach, detach, select and delete with subordinates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from baltic_desk.app.protocols import Row
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Unit
from baltic_desk.document.orbat import Orbat
from baltic_desk.io.exchange.geojson import to_geojson
from baltic_desk.tools.place import PlaceUnit
from tests.forces import brigade, force


class Pasteboard:
    """A clipboard that is a text."""

    def __init__(self, text: str = "") -> None:
        self.text = text

    def read(self) -> str:
        return self.text

    def write(self, text: str) -> None:
        self.text = text


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    workspace.adopt(brigade())
    return workspace


def parent(desk: Workspace, unit_id: str) -> str | None:
    feature = desk.document.feature(unit_id)
    assert feature is not None
    assert isinstance(feature.properties, Unit)
    return feature.properties.parent


def test_attach_offers_all_units_that_it_can_be(desk: Workspace, ask: Any) -> None:
    offered: list[str] = []

    def answer(rows: Sequence[Row]) -> tuple[str, str]:
        offered.extend(row.id for row in rows)
        assert rows[1].detail == "Battalion or squadron · under Brigade"
        return "b10", "attach"

    desk.session.select(["b2"])
    ask.will_answer(answer)
    desk.run("orbat.attach")
    assert offered == ["hq", "b10", "lone"]
    assert parent(desk, "b2") == "b10"
    assert desk.message == "Unit now stands under 10."
    assert desk.document.undo() == "Attach unit to 10"
    assert parent(desk, "b2") == "hq"


def test_detach_is_one_step_for_all_and_keeps_what_hangs_together(desk: Workspace) -> None:
    desk.session.select(["b2", "c1", "b10"])
    desk.run("orbat.detach")
    assert Orbat.of(desk.document).roots == ("hq", "b2", "b10", "lone")
    assert parent(desk, "c1") == "b2"
    assert desk.document.history.labels[0] == ("Detach 2 units",)


def test_select_with_subordinates_keeps_the_first_first(desk: Workspace) -> None:
    desk.session.select(["b2"])
    desk.run("orbat.select-subordinates")
    assert desk.session.selection == ("b2", "c1", "p1", "c2", "c3")
    assert desk.message == "Selected 4 subordinates as well."


def test_what_is_locked_is_not_selected_but_said(desk: Workspace) -> None:
    with desk.document.edit("Lock") as change:
        change.put(force("c3", "b2", locked=True))
    desk.session.select(["b2"])
    desk.run("orbat.select-subordinates")
    assert "c3" not in desk.session.selection
    assert desk.message == "Selected 3 subordinates as well. 1 more are locked or hidden."


def test_add_subordinate_places_the_next_lower_echelon(desk: Workspace) -> None:
    desk.session.select(["hq"])
    desk.run("orbat.add-subordinate")
    state = desk.controller.state
    assert isinstance(state, PlaceUnit)
    assert state.template.parent == "hq"
    assert state.template.sidc == "10031000171211000000"


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (["b2"], "Deleted unit; 3 subordinates come under Brigade."),
        (["hq"], "Deleted unit; 2 subordinates come to the top of the ORBAT."),
        (["hq", "b2"], "Deleted 2 units; 4 subordinates come to the top of the ORBAT."),
        (["c1", "b2"], "Deleted 2 units; 3 subordinates come under Brigade."),
    ],
)
def test_where_subordinates_of_the_deleted_come_is_said(
    desk: Workspace, chosen: list[str], said: str
) -> None:
    desk.session.select(chosen)
    desk.run("edit.delete")
    assert desk.message == said
    desk.run("edit.undo")
    assert Orbat.of(desk.document).below["hq"] == 6


def test_copies_hang_together_as_the_originals_do(desk: Workspace) -> None:
    desk.session.select(["b2", "c1", "p1"])
    desk.run("edit.duplicate")
    orbat = Orbat.of(desk.document)
    (copy,) = (i for i in orbat.direct("hq") if i not in ("b2", "b10"))
    assert orbat.below[copy] == 2
    assert orbat.below["b2"] == 4


def test_what_is_pasted_from_another_project_is_under_nobody_and_that_is_said(
    desk: Workspace,
) -> None:
    foreign = (force("x", "far away"), force("y", "x"))
    desk.clipboard = Pasteboard(to_geojson(foreign).decode())
    desk.run("edit.paste")
    orbat = Orbat.of(desk.document)
    assert orbat.trouble == {}
    top, under = desk.session.selection
    assert orbat.direct(top) == (under,)
    assert desk.message == "Pasted 2 units on Land. 1 unit's superior is not in this project."


def test_nudging_takes_subordinates_along_when_that_is_wanted(desk: Workspace) -> None:
    desk.run("orbat.move-subordinates")
    desk.session.select(["c1"])
    for _ in range(3):
        desk.run("edit.nudge-up")
    p1, c2 = (desk.document.feature(i) for i in ("p1", "c2"))
    assert p1 is not None
    assert p1.geometry.coordinates[1] > 57.5  # type: ignore[operator]
    assert c2 is not None
    assert c2.geometry.coordinates[1] == 57.0
    assert desk.document.history.labels[0] == ("Nudge unit",)


@pytest.mark.parametrize(
    ("typed", "strength"),
    [("650", 650.0), ("1,200", 1200.0), ("1 200", 1200.0), ("0.5", 0.5), ("0,5", 0.5), ("", None)],
)
def test_strength_is_typed_for_all_selected_units(
    desk: Workspace, ask: Any, typed: str, strength: float | None
) -> None:
    desk.session.select(["c1", "c2"])
    ask.will_answer(typed)
    desk.run("orbat.strength")
    orbat = Orbat.of(desk.document)
    assert orbat.standing["c1"].strength == orbat.standing["c2"].strength == strength
    assert desk.document.undo() == "Set strength of 2 units"


@pytest.mark.parametrize("typed", ["many", "-5", "nan", "1e99", "1,2,3"])
def test_what_is_no_strength_is_said(desk: Workspace, ask: Any, typed: str) -> None:
    desk.session.select(["c1"])
    ask.will_answer(typed)
    desk.run("orbat.strength")
    assert desk.message == f"“{typed}” is no strength: write a number such as 600."
    assert desk.document.history.labels[0] == ()


def test_command_lines_are_part_of_the_project_and_can_be_undone(desk: Workspace) -> None:
    desk.run("view.command-lines")
    assert desk.document.project.command_lines
    assert desk.document.undo() == "Show command lines"
    assert not desk.document.project.command_lines
