"""What sheets are painted on: pages of a PDF, a drawing in SVG, a picture in pixels."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QRectF,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import (
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgGenerator

from baltic_desk import __version__
from baltic_desk.app.sheet_places import Box
from baltic_desk.ui.export.encoding import png_bytes
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.raster import MOST_PIXELS
from baltic_desk.ui.export.sheet.paper import PX_PER_MM, Paper
from baltic_desk.ui.export.vector_files import PDF_DPI
from baltic_desk.ui.map.lettering import Ruler
from baltic_desk.ui.map.viewport import CSS_DPI

_HINTS = (
    QPainter.RenderHint.Antialiasing
    | QPainter.RenderHint.TextAntialiasing
    | QPainter.RenderHint.LosslessImageRendering
)
MM_PER_INCH = 25.4


class Canvas(Protocol):
    """A place to paint sheets on, one after the other.

    Attributes
    ----------
    scale
        Painter units for 1/96 inch.
    vector
        Whether shapes stay shapes.
    """

    scale: float
    vector: bool

    def paper(self) -> Paper:
        """For what stands about the map."""
        ...

    def window(self, box: Box) -> AbstractContextManager[QPainter]:
        """A painter whose origin is a box's corner, and of which nothing shows beyond the box."""
        ...

    def next_page(self) -> None:
        """Begin another sheet."""
        ...


@contextmanager
def clipped(painter: QPainter, rect: QRectF) -> Generator[QPainter]:
    """A painter whose origin is a rectangle's corner, and of which nothing shows beyond it."""
    painter.save()
    painter.setClipRect(rect)
    painter.translate(rect.topLeft())
    try:
        yield painter
    finally:
        painter.restore()


class PagedCanvas:
    """Pages of a printer or file, each of which is the paper without any margin."""

    vector = True

    def __init__(self, device: QPagedPaintDevice, dpi: float) -> None:
        self.scale = dpi / CSS_DPI
        self._device = device
        self._painter = QPainter(device)
        self._painter.setRenderHints(_HINTS)
        self._ruler = Ruler()

    def paper(self) -> Paper:
        """For what stands about the map."""
        return Paper(self._painter, self.scale, self._ruler)

    def window(self, box: Box) -> AbstractContextManager[QPainter]:
        """A painter for what is in a box."""
        return clipped(self._painter, self.paper().rect(box))

    def next_page(self) -> None:
        """Begin another page."""
        self._device.newPage()

    def close(self) -> None:
        """End painting, whether or not all was painted."""
        if self._painter.isActive():
            self._painter.end()


class PdfCanvas(PagedCanvas):
    """Pages of a PDF, each of the paper's size."""

    def __init__(self, page: Box, title: str) -> None:
        self._kept = QByteArray()
        self._buffer = QBuffer(self._kept)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setResolution(PDF_DPI)
        self._writer.setPageSize(page_size(page))
        self._writer.setPageOrientation(QPageLayout.Orientation.Portrait)
        self._writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        self._writer.setTitle(title)
        self._writer.setCreator(f"BalticDesk {__version__}")
        super().__init__(self._writer, PDF_DPI)

    def data(self) -> bytes:
        """The file."""
        self.close()
        return bytes(self._kept.data())


def page_size(page: Box) -> QPageSize:
    """The paper as Qt has it, as it lies: portrait, whatever is wider."""
    size = QSizeF(page.width, page.height)
    return QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)


class PictureCanvas:
    """One sheet in pixels."""

    vector = False

    def __init__(self, page: Box, dpi: float) -> None:
        self.scale = dpi / CSS_DPI
        width, height = (round(mm / MM_PER_INCH * dpi) for mm in (page.width, page.height))
        if width * height > MOST_PIXELS:
            raise ExportError(f"a picture of {width} × {height} pixels is too large for one file")
        self.image = QImage(width, height, QImage.Format.Format_RGB32)
        if self.image.isNull():
            raise ExportError(f"there is not enough memory for {width} × {height} pixels")
        self.image.fill(Qt.GlobalColor.white)
        self._painter = QPainter(self.image)
        self._painter.setRenderHints(_HINTS)
        self._dpi = dpi
        self._ruler = Ruler()

    def paper(self) -> Paper:
        """For what stands about the map."""
        return Paper(self._painter, self.scale, self._ruler)

    def window(self, box: Box) -> AbstractContextManager[QPainter]:
        """A painter for what is in a box."""
        return clipped(self._painter, self.paper().rect(box))

    def next_page(self) -> None:
        """A picture has but one."""
        raise ExportError("a picture holds one sheet")

    def close(self) -> None:
        """End painting."""
        if self._painter.isActive():
            self._painter.end()

    def data(self) -> bytes:
        """The file, whose size in millimetres is that of the paper."""
        self.close()
        # Not before: letters would be as large as dots say.
        dots = round(self._dpi / MM_PER_INCH * 1000.0)
        self.image.setDotsPerMeterX(dots)
        self.image.setDotsPerMeterY(dots)
        return png_bytes(self.image)


@dataclass(slots=True)
class _Drawing:
    """A generator with what it has written."""

    generator: QSvgGenerator
    buffer: QBuffer
    kept: QByteArray
    painter: QPainter


class SvgCanvas:
    """One sheet as an SVG.

    The generator of Qt knows no clipping: what is in a window is a drawing of its own that a clip
    path cuts.
    """

    vector = True
    scale = 1.0

    def __init__(self, page: Box, title: str) -> None:
        self._page = page
        self._title = title
        self._ruler = Ruler()
        self._windows: list[tuple[Box, str]] = []
        self._about = _drawing(page)

    def paper(self) -> Paper:
        """For what stands about the map; it comes above all windows."""
        return Paper(self._about.painter, self.scale, self._ruler)

    @contextmanager
    def window(self, box: Box) -> Generator[QPainter]:
        """A painter for what is in a box."""
        inner = _drawing(Box(0.0, 0.0, box.width, box.height))
        try:
            yield inner.painter
        finally:
            inner.painter.end()
        self._windows.append((box, _content(inner)))

    def next_page(self) -> None:
        """A drawing has but one."""
        raise ExportError("an SVG holds one sheet")

    def close(self) -> None:
        """End painting."""
        if self._about.painter.isActive():
            self._about.painter.end()

    def data(self) -> bytes:
        """The file."""
        self.close()
        width, height = self._page.width, self._page.height
        px = PX_PER_MM
        parts = [
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
            f' version="1.1" width="{width:g}mm" height="{height:g}mm"'
            f' viewBox="0 0 {width * px:.4f} {height * px:.4f}">\n'
            f"<title>{_escaped(self._title)}</title>\n"
            f"<desc>BalticDesk {__version__}</desc>\n"
            f'<rect width="100%" height="100%" fill="#ffffff"/>\n'
        ]
        for number, (box, content) in enumerate(self._windows):
            left, top, wide, high = (f"{each * px:.4f}" for each in box)
            parts.append(
                f'<clipPath id="window{number}"><rect x="0" y="0" width="{wide}"'
                f' height="{high}"/></clipPath>\n<g transform="translate({left},{top})">'
                f'<g clip-path="url(#window{number})">\n'
                f"{_apart(content, number)}</g></g>\n"
            )
        parts.append(_apart(_content(self._about), len(self._windows)))
        parts.append("</svg>\n")
        return "".join(parts).encode()


def _drawing(box: Box) -> _Drawing:
    kept = QByteArray()
    buffer = QBuffer(kept)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(round(CSS_DPI))
    width, height = box.width * PX_PER_MM, box.height * PX_PER_MM
    generator.setSize(QSize(round(width) + 1, round(height) + 1))
    generator.setViewBox(QRectF(0.0, 0.0, width, height))
    painter = QPainter(generator)
    painter.setRenderHints(_HINTS)
    return _Drawing(generator, buffer, kept, painter)


_FONT = 'font-family="Liberation Sans'


def _content(drawing: _Drawing) -> str:
    """What was drawn, without the root element."""
    text = bytes(drawing.kept.data()).decode()
    start = re.search(r"<svg\b[^>]*>", text)
    assert start is not None, "Qt wrote an SVG without a root"
    inner = text[start.end() : text.rindex("</svg>")]
    inner = re.sub(r"<title>.*?</title>|<desc>.*?</desc>", "", inner, flags=re.DOTALL)
    # Every path is in units of the page already, and strokes have to grow with the drawing.
    inner = inner.replace(' vector-effect="non-scaling-stroke"', "")
    # Where the shipped font is not installed, these have its widths.
    return inner.replace(_FONT, f"{_FONT}, Arial, Helvetica, sans-serif")


def _apart(content: str, number: int) -> str:
    """The drawing with names that no other drawing of the file has."""
    content = re.sub(r'\bid="([^"]+)"', rf'id="d{number}-\1"', content)
    content = re.sub(r"url\(#([^)]+)\)", rf"url(#d{number}-\1)", content)
    return re.sub(r'href="#([^"]+)"', rf'href="#d{number}-\1"', content)


def _escaped(text: str) -> str:
    plain = "".join(letter for letter in text if letter.isprintable())
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
