"""Whatever happens to a journal's files: an earlier state is read again, and nothing is raised."""

import random

import pytest

from baltic_desk.document.phase_operations import add_phase
from baltic_desk.io.journal import RecoveryJournal
from baltic_desk.io.journal_lines import chained, framed, unframed, whole_lines
from baltic_desk.io.journal_reading import read_outline, read_session
from baltic_desk.io.recovery import crashed_sessions, recover
from tests.features import document, note, unit
from tests.journals import crash, image, left, put, stored


def prefix_of(doc):
    """What tells states of a document from each other."""
    history = doc.history
    return stored(doc), history.labels, history.clean_cursor, doc.phase


@pytest.fixture
def session():
    """A folder, and all states that its document went through since the base."""
    doc = document(unit("a"), note("t"))
    journal = RecoveryJournal(doc, pause_s=3600)
    put(doc, unit("b"))
    journal.flush()
    states = [prefix_of(doc)]

    def done():
        states.append(prefix_of(doc))

    put(doc, unit("c"), label="Put c")
    done()
    add_phase(doc)
    done()
    journal.flush()
    put(doc, unit("b", at=(25.0, 58.0)), label="Move b")
    done()
    doc.undo()
    done()
    doc.redo()
    done()
    journal.flush()
    doc.history.mark_clean()
    done()
    doc.history.mark_dirty()
    done()
    doc.show_phase(doc.phases()[0].id)
    journal.flush()
    done()
    crash(journal)
    return journal.folder, states


def read_again(folder):
    """The state that is read, and what is said of it."""
    outline, whole = read_outline(folder), read_session(folder)
    assert (outline is None) == (whole is None)
    if whole is None:
        return None, ()
    assert outline.problems == whole.problems
    assert outline.last_at == whole.last_at
    assert outline.state.did == whole.state.did
    assert outline.state.history.clean == whole.state.history.clean
    assert outline.state.history.cursor == whole.state.history.cursor
    return told_of(whole.state), whole.problems


def told_of(state):
    history = state.history
    return state.entries, history.labels, history.clean_cursor, state.phase


def test_a_whole_journal_gives_the_last_state(session):
    folder, states = session
    assert read_again(folder) == (states[-1], ())


def test_wherever_the_log_ends_a_state_before_is_read(session):
    folder, states = session
    log = folder / "0001.log"
    data = log.read_bytes()
    reached = 0
    ends = {0} | {k + 1 for k, byte in enumerate(data) if byte == 10}
    for size in range(len(data) + 1):
        log.write_bytes(data[:size])
        state, problems = read_again(folder)
        assert state in states
        # Never back again: what was whole in a shorter log is whole in a longer one.
        assert state in states[reached:]
        reached = states.index(state, reached)
        assert bool(problems) == (size not in ends), size
    assert reached == len(states) - 1


def test_whichever_byte_of_the_log_is_another_a_state_before_is_read(session):
    folder, states = session
    log = folder / "0001.log"
    data = bytearray(log.read_bytes())
    chance = random.Random(5)
    for place in range(len(data)):
        was = data[place]
        # Mostly one bit; sometimes bytes that mean something.
        data[place] = chance.choice([was ^ (1 << chance.randrange(8))] * 3 + [10, 0])
        log.write_bytes(data)
        state, problems = read_again(folder)
        assert state in states
        assert bool(problems) == (data[place] != was), place
        data[place] = was


def test_lines_that_are_lost_swapped_or_repeated_are_noticed(session):
    folder, states = session
    log = folder / "0001.log"
    lines = log.read_bytes().splitlines(keepends=True)
    for place in range(len(lines) - 1):
        for other in (
            lines[:place] + lines[place + 1 :],
            [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]],
            [*lines[: place + 1], *lines[place:]],
        ):
            log.write_bytes(b"".join(other))
            state, problems = read_again(folder)
            assert state in states
            assert problems


def test_a_log_of_another_journal_is_not_taken(session):
    folder, states = session
    doc = document(unit("z"))
    journal = RecoveryJournal(doc, pause_s=3600)
    put(doc, unit("y"))
    journal.flush()
    put(doc, unit("x"))
    journal.flush()
    crash(journal)
    (folder / "0001.log").write_bytes((journal.folder / "0001.log").read_bytes())
    state, problems = read_again(folder)
    assert state == states[0]
    assert problems


def test_whichever_byte_of_the_base_is_another_what_is_left_is_read_and_said(session):
    folder, states = session
    base = folder / "0001.base"
    data = bytearray(base.read_bytes())
    entries = states[-1][0]
    for place in range(len(data)):
        was = data[place]
        data[place] ^= 1 << (place % 8)
        base.write_bytes(data)
        state, problems = read_again(folder)
        assert problems
        kept = state[0]
        assert len(kept) >= len(entries) - 2
        assert all(kept[key] == entries[key] for key in kept.keys() & entries.keys())
        data[place] = was


def test_a_base_cut_off_anywhere_does_not_fail(session):
    folder, states = session
    base = folder / "0001.base"
    data = base.read_bytes()
    entries = states[-1][0]
    for size in range(0, len(data), 7):
        base.write_bytes(data[:size])
        state, problems = read_again(folder)
        assert state is None or problems
        if state is not None:
            assert state[0].keys() <= {*entries, "baltic_desk:project"}


def test_an_older_generation_that_is_whole_goes_before_a_damaged_one(session):
    folder, states = session
    (folder / "0002.base").write_bytes((folder / "0001.base").read_bytes()[:-5])
    state, (problem,) = read_again(folder)
    assert state == states[-1]
    assert "older" in problem


def test_a_newer_generation_goes_before_an_older_one(session):
    folder, states = session
    (folder / "0002.base").write_bytes((folder / "0001.base").read_bytes())
    assert read_again(folder) == (states[0], ())


def test_files_of_strange_names_are_no_generations(session):
    folder, states = session
    for name in ("x.base", "²³.base", "-1.base", "1e3.base", ".base", "0001.base~"):
        (folder / name).write_bytes(b"")
    assert read_again(folder) == (states[-1], ())


def test_what_was_left_out_is_told_to_whoever_recovers(session):
    folder, _ = session
    log = folder / "0001.log"
    log.write_bytes(log.read_bytes()[:-3])
    (problem,) = recover(left()).problems
    assert "not kept to its end" in problem.text


def test_saved_work_with_a_damaged_end_is_put_aside_and_not_removed(session):
    folder, _ = session
    log = folder / "0001.log"
    lines = log.read_bytes().splitlines(keepends=True)
    clean = next(k for k, line in enumerate(lines) if line[9:10] == b"C")
    log.write_bytes(b"".join(lines[: clean + 1]) + b"".join(lines[clean + 2 :]))
    assert crashed_sessions() == []
    assert (folder.parent.parent / "recovered" / folder.name / "0001.log").exists()


def test_lines_that_mean_nothing_end_the_log(session):
    folder, states = session
    log = folder / "0001.log"
    data = log.read_bytes()
    *_, last = chained(data, read_session_seed(folder))
    for kind, payload in (
        ("U", b"x"),
        ("Q", b"0.0"),
        ("D", b"[]"),
        ("D", b'[1,"a",[null,null],[["k",["Feature",1,{}],null]]]'),
        ("R", b"1.0"),
        ("B", b'[1.0,"not the first step",[null,null],[]]'),
        ("N", b"{}"),
        ("C", b""),
    ):
        log.write_bytes(data + framed(kind, payload, seed=last.check)[0])
        state, problems = read_again(folder) if kind != "D" else (whole_only(folder), ("said",))
        assert state == states[-1], kind
        assert problems


def whole_only(folder):
    read = read_session(folder)
    assert read.problems
    return told_of(read.state)


def read_session_seed(folder):
    first = next(whole_lines((folder / "0001.base").read_bytes()))
    return unframed(first).check


def test_nothing_that_a_fuzzer_writes_is_raised(session):
    folder, _ = session
    good = (folder / "0001.base").read_bytes()
    log = (folder / "0001.log").read_bytes()
    chance = random.Random(11)
    for _ in range(150):
        data, tail = bytearray(good), bytearray(log)
        for _ in range(chance.randrange(1, 6)):
            target = chance.choice([data, tail])
            place = chance.randrange(len(target))
            match chance.randrange(3):
                case 0:
                    del target[place : place + chance.randrange(200)]
                case 1:
                    target[place:place] = chance.randbytes(chance.randrange(50))
                case _:
                    target[place : place + 20] = bytes(20)
        (folder / "0001.base").write_bytes(data)
        (folder / "0001.log").write_bytes(tail)
        whole = read_session(folder)
        if whole is not None:
            image(whole.state.document())
        read_outline(folder)


def test_of_a_large_document_a_damaged_line_takes_few_entries():
    doc = document(*(unit(f"u{k}") for k in range(2_500)))
    journal = RecoveryJournal(doc, pause_s=3600)
    put(doc, unit("b"))
    journal.flush()
    crash(journal)
    assert image(recover(left()).document) == image(doc)
    base = journal.folder / "0001.base"
    data = bytearray(base.read_bytes())
    data[len(data) // 2] ^= 1
    base.write_bytes(data)
    back = recover(left())
    assert len(stored(doc)) - 16 <= len(stored(back.document)) < len(stored(doc))
    assert "of 2503 entries could not be read" in back.problems[0].text


def test_a_feature_that_no_file_may_hold_is_kept_and_said():
    """A text can come to be longer than is allowed: nothing checks it in memory."""
    doc = document(unit("a"), unit("long", name="x" * 70_000))
    journal = RecoveryJournal(doc, pause_s=3600)
    put(doc, unit("b"), unit("longer", name="y" * 80_000))
    journal.flush()
    put(doc, unit("longest", name="z" * 90_000), label="Put another")
    journal.flush()
    put(doc, unit("c"), label="Put c")
    journal.flush()
    crash(journal)
    back = recover(left())
    assert back.document.history.labels == doc.history.labels
    for feature_id in "abc":
        assert back.document.feature(feature_id) == doc.feature(feature_id)
    kept = {each.id: each for each in back.document.foreign()}
    assert kept.keys() == {"long", "longer", "longest"}
    assert b"z" * 90_000 in kept["longest"].raw
    assert {each.overlay for each in kept.values()} == {"o"}
    told = " ".join(problem.text for problem in back.problems)
    assert all(f'"{feature_id}"' in told for feature_id in kept)
    assert back.document.undo() == "Put c"
    assert back.document.undo() == "Put another"
    assert back.document.get("longest") is None
