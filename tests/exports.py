"""What tests of exports share: a small lesson with what is not for students, and readers."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from msgspec.structs import replace

from baltic_desk.document.document import Document
from baltic_desk.document.feature import TextNote
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.document.outline import new_point
from baltic_desk.document.project import Overlay
from baltic_desk.ui.export.drawing import Steps
from baltic_desk.ui.export.image import Picture
from tests.features import unit
from tests.lessons import lesson

SMALL = Picture(320, 200, layers=frozenset())
"""Quickly drawn: land, and what is on the overlays."""

SECRET_AT = (21.4242, 55.4343)
SECRETS = (
    "Zwiebelfisch",
    "secret-unit",
    "secret-note",
    "secret-overlay",
    "secret-step",
    "Eulenspiegel",
    "Quark",
)
"""Names, ids, notes of what is for the instructor alone."""


def taught(units: int = 4) -> Document:
    """A lesson of three steps with an overlay, a unit on it and a step for the instructor alone."""
    document = lesson(units)
    with document.edit("Add what is not for students") as change:
        change.put(Overlay(id="secret-overlay", name="Quark", audience="instructor"))
        hidden = unit("secret-unit", at=SECRET_AT)
        properties = replace(hidden.properties, overlay="secret-overlay", name="Zwiebelfisch")
        change.put(replace(hidden, properties=replace(properties, designation="Zwiebelfisch")))
        note = TextNote(overlay="secret-overlay", name="Zwiebelfisch")
        change.put(new_point("secret-note", note, SECRET_AT))
        first = document.steps()[0]
        for step in document.steps():
            note = f"{step.note} Eulenspiegel said so."
            overlays = (*(step.overlays or ("own", "other")), "secret-overlay")
            change.put(replace(step, note=note, overlays=overlays))
        change.put(
            BriefingStep(id="secret-step", title="Zwiebelfisch", view=first.view, audience="answer")
        )
    return document


def run(steps: Steps) -> list[str]:
    """Take all the steps; what they said they were doing."""
    return [step.doing for step in steps if step is not None]


def said_in(path: Path) -> str:
    """All that a file says to whoever looks into it: of archives, what is in each member."""
    data = path.read_bytes()
    if not zipfile.is_zipfile(BytesIO(data)):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        return "\n".join((*archive.namelist(), *members))
