"""Time to load and save a project of 50,000 features, beside the standard library's JSON.

    python tests/benchmarks/bench_files.py            the table
    python tests/benchmarks/bench_files.py --smoke    a small project, once; for CI

The mix is that of a full desk: of 13 features 10 are units, 1 is a filled ring and 2 are lines.
The alternative is what one would write first: `json.loads` and a dictionary of features by id;
`json.dumps` of that. It validates nothing and keeps no types. Saving as the desk does it, looked at
before the file is replaced, stands beside saving without that, both in the processor's time; its
longest step is for how long the window does not answer meanwhile.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from baltic_desk.app.saving import SaveJob
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Line, Unit
from baltic_desk.document.in_steps import Steps
from baltic_desk.document.outline import new_line, new_point, new_ring
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry
from baltic_desk.io.project import dumps, loads
from baltic_desk.io.save import SaveResult, save

BUDGETS_S = {"load": 1.0, "save": 0.5, "desk": 3.0, "step": 0.15}


def main() -> int:
    """Print the table; exit 1 when a budget is not met in the full run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--smoke", action="store_true", help="1,000 features, one run")
    parser.add_argument("--features", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    count, runs = (1_000, 1) if options.smoke else (options.features, options.runs)
    document = project_of(count)
    data = dumps(document)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "project.geojson"

        def load_by_type() -> None:
            assert len(loads(path.read_bytes()).document) == count + 2

        def save_atomically() -> None:
            save(path, dumps(document))

        def load_plainly() -> None:
            tree = json.loads(path.read_bytes())
            assert len({feature["id"]: feature for feature in tree["features"]}) == count

        path.write_bytes(data)
        steps_s: list[float] = []

        def save_on_the_desk() -> None:
            steps_s.append(longest_step_s(SaveJob(document, None, path, None).steps()))

        load_s, save_s = measured(load_by_type, runs), measured(save_atomically, runs)
        desk_s = measured(save_on_the_desk, runs, time.process_time)
        plainer_s = measured(save_atomically, runs, time.process_time)
        # Made only now: the collector would go through it while the others are measured.
        tree = json.loads(data)

        def save_plainly() -> None:
            path.write_bytes(json.dumps(tree).encode())

        rows = [
            ("load", load_s, measured(load_plainly, runs)),
            ("save", save_s, measured(save_plainly, runs)),
            ("desk", desk_s, plainer_s),
            ("step", steps_s[-runs:], save_s),
        ]
    print(f"{count:,} features, {len(data) / 1e6:.1f} MB, {runs} runs; seconds")
    print(f"{'':6}{'median':>8}{'p95':>8}{'budget':>8}{'beside':>8}{'ratio':>7}")
    for name, own_s, plain_s in rows:
        median_s, other_s = statistics.median(own_s), statistics.median(plain_s)
        print(
            f"{name:6}{median_s:8.3f}{np.percentile(own_s, 95):8.3f}{BUDGETS_S[name]:8.2f}"
            f"{other_s:8.3f}{median_s / other_s:7.2f}"
        )
    kept = all(statistics.median(own_s) <= BUDGETS_S[name] for name, own_s, _ in rows)
    return 0 if kept or options.smoke else 1


def project_of(count: int) -> Document:
    """A project with that many features, always the same ones."""
    chance = np.random.default_rng(2022)
    places = [
        (float(lon), float(lat))
        for lon, lat in zip(
            chance.uniform(10, 35, count), chance.uniform(53, 66, count), strict=True
        )
    ]
    overlay = Overlay(id="o", name="Overlay")
    features = [feature_of(number, place, chance) for number, place in enumerate(places)]
    records = (overlay, *features)
    return Document([Entry(record, float(rank)) for rank, record in enumerate(records)])


def feature_of(number: int, place: tuple[float, float], chance: np.random.Generator) -> Feature:
    """A unit, every thirteenth time a ring, twice a line of twelve positions."""
    if number % 13 == 10:
        radius_m = float(chance.choice([40_000.0, 120_000.0, 250_000.0]))
        return new_ring(f"r{number}", place, radius_m, overlay="o", name=f"Ring {number}")
    if number % 13 > 10:
        steps = np.cumsum(chance.normal(0, 0.02, (12, 2)), axis=0) + place
        line = [(float(lon), float(lat)) for lon, lat in steps]
        return new_line(f"l{number}", Line(overlay="o", name=f"Line {number}"), line)
    sidc = "10031000161211020000"
    unit = Unit(overlay="o", name=f"Unit {number}", sidc=sidc, designation=str(number))
    return new_point(f"u{number}", unit, place)


def longest_step_s(steps: Steps[SaveResult | None]) -> float:
    """Seconds of the longest step of work that is done to its end."""
    longest_s = 0.0
    while True:
        start = time.perf_counter()
        try:
            next(steps)
        except StopIteration as end:
            assert end.value is not None  # noqa: PT017 - what came of it
            return longest_s
        longest_s = max(longest_s, time.perf_counter() - start)


def measured(
    work: Callable[[], None], runs: int, clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Seconds of each run, after one to warm up where there are several."""
    if runs > 1:
        work()
    found: list[float] = []
    for _ in range(runs):
        gc.collect()
        start = clock()
        work()
        found.append(clock() - start)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
