"""Measures what an altitude control waits for: lines of sight over terrain, and their threshold.

    python tests/benchmarks/bench_coverage.py [--smoke] [--json OUT]

Twenty emitters around the Baltic over the shipped terrain, a mast of 24 m and 400 km each. "Update"
is the reach of all of them at one altitude with areas, blind areas and edges; "new emitter" is its
visibility field and the same for it. Beside them stands the straightforward way: for each ray
PROJ's points, their heights, and a loop outward that stops where the target sinks out of sight,
all again for each altitude, without islands, areas or edges.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import psutil

from baltic_desk.coverage.line_of_sight import STANDARD_K
from baltic_desk.coverage.reach import reach
from baltic_desk.coverage.reach_outlines import edge_stretches, visible_area
from baltic_desk.coverage.viewshed import BEARINGS, Emitter, VisibilityField, visibility_field
from baltic_desk.geo.geodesy import EARTH_RADIUS_M, GEOD
from baltic_desk.geo.terrain import Elevation, coarse_elevation

RANGE_M = 400_000.0
MAST_M = 24.0
ALTITUDES_M = (10.0, 30.0, 100.0, 300.0, 1_000.0, 3_000.0, 10_000.0, 15_000.0)
BUDGETS = {"update of 20 emitters, ms": 100.0, "new emitter, ms": 1_000.0}
PLACES = (
    (20.5, 54.7), (21.4, 54.9), (19.95, 54.6), (22.2, 54.9), (25.3, 54.7), (24.1, 56.9),
    (26.7, 58.4), (24.7, 59.4), (22.4, 57.6), (21.0, 56.5), (18.6, 54.4), (16.2, 54.2),
    (18.3, 57.6), (16.6, 56.9), (22.3, 60.4), (25.0, 60.2), (28.3, 57.8), (30.3, 59.9),
    (15.0, 55.2), (12.6, 55.7),
)  # fmt: skip


def picture(field: VisibilityField, altitude_m: float, *, above_ground: bool) -> int:
    """All that a map needs of one emitter; the number of crossings of the edge."""
    seen = reach(field, altitude_m, above_ground=above_ground)
    visible_area(seen)
    edge_stretches(seen)
    return len(seen.bearing)


def swept(emitter: Emitter, terrain: Elevation, altitude_m: float, bearings: int) -> list[float]:
    """The straightforward way: farthest range above ground for each of some bearings, metres."""
    lon, lat = emitter.position
    radius_m = STANDARD_K * EARTH_RADIUS_M
    step_m, count = 500.0, int(RANGE_M / 500.0)
    here_m = float(terrain.heights(np.array([lon]), np.array([lat]))[0]) + emitter.antenna_m
    farthest: list[float] = []
    for bearing_deg in np.linspace(0.0, 360.0, bearings, endpoint=False):
        line = GEOD.fwd_intermediate(
            lon,
            lat,
            bearing_deg,
            npts=count,
            del_s=step_m,
            initial_idx=1,
            terminus_idx=1,
            return_back_azimuth=True,
        )
        ground = terrain.heights(np.array(line.lons), np.array(line.lats)).tolist()
        highest, reached = -math.inf, 0.0
        for index, height in enumerate(ground):
            angle = (index + 1) * step_m / radius_m
            rise, sine = math.cos(angle), math.sin(angle)
            up = radius_m + height
            highest = max(highest, (up * rise - radius_m - here_m) / (up * sine))
            up += altitude_m
            # What ground in sight stands on is seen as well, to the last digit.
            if not (up * rise - radius_m - here_m) / (up * sine) >= highest:
                break
            reached = (index + 1) * step_m
        farthest.append(reached)
    return farthest


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds that passed, and of this process's processors: the rest is other programs'."""
    begun, used = perf_counter(), process_time()
    work()
    return (perf_counter() - begun) * 1000.0, (process_time() - used) * 1000.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="few emitters, to see that it runs")
    parser.add_argument("--json", help="write the figures to a file")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    places, rounds = (PLACES[:2], 1) if options.smoke else (PLACES, options.rounds)
    altitudes_m = ALTITUDES_M[:2] if options.smoke else ALTITUDES_M
    terrain = coarse_elevation()
    before = psutil.Process().memory_info().rss
    fields: list[VisibilityField] = []
    new_ms: list[tuple[float, float]] = []

    def add(place: tuple[float, float]) -> None:
        fields.append(visibility_field(Emitter(place, MAST_M), terrain, RANGE_M))
        picture(fields[-1], 100.0, above_ground=True)

    for round_ in range(rounds):
        fields.clear()
        for place in places:
            new_ms.append(timed(lambda place=place: add(place)))
        if round_ == 0:
            grown_mb = (psutil.Process().memory_info().rss - before) / 2**20

    def update(altitude_m: float, above_ground: bool) -> None:
        for field in fields:
            picture(field, altitude_m, above_ground=above_ground)

    update_ms = [
        timed(lambda altitude_m=altitude_m, above=above: update(altitude_m, above))
        for _ in range(rounds)
        for altitude_m in altitudes_m
        for above in (False, True)
    ]
    bearings = 24 if options.smoke else 180
    naive_ms: list[float] = []
    for altitude_m in altitudes_m:
        begun = perf_counter()
        found = swept(Emitter(places[0], MAST_M), terrain, altitude_m, bearings)
        naive_ms.append((perf_counter() - begun) * 1000.0 * BEARINGS / bearings)
        ours = reach(fields[0], altitude_m, above_ground=True).continuous_m
        differ = np.abs(ours[:: BEARINGS // bearings] - np.array(found)) > 2_500.0
        assert differ.mean() < 0.05, "the two ways must come to the same"
    rows = {
        f"update of {len(places)} emitters, ms": [each[0] for each in update_ms],
        "new emitter, ms": [each[0] for each in new_ms],
        "  processor time of the update": [each[1] for each in update_ms],
        "  processor time of the new emitter": [each[1] for each in new_ms],
        f"straightforward, update of {len(places)} (from one), ms": [
            each * len(places) for each in naive_ms
        ],
        "straightforward, new emitter, ms": naive_ms,
    }
    figures = {
        name: {"median": statistics.median(some), "p95": float(np.percentile(some, 95))}
        for name, some in rows.items()
    }
    print(f"{len(places)} emitters of {RANGE_M / 1000:g} km, {BEARINGS} bearings, {rounds} rounds")
    print(f"{'':52s}{'median':>10s}{'p95':>10s}{'budget':>9s}  met")
    for name, row in figures.items():
        line = f"{name:52s}{row['median']:10.1f}{row['p95']:10.1f}"
        if name in BUDGETS:
            line += f"{BUDGETS[name]:9g}  {'yes' if row['p95'] <= BUDGETS[name] else 'NO'}"
        print(line)
    update_name, new_name, _, _, naive_update, naive_new = figures
    for ours_name, naive_name in ((update_name, naive_update), (new_name, naive_new)):
        ratio = figures[naive_name]["median"] / figures[ours_name]["median"]
        print(f"{ours_name}: the straightforward way takes {ratio:.0f} times as long")
    print(f"memory grown: {grown_mb:.0f} MB, {grown_mb / len(places):.1f} MB an emitter")
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
