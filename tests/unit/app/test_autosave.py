"""Unsaved work survives a crash and is offered back; saved or given up, it leaves nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from baltic_desk.app import files
from baltic_desk.app.autosave import Autosave, offer_recovery
from baltic_desk.app.workspace import Workspace
from baltic_desk.io import recovery
from tests.features import document, line, unit


@pytest.fixture
def crashed(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace whose journal looks like that of a process that is gone."""
    autosave = Autosave(workspace)
    workspace.adopt(document(unit("u")))
    files.with_title(workspace, "Unsaved", "", "")
    autosave.flush()
    monkeypatch.setattr(recovery, "is_held", lambda _path: False)
    return workspace


def _recover(rows: Any) -> tuple[str, str]:
    return rows[0].id, "recover"


def test_nothing_is_offered_when_nothing_is_left(workspace: Workspace) -> None:
    assert not offer_recovery(workspace)


@pytest.mark.usefixtures("crashed")
def test_unsaved_work_is_offered_and_put_back(ask: Any, camera: Any) -> None:
    later = Workspace(ask, camera, keep=lambda _settings: None)
    seen: list[Any] = []

    def look(rows: Any) -> tuple[str, str]:
        seen.extend(rows)
        return _recover(rows)

    ask.will_answer(look)
    assert offer_recovery(later)
    assert [row.title for row in seen] == ["Unsaved"]
    assert "1 feature" in seen[0].detail
    assert later.document.feature("u") is not None
    assert later.modified
    assert later.path is None
    assert not offer_recovery(later)


def test_discarded_work_is_not_offered_again(crashed: Workspace, ask: Any) -> None:
    ask.will_answer(lambda rows: (rows[0].id, "discard"))
    assert not offer_recovery(crashed)
    assert not offer_recovery(crashed)


def test_work_left_for_later_is_offered_again(crashed: Workspace, ask: Any) -> None:
    ask.will_answer(None, lambda rows: (rows[0].id, "later"), _recover, "discard")
    assert not offer_recovery(crashed)
    assert not offer_recovery(crashed)
    assert offer_recovery(crashed)


def test_saving_and_closing_leave_nothing_behind(
    workspace: Workspace, ask: Any, tmp_path: Path
) -> None:
    autosave = Autosave(workspace)
    workspace.adopt(document(line("l")))
    files.with_title(workspace, "Soon saved", "", "")
    autosave.flush()
    assert list(recovery.sessions_dir().glob("*/snapshot.geojson"))
    ask.will_answer(tmp_path / "a.geojson")
    assert files.save(workspace)
    autosave.flush()
    assert not list(recovery.sessions_dir().glob("*/snapshot.geojson"))
    autosave.finish()
    assert not list(recovery.sessions_dir().glob("*"))
