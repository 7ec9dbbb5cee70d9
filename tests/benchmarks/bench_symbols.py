"""Measures how a thousand symbols never seen before come onto the map, and what they hold up.

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_symbols.py [--smoke] [--json OUT]

In the real window: the map is panned all the while (or at rest, as said), and a timer of 1 ms notes
how long it had to wait for its turn. Beside quickjs-ng on its thread stand Qt's engine on the same
thread, which keeps the interpreter lock, and all symbols drawn at once where they are painted. Each
way runs in a process of its own, `--rounds` times.
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
from itertools import product
from pathlib import Path
from time import perf_counter, process_time, thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from baltic_desk.app.settings import Settings
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Unit
from baltic_desk.document.outline import new_point
from baltic_desk.document.project import Overlay
from baltic_desk.document.session import Session
from baltic_desk.document.store import Entry
from baltic_desk.geo.basemap import open_basemap
from baltic_desk.symbology.engine import ScriptEngine
from baltic_desk.symbology.quick_engine import QuickScriptEngine
from baltic_desk.symbology.script_worker import ScriptWorker
from baltic_desk.symbology.symbols import SymbolRenderer, scripts
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.late_engine import LateScriptEngine
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.map.viewport import Camera
from baltic_desk.ui.script_engine import QtScriptEngine
from baltic_desk.ui.symbol_pictures import SymbolPictures
from baltic_desk.ui.symbol_supply import SymbolSupply

AT_REST = "quickjs-ng, map at rest"
ENGINES: dict[str, Callable[[], ScriptEngine] | None] = {
    "quickjs-ng, thread": QuickScriptEngine,
    AT_REST: QuickScriptEngine,
    "Qt's engine, thread": QtScriptEngine,
    "drawn where painted": None,
}
BUDGETS = {"ready, s": 1.2, "largest stall, ms": 50.0}
ENTITIES = ("121100", "120500", "130300", "121105", "140700", "160000", "150600", "121000")
PAN_S = 1 / 60


def document(count: int) -> Document:
    """Units of which no two look alike, a little apart so that all show their texts."""
    looks = product("3614", ("10",), ENTITIES, range(11, 24))
    codes = [f"100{i}{s}00{echelon:02d}{entity}0000" for i, s, entity, echelon in looks]
    entries = [Entry(Overlay(id="o", name="All", amplifiers="all", declutter="none"), 1.0)]
    across = 40
    for k in range(count):
        place = (20.0 + 0.17 * (k % across), 59.4 - 0.11 * (k // across))
        unit = Unit(overlay="o", sidc=codes[k % len(codes)], designation=f"{k} BN")
        entries.append(Entry(new_point(f"u{k}", unit, place), float(k + 2)))
    return Document(entries)


class Gaps:
    """How long a timer of 1 ms waits for its turn, and for how much of it this thread was busy: the
    rest are other threads that hold the lock, and other programs."""

    def __init__(self) -> None:
        self.longest_ms = 0.0
        self.busiest_ms = 0.0
        self.over_16_ms = 0
        self._last = perf_counter()
        self._last_busy = thread_time()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._last, self._last_busy = perf_counter(), thread_time()
        self._timer.start(1)

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now = perf_counter()
        gap_ms = (now - self._last) * 1000.0
        self.longest_ms = max(self.longest_ms, gap_ms)
        self.over_16_ms += gap_ms > 16.7
        busy = thread_time()
        self.busiest_ms = max(self.busiest_ms, (busy - self._last_busy) * 1000.0)
        self._last, self._last_busy = now, thread_time()


def measure(engine: str, count: int, rest_s: float) -> dict[str, float]:
    """One run in this process."""
    load_fonts()
    make = ENGINES[engine]
    supply = None if make is None else SymbolSupply(ScriptWorker(make, scripts))
    pictures = SymbolPictures(SymbolRenderer(LateScriptEngine()), supply=supply)
    view = MapView(open_basemap(), pictures, theme=THEMES[Settings().theme])
    view.resize(1920, 1080)
    view.set_camera(Camera((23.3, 58.0), 420.0))
    view.show()
    until(lambda: view.complete(), 30.0)
    until(lambda: False, rest_s)  # relief and overview come now, not while it is measured
    gaps, before = Gaps(), psutil.Process().memory_info().rss
    if supply is not None:
        # Loading counts as well: it is what holds the lock longest.
        gaps.start()
        supply.start()
        until(lambda: False, 0.4 * rest_s)
        gaps.stop()
    load_ms = gaps.longest_ms
    made = document(count)
    view.set_document(made, Session(made))
    gaps = Gaps()
    gaps.start()
    begun = perf_counter()
    panned = [begun]

    def pan() -> bool:
        if engine != AT_REST and perf_counter() - panned[0] >= PAN_S:
            panned[0] = perf_counter()
            view.pan_px(1.0 if int(panned[0] * 2) % 2 else -1.0, 0.0)
        return kept(view) >= count

    used = process_time()
    until(pan, 60.0)
    ready, used = perf_counter() - begun, process_time() - used
    until(lambda: pan() and view.complete(), 60.0)
    painted = perf_counter() - begun
    gaps.stop()
    grown = (psutil.Process().memory_info().rss - before) / 2**20
    result = {
        "ready, s": ready,
        "  processor time of it, s": used,
        "all painted, s": painted,
        "largest stall, ms": gaps.longest_ms,
        "  this thread busy, ms": gaps.busiest_ms,
        "stalls over a frame": float(gaps.over_16_ms),
        "largest stall at load, ms": load_ms,
        "memory grown, MB": grown,
        "pictures, MB": pictures.kept_bytes / 2**20,
    }
    view.close()
    if supply is not None:
        supply.close()
    return result


def kept(view: MapView) -> int:
    """How many pictures there are."""
    return len(view.picture.means.pictures)


def until(true: Callable[[], bool], limit_s: float) -> None:
    end = perf_counter() + limit_s
    while not true() and perf_counter() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


def atlas(count: int) -> dict[str, float]:
    """Microseconds to draw a symbol from pictures of its own, and from one large picture."""
    load_fonts()
    pictures = SymbolPictures(SymbolRenderer(QuickScriptEngine()))
    made = document(count)
    images: list[QImage] = []
    for feature in made.features():
        unit = feature.properties
        assert isinstance(unit, Unit)
        options = {"uniqueDesignation": unit.designation}
        images.append(pictures.picture(unit.sidc, options, 26.0, 1.0).image)
    wide, high = max(i.width() for i in images), max(i.height() for i in images)
    form = QImage.Format.Format_ARGB32_Premultiplied
    columns = 20
    sheet = QImage(wide * columns, high * (count // columns + 1), form)
    sheet.fill(0)
    painter = QPainter(sheet)
    for k, image in enumerate(images):
        painter.drawImage(k % columns * wide, k // columns * high, image)
    painter.end()
    target = QImage(1920, 1080, QImage.Format.Format_RGB32)
    painter = QPainter(target)
    times: dict[str, list[float]] = {"own pictures, µs": [], "atlas, µs": []}
    for _ in range(15):
        begun = perf_counter()
        for k, image in enumerate(images):
            painter.drawImage(k * 37 % 1800, k * 53 % 1000, image)
        times["own pictures, µs"].append((perf_counter() - begun) / count * 1e6)
        begun = perf_counter()
        for k, image in enumerate(images):
            x, y = k % columns * wide, k // columns * high
            painter.drawImage(
                k * 37 % 1800, k * 53 % 1000, sheet, x, y, image.width(), image.height()
            )
        times["atlas, µs"].append((perf_counter() - begun) / count * 1e6)
    painter.end()
    return {name: statistics.median(some) for name, some in times.items()}


def in_a_process(engine: str, count: int, rest_s: float) -> dict[str, float]:
    """One run in a process of its own."""
    command = [sys.executable, __file__, "--engine", engine, "--count", str(count)]
    command += ["--rest", str(rest_s)]
    with tempfile.TemporaryDirectory() as own:
        environment = {**os.environ, "BALTIC_DESK_STATE": own, "BALTIC_DESK_CONFIG": own}
        ended = subprocess.run(
            command, capture_output=True, text=True, check=True, env=environment, timeout=300
        )
    return json.loads(ended.stdout.splitlines()[-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="few symbols, to see that it runs")
    parser.add_argument("--json", help="write the figures to a file")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engine", choices=tuple(ENGINES), help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--rest", type=float, default=1.5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        application = QApplication(sys.argv[:1])
        print(json.dumps(measure(options.engine, options.count, options.rest)))
        del application
        return 0
    count, rounds, rest_s = options.count, options.rounds, options.rest
    if options.smoke:
        count, rounds, rest_s = 60, 1, 0.1
    results: dict[str, dict[str, dict[str, float]]] = {}
    for engine in ENGINES:
        runs = [in_a_process(engine, count, rest_s) for _ in range(rounds)]
        results[engine] = {
            name: {
                "median": statistics.median(run[name] for run in runs),
                "p95": sorted(run[name] for run in runs)[-1],
            }
            for name in runs[0]
        }
    print(f"{count} symbols never seen, {rounds} rounds (p95: the worst of them)")
    print(f"{'':24s}{'':28s}{'median':>9s}{'p95':>9s}{'budget':>9s}  met")
    for engine, rows in results.items():
        for name, row in rows.items():
            line = f"{engine:24s}{name:28s}{row['median']:9.2f}{row['p95']:9.2f}"
            if name in BUDGETS and engine in ("quickjs-ng, thread", AT_REST):
                line += f"{BUDGETS[name]:9g}  {'yes' if row['p95'] <= BUDGETS[name] else 'NO'}"
            print(line)
    application = QApplication(sys.argv[:1])
    figures = atlas(60 if options.smoke else 1000)
    del application
    ratio = figures["own pictures, µs"] / figures["atlas, µs"]
    print(", ".join(f"{name} {figure:.2f}" for name, figure in figures.items()), f"({ratio:.2f} ×)")
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
