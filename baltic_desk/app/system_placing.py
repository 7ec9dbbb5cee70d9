"""Placing a system of the catalogue: its unit and the rings that a person has chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from baltic_desk.app.extent import REGION
from baltic_desk.app.settings import DistanceUnit
from baltic_desk.coverage.figures import STATUSES
from baltic_desk.coverage.placing import antenna_of, placement
from baltic_desk.coverage.rings import OWN_RANGE, RingParameters, rings, usual_ring
from baltic_desk.coverage.systems import System
from baltic_desk.document.feature import RangeRing, Unit
from baltic_desk.geo.distances import format_distance
from baltic_desk.geo.geodesy import distance
from baltic_desk.tools.place import PlaceUnit
from baltic_desk.tools.tool import DRAFT

# From the region's southern edge. An outline keeps a degree from the pole, so the very widest of
# those that pass here may still be refused where they are put, with the reason.
_TO_THE_POLE_M = distance((REGION[0], REGION[1]), (REGION[0], 89.0))

# What the lowest altitude at which something is seen depends on the antenna for.
_SEEING = frozenset({"sensor", "air-defence"})


def offered_rings(system: System) -> tuple[RingParameters, ...]:
    """The rings that may be drawn about a system: the usual one, then the others, widest first."""
    usual = usual_ring(system)
    others = (ring for ring in rings(system) if ring != usual)
    return (*others,) if usual is None else (usual, *others)


def drawn_rings(
    system: System, variants: Collection[str] | None = None
) -> tuple[RingParameters, ...]:
    """The rings that a system is placed with when nothing else is said: all that can be drawn.

    Parameters
    ----------
    variants
        Names of its variants; all but those drawn on request for None.
    """
    return tuple(ring for ring in placement(system, variants).all_rings if can_be_drawn(ring))


def placing(
    system: System,
    chosen: Iterable[RingParameters],
    unit: DistanceUnit = "km",
    *,
    variants: Collection[str] | None = None,
    antenna_height_m: float | None = None,
) -> PlaceUnit:
    """The tool that places a system with these rings, labelled in `unit`.

    Parameters
    ----------
    variants
        Those that the unit has, when they were chosen.
    antenna_height_m
        Height over the ground that the person sets for the sensor. Without it that of a source
        holds, and where there is none the rings say nothing of it.
    """
    template = Unit(
        overlay=DRAFT,
        sidc=system.sidc,
        name=system.short_name,
        system=system.id or None,
        variant="; ".join(variants) if variants else None,
    )
    height_m = antenna_of(system).height_m if antenna_height_m is None else antenna_height_m
    return PlaceUnit(template, tuple(ring_of(ring, unit, height_m) for ring in chosen))


def ring_of(
    ring: RingParameters, unit: DistanceUnit, antenna_height_m: float | None = None
) -> RangeRing:
    """The feature of a ring, still without a place."""
    sources = ring.sources
    return RangeRing(
        overlay=DRAFT,
        name=ring.label,
        description=ring.note or None,
        center_lon=0.0,
        center_lat=0.0,
        radius_max_m=ring.radius_max_m,
        radius_min_m=ring.radius_min_m,
        ring_class=ring.ring_class,
        unit=unit,
        system=ring.system,
        variant=ring.variant,
        declared_m=ring.declared_m,
        assessed_m=ring.assessed_m,
        status=ring.status,
        source=ring.source or None,
        source_url=sources[0].url if sources else None,
        source_date=ring.source_date or None,
        antenna_height_m=antenna_height_m if ring.ring_class in _SEEING else None,
    )


def can_be_drawn(ring: RingParameters) -> bool:
    """Whether a ring can be drawn in the region; those of some radars reach over the pole."""
    return ring.radius_max_m <= _TO_THE_POLE_M


def reach(ring: RingParameters, unit: DistanceUnit = "km") -> str:
    """Range of a ring in words, with its minimum where there is one: "5–400 km"."""
    furthest = format_distance(ring.radius_max_m, unit)
    if ring.radius_min_m <= 0.0:
        return furthest
    return f"{format_distance(ring.radius_min_m, unit).removesuffix(f' {unit}')}–{furthest}"


def band(ring: RingParameters, unit: DistanceUnit = "km") -> str:
    """Both ends of a band in words: "assessed 200 km, declared 400 km"; empty for a plain ring."""
    if not ring.is_band or ring.assessed_m is None or ring.declared_m is None:
        return ""
    ends = sorted(((ring.assessed_m, "assessed"), (ring.declared_m, "declared")))
    return ", ".join(f"{word} {format_distance(end_m, unit)}" for end_m, word in ends)


def standing(ring: RingParameters, unit: DistanceUnit = "km") -> str:
    """On whose word a range stands, in a few words."""
    if ring.variant == OWN_RANGE:
        return "Assumption: set by whoever draws"
    both = band(ring, unit)
    if both:
        return f"{both[:1].upper()}{both[1:]}"
    if ring.declared_m is not None and ring.assessed_m is not None:
        return "Declared and assessed"
    return STATUSES[ring.status]
