"""Where on a slide its title, picture, sources and marking stand, and what is written there."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from baltic_desk.document.document import Document
from baltic_desk.ui.export.image import Means, Picture, sources_of, viewport_of
from baltic_desk.ui.export.slides import Slide
from baltic_desk.ui.export.sources import Strip, strip
from baltic_desk.ui.map.lettering import Ruler, Type

WIDTH_PX, HEIGHT_PX = 1280, 720
"""A slide of 13.33 by 7.5 inches, 16:9."""

TITLE_TYPE = Type(26.0, bold=True)
MARKING_TYPE = Type(14.0, bold=True)
NUMBER_TYPE = Type(11.0)

MARGIN_PX = 24
BAND_PX = 24
TITLE_PX = 46
_SOURCES_FOR_PX = 440  # a strip takes a quarter of it at most


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of 1/96 inch."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Face:
    """A slide laid out. `picture` is drawn on `document`, without sources and marking."""

    title: str
    note: str
    number: str
    marking: str
    document: Document
    picture: Picture
    sources: Strip
    title_box: Box
    picture_box: Box
    sources_box: Box


def face_of(
    slide: Slide, number: int, count: int, marking: str, means: Means, *, sources: bool
) -> Generator[None, None, Face]:
    """The slide as it is laid out; `number` begins at 1."""
    width = WIDTH_PX - 2 * MARGIN_PX
    top = BAND_PX + TITLE_PX
    document, picture = slide.sized(width, HEIGHT_PX - top - BAND_PX)
    yield
    below = Strip((), 0.0, 0)
    if sources:
        # What the higher picture shows: no less than is seen.
        named = sources_of(document, viewport_of(document, picture), means)
        below = strip(named, width, _SOURCES_FOR_PX, Ruler())
        yield
    height = HEIGHT_PX - top - BAND_PX - below.height_px
    if below.height_px:
        document, picture = slide.sized(width, height)
        yield
    return Face(
        slide.title,
        slide.note,
        f"{number} / {count}",
        marking.strip().upper(),
        document,
        picture,
        below,
        Box(MARGIN_PX, BAND_PX, width, TITLE_PX),
        Box(MARGIN_PX, top, width, height),
        Box(MARGIN_PX, top + height, width, below.height_px),
    )
