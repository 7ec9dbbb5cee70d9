"""The catalogue of systems: published figures, each with its status and where it was published.

Figures that contradict each other stand side by side as variants; none is taken for the truth.
"Verified" means that the figure was found at the address given, not that it is so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from baltic_desk import paths
from baltic_desk.coverage.ring_classes import RING_CLASSES, RingClass

__all__ = [
    "RING_CLASSES",
    "Disagreement",
    "Figure",
    "Radar",
    "RingClass",
    "Source",
    "Spread",
    "System",
    "Systems",
    "SystemsError",
    "UsualRing",
    "Variant",
    "open_systems",
]

FigureStatus = Literal["verified", "unverified"]
Grade = Literal["specialist", "press", "state", "blog"]
_T = TypeVar("_T")


class SystemsError(ValueError):
    """The catalogue cannot be read; names the file and the place in it."""


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of what stands in the files."""


class _SourceEntry(_Record, frozen=True):
    title: str
    url: str
    grade: Grade
    says: str
    year: int | None = None
    year_basis: Literal["address", "inferred"] | None = None
    note: str = ""


class Source:
    """Where a figure was found.

    `grade` is a rough judgement by the kind of publisher: "specialist" or mainstream press, other
    "press", "state"-aligned press, "blog". `says` is what was read there, in a few words;
    `year_basis` tells whether the year stands in the address or was inferred.
    """

    # Not a Struct: figures name their sources by id, and msgspec leaves reading those to a hook.
    __slots__ = ("grade", "id", "note", "says", "title", "url", "year", "year_basis")

    def __init__(self, source_id: str, entry: _SourceEntry) -> None:
        self.id = source_id
        self.title, self.url, self.says, self.note = entry.title, entry.url, entry.says, entry.note
        self.grade: Grade = entry.grade
        self.year, self.year_basis = entry.year, entry.year_basis

    def __repr__(self) -> str:
        return f"Source({self.id!r})"


class Figure(_Record, frozen=True):
    """A published number, in the unit that its field names."""

    value: float
    status: FigureStatus
    sources: tuple[Source, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if self.status == "verified" and not self.sources:
            raise ValueError(f"{self.value:g} is verified without a source")


class Variant(_Record, frozen=True):
    """A missile or mode of a system; or another published figure for the same one."""

    name: str
    ring_class: str
    target: str = ""
    range_max_km: Figure | None = None
    range_min_km: Figure | None = None
    altitude_max_m: Figure | None = None
    altitude_min_m: Figure | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.ring_class not in RING_CLASSES:
            raise ValueError(f"there is no ring class {self.ring_class!r}")

    @property
    def range_max_m(self) -> float | None:
        return _metres(self.range_max_km)

    @property
    def range_min_m(self) -> float | None:
        return _metres(self.range_min_km)

    @property
    def status(self) -> FigureStatus:
        """Status of the range."""
        return "unverified" if self.range_max_km is None else self.range_max_km.status

    @property
    def source(self) -> Source | None:
        """The first source of the range."""
        found = () if self.range_max_km is None else self.range_max_km.sources
        return found[0] if found else None


class Radar(_Record, frozen=True):
    """The sensor of a system."""

    name: str
    detect_range_km: Figure | None = None
    antenna_height_m: Figure | None = None
    note: str = ""

    @property
    def range_m(self) -> float | None:
        return _metres(self.detect_range_km)


class Spread(_Record, frozen=True):
    """The lowest and highest range that is published for the system as a whole."""

    low_km: float
    high_km: float
    status: FigureStatus
    low_sources: tuple[Source, ...] = ()
    high_sources: tuple[Source, ...] = ()
    note: str = ""


class UsualRing(_Record, frozen=True):
    """The one ring to draw when only one is drawn, for the years 2016 and 2017."""

    status: FigureStatus
    km: float | None = None
    why: str = ""


class System(_Record, frozen=True):
    """A weapon, radar or jammer with its published figures."""

    id: str
    name: str
    nato_name: str
    origin: str
    operators: str
    category: str
    status: Literal["verified", "partly verified", "unverified"]
    sidc: str
    symbol: str
    variants: tuple[Variant, ...]
    usual_ring: UsualRing
    era: str = ""
    notes: str = ""
    presence_sources: tuple[Source, ...] = ()
    spread: Spread | None = None
    radar: Radar | None = None

    def variant(self, name: str) -> Variant:
        """Variant of that name; KeyError when there is none."""
        for variant in self.variants:
            if variant.name == name:
                return variant
        raise KeyError(name)


class Disagreement(_Record, frozen=True):
    """Published figures that contradict each other, in words."""

    item: str
    values: str
    sources: tuple[Source, ...] = ()


class _File(_Record, frozen=True):
    systems: tuple[System, ...]
    disagreements: tuple[Disagreement, ...] = ()


class Systems:
    """The catalogue, by id and by search."""

    def __init__(self, file: _File, sources: Mapping[str, Source]) -> None:
        self.systems = file.systems
        self.disagreements = file.disagreements
        self.sources = sources
        self._by_id = {system.id: system for system in file.systems}
        self._texts = [(system, _folded(system)) for system in file.systems]

    def __getitem__(self, system_id: str) -> System:
        return self._by_id[system_id]

    def get(self, system_id: str) -> System | None:
        """System of that id, if there is one."""
        return self._by_id.get(system_id)

    def search(self, text: str) -> list[System]:
        """Systems with every word of the text in their names, variants, category or operators.

        Those with a word at the start of their name or NATO name come first.
        """
        words = text.casefold().split()
        found = [(system, texts) for system, texts in self._texts if _has(texts, words)]
        found.sort(key=lambda item: (not _begins(item[1], words), not _named(item[1], words)))
        return [system for system, _ in found]


def open_systems(folder: Path | None = None) -> Systems:
    """The shipped catalogue, or the one in `folder` (`systems.json` and `sources.json`).

    Raises
    ------
    SystemsError
        When a file is not as it should be, or names a source or ring class that there is not.
    """
    folder = folder or paths.resource("systems")
    entries = _read(folder / "sources.json", dict[str, _SourceEntry])
    sources = {key: Source(key, entry) for key, entry in entries.items()}

    def cited(form: type, key: object) -> Source:
        if form is not Source or not isinstance(key, str) or key not in sources:
            raise ValueError(f"there is no source {key!r}")
        return sources[key]

    file = _read(folder / "systems.json", _File, cited)
    seen: set[str] = set()
    for system in file.systems:
        if system.id in seen:
            raise SystemsError(f"systems.json: {system.id} stands there twice")
        seen.add(system.id)
    return Systems(file, sources)


def _read(path: Path, form: type[_T], cited: Callable[[type, object], Source] | None = None) -> _T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=form, dec_hook=cited)
    except (OSError, msgspec.DecodeError) as error:
        raise SystemsError(f"{path.name}: {error}") from error


def figures(system: System) -> list[Figure]:
    """Every figure that stands in a system's entry."""
    of_variants = [
        figure
        for v in system.variants
        for figure in (v.range_max_km, v.range_min_km, v.altitude_max_m, v.altitude_min_m)
    ]
    radar = system.radar
    of_radar = [radar.detect_range_km, radar.antenna_height_m] if radar else []
    return [figure for figure in (*of_variants, *of_radar) if figure is not None]


def _metres(figure: Figure | None) -> float | None:
    return None if figure is None else figure.value * 1000.0


def _folded(system: System) -> tuple[str, str]:
    """Names, and everything that is searched, in one case."""
    names = f"{system.name} {system.nato_name}".casefold()
    rest = " ".join(variant.name for variant in system.variants)
    return names, f"{names} {rest} {system.category} {system.operators} {system.id}".casefold()


def _has(texts: tuple[str, str], words: list[str]) -> bool:
    return all(word in texts[1] for word in words)


def _named(texts: tuple[str, str], words: list[str]) -> bool:
    return all(word in texts[0] for word in words)


def _begins(texts: tuple[str, str], words: list[str]) -> bool:
    starts = texts[0].replace("(", " ").split()
    return any(start.startswith(word) for word in words for start in starts)
