"""On whose word a range or a covered area stands, and where that was printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from baltic_desk.document.feature import AnyProperties, Area, RangeRing

Standing: TypeAlias = Literal["declared", "assessed", "unverified", "assumption", ""]
"""Status of a figure as `coverage.figures` defines them; empty where nothing is said of it."""

LETTERS: dict[Standing, str] = {"unverified": "?", "assumption": "A"}
"""What stands on the line of a figure that nobody of standing gives."""

_FIGURE_WITHIN_M = 0.5


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a feature says of the figure that it is drawn from.

    Attributes
    ----------
    coverage_class
        Id in coverage.RING_CLASSES.
    standing
        Of what is drawn: for a ring that of its outer edge.
    declared_m, assessed_m
        The range as declared and as assessed, metres, where it is.
    source, source_url, source_date
        Titles, an address, and the year or date of the latest; empty where there is none.
    """

    coverage_class: str
    standing: Standing
    declared_m: float | None = None
    assessed_m: float | None = None
    source: str = ""
    source_url: str = ""
    source_date: str = ""
    system: str = ""
    variant: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether nobody of standing gives the figure, and it says so."""
        return self.standing in LETTERS


def provenance(properties: AnyProperties) -> Provenance | None:
    """That of a range ring, or of an area that shows coverage; None for all else."""
    match properties:
        case RangeRing() as ring:
            return Provenance(
                coverage_class=ring.ring_class,
                standing=ring_standing(ring),
                declared_m=ring.declared_m,
                assessed_m=ring.assessed_m,
                source=ring.source or "",
                source_url=ring.source_url or "",
                source_date=ring.source_date or "",
                system=ring.system or "",
                variant=ring.variant or "",
            )
        case Area(coverage_class=str(coverage_class)) as area:
            return Provenance(
                coverage_class=coverage_class,
                standing=standing_in(area.coverage_status),
                declared_m=area.coverage_declared_m,
                assessed_m=area.coverage_assessed_m,
                source=area.coverage_source or "",
                source_url=area.coverage_source_url or "",
                source_date=area.coverage_source_date or "",
                system=area.coverage_system or "",
            )
        case _:
            return None


def ring_standing(ring: RangeRing) -> Standing:
    """On whose word a ring's outer edge stands.

    A ring that was given figures and is drawn at neither is whoever draws it's own assumption.

    >>> common = {"overlay": "o", "center_lon": 20.5, "center_lat": 54.7}
    >>> ring_standing(RangeRing(**common, radius_max_m=4e5, declared_m=4e5, assessed_m=2e5))
    'declared'
    >>> ring_standing(RangeRing(**common, radius_max_m=3e5, declared_m=4e5, status="declared"))
    'assumption'
    """
    said = standing_in(ring.status)
    if said in LETTERS:
        return said
    if is_at(ring, ring.assessed_m):
        return "assessed"
    if is_at(ring, ring.declared_m):
        return "declared"
    if ring.declared_m is not None or ring.assessed_m is not None:
        return "assumption"
    return said


def is_at(ring: RangeRing, figure_m: float | None) -> bool:
    """Whether a ring's outer edge is drawn at a figure, metres."""
    return figure_m is not None and abs(figure_m - ring.radius_max_m) < _FIGURE_WITHIN_M


def standing_in(status: str | None) -> Standing:
    """A status as it stands in a file; empty for one that is none of the four.

    >>> standing_in("Assessed"), standing_in("hearsay")
    ('assessed', '')
    """
    match (status or "").strip().casefold():
        case "declared" | "assessed" | "unverified" | "assumption" as known:
            return known
        case _:
            return ""
