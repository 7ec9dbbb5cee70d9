"""A study of coverage, and routes with their exposure, on the map plane of one projection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from baltic_desk.app.coverage_study import Study
from baltic_desk.coverage.emitter_reach import Limit
from baltic_desk.coverage.exposure import Exposure, Passage, Stretch
from baltic_desk.coverage.merging import Arc
from baltic_desk.geo.clipping import Paths, starts_of
from baltic_desk.geo.geodesy import Floats
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.ui.map.outlined import Outline
from baltic_desk.ui.map.viewport import Bounds

GAP = 0
"""Count of an area that nothing reaches."""
MERGED = -1
"""In place of a count: any number of systems."""


@dataclass(frozen=True, eq=False)
class ShownStudy:
    """What is to be shown; both may be empty."""

    study: Study | None = None
    exposures: tuple[Exposure, ...] = ()

    @property
    def rings(self) -> frozenset[str]:
        """Rings that need not be drawn one by one."""
        return frozenset() if self.study is None else self.study.rings


@dataclass(frozen=True, slots=True, eq=False)
class PlacedArea:
    """An area that is filled or hatched; its label stands within its largest part.

    Attributes
    ----------
    count
        How many systems reach it, GAP or MERGED.
    label_width_m
        About how wide that part is, map metres.
    """

    ring_class: str
    count: int
    outline: Outline
    label_xy: Floats
    label_width_m: float


@dataclass(frozen=True, slots=True, eq=False)
class PlacedEdge:
    """All merged edges of a class with one limit; `inner` are those of bands."""

    ring_class: str
    limit: Limit
    outline: Outline
    inner: bool


@dataclass(frozen=True, slots=True, eq=False)
class PlacedBand:
    """Where a band within an outline is named: at its northernmost point."""

    ring_class: str
    title: str
    xy: Floats


@dataclass(frozen=True, slots=True, eq=False)
class PlacedStretch:
    """Parts of routes inside coverage of a class."""

    ring_class: str
    outline: Outline


@dataclass(frozen=True, slots=True, eq=False)
class PlacedPassage:
    """Where a route enters or leaves coverage."""

    ring_class: str
    xy: Floats
    enters: bool


@dataclass(frozen=True, eq=False)
class PlacedStudy:
    """All that is painted of what is shown."""

    shown: ShownStudy
    projection_id: str
    areas: tuple[PlacedArea, ...]
    edges: tuple[PlacedEdge, ...]
    bands: tuple[PlacedBand, ...]
    stretches: tuple[PlacedStretch, ...]
    passages: tuple[PlacedPassage, ...]

    @cached_property
    def bounds(self) -> Bounds | None:
        """Left, bottom, right, top of all of it, map metres; None for nothing."""
        boxes = [each.outline.bounds for each in (*self.areas, *self.edges, *self.stretches)]
        if not boxes:
            return None
        low, high = np.array(boxes)[:, :2].min(axis=0), np.array(boxes)[:, 2:].max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def placed_study(shown: ShownStudy, projection_id: str, tolerance_m: float) -> PlacedStudy:
    """What is shown, with lines that may stray by `tolerance_m` map metres.

    What has no place on the map plane is left out.
    """
    place = _Placer(projection_id, tolerance_m)
    return PlacedStudy(
        shown,
        projection_id,
        tuple(place.areas(shown.study)),
        tuple(place.edges(shown.study)),
        tuple(place.bands(shown.study)),
        tuple(place.stretches(shown.exposures)),
        tuple(place.passages(shown.exposures)),
    )


@dataclass(frozen=True, slots=True)
class _Placer:
    projection_id: str
    tolerance_m: float

    def areas(self, study: Study | None) -> Iterator[PlacedArea]:
        if study is None:
            return
        for each in study.merged:
            yield from self._area(each.ring_class, MERGED, each.outline.area)
        for counts in study.overlaps:
            for area in counts.areas:
                yield from self._area(counts.ring_class, area.count, area.area)
        if study.gap is not None:
            yield from self._area("sensor", GAP, study.gap.area)

    def edges(self, study: Study | None) -> Iterator[PlacedEdge]:
        for each in () if study is None else study.merged:
            inner = [arc for band in each.bands for arc in band.arcs]
            for arcs, is_inner in ((each.outline.arcs, False), (inner, True)):
                for limit, lines in _by_limit(arcs).items():
                    outline = self._outline(lines)
                    if outline is not None:
                        yield PlacedEdge(each.ring_class, limit, outline, is_inner)

    def bands(self, study: Study | None) -> Iterator[PlacedBand]:
        for each in () if study is None else study.merged:
            for band in each.bands:
                vertices = shapely.get_coordinates(band.area)
                if len(vertices):
                    xy = self._xy(vertices[vertices[:, 1].argmax()][None])[0]
                    if np.isfinite(xy).all():
                        yield PlacedBand(each.ring_class, band.title, xy)

    def stretches(self, exposures: Iterable[Exposure]) -> Iterator[PlacedStretch]:
        lines: dict[str, list[Floats]] = {}
        for each in exposures:
            for stretch in each.stretches:
                line = _inside(each, stretch)
                lines.setdefault(stretch.emitter.ring_class, []).append(line)
        for ring_class, some in lines.items():
            outline = self._outline(some)
            if outline is not None:
                yield PlacedStretch(ring_class, outline)

    def passages(self, exposures: Iterable[Exposure]) -> Iterator[PlacedPassage]:
        for each in exposures:
            for stretch in each.stretches:
                for passage, enters in ((stretch.entry, True), (stretch.exit, False)):
                    xy = self._xy(np.array([passage.position]))[0]
                    if passage.limit is not None and np.isfinite(xy).all():
                        yield PlacedPassage(stretch.emitter.ring_class, xy, enters)

    def _area(
        self, ring_class: str, count: int, area: shapely.MultiPolygon
    ) -> Iterator[PlacedArea]:
        parts = shapely.get_parts(area)
        rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(parts)]
        outline = self._outline(rings, closed=True)
        if outline is None:
            return
        largest = max(area.geoms, key=lambda part: part.area)
        at = self._xy(shapely.get_coordinates(shapely.point_on_surface(largest)))[0]
        flat = shapely.Polygon(self._xy(shapely.get_coordinates(largest.exterior)))
        width_m = 2.0 * flat.area / max(flat.length, 1.0) * 2.0
        yield PlacedArea(ring_class, count, outline, at, width_m)

    def _outline(self, lines: list[Floats], *, closed: bool = False) -> Outline | None:
        least = 4 if closed else 2
        placed = [self._simple(self._xy(line)) for line in lines if len(line) >= least]
        placed = [line for line in placed if np.isfinite(line).all() and len(line) >= least]
        if not placed:
            return None
        counts = np.array([len(line) for line in placed])
        return Outline(Paths(np.concatenate(placed), starts_of(counts)))

    def _simple(self, xy: Floats) -> Floats:
        if self.tolerance_m <= 0.0 or not np.isfinite(xy).all():
            return xy
        line = shapely.simplify(
            shapely.LineString(xy), self.tolerance_m, preserve_topology=False
        )  # fmt: skip
        return shapely.get_coordinates(line)

    def _xy(self, lonlat: Floats) -> Floats:
        return PROJECTIONS[self.projection_id].forward(lonlat)


def _by_limit(arcs: Iterable[Arc]) -> dict[Limit, list[Floats]]:
    """Lines by what limits them; where owners end for several reasons, by the first."""
    found: dict[Limit, list[Floats]] = {}
    for arc in arcs:
        found.setdefault(arc.limits[0], []).append(arc.positions)
    return found


def _inside(exposure: Exposure, stretch: Stretch) -> Floats:
    """Positions of a route from where it enters to where it leaves."""

    def at(passage: Passage) -> Floats:
        return np.array([passage.position])

    along_m = exposure.profile.along_m
    between = (along_m > stretch.entry.along_m) & (along_m < stretch.exit.along_m)
    return np.concatenate(
        (at(stretch.entry), exposure.profile.positions[between], at(stretch.exit))
    )
