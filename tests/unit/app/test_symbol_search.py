"""One search finds entities and systems, and ranks them together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.app.symbol_search import SymbolSearch
from baltic_desk.coverage.systems import open_systems
from baltic_desk.symbology.catalogue import open_catalogue

SEARCH = SymbolSearch(open_catalogue(), open_systems())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("S-400", "S-400"),
        ("s400", "S-400"),
        ("SA-21", "S-400"),
        ("sa21", "S-400"),
        ("growler", "S-400"),
        ("hostile S-400 bn", "S-400"),
        ("iskander", "Iskander"),
        ("patriot", "Patriot"),
        ("Fencer", "Su-24M"),
        ("SS-C-5", "Bastion"),
        ("SSC5", "Bastion"),
        ("himars", "HIMARS"),
        ("krasukha", "Krasukha"),
        ("mainstay", "A-50"),
        ("kalibr", "Buyan-M"),
    ],
)
def test_a_system_is_found_by_its_names(text: str, name: str) -> None:
    first = SEARCH.search(text)[0].system
    assert first is not None
    assert name in first.name


@pytest.mark.parametrize("text", ["radar", "frigate", "tank", "air defense", "jamming", "hostile"])
def test_a_plain_word_is_an_entity_before_it_is_a_system(text: str) -> None:
    assert SEARCH.search(text)[0].entry is not None


@pytest.mark.parametrize("text", ["Leopard 2", "T-90", "Ka-52"])
def test_a_letter_or_a_number_alone_finds_nothing_of_a_name_that_is_not_there(text: str) -> None:
    assert SEARCH.search(text) == []


def test_what_is_known_of_several_words_is_still_found() -> None:
    first = SEARCH.search("2 infantry blorpx")[0].entry
    assert first is not None
    assert first.code == "10121100"


def test_a_code_is_the_only_hit_of_its_kind() -> None:
    (hit,) = SEARCH.search("10061000161211020000")
    assert hit.entry is not None
    assert hit.entry.code == "10121102"


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    for hit in SEARCH.search(text, limit=9):
        assert (hit.entry is None) != (hit.system is None)
