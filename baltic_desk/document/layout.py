"""How a project goes on paper: which sheet, at which scale, with what about the map."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from baltic_desk.document.geometry import Lat, Lon
from baltic_desk.document.lesson import PhaseId, ThemeName
from baltic_desk.document.scalars import AudienceName, Id, Text, Unknown

CUSTOM = "custom"

PAPERS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "A5": (148.0, 210.0),
        "A4": (210.0, 297.0),
        "A3": (297.0, 420.0),
        "A2": (420.0, 594.0),
        "A1": (594.0, 841.0),
        "A0": (841.0, 1189.0),
        "Letter": (215.9, 279.4),
        "Legal": (215.9, 355.6),
        "Tabloid": (279.4, 431.8),
    }
)
"""Width and height of upright sheets by name, millimetres (ISO 216, ANSI/ASME Y14.1)."""

GRIDS = ("none", "graticule", "mgrs")
PLACES = ("auto", "right", "below")

PaperName = Annotated[str, Meta(pattern=r"^(A[0-5]|Letter|Legal|Tabloid|custom)$")]
Orientation = Annotated[str, Meta(pattern=r"^(portrait|landscape)$")]
GridName = Annotated[str, Meta(pattern=r"^(none|graticule|mgrs)$")]
PlaceName = Annotated[str, Meta(pattern=r"^(auto|right|below)$")]
SheetMillimetres = Annotated[float, Meta(ge=100, le=3_000)]
MarginMillimetres = Annotated[float, Meta(ge=0, le=100)]
OverlapMillimetres = Annotated[float, Meta(ge=0, le=100)]
Denominator = Annotated[float, Meta(ge=1_000, le=100_000_000)]
GroundMetres = Annotated[float, Meta(gt=0, le=10_000_000)]


class Layout(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sheet of paper with a map, or a series of them.

    Attributes
    ----------
    paper
        A name in PAPERS, or "custom": then `width_mm` by `height_mm`, as they are.
    scale
        Denominator; true at the centre, that of all sheets in a series.
    lon, lat
        What is in the middle of the map; None for the middle of what is drawn.
    projection
        Id of a projection; empty for the usual one.
    title
        None for the title of the step or project.
    dtg
        Date-time group, as it is to be written; magnetic north is that of its day.
    grid
        Lines and labels of longitude and latitude, or of the military grid.
    legend_place
        Legend and sources beside the map or below it; "auto" by the shape of the paper.
    series
        Several sheets that together show `area_width_m` by `area_height_m` on the ground about the
        centre (all that is drawn for None), each with `overlap_mm` of its neighbour.
    phase, step
        What is shown: a step of the briefing, else a phase; the phase at hand for None.
    """

    id: Id
    name: Text = ""
    paper: PaperName = "A3"
    width_mm: SheetMillimetres | None = None
    height_mm: SheetMillimetres | None = None
    orientation: Orientation = "landscape"
    margin_mm: MarginMillimetres = 10.0
    scale: Denominator = 1_000_000.0
    lon: Lon | None = None
    lat: Lat | None = None
    projection: str = ""
    theme: ThemeName = "light"
    title: Text | None = None
    subtitle: Text = ""
    dtg: Text = ""
    author: Text = ""
    text: Text = ""
    grid: GridName = "graticule"
    legend: bool = True
    legend_place: PlaceName = "auto"
    sources: bool = True
    overview: bool = True
    north: bool = True
    scale_bar: bool = True
    hillshade: bool = False
    series: bool = False
    overlap_mm: OverlapMillimetres = 10.0
    area_width_m: GroundMetres | None = None
    area_height_m: GroundMetres | None = None
    phase: PhaseId | None = None
    step: Id | None = None
    audience: AudienceName = "everyone"
    unknown: Unknown | None = msgspec.field(default=None, name="baltic_desk:unknown")


def page_mm(layout: Layout) -> tuple[float, float]:
    """Width and height of the paper as it lies.

    >>> page_mm(Layout(id="l", paper="A4")), page_mm(Layout(id="l", orientation="portrait"))
    ((297.0, 210.0), (297.0, 420.0))
    """
    if layout.paper == CUSTOM:
        width, height = PAPERS["A3"]
        return layout.width_mm or height, layout.height_mm or width
    width, height = PAPERS[layout.paper]
    return (height, width) if layout.orientation == "landscape" else (width, height)
