"""Exported pictures show reach at the project's altitude, and say what it rests on."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication, QImage

from baltic_desk.app.settings import TerrainSource
from baltic_desk.coverage.line_of_sight import horizon_m
from baltic_desk.document.altitude import Altitude, put_altitude
from baltic_desk.document.document import Document
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.image import Means, Picture, export, export_steps, own_means
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.viewport import Camera
from tests.features import document, ring, unit

PLACE = (18.5, 56.2)
"""In the open sea: the horizon is all that there is."""
STROKE = "#123456"
SEEN = Picture(
    640, 420, camera=Camera(PLACE, 250.0), layers=frozenset(), sources=True, projection="utm-34n"
)


@pytest.fixture(scope="module")
def means(qapp: QGuiApplication) -> Means:  # noqa: ARG001  (letters and scripts need it)
    load_fonts()
    return own_means()


def radar(altitude: Altitude | None, *, antenna_m: float | None = 24.0) -> Document:
    made = ring("r", PLACE, 60_000.0)
    seeing = replace(
        made.properties,
        ring_class="air-defence",
        antenna_height_m=antenna_m,
        stroke=STROKE,
        source="Maker's leaflet",
    )
    held = document(replace(made, properties=seeing), unit("u", PLACE))
    put_altitude(held, altitude)
    return held


def made(held: Document, out: Path, means: Means, picture: Picture = SEEN) -> Path:
    for _ in export_steps(held, out, picture, means):
        pass
    return out


def texts(svg: Path) -> str:
    return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg.read_text()))


def test_an_svg_says_altitude_datum_terrain_earth_and_what_is_assumed(
    tmp_path: Path, means: Means
) -> None:
    held = radar(Altitude(10.0, "sea"), antenna_m=None)
    said = texts(made(held, tmp_path / "low.svg", means))
    for words in (
        "Reach at 10 m above sea level",
        "26 km at 10 m: horizon",
        "antenna assumed",
        "cut by the horizon",
        "Terrain: shipped, coarse: 1 arc-minute",
        "k = 4/3",
        "Antennas of unknown height: 10 m, assumed",
        "Elevation: shipped terrain",
        "Maker&#39;s leaflet".replace("&#39;", "'"),
    ):
        assert words in said, words


def test_without_terrain_it_says_so_and_cites_none(tmp_path: Path, means: Means) -> None:
    said = texts(made(radar(Altitude(10.0, terrain="none")), tmp_path / "low.svg", means))
    assert "No terrain: smooth earth at sea level, k = 4/3" in said
    assert "Elevation:" not in said


def test_published_ranges_bear_no_legend(tmp_path: Path, means: Means) -> None:
    assert "Reach at" not in texts(made(radar(None), tmp_path / "plain.svg", means))


def test_the_horizon_in_an_svg_is_a_dashed_path_of_its_radius(tmp_path: Path, means: Means) -> None:
    svg = made(radar(Altitude(10.0)), tmp_path / "low.svg", means).read_text()
    groups = re.findall(
        rf'<g [^>]*stroke="{STROKE}"[^>]*stroke-dasharray="[^"]+"[^>]*>(.*?)</g>', svg, re.S
    )
    paths = [path for group in groups for path in re.findall(r' d="([^"]*)"', group)]
    assert len(paths) == 1
    xy = np.array(re.findall(r"[ML](-?[\d.e+-]+),(-?[\d.e+-]+)", paths[0]), float)
    radius = np.hypot(*(xy - (xy.min(axis=0) + xy.max(axis=0)) / 2).T)
    assert radius * 250.0 == pytest.approx(float(horizon_m(24.0, 10.0)), rel=6e-3)


def test_a_png_shows_the_same_reach(tmp_path: Path, means: Means) -> None:
    low, plain = (
        QImage(str(made(radar(altitude), tmp_path / f"{name}.png", means)))
        for name, altitude in (("low", Altitude(10.0)), ("plain", None))
    )
    middle = low.width() // 2
    edge = round(float(horizon_m(24.0, 10.0)) / 250.0)
    rows = [
        y
        for y in range(low.height())
        if low.pixelColor(middle + edge, y) != plain.pixelColor(middle + edge, y)
    ]
    columns = [
        x
        for x in range(middle, low.width())
        if low.pixelColor(x, 180).red() < 100 and plain.pixelColor(x, 180).red() > 150
    ]
    assert rows
    assert any(abs(x - middle - edge) < 8 for x in columns)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext reads the page")
def test_a_pdf_says_the_same(tmp_path: Path, means: Means) -> None:
    out = made(radar(Altitude(10.0)), tmp_path / "low.pdf", means)
    said = subprocess.run(
        ["pdftotext", "-layout", str(out), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "Reach at 10 m above ground" in said
    assert "33 km at 10 m: horizon" in said
    assert "k = 4/3" in said


def test_elevation_that_cannot_be_read_fails_the_picture_and_leaves_no_file(
    tmp_path: Path, means: Means
) -> None:
    gone = (TerrainSource(name="Lidar", path=str(tmp_path / "gone.tif")),)
    lacking = Means(means.basemap, means.pictures, terrain_sources=gone)
    out = tmp_path / "low.png"
    for picture in (SEEN, Picture(640, 420, camera=SEEN.camera, sources=False)):
        with pytest.raises(ExportError, match=r"gone\.tif"):
            made(radar(Altitude(10.0, terrain="Lidar")), out, lacking, picture)
    assert not out.exists()


def test_left_early_it_computes_no_more(tmp_path: Path, means: Means) -> None:
    fresh = Means(means.basemap, means.pictures)
    steps = export_steps(radar(Altitude(10.0)), tmp_path / "low.png", SEEN, fresh)
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert not (tmp_path / "low.png").exists()


@pytest.mark.usefixtures("qapp")
def test_the_command_line_draws_reach_as_well(tmp_path: Path) -> None:
    out = tmp_path / "low.svg"
    export(radar(Altitude(10.0)), out, SEEN)
    assert "33 km at 10 m: horizon" in texts(out)
