"""What reaches the symbol script is checked first."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.symbology.options import AMPLIFIERS, LONGEST_TEXT, OPTIONS, OptionError, checked


@given(st.text(max_size=300))
def test_any_text_is_made_fit_for_xml(text: str) -> None:
    said = checked("uniqueDesignation", text)
    if said is None:
        return
    assert isinstance(said, str)
    assert 0 < len(said) <= LONGEST_TEXT
    escaped = said.replace("&", "&amp;").replace("<", "&lt;")
    assert ET.fromstring(f"<text>{escaped}</text>").text == said


def test_texts_of_numbers_and_switches_are_read() -> None:
    assert checked("direction", "45.5") == 45.5
    assert checked("fill", "false") is False
    assert checked("colorMode", "dark") == "Dark"
    assert checked("quantity", 12.0) == "12"


def test_nothing_said_is_nothing() -> None:
    for name in OPTIONS:
        assert checked(name, "") is None
        assert checked(name, None) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("affiliation", "x"),
        ("constructor", "x"),
        ("direction", "north"),
        ("direction", "nan"),
        ("direction", 1e9),
        ("stack", 1000),
        ("fill", "perhaps"),
        ("colorMode", "Pastel"),
        ("fillColor", "url(file:///etc/passwd)"),
        ("monoColor", 'red" onload="x'),
        ("monoColor", "javascript:alert(1)"),
    ],
)
def test_what_cannot_be_is_refused_by_name(name: str, value: str | float) -> None:
    with pytest.raises(OptionError, match=name):
        checked(name, value)


def test_amplifiers_have_the_letter_of_the_standard() -> None:
    assert all(option.field for option in AMPLIFIERS.values())
    assert AMPLIFIERS["uniqueDesignation"].field == "T"
