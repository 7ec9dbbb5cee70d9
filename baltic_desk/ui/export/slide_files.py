"""The slides of a project as a PPTX or as pages of a PDF."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from baltic_desk.document.document import Document
from baltic_desk.ui.export.drawing import Part, Progress, Steps, Target, draw
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.image import Means, Picture, page_steps, paper_of, pixel_size
from baltic_desk.ui.export.raster import raster_steps
from baltic_desk.ui.export.raster_files import png_steps
from baltic_desk.ui.export.slide_faces import (
    BAND_PX,
    HEIGHT_PX,
    MARGIN_PX,
    MARKING_TYPE,
    NUMBER_TYPE,
    TITLE_TYPE,
    WIDTH_PX,
    Face,
    face_of,
)
from baltic_desk.ui.export.slides import slides_of
from baltic_desk.ui.export.sources import paint_strip, wrapped
from baltic_desk.ui.export.vector_files import Paper, pdf_steps
from baltic_desk.ui.export.writing import write_steps
from baltic_desk.ui.map.lettering import Ruler, Type
from baltic_desk.ui.map.theme import THEMES

SUFFIXES = (".pptx", ".pdf")
PICTURE_PX = 3840
"""Pixels across a slide's picture: sharp on a 4K screen."""

NOTE_TYPE = Type(13.0)
_NOTE_LINE_PX = 18.0
_INK = "#1c1c1c"
_A4 = (793.7, 1122.5)
_SIDE_PX = 48.0


@dataclass(frozen=True, slots=True)
class SlideShow:
    """How slides are made: looks and place of `picture`, for slides that say none of their own."""

    picture: Picture
    notes: bool = False
    """Of a PDF: the note below the picture, on a page that stands upright."""


def slide_file_steps(document: Document, out: Path, show: SlideShow, means: Means) -> Steps:
    """Make a file of all slides, in steps; nothing is written before the last.

    Raises
    ------
    ExportError
        When it cannot be made or written.
    """
    title = document.project.title or "BalticDesk"
    match out.suffix.lower():
        case ".pptx":
            data = yield from _pptx_steps(document, title, show, means)
        case ".pdf":
            pages = _pages(document, show, means)
            data = yield from pdf_steps(title, pages)
        case suffix:
            raise ExportError(f"slides are written as {' or '.join(SUFFIXES)}, not as {suffix}")
    yield from write_steps({out: data})


def _faces(document: Document, show: SlideShow, means: Means) -> Iterator[Progress | Face | None]:
    finer = PICTURE_PX / (WIDTH_PX - 2 * MARGIN_PX)
    picture = replace(show.picture, pixels_per_px=finer)
    slides = slides_of(document, picture)
    marking = document.project.marking
    for number, slide in enumerate(slides, start=1):
        yield Progress(number - 1, len(slides), f"Slide {number} of {len(slides)}: {slide.title}")
        face = yield from face_of(
            slide, number, len(slides), marking, means, sources=show.picture.sources
        )
        yield face


def _pptx_steps(
    document: Document, title: str, show: SlideShow, means: Means
) -> Generator[Progress | None, None, bytes]:
    from baltic_desk.ui.export.pptx_file import MadeSlide, SlideFile  # half a second

    made = SlideFile(title)
    for face in _faces(document, show, means):
        if not isinstance(face, Face):
            yield face
            continue
        page = yield from page_steps(face.document, face.picture, means)
        paper = paper_of(face.document, face.picture, page, means)
        size, finer = pixel_size(face.picture), face.picture.pixels_per_px
        raster = yield from raster_steps(paper, size, finer)
        png = yield from _quietly(png_steps(raster, {}))
        made.add(MadeSlide(face, png))
        yield None
    return made.data()


def _quietly(steps: Generator[Progress, None, bytes]) -> Generator[None, None, bytes]:
    """The progress of a picture is no progress of the slides."""
    try:
        while True:
            next(steps)
            yield
    except StopIteration as end:
        return bytes(end.value)


# -- PDF -----------------------------------------------------------------------------------------


def _pages(document: Document, show: SlideShow, means: Means) -> Iterator[Paper | Progress | None]:
    for face in _faces(document, show, means):
        if not isinstance(face, Face):
            yield face
            continue
        page = yield from page_steps(face.document, face.picture, means)
        slide = _slide(face, paper_of(face.document, face.picture, page, means).parts)
        if show.notes:
            yield from _with_note(face, slide)
        else:
            yield slide


def _slide(face: Face, drawn: tuple[Part, ...]) -> Paper:
    """A page that is the slide."""
    box = face.picture_box
    below = face.sources_box
    theme = THEMES["light"]

    def paint_words(painter: QPainter, target: Target, scale: float) -> Iterator[None]:  # noqa: ARG001
        words = _Words(painter, scale)
        title = face.title_box
        text = _elided(face.title, TITLE_TYPE, title.width)
        words.at(text, TITLE_TYPE, title.left, title.top + 0.68 * title.height)
        _paint_marking(words, face, WIDTH_PX, HEIGHT_PX)
        yield

    def paint_sources(painter: QPainter, target: Target, scale: float) -> Iterator[None]:  # noqa: ARG001
        paint_strip(painter, face.sources, 0.0, below.width, theme, scale)
        yield

    parts = [Part(0, 0, WIDTH_PX, HEIGHT_PX, paint_words)]
    parts += [replace(part, left=part.left + box.left, top=part.top + box.top) for part in drawn]
    if below.height:
        parts.append(Part(below.left, below.top, below.width, below.height, paint_sources))
    return Paper(WIDTH_PX, HEIGHT_PX, tuple(parts))


def _with_note(face: Face, slide: Paper) -> Iterator[Paper]:
    """The slide, smaller, and below it the note; what has no room goes on on further pages."""
    width, height = _A4
    room = width - 2 * _SIDE_PX
    shrunk = room / WIDTH_PX
    top = _SIDE_PX + HEIGHT_PX * shrunk + 12.0
    ruler = Ruler()
    lines = [
        line
        for paragraph in face.note.splitlines()
        for line in (wrapped(paragraph, room, ruler, NOTE_TYPE, "") or [""])
    ]

    def paint_slide(painter: QPainter, target: Target, scale: float) -> Iterator[None]:
        yield from draw(painter, slide.parts, target, shrunk * scale)

    first = int((height - _SIDE_PX - top) / _NOTE_LINE_PX)
    further = int((height - 2 * _SIDE_PX - 30) / _NOTE_LINE_PX)
    picture = Part(_SIDE_PX, _SIDE_PX, room, HEIGHT_PX * shrunk, paint_slide)
    yield Paper(width, height, (picture, _note(face, lines[:first], top, "")))
    for begin in range(first, len(lines), further):
        some = lines[begin : begin + further]
        yield Paper(width, height, (_note(face, some, _SIDE_PX + 30, f"{face.title} (continued)"),))


def _note(face: Face, lines: list[str], top: float, head: str) -> Part:
    width, height = _A4

    def paint(painter: QPainter, target: Target, scale: float) -> Iterator[None]:  # noqa: ARG001
        words = _Words(painter, scale)
        if head:
            bold = replace(NOTE_TYPE, bold=True)
            words.at(_elided(head, bold, width - 2 * _SIDE_PX), bold, _SIDE_PX, _SIDE_PX + 12)
        for number, line in enumerate(lines, start=1):
            words.at(line, NOTE_TYPE, _SIDE_PX, top + number * _NOTE_LINE_PX)
        _paint_marking(words, face, width, height)
        yield

    return Part(0, 0, width, height, paint)


def _paint_marking(words: _Words, face: Face, width: float, height: float) -> None:
    """Above and below, and the number beside it."""
    ruler = Ruler()
    middle = 0.5 * BAND_PX + 0.36 * MARKING_TYPE.size_px
    left = (width - ruler.width_px(face.marking, MARKING_TYPE)) / 2
    for down in (middle, height - BAND_PX + middle):
        words.at(face.marking, MARKING_TYPE, left, down, THEMES["light"].marking)
    side = width - MARGIN_PX - ruler.width_px(face.number, NUMBER_TYPE)
    words.at(face.number, NUMBER_TYPE, side, height - BAND_PX + middle)


class _Words:
    """Text on a page, placed in pixels of 1/96 inch."""

    def __init__(self, painter: QPainter, scale: float) -> None:
        self._painter, self._scale = painter, scale

    def at(self, text: str, style: Type, left: float, baseline: float, ink: str = _INK) -> None:
        """A line that begins there."""
        if text:
            self._painter.setPen(QColor(ink))
            self._painter.setFont(style.font(self._scale))
            self._painter.drawText(QPointF(left * self._scale, baseline * self._scale), text)


def _elided(text: str, style: Type, width_px: float) -> str:
    ruler = Ruler()
    if ruler.width_px(text, style) <= width_px:
        return text
    fits = ruler.fitting(text, width_px - ruler.width_px(" …", style), style)
    return f"{text[:fits].rstrip()} …"
