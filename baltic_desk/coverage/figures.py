"""Published figures: a number with its unit, on whose word it stands, and where it was printed.

A figure is *declared* when maker, owner or press print it as the system's own, *assessed* when the
source gives it as the estimate of somebody else who studied it (a research institute, another
state), *unverified* when no source was found or only one of no standing, and an *assumption* when
a person of the desk set it. A status says whose word it is, not that it is so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

FigureKind: TypeAlias = Literal[
    "range_max",
    "range_min",
    "altitude_max",
    "altitude_min",
    "detection_range",
    "antenna_height",
    "speed",
]
Status: TypeAlias = Literal["declared", "assessed", "unverified", "assumption"]
Grade: TypeAlias = Literal["specialist", "press", "state", "blog"]
YearBasis: TypeAlias = Literal["address", "inferred"]

KINDS: dict[FigureKind, str] = {
    "range_max": "Maximum range",
    "range_min": "Minimum range",
    "altitude_max": "Maximum altitude",
    "altitude_min": "Minimum altitude",
    "detection_range": "Detection range",
    "antenna_height": "Antenna height",
    "speed": "Speed",
}
"""Titles, in the order in which figures are listed."""

STATUSES: dict[Status, str] = {
    "declared": "Declared",
    "assessed": "Assessed",
    "unverified": "Unverified",
    "assumption": "Assumption",
}

GRADES: dict[Grade, str] = {
    "specialist": "specialist or mainstream press",
    "press": "other press",
    "state": "state-aligned press",
    "blog": "blog",
}

LENGTHS: dict[str, float] = {"m": 1.0, "km": 1000.0, "NM": 1852.0, "mi": 1609.344, "ft": 0.3048}
"""Metres in a unit of length."""

SPEEDS: dict[str, float] = {"m/s": 1.0, "km/h": 1 / 3.6, "kn": 1852.0 / 3600.0}
"""Metres per second in a unit of speed. Mach is none: it depends on the air."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was printed.

    Attributes
    ----------
    id
        By which figures of the same system name it.
    url
        Address: a web address, or `doi:`, `isbn:`, `urn:` and what follows.
    year
        None where none was found.
    year_basis
        Whether the year stands in the address or was inferred; empty where it is printed.
    grade
        A rough judgement by the kind of publisher, no editorial one; empty where none was made.
    says
        What was read there, in a few words.
    """

    id: str
    title: str
    url: str
    year: int | None = None
    year_basis: YearBasis | Literal[""] = ""
    grade: Grade | Literal[""] = ""
    says: str = ""
    note: str = ""

    @property
    def cited(self) -> str:
        """Title with the year in brackets: "TASS: WMD rocket brigade (2017)"."""
        return self.title if self.year is None else f"{self.title} ({self.year})"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a system, as it was printed."""

    what: FigureKind
    value: float
    unit: str
    status: Status
    sources: tuple[Source, ...] = ()
    note: str = ""

    @property
    def sourced(self) -> bool:
        """Whether it was found printed anywhere."""
        return bool(self.sources)

    @property
    def known(self) -> bool:
        """Whether somebody answers for it: it has a source, or the person at the desk set it."""
        return self.sourced or self.status == "assumption"

    @property
    def si(self) -> float:
        """The value in metres, or in metres per second."""
        return round(self.value * unit_factor(self.what, self.unit), 6)

    def __str__(self) -> str:
        return f"{self.value:g} {self.unit}"


def units_of(what: FigureKind) -> dict[str, float]:
    """Units in which a kind of figure can be given, with their factors to SI."""
    return SPEEDS if what == "speed" else LENGTHS


def unit_factor(what: FigureKind, unit: str) -> float:
    """Metres, or metres per second, in a unit (KeyError when it is none for this kind)."""
    return units_of(what)[unit]
