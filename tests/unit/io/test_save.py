import errno
import hashlib
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from baltic_desk.io import save as saving
from baltic_desk.io.save import FileChangedError, SaveError, save
from tests.faults import DIED, ERRORS, Faults, deaths

OLD, NEW = b"old " * 1_000, b"new! " * 50_000

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "project.geojson"
    path.write_bytes(OLD)
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_file_is_the_new_one_and_the_old_one_its_backup(target):
    result = save(target, NEW)
    assert target.read_bytes() == NEW
    assert Path(f"{target}~").read_bytes() == OLD
    assert result.warning is None
    assert result.digest == hashlib.sha256(NEW).hexdigest()
    assert names(target.parent) == ["project.geojson", "project.geojson~"]


def test_there_is_one_backup_the_last_one(target):
    save(target, NEW)
    save(target, b"third")
    assert Path(f"{target}~").read_bytes() == NEW
    assert len(names(target.parent)) == 2


def test_a_new_file_has_no_backup_and_the_usual_mode(tmp_path):
    path = tmp_path / "new.geojson"
    save(path, NEW)
    assert path.read_bytes() == NEW
    assert names(tmp_path) == ["new.geojson"]
    (tmp_path / "usual").write_bytes(b"")
    assert path.stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_nothing_can_be_saved_too(target):
    save(target, b"")
    assert target.read_bytes() == b""


def test_no_backup_is_kept_where_none_is_wanted(target):
    save(target, NEW, backup=False)
    assert names(target.parent) == ["project.geojson"]


@posix
def _another_group(path: Path) -> int:
    """A group that the file can be given and that a new one does not have."""
    own = path.stat().st_gid
    if os.geteuid() == 0:
        return own + 1
    for group in os.getgroups():
        if group != own:
            return group
    pytest.skip("this person is in one group only")


@posix
def test_the_group_that_shares_a_file_has_it_still(target):
    group = _another_group(target)
    os.chown(target, -1, group)
    target.chmod(0o660)
    save(target, NEW)
    assert target.stat().st_gid == group
    assert stat.S_IMODE(target.stat().st_mode) == 0o660


@posix
@pytest.mark.parametrize(("mode", "left"), [(0o660, 0o600), (0o664, 0o644), (0o640, 0o600)])
def test_another_group_gets_no_more_than_everybody(target, monkeypatch, mode, left):
    os.chown(target, -1, _another_group(target))
    target.chmod(mode)

    def refuse(*_):
        raise PermissionError(errno.EPERM, "not one of this group")

    monkeypatch.setattr(os, "fchown", refuse)
    save(target, NEW)
    assert target.read_bytes() == NEW
    assert stat.S_IMODE(target.stat().st_mode) == left


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_mode_stays(target, mode):
    target.chmod(mode)
    save(target, NEW)
    assert stat.S_IMODE(target.stat().st_mode) == mode


@posix
def test_a_link_still_points_to_where_it_did(target, tmp_path):
    link = tmp_path / "elsewhere" / "link.geojson"
    link.parent.mkdir()
    link.symlink_to(target)
    save(link, NEW)
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert names(link.parent) == ["link.geojson"]


@posix
def test_the_longest_name_can_be_saved(tmp_path):
    path = tmp_path / ("n" * 247 + ".geojson")
    save(path, OLD)
    result = save(path, NEW)  # its backup's name is too long by one
    assert path.read_bytes() == NEW
    assert "the version before was not kept" in result.warning


@posix
def test_a_name_that_is_too_long_is_said(tmp_path):
    with pytest.raises(SaveError, match="the file name is too long"):
        save(tmp_path / ("n" * 300), NEW)
    assert names(tmp_path) == []


def test_a_read_only_file_is_asked_for(target, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SaveError, match="read-only"):
        save(target, NEW)
    assert target.read_bytes() == OLD


def test_a_missing_folder_and_a_folder_are_refused(tmp_path):
    with pytest.raises(SaveError, match="folder is not there"):
        save(tmp_path / "missing" / "x.geojson", NEW)
    with pytest.raises(SaveError, match="not a file"):
        save(tmp_path, NEW)


def test_a_file_that_somebody_changed_is_not_overwritten(target):
    digest = hashlib.sha256(OLD).hexdigest()
    assert save(target, NEW, expected_digest=digest).digest == hashlib.sha256(NEW).hexdigest()
    with pytest.raises(FileChangedError, match="changed by another program"):
        save(target, b"third", expected_digest=digest)
    assert target.read_bytes() == NEW
    save(target, b"third")
    assert target.read_bytes() == b"third"


def test_a_file_that_somebody_deleted_is_made_again(tmp_path):
    path = tmp_path / "gone.geojson"
    save(path, NEW, expected_digest="what was there")
    assert path.read_bytes() == NEW


def test_a_backup_is_a_copy_where_there_are_no_links(target, monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    assert save(target, NEW).warning is None
    assert Path(f"{target}~").read_bytes() == OLD


def test_a_file_that_is_held_open_for_a_moment_is_waited_for(target, monkeypatch):
    monkeypatch.setattr(saving, "_REPLACE_TRIES", 3)
    monkeypatch.setattr(saving, "_REPLACE_PAUSE_S", 0.0)
    refusals = iter([True, True])
    replace = Path.replace

    def held(self, to):
        if Path(to) == target and next(refusals, False):
            raise PermissionError(errno.EACCES, "held by a scanner")
        return replace(self, to)

    monkeypatch.setattr(Path, "replace", held)
    save(target, NEW)
    assert target.read_bytes() == NEW


def test_a_disk_that_swallows_bytes_is_found_out(target, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, bytes(data)[:-1]) + 1)
    with pytest.raises(SaveError, match="disk reports an error"):
        save(target, NEW)
    assert target.read_bytes() == OLD
    assert names(target.parent) == ["project.geojson"]


# -- what the system itself refuses ----------------------------------------------------------------

AS_NOBODY = """
import os, sys
from pathlib import Path
from baltic_desk.io.save import SaveError, save

if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
for name in sys.argv[1:]:
    try:
        save(Path(name), b"new")
        print("saved")
    except SaveError as error:
        print(error.text)
"""


@posix
def test_what_the_system_does_not_allow_is_said():
    """For real, and as somebody who is not root: under a folder that such a one may look into."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o777)
        (root / "closed").mkdir()
        (root / "hidden").mkdir()
        paths = [root / "closed" / "new", root / "closed" / "there", root / "locked", root / "open"]
        for path in paths[1:]:
            path.write_bytes(OLD)
        (root / "hidden" / "there").write_bytes(OLD)
        paths.append(root / "hidden" / "there")
        (root / "locked").chmod(0o444)
        (root / "open").chmod(0o666)
        (root / "closed" / "there").chmod(0o666)
        (root / "closed").chmod(0o555)
        (root / "hidden").chmod(0o000)
        ran = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, *map(str, paths)],
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        assert ran.stdout.splitlines() == [
            "writing is not allowed here",
            "writing is not allowed here",
            "the file is read-only",
            "saved",
            "writing is not allowed here",
        ]
        (root / "closed").chmod(0o755)
        (root / "hidden").chmod(0o755)
        assert [path.read_bytes() for path in paths[1:]] == [OLD, OLD, b"new", OLD]
        assert not list(root.rglob(".~*"))


@posix
@pytest.mark.parametrize(
    ("limit", "most", "why"),
    [("RLIMIT_FSIZE", 50_000, "too large for this disk"), ("RLIMIT_NOFILE", 0, "too many files")],
)
def test_a_limit_of_the_system_is_said(target, limit, most, why):
    import resource

    number = getattr(resource, limit)
    soft, hard = resource.getrlimit(number)
    resource.setrlimit(number, (most, hard))
    try:
        with pytest.raises(SaveError, match=why):
            save(target, NEW)
    finally:
        resource.setrlimit(number, (soft, hard))
    assert target.read_bytes() == OLD
    assert names(target.parent) == ["project.geojson"]
    save(target, NEW)


# -- every call fails once -------------------------------------------------------------------------


def outcome_of(folder, fail_at, error):
    """What save said, what the file holds, and how many calls there were."""
    folder.mkdir()
    target = folder / "project.geojson"
    target.write_bytes(OLD)
    with pytest.MonkeyPatch.context() as patches:
        faults = Faults(patches, fail_at, error)
        try:
            warning = save(target, NEW).warning
            said = "saved"
        except SaveError:
            warning, said = None, "failed"
    return said, warning, target.read_bytes(), faults.calls


@pytest.mark.parametrize("error", ERRORS, ids=lambda number: errno.errorcode[number])
def test_whichever_call_fails_the_file_is_old_or_new_and_save_says_which(tmp_path, error):
    said, warning, content, calls = outcome_of(tmp_path / "none", 0, error)
    assert (said, warning, content) == ("saved", None, NEW)
    assert calls > 12
    seen = set()
    for number in range(1, calls + 1):
        said, warning, content, _ = outcome_of(tmp_path / str(number), number, error)
        assert (said, content) in {("saved", NEW), ("failed", OLD)}, number
        seen.add((said, warning is not None))
    assert ("failed", False) in seen
    assert ("saved", False) in seen or ("saved", True) in seen


def test_errors_of_the_disk_are_told_in_a_sentence(tmp_path):
    path = tmp_path / "project.geojson"
    with pytest.MonkeyPatch.context() as patches:

        def full(*_):
            raise OSError(errno.ENOSPC, "No space left on device")

        patches.setattr(os, "write", full)
        with pytest.raises(SaveError) as caught:
            save(path, NEW)
    assert str(caught.value) == f"{path}: the disk is full"
    assert names(tmp_path) == []


# -- the process dies at every call ---------------------------------------------------------------

DYING = """
from baltic_desk.io.save import save

OLD, NEW = b"old " * 1_000, b"new! " * 50_000

def prepare(place):
    (place / "project.geojson").write_bytes(OLD)

def work(place):
    save(place / "project.geojson", NEW)

def state(place):
    content = (place / "project.geojson").read_bytes()
    return "old" if content == OLD else "new" if content == NEW else "corrupt"
"""


@posix
def test_wherever_the_process_dies_the_file_is_old_or_new(tmp_path):
    runs = deaths(DYING, tmp_path)
    assert len(runs) > 12
    assert {run.code for run in runs[:-1]} == {DIED}
    assert runs[-1][1:] == (0, "new")
    states = [run.state for run in runs]
    assert set(states) == {"old", "new"}
    assert states == sorted(states, reverse=True), "once new, it stays new"


# Forks a process that saves without end, for each line that it reads: starting Python and importing
# takes ten times as long as what is tested.
SAVING = """
import os, sys
from pathlib import Path
from baltic_desk.io.save import save

target, versions = Path(sys.argv[1]), [bytes([65 + n]) * 3_000_000 for n in range(4)]
for _ in sys.stdin:
    pid = os.fork()
    if pid == 0:
        while True:
            for version in versions:
                save(target, version)
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


@posix
@pytest.mark.slow
def test_a_process_killed_while_saving_leaves_a_whole_file(tmp_path):
    import random
    import signal
    import time

    target = tmp_path / "project.geojson"
    target.write_bytes(b"A" * 3_000_000)
    chance = random.Random(7)
    command = [sys.executable, "-u", "-c", SAVING, str(target)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as forker:
        for _ in range(60):
            forker.stdin.write("again\n")
            forker.stdin.flush()
            pid = int(forker.stdout.readline())
            time.sleep(chance.uniform(0.002, 0.1))
            os.kill(pid, signal.SIGKILL)
            assert int(forker.stdout.readline()) == -signal.SIGKILL
            for path in (target, Path(f"{target}~")):
                content = path.read_bytes() if path.exists() else b"A" * 3_000_000
                assert len(content) == 3_000_000
                assert len(set(content)) == 1
