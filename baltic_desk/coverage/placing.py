"""A system as one thing to be placed: its symbol, its rings, its sensor and what they rest on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from baltic_desk.coverage.figures import Figure
from baltic_desk.coverage.rings import RingParameters, sensor_rings, variant_rings
from baltic_desk.coverage.systems import System


@dataclass(frozen=True, slots=True)
class Citation:
    """A figure that is drawn or used, and of which variant or sensor it is."""

    of: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Antenna:
    """How high the antenna of a system's sensor stands over the ground.

    Attributes
    ----------
    height_m
        None where no source gives it: whoever places the system sets it.
    suggestion_m
        A number to start from; the sourced height where there is one. None where there is neither.
    figure
        The figure that either comes from.
    """

    height_m: float | None = None
    suggestion_m: float | None = None
    figure: Figure | None = None

    @property
    def assumed(self) -> bool:
        """Whether any height used is an assumption."""
        return self.height_m is None


@dataclass(frozen=True, slots=True)
class Placement:
    """All that is put on the map with a system, but its place.

    Attributes
    ----------
    sidc, name
        Symbol of the unit, and its name.
    variants
        Those whose rings it has.
    rings
        Of the variants, with the figures that contradict each other when they were asked for.
    sensor
        Ring of its own sensor; None where no detection range has a source.
    citations
        The figures of all of that, the antenna's among them.
    """

    system: System
    sidc: str
    name: str
    variants: tuple[str, ...]
    rings: tuple[RingParameters, ...]
    sensor: RingParameters | None
    antenna: Antenna
    citations: tuple[Citation, ...]

    @property
    def all_rings(self) -> tuple[RingParameters, ...]:
        """Rings with that of the sensor, the widest first."""
        every = self.rings if self.sensor is None else (*self.rings, self.sensor)
        return tuple(sorted(every, key=lambda ring: -ring.radius_max_m))


def placement(
    system: System,
    variants: Collection[str] | None = None,
    *,
    alternatives: bool = False,
    sensor: bool = True,
) -> Placement:
    """A system as it is placed.

    Parameters
    ----------
    variants
        Names of the variants that it has; all but those that are drawn on request for None.
    alternatives
        Whether figures that contradict the ones to use get rings as well.
    sensor
        Whether the sensor is drawn.

    Raises
    ------
    KeyError
        When there is no variant of a name.
    """
    chosen = (
        [variant for variant in system.variants if not variant.on_request]
        if variants is None
        else [system.variant(name) for name in variants]
    )
    found = [ring for variant in chosen for ring in variant_rings(system, variant)]
    seen = next(iter(sensor_rings(system)), None) if sensor else None
    if seen is not None:
        # What a radar detects is often catalogued as its range too: one ring, not two.
        same = (seen.ring_class, seen.radius_max_m)
        found = [ring for ring in found if (ring.ring_class, ring.radius_max_m) != same]
    if not alternatives:
        found = [ring for ring in found if not ring.alternative]
    known = antenna_of(system)
    cited = [
        Citation(ring.variant, figure)
        for ring in (*found, *(() if seen is None else (seen,)))
        for figure in ring.figures
    ]
    if system.sensor is not None and known.figure is not None:
        cited.append(Citation(system.sensor.name, known.figure))
    return Placement(
        system=system,
        sidc=system.sidc,
        name=system.short_name,
        variants=tuple(variant.name for variant in chosen),
        rings=tuple(sorted(found, key=lambda ring: -ring.radius_max_m)),
        sensor=seen,
        antenna=known,
        citations=tuple(dict.fromkeys(cited)),
    )


def antenna_of(system: System) -> Antenna:
    """Height of the antenna of a system's sensor, or what to start from where it is assumed."""
    heights = () if system.sensor is None else system.sensor.of("antenna_height")
    sourced = next((figure for figure in heights if figure.sourced), None)
    if sourced is not None:
        return Antenna(sourced.si, sourced.si, sourced)
    if heights:
        return Antenna(None, heights[0].si, heights[0])
    return Antenna()
