"""What the picker finds for a text can be placed, even where the tables' word for it cannot."""

from __future__ import annotations

import pytest

from baltic_desk.app.symbol_search import SymbolSearch
from baltic_desk.symbology.catalogue import open_catalogue
from baltic_desk.ui.panels.symbol_pick import found, of_entry
from baltic_desk.ui.script_engine import symbol_renderer


@pytest.fixture(scope="module")
def search() -> SymbolSearch:
    return SymbolSearch(open_catalogue())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FLOT", "25140100"),  # its own entry, "Friendly Present", is drawn as its parent is
        ("minefield", "25270701"),  # a heading: its kinds are drawn, the static one as a symbol
        ("interdict", "25341400"),
        ("suppress", "25342800"),
        ("sbf", "25152100"),
        ("abf", "25152000"),
        ("nbc", "10140100"),
        ("hostile armd bn", "10120500"),
        ("armoured bn", "10120500"),
        ("mech inf", "10121102"),
    ],
)
def test_what_staff_type_is_found_first_and_can_be_placed(
    search: SymbolSearch, text: str, code: str
) -> None:
    first = found(text, search)[0]
    assert first.entry is not None
    assert first.entry.code.startswith(code)
    assert first.can_be_placed


def test_nothing_is_found_twice(search: SymbolSearch) -> None:
    picks = found("forward line of troops", search)
    assert len(picks) == len(set(picks))


def test_every_area_that_is_drawn_at_one_point_can_be_placed(
    search: SymbolSearch,
) -> None:
    renderer = symbol_renderer()
    for entry in search.catalogue.entries:
        pick = of_entry(entry)
        if entry.symbol_set == "25" and entry.geometry == "Area" and not pick.can_be_placed:
            assert not renderer.symbol(str(entry.sidc())).valid, entry
