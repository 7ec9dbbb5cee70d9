"""What goes on a layout's sheets: what they show, from where to where, and in which order."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from msgspec.structs import replace

from baltic_desk.app.briefing import dressed, known_rings, one_line, phase_of
from baltic_desk.app.extent import REGION, extent
from baltic_desk.app.sheet_places import LayoutError, Places, places
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.layout import Layout
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.document.phase_times import parse_start
from baltic_desk.document.ring_choice import EVERYTHING, RingChoice, ring_choice
from baltic_desk.geo.geodesy import Position
from baltic_desk.geo.magnetic import decimal_year, is_valid
from baltic_desk.geo.projection import DEFAULT_PROJECTION, PROJECTIONS, Projection

MOST_SHEETS = 400
_FITS_MM = 0.05

MapBox = tuple[float, float, float, float]
"""Left, bottom, right, top, metres of the map plane."""


@dataclass(frozen=True, slots=True)
class SheetMap:
    """The map on one sheet.

    Attributes
    ----------
    number
        From 1; `row` and `column` from 0, from the north-west.
    center_xy
        Its middle on the map plane.
    """

    number: int
    row: int
    column: int
    center_xy: tuple[float, float]


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """Everything about the sheets of a layout that does not hang on how they are painted.

    Attributes
    ----------
    document
        One of its own that shows what the sheets do.
    center
        Where the scale is true.
    metres_per_mm
        Metres of the map plane to a millimetre of paper.
    scale_factor
        Map metres to a metre on the ground, at the centre.
    year
        For which magnetic north is told; `day` in words.
    """

    layout: Layout
    document: Document
    rings: RingChoice
    highlights: tuple[str, ...]
    title: str
    places: Places
    projection: Projection
    center: Position
    metres_per_mm: float
    scale_factor: float
    day: date
    sheets: tuple[SheetMap, ...]

    @property
    def year(self) -> float:
        """The day as a decimal year."""
        return decimal_year(self.day)

    def box(self, sheet: SheetMap) -> MapBox:
        """What a sheet's frame holds of the map plane."""
        half_x = self.places.frame.width / 2 * self.metres_per_mm
        half_y = self.places.frame.height / 2 * self.metres_per_mm
        x, y = sheet.center_xy
        return x - half_x, y - half_y, x + half_x, y + half_y

    def corners(self, sheet: SheetMap) -> tuple[Position, ...]:
        """Positions of a frame's corners: from the lower left one, against the clock."""
        left, bottom, right, top = self.box(sheet)
        xy = ((left, bottom), (right, bottom), (right, top), (left, top))
        return tuple(self.projection.inverse_one(corner) for corner in xy)

    def center_of(self, sheet: SheetMap) -> Position:
        """Position of a sheet's middle."""
        return self.projection.inverse_one(sheet.center_xy)

    def neighbour(self, sheet: SheetMap, right: int, down: int) -> SheetMap | None:
        """The sheet beside another one, or None."""
        wanted = (sheet.row + down, sheet.column + right)
        return next((each for each in self.sheets if (each.row, each.column) == wanted), None)


def planned(
    document: Document, layout: Layout, *, projection: str = DEFAULT_PROJECTION, today: date
) -> SheetPlan:
    """The plan of a layout's sheets.

    Parameters
    ----------
    projection
        Where the layout has none.
    today
        For magnetic north where the layout names no other day.

    Raises
    ------
    LayoutError
        When the paper has no room, or the map does not show the place.
    """
    step = next((each for each in document.steps() if each.id == layout.step), None)
    shown, rings, highlights, title = _shown(document, layout, step)
    plane = PROJECTIONS.get(layout.projection or (step.view.projection if step else ""))
    plane = plane or PROJECTIONS.get(projection) or PROJECTIONS[DEFAULT_PROJECTION]
    arranged = places(_told(layout, title), shown.project)
    center = _center(layout, step, shown, plane)
    factor = plane.scale_factor(center)
    if not math.isfinite(factor) or factor <= 0.0:
        raise LayoutError(f"{plane.title} does not show {center[1]:.2f}°, {center[0]:.2f}°")
    metres_per_mm = layout.scale / 1000.0 * factor
    sheets = sheet_maps(layout, arranged, shown, plane, center, metres_per_mm)
    return SheetPlan(
        layout=layout,
        document=shown,
        rings=rings,
        highlights=highlights,
        title=title,
        places=arranged,
        projection=plane,
        center=center,
        metres_per_mm=metres_per_mm,
        scale_factor=factor,
        day=_day(document, layout, step, today),
        sheets=sheets,
    )


def fitting_scale(scale: float) -> float:
    """The nearest usual scale that shows no less.

    >>> fitting_scale(830_000.0), fitting_scale(1_000_000.0)
    (1000000.0, 1000000.0)
    """
    return next((each for each in USUAL_SCALES if each >= scale * (1 - 1e-9)), USUAL_SCALES[-1])


USUAL_SCALES = (
    50_000.0, 100_000.0, 200_000.0, 250_000.0, 300_000.0, 500_000.0, 750_000.0, 1_000_000.0,
    1_500_000.0, 2_000_000.0, 2_500_000.0, 3_000_000.0, 4_000_000.0, 5_000_000.0, 10_000_000.0,
)  # fmt: skip


def scale_for(document: Document, layout: Layout, *, today: date) -> float:
    """A usual scale at which all that a layout shows is on one sheet."""
    plan = planned(document, replace(layout, series=False, lon=None, lat=None), today=today)
    left, bottom, right, top = _drawn_box(plan.document, plan.projection)
    frame = plan.places.frame
    needed = max((right - left) / frame.width, (top - bottom) / frame.height)
    return fitting_scale(needed * 1000.0 / plan.scale_factor)


def _told(layout: Layout, title: str) -> Layout:
    return replace(layout, title=title)


def _shown(
    document: Document, layout: Layout, step: BriefingStep | None
) -> tuple[Document, RingChoice, tuple[str, ...], str]:
    """What is shown, with which rings, what stands out, and what it is called."""
    if step is not None:
        made = dressed(document, step)
        title = layout.title if layout.title is not None else one_line(step.title)
        chosen = ring_choice(made, known_rings(step), step.highlights)
        return made, chosen, step.highlights, title or one_line(document.project.title)
    phase = document.phase
    if layout.phase is not None:
        found = phase_of(document, layout.phase)
        phase = None if found is None else found.id
    title = layout.title if layout.title is not None else one_line(document.project.title)
    return document.snapshot(phase), EVERYTHING, (), title


def _center(
    layout: Layout, step: BriefingStep | None, shown: Document, plane: Projection
) -> Position:
    if layout.lon is not None and layout.lat is not None:
        return layout.lon, layout.lat
    if step is not None:
        return step.view.lon, step.view.lat
    left, bottom, right, top = _drawn_box(shown, plane)
    return plane.inverse_one(((left + right) / 2, (bottom + top) / 2))


def _drawn_box(shown: Document, plane: Projection) -> MapBox:
    west, south, east, north = extent(_in_sight(shown)) or REGION
    lon, lat = np.meshgrid(np.linspace(west, east, 17), np.linspace(south, north, 17))
    xy = plane.forward(np.column_stack((lon.ravel(), lat.ravel())))
    xy = xy[np.isfinite(xy).all(axis=1)]
    if len(xy) == 0:
        raise LayoutError(f"{plane.title} shows nothing of what is drawn")
    (left, bottom), (right, top) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
    return left, bottom, right, top


def _in_sight(shown: Document) -> Iterator[Feature]:
    for overlay in shown.overlays():
        if overlay.visible:
            found = shown.features_on(overlay.id)
            yield from (each for each in found if not each.properties.hidden)


def sheet_maps(
    layout: Layout,
    arranged: Places,
    shown: Document,
    plane: Projection,
    center: Position,
    metres_per_mm: float,
) -> tuple[SheetMap, ...]:
    """The one sheet of a layout, or those of its series: row by row from the north-west, evenly
    about the middle of all.
    """
    if not layout.series:
        return (SheetMap(1, 0, 0, plane.forward_one(center)),)
    factor = metres_per_mm * 1000.0 / layout.scale
    left, bottom, right, top = _drawn_box(shown, plane)
    x, y = plane.forward_one(center)
    if layout.area_width_m is not None:
        left, right = x - layout.area_width_m * factor / 2, x + layout.area_width_m * factor / 2
    if layout.area_height_m is not None:
        bottom, top = y - layout.area_height_m * factor / 2, y + layout.area_height_m * factor / 2
    frame = arranged.frame
    across = _middles((right - left) / metres_per_mm, frame.width, layout.overlap_mm)
    down = _middles((top - bottom) / metres_per_mm, frame.height, layout.overlap_mm)
    if len(across) * len(down) > MOST_SHEETS:
        raise LayoutError(
            f"{len(across) * len(down):,} sheets would be needed; choose a smaller scale, a larger "
            "paper or a smaller area"
        )
    middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
    return tuple(
        SheetMap(
            row * len(across) + column + 1,
            row,
            column,
            (middle_x + right_mm * metres_per_mm, middle_y - down_mm * metres_per_mm),
        )
        for row, down_mm in enumerate(down)
        for column, right_mm in enumerate(across)
    )


def _middles(extent_mm: float, frame_mm: float, overlap_mm: float) -> Sequence[float]:
    """Middles of as few frames as cover an extent, millimetres from its middle."""
    step = frame_mm - overlap_mm
    if step <= 0.0:
        raise LayoutError("the sheets of a series would overlap wholly; choose a smaller overlap")
    count = 1
    if extent_mm > frame_mm + _FITS_MM:
        count = math.ceil((extent_mm - overlap_mm - _FITS_MM) / step)
    return [(k - (count - 1) / 2) * step for k in range(count)]


def _day(document: Document, layout: Layout, step: BriefingStep | None, today: date) -> date:
    """That of the date-time group, else of the phase; today where the magnetic model ends."""
    phase = phase_of(document, layout.phase if step is None else step.phase)
    for text in (layout.dtg, "" if phase is None else phase.start or ""):
        try:
            start = parse_start(text)
            day = None if start is None else date.fromisoformat(start[:10])
        except ValueError:
            continue
        if day is not None and is_valid(decimal_year(day)):
            return day
    return today
