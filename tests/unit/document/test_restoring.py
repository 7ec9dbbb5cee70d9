"""A document becomes a version of itself again, in one step that writes what differs alone."""

from __future__ import annotations

from msgspec.structs import replace

from baltic_desk.document.document import Document
from baltic_desk.document.ordering import bring_to_front, send_to_back
from baltic_desk.document.phase_operations import add_phase, delete_phase
from baltic_desk.document.restoring import restored_entries
from baltic_desk.document.version_comparison import stored_of, version_differences
from baltic_desk.io.project import dumps, loads
from tests.features import document, ring, unit


def stored(of: Document) -> dict:
    return stored_of(of.all_entries())


def restored(into: Document, wanted: Document) -> dict:
    """Restore, look that it is so and can be undone; what was written."""
    before = stored(into)
    written = restored_entries(before, stored(wanted))
    into.restructure("Restore", written)
    assert version_differences(stored(into), stored(wanted)) == ()
    if written:
        assert into.undo() == "Restore"
        assert stored(into) == before
        into.redo()
    assert version_differences(stored(into), stored(wanted)) == ()
    return written


def in_file(of: Document) -> Document:
    return loads(dumps(of)).document


def test_nothing_is_written_where_nothing_differs() -> None:
    present = document(unit("a", at=(24.123456789123, 57.0)), ring("r", anchor="a"), unit("b"))
    add_phase(present, "Dawn")
    with present.edit("Move") as change:
        change.put(unit("b", at=(25.123456789123, 57.0)))
    assert restored_entries(stored(present), stored(in_file(present))) == {}


def test_only_what_differs_is_written() -> None:
    present = document(*(unit(each) for each in "abcd"))
    wanted = in_file(present)
    with present.edit("Change") as change:
        change.put(unit("a", name="Alpha"))
        change.remove("b")
        change.put(unit("new"))
        bring_to_front(change, present, ["c"])
    written = restored(present, wanted)
    assert written.keys() == {"a", "b", "c", "new"}
    assert written["new"] is None


def test_ranks_that_a_file_has_numbered_anew_are_put_between_those_there_are() -> None:
    present = document(*(unit(each) for each in "abcdef"))
    entries = [e._replace(rank=100.0 + e.rank / 7) for e in present.all_entries()]
    present = Document(entries)
    wanted = in_file(present)
    with present.edit("Change") as change:
        change.remove("c")
        send_to_back(change, present, ["e"])
    assert restored(present, wanted).keys() == {"c", "e"}


def test_phases_come_back_with_what_they_change_and_where() -> None:
    present = document(*(unit(each, name=each) for each in "abcd"))
    add_phase(present, "Dawn")
    with present.edit("Change") as change:
        change.put(unit("b", name="Bravo"))
        change.remove("c")
        bring_to_front(change, present, ["a"])
        change.put(unit("x"), rank=(present.rank("b") + present.rank("d")) / 2)
    wanted = in_file(present)
    looks = {p.name: dumps(wanted.snapshot(p.id)) for p in wanted.phases()}
    delete_phase(present, present.phases()[1].id)
    with present.edit("More") as change:
        change.put(unit("z"), rank=-50.0)
        change.remove("d")
    restored(present, wanted)
    assert {p.name: dumps(present.snapshot(p.id)) for p in present.phases()} == looks


def test_the_phase_that_is_shown_stays_shown() -> None:
    present = document(unit("a"))
    second = add_phase(present, "Dawn")
    wanted = in_file(present)
    with present.edit("Change") as change:
        change.put(unit("a", name="Alpha"))
    assert present.phase == second.id
    restored(present, wanted)
    assert present.phase == second.id


def test_where_there_is_no_room_between_all_ranks_are_taken() -> None:
    present = document(unit("a"), unit("b"))
    entries = {e.record.id: e for e in present.all_entries()}
    entries["a"] = entries["a"]._replace(rank=1e15)
    entries["b"] = entries["b"]._replace(rank=1e15 + 0.125)
    present = Document(entries.values())
    wanted = document(unit("a"), *(unit(f"m{n}") for n in range(5)), unit("b"))
    restored(present, wanted)
    assert present.ids_on("o") == ("a", "m0", "m1", "m2", "m3", "m4", "b")


def test_what_was_not_understood_keeps_its_name() -> None:
    text = dumps(document(unit("a")))
    text = text[: text.rindex(b"\n]")] + b',\n{"type":"Feature","odd":1}\n]}\n'
    present, wanted = loads(text).document, loads(text).document
    assert restored_entries(stored(present), stored(wanted)) == {}
    name = present.foreign()[0].id
    with present.edit("Rename") as change:
        change.put(replace(present.project, title="New"))
    assert restored(present, wanted).keys() == {present.project.id}
    assert present.foreign()[0].id == name


def test_another_project_altogether_takes_its_place() -> None:
    present = document(unit("a"), ring("r"))
    add_phase(present, "Dawn")
    restored(present, document(unit("x"), unit("y")))
    assert present.ids_on("o") == ("x", "y")
    assert present.phases() == ()
