"""Pages as SVG and PDF: everything as vectors, texts as text."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from baltic_desk import __version__
from baltic_desk.ui.export.drawing import Part, Progress, draw
from baltic_desk.ui.map.viewport import CSS_DPI

# Coordinates in a PDF are rounded to this grid; at 1200 dpi it is 0.02 mm.
PDF_DPI = 1200

_POINTS_PER_INCH = 72.0
_MM_PER_INCH = 25.4
_CREATOR = f"BalticDesk {__version__}"
_HINTS = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing

_BODY = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
_DEFS = re.compile(r"<defs>(.*?)</defs>", re.DOTALL)
_ABOUT = re.compile(r"<(title|desc)>.*?</\1>\s*", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_IDS = re.compile(r'(\bid="|url\(#|href="#)')
# Where the shipped font is not installed, these have its widths.
_FONT = 'font-family="Liberation Sans'
_FONTS = f"{_FONT}, Arial, Helvetica, sans-serif"


@dataclass(frozen=True, slots=True)
class Paper:
    """A page and its parts, in pixels of 1/96 inch."""

    width_px: float
    height_px: float
    parts: tuple[Part, ...]


def svg_steps(title: str, page: Paper) -> Generator[None, None, bytes]:
    """The page as an SVG in which nothing shows beyond the part that it belongs to.

    QSvgGenerator leaves all clipping out (Qt 6.11). So each part is a drawing of its own, and what
    it holds is put into a group with a clip path: that is what browsers, Inkscape and LibreOffice
    have in common. The `overflow` of nested `svg` elements is not.
    """
    groups: list[str] = []
    for number, part in enumerate(page.parts):
        made = yield from _part_svg(part)
        groups.append(_group(made, part, f"p{number}"))
    width, height = page.width_px, page.height_px
    head = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<svg width="{_mm(width)}mm" height="{_mm(height)}mm" viewBox="0 0 {width:g} {height:g}"\n'
        ' xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' version="1.1" overflow="hidden">\n'
        f"<title>{escape(title, quote=False)}</title>\n<desc>{_CREATOR}</desc>\n"
    )
    return "".join((head, *groups, "</svg>\n")).encode()


def pdf_steps(
    title: str, pages: Iterable[Paper | Progress | None]
) -> Generator[Progress | None, None, bytes]:
    """The pages as a PDF, each of its own size; what comes between pages is passed on."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PDF_DPI)
    writer.setTitle(title)
    writer.setCreator(_CREATOR)
    painter = QPainter()
    try:
        for page in pages:
            if not isinstance(page, Paper):
                yield page
                continue
            _set_size(writer, page)
            if painter.isActive():
                writer.newPage()
            else:
                painter.begin(writer)
            painter.setRenderHints(_HINTS)
            yield from draw(painter, page.parts, "vector", PDF_DPI / CSS_DPI)
    finally:
        if painter.isActive():
            painter.end()
    return bytes(kept.data())


def _set_size(writer: QPdfWriter, page: Paper) -> None:
    points = _POINTS_PER_INCH / CSS_DPI
    size = QSizeF(page.width_px * points, page.height_px * points)
    writer.setPageSize(
        QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageOrientation(QPageLayout.Orientation.Portrait)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))


def _part_svg(part: Part) -> Generator[None, None, str]:
    kept = QByteArray()
    buffer = QBuffer(kept)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(round(CSS_DPI))
    size = QSize(max(1, round(part.width)), max(1, round(part.height)))
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    painter = QPainter(generator)
    painter.setRenderHints(_HINTS)
    try:
        yield from part.paint(painter, "vector", 1.0)
    finally:
        painter.end()
    return bytes(kept.data()).decode()


def _group(svg: str, part: Part, name: str) -> str:
    """What a drawing holds, clipped to its part, with ids that no other part has."""
    found = _BODY.search(svg)
    assert found is not None
    # In tags only: a text of the project may look like a reference.
    body = _TAG.sub(lambda tag: _IDS.sub(rf"\g<1>{name}-", tag[0]), _ABOUT.sub("", found[1]))
    defs = "".join(_DEFS.findall(body)).strip()
    box = f'<rect width="{part.width:g}" height="{part.height:g}"/>'
    return (
        f'<defs><clipPath id="{name}">{box}</clipPath>{defs}</defs>\n'
        f'<g transform="translate({part.left:g},{part.top:g})"><g clip-path="url(#{name})">'
        f"{_DEFS.sub('', body).strip().replace(_FONT, _FONTS)}</g></g>\n"
    )


def _mm(px: float) -> str:
    return f"{px / CSS_DPI * _MM_PER_INCH:.6g}"
