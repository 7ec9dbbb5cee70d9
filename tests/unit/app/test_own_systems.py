"""Own entries of the catalogue: of this machine and of the project, one over the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baltic_desk.app.own_system_editing import (
    edit_entry,
    entry_of,
    put_in_project,
    remove_entry,
)
from baltic_desk.app.system_shelf import SystemShelf, machine_file
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.system_reading import SystemsError, read_system
from baltic_desk.coverage.systems import System
from baltic_desk.document.document import Document
from baltic_desk.io.problem import ProjectError
from tests.conftest import ScriptedAsk
from tests.panel_desk import project, workspace
from tests.system_entries import entry


@pytest.fixture
def desk() -> Workspace:
    return workspace(project())


def own(system_id: str = "own_sam", **changes: object) -> System:
    return read_system(entry(system_id, **changes))


def asked(desk: Workspace) -> ScriptedAsk:
    assert isinstance(desk.ask, ScriptedAsk)
    return desk.ask


def test_the_same_catalogue_is_given_until_something_changes(desk: Workspace) -> None:
    first = desk.systems
    assert desk.systems is first
    put_in_project(desk, own())
    second = desk.systems
    assert second is not first
    assert desk.systems is second
    desk.document.undo()
    assert desk.systems.get("own_sam") is None


def test_the_project_overrides_the_machine_and_the_machine_what_is_shipped(
    desk: Workspace,
) -> None:
    desk.shelf.put_on_machine(own("s400", name="Mine"))
    assert (desk.systems["s400"].name, desk.systems["s400"].provenance) == ("Mine", "this machine")
    put_in_project(desk, own("s400", name="Ours"))
    top = desk.systems["s400"]
    assert (top.name, top.provenance) == ("Ours", "this project")
    assert top.replaces is not None
    assert (top.replaces.name, top.replaces.provenance) == ("Mine", "this machine")
    assert top.replaces.replaces is not None
    assert top.replaces.replaces.provenance == "shipped"
    other = Document()
    assert desk.shelf.systems(other)["s400"].name == "Mine"


def test_putting_in_the_project_is_one_step_and_nothing_when_it_is_there(desk: Workspace) -> None:
    put_in_project(desk, own())
    assert desk.document.history.undo_label == "Add system Vētra"
    put_in_project(desk, own())
    put_in_project(desk, own(name="Other"))
    assert desk.document.undo() == "Change system Other"
    assert desk.document.undo() == "Add system Vētra"
    assert desk.document.undo() is None


def test_removing_lets_the_entry_beneath_hold_again(desk: Workspace) -> None:
    put_in_project(desk, own("s400"))
    remove_entry(desk, desk.systems["s400"])
    assert desk.systems["s400"].name == "S-400 Triumf"
    assert desk.message == "Removed Vētra from this project. The shipped entry holds."
    assert desk.document.undo() == "Remove system Vētra"
    desk.document.undo()
    told: list[str] = []
    desk.subscribe(told.append)
    desk.shelf.put_on_machine(own())
    remove_entry(desk, desk.systems["own_sam"])
    assert desk.systems.get("own_sam") is None
    assert "systems" in told
    with pytest.raises(KeyError):
        desk.shelf.remove_from_machine("own_sam")


def test_the_file_of_this_machine_is_read_again_when_it_has_changed(desk: Workspace) -> None:
    assert desk.shelf.path == machine_file()
    assert desk.systems.get("own_sam") is None
    machine_file().parent.mkdir(parents=True)
    machine_file().write_text(json.dumps(entry()), encoding="utf-8")
    assert desk.systems["own_sam"].provenance == "this machine"
    machine_file().unlink()
    assert desk.systems.get("own_sam") is None


def test_a_file_of_this_machine_with_mistakes_is_used_in_part_and_never_written_over(
    tmp_path: Path,
) -> None:
    path = tmp_path / "systems.json"
    text = json.dumps({"systems": [entry("good"), entry("bad", sidc="1")]})
    path.write_text(text, encoding="utf-8")
    shelf = SystemShelf(path)
    assert shelf.systems(Document()).get("good") is not None
    assert [str(problem)[:22] for problem in shelf.problems()] == ['systems.json: bad: "si']
    with pytest.raises(ProjectError, match="correct the file by hand first: bad"):
        shelf.put_on_machine(own())
    assert path.read_text(encoding="utf-8") == text
    path.write_text("{", encoding="utf-8")
    assert shelf.systems(Document()).get("good") is None
    assert len(shelf.problems()) == 1


def test_what_is_kept_on_this_machine_is_read_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "systems.json"
    SystemShelf(path).put_on_machine(own("a"))
    shelf = SystemShelf(path)
    shelf.put_on_machine(own("b"))
    shelf.put_on_machine(own("a", name="Other"))
    found = SystemShelf(path).systems(Document()).find(provenance="this machine")
    assert sorted((system.id, system.name) for system in found) == [("a", "Other"), ("b", "Vētra")]
    assert path.read_text(encoding="utf-8").startswith('{\n  "about": "Own entries')


def test_an_entry_is_edited_as_text_and_its_mistakes_told_until_it_passes(
    desk: Workspace,
) -> None:
    asked(desk).will_answer(
        {"entry": "{"},
        None,
        {"entry": json.dumps(entry(sidc="99999999999999999999"))},
        None,
        {"entry": json.dumps(entry())},
    )
    made = edit_entry(desk, desk.systems["s400"], "this project")
    assert made is not None
    assert desk.systems["own_sam"] == made
    assert desk.message == "Kept Vētra in this project."
    told = asked(desk).asked
    assert told[0] == told[2] == told[4] == "Own Entry: S-400 Triumf"
    assert told[1].startswith("This entry cannot be used yet. line 1")
    assert "own_sam: sidc: " in told[3]


def test_an_edit_that_is_given_up_changes_nothing(desk: Workspace) -> None:
    asked(desk).will_answer(None)
    assert edit_entry(desk, desk.systems["s400"], "this machine") is None
    assert not machine_file().exists()
    assert desk.document.history.undo_label is None


def test_an_entry_edited_for_this_machine_is_kept_there(desk: Workspace) -> None:
    asked(desk).will_answer({"entry": json.dumps(entry("s400"))})
    made = edit_entry(desk, desk.systems["s400"], "this machine")
    assert made is not None
    assert desk.systems["s400"].provenance == "this machine"
    assert desk.document.history.undo_label is None


def test_a_machine_file_with_mistakes_is_told_when_an_entry_is_to_be_kept(desk: Workspace) -> None:
    machine_file().parent.mkdir(parents=True)
    machine_file().write_text("[]", encoding="utf-8")
    asked(desk).will_answer({"entry": json.dumps(entry())}, None)
    assert edit_entry(desk, desk.systems["s400"], "this machine") is None
    assert asked(desk).asked[-1].startswith("The entry was not kept.")
    assert machine_file().read_text(encoding="utf-8") == "[]"


def test_the_text_of_an_entry_is_read_with_all_its_mistakes() -> None:
    with pytest.raises(SystemsError, match='own_sam: "sidc" must be'):
        entry_of(json.dumps(entry(sidc="1")), "this project")
    assert entry_of(json.dumps(entry()), "this project").provenance == "this project"
