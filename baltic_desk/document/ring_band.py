"""A range ring as a band: from the figure that is assessed to the one that is declared."""

from __future__ import annotations

from typing import NamedTuple

from baltic_desk.document.feature import RangeRing
from baltic_desk.document.provenance import Standing, is_at, ring_standing


class Band(NamedTuple):
    """Both edges of a band, metres, and on whose word each stands."""

    inner_m: float
    inner_standing: Standing
    outer_m: float
    outer_standing: Standing


def band_of(ring: RangeRing) -> Band | None:
    """The band that a ring is drawn as; None where it has but one figure.

    Its outer edge is the ring's own. The inner one is the assessed figure where that is less, else
    the declared one; it must lie beyond a minimum range.

    >>> common = {"overlay": "o", "center_lon": 20.5, "center_lat": 54.7, "radius_max_m": 4e5}
    >>> band_of(RangeRing(**common, declared_m=4e5, assessed_m=2e5))
    Band(inner_m=200000.0, inner_standing='assessed', outer_m=400000.0, outer_standing='declared')
    >>> band_of(RangeRing(**common, declared_m=4e5, assessed_m=4e5)) is None
    True
    """
    figures: tuple[tuple[float | None, Standing], ...] = (
        (ring.assessed_m, "assessed"),
        (ring.declared_m, "declared"),
    )
    for figure_m, standing in figures:
        if figure_m is None or is_at(ring, figure_m):
            continue
        if ring.radius_min_m < figure_m < ring.radius_max_m:
            return Band(figure_m, standing, ring.radius_max_m, ring_standing(ring))
    return None
