"""Time and size of the shipped lesson on paper, beside the same sheet as a picture.

    python tests/benchmarks/bench_sheets.py            the table
    python tests/benchmarks/bench_sheets.py --smoke    an A5 sheet, once; for CI

The alternative is what most map programs print: the sheet in pixels, at 150 to the inch.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from baltic_desk.document.document import Document
from baltic_desk.document.layout import Layout
from baltic_desk.io import open_any
from baltic_desk.paths import resource
from baltic_desk.ui.export.application import offscreen_application
from baltic_desk.ui.export.image import Means, own_means
from baltic_desk.ui.export.sheet.pages import export_sheet_steps

BUDGET_S, BUDGET_MB = 10.0, 15.0
CENTER = (22.0, 57.0)
TODAY = date(2026, 11, 29)
DPI = 150.0


def main() -> int:
    """Print the table; exit 1 when a budget is not met in the full run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--smoke", action="store_true", help="an A5 sheet, one run")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    runs = 1 if options.smoke else options.runs
    document = open_any(resource("scenarios", "lesson.geojson")).document
    layouts = (
        {"A5, 1:3 000 000": Layout(id="l", paper="A5", scale=3_000_000.0)}
        if options.smoke
        else {
            "A1, 1:1 000 000": Layout(id="l", paper="A1", scale=1_000_000.0),
            "A1, 1:1 000 000, military grid, hillshade": Layout(
                id="l", paper="A1", scale=1_000_000.0, grid="mgrs", hillshade=True
            ),
            "A3, 1:2 500 000": Layout(id="l", paper="A3", scale=2_500_000.0),
        }
    )
    met = True
    print(f"{'sheet':44} {'median':>8} {'p95':>8} {'size':>9}   beside a picture at {DPI:g} dpi")
    with offscreen_application(), tempfile.TemporaryDirectory() as folder:
        for name, layout in layouts.items():
            placed = Layout(
                id="l", paper=layout.paper, scale=layout.scale, grid=layout.grid,
                hillshade=layout.hillshade, lon=CENTER[0], lat=CENTER[1],
            )  # fmt: skip
            taken: list[float] = []
            pictures: list[float] = []
            pdf, png = Path(folder) / "sheet.pdf", Path(folder) / "sheet.png"
            for _ in range(runs):
                # Each with means of its own: nothing is known from the run before.
                taken.append(seconds(document, pdf, placed, own_means()))
                pictures.append(seconds(document, png, placed, own_means()))
            median, worst = statistics.median(taken), p95(taken)
            size_mb = pdf.stat().st_size / 1e6
            ratio = median / statistics.median(pictures)
            share = pdf.stat().st_size / png.stat().st_size
            print(
                f"{name:44} {median:7.2f}s {worst:7.2f}s {size_mb:6.1f} MB   "
                f"{ratio:.2f} × its time, {share:.2f} × its size"
            )
            met &= median <= BUDGET_S and size_mb <= BUDGET_MB
    return 0 if met or options.smoke else 1


def seconds(document: Document, out: Path, layout: Layout, means: Means) -> float:
    """How long a sheet takes."""
    begun = time.perf_counter()
    for _ in export_sheet_steps(document, out, layout, means, dpi=DPI, today=TODAY):
        pass
    return time.perf_counter() - begun


def p95(values: list[float]) -> float:
    """The 95th percentile; of few runs the slowest."""
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


if __name__ == "__main__":
    raise SystemExit(main())
