"""The open project beside another file: what students made of the tasks, and the solution."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec.structs import replace as with_fields

from baltic_desk.document.anchoring import loosened
from baltic_desk.document.document import Change, Document, new_id
from baltic_desk.document.exercise import Result, compared, counted, sides
from baltic_desk.document.feature import Feature, Line, Unit
from baltic_desk.document.outline import new_line
from baltic_desk.document.pictures import with_picture
from baltic_desk.document.project import Overlay
from baltic_desk.document.wording import titled
from baltic_desk.geo.distances import format_distance

VERDICT_COLOURS = {
    "right": "#1a7f37",
    "nearly": "#b26a00",
    "wrong": "#c0262d",
    "missing": "#c0262d",
    "extra": "#6b5b95",
}
"""What shows a verdict on the map, besides its word in the table."""

CSV_COLUMNS = (
    "task", "solution", "answer", "verdict", "distance_m", "distance", "overlap_share",
    "radius_off_m", "radius", "altitude_off_m", "altitude", "symbol", "symbol_verdict",
)  # fmt: skip

_LEAST_TOLD_M = 1.0

# What spreadsheets take for a formula: names come from files of others.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, eq=False)
class Exercise:
    """A comparison of what is on the desk with another file. It is nowhere written by itself.

    Attributes
    ----------
    name
        Of the other file.
    here_solves
        Whether the document on the desk holds the solutions; the other does else.
    """

    name: str
    other: Document
    here_solves: bool
    results: tuple[Result, ...]

    def of_other(self, result: Result) -> Feature | None:
        """Which feature of a result is the other file's."""
        return result.answer if self.here_solves else result.solution

    def of_here(self, result: Result) -> Feature | None:
        """Which feature of a result is in the document on the desk."""
        return result.solution if self.here_solves else result.answer

    def renewed(self, document: Document) -> Exercise:
        """The same with a document that has changed."""
        _show_alike(document, self.other)
        solution, answer = (document, self.other) if self.here_solves else (self.other, document)
        return replace(self, results=compared(solution, answer))

    def summary(self) -> str:
        """In one line: "2 right, 1 missing"."""
        parts = [f"{count} {verdict}" for verdict, count in counted(self.results).items() if count]
        return ", ".join(parts) or "nothing to compare"


def exercise_with(document: Document, other: Document, path: Path) -> Exercise:
    """A document beside that of another file, which is the comparison's own from then on.

    Raises
    ------
    ExerciseError
        When neither of them holds a solution.
    """
    solution, _ = sides(document, other)
    return Exercise(path.name, other, solution is document, ()).renewed(document)


def feature_of(result: Result) -> Feature:
    """What a result is called after: the solution, or what has none."""
    found = result.solution or result.answer
    assert found is not None
    return found


def as_csv(exercise: Exercise) -> str:
    """The results as a table for spreadsheets."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CSV_COLUMNS)
    for result in exercise.results:
        distance, overlap = result.criterion("distance"), result.criterion("overlap")
        radius, altitude = result.criterion("radius"), result.criterion("altitude")
        symbol = result.criterion("symbol")
        row = (
            result.task.title or result.task.id,
            titled(result.solution) if result.solution else "",
            titled(result.answer) if result.answer else "",
            result.verdict,
            _number(distance.value if distance else None),
            (distance.verdict or "") if distance else "",
            _number(overlap.value if overlap else None, 4),
            _number(radius.value if radius else None),
            (radius.verdict or "") if radius else "",
            _number(altitude.value if altitude else None),
            (altitude.verdict or "") if altitude else "",
            symbol.text if symbol else "",
            (symbol.verdict or "") if symbol else "",
        )
        writer.writerow(map(_as_text, row))
    return text.getvalue()


def keep(change: Change, exercise: Exercise) -> Overlay:
    """Put the other file's features and the lines between into an open edit, on a new overlay.

    It is the instructor's alone, and nothing on it answers a task: it cannot be taken for either.
    """
    overlay = Overlay(
        id=new_id(), name=f"Comparison with {exercise.name}"[:200], audience="instructor"
    )
    change.put(overlay)
    for feature in kept_features(exercise.results, exercise, overlay.id):
        change.put(feature)
    return overlay


def kept_features(
    results: Iterable[Result], exercise: Exercise, overlay_id: str
) -> Iterable[Feature]:
    """Copies of the other file's features in the colours of the verdicts, and lines between."""
    for result in results:
        colour = VERDICT_COLOURS[result.verdict]
        other = exercise.of_other(result)
        if other is not None:
            yield _copied(other, overlay_id, colour)
        if result.line is not None and result.line[0] != result.line[1]:
            distance = result.criterion("distance")
            name = f"{result.verdict}: {distance.text}" if distance else result.verdict
            line = Line(overlay=overlay_id, name=name, stroke=colour, dash="dash")
            yield new_line(new_id(), line, result.line)


def _copied(feature: Feature, overlay_id: str, colour: str) -> Feature:
    loose = with_picture(loosened(feature), None)
    properties = with_fields(loose.properties, overlay=overlay_id, answers_task=None, locked=False)
    if isinstance(properties, Unit):
        properties = with_fields(properties, parent=None)
    else:
        properties = with_fields(properties, stroke=colour)
    return with_fields(loose, id=new_id(), properties=properties, unknown=None)


def line_text(result: Result) -> str:
    """What stands beside the line between the two: "3 km · radius +15.0% · wrong"."""
    distance, radius = result.criterion("distance"), result.criterion("radius")
    parts: list[str] = []
    if distance is not None and distance.value is not None and distance.value >= _LEAST_TOLD_M:
        parts.append(format_distance(distance.value))
    if radius is not None and radius.verdict != "right":
        parts.append(f"radius {radius.text.partition(' ')[0]}")
    return " · ".join((*parts, result.verdict))


def _show_alike(document: Document, other: Document) -> None:
    """Have the other show the phase that is shown here, if it has it."""
    if document.phase is not None and any(p.id == document.phase for p in other.phases()):
        other.show_phase(document.phase)


def _number(value: float | None, decimals: int = 1) -> str:
    return "" if value is None else f"{value:.{decimals}f}"


def _as_text(cell: str) -> str:
    numeric = cell.replace("-", "", 1).replace(".", "", 1).isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and not numeric else cell
