"""Elevation files: what is read from them, and what is said of those that cannot be read."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from baltic_desk.geo.terrain import TerrainFileError
from baltic_desk.geo.terrain_files import open_elevation
from baltic_desk.geo.terrain_hgt import hgt_sheet
from baltic_desk.geo.terrain_sheets import SheetMemory
from tests.elevation_files import dted, geotiff, slope, write_hgt


def heights(source, *positions):
    lon, lat = np.array(positions, float).T
    return source.heights(lon, lat)


def saved(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def samples(values, west, north, step):
    """Positions of the samples of a grid and their heights."""
    rows, columns = values.shape
    lon, lat = np.meshgrid(west + np.arange(columns) * step, north - np.arange(rows) * step)
    return np.column_stack((lon.ravel(), lat.ravel())), values.ravel()


# --- HGT


@pytest.mark.parametrize(("side", "spacing_m"), [(1201, 54.0), (3601, 18.0)])
def test_hgt_posts_stand_where_they_should(tmp_path, side, spacing_m):
    values = (np.arange(side)[:, None] % 500 * 2 - np.arange(side) % 700).astype(np.int16)
    source = open_elevation(write_hgt(tmp_path / "N54E020.hgt", values))
    assert source.bounds == (20.0, 54.0, 21.0, 55.0)
    found = heights(source, (20.0, 55.0), (21.0, 55.0), (20.0, 54.0), (21.0, 54.0))
    assert found.tolist() == values[[0, 0, -1, -1], [0, -1, 0, -1]].tolist()
    assert heights(source, (20.0 + 7 / (side - 1), 55.0 - 3 / (side - 1)))[0] == pytest.approx(
        values[3, 7], abs=1e-6
    )
    assert source.resolution_m(source.bounds) == pytest.approx(spacing_m, abs=0.5)
    assert "not stated" in source.error


def test_hgt_south_and_west_of_zero(tmp_path):
    source = open_elevation(write_hgt(tmp_path / "s01w001.HGT", slope(1201, 1201)))
    assert source.bounds == (-1.0, -1.0, 0.0, 0.0)
    assert heights(source, (-1.0, 0.0))[0] == 0.0


def test_hgt_voids_have_no_height(tmp_path):
    values = np.zeros((1201, 1201), np.int16)
    values[600, 600] = -32768
    source = open_elevation(write_hgt(tmp_path / "N54E020.hgt", values))
    assert np.isnan(heights(source, (20.5, 54.5)))[0]
    assert heights(source, (20.51, 54.5))[0] == 0.0


@pytest.mark.parametrize(
    ("name", "size", "says"),
    [
        ("terrain.hgt", 2_884_802, "south-western corner"),
        ("N95E020.hgt", 2_884_802, "no corner N95E020"),
        ("N54E020.hgt", 2_884_801, "2884801 bytes are neither"),
        ("N54E020.hgt", 0, "0 bytes are neither"),
    ],
)
def test_what_is_no_hgt_is_told_with_its_path(tmp_path, name, size, says):
    path = saved(tmp_path / name, bytes(size))
    with pytest.raises(TerrainFileError, match=says) as caught:
        open_elevation(path)
    assert str(caught.value).startswith(f"{path}: ")


# --- DTED


@pytest.mark.parametrize(
    ("rows", "columns", "interval"),
    [(121, 61, b"06000300"), (1201, 601, b"00600030"), (1201, 1201, b"00300030")],
)
def test_dted_posts_stand_where_they_should(tmp_path, rows, columns, interval):
    values = slope(rows, columns)
    source = open_elevation(saved(tmp_path / "n54.dt1", dted(values, interval=interval)))
    assert source.bounds == pytest.approx((20.0, 54.0, 21.0, 55.0))
    found = heights(source, (20.0, 55.0), (21.0, 55.0), (20.0, 54.0), (21.0, 54.0))
    assert found == pytest.approx(values[[0, 0, -1, -1], [0, -1, 0, -1]], abs=1e-6)
    assert values.min() < 0  # sign and magnitude, not two's complement


def test_dted_states_its_own_accuracy_and_marking(tmp_path):
    values = slope(121, 121)
    source = open_elevation(saved(tmp_path / "a.dt0", dted(values)))
    assert source.error == "±8 m (90 %), as stated in the file"
    assert source.licence == ""
    assert source.name == "DTED0 a.dt0"
    other = open_elevation(saved(tmp_path / "b.dt0", dted(values, accuracy=b"NA  ", security=b"R")))
    assert "not stated" in other.error
    assert other.licence == "marked R"


def test_dted_voids_have_no_height_and_twos_complement_is_understood(tmp_path):
    values = np.full((121, 121), 5, np.int16)
    values[60, 60] = -32767
    content = bytearray(dted(values))
    # Height -3 at the south-western corner, as some producers wrote it.
    at = 3428 + 8
    content[at : at + 2] = struct.pack(">h", -3)
    record = content[3428 : 3428 + 8 + 2 * 121]
    content[3428 + len(record) : 3428 + len(record) + 4] = struct.pack(">I", sum(record))
    source = open_elevation(saved(tmp_path / "a.dt0", bytes(content)))
    assert np.isnan(heights(source, (20.5, 54.5)))[0]
    assert heights(source, (20.0, 54.0))[0] == -3.0


def damaged(at: int, value: bytes) -> bytes:
    content = bytearray(dted(slope(121, 121)))
    content[at : at + len(value)] = value
    return bytes(content)


_RECORD = 12 + 2 * 121


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "does not begin with UHL1"),
        (b"PK\3\4" + bytes(5000), "does not begin with UHL1"),
        (dted(slope(121, 121))[:2000], "cut short"),
        (dted(slope(121, 121))[:-1], f"{3428 + 121 * _RECORD} are needed"),
        (damaged(47, b"9999"), "9999 by 121 heights are no cell"),
        (damaged(47, b"0001"), "1 by 121 heights are no cell"),
        (damaged(20, b"0000"), "intervals do not fit"),
        (damaged(20, b"9000"), "intervals do not fit"),
        (damaged(20, b"NA  "), "longitude interval is b'NA  '"),
        (damaged(4, b"0200000X"), "longitude of the origin is b'0200000X'"),
        (damaged(12, b"0990000N"), "not on the earth"),
        (damaged(80 + 144, b"WGS72"), "datum WGS72"),
        (damaged(3428 + 5 * _RECORD, b"\0"), "meridian 6 does not begin with AA"),
        (damaged(3428 + 5 * _RECORD + 5, b"\7"), "not in order"),
        (damaged(3428 + 5 * _RECORD + 20, b"\7"), r"checksum of meridian 6 .* \(1 of 121 differ\)"),
    ],
)
def test_what_is_no_sound_dted_is_told_with_its_path_and_place(tmp_path, content, says):
    path = saved(tmp_path / "n54.dt0", content)
    with pytest.raises(TerrainFileError, match=says) as caught:
        open_elevation(path)
    assert str(caught.value).startswith(f"{path}: ")


# --- GeoTIFF


@pytest.mark.parametrize("kind", [np.int16, np.uint16, np.int32, np.float32, np.float64])
@pytest.mark.parametrize("compression", [1, 5, 8, 32946, 32773])
@pytest.mark.parametrize(
    "layout", [{"rows_per_strip": 4}, {"rows_per_strip": 100}, {"tile": (16, 16)}]
)
def test_geotiff_of_the_common_forms(tmp_path, kind, compression, layout):
    values = (slope(21, 37) + 100).astype(kind)
    for order, big, predictor in (("<", False, 1), (">", True, 2), ("<", True, 3)):
        if predictor == 3 and values.dtype.kind != "f":
            continue
        if predictor > 1 and compression in (1, 32773):
            continue
        content = geotiff(
            values, compression=compression, predictor=predictor, order=order, big=big, **layout
        )
        source = open_elevation(saved(tmp_path / f"{order == '<'}{big}.tif", content))
        positions, expected = samples(values, 20.05, 54.95, 0.1)
        assert heights(source, *positions) == pytest.approx(expected, abs=1e-4)


def test_random_bytes_survive_lzw_and_predictors(tmp_path):
    """Codes of all widths and a cleared table."""
    values = np.random.default_rng(1).integers(-400, 3_000, (120, 130)).astype(np.int16)
    for predictor in (1, 2):
        content = geotiff(values, compression=5, predictor=predictor, rows_per_strip=120, step=0.01)
        source = open_elevation(saved(tmp_path / f"{predictor}.tif", content))
        positions, expected = samples(values, 20.005, 54.995, 0.01)
        assert heights(source, *positions) == pytest.approx(expected, abs=1e-4)


def test_geotiff_pixels_are_areas_or_points_as_it_says(tmp_path):
    values = slope(4, 5)
    area = open_elevation(saved(tmp_path / "a.tif", geotiff(values)))
    point = open_elevation(saved(tmp_path / "p.tif", geotiff(values, point=True)))
    assert area.bounds == pytest.approx((20.0, 54.6, 20.5, 55.0))
    assert point.bounds == pytest.approx((19.95, 54.65, 20.45, 55.05))
    assert heights(area, (20.15, 54.85))[0] == pytest.approx(values[1, 1])
    assert heights(point, (20.1, 54.9))[0] == pytest.approx(values[1, 1])


def test_geotiff_on_a_national_grid_is_found_by_longitude_and_latitude(tmp_path):
    values = slope(30, 40)
    content = geotiff(values, west=500_000.0, north=6_500_000.0, step=1_000.0, epsg=3301)
    source = open_elevation(saved(tmp_path / "estonia.tif", content))
    to_lonlat = Transformer.from_crs(3301, 4326, always_xy=True)
    xy, expected = samples(values, 500_500.0, 6_499_500.0, 1_000.0)
    positions = np.column_stack(to_lonlat.transform(*xy.T))
    assert heights(source, *positions) == pytest.approx(expected, abs=0.01)
    west, south, east, north = source.bounds
    assert (positions >= (west, south)).all()
    assert (positions <= (east, north)).all()
    assert source.resolution_m(source.bounds) == 1_000.0


@pytest.mark.parametrize("kind", [np.int16, np.float32])
def test_geotiff_heights_that_are_none(tmp_path, kind):
    values = np.full((8, 8), 50, kind)
    values[1, 1], values[6, 6] = -9999, 0
    if kind is np.float32:
        values[1, 6], values[6, 1] = np.nan, 3.4e38
    with_tag = open_elevation(saved(tmp_path / "a.tif", geotiff(values, no_data="0")))
    without = open_elevation(saved(tmp_path / "b.tif", geotiff(values, no_data="-9999")))
    corners = [(20.15, 54.85), (20.65, 54.35)]
    assert np.isnan(heights(with_tag, *corners)).tolist() == [False, True]
    assert np.isnan(heights(without, *corners)).tolist() == [True, False]
    if kind is np.float32:
        assert np.isnan(heights(without, (20.65, 54.85), (20.15, 54.35))).all()


def test_geotiff_blocks_left_out_have_no_height(tmp_path):
    values = slope(8, 8)
    sizes = (4, struct.pack("<2I", 4 * 8 * 2, 0), 2)
    source = open_elevation(saved(tmp_path / "a.tif", geotiff(values, extra={279: sizes})))
    assert np.isnan(heights(source, (20.35, 54.85), (20.35, 54.25))).tolist() == [False, True]


def test_geotiff_carries_its_copyright(tmp_path):
    notice = b"(c) Land Board\0"
    content = geotiff(slope(4, 4), extra={33432: (2, notice, len(notice))})
    assert open_elevation(saved(tmp_path / "a.tif", content)).licence == "(c) Land Board"


def test_only_the_blocks_that_rays_cross_are_read(tmp_path):
    """The last strip is damaged; heights elsewhere do not suffer."""
    content = bytearray(geotiff(slope(16, 16), compression=8, step=0.01))
    offset = 8 + sum(len(each) for each in _strips(slope(16, 16))[:-1])
    content[offset : offset + 4] = b"\xff" * 4
    path = saved(tmp_path / "a.tif", bytes(content))
    source = open_elevation(path)
    assert heights(source, (20.05, 54.97))[0] == pytest.approx(slope(16, 16)[2, 4] + 0.5)
    with pytest.raises(TerrainFileError, match=r"a\.tif: block 3 is damaged"):
        heights(source, (20.05, 54.85))


def _strips(values):
    return [zlib.compress(values[top : top + 4].astype("<i2").tobytes()) for top in (0, 4, 8, 12)]


def shorts(*numbers):
    return 3, struct.pack(f"<{len(numbers)}H", *numbers), len(numbers)


def longs(*numbers):
    return 4, struct.pack(f"<{len(numbers)}I", *numbers), len(numbers)


def keys(*pairs):
    """Geographic, and these keys with their values."""
    pairs = (1024, 2, *pairs)
    entries = [(key, 0, 1, value) for key, value in zip(pairs[::2], pairs[1::2], strict=True)]
    return shorts(1, 1, 0, len(entries), *(number for entry in entries for number in entry))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not a TIFF"),
        (b"<VRTDataset/>" * 10, "is not a TIFF"),
        (b"II*\0" + struct.pack("<I", 2**31), "beyond the end of the file"),
        (geotiff(slope(8, 8))[:300], "beyond the end of the file"),
        (geotiff(slope(8, 8), extra={256: longs(10**6), 257: longs(10**6)}), "1000000 by 1000000"),
        (geotiff(slope(8, 8), extra={256: longs(0)}), "0 by 8 pixels"),
        (geotiff(slope(8, 8), extra={277: shorts(3)}), "3 numbers for each pixel"),
        (geotiff(slope(8, 8), extra={258: shorts(12)}), "12 bits in format 2"),
        (geotiff(slope(8, 8), extra={259: shorts(34887)}), "compression LERC is not read; GDAL"),
        (geotiff(slope(8, 8), compression=8, extra={317: shorts(3)}), "predictor 3 with int16"),
        (geotiff(slope(8, 8), extra={278: longs(0)}), "blocks of 8 by 0"),
        (geotiff(slope(8, 8), extra={278: longs(1)}), "2 offsets and 2 sizes for 8 blocks"),
        (geotiff(slope(8, 8), extra={279: longs(64, 10**6)}), "block 1 lies beyond the end"),
        (
            geotiff(
                slope(8, 8),
                extra={322: longs(2**20), 323: longs(2**20), 324: longs(8), 325: longs(1)},
            ),
            "too large",
        ),
        (geotiff(slope(8, 8), extra={34735: shorts(0)}), "where on the earth it lies"),
        (geotiff(slope(8, 8), extra={33550: shorts()}), "where its pixels lie"),
        (geotiff(slope(8, 8), step=-1.0), "pixels of -1 by -1"),
        (geotiff(slope(8, 8), west=float("nan")), "pixels of 0.1 by 0.1 at nan"),
        (geotiff(slope(8, 8), west=500_000.0), "not on earth"),
        (geotiff(slope(8, 8), epsg=32767), "without an EPSG number; GDAL"),
        (geotiff(slope(8, 8), epsg=2222), "EPSG:2222 is neither in metres nor in degrees"),
        (geotiff(slope(8, 8), epsg=3999), "EPSG:3999 is not known"),
        (geotiff(slope(8, 8), no_data="none"), "value for no height is 'none'"),
        (geotiff(slope(8, 8), extra={34735: keys(2048, 4326, 4099, 9002)}), "unit EPSG:9002"),
        (geotiff(slope(8, 8), extra={34735: keys(2048, 4326, 2054, 9101)}), "unit EPSG:9101"),
        (
            geotiff(
                slope(8, 8), extra={42112: (2, b'<Item name="SCALE" role="scale">2</Item>\0', 41)}
            ),
            "heights are scaled",
        ),
    ],
)  # fmt: skip
def test_what_is_no_geotiff_of_heights_is_told_with_its_path(tmp_path, content, says):
    path = saved(tmp_path / "a.tif", content)
    with pytest.raises(TerrainFileError, match=says) as caught:
        open_elevation(path)
    assert str(caught.value).startswith(f"{path}: ")


@pytest.mark.parametrize("compression", [5, 8, 32773])
def test_a_block_unpacks_to_what_the_image_needs_and_no_more(tmp_path, compression):
    """A hundred thousand rows packed into a strip that should hold four."""
    bomb = geotiff(
        np.zeros((100 if compression == 5 else 100_000, 8), np.int16),
        compression=compression,
        rows_per_strip=100_000,
        step=0.001,
        extra={257: longs(4), 278: longs(4)},
    )
    source = open_elevation(saved(tmp_path / "bomb.tif", bomb))
    assert heights(source, (20.004, 54.998))[0] == 0.0


@pytest.mark.parametrize("kind", ["dt0", "tif"])
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_damage_anywhere_is_an_error_of_the_file_or_other_heights(tmp_path, kind, data):
    content = bytearray(
        dted(slope(21, 21), interval=b"03000300")
        if kind == "dt0"
        else geotiff(slope(16, 16), compression=data.draw(st.sampled_from([1, 5, 8, 32773])))
    )
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    path = saved(tmp_path / f"N54E020.{kind}", bytes(content[:cut] if cut % 3 == 0 else content))
    with suppress(TerrainFileError):  # any other error is a fault of the reader
        found = heights(open_elevation(path), (20.55, 54.55), (20.1, 54.9), (21.2, 54.3))
        assert found.shape == (3,)


# --- folders and memory


def test_a_folder_is_one_source_the_finest_sheet_first(tmp_path):
    (tmp_path / "inner").mkdir()
    write_hgt(tmp_path / "N54E020.hgt", np.full((1201, 1201), 10, np.int16))
    write_hgt(tmp_path / "inner" / "N54E021.hgt", np.full((1201, 1201), 20, np.int16))
    saved(tmp_path / "fine.tif", geotiff(np.full((8, 8), 30, np.int16), step=0.0001))
    saved(tmp_path / "readme.txt", b"not elevation")
    source = open_elevation(tmp_path)
    found = heights(source, (20.5, 54.5), (21.5, 54.5), (20.0004, 54.9996), (22.5, 54.5))
    assert found[:3].tolist() == [10.0, 20.0, 30.0]
    assert np.isnan(found[3])
    assert source.bounds == (20.0, 54.0, 22.0, 55.0)
    assert source.name == f"{tmp_path.name} (3 elevation files)"
    assert source.error == "not stated by the file"


def test_between_neighbouring_sheets_there_is_no_seam(tmp_path):
    for name in ("N54E020", "N54E021"):
        write_hgt(tmp_path / f"{name}.hgt", np.full((1201, 1201), 10, np.int16))
    lon = 21.0 + np.linspace(-1e-4, 1e-4, 201)
    assert (open_elevation(tmp_path).heights(lon, np.full(201, 54.3)) == 10.0).all()


def test_sheets_are_dropped_when_too_many_are_held(tmp_path):
    sheet_bytes = 1201 * 1201 * 2
    memory = SheetMemory(most_bytes=2 * sheet_bytes)
    sheets = []
    for lon in range(20, 24):
        path = write_hgt(tmp_path / f"N54E0{lon}.hgt", np.full((1201, 1201), lon, np.int16))
        sheets.append(hgt_sheet(path, memory))
    for _ in range(2):
        for lon, sheet in enumerate(sheets, 20):
            assert heights(sheet, (lon + 0.5, 54.5))[0] == lon
            assert memory.held_bytes <= 2 * sheet_bytes


@pytest.mark.parametrize(
    ("name", "says"),
    [("a.zip", "Unpack it first"), ("a.vrt", r"\.hgt, \.dt0"), ("missing.hgt", "corner")],
)
def test_other_files_are_told_what_is_read(tmp_path, name, says):
    with pytest.raises(TerrainFileError, match=says):
        open_elevation(tmp_path / name)


@pytest.mark.parametrize("name", ["N54E020.hgt", "a.dt1", "a.tif"])
def test_a_file_that_is_gone_is_told(tmp_path, name):
    with pytest.raises(TerrainFileError, match="No such file"):
        open_elevation(tmp_path / name)


def test_a_folder_without_elevation_is_told(tmp_path):
    with pytest.raises(TerrainFileError, match="no elevation files"):
        open_elevation(tmp_path)
