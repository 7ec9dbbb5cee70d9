import json
import os
import platform
import subprocess
import sys
import time

import pytest

from baltic_desk.io import kept_aside
from baltic_desk.io.journal import RecoveryJournal, sessions_dir
from baltic_desk.io.lock import FileLock, LockHeldError, is_held
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import digest_of, dumps
from baltic_desk.io.recovery import (
    aside_sessions,
    crashed_sessions,
    discard,
    recover,
    take_back,
    taken_over,
)
from tests.features import document, unit
from tests.journals import crash, image, left, put, until


@pytest.fixture
def doc():
    return document(unit("a"))


def crashed(doc, **options):
    """Folder of a session that put a unit in and was killed."""
    journal = RecoveryJournal(doc, pause_s=3600, **options)
    put(doc, unit("b"))
    journal.flush()
    crash(journal)
    return journal.folder


# -- recovering ------------------------------------------------------------------------------------


def test_a_session_that_lives_is_not_offered(doc):
    journal = RecoveryJournal(doc, pause_s=3600)
    put(doc, unit("b"))
    journal.flush()
    assert crashed_sessions() == []
    journal.close()


def test_a_crashed_session_is_offered_with_what_it_was(doc, tmp_path):
    path = tmp_path / "Õppus.geojson"
    folder = crashed(doc, original_path=path, base_digest="abc")
    found = left()
    assert (found.original_path, found.base_digest, found.feature_count) == (path, "abc", 2)
    assert found.readable
    assert found.size_bytes == sum(each.stat().st_size for each in folder.glob("0001.*"))
    assert [step.label for step in found.steps] == ["Put"]
    assert abs(found.saved_at.timestamp() - time.time()) < 60
    back = recover(found)
    assert image(back.document) == image(doc)
    assert not back.document.history.clean
    assert back.document.undo() == "Put"
    assert back.document.history.clean
    assert back.problems == ()


def test_reading_leaves_it_where_it_is_until_it_is_taken_over(doc):
    crashed(doc)
    found = left()
    recover(found)
    recover(found)
    assert left() == found
    taken_over(found)
    assert crashed_sessions() == []
    (aside,) = aside_sessions()
    assert image(recover(aside).document) == image(doc)


def test_what_was_put_aside_can_be_offered_again(doc):
    folder = crashed(doc)
    (folder / "picture.png").write_bytes(b"PNG")
    discard(left())
    (aside,) = aside_sessions()
    assert aside.picture.exists()
    back = take_back(aside)
    assert (left(), aside_sessions()) == (back, [])
    assert back.picture.exists()


def test_a_journal_without_its_note_is_offered_too(doc):
    (crashed(doc) / "session.json").write_bytes(b'{"half')
    assert image(recover(left()).document) == image(doc)


def test_the_newest_is_offered_first():
    folders = [crashed(document(unit("a", name=str(number)))) for number in range(3)]
    assert [each.path for each in crashed_sessions()] == folders[::-1]


def test_what_was_discarded_is_not_offered_but_kept_for_a_while(doc):
    crashed(doc)
    discard(left())
    assert crashed_sessions() == []
    aside = sessions_dir().parent / "recovered"
    (kept,) = aside.iterdir()
    long_ago = time.time() - 8 * 86_400
    os.utime(kept, (long_ago, long_ago))
    crashed_sessions()
    assert list(aside.iterdir()) == []


@pytest.mark.parametrize(("room", "kept"), [(kept_aside.MOST_BYTES, 7), (1, 5)])
def test_what_is_put_aside_stays_for_its_days_the_newest_where_room_is_short(
    monkeypatch, room, kept
):
    monkeypatch.setattr(kept_aside, "MOST_BYTES", room)
    assert kept_aside.KEEP_RECOVERED == 5
    discarded = []
    for number in range(7):
        discarded.insert(0, crashed(document(unit("a", name=str(number)))).name)
        discard(left())
        for at, (_time, each) in enumerate(
            kept_aside.newest_first(sessions_dir().parent / "recovered")
        ):
            os.utime(each, (time.time() - at, time.time() - at))
    assert [each.path.name for each in aside_sessions()] == discarded[:kept]


def test_what_another_window_takes_out_of_what_is_aside_hides_nothing(doc):
    """Between its name being read and its being looked at, a folder may go."""
    lost = crashed(doc)
    aside = sessions_dir().parent / "recovered"
    aside.mkdir(parents=True)
    (aside / "gone").symlink_to(aside / "nowhere")
    assert [each.path for each in crashed_sessions()] == [lost]
    assert aside_sessions() == []
    discard(left())
    assert len(aside_sessions()) == 1


def test_what_cannot_be_moved_is_an_error(doc):
    crashed(doc)
    (sessions_dir().parent / "recovered").write_bytes(b"a file is in the way")
    with pytest.raises(ProjectError):
        discard(left())


def test_work_of_which_nothing_can_be_read_is_told_as_such(doc):
    folder = crashed(doc)
    (folder / "0001.base").write_bytes(b"\0" * 100)
    found = left()
    assert not found.readable
    with pytest.raises(ProjectError, match="nothing"):
        recover(found)
    discard(found)
    assert crashed_sessions() == []


def test_a_session_that_is_only_starting_is_left_alone():
    starting = sessions_dir() / "1-2-3-4-5"
    starting.mkdir(parents=True)
    crashed_sessions()
    assert starting.exists()
    os.utime(starting, (time.time() - 120,) * 2)
    crashed_sessions()
    assert not starting.exists()


# -- what earlier versions left --------------------------------------------------------------------


@pytest.fixture
def old(doc, tmp_path):
    """A folder as earlier versions of the program left it."""
    folder = sessions_dir() / "0b0e5f2c-7a7a-4f51-8b43-5a8b8f5b9c11"
    folder.mkdir(parents=True)
    (folder / "snapshot.geojson").write_bytes(dumps(doc))
    note = {
        "original_path": str(tmp_path / "old.geojson"),
        "base_digest": "abc",
        "title": "Old",
        "saved_at": "2025-03-01T10:00:00Z",
        "feature_count": 1,
        "pid": 1,
        "host": platform.node(),
        "app": "0.1",
    }
    (folder / "session.json").write_text(json.dumps(note))
    (folder / "lock").touch()
    return folder


def test_work_that_an_earlier_version_kept_is_recovered(old, doc, tmp_path):
    found = left()
    assert (found.path, found.title, found.feature_count) == (old, "Old", 1)
    assert (found.original_path, found.base_digest) == (tmp_path / "old.geojson", "abc")
    assert found.saved_at.year == 2025
    back = recover(found)
    assert list(back.document.features()) == list(doc.features())
    assert not back.document.history.clean
    assert back.saved_entries is None
    taken_over(found)
    assert crashed_sessions() == []
    assert [each.title for each in aside_sessions()] == ["Old"]


def test_an_old_snapshot_without_its_note_is_offered_too(old):
    (old / "session.json").write_bytes(b'{"half')
    assert left().original_path is None
    assert recover(left()).document.feature("a")


def test_an_old_session_of_another_computer_is_left_to_it(old):
    note = json.loads((old / "session.json").read_text())
    (old / "session.json").write_text(json.dumps({**note, "host": "elsewhere"}))
    assert crashed_sessions() == []


def test_an_old_snapshot_that_cannot_be_read_is_an_error_and_kept(old):
    (old / "snapshot.geojson").write_bytes(b"{")
    with pytest.raises(ProjectError):
        recover(left())
    assert (old / "snapshot.geojson").read_bytes() == b"{"


# -- locks and a real crash ------------------------------------------------------------------------


def test_a_lock_is_held_once_and_let_go(tmp_path):
    path = tmp_path / "lock"
    assert is_held(path) is False
    lock = FileLock(path)
    assert is_held(path) is True
    with pytest.raises(LockHeldError):
        FileLock(path)
    lock.release()
    assert is_held(path) is False


WORKING = """
import sys, time
from pathlib import Path
from baltic_desk.document.outline import new_ring
from baltic_desk.io import open_any
from baltic_desk.io.journal import RecoveryJournal

path = Path(sys.argv[1])
loaded = open_any(path)
journal = RecoveryJournal(loaded.document, original_path=path, base_digest=loaded.digest)
with loaded.document.edit("Add ring") as change:
    change.put(new_ring("r", (24.0, 57.0), 40_000.0, overlay="o"))
print("changed", flush=True)
time.sleep(60)
"""


def test_work_of_a_killed_process_is_recovered(doc, tmp_path):
    path = tmp_path / "project.geojson"
    data = dumps(doc)
    path.write_bytes(data)
    process = subprocess.Popen([sys.executable, "-c", WORKING, str(path)], stdout=subprocess.PIPE)
    try:
        assert process.stdout.readline() == b"changed\n"
        # Two seconds are promised; the rest is for a machine that is busy with other tests.
        until(lambda: bool(list(sessions_dir().glob("*/session.json"))))
        assert crashed_sessions() == [], "it still lives"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    found = left()
    assert found.original_path == path
    assert found.base_digest == digest_of(data)
    recovered = recover(found).document
    assert [feature.id for feature in recovered.features()] == ["a", "r"]
    assert recovered.undo() == "Add ring"
    assert recovered.history.clean
    assert path.read_bytes() == data
