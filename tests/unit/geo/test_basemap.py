"""The shipped base map against independent figures, and its format against hand-made layers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Geod

from baltic_desk.geo.basemap import LAYERS, BaseMap, Layer, LayerFileError, open_basemap
from baltic_desk.geo.basemap_format import cell_box
from baltic_desk.geo.clipping import Box, Paths

GEOD = Geod(ellps="WGS84")
REGION = (8.5, 51.5, 36.5, 67.5)


@pytest.fixture(scope="module")
def basemap() -> BaseMap:
    return open_basemap()


def area_km2(layer: Layer, level: int, bounds: Box, lon: float, lat: float) -> float:
    """Area on the ellipsoid of the one island or lake that covers a position, put together from its
    cells.
    """
    cells = [
        shapely.intersection(odd_even(layer.cell(key).fill), shapely.box(*layer.box(key)))
        for key in layer.cells(level, bounds)
    ]
    for part in shapely.get_parts(shapely.union_all(cells)):
        if shapely.contains_xy(part, lon, lat):
            return abs(GEOD.geometry_area_perimeter(part)[0]) / 1e6
    raise AssertionError(f"nothing covers {lon}, {lat}")


def odd_even(rings: Paths) -> shapely.Geometry:
    """The area that the odd-even rule fills."""
    shape: shapely.Geometry = shapely.Polygon()
    for k in range(len(rings)):
        ring = shapely.make_valid(shapely.Polygon(rings.path(k)))
        shape = shapely.symmetric_difference(shape, ring)
    return shape


def covers(layer: Layer, level: int, lon: float, lat: float) -> bool:
    """Whether a polygon layer's fill covers a position."""
    bounds = (lon - 1e-6, lat - 1e-6, lon + 1e-6, lat + 1e-6)
    return any(
        crossings(layer.cell(key).fill, lon, lat) % 2 == 1 for key in layer.cells(level, bounds)
    )


def crossings(rings: Paths, lon: float, lat: float) -> int:
    """Edges that a ray to the east crosses."""
    a, b = rings.positions[:-1], rings.positions[1:]
    keep = np.ones(len(a), bool)
    keep[rings.starts[1:-1] - 1] = False
    spans = keep & ((a[:, 1] > lat) != (b[:, 1] > lat))
    a, b = a[spans], b[spans]
    at = a[:, 0] + (lat - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
    return int((at > lon).sum())


def every_cell(layer: Layer) -> Iterator[tuple[int, Paths, Paths, Box]]:
    for level in range(len(layer.levels)):
        for key in layer.cells(level, REGION)[::7]:
            geometry = layer.cell(key)
            yield level, geometry.fill, geometry.stroke, layer.box(key)


def test_every_layer_is_there_with_credit_and_licence(basemap: BaseMap) -> None:
    assert set(basemap.layers) == set(LAYERS)
    for layer in basemap.layers.values():
        assert layer.credit
        assert layer.licence


# km²: as the authors of GSHHG state for the polygon, and as published elsewhere (islets counted in
# or out)
@pytest.mark.parametrize(
    ("bounds", "inside", "stated_km2", "published_km2"),
    [
        ((21.5, 57.8, 23.5, 58.8), (22.5, 58.4), 2694.30, 2673),  # Saaremaa
        ((18.0, 56.8, 19.5, 58.1), (18.5, 57.4), 3030.19, 2994),  # Gotland
        ((21.9, 58.6, 23.2, 59.2), (22.6, 58.9), 1031.11, 989),  # Hiiumaa
        ((16.3, 56.1, 17.3, 57.5), (16.65, 56.7), 1372.84, 1342),  # Öland
        ((14.5, 54.9, 15.3, 55.4), (14.9, 55.1), None, 588),  # Bornholm
    ],
)
def test_islands_have_their_known_area_at_each_level(
    basemap: BaseMap,
    bounds: Box,
    inside: tuple[float, float],
    stated_km2: float | None,
    published_km2: float,
) -> None:
    land = basemap.layers["land"]
    *coarse, native = (area_km2(land, level, bounds, *inside) for level in (1, 2, 3, 4, 5))
    if stated_km2 is not None:
        assert native == pytest.approx(stated_km2, rel=0.001)
    assert native == pytest.approx(published_km2, rel=0.05)
    assert coarse == pytest.approx([native] * 4, rel=0.005)


@pytest.mark.parametrize(
    ("bounds", "inside", "published_km2"),
    [
        ((29.0, 59.5, 33.5, 62.0), (31.5, 60.8), 17_700),  # Ladoga
        ((26.5, 57.7, 28.5, 59.2), (27.4, 58.7), 3_555),  # Peipus
        ((13.8, 57.5, 15.3, 59.1), (14.55, 58.3), 1_912),  # Vättern
    ],
)
def test_large_lakes_have_their_published_area(
    basemap: BaseMap, bounds: Box, inside: tuple[float, float], published_km2: float
) -> None:
    lakes = basemap.layers["lakes"]
    areas = [area_km2(lakes, level, bounds, *inside) for level in (1, 3, 5)]
    assert areas == pytest.approx([published_km2] * 3, rel=0.02)


def test_inland_towns_stand_on_land_at_every_level(basemap: BaseMap) -> None:
    land, table = basemap.layers["land"], basemap.layers["places"].points()
    # a town counts as inland when the sea is not within 5 km by the native coast
    big = np.flatnonzero(np.asarray(table.columns["population"]) > 20_000)
    inland = [(lon, lat) for lon, lat in table.positions[big].tolist() if is_inland(land, lon, lat)]
    assert len(inland) > 200
    for level in range(len(land.levels)):
        wet = [place for place in inland if not covers(land, level, *place)]
        assert wet == [], land.levels[level]


def is_inland(land: Layer, lon: float, lat: float) -> bool:
    around = [(lon + dx, lat + dy) for dx in (-0.09, 0, 0.09) for dy in (-0.045, 0, 0.045)]
    return all(covers(land, len(land.levels) - 1, *place) for place in around)


OPEN_SEA = [
    (19.0, 59.0), (20.0, 57.0), (18.0, 55.3), (20.0, 62.0), (25.0, 59.9), (23.6, 57.6), (8.9, 57.8),
    (11.5, 56.7), (22.5, 64.5), (27.0, 60.0), (10.5, 58.0), (19.5, 54.9), (15.5, 55.6),
    (13.5, 54.9),
]  # fmt: skip


def test_open_sea_is_not_land_at_any_level(basemap: BaseMap) -> None:
    land = basemap.layers["land"]
    for level in range(len(land.levels)):
        assert [place for place in OPEN_SEA if covers(land, level, *place)] == []


def test_small_islands_are_in_the_native_level(basemap: BaseMap) -> None:
    # lighthouses' islets: Utö, Russarö, Ruhnu, Gotska Sandön, Christiansø, Kihnu, Naissaar, Gogland
    islets = [
        (21.371, 59.781), (22.953, 59.767), (23.25, 57.80), (19.24, 58.37), (15.184, 55.320),
        (23.99, 58.13), (24.51, 59.57), (26.99, 60.05),
    ]  # fmt: skip
    land = basemap.layers["land"]
    assert [place for place in islets if not covers(land, len(land.levels) - 1, *place)] == []


def test_fills_stay_near_their_cell_and_strokes_within_it(basemap: BaseMap) -> None:
    for name in ("land", "lakes", "borders"):
        for level, fill, stroke, (west, south, east, north) in every_cell(basemap.layers[name]):
            slack = (north - south) * 0.02 + 1e-9
            assert_within(
                fill, (west - 2 * slack, south - slack, east + 2 * slack, north + slack), level
            )
            assert_within(stroke, (west - 1e-7, south - 1e-7, east + 1e-7, north + 1e-7), level)


def assert_within(paths: Paths, box: Box, level: int) -> None:
    if len(paths):
        low, high = paths.positions.min(axis=0), paths.positions.max(axis=0)
        assert (low >= box[:2]).all(), level
        assert (high <= box[2:]).all(), level


def test_rings_are_closed_and_strokes_are_lines(basemap: BaseMap) -> None:
    for name in ("land", "small_lakes"):
        for _, fill, stroke, _ in every_cell(basemap.layers[name]):
            for k in range(len(fill)):
                ring = fill.path(k)
                assert len(ring) >= 4
                assert (ring[0] == ring[-1]).all()
            assert (np.diff(stroke.starts) >= 2).all()


def test_levels_have_the_same_coast_length_as_their_cells_together(basemap: BaseMap) -> None:
    """Strokes of neighbouring cells meet: nothing is drawn twice, nothing is left out."""
    land, bounds = basemap.layers["land"], (14.5, 54.9, 15.3, 55.4)  # Bornholm and Christiansø
    level = len(land.levels) - 1
    ends: list[list[float]] = []
    for key in land.cells(level, bounds):
        stroke = land.cell(key).stroke
        for k in range(len(stroke)):
            path = stroke.path(k)
            ends += np.round(path[[0, -1]], 4).tolist()
    places, counts = np.unique(np.array(ends), axis=0, return_counts=True)
    assert len(places) > 4
    assert (counts % 2 == 0).all()


def test_borders_have_their_known_lengths(basemap: BaseMap) -> None:
    """Estonia-Latvia 343 km on land, within the box that no other border crosses."""
    borders = basemap.layers["borders"]
    length_m = 0.0
    level, bounds = len(borders.levels) - 1, (24.0, 57.0, 27.34, 58.2)
    for key in borders.cells(level, bounds):
        cell = borders.cell(key)
        on_land = cell.attributes["class"] == borders.classes.index("land")
        for k in np.flatnonzero(on_land):
            lon, lat = cell.stroke.path(int(k)).T
            if lon.min() > 24.3 and lon.max() < 27.36 and lat.min() > 57.5:
                length_m += GEOD.line_length(lon, lat)
    assert length_m / 1000 == pytest.approx(343, rel=0.03)


def test_the_limit_of_the_territorial_sea_is_12_miles_off_gotland(basemap: BaseMap) -> None:
    limits, coast = basemap.layers["territorial"], basemap.layers["land"]
    level = len(limits.levels) - 1
    shore = [coast.cell(k).stroke.positions for k in coast.cells(4, (17.9, 56.8, 19.5, 58.1))]
    shore_lonlat = np.concatenate(shore)
    east = [limits.cell(k).stroke.positions for k in limits.cells(level, (19.2, 57.0, 19.8, 57.9))]
    offshore = np.concatenate(east)
    offshore = offshore[(offshore[:, 0] > 19.2) & (offshore[:, 1] > 57.0) & (offshore[:, 1] < 57.9)]
    assert len(offshore) > 3
    n = len(shore_lonlat)
    nearest = [
        GEOD.inv(np.full(n, lon), np.full(n, lat), *shore_lonlat.T)[2].min()
        for lon, lat in offshore
    ]
    # from straight baselines, so a little more than from the coast itself
    assert np.median(nearest) == pytest.approx(12 * 1852, rel=0.05)


def test_beyond_the_region_coarser_pieces_fill_the_view(basemap: BaseMap) -> None:
    land = basemap.layers["land"]
    native = len(land.levels) - 1
    keys = land.cells(native, (7.5, 58.2, 9.5, 59.2))
    assert {key.level for key in keys if not key.full} >= {2, native}
    assert covers(land, native, 7.6, 58.9)  # in Norway, west of the region


def test_pieces_of_a_view_do_not_overlap_beyond_their_margins(basemap: BaseMap) -> None:
    land, bounds = basemap.layers["land"], (7.5, 59.5, 12.0, 62.0)
    for level in range(len(land.levels)):
        boxes = [shapely.box(*land.box(key)) for key in land.cells(level, bounds)]
        total = sum(box.area for box in boxes)
        assert shapely.union_all(boxes).area == pytest.approx(total, rel=1e-9)


def test_the_level_for_a_scale_is_fine_enough(basemap: BaseMap) -> None:
    land = basemap.layers["land"]
    assert land.levels[land.level_for(5000)] == 2048
    assert land.levels[land.level_for(400)] == 512
    assert land.level_for(1) == len(land.levels) - 1


def test_layers_can_be_read_from_several_threads() -> None:
    fresh = open_basemap().layers["lakes"]
    bounds, level = (25.0, 61.0, 29.0, 63.0), len(fresh.levels) - 1
    sums: list[float] = []

    def read() -> None:
        cells = [fresh.cell(key) for key in fresh.cells(level, bounds)]
        sums.append(sum(float(cell.fill.positions.sum()) for cell in cells))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sums) == 4
    assert len(set(sums)) == 1


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "land.npz"
    path.write_bytes(b"not a map")
    with pytest.raises(LayerFileError, match=r"land\.npz"):
        Layer(path)


def test_capitals_are_places_of_the_first_rank(basemap: BaseMap) -> None:
    table = basemap.layers["places"].points()
    names = np.array(table.columns["name"])[np.asarray(table.columns["rank"]) == 1]
    expected = {
        "Tallinn",
        "Rīga",
        "Vilnius",
        "Warszawa",
        "Helsinki",
        "Stockholm",
        "København",
        "Minsk",
    }
    assert set(names) >= expected


def test_city_districts_are_not_places(basemap: BaseMap) -> None:
    table = basemap.layers["places"].points()
    assert not {"PPLX", "PPLH", "PPLQ"} & set(table.columns["kind"])


def test_a_cell_is_square_at_sixty_degrees() -> None:
    west, south, east, north = cell_box(35, 14, 2.0)
    width = GEOD.inv(west, 60, east, 60)[2]
    height = GEOD.inv(west, south, west, north)[2]
    assert width == pytest.approx(height, rel=0.01)
