"""Edges of range rings on the map plane, and the steps in which a band fades between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from baltic_desk.document.feature import RangeRing
from baltic_desk.document.ring_band import band_of
from baltic_desk.geo.clipping import Paths, joined
from baltic_desk.geo.geodesy import Floats
from baltic_desk.geo.outlines import ring_outline
from baltic_desk.geo.projection import Projection
from baltic_desk.ui.map.outlined import Outline

STEPS = 12
"""Of the soft edge. The same few flat fills on the screen, in a PNG, an SVG and a PDF: gradients
come out differently in each, and bend with no projection."""


@dataclass(frozen=True, eq=False)
class BandOutlines:
    """A band's inner edge, and the pieces that its ring is filled with.

    Attributes
    ----------
    inner
        All that lies within the inner edge, less a minimum range. Its first part is on the
        geodesic circle, within 10 m, or for a sector runs round that.
    between
        Outlines from the outer to the inner edge (STEPS + 1), of which those within follow a
        straight line on the map plane from vertex to vertex.
    """

    inner: Outline
    between: tuple[Floats, ...]

    @cached_property
    def pieces(self) -> tuple[Outline, ...]:
        """Strips from the outer edge inwards (STEPS), odd-even; together they are the band."""
        pairs = zip(self.between[:-1], self.between[1:], strict=True)
        return tuple(Outline(joined([outer, inner])) for outer, inner in pairs)

    @cached_property
    def edge(self) -> Outline:
        """The line of the inner edge."""
        return Outline(Paths(self.inner.parts.path(0), self.inner.parts.starts[:2]))


def band_outlines(ring: RangeRing, outer: Paths, projection: Projection) -> BandOutlines | None:
    """The outlines of a ring that is a band; None for other rings.

    Parameters
    ----------
    outer
        The ring itself on the plane of `projection`.
    """
    band = band_of(ring)
    if band is None:
        return None
    center = ring.center_lon, ring.center_lat

    def outlines(radius_m: float) -> list[Floats]:
        bearings = ring.bearing_from_deg, ring.bearing_to_deg
        rings = ring_outline(center, radius_m, ring.radius_min_m, *bearings)
        return [projection.forward(each) for each in rings]

    inner = outlines(band.inner_m)
    shares = np.linspace(0.0, 1.0, STEPS + 1)[1:-1].tolist()
    if ring.bearing_from_deg is None or ring.bearing_to_deg is None:
        between = [_between(outer.path(0), inner[0], share) for share in shares]
    else:
        # The corners of a sector must stay corners.
        radii_m = (band.outer_m + share * (band.inner_m - band.outer_m) for share in shares)
        between = [outlines(radius_m)[0] for radius_m in radii_m]
    return BandOutlines(Outline(joined(inner)), (outer.path(0), *between, inner[0]))


def _between(outer: Floats, inner: Floats, share: float) -> Floats:
    """A closed line (n, 2) that lies that share of the way from one closed line to another.

    Both begin at the same bearing and have their vertices at bearings that hardly differ.
    """
    at = np.linspace(0.0, 1.0, len(inner))
    there = np.linspace(0.0, 1.0, len(outer))
    resampled = np.column_stack([np.interp(at, there, outer[:, axis]) for axis in (0, 1)])
    return resampled + share * (inner - resampled)


def soft_edge(fill_opacity: float) -> tuple[float, ...]:
    """Opacities of a band's pieces, from its outer edge inwards, by that of its ring's fill."""
    shares = (np.arange(STEPS) + 0.5) / STEPS
    strongest = min(EDGE_STRENGTH * fill_opacity, 1.0)
    return tuple((strongest * shares).tolist())


EDGE_STRENGTH = 3.0
"""How much stronger a band is at its inner edge than the fill within: so that it shows."""
