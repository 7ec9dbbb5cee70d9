"""What is wrong with a project as rows: problems of its file, and features that it only keeps."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from baltic_desk.app.extent import extent
from baltic_desk.app.protocols import Bounds
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.io.strict_json import Json, StrictJsonError, loads
from baltic_desk.ui.panels.titles import feature_title
from baltic_desk.ui.panels.two_lines import TWO_LINES, TwoLines

Index = QModelIndex | QPersistentModelIndex

_NO_PARENT = QModelIndex()
_KEPT = "Kept, not shown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what, where in the file, and the id of the record it is about."""

    text: str
    place: str
    record: str = ""

    def line(self) -> str:
        """As one line of text."""
        return f"{self.place}: {self.text}" if self.place else self.text


def findings(workspace: Workspace) -> tuple[Finding, ...]:
    """Features that are not understood, then the other problems in the order of the file."""
    foreign = workspace.document.foreign()
    kept = {record.id for record in foreign}
    return (
        *map(_of_foreign, foreign),
        *(
            Finding(problem.text, problem.place, problem.feature)
            for problem in workspace.problems
            if problem.feature not in kept
        ),
    )


def where(document: Document, finding: Finding) -> Bounds | None:
    """Box about what a finding concerns, as far as positions can be made out."""
    match document.get(finding.record):
        case Feature() as feature:
            return extent([feature])
        case Foreign(raw=raw):
            return _box(list(_positions(raw)))
        case _:
            return None


class ProblemList(QAbstractListModel):
    """Findings, each with its place and the feature it concerns."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._findings: Sequence[Finding] = ()

    @property
    def findings(self) -> Sequence[Finding]:
        """Those on show."""
        return self._findings

    def show_findings(self, found: Sequence[Finding]) -> None:
        """Show these."""
        self.beginResetModel()
        self._findings = found
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._findings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        finding = self._findings[index.row()]
        if role == TWO_LINES:
            match self._workspace.document.get(finding.record):
                case Feature() as feature:
                    about = feature_title(feature)
                case Foreign():
                    about = _KEPT
                case _:
                    about = ""
            detail = " · ".join(filter(None, (about, finding.place)))
            return TwoLines(_one_line(finding.text), _one_line(detail))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _one_line(finding.line())
        return None


def _of_foreign(record: Foreign) -> Finding:
    place, parted, reason = record.why.partition(": ")
    if not parted:
        place, reason = "", record.why
    return Finding(f"Not understood: {reason}", place, record.id)


def _one_line(text: str) -> str:
    return " ".join(text[:500].split())


def _positions(raw: bytes) -> Iterator[tuple[float, float]]:
    """Pairs of numbers that can be longitude and latitude in the geometry of foreign text."""
    try:
        tree = loads(raw)
    except StrictJsonError:
        return
    waiting: list[Json] = [tree.get("geometry")] if isinstance(tree, dict) else []
    while waiting:
        match waiting.pop():
            case [int() | float() as lon, int() | float() as lat, *_]:
                if math.isfinite(lon) and abs(lon) <= 180.0 and abs(lat) <= 90.0:
                    yield float(lon), float(lat)
            case list() as members:
                waiting.extend(members)
            case dict() as members:
                waiting.extend(members.values())
            case _:
                pass


def _box(positions: list[tuple[float, float]]) -> Bounds | None:
    if not positions:
        return None
    lons, lats = zip(*positions, strict=True)
    least = 0.05  # degrees, so that a point is shown with its surroundings
    return min(lons) - least, min(lats) - least, max(lons) + least, max(lats) + least
