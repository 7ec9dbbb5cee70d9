"""Placing a system of the catalogue: its unit and the rings that a person has chosen."""

from __future__ import annotations

from collections.abc import Iterable

from baltic_desk.app.extent import REGION
from baltic_desk.app.settings import DistanceUnit
from baltic_desk.coverage.rings import RingParameters, rings, usual_ring
from baltic_desk.coverage.systems import Figure, Source, System
from baltic_desk.document.feature import RangeRing, Unit
from baltic_desk.geo.distances import format_distance
from baltic_desk.geo.geodesy import distance
from baltic_desk.tools.place import PlaceUnit
from baltic_desk.tools.tool import DRAFT

# From the region's southern edge. An outline keeps a degree from the pole, so the very widest of
# those that pass here may still be refused where they are put, with the reason.
_TO_THE_POLE_M = distance((REGION[0], REGION[1]), (REGION[0], 89.0))


def offered_rings(system: System) -> tuple[RingParameters, ...]:
    """The rings that may be drawn about a system: the usual one, then the others, widest first."""
    usual = usual_ring(system)
    others = (ring for ring in rings(system) if ring != usual)
    return (*others,) if usual is None else (usual, *others)


def placing(
    system: System, chosen: Iterable[RingParameters], unit: DistanceUnit = "km"
) -> PlaceUnit:
    """The tool that places a system with these rings, labelled in `unit`."""
    template = Unit(
        overlay=DRAFT, sidc=system.sidc, name=short_name(system), system=system.id or None
    )
    return PlaceUnit(template, tuple(_ring(system, ring, unit) for ring in chosen))


def can_be_drawn(ring: RingParameters) -> bool:
    """Whether a ring can be drawn in the region; those of some radars reach over the pole."""
    return ring.radius_max_m <= _TO_THE_POLE_M


def short_name(system: System) -> str:
    """Name without what stands in brackets, as it fits beside a symbol."""
    return system.name.partition(" (")[0]


def reach(ring: RingParameters, unit: DistanceUnit = "km") -> str:
    """Range of a ring in words, with its minimum where there is one: "5–400 km"."""
    furthest = format_distance(ring.radius_max_m, unit)
    if ring.radius_min_m <= 0.0:
        return furthest
    return f"{format_distance(ring.radius_min_m, unit).removesuffix(f' {unit}')}–{furthest}"


def sources_of(system: System, ring: RingParameters) -> tuple[Source, ...]:
    """Where the range of a ring was published."""
    figure = _figure(system, ring)
    return () if figure is None else figure.sources


def standing(ring: RingParameters) -> str:
    """On whose word a range stands: its status, and who publishes it, in a few words."""
    if not ring.verified:
        return "Unverified"
    if ring.assessed_m is not None:
        return "Verified, assessed"
    return "Verified, declared" if ring.declared_m is not None else "Verified"


def _ring(system: System, ring: RingParameters, unit: DistanceUnit) -> RangeRing:
    sources = sources_of(system, ring)
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
        status="verified" if ring.verified else "unverified",
        source=ring.source or None,
        source_url=sources[0].url if sources else None,
        source_date=ring.source_date or None,
    )


def _figure(system: System, ring: RingParameters) -> Figure | None:
    """The figure that a ring was made from; None for a usual figure without a variant."""
    for variant in system.variants:
        figure = variant.range_max_km
        same = (variant.name, variant.ring_class) == (ring.variant, ring.ring_class)
        if same and figure is not None and figure.value * 1000.0 == ring.radius_max_m:
            return figure
    radar = system.radar
    return radar.detect_range_km if radar is not None and radar.name == ring.variant else None
