"""The index of a series: all its sheets, numbered, with the one at hand."""

from __future__ import annotations

from baltic_desk.app.sheet_places import Box
from baltic_desk.app.sheet_plan import SheetMap, SheetPlan
from baltic_desk.ui.export.sheet.paper import INK, QUIET, RULE, Paper, cap_mm, line_mm, sized

HERE = "#f2d9d6"
HERE_INK = "#c4211b"


def paint_index(paper: Paper, plan: SheetPlan, sheet: SheetMap, box: Box) -> None:
    """A small table of the sheets; neighbours share the strip that both show."""
    size = plan.places.size
    head = sized(9.0, size, bold=True)
    paper.text(
        f"Sheet {sheet.number} of {len(plan.sheets)}", head, box.left, box.top + cap_mm(head)
    )
    note = sized(7.0, size)
    shared = f"Neighbouring sheets share {plan.layout.overlap_mm:g} mm."
    low = box.bottom - 0.6 * size
    paper.text(shared, note, box.left, low, ink=QUIET)
    top = box.top + line_mm(head) + 0.5 * size
    room = Box(box.left, top, box.width, low - line_mm(note) - top)

    boxes = [plan.box(each) for each in plan.sheets]
    left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, upper = max(b[2] for b in boxes), max(b[3] for b in boxes)
    k = min(room.width / (right - left), room.height / (upper - bottom))

    def place(corners: tuple[float, float, float, float]) -> Box:
        west, south, east, north = corners
        return Box(
            room.left + (west - left) * k,
            room.top + (upper - north) * k,
            (east - west) * k,
            (north - south) * k,
        )

    here = place(plan.box(sheet))
    paper.box(here, width=0.0, fill=HERE)
    for each, corners in zip(plan.sheets, boxes, strict=True):
        cell = place(corners)
        paper.box(cell, width=0.12, ink=RULE)
        px = min(11.0 * size, 3.2 * min(cell.width, cell.height))
        style = sized(px, 1.0, bold=each == sheet)
        middle = cell.left + cell.width / 2
        ink = HERE_INK if each == sheet else INK
        baseline = cell.top + cell.height / 2 + cap_mm(style) / 2
        paper.text(str(each.number), style, middle, baseline, align="center", ink=ink)
    paper.box(here, width=0.35, ink=HERE_INK)
