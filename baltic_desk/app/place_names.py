"""The largest place that a view shows, to call the view after."""

from __future__ import annotations

import logging
import math
from functools import lru_cache

import numpy as np

from baltic_desk import paths
from baltic_desk.document.lesson import StepView
from baltic_desk.geo.basemap import Layer, LayerFileError, PointTable

_log = logging.getLogger(__name__)

WIDEST_M = 900_000.0
"""A view that spans more is not one of any place."""
INNER_SHARE = 0.8
"""Of the view's sides, how much counts: a place at the edge is not what one looks at."""
_METRES_A_DEGREE = 111_320.0


def largest_place(view: StepView) -> str:
    """Name of the most populous place in the inner part of a view; empty where there is none."""
    if max(view.width_m, view.height_m) > WIDEST_M:
        return ""
    table = _places()
    if table is None or not len(table):
        return ""
    east = (table.positions[:, 0] - view.lon + 180.0) % 360.0 - 180.0
    east_m = np.abs(east) * _METRES_A_DEGREE * math.cos(math.radians(view.lat))
    north_m = np.abs(table.positions[:, 1] - view.lat) * _METRES_A_DEGREE
    half = INNER_SHARE / 2.0
    inside = (east_m < half * view.width_m) & (north_m < half * view.height_m)
    found = np.flatnonzero(inside)
    if not len(found):
        return ""
    population = np.asarray(table.columns["population"])[found]
    return str(table.columns["name"][int(found[int(population.argmax())])])


@lru_cache(maxsize=1)
def _places() -> PointTable | None:
    """The places of the base map, 15 ms once; without them a title is found otherwise."""
    try:
        return Layer(paths.resource("basemap", "places.npz")).points()
    except LayerFileError as error:
        _log.warning("there are no names of places: %s", error)
        return None
