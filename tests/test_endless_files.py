"""A pipe that nobody writes, or a device without end, in the place of a file: refused at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from baltic_desk.app import files
from baltic_desk.app.picture_intake import read_picture
from baltic_desk.app.settings import Settings, load_settings
from baltic_desk.app.sheet_templates import SUFFIX, templates, templates_dir
from baltic_desk.app.system_shelf import read_file
from baltic_desk.app.workspace import Workspace
from baltic_desk.geo.terrain import TerrainFileError
from baltic_desk.geo.terrain_files import open_elevation
from baltic_desk.io.backup_folder import BackupError, look_into, read_version
from baltic_desk.io.claim_desk import here
from baltic_desk.io.journal_folder import PICTURE, SESSION, read_note
from baltic_desk.io.journal_reading import read_session
from baltic_desk.io.old_sessions import read_old_note
from baltic_desk.io.opening import open_any
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.recovery import crashed_sessions, sessions_dir
from baltic_desk.io.recovery_trial import TRIAL, read_trial
from tests.conftest import ScriptedAsk
from tests.flat_camera import FlatCamera

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="has no such files"),
    pytest.mark.timeout(20),
]


def pipe(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    return path


def device(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to("/dev/zero")
    return path


@pytest.fixture
def workspace(ask: ScriptedAsk) -> Workspace:
    return Workspace(ask, FlatCamera(), keep=lambda _settings: None)


endless = pytest.mark.parametrize("endless", [pipe, device])
Make = Callable[[Path], Path]


@endless
def test_no_project_nor_catalogue_is_read_from_it(endless: Make, tmp_path: Path) -> None:
    for read in (open_any, read_file):
        with pytest.raises(ProjectError, match="this is not a file"):
            read(endless(tmp_path / f"{read.__name__}.json"))


@endless
@pytest.mark.parametrize("suffix", [".hgt", ".dt0", ".tif"])
def test_no_heights_are_read_from_it(endless: Make, suffix: str, tmp_path: Path) -> None:
    with pytest.raises(TerrainFileError, match="N54E020"):
        open_elevation(endless(tmp_path / f"N54E020{suffix}"))


@endless
def test_no_picture_is_read_from_it(
    endless: Make, tmp_path: Path, ask: ScriptedAsk, workspace: Workspace
) -> None:
    ask.will_answer(None)
    assert read_picture(workspace, endless(tmp_path / "a.png")) is None


@endless
def test_settings_and_templates_keep_their_defaults(endless: Make, tmp_path: Path) -> None:
    assert load_settings(endless(tmp_path / "settings.json")) == Settings()
    endless(templates_dir() / f"a{SUFFIX}")
    assert templates() == {}


@endless
def test_a_project_that_has_become_one_is_not_waited_for(
    endless: Make, tmp_path: Path, workspace: Workspace
) -> None:
    workspace.path, workspace.digest = endless(tmp_path / "a.geojson"), "a"
    assert not files.changed_on_disk(workspace)


@endless
def test_versions_are_looked_for_beside_it(endless: Make, tmp_path: Path) -> None:
    endless(tmp_path / "index.json")
    version = endless(tmp_path / "000001-20260101T000000Z-0123456789abcdef.geojson.gz")
    assert look_into(tmp_path).versions == ()
    version.unlink()
    version.write_bytes(b"a")
    found = look_into(tmp_path)
    version.unlink()
    endless(version)
    with pytest.raises(BackupError, match="this is not a file"):
        read_version(found, found.versions[0])


@endless
@pytest.mark.parametrize(
    "name", [SESSION, TRIAL, PICTURE, "lock", "0001.base", "0001.log", "snapshot.geojson"]
)
def test_lost_work_is_looked_for_beside_it(endless: Make, name: str) -> None:
    folder = sessions_dir() / "00000000-0000-4000-8000-000000000000"
    folder.mkdir(parents=True)
    (folder / "0002.base").write_bytes(b"a")
    endless(folder / name)
    assert read_note(folder) is None
    assert read_old_note(folder) is None
    assert read_trial(folder) is None
    with suppress(OSError):
        assert read_session(folder) is None
    assert [each.readable for each in crashed_sessions()] in ([False], [])


@endless
def test_the_number_of_this_desk_is_not_read_from_it(endless: Make) -> None:
    folder = here().folder
    (folder / "desk").unlink()
    endless(folder / "desk")
    assert len(here().desk) == 32
