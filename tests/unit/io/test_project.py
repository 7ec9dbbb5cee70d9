import json
from pathlib import Path

import msgspec
import pytest
import shapely

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Foreign, RangeRing, Unit
from baltic_desk.document.geometry import Polygon
from baltic_desk.document.project import Overlay, Project
from baltic_desk.document.provenance import provenance
from baltic_desk.io.project import ProjectError, SavedView, digest_of, dumps, load, loads
from tests.features import SIDC, area, document, line, note, ring, unit

MUSEUM = sorted((Path(__file__).parents[2] / "files" / "schema_1").glob("*.geojson"))
POINT = {"type": "Point", "coordinates": [24.0, 57.0]}


def feature_tree(properties=(), **members):
    known = {"kind": "unit", "overlay": "o", "sidc": SIDC, **dict(properties)}
    return {"type": "Feature", "id": "u", "geometry": POINT, "properties": known, **members}


def file_of(*features, header=None, **members):
    head = {"schema": 1, "overlays": [{"id": "o"}]} if header is None else header
    tree = {"type": "FeatureCollection", "baltic_desk": head, **members, "features": features}
    return json.dumps(tree).encode()


def the_feature(loaded):
    (feature,) = loaded.document.features()
    return feature


def said(loaded):
    return [(problem.place, problem.text) for problem in loaded.problems]


def written(loaded):
    return json.loads(dumps(loaded.document, view=loaded.view))


def refusal(data):
    with pytest.raises(ProjectError) as caught:
        loads(data)
    return caught.value


@pytest.mark.parametrize("path", MUSEUM, ids=lambda path: path.stem)
def test_files_of_schema_1_are_read_for_ever_and_written_back_as_they_are(path):
    loaded = load(path)
    assert [p.text for p in loaded.problems if "hologram" not in p.text] == []
    assert loaded.migrated_from is None
    assert loaded.document.history.clean
    again = dumps(loaded.document, view=loaded.view)
    assert without_app(again) == without_app(path.read_bytes())


def without_app(data):
    tree = json.loads(data)
    del tree["baltic_desk"]["app"]
    for name in ("phases", "steps", "tasks"):
        if not tree["baltic_desk"].get(name):  # an empty list says no more than none
            tree["baltic_desk"].pop(name, None)
    for phase in tree["baltic_desk"].get("phases", ()):  # each changes another feature
        phase.get("changes", []).sort(key=lambda each: each.get("id") or each["feature"]["id"])
    return tree


def test_the_museum_holds_every_kind():
    loaded = load(MUSEUM[0])
    kinds = {feature.kind for feature in loaded.document.features()}
    assert kinds == {
        *("unit", "range_ring", "text", "mark", "line", "arrow", "freehand"),
        *("polygon", "rectangle", "ellipse", "corridor"),
    }


def test_what_was_saved_is_what_is_loaded():
    overlays = (Overlay(id="o", name="Põhi"), Overlay(id="p", opacity=0.5, locked=True))
    made = document(unit(), ring(), line(), area(), note(overlay="p"), overlays=overlays)
    with made.edit("Title") as change:
        change.put(Project(title="Õppus", marking="EXERCISE", description="Two\nlines"))
    view = SavedView(lon=24.0, lat=58.0, scale=1e6, projection="baltic-lcc")
    loaded = loads(dumps(made, view=view))
    assert list(loaded.document.features()) == list(made.features())
    assert loaded.document.overlays() == made.overlays()
    assert loaded.document.project == made.project
    assert loaded.view == view
    assert loaded.problems == ()
    assert loaded.document.history.clean
    assert not loaded.read_only


def test_each_feature_has_a_line_and_the_file_says_what_it_is():
    data = dumps(document(unit("a"), unit("b")))
    lines = data.decode().splitlines()
    assert [x.startswith('{"type":"Feature"') for x in lines].count(True) == 2
    assert list(json.loads(data)) == ["type", "baltic_desk", "features"]
    header = json.loads(data)["baltic_desk"]
    assert header["schema"] == 1
    assert header["app"].startswith("BalticDesk ")


def test_positions_have_seven_decimals_and_outer_rings_turn_counter_clockwise():
    clockwise = ((22.0, 56.0), (22.0, 57.123456789), (24.0, 57.0), (22.0, 56.0))
    turned = msgspec.structs.replace(area(), geometry=Polygon((clockwise,)))
    ((geometry,),) = (
        [f["geometry"]["coordinates"] for f in json.loads(dumps(document(turned)))["features"]],
    )
    assert shapely.LinearRing(geometry[0]).is_ccw
    assert [22.0, 57.1234568] in geometry[0]


def test_an_empty_document_is_a_file_too():
    loaded = loads(dumps(Document()))
    assert len(loaded.document) == 1
    assert loaded.problems == ()


def test_the_digest_is_that_of_the_bytes():
    data = dumps(document(unit()))
    assert loads(data).digest == digest_of(data) != digest_of(data + b" ")


# -- unknown content ---------------------------------------------------------------------------


def test_unknown_properties_and_members_are_kept_through_an_edit():
    tree = feature_tree({"wind": {"kt": [1, 2]}, "size": 1.5}, tippecanoe={"minzoom": 4}, big=2**63)
    loaded = loads(file_of(tree))
    assert loaded.problems == ()
    feature = the_feature(loaded)
    assert isinstance(feature.properties, Unit)
    renamed = msgspec.structs.replace(feature.properties, name="New")
    with loaded.document.edit("Rename") as change:
        change.put(msgspec.structs.replace(feature, properties=renamed))
    (out,) = written(loaded)["features"]
    assert out["tippecanoe"] == {"minzoom": 4}
    assert out["big"] == 2**63
    assert out["properties"]["wind"] == {"kt": [1, 2]}
    assert out["properties"]["name"] == "New"


def test_facts_of_another_programs_area_keep_their_names_whatever_they_are():
    square = [[[20.0, 55.0], [21.0, 55.0], [21.0, 56.0], [20.0, 55.0]]]
    facts = {"source": 7, "status": ["x"], "system": {"a": 1}, "declared_m": "far", "variant": 2}
    tree = {
        "type": "Feature",
        "id": "u",
        "geometry": {"type": "Polygon", "coordinates": square},
        "properties": {"kind": "polygon", "overlay": "o", **facts},
    }
    loaded = loads(file_of(tree))
    assert loaded.problems == ()
    assert provenance(the_feature(loaded).properties) is None
    (out,) = written(loaded)["features"]
    assert {name: out["properties"][name] for name in facts} == facts


def test_an_area_of_coverage_comes_back_with_its_provenance():
    bare = area("u")
    jammed = msgspec.structs.replace(
        bare.properties,
        coverage_class="electronic-warfare",
        coverage_status="assumption",
        coverage_source="Exercise card",
        coverage_source_date="2024",
        coverage_assessed_m=25e3,
    )
    doc = document(msgspec.structs.replace(bare, properties=jammed))
    again = loads(dumps(doc))
    assert again.problems == ()
    assert the_feature(again).properties == jammed


def test_an_area_of_a_coverage_that_there_is_not_is_kept_unread():
    bare = msgspec.to_builtins(area("u"))
    bare["properties"]["coverage_class"] = "moonshine"
    loaded = loads(file_of(bare))
    (problem,) = loaded.problems
    assert "coverage_class" in problem.place
    assert "none of those allowed" in problem.text


def test_unknown_content_of_the_header_is_kept():
    header = {
        "schema": 1,
        "title": "T",
        "phases": [{"id": "p1"}],
        "overlays": [{"id": "o", "name": "O", "colour": "#123456"}],
    }
    out = written(loads(file_of(feature_tree(), header=header, name="x", generator={"a": 1})))
    assert out["baltic_desk"]["phases"] == [{"id": "p1"}]
    assert out["baltic_desk"]["overlays"] == [{"id": "o", "name": "O", "colour": "#123456"}]
    assert (out["name"], out["generator"]) == ("x", {"a": 1})


def test_values_of_the_header_that_are_not_what_they_should_be_are_told_and_kept():
    header = {"schema": 1, "title": 5, "overlays": [{"id": "o", "opacity": "half"}]}
    loaded = loads(file_of(feature_tree(), header=header))
    assert [place for place, _ in said(loaded)] == [
        "baltic_desk.title",
        "baltic_desk.overlays[0].opacity",
    ]
    assert loaded.document.overlays()[0].opacity == 1.0
    out = written(loaded)["baltic_desk"]
    assert out["title"] == 5
    assert out["overlays"][0]["opacity"] == "half"


def test_a_feature_of_an_unknown_kind_is_kept_byte_for_byte_in_its_place():
    strange = b'{ "type":"Feature", "id":"h","geometry":null, "properties":{"kind":"hologram"}}'
    data = dumps(document(unit("a"), unit("b"))).replace(
        b'},\n{"type"', b"},\n" + strange + b"," + b'\n{"type"', 1
    )
    loaded = loads(data)
    (foreign,) = loaded.document.foreign()
    assert foreign.raw == strange
    assert said(loaded) == [
        (
            "features[1].properties.kind",
            'the kind "hologram" is not known; the feature is kept but not shown',
        )
    ]
    assert loaded.document.history.clean
    lines = dumps(loaded.document).splitlines()
    assert strange + b"," in lines
    assert [b'"id":"a"' in lines[-4], lines[-3] == strange + b",", b'"id":"b"' in lines[-2]] == [
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("properties", "place", "text"),
    [
        ({"sidc": "<script>"}, ".properties.sidc", "symbol code"),
        ({"sidc": None}, ".properties", "there is no `sidc`"),
        ({"size": "big"}, ".properties.size", "a number is expected"),
        ({"size": 11}, ".properties.size", "not be more than 10"),
        ({"stroke": "red;} body{"}, ".properties.stroke", "allowed"),
        ({"hidden": "yes"}, ".properties.hidden", "true or false"),
        ({"name": "x" * 70_000}, ".properties.name", "longer than 65536"),
    ],
)
def test_what_does_not_decode_is_told_with_its_place_and_kept(properties, place, text):
    loaded = loads(file_of(feature_tree(), feature_tree(properties, id="v")))
    (problem,) = loaded.problems
    assert problem.place == f"features[1]{place}"
    assert text in problem.text
    (foreign,) = loaded.document.foreign()
    assert isinstance(foreign, Foreign)
    assert foreign.overlay == "o"
    assert json.loads(foreign.raw)["id"] == "v"


@pytest.mark.parametrize(
    ("geometry", "text"),
    [
        (None, "no geometry"),
        ({"type": "Point", "coordinates": [24, 91]}, "not on the earth"),
        ({"type": "LineString", "coordinates": [[1, 2], [3, 4]]}, "needs a Point"),
        ({"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}, "one geometry"),
        ({"type": "Point", "coordinates": [True, False]}, "true or false"),
    ],
)
def test_a_geometry_that_does_not_decode_is_told_and_kept(geometry, text):
    loaded = loads(file_of(feature_tree(geometry=geometry)))
    (problem,) = loaded.problems
    assert problem.place.startswith("features[0].geometry")
    assert text in problem.text
    assert len(loaded.document.foreign()) == 1


def test_a_member_of_features_that_is_no_feature_is_kept():
    loaded = loads(file_of(7, feature_tree()))
    assert [f.raw for f in loaded.document.foreign()] == [b"7"]


# -- what other programs do to a project ---------------------------------------------------------


def test_nulls_are_absent_and_other_nulls_are_kept():
    loaded = loads(file_of(feature_tree({"designation": None, "radius_max_m": None, "mine": None})))
    assert said(loaded) == []
    assert written(loaded)["features"][0]["properties"] == {
        "kind": "unit",
        "overlay": "o",
        "sidc": SIDC,
        "mine": None,
    }


@pytest.mark.parametrize(
    ("given", "wanted"), [("x", "x"), (7, "7"), (7.0, "7"), ("7", "7"), (1.5, "1.5")]
)
def test_ids_are_text_wherever_they_are(given, wanted):
    tree = feature_tree(id=given)
    assert the_feature(loads(file_of(tree))).id == wanted
    del tree["id"]
    tree["properties"]["id"] = given
    loaded = loads(file_of(tree))
    assert the_feature(loaded).id == wanted
    assert "id" not in written(loaded)["features"][0]["properties"]
    assert loaded.problems == ()


def test_an_id_that_is_taken_or_none_is_a_new_one():
    tree = feature_tree()
    del tree["id"]
    loaded = loads(file_of(feature_tree(), feature_tree(), tree))
    assert len({feature.id for feature in loaded.document.features()}) == 3
    assert [place for place, _ in said(loaded)] == ["features[1].id", "features[2].id"]
    assert not loaded.document.history.clean


def test_switches_that_became_numbers_are_switches():
    loaded = loads(file_of(feature_tree({"hidden": 1.0, "locked": 0})))
    assert (the_feature(loaded).properties.hidden, the_feature(loaded).properties.locked) == (
        True,
        False,
    )


def test_heights_and_single_parts_are_undone():
    points = {"type": "MultiPoint", "coordinates": [[24.0, 57.0, 12.5]]}
    loaded = loads(file_of(feature_tree(geometry=points)))
    assert the_feature(loaded).geometry.coordinates == (24.0, 57.0)
    assert said(loaded) == [("features[0].geometry", "heights are not kept")]


def test_a_lost_header_is_made_anew_from_the_features():
    data = dumps(document(unit("a"), unit("b", overlay="p"), overlays=()))
    tree = json.loads(data)
    del tree["baltic_desk"]
    loaded = loads(json.dumps(tree).encode())
    assert [(o.id, o.name) for o in loaded.document.overlays()] == [
        ("o", "Overlay 1"),
        ("p", "Overlay 2"),
    ]
    assert loaded.document.ids_on("p") == ("b",)
    assert not loaded.document.history.clean


def test_a_feature_without_overlay_goes_to_the_first():
    tree = feature_tree()
    del tree["properties"]["overlay"]
    assert the_feature(loads(file_of(tree))).overlay == "o"


def test_a_clockwise_outer_ring_is_turned_without_a_word():
    made = ring()
    backwards = Polygon(tuple(tuple(reversed(r)) for r in made.geometry.coordinates))
    data = dumps(document(made)).replace(
        msgspec.json.encode(made.geometry), msgspec.json.encode(backwards)
    )
    loaded = loads(data)
    assert loaded.problems == ()
    assert the_feature(loaded) == made


def test_an_outline_that_another_program_moved_is_a_plain_area_now():
    made = msgspec.structs.replace(
        ring(anchor="u"),
        properties=msgspec.structs.replace(
            ring().properties, name="R", ring_class="sensor", anchor="u", source="Open"
        ),
    )
    moved = Polygon(tuple(tuple((x + 1, y) for x, y in r) for r in made.geometry.coordinates))
    data = dumps(document(made)).replace(
        msgspec.json.encode(made.geometry), msgspec.json.encode(moved)
    )
    loaded = loads(data)
    feature = the_feature(loaded)
    assert (feature.kind, feature.id, feature.properties.name) == ("polygon", "r", "R")
    assert feature.properties.stroke == "#009e73"
    assert feature.geometry == Polygon(
        tuple(tuple((round(x, 7), y) for x, y in r) for r in moved.coordinates)
    )
    assert feature.unknown.properties == {"ring_class": "sensor", "source": "Open"}
    (problem,) = loaded.problems
    assert problem.place == "features[0].geometry"
    assert "plain area" in problem.text
    assert not loaded.document.history.clean


def test_figures_that_another_program_changed_are_told_too():
    data = dumps(document(ring(radius_m=100_000.0))).replace(b"100000.0", b"200000.0")
    assert the_feature(loads(data)).kind == "polygon"


def test_a_ring_redrawn_within_tolerance_stays_a_ring():
    made = ring(radius_m=100_000.0)
    near = Polygon(tuple(tuple((x, y + 0.0001) for x, y in r) for r in made.geometry.coordinates))
    data = dumps(document(made)).replace(
        msgspec.json.encode(made.geometry), msgspec.json.encode(near)
    )
    loaded = loads(data)
    assert isinstance(the_feature(loaded).properties, RangeRing)
    assert loaded.problems == ()


def test_what_was_drawn_in_another_program_is_there():
    drawn = {"type": "Feature", "geometry": POINT, "properties": {"name": "New", "kind": None}}
    loaded = loads(file_of(feature_tree(), drawn))
    mark = list(loaded.document.features())[1]
    assert (mark.kind, mark.properties.name, mark.overlay) == ("mark", "New", "o")


def test_a_crs_of_longitude_and_latitude_is_accepted_and_not_written():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    loaded = loads(file_of(feature_tree(), crs=crs, bbox=[0, 0, 1, 1]))
    assert loaded.problems == ()
    assert "crs" not in written(loaded)
    assert "bbox" not in written(loaded)


def test_a_project_in_another_crs_is_refused():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3301"}}
    assert refusal(file_of(feature_tree(), crs=crs)).place == "crs"


# -- what is refused -------------------------------------------------------------------------


def with_text(feature_text):
    text = '{"type":"FeatureCollection","baltic_desk":{"schema":1},"features":[%s]}'
    return (text % feature_text).encode()


GOOD = json.dumps(feature_tree())


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (with_text(f'{GOOD},{GOOD[:-2]},"sidc":"x"}}}}'), "features[1].properties.sidc"),
        (with_text(GOOD[:-2] + ',"x":{"y":[0,1e999]}}}'), "features[0].properties.x.y[1]"),
        (with_text(GOOD[:-2] + f',"x":{"9" * 21}}}}}'), "features[0].properties.x"),
        (with_text(GOOD.replace("24.0", "1e999")), "features[0].geometry.coordinates[0]"),
        (b'{"type":"FeatureCollection","features":[],"features":[]}', "features"),
        (b'{"type":"FeatureCollection","type":"X","features":[]}', "type"),
        (
            b'{"type":"FeatureCollection","baltic_desk":{"a":1,"a":2},"features":[]}',
            "baltic_desk.a",
        ),
        (b'{"type":"Feature","features":[]}', "type"),
        (b'{"type":"FeatureCollection"}', "features"),
        (file_of(header={"schema": "latest"}), "baltic_desk.schema"),
        (file_of(header={"schema": True}), "baltic_desk.schema"),
        (file_of(header={"schema": -1}), "baltic_desk.schema"),
        (file_of(header={"schema": 0}), "baltic_desk.schema"),
    ],
)
def test_what_programs_would_read_differently_is_refused_with_its_place(data, place):
    assert refusal(data).place == place


@pytest.mark.parametrize(
    ("old", "new"), [("24.0", "NaN"), (SIDC, "\\ud800"), ('"u"', '"u\\udfff"')]
)
def test_numbers_and_texts_that_are_none_are_refused(old, new):
    assert refusal(with_text(GOOD.replace(old, new))).place


def test_a_second_list_of_features_is_refused_however_long():
    features = ",\n".join(GOOD for _ in range(100))
    text = f'"type":"FeatureCollection","features":[{features}],"features":[{features}]'
    assert refusal(f"{{{text}}}".encode()).text == "the name occurs twice"


def test_bad_utf_8_in_a_name_is_refused():
    data = with_text(GOOD).replace(b'"u"', b'"\xff"')
    assert "UTF-8" in refusal(data).text


def test_depth_is_refused():
    deep = GOOD[:-2] + ',"x":' + "[" * 40 + "]" * 40 + "}}"
    assert "deeper" in refusal(with_text(deep)).text


def test_errors_name_the_file(tmp_path):
    path = tmp_path / "broken.geojson"
    path.write_bytes(b'{"type":"FeatureCollection","features":[},')
    with pytest.raises(ProjectError, match=r"broken\.geojson: line 1, column 41: not JSON"):
        load(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(ProjectError, match="no such file"):
        load(tmp_path / "missing.geojson")
    with pytest.raises(ProjectError, match="not a file"):
        load(tmp_path)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "large.geojson"
    with path.open("wb") as file:
        file.truncate(300 * 2**20)
    with pytest.raises(ProjectError, match="300 MB are more than 256 MB"):
        load(path)


def test_too_many_features_are_refused():
    data = b'{"type":"FeatureCollection","features":[' + b"0," * 200_000 + b"0]}"
    assert "200,001 features" in refusal(data).text


# -- schemas -----------------------------------------------------------------------------------


def test_a_newer_schema_opens_read_only():
    header = {"schema": 2, "overlays": [{"id": "o"}], "novelty": {"a": 1}}
    loaded = loads(file_of(feature_tree(), header=header))
    assert loaded.read_only
    assert the_feature(loaded).id == "u"


def test_older_schemas_are_led_to_the_newest_one_step_at_a_time():
    def names_are_titles(tree):
        features = [
            {**f, "properties": {**f["properties"], "name": f["properties"]["label"]}}
            for f in tree["features"]
        ]
        return {**tree, "features": features}

    def overlays_have_names(tree):
        header = {**tree["baltic_desk"], "schema": 3, "overlays": [{"id": "o", "name": "New"}]}
        return {**tree, "baltic_desk": header}

    data = file_of(feature_tree({"label": "From 1"}))
    loaded = loads(data, steps={1: names_are_titles, 2: overlays_have_names}, target=3)
    assert loaded.migrated_from == 1
    assert not loaded.read_only
    assert the_feature(loaded).properties.name == "From 1"
    assert loaded.document.overlays()[0].name == "New"
    assert not loaded.document.history.clean
    assert loaded.digest == digest_of(data)


def test_half_a_character_from_the_keyboard_does_not_keep_work_from_being_saved():
    odd = unit(name="a\ud800b")
    with_project = document(odd)
    with with_project.edit("Title") as change:
        change.put(Project(title="\udfff"))
    loaded = loads(dumps(with_project))
    assert the_feature(loaded).properties.name == "a?b"
    assert loaded.document.project.title == "?"


@pytest.mark.parametrize("member", [b"0,", b"[],", b"{},"])
def test_features_without_end_are_refused_before_they_take_memory(member):
    head = b'{"type":"FeatureCollection","baltic_desk":{},"features":['
    error = refusal(head + member * 5_000_000 + b"{}]}")
    assert any(word in str(error) for word in ("not a list", "more than 4,000,000"))


def test_a_refusal_is_one_line_whatever_the_file_is_called_by():
    assert "\n" not in str(refusal(b'{"type":"FeatureCollection","baltic_desk":{"schema":"\\n"}}'))
    with pytest.raises(ProjectError) as caught:
        raise ProjectError('the type is "a\nb"', place="x\ny")
    assert str(caught.value) == 'x y: the type is "a b"'


def test_corridors_that_would_take_minutes_to_check_are_kept_as_they_are_and_told_once():
    way = " ".join(
        f"{20 + (k * 7919 % 1000) / 200},{55 + (k * 104729 % 997) / 400}" for k in range(900)
    )
    square = {"type": "Polygon", "coordinates": [[[20, 55], [21, 55], [21, 56], [20, 55]]]}
    figures = {"kind": "corridor", "overlay": "o", "center_line": way, "width_m": 900.0}
    made = [{"type": "Feature", "id": i, "geometry": square, "properties": figures} for i in "ab"]
    loaded = loads(file_of(*made))
    assert [place for place, _ in said(loaded)] == ["features[0].properties.center_line"]
    assert "from here on corridors are shown as the file has them" in said(loaded)[0][1]
    for feature, again in zip(made, written(loaded)["features"], strict=True):
        assert again["geometry"] == feature["geometry"]
        assert again["properties"]["center_line"] == way
        assert again["properties"]["kind"] == "corridor"


@pytest.mark.parametrize("first", ["features", "backup"])
def test_a_copy_of_the_features_under_another_name_is_kept(first):
    features = [feature_tree(id=f"f{number}") for number in range(60)]
    members = {"features": features, "backup": features}
    members = {first: features, **members}
    loaded = loads(json.dumps({"type": "FeatureCollection", "baltic_desk": {}, **members}).encode())
    assert len(list(loaded.document.features())) == 60
    assert written(loaded)["backup"] == features
