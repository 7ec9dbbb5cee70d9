import pytest
from geographiclib.geodesic import Geodesic

from baltic_desk.tools.entry import leg, place, size, turn


@pytest.mark.parametrize(
    ("text", "distance_m", "bearing_deg"),
    [
        ("12 km 045", 12_000, 45),
        ("12km 45.5°", 12_000, 45.5),
        ("12,5 km, 270", 12_500, 270),
        ("6 NM NNE", 11_112, 22.5),
        ("500 m 0", 500, 0),
        ("12<045", 12_000, 45),
        ("12 @ 45", 12_000, 45),
        ("3 mi@180", 4_828.032, 180),
        ("12", 12_000, None),
        ("0.5", 500, None),
        ("40 NM", 74_080, None),
    ],
)
def test_legs(text, distance_m, bearing_deg):
    found = leg(text, "km")
    assert found is not None
    assert found.distance_m == pytest.approx(distance_m)
    assert found.bearing_deg == bearing_deg


@pytest.mark.parametrize(
    "text", ["57.1 24.5", "57°30'N 24°E", "57N 24E", "34U DF 12345 67890", "34 V 500000 6300000"]
)
def test_coordinates_are_no_legs(text):
    assert leg(text, "km") is None


def test_a_bearing_that_is_none_is_refused():
    with pytest.raises(ValueError, match="bearing"):
        leg("12 km 400", "km")


def test_a_leg_is_laid_off_from_the_origin():
    end = Geodesic.WGS84.Direct(57, 20, 45, 12_000)
    assert place("12 km 045", (20, 57), (20, 58), "km") == pytest.approx((end["lon2"], end["lat2"]))


def test_a_grid_reference_is_a_place():
    lon, lat = place("34UDF1234567890", (20, 57), (20, 58), "km")
    assert 15 < lon < 25
    assert 50 < lat < 58


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("40 x 20 km", (40_000, 20_000, None)),
        ("40x20", (40_000, 20_000, None)),
        ("40 km × 500 m", (40_000, 500, None)),
        ("4 * 2 NM @ 030", (7_408, 3_704, 30)),
        ("12 km", (12_000, 12_000, None)),
    ],
)
def test_sizes(text, sides):
    assert size(text, "km") == pytest.approx(sides)


@pytest.mark.parametrize("text", ["0 x 20", "40 x", "x", "40 x 20 x 10", "wide"])
def test_sizes_that_are_none(text):
    with pytest.raises(ValueError, match=r"\w"):
        size(text, "km")


@pytest.mark.parametrize(("text", "angle"), [("30", 30), ("-15", -15), ("+45°", 45), ("−90", -90)])
def test_angles_to_turn_by(text, angle):
    assert turn(text) == angle
