"""The properties of a sheet as rows of a form: what each shows, and what comes of what is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from baltic_desk.app.briefing import step_title
from baltic_desk.app.sheet_editing import AUDIENCES, MAP_SCALES, SheetError
from baltic_desk.app.sheet_words import scale_text
from baltic_desk.document.document import Document
from baltic_desk.document.layout import CUSTOM, PAPERS, Layout, page_mm
from baltic_desk.document.phase_wording import phase_titles
from baltic_desk.geo.coordinates import CoordinateError, format_position, parse
from baltic_desk.geo.measure import parse_scale
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.ui.fields.field import Choice, Flag, Kind, Lines, Text, Value
from baltic_desk.ui.form import Answer, Group, Row

PAGE_LEAST_MM, PAGE_MOST_MM = 100.0, 3000.0
NOW = "now"
"""Shown is what the map shows at that moment."""
_PHASE, _STEP = "phase:", "step:"
_AUTO = "Beside or Below, by the Paper"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One property: how it is shown, and the layout with another value.

    `write` raises ValueError with a sentence for what cannot be.
    """

    id: str
    title: str
    group: str
    kind: Kind
    read: Callable[[Document, Layout], Answer]
    write: Callable[[Layout, Value], Layout]
    hint: str = ""


def sheet_rows() -> tuple[SheetRow, ...]:
    """All rows in order."""
    return (*_paper_rows(), *_map_rows(), *_words_rows(), *_parts_rows(), *_series_rows())


def groups(rows: tuple[SheetRow, ...]) -> tuple[Group, ...]:
    """The rows under their headings."""
    titles = dict.fromkeys(row.group for row in rows)
    return tuple(
        Group(
            title,
            tuple(Row(r.id, r.title, r.kind, r.hint) for r in rows if r.group == title),
        )
        for title in titles
    )


def content_choice(document: Document) -> Choice:
    """What a sheet may be of: what the map shows, a phase, a step."""
    phases = phase_titles(document.phases())
    return Choice(
        (
            (NOW, "What the Map Shows"),
            *((f"{_PHASE}{i}", title) for i, title in phases.items()),
            *(
                (f"{_STEP}{step.id}", f"Step {k + 1}: {step_title(step, k)}"[:60])
                for k, step in enumerate(document.steps())
            ),
        )
    )


# -- paper --------------------------------------------------------------------------------------


def _paper_rows() -> tuple[SheetRow, ...]:
    papers = (*((name, _paper_title(name)) for name in PAPERS), (CUSTOM, "Custom"))
    ways = (("landscape", "Landscape"), ("portrait", "Portrait"))
    return (
        SheetRow("paper", "Paper", "Paper", Choice(papers), _shown("paper"), _with_paper),
        SheetRow("orientation", "Orientation", "Paper", Choice(ways), _way, _with_way),
        SheetRow(
            "width_mm", "Width", "Paper", Text(), lambda _d, each: _mm(page_mm(each)[0]),
            lambda each, value: _with_size(each, value, 0),
            "Another width or height makes it a custom paper",
        ),
        SheetRow(
            "height_mm", "Height", "Paper", Text(), lambda _d, each: _mm(page_mm(each)[1]),
            lambda each, value: _with_size(each, value, 1),
            "Another width or height makes it a custom paper",
        ),
        SheetRow(
            "margin_mm", "Margin", "Paper", Text(), lambda _d, each: _mm(each.margin_mm),
            lambda each, value: replace(each, margin_mm=_number(value, "mm", 0.0, 100.0)),
            "To the edge of the paper, where printers do not print",
        ),
    )  # fmt: skip


def _paper_title(name: str) -> str:
    width, height = PAPERS[name]
    return f"{name}  {width:g} × {height:g} mm"


def _with_paper(layout: Layout, value: Value) -> Layout:
    if value == CUSTOM:
        width, height = page_mm(layout)
        return replace(layout, paper=CUSTOM, width_mm=width, height_mm=height)
    return replace(layout, paper=str(value), width_mm=None, height_mm=None)


def _way(_document: Document, layout: Layout) -> Answer:
    width, height = page_mm(layout)
    return Answer("landscape" if width >= height else "portrait")


def _with_way(layout: Layout, value: Value) -> Layout:
    made = replace(layout, orientation=str(value))
    width, height = page_mm(layout)
    if layout.paper == CUSTOM and (width >= height) != (value == "landscape"):
        return replace(made, width_mm=height, height_mm=width)
    return made


def _with_size(layout: Layout, value: Value, which: int) -> Layout:
    size = list(page_mm(layout))
    given = _number(value, "mm", PAGE_LEAST_MM, PAGE_MOST_MM)
    if given == size[which]:
        return layout
    size[which] = given
    way = "landscape" if size[0] >= size[1] else "portrait"
    return replace(layout, paper=CUSTOM, width_mm=size[0], height_mm=size[1], orientation=way)


# -- map ----------------------------------------------------------------------------------------


def _map_rows() -> tuple[SheetRow, ...]:
    projections = (("", "Usual"), *((p.id, p.title) for p in PROJECTIONS.values()))
    themes = (("light", "Light"), ("dark", "Dark"), ("contrast", "High Contrast"))
    grids = (("none", "None"), ("graticule", "Longitude and Latitude"), ("mgrs", "Military Grid"))
    scales = [scale_text(scale) for scale in MAP_SCALES]
    return (
        SheetRow("content", "Shows", "Map", content_choice(Document()), _content, _with_content),
        SheetRow(
            "audience", "For", "Map", Choice(tuple(AUDIENCES.items())), _shown("audience"),
            lambda each, value: replace(each, audience=str(value)),
            "What is not for them is left out",
        ),
        SheetRow(
            "scale", "Scale", "Map", Text(lambda: scales),
            lambda _d, each: Answer(scale_text(each.scale)), _with_scale,
            "Type any scale, such as 1:250 000, or choose a usual one",
        ),
        SheetRow(
            "center", "Middle", "Map", Text(), _center, _with_center,
            "A position, such as 59.4 24.7; empty for the middle of what is drawn",
        ),
        SheetRow(
            "projection", "Projection", "Map", Choice(projections), _shown("projection"),
            lambda each, value: replace(each, projection=str(value)),
        ),
        SheetRow(
            "theme", "Colours", "Map", Choice(themes), _shown("theme"),
            lambda each, value: replace(each, theme=value),
        ),
        SheetRow(
            "grid", "Grid", "Map", Choice(grids), _shown("grid"),
            lambda each, value: replace(each, grid=str(value)),
        ),
        _flag("hillshade", "Hillshade", "Map"),
    )  # fmt: skip


def _content(_document: Document, layout: Layout) -> Answer:
    if layout.step is not None:
        return Answer(f"{_STEP}{layout.step}")
    return Answer(NOW if layout.phase is None else f"{_PHASE}{layout.phase}")


def _with_content(layout: Layout, value: Value) -> Layout:
    text = str(value)
    phase = text.removeprefix(_PHASE) if text.startswith(_PHASE) else None
    step = text.removeprefix(_STEP) if text.startswith(_STEP) else None
    return replace(layout, phase=phase, step=step)


def _with_scale(layout: Layout, value: Value) -> Layout:
    scale = parse_scale(str(value or ""))
    if not 1_000.0 <= scale <= 100_000_000.0:
        raise SheetError("Sheets have scales from 1:1 000 to 1:100 000 000.")
    return replace(layout, scale=scale)


def _center(_document: Document, layout: Layout) -> Answer:
    default = "Of the step" if layout.step is not None else "Of what is drawn"
    if layout.lon is None or layout.lat is None:
        return Answer(None, default)
    return Answer(format_position((layout.lon, layout.lat), "dd"), default)


def _with_center(layout: Layout, value: Value) -> Layout:
    if not str(value or "").strip():
        return replace(layout, lon=None, lat=None)
    try:
        lon, lat = parse(str(value))
    except CoordinateError as error:
        raise SheetError(str(error)) from error
    return replace(layout, lon=lon, lat=lat)


# -- words, parts, series -------------------------------------------------------------------------


def _words_rows() -> tuple[SheetRow, ...]:
    return (
        SheetRow("title", "Title", "Title and Text", Text(free=True), _title, _with_title),
        _text("subtitle", "Subtitle"),
        SheetRow(
            "marking", "Marking", "Title and Text", Text(free=True),
            lambda document, _each: Answer(document.project.marking), lambda each, _value: each,
            "Of the whole project; at the top and bottom of each sheet",
        ),
        _text("dtg", "Date-time group", "As it is to be written; magnetic north is of its day"),
        _text("author", "Author"),
        SheetRow(
            "text", "Text", "Title and Text", Lines(), _shown("text"),
            lambda each, value: replace(each, text=str(value or "")),
        ),
    )  # fmt: skip


def _parts_rows() -> tuple[SheetRow, ...]:
    places = (("auto", _AUTO), ("right", "Beside the Map"), ("below", "Below the Map"))
    return (
        _flag("legend", "Legend", "Parts"),
        _flag("sources", "Sources", "Parts"),
        SheetRow(
            "legend_place", "Where", "Parts", Choice(places), _shown("legend_place"),
            lambda each, value: replace(each, legend_place=str(value)),
        ),
        _flag("scale_bar", "Scale bar", "Parts"),
        _flag("north", "North arrow", "Parts"),
        _flag("overview", "Overview map", "Parts"),
    )  # fmt: skip


def _series_rows() -> tuple[SheetRow, ...]:
    return (
        _flag("series", "Several sheets", "Series", "A map larger than the paper, in sheets"),
        SheetRow(
            "overlap_mm", "Overlap", "Series", Text(), lambda _d, each: _mm(each.overlap_mm),
            lambda each, value: replace(each, overlap_mm=_number(value, "mm", 0.0, 100.0)),
            "What neighbouring sheets share",
        ),
        _ground("area_width_m", "Area’s width"),
        _ground("area_height_m", "Area’s height"),
    )  # fmt: skip


def _title(document: Document, layout: Layout) -> Answer:
    step = next((each for each in document.steps() if each.id == layout.step), None)
    default = (step.title if step is not None else "") or document.project.title or "None"
    return Answer(layout.title, default)


def _with_title(layout: Layout, value: Value) -> Layout:
    return replace(layout, title=str(value) if value else None)


def _ground(field: str, title: str) -> SheetRow:
    def read(_document: Document, layout: Layout) -> Answer:
        metres = getattr(layout, field)
        return Answer(None if metres is None else f"{metres / 1000.0:.6g} km", "All that is drawn")

    def write(layout: Layout, value: Value) -> Layout:
        if not str(value or "").strip():
            return replace(layout, **{field: None})
        return replace(layout, **{field: 1000.0 * _number(value, "km", 1.0, 10_000.0)})

    return SheetRow(field, title, "Series", Text(), read, write)


def _text(field: str, title: str, hint: str = "") -> SheetRow:
    return SheetRow(
        field, title, "Title and Text", Text(free=True), _shown(field),
        lambda each, value: replace(each, **{field: str(value or "")}), hint,
    )  # fmt: skip


def _flag(field: str, title: str, group: str, hint: str = "") -> SheetRow:
    return SheetRow(
        field, title, group, Flag(), _shown(field),
        lambda each, value: replace(each, **{field: bool(value)}), hint,
    )  # fmt: skip


def _shown(field: str) -> Callable[[Document, Layout], Answer]:
    return lambda _document, layout: Answer(getattr(layout, field))


def _mm(value: float) -> Answer:
    return Answer(f"{value:g} mm")


def _number(value: Value, unit: str, least: float, most: float) -> float:
    text = str(value or "").strip().removesuffix(unit).strip().replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise SheetError(f"From {least:g} to {most:g} {unit}.")
    return number
