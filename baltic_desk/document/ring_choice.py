"""Which range rings and areas of coverage are shown: all, those of a class, those of units.

A choice is how one looks at a project; it changes nothing in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Area, Feature, RangeRing, Unit

ALL = "all"
OF_SELECTION = "unit"
CHOICES: tuple[tuple[str, str], ...] = (
    (ALL, "All Rings"),
    (OF_SELECTION, "Of the Selected Unit Only"),
    *((each.id, f"{each.title} Only") for each in RING_CLASSES.values()),
)
"""Ids with titles, in the order of menus."""

_MOST_NAMED = 2


@dataclass(frozen=True, slots=True)
class RingChoice:
    """A choice with what it depends on.

    Attributes
    ----------
    id
        One of CHOICES.
    chosen
        Of OF_SELECTION the ids of the units whose rings are shown, and of rings shown themselves.
    note
        What a picture says of it; empty when all are shown.
    """

    id: str = ALL
    chosen: frozenset[str] = frozenset()
    note: str = ""

    def shows(self, feature: Feature) -> bool:
        """Whether a feature is shown; only rings and areas of coverage ever are not."""
        match feature.properties:
            case RangeRing() as ring:
                if self.id == OF_SELECTION:
                    return feature.id in self.chosen or ring.anchor in self.chosen
                return self.id in (ALL, ring.ring_class)
            case Area(coverage_class=str(coverage_class)):
                # An area belongs to no unit.
                return self.id in (ALL, OF_SELECTION, coverage_class)
            case _:
                return True


EVERYTHING = RingChoice()


def ring_choice(document: Document, choice: str, selection: Iterable[str] = ()) -> RingChoice:
    """The choice of that id as things stand.

    Raises
    ------
    KeyError
        When there is no choice of that id.
    """
    if choice == ALL:
        return EVERYTHING
    if choice != OF_SELECTION:
        return RingChoice(choice, note=f"Rings shown: {RING_CLASSES[choice].title.lower()} only")
    chosen: set[str] = set()
    for feature_id in selection:
        feature = document.feature(feature_id)
        match None if feature is None else feature.properties:
            case RangeRing(anchor=str(anchor)):
                chosen |= {anchor, feature_id}
            case RangeRing() | Unit():
                chosen.add(feature_id)
            case _:
                pass
    return RingChoice(choice, frozenset(chosen), _note(document, chosen))


def _note(document: Document, chosen: Iterable[str]) -> str:
    found = (document.feature(i) for i in chosen)
    names = sorted(
        " ".join((unit.name or unit.designation or "a unit without a name")[:60].split())
        for unit in (feature.properties for feature in found if feature is not None)
        if isinstance(unit, Unit)
    )
    if not names:
        return "Rings shown: of selected units only"
    more = len(names) - _MOST_NAMED
    others = [f"{more} more"] if more > 0 else []
    return f"Rings shown: of {', '.join(names[:_MOST_NAMED] + others)} only"
