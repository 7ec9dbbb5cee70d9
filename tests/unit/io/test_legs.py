import json

import msgspec
import pytest

from baltic_desk.document.feature import Area, Freehand
from baltic_desk.document.geometry import LineString, Polygon
from baltic_desk.document.outline import new_line, rounded, wound
from baltic_desk.io.exchange.geojson import from_clipboard, to_geojson
from baltic_desk.io.project import dumps, loads
from tests.features import area, document, line

LONG = line("l", (20.0, 57.0), (25.0, 57.0), (25.0, 57.05))
SHORT = line("s", (24.0, 57.0), (24.05, 57.05))


def saved(feature):
    return json.loads(dumps(document(feature)))["features"][0]


def loaded_with(feature, **changes):
    tree = json.loads(dumps(document(feature)))
    tree["features"][0]["properties"].update(changes.pop("properties", {}))
    tree["features"][0].update(changes)
    return loads(json.dumps(tree).encode())


def the_feature(loaded):
    (feature,) = loaded.document.features()
    return feature


def test_long_legs_are_written_with_positions_along_them_and_come_back_without():
    tree = saved(LONG)
    assert len(tree["geometry"]["coordinates"]) > 20
    assert tree["properties"]["vertices"] == "20,57 25,57 25,57.05"
    loaded = loads(dumps(document(LONG)))
    assert the_feature(loaded) == LONG
    assert loaded.problems == ()
    assert loaded.document.history.clean


def test_short_legs_are_written_as_they_are():
    tree = saved(SHORT)
    assert tree["geometry"]["coordinates"] == [[24.0, 57.0], [24.05, 57.05]]
    assert "vertices" not in tree["properties"]


def test_areas_with_holes_come_back_too():
    outer = ((20.0, 56.0), (24.0, 56.0), (24.0, 58.0), (20.0, 58.0), (20.0, 56.0))
    hole = ((21.0, 57.0), (21.0, 57.5), (22.0, 57.5), (21.0, 57.0))
    made = msgspec.structs.replace(area(), geometry=Polygon((outer, hole)))
    tree = saved(made)
    assert [len(ring) > 10 for ring in tree["geometry"]["coordinates"]] == [True, True]
    assert the_feature(loads(dumps(document(made)))) == made


def test_freehand_is_written_as_it_is():
    made = new_line("f", Freehand(overlay="o"), [(20.0, 57.0), (25.0, 57.0)])
    assert saved(made)["geometry"]["coordinates"] == [[20.0, 57.0], [25.0, 57.0]]


def test_a_line_that_another_program_changed_has_all_its_positions_as_vertices():
    tree = saved(LONG)
    dragged = tree["geometry"]["coordinates"]
    dragged[5] = [dragged[5][0], dragged[5][1] + 0.01]
    loaded = loaded_with(LONG, geometry={"type": "LineString", "coordinates": dragged})
    feature = the_feature(loaded)
    assert isinstance(feature.geometry, LineString)
    assert len(feature.geometry.coordinates) == len(dragged)
    assert "changed" in loaded.problems[0].text
    assert feature.unknown is None
    assert not loaded.document.history.clean


def test_a_line_rewritten_within_tolerance_keeps_its_vertices():
    moved = [[x, y + 1e-5] for x, y in saved(LONG)["geometry"]["coordinates"]]
    loaded = loaded_with(LONG, geometry={"type": "LineString", "coordinates": moved})
    assert the_feature(loaded) == LONG
    assert loaded.problems == ()


def test_a_line_that_lost_positions_in_between_is_changed():
    every_third = saved(LONG)["geometry"]["coordinates"][::3]
    loaded = loaded_with(LONG, geometry={"type": "LineString", "coordinates": every_third})
    assert len(the_feature(loaded).geometry.coordinates) == len(every_third)
    assert len(loaded.problems) == 1


@pytest.mark.parametrize("text", ["", "20,57", "20,57;25,57", "x", "20,57 25,57 25,57.05;1,2 3,4"])
def test_vertices_that_are_none_are_not_taken(text):
    loaded = loaded_with(LONG, properties={"vertices": text})
    assert len(the_feature(loaded).geometry.coordinates) > 20
    assert len(loaded.problems) == 1


def test_vertices_of_another_shape_are_not_taken():
    made = msgspec.structs.replace(area(), properties=Area(overlay="o", name="A"))
    loaded = loaded_with(made, properties={"vertices": "22,56 24,56 24,57 22,56"})
    assert len(loaded.problems) == 1


def test_unknown_content_goes_with_long_legs():
    loaded = loaded_with(LONG, properties={"mine": [1]}, tippecanoe={"minzoom": 3})
    tree = json.loads(dumps(loaded.document))["features"][0]
    assert tree["properties"]["mine"] == [1]
    assert tree["tippecanoe"] == {"minzoom": 3}
    assert tree["properties"]["vertices"] == "20,57 25,57 25,57.05"


def test_copies_have_the_vertices_of_the_original():
    (copy,) = from_clipboard(to_geojson((LONG,)).decode())
    assert copy.geometry == LONG.geometry


def many_vertices():
    """A track of a day with one jump in it."""
    way = [(round(10 + 0.0001 * k, 7), round(55 + 0.0000317 * (k % 97), 7)) for k in range(60_000)]
    return LineString((*way, (30.0, 60.0)))


def many_holes():
    outer = ((9.0, 52.0), (36.0, 52.0), (36.0, 67.0), (9.0, 67.0), (9.0, 52.0))
    corners = ((9.1 + 0.0800123 * k, 52.1 + 0.0800321 * j) for k in range(300) for j in range(60))
    holes = (((x, y), (x + 0.03, y + 0.05), (x + 0.05, y), (x, y)) for x, y in corners)
    return rounded(Polygon((outer, *holes)))


def many_long_legs():
    """Triangles across the region: with positions along their legs more than a file may hold."""
    west = (9.0 + 0.0003 * k for k in range(6_000))
    rings = (((x, 52.0), (x, 67.0), (25.0 + x, 60.0), (x, 52.0)) for x in west)
    return rounded(Polygon(tuple(rings)))


@pytest.mark.parametrize("made", [many_vertices, many_holes, many_long_legs])
def test_what_has_too_many_vertices_for_a_file_is_written_as_it_is(made):
    geometry = made()
    like = line() if isinstance(geometry, LineString) else area()
    given = msgspec.structs.replace(like, geometry=geometry)
    if isinstance(geometry, Polygon):
        given = msgspec.structs.replace(given, geometry=wound(geometry))
    loaded = loads(dumps(document(given)))
    assert loaded.problems == ()
    assert list(loaded.document.features()) == [given]
