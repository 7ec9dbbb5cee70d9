# ruff: noqa: E402  (the platform is chosen, and the clock started, before Qt is imported)
"""Measures the map on the screen against a naive pyqtgraph version of the same scene.

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_canvas.py [--smoke] [--json OUT]

Frames are real ones: input at 60 Hz, painted by Qt's own event loop with tiles being made in
between. A frame's time runs from the input until the picture stands, so a slice of tile work that
was in the way counts.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
START = perf_counter()

import psutil
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Line, RangeRing, Unit
from baltic_desk.document.moving import moved_features
from baltic_desk.document.outline import new_line, new_parametric, new_point
from baltic_desk.document.project import Overlay
from baltic_desk.document.session import Session
from baltic_desk.document.store import Entry
from baltic_desk.geo.basemap import open_basemap
from baltic_desk.symbology.script_worker import ScriptWorker
from baltic_desk.symbology.symbols import SymbolRenderer, scripts
from baltic_desk.tools.tool import NOTHING, Preview
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.late_engine import LateScriptEngine
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.map.viewport import Camera
from baltic_desk.ui.script_engine import script_engine
from baltic_desk.ui.symbol_pictures import SymbolPictures
from baltic_desk.ui.symbol_supply import SymbolSupply

FRAME_S = 1 / 60
GLIDE_S = 0.015
CLASSES = (
    "anti-ship", "air-defence", "surface-to-surface", "sensor", "electronic-warfare", "other",
)  # fmt: skip
CODES = [
    f"100{identity}{symbol_set}00{echelon:02d}{entity}0000"
    for identity in "3614"
    for symbol_set, entity in (("10", "121100"), ("10", "120500"), ("10", "130300"),
                               ("15", "111000"), ("30", "120200"), ("01", "110100"))
    for echelon in (14, 15, 16)
]  # fmt: skip
VIEWS = {
    "region": ((20.5, 58.5), 1500.0),
    "gulf": ((24.5, 59.3), 400.0),
    "mid": ((24.5, 59.5), 100.0),
    "close": ((24.75, 59.45), 25.0),
}

BUDGETS = (
    ("first useful frame", ("median", 1.5)),
    ("pan", ("p95", 8.0)),
    ("zoom", ("p95", 8.0)),
    ("drag a unit with three rings", ("p95", 8.0)),
    ("sharp after a notch", ("median", 250.0)),
    ("RSS", ("median", 400.0)),
)
"""What a figure may be at most, by the beginning of its name."""


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    units: int = 5000
    rings: int = 500
    lines: int = 1000
    frames: int = 150
    width: int = 1920
    height: int = 1080
    notches: int = 6
    rest_s: float = 0.6
    """Before panning, so that relief and overview come before it is measured."""
    naive_frames: int = 5
    naive_level: int = -1
    """Of the base map's levels, the last of which is the finest."""


SMOKE = Size(300, 30, 60, 8, 960, 540, notches=2, rest_s=0.1, naive_frames=1, naive_level=0)


def document(size: Size) -> Document:
    """Labelled units, filled rings and lines all over the region, the same each time."""
    chance = random.Random(7)
    entries = [Entry(Overlay(id="overlay", name="All"), 1.0)]

    def place() -> tuple[float, float]:
        return chance.uniform(14.0, 30.0), chance.uniform(53.5, 62.0)

    def add(feature: object) -> None:
        entries.append(Entry(feature, float(len(entries) + 1)))  # type: ignore[arg-type]

    for k in range(size.rings):
        lon, lat = place()
        ring = RangeRing(
            overlay="overlay", name=f"R{k}", center_lon=lon, center_lat=lat,
            radius_max_m=chance.uniform(10e3, 120e3), ring_class=chance.choice(CLASSES),
        )  # fmt: skip
        add(new_parametric(f"ring{k}", ring))
    for k in range(size.lines):
        line = [place()]
        for _ in range(20):
            line.append((line[-1][0] + chance.gauss(0, 0.1), line[-1][1] + chance.gauss(0, 0.05)))
        add(new_line(f"line{k}", Line(overlay="overlay"), line))
    for k in range(size.units):
        unit = Unit(overlay="overlay", sidc=chance.choice(CODES), designation=f"{k} BN")
        add(new_point(f"unit{k}", unit, place()))
    lon, lat = VIEWS["gulf"][0]
    dragged = Unit(overlay="overlay", sidc=CODES[0], designation="S-400")
    add(new_point("dragged", dragged, (lon, lat)))
    for k, radius_m in enumerate((40e3, 120e3, 250e3)):
        ring = RangeRing(
            overlay="overlay", name="Reach", center_lon=lon, center_lat=lat, radius_max_m=radius_m,
            ring_class="air-defence", anchor="dragged",
        )  # fmt: skip
        add(new_parametric(f"reach{k}", ring))
    return Document(entries)


class TimedView(MapView):
    """A map that notes when it was painted last."""

    painted = 0.0
    turned = 0.0
    """When the wheel was turned, until the first frame of the zoom begins."""
    began = 0.0
    due = 0.0
    """When the last frame of a zoom began, and when it should have."""

    def _glide_a_frame(self) -> None:
        now = perf_counter()
        # The first frame is due when the wheel turns, each other an interval after the one before.
        self.due = self.turned or min(self.began + GLIDE_S, now)
        self.turned, self.began = 0.0, now
        super()._glide_a_frame()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted = perf_counter()


def events() -> None:
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


def frames(view: TimedView, count: int, act: Callable[[int], None]) -> list[float]:
    """Milliseconds from input to picture, at 60 inputs a second."""
    times: list[float] = []
    for k in range(count):
        begun = perf_counter()
        act(k)
        while view.painted < begun:
            events()
        times.append((view.painted - begun) * 1000)
        while perf_counter() - begun < FRAME_S:
            events()
    return times


def glide(view: TimedView, begun: float) -> list[float]:
    """Milliseconds until each frame of a zoom stands, from the wheel's notch or the moment at which
    the timer should have begun it: one that comes late counts as slow."""
    times: list[float] = []
    last = begun
    while view.gliding:
        events()
        if view.painted > last:
            last = view.painted
            times.append((last - view.due) * 1000)
    return times


def settle(view: MapView, limit_s: float = 60.0) -> float:
    """Seconds until all in sight is painted."""
    begun = perf_counter()
    while not view.complete() and perf_counter() - begun < limit_s:
        events()
    return perf_counter() - begun


def idle(seconds: float) -> None:
    until = perf_counter() + seconds
    while perf_counter() < until:
        events()


def row(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "median": statistics.median(ordered),
        "p95": ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)],
        "max": ordered[-1],
    }


def measure(size: Size) -> dict[str, dict[str, float]]:
    """All figures, by name."""
    results: dict[str, dict[str, float]] = {}
    load_fonts()
    supply = SymbolSupply(ScriptWorker(script_engine, scripts))
    supply.start()
    view = TimedView(
        open_basemap(), SymbolPictures(SymbolRenderer(LateScriptEngine()), supply=supply)
    )
    view.resize(size.width, size.height)
    made = document(size)
    built = perf_counter()
    view.set_document(made, Session(made))
    center, scale = VIEWS["region"]
    view.set_camera(Camera(center, scale))
    view.show()
    while view.picture.mosaic.coverage(view.picture.grid(view.shown)) < 0.5:
        events()
    results["first useful frame, s"] = {"median": perf_counter() - START}
    results["  of it making the scene's document, s"] = {"median": built - BUILD}
    settle(view)
    results["all sharp, s"] = {"median": perf_counter() - START}
    for name, (center, scale) in VIEWS.items():
        view.set_camera(Camera(center, scale))
        settle(view)
        idle(size.rest_s)
        results[f"pan {name}"] = row(frames(view, size.frames, lambda _: view.pan_px(-20.0, 4.0)))
        view.set_camera(Camera(center, scale))
        settle(view)
        sharp: list[float] = []
        times: list[float] = []
        for notch in range(size.notches):
            factor = 1.35 if notch % 2 == 0 else 1 / 1.35
            begun = perf_counter()
            view.turned = begun
            view.zoom(factor * 1.001**notch, (size.width * 0.4, size.height * 0.6))
            times += glide(view, begun)
            settle(view)
            sharp.append((perf_counter() - begun) * 1000)
            idle(size.rest_s / 6)
        results[f"zoom {name}"] = row(times)
        results[f"sharp after a notch {name}"] = row(sharp)
    results |= drags(view, made, size)
    results["RSS, MB"] = {"median": psutil.Process().memory_info().rss / 2**20}
    view.close()
    supply.close()
    return results


def drags(view: TimedView, made: Document, size: Size) -> dict[str, dict[str, float]]:
    """Dragging a unit with three rings, and a unit alone."""
    results: dict[str, dict[str, float]] = {}
    start = VIEWS["gulf"][0]
    for name, ids in (
        ("drag a unit with three rings", ("dragged", "reach0", "reach1", "reach2")),
        ("drag a unit", ("dragged",)),
    ):
        view.set_camera(Camera(start, 400.0))
        settle(view)
        features = [feature for i in ids if (feature := made.feature(i)) is not None]

        def act(k: int, features: list = features) -> None:  # type: ignore[type-arg]
            end = (start[0] + 0.01 * k, start[1] + 0.004 * k)
            view.set_preview(Preview(moved_features(features, start, end)))

        results[name] = row(frames(view, size.frames, act))
        view.set_preview(NOTHING)
        settle(view)
    return results


def budget_of(name: str) -> tuple[str, float] | None:
    """Which of a row's figures has a budget, and how much it may be."""
    return next((budget for start, budget in BUDGETS if name.startswith(start)), None)


def print_table(results: dict[str, dict[str, float]]) -> None:
    """A line for each row: its figures, its budget, and whether that is kept."""
    print(f"{'':36s}{'median':>10s}{'p95':>10s}{'max':>10s}{'budget':>16s}  met")
    for name, figures in results.items():
        line = f"{name:36s}"
        for key in ("median", "p95", "max"):
            line += f"{figures[key]:10.1f}" if key in figures else " " * 10
        budget = budget_of(name)
        if budget is not None:
            key, most = budget
            line += f"{f'{key} {most:g}':>16s}  {'yes' if figures[key] <= most else 'NO'}"
        print(line)


def print_ratios(results: dict[str, dict[str, float]]) -> None:
    """How many times as long the naive version takes."""
    for name in VIEWS:
        for what in ("pan", "zoom"):
            ours, naive = results[f"{what} {name}"], results[f"naive {what} {name}"]
            print(f"{what} {name}: {naive['median'] / ours['median']:.0f} times as fast as naive")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a small scene, to see that it runs")
    parser.add_argument("--json", help="write the figures to a file")
    parser.add_argument("--no-naive", action="store_true", help="leave out the naive version")
    options = parser.parse_args()
    size = SMOKE if options.smoke else Size()
    results = measure(size)
    if not options.no_naive:
        from naive_canvas import measure_naive

        results |= measure_naive(
            document(size),
            size.width,
            size.height,
            VIEWS,
            frames=size.naive_frames,
            level=size.naive_level,
        )
    print_table(results)
    if not options.no_naive:
        print_ratios(results)
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    APPLICATION = QApplication(sys.argv[:1])
    BUILD = perf_counter()
    sys.exit(main())
