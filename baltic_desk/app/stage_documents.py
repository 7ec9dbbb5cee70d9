"""What a presentation takes from a project: independent documents, and which units move between."""

from __future__ import annotations

from collections.abc import Mapping

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.places import Path
from baltic_desk.geo.geodesy import Position


class StageDocuments:
    """Reads a document, and never changes it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._moved: dict[tuple[str | None, str | None], frozenset[str]] = {}

    def of(self, phase: str | None) -> Document:
        """What a phase shows, as a document of its own."""
        return self._document.snapshot(phase)

    def moved(self, before: str | None, after: str | None) -> frozenset[str]:
        """Ids of the units that stand elsewhere in another phase."""
        if before == after:
            return frozenset()
        key = (before, after)
        if key not in self._moved:
            first, last = self._document.state(before), self._document.state(after)
            self._moved[key] = frozenset(
                i
                for i, entry in last.items()
                if i in first
                and entry.record is not first[i].record
                and isinstance(now := entry.record, Feature)
                and isinstance(was := first[i].record, Feature)
                and isinstance(now.properties, Unit)
                and now.geometry != was.geometry
            )
        return self._moved[key]

    def ways(self, before: str | None, after: str | None) -> Mapping[str, Path]:
        """Where units come through from one phase to another, ends apart; back as they came.

        Only of units that have a way of their own: others go straight.
        """
        order = [phase.id for phase in self._document.phases()]
        if before not in order or after not in order:
            return {}
        start, end = order.index(before), order.index(after)
        forward = start < end
        through = order[start + 1 : end + 1] if forward else order[end + 1 : start + 1]
        ways: dict[str, list[Position]] = {}
        for phase in through:
            for moved in self._document.movements(phase):
                known = ways.get(moved.id)
                ways[moved.id] = [*moved.between] if known is None else [*known, *moved.way[:-1]]
        return {i: tuple(way if forward else reversed(way)) for i, way in ways.items() if way}
