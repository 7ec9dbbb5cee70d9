"""Pictures of pixels lie where they say, in programs that know nothing of ours."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pyproj import CRS, Transformer

from baltic_desk.geo.georeference import EPSG, Georeference, crs_of
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.ui.export.application import offscreen_application
from baltic_desk.ui.export.failure import ExportError
from baltic_desk.ui.export.image import Means, Picture, export_steps, own_means, viewport_of
from baltic_desk.ui.export.raster_files import Pixels, Raster, png_steps, tiff_steps
from tests.exports import run
from tests.features import document, unit

gdal = pytest.mark.skipif(shutil.which("gdalinfo") is None, reason="needs GDAL's tools")

PLACE = Georeference("baltic-lcc", -341_000.5, 140_000.25, 250.125)
AT = (20.5, 54.7)


@pytest.fixture(scope="module")
def means() -> Iterator[Means]:
    with offscreen_application():
        yield own_means()


def noise(width: int, height: int) -> Pixels:
    return np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)


def raster(pixels: Pixels, dpi: float = 300.0) -> Raster:
    height, width, _ = pixels.shape
    return Raster(width, height, dpi, lambda first, end: pixels[first:end])


def finished(steps: Iterator[object]) -> bytes:
    try:
        while True:
            next(steps)
    except StopIteration as end:
        return end.value


def gdalinfo(path: Path) -> dict[str, object]:
    done = subprocess.run(["gdalinfo", "-json", path], capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (7, 130), (300, 257)])
def test_a_png_holds_the_very_pixels_and_their_size(
    tmp_path: Path, width: int, height: int
) -> None:
    pixels = noise(width, height)
    out = tmp_path / "noise.png"
    out.write_bytes(finished(png_steps(raster(pixels), {"Description": "Õ: źródło"})))
    with Image.open(out) as image:
        assert np.array_equal(np.asarray(image), pixels)
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.02)
        assert image.info["Description"] == "Õ: źródło"


@pytest.mark.parametrize(("width", "height"), [(1, 1), (7, 130), (300, 257)])
def test_a_tiff_holds_the_very_pixels(tmp_path: Path, width: int, height: int) -> None:
    pixels = noise(width, height)
    out = tmp_path / "noise.tif"
    out.write_bytes(finished(tiff_steps(raster(pixels), PLACE, "Sources")))
    with Image.open(out) as image:
        assert np.array_equal(np.asarray(image), pixels)
        assert image.info["dpi"] == (300, 300)
        assert image.tag_v2[270] == "Sources"  # type: ignore[attr-defined]


@gdal
@pytest.mark.parametrize("projection_id", PROJECTIONS)
def test_gdal_finds_a_geotiff_where_it_lies(tmp_path: Path, projection_id: str) -> None:
    out = tmp_path / "map.tif"
    place = replace(PLACE, projection_id=projection_id)
    out.write_bytes(finished(tiff_steps(raster(noise(9, 5)), place, "")))
    said = gdalinfo(out)
    step = place.pixel_m
    assert said["geoTransform"] == pytest.approx([place.left, step, 0, place.top, 0, -step])
    wkt = said["coordinateSystem"]["wkt"]  # type: ignore[index]
    found = CRS.from_wkt(str(wkt))
    if projection_id in EPSG:
        assert found.to_epsg() == EPSG[projection_id]
    _projects_alike(found, projection_id)


@pytest.mark.parametrize("projection_id", PROJECTIONS)
def test_the_prj_file_says_the_same_projection(projection_id: str) -> None:
    _projects_alike(CRS.from_wkt(replace(PLACE, projection_id=projection_id).prj()), projection_id)
    _projects_alike(crs_of(projection_id), projection_id)


def _projects_alike(crs: CRS, projection_id: str) -> None:
    # Its own geodetic system: no change of datum, as with us.
    transformer = Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True)
    assert transformer.transform(*AT) == pytest.approx(
        PROJECTIONS[projection_id].forward_one(AT), abs=0.01
    )


def test_size_and_dots_per_inch_are_as_asked_for_whatever_the_quotient(
    means: Means, tmp_path: Path
) -> None:
    picture = Picture(
        103, 52, pixels_per_px=300 / 96, pixels=(321, 160), layers=frozenset(), sources=False
    )
    out = tmp_path / "map.png"
    run(export_steps(document(unit(at=AT)), out, picture, means))
    with Image.open(out) as image:
        assert image.size == (321, 160)
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.02)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_a_place_is_found_in_the_picture_through_the_world_file(
    means: Means, tmp_path: Path, suffix: str
) -> None:
    shown = document(unit(at=AT))
    picture = Picture(
        160, 120, center=AT, scale=1e6, pixels_per_px=1.5, layers=frozenset(),
        placed=True, world_file=True,
    )  # fmt: skip
    out = tmp_path / f"map{suffix}"
    run(export_steps(shown, out, picture, means))
    world = out.with_suffix(".pgw" if suffix == ".png" else ".tfw")
    a, _, _, e, c, f = map(float, world.read_text().split())
    x, y = PROJECTIONS["baltic-lcc"].forward_one(AT)
    assert ((x - c) / a, (y - f) / e) == pytest.approx((120 - 0.5, 90 - 0.5), abs=0.01)
    assert a == pytest.approx(viewport_of(shown, picture).metres_per_px / 1.5)
    assert "Lambert_Conformal_Conic" in out.with_suffix(".prj").read_text()
    assert sorted(path.suffix for path in tmp_path.iterdir()) == sorted(
        (suffix, world.suffix, ".prj")
    )


def test_a_picture_that_does_not_fit_is_refused_in_words(means: Means, tmp_path: Path) -> None:
    steps = export_steps(
        document(), tmp_path / "map.tif", Picture(1000, 1000, pixels=(20_000, 20_000)), means
    )
    with pytest.raises(ExportError, match="200 million are the most"):
        run(steps)
    assert list(tmp_path.iterdir()) == []
