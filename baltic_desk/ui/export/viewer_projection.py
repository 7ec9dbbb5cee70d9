"""Map projections as the one-file viewer is told of them."""

from __future__ import annotations

from baltic_desk.geo.projection import Projection
from baltic_desk.ui.export.viewer_packing import Json

_GRS80 = (6_378_137.0, 298.257222101)
_WGS84 = (6_378_137.0, 298.257223563)
_NAMED = {"lat_0": 0.0, "lon_0": 0.0, "lat_1": 0.0, "lat_2": 0.0, "x_0": 0.0, "y_0": 0.0, "k": 1.0}


def projection_row(projection: Projection) -> dict[str, Json]:
    """Which projection of the viewer's it is, and its numbers.

    >>> from baltic_desk.geo.projection import PROJECTIONS
    >>> row = projection_row(PROJECTIONS["utm-34n"])
    >>> row["sort"], row["lon_0"], row["k"], row["x_0"]
    ('tmerc', 21.0, 0.9996, 500000.0)
    """
    parts = (part.removeprefix("+").partition("=") for part in projection.definition.split())
    told = {name: value for name, _, value in parts}
    sort = told["proj"]
    row: dict[str, Json] = {name: float(told.get(name, usual)) for name, usual in _NAMED.items()}
    if sort == "utm":
        sort = "tmerc"
        row |= {"lon_0": 6.0 * int(told["zone"]) - 183.0, "k": 0.9996, "x_0": 500_000.0}
    axis_m, flattening = _GRS80 if told.get("ellps") == "GRS80" else _WGS84
    sphere = "a" in told
    row |= {"a": axis_m, "f": 0.0 if sphere else 1.0 / flattening}
    return {"id": projection.id, "title": projection.title, "sort": sort, **row}
