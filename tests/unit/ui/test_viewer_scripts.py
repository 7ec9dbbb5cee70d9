"""The viewer's own sums are those of the program: geodesics, projections, grid, packing, fans."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic_desk.document.feature import Unit
from baltic_desk.geo.clipping import joined
from baltic_desk.geo.distances import format_bearing, format_distance
from baltic_desk.geo.folding import folded
from baltic_desk.geo.geodesy import GEOD
from baltic_desk.geo.measure import format_scale
from baltic_desk.geo.measure import scale_bar as program_bar
from baltic_desk.geo.military_grid import mgrs
from baltic_desk.geo.projection import PROJECTIONS, Projection
from baltic_desk.paths import resource
from baltic_desk.symbology.engine import ScriptError
from baltic_desk.symbology.quick_engine import QuickScriptEngine, has_quick_engine
from baltic_desk.ui.export.viewer_packing import packed
from baltic_desk.ui.export.viewer_page import SCRIPTS, script_text
from baltic_desk.ui.export.viewer_projection import projection_row
from baltic_desk.ui.map.arrangement import arrangement, body_shift_px
from baltic_desk.ui.map.legible import on_ground

pytestmark = pytest.mark.skipif(not has_quick_engine(), reason="quickjs-ng is not installed")

SUMS = (
    "geodesy.js", "projections.js", "grid.js", "words.js", "unpacking.js", "colours.js",
    "camera.js", "arrangement.js",
)  # fmt: skip
CALLS = """
const atob = (text) => {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  let bits = 0, held = 0, out = "";
  for (const letter of text.replace(/=/g, "")) {
    held = (held << 6 | letters.indexOf(letter)) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += String.fromCharCode(held >> bits & 255);
    }
  }
  return out;
};
const calls = { geodesicInverse, geodesicDirect, mgrs, folded, distanceText, bearingText, scaleText,
  scaleBar, onGround, arranged,
  scaleFactor: (told, x, y) => scaleFactor(makeProjection(told), x, y),
  forward: (told, lon, lat) => makeProjection(told).forward(lon, lat),
  inverse: (told, x, y) => makeProjection(told).inverse(x, y),
  flightEnds: (from, to) => { const way = flight(from, to, 1000); return [way.at(0), way.at(1)]; },
  unpacked: (text, grid) => { const made = unpacked(text, grid);
    return { xy: [...made.xy], starts: [...made.starts], flags: [...made.flags] }; } };
function callOf(argument) {
  const [name, given] = JSON.parse(argument);
  return JSON.stringify(calls[name](...given));
}
"""

Call = Callable[..., object]


@pytest.fixture(scope="module")
def call() -> Call:
    engine = QuickScriptEngine()
    parts = [resource("viewer", name).read_text(encoding="utf-8") for name in SUMS]
    engine.load("viewer", "\n".join((*parts, CALLS)))

    def called(name: str, *given: object) -> object:
        return json.loads(engine.call("callOf", json.dumps([name, given])))

    return called


def test_all_scripts_together_parse() -> None:
    # A function that is not called is parsed all the same.
    QuickScriptEngine().load("page", f"function whole() {{\n{script_text()}\n}}")
    with pytest.raises(ScriptError):
        QuickScriptEngine().load("page", f"function whole() {{\n{script_text()}\n")


def test_every_script_of_the_folder_is_in_the_page() -> None:
    there = {path.name for path in resource("viewer", "page.html").parent.glob("*.js")}
    assert there == set(SCRIPTS)


def test_nothing_in_the_scripts_makes_mark_up_or_asks_for_anything() -> None:
    script = script_text()
    for word in (
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
        "fetch(", "XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon", "import(",
        "localStorage", "http:", "https:", "window.open",
    ):  # fmt: skip
        assert word not in script, word


near = st.tuples(st.floats(-30.0, 70.0), st.floats(35.0, 80.0))


@settings(max_examples=200, deadline=None)
@given(near, near)
def test_distances_and_bearings_are_those_of_the_geodesic(
    call: Call, start: tuple[float, float], end: tuple[float, float]
) -> None:
    bearing, _, distance = GEOD.inv(*start, *end)
    found = call("geodesicInverse", *start, *end)
    assert isinstance(found, dict)
    assert found["distance"] == pytest.approx(distance, abs=1e-3)
    if distance > 10.0:
        off = (found["bearing"] - bearing + 180.0) % 360.0 - 180.0
        assert abs(off) < 1e-6 * max(1.0, 1e6 / distance)
        lon, lat, _ = GEOD.fwd(*start, bearing, distance / 2)
        assert call("geodesicDirect", *start, bearing, distance / 2) == pytest.approx(
            [lon if abs(lon - start[0]) < 180 else lon + 360 * np.sign(start[0] - lon), lat],
            abs=1e-8,
        )


def test_no_distance_is_told_where_the_formula_has_none(call: Call) -> None:
    assert call("geodesicInverse", 0.0, 0.3, 179.7, -0.3) is None


@pytest.mark.parametrize("projection", PROJECTIONS.values(), ids=list(PROJECTIONS))
def test_projections_are_the_programs(call: Call, projection: Projection) -> None:
    told = projection_row(projection)
    for lon, lat in ((9.0, 51.5), (20.5, 54.7), (24.1, 56.95), (36.0, 67.0), (28.0, 60.0)):
        x, y = projection.forward_one((lon, lat))
        assert call("forward", told, lon, lat) == pytest.approx([x, y], abs=2e-3)
        assert call("inverse", told, x, y) == pytest.approx([lon, lat], abs=3e-8)
        assert call("scaleFactor", told, x, y) == pytest.approx(
            projection.scale_factor((lon, lat)), rel=2e-5
        )


@settings(max_examples=100, deadline=None)
@given(st.floats(-5.0, 45.0), st.floats(45.0, 72.0))
def test_grid_references_are_the_programs(call: Call, lon: float, lat: float) -> None:
    # To ten metres: a square's edge may fall between two sums.
    assert call("mgrs", lon, lat, 4) == mgrs((lon, lat), 4)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(-(2**40), 2**40), st.integers(-(2**31), 2**31)), min_size=1),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_packed_is_unpacked(call: Call, lines: list[list[tuple[int, int]]]) -> None:
    flags = [k % 4 for k in range(len(lines))]
    paths = joined([np.array(line, float) for line in lines])
    found = call("unpacked", packed(paths, 1.0, flags), 1.0)
    assert isinstance(found, dict)
    assert found["xy"] == [float(v) for line in lines for point in line for v in point]
    assert found["starts"] == paths.starts.tolist()
    assert found["flags"] == flags


@pytest.mark.parametrize(
    "name", ["Königsberg", "Świnoujście", "Åbo", "Großräschen", "Мінск", "Ķemeri (west)", "Łódź"]
)
def test_names_are_compared_as_in_the_program(call: Call, name: str) -> None:
    assert call("folded", name) == folded(name)


def test_numbers_are_written_as_in_the_program(call: Call) -> None:
    for metres in (3.25, 850.0, 999.4, 40_000.0, 123_456.0, 1_234_567.0):
        if metres >= 10.0:
            assert call("distanceText", metres) == format_distance(metres)
    for bearing in (0.0, 45.4, 359.6):
        assert call("bearingText", bearing) == format_bearing(bearing)
    for denominator in (250_000.0, 1_234_567.0):
        assert call("scaleText", denominator) == format_scale(denominator)
    for metres_per_px in (0.7, 53.0, 1600.0):
        bar = call("scaleBar", metres_per_px, 140)
        assert isinstance(bar, dict)
        assert bar["metres"] == pytest.approx(program_bar(metres_per_px, 140).length_m)
        assert bar["text"] == program_bar(metres_per_px, 140).label


def test_colours_are_made_legible_as_in_the_program(call: Call) -> None:
    for name in ("#1b4f72", "#d55e00", "#0072b2", "#7a4fb5", "#000000", "#b3261e"):
        for ground in ("#f1efe6", "#272c2e"):
            ours, its = call("onGround", name, ground), on_ground(name, ground)
            assert isinstance(ours, str)
            # Qt rounds each channel to a 256th on its way.
            apart = [abs(int(ours[k : k + 2], 16) - int(its[k : k + 2], 16)) for k in (1, 3, 5)]
            assert max(apart) <= 2, (name, ground, ours, its)


def test_stacks_fan_out_as_in_the_program(call: Call) -> None:
    chance = random.Random(5)
    for count in (1, 2, 5, 9, 30, 60):
        spread = 40.0 * count**0.5
        places = [(chance.uniform(0, spread), chance.uniform(0, spread)) for _ in range(count)]
        units = [
            Unit(overlay="o", sidc="10031000001211000000", size=chance.choice((1.0, 1.0, 1.5)))
            for _ in places
        ]
        px = np.array(places)
        its = arrangement(list(enumerate(units)), px, np.ones(count, bool), count).offset_px
        told = [
            {"at": [x, -y], "shift": body_shift_px(u), "size": u.size, "fan": True}
            for (x, y), u in zip(places, units, strict=True)
        ]
        ours = call("arranged", told, 1.0)
        assert isinstance(ours, list)
        assert np.abs(np.array(ours, float) - its).max() <= 1.0


def test_a_flight_begins_and_ends_where_it_should(call: Call) -> None:
    one, other = {"x": 0, "y": 0, "scale": 1500}, {"x": 3e5, "y": -2e5, "scale": 80}
    for start, end in ((one, other), (other, one), (one, {**one, "scale": 60})):
        first, last = call("flightEnds", start, end)  # type: ignore[misc]
        assert first == pytest.approx(start, rel=1e-6, abs=1.0)
        assert last == pytest.approx(end, rel=1e-6, abs=1.0)
