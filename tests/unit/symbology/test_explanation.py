"""A code is told place by place, and what is wrong is told where it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.symbology.catalogue import open_catalogue
from baltic_desk.symbology.explanation import explained
from baltic_desk.symbology.sidc import LONGEST, LetterCode, Sidc

CATALOGUE = open_catalogue()


def meanings(text: str) -> dict[str, str]:
    return {part.title: part.meaning for part in explained(text, CATALOGUE).parts}


def test_each_digit_of_a_number_code_is_told() -> None:
    assert meanings("1006 1002 1612 1102 0300") == {
        "Version": "MIL-STD-2525D, APP-6D",
        "Context": "Reality",
        "Identity": "Hostile",
        "Symbol set": "Land unit",
        "Status": "Present",
        "HQ, TF, dummy": "Headquarters",
        "Echelon": "Battalion or squadron",
        "Entity": "Movement and Maneuver",
        "Entity type": "Infantry",
        "Entity subtype": "Armored/Mechanized/Tracked",
        "Modifier 1": "Attack",
        "Modifier 2": "None",
    }


def test_a_code_of_30_digits_has_shape_and_country() -> None:
    said = meanings("130310000012110000001020000233")
    assert said["Common 1"] == "Leads the digits of that modifier"
    assert said["Modifier 1"] == CATALOGUE.modifiers("common", 1)[0].name
    assert said["Frame shape"] == "Air"
    assert said["Country"] == "Estonia"
    assert explained("130310000012110000001020000233", CATALOGUE).wrong == ()


def test_each_letter_of_a_letter_code_is_told() -> None:
    assert meanings("SHGXUCIZ--BFLV-") == {
        "Scheme": "Warfighting",
        "Identity": "Hostile",
        "Dimension": "Ground",
        "Status": "Present, destroyed",
        "Function": "Infantry Mechanized",
        "HQ, size": "Task force headquarters, Battalion or squadron",
        "Country": "Country LV",
        "Order": "None",
    }


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("10091000001211000000", "Place 4", "9 means nothing here"),
        ("10039900001211000000", "Places 5–6", "99 means nothing here"),
        ("10031500161202000000", "Places 9–10", "does not go with the symbol set land equipment"),
        ("10031000009999000000", "Places 11–12", "no entity of the symbol set 10"),
        ("10051500001202009900", "Places 17–18", "no such modifier, 99"),
        ("1003100000x211000000", "Places 11–12", "place 11 is 'X', not a digit"),
        ("1003100000121100000", "Place 19", "1 more to come"),
        ("100310000012110000001000000000", "Place 21", "came with 2525E"),
        ("130310000012110000000001230000", "Places 24–27", "must be 0"),
        ("1003100000121100000000000000000", "Place 31", "ends with place 30"),
        ("SYGPUCI----D---", "Place 2", "Y means nothing here"),
        ("SFGQUCI----D---", "Place 4", "Q means nothing here"),
        ("SFGPXYZ----D---", "Places 5–10", "no table"),
        ("SFGPUCI---ZZ---", "Places 11–12", "ZZ means nothing here"),
        ("SFGPUCI----D---Q", "Place 16", "ends with place 15"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(text: str, place: str, words: str) -> None:
    wrong = explained(text, CATALOGUE).wrong
    assert any(each.startswith(place + ":") and words in each for each in wrong), wrong


@pytest.mark.parametrize("text", ["10031000001211000000", "SFGPUCI----D---", "GFGPGPP-------X"])
def test_nothing_is_wrong_with_a_good_code(text: str) -> None:
    assert explained(text, CATALOGUE).wrong == ()


def test_a_length_between_is_told() -> None:
    assert "8 are missing" in explained("1003100000121100000000", CATALOGUE).complaint
    assert explained("", CATALOGUE).complaint == "The symbol code is empty"


@given(st.text(max_size=100) | st.from_regex(r"[0-9A-F ]{0,34}") | st.from_regex(r"[A-Z*-]{0,18}"))
def test_every_place_of_any_text_is_told_once(text: str) -> None:
    told = explained(text, CATALOGUE)
    code = "".join(text.split()).upper()[:LONGEST]
    assert len("".join(part.digits for part in told.parts)) == len(code)
    places = [part.first for part in told.parts]
    assert places == sorted(set(places))
    assert all(part.meaning or part.wrong for part in told.parts)


def test_every_code_of_the_tables_is_told_without_a_complaint() -> None:
    for entry in CATALOGUE.every:
        code = entry.symbol(standard_identity="6")
        assert isinstance(code, Sidc | LetterCode)
        told = explained(str(code), CATALOGUE)
        # The older tables' modifiers are not all in those of today.
        assert entry.modifiers != "0000" or told.wrong == (), (entry, told.wrong)
