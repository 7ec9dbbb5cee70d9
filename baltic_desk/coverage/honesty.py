"""What a map of ranges should admit: rings without a source, with an old one, at no altitude.

Each finding names its ring. None of them stops anybody: they are there to be read before a map is
handed out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from baltic_desk.coverage.comparison import compared_emitters, ratio_text
from baltic_desk.coverage.emitter_reach import EmitterReach
from baltic_desk.coverage.emitters import RingEmitter
from baltic_desk.geo.distances import format_distance
from baltic_desk.geo.measure import area_text

Rule: TypeAlias = Literal[
    "no-source",
    "unverified",
    "old-source",
    "undated-source",
    "no-altitude",
    "beyond-assessed",
    "antenna-assumed",
    "area",
]

RULES: dict[Rule, str] = {
    "no-source": "No source",
    "unverified": "Unverified figure",
    "old-source": "Old source",
    "undated-source": "Source without a year",
    "no-altitude": "No altitude said",
    "beyond-assessed": "Drawn beyond the assessed range",
    "antenna-assumed": "Antenna height assumed",
    "area": "Published area against area at the altitude",
}
"""Titles, in the order in which findings of a ring are listed."""

OLDEST_YEARS = 5
"""How old a source may be before it is told of, where nobody says otherwise."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# What a text says that says at which altitude: "at 100 m altitude", "FL 350", "300 m AGL".
_ALTITUDE = re.compile(
    r"altitude|\bFL ?\d{2,3}\b|\b(?:AGL|AMSL|ASL)\b"
    r"|\d ?(?:m|km|ft)\b[^.;]{0,20}\babove (?:ground|sea)|\b(?:low|high)-?(?:level|flying)\b",
    re.IGNORECASE,
)
# Less than so much of an area lost is not worth a line.
_WORTH_TELLING = 0.95
# A figure and a radius drawn from it differ by rounding.
_SAME_M = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a map should admit, in a sentence; `ring_id` is the feature it is about."""

    rule: Rule
    ring_id: str
    title: str
    text: str

    def __str__(self) -> str:
        return f"{self.title}: {self.text}"


def claim_findings(
    emitters: Iterable[RingEmitter],
    *,
    this_year: int,
    oldest_years: int = OLDEST_YEARS,
    at_altitude: bool = False,
    sourced_antenna_m: Callable[[str], float | None] | None = None,
) -> tuple[Finding, ...]:
    """What rings leave open, ring after ring.

    A plain ring of the class "other" that names no system is a measure of distance and claims
    nothing.

    Parameters
    ----------
    oldest_years
        Sources of the year before `this_year` less this are old.
    at_altitude
        Whether the map is drawn for an altitude, and so says one.
    sourced_antenna_m
        Height of a system's antenna, by the id of the system, where a source gives it; without it
        heights that rings state are believed.
    """
    found: list[Finding] = []
    for emitter in emitters:
        if emitter.ring_class == "other" and not emitter.system:
            continue
        found += _of_source(emitter, this_year, oldest_years)
        if emitter.needs_sight and not at_altitude and not _ALTITUDE.search(emitter.claim.texts):
            text = (
                f"{format_distance(emitter.range_m)} is drawn, and nowhere is it said against which"
                " altitude"
            )
            found.append(_finding("no-altitude", emitter, text))
        found += _of_ranges(emitter)
        found += _of_antenna(emitter, sourced_antenna_m)
    return tuple(found)


def area_findings(
    published: Iterable[EmitterReach], low: Iterable[EmitterReach]
) -> tuple[Finding, ...]:
    """How much smaller than published the areas of emitters are that have to see their target.

    `low` is what they reach at an altitude; those that lose less than a twentieth are not told of.
    """
    low = tuple(low)
    at = {each.emitter.ring_id: each for each in low}
    found: list[Finding] = []
    for pair in compared_emitters(published, low):
        reached = at[pair.ring_ids[0]]
        if not reached.emitter.needs_sight or reached.altitude is None:
            continue
        if pair.ratio is None or pair.ratio >= _WORTH_TELLING:
            continue
        text = (
            f"{area_text(pair.first_m2)} as published,"
            f" {area_text(pair.second_m2)} at {reached.altitude}: {ratio_text(pair.ratio)}"
        )
        found.append(_finding("area", reached.emitter, text))
    return tuple(found)


def _of_source(emitter: RingEmitter, this_year: int, oldest_years: int) -> Iterator[Finding]:
    claim = emitter.claim
    reach = format_distance(emitter.range_m)
    if not claim.source.strip() and not claim.source_url.strip():
        marked = "; it is marked as an assumption" if claim.status == "assumption" else ""
        yield _finding("no-source", emitter, f"no source is given for {reach}{marked}")
        return
    if claim.status in ("unverified", "assumption"):
        yield _finding("unverified", emitter, f"{reach} is marked as {_a(claim.status)}")
    years = [int(year) for year in _YEAR.findall(claim.source_date)]
    if not years:
        text = f"no year is given for the source of {reach}"
        yield _finding("undated-source", emitter, text)
    elif max(years) < this_year - oldest_years:
        text = f"the source of {reach} is of {max(years)}, {this_year - max(years)} years ago"
        yield _finding("old-source", emitter, text)


def _of_ranges(emitter: RingEmitter) -> Iterator[Finding]:
    claim = emitter.claim
    if claim.assessed_m is None or emitter.range_m <= claim.assessed_m + _SAME_M:
        return
    text = (
        f"drawn to {format_distance(emitter.range_m)},"
        f" assessed at {format_distance(claim.assessed_m)}"
    )
    if claim.declared_m is None:
        text += ", and nobody declares more"
    elif emitter.range_m > claim.declared_m + _SAME_M:
        text += f" and declared as {format_distance(claim.declared_m)}"
    yield _finding("beyond-assessed", emitter, text)


def _of_antenna(
    emitter: RingEmitter, sourced_antenna_m: Callable[[str], float | None] | None
) -> Iterator[Finding]:
    if not emitter.needs_sight:
        return
    height = f"{emitter.antenna_m:g} m over the ground"
    if emitter.antenna_assumed:
        text = f"no height of the antenna is given; {height} is assumed"
        yield _finding("antenna-assumed", emitter, text)
    elif sourced_antenna_m is not None:
        known_m = sourced_antenna_m(emitter.system)
        if known_m is None or abs(known_m - emitter.antenna_m) > 0.5:
            text = f"no source gives its antenna {height}: it was set by hand"
            yield _finding("antenna-assumed", emitter, text)


def _finding(rule: Rule, emitter: RingEmitter, text: str) -> Finding:
    return Finding(rule, emitter.ring_id, emitter.title, text)


def _a(status: str) -> str:
    return "an assumption" if status == "assumption" else status
