"""The frame of a sheet, or of all sheets of a series, as it is moved about the map.

Nothing here changes the project: a frame that is dragged is a plan with another layout, until it is
settled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec
import numpy as np

from baltic_desk.app.sheet_editing import change_sheet, nearest_scale, next_scale
from baltic_desk.app.sheet_plan import MapBox, SheetPlan, sheet_maps
from baltic_desk.app.sheet_report import ground_words, sheets_words
from baltic_desk.app.sheet_words import scale_text
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.layout import Layout
from baltic_desk.geo.geodesy import Floats, Position

LEAST_SCALE, MOST_SCALE = 10_000.0, 50_000_000.0
_POINTS_A_SIDE = 9


@dataclass(frozen=True, slots=True)
class Outline:
    """A sheet's number, and its frame as a ring of positions (n, 2)."""

    number: int
    lonlat: Floats


def outlines(plan: SheetPlan) -> tuple[Outline, ...]:
    """The frames of all sheets."""
    return tuple(
        Outline(sheet.number, _ring(plan, plan.box(sheet), _POINTS_A_SIDE)) for sheet in plan.sheets
    )


def whole_box(plan: SheetPlan) -> MapBox:
    """What all sheets hold of the map plane."""
    left, bottom, right, top = np.array([plan.box(sheet) for sheet in plan.sheets]).T
    return float(left.min()), float(bottom.min()), float(right.max()), float(top.max())


def corners(plan: SheetPlan) -> Floats:
    """Positions (4, 2) of the corners of all sheets together."""
    return _ring(plan, whole_box(plan), 2)


def middle(plan: SheetPlan) -> Position:
    """Position of the middle of all sheets."""
    left, bottom, right, top = whole_box(plan)
    return plan.projection.inverse_one(((left + right) / 2, (bottom + top) / 2))


def readout(plan: SheetPlan) -> str:
    """Scale and ground, and the number of sheets of a series."""
    series = f"{sheets_words(plan)} · " if len(plan.sheets) > 1 else ""
    return f"{series}{scale_text(plan.layout.scale)} · {ground_words(plan)}"


def put(plan: SheetPlan, layout: Layout) -> SheetPlan:
    """The plan with the layout's place, scale and area: nothing else of it may be another.

    Raises
    ------
    LayoutError
        When there can be no such sheets.
    """
    center = plan.center
    if layout.lon is not None and layout.lat is not None:
        center = (layout.lon, layout.lat)
    factor = plan.projection.scale_factor(center)
    metres_per_mm = layout.scale / 1000.0 * factor
    sheets = sheet_maps(layout, plan.places, plan.document, plan.projection, center, metres_per_mm)
    return replace(
        plan,
        layout=layout,
        center=center,
        metres_per_mm=metres_per_mm,
        scale_factor=factor,
        sheets=sheets,
    )


def moved(plan: SheetPlan, start: Position, end: Position) -> SheetPlan:
    """The frame taken at one position and let go at another."""
    x, y = plan.projection.forward_one(middle(plan))
    (from_x, from_y), (to_x, to_y) = (plan.projection.forward_one(each) for each in (start, end))
    return _about(plan, (x + to_x - from_x, y + to_y - from_y))


def nudged(plan: SheetPlan, right: float, up: float) -> SheetPlan:
    """The frame moved by shares of its sheet's width and height."""
    x, y = plan.projection.forward_one(middle(plan))
    frame = plan.places.frame
    across, down = frame.width * plan.metres_per_mm, frame.height * plan.metres_per_mm
    return _about(plan, (x + right * across, y + up * down))


def scaled(plan: SheetPlan, to: Position, *, free: bool) -> SheetPlan:
    """The frame with a corner at a position, its middle where it was.

    One sheet takes the scale for that, a usual one unless `free`; a series takes more sheets.
    """
    x, y = plan.projection.forward_one(middle(plan))
    to_x, to_y = plan.projection.forward_one(to)
    half_x, half_y = abs(to_x - x), abs(to_y - y)
    if plan.layout.series:
        wide, high = (max(2.0 * half / plan.scale_factor, 1000.0) for half in (half_x, half_y))
        layout = msgspec.structs.replace(plan.layout, area_width_m=wide, area_height_m=high)
        return put(_about(plan, (x, y)), _at(layout, plan.projection.inverse_one((x, y))))
    frame = plan.places.frame
    metres_per_mm = max(2.0 * half_x / frame.width, 2.0 * half_y / frame.height)
    scale = min(max(metres_per_mm * 1000.0 / plan.scale_factor, LEAST_SCALE), MOST_SCALE)
    scale = _rounded(scale) if free else nearest_scale(scale)
    return _at_scale(plan, scale)


def stepped(plan: SheetPlan, by: int) -> SheetPlan:
    """The frame at a usual scale further out or in."""
    return _at_scale(plan, next_scale(plan.layout.scale, by))


def settle(workspace: Workspace, plan: SheetPlan) -> bool:
    """Write a frame into the project, as one step of undo; whether that changed anything."""
    wanted = plan.layout
    before = workspace.document.get(wanted.id)
    if not isinstance(before, Layout):
        return False
    label = "Move sheet frame" if before.scale == wanted.scale else "Scale sheet frame"

    def changed(layout: Layout) -> Layout:
        return msgspec.structs.replace(
            layout,
            lon=wanted.lon,
            lat=wanted.lat,
            scale=wanted.scale,
            area_width_m=wanted.area_width_m,
            area_height_m=wanted.area_height_m,
        )

    done = change_sheet(workspace, wanted.id, label, changed)
    if done:
        workspace.say(f"{readout(plan)[:1].upper()}{readout(plan)[1:]}.")
    return done


def _at_scale(plan: SheetPlan, scale: float) -> SheetPlan:
    return put(plan, _at(msgspec.structs.replace(plan.layout, scale=scale), middle(plan)))


def _about(plan: SheetPlan, xy: tuple[float, float]) -> SheetPlan:
    """The frame about another middle; the area of a series is then one of its own."""
    layout = _at(plan.layout, plan.projection.inverse_one(xy))
    if layout.series:
        left, bottom, right, top = whole_box(plan)
        wide, high = (right - left) / plan.scale_factor, (top - bottom) / plan.scale_factor
        layout = msgspec.structs.replace(
            layout,
            area_width_m=layout.area_width_m or wide,
            area_height_m=layout.area_height_m or high,
        )
    return put(plan, layout)


def _at(layout: Layout, position: Position) -> Layout:
    lon, lat = position
    return msgspec.structs.replace(layout, lon=round(lon, 6), lat=round(lat, 6))


def _ring(plan: SheetPlan, box: MapBox, points: int) -> Floats:
    """A box as positions, so many on each side, from the lower left against the clock."""
    left, bottom, right, top = box
    share = np.arange(points - 1) / (points - 1)
    across, up = left + share * (right - left), bottom + share * (top - bottom)
    back, down = right - share * (right - left), top - share * (top - bottom)
    xy = np.column_stack(
        (
            np.concatenate((across, np.full(points - 1, right), back, np.full(points - 1, left))),
            np.concatenate((np.full(points - 1, bottom), up, np.full(points - 1, top), down)),
        )
    )
    return plan.projection.inverse(xy)


def _rounded(scale: float) -> float:
    """To three figures."""
    return float(f"{scale:.3g}")
