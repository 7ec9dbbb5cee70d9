"""Makers for tests of sheets: a small project, and its sheets as files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from baltic_desk.document.document import Document
from baltic_desk.document.layout import Layout
from baltic_desk.document.project import PROJECT_ID, Overlay, Project
from baltic_desk.ui.export.application import offscreen_application
from baltic_desk.ui.export.image import own_means
from baltic_desk.ui.export.sheet.pages import export_sheet_steps
from tests.features import document, ring, unit

CENTER = (20.5, 54.7)
STROKE = "#123456"
RADIUS_M = 60_000.0
TODAY = date(2026, 11, 29)

LAYOUT = Layout(
    id="l",
    paper="A4",
    scale=1_000_000.0,
    lon=CENTER[0],
    lat=CENTER[1],
    title="Õhutõrje Łódź",
    subtitle="Second line",
    dtg="291200ZNOV26",
    author="J2",
    text="For training only",
    grid="mgrs",
)


def project(*further) -> Document:
    """A unit and a ring with a source; more where given."""
    drawn = ring("r", CENTER, RADIUS_M)
    properties = replace(
        drawn.properties, stroke=STROKE, dash="solid", name="Bastion", source="The Paper, 2019",
        ring_class="anti-ship",
    )  # fmt: skip
    placed = unit(at=CENTER)
    told = replace(
        placed, properties=replace(placed.properties, designation="25 Rgt", source="Gazette")
    )
    made = document(
        replace(drawn, properties=properties), told, *further, overlays=(Overlay(id="o"),)
    )
    with made.edit("Name") as change:
        change.put(Project(title="Region", marking="EXERCISE EXERCISE", id=PROJECT_ID))
    made.history.mark_clean()
    return made


def write(out: Path, layout: Layout = LAYOUT, made: Document | None = None, **options) -> Path:
    """A layout's sheets in a file."""
    for _ in steps(out, layout, made, **options):
        pass
    return out


def steps(
    out: Path, layout: Layout = LAYOUT, made: Document | None = None, **options
) -> Iterator[None]:
    """The same by steps."""
    with offscreen_application():
        yield from export_sheet_steps(
            made or project(), out, layout, own_means(), today=TODAY, **options
        )
