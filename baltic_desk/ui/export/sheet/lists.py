"""What a sheet lists beside its map: a free text, the legend, the sources of what is visible."""

from __future__ import annotations

from collections.abc import Iterator

from baltic_desk.app.cited import citations
from baltic_desk.app.sheet_places import Box, list_box
from baltic_desk.app.sheet_plan import SheetMap
from baltic_desk.ui.export.image import elevation_cited
from baltic_desk.ui.export.sheet.flow import Flow, flowing, shortened
from baltic_desk.ui.export.sheet.frame_map import frame_of
from baltic_desk.ui.export.sheet.key import Entry, Section, sections
from baltic_desk.ui.export.sheet.made import Made

ON_NEXT_PAGE = "{count} more on the next page."
LEFT_OUT = "… and {count} more, which the project file names."
_LIST_COLUMN_MM = 85.0


def key_of(made: Made, sheet: SheetMap, box: Box, *, further: bool) -> Flow:
    """Text, legend and sources of a sheet, in its key."""
    places = made.plan.places
    found = tuple(_sections(made, sheet))
    more = ON_NEXT_PAGE if further else LEFT_OUT
    return flowing(found, box, places.key_columns, places.size, made.drawing.ruler, more=more)


def going_on(made: Made, flow: Flow) -> Flow:
    """What had no room, on a page of its own; at least one entry, if need be cut."""
    places = made.plan.places
    box = list_box(places)
    columns = max(1, round(box.width / (_LIST_COLUMN_MM * places.size)))
    left, ruler = flow.left, made.drawing.ruler
    while True:
        found = flowing(left, box, columns, places.size, ruler, more=ON_NEXT_PAGE)
        if found.columns or not found.left:
            return found
        left = shortened(left)


def _sections(made: Made, sheet: SheetMap) -> Iterator[Section]:
    layout = made.plan.layout
    if layout.text.strip():
        lines = tuple(Entry(line) for line in layout.text.strip().split("\n"))
        yield Section("", lines)
    if layout.legend:
        yield from sections(made, made.plan.box(sheet))
    if layout.sources:
        bounds = frame_of(made.plan, sheet, 1.0).lonlat_bounds()
        named = citations(made.plan.document, bounds)
        named += elevation_cited(made.plan.document, made.means)
        entries = (Entry(each.text, lead=str(number)) for number, each in enumerate(named, start=1))
        section = Section("Sources of what is shown", tuple(entries))
        if section.entries:
            yield section
