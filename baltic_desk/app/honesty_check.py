"""The honesty check of a document: what its rings leave open, and what altitude takes from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from baltic_desk.coverage.comparison import AreaPair, compared
from baltic_desk.coverage.emitter_reach import Fields, NoReach, reaches
from baltic_desk.coverage.emitters import RingEmitter, TargetAltitude
from baltic_desk.coverage.honesty import OLDEST_YEARS, Finding, area_findings, claim_findings
from baltic_desk.coverage.placing import antenna_of
from baltic_desk.coverage.systems import Systems
from baltic_desk.document.document import Document
from baltic_desk.document.emitters import ring_emitters

LOW = TargetAltitude(100.0)
"""Against which published areas are held, where nobody says otherwise: low flight."""


@dataclass(frozen=True, slots=True)
class Honesty:
    """What a map should admit.

    Attributes
    ----------
    findings
        Ring after ring in the order of the document.
    areas
        Published against the altitude, by class and identity.
    failed
        Rings of which no area could be computed.
    """

    findings: tuple[Finding, ...]
    areas: tuple[AreaPair, ...]
    failed: tuple[NoReach, ...] = ()


def honesty_of(
    document: Document,
    systems: Systems,
    fields: Fields | None,
    *,
    this_year: int,
    oldest_years: int = OLDEST_YEARS,
    low: TargetAltitude = LOW,
    hidden: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Honesty:
    """What the rings of a document leave open, with areas at the altitude `low`; None for fields
    leaves areas out.

    Parameters
    ----------
    hidden
        Whether hidden rings count as well.
    """
    emitters = ring_emitters(document, hidden=hidden)
    claims = claims_of(document, emitters, systems, this_year=this_year, oldest_years=oldest_years)
    if fields is None:
        return Honesty(claims, ())
    return with_areas(emitters, claims, fields, low=low, progress=progress)


def claims_of(
    document: Document,
    emitters: Sequence[RingEmitter],
    systems: Systems,
    *,
    this_year: int,
    oldest_years: int = OLDEST_YEARS,
) -> tuple[Finding, ...]:
    """What rings of a document leave open, but for their areas: takes no time."""

    def sourced_antenna_m(system_id: str) -> float | None:
        system = systems.get(system_id)
        return None if system is None else antenna_of(system).height_m

    return claim_findings(
        emitters,
        this_year=this_year,
        oldest_years=oldest_years,
        at_altitude=document.project.altitude_m is not None,
        sourced_antenna_m=sourced_antenna_m,
    )


def with_areas(
    emitters: Sequence[RingEmitter],
    claims: Sequence[Finding],
    fields: Fields,
    *,
    low: TargetAltitude = LOW,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Honesty:
    """What was found, and what altitude takes from the areas. It may run in any thread.

    Raises
    ------
    ViewshedCancelledError
        `cancelled` said so.
    """
    seeing = tuple(each for each in emitters if each.needs_sight)
    published, _ = reaches(seeing, None, fields)
    reached, failed = reaches(seeing, low, fields, progress=progress, cancelled=cancelled)
    place = {emitter.ring_id: number for number, emitter in enumerate(emitters)}
    every = (*claims, *area_findings(published, reached))
    ordered = sorted(every, key=lambda each: place[each.ring_id])
    return Honesty(tuple(ordered), compared(published, reached), failed)
