"""A project as one HTML file that opens in any browser without a network: map, steps, layers."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import sleep
from typing import TypeVar

from baltic_desk import __version__
from baltic_desk.app.cited import citations
from baltic_desk.app.student_file import StudentFileError, student_file
from baltic_desk.app.system_shelf import SystemShelf
from baltic_desk.document.altitude import Altitude
from baltic_desk.document.document import Document
from baltic_desk.document.student_copy import student_copy
from baltic_desk.geo.projection import DEFAULT_PROJECTION, PROJECTIONS, Projection
from baltic_desk.geo.terrain import TerrainFileError
from baltic_desk.symbology.catalogue import open_catalogue
from baltic_desk.ui.export.drawing import Steps
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.image import Means
from baltic_desk.ui.export.viewer_base import LEFT_OUT, STRAY_PX, base_levels, base_names
from baltic_desk.ui.export.viewer_credits import base_credits
from baltic_desk.ui.export.viewer_features import FeatureTable
from baltic_desk.ui.export.viewer_lesson import (
    course,
    in_sight,
    overlay_rows,
    projection_of,
    step_rows,
    task_rows,
)
from baltic_desk.ui.export.viewer_packing import Json
from baltic_desk.ui.export.viewer_page import page
from baltic_desk.ui.export.viewer_projection import projection_row
from baltic_desk.ui.export.viewer_reach import ReachTable, altitudes_of, cut_versions
from baltic_desk.ui.export.viewer_symbols import SymbolTable
from baltic_desk.ui.export.viewer_theme import theme_rows
from baltic_desk.ui.export.writing import write_steps
from baltic_desk.ui.map.measure_pictures import MeasurePictures
from baltic_desk.ui.map.viewport import WORLD
from baltic_desk.ui.own_pictures import OwnPictures

SUFFIX = ".html"
AUDIENCES = ("student", "instructor")
_LOOK_S = 0.005


@dataclass(frozen=True, slots=True)
class Viewer:
    """What to make: for whom, and in which projection.

    For "student" only what is for everyone goes into the file, and no notes; for "instructor" all.
    `projection` comes before that of most steps; empty for that, or else the desk's own.
    """

    audience: str = "instructor"
    projection: str = ""


def viewer_steps(document: Document, out: Path, viewer: Viewer, means: Means) -> Steps:
    """Write the file, in steps of some tenths of a second; nothing is written before the last.

    Raises
    ------
    ExportError
        When the copy for students would give away what was left out, elevation cannot be read, or
        the file cannot be written.
    """
    data = yield from viewer_data(for_audience(document, viewer.audience), viewer, means)
    content = page(data)
    yield
    yield from write_steps({out: content})


def tells_more(document: Document) -> bool:
    """Whether an instructor's viewer has anything that a student's has not."""
    told = (*document.overlays(), *document.phases(), *document.steps())
    notes = (*document.phases(), *document.steps())
    return any(each.audience != "everyone" for each in told) or any(each.note for each in notes)


def for_audience(document: Document, audience: str) -> Document:
    """What of a document goes to an audience.

    Raises
    ------
    ExportError
        When a copy for students would still say what was left out.
    """
    if audience != "student":
        return document
    try:
        student_file(document, None)
    except StudentFileError as error:
        raise ExportError(str(error)) from error
    copy, _ = student_copy(document)
    return copy


def viewer_data(
    document: Document, viewer: Viewer, means: Means
) -> Generator[None, None, dict[str, Json]]:
    """All that the viewer knows, in steps."""
    projection = PROJECTIONS[viewer.projection or projection_of(document, DEFAULT_PROJECTION)]
    shown = in_sight(document)
    means.pictures.colours = document.project.symbol_colors
    own = OwnPictures()
    own.show(shown.pictures())
    table = FeatureTable(
        SymbolTable(means.pictures, own),
        MeasurePictures(means.pictures.measures),
        open_catalogue(),
        SystemShelf().systems(document),
    )
    yield
    way = yield from course(shown, table, projection)
    altitudes = altitudes_of(document)
    steps: list[Json] = []
    for step in step_rows(document, table, projection, altitudes):
        steps.append(step)
        yield
    reach = yield from _reach(shown, table, altitudes, means, projection)
    about = {"near": way.near, "middle": way.middle, "close": way.close}
    levels = yield from _beside(base_levels(means.basemap, projection, about))
    project = document.project
    return {
        "program": f"BalticDesk {__version__}",
        "title": project.title or "BalticDesk",
        "marking": project.marking,
        "description": project.description,
        "audience": viewer.audience,
        "projection": projection_row(projection),
        "themes": theme_rows(),
        "base": levels,
        "names": base_names(means.basemap, projection, way.near),
        "overlays": overlay_rows(document),
        "versions": table.rows,
        "phases": way.phases,
        "steps": steps,
        "tasks": task_rows(document),
        "reach": None if reach is None else reach.row(),
        "identities": table.identities(),
        "sources": _sources(shown),
        "credits": [*base_credits(means.basemap), *([] if reach is None else reach.credits())],
        "left_out": LEFT_OUT,
        "stray_px": STRAY_PX,
        **table.tables,
    }


def _reach(
    document: Document,
    table: FeatureTable,
    altitudes: tuple[Altitude, ...],
    means: Means,
    projection: Projection,
) -> Generator[None, None, ReachTable | None]:
    """Reach at the altitudes; None where there is nothing to reach."""
    wanted = cut_versions(document, table.shapes)
    if not wanted:
        return None
    try:
        terrain = means.terrain.elevation(altitudes[0].terrain, means.terrain_sources)
        made = ReachTable(wanted, altitudes, terrain, means.fields, projection)
        yield from _beside(made.work())
    except TerrainFileError as error:
        raise ExportError(f"elevation cannot be read: {error}") from error
    return made


Each = TypeVar("Each")


def _beside(steps: Iterator[Each]) -> Generator[None, None, list[Each]]:
    """What some steps give, taken in another thread; whoever leaves ends them."""
    left = Event()

    def taken() -> list[Each]:
        found: list[Each] = []
        for each in steps:
            found.append(each)
            if left.is_set():
                break
        return found

    with ThreadPoolExecutor(1, thread_name_prefix="viewer") as worker:
        future = worker.submit(taken)
        try:
            while not future.done():
                sleep(_LOOK_S)
                yield
        finally:
            left.set()
        return future.result()


def _sources(document: Document) -> list[Json]:
    """Sources of all phases, each once."""
    found: dict[str, None] = {}
    for phase in document.phases() or (None,):
        if phase is not None:
            document.show_phase(phase.id)
        found.update(dict.fromkeys(each.text for each in citations(document, WORLD)))
    return list(found)
