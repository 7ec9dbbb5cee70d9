"""Phases and what they change, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from baltic_desk.document.feature import Feature
from baltic_desk.document.geometry import Position
from baltic_desk.document.lesson import Phase
from baltic_desk.document.phase_changes import Counts
from baltic_desk.document.phase_comparison import Difference, What, place_of
from baltic_desk.document.phase_times import duration_text, start_text
from baltic_desk.geo.distances import UNITS, format_distance
from baltic_desk.geo.geodesy import inverse

MARKS: dict[What, str] = {"added": "+", "moved": "→", "changed": "Δ", "removed": "−"}
"""A sign for each sort of change, in the order in which they are told; the shipped font has all."""

_COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
_PLACES = frozenset(("geometry", "center_lon", "center_lat", "center_line", "control_points"))
_UNITS = ("_m", "_deg", "_px", "_min", "_kn")
_FIELDS = {
    "altitude_depth": "altitude or depth",
    "anchor": "unit that it belongs to",
    "answers_task": "task that it answers",
    "dtg": "date-time group",
    "overlay": "overlay",
    "parent": "higher unit",
    "radius_max_m": "outer radius",
    "radius_min_m": "inner radius",
    "rank": "place in the drawing order",
    "ring_class": "class of the ring",
    "sidc": "symbol",
    "unknown": "what another version wrote",
}


def phase_title(number: int, phase: Phase) -> str:
    """A phase with its number, which is not said twice.

    >>> phase_title(2, Phase(id="p", name="Advance")), phase_title(2, Phase(id="p", name="Phase 2"))
    ('2 Advance', 'Phase 2')
    """
    name = " ".join(phase.name.split())
    if name in ("", f"Phase {number}"):
        return f"Phase {number}"
    return f"{number} {name}"


def phase_titles(phases: Sequence[Phase]) -> dict[str, str]:
    """What phases are called, by id, in order."""
    return {phase.id: phase_title(number, phase) for number, phase in enumerate(phases, start=1)}


def when_text(phase: Phase) -> str:
    """When it begins and how long it takes, as far as it says."""
    parts = (start_text(phase.start), duration_text(phase.duration_min))
    return " · ".join(part for part in parts if part)


def counts_text(counts: Counts) -> str:
    """How much a phase changes, in signs.

    >>> counts_text(Counts(added=2, moved=3)), counts_text(Counts())
    ('+2 →3', '')
    """
    return " ".join(f"{mark}{n}" for mark, n in zip(MARKS.values(), counts, strict=True) if n)


def counts_words(counts: Counts) -> str:
    """The same in words.

    >>> counts_words(Counts(added=2, moved=3)), counts_words(Counts())
    ('2 added, 3 moved', 'nothing changes')
    """
    told = [f"{n} {what}" for what, n in zip(MARKS, counts, strict=True) if n]
    return ", ".join(told) or "nothing changes"


def difference_words(difference: Difference, distance_unit: str = "km") -> str:
    """What became of a feature: "moved 48 km NE; symbol changed"."""
    match difference.what:
        case "added":
            return "appears"
        case "removed":
            return "vanishes"
        case "moved" | "changed":
            parts = [_movement(difference, distance_unit), _changed(difference)]
            return "; ".join(part for part in parts if part) or "changed"


def field_words(fields: Iterable[str]) -> tuple[str, ...]:
    """Fields of a record in words, those of its place left out.

    >>> field_words(("designation", "radius_max_m", "center_lon", "leader_offset_px"))
    ('designation', 'outer radius', 'leader offset')
    """
    return tuple(dict.fromkeys(_field(name) for name in fields if name not in _PLACES))


def distance_words(start: Position, end: Position, distance_unit: str = "km") -> str:
    """How far and where to: "48 km NE"."""
    bearing_deg, distance_m = inverse(start, end)
    return f"{_rounded(distance_m, distance_unit)} {_COMPASS[round(bearing_deg / 45) % 8]}"


def _movement(difference: Difference, distance_unit: str) -> str:
    if _PLACES.isdisjoint(difference.fields):
        return ""
    start = difference.moved_from
    end = place_of(difference.after)
    if start is None or end is None:
        return "drawn otherwise" if isinstance(difference.after, Feature) else ""
    return f"moved {distance_words(start, end, distance_unit)}"


def _rounded(distance_m: float, unit: str) -> str:
    """How far in at most three figures: who reads it wants to know how far about."""
    return format_distance(float(f"{distance_m / UNITS[unit]:.3g}") * UNITS[unit], unit)


def _changed(difference: Difference) -> str:
    words = field_words(difference.fields)
    return f"{', '.join(words)} changed" if words else ""


def _field(name: str) -> str:
    known = _FIELDS.get(name)
    if known is not None:
        return known
    for unit in _UNITS:
        name = name.removesuffix(unit)
    return name.replace("_", " ")
