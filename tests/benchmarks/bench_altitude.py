"""Measures the altitude control in the real window: from a move of the slider to the picture.

    python tests/benchmarks/bench_altitude.py [--smoke] [--json OUT] [--size 1280x720] [--compare]

Twenty air-defence systems around the Baltic, 400 km each, antennas of 24 m, over the shipped
terrain. "Update" is from a move of the slider, as the bar gets it, to the map with the reach at
that altitude painted. "New emitter" is from the twenty-first being put into the document to its
final edge on the map. "Stall" is the longest time in which the window could not have answered: the
longest single event handled. With `--compare` all of it is measured while published ranges stand
left of a divider; a "frame" is the painting of the whole view after a step of the divider, or of a
pan, which is measured without a comparison, too.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
import numpy as np
import psutil
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from baltic_desk.app.altitude_comparison import Comparison
from baltic_desk.app.settings import Settings
from baltic_desk.document.altitude import Altitude
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.outline import new_ring
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry
from baltic_desk.geo.basemap import open_basemap
from baltic_desk.ui.altitude_slider import PLACES, altitude_at
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.chrome import apply_chrome
from baltic_desk.ui.fonts import load_fonts

for _folder in ("STATE", "CONFIG", "CACHE"):
    os.environ[f"BALTIC_DESK_{_folder}"] = tempfile.mkdtemp(prefix="bench-altitude-")

RANGE_M = 400_000.0
MAST_M = 24.0
BUDGETS = {"update, ms": 100.0, "new emitter, ms": 1_000.0, "longest stall, ms": 50.0}
REGION = (10.0, 52.0, 32.0, 62.0)
EMITTERS = (
    (20.5, 54.7), (21.4, 54.9), (19.95, 54.6), (22.2, 54.9), (25.3, 54.7), (24.1, 56.9),
    (26.7, 58.4), (24.7, 59.4), (22.4, 57.6), (21.0, 56.5), (18.6, 54.4), (16.2, 54.2),
    (18.3, 57.6), (16.6, 56.9), (22.3, 60.4), (25.0, 60.2), (28.3, 57.8), (30.3, 59.9),
    (15.0, 55.2), (12.6, 55.7),
)  # fmt: skip
NEW = ((23.3, 56.0), (17.9, 59.3), (27.5, 53.9), (14.5, 53.4), (21.5, 61.5))


class Watched(QApplication):
    """Tells how long the longest event took."""

    longest_s = 0.0
    _depth = 0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        begun = perf_counter()
        self._depth += 1
        try:
            return super().notify(receiver, event)
        finally:
            self._depth -= 1
            if self._depth == 0:
                self.longest_s = max(self.longest_s, perf_counter() - begun)


class Ask:
    """Nobody is asked anything."""

    def __getattr__(self, question: str) -> Callable[..., None]:
        def answer(*_arguments: object, **_options: object) -> None:
            raise AssertionError(f"the benchmark was asked: {question}")

        return answer


def emitter(number: int, place: tuple[float, float]) -> Feature:
    """An air-defence system's ring."""
    made = new_ring(f"r{number}", place, RANGE_M, overlay="o")
    seeing = msgspec.structs.replace(
        made.properties, ring_class="air-defence", antenna_height_m=MAST_M
    )
    return msgspec.structs.replace(made, properties=seeing)


def until(application: Watched, done: Callable[[], bool], longest_s: float = 60.0) -> None:
    """Handle events until something is so."""
    end = perf_counter() + longest_s
    tick = QTimer()
    tick.start(5)
    # Waiting for events and not spinning: a person's window does not keep a processor busy either.
    while not done():
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        assert perf_counter() < end, "it never came"


class Bench:
    """The window with all emitters in it."""

    def __init__(self, application: Watched, size: tuple[int, int], emitters: int) -> None:
        self.application = application
        self.desk = DeskWindow(Ask(), Settings(), open_basemap())  # type: ignore[arg-type]
        self.desk.show()
        self.desk.window.resize(*size)
        rings = [emitter(k, place) for k, place in enumerate(EMITTERS[:emitters])]
        records = (Overlay(id="o", name="Emitters"), *rings)
        document = Document([Entry(each, float(k)) for k, each in enumerate(records, start=1)])
        self.desk.workspace.adopt(document)
        self.desk.view.fit(REGION)
        self.desk.window.show_panel("altitude", shown=True)
        self.shown = Altitude(100.0)
        self.desk.altitude.give(self.shown)
        until(application, self.settled)

    def settled(self) -> bool:
        """Whether reach is final and painted, and nothing is going on."""
        desk = self.desk
        reaches = desk.altitude.reaches
        return (
            reaches is not None
            and reaches.provisional == 0
            and len(reaches.items) == len(list(desk.workspace.document.features()))
            and not desk.altitude.supply.busy
            and desk.view.complete()
        )

    def painted(self) -> bool:
        """Whether the map shows reach at the altitude that is shown."""
        reaches, picture = self.desk.altitude.reaches, self.desk.view.picture
        return (
            reaches is not None
            and reaches.altitude == self.desk.altitude.shown
            and picture.reach_is_painted(self.desk.view.shown)
        )

    def update(self, altitude_m: float) -> tuple[float, float]:
        """Milliseconds from a move of the slider to the picture, and of this process's processors.

        The frame is painted synchronously in the end, so that it is counted.
        """
        begun, used = perf_counter(), process_time()
        self.desk.altitude_bar.slider.moved.emit(altitude_m)
        until(self.application, self.painted)
        self.desk.view.viewport().repaint()
        return (perf_counter() - begun) * 1000.0, (process_time() - used) * 1000.0

    def pan(self) -> float:
        """Milliseconds that a frame of a pan takes."""
        begun = perf_counter()
        self.desk.view.pan_px(-6.0, 2.0)
        self.desk.view.viewport().repaint()
        return (perf_counter() - begun) * 1000.0

    def divide(self, share: float) -> float:
        """Milliseconds from a step of the divider to the whole map painted anew."""
        begun = perf_counter()
        self.desk.compare.divider.moved.emit(share)
        self.desk.view.viewport().repaint()
        return (perf_counter() - begun) * 1000.0

    def add(self, number: int, place: tuple[float, float]) -> float:
        """Milliseconds from a new emitter to its final edge on the map."""
        begun = perf_counter()
        with self.desk.workspace.document.edit("Add") as change:
            change.put(emitter(number, place))
        self.application.processEvents()
        until(self.application, lambda: self.is_final(f"r{number}") and self.painted())
        self.desk.view.viewport().repaint()
        return (perf_counter() - begun) * 1000.0

    def is_final(self, ring_id: str) -> bool:
        """Whether the terrain has been looked at for a ring."""
        reaches = self.desk.altitude.reaches
        item = None if reaches is None else reaches.by_id.get(ring_id)
        return item is not None and not item.provisional


def measured(bench: Bench, rounds: int, new: int) -> dict[str, list[float]]:
    """All figures, in milliseconds."""
    application = bench.application
    places = np.linspace(0, PLACES, 15).round().astype(int).tolist()
    found: dict[str, list[float]] = {"update, ms": [], "  processor time of it": []}
    found |= {"update above sea level, ms": [], "new emitter, ms": []}
    application.longest_s = 0.0
    for _ in range(rounds):
        for above, name in (("ground", "update, ms"), ("sea", "update above sea level, ms")):
            bench.desk.altitude.give(replace(bench.desk.altitude.chosen, above=above))
            until(application, bench.settled)
            for place in places:
                passed, used = bench.update(altitude_at(place))
                found[name].append(passed)
                if above == "ground":
                    found["  processor time of it"].append(used)
            bench.desk.altitude_bar.settle()
    found["longest stall, ms"] = [application.longest_s * 1000.0]
    application.longest_s = 0.0
    found["frame of a pan, ms"] = []
    for _ in range(40):
        found["frame of a pan, ms"].append(bench.pan())
        application.processEvents()
    if bench.desk.workspace.comparison is not None:
        shares = np.linspace(0.1, 0.9, 41).tolist()
        found["frame of the divider, ms"] = [bench.divide(share) for share in shares]
    until(application, bench.settled)
    found["longest stall in a pan, ms"] = [application.longest_s * 1000.0]
    bench.desk.view.fit(REGION)
    until(application, bench.settled)
    application.longest_s = 0.0
    for k in range(new):
        found["new emitter, ms"].append(bench.add(100 + k, NEW[k]))
        until(application, bench.settled)
    found["longest stall with a new emitter, ms"] = [application.longest_s * 1000.0]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="few emitters, to see that it runs")
    parser.add_argument("--json", help="write the figures to a file")
    parser.add_argument("--size", default="1280x720", help="of the window, pixels")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--compare", action="store_true", help="beside published ranges")
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    application = Watched([])
    load_fonts()
    apply_chrome(application, "light")
    before = psutil.Process().memory_info().rss
    bench = Bench(application, (width, height), 2 if options.smoke else len(EMITTERS))
    grown_mb = (psutil.Process().memory_info().rss - before) / 2**20
    if options.compare:
        bench.desk.workspace.compare(Comparison())
        until(application, bench.settled)
        until(application, lambda: bench.desk.compare.areas is not None)
    rows = measured(bench, 1 if options.smoke else options.rounds, 1 if options.smoke else len(NEW))
    fields_mb = bench.desk.workspace.fields.held_bytes / 2**20
    bench.desk.workspace.document.history.mark_clean()
    bench.desk.close()
    figures = {
        name: {
            "median": float(np.median(some)),
            "p95": float(np.percentile(some, 95)),
            "most": max(some),
        }
        for name, some in rows.items()
    }
    print(f"{len(EMITTERS)} emitters of {RANGE_M / 1000:g} km, window {options.size}")
    print(f"{'':42s}{'median':>10s}{'p95':>10s}{'most':>10s}{'budget':>9s}  met")
    for name, row in figures.items():
        line = f"{name:42s}{row['median']:10.1f}{row['p95']:10.1f}{row['most']:10.1f}"
        budget = BUDGETS.get(
            name.replace(" above sea level", "")
            .replace(" with a new emitter", "")
            .replace(" in a pan", "")
        )
        if budget is not None:
            line += f"{budget:9g}  {'yes' if row['p95'] <= budget else 'NO'}"
        print(line)
    print(f"memory: {grown_mb:.0f} MB with the window, of them fields {fields_mb:.0f} MB")
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
