"""Measures what it takes to make pictures and slides of the shipped lesson.

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_exports.py [--smoke] [--json OUT]

"4K PNG" is a step of the lesson, 3840 × 2160, written to a file; the alternative beside it draws
the same and leaves the encoding to Qt. "PPTX" is a file with a 4K picture for each step; the
alternative beside it is a PNG file of each of those pictures and no presentation.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtGui import QImage, QPainter

from baltic_desk.document.document import Document
from baltic_desk.io import open_any
from baltic_desk.paths import resource
from baltic_desk.ui.export import slide_files
from baltic_desk.ui.export.application import offscreen_application
from baltic_desk.ui.export.drawing import Steps, draw
from baltic_desk.ui.export.encoding import png_bytes
from baltic_desk.ui.export.image import Means, export_steps, own_means, page_steps, paper_of
from baltic_desk.ui.export.slide_files import SlideShow, slide_file_steps
from baltic_desk.ui.export.step_picture import picture_of_step

BUDGET_S = {"4K PNG": 3.0}
STEP = 1


def taken(steps: Steps) -> object:
    """Take all the steps; what they come to."""
    try:
        while True:
            next(steps)
    except StopIteration as end:
        return end.value


def png(document: Document, out: Path, means: Means, width: int) -> None:
    made, picture = picture_of_step(
        document, document.steps()[STEP], 1280, 720, pixels_per_px=width / 1280
    )
    taken(export_steps(made, out, picture, means))


def png_by_qt(document: Document, out: Path, means: Means, width: int) -> None:
    """The same drawing, encoded in one go."""
    made, picture = picture_of_step(
        document, document.steps()[STEP], 1280, 720, pixels_per_px=width / 1280
    )
    page = taken(page_steps(made, picture, means))
    image = QImage(width, width * 9 // 16, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    parts = paper_of(made, picture, page, means).parts  # type: ignore[arg-type]
    taken(draw(painter, parts, "raster", width / 1280))
    painter.end()
    out.write_bytes(png_bytes(image))


def pptx(document: Document, out: Path, means: Means, _width: int) -> None:
    _, picture = picture_of_step(document, document.steps()[0], 1280, 720)
    taken(slide_file_steps(document, out, SlideShow(picture), means))


def pngs(document: Document, out: Path, means: Means, width: int) -> None:
    """A picture of each step, without a presentation."""
    for number, step in enumerate(document.steps()):
        made, picture = picture_of_step(document, step, 1232, 626, pixels_per_px=width / 1232)
        taken(export_steps(made, out.with_name(f"{number}.png"), picture, means))


Export = Callable[[Document, Path, Means, int], None]
CASES: tuple[tuple[str, str, Export, Export], ...] = (
    ("4K PNG", "4k.png", png, png_by_qt),
    ("PPTX, a slide for each step", "lesson.pptx", pptx, pngs),
)


def measured(export: Export, document: Document, out: Path, means: Means, width: int, rounds: int):
    """Seconds of so many rounds by the clock, and of the processor's own."""
    times: list[float] = []
    own: list[float] = []
    for _ in range(rounds):
        begun, worked = perf_counter(), process_time()
        export(document, out, means, width)
        times.append(perf_counter() - begun)
        own.append(process_time() - worked)
    return times, own


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="small, to see that it runs")
    parser.add_argument("--json", help="write the figures to a file")
    options = parser.parse_args()
    width = 320 if options.smoke else 3840
    slide_files.PICTURE_PX = width
    document = open_any(resource("scenarios", "lesson.geojson")).document
    if options.smoke:
        with document.edit("Fewer") as change:
            for step in document.steps()[STEP + 1 :]:
                change.remove(step.id)
    results: dict[str, dict[str, float]] = {}
    with offscreen_application(), tempfile.TemporaryDirectory() as folder:
        means = own_means()
        head = ("median", "p95", "own work", "beside", "size, MB")
        print(f"{'':34s}" + "".join(f"{name:>10s}" for name in head))
        for name, file, export, alternative in CASES:
            out = Path(folder) / file
            rounds = 1 if options.smoke else 7 if file.endswith("png") else 2
            if file.endswith("png"):
                export(document, out, means, width)  # symbols and terrain are read once
            times, own = measured(export, document, out, means, width, rounds)
            size = out.stat().st_size / 1e6
            beside, _ = measured(alternative, document, out, means, width, rounds)
            ordered = sorted(times)
            median = statistics.median(ordered)
            p95 = ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)]
            ratio = median / statistics.median(beside)
            figures = (median, p95, statistics.median(own), ratio, size)
            results[name] = dict(zip(head, figures, strict=True))
            budget = BUDGET_S.get(name)
            kept = (
                ""
                if budget is None
                else f"  budget {budget:g} s: {'kept' if median <= budget else 'NOT KEPT'}"
            )
            print(f"{name:34s}" + "".join(f"{figure:10.2f}" for figure in figures) + kept)
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
