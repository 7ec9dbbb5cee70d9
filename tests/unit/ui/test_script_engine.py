"""milsymbol in each engine draws what it draws in Node.js, and cannot be talked into more."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication

from baltic_desk.symbology.control_measures import measures
from baltic_desk.symbology.engine import ScriptEngine, ScriptError
from baltic_desk.symbology.measure_drawing import MeasureRenderer
from baltic_desk.symbology.measure_examples import example
from baltic_desk.symbology.quick_engine import QuickScriptEngine
from baltic_desk.symbology.symbols import SymbolRenderer, drawing_argument
from baltic_desk.ui import script_engine
from baltic_desk.ui.script_engine import QtScriptEngine, symbol_renderer

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden"
INFANTRY = "10031000161211020000"


ENGINES = (QtScriptEngine, QuickScriptEngine)


@pytest.fixture(scope="module", params=ENGINES)
def engine(qapp: QCoreApplication, request: pytest.FixtureRequest) -> ScriptEngine:
    assert qapp is not None
    made: ScriptEngine = request.param()
    for path in ("build/milsymbol.js", "symbol_driver.js"):
        source = ROOT / "resources" / "symbology" / path
        made.load(source.name, source.read_text(encoding="utf-8"))
    return made


@pytest.fixture(scope="module", params=ENGINES)
def renderer(qapp: QCoreApplication, request: pytest.FixtureRequest) -> SymbolRenderer:
    assert qapp is not None
    return SymbolRenderer(request.param())


def test_every_golden_case_is_drawn_as_in_node(engine: ScriptEngine) -> None:
    cases = json.loads((GOLDEN / "sidc_cases.json").read_text(encoding="utf-8"))
    golden = json.loads((GOLDEN / "sidc_golden.json").read_text(encoding="utf-8"))["drawn"]
    assert len(cases) == len(golden) == 500
    for case, expected in zip(cases, golden, strict=True):
        argument = drawing_argument(case["sidc"], 40, case["options"])
        drawn: dict[str, Any] = json.loads(engine.call("drawSymbol", argument))
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


def test_errors_name_the_script_and_the_line(engine: ScriptEngine) -> None:
    with pytest.raises(ScriptError, match=r"broken\.js.*line 2"):
        engine.load("broken.js", "var fine = 1;\nnot javascript at all")
    with pytest.raises(ScriptError, match="no script has a function nothing"):
        engine.call("nothing", "{}")
    with pytest.raises(ScriptError, match="drawSymbol: SyntaxError"):
        engine.call("drawSymbol", "{")


def test_a_script_reaches_neither_files_nor_network(engine: ScriptEngine) -> None:
    engine.load(
        "reach.js",
        "function reach() { return ['XMLHttpRequest', 'fetch', 'require', 'process', 'Qt',"
        " 'WebSocket', 'importScripts'].filter(function (name) {"
        " return typeof this[name] !== 'undefined'; }, this).join(); }",
    )
    assert engine.call("reach", "") == ""


@pytest.mark.slow
@pytest.mark.parametrize("make", ENGINES)
def test_the_control_measure_script_loads(
    qapp: QCoreApplication, make: Callable[[], ScriptEngine]
) -> None:
    """As published it does not parse here; the build transpiles it."""
    assert qapp is not None
    engine = make()
    engine.load("host.js", "var self = this;")
    source = ROOT / "resources" / "symbology" / "build" / "mil-sym-ts.js"
    engine.load(source.name, source.read_text(encoding="utf-8"))
    engine.load("ask.js", "function ask() { return typeof C5Ren.WebRenderer; }")
    assert engine.call("ask", "") == "function"


def test_without_quickjs_qt_runs_the_scripts(
    qapp: QCoreApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert qapp is not None
    assert isinstance(script_engine.script_engine(), QuickScriptEngine)
    monkeypatch.setattr(script_engine, "has_quick_engine", lambda: False)
    assert isinstance(script_engine.script_engine(), QtScriptEngine)


def test_a_script_without_end_or_bounds_is_an_error_and_the_next_call_works() -> None:
    engine = QuickScriptEngine(limit_bytes=32 * 1024 * 1024, limit_s=0.2)
    engine.load(
        "greedy.js",
        "var kept = []; function endless() { for (;;) {} }"
        "function greedy() { for (;;) kept.push(new Array(1000).fill(1)); }"
        "function count() { return JSON.stringify(kept.length); }"
        "function deep() { return deep() + 1; }",
    )
    for function, told in (("endless", "too long"), ("greedy", "too much memory"), ("deep", "")):
        with pytest.raises(ScriptError, match=rf"^{function}: .*{told}"):
            engine.call(function, "")
        assert engine.call("count", "") == "0"


def test_both_engines_draw_the_same_control_measures(qapp: QCoreApplication) -> None:
    assert qapp is not None
    ours, theirs = (MeasureRenderer(make()) for make in (QuickScriptEngine, QtScriptEngine))

    for each in measures("15")[::6]:
        request = example(each, width_px=200, height_px=140)
        assert ours.drawing(request) == theirs.drawing(request), each
