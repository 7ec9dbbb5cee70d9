"""What a presentation reads of a project: documents of its own, and who moves between phases."""

from __future__ import annotations

import pytest

from baltic_desk.app.stage_documents import StageDocuments
from baltic_desk.document.document import Document
from baltic_desk.document.phase_operations import add_phase
from tests.lessons import lesson, moved


@pytest.fixture
def document() -> Document:
    return lesson(6)


def phases(document: Document) -> list[str]:
    return [phase.id for phase in document.phases()]


def test_a_document_of_a_phase_is_independent(document: Document) -> None:
    *_, before, after = phases(document)
    own = StageDocuments(document).of(after)
    assert own.feature("u0") != StageDocuments(document).of(before).feature("u0")
    with own.edit("Away") as change:
        change.remove("u0")
    assert document.feature("u0") is not None


def test_units_that_stand_elsewhere_have_moved(document: Document) -> None:
    *_, before, after = phases(document)
    documents = StageDocuments(document)
    assert documents.moved(before, after) == {"u0", "u1", "u2", "u3", "u4"}
    assert documents.moved(after, before) == documents.moved(before, after)
    assert not documents.moved(after, after)


def test_a_way_of_its_own_is_gone_forth_and_back(document: Document) -> None:
    *_, before, after = phases(document)
    documents = StageDocuments(document)
    assert documents.ways(before, after) == {"u0": ((21.0, 56.9), (23.0, 57.1))}
    assert documents.ways(after, before) == {"u0": ((23.0, 57.1), (21.0, 56.9))}
    assert documents.ways(None, after) == {}


def test_over_several_phases_a_way_leads_through_those_between(document: Document) -> None:
    *_, before, after = phases(document)
    last = add_phase(document, "Later", after=after)
    document.show_phase(last.id)
    there = document.feature("u2")
    assert there is not None
    with document.edit("Move on") as change:
        change.put(moved(there, 0.5, 0.0))
    way = StageDocuments(document).ways(before, last.id)["u2"]
    assert way == (there.geometry.coordinates[:2],)  # type: ignore[union-attr]
