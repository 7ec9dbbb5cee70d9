"""Writes `sample.geojson`, the first sample project, from its content table and the catalogue.

    python resources/scenarios/build_sample.py [OUT.geojson]

Units stand at the reference point of their town or airfield; where several share one they are set
apart by some kilometres, which each description says. Ids follow from names, so that the same
content gives the same bytes.
"""

from __future__ import annotations

import sys
import uuid
from pathlib import Path

import msgspec

from baltic_desk.coverage.rings import RingParameters, variant_rings
from baltic_desk.coverage.systems import System, Systems, open_systems
from baltic_desk.document.document import Change, Document
from baltic_desk.document.feature import (
    Area,
    Arrow,
    ControlMeasure,
    Corridor,
    Ellipse,
    Line,
    Mark,
    RangeRing,
    TextNote,
    Unit,
)
from baltic_desk.document.geometry import Position
from baltic_desk.document.measure_rules import rule_for
from baltic_desk.document.measures import new_measure
from baltic_desk.document.outline import (
    center_line_of,
    new_area,
    new_line,
    new_parametric,
    new_point,
)
from baltic_desk.document.project import Overlay, Project
from baltic_desk.geo.geodesy import destination
from baltic_desk.io.project import SavedView, dumps

FOLDER = Path(__file__).resolve().parent
NAMESPACE = uuid.UUID("6f2d8a52-54c1-4f0c-9a55-8b8f1d0c2a11")


SHORT_NAMES = {
    "s400": "S-400",
    "bastion_p": "Bastion-P",
    "bal": "Bal",
    "iskander_m": "Iskander-M",
    "polonez": "Polonez",
    "buyan_m": "Kalibr (anti-ship)",
    "nsm_cds": "NSM",
    "rbs15": "RBS 15",
    "rbs97": "RBS 97",
    "tps77": "TPS-77",
}


MEASURES: tuple[tuple[str, str, str | None, tuple[Position, ...]], ...] = (
    (
        "amber",
        "10032500001403000000",
        "AMBER",
        ((24.35, 53.75), (24.25, 54.35), (24.75, 54.85), (25.6, 55.35), (26.4, 55.75)),
    ),
    (
        "nai",
        "10032500001202000000",
        "1",
        ((21.35, 56.2), (21.1, 56.75), (21.75, 56.95), (22.35, 56.65), (22.1, 56.25)),
    ),
    (
        "counterattack",
        "10032500003406000000",
        None,
        ((27.2, 57.25), (26.1, 56.75), (24.9, 56.55), (26.75, 57.3)),
    ),
)


class UnitRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit of the content table. `apart` is bearing and kilometres from the reference point,
    `superior` the id of the unit that it is under, which is general knowledge."""

    id: str
    name: str
    place: str
    lon: float
    lat: float
    sidc: str
    designation: str
    status: str
    note: str = ""
    source: str | None = None
    source_url: str | None = None
    system: str | None = None
    apart: tuple[float, float] | None = None
    superior: str | None = None
    strength: float | None = None


class OverlayRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An overlay of units."""

    name: str
    units: tuple[UnitRow, ...]


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content table: overlays of units, and rings as unit, system, variant."""

    overlays: tuple[OverlayRow, ...]
    rings: tuple[tuple[str, str, str], ...]


def main(out: Path) -> None:
    """Write the sample."""
    content = msgspec.json.decode((FOLDER / "sample_content.json").read_bytes(), type=Content)
    document = Document()
    places = {u.id: _position(u) for overlay in content.overlays for u in overlay.units}
    with document.edit("Sample") as change:
        change.put(
            Project(
                title="Baltic air defence and coastal overlay",
                marking="EXERCISE",
                description="Public information of 2016-17, for teaching. Positions are towns and "
                "airfields, not sites; ranges are published figures, not truths.",
            )
        )
        _put_rings(change, content, places, open_systems())
        _put_annotations(change)
        _put_measures(change)
        for overlay in content.overlays:
            _put_units(change, overlay, places)
    view = SavedView(lon=21.6, lat=56.6, scale=5_000_000, projection="baltic-lcc")
    out.write_bytes(dumps(document, view=view))


def _put_units(change: Change, row: OverlayRow, places: dict[str, Position]) -> None:
    overlay = _overlay(change, row.name)
    for unit in row.units:
        words = [f"{unit.place}. Status of the entry: {unit.status}.", unit.note]
        if unit.apart is not None:
            words.append(f"Drawn {unit.apart[1]:g} km off the reference point for legibility.")
        if unit.superior is not None:
            words.append("Its place in the order of battle is general knowledge.")
        properties = Unit(
            overlay=overlay,
            name=unit.name,
            sidc=unit.sidc,
            designation=unit.designation,
            system=unit.system,
            description=" ".join(filter(None, words)),
            source=unit.source,
            source_url=unit.source_url,
            parent=None if unit.superior is None else _id(unit.superior),
            strength=unit.strength,
            size=0.75,
        )
        change.put(new_point(_id(unit.id), properties, places[unit.id]))


def _put_rings(
    change: Change, content: Content, places: dict[str, Position], systems: Systems
) -> None:
    overlay = _overlay(change, "Published ranges")
    rings = [
        # The first of a variant's figures is the one to use.
        (unit, systems[system], variant_rings(systems[system], systems[system].variant(variant))[0])
        for unit, system, variant in content.rings
    ]
    # Widest first: the inner rings lie on top and stay visible.
    for unit, system, ring in sorted(rings, key=lambda r: -r[2].radius_max_m):
        change.put(
            new_parametric(
                _id("ring", unit, system.id, ring.variant),
                _ring(overlay, unit, places[unit], system, ring),
            )
        )


def _ring(
    overlay: str, unit: str, center: Position, system: System, ring: RingParameters
) -> RangeRing:
    return RangeRing(
        overlay=overlay,
        name=SHORT_NAMES[system.id] if ring.is_band else system.name,
        # The label of a band tells both of its edges by itself.
        label=None if ring.is_band else f"{SHORT_NAMES[system.id]} {ring.radius_max_m / 1000:g} km",
        center_lon=center[0],
        center_lat=center[1],
        radius_max_m=ring.radius_max_m,
        radius_min_m=ring.radius_min_m,
        anchor=_id(unit),
        ring_class=ring.ring_class,
        system=system.id,
        variant=ring.variant,
        status=ring.status,
        declared_m=ring.declared_m,
        assessed_m=ring.assessed_m,
        source=ring.source,
        source_url=ring.sources[0].url,
        source_date=ring.source_date or None,
    )


def _put_annotations(change: Change) -> None:
    overlay = _overlay(change, "Annotations")
    ew = Area(
        overlay=overlay,
        name="EW area (illustrative)",
        description="Drawn for the exercise around Yantarny; no sourced range is published.",
        coverage_class="electronic-warfare",
        coverage_status="assumption",
    )
    corners = [
        (18.55, 54.75),
        (19.3, 55.55),
        (20.9, 55.6),
        (21.4, 55.0),
        (20.4, 54.5),
        (19.3, 54.4),
    ]
    change.put(new_area(_id("ew"), ew, corners))
    corridor = Corridor(
        overlay=overlay,
        name="Suwałki Gap",
        center_line=center_line_of([(22.75, 54.36), (23.55, 54.02)]),
        width_m=35_000,
        stroke="#7d3c98",
        fill="#7d3c98",
        fill_opacity=0.10,
        dash="dash",
    )
    change.put(new_parametric(_id("suwalki"), corridor))
    box = Ellipse(
        overlay=overlay,
        name="Exercise sea area",
        center_lon=20.3,
        center_lat=57.9,
        semi_major_m=75_000,
        semi_minor_m=38_000,
        bearing_deg=20,
        stroke="#1b4f72",
        fill="#1b4f72",
        fill_opacity=0.08,
    )
    change.put(new_parametric(_id("sea"), box))
    for name, line in {
        "Air policing, from Šiauliai": ((23.395, 55.8939), (21.9, 56.25), (20.2, 56.35)),
        "Air policing, from Ämari": ((24.2085, 59.2603), (24.1, 59.75), (25.9, 59.95)),
        "Reinforcement by sea": ((16.9, 55.0), (18.7, 55.9), (19.9, 57.0), (22.6, 57.95)),
        "Reinforcement by land": ((19.4, 53.3), (21.6, 53.75), (23.1, 54.15), (24.2, 54.9)),
    }.items():
        arrow = Arrow(overlay=overlay, name=name, stroke="#1b4f72", stroke_width=3.5, font_size=11)
        change.put(new_line(_id("arrow", name), arrow, line))
    route = Line(
        overlay=overlay, name="Ferry route", stroke="#5d6d7e", dash="dot", stroke_width=1.5
    )
    change.put(new_line(_id("ferry"), route, ((18.05, 59.3), (20.2, 59.45), (24.75, 59.46))))
    note = TextNote(overlay=overlay, name="Gotland", font_size=14, text_color="#1b4f72")
    change.put(new_point(_id("gotland label"), note, (17.45, 57.35)))
    mark = Mark(overlay=overlay, name="Irbe Strait", shape="diamond", marker_color="#1b4f72")
    change.put(new_point(_id("irbe"), mark, (21.85, 57.75)))


def _put_measures(change: Change) -> None:
    """Invented for the exercise: what a line, an area and a task of the standard look like."""
    overlay = _overlay(change, "Control measures (invented)")
    for name, sidc, designation, points in MEASURES:
        measure = ControlMeasure(
            overlay=overlay,
            sidc=sidc,
            description="Invented for the exercise.",
            font_size=9,
            designation=designation,
        )
        rule = rule_for(sidc)
        assert rule is not None, name
        change.put(new_measure(_id("measure", name), measure, points, rule.form))


def _overlay(change: Change, name: str) -> str:
    overlay = Overlay(id=_id("overlay", name), name=name)
    change.put(overlay)
    return overlay.id


def _position(unit: UnitRow) -> Position:
    place = (unit.lon, unit.lat)
    return place if unit.apart is None else destination(place, unit.apart[0], unit.apart[1] * 1000)


def _id(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER / "sample.geojson")
