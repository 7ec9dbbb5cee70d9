"""Who may write a file, without a window: opened, saved, recovered, copied for students."""

# ruff: noqa: ARG002  (the person looks at nothing)
from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from baltic_desk.app import claim_editing, files
from baltic_desk.app.claim_words import last_seen, moment, name_of, who_has_it
from baltic_desk.app.claiming import Claims
from baltic_desk.app.workspace import Workspace
from baltic_desk.io.claim_desk import Here
from baltic_desk.io.project import dumps, load
from baltic_desk.io.project_claim import Claim, Holder, claim_path, take
from tests.claiming import desk, record, written
from tests.faults import Faults
from tests.features import document, unit


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "share" / "plan.geojson"
    path.parent.mkdir()
    path.write_bytes(dumps(document(unit("u"))))
    return path


@pytest.fixture
def hq2(tmp_path: Path) -> Here:
    return desk(tmp_path / "hq2", machine="HQ-2", number="b")


@pytest.fixture
def claimed(workspace: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace that claims its files."""
    claims = Claims(workspace, where=desk(tmp_path / "hq1"))
    yield workspace
    claims.close()


def _theirs(path: Path, where: Here) -> Claim:
    claim = take(path, where)
    assert isinstance(claim, Claim)
    return claim


def _takes_over(path: Path, where: Here) -> Claim:
    holder = take(path, where)
    assert isinstance(holder, Holder)
    claim = take(path, where, over=holder)
    assert isinstance(claim, Claim)
    return claim


def test_without_claims_nothing_stands_beside_a_file(workspace: Workspace, plan: Path) -> None:
    assert files.load_file(workspace, plan)
    assert files.save(workspace)
    assert not claim_path(plan).exists()


def test_a_newer_file_is_not_claimed(claimed: Workspace, plan: Path) -> None:
    plan.write_bytes(plan.read_bytes().replace(b'"schema":1', b'"schema":99'))
    assert files.load_file(claimed, plan)
    assert claimed.read_only == "newer"
    assert not claim_path(plan).exists()
    assert not claim_editing.edit(claimed)
    assert claimed.read_only == "newer"


def test_keeping_mine_does_not_make_a_read_only_file_writable(
    claimed: Workspace, ask: Any, plan: Path, hq2: Here
) -> None:
    theirs = _theirs(plan, hq2)
    ask.will_answer("read")
    assert files.load_file(claimed, plan)
    files.keep_mine(claimed)
    assert claimed.read_only == "claimed"
    ask.will_answer(None)
    assert not files.save(claimed)
    assert theirs.check() == "mine"


def test_recovered_work_on_a_file_that_another_has_by_now_is_kept_and_not_written_there(
    claimed: Workspace, ask: Any, plan: Path, hq2: Here, tmp_path: Path
) -> None:
    theirs = _theirs(plan, hq2)
    before = plan.read_bytes()
    claimed.adopt(document(unit("recovered")), path=plan, digest="of long ago")
    assert claimed.read_only == "claimed"
    ask.will_answer(tmp_path / "recovered.geojson")
    assert files.save(claimed)
    assert claimed.read_only is None
    assert plan.read_bytes() == before
    assert theirs.check() == "mine"


def test_taken_over_and_given_back_changed_it_is_still_not_overwritten(
    claimed: Workspace, ask: Any, plan: Path, hq2: Here
) -> None:
    """Between two signs of life, so that nothing of it was noticed."""
    assert files.load_file(claimed, plan)
    files.with_title(claimed, "Mine", "", "")
    theirs = _takes_over(plan, hq2)
    plan.write_bytes(dumps(document(unit("theirs"))))
    theirs.release()
    ask.will_answer("cancel")
    assert not files.save(claimed)
    assert "changed by another program" in ask.asked[-1]
    assert [feature.id for feature in load(plan).document.features()] == ["theirs"]


def test_taken_over_while_a_question_stands_it_is_not_saved_over(
    claimed: Workspace, ask: Any, plan: Path, hq2: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert files.load_file(claimed, plan)
    plan.write_bytes(dumps(document(unit("theirs"))))
    choose = ask.choose
    theirs: list[Claim] = []

    def slowly(question: str, detail: str, choices: Any) -> str | None:
        theirs.append(_takes_over(plan, hq2))
        return choose(question, detail, choices)

    monkeypatch.setattr(ask, "choose", slowly)
    ask.will_answer("over", None, None)
    assert not files.save(claimed)
    assert "taken over on HQ-2" in ask.asked[-2]
    assert [feature.id for feature in load(plan).document.features()] == ["theirs"]
    assert theirs[0].check() == "mine"


def test_opened_again_the_same_file_asks_nothing(claimed: Workspace, plan: Path) -> None:
    assert files.load_file(claimed, plan)
    token = claim_path(plan).read_bytes()[:60]
    assert files.open_file(claimed, plan)
    assert claim_path(plan).read_bytes()[:60] == token


def test_saved_under_its_own_name_it_stays_ones_own(
    claimed: Workspace, ask: Any, plan: Path
) -> None:
    assert files.load_file(claimed, plan)
    ask.will_answer(plan)
    assert files.save_as(claimed)
    assert claimed.read_only is None
    assert claim_path(plan).exists()


def test_saving_as_a_file_that_took_over_meanwhile_is_refused(
    claimed: Workspace, ask: Any, plan: Path, hq2: Here
) -> None:
    assert files.load_file(claimed, plan)
    _takes_over(plan, hq2)
    ask.will_answer(plan, None, None)
    assert not files.save_as(claimed)
    assert "taken over on HQ-2" in ask.asked[-2]
    assert claimed.read_only == "taken-over"


def test_what_cannot_be_taken_over_is_said(
    claimed: Workspace, ask: Any, plan: Path, hq2: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = _theirs(plan, hq2)
    opens = os.open

    def refusing(path: Any, flags: int, *rest: Any, **options: Any) -> int:
        writes = flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR)
        if writes and os.fspath(path).startswith(str(plan.parent)):
            raise OSError(errno.EROFS, "Read-only file system")
        return opens(path, flags, *rest, **options)

    monkeypatch.setattr(os, "open", refusing)
    ask.will_answer("over", None, "read")
    assert files.load_file(claimed, plan)
    assert "cannot be taken over" in ask.asked[1]
    assert claimed.read_only == "claimed"
    ask.will_answer(None)
    assert not claim_editing.edit(claimed)
    assert claimed.read_only == "claimed"
    monkeypatch.undo()
    assert theirs.check() == "mine"


def test_a_student_copy_is_not_written_over_a_file_that_another_has_open(
    claimed: Workspace, ask: Any, plan: Path, hq2: Here
) -> None:
    before = plan.read_bytes()
    theirs = _theirs(plan, hq2)
    claimed.adopt(document(unit("v")))
    ask.will_answer(("nothing", "write"), plan, None)
    claimed.run("file.student-copy")
    assert "is open on HQ-2" in ask.asked[-1]
    assert plan.read_bytes() == before
    assert theirs.check() == "mine"


@pytest.mark.parametrize(
    ("held", "error"),
    [
        (True, errno.EIO),
        (True, errno.ENOENT),
        (True, errno.EACCES),
        pytest.param(False, errno.EIO, marks=pytest.mark.slow),
        pytest.param(False, errno.ENOENT, marks=pytest.mark.slow),
    ],
)
def test_whichever_call_fails_no_file_of_another_is_written_silently(
    error: int, held: bool, camera: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Open, change, save: each call of the operating system fails in turn."""
    number = 0
    while True:
        number += 1
        # Versions that earlier rounds kept would be gone through by calls that never end.
        monkeypatch.setenv("BALTIC_DESK_STATE", str(tmp_path / f"state{number}"))
        path = tmp_path / "share" / f"{number}" / "plan.geojson"
        path.parent.mkdir(parents=True)
        path.write_bytes(dumps(document(unit("u"))))
        before = path.read_bytes()
        theirs = _theirs(path, desk(tmp_path / f"o{number}", number="b")) if held else None
        person = _Careful()
        workspace = Workspace(person, camera, keep=lambda _: None)
        claims = Claims(workspace, where=desk(tmp_path / f"s{number}"))
        with pytest.MonkeyPatch.context() as patches:
            faults = Faults(patches, number, error)
            if files.load_file(workspace, path):
                files.with_title(workspace, "Mine", "", "")
                files.save(workspace)
            # Its calls count, too, and are none of the next round's.
            assert workspace.versions.wait()
            claims.close()
        if theirs is not None:
            assert path.read_bytes() == before, number
            assert theirs.check() == "mine", number
            assert person.told, number
        else:
            saved = load(path).document.project.title == "Mine"
            assert saved or person.told, number
        if faults.calls < number:
            break
    assert number > 30


class _Careful:
    """Someone who takes nothing over and never names another file."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def choose(self, question: str, detail: str, choices: Any) -> str | None:
        self.told.append(question)
        return "read" if any(choice.id == "read" for choice in choices) else None

    def tell(self, message: str, detail: str = "") -> None:
        self.told.append(message)

    def wait(self, words: str, steps: Any) -> Any:
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value

    def save_file(self, title: str, kinds: Any, suggestion: Path) -> Path | None:
        self.told.append(title)
        return None


# -- words -----------------------------------------------------------------------------------------


def _holder(**changes: Any) -> Holder:
    now = datetime.now(UTC)
    return Holder(**{"machine": "HQ-2", "since": now, "seen": now, "token": "f", **changes})


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=-500), " (last seen just now)"),
        (timedelta(seconds=59), " (last seen just now)"),
        (timedelta(seconds=61), " (last seen 1 min ago)"),
        (timedelta(minutes=59.5), " (last seen 59 min ago)"),
        (timedelta(hours=47.5), " (last seen 47 h ago)"),
        (timedelta(days=9.5), " (last seen 9 days ago)"),
    ],
)
def test_it_is_said_how_long_ago_somebody_was_seen(ago: timedelta, said: str) -> None:
    assert last_seen(_holder(seen=datetime.now(UTC) - ago)) == said


def test_the_time_has_its_day_when_that_is_not_today() -> None:
    now = datetime.now(UTC).astimezone()
    assert moment(now) == f"{now:%H:%M}"
    earlier = datetime(2021, 3, 4, 5, 6, tzinfo=UTC)
    assert moment(earlier) == f"{earlier.astimezone():%d %b 2021 %H:%M}".lstrip("0")


def test_who_has_it_is_said_without_a_name_of_a_person() -> None:
    assert who_has_it("plan", _holder()).startswith("plan is open on HQ-2 since ")
    assert who_has_it("plan", _holder(here=True)).startswith("plan is open in another window since")
    assert "cannot be read" in who_has_it("plan", Holder())
    assert who_has_it("plan", _holder(machine="")).startswith("plan is open on another machine")


def test_a_long_name_is_shown_with_both_its_ends() -> None:
    shown = name_of(Path("n" * 200 + "-North.geojson"))
    assert len(shown) < 50
    assert shown.endswith("-North.geojson")
    assert name_of(Path("a\nb\u202e.geojson")) == "a?b?.geojson"


def test_no_words_of_a_hostile_claim_reach_a_path(claimed: Workspace, ask: Any, plan: Path) -> None:
    claim_path(plan).write_bytes(written(record(machine="../../../evil\0")))
    ask.will_answer("over")
    assert files.load_file(claimed, plan)
    assert sorted(each.name for each in plan.parent.iterdir()) == [
        ".~lock.plan.geojson#",
        "plan.geojson",
    ]
