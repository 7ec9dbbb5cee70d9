"""Lines as routes with the altitude and speed of each leg."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from baltic_desk.coverage.routes import RouteError
from baltic_desk.document.feature import Arrow, Feature, Line
from baltic_desk.document.outline import new_line
from baltic_desk.document.reshaping import with_vertex, without_vertex
from baltic_desk.document.routes import RouteDefaults, route_of, routes_in
from baltic_desk.io import open_any
from tests.features import document, line, unit

PLACES = ((18.0, 56.0), (20.0, 55.5), (22.0, 55.0), (24.0, 56.0))


def route(altitudes=None, speeds=None, above=None, *, name="Route", places=PLACES) -> Feature:
    properties = Line(
        overlay="o",
        name=name,
        leg_altitudes_m=altitudes,
        leg_altitudes_above=above,
        leg_speeds_kn=speeds,
    )
    return new_line("l", properties, places)


def test_one_number_holds_for_all_legs():
    found = route_of(route("100", "450", "ground"))
    assert (found.id, found.title, found.above) == ("l", "Route", "ground")
    assert [(leg.altitude_m, leg.speed_kn) for leg in found.legs] == [(100.0, 450.0)] * 3
    assert (found.legs[0].start, found.legs[-1].end) == (PLACES[0], PLACES[-1])


def test_each_leg_may_have_its_own():
    found = route_of(route("100 300,5  10000", "300 450 500"))
    assert found.above == "sea"
    assert [leg.altitude_m for leg in found.legs] == [100.0, 300.5, 10_000.0]
    assert [leg.speed_kn for leg in found.legs] == [300.0, 450.0, 500.0]


def test_what_it_does_not_say_is_taken_from_elsewhere():
    defaults = RouteDefaults(altitude_m=100.0, above="ground", speed_kn=400.0)
    silent = route_of(route(), defaults)
    assert (silent.above, silent.legs[0].altitude_m, silent.legs[0].speed_kn) == (
        "ground",
        100.0,
        400.0,
    )
    # Its own altitude is above sea level, whatever the default is above.
    own = route_of(route("3000"), defaults)
    assert (own.above, own.legs[0].altitude_m) == ("sea", 3_000.0)
    arrow = new_line("a", Arrow(overlay="o"), PLACES)
    assert len(route_of(arrow, defaults).legs) == 3


def test_legs_without_length_are_none():
    places = (PLACES[0], PLACES[0], PLACES[1])
    found = route_of(route("100 200", places=places))
    assert [leg.altitude_m for leg in found.legs] == [200.0]


@pytest.mark.parametrize(
    ("feature", "why"),
    [
        (route(), "Route says no altitude"),
        (route("100 200"), "Route has 3 legs and 2 altitudes"),
        (route("100", "1 2 3 4"), "Route has 3 legs and 4 speeds"),
        (route("low"), "Route: “low” among its altitudes is not a number"),
        (route("nan"), "Route: “nan” among its altitudes is not a number"),
        (route("-5"), "Route: A target altitude lies between"),
        (route("100", "0"), "Route: no such speed"),
        (route("100", name="", places=(PLACES[0],) * 2), "line l: a route needs two different"),
        (unit(), "unit u is not a line"),
    ],
    ids=range(9),
)
def test_what_is_no_route_is_said_with_its_name(feature, why):
    with pytest.raises(RouteError, match=why):
        route_of(feature)


def test_the_lines_of_a_document_can_be_routes():
    held = document(unit(), route("100"), line("m"))
    assert [each.id for each in routes_in(held)] == ["l", "m"]


class TestReshaping:
    """Numbers stay with their legs."""

    def test_a_new_vertex_splits_its_leg(self):
        more = with_vertex(route("1 2 3", "10 20 30"), 1, (21.0, 55.2))
        assert more.properties.leg_altitudes_m == "1 2 2 3"
        assert more.properties.leg_speeds_kn == "10 20 20 30"
        longer = with_vertex(route("1 2 3"), 3, (25.0, 56.0))
        assert longer.properties.leg_altitudes_m == "1 2 3 3"
        assert [leg.altitude_m for leg in route_of(longer).legs] == [1, 2, 3, 3]

    @pytest.mark.parametrize(("index", "left"), [(0, "2 3"), (1, "1 3"), (2, "1 2"), (3, "1 2")])
    def test_a_vertex_that_goes_takes_a_leg_with_it(self, index, left):
        assert without_vertex(route("1 2 3"), index).properties.leg_altitudes_m == left

    @pytest.mark.parametrize("text", [None, "100", "1 2", "low high then low"])
    def test_what_is_not_one_for_each_leg_stays(self, text):
        assert with_vertex(route(text), 1, (21.0, 55.2)).properties.leg_altitudes_m == text

    def test_one_number_of_one_leg_stays_one(self):
        short = route("100", places=PLACES[:2])
        assert with_vertex(short, 0, (19.0, 55.8)).properties.leg_altitudes_m == "100"


class TestFiles:
    """What other programs make of it, and what they call so themselves."""

    def read(self, tmp_path, **properties):
        feature = {
            "type": "Feature",
            "id": "l",
            "geometry": {"type": "LineString", "coordinates": [[18, 56], [18.05, 56.05]]},
            "properties": properties,
        }
        path = tmp_path / "route.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
        (found,) = open_any(path).document.features()
        return found

    @pytest.mark.parametrize(("number", "text"), [(100, "100"), (100.0, "100"), (2.5, "2.5")])
    def test_a_text_that_became_a_number_is_a_text_again(self, tmp_path, number, text):
        found = self.read(
            tmp_path, kind="line", overlay="o", leg_altitudes_m=number, leg_speeds_kn="450"
        )
        assert found.properties.leg_altitudes_m == text
        assert found.properties.leg_speeds_kn == "450"

    def test_a_line_of_another_program_keeps_what_it_calls_altitude(self, tmp_path):
        found = self.read(tmp_path, name="Track", altitude_m=900, leg_altitudes_m=[1, 2])
        assert isinstance(found.properties, Line)
        assert found.properties.leg_altitudes_m is None
        assert found.unknown.properties["altitude_m"] == 900
        assert found.unknown.properties["original_leg_altitudes_m"] == [1, 2]


def test_a_line_that_is_no_route_is_written_as_before():
    plain = replace(line("m").properties, name="Plain")
    assert not any(name.startswith("leg_") for name in json.loads(_text(plain)))


def _text(properties):
    import msgspec

    return msgspec.json.encode(properties)
