"""milsymbol in Qt's engine draws what it draws in Node.js, and cannot be talked into more."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication

from baltic_desk.symbology.engine import ScriptError
from baltic_desk.symbology.symbols import SymbolRenderer, drawing_argument
from baltic_desk.ui.script_engine import QtScriptEngine, symbol_renderer

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden"
INFANTRY = "10031000161211020000"


@pytest.fixture(scope="module")
def engine(qapp: QCoreApplication) -> QtScriptEngine:
    assert qapp is not None
    made = QtScriptEngine()
    for path in ("build/milsymbol.js", "symbol_driver.js"):
        source = ROOT / "resources" / "symbology" / path
        made.load(source.name, source.read_text(encoding="utf-8"))
    return made


@pytest.fixture(scope="module")
def renderer(qapp: QCoreApplication) -> SymbolRenderer:
    assert qapp is not None
    return symbol_renderer()


def test_every_golden_case_is_drawn_as_in_node(qapp: QCoreApplication) -> None:
    assert qapp is not None
    fresh = QtScriptEngine()
    for path in ("build/milsymbol.js", "symbol_driver.js"):
        source = ROOT / "resources" / "symbology" / path
        fresh.load(source.name, source.read_text(encoding="utf-8"))
    cases = json.loads((GOLDEN / "sidc_cases.json").read_text(encoding="utf-8"))
    golden = json.loads((GOLDEN / "sidc_golden.json").read_text(encoding="utf-8"))["drawn"]
    assert len(cases) == len(golden) == 500
    for case, expected in zip(cases, golden, strict=True):
        argument = drawing_argument(case["sidc"], 40, case["options"])
        drawn: dict[str, Any] = json.loads(fresh.call("drawSymbol", argument))
        svg: str = drawn.pop("svg")
        found = {
            "sidc": case["sidc"],
            "svg_sha256": hashlib.sha256(svg.encode()).hexdigest(),
            **drawn,
        }
        assert found == expected


def test_golden_cases_are_of_the_version_in_the_lock() -> None:
    lock = json.loads((ROOT / "resources/symbology/package-lock.json").read_text(encoding="utf-8"))
    golden = json.loads((GOLDEN / "sidc_golden.json").read_text(encoding="utf-8"))
    assert golden["milsymbol"] == lock["packages"]["node_modules/milsymbol"]["version"]


def test_no_warning_is_printed_on_loading(
    qapp: QCoreApplication, capfd: pytest.CaptureFixture[str]
) -> None:
    assert qapp is not None
    symbol_renderer()
    captured = capfd.readouterr()
    assert captured.out == captured.err == ""


def test_anchor_of_a_headquarters_is_the_foot_of_its_staff(renderer: SymbolRenderer) -> None:
    unit = renderer.symbol(INFANTRY, size=100)
    headquarters = renderer.symbol("10031002161211020000", size=100)
    assert unit.anchor == unit.octagon_anchor
    left_of_middle = headquarters.octagon_anchor[0] - headquarters.anchor[0]
    below_middle = headquarters.anchor[1] - headquarters.octagon_anchor[1]
    assert left_of_middle == pytest.approx(75)  # half of a land unit's frame
    assert below_middle == pytest.approx(50 + 100)  # half of the frame, and the staff
    assert headquarters.anchor[1] <= headquarters.size[1]


def test_size_scales_everything(renderer: SymbolRenderer) -> None:
    small = renderer.symbol(INFANTRY, size=20, uniqueDesignation="2")
    large = renderer.symbol(INFANTRY, size=80, uniqueDesignation="2")
    assert large.size == pytest.approx([4 * length for length in small.size])
    assert large.anchor == pytest.approx([4 * length for length in small.anchor])


def test_validity(renderer: SymbolRenderer) -> None:
    assert renderer.symbol(INFANTRY).valid
    assert renderer.symbol("SFGPUCIZ---D---").valid
    assert renderer.symbol(INFANTRY + "0000000000").valid
    assert not renderer.symbol("10031000169999990000").valid
    assert not renderer.symbol("nonsense").valid


def test_a_unit_may_be_called_null(renderer: SymbolRenderer) -> None:
    assert renderer.symbol(INFANTRY, uniqueDesignation="null").valid


HOSTILE = (
    "<script>alert(1)</script>",
    "\"/><image xlink:href='file:///etc/passwd'/>",
    "]]></text><use/>",
    "'\\\"}); throw 1; ({",
    "\u2028\u2029\x00\x1b\ud800",
    "Å" * 100_000,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_letters_and_nothing_more(renderer: SymbolRenderer, text: str) -> None:
    symbol = renderer.symbol(INFANTRY, uniqueDesignation=text, type=text, higherFormation=text)
    elements = set(re.findall(r"<([a-zA-Z:]+)", symbol.svg))
    assert elements <= {"svg", "g", "path", "circle", "text"}
    assert symbol.size[0] < 3000
    assert not renderer.symbol(text).valid


def test_errors_name_the_script_and_the_line(engine: QtScriptEngine) -> None:
    with pytest.raises(ScriptError, match=r"broken\.js.*line 2"):
        engine.load("broken.js", "var fine = 1;\nnot javascript at all")
    with pytest.raises(ScriptError, match="no script has a function nothing"):
        engine.call("nothing", "{}")
    with pytest.raises(ScriptError, match="drawSymbol: SyntaxError"):
        engine.call("drawSymbol", "{")


def test_a_script_reaches_neither_files_nor_network(engine: QtScriptEngine) -> None:
    engine.load(
        "reach.js",
        "function reach() { return ['XMLHttpRequest', 'fetch', 'require', 'process', 'Qt',"
        " 'WebSocket', 'importScripts'].filter(function (name) {"
        " return typeof this[name] !== 'undefined'; }, this).join(); }",
    )
    assert engine.call("reach", "") == ""


@pytest.mark.slow
def test_the_control_measure_script_loads(qapp: QCoreApplication) -> None:
    """As published it does not parse here; the build transpiles it."""
    assert qapp is not None
    engine = QtScriptEngine()
    engine.load("host.js", "var self = this;")
    source = ROOT / "resources" / "symbology" / "build" / "mil-sym-ts.js"
    engine.load(source.name, source.read_text(encoding="utf-8"))
    engine.load("ask.js", "function ask() { return typeof C5Ren.WebRenderer; }")
    assert engine.call("ask", "") == "function"
