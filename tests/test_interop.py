"""A saved project as other programs see it: read by GDAL (pyogrio) and by GEOS (shapely)."""

import itertools
import json

import msgspec
import numpy as np
import pytest
import shapely
import shapely.ops
from geographiclib.geodesic import Geodesic

from baltic_desk.document.feature import Arrow, RangeRing
from baltic_desk.document.outline import new_line
from baltic_desk.io.project import SavedView, dumps
from tests.features import area, corridor, document, ellipse, line, note, rectangle, ring, unit

pyogrio = pytest.importorskip("pyogrio")

# pyogrio's wheel brings its own GDAL; pandas, which only its data frames need, is not there.
RINGS = [
    ring("full", (20.5, 54.7), 250_000.0, anchor="u"),
    ring("annulus", (24.1, 56.9), 35_000.0, radius_min_m=1_500.0),
    ring("sector", (23.0, 58.0), 120_000.0, bearings_deg=(300.0, 60.0)),
    ring("far", (22.0, 59.0), 2_000_000.0),
]
LINE = line("l", (12.0, 57.0), (24.0, 57.5), (24.0, 65.0))
AREA = area("a", (12.0, 55.0), (24.0, 55.0), (24.0, 65.0))
ALL = [
    unit("u", (20.5, 54.7), name="Õppuse üksus"),
    *RINGS,
    LINE,
    new_line("arrow", Arrow(overlay="o"), [(27.0, 56.0), (26.0, 56.5)]),
    AREA,
    note("t"),
    rectangle(),
    ellipse(),
    corridor(),
]


@pytest.fixture
def path(tmp_path):
    view = SavedView(lon=24.0, lat=58.0, scale=1e6)
    path = tmp_path / "project.geojson"
    path.write_bytes(dumps(document(*ALL), view=view))
    return path


def table(path):
    """What GDAL makes of the file: information, and a row of fields with its geometry by id."""
    # "id" would be taken for the feature number if GDAL could; ours are text, so it is a field.
    meta, _, geometry, columns = pyogrio.raw.read(path)
    fields = [str(name) for name in meta["fields"]]
    rows = {}
    for number, wkb in enumerate(geometry):
        row = {name: column[number] for name, column in zip(fields, columns, strict=True)}
        rows[row["id"]] = (row, shapely.from_wkb(wkb))
    return meta, rows


def shape_of(feature):
    return shapely.from_geojson(msgspec.json.encode(feature.geometry))


def geodesic_m(center, position):
    return Geodesic.WGS84.Inverse(center[1], center[0], position[1], position[0])["s12"]


def test_gdal_reads_every_feature_in_wgs_84(path):
    meta, rows = table(path)
    assert meta["crs"] in ("EPSG:4326", "OGC:CRS84")
    assert set(rows) == {feature.id for feature in ALL}
    assert rows["u"][0]["name"] == "Õppuse üksus"
    assert rows["u"][0]["kind"] == "unit"


def test_gdal_sees_the_types_that_the_kinds_have(path):
    _, rows = table(path)
    types = {feature_id: geometry.geom_type for feature_id, (_, geometry) in rows.items()}
    assert types == {feature.id: type(feature.geometry).__name__ for feature in ALL}
    assert all(geometry.is_valid for _, geometry in rows.values())


def test_symbol_codes_stay_text_and_figures_stay_numbers(path):
    _, rows = table(path)
    sidc = rows["u"][0]["sidc"]
    assert isinstance(sidc, str)
    assert len(sidc) == 20
    assert rows["full"][0]["radius_max_m"] == 250_000.0


@pytest.mark.parametrize("made", RINGS, ids=lambda feature: feature.id)
def test_rings_are_areas_in_the_right_place(path, made):
    _, rows = table(path)
    _, polygon = rows[made.id]
    properties = made.properties
    assert isinstance(properties, RangeRing)
    center = properties.center_lon, properties.center_lat
    for bearing_deg in range(0, 360, 10):
        for distance_m in (0.5, 0.98, 1.02):
            there = Geodesic.WGS84.Direct(
                center[1], center[0], bearing_deg, properties.radius_max_m * distance_m
            )
            within = distance_m < 1 and (
                properties.bearing_from_deg is None or not 62 <= bearing_deg <= 298
            )
            if made.id == "sector" and bearing_deg in (60, 300):
                continue  # on its edge
            point = shapely.Point(there["lon2"], there["lat2"])
            assert polygon.contains(point) is within, (bearing_deg, distance_m)
    # Straight edges between the vertices, as a GIS draws them, stay within 10 m of the circle.
    if made.id != "sector":
        outer = shapely.segmentize(polygon.exterior, 0.01)
        strays_m = [
            abs(geodesic_m(center, position) - properties.radius_max_m) for position in outer.coords
        ]
        assert max(strays_m) <= 10.0


def test_the_minimum_range_is_a_hole(path):
    _, rows = table(path)
    _, polygon = rows["annulus"]
    (hole,) = polygon.interiors
    assert not polygon.contains(shapely.Point(24.1, 56.9))
    assert max(geodesic_m((24.1, 56.9), p) for p in hole.coords) == pytest.approx(1_500, abs=1)


@pytest.mark.parametrize("made", [LINE, AREA], ids=["line", "area"])
def test_long_legs_are_drawn_along_the_geodesic(path, made):
    _, rows = table(path)
    _, geometry = rows[made.id]
    boundary = geometry if geometry.geom_type == "LineString" else geometry.exterior
    drawn = shapely.segmentize(boundary, 0.002)
    positions = shapely.get_coordinates(shape_of(made))
    for start, end in itertools.pairwise(positions):
        leg = Geodesic.WGS84.InverseLine(start[1], start[0], end[1], end[0])
        for share in np.linspace(0, 1, 41):
            there = leg.Position(share * leg.s13)
            on_leg = there["lon2"], there["lat2"]
            nearest = shapely.get_coordinates(
                shapely.ops.nearest_points(drawn, shapely.Point(on_leg))[0]
            )[0]
            assert geodesic_m(on_leg, nearest) <= 10.0


def test_polygons_are_wound_as_rfc_7946_has_it(path):
    found = 0
    for feature in json.loads(path.read_bytes())["features"]:
        if feature["geometry"]["type"] == "Polygon":
            outer, *holes = map(shapely.LinearRing, feature["geometry"]["coordinates"])
            assert outer.is_ccw
            assert not any(hole.is_ccw for hole in holes)
            found += 1
    assert found == 8


def test_the_file_is_geojson_as_shapely_reads_it(path):
    collection = shapely.from_geojson(path.read_bytes())
    assert collection.geom_type == "GeometryCollection"
    assert len(collection.geoms) == len(ALL)
    assert not np.any(shapely.has_z(collection.geoms))


def test_the_file_has_only_what_rfc_7946_allows(path):
    tree = json.loads(path.read_bytes())
    assert tree["type"] == "FeatureCollection"
    assert "crs" not in tree
    for feature in tree["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert isinstance(feature["id"], str)
        flat = (str, int, float, bool)
        assert all(isinstance(value, flat) for value in feature["properties"].values())
    text = json.dumps([feature["geometry"] for feature in tree["features"]])
    decimals = [
        len(number.split(".")[1])
        for number in text.replace("]", " ").replace(",", " ").split()
        if "." in number
    ]
    assert max(decimals) <= 7


def test_no_property_has_two_types(path):
    types = {}
    for feature in json.loads(path.read_bytes())["features"]:
        for name, value in feature["properties"].items():
            types.setdefault(name, set()).add(type(value))
    assert {name: found for name, found in types.items() if len(found) > 1} == {}
