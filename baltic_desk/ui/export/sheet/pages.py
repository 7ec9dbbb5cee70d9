"""Sheets made, painted and written: the way in for command line, window and preview."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtGui import QImage

from baltic_desk.app.sheet_places import LayoutError
from baltic_desk.app.sheet_plan import SheetMap
from baltic_desk.document.document import Document
from baltic_desk.document.layout import Layout
from baltic_desk.geo.projection import DEFAULT_PROJECTION
from baltic_desk.io.save import SaveError, save
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.image import Means
from baltic_desk.ui.export.sheet.canvas import Canvas, PdfCanvas, PictureCanvas, SvgCanvas
from baltic_desk.ui.export.sheet.flow import Flow, paint_flow
from baltic_desk.ui.export.sheet.foot import paint_foot
from baltic_desk.ui.export.sheet.frame_map import map_steps, overview_steps
from baltic_desk.ui.export.sheet.georeference import georeferenced, is_possible
from baltic_desk.ui.export.sheet.grid import grid_painter, grid_words, paint_labels
from baltic_desk.ui.export.sheet.head import (
    paint_frame,
    paint_head,
    paint_markings,
    paint_neighbours,
)
from baltic_desk.ui.export.sheet.index import paint_index
from baltic_desk.ui.export.sheet.lists import going_on, key_of
from baltic_desk.ui.export.sheet.made import Made, made_steps
from baltic_desk.ui.map.furniture import credit_of

SUFFIXES = (".pdf", ".svg", ".png")
USUAL_DPI = 300.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page: a sheet with its map, or lists that go on after it."""

    sheet: SheetMap
    key: Flow | None
    is_list: bool = False


def export_sheet_steps(
    document: Document,
    out: Path,
    layout: Layout,
    means: Means,
    *,
    projection: str = DEFAULT_PROJECTION,
    dpi: float = USUAL_DPI,
    today: date | None = None,
) -> Iterator[None]:
    """Write the sheets of a layout, by steps; nothing is written before the last.

    Parameters
    ----------
    projection
        Where the layout has none.
    dpi
        Of a PNG.
    today
        For magnetic north where the layout names no day.

    Raises
    ------
    ExportError
        When there can be no such sheets, or the file cannot be written.
    """
    suffix = out.suffix.lower()
    if suffix not in SUFFIXES:
        raise ExportError(f"cannot write {suffix or 'a file without a suffix'} sheets")
    try:
        made = yield from made_steps(
            document, layout, means, projection=projection, today=today or date.today()
        )
    except LayoutError as error:
        raise ExportError(str(error)) from error
    if len(made.plan.sheets) > 1 and suffix != ".pdf":
        raise ExportError(f"{len(made.plan.sheets)} sheets do not go into one {suffix} file")
    data = yield from data_steps(made, suffix, dpi)
    try:
        save(out, data, backup=False)
    except SaveError as error:
        raise ExportError(str(error)) from error


def data_steps(made: Made, suffix: str, dpi: float = USUAL_DPI) -> Generator[None, None, bytes]:
    """The bytes of a file of that sort."""
    page, title = made.plan.places.page, made.plan.title or "BalticDesk"
    pages = yield from pages_steps(made, further=suffix == ".pdf")
    canvas: PdfCanvas | SvgCanvas | PictureCanvas
    match suffix:
        case ".pdf":
            canvas = PdfCanvas(page, title)
        case ".svg":
            canvas = SvgCanvas(page, title)
        case _:
            canvas = PictureCanvas(page, dpi)
    try:
        for number, each in enumerate(pages):
            if number:
                canvas.next_page()
            yield from page_steps(canvas, made, each)
        data = canvas.data()
    finally:
        canvas.close()
    if suffix == ".pdf" and is_possible():
        yield
        return georeferenced(data, made.plan, [None if p.is_list else p.sheet for p in pages])
    return data


def pages_steps(made: Made, *, further: bool) -> Generator[None, None, tuple[Page, ...]]:
    """The pages of a layout's sheets.

    Parameters
    ----------
    further
        Lists that have no room beside the map go on further pages; else what is missing is counted.
    """
    pages: list[Page] = []
    for sheet in made.plan.sheets:
        key = made.plan.places.key
        flow = None
        if key is not None:
            flow = key_of(made, sheet, key, further=further)
            yield
        pages.append(Page(sheet, flow))
        while further and flow is not None and flow.left:
            flow = going_on(made, flow)
            pages.append(Page(sheet, flow, is_list=True))
            yield
    return tuple(pages)


def picture_steps(made: Made, page: Page, dpi: float) -> Generator[None, None, QImage]:
    """A page in pixels, for a preview: as it will be printed, `dpi` dots to the inch."""
    canvas = PictureCanvas(made.plan.places.page, dpi)
    try:
        yield from page_steps(canvas, made, page)
    finally:
        canvas.close()
    return canvas.image


def page_steps(canvas: Canvas, made: Made, page: Page) -> Iterator[None]:
    """Paint a page by steps of some milliseconds."""
    plan, sheet = made.plan, page.sheet
    paper = canvas.paper()
    count = len(plan.sheets)
    number = f"Sheet {sheet.number} of {count}" if count > 1 else ""
    if page.is_list:
        paint_markings(paper, plan)
        paint_head(paper, plan, f"{number}, continued".lstrip(", ").capitalize())
        if page.key is not None:
            paint_flow(paper, made, page.key)
        yield
        return
    yield from map_steps(canvas, made, sheet, grid_painter(plan))
    overview = plan.places.overview
    if overview is not None:
        yield from overview_steps(canvas, made, overview, sheet)
        paper.box(overview, width=0.2)
    if plan.places.index is not None:
        paint_index(paper, plan, sheet, plan.places.index)
    paint_frame(paper, plan)
    paint_labels(paper, plan, sheet)
    paint_markings(paper, plan)
    paint_head(paper, plan, number)
    words = grid_words(plan, sheet)
    paint_foot(paper, plan, sheet, words, credit_of(made.means.basemap))
    paint_neighbours(paper, plan, sheet)
    yield
    if page.key is not None:
        paint_flow(paper, made, page.key)
        yield
