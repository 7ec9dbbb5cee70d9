"""Time of the order of battle with 5,000 units: making it, the panel, selection, command lines.

    python tests/benchmarks/bench_orbat.py            the table
    python tests/benchmarks/bench_orbat.py --smoke    each once, with 500 units; for CI

The alternative is what one would write first: Qt's tree widget with an item for each unit, filled
by following each unit's superior, and expanded.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

import shiboken6
from msgspec.structs import replace
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QTreeWidget, QTreeWidgetItem

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Unit
from baltic_desk.document.moving import moved
from baltic_desk.document.orbat import Orbat
from baltic_desk.document.subordination import attached
from baltic_desk.ui.map.command_line_painting import paint_command_lines
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.theme import LIGHT
from baltic_desk.ui.map.viewport import Camera, Viewport
from baltic_desk.ui.panels.orbat import OrbatPanel
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.forces import corps
from tests.panel_desk import workspace

UNITS = 5000
LOAD_MS, FRAME_MS, TILE_MS = 300.0, 50.0, 50.0


def main() -> int:
    """Print the table; exit 1 when a budget is not met in the full run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--smoke", action="store_true", help="each once, with few units")
    options = parser.parse_args()
    units, runs = (500, 1) if options.smoke else (UNITS, 15)
    application = QApplication([])
    held = corps(units)
    with held.edit("Show") as change:
        change.put(replace(held.project, command_lines=True))
    pictures = SymbolPictures(symbol_renderer())
    plain_ms = measured_ms(lambda: filled_tree(held), runs)
    taken: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        panel = opened(held, pictures, application)
        taken.append((time.perf_counter() - start) * 1000.0)
        discarded(panel)
    rows = {
        "the order of battle itself": (measured_ms(lambda: Orbat.of(held), runs), FRAME_MS),
        "panel opened and painted": (taken, LOAD_MS),
        **on_an_open_panel(held, pictures, application, runs),
        **drawn(held, pictures, runs),
    }
    print(f"{units} units, {runs} runs; milliseconds. Qt's own tree filled with them: "
          f"{statistics.median(plain_ms):.0f}")  # fmt: skip
    print(f"{'':44}{'median':>8}{'p95':>8}{'budget':>8}{'ratio to tree':>15}")
    for name, (taken, budget_ms) in rows.items():
        median = statistics.median(taken)
        ratio = median / statistics.median(plain_ms)
        print(f"{name:44}{median:8.1f}{p95(taken):8.1f}{budget_ms:8.0f}{ratio:15.2f}")
    met = all(p95(taken) <= budget_ms for taken, budget_ms in rows.values())
    return 0 if met or options.smoke else 1


def opened(held: Document, pictures: SymbolPictures, application: QApplication) -> OrbatPanel:
    """The panel of a document, unfolded and on show."""
    panel = OrbatPanel(workspace(held), pictures)
    panel.resize(270, 620)
    panel.rows.fold(panel.rows.orbat.order, folded=False)
    panel.show()
    application.processEvents()
    panel.grab()
    panel.close()
    return panel


def discarded(panel: OrbatPanel) -> None:
    """A panel that is no more, so that it does not follow the document beside the next one."""
    shiboken6.delete(panel)


def on_an_open_panel(
    held: Document, pictures: SymbolPictures, application: QApplication, runs: int
) -> dict[str, tuple[list[float], float]]:
    """What is done while the panel is on show, with all rows unfolded."""
    desk = workspace(held)
    panel = OrbatPanel(desk, pictures)
    panel.resize(270, 620)
    panel.rows.fold(panel.rows.orbat.order, folded=False)
    panel.show()
    every = [feature.id for feature in held.features()]
    numbers = iter(range(10**9))

    def select_one() -> None:
        desk.session.select([every[next(numbers) * 37 % len(every)]])
        application.processEvents()

    def select_every() -> None:
        desk.session.select(every if len(desk.session.selection) < 2 else [])
        application.processEvents()

    def attach() -> None:
        target = "u1" if next(numbers) % 2 else "u2"
        with held.edit("Attach") as change:
            for feature in attached(held, Orbat.of(held), [every[-1]], target):
                change.put(feature)
        application.processEvents()

    def move() -> None:
        feature = held.feature(every[-1])
        assert feature is not None
        with held.edit("Move") as change:
            change.put(moved(feature, (20.0, 55.0), (20.01, 55.0)))
        application.processEvents()

    def fold() -> None:
        panel.rows.fold(["u1"], folded=not panel.rows.is_folded("u1"))
        application.processEvents()

    def look() -> None:
        panel.filter.text.setText("bat" if not panel.filter.text.text() else "")
        panel.filter.changed.emit()
        application.processEvents()

    rows = {
        "one unit selected on the map": (measured_ms(select_one, runs), FRAME_MS),
        "all units selected, and none": (measured_ms(select_every, 2 * runs), FRAME_MS),
        "a unit attached elsewhere": (measured_ms(attach, runs), 2 * FRAME_MS),
        "a unit moved": (measured_ms(move, runs), FRAME_MS),
        "a division folded, and unfolded": (measured_ms(fold, 2 * runs), FRAME_MS),
        "a word looked for, and all again": (measured_ms(look, 2 * runs), FRAME_MS),
    }
    panel.close()
    return rows


def drawn(
    held: Document, pictures: SymbolPictures, runs: int
) -> dict[str, tuple[list[float], float]]:
    """Command lines made and painted, for the whole force and for a little of it."""
    scene = Scene.of(held, "baltic-lcc")

    def make() -> None:
        scene.__dict__.pop("command_lines", None)
        assert scene.command_lines is not None

    rows = {"command lines made": (measured_ms(make, runs), FRAME_MS)}
    for name, size, metres in (("a tile, all in sight", 256, 1500.0), ("a tile near", 256, 50.0)):
        frame = Viewport.of(Camera((23.5, 57.0), metres), "baltic-lcc", size, size).frame()
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        means = Means(pictures)

        def paint(frame=frame, image=image, means=means) -> None:  # type: ignore[no-untyped-def]
            painter = QPainter(image)
            sheet = Sheet(painter, frame, LIGHT, means)
            for _ in paint_command_lines(sheet, scene.command_lines):
                pass
            painter.end()

        rows[f"command lines of {name}"] = (measured_ms(paint, runs), TILE_MS)
    return rows


def filled_tree(held: Document) -> None:
    """Qt's tree with an item for each unit."""
    tree = QTreeWidget()
    items: dict[str, QTreeWidgetItem] = {}
    for feature in held.features():
        assert isinstance(feature.properties, Unit)
        items[feature.id] = QTreeWidgetItem([feature.properties.designation or "", "", "", ""])
    for feature in held.features():
        assert isinstance(feature.properties, Unit)
        above = items.get(feature.properties.parent or "")
        if above is None:
            tree.addTopLevelItem(items[feature.id])
        else:
            above.addChild(items[feature.id])
    tree.expandAll()
    tree.resize(270, 620)
    tree.grab()


def measured_ms(act: Callable[[], object], runs: int) -> list[float]:
    """Milliseconds of each run."""
    taken: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000.0)
    return taken


def p95(taken: Sequence[float]) -> float:
    """The value that 95 % stay below."""
    return sorted(taken)[round(0.95 * (len(taken) - 1))]


if __name__ == "__main__":
    raise SystemExit(main())
