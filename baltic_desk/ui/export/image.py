"""A document as a picture file: PNG as on the screen, SVG and PDF with everything as vectors."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import sleep
from typing import Literal

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from baltic_desk import __version__
from baltic_desk.app.briefing import view_for
from baltic_desk.app.cited import Citation, citations
from baltic_desk.app.extent import REGION, extent
from baltic_desk.app.reaches import FieldCache, reached_now
from baltic_desk.app.settings import TerrainSource, load_settings
from baltic_desk.app.terrain_sources import TerrainShelf, is_here
from baltic_desk.document.altitude import NO_TERRAIN, Altitude, altitude_of
from baltic_desk.document.document import Document
from baltic_desk.document.lesson import StepView
from baltic_desk.document.ring_choice import EVERYTHING, RingChoice
from baltic_desk.geo.basemap import BaseMap, open_basemap
from baltic_desk.geo.elevation import TerrainFileError
from baltic_desk.geo.projection import DEFAULT_PROJECTION
from baltic_desk.io.save import SaveError, save
from baltic_desk.ui.export.encoding import png_bytes
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.sources import Strip, paint_strip, strip
from baltic_desk.ui.map.highlighting import lit_of
from baltic_desk.ui.map.lettering import Ruler
from baltic_desk.ui.map.painting import LAYERS, map_steps
from baltic_desk.ui.map.placed_reach import Detail, Reaches, placed
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.map.viewport import (
    CSS_DPI,
    METRES_PER_INCH,
    Bounds,
    Camera,
    Viewport,
    metres_per_px_at,
    viewport_around,
)
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures

SUFFIXES = (".png", ".svg", ".pdf")

MOST_PIXELS = 200_000_000
"""Of a PNG: 800 MB while it is made."""

# Coordinates in a PDF are rounded to this grid; at 1200 dpi it is 0.02 mm.
PDF_DPI = 1200
_POINTS_PER_INCH = 72.0
_LOOK_S = 0.005
VECTORS_ARE_LOOKED_AT = 4.0
"""So many times enlarged."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What to draw: size in pixels of 1/96 inch, looks, and place.

    `view`, all of which is shown, wins over `camera`, that over `bounds`, that over `center` and
    `scale` (the denominator); without any of them all features are shown, and the region where
    there are none. A PNG has `pixels_per_px` pixels for each pixel of the size, with widths and
    texts as much larger. `sources` are named in a strip below the map, which is as much lower. A
    picture that does not show all `rings` says so. Features of the ids `highlights` stand out, all
    else steps back.
    """

    width_px: int
    height_px: int
    theme: str = "light"
    projection: str = DEFAULT_PROJECTION
    center: tuple[float, float] | None = None
    scale: float | None = None
    bounds: Bounds | None = None
    camera: Camera | None = None
    view: StepView | None = None
    layers: Set[str] = frozenset(LAYERS)
    pixels_per_px: float = 1.0
    sources: bool = True
    rings: RingChoice = EVERYTHING
    highlights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Means:
    """What is costly to make: the base map, the symbol script, elevation and what is seen over it.
    The window lends its own. `terrain_sources` are those that were added on this machine.
    """

    basemap: BaseMap
    pictures: SymbolPictures
    terrain: TerrainShelf = field(default_factory=TerrainShelf)
    fields: FieldCache = field(default_factory=FieldCache)
    terrain_sources: tuple[TerrainSource, ...] = ()


@dataclass(frozen=True, slots=True)
class _Page:
    """The map, what is reached at the project's altitude, and the strip below."""

    viewport: Viewport
    below: Strip
    reaches: Reaches | None


def own_means() -> Means:
    """Means for a picture made without a window; needs the application object."""
    sources = load_settings().terrain_sources
    return Means(open_basemap(), SymbolPictures(symbol_renderer()), terrain_sources=sources)


def export(document: Document, out: Path, picture: Picture) -> None:
    """Write a picture; the suffix of `out` says which sort. The file appears only when whole.

    Raises
    ------
    ExportError
        When the picture is too large, or the file cannot be written.
    """
    for _ in export_steps(document, out, picture, own_means()):
        pass


def export_steps(document: Document, out: Path, picture: Picture, means: Means) -> Iterator[None]:
    """What `export` does, in steps of some milliseconds; nothing is written before the last."""
    viewport, below = _laid_out(document, picture, means)
    means.pictures.colours = document.project.symbol_colors
    # Vectors are enlarged, pictures are as fine as their pixels.
    finer = max(picture.pixels_per_px, VECTORS_ARE_LOOKED_AT)
    reaches = yield from reaches_steps(
        document, viewport.projection_id, viewport.metres_per_px / finer, means
    )
    page = _Page(viewport, below, reaches)
    match out.suffix.lower():
        case ".png":
            data = yield from _png(document, picture, page, means)
        case ".svg":
            data = yield from _svg(document, picture, page, means)
        case ".pdf":
            data = yield from _pdf(document, picture, page, means)
        case suffix:
            raise ExportError(f"cannot write {suffix or 'a file without a suffix'} pictures")
    try:
        save(out, data, backup=False)
    except SaveError as error:
        raise ExportError(str(error)) from error


def _laid_out(document: Document, picture: Picture, means: Means) -> tuple[Viewport, Strip]:
    """The map and the strip below it. What the higher map shows is named: no less than is seen."""
    viewport = viewport_of(document, picture)
    if not picture.sources:
        return viewport, Strip((), 0.0, 0)
    named = citations(document, viewport.frame().lonlat_bounds())
    named += elevation_cited(document, means)
    below = strip(named, picture.width_px, picture.height_px, Ruler())
    return viewport_of(document, picture, less_px=below.height_px), below


def elevation_cited(document: Document, means: Means) -> tuple[Citation, ...]:
    """What reach at an altitude was computed over, and whose that is."""
    altitude = altitude_of(document.project)
    if altitude is None or altitude.terrain == NO_TERRAIN:
        return ()
    try:
        terrain = means.terrain.elevation(altitude.terrain, means.terrain_sources)
    except TerrainFileError as error:
        raise ExportError(f"elevation cannot be read: {error}") from error
    credit = f"{terrain.name} ({terrain.error}); {terrain.licence}".rstrip("; ")
    return (Citation(credit, "", "", ("Elevation",)),)


def viewport_of(document: Document, picture: Picture, *, less_px: int = 0) -> Viewport:
    """The part of the map that a picture shows; the map is lower than it by `less_px`."""
    width, height = picture.width_px, picture.height_px - less_px
    if picture.view is not None:
        camera = Camera(*view_for(picture.view, width, height))
        return Viewport.of(camera, picture.projection, width, height)
    if picture.camera is not None:
        return Viewport.of(picture.camera, picture.projection, width, height)
    if picture.bounds is not None:
        return viewport_around(picture.bounds, picture.projection, width, height, margin=0.0)
    all_of_it = extent(document.features()) or REGION
    around = viewport_around(all_of_it, picture.projection, width, height)
    if picture.center is None and picture.scale is None:
        return around
    shown = around.camera()
    scale = shown.metres_per_px if picture.scale is None else metres_per_px_at(picture.scale)
    camera = Camera(picture.center or shown.center, scale)
    return Viewport.of(camera, picture.projection, width, height)


def reaches_steps(
    document: Document, projection_id: str, metres_per_dot: float, means: Means
) -> Generator[None, None, Reaches | None]:
    """What is reached at the project's altitude, computed in another thread where it is not known.

    Whoever leaves the steps calls that off. Nothing finer than `metres_per_dot` is told.
    """
    altitude = altitude_of(document.project)
    if altitude is None:
        return None
    left = Event()
    detail = Detail.of(metres_per_dot)
    with ThreadPoolExecutor(1, thread_name_prefix="export") as worker:
        future = worker.submit(
            reaches_at, document, altitude, projection_id, means, detail, left.is_set
        )
        try:
            while not future.done():
                sleep(_LOOK_S)
                yield
        finally:
            left.set()
        try:
            return future.result()
        except TerrainFileError as error:
            raise ExportError(f"elevation cannot be read: {error}") from error


def reaches_at(
    document: Document,
    altitude: Altitude,
    projection_id: str,
    means: Means,
    detail: Detail,
    cancelled: Callable[[], bool],
) -> Reaches:
    """What a document's rings reach at an altitude; from any thread.

    Raises
    ------
    TerrainFileError
        When the elevation cannot be read.
    """
    terrain = means.terrain.elevation(altitude.terrain, means.terrain_sources)
    found = reached_now(
        document,
        altitude,
        terrain,
        means.fields,
        smallest_m2=detail.smallest_m2,
        stray_m=detail.stray_m,
        cancelled=cancelled,
    )
    return Reaches(
        altitude,
        projection_id,
        terrain,
        tuple(placed(found, projection_id)),
        missing="" if is_here(altitude.terrain, means.terrain_sources) else altitude.terrain,
    )


def _png(
    document: Document, picture: Picture, page: _Page, means: Means
) -> Generator[None, None, bytes]:
    width = round(picture.width_px * picture.pixels_per_px)
    height = round(picture.height_px * picture.pixels_per_px)
    if width * height > MOST_PIXELS:
        raise ExportError(f"a picture of {width} × {height} pixels is too large for one file")
    image = QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise ExportError(f"there is not enough memory for {width} × {height} pixels")
    image.fill(QColor(THEMES[picture.theme].sea))
    # The scale of the picture is true when it is printed at its own size.
    dots_per_metre = round(CSS_DPI * picture.pixels_per_px / METRES_PER_INCH)
    image.setDotsPerMeterX(dots_per_metre)
    image.setDotsPerMeterY(dots_per_metre)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    try:
        scale = picture.pixels_per_px
        yield from _painted(painter, document, picture, page, means, "raster", scale)
    finally:
        painter.end()
    return png_bytes(image)


def _svg(
    document: Document, picture: Picture, page: _Page, means: Means
) -> Generator[None, None, bytes]:
    kept = QByteArray()
    buffer = QBuffer(kept)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(round(CSS_DPI))
    generator.setSize(QSize(picture.width_px, picture.height_px))
    generator.setViewBox(QRect(0, 0, picture.width_px, picture.height_px))
    generator.setTitle(document.project.title or "BalticDesk")
    generator.setDescription(f"BalticDesk {__version__}")
    painter = QPainter(generator)
    try:
        yield from _vectors(painter, document, picture, page, means)
    finally:
        painter.end()
    # Where the shipped font is not installed, these have its widths.
    font = b'font-family="Liberation Sans'
    return bytes(kept.data()).replace(font, font + b", Arial, Helvetica, sans-serif")


def _pdf(
    document: Document, picture: Picture, page: _Page, means: Means
) -> Generator[None, None, bytes]:
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    points = _POINTS_PER_INCH / CSS_DPI
    size = QSizeF(picture.width_px * points, picture.height_px * points)
    writer.setResolution(PDF_DPI)
    writer.setPageSize(
        QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageOrientation(QPageLayout.Orientation.Portrait)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(document.project.title or "BalticDesk")
    writer.setCreator(f"BalticDesk {__version__}")
    painter = QPainter(writer)
    try:
        scale = PDF_DPI / CSS_DPI
        yield from _vectors(painter, document, picture, page, means, style_scale=scale)
    finally:
        painter.end()
    return bytes(kept.data())


def _vectors(
    painter: QPainter,
    document: Document,
    picture: Picture,
    page: _Page,
    means: Means,
    *,
    style_scale: float = 1.0,
) -> Iterator[None]:
    theme = THEMES[picture.theme]
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.fillRect(
        0,
        0,
        round(picture.width_px * style_scale),
        round(picture.height_px * style_scale),
        QColor(theme.sea),
    )
    yield from _painted(painter, document, picture, page, means, "vector", style_scale)


def _painted(
    painter: QPainter,
    document: Document,
    picture: Picture,
    page: _Page,
    means: Means,
    target: Literal["raster", "vector"],
    style_scale: float,
) -> Iterator[None]:
    """The map and the strip below it."""
    theme = THEMES[picture.theme]
    scene = Scene.of(document, picture.projection, rings=picture.rings)
    yield from map_steps(
        painter,
        means.basemap,
        scene,
        page.viewport,
        theme,
        target=target,
        layers=picture.layers,
        symbol_pictures=means.pictures,
        style_scale=style_scale,
        reaches=page.reaches,
        lit=lit_of(document, scene, picture.highlights, dims=True),
    )
    paint_strip(painter, page.below, page.viewport.height, picture.width_px, theme, style_scale)
