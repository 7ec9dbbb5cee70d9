"""The rows of `lesson_script.toml`: what is drawn from which fact, and in which phases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from baltic_desk.document.lesson import Phase, Tolerances
from baltic_desk.document.project import Overlay
from baltic_desk.io.project import SavedView


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all rows have: the phases it is there in, what it rests on, what is added in words."""

    overlay: str
    first: str | None = None
    last: str | None = None
    statements: tuple[str, ...] = ()
    say: str = ""


class Named(Row, frozen=True, kw_only=True):
    """A row with an id of its own; `unit_fact` is the unit whose sources it has as well."""

    id: str
    name: str = ""
    unit_fact: str | None = None


class UnitChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What becomes of a unit from a phase on, or only up to the phase `until`.

    `at` is where it goes: by the line `way`, or by the points `path`. `offset` is in pixels, to
    the right and down.
    """

    phase: str
    until: str | None = None
    name: str | None = None
    designation: str | None = None
    under: str | None = None
    sidc: str | None = None
    at: str | None = None
    way: str | None = None
    path: tuple[str, ...] = ()
    offset: tuple[float, float] | None = None
    say: str = ""


class UnitRow(Row, frozen=True, kw_only=True):
    """A unit of the facts. `under` is its superior, by the fact's id."""

    fact: str
    name: str | None = None
    designation: str | None = None
    under: str | None = None
    sidc: str | None = None
    at: str | None = None
    strength: float | None = None
    system: str | None = None
    answers: str | None = None
    offset: tuple[float, float] = (0.0, 0.0)
    change: tuple[UnitChange, ...] = ()


class RingRow(Row, frozen=True, kw_only=True):
    """Rings of a system of the catalogue about a unit; `short` is what their labels call it."""

    unit: str
    system: str
    short: str
    variants: tuple[str, ...]
    antenna_m: float | None = None


class MeasureRow(Named, frozen=True, kw_only=True):
    """A control measure along a reference line; an axis has its tip at the line's end."""

    sidc: str
    line: str
    designation: str


class CorridorRow(Named, frozen=True, kw_only=True):
    """A strip along a reference line."""

    line: str
    width_km: float


class AreaRow(Named, frozen=True, kw_only=True):
    """An assumed area of electronic warfare: a sector about a unit's place."""

    around: str
    title: str
    radius_km: float
    bearings: tuple[float, float]


class ActivityRow(Named, frozen=True, kw_only=True):
    """An activity at a place, with its dates."""

    sidc: str
    at: str
    dtg: str
    designation: str
    offset: tuple[float, float] = (0.0, 0.0)


class MarkRow(Named, frozen=True, kw_only=True):
    """A dated remark near a place; `apart` is bearing and kilometres from it."""

    at: str
    apart: tuple[float, float]


class NoteRow(Named, frozen=True, kw_only=True):
    """Lettering near a place."""

    text: str
    at: str
    apart: tuple[float, float]


class ArrowRow(Named, frozen=True, kw_only=True):
    """An arrow that ends at a place and begins apart from it."""

    to: str
    apart: tuple[float, float]


class InsetRow(Named, frozen=True, kw_only=True):
    """A frame on the sheet with a sketch of what happened elsewhere."""

    at: str
    width_km: float
    height_km: float


class ReachRow(Named, frozen=True, kw_only=True):
    """How far a unit's system sees at an altitude: the solution of a task."""

    unit: str
    altitude_m: float
    answers: str


AnyRow = (
    UnitRow
    | RingRow
    | MeasureRow
    | CorridorRow
    | AreaRow
    | ActivityRow
    | MarkRow
    | NoteRow
    | ArrowRow
    | InsetRow
    | ReachRow
)


class StepRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step; `center` is lon, lat, `width_km` what 16:9 shows of the ground."""

    title: str
    phase: str
    note: str
    center: tuple[float, float]
    width_km: float
    overlays: tuple[str, ...]
    altitude_m: float | None = None
    altitude_above: str = "ground"
    theme: str | None = None
    rings: str = "all"
    highlights: tuple[str, ...] = ()
    audience: str = "everyone"


class TaskRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A task."""

    id: str
    title: str
    text: str
    tolerances: Tolerances | None = None


class Script(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole lesson."""

    title: str
    marking: str
    description: str
    view: SavedView
    overlay: tuple[Overlay, ...]
    phase: tuple[Phase, ...]
    unit: tuple[UnitRow, ...]
    ring: tuple[RingRow, ...]
    measure: tuple[MeasureRow, ...]
    corridor: tuple[CorridorRow, ...]
    area: tuple[AreaRow, ...]
    activity: tuple[ActivityRow, ...]
    mark: tuple[MarkRow, ...]
    arrow: tuple[ArrowRow, ...]
    inset: tuple[InsetRow, ...]
    note: tuple[NoteRow, ...]
    reach: tuple[ReachRow, ...] = ()
    step: tuple[StepRow, ...] = ()
    task: tuple[TaskRow, ...] = ()

    def rows(self) -> Iterator[AnyRow]:
        """All that is drawn, in the order in which it is."""
        yield from self.ring
        yield from self.corridor
        yield from self.area
        yield from self.measure
        yield from self.arrow
        yield from self.reach
        yield from self.inset
        yield from self.unit
        yield from self.activity
        yield from self.mark
        yield from self.note

    def there(self, row: Row, phase: str) -> bool:
        """Whether something is there in a phase."""
        now = self._number(phase)
        first = 0 if row.first is None else self._number(row.first)
        last = now if row.last is None else self._number(row.last)
        return first <= now <= last

    def unit_of(self, fact: str) -> UnitRow:
        """The row of a unit (StopIteration when it is not drawn)."""
        return next(each for each in self.unit if each.fact == fact)

    def changes(self, row: UnitRow, phase: str) -> tuple[UnitChange, ...]:
        """What has become of a unit by a phase, the earliest first."""
        now = self._number(phase)
        return tuple(
            each
            for each in row.change
            if self._number(each.phase) <= now
            and (each.until is None or now <= self._number(each.until))
        )

    def changed(self, row: UnitRow, phase: str) -> UnitRow:
        """The row as it is in a phase."""
        for each in self.changes(row, phase):
            row = replace(
                row,
                name=each.name or row.name,
                designation=each.designation or row.designation,
                under=each.under or row.under,
                sidc=each.sidc or row.sidc,
                at=each.at or row.at,
                offset=each.offset or row.offset,
                say=each.say or row.say,
            )
        return row

    def _number(self, phase: str) -> int:
        return next(n for n, each in enumerate(self.phase) if each.id == phase)


def open_script(path: Path) -> Script:
    """The script in a file."""
    return msgspec.toml.decode(path.read_bytes(), type=Script)
