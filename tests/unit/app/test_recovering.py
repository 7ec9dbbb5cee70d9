"""What crashed sessions left is offered and done with as the person says; nothing is lost."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from baltic_desk.app import files
from baltic_desk.app.autosave import Autosave
from baltic_desk.app.lost_work import FileOnDisk, Lost, file_now
from baltic_desk.app.recovering import Recovering
from baltic_desk.app.recovery_words import ended_text, file_text, size_text
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.in_steps import finished
from baltic_desk.io import recovery_trial
from baltic_desk.io.project import digest_of, dumps, load
from baltic_desk.io.recovery import crashed_sessions, sessions_dir
from baltic_desk.io.recovery_trial import Trial, begin_trial, read_trial
from tests.features import document, line, unit
from tests.journals import crash as kill
from tests.lost_work import crash


@pytest.fixture
def autosave(workspace: Workspace) -> Any:
    autosave = Autosave(workspace)
    yield autosave
    autosave.finish()


@pytest.fixture
def recovering(workspace: Workspace, autosave: Autosave) -> Recovering:
    made = Recovering(workspace, autosave)
    workspace.recovering = made
    return made


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.geojson"
    path.write_bytes(dumps(document(unit("u"))))
    return path


def lost_plan(plan: Path) -> Path:
    """The work of a session that opened the plan, added a line, and crashed."""
    loaded = load(plan)
    return crash(loaded.document, ("Add line", [line("l")]), path=plan, digest=loaded.digest)


def recover_first(recovering: Recovering) -> None:
    assert recovering.recover(recovering.lost[0])


def ids(workspace: Workspace) -> set[str]:
    return {feature.id for feature in workspace.document.features()}


# -- offering --------------------------------------------------------------------------------------


def test_nothing_is_asked_when_nothing_is_left(recovering: Recovering) -> None:
    assert not recovering.offer()
    assert not recovering.any


def test_nothing_is_recovered_without_an_answer(
    recovering: Recovering, workspace: Workspace, ask: Any
) -> None:
    crash(document(unit("u")), ("Add", [unit("v")]))
    ask.will_answer(None)
    before = workspace.document
    assert not recovering.offer()
    assert workspace.document is before
    assert len(crashed_sessions()) == 1


def test_nothing_of_lost_work_is_read_before_it_is_chosen(
    recovering: Recovering, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash(document(unit("u")), ("Add", [unit("v")]))

    def read(_work: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr("baltic_desk.app.recovering.recover", read)
    ask.will_answer(lambda shelf: [lost.title for lost in shelf.lost])
    recovering.offer()


def test_recovered_work_belongs_to_its_file_and_is_not_saved_yet(
    recovering: Recovering, workspace: Workspace, ask: Any, plan: Path
) -> None:
    lost_plan(plan)
    ask.will_answer(recover_first)
    assert recovering.offer()
    assert ids(workspace) == {"u", "l"}
    assert workspace.path == plan
    assert workspace.modified
    assert workspace.message.startswith("Recovered plan.geojson of ")
    assert files.save(workspace)
    assert {feature.id for feature in load(plan).document.features()} == {"u", "l"}


def test_the_old_session_goes_aside_once_the_new_one_has_it(
    recovering: Recovering, autosave: Autosave, plan: Path
) -> None:
    old = lost_plan(plan)
    recovering.look()
    recover_first(recovering)
    assert not old.exists()
    assert recovering.lost == ()
    assert recovering.any
    recovering.look()
    (aside,) = recovering.aside
    assert aside.was_recovered
    assert autosave.folder is not None
    assert (autosave.folder / "trial.json").exists()


def test_the_old_session_stays_while_the_new_one_cannot_be_kept(
    recovering: Recovering, workspace: Workspace, autosave: Autosave,
    monkeypatch: pytest.MonkeyPatch, plan: Path,
) -> None:  # fmt: skip
    old = lost_plan(plan)
    recovering.look()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patches:
        patches.setattr(os, "write", full)
        recover_first(recovering)
        recovering.go_on()
        assert autosave.warning
        assert old.exists()
        assert workspace.modified
    autosave.flush()
    recovering.go_on()
    assert not old.exists()


def test_recovering_one_keeps_the_others(
    recovering: Recovering, workspace: Workspace, ask: Any, plan: Path
) -> None:
    crash(document(unit("other")), ("Add", [unit("v")]))
    lost_plan(plan)
    ask.will_answer(recover_first)
    assert recovering.offer()
    assert "1 document more can be recovered" in workspace.message
    (other,) = recovering.lost
    assert other.title == "Untitled"
    ask.will_answer(recover_first, "discard")
    workspace.run("file.recover")
    assert ids(workspace) == {"other", "v"}


def test_history_phase_and_camera_come_back(
    workspace: Workspace, autosave: Autosave, camera: Any, ask: Any
) -> None:
    with workspace.document.edit("Add unit") as change:
        change.put(unit("u", overlay=workspace.document.overlays()[0].id))
    workspace.run("phase.new")
    workspace.run("phase.new")
    shown = workspace.document.phase
    camera.scale = 250_000.0
    autosave.look()
    autosave.flush()
    assert autosave._journal is not None
    kill(autosave._journal)
    labels = workspace.document.history.labels
    later = Workspace(ask, camera, keep=lambda _settings: None)
    keeper = Autosave(later)
    shelf = Recovering(later, keeper)
    shelf.look()
    recover_first(shelf)
    assert later.document.phase == shown is not None
    assert later.document.history.labels == labels
    assert later.view is not None
    assert later.view.scale == 250_000.0
    assert later.document.undo() == labels[0][-1]
    keeper.finish()


def test_it_is_told_what_was_done_since_the_last_save(recovering: Recovering, plan: Path) -> None:
    lost_plan(plan)
    recovering.look()
    assert [done.label for done in recovering.lost[0].work.steps] == ["Add line"]


# -- the file meanwhile ----------------------------------------------------------------------------


def test_saving_asks_when_the_file_has_been_changed_since(
    recovering: Recovering, workspace: Workspace, ask: Any, plan: Path
) -> None:
    lost_plan(plan)
    plan.write_bytes(dumps(document(unit("theirs"))))
    recovering.look()
    recover_first(recovering)
    assert "has been changed since" in workspace.message
    ask.will_answer("cancel")
    assert not files.save(workspace)
    assert {feature.id for feature in load(plan).document.features()} == {"theirs"}


def test_work_whose_file_is_gone_is_a_new_project(
    recovering: Recovering, workspace: Workspace, plan: Path
) -> None:
    lost_plan(plan)
    plan.unlink()
    recovering.look()
    recover_first(recovering)
    assert workspace.path is None
    assert "saved anew" in workspace.message


def test_a_file_of_a_newer_version_is_not_written_over_after_recovery(
    recovering: Recovering, workspace: Workspace, plan: Path
) -> None:
    loaded = load(plan)
    crash(loaded.document, ("Add", [line("l")]), path=plan, digest=loaded.digest, read_only=True)
    recovering.look()
    recover_first(recovering)
    assert workspace.read_only == "newer"


@pytest.mark.parametrize(
    ("become", "words"),
    [
        (Path.exists, "has not been changed since"),
        (lambda path: path.unlink(), "no longer there"),
        (lambda path: path.write_bytes(b"{}"), "has been changed by somebody"),
        (lambda path: (path.unlink(), path.mkdir()), "cannot be read now"),
    ],
)
def test_it_is_said_what_has_become_of_the_file(
    recovering: Recovering, plan: Path, become: Callable[[Path], object], words: str
) -> None:
    lost_plan(plan)
    become(plan)
    recovering.look()
    (lost,) = recovering.lost
    assert words in file_text(lost, finished(file_now(lost.work)))


def test_a_disk_that_does_not_answer_is_not_waited_for(
    recovering: Recovering, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost_plan(plan)
    recovering.look()
    monkeypatch.setattr("baltic_desk.app.lost_work.PATIENCE_S", 0.05)
    monkeypatch.setattr(Path, "exists", lambda _path: time.sleep(1.0))
    (lost,) = recovering.lost
    assert finished(file_now(lost.work)) == FileOnDisk(error="the disk does not answer")


def test_lost_work_is_compared_with_the_file_as_it_is_now(
    recovering: Recovering, plan: Path
) -> None:
    lost_plan(plan)
    plan.write_bytes(dumps(document(unit("u"), unit("theirs"))))
    recovering.look()
    compared = recovering.compare(recovering.lost[0])
    assert compared is not None
    assert "changed by somebody" in compared.before
    assert {(each.key, each.what) for each in compared.differences} >= {
        ("l", "added"), ("theirs", "removed"),
    }  # fmt: skip
    assert read_trial(recovering.lost[0].work.path) is None


def test_when_the_file_is_gone_it_is_compared_as_it_was_saved(
    recovering: Recovering, plan: Path
) -> None:
    lost_plan(plan)
    plan.unlink()
    recovering.look()
    compared = recovering.compare(recovering.lost[0])
    assert compared is not None
    assert "no longer there" in compared.before
    assert [(each.key, each.what) for each in compared.differences] == [("l", "added")]


# -- other things to do ----------------------------------------------------------------------------


def test_a_copy_is_written_without_putting_it_on_the_desk(
    recovering: Recovering, workspace: Workspace, ask: Any, plan: Path
) -> None:
    lost_plan(plan)
    recovering.look()
    copy = plan.with_name("copy.geojson")
    before = workspace.document
    ask.will_answer(plan, None, copy)
    assert recovering.save_copy(recovering.lost[0]) == copy
    assert ask.asked[1].startswith("plan.geojson is the file itself")
    assert {feature.id for feature in load(copy).document.features()} == {"u", "l"}
    assert {feature.id for feature in load(plan).document.features()} == {"u"}
    assert workspace.document is before
    assert len(crashed_sessions()) == 1


def test_a_copy_that_cannot_be_written_is_said(
    recovering: Recovering, ask: Any, plan: Path, tmp_path: Path
) -> None:
    lost_plan(plan)
    recovering.look()
    ask.will_answer(tmp_path / "gone" / "copy.geojson", None)
    assert recovering.save_copy(recovering.lost[0]) is None
    assert "folder is not there" in ask.asked[-1]
    assert read_trial(recovering.lost[0].work.path) is None


def test_a_discard_is_asked_for_and_can_be_taken_back(
    recovering: Recovering, workspace: Workspace, ask: Any, plan: Path
) -> None:
    lost_plan(plan)
    recovering.look()
    ask.will_answer("cancel")
    assert not recovering.discard(recovering.lost[0])
    ask.will_answer("discard")
    assert recovering.discard(recovering.lost[0])
    assert (len(recovering.lost), len(recovering.aside)) == (0, 1)
    assert recovering.any
    assert not recovering.aside[0].was_recovered
    ask.will_answer(lambda shelf: shelf.recover(shelf.aside[0]))
    workspace.run("file.recover")
    assert ids(workspace) == {"u", "l"}


def test_what_was_put_aside_is_offered_again_when_that_is_wanted(
    recovering: Recovering, ask: Any, plan: Path
) -> None:
    lost_plan(plan)
    recovering.look()
    ask.will_answer("discard")
    recovering.discard(recovering.lost[0])
    assert recovering.offer_again(recovering.aside[0])
    assert (len(recovering.lost), len(recovering.aside)) == (1, 0)


def test_recovering_over_unsaved_work_asks_first(
    recovering: Recovering, workspace: Workspace, ask: Any, plan: Path
) -> None:
    with workspace.document.edit("Add") as change:
        change.put(unit("mine", overlay=workspace.document.overlays()[0].id))
    lost_plan(plan)
    recovering.look()
    ask.will_answer("cancel")
    assert not recovering.recover(recovering.lost[0])
    assert ids(workspace) == {"mine"}


def test_what_cannot_be_read_is_said_and_kept(
    recovering: Recovering, workspace: Workspace, ask: Any, monkeypatch: pytest.MonkeyPatch,
    plan: Path,
) -> None:  # fmt: skip
    from baltic_desk.io.problem import ProjectError

    folder = lost_plan(plan)

    def fail(_work: object) -> None:
        raise ProjectError("it is damaged")

    monkeypatch.setattr("baltic_desk.app.recovering.recover", fail)
    recovering.look()
    ask.will_answer(None)
    assert not recovering.recover(recovering.lost[0])
    assert "it is damaged" in ask.asked[-1]
    assert folder.exists()
    assert read_trial(folder) is None
    assert workspace.path is None


def test_whoever_does_not_wait_for_the_reading_keeps_it_for_later(
    recovering: Recovering, workspace: Workspace, ask: Any, monkeypatch: pytest.MonkeyPatch,
    plan: Path,
) -> None:  # fmt: skip
    from baltic_desk.app import recovering as module

    folder = lost_plan(plan)
    recovering.look()
    read, waited = module.recover, threading.Event()

    def slowly(work: Any) -> Any:
        waited.wait(5.0)
        return read(work)

    monkeypatch.setattr(module, "recover", slowly)
    ask.patience = 2
    before = workspace.document
    assert not recovering.recover(recovering.lost[0])
    waited.set()
    assert workspace.document is before
    assert folder.exists()
    assert read_trial(folder) is None


# -- what makes the program end again --------------------------------------------------------------


def test_work_is_marked_before_it_is_read(
    recovering: Recovering, monkeypatch: pytest.MonkeyPatch, plan: Path
) -> None:
    from baltic_desk.app import recovering as module

    folder = lost_plan(plan)
    marked: list[Trial | None] = []
    read = module.recover

    def look_and_read(work: Any) -> Any:
        marked.append(read_trial(folder))
        return read(work)

    monkeypatch.setattr(module, "recover", look_and_read)
    recovering.look()
    recover_first(recovering)
    assert [trial.times for trial in marked if trial is not None] == [1]


def test_a_session_that_ended_soon_after_recovering_says_so(
    recovering: Recovering, plan: Path
) -> None:
    folder = lost_plan(plan)
    begin_trial(folder)
    trial = read_trial(folder)
    assert trial is not None
    os.utime(folder / "trial.json", (trial.begun + 4, trial.begun + 4))
    recovering.look()
    (lost,) = recovering.lost
    assert lost.dangerous
    assert lost.trial is not None
    assert ended_text(lost.trial) == "The program ended again 4 s after this was recovered."
    begin_trial(folder)
    begun_again = read_trial(folder)
    assert begun_again is not None
    assert ended_text(begun_again).endswith("That has happened 2 times in a row.")


def test_a_program_that_ended_while_reading_says_so(recovering: Recovering, plan: Path) -> None:
    begin_trial(lost_plan(plan), "reading")
    recovering.look()
    (lost,) = recovering.lost
    assert lost.dangerous
    assert lost.trial is not None
    assert ended_text(lost.trial) == "The program ended while this was being read."


def test_recovered_work_that_is_saved_leaves_nothing_to_recover(
    recovering: Recovering, workspace: Workspace, autosave: Autosave, plan: Path
) -> None:
    lost_plan(plan)
    recovering.look()
    recover_first(recovering)
    assert files.save(workspace)
    autosave.finish()
    assert list(sessions_dir().iterdir()) == []


def test_the_picture_goes_along(recovering: Recovering, autosave: Autosave, plan: Path) -> None:
    loaded = load(plan)
    crash(loaded.document, ("Add", [line("l")]), path=plan, digest=loaded.digest, picture=b"PNG")
    recovering.look()
    assert recovering.lost[0].work.picture is not None
    recover_first(recovering)
    assert autosave.folder is not None
    assert (autosave.folder / "picture.png").read_bytes() == b"PNG"


def test_what_the_program_lives_with_is_no_longer_marked(
    recovering: Recovering, autosave: Autosave, monkeypatch: pytest.MonkeyPatch, plan: Path
) -> None:
    lost_plan(plan)
    recovering.look()
    recover_first(recovering)
    assert recovering.go_on()
    assert autosave.folder is not None
    assert read_trial(autosave.folder) is not None
    monkeypatch.setattr("baltic_desk.app.recovering.PROVEN_AFTER_S", 0.0)
    assert not recovering.go_on()
    assert read_trial(autosave.folder) is None


def test_a_mark_that_is_no_mark_is_none(tmp_path: Path) -> None:
    for content in (b"", b"{", b'{"begun":"x"}', b"\xff" * 5000):
        (tmp_path / recovery_trial.TRIAL).write_bytes(content)
        assert read_trial(tmp_path) is None


def test_sizes_are_said_in_words() -> None:
    assert [size_text(n) for n in (400, 12_345, 3_400_000)] == ["0.4 kB", "12 kB", "3.4 MB"]


def test_titles_fall_back_to_the_file(plan: Path) -> None:
    lost_plan(plan)
    (work,) = crashed_sessions()
    assert Lost(work).title == "plan.geojson"
    assert digest_of(plan.read_bytes()) == work.base_digest
