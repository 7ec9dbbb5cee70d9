"""The catalogue knows the standards' entities and finds them as staff would ask."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.symbology.catalogue import Catalogue, open_catalogue, read_wish
from baltic_desk.symbology.sidc import problems


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return open_catalogue()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mech inf", "10121102"),
        ("hostile mech inf bn", "10121102"),
        ("infantry", "10121100"),
        ("infntry", "10121100"),
        ("recce", "10121300"),
        ("tank", "15120200"),
        ("mbt", "15120200"),
        ("field arty", "10130300"),
        ("sp arty", "10130301"),
        ("air defence missile launcher", "15111100"),
        ("ssm", "15111300"),
        ("mlrs", "15111600"),
        ("ew", "10150500"),
        ("engr", "10140700"),
        ("frigate", "30120204"),
        ("corvette", "30120205"),
        ("submarine", "35110100"),
        ("fighter", "01110104"),
        ("awacs", "01110116"),
        ("radar", "15220300"),
        ("airbase", "20120803"),
        ("checkpoint", "25130300"),
        ("10061000161211020000", "10121102"),
    ],
)
def test_the_first_found_is_what_was_meant(catalogue: Catalogue, text: str, code: str) -> None:
    assert catalogue.search(text, limit=5)[0].code == code


def test_other_wordings_are_found(catalogue: Catalogue) -> None:
    codes = [entry.code for entry in catalogue.search("Mechanised Infantry with Main Gun System")]
    assert codes[0] == "10121105"


@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    found = _CATALOGUE.search(text, limit=7)
    assert len(found) <= 7


_CATALOGUE = open_catalogue()


def test_every_entry_makes_a_code_without_problems(catalogue: Catalogue) -> None:
    assert len(catalogue.entries) > 1700
    for entry in catalogue.entries:
        sidc = str(entry.sidc(standard_identity="6", echelon="16"))
        assert problems(sidc) == []
        assert catalogue.entry(sidc) == entry
        assert catalogue.name_of(sidc) == entry.name


def test_control_measures_say_how_they_are_drawn(catalogue: Catalogue) -> None:
    boundary = catalogue.entry("25110100")
    assert boundary is not None
    assert boundary.geometry == "Line"


@pytest.mark.parametrize(
    ("sidc", "name"),
    [
        ("10031000161211020000", "Infantry, Armored/Mechanized/Tracked"),
        ("10031000161211990000", "Infantry"),
        ("10031000169999990000", "Land unit"),
        ("SFGPUCIZ---D---", "Infantry Mechanized"),
        ("SFGPUCIZXX-----", "Infantry Mechanized"),
        ("nothing", ""),
    ],
)
def test_a_code_has_the_nearest_name(catalogue: Catalogue, sidc: str, name: str) -> None:
    assert catalogue.name_of(sidc) == name


def test_modifiers_belong_to_their_set(catalogue: Catalogue) -> None:
    first = {modifier.code: modifier.name for modifier in catalogue.modifiers("10", 1)}
    assert first["02"] == "Area"
    assert all(len(modifier.code) == 3 for modifier in catalogue.modifiers("common", 2))
    assert catalogue.modifiers("99", 1) == ()


def test_a_wish_is_more_than_its_words() -> None:
    wish = read_wish("Hostile MECH inf bn")
    assert wish.words == ("mechanized", "infantry")
    assert (wish.echelon, wish.standard_identity) == ("16", "6")
    assert read_wish("brigade").words == ("brigade",)


def test_the_shipped_catalogue_is_read_once_for_all_panels() -> None:
    assert open_catalogue() is open_catalogue()
