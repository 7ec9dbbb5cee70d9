"""What the person works on: the shipped lesson with hundreds of features more, and pictures."""

from __future__ import annotations

import random
from pathlib import Path

from PySide6.QtGui import QColor, QImage

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Area, Line, RangeRing, TextNote, Unit
from baltic_desk.document.layout import Layout
from baltic_desk.document.outline import new_area, new_line, new_parametric, new_point
from baltic_desk.document.project import Overlay
from baltic_desk.io.project import load
from baltic_desk.paths import resource

UNITS, RINGS, LINES, AREAS, TEXTS = 180, 30, 40, 20, 30
_CODES = [
    f"100{identity}{symbol_set}00{echelon:02d}{entity}0000"
    for identity in "361"
    for symbol_set, entity in (("10", "121100"), ("10", "130300"), ("15", "111000"))
    for echelon in (14, 16, 18)
]
_SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
    b'<circle cx="5" cy="5" r="4"/></svg>'
)


def crowded_lesson(seed: int) -> Document:
    """The same each time with one seed."""
    chance = random.Random(seed)
    document = load(resource("scenarios", "lesson.geojson")).document
    document.show_phase(document.phases()[0].id)

    def place() -> tuple[float, float]:
        return chance.uniform(20.2, 27.5), chance.uniform(54.2, 59.8)

    def path(count: int) -> list[tuple[float, float]]:
        lon, lat = place()
        return [(lon + k * 0.1, lat + chance.gauss(0, 0.1)) for k in range(count)]

    with document.edit("Crowd") as change:
        change.put(Overlay(id="crowd", name="Crowd"))
        for k in range(UNITS):
            parent = f"unit{k - 1}" if k % 6 else None
            unit = Unit(
                overlay="crowd", sidc=chance.choice(_CODES), designation=f"{k}", parent=parent
            )
            change.put(new_point(f"unit{k}", unit, place()))
        for k in range(RINGS):
            lon, lat = place()
            ring = RangeRing(
                overlay="crowd", name=f"R{k}", center_lon=lon, center_lat=lat, anchor=f"unit{k}",
                radius_max_m=chance.uniform(10e3, 120e3),
                ring_class=chance.choice(("air-defence", "sensor", "anti-ship")),
            )  # fmt: skip
            change.put(new_parametric(f"ring{k}", ring))
        for k in range(LINES):
            change.put(new_line(f"line{k}", Line(overlay="crowd"), path(12)))
        for k in range(AREAS):
            lon, lat = place()
            corners = [(lon, lat), (lon + 0.4, lat), (lon + 0.3, lat + 0.3), (lon, lat + 0.3)]
            change.put(new_area(f"area{k}", Area(overlay="crowd"), corners))
        for k in range(TEXTS):
            change.put(new_point(f"text{k}", TextNote(overlay="crowd", name=f"Text {k}"), place()))
        change.put(Layout(id="sheet", name="Sheet", scale=3_000_000.0))
    return document


def picture_files(folder: Path) -> list[Path]:
    """Pictures of one's own, to be taken into the project."""
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("orange"))
    image.save(str(folder / "own.png"))
    (folder / "own.svg").write_bytes(_SVG)
    return [folder / "own.png", folder / "own.svg"]
