"""What can be picked to be placed: found by a text, used before, or kept as a favourite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from baltic_desk.app.symbol_search import Hit, SymbolSearch
from baltic_desk.coverage.systems import System, Systems
from baltic_desk.symbology.catalogue import Catalogue, Entry
from baltic_desk.symbology.control_measures import measure
from baltic_desk.symbology.sidc import SidcError, parse

_FOUND_SHOWN = 120
_USUAL_SETS = frozenset({"10", "15"})  # land units and equipment
_SYSTEM = "system:"
_STANDARDS = {"C": "2525C", "6": "APP-6B", "B": "2525B"}


@dataclass(frozen=True, slots=True)
class Pick:
    """Something to place: an entity of the catalogue, a system, or a code used before."""

    title: str
    detail: str
    entry: Entry | None = None
    system: System | None = None
    code: str = ""
    """The code as it stands, for what does not take identity and echelon from the choosers."""
    kept: str = ""
    """What a favourite is written down as."""

    @property
    def is_measure(self) -> bool:
        """Whether it takes several positions."""
        if self.entry is None:
            return measure(self.code) is not None
        return not self.entry.is_unit and not self.entry.is_heading

    @property
    def can_be_placed(self) -> bool:
        """Whether there is a symbol or a drawing of it: headings have none, nor have the older
        standards' own lines and areas, and some that no renderer knows."""
        if self.entry is None:
            return True
        if self.is_measure:
            return not self.entry.only_letters and measure(str(self.entry.sidc())) is not None
        return not self.entry.is_heading


def of_entry(entry: Entry) -> Pick:
    """An entity, to be placed as the choosers say."""
    detail = " › ".join((entry.set_name, *entry.path[:-1]))
    if entry.only_letters:
        detail = f"{_STANDARDS[entry.standards[0]]} › {detail}"
    return Pick(entry.name, detail, entry=entry, kept=str(entry.symbol()))


def of_system(system: System) -> Pick:
    """A system of the catalogue, with its own symbol."""
    detail = f"System › {system.category}"
    return Pick(system.name, detail, system=system, code=system.sidc, kept=f"{_SYSTEM}{system.id}")


def found(text: str, search: SymbolSearch) -> list[Pick]:
    """What fits a text; a whole code as it was typed first, then what it stands for.

    What nothing draws stands for what is drawn of it: "FLOT" finds the Forward Line of Troops.
    """
    catalogue = search.catalogue
    hits = [_of_hit(hit) for hit in search.search(text, _FOUND_SHOWN)]
    picks = list(dict.fromkeys(pick for hit in hits for pick in _drawn(hit, catalogue)))
    try:
        code = str(parse(text))
    except SidcError:
        pass
    else:
        # "Ambulances" has ten letters as well; a code is known to the tables.
        if catalogue.entry(code) is not None:
            typed = Pick(catalogue.name_of(code), "The code as typed", code=code, kept=code)
            picks.insert(0, typed)
    return [pick for pick in picks if pick.can_be_placed]


def offered(
    catalogue: Catalogue,
    systems: Systems | None,
    favourites: Sequence[str],
    recent: Sequence[str],
) -> list[Pick]:
    """What is offered before anything is typed: favourites, what was used, then all entities."""
    usual = sorted(catalogue.entries, key=lambda entry: entry.symbol_set not in _USUAL_SETS)
    picks = [
        *_of_favourites(favourites, catalogue, systems),
        *(_used(code, catalogue) for code in recent if code not in favourites),
        *(of_entry(entry) for entry in usual),
    ]
    return [pick for pick in picks if pick.can_be_placed]


def _of_favourites(
    favourites: Iterable[str], catalogue: Catalogue, systems: Systems | None
) -> Iterable[Pick]:
    for kept in favourites:
        if kept.startswith(_SYSTEM):
            system = None if systems is None else systems.get(kept.removeprefix(_SYSTEM))
            if system is not None:
                yield of_system(system)
            continue
        entry = catalogue.entry(kept)
        if entry is not None and str(entry.symbol()) == kept:
            yield of_entry(entry)
        else:
            yield Pick(catalogue.name_of(kept) or "Symbol", "Favourite", code=kept, kept=kept)


def _used(code: str, catalogue: Catalogue) -> Pick:
    return Pick(catalogue.name_of(code) or "Symbol", "Used before", code=code, kept=code)


def _drawn(pick: Pick, catalogue: Catalogue) -> Iterable[Pick]:
    """The pick itself, or the nearest ones below or above it in the tables that can be placed."""
    entry = pick.entry
    if pick.can_be_placed or entry is None or entry.only_letters:
        return (pick,)
    below = [of_entry(each) for each in catalogue.below(entry)]
    drawn = [each for each in below if each.can_be_placed]
    if drawn:
        return drawn
    above = catalogue.entry(entry.code[:6] + "00")
    return () if above is None else (of_entry(above),)


def _of_hit(hit: Hit) -> Pick:
    if hit.system is not None:
        return of_system(hit.system)
    assert hit.entry is not None
    return of_entry(hit.entry)
