"""The catalogue of systems: weapons, radars and jammers with their published figures.

Figures that contradict each other stand side by side; none is taken for the truth. The shipped
entries can be replaced and added to, by id, by those of this machine and of a project; each entry
knows whence it comes.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeAlias

from baltic_desk import paths
from baltic_desk.coverage.figures import Figure, FigureKind, Source
from baltic_desk.coverage.ring_classes import RING_CLASSES, RingClass
from baltic_desk.coverage.system_search import SystemIndex

__all__ = [
    "PROVENANCES",
    "RING_CLASSES",
    "Disagreement",
    "LocalName",
    "Period",
    "Presence",
    "Provenance",
    "RingClass",
    "Sensor",
    "Spread",
    "System",
    "Systems",
    "UsualRing",
    "Variant",
    "all_figures",
    "open_systems",
]

Provenance: TypeAlias = Literal["shipped", "this machine", "this project"]
PROVENANCES: tuple[Provenance, ...] = ("shipped", "this machine", "this project")
"""Each overrides those before it."""

Presence: TypeAlias = Literal["yes", "partly", "no", "uncertain"]


class _Figured:
    """What has figures."""

    __slots__ = ()
    figures: tuple[Figure, ...]

    def of(self, what: FigureKind) -> tuple[Figure, ...]:
        """Figures of one kind, in the order of the file: the first is the one to use."""
        return tuple(figure for figure in self.figures if figure.what == what)


@dataclass(frozen=True, slots=True)
class Variant(_Figured):
    """A missile, round or mode of a system.

    Attributes
    ----------
    on_request
        Whether its ring is only drawn when it is asked for: a ferry range is no reach.
    """

    name: str
    ring_class: str
    target: str = ""
    note: str = ""
    on_request: bool = False
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Sensor(_Figured):
    """The radar or other sensor that belongs to a system."""

    name: str
    note: str = ""
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class LocalName:
    """What a system is called in a language of the region (ISO 639-1)."""

    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Period:
    """Whether a system was in the region in some years ("2016–17")."""

    years: str
    there: Presence
    note: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """The lowest and the highest range that is printed for the system as a whole."""

    low: Figure
    high: Figure
    note: str = ""


@dataclass(frozen=True, slots=True)
class UsualRing:
    """The one of the figures to draw when only one is drawn, and why."""

    value: float
    unit: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Printed figures that contradict each other, in words."""

    values: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class System:
    """A weapon, radar or jammer.

    Attributes
    ----------
    name
        The designation.
    nato_name
        NATO reporting name; empty where there is none.
    origin
        Country it comes from, as two letters or "NATO".
    operators, operators_note
        Who has it in the region, and which of their units.
    sidc, symbol
        Its symbol, and what that is called.
    sources
        All that its figures and remarks cite.
    """

    id: str
    name: str
    category: str
    sidc: str
    nato_name: str = ""
    local_names: tuple[LocalName, ...] = ()
    origin: str = ""
    operators: tuple[str, ...] = ()
    operators_note: str = ""
    periods: tuple[Period, ...] = ()
    symbol: str = ""
    usual_ring: UsualRing | None = None
    spread: Spread | None = None
    notes: str = ""
    variants: tuple[Variant, ...] = ()
    sensor: Sensor | None = None
    disagreements: tuple[Disagreement, ...] = ()
    presence_sources: tuple[Source, ...] = ()
    sources: tuple[Source, ...] = ()
    provenance: Provenance = "shipped"
    replaces: System | None = field(default=None, compare=False, repr=False)
    """The entry of the same id that this one stands in place of."""

    @property
    def short_name(self) -> str:
        """Name without what stands in brackets, as it fits beside a symbol."""
        return self.name.partition(" (")[0]

    @property
    def has_sourced_range(self) -> bool:
        """Whether any range that a ring could be drawn from is on somebody's word."""
        return any(figure.known for figure in _ranges(self))

    def variant(self, name: str) -> Variant:
        """Variant of that name (KeyError when there is none)."""
        for variant in self.variants:
            if variant.name == name:
                return variant
        raise KeyError(name)

    def presence(self, years: str) -> Presence:
        """Whether it was in the region in those years; "uncertain" when nothing is said."""
        for period in self.periods:
            if period.years == years:
                return period.there
        return "uncertain"


class Systems:
    """A catalogue of systems, by id, by search and by filters.

    Parameters
    ----------
    systems
        Entries; of several with one id the last counts, in the place of the first.
    """

    def __init__(self, systems: Iterable[System]) -> None:
        self._by_id: dict[str, System] = {}
        for system in systems:
            self._by_id[system.id] = system
        self.systems: tuple[System, ...] = tuple(self._by_id.values())

    def __iter__(self) -> Iterator[System]:
        return iter(self.systems)

    def __len__(self) -> int:
        return len(self.systems)

    def __getitem__(self, system_id: str) -> System:
        return self._by_id[system_id]

    def get(self, system_id: str) -> System | None:
        """System of that id, if there is one."""
        return self._by_id.get(system_id)

    def with_layer(self, systems: Iterable[System]) -> Systems:
        """This catalogue with entries added, and replaced where they have the id of one here."""
        merged = dict(self._by_id)
        for system in systems:
            below = self._by_id.get(system.id)
            merged[system.id] = system if below is None else _replacing(system, below)
        return Systems(merged.values())

    def search(self, text: str) -> list[System]:
        """Systems that a text means, the best first; all of them for no text.

        Every word must stand in names, variants, category or operators, or nearly so when it
        stands nowhere as it is typed.
        """
        return [self.systems[row] for row in self._index.search(text)]

    def find(
        self,
        text: str = "",
        *,
        category: str | None = None,
        operator: str | None = None,
        period: str | None = None,
        there: Iterable[Presence] = ("yes", "partly"),
        provenance: Provenance | None = None,
    ) -> list[System]:
        """What `search` gives, narrowed by all of the filters that are set.

        Parameters
        ----------
        operator
            One of `operators()`.
        period
            One of `periods()`; `there` says which answers count for it.
        """
        wanted = frozenset(there)
        return [
            system
            for system in self.search(text)
            if category in (None, system.category)
            and (operator is None or operator in system.operators)
            and (period is None or system.presence(period) in wanted)
            and provenance in (None, system.provenance)
        ]

    def categories(self) -> dict[str, int]:
        """Categories and how many systems each has, by name."""
        return _counted((system.category,) for system in self.systems)

    def operators(self) -> dict[str, int]:
        """Operators in the region and how many systems each has, by name."""
        return _counted(system.operators for system in self.systems)

    def periods(self) -> dict[str, int]:
        """Years that entries tell of, and how many systems were there then, wholly or partly."""
        years = {period.years for system in self.systems for period in system.periods}
        return {each: len(self.find(period=each)) for each in sorted(years)}

    def provenances(self) -> dict[Provenance, int]:
        """How many systems come from where; only what there is."""
        counts: dict[Provenance, int] = {}
        for provenance in PROVENANCES:
            count = sum(system.provenance == provenance for system in self.systems)
            if count:
                counts[provenance] = count
        return counts

    @functools.cached_property
    def _index(self) -> SystemIndex:
        return SystemIndex([_searched(system) for system in self.systems])


def open_systems(folder: Path | None = None) -> Systems:
    """The shipped catalogue, or the one in `folder`: one file for each system.

    Raises
    ------
    SystemsError
        When a file is not as it should be, with all that is wrong.
    """
    # The reader makes the records of this module.
    from baltic_desk.coverage.system_reading import read_folder

    return Systems(read_folder(folder or paths.resource("systems")))


def all_figures(system: System) -> list[Figure]:
    """Every figure that stands in a system's entry, those of its spread last."""
    found = [figure for variant in system.variants for figure in variant.figures]
    if system.sensor is not None:
        found += system.sensor.figures
    if system.spread is not None:
        found += (system.spread.low, system.spread.high)
    return found


def _ranges(system: System) -> Iterator[Figure]:
    for variant in system.variants:
        yield from variant.of("range_max")
    if system.sensor is not None:
        yield from system.sensor.of("detection_range")


def _replacing(system: System, below: System) -> System:
    return replace(system, replaces=below)


def _counted(names: Iterable[Iterable[str]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in names:
        for name in each:
            counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: item[0].casefold()))


def _searched(system: System) -> tuple[str, str]:
    """Names; and what else is searched."""
    names = [system.name, system.nato_name, *(each.name for each in system.local_names)]
    rest = [variant.name for variant in system.variants]
    if system.sensor is not None:
        rest.append(system.sensor.name)
    rest += [system.category, *system.operators, system.operators_note, system.id]
    return "\n".join(filter(None, names)), "\n".join(filter(None, rest))
