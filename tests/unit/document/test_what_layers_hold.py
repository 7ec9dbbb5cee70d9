"""Phases and features that come and go leave nothing behind in a document but its history."""

from __future__ import annotations

from baltic_desk.document.anchoring import deletion
from baltic_desk.document.document import Document
from baltic_desk.document.outline import new_ring
from baltic_desk.document.phase_operations import add_phase, delete_phase, duplicate_phase
from tests.features import document, unit


def held(of: Document) -> dict[str, int]:
    """How much there is in each table."""
    layers = of._layers
    return {
        name: len(value)
        for table in (layers, layers._courses)
        for name, value in vars(table).items()
        if isinstance(value, dict | set)
    }


def look(at: Document) -> None:
    for phase in at.phases():
        assert at.state(phase.id)


def come_and_go(there: Document, number: int) -> None:
    second = add_phase(there)
    ring = new_ring(f"r{number}", (20.0, 54.0), 10_000.0, overlay="o", anchor="u")
    for each in (unit("u", at=(20.0, 54.0)), unit(f"n{number}"), ring):
        with there.edit("Put") as change:
            change.put(each)
    look(there)
    copy = duplicate_phase(there, second.id)
    look(there)
    with there.edit("Delete") as change:
        deletion(there, [f"n{number}"]).fill(change)
    look(there)
    for phase in (copy, second):
        delete_phase(there, phase.id)
        look(there)
    assert there.undo() is not None
    look(there)
    assert there.redo() is not None
    look(there)


def test_what_comes_and_goes_leaves_nothing_behind() -> None:
    there = document(unit("u", at=(21.0, 55.0)), unit("v"))
    add_phase(there)
    come_and_go(there, 0)
    before = held(there)
    for number in range(1, 6):
        come_and_go(there, number)
    assert held(there) == before
