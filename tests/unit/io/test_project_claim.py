"""Claims on project files: who has one, what is left over, what is hostile, what fails."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from baltic_desk.io import claim_files, lock
from baltic_desk.io.claim_desk import Here, forget_dead, here
from baltic_desk.io.claim_files import Found
from baltic_desk.io.claim_keeper import ClaimKeeper
from baltic_desk.io.project_claim import Claim, Holder, claim_path, holder_of, take
from tests.claiming import desk, elsewhere, record, written
from tests.faults import DIED, Faults, deaths

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and modes of POSIX")
not_root = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere"
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "share" / "plan.geojson"
    path.parent.mkdir()
    path.write_bytes(b"{}")
    return path


@pytest.fixture
def hq1(tmp_path: Path) -> Here:
    return desk(tmp_path / "hq1")


@pytest.fixture
def hq2(tmp_path: Path) -> Here:
    return desk(tmp_path / "hq2", machine="HQ-2", number="b")


def _claimed(path: Path, where: Here) -> Claim:
    claim = take(path, where)
    assert isinstance(claim, Claim)
    return claim


def _die(claim: Claim) -> None:
    """As a process that is killed: nothing is tidied up, the lock is free."""
    assert claim._lock is not None
    claim._lock.release()


def _at_once(path: Path, desks: list[Here]) -> list[Claim]:
    """Have all of these desks take a file at the same moment; the claims that came of it."""
    outcomes: list[Claim | Holder] = []
    threads = [
        threading.Thread(target=lambda w=where: outcomes.append(take(path, w))) for where in desks
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == len(desks)
    return [each for each in outcomes if isinstance(each, Claim)]


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# -- one has it, the other not ---------------------------------------------------------------------


def test_a_claim_stands_beside_the_file_and_says_where_and_since_when(
    plan: Path, hq1: Here
) -> None:
    before = datetime.now(UTC)
    claim = _claimed(plan, hq1)
    assert _names(plan.parent) == [".~lock.plan.geojson#", "plan.geojson"]
    found = claim_files.read(claim_path(plan))
    assert not isinstance(found, Found)
    assert found.machine == "HQ-1"
    assert abs((found.since - before).total_seconds()) < 5
    assert claim.beside
    assert claim.check() == "mine"


def test_released_nothing_is_left(plan: Path, hq1: Here) -> None:
    claim = _claimed(plan, hq1)
    claim.release()
    claim.release()
    assert _names(plan.parent) == ["plan.geojson"]
    assert _names(hq1.folder) == ["guard"]
    assert claim.check() == "taken"
    assert holder_of(plan, hq1) is None


def test_another_machine_is_told_who_has_it(plan: Path, hq1: Here, hq2: Here) -> None:
    claim = _claimed(plan, hq1)
    holder = take(plan, hq2)
    assert isinstance(holder, Holder)
    assert (holder.machine, holder.here) == ("HQ-1", False)
    assert holder_of(plan, hq2) == holder
    assert claim.check() == "mine"
    claim.release()
    assert isinstance(take(plan, hq2), Claim)


def test_another_window_of_the_same_desk_is_told_so(plan: Path, hq1: Here) -> None:
    _claimed(plan, hq1)
    holder = take(plan, hq1)
    assert isinstance(holder, Holder)
    assert holder.here


def test_a_claim_of_another_machine_is_never_left_over(plan: Path, hq1: Here) -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    claim_path(plan).write_bytes(written(record(since=long_ago, seen=long_ago)))
    holder = take(plan, hq1)
    assert isinstance(holder, Holder)
    assert holder.seen == long_ago
    assert claim_path(plan).read_bytes() == written(record(since=long_ago, seen=long_ago))


def test_two_accounts_of_one_machine_are_two_desks(plan: Path, tmp_path: Path, hq1: Here) -> None:
    _die(_claimed(plan, hq1))
    other = desk(tmp_path / "other", number="c")
    assert isinstance(take(plan, other), Holder), "the other cannot see that it is dead"


def test_what_a_crash_of_this_desk_left_is_taken_silently(plan: Path, hq1: Here) -> None:
    dead = _claimed(plan, hq1)
    _die(dead)
    assert holder_of(plan, hq1) is None
    claim = _claimed(plan, hq1)
    assert claim.check() == "mine"
    assert claim.beside
    claim.release()
    assert _names(plan.parent) == ["plan.geojson"]


def test_what_crashes_left_in_the_folder_of_state_goes(plan: Path, hq1: Here) -> None:
    alive = _claimed(plan, hq1)
    other = plan.with_name("other.geojson")
    _die(_claimed(other, hq1))
    for held in hq1.folder.glob("*.lock"):
        os.utime(held, (0, 0))
    forget_dead(hq1)
    assert len(list(hq1.folder.glob("*.json"))) == 1
    assert len(list(hq1.folder.glob("*.lock"))) == 1
    assert alive.check() == "mine"


def test_the_desk_keeps_its_number() -> None:
    first = here()
    assert here() == first
    (first.folder / "desk").write_bytes(b"\x00" * 5_000)
    assert len(here().desk) == 32


# -- taking over -----------------------------------------------------------------------------------


def test_taken_over_the_first_finds_out(plan: Path, hq1: Here, hq2: Here) -> None:
    first = _claimed(plan, hq1)
    holder = take(plan, hq2)
    assert isinstance(holder, Holder)
    second = take(plan, hq2, over=holder)
    assert isinstance(second, Claim)
    assert first.check() == "taken"
    assert first.holder is not None
    assert first.holder.machine == "HQ-2"
    first.release()
    assert second.check() == "mine"
    assert second.beside


def test_a_window_of_the_same_desk_is_taken_over_from(plan: Path, hq1: Here) -> None:
    first = _claimed(plan, hq1)
    holder = take(plan, hq1)
    assert isinstance(holder, Holder)
    second = take(plan, hq1, over=holder)
    assert isinstance(second, Claim)
    assert first.check() == "taken"
    first.release()
    assert second.check() == "mine"
    assert isinstance(take(plan, hq1), Holder)


def test_nobody_else_is_taken_over_from_than_who_was_named(
    plan: Path, hq1: Here, hq2: Here, tmp_path: Path
) -> None:
    first = _claimed(plan, hq1)
    holder = take(plan, hq2)
    assert isinstance(holder, Holder)
    first.release()
    third = _claimed(plan, desk(tmp_path / "hq3", machine="HQ-3", number="d"))
    refused = take(plan, hq2, over=holder)
    assert isinstance(refused, Holder)
    assert refused.machine == "HQ-3"
    assert third.check() == "mine"


def test_of_many_at_once_one_gets_it(plan: Path, tmp_path: Path) -> None:
    for turn in range(10):
        desks = [desk(tmp_path / f"{turn}-{n}", machine=f"M{n}", number=f"{n}") for n in range(4)]
        (claim,) = _at_once(plan, desks)
        assert claim.check() == "mine"
        claim.release()
    assert _names(plan.parent) == ["plan.geojson"]


def test_of_many_that_find_what_a_crash_left_one_gets_it(plan: Path, hq1: Here) -> None:
    for _ in range(10):
        _die(_claimed(plan, hq1))
        (claim,) = _at_once(plan, [hq1] * 4)
        assert claim.check() == "mine"
        claim.release()
    assert _names(plan.parent) == ["plan.geojson"]


# -- signs of life ---------------------------------------------------------------------------------


def test_a_sign_of_life_changes_nothing_else(
    plan: Path, hq1: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC)
    claim = _claimed(plan, hq1)
    before = claim_files.read(claim_path(plan))
    status = claim_path(plan).stat()
    monkeypatch.setattr("baltic_desk.io.project_claim._now", lambda: later)
    assert claim.check() == "mine"
    after = claim_files.read(claim_path(plan))
    assert not isinstance(before, Found)
    assert not isinstance(after, Found)
    assert after.seen == later
    assert (after.since, after.token) == (before.since, before.token)
    assert claim_path(plan).stat().st_ino == status.st_ino, "watchers of the folder hear nothing"
    assert claim_path(plan).stat().st_size == status.st_size


def test_a_claim_that_somebody_deleted_is_put_again(plan: Path, hq1: Here) -> None:
    claim = _claimed(plan, hq1)
    claim_path(plan).unlink()
    assert claim.check() == "mine"
    assert claim_path(plan).exists()


def test_a_stick_that_is_pulled_and_comes_back(plan: Path, hq1: Here) -> None:
    claim = _claimed(plan, hq1)
    pulled = plan.parent.rename(plan.parent.with_name("pulled"))
    assert claim.check() == "away"
    assert not plan.parent.exists()
    pulled.rename(plan.parent)
    assert claim.check() == "mine"
    claim.release()
    assert _names(plan.parent) == ["plan.geojson"]


def test_a_stick_that_comes_back_with_a_claim_of_another(plan: Path, hq1: Here, hq2: Here) -> None:
    claim = _claimed(plan, hq1)
    pulled = plan.parent.rename(plan.parent.with_name("pulled"))
    holder = take(pulled / plan.name, hq2)
    assert isinstance(holder, Holder)
    other = take(pulled / plan.name, hq2, over=holder)
    assert isinstance(other, Claim)
    assert claim.check() == "away"
    pulled.rename(plan.parent)
    assert claim.check() == "taken"


def test_the_keeper_keeps_tells_and_ends(plan: Path, hq1: Here, hq2: Here) -> None:
    claim = _claimed(plan, hq1)
    keeper = ClaimKeeper(hq1, heartbeat_s=0.02, watch_s=0.02)
    keeper.keep(claim)
    _until(lambda: keeper.report is not None and keeper.report.standing == "mine")
    holder = take(plan, hq2)
    assert isinstance(holder, Holder)
    other = take(plan, hq2, over=holder)
    assert isinstance(other, Claim)
    _until(lambda: keeper.report is not None and keeper.report.standing == "taken")
    keeper.release(claim)
    keeper.watch(plan)
    _until(lambda: keeper.report is not None and keeper.report.holder is not None)
    other.release()
    _until(lambda: keeper.report is not None and keeper.report.holder is None)
    keeper.close()
    assert "project claim" not in {thread.name for thread in threading.enumerate()}


def test_closing_the_keeper_takes_its_claim_away(plan: Path, hq1: Here) -> None:
    keeper = ClaimKeeper(hq1)
    keeper.keep(_claimed(plan, hq1))
    keeper.close()
    keeper.close()
    assert _names(plan.parent) == ["plan.geojson"]
    assert "project claim" not in {thread.name for thread in threading.enumerate()}


def _until(true: Callable[[], bool]) -> None:
    waited = threading.Event()
    for _ in range(500):
        if true():
            return
        waited.wait(0.02)
    raise AssertionError("it never came true")


# -- names -----------------------------------------------------------------------------------------


@posix
def test_a_link_is_the_file_it_leads_to(plan: Path, tmp_path: Path, hq1: Here, hq2: Here) -> None:
    link = tmp_path / "link.geojson"
    link.symlink_to(plan)
    claim = _claimed(link, hq1)
    assert claim.is_on(plan)
    assert _names(plan.parent) == [".~lock.plan.geojson#", "plan.geojson"]
    assert isinstance(take(plan, hq2), Holder)
    assert isinstance(take(plan.parent / ".." / "share" / "plan.geojson", hq1), Holder)


@posix
def test_a_file_reached_by_two_paths_is_one(plan: Path, tmp_path: Path, hq1: Here) -> None:
    again = tmp_path / "again"
    again.symlink_to(plan.parent, target_is_directory=True)
    _claimed(again / plan.name, hq1)
    assert isinstance(take(plan, hq1), Holder)


@posix
def test_the_longest_name_has_a_short_claim(tmp_path: Path, hq1: Here, hq2: Here) -> None:
    path = tmp_path / ("Õ" * 120 + ".geojson")
    path.write_bytes(b"{}")
    claim = _claimed(path, hq1)
    assert claim.beside
    assert len(os.fsencode(claim_path(path).name)) < 60
    other = tmp_path / ("Õ" * 119 + "o.geojson")
    assert claim_path(other) != claim_path(path)
    assert isinstance(take(path, hq2), Holder)


@posix
def test_a_name_that_is_no_text_is_claimed(tmp_path: Path, hq1: Here) -> None:
    path = tmp_path / os.fsdecode(b"\xff.geojson")
    path.write_bytes(b"{}")
    claim = _claimed(path, hq1)
    assert claim.beside
    claim.release()
    assert len(_names(tmp_path)) == 2


def test_on_windows_capitals_do_not_count(
    plan: Path, hq1: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.path.normcase", lambda path: os.fspath(path).lower())
    claim = _claimed(plan, hq1)
    assert claim.is_on(plan.with_name("PLAN.geojson"))


# -- where nothing can be put ----------------------------------------------------------------------


@not_root
def test_a_folder_that_cannot_be_written_keeps_windows_of_one_desk_apart(
    plan: Path, hq1: Here
) -> None:
    plan.parent.chmod(0o555)
    try:
        claim = _claimed(plan, hq1)
        assert not claim.beside
        assert claim.check() == "mine"
        assert isinstance(take(plan, hq1), Holder)
        claim.release()
        assert isinstance(take(plan, hq1), Claim)
    finally:
        plan.parent.chmod(0o755)


def _read_only_share(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What os.open does on a share that is read-only, as root too."""
    opens = os.open

    def refusing(path: str, flags: int, *rest: int, **options: object) -> int:
        if os.fspath(path).startswith(str(folder)) and flags & (
            os.O_CREAT | os.O_WRONLY | os.O_RDWR
        ):
            raise OSError(errno.EROFS, "Read-only file system")
        return opens(path, flags, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refusing)


def test_a_read_only_share_is_no_error(
    plan: Path, hq1: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    _read_only_share(plan.parent, monkeypatch)
    claim = _claimed(plan, hq1)
    assert not claim.beside
    assert claim.check() == "mine"
    holder = take(plan, hq1)
    assert isinstance(holder, Holder)
    assert holder.here


def test_on_a_read_only_share_a_claim_of_another_is_seen_and_cannot_be_taken_over(
    plan: Path, hq1: Here, hq2: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    _claimed(plan, hq2)
    _read_only_share(plan.parent, monkeypatch)
    holder = take(plan, hq1)
    assert isinstance(holder, Holder)
    again = take(plan, hq1, over=holder)
    assert isinstance(again, Holder)
    assert again.token == holder.token
    assert _names(hq1.folder) == ["guard"]


def test_without_a_folder_of_state_the_claim_beside_still_works(
    plan: Path, tmp_path: Path, hq2: Here
) -> None:
    (tmp_path / "file").write_bytes(b"")
    nowhere = desk(tmp_path / "file" / "claims")
    claim = _claimed(plan, nowhere)
    assert claim.check() == "mine"
    assert isinstance(take(plan, hq2), Holder)
    second = take(plan, nowhere)
    assert isinstance(second, Holder), "nobody can tell that it is dead, so it lives"


def test_where_there_are_no_locks_nobody_is_taken_for_dead(
    plan: Path, hq1: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("baltic_desk.io.lock._take", refuse)
    claim = _claimed(plan, hq1)
    assert isinstance(take(plan, hq1), Holder)
    claim.release()
    assert _names(plan.parent) == ["plan.geojson"]
    assert isinstance(take(plan, hq1), Claim)


# -- hostile files ---------------------------------------------------------------------------------

_GOOD = written(record())
HOSTILE = {
    "empty": b"",
    "zeros": b"\0" * 500,
    "half": _GOOD[:80],
    "another-program": b",user,host,29.11.2026 05:00,file:///home/user/.config;",
    "huge": b"[" * 5_000_000,
    "deep": b"[" * 2_000,
    "padded": _GOOD + b" " * 3_000,
    "list": b"[" + _GOOD + b"]",
    "not-utf8": _GOOD.replace(b"HQ-2", b"HQ\xff2"),
    "twice": _GOOD.replace(b'{"', b'{"pid":1,"', 1),
    "surrogate": _GOOD.replace(b"HQ-2", rb"\ud800"),
    "no-token": _GOOD.replace(b"f" * 32, b"../../../../../etc/passwd"),
    "token-of-capitals": _GOOD.replace(b"f" * 32, b"F" * 32),
    "token-with-a-line": _GOOD.replace(b"f" * 32, b"f" * 32 + rb"\n"),
    "long-machine": _GOOD.replace(b"HQ-2", b"x" * 65),
    "machine-is-a-number": _GOOD.replace(b'"HQ-2"', b"7"),
    "pid-of-everybody": _GOOD.replace(b'"pid":17', b'"pid":-1'),
    "pid-too-large": _GOOD.replace(b'"pid":17', b'"pid":99999999999'),
    "no-zone": _GOOD.replace(b'Z"', b'"'),
    "year-one": written(record(seen=datetime(1, 1, 1, tzinfo=UTC))),
    "year-9999": written(record(since=datetime(9999, 12, 31, tzinfo=UTC))),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_claim_counts_as_somebodys_and_stays_until_taken_over(
    content: bytes, plan: Path, hq1: Here
) -> None:
    claim_path(plan).write_bytes(content)
    holder = take(plan, hq1)
    assert holder == Holder()
    assert claim_path(plan).read_bytes() == content
    claim = take(plan, hq1, over=Holder())
    assert isinstance(claim, Claim)
    assert claim.check() == "mine"


def test_a_machine_called_something_hostile_is_plain_text(plan: Path, hq1: Here) -> None:
    name = "\u202eHQ\n<img src=x>\x1b[31m"
    claim_path(plan).write_bytes(written(record(machine=name)))
    holder = take(plan, hq1)
    assert isinstance(holder, Holder)
    assert holder.machine == "?HQ?<img src=x>?[31m"


def test_members_of_a_later_version_do_no_harm(plan: Path, hq1: Here) -> None:
    claim_path(plan).write_bytes(_GOOD.replace(b"{", b'{"mood":[1,{"x":2}],', 1))
    holder = take(plan, hq1)
    assert isinstance(holder, Holder)
    assert holder.machine == "HQ-2"


@posix
@pytest.mark.parametrize("what", ["pipe", "folder", "link", "dangling", "loop"])
def test_what_is_no_file_is_neither_opened_nor_followed_nor_touched(
    what: str, plan: Path, tmp_path: Path, hq1: Here
) -> None:
    place = claim_path(plan)
    secret = tmp_path / "secret"
    secret.write_bytes(written(record()))
    match what:
        case "pipe":
            os.mkfifo(place)
        case "folder":
            place.mkdir()
        case "link":
            place.symlink_to(secret)
        case "dangling":
            place.symlink_to(tmp_path / "absent")
        case _:
            place.symlink_to(place)
    before = place.lstat()
    claim = _claimed(plan, hq1)
    assert not claim.beside
    assert claim.check() == "mine"
    claim.release()
    assert place.lstat().st_ino == before.st_ino
    assert secret.read_bytes() == written(record())
    assert not (tmp_path / "absent").exists()


def test_garbage_over_a_claim_is_no_claim_of_ours_any_more(plan: Path, hq1: Here) -> None:
    claim = _claimed(plan, hq1)
    claim_path(plan).write_bytes(b"garbage")
    assert claim.check() == "taken"
    assert claim.holder == Holder()
    claim.release()
    assert claim_path(plan).read_bytes() == b"garbage"


# -- two processes ---------------------------------------------------------------------------------


def test_two_processes_of_one_desk(plan: Path) -> None:
    with elsewhere(plan) as owner:
        assert owner.outcome == "mine"
        holder = take(plan, here())
        assert isinstance(holder, Holder)
        assert holder.here
        with elsewhere(plan) as third:
            assert third.outcome == "taken"
        assert owner.do("check") == "mine"
        owner.kill()
        claim = _claimed(plan, here())
        assert claim.check() == "mine"
        claim.release()
    assert _names(plan.parent) == ["plan.geojson"]


def test_two_processes_of_two_desks(plan: Path, tmp_path: Path) -> None:
    with elsewhere(plan, state=tmp_path / "other") as owner:
        holder = take(plan, here())
        assert isinstance(holder, Holder)
        assert not holder.here
        owner.kill()
        again = take(plan, here())
        assert isinstance(again, Holder), "from here it cannot be told that it is dead"
        claim = take(plan, here(), over=again)
        assert isinstance(claim, Claim)
        claim.release()


def test_a_process_hears_that_it_was_taken_over_from(plan: Path) -> None:
    with elsewhere(plan) as owner:
        holder = take(plan, here())
        assert isinstance(holder, Holder)
        claim = take(plan, here(), over=holder)
        assert isinstance(claim, Claim)
        assert owner.do("check") == "taken"
        assert owner.do("release") == "released"
        assert claim.check() == "mine"
        claim.release()
    assert _names(plan.parent) == ["plan.geojson"]


# -- each call of the operating system fails -------------------------------------------------------

# One for each way in which what an error says is taken; the others are the same to the program.
ERRORS = (errno.EIO, errno.EACCES, errno.ENOENT, errno.EEXIST, errno.ELOOP)
MORE_ERRORS = (errno.ENOSPC, errno.EROFS, errno.ESTALE, errno.EPERM, errno.ENOTDIR, errno.EINVAL)


@contextmanager
def _failing(number: int, error: int, *, on: bool) -> Generator[Faults]:
    """The N-th call fails, or all from the N-th on; those of locks count as well."""
    with pytest.MonkeyPatch.context() as patches:
        faults = Faults(patches, number, error, lasting=on)
        patches.setattr(lock, "_take", faults._counted("lock", lock._take))
        yield faults


def _place(tmp_path: Path, number: int) -> Path:
    path = tmp_path / "share" / f"{number}" / "plan.geojson"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"{}")
    return path


def _kinds() -> list[Any]:
    return [
        pytest.param(
            error,
            on,
            id=f"{errno.errorcode[error]}-{'from-then-on' if on else 'once'}",
            marks=pytest.mark.slow if error in MORE_ERRORS else (),
        )
        for error in (*ERRORS, *MORE_ERRORS)
        for on in (False, True)
    ]


faulty = pytest.mark.parametrize(("error", "on"), _kinds())


@faulty
@pytest.mark.parametrize("there", ["nothing", "another", "own-window", "left-over"])
def test_whichever_call_of_taking_fails_nothing_is_falsely_mine(
    there: str, error: int, on: bool, tmp_path: Path
) -> None:
    outcomes: set[str] = set()
    number = 0
    while True:
        number += 1
        path = _place(tmp_path, number)
        where = desk(tmp_path / f"state-{number}")
        other: Claim | None = None
        match there:
            case "another":
                other = _claimed(path, desk(tmp_path / f"o-{number}", machine="B", number="b"))
            case "own-window":
                other = _claimed(path, where)
            case "left-over":
                _die(_claimed(path, where))
            case _:
                pass
        with _failing(number, error, on=on) as faults:
            outcome = take(path, where)
        if other is not None:
            assert isinstance(outcome, Holder) or not outcome.beside, number
            assert other.check() == "mine", f"another's claim was touched, call {number}"
        if isinstance(outcome, Claim):
            # What could not see the other finds out before anything is saved.
            assert outcome.check() == ("mine" if other is None else "taken"), number
            outcome.release()
        outcomes.add("mine" if isinstance(outcome, Claim) else "holder")
        assert path.read_bytes() == b"{}"
        if faults.calls < number:
            break
    assert number > 10
    assert ("holder" in outcomes) or there in ("nothing", "left-over")
    assert ("mine" in outcomes) or there in ("another", "own-window")


@faulty
@pytest.mark.parametrize("then", ["check", "release"])
def test_whichever_call_fails_a_claim_is_kept_or_given_up_without_a_word(
    then: str, error: int, on: bool, tmp_path: Path
) -> None:
    number = 0
    while True:
        number += 1
        path = _place(tmp_path, number)
        claim = _claimed(path, desk(tmp_path / f"state-{number}"))
        with _failing(number, error, on=on) as faults:
            standing = claim.check() if then == "check" else claim.release()
        if then == "check":
            assert standing in ("mine", "away", "nowhere"), number
            assert claim.check() == "mine", f"call {number} was the only one that failed"
            claim.release()
        left = [name for name in _names(path.parent) if name.startswith(".~lock")]
        if left:
            # It could not be taken away: another machine asks, this one knows it for left over.
            assert isinstance(take(path, desk(tmp_path / f"state-{number}")), Claim)
        if faults.calls < number:
            break
    assert number > 4


@faulty
@pytest.mark.parametrize("then", ["check", "release"])
def test_whichever_call_fails_the_claim_of_who_took_over_stays(
    then: str, error: int, on: bool, tmp_path: Path
) -> None:
    number = 0
    while True:
        number += 1
        path = _place(tmp_path, number)
        first = _claimed(path, desk(tmp_path / f"state-{number}"))
        theirs = desk(tmp_path / f"o-{number}", machine="B", number="b")
        holder = take(path, theirs)
        assert isinstance(holder, Holder)
        second = take(path, theirs, over=holder)
        assert isinstance(second, Claim)
        with _failing(number, error, on=on) as faults:
            standing = first.check() if then == "check" else first.release()
        assert standing != "mine", number
        assert second.check() == "mine", number
        assert second.beside, number
        first.release()
        assert second.check() == "mine", number
        if faults.calls < number:
            break
    assert number > 2


@faulty
def test_whichever_call_of_taking_over_fails_one_of_the_two_has_it(
    error: int, on: bool, tmp_path: Path
) -> None:
    number = 0
    while True:
        number += 1
        path = _place(tmp_path, number)
        first = _claimed(path, desk(tmp_path / f"o-{number}", machine="B", number="b"))
        ours = desk(tmp_path / f"state-{number}")
        holder = take(path, ours)
        assert isinstance(holder, Holder)
        with _failing(number, error, on=on) as faults:
            outcome = take(path, ours, over=holder)
        if isinstance(outcome, Claim) and outcome.beside:
            assert first.check() == "taken", number
            assert outcome.check() == "mine", number
        else:
            assert first.check() == "mine", number
            assert isinstance(outcome, Holder) or outcome.check() == "taken", number
        if faults.calls < number:
            break
    assert number > 10


def test_a_claim_put_there_between_looking_and_removing_stays(
    plan: Path, hq1: Here, hq2: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = _claimed(plan, hq1)
    rename = Path.rename
    second: list[Claim | Holder] = []

    def quicker(self: Path, target: Path) -> Path:
        if self == claim_path(plan) and not second:
            holder = holder_of(plan, hq2)
            assert holder is not None
            second.append(take(plan, hq2, over=holder))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", quicker)
    claim.release()
    (other,) = second
    assert isinstance(other, Claim)
    assert other.check() == "mine"
    assert other.beside
    assert _names(plan.parent) == [".~lock.plan.geojson#", "plan.geojson"]


def test_a_claim_put_there_while_a_sign_of_life_is_written_stays(
    plan: Path, hq1: Here, hq2: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = _claimed(plan, hq1)
    lseek = os.lseek
    second: list[Claim | Holder] = []

    def quicker(descriptor: int, position: int, how: int) -> int:
        if not second:
            holder = holder_of(plan, hq2)
            assert holder is not None
            second.append(take(plan, hq2, over=holder))
        return lseek(descriptor, position, how)

    monkeypatch.setattr(os, "lseek", quicker)
    claim.check()
    (other,) = second
    assert isinstance(other, Claim)
    assert claim.check() == "taken"
    assert other.check() == "mine"


# -- the process dies in each call -----------------------------------------------------------------

DYING = """
from baltic_desk.io.project_claim import Claim, holder_of, take
from tests.claiming import desk

def prepare(place):
    (place / "plan.geojson").write_bytes(b"{}")

def work(place):
    claim = take(place / "plan.geojson", desk(place / "state"))
    claim.check()
    claim.release()

def state(place):
    path, again = place / "plan.geojson", desk(place / "state")
    other = desk(place / "o", number="b")
    seen = "seen" if holder_of(path, other) is not None else "unseen"
    claim = take(path, again)
    said = "mine" if isinstance(claim, Claim) and claim.check() == "mine" else "asked"
    claim.release()
    whole = path.read_bytes() == b"{}" and not list(place.glob(".~lock*"))
    return f"{seen} {said} {'tidy' if whole else 'untidy'}"
"""


@posix
def test_wherever_the_process_dies_the_next_start_has_the_file(tmp_path: Path) -> None:
    runs = deaths(DYING, tmp_path)
    assert len(runs) > 40
    assert {run.code for run in runs[:-1]} == {DIED}
    assert runs[-1][1:] == (0, "unseen mine tidy")
    assert {run.state for run in runs} == {"unseen mine tidy", "seen mine tidy"}
