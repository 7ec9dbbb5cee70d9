"""All that a unit's record says of its symbol reaches the script, and all that the script takes
can be said."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication

from baltic_desk.document.feature import Unit
from baltic_desk.symbology.options import OPTIONS
from baltic_desk.symbology.symbols import SymbolRenderer
from baltic_desk.ui.map.theme import LIGHT
from baltic_desk.ui.script_engine import QtScriptEngine, symbol_renderer
from baltic_desk.ui.unit_options import (
    AMPLIFIERS,
    LEAST_TEXT_PX,
    UNIT_SIZE_PX,
    look,
    size_px,
    symbol_options,
)
from tests.symbol_reference import MILSYMBOL

HEADQUARTERS = "10031002161211020000"
# The code and size are said apart; fonts are those that ship; styleFill is for canvases.
SAID_OTHERWISE = {"sidc", "size", "fontfamily", "styleFill"}
# Of the record, what is not about the symbol's own drawing.
NOT_DRAWN = {
    "sidc", "size", "offset_x_px", "offset_y_px", "picture", "parent", "system", "variant",
    "strength", "source", "source_url", "geometry",
}  # fmt: skip
VALUES: dict[str, Any] = {
    "direction_deg": 45.0, "symbol_frame": False, "symbol_fill": False, "civilian_colors": False,
    "symbol_color": "#ff0000", "engagement_type": "EXPIRED",
}  # fmt: skip


@pytest.fixture(scope="module")
def renderer(qapp: QCoreApplication) -> SymbolRenderer:
    assert qapp is not None
    return symbol_renderer()


def unit(**said: Any) -> Unit:
    return Unit(**{"overlay": "o", "sidc": HEADQUARTERS, **said})


def options(record: Unit) -> dict[str, Any]:
    return dict(symbol_options(record, LIGHT, labelled=True))


def test_every_option_of_the_script_can_be_said(qapp: QCoreApplication) -> None:
    assert qapp is not None
    engine = QtScriptEngine()
    engine.load("milsymbol.js", MILSYMBOL.read_text(encoding="utf-8"))
    engine.load(
        "names.js",
        "function names() { var s = new ms.Symbol('10031000001211000000');"
        " return JSON.stringify(Object.keys(s.options).concat(Object.keys(s.style))); }",
    )
    known = set(msgspec.json.decode(engine.call("names", "")))
    assert len(known) > 55
    assert known - SAID_OTHERWISE - OPTIONS.keys() == set()
    # The script reads this one too, but does not list it.
    assert OPTIONS.keys() - known == {"stack"}


DRAWN = sorted(set(Unit.__annotations__) - NOT_DRAWN)


@pytest.mark.parametrize("field", DRAWN)
def test_every_field_of_a_unit_is_told_to_the_script(field: str) -> None:
    value = VALUES.get(field, 60.0 if field == "speed_leader" else "Said")
    more = {"direction_deg": 10.0} if field == "speed_leader" else {}
    assert options(unit(**more, **{field: value})) != options(unit(**more))


def test_every_amplifier_has_a_field_of_its_own() -> None:
    assert len(set(AMPLIFIERS.values())) == len(AMPLIFIERS)
    assert set(AMPLIFIERS) <= set(Unit.__annotations__)
    assert set(AMPLIFIERS.values()) <= OPTIONS.keys()


def test_the_script_takes_all_of_it(renderer: SymbolRenderer) -> None:
    said = {field: VALUES.get(field, "Said") for field in DRAWN if field != "speed_leader"}
    record = unit(**said, speed_leader=50.0)
    assert renderer.symbol(record.sidc, size=size_px(record), **options(record)).valid


@pytest.mark.parametrize("field", DRAWN)
def test_what_is_drawn_without_texts_is_part_of_the_look(field: str) -> None:
    value = VALUES.get(field, 60.0 if field == "speed_leader" else "Said")
    plain, said = unit(direction_deg=10.0), unit(**{"direction_deg": 10.0, field: value})
    same = symbol_options(plain, LIGHT, labelled=False) == symbol_options(
        said, LIGHT, labelled=False
    )
    assert (look(plain) == look(said)) == same


def test_short_texts_are_the_designation_alone() -> None:
    record = unit(designation="A1", type_label="CV90", speed_label="3")
    short = symbol_options(record, LIGHT, labelled=True, short=True)
    assert short["uniqueDesignation"] == "A1"
    assert "type" not in short
    assert "speed" not in short


def test_a_speed_leader_is_as_long_as_the_record_says(renderer: SymbolRenderer) -> None:
    sea = "10033000001202000000"
    for size in (1.0, 2.0):
        record = unit(sidc=sea, size=size, direction_deg=90.0, speed_leader=200.0)
        symbol = renderer.symbol(sea, size=size_px(record), **options(record))
        # Two sizes to the right of the middle of the frame.
        assert symbol.size[0] - symbol.anchor[0] == pytest.approx(2 * size_px(record), rel=0.1)


@pytest.mark.parametrize(("version", "drawn_as"), [("15", "13"), ("16", "14"), ("11", "10")])
def test_later_editions_are_drawn_as_those_they_amend(
    renderer: SymbolRenderer, version: str, drawn_as: str
) -> None:
    shaped = "031000161211020000" + "0010000000"
    suspect = "051000161211020000"
    for rest in (shaped, suspect):
        assert renderer.symbol(version + rest).svg == renderer.symbol(drawn_as + rest).svg


def test_unfilled_suspects_have_a_frame(renderer: SymbolRenderer) -> None:
    svg = renderer.symbol("13051000161211020000", fill=False).svg
    assert "rgb(255, 188, 1)" in svg
    assert "rbg" not in svg


@pytest.mark.parametrize("size", [0.3, 0.75, 1.0, 2.0])
def test_texts_beside_small_symbols_stay_legible(size: float) -> None:
    unit = Unit(overlay="o", sidc="10031000001211000000", designation="25", size=size)
    options = symbol_options(unit, LIGHT, labelled=True)
    share = float(options.get("infoSize") or 40.0) / 100.0
    assert share * UNIT_SIZE_PX * size >= LEAST_TEXT_PX - 0.1
    assert (size >= 1.0) == ("infoSize" not in options)
