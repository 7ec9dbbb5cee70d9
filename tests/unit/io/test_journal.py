"""What a journal writes and when; that it disturbs nobody, and leaves nothing when all is saved."""

import os
import shutil
import time

import pytest

from baltic_desk.document.document import Document
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.io import journal_base, journal_folder
from baltic_desk.io.header import SavedView
from baltic_desk.io.journal import PAUSE_S, RETRY_S, GoneOn, RecoveryJournal, sessions_dir
from baltic_desk.io.journal_reading import generations, read_session
from baltic_desk.io.journal_state import Did
from baltic_desk.io.lock import is_held
from baltic_desk.io.recovery import crashed_sessions, recover
from baltic_desk.io.save import save
from tests.features import document, unit
from tests.journals import crash, image, left, put, recovered, stored, until


@pytest.fixture
def doc():
    return document(unit("a"))


@pytest.fixture
def journal(doc):
    journal = RecoveryJournal(doc, pause_s=0.02)
    yield journal
    journal.close()


@pytest.fixture
def quiet(doc):
    """A journal that writes only when it is told to."""
    journal = RecoveryJournal(doc, pause_s=3600)
    yield journal
    journal.close()


def full(*_):
    raise OSError(28, "No space left on device")


def names(journal):
    return sorted(path.name for path in journal.folder.iterdir()) if journal.folder.exists() else []


# -- when ------------------------------------------------------------------------------------------


def test_a_saved_document_leaves_nothing_on_the_disk(journal):
    journal.look(SavedView(lon=24.0, lat=57.0, scale=1e6))
    journal.flush()
    assert not journal.folder.exists()
    assert journal.kept


def test_a_change_is_on_the_disk_soon_without_anybody_asking(doc, journal):
    put(doc, unit("b"))
    assert not journal.kept
    until(lambda: journal.kept)
    crash(journal)
    assert image(recovered().document) == image(doc)


def test_the_default_pause_keeps_the_promise_of_two_seconds():
    assert PAUSE_S <= 0.5
    assert RETRY_S <= 5


def test_changes_without_a_pause_are_written_all_the_same(doc):
    journal = RecoveryJournal(doc, pause_s=0.2)
    number = 0

    def write_on():
        nonlocal number
        number += 1
        put(doc, unit("a", name=str(number)))
        return bool(generations(journal.folder))

    until(write_on)
    journal.close()


def test_the_first_change_makes_a_base_and_each_later_one_a_line(doc, quiet):
    put(doc, unit("b"))
    quiet.flush()
    assert names(quiet) == ["0001.base", "lock", "session.json"]
    base = (quiet.folder / "0001.base").read_bytes()
    sizes = []
    for number in range(3):
        put(doc, unit("c", name=str(number)))
        quiet.flush()
        sizes.append((quiet.folder / "0001.log").stat().st_size)
    assert sizes == sorted(set(sizes))
    assert (quiet.folder / "0001.base").read_bytes() == base


def test_what_comes_in_one_go_is_forced_to_the_disk_once(doc, quiet, monkeypatch):
    put(doc, unit("b"))
    quiet.flush()
    put(doc, unit("c"))
    quiet.flush()
    synced = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda number: (synced.append(number), real(number)))
    for number in range(20):
        put(doc, unit("d", name=str(number)))
    quiet.flush()
    assert len(synced) == 1


def test_nothing_new_writes_nothing(doc, quiet):
    put(doc, unit("b"))
    quiet.flush()
    before = {name: (quiet.folder / name).stat().st_mtime_ns for name in names(quiet)}
    quiet.flush()
    assert {name: (quiet.folder / name).stat().st_mtime_ns for name in names(quiet)} == before


def test_a_document_that_starts_unsaved_is_journalled_at_once(doc):
    put(doc, unit("b"))
    doc.history.mark_dirty()
    journal = RecoveryJournal(doc, pause_s=0.01)
    until(lambda: journal.kept)
    crash(journal)
    assert image(recovered().document) == image(doc)


def test_a_document_that_becomes_unsaved_without_a_step_is_journalled(doc, quiet):
    doc.history.mark_dirty()
    quiet.flush()
    crash(quiet)
    assert stored(recovered().document) == stored(doc)


# -- when all is saved -----------------------------------------------------------------------------


def test_after_saving_there_is_nothing_to_offer(doc, quiet, tmp_path):
    put(doc, unit("b"))
    quiet.flush()
    doc.history.mark_clean()
    quiet.saved(tmp_path / "p.geojson", "digest")
    quiet.flush()
    crash(quiet)
    assert crashed_sessions() == []
    assert not quiet.folder.exists()


def test_undoing_everything_leaves_nothing_to_offer(doc, quiet):
    put(doc, unit("b"))
    quiet.flush()
    doc.undo()
    quiet.flush()
    crash(quiet)
    assert crashed_sessions() == []


def test_work_after_saving_belongs_to_the_file_that_was_saved(doc, quiet, tmp_path):
    put(doc, unit("b"))
    quiet.flush()
    doc.history.mark_clean()
    saved = stored(doc)
    quiet.saved(tmp_path / "p.geojson", "digest", read_only=True)
    put(doc, unit("c"), label="Later")
    quiet.flush()
    crash(quiet)
    found = left()
    assert (found.original_path, found.base_digest) == (tmp_path / "p.geojson", "digest")
    assert [step.label for step in found.steps] == ["Later"]
    back = recover(found)
    assert {entry.record.id: entry for entry in back.saved_entries} == saved
    assert back.read_only
    assert back.document.undo() == "Later"
    assert back.document.history.clean


def test_closing_takes_the_journal_away(doc, journal):
    put(doc, unit("b"))
    journal.flush()
    journal.close()
    journal.close()
    assert not journal.folder.exists()
    put(doc, unit("c"))
    assert list(sessions_dir().iterdir()) == []


def test_closing_does_not_wait_for_a_long_base(doc):
    many = Document([*doc.all_entries()])
    put(many, *(unit(f"u{k}") for k in range(5_000)))
    journal = RecoveryJournal(many, pause_s=0.0)
    journal.close()
    assert crashed_sessions() == []


# -- generations -----------------------------------------------------------------------------------


@pytest.fixture
def short_logs(monkeypatch):
    monkeypatch.setattr(journal_folder, "LOG_BYTES", 4_000)


@pytest.mark.usefixtures("short_logs")
def test_a_long_log_gives_way_to_a_new_base(doc, quiet):
    seen = set()
    for number in range(60):
        put(doc, unit("b", name=str(number)))
        quiet.flush()
        seen.update(names(quiet))
        assert len(generations(quiet.folder)) == 1
    assert "0003.base" in seen
    crash(quiet)
    assert image(recovered().document) == image(doc)


@pytest.mark.usefixtures("short_logs")
def test_a_base_keeps_the_nearest_steps_and_undo_goes_on_beyond_them(doc, quiet, monkeypatch):
    monkeypatch.setattr(journal_base, "HISTORY_BYTES", 2_000)
    for number in range(40):
        put(doc, unit("b", name=str(number)), label=f"Put {number}")
        quiet.flush()
    behind = len(doc.history.labels[0])
    for _ in range(30):
        doc.undo()
        quiet.flush()
    for _ in range(20):
        doc.redo()
        quiet.flush()
    crash(quiet)
    back = recovered().document
    assert stored(back) == stored(doc)
    kept, ahead = back.history.labels
    assert 0 < len(kept) < behind
    assert doc.history.labels[0][-len(kept) :] == kept
    assert doc.history.labels[1][: len(ahead)] == ahead
    for label in reversed(kept):
        assert back.undo() == doc.undo() == label
        assert stored(back) == stored(doc)


def test_a_step_larger_than_what_is_kept_can_still_be_undone(doc, quiet, monkeypatch):
    monkeypatch.setattr(journal_base, "HISTORY_BYTES", 1_000)
    put(doc, *(unit(f"u{k}") for k in range(50)))
    quiet.flush()
    crash(quiet)
    back = recovered().document
    assert back.undo() == "Put"
    doc.undo()
    assert stored(back) == stored(doc)


def test_the_older_generation_stays_until_the_newer_is_whole(doc, quiet, monkeypatch):
    put(doc, unit("b"))
    quiet.flush()
    monkeypatch.setattr(journal_folder, "LOG_BYTES", 0)

    def no_base(path, data, *, backup):
        return full() if path.suffix == ".base" else save(path, data, backup=backup)

    monkeypatch.setattr(journal_folder, "save", no_base)
    tried = []

    def noting(path, data, **options):
        tried.append(path.suffix)
        return no_base(path, data, backup=options["backup"])

    monkeypatch.setattr(journal_folder, "save", noting)
    for number in range(30):
        put(doc, unit("c", name=str(number)))
        quiet.flush()
    assert names(quiet) == ["0001.base", "0001.log", "lock", "session.json"]
    # All is kept in the long log, so there is nothing to be warned of; nor is it tried each time.
    assert quiet.warning is None
    assert quiet.kept
    assert 1 < tried.count(".base") < 6
    crash(quiet)
    assert image(recovered().document) == image(doc)


@pytest.fixture
def meanwhile(quiet, monkeypatch):
    """Has something done and written while a base after the first is made, and while written."""
    doings = []

    def do():
        if doings and quiet._files.generation:
            doings.pop(0)()
            quiet._pause_s = 0
            quiet._go_on()
            quiet._pause_s = 3600
            assert quiet.kept

    def make(*rest, **options):
        do()
        return journal_base.make_base(*rest, **options)

    def write(path, data, **options):
        if path.suffix == ".base":
            do()
        return save(path, data, **options)

    monkeypatch.setattr("baltic_desk.io.journal_writer.make_base", make)
    monkeypatch.setattr(journal_folder, "save", write)
    return doings


def a_copy(journal, tmp_path):
    """What a killed process would leave now."""
    copy = tmp_path / f"{len(list(tmp_path.iterdir()))}" / journal.folder.name
    shutil.copytree(journal.folder, copy)
    (copy / "session.json").unlink()
    return copy


def test_what_is_done_while_a_base_is_made_is_in_both_generations(
    doc, quiet, meanwhile, monkeypatch, tmp_path
):
    put(doc, unit("b"))
    quiet.flush()
    monkeypatch.setattr(journal_folder, "LOG_BYTES", 0)
    images, copies = [], []

    def step(do):
        def doing():
            do()
            images.append(image(doc))

        return doing

    meanwhile += [
        step(lambda: put(doc, unit("c"), label="Made meanwhile")),
        step(doc.undo),
    ]
    last = journal_folder._Switch.go_through

    def looking(gate):
        copies.append(a_copy(quiet, tmp_path))
        last(gate)
        copies.append(a_copy(quiet, tmp_path))

    monkeypatch.setattr(journal_folder._Switch, "go_through", looking)
    for number in range(9):
        put(doc, unit("b", name=str(number)))
    quiet.flush()
    assert meanwhile == []
    assert names(quiet) == ["0002.base", "0002.log", "lock", "session.json"]
    before, at_switch = copies
    assert {path.name for path in before.glob("0*")} == {"0001.base", "0001.log"}
    assert (at_switch / "0002.log").exists()
    for copy in copies:
        assert image(read_session(copy).state.document()) == images[-1] == image(doc)
    put(doc, unit("d"))
    quiet.flush()
    crash(quiet)
    assert image(recovered().document) == image(doc)


def test_saving_while_a_base_is_made_leaves_nothing_to_offer(doc, quiet, meanwhile, monkeypatch):
    put(doc, unit("b"))
    quiet.flush()
    monkeypatch.setattr(journal_folder, "LOG_BYTES", 0)
    meanwhile.append(doc.history.mark_clean)
    for number in range(9):
        put(doc, unit("b", name=str(number)))
    quiet.flush()
    assert generations(quiet.folder) == [2]
    crash(quiet)
    assert crashed_sessions() == []


def test_a_log_that_fails_while_a_base_is_made_is_told_and_made_anew(
    doc, quiet, meanwhile, monkeypatch
):
    put(doc, unit("b"))
    quiet.flush()
    monkeypatch.setattr(journal_folder, "LOG_BYTES", 0)
    with monkeypatch.context() as patches:

        def break_off():
            put(doc, unit("c"))
            patches.setattr(os, "fsync", full)

        meanwhile.append(break_off)
        for number in range(9):
            put(doc, unit("b", name=str(number)))
        quiet.flush()
        assert "disk is full" in quiet.warning
        assert not quiet.kept
    quiet.flush()
    assert quiet.warning is None
    crash(quiet)
    assert image(recovered().document) == image(doc)


def test_files_taken_away_while_a_base_is_made_are_written_again(
    doc, quiet, meanwhile, monkeypatch
):
    put(doc, unit("b"))
    quiet.flush()
    monkeypatch.setattr(journal_folder, "LOG_BYTES", 0)

    def take_away():
        shutil.rmtree(quiet.folder)
        put(doc, unit("c"))

    meanwhile.append(take_away)
    for number in range(9):
        put(doc, unit("b", name=str(number)))
    quiet.flush()
    assert "taken away" in quiet.warning
    quiet.flush()
    assert quiet.warning is None
    crash(quiet)
    assert image(recovered().document) == image(doc)


def test_the_first_base_has_little_history_and_the_next_follows_at_once(
    doc, quiet, meanwhile, monkeypatch
):
    monkeypatch.setattr("baltic_desk.io.journal_writer.FIRST_HISTORY_BYTES", 2_000)
    for number in range(40):
        put(doc, unit("b", name=str(number)), label=f"Put {number}")
    seen = []

    def look():
        read = read_session(quiet.folder)
        seen.append((stored(read.state.document()), len(read.state.history.steps)))

    meanwhile.append(look)
    quiet.flush()
    ((entries, steps),) = seen
    assert entries == stored(doc)
    assert 0 < steps < 40
    assert generations(quiet.folder) == [2]
    crash(quiet)
    assert image(recovered().document) == image(doc)


def test_undo_to_what_was_saved_beyond_the_steps_that_are_kept_leaves_nothing(
    doc, quiet, monkeypatch
):
    monkeypatch.setattr(journal_base, "HISTORY_BYTES", 1_000)
    for number in range(20):
        put(doc, unit("b", name=str(number)))
    quiet.flush()
    while doc.undo():
        quiet.flush()
    assert generations(quiet.folder) == [2], "the log goes on all the while"
    crash(quiet)
    assert crashed_sessions() == []


def test_what_a_file_holds_that_is_neither_now_nor_before_is_kept(doc, quiet, tmp_path):
    put(doc, unit("b"))
    quiet.flush()
    theirs = tuple(document(unit("a"), unit("theirs")).all_entries())
    quiet.saved(tmp_path / "p.geojson", "digest", holds=theirs)
    quiet.flush()
    crash(quiet)
    back = recovered()
    assert {e.record.id: e for e in back.saved_entries} == {e.record.id: e for e in theirs}
    assert image(back.document) == image(doc)


# -- what goes wrong -------------------------------------------------------------------------------


@pytest.mark.parametrize("call", ["write", "fsync", "open"])
def test_a_journal_that_cannot_write_says_so_and_tries_again(doc, quiet, monkeypatch, call):
    put(doc, unit("b"))
    quiet.flush()
    put(doc, unit("c"))
    with monkeypatch.context() as patches:
        patches.setattr(os, call, full)
        quiet.flush()
        assert "disk is full" in quiet.warning
        assert not quiet.kept
    put(doc, unit("d"))
    quiet.flush()
    assert quiet.warning is None
    assert quiet.kept
    crash(quiet)
    assert image(recovered().document) == image(doc)


def test_a_journal_that_could_not_write_tries_again_by_itself(doc, monkeypatch):
    monkeypatch.setattr("baltic_desk.io.journal.RETRY_S", 0.05)
    journal = RecoveryJournal(doc, pause_s=0.01)
    with monkeypatch.context() as patches:
        patches.setattr(os, "fsync", full)
        put(doc, unit("b"))
        until(lambda: journal.warning is not None)
    until(lambda: journal.warning is None and journal.kept)
    crash(journal)
    assert image(recovered().document) == image(doc)


def test_after_an_error_saving_removes_what_is_older_than_the_file(doc, quiet, monkeypatch):
    put(doc, unit("b"))
    quiet.flush()
    with monkeypatch.context() as patches:
        patches.setattr(os, "fsync", full)
        put(doc, unit("c"))
        quiet.flush()
        doc.history.mark_clean()
        quiet.flush()
    assert quiet.warning is None
    crash(quiet)
    assert crashed_sessions() == []


def test_an_unexpected_error_does_not_end_the_journal(doc, quiet, monkeypatch, caplog):
    with monkeypatch.context() as patches:
        patches.setattr("baltic_desk.io.journal_writer.make_base", lambda *_, **__: 1 / 0)
        put(doc, unit("b"))
        quiet.flush()
    assert "division" in quiet.warning
    assert "Traceback" in caplog.text
    quiet.flush()
    assert quiet.warning is None
    crash(quiet)
    assert image(recovered().document) == image(doc)


def test_files_that_somebody_took_away_are_written_again(doc, quiet):
    put(doc, unit("b"))
    quiet.flush()
    put(doc, unit("c"))
    quiet.flush()
    shutil.rmtree(quiet.folder)
    put(doc, unit("d"))
    quiet.flush()
    assert is_held(quiet.folder / "lock")
    assert crashed_sessions() == []
    crash(quiet)
    assert image(recovered().document) == image(doc)


def test_text_that_is_no_text_is_kept(doc, quiet):
    put(doc, unit("b", name="half of a pair: \ud83d"))
    quiet.flush()
    put(doc, unit("c", name="\udc00"))
    quiet.flush()
    crash(quiet)
    assert image(recovered().document) == image(doc)


def test_work_goes_on_where_there_are_no_locks(doc, monkeypatch):
    def refuse(_):
        raise OSError(37, "No locks available")

    monkeypatch.setattr("baltic_desk.io.lock._take", refuse)
    journal = RecoveryJournal(doc, pause_s=3600)
    put(doc, unit("b"))
    journal.flush()
    assert journal.warning is None
    assert crashed_sessions() == [], "the process that wrote it lives"
    note = journal.folder / "session.json"
    note.write_text(note.read_text().replace(f'"pid":{os.getpid()}', f'"pid":{2**22 + 1}'))
    assert [each.path for each in crashed_sessions()] == [journal.folder]
    journal.close()


# -- what else is kept -----------------------------------------------------------------------------


def test_the_phase_and_the_view_are_kept(doc, quiet):
    first = add_phase(doc)
    view = SavedView(lon=24.1, lat=56.9, scale=250_000.0, projection="x")
    quiet.look(view)
    quiet.flush()
    doc.show_phase(doc.phases()[0].id)
    quiet.flush()
    crash(quiet)
    back = recovered()
    assert back.document.phase == back.phase == doc.phases()[0].id != first.id
    assert back.view == view


def test_what_was_done_is_told_less_what_was_undone(doc, quiet):
    put(doc, unit("b"), label="One")
    put(doc, unit("c"), label="Two")
    doc.history.mark_clean()
    doc.undo()
    put(doc, unit("d"), label="Three")
    put(doc, unit("e"), label="Four")
    doc.undo()
    quiet.flush()
    put(doc, unit("f"), label="Five")
    put(doc, unit("g"), label="Six")
    doc.undo()
    before = time.time()
    quiet.flush()
    crash(quiet)
    found = left()
    assert [step.label for step in found.steps] == ["Undo Two", "Three", "Five"]
    assert all(0 <= before - step.at.timestamp() < 60 for step in found.steps)
    back = recover(found)
    assert {entry.record.id for entry in back.saved_entries} >= {"b", "c"}
    assert not back.document.history.clean


def test_what_is_known_of_recovered_work_goes_on(doc, quiet):
    put(doc, unit("b"), label="One")
    doc.history.mark_clean()
    doc.undo()
    put(doc, unit("c"), label="Two")
    quiet.flush()
    crash(quiet)
    first = recover(left())
    shutil.rmtree(quiet.folder)
    again = RecoveryJournal(first.document, gone_on=first.gone_on, pause_s=3600)
    again.flush()
    put(first.document, unit("d"), label="Three")
    again.flush()
    crash(again)
    found = left()
    assert [step.label for step in found.steps] == ["Undo One", "Two", "Three"]
    assert found.recovered_times == 1
    second = recover(found)
    assert second.saved_entries == first.saved_entries
    assert second.gone_on.times == 2


def test_a_document_with_a_history_says_itself_what_was_done(doc):
    put(doc, unit("b"), label="One")
    doc.history.mark_clean()
    put(doc, unit("c"), label="Two")
    journal = RecoveryJournal(doc, gone_on=GoneOn(times=3), pause_s=3600)
    journal.flush()
    crash(journal)
    assert [step.label for step in left().steps] == ["Two"]
    assert left().recovered_times == 3


def test_a_picture_lies_beside_it(doc, quiet):
    quiet.put_picture(b"PNG 1")
    quiet.flush()
    assert not quiet.folder.exists()
    put(doc, unit("b"))
    quiet.flush()
    assert (quiet.folder / "picture.png").read_bytes() == b"PNG 1"
    quiet.put_picture(b"PNG 2")
    quiet.flush()
    crash(quiet)
    assert left().picture.read_bytes() == b"PNG 2"


def test_a_picture_that_cannot_be_written_is_no_matter(doc, quiet, monkeypatch):
    put(doc, unit("b"))
    quiet.flush()
    monkeypatch.setattr(os, "write", full)
    quiet.put_picture(b"PNG")
    quiet.flush()
    assert quiet.warning is None


def test_a_path_that_is_no_text_is_kept(doc, tmp_path):
    path = tmp_path / os.fsdecode(b"\xff.geojson")
    journal = RecoveryJournal(doc, original_path=path, pause_s=3600)
    put(doc, unit("b"))
    journal.flush()
    crash(journal)
    assert left().original_path == path


def test_long_lists_of_what_was_done_lose_their_beginning(doc, quiet, monkeypatch):
    monkeypatch.setattr("baltic_desk.io.journal_state.MOST_DONE", 5)
    for number in range(9):
        put(doc, unit("b", name=str(number)), label=str(number))
    quiet.flush()
    crash(quiet)
    assert [step.label for step in left().steps] == list("45678")


def test_words_for_what_was_taken_back():
    assert Did("Move", 0.0, back=True).words == "Undo Move"


def test_what_comes_while_something_is_written_is_not_taken_for_written(doc, quiet, monkeypatch):
    put(doc, unit("b"))
    quiet.flush()
    said = []
    real = os.fsync

    def slow(number):
        # Another change comes while the one before is forced to the disk.
        if len(said) == 0:
            said.append(quiet.kept)
            put(doc, unit("d"))
        said.append(quiet.kept)
        return real(number)

    monkeypatch.setattr(os, "fsync", slow)
    put(doc, unit("c"))
    quiet.flush()
    said.append(quiet.kept)
    quiet.flush()
    assert not any(said)
    assert quiet.kept


@pytest.mark.usefixtures("short_logs")
def test_a_change_counts_as_kept_before_a_long_log_gives_way(doc, quiet, monkeypatch):
    said = []
    real = journal_base.make_base

    def noting(*rest, **options):
        said.append(quiet.kept)
        return real(*rest, **options)

    monkeypatch.setattr("baltic_desk.io.journal_writer.make_base", noting)
    for number in range(40):
        put(doc, unit("b", name=str(number)))
        quiet.flush()
    assert len(said) > 2
    assert said == [False] + [True] * (len(said) - 1)
