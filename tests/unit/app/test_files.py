"""Opening, saving, importing and leaving a project, with the questions that belong to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from baltic_desk.app import files
from baltic_desk.app.workspace import Workspace
from baltic_desk.io.project import load
from tests.features import document, line, ring, unit


@pytest.fixture
def saved(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A project with a unit and its ring, saved in `plan.geojson`."""
    workspace.adopt(document(unit("u"), ring("r", anchor="u")))
    workspace.bind(tmp_path / "plan.geojson")
    assert files.save(workspace)
    return workspace


def _rename(workspace: Workspace, title: str) -> None:
    files.with_title(workspace, title, "", "")


def test_saved_and_opened_again_it_is_the_same(saved: Workspace, tmp_path: Path) -> None:
    before = {entry.record.id for entry in saved.document.entries()}
    assert not saved.modified
    assert files.open_file(saved, tmp_path / "plan.geojson")
    assert {entry.record.id for entry in saved.document.entries()} == before
    assert saved.title == "plan.geojson"
    assert saved.settings.recent_files == (str(tmp_path / "plan.geojson"),)


@pytest.mark.usefixtures("saved")
def test_the_camera_is_kept_in_the_file(tmp_path: Path) -> None:
    view = load(tmp_path / "plan.geojson").view
    assert view is not None
    assert (view.lon, view.lat, view.scale) == (22.5, 59.5, 2_000_000)


@pytest.mark.parametrize(
    ("answer", "left", "written"),
    [
        ("save", True, True),
        ("discard", True, False),
        ("cancel", False, False),
        (None, False, False),
    ],
)
def test_unsaved_changes_are_asked_about(
    answer: str | None, left: bool, written: bool, saved: Workspace, ask: Any, tmp_path: Path
) -> None:
    _rename(saved, "Changed")
    ask.will_answer(answer)
    assert files.new_project(saved) is left
    assert (load(tmp_path / "plan.geojson").document.project.title == "Changed") is written
    assert (saved.document.project.title == "Changed") is not left


def test_nothing_is_asked_when_nothing_changed(saved: Workspace) -> None:
    assert files.new_project(saved)
    assert saved.path is None
    assert saved.title == "Untitled"


def test_undo_back_to_the_saved_state_is_not_modified(saved: Workspace) -> None:
    _rename(saved, "Changed")
    assert saved.modified
    saved.run("edit.undo")
    assert not saved.modified


def test_a_new_project_asks_for_its_file(workspace: Workspace, ask: Any, tmp_path: Path) -> None:
    _rename(workspace, "Exercise: North/East")
    ask.will_answer(None)
    assert not files.save(workspace)
    ask.will_answer(tmp_path / "a.geojson")
    assert files.save(workspace)
    assert workspace.path == tmp_path / "a.geojson"
    assert not workspace.modified


def test_saving_over_a_file_that_was_changed_meanwhile_asks(
    saved: Workspace, ask: Any, tmp_path: Path
) -> None:
    path = tmp_path / "plan.geojson"
    path.write_bytes(path.read_bytes() + b"\n")
    assert files.changed_on_disk(saved)
    _rename(saved, "Mine")
    ask.will_answer("cancel")
    assert not files.save(saved)
    assert load(path).document.project.title == ""
    ask.will_answer("as", tmp_path / "mine.geojson")
    assert files.save(saved)
    assert saved.path == tmp_path / "mine.geojson"
    assert not files.changed_on_disk(saved)


def test_keeping_mine_saves_without_another_question(saved: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "plan.geojson"
    path.write_bytes(path.read_bytes() + b"\n")
    files.keep_mine(saved)
    assert saved.modified
    assert files.save(saved)


def test_reload_asks_only_when_something_would_be_lost(saved: Workspace, ask: Any) -> None:
    assert files.reload(saved)
    _rename(saved, "Mine")
    ask.will_answer(None)
    assert not files.reload(saved)
    ask.will_answer("reload")
    assert files.reload(saved)
    assert saved.document.project.title == ""


def test_a_file_that_cannot_be_read_is_told_and_changes_nothing(
    saved: Workspace, ask: Any, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.geojson"
    bad.write_text('{"type":"FeatureCollection","features":[')
    before = saved.document
    for path in (bad, tmp_path / "absent.geojson", tmp_path):
        ask.will_answer(None)
        assert not files.open_file(saved, path)
        assert path.name in ask.asked[-1]
    assert saved.document is before
    assert str(bad) not in saved.settings.recent_files


def test_a_newer_schema_is_read_only_and_saved_elsewhere(
    saved: Workspace, ask: Any, tmp_path: Path
) -> None:
    path = tmp_path / "newer.geojson"
    tree = json.loads((tmp_path / "plan.geojson").read_text())
    tree["baltic_desk"]["schema"] = 999
    path.write_text(json.dumps(tree))
    before = path.read_bytes()
    assert files.open_file(saved, path)
    assert saved.read_only
    _rename(saved, "Mine")
    ask.will_answer(path, None, None)
    assert not files.save(saved)
    assert "must not be overwritten" in ask.asked[-2]
    assert path.read_bytes() == before
    ask.will_answer(tmp_path / "newer-2.geojson")
    assert files.save(saved)
    assert not saved.read_only
    assert path.read_bytes() == before


def test_plain_geojson_opens_as_a_new_project_in_sight(
    saved: Workspace, camera: Any, tmp_path: Path
) -> None:
    path = tmp_path / "plain.geojson"
    feature = {
        "type": "Feature",
        "properties": {"name": "Riga", "marker-color": "#ff0000"},
        "geometry": {"type": "Point", "coordinates": [24.1, 56.9]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert files.open_file(saved, path)
    assert saved.path is None
    assert saved.modified
    assert [f.kind for f in saved.document.features()] == ["mark"]
    assert saved.message == "Imported 1 feature from plain.geojson."
    (shown,) = camera.shown
    assert shown[0] < 24.1 < shown[2]


def test_importing_is_one_step_on_an_overlay_of_its_own(saved: Workspace, tmp_path: Path) -> None:
    other = tmp_path / "other.geojson"
    other.write_bytes((tmp_path / "plan.geojson").read_bytes())
    count = len(saved.document.overlays())
    assert files.import_file(saved, other)
    assert len(saved.document.overlays()) == count + 1
    assert saved.session.active_overlay == saved.document.overlays()[-1].id
    assert "2 features" in saved.message
    saved.run("edit.undo")
    assert len(saved.document.overlays()) == count
    assert not saved.modified


def test_a_dropped_file_is_opened_when_the_desk_is_empty(
    workspace: Workspace, ask: Any, tmp_path: Path
) -> None:
    path = tmp_path / "plan.geojson"
    workspace.adopt(document(line("l")))
    ask.will_answer(path)
    assert files.save(workspace)
    files.new_project(workspace)
    assert files.receive(workspace, [path])
    assert workspace.path == path
    ask.will_answer("import")
    assert files.receive(workspace, [path])
    assert len(workspace.document.overlays()) == 2


def test_the_properties_of_the_project_are_one_step(workspace: Workspace, ask: Any) -> None:
    ask.will_answer({"title": "Day 1", "marking": "EXERCISE", "description": "x"})
    workspace.run("file.properties")
    assert workspace.title == "Day 1"
    assert workspace.document.project.marking == "EXERCISE"
    workspace.run("edit.undo")
    assert workspace.title == "Untitled"
