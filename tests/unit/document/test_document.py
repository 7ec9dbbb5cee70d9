import uuid

import pytest

from baltic_desk.document.document import Document, new_id
from baltic_desk.document.feature import Foreign
from baltic_desk.document.history import History
from baltic_desk.document.project import PROJECT_ID, Overlay, Project
from baltic_desk.document.session import Session
from baltic_desk.document.store import Diff, Entry
from tests.features import area, document, line, unit


def put(doc, *features, label="Put"):
    with doc.edit(label) as change:
        for feature in features:
            change.put(feature)


def remove(doc, *ids, label="Delete"):
    with doc.edit(label) as change:
        for record_id in ids:
            change.remove(record_id)


def test_every_document_has_a_project():
    assert Document().project == Project()
    assert PROJECT_ID in Document()


def test_new_features_lie_on_top():
    doc = document(unit("a"), unit("b"))
    put(doc, unit("c"))
    assert doc.ids_on("o") == ("a", "b", "c")


def test_a_changed_feature_keeps_its_place():
    doc = document(unit("a"), unit("b"))
    put(doc, unit("a", name="changed"))
    assert doc.ids_on("o") == ("a", "b")
    assert doc.feature("a").properties.name == "changed"


def test_a_feature_can_change_its_overlay():
    doc = document(unit("a"), unit("b"), overlays=(Overlay(id="o"), Overlay(id="p")))
    assert doc.ids_on("o") == ("a", "b")
    put(doc, unit("a", overlay="p"))
    assert (doc.ids_on("o"), doc.ids_on("p")) == (("b",), ("a",))


def test_overlays_come_in_their_order_with_their_features():
    doc = document(
        unit("a", overlay="p"),
        unit("b", overlay="o"),
        overlays=(Overlay(id="p"), Overlay(id="o")),
    )
    assert [overlay.id for overlay in doc.overlays()] == ["p", "o"]
    assert [feature.id for feature in doc.features()] == ["a", "b"]
    with doc.edit("Raise overlay") as change:
        change.put(Overlay(id="p"), rank=10.0)
    assert [overlay.id for overlay in doc.overlays()] == ["o", "p"]


def test_a_renamed_overlay_is_read_anew():
    doc = document(overlays=(Overlay(id="o", name="before"),))
    assert doc.overlays()[0].name == "before"
    put(doc, Overlay(id="o", name="after"))
    assert doc.overlays()[0].name == "after"


def test_foreign_features_have_their_place_among_the_others():
    foreign = Foreign(id="f", raw=b"{}", why="unknown kind", overlay="o")
    doc = document(unit("a"), foreign, unit("b"))
    assert doc.ids_on("o") == ("a", "f", "b")
    assert [feature.id for feature in doc.features_on("o")] == ["a", "b"]
    assert doc.foreign() == (foreign,)


def test_undo_and_redo_bring_back_what_was():
    doc = document(unit("a"))
    put(doc, unit("a", name="new"), label="Rename")
    assert (doc.history.undo_label, doc.history.redo_label) == ("Rename", None)
    assert doc.undo() == "Rename"
    assert doc.feature("a") == unit("a")
    assert (doc.history.undo_label, doc.history.redo_label) == (None, "Rename")
    assert doc.redo() == "Rename"
    assert doc.feature("a").properties.name == "new"


def test_undo_at_the_beginning_does_nothing():
    assert document().undo() is None
    assert document().redo() is None


def test_undo_after_deleting_an_overlay_brings_back_everything_in_its_place():
    doc = document(unit("a"), line("b"), area("c"))
    before = doc.ids_on("o")
    remove(doc, "a", "b", "c", "o", label="Delete overlay")
    assert doc.overlays() == ()
    doc.undo()
    assert doc.ids_on("o") == before
    assert [overlay.id for overlay in doc.overlays()] == ["o"]


def test_an_exception_inside_an_edit_leaves_the_document_as_it_was():
    doc = document(unit("a"))

    def fail():
        with doc.edit("Half") as change:
            change.remove("a")
            raise RuntimeError("midway")

    with pytest.raises(RuntimeError, match="midway"):
        fail()
    assert doc.feature("a") == unit("a")
    assert doc.history.undo_label is None
    put(doc, unit("b"))
    assert "b" in doc


def test_edits_do_not_nest():
    doc = document()
    with doc.edit("Outer"), pytest.raises(RuntimeError, match="nest"), doc.edit("Inner"):
        pass


def test_removing_what_is_not_there_is_an_error():
    doc = document()
    with pytest.raises(KeyError), doc.edit("Delete") as change:
        change.remove("nothing")


def test_an_edit_that_changes_nothing_is_no_step():
    doc = document(unit("a"))
    diffs = []
    doc.subscribe(diffs.append)
    put(doc, unit("a"))
    with doc.edit("There and back") as change:
        change.put(unit("b"))
        change.remove("b")
    assert doc.history.labels == ((), ())
    assert diffs == []


def test_observers_hear_one_diff_for_each_change_undo_and_redo_until_they_stop():
    doc = document(unit("a"))
    diffs = []
    stop = doc.subscribe(diffs.append)
    put(doc, unit("a", name="x"), unit("b"))
    doc.undo()
    doc.redo()
    assert [diff.ids() for diff in diffs] == [frozenset({"a", "b"})] * 3
    assert diffs[1] == diffs[0].inverse()
    assert diffs[2] == diffs[0]
    stop()
    doc.undo()
    assert len(diffs) == 3


def test_a_new_step_forgets_what_was_undone():
    doc = document(unit("a"))
    put(doc, unit("b"), label="One")
    doc.undo()
    put(doc, unit("c"), label="Two")
    assert doc.redo() is None
    assert doc.history.labels == (("Two",), ())


def test_the_document_is_clean_where_it_was_saved():
    doc = document(unit("a"))
    assert doc.history.clean
    put(doc, unit("b"))
    assert not doc.history.clean
    doc.history.mark_clean()
    doc.undo()
    assert not doc.history.clean
    doc.redo()
    assert doc.history.clean


def test_a_saved_state_that_cannot_be_reached_again_is_never_clean():
    doc = document(unit("a"))
    put(doc, unit("b"))
    doc.history.mark_clean()
    doc.undo()
    put(doc, unit("c"))
    assert not doc.history.clean
    doc.undo()
    assert not doc.history.clean


def diff_of(feature):
    return Diff({feature.id: None}, {feature.id: Entry(feature, 1.0)})


def test_the_oldest_steps_are_forgotten_beyond_the_bound():
    history = History(bound_bytes=3_000)
    for number in range(10):
        history.record(f"Step {number}", diff_of(unit(f"u{number}")))
    behind, ahead = history.labels
    assert ahead == ()
    assert behind[-1] == "Step 9"
    assert 1 <= len(behind) < 10
    assert history.clean is False


def test_a_step_larger_than_the_bound_can_still_be_undone():
    history = History(bound_bytes=1)
    history.record("Large", diff_of(area()))
    assert history.back().label == "Large"


def test_the_selection_forgets_what_is_deleted():
    doc = document(unit("a"), unit("b"))
    session = Session(doc)
    session.select(["b", "a", "b"])
    assert session.selection == ("b", "a")
    remove(doc, "b")
    assert session.selection == ("a",)
    session.toggle("a")
    assert session.selection == ()


def test_observers_of_a_session_hear_only_changes():
    session = Session(document(unit("a")))
    heard = []
    stop = session.subscribe(lambda: heard.append(session.selection))
    session.select(["a"])
    session.select(["a"])
    session.clear()
    stop()
    session.select(["a"])
    assert heard == [("a",), ()]


def test_new_features_go_to_the_topmost_overlay_that_can_be_drawn_on():
    overlays = (Overlay(id="o"), Overlay(id="p"), Overlay(id="q", locked=True))
    session = Session(document(overlays=overlays))
    assert session.active_overlay == "p"
    session.active_overlay = "o"
    assert session.active_overlay == "o"
    session.active_overlay = "q"
    assert session.active_overlay == "p"
    hidden = (Overlay(id="o", visible=False),)
    assert Session(document(overlays=hidden)).active_overlay is None


def test_a_closed_session_hears_nothing():
    doc = document(unit("a"))
    session = Session(doc)
    session.select(["a"])
    session.close()
    remove(doc, "a")
    assert session.selection == ("a",)


def test_ids_are_random_uuids_of_version_4():
    ids = {new_id() for _ in range(2_000)}
    assert len(ids) == 2_000
    parsed = [uuid.UUID(each) for each in ids]
    assert {(each.version, each.variant) for each in parsed} == {(4, uuid.RFC_4122)}
    assert {str(each) for each in parsed} == ids
    # Each of the other bits is there in some and not in others.
    both = [each.int for each in parsed]
    every, some = both[0], both[0]
    for each in both:
        every &= each
        some |= each
    assert (every ^ some).bit_count() == 122
