"""What stands above and below everything: marking, title, date-time group, author, frame."""

from __future__ import annotations

from baltic_desk.app.briefing import one_line
from baltic_desk.app.sheet_places import Box
from baltic_desk.app.sheet_plan import SheetMap, SheetPlan
from baltic_desk.ui.export.sheet.paper import (
    INK,
    QUIET,
    RULE,
    Paper,
    cap_mm,
    fitted,
    line_mm,
    sized,
)

MARKING_INK = "#b3261e"
_SIDE_SHARE = 0.32


def paint_markings(paper: Paper, plan: SheetPlan) -> None:
    """The marking line, above and below."""
    marking = one_line(plan.document.project.marking)
    for box in (plan.places.marking_top, plan.places.marking_bottom):
        if box is None:
            continue
        style = fitted(
            marking, sized(14.0, plan.places.size, bold=True), box.width, paper.ruler, 6.0
        )
        # The one at the top touches the margin with its capitals, that at the bottom stands on it.
        below = box == plan.places.marking_bottom
        baseline = box.bottom - 0.4 if below else box.top + cap_mm(style) + 0.4
        middle = plan.places.page.width / 2
        paper.text(marking, style, middle, baseline, align="center", ink=MARKING_INK)


def paint_head(paper: Paper, plan: SheetPlan, page: str) -> None:
    """Title and subtitle at the left; date-time group, author and the page's number at the right.

    `page` is empty where there is but one.
    """
    box, size, layout = plan.places.head, plan.places.size, plan.layout
    if box is None:
        return
    lines = [one_line(each) for each in (layout.dtg, layout.author, page)]
    right = [each for each in lines if each]
    side = _SIDE_SHARE * box.width if right else 0.0
    room = box.width - side - 4.0 * size
    title = fitted(plan.title, sized(23.0, size, bold=True), room, paper.ruler, 8.0)
    baseline = box.top + cap_mm(sized(23.0, size)) + 1.2 * size
    paper.text(plan.title, title, box.left, baseline)
    subtitle = one_line(layout.subtitle)
    if subtitle:
        style = fitted(subtitle, sized(12.0, size), room, paper.ruler, 6.0)
        paper.text(subtitle, style, box.left, box.bottom - 1.6 * size, ink=QUIET)
    style = sized(10.0, size)
    y = box.bottom - 1.6 * size - (len(right) - 1) * line_mm(style)
    for number, text in enumerate(right):
        bold = number == 0 and bool(layout.dtg)
        cut = fitted(text, sized(10.0, size, bold=bold), side, paper.ruler, 5.0)
        paper.text(text, cut, box.right, y, align="right", ink=INK if bold else QUIET)
        y += line_mm(style)
    paper.line(box.left, box.bottom, box.right, box.bottom, width=0.25 * size)


def paint_frame(paper: Paper, plan: SheetPlan) -> None:
    """The neat line about the map, and a thin one beyond the labels."""
    places = plan.places
    paper.box(places.frame, width=0.3)
    outer = places.frame.inset(-places.label_mm)
    paper.box(outer, width=0.45 * places.size if plan.layout.grid != "none" else 0.12)


def paint_neighbours(paper: Paper, plan: SheetPlan, sheet: SheetMap) -> None:
    """At each edge of a sheet of a series, which one goes on there."""
    frame, size, label = plan.places.frame, plan.places.size, plan.places.label_mm
    style = sized(8.0, size, bold=True)
    high = line_mm(style)
    for right, down in ((0, -1), (0, 1), (-1, 0), (1, 0)):
        other = plan.neighbour(sheet, right, down)
        if other is None:
            continue
        # At the sides the words are turned, and their upper side is outside.
        text = f"{'↓' if down > 0 else '↑'} Sheet {other.number}"
        width = paper.width_mm(text, style) + 3.0 * size
        x, y = frame.left + frame.width / 2, frame.top + frame.height / 2
        turned = right != 0
        band = label if plan.layout.grid != "none" else 0.0
        x += right * (frame.width / 2 + band / 2 - (0 if band else high))
        y += down * (frame.height / 2 + band / 2 - (0 if band else high))
        paper.painter.save()
        paper.painter.translate(paper.point(x, y))
        if turned:
            paper.painter.rotate(90.0 * right)
        box = Box(-width / 2, -high / 2, width, high)
        paper.box(box, width=0.1, ink=RULE, fill="#ffffff")
        paper.text(text, style, 0.0, cap_mm(style) / 2, align="center")
        paper.painter.restore()
