"""What stands under the frame: projection and sources of the map, scale bars, norths."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from baltic_desk.app.sheet_places import BAR_MM, BAR_ROOM_MM, Box, is_narrow
from baltic_desk.app.sheet_plan import SheetMap, SheetPlan
from baltic_desk.app.sheet_words import (
    FULL_SIZE,
    convergence_sentence,
    north_words,
    norths,
    projection_words,
    scale_text,
)
from baltic_desk.geo.distances import UNITS, grouped
from baltic_desk.ui.export.sheet.north import paint_norths
from baltic_desk.ui.export.sheet.paper import (
    INK,
    PAPER,
    QUIET,
    Paper,
    cap_mm,
    line_mm,
    sized,
    wrapped,
)


def paint_foot(
    paper: Paper, plan: SheetPlan, sheet: SheetMap, grid: Sequence[str], credit: str
) -> None:
    """All of it; `grid` says what the grid is, `credit` is what the base map's sources ask for."""
    layout, size = plan.layout, plan.places.size
    notes, bars, arrows = _parts(plan)
    if bars is not None:
        _paint_bars(paper, plan, bars)
    lines = [*projection_words(plan, sheet), *grid]
    if not layout.scale_bar:
        lines.insert(0, f"Scale {scale_text(layout.scale)}")
    if credit:
        lines.append(f"Map: {credit}")
    _paint_lines(paper, lines, notes, size)
    if arrows is not None:
        found = norths(plan, sheet)
        wide = min(24.0 * size, 0.42 * arrows.width)
        paint_norths(paper, found, Box(arrows.left, arrows.top, wide, arrows.height), size)
        words = [*north_words(found), convergence_sentence(found)]
        text = Box(arrows.left + wide, arrows.top, arrows.width - wide, arrows.height)
        _paint_lines(paper, words, text, size)


def _parts(plan: SheetPlan) -> tuple[Box, Box | None, Box | None]:
    """Where notes, scale bars and norths stand."""
    layout, size, foot = plan.layout, plan.places.size, plan.places.foot
    foot = Box(foot.left, foot.top + 2.0 * size, foot.width, foot.height - 2.0 * size)
    gap = 4.0 * size
    if is_narrow(foot.width, size, layout):
        low = 21.5 * size
        bars = Box(foot.left, foot.top, foot.width, low - gap)
        rest = Box(foot.left, foot.top + low, foot.width, foot.height - low)
        half = (rest.width - gap) / 2
        if not layout.north:
            return rest, bars, None
        return (
            Box(rest.left, rest.top, half, rest.height),
            bars,
            Box(rest.right - half, rest.top, half, rest.height),
        )
    middle = min(max(BAR_ROOM_MM, 0.34 * foot.width), 150.0) if layout.scale_bar else 0.0
    side = (foot.width - middle) / 2 - gap
    notes = Box(foot.left, foot.top, side, foot.height)
    bars = Box(foot.left + side + gap, foot.top, middle, foot.height) if layout.scale_bar else None
    arrows = Box(foot.right - side, foot.top, side, foot.height) if layout.north else None
    if arrows is None and bars is None:
        notes = foot
    return notes, bars, arrows


def _paint_lines(paper: Paper, lines: list[str], box: Box, size: float) -> None:
    """Lines from the top, smaller where they are too many."""
    for px in (9.0, 8.0, 7.0, 6.0, 5.0):
        style = sized(px, size)
        shown = [each for line in lines for each in wrapped(line, style, box.width, paper.ruler)]
        if len(shown) * line_mm(style) <= box.height:
            break
    y = box.top + cap_mm(style)
    for line in shown:
        paper.text(line, style, box.left, y, ink=QUIET)
        y += line_mm(style)


class BarPart(NamedTuple):
    """A scale bar of `parts` equal parts, each `part` of the unit."""

    unit: str
    part: float
    parts: int
    mm: float
    """Length of a part."""


def bar(unit: str, metres_per_mm: float, room_mm: float) -> BarPart:
    """The bar in a unit that fits, of four or five round parts.

    >>> bar("km", 1000.0, 100.0)
    BarPart(unit='km', part=20.0, parts=5, mm=20.0)
    """
    unit_mm = UNITS[unit] / metres_per_mm
    longest = room_mm / unit_mm
    power = 10.0 ** math.floor(math.log10(longest))
    digit = max(each for each in (1, 2, 4, 5, 8) if each == 1 or each * power <= longest * 1.000001)
    parts = {1: 5, 2: 4, 4: 4, 5: 5, 8: 4}[digit]
    part = digit * power / parts
    return BarPart(unit, part, parts, part * unit_mm)


def _paint_bars(paper: Paper, plan: SheetPlan, box: Box) -> None:
    """The representative fraction; bars of kilometres and nautical miles; the control bar."""
    size = plan.places.size
    middle = box.left + box.width / 2
    head = sized(16.0, size, bold=True)
    y = box.top + cap_mm(head)
    paper.text(scale_text(plan.layout.scale), head, middle, y, align="center")
    metres = plan.layout.scale / 1000.0
    room = min(box.width - 8.0 * size, 120.0)
    y += 2.2 * size
    for unit in ("km", "NM"):
        y = _paint_bar(paper, bar(unit, metres, room), middle, y, size)
    _paint_control(paper, middle, y + 0.4 * size, size)


def _paint_bar(paper: Paper, found: BarPart, middle: float, y: float, size: float) -> float:
    """Alternating parts with their figures above; where the next may begin."""
    style = sized(8.0, size)
    length = found.parts * found.mm
    left, high = middle - length / 2, 1.1 * size
    baseline = y + cap_mm(style)
    top = baseline + 0.7 * size
    for number in range(found.parts + 1):
        text = grouped(f"{number * found.part:.10g}")
        at = left + number * found.mm
        paper.text(text, style, at, baseline, align="center")
        if number == found.parts:
            half = paper.width_mm(text, style) / 2
            paper.text(f" {found.unit}", style, at + half, baseline)
            break
        fill = INK if number % 2 == 0 else PAPER
        paper.box(Box(at, top, found.mm, high), width=0.12, fill=fill)
    return top + high + 1.5 * size


def _paint_control(paper: Paper, middle: float, y: float, size: float) -> None:
    """A line of exactly 100 mm, by which a print is checked."""
    left, right, tick = middle - BAR_MM / 2, middle + BAR_MM / 2, 0.8 * size
    style = sized(7.0, size)
    y += tick
    paper.line(left, y, right, y, width=0.12, ink=QUIET)
    for k in range(11):
        high = tick if k % 5 == 0 else tick / 2
        x = left + k * BAR_MM / 10
        paper.line(x, y - high, x, y + high, width=0.12, ink=QUIET)
    paper.text(FULL_SIZE, style, middle, y + tick + cap_mm(style) + 0.5, align="center", ink=QUIET)
