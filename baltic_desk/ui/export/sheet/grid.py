"""The grid of a sheet: its lines on the map, and their labels in the band about the frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import shapely
from PySide6.QtGui import QPainter, QPen

from baltic_desk.app.sheet_plan import SheetMap, SheetPlan
from baltic_desk.geo.clipping import Paths, clip_lines
from baltic_desk.geo.geodesy import Floats
from baltic_desk.geo.graticule import Graticule, graticule
from baltic_desk.geo.military_grid import GridError
from baltic_desk.geo.military_grid_lines import (
    SQUARE_M,
    GridZone,
    MilitaryLine,
    label_parts,
    lines_in,
    square_letters,
    step_for,
    zone_lines,
    zones_in,
)
from baltic_desk.ui.export.sheet.frame_map import frame_of
from baltic_desk.ui.export.sheet.paper import INK, QUIET, Paper, cap_mm, sized
from baltic_desk.ui.map.lettering import Type
from baltic_desk.ui.map.qt_paths import NO_BRUSH, pen, polygon
from baltic_desk.ui.map.sheet import Sheet
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.viewport import Frame

Painter = Callable[[Sheet], None]

DENSER = 0.55
LINE_OPACITY = 0.55
SQUARE_OPACITY = 0.85
LETTERS_OPACITY = 0.42
_LEAST_SQUARE_MM = 11.0
_TICK_SHARE = 0.22
_ON_EDGE_MM = 0.02


@dataclass(frozen=True, slots=True)
class EdgeLabel:
    """What is written where a line meets the frame.

    Attributes
    ----------
    edge
        "top", "bottom", "left" or "right".
    at_mm
        From the frame's upper left corner along the edge.
    small, big, after
        Small leading digits, large ones, and small ones after them.
    turned
        Whether it is written along the edge.
    """

    edge: str
    at_mm: float
    small: str
    big: str
    after: str = ""
    turned: bool = False


def grid_painter(plan: SheetPlan) -> Painter:
    """What paints a layout's grid lines on the map; nothing where it has none."""
    match plan.layout.grid:
        case "graticule":
            return _paint_graticule
        case "mgrs":
            step_m = step_for(plan.layout.scale)
            return lambda sheet: _paint_military(sheet, step_m)
        case _:
            return _paint_nothing


def edge_labels(plan: SheetPlan, sheet: SheetMap) -> list[EdgeLabel]:
    """The labels of a sheet, edge by edge, in their order along it."""
    frame = frame_of(plan, sheet, 1.0)
    match plan.layout.grid:
        case "graticule":
            found = list(_graticule_labels(plan, frame))
        case "mgrs":
            found = list(_military_labels(plan, frame))
        case _:
            found = []
    return sorted(found, key=lambda label: (label.edge, label.at_mm))


def grid_words(plan: SheetPlan, sheet: SheetMap) -> tuple[str, ...]:
    """What a sheet says of its grid."""
    frame = frame_of(plan, sheet, 1.0)
    match plan.layout.grid:
        case "graticule":
            made = _graticule(frame)
            return (
                f"Graticule: every {_degrees(made.step_deg)} of longitude, "
                f"{_degrees(made.parallel_step_deg)} of latitude",
            )
        case "mgrs":
            step = step_for(plan.layout.scale)
            zones = ", ".join(zone.name for zone in _zones(frame))
            return (
                f"Grid: MGRS, lines every {step / 1000:g} km, WGS 84",
                f"Grid zone designations: {zones}",
            )
        case _:
            return ()


def _degrees(value: float) -> str:
    minutes = round(value * 60, 3)
    return f"{value:g}°" if minutes % 60 == 0 else f"{minutes:g}′"


# -- graticule ---------------------------------------------------------------------------------


def _paint_nothing(sheet: Sheet) -> None:
    """No grid."""


def _graticule(frame: Frame) -> Graticule:
    """The lines of a sheet: nearer to one another than on a screen, which has no ticks."""
    return graticule(frame.lonlat_bounds(4.0 * frame.style_scale), DENSER * frame.detail)


def _paint_graticule(sheet: Sheet) -> None:
    frame, theme = sheet.frame, sheet.theme
    sheet.painter.setBrush(NO_BRUSH)
    sheet.painter.setPen(
        pen(theme.graticule, 0.8 * frame.style_scale, theme.graticule_opacity, flat=True)
    )
    for line in _graticule(frame).lines:
        _draw(sheet.painter, frame, line.positions)


def _graticule_labels(plan: SheetPlan, frame: Frame) -> Iterator[EdgeLabel]:
    for line in _graticule(frame).lines:
        xy = frame.projection.forward(line.positions)
        for edge, at in _ends(plan, frame, xy):
            if line.is_meridian == (edge in ("top", "bottom")):
                yield EdgeLabel(edge, at, "", line.label, turned=not line.is_meridian)


# -- military grid -----------------------------------------------------------------------------


def _paint_military(sheet: Sheet, step_m: float) -> None:
    frame, theme, painter = sheet.frame, sheet.theme, sheet.painter
    bounds, scale = frame.lonlat_bounds(), frame.style_scale
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(NO_BRUSH)
    for line in lines_in(bounds, step_m):
        strong = line.of_square and step_m < SQUARE_M
        painter.setPen(_line_pen(theme, scale, strong=strong))
        _draw(painter, frame, line.positions)
    painter.setPen(pen(theme.graticule, 2.2 * scale, 0.9, flat=True))
    for positions in zone_lines(bounds):
        _draw(painter, frame, positions)
    for letters, (x, y), wide in _squares(frame):
        px = min(max(round(wide / scale * 0.12), 14), 34)
        _paint_letters(sheet, letters, x, y, px, LETTERS_OPACITY)
    for name, (x, y) in _designations(frame):
        _paint_letters(sheet, name, x, y, 16, SQUARE_OPACITY)
    painter.restore()


def _line_pen(theme: Theme, scale: float, *, strong: bool) -> QPen:
    width, opacity = (1.4, SQUARE_OPACITY) if strong else (0.8, LINE_OPACITY)
    return pen(theme.graticule, width * scale, opacity, flat=True)


def _draw(painter: QPainter, frame: Frame, positions: Floats) -> None:
    units = frame.units(frame.projection.forward(positions))
    if np.isfinite(units).all():
        painter.drawPolyline(polygon(units))


def _squares(frame: Frame) -> Iterator[tuple[str, tuple[float, float], float]]:
    """Letters of squares with a place in painter units and the width there, for those of which
    enough is seen."""
    box = shapely.box(*frame.xy_bounds())
    least_m = _LEAST_SQUARE_MM * (96.0 / 25.4) * frame.style_scale * frame.metres_per_unit
    lines = list(lines_in(frame.lonlat_bounds(), SQUARE_M))
    k = 1.0 / frame.metres_per_unit
    for number, cell in _strips(frame).items():
        cell = shapely.intersection(cell, box)
        own = [_on_map(frame, line) for line in lines if line.zone == number]
        cuts = [shapely.LineString(xy) for xy in own if len(xy) > 1]
        edges = shapely.union_all([*cuts, cell.boundary])
        for piece in shapely.get_parts(shapely.polygonize(shapely.get_parts(edges))):
            left, bottom, right, top = piece.bounds
            middle = piece.centroid
            if not (piece.contains(middle) and cell.contains(middle)):
                continue
            if min(right - left, top - bottom) < least_m:
                continue
            x, y = float(middle.x), float(middle.y)
            with suppress(GridError):
                letters = square_letters(frame.projection.inverse_one((x, y)))
                yield letters, ((x - frame.left) * k, (frame.top - y) * k), (right - left) * k


def _strips(frame: Frame) -> dict[int, shapely.Geometry]:
    """What is seen of each zone on the map plane, whatever the band."""
    found: dict[int, list[shapely.Geometry]] = {}
    for zone in _zones(frame):
        found.setdefault(zone.zone, []).append(_cell(frame, zone.edges).buffer(1.0))
    # A little smaller than where lines end, so that lines cut them for sure.
    return {
        number: shapely.buffer(shapely.union_all(cells), -5.0) for number, cells in found.items()
    }


def _designations(frame: Frame) -> Iterator[tuple[str, tuple[float, float]]]:
    """Grid zone designations, each with a place in painter units in its zone's upper left."""
    unit = (96.0 / 25.4) * frame.style_scale
    k = 1.0 / frame.metres_per_unit
    box = shapely.box(*frame.xy_bounds())
    for zone in _zones(frame):
        room = _cell(frame, zone.edges).intersection(box).buffer(-9.0 * unit / k)
        if room.is_empty:
            continue
        corners: Floats = shapely.get_coordinates(room)
        x, y = corners[(corners[:, 0] - corners[:, 1]).argmin()].tolist()
        yield zone.name, ((x - frame.left) * k, (frame.top - y) * k)


def _on_map(frame: Frame, line: MilitaryLine) -> Floats:
    xy = frame.projection.forward(line.positions)
    return xy[np.isfinite(xy).all(axis=1)]


def _cell(frame: Frame, edges: tuple[float, float, float, float]) -> shapely.Polygon:
    """A zone and band on the map plane, as far as it can be seen."""
    west, south, east, north = edges
    seen = frame.lonlat_bounds()
    west, south = max(west, seen[0] - 0.5), max(south, seen[1] - 0.5)
    east, north = min(east, seen[2] + 0.5), min(north, seen[3] + 0.5)
    ring = np.array(((west, south), (east, south), (east, north), (west, north), (west, south)))
    positions = shapely.get_coordinates(shapely.segmentize(shapely.LineString(ring), 0.1))
    made = shapely.make_valid(shapely.Polygon(frame.projection.forward(positions)))
    return made if isinstance(made, shapely.Polygon) else shapely.Polygon()


def _paint_letters(sheet: Sheet, letters: str, x: float, y: float, px: int, opacity: float) -> None:
    sheet.painter.setOpacity(opacity)
    sheet.text(letters, Type(float(px), bold=True), (x, y), sheet.theme.graticule, halo=False)
    sheet.painter.setOpacity(1.0)


def _military_labels(plan: SheetPlan, frame: Frame) -> Iterator[EdgeLabel]:
    step = step_for(plan.layout.scale)
    first: set[tuple[str, int]] = set()
    found: list[tuple[EdgeLabel, MilitaryLine]] = []
    for line in lines_in(frame.lonlat_bounds(), step):
        for edge, at in _ends(plan, frame, _on_map(frame, line)):
            if line.is_easting == (edge in ("top", "bottom")):
                small, big = label_parts(line.value_m, step)
                found.append((EdgeLabel(edge, at, small, big), line))
    for label, line in sorted(found, key=lambda each: (each[0].edge, each[0].at_mm)):
        key = (label.edge, line.zone)
        if key not in first:
            # One in each zone and on each edge is written in full.
            first.add(key)
            zeros = "0" * (len(f"{line.value_m:.0f}") - len(label.small + label.big))
            after = zeros + ("mE" if line.is_easting else "mN")
            turned = not line.is_easting
            label = EdgeLabel(label.edge, label.at_mm, label.small, label.big, after, turned)
        yield label


def _zones(frame: Frame) -> list[GridZone]:
    """Zones and bands of which anything is in the frame."""
    box = shapely.box(*frame.xy_bounds())
    return [
        zone
        for zone in zones_in(frame.lonlat_bounds())
        if _cell(frame, zone.edges).intersection(box).area > 0.0
    ]


# -- labels ------------------------------------------------------------------------------------


def _ends(plan: SheetPlan, frame: Frame, xy: Floats) -> Iterator[tuple[str, float]]:
    """Where a line meets the edges of the frame, millimetres along them."""
    if len(xy) < 2 or not np.isfinite(xy).all():
        return
    per_mm, places = plan.metres_per_mm, plan.places
    wide, high = places.frame.width, places.frame.height
    cut, _ = clip_lines(Paths(xy, np.array((0, len(xy)), np.int32)), frame.xy_bounds())
    for k in range(len(cut)):
        path = cut.path(k)
        for x, y in (path[0], path[-1]):
            right, down = (float(x) - frame.left) / per_mm, (frame.top - float(y)) / per_mm
            if abs(down) < _ON_EDGE_MM:
                yield "top", right
            elif abs(down - high) < _ON_EDGE_MM:
                yield "bottom", right
            elif abs(right) < _ON_EDGE_MM:
                yield "left", down
            elif abs(right - wide) < _ON_EDGE_MM:
                yield "right", down


def paint_labels(paper: Paper, plan: SheetPlan, sheet: SheetMap) -> None:
    """All labels that have room, with a tick at each line."""
    size, frame = plan.places.size, plan.places.frame
    big, small = sized(9.0, size, bold=plan.layout.grid == "mgrs"), sized(6.0, size)
    taken = _taken(plan, sheet)
    for label in edge_labels(plan, sheet):
        _paint_tick(paper, plan, label)
        width = sum(
            paper.width_mm(text, style)
            for text, style in ((label.small, small), (label.big, big), (label.after, small))
        )
        along = width if label.turned or label.edge in ("top", "bottom") else cap_mm(big)
        low, high = label.at_mm - along / 2, label.at_mm + along / 2
        length = frame.width if label.edge in ("top", "bottom") else frame.height
        spans = taken[label.edge]
        gap = 0.8 * size
        if low < 0.0 or high > length or any(low < b + gap and high > a - gap for a, b in spans):
            continue
        spans.append((low, high))
        _paint_label(paper, plan, label, width, (big, small))


def _taken(plan: SheetPlan, sheet: SheetMap) -> dict[str, list[tuple[float, float]]]:
    """Stretches of the edges where neighbours are named."""
    size, frame = plan.places.size, plan.places.frame
    spans: dict[str, list[tuple[float, float]]] = {
        edge: [] for edge in ("top", "bottom", "left", "right")
    }
    for edge, right, down in (("top", 0, -1), ("bottom", 0, 1), ("left", -1, 0), ("right", 1, 0)):
        if plan.neighbour(sheet, right, down) is not None:
            middle = (frame.width if right == 0 else frame.height) / 2
            spans[edge].append((middle - 11.0 * size, middle + 11.0 * size))
    return spans


def _middle(plan: SheetPlan, label: EdgeLabel) -> tuple[float, float]:
    """Where a label's middle stands."""
    frame, half = plan.places.frame, plan.places.label_mm * 0.54
    match label.edge:
        case "top":
            return frame.left + label.at_mm, frame.top - half
        case "bottom":
            return frame.left + label.at_mm, frame.bottom + half
        case "left":
            return frame.left - half, frame.top + label.at_mm
        case _:
            return frame.right + half, frame.top + label.at_mm


def _paint_tick(paper: Paper, plan: SheetPlan, label: EdgeLabel) -> None:
    frame, long = plan.places.frame, plan.places.label_mm * _TICK_SHARE
    x, y = _middle(plan, label)
    match label.edge:
        case "top":
            ends = (x, frame.top, x, frame.top - long)
        case "bottom":
            ends = (x, frame.bottom, x, frame.bottom + long)
        case "left":
            ends = (frame.left, y, frame.left - long, y)
        case _:
            ends = (frame.right, y, frame.right + long, y)
    paper.line(*ends, width=0.15)


def _paint_label(
    paper: Paper, plan: SheetPlan, label: EdgeLabel, width: float, styles: tuple[Type, Type]
) -> None:
    big, small = styles
    x, y = _middle(plan, label)
    painter = paper.painter
    painter.save()
    painter.translate(paper.point(x, y))
    if label.turned:
        painter.rotate(-90.0)
    baseline = cap_mm(big) / 2
    raised = baseline - cap_mm(big) + cap_mm(small)
    left = -width / 2
    left += paper.text(label.small, small, left, raised, ink=QUIET) if label.small else 0.0
    left += paper.text(label.big, big, left, baseline, ink=INK)
    if label.after:
        paper.text(label.after, small, left, baseline, ink=QUIET)
    painter.restore()
