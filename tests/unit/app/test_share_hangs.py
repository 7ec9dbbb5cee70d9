"""A share hangs in the N-th call of what is done there, and it is given up: for every N."""

# ruff: noqa: ARG002  (the person looks at nothing)
from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from baltic_desk.app import files, late_saving, versions
from baltic_desk.app.answering import NotAnsweredError, answered
from baltic_desk.app.claiming import Claims
from baltic_desk.app.in_thread import in_thread
from baltic_desk.app.workspace import Workspace
from baltic_desk.io.project import dumps, load, loads
from baltic_desk.io.project_claim import Claim, claim_path, take
from baltic_desk.tools.tool import View
from tests.claiming import desk
from tests.features import document, unit
from tests.hanging import HangingShare


class GivesUp:
    """Someone who waits until the share hangs, and no longer; and leaves each question."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.share: HangingShare | None = None
        self.named: Path | None = None
        self.choice: str | None = None

    def wait(self, words: str, steps: Any) -> Any:
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value
            if self.share is not None and self.share.waiting:
                steps.close()
                return None

    def choose(self, question: str, detail: str, choices: Any) -> str | None:
        self.asked.append(question)
        return self.choice if self.choice in {each.id for each in choices} else None

    def tell(self, message: str, detail: str = "") -> None:
        self.asked.append(message)

    def save_file(self, title: str, kinds: Any, suggestion: Path) -> Path | None:
        named, self.named = self.named, None
        return named


@pytest.fixture
def person() -> GivesUp:
    return GivesUp()


@pytest.fixture
def opened(person: GivesUp, camera: View, tmp_path: Path) -> Iterator[Callable[[int], Workspace]]:
    """Workspaces with a plan of their own open from a share of its own, and changed."""
    claims: list[Claims] = []

    def make(number: int) -> Workspace:
        plan = tmp_path / f"share{number}" / "plan.geojson"
        plan.parent.mkdir()
        plan.write_bytes(dumps(document(unit("u"))))
        workspace = Workspace(person, camera, keep=lambda _: None)  # type: ignore[arg-type]
        claims.append(Claims(workspace, where=desk(tmp_path / f"state{number}")))
        assert files.load_file(workspace, plan)
        files.with_title(workspace, "Mine", "", "")
        return workspace

    yield make
    for each in claims:
        each.close()


def soon(true: Callable[[], bool]) -> bool:
    """Whether it comes true in some seconds."""
    for _ in range(1000):
        if true():
            return True
        time.sleep(0.01)
    return False


def title_in(plan: Path) -> str:
    return load(plan).document.project.title


def left_over(plan: Path) -> list[str]:
    return [each.name for each in plan.parent.glob(".~*") if "lock" not in each.name]


def test_wherever_a_save_hangs_it_can_be_given_up_and_the_program_knows_what_came_of_it(
    person: GivesUp, opened: Callable[[int], Workspace]
) -> None:
    ends = {"old": 0, "late": 0}
    number = 0
    while True:
        number += 1
        workspace = opened(number)
        plan = workspace.path
        assert plan is not None
        with HangingShare(plan.parent, number) as share:
            person.share = share
            done = files.save(workspace)
            hung = bool(share.waiting)
            late = tuple(workspace.late_saves)
            assert workspace.modified is not done
            share.answer()
            assert not share.faults, share.faults
            person.share = None
        if not hung:
            assert done
            break
        assert not done, number
        assert all(soon(each.job.ended.is_set) for each in late)
        assert soon(lambda plan=plan: not left_over(plan)), number
        if late:
            ends["late"] += 1
            assert title_in(plan) == "Mine"
            late_saving.hear(workspace)
            assert not workspace.modified
        else:
            ends["old"] += 1
            assert title_in(plan) == "", (number, share.made)
            if "replace" not in share.made[:number]:
                assert not plan.with_name(f"{plan.name}~").exists(), number
        files.with_title(workspace, "Mine again", "", "")
        person.asked.clear()
        assert files.save(workspace), person.asked
        assert not person.asked
        assert title_in(plan) == "Mine again"
        workspace.versions.wait()
    print(f"\n{number - 1} calls of saving that hung")
    assert ends["old"] > 20
    assert ends["late"] > 1


def test_wherever_a_save_elsewhere_hangs_the_project_stays_where_it_is(
    person: GivesUp, opened: Callable[[int], Workspace], tmp_path: Path
) -> None:
    number = 0
    while True:
        number += 1
        workspace = opened(number)
        plan = workspace.path
        other = tmp_path / f"other{number}" / "other.geojson"
        other.parent.mkdir()
        person.named = other
        with HangingShare(other.parent, number) as share:
            person.share = share
            done = files.save_as(workspace)
            hung = bool(share.waiting)
            late = tuple(workspace.late_saves)
            share.answer()
            assert not share.faults, share.faults
            person.share = None
        if not hung:
            assert done
            break
        if not done:
            assert workspace.path == plan
            assert workspace.modified
            assert all(soon(each.job.ended.is_set) for each in late)
            assert soon(lambda other=other: not list(other.parent.glob(".~*"))), number
            assert other.exists() is bool(late), number
        workspace.versions.wait()
    print(f"\n{number - 1} calls of saving elsewhere that hung")
    assert number > 15


def test_whose_claim_was_to_be_taken_over_keeps_it_when_that_was_given_up(
    person: GivesUp, camera: View, tmp_path: Path
) -> None:
    number, hung = 0, True
    while hung:
        number += 1
        plan = tmp_path / f"share{number}" / "plan.geojson"
        plan.parent.mkdir()
        plan.write_bytes(dumps(document(unit("u"))))
        theirs = take(plan, desk(tmp_path / f"theirs{number}", machine="HQ-2", number="b"))
        assert isinstance(theirs, Claim)
        before = claim_path(plan).read_bytes()
        workspace = Workspace(person, camera, keep=lambda _: None)  # type: ignore[arg-type]
        claims = Claims(workspace, where=desk(tmp_path / f"state{number}"))
        person.choice = "over"
        with HangingShare(plan.parent, number) as share:
            person.share = share
            files.load_file(workspace, plan)
            hung = bool(share.waiting)
            begun = "replace" in share.made[:number]  # then nobody can stop it
            threads = [each for each in threading.enumerate() if each.name == "waited for"]
            share.answer()
            for each in threads:
                each.join()
            person.share = None
        if hung and not begun:
            assert claim_path(plan).read_bytes() == before, number
        claims.close()
        theirs.release()
    print(f"\n{number - 1} calls of taking over that hung")
    assert number > 15


def test_wherever_writing_a_version_elsewhere_hangs_there_is_no_file_that_nobody_knows_of(
    person: GivesUp, opened: Callable[[int], Workspace], tmp_path: Path
) -> None:
    number, hung = 0, True
    while hung:
        number += 1
        workspace = opened(number)
        assert workspace.path is not None
        content = workspace.path.read_bytes()
        listed = versions.Listed("recent", datetime.now(UTC), workspace.path)
        look = versions.Look(listed, content, loads(content))
        other = tmp_path / f"other{number}" / "other.geojson"
        other.parent.mkdir()
        person.named = other
        with HangingShare(other.parent, number) as share:
            person.share = share
            done = versions.save_version_as(workspace, versions.versions_for(workspace.path), look)
            hung = bool(share.waiting)
            begun = {"replace", "rename"} & set(share.made[:number])
            share.answer()
            assert not share.faults, share.faults
            person.share = None
        assert done is not hung or begun, number
        assert soon(lambda other=other: not list(other.parent.glob(".~*"))), number
        if not done and not begun:
            assert not other.exists(), number
    print(f"\n{number - 1} calls of writing a version that hung")
    assert number > 10


def test_a_save_waits_for_one_that_may_still_be_done(
    person: GivesUp, opened: Callable[[int], Workspace]
) -> None:
    workspace = opened(1)
    plan = workspace.path
    assert plan is not None
    with HangingShare(plan.parent) as share:
        person.share = share
        share.hang_in("rename", "replace")
        assert not files.save(workspace)
        assert len(workspace.late_saves) == 1
        files.with_title(workspace, "Later", "", "")
        assert not files.save(workspace)  # not written before the first is known
        assert share.made.count("replace") + share.made.count("rename") == 2  # with `name~`
        share.answer()
        person.share = None
        assert files.save(workspace), person.asked
    assert not person.asked
    assert title_in(plan) == "Later"
    assert not workspace.late_saves


def test_what_was_saved_after_all_is_no_change_by_another(
    person: GivesUp, opened: Callable[[int], Workspace]
) -> None:
    workspace = opened(1)
    plan = workspace.path
    assert plan is not None
    with HangingShare(plan.parent) as share:
        person.share = share
        share.hang_in("rename", "replace")
        assert not files.save(workspace)
        (late,) = workspace.late_saves
        assert late_saving.expects(workspace, late.job.digest)
        with workspace.document.edit("Place") as change:
            change.put(unit("later"))
        share.answer()
        assert soon(late.job.ended.is_set)
    person.share = None  # it answers, and is waited for
    late_saving.hear(workspace)
    assert workspace.modified
    assert not files.changed_on_disk(workspace)


def test_the_program_ends_although_a_share_hangs(tmp_path: Path) -> None:
    """A save, a claim and a look at the disk are waiting for it then."""
    plan = tmp_path / "plan.geojson"
    plan.write_bytes(dumps(document(unit("u"))))
    script = f"""
from pathlib import Path
from baltic_desk.app import files
from baltic_desk.app.claiming import Claims
from baltic_desk.app.workspace import Workspace
from tests.flat_camera import FlatCamera
from tests.hanging import HangingShare
from tests.unit.app.test_share_hangs import GivesUp
person = GivesUp()
share = person.share = HangingShare(Path({str(tmp_path)!r}))
share.__enter__()
workspace = Workspace(person, FlatCamera(), keep=lambda _: None)
claims = Claims(workspace)
assert files.load_file(workspace, Path({str(plan)!r}))
files.with_title(workspace, "Mine", "", "")
share.hang_in("rename", "replace")
assert not files.save(workspace)
assert workspace.late_saves
claims.close()
assert not share.faults, share.faults
print("ends")
"""
    root = Path(__file__).parents[3]
    ran = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True, text=True, timeout=40, check=False, cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (0, "ends\n"), ran.stderr


def test_what_came_too_late_is_cleaned_up() -> None:
    let_go: list[str] = []
    started, goes_on = [], []

    def work() -> str:
        started.append(1)
        assert soon(lambda: bool(goes_on))
        return "claimed"

    steps = in_thread(work, unheard=let_go.append)
    next(steps)
    steps.close()
    goes_on.append(1)
    assert soon(lambda: let_go == ["claimed"])


def test_what_is_not_waited_for_is_told(workspace: Workspace, ask: Any) -> None:
    ask.patience = 0
    with pytest.raises(NotAnsweredError, match="plan was not waited for"):
        answered(workspace, "plan", lambda: 1)
    ask.patience = 10_000
    assert answered(workspace, "plan", lambda: None) is None
    with pytest.raises(OSError, match="gone"):
        answered(workspace, "plan", _gone)


def _gone() -> None:
    raise OSError("gone")
