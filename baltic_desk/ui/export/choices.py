"""What is asked before something leaves the window, and what the answers mean."""

from __future__ import annotations

from collections.abc import Mapping

from baltic_desk.app.protocols import Choice, Field
from baltic_desk.document.document import Document
from baltic_desk.document.student_copy import student_copy
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.picture_size import PictureSize, dots_per_inch, picture_size

AUDIENCE, SIZE, DPI, WORLD_FILE, PAGES = "audience", "size", "dpi", "world_file", "pages"
COLOURS = "colours"
INSTRUCTOR, STUDENT = "instructor", "student"
VIEW, STEPS, NOTES = "view", "steps", "notes"

_COLOURS = (("light", "Light"), ("contrast", "High contrast"), ("dark", "Dark"))
_NO_YES = (Choice("no", "No"), Choice("yes", "Yes"))


def audience_fields(document: Document) -> tuple[Field, ...]:
    """For whom it is made, where that makes a difference."""
    if not _differs(document):
        return ()
    choices = (
        Choice(INSTRUCTOR, "Instructor: all that is shown, with notes"),
        Choice(STUDENT, "Students: without what is not for them"),
    )
    return (Field(AUDIENCE, "For", INSTRUCTOR, choices=choices),)


def raster_fields(width_px: int, height_px: int, dpi: float) -> tuple[Field, ...]:
    """How large a picture of pixels is to be."""
    return (
        Field(SIZE, "Size in pixels, or in mm", f"{width_px} x {height_px}"),
        Field(DPI, "Dots per inch", f"{dpi:g}"),
        Field(WORLD_FILE, "World file and .prj beside it", "no", choices=_NO_YES),
    )


def colour_fields(now: str) -> tuple[Field, ...]:
    """In which colours the map is drawn."""
    offered = tuple(Choice(*colours) for colours in _COLOURS)
    return (Field(COLOURS, "Colours", now, choices=offered),)


def page_fields(document: Document) -> tuple[Field, ...]:
    """Of what a PDF is made."""
    steps, phases = document.steps(), document.phases()
    if not steps and not phases:
        return ()
    each = f"{len(steps)} steps" if steps else f"{len(phases)} phases"
    choices = (
        Choice(VIEW, "The map as it is seen"),
        Choice(STEPS, f"A page for each of the {each}"),
        Choice(NOTES, f"A page for each of the {each}, notes below"),
    )
    return (Field(PAGES, "Pages", VIEW, choices=choices),)


def document_for(document: Document, answers: Mapping[str, str], *, slides: bool) -> Document:
    """What goes to the audience of the answers, in the phase that is shown.

    Raises
    ------
    ExportError
        When that phase is not for them; slides show theirs.
    """
    if answers.get(AUDIENCE, INSTRUCTOR) == INSTRUCTOR:
        return document
    copy, _ = student_copy(document)
    if slides or document.phase is None:
        return copy
    for phase in document.phases():
        if phase.id == document.phase and phase.audience != "everyone":
            raise ExportError(f"the phase that is shown, {phase.name or phase.id}, is not for them")
    copy.show_phase(document.phase)
    return copy


def size_of(answers: Mapping[str, str], otherwise: tuple[int, int]) -> tuple[PictureSize, float]:
    """Size and dots per inch of the answers.

    Raises
    ------
    ExportError
        When they are none.
    """
    try:
        size = picture_size(answers.get(SIZE) or f"{otherwise[0]}x{otherwise[1]}")
        return size, dots_per_inch(answers.get(DPI) or "192")
    except ValueError as error:
        raise ExportError(str(error)) from error


def _differs(document: Document) -> bool:
    """Whether students get less."""
    parts = (*document.overlays(), *document.phases(), *document.steps())
    if any(part.audience != "everyone" for part in parts):
        return True
    return any(part.note for part in (*document.phases(), *document.steps()))
