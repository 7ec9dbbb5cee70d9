"""The order of battle: units as a forest by subordination, whichever overlays they lie on.

`Unit.parent` names the superior. What a file may hold besides is shown, not mended: a unit whose
superior is not there, and of a ring of units under each other the highest, stand at the top.

Siblings stand in order of echelon (the highest first, a headquarters before the others), then of
designation with numbers as numbers (2 before 10), then of the document. The order of drawing alone
would mean nothing here: it changes whenever a symbol is brought to the front.

A unit's strength is that of the whole unit with all under it, as a strength return states it. Where
none is stated it is the sum of its subordinates'. So nobody is counted twice: see `Orbat.tally`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from baltic_desk.document.document import Document
from baltic_desk.document.standing import Standing, Trouble, broken, sort_key, standing_of
from baltic_desk.document.store import Diff
from baltic_desk.symbology.standing import echelon, identity


class Tally(NamedTuple):
    """Units counted, their strength, and how many of them have none stated or to be summed."""

    units: int
    strength: float | None
    unstated: int


@dataclass(frozen=True, slots=True, eq=False)
class Orbat:
    """The forest at one moment.

    Attributes
    ----------
    order
        All units, each before its subordinates: what lies under a unit follows it without a gap.
    superior
        Of each that has one here; those at the top are left out.
    trouble
        Units that stand at the top although they name a superior.
    below
        How many units lie under each, at all levels.
    strength
        Of each with all under it, where that is stated or can be summed.
    summed
        The sum of what its direct subordinates have, where any of them has one.
    """

    standing: Mapping[str, Standing]
    order: tuple[str, ...]
    place: Mapping[str, int]
    depth: Mapping[str, int]
    superior: Mapping[str, str]
    trouble: Mapping[str, Trouble]
    below: Mapping[str, int]
    strength: Mapping[str, float]
    summed: Mapping[str, float]

    @staticmethod
    def of(document: Document) -> Orbat:
        """The order of battle of a document as it is now."""
        found = ((e.record.id, standing_of(e)) for e in document.entries())
        return _forest({unit_id: each for unit_id, each in found if each is not None})

    @property
    def roots(self) -> tuple[str, ...]:
        """Those at the top, in order."""
        return tuple(i for i in self.order if i not in self.superior)

    def subordinates(self, unit_id: str) -> tuple[str, ...]:
        """All under a unit, at all levels, in order; none for what is no unit."""
        start = self.place.get(unit_id)
        if start is None:
            return ()
        return self.order[start + 1 : start + 1 + self.below[unit_id]]

    def direct(self, unit_id: str) -> tuple[str, ...]:
        """Those directly under a unit."""
        found: list[str] = []
        at = self.place[unit_id] + 1
        end = at + self.below[unit_id]
        while at < end:
            found.append(self.order[at])
            at += 1 + self.below[self.order[at]]
        return tuple(found)

    def chain(self, unit_id: str) -> Iterator[str]:
        """Its superiors, the next first."""
        higher = self.superior.get(unit_id)
        while higher is not None:
            yield higher
            higher = self.superior.get(higher)

    def is_under(self, unit_id: str, higher: str) -> bool:
        """Whether a unit lies under another at any level."""
        start = self.place[higher]
        return start < self.place[unit_id] <= start + self.below[higher]

    def with_subordinates(self, ids: Iterable[str]) -> tuple[str, ...]:
        """These ids in their order, each once, then what lies under the units among them."""
        chosen = dict.fromkeys(ids)
        for unit_id in self.topmost(chosen):
            chosen.update(dict.fromkeys(self.subordinates(unit_id)))
        return tuple(chosen)

    def topmost(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Of these units those that lie under no other of them, in order."""
        found: list[str] = []
        end = -1
        for at in sorted({self.place[i] for i in ids if i in self.place}):
            if at > end:
                found.append(self.order[at])
                end = at + self.below[self.order[at]]
        return tuple(found)

    def tally(self, ids: Collection[str]) -> Tally:
        """Units counted; strength summed over the topmost of them, so that none counts twice."""
        count = unstated = 0
        for unit_id in ids:
            if unit_id in self.place:
                count += 1
                unstated += unit_id not in self.strength
        known = [self.strength[i] for i in self.topmost(ids) if i in self.strength]
        return Tally(count, sum(known) if known else None, unstated)

    def tallies(self, ids: Collection[str]) -> Mapping[tuple[str, str], Tally]:
        """The same by echelon (the highest first, unstated last) and identity.

        Lines of different echelons overlap where one lies under the other: only those of one
        echelon add up.
        """
        groups: dict[tuple[str, str], list[str]] = {}
        for unit_id in ids:
            if unit_id in self.place:
                sidc = self.standing[unit_id].sidc
                groups.setdefault((echelon(sidc), identity(sidc)), []).append(unit_id)
        ordered = sorted(groups, key=lambda group: (-int(group[0] or 0), group[1] or "9"))
        return {group: self.tally(groups[group]) for group in ordered}

    def words(self, unit_id: str) -> str:
        """What is wrong with a unit's superior, as a sentence; empty when nothing is."""
        standing = self.standing[unit_id]
        match self.trouble.get(unit_id):
            case None:
                return ""
            case "missing":
                return f"its superior “{(standing.parent or '')[:40]}” is no unit of this project"
            case "ring":
                if standing.parent == unit_id:
                    return "it is its own superior"
                higher = self.standing[standing.parent or ""].title
                return f"its superior {higher} is itself under it"

    def discrepancy(self, unit_id: str) -> str:
        """Where stated strength and the sum of the subordinates' differ, that in words."""
        stated, summed = self.standing[unit_id].strength, self.summed.get(unit_id)
        if stated is None or summed is None or stated == summed:
            return ""
        return f"{number(stated)} stated; its subordinates have {number(summed)}"


class OrbatIndex:
    """The order of battle of a document, made anew only when something that matters changed.

    Whoever keeps it hands it the document's diffs, so that it never lags behind its keeper.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._orbat: Orbat | None = None

    @property
    def orbat(self) -> Orbat:
        """As it is now."""
        if self._orbat is None:
            self._orbat = Orbat.of(self._document)
        return self._orbat

    def hear(self, diff: Diff) -> bool:
        """Take in a change of the document; whether the order of battle may be another now."""
        changed = matters(diff)
        if changed:
            self._orbat = None
        return changed


def matters(diff: Diff) -> bool:
    """Whether a change may alter the order of battle: a unit that only moved does not."""
    return any(
        standing_of(diff.before[record_id]) != standing_of(after)
        for record_id, after in diff.after.items()
    )


def number(strength: float) -> str:
    """A strength as it is written: no places where it is whole, thousands parted.

    >>> number(12500.0)
    '12,500'
    """
    return f"{strength:,.0f}" if strength == round(strength) else f"{strength:,.1f}"


def _forest(standing: dict[str, Standing]) -> Orbat:
    ordered = sorted(standing, key=lambda unit_id: sort_key(unit_id, standing[unit_id]))
    trouble = broken({unit_id: standing[unit_id].parent for unit_id in ordered})
    superior: dict[str, str] = {}
    children: dict[str, list[str]] = {}
    roots: list[str] = []
    for unit_id in ordered:
        higher = standing[unit_id].parent
        if higher is None or unit_id in trouble:
            roots.append(unit_id)
        else:
            superior[unit_id] = higher
            children.setdefault(higher, []).append(unit_id)
    order: list[str] = []
    depth: dict[str, int] = {}
    waiting = roots[::-1]
    while waiting:
        unit_id = waiting.pop()
        order.append(unit_id)
        depth[unit_id] = depth[superior[unit_id]] + 1 if unit_id in superior else 0
        waiting.extend(reversed(children.get(unit_id, ())))
    below, strength, summed = _sums(standing, order, superior)
    place = {unit_id: k for k, unit_id in enumerate(order)}
    return Orbat(standing, tuple(order), place, depth, superior, trouble, below, strength, summed)


def _sums(
    standing: Mapping[str, Standing], order: list[str], superior: Mapping[str, str]
) -> tuple[dict[str, int], dict[str, float], dict[str, float]]:
    """How many are below each, its strength, and the sum of its direct subordinates' strengths."""
    below = dict.fromkeys(order, 0)
    strength: dict[str, float] = {}
    summed: dict[str, float] = {}
    for unit_id in reversed(order):
        stated = standing[unit_id].strength
        if stated is not None:
            strength[unit_id] = stated
        elif unit_id in summed:
            strength[unit_id] = summed[unit_id]
        higher = superior.get(unit_id)
        if higher is not None:
            below[higher] += below[unit_id] + 1
            if unit_id in strength:
                summed[higher] = summed.get(higher, 0.0) + strength[unit_id]
    return below, strength, summed
