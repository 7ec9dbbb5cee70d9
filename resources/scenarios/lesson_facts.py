"""The facts that the lesson is made from, and how a feature's description tells of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import msgspec

from baltic_desk.document.geometry import Position

NAMESPACE = uuid.UUID("0c7d1c3e-5d8c-4b57-9a39-6f7f0a1f2b60")


def feature_id(*parts: str) -> str:
    """An id that follows from names, so that the same script gives the same bytes."""
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A publication. `year_basis` is "address" or "inferred"; None where no year was found."""

    publisher: str
    title: str
    year: int | None
    year_basis: str | None
    url: str
    grade: str

    @property
    def short(self) -> str:
        """Publisher, title and year, as a unit's field names them."""
        return f"{self.publisher}: {self.title} ({self._when})"

    @property
    def cited(self) -> str:
        """All of it, as a description names it."""
        return f"{self.publisher}, “{self.title}” ({self._when}), {self.url}"

    @property
    def _when(self) -> str:
        if self.year is None:
            return "no year found"
        return f"{self.year}, inferred" if self.year_basis == "inferred" else str(self.year)


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that publications say, in the lesson's own words."""

    id: str
    text: str
    date: str
    status: str
    sources: tuple[str, ...]


class UnitFact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit, base or place, with the reference point of its town and what that is."""

    id: str
    name: str
    country: str
    place: str
    lon: float
    lat: float
    position: str
    echelon: str
    sidc: str
    status: str
    era: str
    sources: tuple[str, ...]
    date: str = ""
    note: str = ""

    @property
    def said(self) -> str:
        """Note, date and standing in sentences."""
        date = f"Date: {self.date}." if self.date else ""
        era = "" if self.era == "in scenario" else f"Dating: {self.era}."
        return sentences(self.note, date, era, f"Standing of the entry: {self.status}.")


class ReferencePoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place that no fact gives, and what it rests on."""

    id: str
    name: str
    lon: float
    lat: float
    basis: str


class ReferenceLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line that no fact gives, and what it rests on."""

    id: str
    name: str
    basis: str
    points: tuple[Position, ...]


class Place(msgspec.Struct, frozen=True):
    """A position, and how a description tells of it."""

    position: Position
    words: str


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """All facts of the lesson."""

    about: dict[str, str]
    statements: tuple[Statement, ...]
    units: tuple[UnitFact, ...]
    reference_points: tuple[ReferencePoint, ...]
    reference_lines: tuple[ReferenceLine, ...]
    sources: dict[str, Source]

    @cached_property
    def unit(self) -> dict[str, UnitFact]:
        """Units by id."""
        return {each.id: each for each in self.units}

    @cached_property
    def statement(self) -> dict[str, Statement]:
        """Statements by id."""
        return {each.id: each for each in self.statements}

    @cached_property
    def line(self) -> dict[str, ReferenceLine]:
        """Reference lines by id."""
        return {each.id: each for each in self.reference_lines}

    @cached_property
    def place(self) -> dict[str, Place]:
        """Places of units and reference points by id."""
        found = {
            each.id: Place(
                (each.lon, each.lat),
                f"Position: reference point of {each.place} ({each.position}), not a site.",
            )
            for each in self.units
        }
        for point in self.reference_points:
            words = f"Position: {point.name} ({point.basis}), not a site."
            found[point.id] = Place((point.lon, point.lat), words)
        return found

    def said(self, statements: Iterable[str]) -> str:
        """What publications say, in sentences with the standing of each."""
        rows = (self.statement[each] for each in statements)
        return sentences(*(f"{row.text} (Standing: {row.status}.)" for row in rows))

    def sources_of(self, unit: str | None, statements: Iterable[str]) -> tuple[Source, ...]:
        """The publications of a unit and of statements, each once, the unit's first."""
        ids = list(() if unit is None else self.unit[unit].sources)
        for statement in statements:
            ids += self.statement[statement].sources
        return tuple(self.sources[each] for each in dict.fromkeys(ids))


def open_facts(path: Path) -> Facts:
    """The facts in a file."""
    return msgspec.json.decode(path.read_bytes(), type=Facts)


def sentences(*parts: str) -> str:
    """Sentences one after another, without those that are empty."""
    return " ".join(part.strip() for part in parts if part.strip())


def citation(sources: Iterable[Source]) -> str:
    """The last sentence of a description."""
    return f"Sources: {'; '.join(each.cited for each in sources)}."
