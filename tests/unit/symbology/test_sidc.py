"""Symbol codes are read strictly and written back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.symbology.sidc import LetterCode, Sidc, SidcError, parse, problems

TWENTY = "10031000161211020103"
THIRTY = "130310001612110200114A000000FF"[:30]


def test_fields_are_the_places_of_the_standard() -> None:
    code = parse(TWENTY)
    assert isinstance(code, Sidc)
    assert (code.version, code.context, code.standard_identity) == ("10", "0", "3")
    assert (code.symbol_set, code.status, code.hqtfd, code.echelon) == ("10", "0", "0", "16")
    assert (code.entity, code.modifier1, code.modifier2) == ("121102", "01", "03")
    assert code.code == "10121102"


@given(st.from_regex(r"[0-9]{20}([0-9A-F]{10})?", fullmatch=True))
def test_any_digits_come_back_as_they_were(text: str) -> None:
    assert str(parse(text)) == text


@given(st.from_regex(r"[SGWIOE][PUAFNSHJK][PAGSUF][APCDXF][A-Z-]{6}[A-Z-]{0,5}", fullmatch=True))
def test_letter_codes_come_back_filled_to_fifteen(text: str) -> None:
    code = parse(text)
    assert isinstance(code, LetterCode)
    assert str(code) == text.ljust(15, "-")


@given(st.text(max_size=80))
def test_no_text_makes_anything_but_a_code_or_a_reason(text: str) -> None:
    found = problems(text)
    assert all(found)
    if not found:
        assert str(parse(text))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("1003100016121102", "20 or 30 digits, not 16"),
        ("100310001612110200001", "20 or 30 digits, not 21"),
        ("1003100016121102O000", "place 17"),
        ("10031000161211020000GGGGGGGGGG", "place 21"),
        ("SFG", "10 to 15"),
        ("SFG?UCI-------", "place 4"),
        ("<svg>alert(1)</svg>", "10 to 15"),
        ("1" * 1_000_000, "not 1000000"),
        ("１００３１０００１６１２１１０２００００", "10 to 15"),
    ],
)
def test_a_bad_code_is_refused_with_the_place(text: str, reason: str) -> None:
    with pytest.raises(SidcError, match=reason):
        parse(text)


def test_blanks_and_small_letters_are_read() -> None:
    assert str(parse(" 1003 1000 1612 1102 0103 ")) == TWENTY
    assert str(parse("sfg*uci---")) == "SFG-UCI--------"


def test_replace_checks_what_it_puts_in() -> None:
    code = Sidc(symbol_set="10", entity="121102")
    assert str(code.replace(standard_identity="6")) == "10061000001211020000"
    with pytest.raises(SidcError, match="status '12' is not 1 digit"):
        code.replace(status="12")
    with pytest.raises(TypeError, match="no affiliation"):
        code.replace(affiliation="6")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10091000161211020000", "standard identity 9 (place 4) means nothing"),
        ("10031200161211020000", "symbol set 12 (place 5) means nothing"),
        ("10031090161211020000", "status 9 (place 7) means nothing"),
        ("10031008161211020000", "hqtfd 8 (place 8) means nothing"),
        ("10031000991211020000", "echelon 99 (place 9) means nothing"),
        ("99031000161211020000", "version 99 (place 1) means nothing"),
        ("XFGPUCI--------", "coding scheme X (place 1) means nothing"),
        ("SYGPUCI--------", "standard identity Y (place 2) means nothing"),
    ],
)
def test_problems_name_each_digit_that_means_nothing(text: str, words: str) -> None:
    assert problems(text) == [words]


def test_good_codes_have_no_problems() -> None:
    for text in (TWENTY, THIRTY, "SHGPUCDMH--E---"):
        assert problems(text) == []
