"""Codes of letters become codes of digits that mean the same, and what is lost is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.symbology.catalogue import open_catalogue
from baltic_desk.symbology.conversion import converted, in_letters
from baltic_desk.symbology.sidc import LetterCode, Sidc, parse, problems


def digits(text: str) -> str:
    found = converted(text)
    assert found is not None
    return str(found.code)


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("SHGPUCIZ---F---", "10061000161211020000"),
        ("SFGPUCI----D---", "10031000141211000000"),
        ("SJGAUCI---B----", "10151016001211000000"),
        ("SKAPMFF--------", "10160100001101040000"),
        ("SFGPEVAT--MQ---", "10031500331202000000"),
        ("SFGPEVAT--NL---", "10031500621202000000"),
        ("SFGPIB----H----", "10032000001208020000"),
        ("SNGXIB----HB---", "10042041001208020000"),
        ("GFGPGPRI------X", "10032500001313000000"),
        ("WAS-WSD-LIP----", "10014500001604010000"),
    ],
)
def test_letters_become_digits(letters: str, expected: str) -> None:
    assert digits(letters) == expected


@pytest.mark.parametrize(
    ("letters", "lost"),
    [
        ("SFGPUCIZ---FLV-", ("country LV (places 13 and 14)",)),
        ("SFGPUCIZ---F--C", ("order of battle C (place 15)",)),
        (
            "SFGPUCIZXX------",
            ("the function UCIZXX, taken for UCIZ, which it is a sort of",),
        ),
        ("SOGPUCI--------", ("the standard identity O (place 2), taken for unknown",)),
        ("SFGQUCI--------", ("the status Q (place 4), taken for present",)),
        ("SFGPUCI---QQ---", ("the modifier QQ (places 11 and 12)",)),
        ("GFGPGPRI------X", ()),
    ],
)
def test_what_is_lost_is_said(letters: str, lost: tuple[str, ...]) -> None:
    found = converted(letters[:15])
    assert found is not None
    assert found.lost == lost


def test_a_function_that_nothing_is_known_of_has_no_digits() -> None:
    assert converted("SFQPXXXXXX-----") is None


def test_digits_stay_as_they_are() -> None:
    found = converted("10031000161211020000")
    assert found is not None
    assert (str(found.code), found.lost) == ("10031000161211020000", ())


LETTERS = [row for row in open_catalogue().letter_keys() if "*" not in row and row[0] != "W"]


@given(
    key=st.sampled_from(LETTERS),
    identity=st.sampled_from("PUAFNSHGWDLMJK"),
    status=st.sampled_from("PACDXF"),
    size=st.sampled_from(("--", "-D", "A-", "BF", "G-", "MO", "HB", "H-")),
)
def test_every_conversion_means_something(key: str, identity: str, status: str, size: str) -> None:
    code = LetterCode(key[0] + identity + key[1] + status + key[2:] + size + "---")
    found = converted(code)
    if found is None:
        return
    assert problems(str(found.code)) == []
    back = in_letters(parse(str(found.code)))  # type: ignore[arg-type]
    assert back is not None
    # The letters may be others of the same meaning; from there on nothing changes any more.
    again = converted(back.code)  # type: ignore[arg-type]
    assert again is not None
    assert again.code == found.code


def test_most_letter_codes_of_2525c_convert_without_loss() -> None:
    keys = [row for row in open_catalogue().letter_keys("C") if "*" not in row]
    whole = [key for key in keys if (found := converted(_present(key))) and not found.lost]
    assert len(whole) / len(keys) > 0.89


def _present(key: str) -> LetterCode:
    return LetterCode(f"{key[0]}F{key[1]}P{key[2:]}-----")


@pytest.mark.parametrize(
    ("code", "letters", "lost"),
    [
        (Sidc(symbol_set="10", entity="121102", echelon="16"), "SFGPUCIZ---F---", ()),
        (Sidc(context="2"), "SFGP-----------", ("the context simulation",)),
        (
            Sidc(symbol_set="10", entity="121100", modifier1="99"),
            "SFGPUCI--------",
            ("the modifier 1, 99",),
        ),
        (
            Sidc(symbol_set="10", entity="121199"),
            "SFGPUCI--------",
            ("the entity 121199, taken for 121100, which it is a sort of",),
        ),
    ],
)
def test_digits_become_letters(code: Sidc, letters: str, lost: tuple[str, ...]) -> None:
    found = in_letters(code)
    assert found is not None
    assert found.lost == lost
    assert str(found.code) == letters
