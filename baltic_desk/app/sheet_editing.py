"""What a person does to the project's sheets; each is one step of undo."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

import msgspec
from msgspec.structs import replace

from baltic_desk.app.extent import extent
from baltic_desk.app.sheet_places import LayoutError
from baltic_desk.app.sheet_plan import USUAL_SCALES, SheetPlan, fitting_scale, planned, scale_for
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document, new_id
from baltic_desk.document.feature import Feature
from baltic_desk.document.layout import Layout
from baltic_desk.geo.geodesy import Position
from baltic_desk.geo.projection import DEFAULT_PROJECTION

AUDIENCES = {
    "everyone": "Students",
    "instructor": "Instructor",
    "answer": "Instructor, with Answers",
}
"""For whom a sheet may be, and what to call it."""

MAP_SCALES = tuple(scale for scale in USUAL_SCALES if 100_000 <= scale <= 5_000_000)
"""Scales to choose from; any other may be typed."""


class SheetError(ValueError):
    """What was given cannot be; the message says why, for the person."""


def at_hand(workspace: Workspace) -> Layout | None:
    """The sheet at hand: the one that was chosen last, else the first."""
    layouts = workspace.document.layouts()
    chosen = (each for each in layouts if each.id == workspace.sheet)
    return next(chosen, None) or next(iter(layouts), None)


def layout_of(document: Document, layout_id: str | None) -> Layout | None:
    """The layout of that id."""
    record = document.get(layout_id or "")
    return record if isinstance(record, Layout) else None


def name_of(layout: Layout) -> str:
    """What a sheet is called, on one line."""
    return " ".join(layout.name[:200].split()) or "Sheet without a name"


def plan_of(document: Document, layout: Layout) -> SheetPlan:
    """The plan of a layout's sheets, as of today.

    Raises
    ------
    LayoutError
        When there can be no such sheets.
    """
    return planned(document, layout, today=date.today())


# -- sheets -------------------------------------------------------------------------------------


def new_sheet(workspace: Workspace, template: Layout | None = None) -> Layout:
    """A sheet of all that is drawn, after the others; it is then at hand."""
    workspace.settle()
    document = workspace.document
    layout = replace(template or Layout(id=""), id=new_id())
    if template is None and workspace.settings.projection != DEFAULT_PROJECTION:
        layout = replace(layout, projection=workspace.settings.projection)
    layout = replace(layout, name=_free_name(document, layout.name or "Sheet"))
    if template is None:
        layout = replace(layout, scale=_scale_for(document, layout))
    with document.edit(f"Add {name_of(layout)}") as change:
        change.put(layout)
    workspace.take_sheet(layout.id)
    workspace.say(f"Added “{name_of(layout)}”.")
    return layout


def duplicate_sheet(workspace: Workspace, layout: Layout) -> Layout:
    """A copy after the others; it is then at hand."""
    workspace.settle()
    document = workspace.document
    layout = layout_of(document, layout.id) or layout
    copied = replace(layout, id=new_id(), name=_free_name(document, f"{name_of(layout)} (copy)"))
    with document.edit(f"Duplicate {name_of(layout)}") as change:
        change.put(copied)
    workspace.take_sheet(copied.id)
    workspace.say(f"“{name_of(copied)}” is a copy of “{name_of(layout)}”.")
    return copied


def delete_sheet(workspace: Workspace, layout: Layout) -> None:
    """Take a sheet out of the project; the one after it, else the one before, is then at hand."""
    workspace.settle()
    document = workspace.document
    before = [each.id for each in document.layouts()]
    if layout.id not in before:
        return
    with document.edit(f"Delete {name_of(layout)}") as change:
        change.remove(layout.id)
    left = document.layouts()
    place = min(before.index(layout.id), len(left) - 1)
    workspace.take_sheet(left[place].id if left else None)
    workspace.say(f"Deleted “{name_of(layout)}”; undo restores it.")


def rename_sheet(workspace: Workspace, layout_id: str, name: str) -> bool:
    """Call a sheet otherwise."""
    name = " ".join(name[:200].split())
    return change_sheet(workspace, layout_id, "Rename {}", lambda each: replace(each, name=name))


def change_sheet(
    workspace: Workspace, layout_id: str, label: str, changed: Callable[[Layout], Layout]
) -> bool:
    """Change a sheet under a label that "{}" stands in for its name; whether that changed it.

    Raises
    ------
    SheetError
        When no file could hold what was given.
    """
    layout = layout_of(workspace.document, layout_id)
    if layout is None:
        return False
    wanted = _checked(changed(layout))
    if wanted == layout:
        return False
    with workspace.document.edit(label.format(f"“{name_of(layout)}”")) as change:
        change.put(wanted)
    return True


# -- where its frame is -------------------------------------------------------------------------


def move_frame(workspace: Workspace, layout: Layout, center: Position, scale: float) -> bool:
    """Put the middle of a sheet's map elsewhere, at another scale perhaps."""
    scaled = scale != layout.scale
    lon, lat = round(center[0], 6), round(center[1], 6)
    label = "Scale sheet frame" if scaled else "Move sheet frame"
    return change_sheet(
        workspace, layout.id, label, lambda each: replace(each, lon=lon, lat=lat, scale=scale)
    )


def fit_to_drawn(workspace: Workspace, layout: Layout) -> None:
    """All that is drawn in the middle: on one sheet by its scale, on a series by their number."""
    document = workspace.document
    shown = plan_of(document, layout).document
    wanted = replace(layout, lon=None, lat=None, area_width_m=None, area_height_m=None)
    found = extent(feature for feature in shown.features() if not feature.properties.hidden)
    if layout.step is not None and found is not None:  # a step looks somewhere by itself
        west, south, east, north = found
        wanted = replace(wanted, lon=(west + east) / 2, lat=(south + north) / 2)
    if not layout.series:
        wanted = replace(wanted, scale=_scale_for(document, wanted))
    change_sheet(workspace, layout.id, "Fit {} to what is drawn", lambda _each: wanted)


def fit_to_view(workspace: Workspace, layout: Layout) -> None:
    """What the map on the screen shows: by scale, or by the area of a series."""
    camera = workspace.camera
    lon, lat = camera.center()
    width_px, height_px = camera.size_px()
    width_m, height_m = (px * camera.metres_per_px() for px in (width_px, height_px))
    wanted = replace(layout, lon=round(lon, 6), lat=round(lat, 6))
    if layout.series:
        wanted = replace(wanted, area_width_m=width_m, area_height_m=height_m)
    else:
        frame = plan_of(workspace.document, wanted).places.frame
        per_mm = max(width_m / frame.width, height_m / frame.height)
        wanted = replace(wanted, scale=fitting_scale(per_mm * 1000.0))
    change_sheet(workspace, layout.id, "Fit {} to the view", lambda _each: wanted)


def centre_on_selection(workspace: Workspace, layout: Layout) -> None:
    """The selection in the middle of the sheet, at its scale."""
    found = extent(feature for feature in _selection(workspace))
    if found is None:
        return
    west, south, east, north = found
    move_frame(workspace, layout, ((west + east) / 2, (south + north) / 2), layout.scale)


def next_scale(scale: float, by: int) -> float:
    """The usual scale that many steps further out (in for negative) from one.

    >>> next_scale(1_000_000.0, 1), next_scale(800_000.0, 1), next_scale(800_000.0, -1)
    (1500000.0, 1000000.0, 750000.0)
    """
    further = [each for each in USUAL_SCALES if each > scale * (1 + 1e-9)]
    nearer = [each for each in reversed(USUAL_SCALES) if each < scale * (1 - 1e-9)]
    steps = further if by > 0 else nearer
    return steps[min(abs(by), len(steps)) - 1] if steps and by else scale


def nearest_scale(scale: float) -> float:
    """The usual scale that is nearest by ratio.

    >>> nearest_scale(1_180_000.0)
    1000000.0
    """
    return min(USUAL_SCALES, key=lambda each: abs(math.log(each / scale)))


def selection_has_place(workspace: Workspace) -> bool:
    """Whether there is a selection to go by."""
    return bool(workspace.session.selection)


def _selection(workspace: Workspace) -> list[Feature]:
    found = (workspace.document.feature(each) for each in workspace.session.selection)
    return [feature for feature in found if feature is not None]


def _scale_for(document: Document, layout: Layout) -> float:
    try:
        return scale_for(document, layout, today=date.today())
    except LayoutError:
        return layout.scale


def _checked(layout: Layout) -> Layout:
    """The layout if it can be saved and opened again."""
    try:
        msgspec.convert(msgspec.to_builtins(layout), Layout)
    except msgspec.ValidationError as error:
        raise SheetError(str(error)) from error
    return layout


def _free_name(document: Document, name: str) -> str:
    """The name, or with the first number that makes it one of its own."""
    taken = {each.name for each in document.layouts()}
    if name not in taken and name != "Sheet":
        return name
    return next(f"{name} {k}" for k in range(1, len(taken) + 2) if f"{name} {k}" not in taken)
