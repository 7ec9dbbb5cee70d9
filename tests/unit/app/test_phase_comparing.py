"""Which phases are beside each other, and what differs between them, in words."""

from __future__ import annotations

import pytest

from baltic_desk.app import phase_comparing
from baltic_desk.app.altitude_comparison import Comparison
from baltic_desk.app.commands import command
from baltic_desk.app.looked_at import PhasesCompared
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.phase_operations import add_phase, delete_phase
from tests.features import unit
from tests.moving import END, go, two_phases


@pytest.fixture
def held() -> Document:
    made = two_phases()
    go(made, "v", END)
    with made.edit("Add") as change:
        change.put(unit("new", name="Reserve"))
    return made


@pytest.fixture
def desk(workspace: Workspace, held: Document) -> Workspace:
    workspace.adopt(held)
    return workspace


def ids(held: Document) -> list[str]:
    return [phase.id for phase in held.phases()]


def test_it_begins_with_the_neighbour(desk: Workspace, held: Document) -> None:
    first, second = ids(held)
    held.show_phase(second)
    phase_comparing.toggle(desk)
    assert desk.phases_compared == PhasesCompared(first)
    phase_comparing.toggle(desk)
    assert desk.phases_compared is None
    held.show_phase(first)
    phase_comparing.toggle(desk, beside=True)
    assert desk.phases_compared == PhasesCompared(second, beside=True)
    phase_comparing.toggle(desk)
    assert desk.phases_compared == PhasesCompared(second)


def test_another_is_chosen_and_the_way_of_looking_stays(desk: Workspace, held: Document) -> None:
    third = add_phase(held, "Third")
    first = ids(held)[0]
    phase_comparing.toggle(desk, beside=True)
    assert [choice.title for choice in phase_comparing.choices(desk)] == ["Phase 1", "Phase 2"]
    assert [choice.checked for choice in phase_comparing.choices(desk)] == [False, True]
    phase_comparing.with_phase(desk, first)
    assert desk.phases_compared == PhasesCompared(first, beside=True)
    assert desk.message == "Left Phase 1, right 3 Third; Esc ends the comparison"
    assert third.id == held.phase


def test_one_divider_at_a_time(desk: Workspace) -> None:
    phase_comparing.toggle(desk)
    desk.compare(Comparison())
    assert desk.phases_compared is None
    phase_comparing.toggle(desk)
    assert desk.comparison is None


def test_without_another_phase_there_is_nothing_to_compare(
    workspace: Workspace, desk: Workspace
) -> None:
    assert phase_comparing.can_compare(desk)
    workspace.adopt(Document())
    assert not phase_comparing.can_compare(workspace)
    assert not command("phase.compare").enabled(workspace)
    assert not command("phase.compare-copy").enabled(workspace)


def test_going_to_the_other_has_them_change_places(held: Document) -> None:
    first, second = ids(held)
    now = PhasesCompared(first)
    held.show_phase(first)
    assert phase_comparing.followed(now, held, second) == PhasesCompared(second)
    assert phase_comparing.followed(PhasesCompared(second), held, first) == PhasesCompared(second)


def test_a_phase_that_has_gone_is_replaced_by_a_neighbour(held: Document) -> None:
    third = add_phase(held)
    first, second, _ = ids(held)
    delete_phase(held, second)
    now = PhasesCompared(second, beside=True)
    assert phase_comparing.followed(now, held, third.id) == PhasesCompared(first, beside=True)
    delete_phase(held, third.id)
    assert phase_comparing.followed(now, held, third.id) is None


def test_differences_go_by_time_whichever_is_shown(held: Document) -> None:
    first, second = ids(held)
    held.show_phase(second)
    later = phase_comparing.rows(held, first)
    held.show_phase(first)
    assert phase_comparing.rows(held, second) == later
    told = [(row.what, row.title, row.words) for row in later]
    assert told[0] == ("added", "Reserve", "appears")
    assert told[1][:2] == ("moved", "unit")
    assert later[1].place == END


def test_the_list_is_copied(desk: Workspace, held: Document) -> None:
    phase_comparing.toggle(desk)
    phase_comparing.copy(desk)
    assert desk.clipboard is not None
    lines = desk.clipboard.read().splitlines()
    assert lines[0] == "Phase 1 → Phase 2"
    assert lines[1] == "+\tReserve\tappears"
    assert desk.message == "Copied 2 differences"
    add_phase(held)
    phase_comparing.with_phase(desk, ids(held)[1])
    phase_comparing.copy(desk)
    assert desk.clipboard.read().splitlines()[1] == "Nothing differs."


def test_another_project_on_the_desk_ends_the_comparison_before_it_is_told(
    desk: Workspace, held: Document
) -> None:
    held.show_phase(ids(held)[1])
    phase_comparing.toggle(desk)
    seen: list[tuple[str, PhasesCompared | None]] = []
    desk.subscribe(lambda topic: seen.append((topic, desk.phases_compared)))
    desk.adopt(Document())
    assert ("document", None) in seen
    assert desk.phases_compared is None
