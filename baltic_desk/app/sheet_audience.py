"""What of a project goes on a sheet for those it is for."""

from __future__ import annotations

from itertools import chain

from baltic_desk.document.document import Document
from baltic_desk.document.layout import Layout
from baltic_desk.document.student_copy import student_copy

_GOES = {
    "everyone": frozenset({"everyone"}),
    "instructor": frozenset({"everyone", "instructor"}),
    "answer": frozenset({"everyone", "instructor", "answer"}),
}


def leaves_out(document: Document, layout: Layout) -> bool:
    """Whether something of the project is not for the sheet's audience."""
    goes = _GOES[layout.audience]
    every = chain(document.overlays(), document.phases(), document.steps())
    return any(each.audience not in goes for each in every)


def audience_words(document: Document, layout: Layout) -> str:
    """What to say of that; empty when all of the project is for them."""
    if not leaves_out(document, layout):
        return ""
    if layout.audience == "everyone":
        return "For students: what is for the instructor, and all answers, are left out."
    return "For the instructor: answers are left out."


def for_audience(document: Document, layout: Layout) -> Document:
    """The document, or a copy without what is not for the sheet's audience, in the same phase."""
    if not leaves_out(document, layout):
        return document
    copy, _ = student_copy(document, _GOES[layout.audience])
    phase = document.phase
    if phase is not None and any(each.id == phase for each in copy.phases()):
        copy.show_phase(phase)
    return copy
