"""Studies of coverage that a person asks for on the map: merged, counted, or what is missing.

A study is computed from values alone, in any thread, and shares the visibility fields with whoever
draws reach at the altitude.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import shapely

from baltic_desk.app.reaches import FieldCache, FieldKey, compute
from baltic_desk.coverage.comparison import AreaPair, compared
from baltic_desk.coverage.emitter_reach import EmitterReach, Fields, NoReach, reaches
from baltic_desk.coverage.emitters import FRIENDLY, RingEmitter, TargetAltitude
from baltic_desk.coverage.exposure import Exposure, exposure
from baltic_desk.coverage.merging import Merged, merged
from baltic_desk.coverage.overlap import Gap, Overlap, gap, overlaps
from baltic_desk.coverage.routes import Route
from baltic_desk.coverage.viewshed import VisibilityField
from baltic_desk.document.altitude import Altitude, altitude_of
from baltic_desk.document.areas import AreaError, shape_of
from baltic_desk.document.document import Document
from baltic_desk.document.emitters import ring_emitters
from baltic_desk.geo.terrain import Elevation

StudyKind: TypeAlias = Literal["none", "merge", "overlap", "gap"]

STUDIES: dict[StudyKind, str] = {
    "none": "Nothing",
    "merge": "Merged outlines",
    "overlap": "How many systems reach",
    "gap": "What friendly sensors miss",
}
"""Titles, in the order of a menu."""


class SharedFields(Fields):
    """Visibility fields that a cache keeps, which others use as well."""

    def __init__(self, terrain: Elevation, cache: FieldCache) -> None:
        super().__init__(terrain)
        self._cache = cache

    def of(
        self,
        emitter: RingEmitter,
        *,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> VisibilityField:
        self.expect((emitter,))
        longest_m = self.longest_m(emitter)
        key = FieldKey(emitter.antenna, self.terrain)
        found = self._cache.get(key, longest_m)
        if found is None:
            found = compute(key, longest_m, self._cache, progress=progress, cancelled=cancelled)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is asked of the coverage of a document.

    Attributes
    ----------
    emitters
        Those that are shown.
    altitude
        The project's; None for ranges as published.
    interest
        For gaps: title and shape of the area, longitude and latitude.
    """

    kind: StudyKind
    emitters: tuple[RingEmitter, ...]
    altitude: TargetAltitude | None
    interest: tuple[str, shapely.Polygon] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """The answer.

    Attributes
    ----------
    merged, overlaps, gap
        What was asked for; the others are empty.
    areas
        Published against the altitude, by class and identity; empty as published.
    rings
        Ids of the rings that the study stands for, so that they need not be drawn one by one.
    terrain, terrain_error
        What it was computed over.
    """

    question: Question
    merged: tuple[Merged, ...]
    overlaps: tuple[Overlap, ...]
    gap: Gap | None
    areas: tuple[AreaPair, ...]
    rings: frozenset[str]
    failed: tuple[NoReach, ...]
    terrain: str = ""
    terrain_error: str = ""


def target_of(altitude: Altitude | None) -> TargetAltitude | None:
    """The target that an altitude of a project is for."""
    return None if altitude is None else TargetAltitude(altitude.altitude_m, altitude.above)


def question_of(
    document: Document, kind: StudyKind, classes: frozenset[str], interest: str = ""
) -> Question:
    """What a kind of study asks of a document as it is now.

    Parameters
    ----------
    classes
        Ring classes that are merged or counted; gaps are of friendly sensors.
    interest
        For gaps: id of the area.

    Raises
    ------
    AreaError
        There is no such area.
    """
    altitude = target_of(altitude_of(document.project))
    if kind != "gap":
        return Question(kind, ring_emitters(document, classes), altitude)
    feature = document.feature(interest)
    if feature is None:
        raise AreaError("Choose the area that sensors should see.")
    title = " ".join(feature.properties.name[:200].split()) or "the area"
    sensors = ring_emitters(document, {"sensor"})
    friendly = tuple(each for each in sensors if each.identity in FRIENDLY)
    return Question(kind, friendly, altitude, (title, shape_of(feature)))


def study(
    question: Question,
    fields: Fields,
    *,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Study:
    """The answer to a question. It may run in any thread.

    Raises
    ------
    ViewshedCancelledError
        `cancelled` said so.
    """
    found, failed = reaches(
        question.emitters, question.altitude, fields, progress=progress, cancelled=cancelled
    )
    areas: tuple[AreaPair, ...] = ()
    if question.altitude is not None:
        published, _ = reaches(question.emitters, None, fields)
        areas = compared(published, found)
    missed = None
    if question.kind == "gap" and question.interest is not None:
        missed = gap(question.interest[1], found)
    return Study(
        question,
        merged(found) if question.kind == "merge" else (),
        overlaps(found) if question.kind == "overlap" else (),
        missed,
        areas,
        _stood_for(question.kind, found),
        failed,
        fields.terrain.name,
        fields.terrain.error,
    )


def exposures(
    routes: tuple[Route, ...],
    emitters: tuple[RingEmitter, ...],
    fields: Fields,
    *,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Exposure, ...]:
    """What routes are exposed to, one after the other. It may run in any thread.

    Raises as `exposure` does.
    """
    found: list[Exposure] = []
    for number, route in enumerate(routes):

        def tell(share: float, number: int = number) -> None:
            if progress is not None:
                progress((number + share) / len(routes))

        found.append(exposure(route, emitters, fields, progress=tell, cancelled=cancelled))
    return tuple(found)


def _stood_for(kind: StudyKind, found: tuple[EmitterReach, ...]) -> frozenset[str]:
    if kind in ("none", "gap"):
        return frozenset()
    return frozenset(each.emitter.ring_id for each in found)
