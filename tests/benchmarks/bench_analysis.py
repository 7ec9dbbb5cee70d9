"""Measures what merging, counting and exposure cost for twenty batteries of four rings each.

    python tests/benchmarks/bench_analysis.py [--smoke] [--json OUT]

Over the shipped terrain, a mast of 24 m, rings of 40 to 400 km. Beside each stands the
straightforward way: a union in degrees without outlines' owners; counts by taking each area out of
and into the areas of the counts so far, one after the other; exposure by asking polygons.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import numpy as np
import shapely

from baltic_desk.coverage.emitter_reach import EmitterReach, Fields, polygons_of, reaches
from baltic_desk.coverage.emitters import RingEmitter, TargetAltitude
from baltic_desk.coverage.exposure import exposure
from baltic_desk.coverage.merging import joined, merged, plane_of
from baltic_desk.coverage.overlap import overlaps
from baltic_desk.coverage.routes import Leg, Route
from baltic_desk.geo.geodesy import geodesic
from baltic_desk.geo.terrain import coarse_elevation

ALTITUDES_M = (10.0, 100.0, 3_000.0, 10_000.0)
RANGES_KM = (400, 250, 120, 40)
BUDGETS = {"merge, ms": 5_000.0, "count, ms": 3_000.0, "exposure of 600 km, ms": 1_000.0}


def batteries(count: int) -> list[RingEmitter]:
    """So many of them about Kaliningrad and the coast to the north, the same each time."""
    random = np.random.default_rng(1)
    places = np.column_stack((random.uniform(19.5, 23.0, count), random.uniform(54.0, 57.0, count)))
    return [
        RingEmitter(f"{n}-{km}", str(n), f"Battery {n}", "air-defence", (lon, lat), km * 1000.0,
                    identity="6", variant=f"{km} km", antenna_m=24.0, antenna_assumed=False)
        for n, (lon, lat) in enumerate(places.tolist())
        for km in RANGES_KM
    ]  # fmt: skip


def union_in_degrees(found: Sequence[EmitterReach]) -> shapely.Geometry:
    """The straightforward way to merge."""
    return shapely.union_all([each.area for each in found])


def counted_one_by_one(found: Sequence[EmitterReach]) -> list[shapely.Geometry]:
    """The straightforward way to count: `answer[k]` is where at least k + 1 systems reach."""
    plane = plane_of(found)
    systems: dict[str, list[shapely.MultiPolygon]] = {}
    for each in found:
        systems.setdefault(each.emitter.owner_id, []).append(each.area)
    answer: list[shapely.Geometry] = []
    for areas in systems.values():
        one = joined(areas, plane, 1.0)
        answer.append(shapely.MultiPolygon())
        for k in range(len(answer) - 1, -1, -1):
            below = one if k == 0 else shapely.intersection(answer[k - 1], one, grid_size=1.0)
            answer[k] = polygons_of(shapely.union(answer[k], polygons_of(below), grid_size=1.0))
    return answer


def cut_by_polygons(line: shapely.LineString, found: Sequence[EmitterReach]) -> list[float]:
    """The straightforward way to exposure, of areas that are there already."""
    return [shapely.intersection(line, each.area).length for each in found]


def timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="few batteries, to see that it runs")
    parser.add_argument("--json", help="write the figures to a file")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    count, rounds = (3, 1) if options.smoke else (20, options.rounds)
    fields = Fields(coarse_elevation())
    emitters = batteries(count)
    corners = [(17.0, 56.5), (21.0, 55.5), (24.0, 54.5), (25.5, 56.0)]
    rows: dict[str, list[float]] = {}
    line = shapely.LineString(geodesic(np.array(corners)))
    for altitude_m in ALTITUDES_M[:1] if options.smoke else ALTITUDES_M:
        found, _ = reaches(emitters, TargetAltitude(altitude_m), fields)
        legs = (Leg(a, b, altitude_m) for a, b in pairwise(corners))
        route = Route("route", "Route", tuple(legs), "ground")
        work: dict[str, Callable[[], object]] = {
            "merge, ms": partial(merged, found),
            "count, ms": partial(overlaps, found),
            "exposure of 600 km, ms": partial(exposure, route, emitters, fields),
            "union in degrees, ms": partial(union_in_degrees, found),
            "count one by one, ms": partial(counted_one_by_one, found),
            "exposure by polygons, ms": partial(cut_by_polygons, line, found),
        }
        for _ in range(rounds):
            for name, one in work.items():
                rows.setdefault(name, []).append(timed(one))
        ours = [each.area for each in overlaps(found)[0].areas]
        plane = plane_of(found)
        theirs = counted_one_by_one(found)
        total = sum(shapely.area(each) for each in theirs)
        mine = sum(n * plane.flat(area).area for n, area in enumerate(ours, start=1))
        assert abs(mine / total - 1.0) < 0.01, "the two ways must come to the same"
    figures = {
        name: {"median": statistics.median(some), "p95": float(np.percentile(some, 95))}
        for name, some in rows.items()
    }
    print(f"{count} batteries with {len(emitters)} rings, {rounds} rounds")
    print(f"{'':36s}{'median':>10s}{'p95':>10s}{'budget':>9s}  met")
    for name, row in figures.items():
        text = f"{name:36s}{row['median']:10.1f}{row['p95']:10.1f}"
        if name in BUDGETS:
            text += f"{BUDGETS[name]:9g}  {'yes' if row['p95'] <= BUDGETS[name] else 'NO'}"
        print(text)
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
