"""Elevation files and viewsheds against GDAL's own programs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from pyproj import Transformer

from baltic_desk.coverage.viewshed import Emitter, visibility_field
from baltic_desk.geo.elevation import open_dem
from baltic_desk.geo.geodesy import EARTH_RADIUS_M
from baltic_desk.geo.terrain_files import open_elevation

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("gdal_viewshed") is None or shutil.which("gdalwarp") is None,
        reason="needs gdal_viewshed, gdalwarp, gdal_translate (Debian: apt-get install gdal-bin)",
    ),
]

_SEMI_MAJOR_M = 6_378_137.0
_COEFFICIENT = 0.75
"""GDAL's curvature coefficient, 1 - 1/4: an earth 4/3 as large."""


def gdal(*command: object) -> None:
    ended = subprocess.run([str(each) for each in command], capture_output=True, text=True)
    assert ended.returncode == 0, f"{command}: {ended.stderr}"


def write_envi(
    path: Path, values: np.ndarray, west: float, north: float, step_x: float, step_y: float
) -> Path:
    """Bare numbers with a heading, the plainest that GDAL reads; -32768 is none."""
    kinds = {"float32": 4, "int16": 2}
    path.write_bytes(values.tobytes())
    path.with_suffix(".hdr").write_text(
        f"ENVI\nsamples = {values.shape[1]}\nlines = {values.shape[0]}\nbands = 1\n"
        f"header offset = 0\ndata type = {kinds[values.dtype.name]}\ninterleave = bsq\n"
        f"byte order = 0\nmap info = {{Geographic Lat/Lon, 1, 1, {west!r}, {north!r},"
        f" {step_x!r}, {step_y!r}, WGS-84, units=Degrees}}\ndata ignore value = -32768\n"
    )
    return path


def read_envi(path: Path, kind: str, shape: tuple[int, int], scratch: Path) -> np.ndarray:
    """All pixels of whatever GDAL reads."""
    gdal("gdal_translate", "-q", "-of", "ENVI", "-ot", kind, path, scratch)
    return np.fromfile(scratch, {"Byte": "u1", "Float32": "<f4"}[kind]).reshape(shape)


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    """The shipped grid as GDAL takes it."""
    dem = open_dem()
    values = np.maximum(dem.values, 0).astype("<f4")
    folder = tmp_path_factory.mktemp("gdal")
    return write_envi(
        folder / "region.bin", values, dem.west, dem.north, dem.step_deg, dem.step_deg
    )


@pytest.fixture(scope="module")
def degree(tmp_path_factory, region):
    """One degree of it with a void, in posts 3 seconds of arc apart."""
    folder = tmp_path_factory.mktemp("degree")
    half = 1 / 2400
    extent = (25.0 - half, 54.0 - half, 26.0 + half, 55.0 + half)
    grid = ("-ts", 1201, 1201, "-te", *extent, "-r", "cubicspline", "-ot", "Int16")
    gdal("gdalwarp", "-q", *grid, region, folder / "plain.tif")
    values = read_envi(folder / "plain.tif", "Float32", (1201, 1201), folder / "plain.bin")
    values = values.astype("<i2")
    values[300:310, 300:310] = -32768
    return values


FORMS = {
    "hgt": ("N54E025.hgt", ["-of", "SRTMHGT"]),
    "dted": ("n54.dt1", ["-of", "DTED"]),
    "deflate, tiled, predictor 2": (
        "a.tif",
        ["-co", "COMPRESS=DEFLATE", "-co", "PREDICTOR=2", "-co", "TILED=YES"],
    ),
    "float, predictor 3": (
        "b.tif",
        ["-ot", "Float32", "-co", "COMPRESS=DEFLATE", "-co", "PREDICTOR=3", "-co", "TILED=YES"],
    ),
    "lzw": ("c.tif", ["-co", "COMPRESS=LZW"]),
    "lzw, float, predictor 3": (
        "d.tif",
        ["-ot", "Float32", "-co", "COMPRESS=LZW", "-co", "PREDICTOR=3"],
    ),
    "packbits, big-endian": ("e.tif", ["-co", "COMPRESS=PACKBITS", "-co", "ENDIANNESS=BIG"]),
    "BigTIFF, double": ("f.tif", ["-ot", "Float64", "-co", "BIGTIFF=YES"]),
    "cloud-optimised": ("g.tif", ["-of", "COG", "-co", "COMPRESS=DEFLATE", "-co", "PREDICTOR=2"]),
    "32 bits whole": ("h.tif", ["-ot", "Int32", "-co", "COMPRESS=LZW", "-co", "PREDICTOR=2"]),
}


@pytest.mark.parametrize("form", FORMS)
def test_what_gdal_writes_is_read_as_gdal_reads_it(tmp_path, degree, form):
    """At each post, voids included."""
    name, options = FORMS[form]
    # North of 50 degrees DTED 1 has every other meridian only.
    values = np.ascontiguousarray(degree[:, ::2]) if form == "dted" else degree
    step_x, step_y = 1 / (values.shape[1] - 1), 1 / 1200
    corner = 25.0 - step_x / 2, 55.0 + step_y / 2
    raw = write_envi(tmp_path / "raw.bin", values, *corner, step_x, step_y)
    gdal("gdal_translate", "-q", *options, raw, tmp_path / name)
    source = open_elevation(tmp_path / name)
    rows, columns = (np.arange(count) for count in values.shape)
    found = source.heights(*np.meshgrid(25.0 + columns * step_x, 55.0 - rows * step_y))
    void = values == -32768
    assert void.any()
    # A rounding of the last digit takes a post into the neighbourhood of the next.
    near_void = void.copy()
    near_void[:-1] |= void[1:]
    near_void[:, :-1] |= near_void[:, 1:]
    near_void[1:] |= near_void[:-1].copy()
    near_void[:, 1:] |= near_void[:, :-1].copy()
    assert np.isnan(found[void]).all()
    assert np.abs(found - values)[~near_void].max() < 0.01


PLACES = {
    "Kaliningrad": (20.5, 54.7),
    "Vilnius": (25.3, 54.7),
    "Kurzeme": (22.5, 57.6),
    "Trøndelag": (12.5, 63.5),
}


@pytest.mark.parametrize("place", PLACES)
def test_the_viewshed_agrees_with_gdal_viewshed(tmp_path, region, place, record_property, capsys):
    """A mast of 24 m, targets 30 to 1000 m above ground, out to 150 km, cells of 1 km in UTM.

    The one computes along rays on the ellipsoid, the other from cell to cell on the map. The edge
    is where the outcome changes between neighbouring cells, by our own.
    """
    lon, lat = PLACES[place]
    system = f"EPSG:326{31 + int(lon // 6):02d}"
    to_lonlat = Transformer.from_crs(system, "EPSG:4326", always_xy=True)
    x, y = (round(each, -3) for each in to_lonlat.transform(lon, lat, direction="INVERSE"))
    cell, half = 1_000, 150_000
    count = 2 * half // cell + 1
    extent = (x - half - 500, y - half - 500, x + half + 500, y + half + 500)
    piece = tmp_path / "piece.tif"
    gdal(
        *("gdalwarp", "-q", "-t_srs", system, "-tr", cell, cell, "-te", *extent, "-r", "bilinear"),
        *("-ot", "Float32", "-co", "COMPRESS=DEFLATE", "-co", "PREDICTOR=3", "-co", "TILED=YES"),
        *(region, piece),
    )
    k = 1.0 / _COEFFICIENT * _SEMI_MAJOR_M / EARTH_RADIUS_M
    emitter = Emitter(to_lonlat.transform(x, y), 24.0)
    field = visibility_field(emitter, open_elevation(piece), half * 0.999, k=k)
    centers = np.meshgrid(x - half + np.arange(count) * cell, y + half - np.arange(count) * cell)
    positions = np.column_stack(to_lonlat.transform(*(each.ravel() for each in centers)))
    lowest = field.lowest_at(positions, above_ground=True).reshape(count, count)
    compared = np.isfinite(lowest)
    assert compared.mean() > 0.75  # a circle in a square
    for target_m in (30, 100, 300, 1_000):
        theirs = tmp_path / f"{target_m}.tif"
        gdal(
            *("gdal_viewshed", "-q", "-ox", x, "-oy", y, "-oz", 24, "-tz", target_m, "-md", 0),
            *("-cc", _COEFFICIENT, "-vv", 1, "-iv", 0, "-ov", 0, piece, theirs),
        )
        seen = read_envi(theirs, "Byte", (count, count), tmp_path / "seen.bin").astype(bool)
        ours = lowest <= target_m
        away = compared & ~edge(ours)
        agree = (seen == ours)[away].mean()
        everywhere = (seen == ours)[compared].mean()
        shared = (seen & ours & compared).sum() / ((seen | ours) & compared).sum()
        with capsys.disabled():
            print(
                f"\n{place}, {target_m} m: {agree:.2%} of {away.sum()} cells away from the edge"
                f" agree, {everywhere:.2%} of all; both see {shared:.1%} of what either sees"
            )
        record_property(f"agree_{target_m}", float(agree))
        assert agree >= 0.99
        assert shared > 0.9


def edge(seen: np.ndarray) -> np.ndarray:
    """Cells with a neighbour, of four, that is otherwise."""
    found = np.zeros_like(seen)
    for one, other in ((np.s_[1:, :], np.s_[:-1, :]), (np.s_[:, 1:], np.s_[:, :-1])):
        differ = seen[one] != seen[other]
        found[one] |= differ
        found[other] |= differ
    return found
