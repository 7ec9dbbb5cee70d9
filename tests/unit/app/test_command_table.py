"""The table of commands is complete and consistent, and safe on an empty desk."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from baltic_desk.app.command import MENUS, Command
from baltic_desk.app.commands import COMMANDS, command
from baltic_desk.app.finding import find_commands
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.paths import resource


def test_ids_are_unique() -> None:
    assert [i for i, n in Counter(one.id for one in COMMANDS).items() if n > 1] == []


def test_shortcuts_are_unique() -> None:
    keys = Counter(key for one in COMMANDS for key in one.shortcuts)
    assert [key for key, n in keys.items() if n > 1] == []


def test_titles_are_unique_within_a_menu() -> None:
    titles = Counter((one.menu, one.title) for one in COMMANDS)
    assert [title for title, n in titles.items() if n > 1] == []


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.id)
def test_command_is_described_in_full(one: Command) -> None:
    assert one.menu.split("/")[0] in MENUS
    assert one.title.strip() == one.title != ""
    assert (one.choices is None) == (one.choose is None)
    if one.icon:
        assert resource("icons", f"{one.icon}.svg").stat().st_size > 0


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.id)
def test_command_runs_or_is_disabled_on_an_empty_desk(
    one: Command, workspace: Workspace, ask: Any
) -> None:
    asks = {
        "file.open": None,
        "file.save": None,
        "file.save-as": None,
        "file.import": None,
        "file.properties": None,
        "insert.own-picture": None,
        "view.terrain": None,
        "overlay.rename": None,
        "overlay.activate": None,
        "overlay.show": None,
        "overlay.lock": None,
        "overlay.amplifiers": None,
        "overlay.audience": None,
        "file.student-copy": None,
        "task.add": None,
        "exercise.compare": None,
        "present.size": None,
    }
    if one.id in asks:
        ask.will_answer(asks[one.id])
    one.title_for(workspace)
    if one.checked is not None:
        one.checked(workspace)
    if one.enabled(workspace):
        one.run(workspace)
    for step in range(5):
        assert step < 4 or workspace.document.history.undo_label is None
        workspace.document.undo()
    assert len(list(workspace.document.features())) == 0


def test_a_command_is_found_by_id_and_an_unknown_one_is_an_error() -> None:
    assert command("edit.undo").title == "Undo"
    with pytest.raises(KeyError):
        command("edit.explode")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("undo", "edit.undo"),
        ("range", "insert.ring"),
        ("circle", "insert.ring"),
        ("fit sel", "view.fit-selection"),
        ("dark", "view.theme.dark"),
        ("3301", "view.projection.lest97"),
        ("mgrs", "view.coordinate-style.mgrs"),
        ("go", "view.go-to"),
        ("save as", "file.save-as"),
        ("arow", "insert.arrow"),
        ("measre", "tool.measure"),
        ("duplcate", "edit.duplicate"),
    ],
)
def test_a_few_letters_find_the_command(typed: str, first: str, workspace: Workspace) -> None:
    # Whether it may run now does not matter here, only how well it fits.
    found = sorted(find_commands(typed, COMMANDS, workspace), key=lambda one: -one.score)
    assert found[0].command.id == first


def test_nonsense_finds_nothing(workspace: Workspace) -> None:
    assert find_commands("qzxwv jk", COMMANDS, workspace) == []


def test_with_nothing_typed_the_latest_commands_come_first(workspace: Workspace) -> None:
    workspace.set_settings(recent_commands=("view.zoom-in", "insert.ring"))
    found = find_commands("", COMMANDS, workspace)
    assert [one.command.id for one in found[:2]] == ["view.zoom-in", "insert.ring"]
    assert len(found) == len(COMMANDS)


def test_what_cannot_run_now_comes_last(workspace: Workspace) -> None:
    enabled = [one.enabled for one in find_commands("", COMMANDS, workspace)]
    assert enabled == sorted(enabled, reverse=True)
    assert not enabled[-1]


def test_enter_does_not_run_another_command_than_the_one_that_was_named(
    workspace: Workspace,
) -> None:
    add_phase(workspace.document)
    found = find_commands("split phase", COMMANDS, workspace)
    assert command("phase.merge").enabled(workspace)
    assert (found[0].command.id, found[0].enabled) == ("phase.split", False)
    assert found[1].enabled
