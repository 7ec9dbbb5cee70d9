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


def for_audience(document: Document, layout: Layout) -> Document:
    """The document, or a copy without what is not for the sheet's audience, in the same phase."""
    goes = _GOES[layout.audience]
    every = chain(document.overlays(), document.phases(), document.steps())
    if all(each.audience in goes for each in every):
        return document
    copy, _ = student_copy(document, goes)
    phase = document.phase
    if phase is not None and any(each.id == phase for each in copy.phases()):
        copy.show_phase(phase)
    return copy
