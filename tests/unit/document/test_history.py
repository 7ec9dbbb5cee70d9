"""A history says what happens to it, and can be made again as it was."""

import pytest

from baltic_desk.document.history import History
from tests.features import document, unit
from tests.journals import put


@pytest.fixture
def doc():
    return document(unit("a"))


def test_a_history_tells_what_happens_to_it(doc):
    heard = []
    stop = doc.history.subscribe(lambda event: heard.append(type(event).__name__))
    put(doc, unit("b"))
    doc.undo()
    doc.undo()
    doc.redo()
    doc.history.mark_clean()
    doc.history.mark_dirty()
    stop()
    doc.undo()
    assert heard == ["Recorded", "Undone", "Redone", "Cleaned", "Dirtied"]


def test_a_restored_history_is_as_it_was(doc):
    for number in range(3):
        put(doc, unit("b", name=str(number)), label=str(number))
    doc.undo()
    doc.history.mark_clean()
    doc.undo()
    old = doc.history
    new = History.restored(old.steps, old.cursor, old.clean_cursor)
    assert new.labels == old.labels == (("0",), ("1", "2"))
    assert not new.clean
    assert new.forward() == old.forward()
    assert new.clean


@pytest.mark.parametrize(("cursor", "clean"), [(-1, None), (2, None), (0, 2), (1, -1)])
def test_a_history_that_cannot_be_is_not_restored(doc, cursor, clean):
    put(doc, unit("b"))
    with pytest.raises(ValueError, match="1 steps"):
        History.restored(doc.history.steps, cursor, clean)
