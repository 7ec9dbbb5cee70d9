"""The renderer asks the script once for each picture and hands over nothing unchecked."""

from __future__ import annotations

import json

import pytest

from baltic_desk.symbology.options import OptionError
from baltic_desk.symbology.symbols import SymbolRenderer, with_plain_baselines

INFANTRY = "10031000001211000000"


class RecordingEngine:
    """A script engine that draws the same box for everything and remembers what it was asked."""

    def __init__(self) -> None:
        self.loaded: list[str] = []
        self.asked: list[dict[str, object]] = []

    def load(self, name: str, source: str) -> None:
        assert source
        self.loaded.append(name)

    def call(self, function: str, argument: str) -> str:
        assert function == "drawSymbol"
        self.asked.append(json.loads(argument))
        return json.dumps(
            {
                "svg": '<svg><text y="10" font-size="10" dominant-baseline="middle">A</text></svg>',
                "anchor": [1, 2],
                "size": [3, 4],
                "octagon_anchor": [5, 6],
                "valid": True,
            }
        )


@pytest.fixture
def engine() -> RecordingEngine:
    return RecordingEngine()


@pytest.fixture
def renderer(engine: RecordingEngine) -> SymbolRenderer:
    return SymbolRenderer(engine)


def test_scripts_are_loaded_in_order(renderer: SymbolRenderer, engine: RecordingEngine) -> None:
    assert renderer is not None
    assert engine.loaded == ["milsymbol.js", "symbol_driver.js"]


def test_a_picture_is_drawn_once(renderer: SymbolRenderer, engine: RecordingEngine) -> None:
    first = renderer.symbol(INFANTRY, size=32, type="CV90", quantity=4)
    again = renderer.symbol(INFANTRY, quantity="4", type=" CV90 ", size=32.0, speed="")
    assert first is again
    assert engine.asked == [
        {"sidc": INFANTRY, "options": {"quantity": "4", "type": "CV90", "size": 32.0}}
    ]


def test_what_changes_the_picture_is_drawn_anew(
    renderer: SymbolRenderer, engine: RecordingEngine
) -> None:
    renderer.symbol(INFANTRY)
    renderer.symbol(INFANTRY, size=41)
    renderer.symbol(INFANTRY, direction=0)
    renderer.symbol(INFANTRY.replace("3", "6", 1))
    assert len(engine.asked) == 4


@pytest.mark.parametrize("text", ["", '"});hack();({"', "x" * 1_000_000, "1003"])
def test_what_is_no_code_does_not_reach_the_script(
    renderer: SymbolRenderer, engine: RecordingEngine, text: str
) -> None:
    assert renderer.symbol(text).valid is False
    assert [asked["sidc"] for asked in engine.asked] == ["10010000000000000000"]


def test_an_unknown_option_is_an_error(renderer: SymbolRenderer) -> None:
    with pytest.raises(OptionError, match="onload"):
        renderer.symbol(INFANTRY, onload="x")
    with pytest.raises(OptionError, match="size"):
        renderer.symbol(INFANTRY, size=1e6)


def test_texts_in_the_middle_are_moved_down_for_qt(renderer: SymbolRenderer) -> None:
    assert renderer.symbol(INFANTRY).svg == '<svg><text y="12.6416" font-size="10">A</text></svg>'


def test_other_texts_stay(renderer: SymbolRenderer) -> None:
    assert renderer is not None
    plain = '<text x="1" y="10" font-size="10">y="3" dominant-baseline="middle"</text>'
    assert with_plain_baselines(plain) == plain
