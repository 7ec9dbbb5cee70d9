import json
from collections import Counter
from pathlib import Path

import pytest
from geographiclib.geodesic import Geodesic
from pyproj import Transformer

from baltic_desk.document.feature import RangeRing, Unit
from baltic_desk.document.project import Overlay
from baltic_desk.io import open_any
from baltic_desk.io.exchange.geojson import (
    from_clipboard,
    import_into,
    read_geojson,
    to_geojson,
)
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import dumps, loads
from tests.features import SIDC, area, corridor, document, line, note, ring, unit
from tests.growth import shortest_s

FOREIGN = Path(__file__).parents[2] / "files" / "foreign"
TWO_OF_EACH = {"mark": 1, "polygon": 1, "line": 1}
HEIGHTS = "heights"

# What opens: kinds of the features, and a word of each problem. What does not: the sentence.
OUTCOMES = {
    "geojson/fixture_poly_holes.json": ({"polygon": 1}, []),
    "geojson/geometrycollection-xyz.geojson": ({"mark": 1, "line": 1}, [HEIGHTS]),
    "geojson/geometrycollection.geojson": ({"mark": 1, "line": 1}, []),
    "geojson/linestring-xyz.geojson": ({"line": 1}, [HEIGHTS]),
    "geojson/linestring.geojson": ({"line": 1}, []),
    "geojson/multilinestring-xyz.geojson": ({"line": 2}, [HEIGHTS]),
    "geojson/multilinestring.geojson": ({"line": 2}, []),
    "geojson/multipoint-xyz.geojson": ({"mark": 2}, [HEIGHTS]),
    "geojson/multipoint.geojson": ({"mark": 2}, []),
    "geojson/multipolygon-xyz.geojson": ({"polygon": 2}, [HEIGHTS]),
    "geojson/multipolygon.geojson": ({"polygon": 2}, []),
    "geojson/one.geojson": (TWO_OF_EACH, []),
    "geojson/point-xyz.geojson": ({"mark": 1}, [HEIGHTS]),
    "geojson/point.geojson": ({"mark": 1}, []),
    "geojson/polygon-xyz.geojson": ({"polygon": 1}, [HEIGHTS]),
    "geojson/polygon.geojson": ({"polygon": 1}, []),
    "layouts/A_point_radius.geojson": ({"unit": 1, "range_ring": 1}, []),
    "layouts/B_polygon_flat.geojson": ({"polygon": 1}, []),
    "layouts/C_polygon_nested.geojson": ({"polygon": 1}, []),
    "layouts/D_geomcollection.geojson": ({"unit": 1, "range_ring": 1, "polygon": 1}, []),
    "layouts/E_foreign_on_feature.geojson": ({"polygon": 1}, []),
    "layouts/F_foreign_on_fc.geojson": ({"polygon": 1}, []),
    "layouts/G_mixed.geojson": (TWO_OF_EACH, ["symbol code"]),
    "layouts/H_null_geometry_meta.geojson": (TWO_OF_EACH, ["no geometry", "symbol code"]),
    "layouts/I_mixed_types_in_prop.geojson": ({"mark": 3}, []),
    "layouts/J_int_id_and_date.geojson": ({"mark": 1}, ["must be text"]),
    "layouts/K_sidc_text_20.geojson": ({"unit": 1}, []),
    "layouts/L_crs_member_old.geojson": ({"mark": 1}, ["EPSG:3301"]),
    "layouts/M_cw_exterior.geojson": ({"polygon": 1}, []),
    "odin/2.Brig (EU).json": ({"unit": 158}, []),
    "hostile_geojson/bare_feature.geojson": ({"mark": 1}, []),
    "hostile_geojson/bare_geometry.geojson": ({"mark": 1}, []),
    "hostile_geojson/color_css_injection.geojson": ({"mark": 1}, ["not a colour"]),
    "hostile_geojson/coords_5d.geojson": ({"mark": 1}, [HEIGHTS]),
    "hostile_geojson/coords_bool.geojson": ({}, ["true or false"]),
    "hostile_geojson/geom_missing.geojson": ({}, ["no geometry"]),
    "hostile_geojson/geom_null.geojson": ({}, ["no geometry"]),
    "hostile_geojson/geom_unknown.geojson": ({}, ["CircularString"]),
    "hostile_geojson/id_dup.geojson": ({"mark": 2}, ["taken"]),
    "hostile_geojson/id_number.geojson": ({"mark": 1}, []),
    "hostile_geojson/id_object.geojson": ({"mark": 1}, ["no id"]),
    "hostile_geojson/lat_91.geojson": ({}, ["25, 91 is not on the earth"]),
    "hostile_geojson/line_1pt.geojson": ({}, ["two positions"]),
    "hostile_geojson/lon_540.geojson": ({"mark": 1}, ["540 is read as -180"]),
    "hostile_geojson/name_bidi_zalgo.geojson": ({"mark": 1}, []),
    "hostile_geojson/name_formula.geojson": ({"mark": 1}, []),
    "hostile_geojson/name_html_img.geojson": ({"mark": 1}, []),
    "hostile_geojson/not_object.geojson": "this is not GeoJSON: it is not an object",
    "hostile_geojson/props_list.geojson": ({"mark": 1}, ["not an object"]),
    "hostile_geojson/radius_1e308.geojson": ({"mark": 1}, ["1e+308 is not within"]),
    "hostile_geojson/radius_negative.geojson": ({"mark": 1}, ["-5 is not within"]),
    "hostile_geojson/schema_string.geojson": ({}, []),
    "hostile_geojson/sidc_script.geojson": ({"mark": 1}, ["symbol code"]),
    "hostile_geojson/type_wrong.geojson": 'type: this is not GeoJSON: the type is "Topology"',
    "hostile_json/BOM.geojson": 'this is not GeoJSON: there is no "type"',
    "hostile_json/NUL_in_str_esc.geojson": 'this is not GeoJSON: there is no "type"',
    "hostile_json/NULs_ext4_zero_length_crash_.geojson": (
        "the file holds nothing but zeros; it was lost in a crash"
    ),
    "hostile_json/_0_0.geojson": 'this is not GeoJSON: there is no "type"',
    "hostile_json/bad_utf8.geojson": "line 1, byte 6: the text is not UTF-8",
    "hostile_json/bigint_2_64.geojson": 'this is not GeoJSON: there is no "type"',
    "hostile_json/bigint_400_digits.geojson": (
        "a: the integer 99999999999999999999… has 400 digits"
    ),
    "hostile_json/comment.geojson": "line 1, column 8: not JSON: extra data",
    "hostile_json/empty.geojson": "there is nothing in it",
    "hostile_json/long_decimal.geojson": 'this is not GeoJSON: there is no "type"',
    "hostile_json/only_spaces.geojson": "there is nothing in it",
    "hostile_json/raw_ctrl_char.geojson": "line 1, column 7: not JSON: invalid control character",
    "hostile_json/single_quotes.geojson": "line 1, column 2: not JSON",
    "hostile_json/trailing_comma.geojson": "line 1, column 8: not JSON",
    "hostile_json/trailing_junk.geojson": "line 1, column 9: not JSON: extra data",
    "hostile_json/truncated.geojson": "line 1, column 49: not JSON: unterminated string",
    "hostile_json/utf16le_nobom.geojson": "the text is UTF-16 or UTF-32; it must be UTF-8",
}


def test_every_sample_has_an_outcome():
    folders = ("geojson", "layouts", "odin", "hostile_geojson", "hostile_json")
    present = {
        f"{folder}/{path.name}" for folder in folders for path in (FOREIGN / folder).iterdir()
    }
    assert present == set(OUTCOMES)


OPENING = [name for name, outcome in OUTCOMES.items() if not isinstance(outcome, str)]
REFUSED = [name for name, outcome in OUTCOMES.items() if isinstance(outcome, str)]


@pytest.mark.parametrize("name", OPENING)
@pytest.mark.timeout(2)
def test_samples_open_and_can_be_saved(name):
    kinds, words = OUTCOMES[name]
    loaded = open_any(FOREIGN / name)
    assert Counter(f.kind for f in loaded.document.features()) == Counter(kinds)
    assert len(loaded.problems) == len(words)
    for problem, word in zip(loaded.problems, words, strict=True):
        assert problem.place
        assert word in problem.text
    assert loaded.imported
    assert loaded.document.history.clean
    again = loads(dumps(loaded.document))
    assert list(again.document.features()) == list(loaded.document.features())
    assert again.problems == ()


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.timeout(2)
def test_samples_that_cannot_be_opened_give_one_clear_sentence(name):
    with pytest.raises(ProjectError) as caught:
        open_any(FOREIGN / name)
    assert str(caught.value).startswith(f"{FOREIGN / name}: {OUTCOMES[name]}")
    assert "\n" not in str(caught.value)


def read(*features, **members):
    tree = {"type": "FeatureCollection", "features": features, **members}
    return read_geojson(json.dumps(tree).encode(), "Imported")


def plain(geometry_type, coordinates, properties=None, **members):
    geometry = {"type": geometry_type, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties, **members}


def point(at=(24.0, 57.0), **properties):
    return plain("Point", at, properties)


SQUARE = [[22.0, 56.0], [23.0, 56.0], [23.0, 57.0], [22.0, 57.0], [22.0, 56.0]]


def the_feature(imported):
    (feature,) = imported.features
    return feature


def test_the_overlay_has_the_files_name_and_the_features_are_on_it():
    imported = read(point(), point())
    assert imported.overlay.name == "Imported"
    assert {feature.overlay for feature in imported.features} == {imported.overlay.id}


def test_simplestyle_is_read():
    style = {
        "stroke": "#F80",
        "stroke-width": "3",
        "stroke-opacity": 0.5,
        "fill": "00ff00",
        "fill-opacity": 0.25,
        "title": "Box",
        "description": "A box",
    }
    feature = the_feature(read(plain("Polygon", [SQUARE], style)))
    properties = feature.properties
    assert (properties.stroke, properties.stroke_width) == ("#ff8800", 3.0)
    assert (properties.stroke_opacity, properties.fill_opacity) == (0.5, 0.25)
    assert (properties.fill, properties.name) == ("#00ff00", "Box")
    assert properties.description == "A box"
    assert feature.unknown is None


def test_marker_colour_and_size_are_read():
    mark = the_feature(read(point(**{"marker-color": "red", "marker-size": "large"}))).properties
    assert (mark.marker_color, mark.size_px) == ("#ff0000", 15.0)


@pytest.mark.parametrize("value", ["red;} body{", "#12", "#1234567", 5, ["#fff"], "url(x)"])
def test_what_is_no_colour_is_left_out_and_told(value):
    imported = read(point(stroke=value))
    assert the_feature(imported).properties.stroke is None
    assert the_feature(imported).unknown is None
    (problem,) = imported.problems
    assert problem.place == "features[0].properties.stroke"


def test_names_stay_plain_text():
    name = "<img src='/etc/hostname'><b>x</b> \u202eevil\u202c =cmd|'/c calc'!A1"
    assert the_feature(read(point(name=name))).properties.name == name


def test_a_number_can_be_a_name():
    assert the_feature(read(point(name=7))).properties.name == "7"


def test_what_means_nothing_here_is_kept_as_unknown():
    members = {"tippecanoe": {"minzoom": 3}}
    tree = plain(
        "Point", (1, 2), {"pop": 5, "tags": ["a"], "kind": "town", "none": None}, **members
    )
    feature = the_feature(read(tree))
    assert feature.unknown.members == members
    assert feature.unknown.properties == {
        "pop": 5,
        "tags": ["a"],
        "original_kind": "town",
        "none": None,
    }


@pytest.mark.parametrize("key", ["sidc", "SIDC"])
@pytest.mark.parametrize("code", [SIDC, SIDC + "0000000000", "SFGPUCI----D---"])
def test_symbol_codes_make_units(key, code):
    imported = read(point(**{key: code, "uniqueDesignation": "A1", "direction": 45}))
    properties = the_feature(imported).properties
    assert isinstance(properties, Unit)
    assert (properties.sidc, properties.designation, properties.direction_deg) == (code, "A1", 45)
    assert imported.problems == ()


def test_odin_amplifiers_and_titles_are_read():
    imported = read_geojson((FOREIGN / "odin" / "2.Brig (EU).json").read_bytes(), "2.Brig")
    unit_ = imported.features[1]
    assert unit_.properties.name == "2.Brig/BrigKdo"
    assert unit_.properties.designation == "Kdo"
    assert unit_.properties.higher_formation == "2"
    assert unit_.properties.dtg == "17090341ZJUN2019"
    assert unit_.properties.sidc == "SFGPUS---------"


@pytest.mark.parametrize("key", ["radius", "radius_m", "radius_max_m"])
def test_a_point_with_a_radius_is_a_ring(key):
    ring_ = the_feature(read(point(**{key: 10_000, "radius_min_m": 1_000, "name": "R"})))
    properties = ring_.properties
    assert isinstance(properties, RangeRing)
    assert (properties.radius_max_m, properties.radius_min_m) == (10_000, 1_000)
    assert (properties.center_lon, properties.center_lat) == (24.0, 57.0)
    assert len(ring_.geometry.coordinates) == 2


def test_a_unit_with_a_radius_has_a_ring_that_goes_with_it():
    unit_, ring_ = read(point(sidc=SIDC, radius=10_000)).features
    assert ring_.properties.anchor == unit_.id


def test_a_ring_that_cannot_be_is_a_mark_and_told():
    imported = read(point((24.0, 89.0), radius=1_000_000))
    assert the_feature(imported).kind == "mark"
    assert "pole" in imported.problems[0].text


def circle_of(center, radius_m, count=64):
    found = [
        Geodesic.WGS84.Direct(center[1], center[0], 360.0 * n / count, radius_m)
        for n in range(count)
    ]
    positions = [[each["lon2"], each["lat2"]] for each in found]
    return [*positions, positions[0]]


def test_a_polygon_that_says_it_is_a_circle_is_a_ring():
    tree = plain("Polygon", [circle_of((24, 57), 50_000)], {"@circle": {"center": [24.0, 57.0]}})
    properties = the_feature(read(tree)).properties
    assert isinstance(properties, RangeRing)
    assert properties.radius_max_m == pytest.approx(50_000, abs=1)


def test_a_polygon_that_says_it_is_a_circle_and_is_not_is_an_area():
    tree = plain("Polygon", [SQUARE], {"@circle": {"center": [22.4, 56.5]}})
    feature = the_feature(read(tree))
    assert feature.kind == "polygon"
    assert feature.unknown.properties == {"@circle": {"center": [22.4, 56.5]}}


def test_parts_share_what_is_said_of_the_whole_and_the_first_has_its_id():
    tree = plain("MultiPoint", [(1, 2), (3, 4)], {"name": "Pair", "marker-color": "#fff"}, id="m")
    one, two = read(tree).features
    assert one.id == "m" != two.id
    assert one.properties == two.properties
    assert one.properties.name == "Pair"


def test_collections_nest():
    inner = {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]}
    outer = {"type": "GeometryCollection", "geometries": [inner, {"type": "Nothing"}]}
    imported = read({"type": "Feature", "geometry": outer, "properties": {}})
    assert the_feature(imported).geometry.coordinates == (1.0, 2.0)
    assert imported.problems[0].place == "features[0].geometry.geometries[1]"


def test_a_bad_part_does_not_spoil_the_others():
    imported = read(plain("MultiPolygon", [[SQUARE], [[[1, 2], [3, 4]]]]))
    assert the_feature(imported).kind == "polygon"
    assert imported.problems[0].place == "features[0].geometry.coordinates[1][0]"


def test_open_rings_are_closed_and_told():
    imported = read(plain("Polygon", [SQUARE[:-1]]))
    assert the_feature(imported).geometry.coordinates[0][0] == (22.0, 56.0)
    assert "closed" in imported.problems[0].text


@pytest.mark.parametrize("turns", [-2, -1, 1, 2])
def test_longitudes_of_another_copy_of_the_world_are_brought_back(turns):
    shifted = [(22.0 + 360 * turns, 56.0), (23.0 + 360 * turns, 57.0)]
    imported = read(plain("LineString", shifted))
    assert the_feature(imported).geometry.coordinates == ((22.0, 56.0), (23.0, 57.0))
    assert len(imported.problems) == 1


def test_what_lies_across_the_antimeridian_is_left_out_and_told():
    imported = read(plain("LineString", [(179.0, 56.0), (181.0, 57.0)]))
    assert imported.features == ()
    assert "180° meridian" in imported.problems[0].text


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", None])
def test_a_crs_of_longitude_and_latitude_says_nothing(name):
    crs = None if name is None else {"type": "name", "properties": {"name": name}}
    assert read(point(), crs=crs).problems == ()


def test_positions_of_an_epsg_code_are_reprojected():
    crs = {"type": "name", "properties": {"name": "EPSG:3301"}}
    feature = the_feature(read(point((552_000, 6_430_000)), crs=crs))
    lat, lon = Transformer.from_crs(3301, 4326).transform(6_430_000, 552_000)
    assert feature.geometry.coordinates == pytest.approx((lon, lat), abs=1e-7)


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "link", "properties": {"href": "http://example.org/crs"}},
        {"type": "name", "properties": {"name": "EPSG:999999"}},
        {"type": "name", "properties": {"name": "Local grid of 1938"}},
        "EPSG:3301",
    ],
)
def test_any_other_crs_is_refused(crs):
    with pytest.raises(ProjectError) as caught:
        read(point(), crs=crs)
    assert caught.value.place == "crs"


@pytest.mark.parametrize(
    "bomb",
    [
        lambda depth: "[" * depth + "]" * depth,
        lambda depth: '{"a":' * depth + "1" + "}" * depth,
        lambda depth: "[" * depth,
    ],
    ids=["lists", "objects", "open lists"],
)
@pytest.mark.parametrize("where", ["{}", '{{"type":"FeatureCollection","features":[{}]}}'])
def test_nesting_bombs_are_refused_and_take_no_longer_than_their_length(tmp_path, bomb, where):
    def refused(depth):
        path = tmp_path / f"bomb-{depth}.geojson"
        path.write_text(where.format(bomb(depth)))
        with pytest.raises(ProjectError, match="nested deeper than 32 levels"):
            open_any(path)

    refused(2_000)
    assert shortest_s(lambda: refused(400_000)) < 24 * shortest_s(lambda: refused(50_000))


# -- import into a document, clipboard ------------------------------------------------------------


def test_an_import_is_one_step_on_an_overlay_of_its_own():
    doc = document(unit("a"))
    overlay = import_into(doc, read(point(sidc=SIDC), point()))
    assert doc.overlays()[-1] == overlay
    assert len(doc.ids_on(overlay.id)) == 2
    assert doc.history.undo_label == "Import Imported"
    doc.undo()
    assert [o.id for o in doc.overlays()] == ["o"]
    assert [f.id for f in doc.features()] == ["a"]


def test_an_import_of_ids_that_are_there_gets_new_ones():
    doc = document(unit("a"), ring("r", anchor="a"))
    data = to_geojson(tuple(doc.features()))
    overlay = import_into(doc, read_geojson(data, "Again"))
    unit_id, ring_id = doc.ids_on(overlay.id)
    assert len({unit_id, ring_id, "a", "r"}) == 4
    assert doc.feature(ring_id).properties.anchor == unit_id
    assert doc.feature("r").properties.anchor == "a"
    again = import_into(doc, read_geojson(data, "Again"))
    assert again.id != overlay.id


def copied(*features):
    return from_clipboard(to_geojson(features).decode())


def test_copies_are_the_same_but_for_their_ids():
    originals = (unit(), ring(), line(), area(), note(), corridor())
    copies = copied(*originals)
    assert [c.kind for c in copies] == [o.kind for o in originals]
    assert [c.geometry for c in copies] == [o.geometry for o in originals]
    assert [c.properties for c in copies] == [o.properties for o in originals]
    assert not {c.id for c in copies} & {o.id for o in originals}


def test_copied_rings_and_subordinates_belong_to_the_copied_units():
    higher, lower, ring_ = copied(unit("h"), unit("u", parent="h"), ring("r", anchor="u"))
    assert lower.properties.parent == higher.id
    assert ring_.properties.anchor == lower.id


def test_a_ring_copied_alone_still_belongs_to_its_unit():
    (ring_,) = copied(ring("r", anchor="u"))
    assert ring_.properties.anchor == "u"


def test_plain_geojson_can_be_pasted():
    (mark,) = from_clipboard('{"type":"Point","coordinates":[24,57]}')
    assert mark.kind == "mark"


@pytest.mark.parametrize("text", ["", "hello", "[1,2]", '{"a":1}', "57.0 24.0", "\ud800"])
def test_what_is_no_geojson_cannot_be_pasted(text):
    with pytest.raises(ProjectError):
        from_clipboard(text)


def test_what_cannot_be_read_at_all_says_why():
    with pytest.raises(ProjectError, match="not on the earth"):
        from_clipboard('{"type":"Point","coordinates":[24,91]}')


# -- the one door ---------------------------------------------------------------------------------


def test_a_project_is_opened_as_one(tmp_path):
    path = tmp_path / "p.geojson"
    path.write_bytes(dumps(document(unit(), overlays=(Overlay(id="o", name="Own"),))))
    loaded = open_any(path)
    assert not loaded.imported
    assert loaded.document.overlays()[0].name == "Own"


def test_an_imported_file_has_no_digest_to_save_over():
    assert open_any(FOREIGN / "geojson" / "point.geojson").digest == ""


def test_an_empty_collection_opens_as_an_empty_overlay(tmp_path):
    path = tmp_path / "empty.geojson"
    path.write_text('{"type":"FeatureCollection","features":[]}')
    (overlay,) = open_any(path).document.overlays()
    assert overlay.name == "empty"


KINDS = {
    "unit-1": "unit",
    "unit-2": "unit",
    "ring-1": "range_ring",
    "ring-2": "range_ring",
    "text-1": "text",
    "mark-1": "mark",
    "line-1": "line",
    "arrow-1": "arrow",
    "freehand-1": "freehand",
    "polygon-1": "polygon",
    "rectangle-1": "rectangle",
    "ellipse-1": "ellipse",
    "corridor-1": "corridor",
}
ORIGINAL = FOREIGN.parent / "schema_1" / "all_kinds.geojson"


def kinds_in(name):
    return {f.id: f.kind for f in open_any(FOREIGN / "geopandas" / name).document.features()}


def test_a_project_that_was_through_geopandas_comes_back_whole():
    back = open_any(FOREIGN / "geopandas" / "geopandas_round_trip.geojson")
    assert not back.imported
    original = {f.id: f for f in open_any(ORIGINAL).document.features()}
    assert {f.id: f for f in back.document.features()} == original
    assert {p.place for p in back.problems} == {"baltic_desk.overlays"}


def test_edits_made_with_geopandas_are_kept_and_told():
    back = open_any(FOREIGN / "geopandas" / "geopandas_edited.geojson")
    assert kinds_in("geopandas_edited.geojson") == {
        **KINDS,
        "ring-1": "polygon",
        "drawn-in-gis": "mark",
    }
    assert back.document.feature("unit-1").properties.name == "Renamed elsewhere"
    assert back.document.feature("drawn-in-gis").unknown is None
    assert back.problems[0].place == "features[2].geometry"


def test_areas_promoted_to_multipolygons_are_what_they_were():
    found = kinds_in("geopandas_promoted_to_multi.geojson")
    assert found == {name: KINDS[name] for name in found} | {"ring-1": "polygon"}
