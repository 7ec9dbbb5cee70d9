"""Where things stand on a sheet, millimetres from its upper left corner.

It follows from the layout alone, so that the frame can be shown on the map before anything is
painted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from baltic_desk.document.layout import Layout, page_mm
from baltic_desk.document.project import Project

TYPICAL_SHARE = 0.25
"""Power of the paper's area with which what stands about the map grows: A1 is read from farther
away than A4, but not from four times as far."""
LEAST_FRAME_MM = 40.0
BAR_MM = 100.0
"""Of the control bar: whatever the paper, it is that long, or printing has changed the scale."""

BAR_ROOM_MM = BAR_MM + 8.0
_LEAST_COLUMN_MM = 38.0
_A3_MM2 = 297.0 * 420.0


class Box(NamedTuple):
    """A rectangle on the sheet."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    def inset(self, by: float) -> Box:
        """The rectangle less a margin on all sides."""
        return Box(self.left + by, self.top + by, self.width - 2 * by, self.height - 2 * by)


class LayoutError(ValueError):
    """A layout that cannot be made; the message says why, for the person."""


@dataclass(frozen=True, slots=True)
class Places:
    """The parts of a sheet; None for one that is not there.

    Attributes
    ----------
    size
        By how much letters and signs about the map are larger than on an A3 sheet.
    frame
        The map, exactly.
    label_mm
        Width of the band about the frame in which the grid's labels stand.
    key
        Where legend, sources and free text flow.
    key_columns
        In so many columns.
    """

    page: Box
    size: float
    frame: Box
    label_mm: float
    marking_top: Box | None
    marking_bottom: Box | None
    head: Box | None
    foot: Box
    key: Box | None
    key_columns: int
    overview: Box | None
    index: Box | None


def places(layout: Layout, project: Project) -> Places:
    """The arrangement of a layout's sheets.

    Raises
    ------
    LayoutError
        When the paper has no room for a map.
    """
    width, height = page_mm(layout)
    size = min(max((width * height / _A3_MM2) ** TYPICAL_SHARE, 0.8), 1.8)
    margin = layout.margin_mm
    left, right, top, bottom = margin, width - margin, margin, height - margin
    marking_top = marking_bottom = head = None
    if project.marking:
        high = 6.0 * size
        marking_top = Box(left, top, right - left, high)
        marking_bottom = Box(left, bottom - high, right - left, high)
        top, bottom = top + high, bottom - high
    if _has_head(layout, project):
        lines = (layout.dtg, layout.author, "page" if layout.series else "")
        tall = bool(layout.subtitle) or sum(map(bool, lines)) > 1
        head = Box(left, top, right - left, (13.0 if tall else 10.0) * size)
        top = head.bottom + 1.5 * size
    foot_top = bottom - foot_mm(right - left, size, layout)

    key = overview = index = None
    columns = 1
    frame_right, frame_bottom = right, foot_top
    with_key = layout.legend or layout.sources or bool(layout.text)
    if with_key or layout.overview or layout.series:
        gap = 4.0 * size
        if _stands_beside(layout):
            wide = 46.0 * size + 0.06 * width
            column = Box(right - wide, top, wide, bottom - top)
            frame_right = column.left - gap
            foot_top = frame_bottom = bottom - foot_mm(frame_right - left, size, layout)
            small = 0.72 * wide
            low = column.bottom
            if layout.overview:
                overview = Box(column.left, low - small, wide, small)
                low = overview.top - gap
            if layout.series:
                index = Box(column.left, low - 0.6 * wide, wide, 0.6 * wide)
                low = index.top - gap
            key = Box(column.left, column.top, wide, low - column.top)
        else:
            high = 0.21 * height
            band = Box(left, bottom - high, right - left, high)
            foot_bottom = band.top - gap
            foot_top = frame_bottom = foot_bottom - foot_mm(right - left, size, layout)
            key_right = right
            small = min(high, 0.28 * band.width)
            if layout.overview:
                overview = Box(key_right - small, band.top, small, high)
                key_right = overview.left - gap
            if layout.series:
                index = Box(key_right - small, band.top, small, high)
                key_right = index.left - gap
            key = Box(left, band.top, key_right - left, high)
            columns = max(1, round(key.width / (62.0 * size)))
    label = 5.0 * size if layout.grid != "none" else 1.2 * size
    outer = Box(left, top, frame_right - left, frame_bottom - top)
    frame = outer.inset(label)
    if frame.width < LEAST_FRAME_MM or frame.height < LEAST_FRAME_MM:
        raise LayoutError(
            f"{width:g} × {height:g} mm with these margins and parts leave no room for a map"
        )
    foot = Box(left, foot_top, frame_right - left, foot_mm(frame_right - left, size, layout))
    return Places(
        page=Box(0.0, 0.0, width, height),
        size=size,
        frame=frame,
        label_mm=label,
        marking_top=marking_top,
        marking_bottom=marking_bottom,
        head=head,
        foot=foot,
        key=key if with_key else None,
        key_columns=columns,
        overview=overview,
        index=index,
    )


def list_box(made: Places) -> Box:
    """Where a list goes on on a page without a map."""
    top = made.head.bottom if made.head is not None else made.frame.top
    page, edge = made.page, made.foot.left
    bottom = page.height - edge if made.marking_bottom is None else made.marking_bottom.top
    gap = 3.0 * made.size
    return Box(edge, top + gap, page.width - 2 * edge, bottom - top - 2 * gap)


def foot_mm(width: float, size: float, layout: Layout) -> float:
    """Height of what stands under the frame: scale bars, north, projection."""
    if not (layout.scale_bar or layout.north):
        return 14.0 * size
    return (48.0 if is_narrow(width, size, layout) else 27.0) * size


def is_narrow(width: float, size: float, layout: Layout) -> bool:
    """Whether a foot so wide has its scale bars in a row of their own: with columns of text beside
    them these would be a few letters wide."""
    return layout.scale_bar and width < BAR_ROOM_MM + 2 * _LEAST_COLUMN_MM * size


def _has_head(layout: Layout, project: Project) -> bool:
    title = project.title if layout.title is None else layout.title
    shown = (title, layout.subtitle, layout.dtg, layout.author)
    return layout.step is not None or any(shown)


def _stands_beside(layout: Layout) -> bool:
    if layout.legend_place != "auto":
        return layout.legend_place == "right"
    width, height = page_mm(layout)
    return width > height
