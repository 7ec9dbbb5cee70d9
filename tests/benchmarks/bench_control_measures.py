"""Measures how a hundred control measures are drawn anew for another scale, and what they hold up.

    python tests/benchmarks/bench_control_measures.py [--smoke] [--json OUT]

In the real window: the map is set to scales that it did not have, and a timer of 1 ms notes how
long it had to wait for its turn. Sharp is the map when all tiles in sight have been painted with
the drawings for their scale. Beside quickjs-ng on its thread stands Qt's engine on the same thread,
which keeps the interpreter lock; beside both the same map without measures. Each way runs in a
process of its own, in turn, `--rounds` times.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time, thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from baltic_desk.app.settings import Settings
from baltic_desk.document.document import Document
from baltic_desk.document.feature import ControlMeasure, Feature
from baltic_desk.document.measure_numbers import with_azimuths, with_distances
from baltic_desk.document.measure_rules import FIELDS, rule_for
from baltic_desk.document.measures import new_measure
from baltic_desk.document.project import Overlay
from baltic_desk.document.session import Session
from baltic_desk.document.store import Entry
from baltic_desk.geo.basemap import open_basemap
from baltic_desk.symbology.control_measures import Measure, measures
from baltic_desk.symbology.engine import ScriptEngine
from baltic_desk.symbology.measure_examples import CENTER, METRES_PER_PX, example
from baltic_desk.symbology.measure_scripts import scripts
from baltic_desk.symbology.quick_engine import QuickScriptEngine
from baltic_desk.symbology.script_worker import ScriptWorker
from baltic_desk.symbology.symbols import SymbolRenderer
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.late_engine import LateScriptEngine
from baltic_desk.ui.map.measure_pictures import key_of
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.map.viewport import Camera
from baltic_desk.ui.measure_supply import MeasureSupply
from baltic_desk.ui.script_engine import QtScriptEngine
from baltic_desk.ui.symbol_pictures import SymbolPictures

ENGINES: dict[str, Callable[[], ScriptEngine]] = {
    "quickjs-ng, thread": QuickScriptEngine,
    "Qt's engine, thread": QtScriptEngine,
}
OURS = next(iter(ENGINES))
BUDGETS = {"sharp, ms": 250.0, "largest stall, ms": 50.0}
SCALES = (380.0, 330.0, 290.0, 350.0, 310.0, 270.0, 360.0, 300.0)
"""Metres to the pixel, none of them twice: the drawings of all are new."""
ACROSS, APART = 12, (0.72, 0.27)
SIZE_PX = (110.0, 80.0)


def document(count: int) -> Document:
    """Measures of as many sorts as there are, side by side in sight."""
    overlay = Entry(Overlay(id="o", name="All"), 1.0)
    sorts = measures("15")
    step = max(1, len(sorts) // max(count, 1))
    entries = [overlay]
    for k in range(count):
        feature = placed(sorts[k * step % len(sorts)], k)
        entries.append(Entry(feature, float(k + 2)))
    return Document(entries)


def placed(measure: Measure, number: int) -> Feature:
    """A measure at its place in the rows; on the ground it is as large as SIZE_PX at 300 m/px."""
    grown = 300.0 / METRES_PER_PX
    told = example(measure, width_px=SIZE_PX[0] * grown, height_px=SIZE_PX[1] * grown)
    east = (number % ACROSS - (ACROSS - 1) / 2) * APART[0]
    north = (4.0 - number // ACROSS) * APART[1]
    points = [(CENTER[0] + east + (x - CENTER[0]), y + north) for x, y in told.points]
    rule = rule_for(told.sidc)
    assert rule is not None
    texts = {FIELDS[letter]: text for letter, text in told.amplifiers if letter in FIELDS}
    said = with_distances(ControlMeasure(overlay="o", sidc=told.sidc, **texts), told.distances_m)
    return new_measure(f"m{number}", with_azimuths(said, told.azimuths_deg), points, rule.form)


class Gaps:
    """How long a timer of 1 ms waits for its turn, and for how much of it this thread was busy: the
    rest are other threads that hold the lock, and other programs."""

    def __init__(self) -> None:
        self.longest_ms = 0.0
        self.busiest_ms = 0.0
        self._last = perf_counter()
        self._last_busy = thread_time()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self.longest_ms = self.busiest_ms = 0.0
        self._last, self._last_busy = perf_counter(), thread_time()
        self._timer.start(1)

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now, busy = perf_counter(), thread_time()
        self.longest_ms = max(self.longest_ms, (now - self._last) * 1000.0)
        self.busiest_ms = max(self.busiest_ms, (busy - self._last_busy) * 1000.0)
        self._last, self._last_busy = now, busy


def run(engine: str, count: int, steps: int, rest_s: float) -> dict[str, list[float]]:
    """Figures of one process; those of each step in their order."""
    load_fonts()
    supply = MeasureSupply(ScriptWorker(ENGINES[engine], scripts))
    pictures = SymbolPictures(SymbolRenderer(LateScriptEngine()), measures=supply)
    view = MapView(open_basemap(), pictures, theme=THEMES[Settings().theme])
    view.resize(1920, 1080)
    view.set_camera(Camera((CENTER[0], CENTER[1]), 400.0))
    view.show()
    until(lambda: view.complete(), 30.0)
    until(lambda: False, rest_s)  # relief and overview come now, not while it is measured
    bare = [sharp_ms(view, scale) for scale in SCALES[:steps]]
    made = document(count)
    process, gaps = psutil.Process(), Gaps()
    before = process.memory_info().rss
    gaps.start()
    begun = perf_counter()
    view.set_document(made, Session(made))
    until(lambda: supply.warm, 30.0)
    load_ms = (perf_counter() - begun) * 1000.0
    gaps.stop()
    load_stall = gaps.longest_ms
    until(lambda: view.complete(), 60.0)
    found: dict[str, list[float]] = {
        "sharp, ms": [],
        "  all drawn, ms": [],
        "  processor time, ms": [],
        "largest stall, ms": [],
        "  this thread busy, ms": [],
        "sharp without measures, ms": bare,
        "first drawing after, ms": [load_ms],
        "largest stall at load, ms": [load_stall],
    }
    for scale in SCALES[:steps]:
        scale *= 1.01
        drawn_at: list[float] = []

        def drawn(at: list[float] = drawn_at) -> bool:
            if not at and all_drawn(view):
                at.append(perf_counter())
            return view.complete()

        gaps.start()
        begun, used = perf_counter(), process_time()
        view.set_camera(Camera((CENTER[0], CENTER[1]), scale))
        until(drawn, 60.0)
        found["  processor time, ms"].append((process_time() - used) * 1000.0)
        found["sharp, ms"].append((perf_counter() - begun) * 1000.0)
        gaps.stop()
        assert drawn_at or all_drawn(view)
        last = drawn_at[0] if drawn_at else perf_counter()
        found["  all drawn, ms"].append((last - begun) * 1000.0)
        found["largest stall, ms"].append(gaps.longest_ms)
        found["  this thread busy, ms"].append(gaps.busiest_ms)
    found["memory grown, MB"] = [(process.memory_info().rss - before) / 2**20]
    view.close()
    supply.close()
    return found


def sharp_ms(view: MapView, scale: float) -> float:
    begun = perf_counter()
    view.set_camera(Camera((CENTER[0], CENTER[1]), scale))
    until(lambda: view.complete(), 60.0)
    return (perf_counter() - begun) * 1000.0


def all_drawn(view: MapView) -> bool:
    """Whether all measures are there for the scale shown."""
    scale = view.picture.mosaic.metres_per_px
    scene = view.picture.scene(Settings().projection)
    return all(key_of(shape, scale).scale in shape.drawn for shape in scene.shapes)


def until(true: Callable[[], bool], limit_s: float) -> None:
    end = perf_counter() + limit_s
    while not true() and perf_counter() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


def in_a_process(engine: str, count: int, steps: int, rest_s: float) -> dict[str, list[float]]:
    """One run in a process of its own."""
    command = [sys.executable, __file__, "--engine", engine, "--count", str(count)]
    command += ["--steps", str(steps), "--rest", str(rest_s)]
    with tempfile.TemporaryDirectory() as own:
        environment = {**os.environ, "BALTIC_DESK_STATE": own, "BALTIC_DESK_CONFIG": own}
        ended = subprocess.run(
            command, capture_output=True, text=True, check=True, env=environment, timeout=300
        )
    return json.loads(ended.stdout.splitlines()[-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="few measures, to see that it runs")
    parser.add_argument("--json", help="write the figures to a file")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--engine", choices=tuple(ENGINES), help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--steps", type=int, default=len(SCALES), help=argparse.SUPPRESS)
    parser.add_argument("--rest", type=float, default=1.5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        application = QApplication(sys.argv[:1])
        print(json.dumps(run(options.engine, options.count, options.steps, options.rest)))
        del application
        return 0
    count, rounds, steps, rest_s = options.count, options.rounds, options.steps, options.rest
    if options.smoke:
        count, rounds, steps, rest_s = 12, 1, 2, 0.1
    runs: dict[str, list[dict[str, list[float]]]] = {engine: [] for engine in ENGINES}
    for _ in range(rounds):
        for engine, kept in runs.items():
            kept.append(in_a_process(engine, count, steps, rest_s))
    results = {engine: figures(kept) for engine, kept in runs.items()}
    print(f"{count} measures, {rounds} rounds of {steps} new scales")
    print(f"{'':24s}{'':28s}{'median':>9s}{'p95':>9s}{'budget':>9s}  met")
    for engine, rows in results.items():
        for name, row in rows.items():
            line = f"{engine:24s}{name:28s}{row['median']:9.1f}{row['p95']:9.1f}"
            if name in BUDGETS and engine == OURS:
                line += f"{BUDGETS[name]:9g}  {'yes' if row['p95'] <= BUDGETS[name] else 'NO'}"
            print(line)
    ours, theirs = results.values()
    ratios = {name: theirs[name]["median"] / max(ours[name]["median"], 1e-9) for name in ours}
    print("Qt's engine / quickjs-ng:", *(f"{n.strip()} {r:.2f} ×;" for n, r in ratios.items()))
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=1), encoding="utf-8")
    return 0


def figures(kept: list[dict[str, list[float]]]) -> dict[str, dict[str, float]]:
    """Median and 95th percentile over all steps of all rounds."""
    found: dict[str, dict[str, float]] = {}
    for name in kept[0]:
        every = sorted(number for one in kept for number in one[name])
        last = min(len(every) - 1, int(0.95 * len(every)))
        found[name] = {"median": statistics.median(every), "p95": every[last]}
    return found


if __name__ == "__main__":
    sys.exit(main())
