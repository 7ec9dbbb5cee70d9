"""A sheet told in words before it is made: paper, number, ground covered, and what is amiss."""

from __future__ import annotations

import numpy as np

from baltic_desk.app.sheet_plan import SheetPlan
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.geometry import positions_of
from baltic_desk.document.layout import CUSTOM, Layout, page_mm
from baltic_desk.document.phase_times import parse_start
from baltic_desk.geo.distances import grouped

SMALL_MM = 120.0
"""A map smaller than this either way is hardly one."""
MANY_SHEETS = 30


def paper_words(layout: Layout) -> str:
    """The paper by name and size.

    >>> paper_words(Layout(id="l", paper="A1"))
    'A1 landscape, 841 × 594 mm'
    """
    width, height = page_mm(layout)
    size = f"{width:g} × {height:g} mm"
    if layout.paper == CUSTOM:
        return f"paper of {size}"
    return f"{layout.paper} {layout.orientation}, {size}"


def sheets_words(plan: SheetPlan) -> str:
    """How many sheets there are, and how they lie."""
    count = len(plan.sheets)
    if count == 1:
        return "1 sheet"
    across = max(sheet.column for sheet in plan.sheets) + 1
    down = max(sheet.row for sheet in plan.sheets) + 1
    return f"{count} sheets ({across} across, {down} down)"


def ground_words(plan: SheetPlan) -> str:
    """What all sheets together cover on the ground, at the scale of their centre."""
    boxes = [plan.box(sheet) for sheet in plan.sheets]
    width = max(box[2] for box in boxes) - min(box[0] for box in boxes)
    height = max(box[3] for box in boxes) - min(box[1] for box in boxes)
    sides = [_kilometres(side / plan.scale_factor) for side in (width, height)]
    return f"about {sides[0]} × {sides[1]} km of ground"


def map_words(plan: SheetPlan) -> str:
    """The size of the map on each sheet."""
    frame = plan.places.frame
    return f"map {frame.width:.0f} × {frame.height:.0f} mm"


def summary(plan: SheetPlan) -> str:
    """All of that in a line or two."""
    each = "each " if len(plan.sheets) > 1 else ""
    told = f"{sheets_words(plan)}, {each}{paper_words(plan.layout)}; {map_words(plan)}"
    return f"{told[:1].upper()}{told[1:]}. Covers {ground_words(plan)}."


def problems(document: Document, plan: SheetPlan) -> tuple[str, ...]:
    """What whoever makes the sheet should know before, a sentence each.

    Parameters
    ----------
    document
        The project itself, of which the plan's shows a part.
    """
    layout, found = plan.layout, list[str]()
    if not plan.title:
        found.append("The sheet has no title.")
    if layout.step is not None and not any(s.id == layout.step for s in document.steps()):
        found.append("The step that the sheet is of is no longer there.")
    if layout.phase is not None and not any(p.id == layout.phase for p in document.phases()):
        found.append("The phase that the sheet is of is no longer there.")
    if layout.dtg and not _is_read(layout.dtg):
        found.append(
            f"“{layout.dtg[:40]}” is not read as a date-time group: magnetic north is that of "
            f"{plan.day.isoformat()}."
        )
    frame = plan.places.frame
    if min(frame.width, frame.height) < SMALL_MM:
        found.append(f"The {map_words(plan)} is small; leave something out or take larger paper.")
    if len(plan.sheets) > MANY_SHEETS:
        found.append(f"The series has {len(plan.sheets)} sheets.")
    beyond, every = _beyond(plan)
    if every == 0:
        found.append("Nothing is drawn that the sheet could show.")
    elif beyond == every:
        found.append("The sheet shows nothing of what is drawn.")
    elif beyond:
        verb = "lies" if beyond == 1 else "lie"
        some = f"{grouped(str(beyond))} of the {grouped(str(every))} features in sight"
        found.append(f"{some} {verb} beyond the map.")
    return tuple(found)


def left_over(lines: int) -> str:
    """What to say of a legend that has no room; empty when nothing is left.

    >>> left_over(0), left_over(3).startswith("Legend and sources")
    ('', True)
    """
    if not lines:
        return ""
    return (
        "Legend and sources have no room beside the map: in a PDF they go on on a further page, "
        "in other files and pictures they are cut."
    )


def _is_read(dtg: str) -> bool:
    try:
        return parse_start(dtg) is not None
    except ValueError:
        return False


def _beyond(plan: SheetPlan) -> tuple[int, int]:
    """How many features of those in sight have no point on any sheet, and how many there are."""
    shown = plan.document
    features = [
        feature
        for overlay in shown.overlays()
        if overlay.visible
        for feature in shown.features_on(overlay.id)
        if not feature.properties.hidden
    ]
    if not features:
        return 0, 0
    return int(np.count_nonzero(~_touches(plan, features))), len(features)


def _touches(plan: SheetPlan, features: list[Feature]) -> np.ndarray[tuple[int], np.dtype[np.bool]]:
    positions = [np.asarray(positions_of(feature.geometry), dtype=float) for feature in features]
    lengths = np.array([len(some) for some in positions])
    xy = plan.projection.forward(np.concatenate(positions))
    inside = np.zeros(len(xy), dtype=bool)
    for sheet in plan.sheets:
        left, bottom, right, top = plan.box(sheet)
        x, y = xy[:, 0], xy[:, 1]
        inside |= (x >= left) & (x <= right) & (y >= bottom) & (y <= top)
    owner = np.repeat(np.arange(len(features)), lengths)
    return np.bincount(owner[inside], minlength=len(features)) > 0


def _kilometres(metres: float) -> str:
    km = metres / 1000.0
    return grouped(f"{km:.0f}") if km >= 20 else f"{km:.1f}"
