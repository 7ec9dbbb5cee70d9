"""Small makers of features for tests of the document and the tools."""

from __future__ import annotations

from collections.abc import Iterable

from baltic_desk.document.document import Document
from baltic_desk.document.feature import (
    Area,
    Corridor,
    Ellipse,
    Feature,
    Line,
    Rectangle,
    TextNote,
    Unit,
)
from baltic_desk.document.geometry import Position
from baltic_desk.document.outline import (
    center_line_of,
    new_area,
    new_line,
    new_parametric,
    new_point,
    new_ring,
)
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry

SIDC = "10031000001211000000"


def document(*features: Feature, overlays: Iterable[Overlay] = (Overlay(id="o"),)) -> Document:
    """A document that holds these overlays and features, in this order."""
    records = (*overlays, *features)
    return Document([Entry(record, float(rank)) for rank, record in enumerate(records, start=1)])


def unit(
    feature_id: str = "u",
    at: Position = (24.0, 57.0),
    *,
    overlay: str = "o",
    parent: str | None = None,
    direction_deg: float | None = None,
    name: str = "",
    locked: bool = False,
    hidden: bool = False,
) -> Feature:
    properties = Unit(
        overlay=overlay,
        sidc=SIDC,
        parent=parent,
        direction_deg=direction_deg,
        name=name,
        locked=locked,
        hidden=hidden,
    )
    return new_point(feature_id, properties, at)


def ring(
    feature_id: str = "r",
    at: Position = (24.0, 57.0),
    radius_m: float = 100_000.0,
    *,
    overlay: str = "o",
    anchor: str | None = None,
    radius_min_m: float = 0.0,
    bearings_deg: tuple[float, float] | None = None,
) -> Feature:
    return new_ring(
        feature_id,
        at,
        radius_m,
        overlay=overlay,
        anchor=anchor,
        radius_min_m=radius_min_m,
        bearings_deg=bearings_deg,
    )


def line(feature_id: str = "l", *positions: Position, overlay: str = "o") -> Feature:
    return new_line(feature_id, Line(overlay=overlay), positions or ((22, 56), (23, 57), (24, 56)))


def area(feature_id: str = "a", *corners: Position, overlay: str = "o") -> Feature:
    return new_area(
        feature_id, Area(overlay=overlay), corners or ((22, 56), (24, 56), (24, 57), (22, 57))
    )


def note(feature_id: str = "t", at: Position = (24.0, 57.0), *, overlay: str = "o") -> Feature:
    return new_point(feature_id, TextNote(overlay=overlay, name="Text"), at)


def rectangle(
    feature_id: str = "q",
    at: Position = (24.0, 57.0),
    size_m: tuple[float, float] = (40_000.0, 20_000.0),
    bearing_deg: float = 0.0,
) -> Feature:
    width_m, height_m = size_m
    return new_parametric(
        feature_id,
        Rectangle(
            overlay="o",
            center_lon=at[0],
            center_lat=at[1],
            width_m=width_m,
            height_m=height_m,
            bearing_deg=bearing_deg,
        ),
    )


def ellipse(feature_id: str = "e", at: Position = (24.0, 57.0)) -> Feature:
    return new_parametric(
        feature_id,
        Ellipse(
            overlay="o",
            center_lon=at[0],
            center_lat=at[1],
            semi_major_m=40_000.0,
            semi_minor_m=20_000.0,
        ),
    )


def corridor(feature_id: str = "c", *positions: Position) -> Feature:
    center_line = center_line_of(positions or ((22, 56), (24, 57)))
    return new_parametric(
        feature_id, Corridor(overlay="o", center_line=center_line, width_m=10_000.0)
    )
