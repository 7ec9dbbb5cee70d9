"""Measures the frames of a presentation: units on their way, the camera on its way, both.

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_presenting.py [--smoke] [--json OUT]

"Paint" is what one frame costs; "interval" is from one frame to the next while Qt's own loop runs
and all else that the program does goes on, as on the wall. The alternative named beside them is the
editor's own map, shown at each moment of the same way with the units as a gesture's preview.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import perf_counter, sleep, thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from baltic_desk.app.presenting import Programme, programme_of
from baltic_desk.app.reaches import FieldCache
from baltic_desk.app.settings import Settings
from baltic_desk.app.stage_documents import StageDocuments
from baltic_desk.app.terrain_sources import TerrainShelf
from baltic_desk.document.session import Session
from baltic_desk.geo.basemap import BaseMap, open_basemap
from baltic_desk.symbology.script_worker import ScriptWorker
from baltic_desk.symbology.symbols import SymbolRenderer, scripts
from baltic_desk.tools.tool import Preview
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.late_engine import LateScriptEngine
from baltic_desk.ui.map.backdrop import Backdrop
from baltic_desk.ui.map.relief import Reliefs
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.map.viewport import Camera
from baltic_desk.ui.present.figures import way
from baltic_desk.ui.present.flight import eased
from baltic_desk.ui.present.presentation import still_of
from baltic_desk.ui.present.scenery import SceneryMeans
from baltic_desk.ui.present.stage import Stage
from baltic_desk.ui.script_engine import script_engine
from baltic_desk.ui.symbol_pictures import SymbolPictures
from baltic_desk.ui.symbol_supply import SymbolSupply
from tests.lessons import lesson, moved

BUDGET_MS = 16.0
SIZES = ((1920, 1080), (3840, 2160))
SMOKE_SIZES = ((960, 540),)


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    units: int = 200
    frames: int = 120
    rounds: int = 3


SMOKE = Size(20, 12, 1)


def turn(stage: Stage, limit_s: float = 60.0, *conditions: Callable[[], bool]) -> None:
    """Let Qt's loop run until all is true."""
    begun = perf_counter()
    while not all(condition() for condition in conditions):
        QApplication.processEvents()
        sleep(0.001)
        if perf_counter() - begun > limit_s:
            raise TimeoutError("the stage does not come to rest")
    assert stage.isVisible()


def row(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "median": statistics.median(ordered),
        "p95": ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)],
        "max": ordered[-1],
    }


def paints(stage: Stage, frames: int) -> tuple[list[float], list[float]]:
    """Milliseconds to paint each of so many moments of the way that the stage is on: until it
    stands, and what of it was this thread's own work, whatever else the machine did."""
    transition = stage.transition
    assert transition is not None
    shares = [k / (frames - 1) for k in range(frames)]
    motion = stage.over.motion
    times: list[float] = []
    own: list[float] = []
    for share in shares:
        stage.over.motion = lambda painter, share=share: transition.paint(painter, share)
        begun, worked = perf_counter(), thread_time()
        stage.curtain.repaint()
        times.append((perf_counter() - begun) * 1000.0)
        own.append((thread_time() - worked) * 1000.0)
    stage.over.motion = motion
    return times, own


def intervals(stage: Stage) -> list[float]:
    """Milliseconds from each frame to the next, until the way is over."""
    motion = stage.over.motion
    assert motion is not None
    painted: list[float] = []

    def timed(painter: QPainter) -> None:
        motion(painter)
        painted.append(perf_counter())

    stage.over.motion = timed
    while stage.flying:
        QApplication.processEvents()
    return [(after - before) * 1000.0 for before, after in pairwise(painted)]


def ready(stage: Stage, programme: Programme, number: int) -> Callable[[], bool]:
    return lambda: not stage.flying and stage.is_ready(programme.own(number))


def measure(
    basemap: BaseMap, pictures: SymbolPictures, size: Size, screen: tuple[int, int]
) -> dict[str, dict[str, float]]:
    """All figures of one size of screen, by name."""
    document = lesson(size.units)
    settings = Settings()
    means = SceneryMeans(
        basemap, pictures, Reliefs(), Backdrop(), TerrainShelf(), FieldCache(), settings
    )
    stage = Stage(means, StageDocuments(document), "EXERCISE", 1.0)
    stage.resize(*screen)
    editor = MapView(basemap, pictures.beside(), reliefs=means.reliefs)
    editor.resize(*screen)
    first = document.steps()[0].view
    programme = programme_of(document, first)
    stage.show()
    wanted = [(programme.own(k), step) for k, step in enumerate(programme.steps)]
    stage.begin(wanted[0], still_of(editor))
    results: dict[str, dict[str, float]] = {}
    named = {
        "units move": (0, 1),
        "camera flies": (1, 2),
        "both": (0, 2),
    }
    for name, (start, end) in named.items():
        costs: list[float] = []
        works: list[float] = []
        gaps: list[float] = []
        for _ in range(size.rounds):
            stage.turn_to(wanted[start])
            turn(stage, 60.0, lambda: not stage.flying and stage.current.ready)
            stage.prepare([wanted[end]])
            turn(stage, 60.0, ready(stage, programme, end))
            stage.turn_to(wanted[end])
            cost, work = paints(stage, size.frames)
            costs += cost
            works += work
            stage.skip()
            stage.prepare([wanted[start]])
            turn(stage, 60.0, ready(stage, programme, start))
            stage.turn_to(wanted[start])
            gaps += intervals(stage)
        results[f"{name}: paint, ms"] = row(costs)
        results[f"{name}: own work of it, ms"] = row(works)
        results[f"{name}: interval, ms"] = row(gaps)
    results |= alternative(editor, stage, programme, size, screen)
    stage.finish()
    editor.close()
    return results


def alternative(
    editor: MapView, stage: Stage, programme: Programme, size: Size, screen: tuple[int, int]
) -> dict[str, dict[str, float]]:
    """The editor's own map on the way of "both", with what it can do: a camera and a preview."""
    before = lesson(size.units).snapshot()
    units = [feature for feature in before.features() if feature.id.startswith("u")]
    editor.set_document(before, Session(before))
    start, end = programme.steps[0].view, programme.steps[2].view
    editor.set_camera(Camera((start.lon, start.lat), start.width_m / screen[0]))
    editor.show()
    begun = perf_counter()
    while not editor.complete() and perf_counter() - begun < 60.0:
        QApplication.processEvents()
        sleep(0.001)
    ways = {u.id: way((0.0, 0.0), (0.9, 0.4)) for u in units}
    times: list[float] = []
    frames = max(size.frames // 4, 3)
    for k in range(frames):
        share = eased(k / (frames - 1))
        scale = start.width_m * (end.width_m / start.width_m) ** share / screen[0]
        lon = start.lon + share * (end.lon - start.lon)
        lat = start.lat + share * (end.lat - start.lat)
        begun = perf_counter()
        editor.set_camera(Camera((lon, lat), scale))
        there = ways[units[0].id][int(share * 64)]
        features = {u.id: moved(u, float(there[0]), float(there[1])) for u in units}
        editor.set_preview(Preview(features))
        editor.viewport().repaint()
        times.append((perf_counter() - begun) * 1000.0)
        QApplication.processEvents()
    assert stage.isVisible()
    return {"both, on the editor's map: paint, ms": row(times)}


def print_table(results: dict[str, dict[str, float]]) -> None:
    """A line for each row: its figures, its budget, and whether that is kept."""
    print(f"{'':52s}{'median':>10s}{'p95':>10s}{'max':>10s}{'budget':>14s}  met")
    for name, figures in results.items():
        line = f"{name:52s}" + "".join(f"{figures[key]:10.1f}" for key in figures)
        if "paint" in name and "editor" not in name:
            kept = figures["p95"] <= BUDGET_MS
            line += f"{f'p95 {BUDGET_MS:g}':>14s}  {'yes' if kept else 'NO'}"
        print(line)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a small scene, to see that it runs")
    parser.add_argument("--json", help="write the figures to a file")
    options = parser.parse_args()
    size = SMOKE if options.smoke else Size()
    load_fonts()
    supply = SymbolSupply(ScriptWorker(script_engine, scripts))
    pictures = SymbolPictures(SymbolRenderer(LateScriptEngine()), supply=supply)
    basemap = open_basemap()
    results: dict[str, dict[str, float]] = {}
    for screen in SMOKE_SIZES if options.smoke else SIZES:
        found = measure(basemap, pictures, size, screen)
        ours = found["both: paint, ms"]["median"]
        naive = found["both, on the editor's map: paint, ms"]["median"]
        results |= {f"{screen[0]}×{screen[1]} {name}": row for name, row in found.items()}
        print(f"{screen[0]}×{screen[1]}: {ours / naive:.2f} × the editor's map at each moment")
    print_table(results)
    supply.close()
    pictures.measures.close()
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    APPLICATION = QApplication(sys.argv[:1])
    sys.exit(main())
