"""Pictures leave the program whole, at their size, and with rings that are geodesics."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import msgspec
import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QImage

from baltic_desk.app.cited import Citation
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, TextNote
from baltic_desk.document.outline import new_point, new_ring
from baltic_desk.document.project import Overlay
from baltic_desk.ui.export.application import offscreen_application
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.image import Picture, export, export_steps, own_means, viewport_of
from baltic_desk.ui.export.sources import TEXT_TYPE, strip
from baltic_desk.ui.map import cells
from baltic_desk.ui.map.lettering import Ruler
from baltic_desk.ui.map.theme import THEMES
from tests.features import document, ring, unit

STROKE = "#123456"
CENTER = (20.5, 54.7)


def ringed(radius_m: float) -> Document:
    """A document with one ring in a colour that nothing else has."""
    document = Document()
    with document.edit("Draw") as change:
        change.put(Overlay(id="o1", name="Overlay"))
        ring = new_ring("r1", CENTER, radius_m, overlay="o1")
        change.put(_coloured(ring))
        change.put(unit(at=CENTER))
        change.put(new_point("t1", TextNote(overlay="o1", name="Õhutõrje Łódź"), (21.0, 55.0)))
    return document


def _coloured(ring: Feature) -> Feature:
    properties = msgspec.structs.replace(ring.properties, stroke=STROKE, dash="solid")
    return msgspec.structs.replace(ring, properties=properties)


def path_in_svg(svg: str) -> np.ndarray:
    """Vertices of the one path that is stroked in the ring's colour, in pixels."""
    group = re.search(
        rf'<g [^>]*stroke="{STROKE}"[^>]*transform="([^"]*)"[^>]*>(.*?)</g>', svg, re.S
    )
    assert group is not None
    assert group[1] == "matrix(1,0,0,1,0,0)"
    path = re.search(r' d="([^"]*)"', group[2])
    assert path is not None
    pairs = re.findall(r"[ML](-?[\d.e+-]+),(-?[\d.e+-]+)", path[1])
    return np.array(pairs, dtype=float)


@pytest.mark.parametrize("projection", ["baltic-lcc", "web-mercator", "utm-34n", "laea-europe"])
@pytest.mark.parametrize(("radius_m", "scale"), [(40_000.0, 400_000.0), (400_000.0, 2_000_000.0)])
def test_edge_of_a_ring_in_an_svg_is_the_geodesic_circle(
    tmp_path: Path, projection: str, radius_m: float, scale: float
) -> None:
    document = ringed(radius_m)
    picture = Picture(
        1200,
        900,
        projection=projection,
        center=CENTER,
        scale=scale,
        layers=frozenset(),
        sources=False,
    )
    out = tmp_path / "ring.svg"
    with offscreen_application():
        export(document, out, picture)
    vertices = path_in_svg(out.read_text("utf-8"))
    along = np.linspace(0.0, 1.0, 9)[:, None, None]
    edges = (vertices[:-1] + along * (vertices[1:] - vertices[:-1])).reshape(-1, 2)
    viewport = viewport_of(document, picture)
    xy = np.array([viewport.to_xy((x, y)) for x, y in edges])
    found = viewport.projection.inverse(xy)
    radii = [
        Geodesic.WGS84.Inverse(CENTER[1], CENTER[0], lat, lon)["s12"] for lon, lat in found.tolist()
    ]
    # SVG keeps six digits: 0.005 px, at most 2.7 m at these scales, on top of the edge's own 10 m.
    assert np.max(np.abs(np.array(radii) - radius_m)) < 10.0 + 2.7


def test_png_has_as_many_pixels_as_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "map.png"
    with offscreen_application():
        export(ringed(100_000.0), out, Picture(320, 200, pixels_per_px=2.5, sources=False))
    image = QImage(str(out))
    assert (image.width(), image.height()) == (800, 500)
    assert round(image.dotsPerMeterX() * 0.0254) == 240


def test_the_next_picture_projects_no_cell_of_the_one_before_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    counts: list[int] = []
    piece_of = cells._piece_of
    monkeypatch.setattr(cells, "_piece_of", lambda each: made.append(each) or piece_of(each))
    cells.cells_of_pictures.cache_clear()
    with offscreen_application():
        means = own_means()
        for name in ("first.svg", "second.svg"):
            for _ in export_steps(Document(), tmp_path / name, Picture(320, 200), means):
                pass
            counts.append(len(made))
            made.clear()
    assert counts[0] > 20
    assert counts[1] == 0
    assert (tmp_path / "first.svg").read_bytes() == (tmp_path / "second.svg").read_bytes()


def test_png_has_land_sea_and_symbols_in_it(tmp_path: Path) -> None:
    out = tmp_path / "map.png"
    with offscreen_application():
        export(ringed(100_000.0), out, Picture(400, 300, sources=False))
    image = QImage(str(out))
    colours = {image.pixel(x, y) for x in range(0, 400, 3) for y in range(0, 300, 3)}
    assert len(colours) > 200


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler's tools")
def test_pdf_has_the_page_size_and_text_that_can_be_searched(tmp_path: Path) -> None:
    out = tmp_path / "map.pdf"
    with offscreen_application():
        export(ringed(100_000.0), out, Picture(960, 480, sources=False))
    said = subprocess.run(["pdfinfo", out], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Page size:\s+720 x 360 pts", said)
    text = subprocess.run(
        ["pdftotext", out, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Õhutõrje Łódź" in text


def test_nothing_is_written_when_the_export_is_left(tmp_path: Path) -> None:
    out = tmp_path / "map.png"
    with offscreen_application():
        steps = export_steps(ringed(100_000.0), out, Picture(320, 200, sources=False), own_means())
        next(steps)
        steps.close()
    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_is_too_large_is_refused_before_it_is_drawn(tmp_path: Path) -> None:
    out = tmp_path / "map.png"
    with offscreen_application(), pytest.raises(ExportError, match="too large"):
        export(ringed(100_000.0), out, Picture(20_000, 20_000))
    assert not out.exists()


def test_an_export_leaves_the_old_picture_when_the_folder_cannot_be_written(tmp_path: Path) -> None:
    with offscreen_application(), pytest.raises(ExportError, match="nowhere"):
        export(ringed(100_000.0), tmp_path / "nowhere" / "map.png", Picture(64, 64))


def test_svg_says_its_size_on_paper_and_in_pixels(tmp_path: Path) -> None:
    out = tmp_path / "map.svg"
    with offscreen_application():
        export(ringed(100_000.0), out, Picture(320, 200, sources=False))
    head = out.read_text("utf-8")[:600]
    width = re.search(r'width="([\d.]+)mm"', head)
    assert width is not None
    assert float(width[1]) == pytest.approx(320 / 96 * 25.4, abs=0.01)
    assert 'viewBox="0 0 320 200"' in head


def test_sources_stand_below_the_map_and_can_be_left_out(
    qapp: QCoreApplication, tmp_path: Path
) -> None:
    assert qapp is not None
    made = ring("r")
    properties = msgspec.structs.replace(
        made.properties, source="A Newspaper: A Title", label="S-400 400 km"
    )
    shown = document(msgspec.structs.replace(made, properties=properties))
    for name, sources in (("with", True), ("without", False)):
        picture = Picture(width_px=900, height_px=600, sources=sources)
        for suffix in ("svg", "png"):
            export(shown, tmp_path / f"{name}.{suffix}", picture)
    assert "A Newspaper: A Title" in (tmp_path / "with.svg").read_text(encoding="utf-8")
    assert "A Newspaper" not in (tmp_path / "without.svg").read_text(encoding="utf-8")
    images = [QImage(str(tmp_path / f"{name}.png")) for name in ("with", "without")]
    assert images[0].size() == images[1].size()
    # The strip is paper; above it the whole ring is still in sight.
    assert images[0].pixelColor(880, 595) == QColor(THEMES["light"].furniture_ground)
    assert images[1].pixelColor(880, 595) != QColor(THEMES["light"].furniture_ground)


def test_more_sources_than_fit_are_counted(qapp: QCoreApplication) -> None:
    assert qapp is not None
    many = [Citation(f"Title {k}", "", "2016", (f"S-{k}",)) for k in range(300)]
    made = strip(many, 900, 600, Ruler())
    lines = [line for column in made.columns for line in column]
    assert made.height_px <= 300
    shown = sum("Title" in line for line in lines)
    assert lines[-1] == f"… and {300 - shown} more, which the project file names."
    ruler = Ruler()
    assert all(ruler.width_px(line, TEXT_TYPE) <= made.column_px for line in lines)
