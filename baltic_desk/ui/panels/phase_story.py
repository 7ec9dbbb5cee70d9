"""What features do from phase to phase, as cells and as a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.phase_changes import PhaseChanges
from baltic_desk.document.phase_comparison import Difference, What
from baltic_desk.document.phase_wording import difference_words
from baltic_desk.document.store import Entry
from baltic_desk.ui.panels.phase_strip import Cell
from baltic_desk.ui.panels.titles import feature_title

_STRONGEST: tuple[What, ...] = ("added", "removed", "moved", "changed")
_FEW = 20
"""So many are followed in each phase, with their units or not."""
_VERBS: dict[What, tuple[str, str]] = {
    "added": ("appears", "appear"),
    "moved": ("moves", "move"),
    "changed": ("changes", "change"),
    "removed": ("vanishes", "vanish"),
}


def cells_of(
    changes: PhaseChanges, titles: Mapping[str, str], ids: Sequence[str]
) -> tuple[Cell, ...]:
    """A cell for each phase; `titles` are those of the phases by id, in order."""
    made: list[Cell] = []
    present: set[str] = set()
    for number, (phase_id, title) in enumerate(titles.items()):
        found = _differences(changes, phase_id, ids, first=number == 0)
        if number == 0:
            present = set(found)
            about = "there" if present else "not there"
            made.append(Cell(title, f"{title}: {about}", bool(present), None))
            continue
        counted = Counter[What](each.what for each in found.values())
        present |= {i for i, each in found.items() if each.what == "added"}
        present -= {i for i, each in found.items() if each.what == "removed"}
        strongest: What | None = next((what for what in _STRONGEST if counted[what]), None)
        if not found:
            about = "as before" if present else "not there"
        elif len(ids) == 1:
            about = difference_words(next(iter(found.values())))
        else:
            about = ", ".join(f"{n} {_VERBS[what][n > 1]}" for what, n in counted.items())
        made.append(Cell(title, f"{title}: {about}", bool(present), strongest))
    return tuple(made)


def story(
    document: Document, changes: PhaseChanges, titles: Mapping[str, str], ids: Sequence[str]
) -> str:
    """The same as a sentence: "2nd Brigade moves in 2 and 3, vanishes in 4"."""
    phases: dict[What, list[str]] = {}
    for number, phase_id in enumerate(titles, start=1):
        found = _differences(changes, phase_id, ids, first=number == 1)
        whats = {each.what for each in found.values()}
        for what in _VERBS:
            if what in whats and number > 1:
                phases.setdefault(what, []).append(str(number))
    many = len(ids) > 1
    name = f"{len(ids)} features" if many else _name(document, titles, ids[0])
    told = [f"{_VERBS[what][many]} in {_listed(those)}" for what, those in phases.items()]
    return f"{name}: {', '.join(told) or 'the same in all phases'}"


def _differences(
    changes: PhaseChanges, phase_id: str, ids: Sequence[str], *, first: bool
) -> dict[str, Difference]:
    """What becomes of these; of many only what the phase itself changes, which is known already."""
    if first or len(ids) <= _FEW:
        return {i: d for i in ids if (d := changes.difference(phase_id, i)) is not None}
    own = changes.of(phase_id)
    return {i: own[i] for i in ids if i in own}


def _name(document: Document, titles: Mapping[str, str], feature_id: str) -> str:
    for phase_id in titles:
        match document.entry_in(phase_id, feature_id):
            case Entry(record=Feature() as feature):
                return feature_title(feature)
            case _:
                pass
    return "Feature"


def _listed(numbers: Sequence[str]) -> str:
    """Several as they are said: "2, 3 and 5"."""
    if len(numbers) < 2:
        return "".join(numbers)
    return f"{', '.join(numbers[:-1])} and {numbers[-1]}"
