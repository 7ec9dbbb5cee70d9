"""Unsaved work survives a crash and is offered back; saved or given up, it leaves nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from baltic_desk.app import files
from baltic_desk.app.autosave import Autosave
from baltic_desk.app.lost_work import Lost
from baltic_desk.app.recovering import Recovering
from baltic_desk.app.workspace import Workspace
from baltic_desk.io.recovery import aside_sessions, crashed_sessions, recover, sessions_dir
from tests.features import document, line, unit
from tests.journals import crash, image, put


@pytest.fixture
def autosave(workspace: Workspace) -> Iterator[Autosave]:
    """What keeps the work of a workspace; the journal goes at the end."""
    autosave = Autosave(workspace)
    yield autosave
    autosave.finish()


@pytest.fixture
def crashed(ask: Any, camera: Any) -> Workspace:
    """A workspace whose process was killed."""
    gone = Workspace(ask, camera, keep=lambda _settings: None)
    autosave = Autosave(gone)
    gone.adopt(document(unit("u")))
    files.with_title(gone, "Unsaved", "", "")
    autosave.flush()
    assert autosave._journal is not None
    crash(autosave._journal)
    return gone


def _recover(shelf: Recovering) -> None:
    assert shelf.recover(shelf.lost[0])


def offer_recovery(workspace: Workspace, autosave: Autosave) -> bool:
    return Recovering(workspace, autosave).offer()


def test_nothing_is_offered_when_nothing_is_left(workspace: Workspace, autosave: Autosave) -> None:
    assert not offer_recovery(workspace, autosave)


def test_unsaved_work_is_offered_and_put_back(
    workspace: Workspace, autosave: Autosave, crashed: Workspace, ask: Any
) -> None:
    seen: list[Lost] = []

    def look(shelf: Recovering) -> None:
        seen.extend(shelf.lost)
        _recover(shelf)

    ask.will_answer(look)
    assert offer_recovery(workspace, autosave)
    assert [(lost.title, lost.work.feature_count) for lost in seen] == [("Unsaved", 1)]
    assert workspace.document.history.labels == crashed.document.history.labels
    assert workspace.modified
    assert workspace.path is None
    assert autosave.kept
    assert [each.title for each in aside_sessions()] == ["Unsaved"]
    assert workspace.document.undo() == "Change project properties"


@pytest.mark.usefixtures("crashed")
def test_what_is_recovered_stays_offered_until_this_session_has_it(
    workspace: Workspace, autosave: Autosave, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    ask.will_answer(_recover)
    with monkeypatch.context() as patches:
        patches.setattr(os, "write", full)
        assert offer_recovery(workspace, autosave)
        assert autosave.warning
    assert [each.title for each in crashed_sessions()] == ["Unsaved"]


def test_saving_and_closing_leave_nothing_behind(
    workspace: Workspace, autosave: Autosave, ask: Any, tmp_path: Path
) -> None:
    workspace.adopt(document(line("l")))
    files.with_title(workspace, "Soon saved", "", "")
    autosave.flush()
    assert list(sessions_dir().glob("*/*.base"))
    ask.will_answer(tmp_path / "a.geojson")
    assert files.save(workspace)
    autosave.flush()
    assert autosave.kept
    autosave.finish()
    assert not list(sessions_dir().glob("*"))


def test_what_is_done_after_saving_is_kept_with_its_file(
    workspace: Workspace, autosave: Autosave, ask: Any, tmp_path: Path
) -> None:
    workspace.adopt(document(line("l")))
    files.with_title(workspace, "Saved", "", "")
    autosave.flush()
    ask.will_answer(tmp_path / "a.geojson")
    assert files.save(workspace)
    put(workspace.document, unit("u"))
    autosave.flush()
    assert autosave._journal is not None
    crash(autosave._journal)
    (found,) = crashed_sessions()
    assert (found.original_path, found.base_digest) == (tmp_path / "a.geojson", workspace.digest)
    back = recover(found)
    assert image(back.document) == image(workspace.document)
    assert back.view == files.present_view(workspace)


def test_where_the_camera_stands_is_kept_once_something_is_unsaved(
    workspace: Workspace, autosave: Autosave, camera: Any
) -> None:
    camera.scale = 1_000_000.0
    autosave.look()
    autosave.flush()
    assert not sessions_dir().exists()
    put(workspace.document, unit("u"))
    autosave.flush()
    camera.scale = 250_000.0
    autosave.look()
    autosave.flush()
    assert autosave._journal is not None
    crash(autosave._journal)
    view = recover(crashed_sessions()[0]).view
    assert view is not None
    assert view.scale == 250_000.0


def test_work_that_was_unsaved_on_opening_keeps_what_its_file_holds(
    workspace: Workspace, autosave: Autosave, tmp_path: Path
) -> None:
    opened = document(unit("u", name="as it is now"))
    opened.history.mark_dirty()
    holds = tuple(document(unit("u", name="as in the file")).all_entries())
    workspace.adopt(opened, path=tmp_path / "p.geojson", digest="d", common=holds)
    put(opened, unit("v"))
    autosave.flush()
    assert autosave._journal is not None
    crash(autosave._journal)
    (left,) = crashed_sessions()
    saved = recover(left).saved_entries
    assert saved is not None
    assert {e.record.id: e for e in saved} == {e.record.id: e for e in holds}


def test_what_was_merged_with_is_what_the_file_holds(
    workspace: Workspace, autosave: Autosave, tmp_path: Path
) -> None:
    path = tmp_path / "p.geojson"
    workspace.adopt(document(unit("u")), path=path, digest="old")
    put(workspace.document, unit("mine"))
    autosave.flush()
    theirs = tuple(document(unit("u"), unit("theirs")).all_entries())
    put(workspace.document, unit("theirs"))
    workspace.common = theirs
    workspace.bind(path, digest="new")
    autosave.flush()
    assert autosave._journal is not None
    crash(autosave._journal)
    (left,) = crashed_sessions()
    back = recover(left)
    assert left.base_digest == "new"
    assert back.saved_entries is not None
    assert {e.record.id: e for e in back.saved_entries} == {e.record.id: e for e in theirs}
    assert image(back.document) == image(workspace.document)
