"""Which signs of the base map are seen on a sheet at its scale."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QRectF

from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.export.sheet.made import Made
from baltic_desk.ui.map.viewport import Bounds


def map_signs(made: Made, box: Bounds) -> Iterator[tuple[str, str]]:
    """Words and name of each sign of which something is in a box of the map plane."""
    left, bottom, right, top = box
    plane = QRectF(left, bottom, right - left, top - bottom)
    lonlat = made.plan.projection.inverse(_rim(box))
    low, high = np.nanmin(lonlat, axis=0).tolist(), np.nanmax(lonlat, axis=0).tolist()
    bounds = (*low, *high)
    for layer, of_class, finest, coarsest, words, sign in _SIGNS:
        if finest <= made.detail <= coarsest and any(
            stroke is not None and stroke.boundingRect().intersects(plane)
            for piece in made.cells.pieces(layer, made.detail, bounds)
            for stroke in piece.strokes[of_class : of_class + 1]
        ):
            yield words, sign
    for kind, coarsest in (("airport", 420.0), ("port", 150.0)):
        found = made.means.basemap.layers.get(f"{kind}s")
        if found is None or made.detail > coarsest:
            continue
        xy = made.plan.projection.forward(found.points().positions)
        inside = (xy > (left, bottom)) & (xy < (right, top))
        if inside.all(axis=1).any():
            yield kind, kind


_SIGNS = (
    ("borders", 0, 0.0, 1e9, "border on land", "border"),
    ("borders", 1, 0.0, 1e9, "border at sea", "sea border"),
    ("territorial", 0, 0.0, 1e9, "limit of territorial waters", "territorial"),
    ("roads", 0, 180.0, 1500.0, "main road", "road"),
    ("railways", 0, 90.0, 1000.0, "railway", "railway"),
)
"""Layer, class in it, finest and coarsest scale that shows it, words, sign."""


def _rim(box: Bounds) -> Floats:
    """Places in a box, its corners and edges among them."""
    left, bottom, right, top = box
    x, y = np.meshgrid(np.linspace(left, right, 9), np.linspace(bottom, top, 9))
    return np.column_stack((x.ravel(), y.ravel()))
