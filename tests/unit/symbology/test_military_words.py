"""The table of everyday words leads from eight languages to words that the standards have."""

from __future__ import annotations

import pytest

from baltic_desk.paths import resource
from baltic_desk.symbology.abbreviations import ECHELON_WORDS, IDENTITY_WORDS
from baltic_desk.symbology.catalogue import Catalogue, open_catalogue
from baltic_desk.symbology.folding import folded
from baltic_desk.symbology.military_words import LANGUAGES, in_english


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return open_catalogue()


def rows() -> list[list[str]]:
    text = resource("symbology", "military_words.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]


def test_every_row_has_a_column_for_each_language() -> None:
    assert len(rows()) > 70
    assert {len(row) for row in rows()} == {1 + len(LANGUAGES)}


def test_words_stand_as_they_are_compared() -> None:
    for row in rows():
        for cell in row:
            assert cell == folded(cell).strip()


def test_every_meaning_is_found(catalogue: Catalogue) -> None:
    for english, *_ in rows():
        wish = catalogue.wish(english)
        known = english in ECHELON_WORDS or english in IDENTITY_WORDS
        assert known or catalogue.search(" ".join(wish.words), 1), english


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("pataljon", "battalion"),
        ("pataljoni", "battalion"),
        ("patal", "battalion"),
        ("okret podwodny", "submarine"),
        ("nothing", "nothing"),
    ],
)
def test_beginnings_endings_and_phrases_are_understood(said: str, meant: str) -> None:
    assert in_english(said.split(), frozenset()) == meant.split()
