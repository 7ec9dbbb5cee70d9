"""Sheets on a printer, through the system's dialog, true to scale."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import AbstractContextManager
from datetime import date

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from baltic_desk.app.protocols import Ask, Choice
from baltic_desk.app.sheet_places import Box
from baltic_desk.document.document import Document
from baltic_desk.document.layout import Layout, page_mm
from baltic_desk.ui.dialogs import choose_printer
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.image import Means
from baltic_desk.ui.export.sheet.canvas import clipped
from baltic_desk.ui.export.sheet.made import made_steps
from baltic_desk.ui.export.sheet.pages import page_steps, pages_steps
from baltic_desk.ui.export.sheet.paper import Paper
from baltic_desk.ui.export.watching import watched
from baltic_desk.ui.map.lettering import Ruler
from baltic_desk.ui.map.viewport import CSS_DPI

_SAME_MM = 1.5
"""Paper that differs by less is the same: inches and millimetres."""


class PrinterCanvas:
    """Pages of a printer; `shrunk` below 1 makes all of it smaller."""

    vector = True

    def __init__(self, printer: QPrinter, shrunk: float = 1.0) -> None:
        self.scale = printer.resolution() / CSS_DPI * shrunk
        self._printer = printer
        self._painter = QPainter()
        if not self._painter.begin(printer):
            raise ExportError("the printer does not take the sheet")
        self._painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        self._ruler = Ruler()

    def paper(self) -> Paper:
        """For what stands about the map."""
        return Paper(self._painter, self.scale, self._ruler)

    def window(self, box: Box) -> AbstractContextManager[QPainter]:
        """A painter for what is in a box."""
        return clipped(self._painter, self.paper().rect(box))

    def next_page(self) -> None:
        """Begin another sheet of paper."""
        if not self._printer.newPage():
            raise ExportError("the printer takes no more pages")

    def close(self, *, whole: bool) -> None:
        """End painting; what is not whole is not printed, as far as the system can stop it."""
        if not whole:
            self._printer.abort()
        if self._painter.isActive():
            self._painter.end()


def print_sheets(ask: Ask, document: Document, layout: Layout, means: Means) -> str:
    """Print all pages of a layout; what came of it in a sentence, empty when it was left.

    Raises
    ------
    ExportError
        When the printer does not take them.
    """
    printer = prepared(layout)
    if not choose_printer(printer, f"Print {layout.name}"):
        return ""
    shrunk = _shrunk(ask, printer, layout)
    if shrunk is None:
        return ""
    count = watched(print_steps(printer, document, layout, means, shrunk), "Printing …", "Print")
    if count is None:
        return ""
    scale = "true to scale" if shrunk == 1.0 else f"at {shrunk:.0%} of its scale"
    return f"Printed {count} page{'' if count == 1 else 's'}, {scale}."


def prepared(layout: Layout) -> QPrinter:
    """A printer with the layout's paper, all of which is painted on."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(layout.name or "BalticDesk")
    printer.setFullPage(True)
    width, height = page_mm(layout)
    upright = QSizeF(min(width, height), max(width, height))
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Millimeter))
    landscape = width > height
    way = QPageLayout.Orientation
    printer.setPageOrientation(way.Landscape if landscape else way.Portrait)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    return printer


def paper_mm(printer: QPrinter) -> tuple[float, float]:
    """Width and height of the printer's paper as it lies."""
    full = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    return full.width(), full.height()


def other_paper(printer: QPrinter, layout: Layout) -> str:
    """What to say when the printer's paper is another; empty when it is the layout's."""
    wide, high = paper_mm(printer)
    width, height = page_mm(layout)
    if abs(wide - width) <= _SAME_MM and abs(high - height) <= _SAME_MM:
        return ""
    theirs, ours = f"{wide:.0f} × {high:.0f} mm", f"{width:g} × {height:g} mm"
    return f"The printer’s paper is {theirs}, the sheet is {ours}."


def _shrunk(ask: Ask, printer: QPrinter, layout: Layout) -> float | None:
    """How much smaller to print; None to leave it."""
    said = other_paper(printer, layout)
    if not said:
        return 1.0
    wide, high = paper_mm(printer)
    width, height = page_mm(layout)
    fits = min(wide / width, high / height)
    shrink = (Choice("shrink", f"Shrink to {fits:.0%}"),) if fits < 1.0 else ()
    answer = ask.choose(
        "Print on other paper?",
        f"{said} At its true scale it is cut where it is larger; shrunk, the scale that it names "
        "is no longer true.",
        (Choice("true", "Print True to Scale"), *shrink, Choice("cancel", "Cancel", "reject")),
    )
    match answer:
        case "true":
            return 1.0
        case "shrink":
            return fits
        case _:
            return None


def print_steps(
    printer: QPrinter, document: Document, layout: Layout, means: Means, shrunk: float = 1.0
) -> Generator[None, None, int]:
    """Print by steps; how many pages it came to."""
    made = yield from made_steps(document, layout, means, today=date.today())
    pages = yield from pages_steps(made, further=True)
    first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
    chosen = pages[first - 1 : last]
    if not chosen:
        raise ExportError(f"there are no pages {first} to {last}: there are {len(pages)}")
    canvas, whole = PrinterCanvas(printer, shrunk), False
    try:
        for number, page in enumerate(chosen):
            if number:
                canvas.next_page()
            yield from page_steps(canvas, made, page)
        whole = True
    finally:
        canvas.close(whole=whole)
    return len(chosen)
