"""Paints the base map's land, water and lines, in steps that a caller may interrupt."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QImage, QPainter, QPainterPath, QPen

from baltic_desk.ui.map.cells import Piece, ProjectedCells
from baltic_desk.ui.map.qt_paths import NO_BRUSH, NO_PEN, brush, color, pen
from baltic_desk.ui.map.relief import Relief
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.viewport import Bounds, Frame

WATER_LAYERS = ("lakes", "small_lakes")
SMALL_LAKES_TO = 300.0
BAND_WIDTH_PX = 5.0
STEP_PIECES = 12
DENSEST_SCREEN = 2.0
_MARGIN_PX = 8.0


@dataclass(frozen=True, slots=True)
class BaseSheet:
    """What one painting of the base map works on."""

    painter: QPainter
    cells: ProjectedCells
    frame: Frame
    theme: Theme
    bounds: Bounds
    vector: bool = False

    @property
    def detail(self) -> float:
        """Metres on the ground for a pixel of the style: what appears and fades goes by it."""
        return self.frame.detail

    def pen(
        self,
        name: str,
        width_px: float,
        opacity: float = 1.0,
        dash: tuple[float, ...] = (),
        *,
        over: str = "",
    ) -> QPen:
        """A pen of the style's pixels.

        On a page it is opaque where it is known what it is drawn `over`: Qt makes outlines of all
        translucent strokes, ten times as large.

        Lines of a pixel or less stay one device pixel wide on dense screens too: Qt draws those ten
        times as fast as wider ones, and there are millions of edges of shore.
        """
        width = width_px * self.frame.style_scale
        if width_px <= 1.0 and self.frame.style_scale <= DENSEST_SCREEN:
            width = min(width, 1.0)
        if self.vector and over:
            name, opacity = blended(name, over, opacity), 1.0
        return pen(name, width, opacity, dash, flat=True)

    def pieces(self, layer: str) -> Generator[None, None, list[Piece]]:
        """Pieces of a layer in the frame, at the level that the output can show."""
        made: list[Piece] = []
        metres = page_resolution(layer, self.frame) if self.vector else resolution(self.frame)
        for piece in self.cells.pieces(layer, metres, self.bounds):
            made.append(piece)
            if len(made) % STEP_PIECES == 0:
                yield
        return made


def resolution(frame: Frame) -> float:
    """Metres per pixel by which the level of detail is chosen, finer where pixels are dense."""
    return frame.detail / frame.style_scale**0.5


def page_resolution(layer: str, frame: Frame) -> float:
    """The same on a page: lines stray by a seventh of a millimetre at most, which is finer than
    what a map is engraved with; thousands of small lakes by twice as much."""
    return frame.detail if layer == "small_lakes" else frame.detail / 2.0


def blended(name: str, over: str, opacity: float) -> str:
    """The colour that a translucent one has over another.

    >>> blended("#000000", "#ffffff", 0.25)
    '#bfbfbf'
    """
    ink, ground = color(name), color(over)
    parts = (
        (ink.red(), ground.red()),
        (ink.green(), ground.green()),
        (ink.blue(), ground.blue()),
    )
    return "#" + "".join(f"{round(a * opacity + b * (1.0 - opacity)):02x}" for a, b in parts)


def reach(frame: Frame) -> Bounds:
    """West, south, east, north of what a frame's painting looks at."""
    return frame.lonlat_bounds(_MARGIN_PX * frame.style_scale)


def needed_layers(frame: Frame, layers: Set[str]) -> Iterator[str]:
    """Names of the layers with geometry that painting a frame will read."""
    yield "land"
    for name, coarsest, finest in _SHOWN:
        if name in layers and finest <= frame.detail <= coarsest:
            yield name


_SHOWN = (
    ("lakes", math.inf, 0.0),
    ("small_lakes", SMALL_LAKES_TO, 0.0),
    ("rivers", math.inf, 0.0),
    ("roads", 1500.0, 180.0),
    ("railways", 1000.0, 90.0),
    ("admin1", 900.0, 0.0),
    ("territorial", math.inf, 0.0),
    ("borders", math.inf, 0.0),
)
"""Layers with the coarsest and the finest scale that show them, metres per pixel."""


def fading(metres_per_px: float, gone: float, full: float) -> float:
    """Opacity that rises from none to full between two scales (in either direction).

    >>> fading(300.0, 200.0, 400.0), fading(500.0, 1000.0, 600.0)
    (0.5, 1.0)
    """
    return min(max((metres_per_px - gone) / (full - gone), 0.0), 1.0)


def paint_base(
    painter: QPainter,
    cells: ProjectedCells,
    relief: Relief | None,
    frame: Frame,
    theme: Theme,
    layers: Set[str],
    *,
    vector: bool = False,
    fills_ground: bool = True,
) -> Iterator[None]:
    """Land, water, lines. Yields after each step; nothing is painted unless it is iterated.

    A `vector` picture has its paths in painter units. With a relief the painter must work on a
    transparent picture with alpha: shading is laid on the land's own coverage, and the sea goes
    below it. Without `fills_ground` land and sea are there already, and only their shore is drawn.
    """
    sheet = BaseSheet(painter, cells, frame, theme, reach(frame), vector)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if fills_ground:
        yield from _ground(sheet, relief if "relief" in layers else None)
    else:
        land = yield from sheet.pieces("land")
        yield from _stroke(sheet, land, sheet.pen(theme.coast, theme.coast_width))
    yield from _water(sheet, layers)
    if "roads" in layers:
        yield from _roads(sheet)
    if "railways" in layers:
        yield from _railways(sheet)
    yield from _boundaries(sheet, layers)


def _ground(sheet: BaseSheet, relief: Relief | None) -> Iterator[None]:
    painter, theme, frame = sheet.painter, sheet.theme, sheet.frame
    page = QRectF(0.0, 0.0, frame.width, frame.height)
    if relief is None:
        painter.fillRect(page, color(theme.sea))
    land = yield from sheet.pieces("land")
    yield
    yield from _fill(sheet, land, theme.land)
    yield
    if relief is not None:
        strength = 0.15 + 0.85 * fading(sheet.detail, 20.0, 160.0)
        modes = QPainter.CompositionMode
        painter.setCompositionMode(modes.CompositionMode_SourceAtop)
        painter.setOpacity(strength)
        _stretch(painter, frame, relief, relief.land)
        painter.setCompositionMode(modes.CompositionMode_DestinationOver)
        _stretch(painter, frame, relief, relief.sea)
        painter.setOpacity(1.0)
        painter.fillRect(page, color(theme.sea))
        painter.setCompositionMode(modes.CompositionMode_SourceOver)
        yield
    yield from _stroke(sheet, land, sheet.pen(theme.coast, theme.coast_width))
    yield


def _stretch(painter: QPainter, frame: Frame, relief: Relief, picture: QImage) -> None:
    """Draw a picture of the relief; more of it than is seen, or neighbouring frames show a seam."""
    step = relief.metres_per_px
    units = step / frame.metres_per_unit
    source = QRectF(
        (frame.left - relief.left) / step - 2.0,
        (relief.top - frame.top) / step - 2.0,
        frame.width / units + 4.0,
        frame.height / units + 4.0,
    ).toAlignedRect()
    inside = QRectF(source.intersected(picture.rect()))
    if inside.isEmpty():
        return
    left = (relief.left - frame.left) / frame.metres_per_unit
    top = (frame.top - relief.top) / frame.metres_per_unit
    target = QRectF(
        left + inside.x() * units,
        top + inside.y() * units,
        inside.width() * units,
        inside.height() * units,
    )
    painter.drawImage(target, picture, inside)


def _water(sheet: BaseSheet, layers: Set[str]) -> Iterator[None]:
    theme = sheet.theme
    for name in WATER_LAYERS:
        if name not in layers or (name == "small_lakes" and sheet.detail > SMALL_LAKES_TO):
            continue
        lakes = yield from sheet.pieces(name)
        yield
        yield from _fill(sheet, lakes, theme.lake)
        shore = 0.9 * fading(sheet.detail, 1400.0, 300.0)
        if shore > 0:
            yield from _stroke(
                sheet, lakes, sheet.pen(theme.lake_shore, 0.7, shore, over=theme.lake)
            )
        yield
    if "rivers" in layers:
        width = 0.7 + 0.3 * fading(sheet.detail, 900.0, 200.0)
        opacity = 0.45 + 0.55 * fading(sheet.detail, 1800.0, 500.0)
        yield from _stroke(
            sheet,
            (yield from sheet.pieces("rivers")),
            sheet.pen(theme.river, width, opacity, over=theme.land),
        )
        yield


def _roads(sheet: BaseSheet) -> Iterator[None]:
    # The nodes are rounded to 0.001 degrees and most edges are long: wrong by kilometres near by.
    shown = min(fading(sheet.detail, 180.0, 300.0), fading(sheet.detail, 1500.0, 800.0))
    if shown > 0:
        roads = yield from sheet.pieces("roads")
        yield from _stroke(
            sheet, roads, sheet.pen(sheet.theme.road, 1.0, shown, over=sheet.theme.land)
        )


def _railways(sheet: BaseSheet) -> Iterator[None]:
    shown = min(fading(sheet.detail, 90.0, 160.0), fading(sheet.detail, 1000.0, 500.0))
    if shown > 0:
        rails = yield from sheet.pieces("railways")
        yield from _stroke(
            sheet, rails, sheet.pen(sheet.theme.railway, 0.8, 0.8 * shown, over=sheet.theme.land)
        )


def _boundaries(sheet: BaseSheet, layers: Set[str]) -> Iterator[None]:
    theme = sheet.theme
    admin = 0.8 * fading(sheet.detail, 900.0, 500.0)
    if "admin1" in layers and admin > 0:
        yield from _stroke(
            sheet,
            (yield from sheet.pieces("admin1")),
            sheet.pen(theme.admin1, 0.7, admin, (4.0, 4.0), over=theme.land),
        )
        yield
    if "territorial" in layers:
        shown = 0.35 + 0.5 * fading(sheet.detail, 2400.0, 700.0)
        dash = (7.0, 5.0)
        yield from _stroke(
            sheet,
            (yield from sheet.pieces("territorial")),
            sheet.pen(theme.territorial, 0.8, shown, dash, over=theme.sea),
        )
        yield
    if "borders" in layers:
        borders = yield from sheet.pieces("borders")
        band = BAND_WIDTH_PX * (0.7 + 0.3 * fading(sheet.detail, 2000.0, 600.0))
        land = sheet.pen(theme.border_band, band, theme.border_band_opacity)
        line = sheet.pen(theme.border, theme.border_width)
        dash = (9.0, 4.0, 1.5, 4.0)
        water = sheet.pen(theme.border, 0.8 * theme.border_width, 0.65, dash, over=theme.sea)
        yield from _stroke(sheet, borders, land, of_class=0)
        yield
        yield from _stroke(sheet, borders, line, of_class=0)
        yield from _stroke(sheet, borders, water, of_class=1)
        yield


def _fill(sheet: BaseSheet, pieces: list[Piece], name: str) -> Iterator[None]:
    fills = [piece.fill for piece in pieces if piece.fill is not None]
    yield from _draw(sheet, fills, NO_PEN, brush(name))


def _stroke(
    sheet: BaseSheet, pieces: list[Piece], with_pen: QPen, *, of_class: int = 0
) -> Iterator[None]:
    classes = [piece.strokes[of_class] for piece in pieces if of_class < len(piece.strokes)]
    strokes = [stroke for stroke in classes if stroke is not None]
    yield from _draw(sheet, strokes, with_pen, NO_BRUSH)


def _draw(
    sheet: BaseSheet, paths: list[QPainterPath], with_pen: QPen, with_brush: QBrush
) -> Iterator[None]:
    for batch in _batches(paths):
        with _on_the_plane(sheet) as draw:
            sheet.painter.setPen(with_pen)
            sheet.painter.setBrush(with_brush)
            for path in batch:
                draw(path)
        yield


def _batches(paths: list[QPainterPath]) -> Iterator[list[QPainterPath]]:
    for first in range(0, len(paths), STEP_PIECES):
        yield paths[first : first + STEP_PIECES]


@contextmanager
def _on_the_plane(sheet: BaseSheet) -> Generator[Callable[[QPainterPath], None]]:
    """What draws a path of map metres."""
    painter, transform = sheet.painter, sheet.frame.transform
    painter.save()
    if sheet.vector:
        # Few SVG readers know strokes that do not scale with the transform.
        yield lambda path: painter.drawPath(transform.map(path))
    else:
        painter.setTransform(transform, True)
        yield painter.drawPath
    painter.restore()
