"""Positions, distances and bearings are read as people write them; doubt is not resolved."""

import doctest

import pytest

from baltic_desk.geo import coordinates, distances, military_grid
from baltic_desk.geo.coordinates import FORMATS, CoordinateError, format_position, parse
from baltic_desk.geo.distances import (
    DistanceError,
    format_bearing,
    format_distance,
    parse_bearing,
    parse_distance,
    parse_distances,
)
from baltic_desk.geo.geodesy import distance
from baltic_desk.geo.military_grid import mgrs

PLACE = (20.5, 54.72)
THERE = [
    "54.72 20.5",
    "54.72, 20.5",
    "54.72,20.5",
    "54.72; 20.5",
    "54,72 20,5",
    "54,72, 20,5",
    "54,72; 20,5",
    "(54.72, 20.5)",
    "54.72N 20.5E",
    "54.72° N, 20.5° E",
    "54,72°N 20,5°E",
    "N54.72 E20.5",
    "n 54.72 e 20.5",
    "20.5E 54.72N",
    "E 20.5, N 54.72",
    "lat 54.72 lon 20.5",
    "Lon: 20.5, Lat: 54.72",
    "latitude=54.72 longitude=20.5",
    "lat 54.72N long 20.5E",
    "+54.72+020.50/",
    "54 43.2 20 30",
    "54 43.2 N, 20 30 E",
    "54 43,2 N 20 30 E",
    "54°43.2'N 20°30'E",
    "54° 43.2′ N 020° 30.0′ E",
    "N 54° 43.2’ E 20° 30’",
    "54-43.2N 020-30E",
    "54 deg 43.2 min N, 20 deg 30 min E",
    "5443.2N 02030E",
    "54°43'12\"N 20°30'E",
    "54°43′12″N 20°30′00″E",
    "54º43'12''N 20º30'00''E",
    "54° 43’ 12” N 20° 30’ 0” E",
    "54 43 12 20 30 00",
    "54:43:12 N 20:30:00 E",
    "544312N 0203000E",
    "  54.72\t20.5\n",
    "54.72\tN\t20.5\tE",
]


@pytest.mark.parametrize("text", THERE)
def test_the_same_place_is_read_however_it_is_written(text: str) -> None:
    assert parse(text) == pytest.approx(PLACE, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("-54.72 -20.5", (-20.5, -54.72)),
        ("54.72S 20.5W", (-20.5, -54.72)),
        ("−0 30 0 0 15 0", (0.25, -0.5)),
        ("54.72-020.5", (-20.5, 54.72)),
        ("54,20", (20.0, 54.0)),
        ("54, 20", (20.0, 54.0)),
        ("90 180", (180.0, 90.0)),
        ("0 0", (0.0, 0.0)),
    ],
)
def test_signs_and_hemispheres_turn_the_position_round(
    text: str, place: tuple[float, float]
) -> None:
    assert parse(text) == pytest.approx(place)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "A position is wanted"),
        ("   ", "A position is wanted"),
        ("Riga", "“RIGA” does not belong"),
        ("54.72", "There is one number"),
        ("54 20 10", "3 numbers cannot be told apart"),
        ("1 2 3 4 5 6 7 8", "8 numbers cannot be told apart"),
        ("91 20", "Latitude comes first, and 91"),
        ("120 54", "Latitude comes first, and 120"),
        ("20.5 181", "longitude 181 is more than 180"),
        ("91N 20E", "latitude 91 is more than 90"),
        ("54 60 N 20 E", "60 minutes"),
        ("54 10 60 N 20 E", "60 seconds"),
        ("54.5 30 N 20 E", "54.5 has decimals"),
        ("54 30.5 10 N 20 E", "30.5 has decimals"),
        ("54.72N 20.5", "Only one hemisphere"),
        ("54.72N 20.5N", "two latitudes"),
        ("54.72N, 20.5", "Only one hemisphere"),
        ("54 N 20 E 5 N", "more than two hemispheres"),
        ("-54 N 20 E", "either a sign or N"),
        ("54 -43, 20 30", "Minutes and seconds have no sign"),
        ('54° 43" N 20 E', "does not belong after 43"),
        ("° 54 20", "no number before"),
        ("54,72,20,5", "does not belong"),
        ("54,20,10", "."),
        ("lon 54 20", "before their numbers"),
        ("54 lat 20 lon", "before their numbers"),
        ("1e400 20", "."),
        ("nan nan", "does not belong"),
        ("٥٤ ٢٠", "does not belong"),
        ("34U EF 12 345", "5 digits cannot be halved"),
        ("34U EF 123456 123456", "at most five digits"),
        ("61U EF 12 34", "go from 1 to 60"),
        ("34U JF 12 34", "squares A to H, not JF"),
        ("34U AF 12 34", "34U has no square AF"),
        ("34U ER 12 34", "34U has no square ER"),
        ("34U 967798 6063748", "is not in 34U"),
        ("34U 467798 1063748", "is not in 34U"),
        ("0U 467798 6063748", "zones go from 1 to 60"),
    ],
)
def test_what_is_wrong_is_said(text: str, says: str) -> None:
    with pytest.raises(CoordinateError, match=says):
        parse(text)


@pytest.mark.parametrize(
    "piece", ["5", "54 ", "°", "N", ",", "(", "-", "\N{COMBINING ACUTE ACCENT}", "9" * 7 + " "]
)
@pytest.mark.parametrize("length", [100, 10_000_000])
@pytest.mark.timeout(10)
def test_hostile_text_is_refused_at_once(piece: str, length: int) -> None:
    text = (piece * (length // len(piece) + 1))[:length]
    with pytest.raises(CoordinateError):  # a parser that reads on would end at the time limit
        parse(text)


@pytest.mark.parametrize("style", FORMATS)
@pytest.mark.parametrize(
    "place", [PLACE, (9.0, 52.0), (-3.2, -55.95), (179.99999, 10.0), (21.0, 56.0)]
)
def test_what_is_shown_can_be_typed_again(
    style: coordinates.Format, place: tuple[float, float]
) -> None:
    assert distance(parse(format_position(place, style)), place) < 2.5


def test_rounding_never_shows_sixty() -> None:
    assert format_position((20.9999999, 54.9999999), "dms") == "55°00′00.0″N 021°00′00.0″E"
    assert format_position((20.9999999, 54.9999999), "ddm") == "55°00.000′N 021°00.000′E"


@pytest.mark.parametrize("style", ["mgrs", "utm"])
def test_beyond_the_grid_says_so(style: coordinates.Format) -> None:
    assert format_position((20.0, 85.0), style) == "outside UTM"


@pytest.mark.parametrize("module", [coordinates, distances, military_grid])
def test_the_examples_in_the_modules_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ((5.3, 60.4), "32V"),
        ((2.9, 60.4), "31V"),
        ((5.3, 55.9), "31U"),
        ((5.3, 64.1), "31W"),
        ((8.9, 78.0), "31X"),
        ((9.1, 78.0), "33X"),
        ((21.1, 78.0), "35X"),
        ((33.1, 78.0), "37X"),
        ((42.1, 78.0), "38X"),
        ((-180.0, 10.0), "01P"),
        ((180.0, 10.0), "01P"),
        ((20.0, 84.0), "33X"),
    ],
)
def test_norway_svalbard_and_the_edges_have_their_own_zones(
    place: tuple[float, float], zone: str
) -> None:
    assert mgrs(place, digits=0)[:3] == zone


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("34U EF 12345 67890", (21.19184, 54.75810)),
        ("34UEF1234567890", (21.19184, 54.75810)),
        ("34u ef 1234567890", (21.19184, 54.75810)),
        ("34 U E F 12345 67890", (21.19184, 54.75810)),
        ("34U 512345 6067890", (21.19184, 54.75810)),
        ("34 U 512345E 6067890N", (21.19184, 54.75810)),
        ("34U 512345mE, 6067890mN", (21.19184, 54.75810)),
    ],
)
def test_grid_references_are_read_in_any_spacing(text: str, place: tuple[float, float]) -> None:
    assert parse(text) == pytest.approx(place, abs=2e-5)


def test_a_short_reference_means_the_middle_of_its_square() -> None:
    assert format_position(parse("34U EF 12 34"), "mgrs") == "34U EF 12500 34500"
    assert format_position(parse("34U EF"), "mgrs") == "34U EF 50000 50000"


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("40", 40_000.0),
        ("40 km", 40_000.0),
        ("22nm", 40_744.0),
        ("22 NM", 40_744.0),
        ("12 mi", 19_312.128),
        ("500 m", 500.0),
        ("12,5 km", 12_500.0),
        (".5 km", 500.0),
        ("1000 ft", 304.8),
        ("3 nautical miles", 5_556.0),
    ],
)
def test_a_distance_is_read_in_its_unit(text: str, metres: float) -> None:
    assert parse_distance(text) == pytest.approx(metres)


def test_a_number_alone_has_the_default_unit() -> None:
    assert parse_distance("10", "NM") == 18_520.0
    assert parse_distances("10 20", "m") == (10.0, 20.0)


@pytest.mark.parametrize(
    ("text", "kilometres"),
    [
        ("40 120 250 400 km", (40, 120, 250, 400)),
        ("40 120 250", (40, 120, 250)),
        ("40, 120, 250", (40, 120, 250)),
        ("40,120,250", (40, 120, 250)),
        ("40; 120/250 km", (40, 120, 250)),
        ("12.5,25", (12.5, 25)),
        ("12,5 25", (12.5, 25)),
        ("12,5 km", (12.5,)),
        ("500 m 40 km", (0.5, 40)),
        ("500 m 40", (0.5, 0.04)),
        ("10 NM 40 km", (18.52, 40)),
    ],
)
def test_several_distances_are_read_at_once(text: str, kilometres: tuple[float, ...]) -> None:
    assert parse_distances(text) == pytest.approx([1000.0 * each for each in kilometres])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "A distance is wanted"),
        ("km", "number is missing"),
        ("40 km km", "number is missing"),
        ("40 parsec", "“parsec” is not a unit"),
        ("-40", "“-40” is not a distance"),
        ("40,120", "one distance or two"),
        ("30000 km", "half way round"),
        ("9" * 190, "half way round"),
        ("1 " * 5000, "too long"),
    ],
)
def test_what_is_no_distance_is_said(text: str, says: str) -> None:
    with pytest.raises(DistanceError, match=says):
        parse_distances(text)


def test_one_distance_is_not_two() -> None:
    with pytest.raises(DistanceError, match="holds 2 distances"):
        parse_distance("40 50")


@pytest.mark.parametrize(
    ("metres", "unit", "text"),
    [
        (40_000.0, "km", "40 km"),
        (12_345.0, "km", "12.35 km"),
        (850.0, "km", "850 m"),
        (999.6, "km", "1 km"),
        (0.0, "km", "0 m"),
        (1_234_567.0, "km", "1\u202f235 km"),
        (22_224.0, "NM", "12 NM"),
        (1_000.0, "m", "1\u202f000 m"),
    ],
)
def test_distances_are_shown_with_four_figures(metres: float, unit: str, text: str) -> None:
    assert format_distance(metres, unit) == text


@pytest.mark.parametrize(
    ("text", "bearing_deg"),
    [
        ("045", 45),
        ("45.5°", 45.5),
        ("45,5", 45.5),
        ("NNE", 22.5),
        ("w", 270),
        ("800 mil", 45),
        ("360", 0),
        ("90 deg", 90),
    ],
)
def test_bearings_are_read(text: str, bearing_deg: float) -> None:
    assert parse_bearing(text) == bearing_deg


@pytest.mark.parametrize("text", ["", "361", "-5", "x", "7000 mil", "1" * 1000])
def test_what_is_no_bearing_is_refused(text: str) -> None:
    with pytest.raises(DistanceError):
        parse_bearing(text)


def test_a_bearing_is_shown_with_three_figures() -> None:
    assert [format_bearing(each) for each in (4.6, 359.7, 90.0)] == ["005°", "000°", "090°"]
