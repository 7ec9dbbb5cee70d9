"""Saving when something is in the way: file and work stay, and a sentence says what to do."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from baltic_desk.app import files
from baltic_desk.app.autosave import Autosave
from baltic_desk.app.saving import NOTHING_LOST
from baltic_desk.app.workspace import Workspace
from baltic_desk.io import feature_writer, project
from baltic_desk.io import save as io_save
from baltic_desk.io.backup_folder import read_version
from baltic_desk.io.backups import versions_of
from baltic_desk.io.project import dumps, load, loads
from baltic_desk.paths import state_dir
from tests.faults import ERRORS
from tests.features import document, ring, unit

posix = pytest.mark.skipif(os.name != "posix", reason="files of POSIX")


@pytest.fixture
def saved(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A project in `plan.geojson`, with a change that is not saved."""
    workspace.adopt(document(unit("u"), ring("r", anchor="u")))
    workspace.bind(tmp_path / "plan.geojson")
    assert files.save(workspace)
    workspace.versions.wait()
    files.with_title(workspace, "Changed", "", "")
    return workspace


def refused(workspace: Workspace, ask: Any, why: str, advice: str) -> None:
    """Save, be told why not and what to do, close that: nothing is lost."""
    path = workspace.path
    assert path is not None
    there = path.read_bytes() if path.is_file() else None
    ask.will_answer("close")
    assert not files.save(workspace)
    assert ask.asked[-1] == f"{path.name} was not saved: {why}."
    assert ask.details[-1] == f"{advice} {NOTHING_LOST}"
    assert (path.read_bytes() if path.is_file() else None) == there
    assert workspace.modified
    assert workspace.document.project.title == "Changed"
    assert workspace.path == path
    assert not list(path.parent.glob(".~*")) if path.parent.is_dir() else True


def failing(name: str, error: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(os, name, fail)


# -- what the system says ------------------------------------------------------------------------

SAID = {
    errno.ENOSPC: ("the disk is full", "Free space"),
    errno.EDQUOT: ("the disk quota is used up", "Free space"),
    errno.EIO: ("the disk reports an error", "another disk"),
    errno.EACCES: ("writing is not allowed here", "a folder of your own"),
    errno.EPERM: ("writing is not allowed here", "a folder of your own"),
    errno.EROFS: ("the disk is read-only", "Save under another name"),
    errno.EINTR: ("it was interrupted", "Save again"),
    errno.ENAMETOOLONG: ("the file name is too long", "a shorter name"),
    errno.EFBIG: ("the file is too large for this disk", "Save under another name"),
    errno.ESTALE: ("the disk or share does not answer", "connect it"),
    errno.ETIMEDOUT: ("the disk or share does not answer", "connect it"),
    errno.EMFILE: ("too many files are open on this machine", "Close other programs"),
}


@pytest.mark.parametrize("number", SAID, ids=lambda number: errno.errorcode[number])
@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace", "stat"])
def test_what_the_system_refuses_is_told_with_what_to_do(
    number: int, call: str, saved: Workspace, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved.path
    assert path is not None
    before = path.read_bytes()
    real = getattr(os, call)

    def fail(*arguments: Any, **options: Any) -> Any:
        if threading.current_thread().name == "saving":
            raise OSError(number, os.strerror(number))
        return real(*arguments, **options)

    with monkeypatch.context() as patches:
        patches.setattr(os, call, fail)
        ask.will_answer("close")
        assert not files.save(saved)
    why, advice = SAID[number]
    assert ask.asked[-1] == f"plan.geojson was not saved: {why}."
    assert advice in ask.details[-1]
    assert ask.details[-1].endswith(NOTHING_LOST)
    assert path.read_bytes() == before
    assert saved.modified
    assert files.save(saved)
    assert load(path).document.project.title == "Changed"


def test_all_errors_of_the_fault_loop_have_words() -> None:
    assert set(ERRORS) <= set(SAID)


def test_an_error_nobody_thought_of_is_told_in_the_systems_words(
    saved: Workspace, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing("fsync", OSError(errno.EPROTO, "Protocol error"), monkeypatch)
    advice = "Save again; if that does not help, save under another name on another disk."
    refused(saved, ask, "Protocol error", advice)


def test_too_little_memory_is_told(
    saved: Workspace, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(os, "write", fail)
    refused(saved, ask, "there is not enough memory", "Close other programs and save again.")


# -- what is in the way --------------------------------------------------------------------------

ELSEWHERE = "Save under another name."
CONNECT = "If it is on a stick or a share, connect it and save again; else save under another name."


def test_a_folder_that_has_gone(saved: Workspace, ask: Any, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    saved.bind(folder / "plan.geojson")
    folder.rmdir()
    refused(saved, ask, "the folder is not there", CONNECT)
    folder.mkdir()
    assert files.save(saved)


def test_a_folder_that_is_a_file(saved: Workspace, ask: Any, tmp_path: Path) -> None:
    saved.bind(tmp_path / "plan.geojson" / "inner.geojson")
    refused(saved, ask, "the folder is not there", CONNECT)


def test_a_folder_in_place_of_the_file(saved: Workspace, ask: Any, tmp_path: Path) -> None:
    (tmp_path / "folder.geojson").mkdir()
    saved.bind(tmp_path / "folder.geojson")
    refused(saved, ask, "this is a folder, not a file", ELSEWHERE)


@posix
def test_a_pipe_and_a_device_are_not_written_to(saved: Workspace, ask: Any, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.geojson")
    (tmp_path / "null.geojson").symlink_to("/dev/null")
    for name in ("pipe.geojson", "null.geojson"):
        saved.bind(tmp_path / name)
        refused(saved, ask, "this is not a file but a device or a pipe", ELSEWHERE)


def test_a_file_that_has_become_read_only(
    saved: Workspace, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    refused(saved, ask, "the file is read-only", ELSEWHERE)


@posix
def test_a_name_that_is_too_long_and_a_folder_too_deep(
    saved: Workspace, ask: Any, tmp_path: Path
) -> None:
    advice = "Save under a shorter name, or in a folder that is not so deep."
    for path in (tmp_path / ("n" * 300), Path(str(tmp_path) + "/n" * 3000)):
        saved.bind(path)
        ask.will_answer("close")
        assert not files.save(saved)
        assert ask.asked[-1] == f"{path.name} was not saved: the file name is too long."
        assert ask.details[-1] == f"{advice} {NOTHING_LOST}"


@posix
def test_a_link_to_nowhere_makes_the_file_or_says_where_it_leads(
    saved: Workspace, ask: Any, tmp_path: Path
) -> None:
    link = tmp_path / "link.geojson"
    link.symlink_to(tmp_path / "new.geojson")
    saved.bind(link)
    assert files.save(saved)
    assert link.is_symlink()
    assert load(tmp_path / "new.geojson").document.project.title == "Changed"
    files.with_title(saved, "Changed again", "", "")
    files.with_title(saved, "Changed", "", "x")
    link.unlink()
    link.symlink_to(tmp_path / "gone" / "new.geojson")
    there = (tmp_path / "gone" / "new.geojson").resolve()
    refused(saved, ask, f"this is a link to {there}, and that folder is not there", CONNECT)


@posix
def test_a_link_that_leads_to_itself(saved: Workspace, ask: Any, tmp_path: Path) -> None:
    one, other = tmp_path / "one.geojson", tmp_path / "other.geojson"
    one.symlink_to(other)
    other.symlink_to(one)
    saved.bind(one)
    refused(saved, ask, "this is a link that leads to itself", ELSEWHERE)


@pytest.mark.parametrize("name", ["zero\0byte.geojson", "half\ud800character.geojson"])
def test_a_name_that_no_file_can_have(
    name: str, saved: Workspace, ask: Any, tmp_path: Path
) -> None:
    saved.bind(tmp_path / name)
    ask.will_answer("close")
    assert not files.save(saved)
    assert ask.asked[-1].endswith("the name holds a character that file names cannot have.")
    assert saved.modified


@posix
@pytest.mark.parametrize(
    "name", ["new\nline", " blank ", 'qu"ote', "<b>", "ünï", "%s", "-rf", "..x"]
)
def test_an_odd_name_is_a_name(name: str, saved: Workspace, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.geojson"
    saved.bind(path)
    assert files.save(saved)
    assert load(path).document.project.title == "Changed"
    saved.versions.wait()
    assert len(versions_of(path).versions) == 1


def test_a_file_that_another_program_has_open_on_windows(
    saved: Workspace, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(io_save, "_REPLACE_PAUSE_S", 0.0)
    error = PermissionError(errno.EACCES, "used by another process")
    error.winerror = 32  # type: ignore[attr-defined]
    failing("replace", error, monkeypatch)
    advice = "Close it in the other program and save again, or save under another name."
    refused(saved, ask, "another program has the file open", advice)


def test_a_file_that_changes_in_the_moment_of_saving_is_asked_about(
    saved: Workspace, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved.path
    assert path is not None
    fsync, theirs = os.fsync, dumps(document())

    def slow(descriptor: int) -> None:
        fsync(descriptor)
        path.write_bytes(theirs)

    monkeypatch.setattr(os, "fsync", slow)
    ask.will_answer("cancel")
    assert not files.save(saved)
    assert ask.asked[-1] == "plan.geojson has been changed by another program."
    assert path.read_bytes() == theirs


# -- what can be done then -----------------------------------------------------------------------


def test_save_as_and_trying_again_are_in_the_same_dialog(
    saved: Workspace, ask: Any, tmp_path: Path
) -> None:
    missing, other = tmp_path / "missing" / "plan.geojson", tmp_path / "other.geojson"
    saved.bind(missing)
    ask.will_answer("again", "as", missing, "as", other)
    assert files.save(saved)
    assert saved.path == other
    assert not saved.modified
    assert load(other).document.project.title == "Changed"


def test_leaving_is_not_possible_while_the_work_cannot_be_saved(
    saved: Workspace, ask: Any, tmp_path: Path
) -> None:
    saved.bind(tmp_path / "missing" / "plan.geojson")
    before = saved.document
    ask.will_answer("save", "close")
    assert not files.new_project(saved)
    assert saved.document is before


def test_the_journal_keeps_what_could_not_be_saved(
    saved: Workspace, ask: Any, tmp_path: Path
) -> None:
    autosave = Autosave(saved)
    files.with_title(saved, "Changed twice", "", "")
    saved.bind(tmp_path / "missing" / "plan.geojson")
    ask.will_answer("close")
    assert not files.save(saved)
    autosave.flush()
    kept = [path for path in (state_dir() / "sessions").rglob("*") if path.is_file()]
    assert any(b"Changed twice" in path.read_bytes() for path in kept if path.name != "lock")
    autosave.finish()


# -- the self-check ------------------------------------------------------------------------------


@pytest.fixture
def forgetful(saved: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    """A writer that leaves out a feature, from now on."""
    encode = feature_writer.encode_run
    monkeypatch.setattr(project, "encode_run", lambda records: encode(records[:1]))


@pytest.mark.usefixtures("forgetful")
def test_what_would_not_hold_the_work_is_not_saved(saved: Workspace, ask: Any) -> None:
    path = saved.path
    assert path is not None
    before = path.read_bytes()
    ask.will_answer("close")
    assert not files.save(saved)
    assert ask.asked[-1].startswith("plan.geojson was not saved: the file would not hold")
    assert "missing in the file" in ask.details[-1]
    assert path.read_bytes() == before
    assert saved.modified


@pytest.mark.usefixtures("forgetful")
def test_a_copy_of_it_can_be_saved_and_the_project_stays_unsaved(
    saved: Workspace, ask: Any, tmp_path: Path
) -> None:
    path = saved.path
    assert path is not None
    before, copy = path.read_bytes(), tmp_path / "copy.geojson"
    ask.will_answer("copy", copy)
    assert not files.save(saved)
    assert len(tuple(load(copy).document.features())) == 1
    assert saved.modified
    assert saved.path == path
    ask.will_answer("copy", path, None)
    assert not files.save(saved)
    assert path.read_bytes() == before


# -- waiting, and not waiting --------------------------------------------------------------------


@pytest.mark.parametrize("patience", [*range(9)])
def test_who_does_not_wait_has_the_old_file(
    patience: int, saved: Workspace, ask: Any, tmp_path: Path
) -> None:
    path = tmp_path / "plan.geojson"
    before = path.read_bytes()
    ask.patience = patience
    done = files.save(saved)
    after = path.read_bytes()
    assert done is (after != before)
    assert saved.modified is not done
    if not done:
        assert saved.message == "plan.geojson was not saved; the file is as it was."
    ask.patience = 1_000_000
    assert files.save(saved)
    assert load(path).document.project.title == "Changed"


def _waits(until: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not until() and time.monotonic() < end:
        time.sleep(0.01)
    return until()


def test_a_disk_that_hangs_is_not_waited_for(
    saved: Workspace, ask: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.geojson"
    before, answers = path.read_bytes(), threading.Event()
    fsync = os.fsync

    def hang(descriptor: int) -> None:
        assert answers.wait(20)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", hang)
    ask.patience = 30
    assert not files.save(saved)
    assert saved.modified
    answers.set()
    assert _waits(lambda: not list(tmp_path.glob(".~*")))
    assert path.read_bytes() == before


def test_when_it_is_too_late_to_stop_it_is_saved(
    saved: Workspace, ask: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, asked = Path.replace, threading.Event()

    def slow(self: Path, target: Path) -> Path:
        if target.name == "plan.geojson":
            asked.set()
            time.sleep(0.2)
        return replace(self, target)

    def wait(_: str, steps: Any) -> None:
        while not asked.is_set():
            next(steps)
        steps.close()

    monkeypatch.setattr(Path, "replace", slow)
    monkeypatch.setattr(ask, "wait", wait)
    assert files.save(saved)
    assert not saved.modified
    assert load(tmp_path / "plan.geojson").document.project.title == "Changed"


# -- versions ------------------------------------------------------------------------------------


def titles(path: Path) -> list[str]:
    found = versions_of(path)
    read = [loads(read_version(found, version)).document for version in found.versions]
    return [each.project.title for each in read]


def test_each_save_is_a_version(saved: Workspace, tmp_path: Path) -> None:
    assert titles(tmp_path / "plan.geojson") == [""]
    assert files.save(saved)
    assert files.save(saved)
    saved.versions.wait()
    assert titles(tmp_path / "plan.geojson") == ["Changed", ""]
    newest = versions_of(tmp_path / "plan.geojson").versions[0]
    assert (newest.title, newest.features) == ("Changed", 2)


def test_what_was_made_elsewhere_is_a_version_before_it_is_saved_over(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "theirs.geojson"
    theirs = document(unit("u"))
    files_title = dumps(theirs)
    path.write_bytes(files_title)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert files.load_file(workspace, path)
    files.with_title(workspace, "Mine", "", "")
    assert files.save(workspace)
    workspace.versions.wait()
    assert titles(path) == ["Mine", ""]
    oldest = versions_of(path).versions[-1]
    assert oldest.saved_at.timestamp() == 1_700_000_000
    assert oldest.features == 1


def test_a_version_that_cannot_be_kept_is_only_a_warning(saved: Workspace, tmp_path: Path) -> None:
    folder = state_dir() / "backups"
    saved.versions.wait()
    folder.rename(tmp_path / "aside")
    folder.write_text("in the way")
    assert files.save(saved)
    assert not saved.modified
    assert saved.versions.wait()
    assert saved.versions.warning is not None
    assert saved.versions.warning.startswith("plan.geojson is saved, but no version of it was kept")
    folder.unlink()
    files.with_title(saved, "Changed again", "", "")
    assert files.save(saved)
    assert saved.versions.wait()
    assert saved.versions.warning is None
