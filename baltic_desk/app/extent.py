"""The box about features, for bringing them into view."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from baltic_desk.app.protocols import Bounds
from baltic_desk.document.feature import Feature
from baltic_desk.document.geometry import positions_of

REGION: Bounds = (11.0, 53.3, 31.0, 65.9)
"""What the desk shows at first: the Baltic Sea and the countries about it."""

_LEAST_DEG = 0.05


def extent(features: Iterable[Feature]) -> Bounds | None:
    """West, south, east, north of features, never smaller than a few kilometres; None for none."""
    found = [positions_of(feature.geometry) for feature in features]
    if not found:
        return None
    positions = np.concatenate([np.asarray(some, dtype=np.float64) for some in found])
    west, south = (float(v) for v in positions.min(axis=0))
    east, north = (float(v) for v in positions.max(axis=0))
    wide = max(0.0, _LEAST_DEG - (east - west)) / 2
    high = max(0.0, _LEAST_DEG - (north - south)) / 2
    return west - wide, south - high, east + wide, north + high
