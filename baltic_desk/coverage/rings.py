"""Range rings from the catalogue's figures: what to draw around a system, and on whose word."""

from __future__ import annotations

from dataclasses import dataclass

from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.coverage.systems import Figure, System, Variant


@dataclass(frozen=True, slots=True)
class RingParameters:
    """All of a range ring but its place.

    Attributes
    ----------
    declared_m, assessed_m
        The range again, under declared when only state-aligned publishers give it, under assessed
        when a specialist or mainstream one does; neither for other sources and for none.
    radius_min_m
        0.0 where no minimum is published, and where it is without a source; `note` says so then.
    source, source_date
        Titles of the sources, and the latest year among them, empty where unknown.
    """

    ring_class: str
    label: str
    letters: str
    radius_max_m: float
    radius_min_m: float
    system: str
    variant: str
    verified: bool
    declared_m: float | None
    assessed_m: float | None
    source: str
    source_date: str
    note: str = ""


def variant_ring(system: System, variant: Variant) -> RingParameters | None:
    """Ring of a variant's range; None when no range is published."""
    if variant.range_max_km is None:
        return None
    return _ring(
        system,
        variant.name,
        variant.ring_class,
        variant.range_max_km,
        variant.range_min_km,
        variant.note,
    )


def radar_ring(system: System) -> RingParameters | None:
    """Ring of a system's own sensor; None when no detection range is published."""
    radar = system.radar
    if radar is None or radar.detect_range_km is None:
        return None
    return _ring(system, radar.name, "sensor", radar.detect_range_km, None, radar.note)


def rings(system: System) -> tuple[RingParameters, ...]:
    """All rings of a system, the widest first; figures that contradict each other give one each."""
    found = [variant_ring(system, variant) for variant in system.variants]
    given = [ring for ring in found if ring is not None]
    radar = radar_ring(system)
    known = {(ring.ring_class, ring.radius_max_m) for ring in given}
    if radar is not None and (radar.ring_class, radar.radius_max_m) not in known:
        given.append(radar)
    return tuple(sorted(given, key=lambda ring: -ring.radius_max_m))


def usual_ring(system: System) -> RingParameters | None:
    """The ring to draw when only one is drawn; None when no range is published.

    It is the ring of the variant with that figure. A usual figure that no variant has is without a
    source, and its ring is not verified.
    """
    wanted = system.usual_ring.km
    if wanted is None:
        return None
    for ring in rings(system):
        if ring.radius_max_m == wanted * 1000.0:
            return ring
    figure = Figure(wanted, "unverified", note=system.usual_ring.why)
    return _ring(system, "usual figure", system.variants[0].ring_class, figure, None, "")


def _ring(
    system: System,
    name: str,
    ring_class: str,
    figure: Figure,
    minimum: Figure | None,
    note: str,
) -> RingParameters:
    radius_m = figure.value * 1000.0
    minimum_m, doubts = 0.0, ""
    if minimum is not None and minimum.status == "verified":
        minimum_m = minimum.value * 1000.0
    elif minimum is not None:
        # A hole in a ring says that one is safe there: not on nobody's word.
        doubts = f"a minimum range of {minimum.value:g} km is unverified and not drawn"
    grades = {source.grade for source in figure.sources}
    years = [source.year for source in figure.sources if source.year is not None]
    return RingParameters(
        ring_class=ring_class,
        label=f"{_short(system.name)} · {name}",
        letters=RING_CLASSES[ring_class].letters,
        radius_max_m=radius_m,
        radius_min_m=minimum_m,
        system=system.id,
        variant=name,
        verified=figure.status == "verified",
        declared_m=radius_m if grades == {"state"} else None,
        assessed_m=radius_m if "specialist" in grades else None,
        source="; ".join(source.title for source in figure.sources),
        source_date=str(max(years)) if years else "",
        note="; ".join(part for part in (figure.note, note, doubts) if part),
    )


def _short(name: str) -> str:
    """Name without what stands in brackets: "K-300P Bastion-P"."""
    return name.partition(" (")[0]
