"""Paints the whole map in one go, for exports and pictures without a window."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from time import sleep
from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from baltic_desk.geo.basemap import BaseMap
from baltic_desk.geo.elevation import open_dem
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.ui.map.base_painting import paint_base
from baltic_desk.ui.map.cells import ProjectedCells, cells_of_pictures
from baltic_desk.ui.map.coverage_painting import paint_reach_labels, paint_reaches
from baltic_desk.ui.map.furniture import credit_of, paint_furniture
from baltic_desk.ui.map.graticule_painting import GraticuleLabels, paint_graticule
from baltic_desk.ui.map.name_painting import paint_names
from baltic_desk.ui.map.names import name_table
from baltic_desk.ui.map.overlay_painting import paint_overlays
from baltic_desk.ui.map.placed_reach import Reaches
from baltic_desk.ui.map.placing import PlacedNames, chunks, placed_names
from baltic_desk.ui.map.qt_paths import NO_BRUSH
from baltic_desk.ui.map.reach_legend import paint_legend
from baltic_desk.ui.map.relief import Relief, heights, relief
from baltic_desk.ui.map.ring_lighting import NOTHING_LIT, Lit, paint_lit
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.viewport import Frame, Viewport
from baltic_desk.ui.symbol_pictures import SymbolPictures

LAYERS = (
    "relief", "lakes", "small_lakes", "rivers", "roads", "railways", "admin1", "territorial",
    "borders", "graticule", "countries", "water_names", "places", "airports", "ports", "scale_bar",
)  # fmt: skip
"""What can be shown and hidden, bottom to top. Land is always there."""
NAMES = frozenset(("countries", "water_names", "places", "airports", "ports"))
"""Layers that are lettering."""

_LOOK_S = 0.003
FINEST_SHADE = 2.0
"""Pixels of a page's hillshade to 1/96 inch: heights are a kilometre apart, coasts are not."""
MOST_SHADE_PIXELS = 6_000_000


def paint_map(
    painter: QPainter,
    basemap: BaseMap,
    scene: Scene,
    viewport: Viewport,
    theme: Theme,
    *,
    target: Literal["raster", "vector"],
    layers: Set[str] = frozenset(LAYERS),
    symbol_pictures: SymbolPictures,
    style_scale: float = 1.0,
    reaches: Reaches | None = None,
    lit: Lit = NOTHING_LIT,
) -> None:
    """Base map, names, overlays and furniture of a viewport, at the painter's origin."""
    for _ in map_steps(
        painter, basemap, scene, viewport, theme, target=target, layers=layers,
        symbol_pictures=symbol_pictures, style_scale=style_scale, reaches=reaches, lit=lit,
    ):  # fmt: skip
        pass


def map_steps(
    painter: QPainter,
    basemap: BaseMap,
    scene: Scene,
    viewport: Viewport,
    theme: Theme,
    *,
    target: Literal["raster", "vector"],
    layers: Set[str] = frozenset(LAYERS),
    symbol_pictures: SymbolPictures,
    style_scale: float = 1.0,
    reaches: Reaches | None = None,
    lit: Lit = NOTHING_LIT,
    means: Means | None = None,
    cells: ProjectedCells | None = None,
    waits: bool = True,
    furniture: bool = True,
) -> Iterator[None]:
    """What `paint_map` does, in steps of some milliseconds, so that it can be watched and left.

    Parameters
    ----------
    target
        "vector" keeps paths whole, symbols as vectors and letters as text, and has no relief;
        "raster" shades the relief and draws symbols as pictures.
    style_scale
        Painter units for a pixel of the style: widths and texts grow with it. The viewport's size
        times this is painted.
    reaches
        What is reached at the project's altitude, in the viewport's projection.
    lit
        What stands out of the scene.
    means, cells
        To paint with, where they are kept for the next picture; `symbol_pictures` are those of
        `means`.
    waits
        Draws symbols that are not there yet; else `means` know what was lacking.
    furniture
        Draws what stands about the map: scale bar, credit, marking, legend.
    """
    whole = viewport.frame()
    frame = Frame(
        whole.projection_id, whole.left, whole.top, whole.metres_per_unit / style_scale,
        whole.width * style_scale, whole.height * style_scale, style_scale,
    )  # fmt: skip
    means = Means(symbol_pictures) if means is None else means
    cells = cells_of_pictures(basemap, frame.projection_id) if cells is None else cells
    painter.save()
    try:
        painter.setClipRect(QRectF(0, 0, frame.width, frame.height))
        sheet = Sheet(painter, frame, theme, means, vector=target == "vector", waits=waits)
        content = layers - {"relief"} if sheet.vector else layers
        yield from content_steps(
            sheet, basemap, scene, cells, layers=content, reaches=reaches, lit=lit
        )
        if furniture:
            paint_furniture(
                sheet, layers, GraticuleLabels(), credit=credit_of(basemap), marking=scene.marking,
                note=scene.ring_choice.note, ground_metres_per_px=viewport.camera().metres_per_px,
            )  # fmt: skip
            if reaches is not None:
                paint_legend(sheet, reaches)
    finally:  # whoever watches it may leave it
        painter.restore()


def content_steps(
    sheet: Sheet,
    basemap: BaseMap,
    scene: Scene,
    cells: ProjectedCells,
    *,
    layers: Set[str] = frozenset(LAYERS),
    reaches: Reaches | None = None,
    lit: Lit = NOTHING_LIT,
    grid: Callable[[Sheet], None] | None = None,
    whole_names: bool = False,
) -> Iterator[None]:
    """The map itself, without scale bar, credit, marking and legend: base map, names, overlays.

    Parameters
    ----------
    grid
        Paints lines upon the base map, in place of the usual graticule.
    whole_names
        Leaves out names that the frame would cut.
    """
    painter, frame, theme = sheet.painter, sheet.frame, sheet.theme
    yield from _paint_base(painter, cells, frame, theme, layers, vector=sheet.vector)
    if grid is not None:
        grid(sheet)
        yield
    elif "graticule" in layers:
        paint_graticule(painter, frame, theme)
        yield
    if not layers.isdisjoint(NAMES):
        yield from _paint_names(sheet, basemap, layers, scene, whole=whole_names)
    if reaches is not None:
        yield from paint_reaches(sheet, scene, reaches)
    for _ in paint_overlays(sheet, scene):
        yield
    if reaches is not None:
        yield from paint_reach_labels(sheet, scene, reaches)
    if lit.shapes:
        paint_lit(sheet, lit, scene, frame.styled_metres_per_px, reaches)
        yield


def _paint_base(
    painter: QPainter,
    cells: ProjectedCells,
    frame: Frame,
    theme: Theme,
    layers: Set[str],
    *,
    vector: bool,
) -> Iterator[None]:
    if vector and "relief" in layers:
        yield from _paint_shaded_page(painter, cells, frame, theme, layers)
        return
    if vector or "relief" not in layers:
        for _ in paint_base(painter, cells, None, frame, theme, layers, vector=vector):
            yield
        return
    shaded = yield from _relief_steps(frame.projection_id, theme)
    # Shading is laid on the land's own coverage, which a page already painted does not have.
    form = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(round(frame.width), round(frame.height), form)
    image.fill(Qt.GlobalColor.transparent)
    ground = QPainter(image)
    try:
        for _ in paint_base(ground, cells, shaded, frame, theme, layers):
            yield
    finally:
        ground.end()
    painter.drawImage(0, 0, image)


def _paint_shaded_page(
    painter: QPainter, cells: ProjectedCells, frame: Frame, theme: Theme, layers: Set[str]
) -> Iterator[None]:
    """Land and sea with their hillshade as one opaque picture, everything else as lines."""
    wide, high = frame.width / frame.style_scale, frame.height / frame.style_scale
    fine = min(FINEST_SHADE, math.sqrt(MOST_SHADE_PIXELS / (wide * high)))
    width, height = math.ceil(wide * fine), math.ceil(high * fine)
    coarser = frame.width / width
    ground_frame = replace(
        frame,
        metres_per_unit=frame.metres_per_unit * coarser,
        width=float(width),
        height=frame.height / coarser,
        style_scale=frame.style_scale / coarser,
    )
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    shaded = yield from _relief_steps(frame.projection_id, theme)
    ground = QPainter(image)
    try:
        yield from paint_base(ground, cells, shaded, ground_frame, theme, frozenset({"relief"}))
    finally:
        ground.end()
    # A brush's alpha would become the picture's: Qt's PDF takes it from there.
    painter.setBrush(NO_BRUSH)
    seen = QRectF(0.0, 0.0, frame.width, height * coarser)
    painter.drawImage(seen, image.convertToFormat(QImage.Format.Format_RGB888))
    yield
    yield from paint_base(
        painter, cells, None, frame, theme, layers, vector=True, fills_ground=False
    )


def _relief_steps(projection_id: str, theme: Theme) -> Generator[None, None, Relief]:
    """The region's relief, made in another thread where it is not kept from the picture before:
    that takes most of a second.
    """
    worker = ThreadPoolExecutor(1, thread_name_prefix="relief")
    try:
        future = worker.submit(_relief, projection_id, theme)
        while not future.done():
            sleep(_LOOK_S)
            yield
    finally:  # whoever leaves it does not wait; the next picture has use for it
        worker.shutdown(wait=False)
    return future.result()


@lru_cache(maxsize=1)
def _relief(projection_id: str, theme: Theme) -> Relief:
    return relief(heights(open_dem(), projection_id), theme)


def _paint_names(
    sheet: Sheet, basemap: BaseMap, layers: Set[str], scene: Scene, *, whole: bool
) -> Iterator[None]:
    frame = sheet.frame
    table = name_table(basemap)
    ruler = sheet.means.ruler
    xy = PROJECTIONS[frame.projection_id].forward(table.positions)
    names: list[PlacedNames] = []
    for chunk in chunks(frame):
        names.append(
            placed_names(table, xy, frame.styled_metres_per_px, frame.detail, chunk, layers, ruler)
        )
        yield
    for _ in paint_names(sheet, names, scene, whole=whole):
        yield
