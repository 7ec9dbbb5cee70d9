"""The gazetteer finds places by today's, former and misspelt names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic_desk.geo.folding import folded
from baltic_desk.geo.gazetteer import Gazetteer, Place, open_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def first(gazetteer: Gazetteer, text: str) -> Place:
    found = gazetteer.search(text)
    assert found, text
    return found[0]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Königsberg", "Kaliningrad"),
        ("Konigsberg", "Kaliningrad"),
        ("Koenigsberg", "Kaliningrad"),
        ("Królewiec", "Kaliningrad"),
        ("Memel", "Klaipėda"),
        ("Danzig", "Gdańsk"),
        ("Reval", "Tallinn"),
        ("Dorpat", "Tartu"),
        ("Wilno", "Vilnius"),
        ("Libau", "Liepāja"),
        ("Windau", "Ventspils"),
        ("Viipuri", "Vyborg"),
        ("Åbo", "Turku"),
        ("Helsingfors", "Helsinki"),
        ("Stettin", "Szczecin"),
        ("Braunsberg", "Braniewo"),
        ("Pleskau", "Pskov"),
        ("Leningrad", "Sankt-Peterburg"),
    ],
)
def test_former_and_foreign_names_are_found(
    gazetteer: Gazetteer, written: str, expected: str
) -> None:
    assert first(gazetteer, written).name == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("lodz", "Łódź"),
        ("KLAIPEDA", "Klaipėda"),
        ("swinoujscie", "Świnoujście"),
        ("kobenhavn", "København"),
        ("Copenhagen", "København"),
        ("Калининград", "Kaliningrad"),
        ("Warschau", "Warszawa"),
    ],
)
def test_case_and_marks_do_not_matter(gazetteer: Gazetteer, written: str, expected: str) -> None:
    assert first(gazetteer, written).name == expected


def test_names_in_three_forms(gazetteer: Gazetteer) -> None:
    warsaw = first(gazetteer, "Warsaw")
    assert (warsaw.name, warsaw.english_name, warsaw.country) == ("Warszawa", "Warsaw", "PL")
    kaliningrad = first(gazetteer, "Kaliningrad")
    assert kaliningrad.local_name == "Калининград"
    assert first(gazetteer, "Königsberg").found_as == "Königsberg"


def test_misspelt_names_are_found(gazetteer: Gazetteer) -> None:
    assert first(gazetteer, "Kaliningrd").name == "Kaliningrad"
    assert first(gazetteer, "Talinn").name == "Tallinn"
    assert first(gazetteer, "Stokholm").name == "Stockholm"


def test_a_place_of_that_very_name_comes_before_longer_names(gazetteer: Gazetteer) -> None:
    assert first(gazetteer, "Hel").name == "Hel"
    assert first(gazetteer, "Tartu").kind == "place"


def test_of_equal_matches_the_larger_place_comes_first(gazetteer: Gazetteer) -> None:
    brest = [place for place in gazetteer.search("Brest") if place.name == "Brest"]
    assert brest[0].country == "BY"
    populations = [place.population for place in brest if place.kind == "place"]
    assert populations == sorted(populations, reverse=True)


def test_airports_ports_lakes_and_countries_are_found(gazetteer: Gazetteer) -> None:
    airport = first(gazetteer, "EETN")
    assert airport.kind == "airport"
    assert airport.position == pytest.approx((24.83, 59.41), abs=0.02)
    assert first(gazetteer, "PLGDY").kind == "port"
    lake = first(gazetteer, "Peipus")
    assert (lake.kind, lake.position) == ("lake", pytest.approx((27.5, 58.7), abs=0.4))
    assert first(gazetteer, "Estonia").kind == "country"


def test_a_place_is_listed_once(gazetteer: Gazetteer) -> None:
    found = gazetteer.search("gda", limit=50)
    assert len({(p.name, p.kind, p.position) for p in found}) == len(found)


def test_the_number_of_results_is_limited(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.search("a", limit=7)) == 7


@pytest.mark.parametrize("nothing", ["", "   ", "''", "xqzzkvw"])
def test_nothing_is_found_where_nothing_fits(gazetteer: Gazetteer, nothing: str) -> None:
    assert gazetteer.search(nothing) == []


@settings(deadline=None)  # the first search reads the names
@given(text=st.text(max_size=40))
def test_any_text_can_be_searched(gazetteer: Gazetteer, text: str) -> None:
    again = folded(folded(text))
    assert again == folded(text)
    assert len(gazetteer.search(text, limit=3)) <= 3
