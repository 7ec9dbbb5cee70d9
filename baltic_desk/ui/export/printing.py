"""The map on paper, by the system's dialog with a preview."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPaintEngine, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QApplication

from baltic_desk.document.document import Document
from baltic_desk.ui.export.drawing import Steps, draw
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.image import Means, Picture, page_steps, paper_of
from baltic_desk.ui.export.raster import image_steps
from baltic_desk.ui.export.vector_files import Paper
from baltic_desk.ui.map.viewport import CSS_DPI

PaintPages = Callable[[QPrinter], bool]
"""Paints all pages, and says whether that came to its end."""
Preview = Callable[[QPrinter, PaintPages], bool]
"""Shows what would be printed and lets it be printed; whether it was."""

_POINTS_PER_INCH = 72.0
_MARGIN_MM = 10.0
_PREVIEW_PIXELS_PER_PX = 1.5


def new_printer(title: str, *, landscape: bool) -> QPrinter:
    """The system's own printer; where there is none, it writes PDF."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("BalticDesk")
    orientation = QPageLayout.Orientation
    printer.setPageOrientation(orientation.Landscape if landscape else orientation.Portrait)
    margin = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    printer.setPageMargins(margin, QPageLayout.Unit.Millimeter)
    return printer


def paper_px(printer: QPrinter) -> tuple[int, int]:
    """What can be printed on of a page, pixels of 1/96 inch."""
    box = printer.pageLayout().paintRect(QPageLayout.Unit.Point)
    per_point = CSS_DPI / _POINTS_PER_INCH
    return max(16, int(box.width() * per_point)), max(16, int(box.height() * per_point))


def print_steps(printer: QPrinter, document: Document, picture: Picture, means: Means) -> Steps:
    """Paint the one page; the picture is as large as `paper_px`."""
    page = yield from page_steps(document, picture, means)
    paper = paper_of(document, picture, page, means)
    painter = QPainter()
    if not painter.begin(printer):
        raise ExportError("the printer does not answer, or its file cannot be written")
    try:
        hints = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        painter.setRenderHints(hints)
        scale = printer.resolution() / CSS_DPI
        if painter.paintEngine().type() == QPaintEngine.Type.Picture:
            yield from _previewed(painter, paper, scale)
        else:
            yield from _whole(printer, draw(painter, paper.parts, "vector", scale))
    finally:
        painter.end()


def _previewed(painter: QPainter, paper: Paper, scale: float) -> Iterator[None]:
    """As pixels: the preview keeps what is painted and shows it smaller, but for the pens, whose
    widths it would leave as they are on paper."""
    finer = _PREVIEW_PIXELS_PER_PX
    size = round(paper.width_px * finer), round(paper.height_px * finer)
    image = yield from image_steps(paper, size, finer, "vector")
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(0, 0, paper.width_px * scale, paper.height_px * scale), image)


def _whole(printer: QPrinter, steps: Iterator[None]) -> Iterator[None]:
    """Nothing comes out where the steps are left before their end."""
    complete = False
    try:
        yield from steps
        complete = True
    finally:
        if not complete:
            printer.abort()
            name = printer.outputFileName()
            if name:
                Path(name).unlink(missing_ok=True)


def preview_in_window(printer: QPrinter, paint: PaintPages) -> bool:
    """Qt's preview with the system's print dialog behind its button."""
    dialog = QPrintPreviewDialog(printer, QApplication.activeWindow())
    dialog.setWindowTitle("Print")
    dialog.resize(1000, 760)
    failed: list[Exception] = []

    def paint_pages(on: QPrinter) -> None:
        try:
            complete = paint(on)
        except (OSError, ValueError) as error:  # Qt would swallow it
            failed.append(error)
            complete = False
        if not complete:
            dialog.reject()

    dialog.paintRequested.connect(paint_pages)
    accepted = dialog.exec() == QPrintPreviewDialog.DialogCode.Accepted
    dialog.deleteLater()
    if failed:
        raise failed[0]
    return accepted
