"""A text that is written on is one step of undo, whatever of it was kept meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from baltic_desk.app.writing import Writing
from baltic_desk.document.document import Document
from tests.features import document, unit


def writes(target: Document, title: str) -> Callable[[], None]:
    def put() -> None:
        with target.edit("Change title") as change:
            change.put(replace(target.project, title=title))

    return put


def test_pieces_of_a_text_are_one_step() -> None:
    project, writing = document(unit("u")), Writing()
    writing.put(project, "title", writes(project, "A"), more=True)
    writing.put(project, "title", writes(project, "A l"), more=True)
    writing.put(project, "title", writes(project, "A long one"), more=False)
    assert project.project.title == "A long one"
    project.undo()
    assert project.project.title == ""
    assert not project.history.steps[: project.history.cursor]


def test_what_was_given_before_stays_a_step() -> None:
    project, writing = document(unit("u")), Writing()
    writing.put(project, "title", writes(project, "A"), more=False)
    writing.put(project, "title", writes(project, "B"), more=True)
    project.undo()
    assert project.project.title == "A"


def test_another_text_takes_nothing_back() -> None:
    project, writing = document(unit("u")), Writing()
    writing.put(project, "title", writes(project, "A"), more=True)
    writing.put(project, "another", writes(project, "B"), more=True)
    project.undo()
    assert project.project.title == "A"


def test_what_was_done_between_stays() -> None:
    project, writing = document(unit("u")), Writing()
    writing.put(project, "title", writes(project, "A"), more=True)
    with project.edit("Move") as change:
        change.put(unit("v"))
    writing.put(project, "title", writes(project, "B"), more=True)
    assert "v" in project
    project.undo()
    assert project.project.title == "A"


def test_undo_leads_to_what_was_saved_in_the_middle() -> None:
    project, writing = document(unit("u")), Writing()
    writing.put(project, "title", writes(project, "A"), more=True)
    project.history.mark_clean()
    writing.put(project, "title", writes(project, "A B"), more=True)
    writing.put(project, "title", writes(project, "A B C"), more=True)
    project.undo()
    assert project.project.title == "A"
    assert project.history.clean


def test_what_cannot_be_written_leaves_what_was_kept() -> None:
    project, writing = document(unit("u")), Writing()
    writing.put(project, "title", writes(project, "A"), more=True)

    def refuse() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        writing.put(project, "title", refuse, more=True)
    assert project.project.title == "A"


def test_what_was_kept_is_taken_back_as_a_whole() -> None:
    project, writing = document(unit("u")), Writing()
    writing.put(project, "title", writes(project, "A"), more=False)
    writing.put(project, "title", writes(project, "B"), more=True)
    writing.put(project, "title", writes(project, "B C"), more=True)
    assert writing.take_back(project, "title")
    assert project.project.title == "A"
    assert not writing.take_back(project, "title")
    assert project.project.title == "A"


def test_what_was_saved_in_the_middle_is_not_taken_back() -> None:
    project, writing = document(unit("u")), Writing()
    writing.put(project, "title", writes(project, "A"), more=True)
    project.history.mark_clean()
    assert not writing.take_back(project, "title")
    assert project.project.title == "A"
