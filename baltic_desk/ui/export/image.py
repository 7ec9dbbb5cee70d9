"""A view of a document as a picture file: as on the screen in pixels, or with all as vectors."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import sleep

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

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
from baltic_desk.geo.georeference import Georeference
from baltic_desk.geo.projection import DEFAULT_PROJECTION
from baltic_desk.ui.export.drawing import Part, Progress, Steps, Target
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.raster import check_pixels, raster_steps
from baltic_desk.ui.export.raster_files import png_steps, tiff_steps
from baltic_desk.ui.export.sources import Strip, paint_strip, strip
from baltic_desk.ui.export.vector_files import Paper, pdf_steps, svg_steps
from baltic_desk.ui.export.writing import write_steps
from baltic_desk.ui.map.highlighting import lit_of
from baltic_desk.ui.map.lettering import Ruler
from baltic_desk.ui.map.painting import LAYERS, map_steps
from baltic_desk.ui.map.placed_reach import Detail, Reaches, placed
from baltic_desk.ui.map.qt_paths import color
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.map.viewport import (
    Bounds,
    Camera,
    Viewport,
    metres_per_px_at,
    viewport_around,
)
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures

RASTERS = (".png", ".tif", ".tiff")
SUFFIXES = (*RASTERS, ".svg", ".pdf")
WORLD_FILES = {".png": ".pgw", ".tif": ".tfw", ".tiff": ".tfw"}

_LOOK_S = 0.005
VECTORS_ARE_LOOKED_AT = 4.0
"""So many times enlarged."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What to draw: size in pixels of 1/96 inch, looks, and place.

    `view`, all of which is shown, wins over `camera`, that over `bounds`, that over `center` and
    `scale` (the denominator); without any of them all features are shown, and the region where
    there are none. A raster has `pixels_per_px` pixels for each pixel of the size, with widths and
    texts as much larger; where that comes to other than whole pixels, `pixels` are its size, and
    the last column and row are cut. `sources` are named in a strip below the map, which is as much
    lower; in a picture that is `placed`, for other programs to lay on the ground, they are in the
    file's description instead. By choice a `world_file` stands beside a raster. A picture that does
    not show all `rings` says so. Features of the ids `highlights` stand out, all else steps back.
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
    pixels: tuple[int, int] | None = None
    placed: bool = False
    world_file: bool = False
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
class Page:
    """The map, the strip below, what is reached at the project's altitude, the sources in words."""

    viewport: Viewport
    below: Strip
    reaches: Reaches | None
    said: str


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


def export_steps(document: Document, out: Path, picture: Picture, means: Means) -> Steps:
    """What `export` does, in steps of some milliseconds; nothing is written before the last."""
    suffix = out.suffix.lower()
    files = yield from picture_steps(document, suffix, picture, means)
    yield from write_steps(
        {out if end == suffix else out.with_suffix(end): files[end] for end in files}
    )


def picture_steps(
    document: Document, suffix: str, picture: Picture, means: Means
) -> Generator[Progress | None, None, dict[str, bytes]]:
    """A picture in memory, by its suffix; then what stands beside it, by theirs."""
    if suffix not in SUFFIXES:
        raise ExportError(f"cannot write {suffix or 'a file without a suffix'} pictures")
    if suffix in RASTERS:
        check_pixels(*pixel_size(picture))
    page = yield from page_steps(document, picture, means)
    paper = paper_of(document, picture, page, means)
    title = document.project.title or "BalticDesk"
    if suffix == ".svg":
        return {suffix: (yield from svg_steps(title, paper))}
    if suffix == ".pdf":
        return {suffix: (yield from pdf_steps(title, (paper,)))}
    raster = yield from raster_steps(paper, pixel_size(picture), picture.pixels_per_px)
    place = georeference_of(page.viewport, picture.pixels_per_px)
    if suffix == ".png":
        said = page.said if picture.placed else ""
        files = {suffix: (yield from png_steps(raster, {"Description": said}))}
    else:
        files = {suffix: (yield from tiff_steps(raster, place, page.said))}
    if picture.world_file:
        files[WORLD_FILES[suffix]] = place.world_file().encode()
        files[".prj"] = place.prj().encode()
    return files


def page_steps(document: Document, picture: Picture, means: Means) -> Generator[None, None, Page]:
    """All that is computed before a page can be drawn."""
    viewport, below, said = _laid_out(document, picture, means)
    means.pictures.colours = document.project.symbol_colors
    # Vectors are enlarged, pictures are as fine as their pixels.
    finer = max(picture.pixels_per_px, VECTORS_ARE_LOOKED_AT)
    reaches = yield from reaches_steps(
        document, viewport.projection_id, viewport.metres_per_px / finer, means
    )
    return Page(viewport, below, reaches, said)


def pixel_size(picture: Picture) -> tuple[int, int]:
    """Columns and rows of the picture as a raster."""
    finer = picture.pixels_per_px
    return picture.pixels or (round(picture.width_px * finer), round(picture.height_px * finer))


def georeference_of(viewport: Viewport, pixels_per_px: float) -> Georeference:
    """Where the pixels of a picture lie that begins in the upper left corner of a viewport."""
    left, top = viewport.to_xy((0.0, 0.0))
    pixel_m = viewport.metres_per_px / pixels_per_px
    return Georeference(viewport.projection_id, left, top, pixel_m)


def _laid_out(document: Document, picture: Picture, means: Means) -> tuple[Viewport, Strip, str]:
    """The map, the strip below it, and what that says.

    What the higher map shows is named: no less than is seen.
    """
    viewport = viewport_of(document, picture)
    if not picture.sources:
        return viewport, Strip((), 0.0, 0), ""
    named = sources_of(document, viewport, means)
    said = "\n".join(citation.text for citation in named)
    if picture.placed:  # a strip would lie upon the ground
        return viewport, Strip((), 0.0, 0), said
    below = strip(named, picture.width_px, picture.height_px, Ruler())
    return viewport_of(document, picture, less_px=below.height_px), below, said


def sources_of(document: Document, viewport: Viewport, means: Means) -> tuple[Citation, ...]:
    """On whose word is what a viewport shows of a document, elevation included."""
    named = citations(document, viewport.frame().lonlat_bounds())
    return named + elevation_cited(document, means)


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


def paper_of(document: Document, picture: Picture, page: Page, means: Means) -> Paper:
    """The page with what draws it: the map, and the strip below."""
    theme = THEMES[picture.theme]
    width, height = picture.width_px, page.viewport.height

    def paint_map(painter: QPainter, target: Target, scale: float) -> Iterator[None]:
        painter.fillRect(QRectF(0, 0, width * scale, height * scale), color(theme.sea))
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
            style_scale=scale,
            reaches=page.reaches,
            lit=lit_of(document, scene, picture.highlights, dims=True),
        )

    def paint_sources(painter: QPainter, target: Target, scale: float) -> Iterator[None]:  # noqa: ARG001 - a Paint
        paint_strip(painter, page.below, 0.0, width, theme, scale)
        yield

    parts = [Part(0, 0, width, height, paint_map)]
    if page.below.height_px:
        parts.append(Part(0, height, width, page.below.height_px, paint_sources))
    return Paper(width, picture.height_px, tuple(parts))
