"""Generalisation: Douglas-Peucker for a level of detail, in a metric projection, line by line.

Simplifying whole polygons is avoided on purpose: on the mainland with its hundred thousand lake
holes GEOS did not return within minutes.
"""

from __future__ import annotations

import numpy as np
import shapely
from pyproj import Proj

from baltic_desk.geo.clipping import Paths, chosen, ring_areas, starts_of

METRIC = Proj("+proj=lcc +lat_1=54.2 +lat_2=64.8 +lat_0=59.5 +lon_0=22.5 +ellps=GRS80")
TOLERANCE_PX = 0.4
SMALLEST_PX2 = 1.5


def simplified_rings(rings: Paths, metres_per_px: float, least_px2: float = SMALLEST_PX2) -> Paths:
    """Rings (lon, lat) worth drawing at a scale: small ones dropped, the rest thinned."""
    metric = to_metric(rings)
    areas = np.abs(ring_areas(metric))
    big = areas >= least_px2 * metres_per_px**2
    return from_metric(_thinned(chosen(metric, big), metres_per_px * TOLERANCE_PX, fewest=4))


def simplified_lines(lines: Paths, metres_per_px: float) -> Paths:
    """Lines (lon, lat) thinned for a scale; all are kept, in their order."""
    return from_metric(_thinned(to_metric(lines), metres_per_px * TOLERANCE_PX, fewest=2))


def rounded_rings(rings: Paths, turns: int = 2) -> Paths:
    """Rings (lon, lat) with their corners cut (Chaikin), of the same area as before.

    For outlines that a source has thinned to triangles and squares: the curve is no truer than
    the corners were, but it does not look like a surveyed edge.
    """
    metric = to_metric(rings)
    areas = ring_areas(metric)
    for _ in range(turns):
        metric = _cut_corners(metric)
    sizes = np.diff(metric.starts)
    growth = np.repeat(np.sqrt(np.abs(areas / ring_areas(metric))), sizes)
    sums = np.add.reduceat(metric.positions, metric.starts[:-1])
    middles = np.repeat(sums / sizes[:, None], sizes, axis=0)
    grown = middles + (metric.positions - middles) * growth[:, None]
    return from_metric(Paths(grown, metric.starts))


def _cut_corners(rings: Paths) -> Paths:
    """Each corner of closed rings replaced by two positions, a quarter along its edges."""
    a, b = rings.positions[:-1], rings.positions[1:]
    pairs = np.stack([0.75 * a + 0.25 * b, 0.25 * a + 0.75 * b], axis=1)
    edges = np.ones(len(a), bool)
    edges[rings.starts[1:-1] - 1] = False
    counts = 2 * (np.diff(rings.starts) - 1)
    opened = pairs[edges].reshape(-1, 2)
    ends = np.cumsum(counts)
    return Paths(np.insert(opened, ends, opened[ends - counts], axis=0), starts_of(counts + 1))


def to_metric(paths: Paths) -> Paths:
    """Paths in metres of the Baltic conformal conic."""
    x, y = METRIC(paths.positions[:, 0], paths.positions[:, 1])
    return Paths(np.column_stack([x, y]), paths.starts)


def from_metric(paths: Paths) -> Paths:
    """The inverse of `to_metric`."""
    lon, lat = METRIC(paths.positions[:, 0], paths.positions[:, 1], inverse=True)
    return Paths(np.column_stack([lon, lat]), paths.starts)


def _thinned(paths: Paths, tolerance_m: float, *, fewest: int) -> Paths:
    owner = np.repeat(np.arange(len(paths)), np.diff(paths.starts))
    lines = shapely.linestrings(paths.positions, indices=owner)
    lines = shapely.simplify(lines, tolerance_m, preserve_topology=False)
    positions, kept = shapely.get_coordinates(lines, return_index=True)
    counts = np.bincount(kept, minlength=len(paths))
    return chosen(Paths(positions, starts_of(counts)), counts >= fewest)
