"""Range rings from the catalogue's figures: what to draw around a system, and on whose word.

A variant gives one ring. Where its range is both declared and assessed, the ring is a band between
the two; further figures that contradict the first ones give rings that are drawn when asked for. A
range without a source gives none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from baltic_desk.coverage.figures import Figure, Source, Status
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.coverage.systems import System, Variant

OWN_RANGE = "own range"
"""Variant of a ring whose range somebody set who draws."""


@dataclass(frozen=True, slots=True)
class RingParameters:
    """All of a range ring but its place.

    Attributes
    ----------
    radius_max_m, radius_min_m
        Outer edge; inner edge, 0.0 where no minimum range is published, and where it is published
        on nobody's word: `note` says so then.
    status
        Of the outer edge.
    declared_m, assessed_m
        The range as declared and as assessed, where it is. When both are there and differ, the
        ring is the band between them.
    figures
        What it is drawn from, the outer edge first.
    alternative
        Whether another figure of the same variant is the one to use.
    on_request
        Whether it is drawn only when it is asked for.
    """

    ring_class: str
    label: str
    letters: str
    radius_max_m: float
    radius_min_m: float
    system: str
    variant: str
    status: Status
    declared_m: float | None = None
    assessed_m: float | None = None
    figures: tuple[Figure, ...] = ()
    alternative: bool = False
    on_request: bool = False
    note: str = ""

    @property
    def is_band(self) -> bool:
        """Whether declared and assessed range differ."""
        both = self.declared_m is not None and self.assessed_m is not None
        return both and self.declared_m != self.assessed_m

    @property
    def doubtful(self) -> bool:
        """Whether nobody of standing gives the range."""
        return self.status not in ("declared", "assessed")

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the figures were printed, each source once."""
        found = {source.id: source for figure in self.figures for source in figure.sources}
        return tuple(found.values())

    @property
    def source(self) -> str:
        """Titles of the sources."""
        return "; ".join(source.title for source in self.sources)

    @property
    def source_date(self) -> str:
        """The latest year among the sources; empty where none is known."""
        years = [source.year for source in self.sources if source.year is not None]
        return str(max(years)) if years else ""


def variant_rings(system: System, variant: Variant) -> tuple[RingParameters, ...]:
    """Rings of a variant, the one to use first; none when no range has a source."""
    return _rings(
        system,
        variant.name,
        variant.ring_class,
        variant.of("range_max"),
        minima=variant.of("range_min"),
        note=variant.note,
        on_request=variant.on_request,
    )


def sensor_rings(system: System) -> tuple[RingParameters, ...]:
    """Rings of a system's own sensor, the one to use first; none when no range has a source."""
    sensor = system.sensor
    if sensor is None:
        return ()
    return _rings(system, sensor.name, "sensor", sensor.of("detection_range"), note=sensor.note)


def rings(system: System) -> tuple[RingParameters, ...]:
    """All rings of a system, the widest first; figures that contradict each other give one each."""
    found = [ring for variant in system.variants for ring in variant_rings(system, variant)]
    known = {(ring.ring_class, ring.radius_max_m) for ring in found}
    found += [
        ring for ring in sensor_rings(system) if (ring.ring_class, ring.radius_max_m) not in known
    ]
    return tuple(sorted(found, key=lambda ring: -ring.radius_max_m))


def usual_ring(system: System) -> RingParameters | None:
    """The ring to draw when only one is drawn; None when that figure has no source."""
    usual = system.usual_ring
    if usual is None:
        return None
    wanted_m = Figure("range_max", usual.value, usual.unit, "unverified").si
    every = rings(system)
    for ring in every:
        if ring.radius_max_m == wanted_m:
            return ring
    return next((r for r in every if wanted_m in (r.declared_m, r.assessed_m)), None)


def own_ring(system: System, range_m: float, ring_class: str | None = None) -> RingParameters:
    """Ring of a range that whoever draws sets: an assumption, and marked as one.

    Parameters
    ----------
    range_m
        Metres, more than 0.
    ring_class
        That of the system's first variant unless one is given.
    """
    classes = [variant.ring_class for variant in system.variants]
    chosen = ring_class or (classes[0] if classes else "other")
    figure = Figure("range_max", range_m, "m", "assumption")
    return _ring(system, OWN_RANGE, chosen, (figure,))


def unsourced_ranges(system: System) -> tuple[tuple[str, Figure], ...]:
    """Ranges that give no ring because they have no source, with the variant or sensor of each."""
    found = [(v.name, figure) for v in system.variants for figure in v.of("range_max")]
    if system.sensor is not None:
        found += [(system.sensor.name, f) for f in system.sensor.of("detection_range")]
    return tuple((name, figure) for name, figure in found if not figure.known)


def _rings(
    system: System,
    name: str,
    ring_class: str,
    ranges: Iterable[Figure],
    *,
    minima: tuple[Figure, ...] = (),
    note: str = "",
    on_request: bool = False,
) -> tuple[RingParameters, ...]:
    known = [figure for figure in ranges if figure.known]
    if not known:
        return ()
    first = [_first(known, status) for status in ("declared", "assessed")]
    ends = sorted((figure for figure in first if figure is not None), key=lambda f: -f.si)
    groups: list[tuple[Figure, ...]] = [tuple(ends) if ends else (known[0],)]
    drawn = {figure.si for figure in groups[0]}
    for figure in known:
        if figure.si not in drawn:
            drawn.add(figure.si)
            groups.append(tuple(other for other in known if other.si == figure.si))
    return tuple(
        _ring(
            system,
            name,
            ring_class,
            figures,
            minima=minima,
            note=note,
            on_request=on_request,
            alternative=number > 0,
        )
        for number, figures in enumerate(groups)
    )


def _ring(
    system: System,
    name: str,
    ring_class: str,
    figures: tuple[Figure, ...],
    *,
    minima: tuple[Figure, ...] = (),
    note: str = "",
    on_request: bool = False,
    alternative: bool = False,
) -> RingParameters:
    outer = figures[0]
    declared, assessed = _first(figures, "declared"), _first(figures, "assessed")
    # One value that is both declared and assessed stands on the word of those who studied it.
    status = "assessed" if assessed is not None and assessed.si == outer.si else outer.status
    hole = next((f for f in minima if f.status != "unverified" and f.si < outer.si), None)
    doubts = ""
    if hole is None and minima:
        # A hole in a ring says that one is safe there: not on nobody's word.
        doubts = f"a minimum range of {minima[0]} is unverified and not drawn"
    texts = [*(figure.note for figure in figures), note, doubts]
    return RingParameters(
        ring_class=ring_class,
        label=f"{system.short_name} · {name}",
        letters=RING_CLASSES[ring_class].letters,
        radius_max_m=outer.si,
        radius_min_m=0.0 if hole is None else hole.si,
        system=system.id,
        variant=name,
        status=status,
        declared_m=None if declared is None else declared.si,
        assessed_m=None if assessed is None else assessed.si,
        figures=figures if hole is None else (*figures, hole),
        alternative=alternative,
        on_request=on_request,
        note="; ".join(dict.fromkeys(filter(None, texts))),
    )


def _first(figures: Iterable[Figure], status: Status) -> Figure | None:
    return next((figure for figure in figures if figure.status == status), None)
