"""What a range ring or an area of coverage can tell of itself: figure, standing, source, limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.coverage.systems import Systems
from baltic_desk.document.anchoring import anchored
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Area, Feature, RangeRing, Unit
from baltic_desk.document.provenance import Provenance, Standing, is_at, provenance
from baltic_desk.document.style import ring_label
from baltic_desk.geo.distances import format_distance

Limits: TypeAlias = Callable[[Feature], str]
"""What limits the reach that a feature shows, in a sentence; empty where that is not known."""

STANDINGS: dict[Standing, str] = {
    "declared": "Declared, as the system's own figure",
    "assessed": "Assessed, as somebody else's estimate",
    "unverified": "Unverified, without a source of standing",
    "assumption": "Assumption of whoever draws it",
    "": "Not said on whose word it stands",
}
MOST_SOURCES = 3
"""Titles that are told one by one; of more, how many."""


@dataclass(frozen=True, slots=True)
class RingFacts:
    """A title, and rows of what is known: what a row tells of, and the words."""

    title: str
    rows: tuple[tuple[str, str], ...]
    doubtful: bool = False

    def __str__(self) -> str:
        lines = (f"{name}: {text}" for name, text in self.rows)
        return "\n".join((self.title, *lines))


@dataclass(frozen=True, slots=True)
class Family:
    """A ring with the unit that it is bound to and all rings of that, by id."""

    owner: str | None
    rings: tuple[str, ...]

    @property
    def ids(self) -> frozenset[str]:
        """All of them."""
        return frozenset(filter(None, (self.owner, *self.rings)))


def limits_text(feature: Feature) -> str:
    """What limits a ring as long as nothing but published figures is reckoned with."""
    figure = provenance(feature.properties)
    if figure is None:
        return ""
    word = "Assumed" if figure.standing == "assumption" else "Published"
    what = "area" if isinstance(feature.properties, Area) else "range"
    return f"{word} {what} only; not altitude, horizon, terrain"


def family(document: Document, feature_id: str) -> Family:
    """The unit and the rings that belong together with a ring or a unit, the widest ring first."""
    feature = document.feature(feature_id)
    match None if feature is None else feature.properties:
        case RangeRing(anchor=str(anchor)) if document.feature(anchor) is not None:
            owner = anchor
        case Unit():
            owner = feature_id
        case _:
            return Family(None, (feature_id,))
    return Family(owner, tuple(each.id for each in _widest_first(anchored(document, (owner,)))))


def asked_about(document: Document, selection: Sequence[str]) -> tuple[str, ...]:
    """The rings that a selection of one thing asks about, by id.

    A ring first, then the others of its unit; of a unit all of its rings, the widest first; an
    area of coverage. Of more than one thing none.
    """
    if len(selection) != 1:
        return ()
    (chosen,) = selection
    feature = document.feature(chosen)
    match None if feature is None else feature.properties:
        case RangeRing():
            return tuple(dict.fromkeys((chosen, *family(document, chosen).rings)))
        case Unit():
            return family(document, chosen).rings
        case Area(coverage_class=str()):
            return (chosen,)
        case _:
            return ()


def ring_facts(
    document: Document, feature_id: str, systems: Systems, limits: Limits = limits_text
) -> RingFacts | None:
    """What a ring or an area of coverage tells; None for all else.

    All of it is what the feature itself says, but for the system's name, which the catalogue gives
    where it knows the system.
    """
    feature = document.feature(feature_id)
    figure = None if feature is None else provenance(feature.properties)
    if feature is None or figure is None:
        return None
    rows = (
        ("System", _system(figure, systems)),
        ("Variant", figure.variant),
        ("Kind", RING_CLASSES[figure.coverage_class].title),
        ("Range", _range(feature, figure)),
        ("Standing", STANDINGS[figure.standing]),
        ("Source", _sources(figure.source)),
        ("Year", figure.source_date),
        ("Address", figure.source_url),
        ("Limited by", limits(feature)),
        ("Unit", _owner(document, feature)),
    )
    match feature.properties:
        case RangeRing() as ring:
            title = ring_label(ring)
        case properties:
            title = properties.name
    title = title or f"{RING_CLASSES[figure.coverage_class].title}, unnamed"
    told = tuple((name, text) for name, text in rows if text)
    return RingFacts(_one_line(title), told, figure.doubtful)


def ends(ring: RangeRing) -> Iterator[tuple[float, Standing]]:
    """The figures of a ring, metres, with the standing of each: the one it is drawn at first.

    An end of no standing is one that nothing is said of.
    """
    figure = provenance(ring)
    assert figure is not None
    yield ring.radius_max_m, figure.standing
    others: tuple[tuple[float | None, Standing], ...] = (
        (ring.declared_m, "declared"),
        (ring.assessed_m, "assessed"),
    )
    for figure_m, standing in others:
        if figure_m is not None and not (is_at(ring, figure_m) and standing == figure.standing):
            yield figure_m, standing


def _range(feature: Feature, figure: Provenance) -> str:
    match feature.properties:
        case RangeRing() as ring:
            told = [
                f"{format_distance(end_m, ring.unit)} {standing}".rstrip()
                for end_m, standing in ends(ring)
            ]
            if ring.radius_min_m > 0.0:
                told.append(f"minimum {format_distance(ring.radius_min_m, ring.unit)}")
        case _:
            figures = (figure.declared_m, "declared"), (figure.assessed_m, "assessed")
            told = [f"{format_distance(m)} {word}" for m, word in figures if m is not None]
    return " · ".join(told)


def _system(figure: Provenance, systems: Systems) -> str:
    known = systems.get(figure.system)
    if known is None:
        return _one_line(figure.system)
    return f"{known.name} ({known.nato_name})" if known.nato_name else known.name


def _sources(source: str) -> str:
    titles = [each.strip() for each in source.split(";") if each.strip()]
    if not titles:
        return "None is given"
    told = [_one_line(title) for title in titles[:MOST_SOURCES]]
    more = len(titles) - MOST_SOURCES
    return "\n".join(told + ([f"and {more} more"] if more > 0 else []))


def _owner(document: Document, feature: Feature) -> str:
    match feature.properties:
        case RangeRing(anchor=str(anchor)):
            unit = document.feature(anchor)
        case _:
            unit = None
    match None if unit is None else unit.properties:
        case Unit() as known:
            return _one_line(known.name or known.designation or "")
        case _:
            return ""


def _widest_first(rings: tuple[Feature, ...]) -> list[Feature]:
    def radius_m(feature: Feature) -> float:
        ring = feature.properties
        return ring.radius_max_m if isinstance(ring, RangeRing) else 0.0

    return sorted(rings, key=radius_m, reverse=True)


def _one_line(text: str) -> str:
    # Text of a file may hold line breaks and be of any length.
    return " ".join(text[:200].split())
