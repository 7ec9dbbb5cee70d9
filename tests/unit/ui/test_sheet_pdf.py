"""A sheet's PDF, read by programs that did not write it: true to scale, vector, searchable."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from geographiclib.geodesic import Geodesic
from msgspec.structs import replace
from pyproj import Transformer
from PySide6.QtGui import QImage

from baltic_desk.app.sheet_plan import planned
from baltic_desk.ui.export.sheet.georeference import crs_of
from tests.pdf_paths import drawn_paths
from tests.sheets import CENTER, LAYOUT, RADIUS_M, STROKE, TODAY, project, write

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
needs_mupdf = pytest.mark.skipif(shutil.which("mutool") is None, reason="needs mupdf-tools")
needs_gdal = pytest.mark.skipif(shutil.which("gdalinfo") is None, reason="needs gdal-bin")


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("sheet") / "sheet.pdf")


@pytest.fixture(scope="module")
def paths(pdf: Path):
    return drawn_paths(pdf)


@pytest.fixture(scope="module")
def plan():
    return planned(project(), LAYOUT, today=TODAY)


def told(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_page_has_the_size_of_the_paper(pdf):
    with pikepdf.open(pdf) as file:
        box = [float(each) for each in file.pages[0].mediabox]
    assert np.array(box[2:]) / 72 * 25.4 == pytest.approx((297.0, 210.0), abs=0.15)


def test_the_control_bar_is_100_mm_long(paths):
    lines = [p.mm for p in paths if p.stroke and len(p.mm) == 2]
    level = [mm for mm in lines if abs(mm[0, 1] - mm[1, 1]) < 1e-3]
    lengths = [abs(mm[1, 0] - mm[0, 0]) for mm in level]
    assert min(abs(length - 100.0) for length in lengths) < 0.02


def test_corners_of_the_frame_are_where_the_plan_has_them(paths, plan):
    frame = plan.places.frame
    corners = {
        (frame.left, frame.top),
        (frame.right, frame.top),
        (frame.right, frame.bottom),
        (frame.left, frame.bottom),
    }
    found = [p.mm for p in paths if p.stroke and len(p.mm) == 5]
    off = min(
        max(min(np.hypot(*(vertex - corner)) for vertex in mm) for corner in corners)
        for mm in found
    )
    assert off < 0.1


def farthest_from_the_circle_m(paths, plan) -> float:
    """How far the ring's path strays: from millimetres on paper back to the earth."""
    (outline,) = [p.mm for p in paths if p.stroke == STROKE and len(p.mm) > 50]
    frame = plan.places.frame
    left, _, _, top = plan.box(plan.sheets[0])
    along = np.linspace(0.0, 1.0, 5)[:, None, None]
    mm = (outline[:-1] + along * (outline[1:] - outline[:-1])).reshape(-1, 2)
    xy = np.column_stack(
        (
            left + (mm[:, 0] - frame.left) * plan.metres_per_mm,
            top - (mm[:, 1] - frame.top) * plan.metres_per_mm,
        )
    )
    positions = plan.projection.inverse(xy).tolist()
    radii = [
        Geodesic.WGS84.Inverse(CENTER[1], CENTER[0], lat, lon)["s12"] for lon, lat in positions
    ]
    return float(np.abs(np.array(radii) - RADIUS_M).max())


def test_a_rings_path_is_the_geodesic_circle(paths, plan):
    assert farthest_from_the_circle_m(paths, plan) < 10.0


@pytest.mark.parametrize("scale", [300_000.0, 5_000_000.0])
@pytest.mark.parametrize("projection", ["utm-34n", "laea-europe"])
def test_it_is_so_at_other_scales_and_in_other_projections(tmp_path, scale, projection):
    layout = replace(
        LAYOUT, scale=scale, projection=projection, grid="none", legend=False, sources=False,
        overview=False, text="",
    )  # fmt: skip
    page = write(tmp_path / "sheet.pdf", layout)
    plan = planned(project(), layout, today=TODAY)
    assert farthest_from_the_circle_m(drawn_paths(page), plan) < 10.0


def test_a_length_on_paper_is_the_scale_times_that_on_the_ground(plan):
    x, y = plan.sheets[0].center_xy
    ends = [(x - 5 * plan.metres_per_mm, y), (x + 5 * plan.metres_per_mm, y)]
    (lon1, lat1), (lon2, lat2) = map(plan.projection.inverse_one, ends)
    ground_m = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2)["s12"]
    assert ground_m == pytest.approx(10_000.0, rel=1e-4)


@needs_poppler
def test_everything_that_is_written_can_be_searched(pdf):
    text = " ".join(told("pdftotext", "-layout", pdf, "-").split())
    for words in (
        "Õhutõrje Łódź", "Second line", "291200ZNOV26", "J2", "For training only", "25 Rgt",
        "EXERCISE EXERCISE", "The Paper, 2019", "Gazette", "Anti-ship: Bastion", "1:1 000 000",
        "100 mm", "Magnetic declination, 29 Nov 2026", "WMM2025", "Lambert conformal conic",
        "OpenStreetMap", "34U", "Friend",
    ):  # fmt: skip
        assert words in text
    assert text.count("EXERCISE EXERCISE") == 2


@needs_poppler
def test_all_fonts_are_the_shipped_ones_and_in_the_file(pdf):
    rows = [line.split() for line in told("pdffonts", pdf).splitlines()[2:]]
    assert rows
    for row in rows:
        assert row[0].rpartition("+")[2].startswith("LiberationSans")
        assert row[-5] == "yes"


@needs_poppler
def test_there_is_no_picture_but_the_hillshade(pdf, tmp_path):
    assert len(told("pdfimages", "-list", pdf).splitlines()) == 2
    shaded = write(
        tmp_path / "shaded.pdf", replace(LAYOUT, hillshade=True, paper="A5", overview=False)
    )
    rows = told("pdfimages", "-list", shaded).splitlines()[2:]
    assert len(rows) == 1
    assert rows[0].split()[2] == "image"  # and no mask


@pytest.mark.slow
@needs_poppler
@needs_mupdf
def test_two_readers_and_the_picture_agree(tmp_path):
    """Translucent washes, halos, hillshade: as dark as in the picture that Qt paints."""
    layout = replace(LAYOUT, hillshade=True)
    page = write(tmp_path / "sheet.pdf", layout)
    picture = QImage(str(write(tmp_path / "sheet.png", layout, dpi=96.0)))
    subprocess.run(["pdftoppm", "-r", "96", "-png", "-f", "1", "-l", "1", "-singlefile", page,
                    tmp_path / "poppler"], check=True)  # fmt: skip
    subprocess.run(["mutool", "draw", "-q", "-r", "96", "-o", tmp_path / "mupdf.png", page, "1"],
                   check=True)  # fmt: skip
    wanted = _coarse(picture)
    for name in ("poppler.png", "mupdf.png"):
        found = _coarse(QImage(str(tmp_path / name)))
        # Cells of 12 pixels: hinting, antialiasing and 1 px wide lines are no difference.
        difference = np.abs(found - wanted)
        assert np.median(difference) < 1.0, name
        assert np.percentile(difference, 99) < 16.0, name


def _coarse(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    width, height = image.width() // 12 * 12, image.height() // 12 * 12
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    pixels = rows[:height, : width * 3].reshape(height // 12, 12, width // 12, 12, 3)
    return pixels[:65, :, :90].astype(float).mean(axis=(1, 3))


@needs_gdal
def test_gdal_knows_where_the_map_lies(pdf, plan):
    told_by_gdal = json.loads(told("gdalinfo", "-json", pdf))
    assert "Lambert_Conformal_Conic_2SP" in told_by_gdal["coordinateSystem"]["wkt"].replace(
        "Lambert Conic Conformal (2SP)", "Lambert_Conformal_Conic_2SP"
    )
    origin_x, step_x, _, origin_y, _, step_y = told_by_gdal["geoTransform"]
    wide, high = told_by_gdal["size"]
    page, frame = plan.places.page, plan.places.frame
    x = origin_x + frame.left / page.width * wide * step_x
    y = origin_y + frame.top / page.height * high * step_y
    left, _, _, top = plan.box(plan.sheets[0])
    # A tenth of a millimetre on paper.
    assert (x, y) == pytest.approx((left, top), abs=0.1 * plan.metres_per_mm)


def test_the_reference_system_is_the_projection(plan):
    to_plane = Transformer.from_crs(
        crs_of(plan.projection).geodetic_crs, crs_of(plan.projection), always_xy=True
    )
    assert to_plane.transform(*CENTER) == pytest.approx(
        plan.projection.forward_one(CENTER), abs=1e-3
    )


def test_without_the_library_a_pdf_is_plain(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    plain = write(tmp_path / "plain.pdf", replace(LAYOUT, paper="A5", legend=False, grid="none"))
    assert plain.read_bytes().startswith(b"%PDF")
    monkeypatch.undo()
    with pikepdf.open(plain) as file:
        assert "/VP" not in file.pages[0]
