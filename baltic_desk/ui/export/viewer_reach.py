"""Reach at a handful of altitudes for the one-file viewer, worked out by the program's coverage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from baltic_desk.app.reaches import (
    CutRing,
    FieldCache,
    FieldKey,
    Reached,
    compute,
    cut_ring,
    fields_needed,
    reached,
)
from baltic_desk.app.ring_limits import is_cut_short, reach_label
from baltic_desk.coverage.viewshed import ViewshedError
from baltic_desk.document.altitude import NO_TERRAIN, Altitude, is_cut, over_horizon
from baltic_desk.document.document import Document
from baltic_desk.document.feature import RangeRing
from baltic_desk.geo.outlines import OutlineError
from baltic_desk.geo.projection import Projection
from baltic_desk.geo.terrain import Elevation, TerrainFileError
from baltic_desk.ui.export.viewer_packing import Json, packed
from baltic_desk.ui.map.placed_reach import placed
from baltic_desk.ui.map.shapes import Shape

ALTITUDES_M = (10.0, 100.0, 1_000.0, 3_000.0, 10_000.0)
STRAY_M = 120.0
"""How far an edge may run from where it should; half a pixel at 1 : 900 000."""
SMALLEST_M2 = 1.5e6
"""Islands and blind areas of less are left out."""
GRID_M = 60.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A ring that is cut at altitudes, by the number of its version."""

    version: int
    ring: CutRing


def altitudes_of(document: Document) -> tuple[Altitude, ...]:
    """The usual altitudes over ground, and those of steps and project."""
    project = document.project
    asked = {(altitude_m, "ground") for altitude_m in ALTITUDES_M}
    asked |= {
        (step.altitude_m, step.altitude_above)
        for step in document.steps()
        if step.altitude_m is not None
    }
    if project.altitude_m is not None:
        asked.add((project.altitude_m, project.altitude_above))
    return tuple(
        Altitude(
            altitude_m,
            "sea" if above == "sea" else "ground",
            project.terrain,
            project.assumed_antenna_m,
        )
        for altitude_m, above in sorted(asked)
    )


def cut_versions(document: Document, shapes: Sequence[Shape]) -> list[Wanted]:
    """The versions of rings of which only what is seen is drawn at an altitude."""
    exempt = over_horizon(document)
    assumed_m = document.project.assumed_antenna_m
    return [
        Wanted(number, cut_ring(shape.feature.id, shape.feature.properties, assumed_m))
        for number, shape in enumerate(shapes)
        if isinstance(shape.feature.properties, RangeRing)
        and is_cut(shape.feature.properties, exempt)
    ]


class ReachTable:
    """What rings reach at altitudes; rings that are cut alike share what they come to."""

    def __init__(
        self,
        wanted: Sequence[Wanted],
        altitudes: Sequence[Altitude],
        terrain: Elevation,
        cache: FieldCache,
        projection: Projection,
    ) -> None:
        self._wanted = tuple(wanted)
        self._altitudes = tuple(altitudes)
        self._terrain = terrain
        self._cache = cache
        self._projection = projection
        self._of_ring: dict[tuple[object, ...], int] = {}
        self._rings: list[Json] = []
        self.causes: set[str] = set()

    def work(self) -> Iterator[None]:
        """Work it all out, emitter by emitter, in steps of some tenths of a second.

        Raises
        ------
        TerrainFileError
            When elevation cannot be read.
        """
        by_emitter: dict[object, dict[tuple[object, ...], CutRing]] = {}
        for each in self._wanted:
            ring = each.ring
            by_emitter.setdefault(ring.limits.emitter, {}).setdefault(_alike(ring), ring)
        for rings in by_emitter.values():
            why_not = self._look(tuple(rings.values()))
            yield
            for key, ring in rings.items():
                self._of_ring[key] = len(self._rings)
                self._rings.append([self._reach(ring, a, why_not) for a in self._altitudes])
                yield

    def row(self) -> dict[str, Json]:
        """What the viewer is told: of each version its ring, of each ring its reach at each
        altitude, and which rings lie in which others."""
        of_version = {str(w.version): self._of_ring[_alike(w.ring)] for w in self._wanted}
        distinct = {self._of_ring[_alike(w.ring)]: w.ring for w in self._wanted}
        within: list[Json] = [
            [
                other
                for other, larger in distinct.items()
                if other != number and ring.lies_in(larger) and not larger.lies_in(ring)
            ]
            for number, ring in sorted(distinct.items())
        ]
        return {
            "altitudes": [
                {"text": a.text, "altitude_m": a.altitude_m, "above": a.above}
                for a in self._altitudes
            ],
            "grid_m": GRID_M,
            "of": of_version,
            "rings": self._rings,
            "within": within,
            "assumed": any(w.ring.antenna.assumed for w in self._wanted),
        }

    def credits(self) -> list[Json]:
        """What reach was worked out over, and how finely it is told."""
        terrain = self._terrain
        if self._over_nothing:
            over = ["Terrain", "none: smooth earth at sea level, k = 4/3", ""]
        else:
            over = ["Terrain", f"{terrain.name} ({terrain.error}); k = 4/3", terrain.licence]
        told = (
            f"edges are simplified within {STRAY_M:.0f} m; islands and blind areas of less than"
            f" {SMALLEST_M2 / 1e6:.1f} km² are left out"
        )
        return [over, ["Reach at an altitude", told, ""]]

    @property
    def _over_nothing(self) -> bool:
        return not self._altitudes or self._altitudes[0].terrain == NO_TERRAIN

    def _look(self, rings: tuple[CutRing, ...]) -> Mapping[FieldKey, str]:
        if self._over_nothing:
            return {}
        why_not: dict[FieldKey, str] = {}
        for key, longest_m in fields_needed(rings, self._terrain, self._cache).items():
            if self._cache.get(key, longest_m) is None:
                try:
                    compute(key, longest_m, self._cache)
                except (ViewshedError, TerrainFileError) as error:
                    why_not[key] = str(error)
        return why_not

    def _reach(
        self, ring: CutRing, altitude: Altitude, why_not: Mapping[FieldKey, str]
    ) -> dict[str, Json] | None:
        found: Reached | None = None
        with suppress(OutlineError):
            found = reached(
                ring,
                altitude,
                self._terrain,
                self._cache,
                smallest_m2=SMALLEST_M2,
                stray_m=STRAY_M,
                why_not=why_not,
            )
        if found is None:
            return None
        items = placed([found], self._projection.id)
        if not items:
            return None
        (item,) = items
        edges = {cause: packed(line.parts, GRID_M) for cause, line in item.edges.items()}
        self.causes |= edges.keys()
        row: dict[str, Json] = {"edges": edges}
        if item.fill is not None:
            row["fill"] = packed(item.fill.parts, GRID_M)
            row["at"] = [[round(x), round(y)] for x, y in item.label_xy.tolist()]
        if is_cut_short(found):
            row["label"] = reach_label(found)
        if item.provisional:
            row["provisional"] = True
        return row


def _alike(ring: CutRing) -> tuple[object, ...]:
    return ring.limits, ring.antenna, ring.ring_class, ring.unit
