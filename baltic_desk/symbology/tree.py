"""The catalogue as a tree to browse: symbol set, entity, type, subtype."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from baltic_desk.symbology.catalogue import Catalogue
from baltic_desk.symbology.entry import Entry

_OLDER = "Older codes of letters"
_BRITISH = re.compile(r"(?<=man)oeuvre|(?<=def)ence|(?<=cent)re|(?<=arm)our|(?<=lab)our")
_AMERICAN = {"oeuvre": "euver", "ence": "ense", "re": "er", "our": "or"}


@dataclass(slots=True)
class Branch:
    """A name in the tree; `entry` is None where only what is below can be placed."""

    title: str
    entry: Entry | None = None
    below: list[Branch] = field(default_factory=list)


def tree(catalogue: Catalogue) -> list[Branch]:
    """The symbol sets in the order of their numbers, then what only the older standards have."""
    sets: list[Branch] = []
    for symbol_set, name in catalogue.symbol_sets.items():
        branch = Branch(name)
        _grow(branch, (e for e in catalogue.entries if e.symbol_set == symbol_set))
        sets.append(branch)
    older = Branch(_OLDER)
    schemes: dict[str, Branch] = {}
    for entry in catalogue.further:
        if entry.only_letters:
            scheme = schemes.setdefault(entry.set_name, Branch(entry.set_name))
            _hang(scheme, entry)
    older.below = list(schemes.values())
    return [*sets, older]


def _grow(root: Branch, entries: Iterable[Entry]) -> None:
    for entry in sorted(entries, key=lambda each: each.code):
        _hang(root, entry)


def _hang(root: Branch, entry: Entry) -> None:
    """Put an entry below its parents' names, which are made where no entry has them yet."""
    at = root
    for title in entry.path[:-1]:
        wanted = _spelt(title)
        found = next((each for each in reversed(at.below) if _spelt(each.title) == wanted), None)
        if found is None:
            found = Branch(title)
            at.below.append(found)
        at = found
    wanted = _spelt(entry.path[-1])
    own = next((e for e in at.below if e.entry is None and _spelt(e.title) == wanted), None)
    if own is None:
        at.below.append(Branch(entry.path[-1], entry))
    else:
        own.entry = entry


@cache
def _spelt(title: str) -> str:
    """A title to compare: the standards spell "Maneuver Areas" and "Manoeuvre Areas"."""
    return _BRITISH.sub(lambda found: _AMERICAN[found[0]], title.casefold())
