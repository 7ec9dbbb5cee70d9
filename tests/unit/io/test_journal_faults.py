"""Whichever call of the operating system fails, or is the last: what was said to be kept is kept.

A session is played with edits, undo, redo, saving, and logs so short that new generations begin;
while the base of one is made, and again while it is written, work goes on.
After each writing it is noted whether the journal said that everything was on the disk. What is
recovered at the end must be as new as that, and a state that the document was in.
"""

import errno
import os
import shutil
import sys
from contextlib import contextmanager
from functools import partial

import pytest

from baltic_desk.io import journal_folder, journal_writer, recovery
from baltic_desk.io.journal import RecoveryJournal
from baltic_desk.io.recovery import crashed_sessions, recover
from tests.features import document, unit
from tests.journals import crash, put, stored

CALLS = ("open", "write", "read", "fsync", "close", "replace", "link", "unlink", "stat", "lseek")
CALLS += ("fchmod", "access", "rename", "mkdir", "listdir") if os.name == "posix" else ()
ERRORS = (
    errno.ENOSPC,
    errno.EIO,
    pytest.param(errno.EACCES, marks=pytest.mark.slow),
    pytest.param(errno.EROFS, marks=pytest.mark.slow),
)

posix = pytest.mark.skipif(os.name != "posix", reason="processes are forked")


class Calls:
    """Counts calls of the operating system and does something at the N-th, or from it on."""

    def __init__(self, act, at, *, lasting=False):
        self.count = 0
        self._act, self._at, self._lasting = act, at, lasting

    @contextmanager
    def counted(self):
        with pytest.MonkeyPatch.context() as patches:
            for name in CALLS:
                patches.setattr(os, name, self._counted(name, getattr(os, name)))
            yield

    def _counted(self, name, call):
        def counted(*arguments, **options):
            self.count += 1
            if self.count == self._at or (self._lasting and 0 < self._at <= self.count):
                self._act(name, call, arguments)
            return call(*arguments, **options)

        return counted


class Played:
    """What a document went through, and up to where its journal said that it has it."""

    def __init__(self):
        self.states = []
        self.kept = -1
        self.warned = False

    def note(self, doc):
        history = doc.history
        self.states.append((stored(doc), history.labels, history.clean_cursor))

    def written(self, journal):
        journal.flush()
        self.warned |= journal.warning is not None
        self.look(journal)

    def look(self, journal):
        """Note whether everything so far is on the disk."""
        if journal.kept:
            self.kept = len(self.states) - 1

    def check(self, root, message):
        """Recover what is in a folder and see that it is what it may be."""
        allowed = self.states[max(self.kept, 0) :]
        clean = any(len(labels[0]) == saved for _, labels, saved in allowed)
        found = crashed_sessions(root)
        if not found:
            assert clean or self.kept < 0, f"{message}: lost"
            return
        (left,) = found
        assert left.readable, message
        back = recover(left)
        history = back.document.history
        state = stored(back.document), history.labels, history.clean_cursor
        assert state in allowed, f"{message}: older than what was kept"


def play(root, played, calls, *, tell=lambda _kept: None):
    """A session whose calls are counted while it writes; it ends as if it had been killed."""
    doc = document(unit("a"))
    played.note(doc)
    journal = RecoveryJournal(doc, folder=root, pause_s=3600)

    def write():
        with calls.counted():
            played.written(journal)
        tell(bytes([played.kept + 1]))

    def do(number):
        put(doc, unit(f"u{number % 3}", name=f"{number}" * 40), label=f"Put {number}")
        played.note(doc)

    def go_on():
        """Work goes on while the journal makes a new base of an older state."""
        if journal._writer._since is not None and len(played.states) < 40:
            do(len(played.states))
            # As when the pause is over; which it never is here, lest another thread comes in.
            journal._write_heard()
            journal._kept = True
            played.look(journal)
            tell(bytes([played.kept + 1]))

    real_make, real_save = journal_writer.make_base, journal_folder.save

    def make(*rest, **options):
        go_on()
        return real_make(*rest, **options)

    def save(path, content, **options):
        if path.suffix == ".base":
            go_on()
        return real_save(path, content, **options)

    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(journal_writer, "make_base", make)
        patches.setattr(journal_folder, "save", save)
        do(0)
        write()
        do(1)
        do(2)
        write()
        doc.undo()
        played.note(doc)
        write()
        doc.redo()
        played.note(doc)
        do(3)
        write()
        do(4)
        do(5)
        write()
        doc.history.mark_clean()
        played.note(doc)
        write()
        do(6)
        write()
        doc.undo()
        doc.undo()
        played.note(doc)
        do(7)
        write()
    return journal


@pytest.fixture(autouse=True)
def _short_logs(monkeypatch):
    monkeypatch.setattr(journal_folder, "LOG_BYTES", 1_500)
    # A lock that could not be taken leaves it to the process to tell who lives; this one does.
    monkeypatch.setattr(recovery, "_is_alive", lambda _: False)


def failing(error):
    def fail(name, call, arguments):
        if name == "close":  # a descriptor is gone even when close fails
            call(*arguments)
        if name == "write":
            call(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
        raise OSError(error, os.strerror(error))

    return fail


def played_with(root, act, at, *, lasting=False):
    played, calls = Played(), Calls(act, at, lasting=lasting)
    crash(play(root, played, calls))
    return played, calls.count


def test_without_faults_the_last_state_is_kept(tmp_path):
    played, calls = played_with(tmp_path / "s", failing(errno.EIO), 0)
    assert calls > 80
    assert played.kept == len(played.states) - 1
    played.check(tmp_path / "s", "no fault")
    (folder,) = (tmp_path / "s").iterdir()
    (base,) = folder.glob("*.base")
    assert int(base.stem) > 1, "a new generation began"


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("error", ERRORS, ids=lambda number: errno.errorcode[number])
def test_whichever_call_fails_what_was_kept_is_recovered(tmp_path, error, lasting):
    _, calls = played_with(tmp_path / "s", failing(error), 0)
    kept = set()
    for number in range(1, calls + 1):
        root = tmp_path / str(number)
        played, _ = played_with(root, failing(error), number, lasting=lasting)
        played.check(root, f"{errno.errorcode[error]} at call {number} of {calls}")
        if not lasting:
            # Only the very last writing has no later one that mends it.
            assert played.kept >= len(played.states) - 3, number
        kept.add((played.kept, played.warned))
        shutil.rmtree(root, ignore_errors=True)
    # Some single faults do not matter; that nothing can be written any more is always said.
    assert {warned for _, warned in kept} == ({True} if lasting else {True, False})


def test_whichever_call_is_done_and_yet_called_failed_what_was_kept_is_recovered(tmp_path):
    """As drives of the network do, and Windows when somebody looks into a file."""

    def late(_name, call, arguments):
        call(*arguments)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    _, calls = played_with(tmp_path / "s", late, 0)
    for number in range(1, calls + 1):
        root = tmp_path / str(number)
        played, _ = played_with(root, late, number)
        played.check(root, f"call {number} of {calls}")
        shutil.rmtree(root, ignore_errors=True)


@pytest.mark.parametrize("error", ERRORS, ids=lambda number: errno.errorcode[number])
def test_whichever_call_fails_in_looking_for_lost_work_none_of_it_goes(tmp_path, error):
    root = tmp_path / "s"
    played, _ = played_with(root, failing(error), 0)
    number = 0
    while True:
        number += 1
        (folder,) = root.iterdir()
        for each in (folder, *folder.iterdir()):
            os.utime(each, (0, 0))
        calls = Calls(failing(error), number)
        with calls.counted():
            crashed_sessions(root)
        played.check(root, f"{errno.errorcode[error]} at call {number} of looking")
        if calls.count < number:
            break
    assert number > 8


@posix
def test_wherever_the_process_dies_what_was_kept_is_recovered(tmp_path):
    die, tell = os._exit, os.write

    def last(name, call, arguments):
        if name == "write":
            call(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
        die(9)

    model = Played()
    crash(play(tmp_path / "model", model, Calls(last, 0)))
    number = deaths = 0
    while True:
        number += 1
        root = tmp_path / str(number)
        reader, writer = os.pipe()
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            try:
                play(root, Played(), Calls(last, number), tell=partial(tell, writer))
                die(0)
            finally:
                die(77)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.close(writer)
        said = b""
        while chunk := os.read(reader, 100):
            said += chunk
        os.close(reader)
        assert code in {0, 9}
        model.kept = said[-1] - 1 if said else -1
        model.check(root, f"died at call {number}")
        shutil.rmtree(root, ignore_errors=True)
        if code == 0:
            break
        deaths += 1
    assert deaths > 80
    assert model.kept == len(model.states) - 1
