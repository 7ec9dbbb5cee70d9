"""Overlays and what lies on them as rows of a table that follows the document by its diffs.

Rows, not a tree: Qt's tree view asks the model about every row on each insertion (0.3 s with
50 000 rows in Python), its table view only about those on show (0.2 ms).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from baltic_desk.app.audience_commands import audience_title
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.project import Overlay, Picture
from baltic_desk.document.store import Diff, Entry, by_rank
from baltic_desk.ui.panels.titles import feature_title, kind_title
from baltic_desk.ui.plain_text import tooltip

Index = QModelIndex | QPersistentModelIndex

NOT_UNDERSTOOD: Final = "baltic_desk:not-understood"
"""Row id of the group of foreign features that lie on no overlay."""

_NO_PARENT = QModelIndex()
_DETAILED = 64  # changed rows up to this many are announced one by one


@dataclass(frozen=True, slots=True)
class RowView:
    """What a row shows."""

    id: str
    title: str
    record: Overlay | Feature | Foreign | None
    count: int = 0
    unfolded: bool = False


class OverlayRows(QAbstractTableModel):
    """The topmost overlay first, under it (when unfolded) its features, the topmost first."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._ids: list[str] = []
        self._places: dict[str, int] | None = None
        self._unfolded: set[str] = set()
        self._counts: dict[str, int] = {}
        self._strays: tuple[str, ...] = ()
        self._filter = ""
        self._matching: set[str] = set()
        self.take(document)

    # -- what it holds ---------------------------------------------------------------------

    def take(self, document: Document) -> None:
        """Show another document."""
        self.beginResetModel()
        self._document = document
        self._unfolded.clear()
        self._count()
        self._find_strays()
        self._match_all()
        self._ids = self._wanted()
        self._places = None
        self.endResetModel()

    @property
    def ids(self) -> Sequence[str]:
        """Record ids of the rows, from the top."""
        return self._ids

    def row_of(self, record_id: str) -> int | None:
        """Row that shows a record; None when it is folded away or filtered out."""
        if self._places is None:
            self._places = {record_id: row for row, record_id in enumerate(self._ids)}
        return self._places.get(record_id)

    def own_pictures(self) -> tuple[Picture, ...]:
        """The project's own pictures, that units may be drawn with."""
        return self._document.pictures()

    def record(self, row: int) -> Overlay | Feature | Foreign | None:
        """The record of a row; None for the group of what was not understood."""
        record = self._document.get(self._ids[row])
        return record if isinstance(record, Overlay | Feature | Foreign) else None

    def view(self, row: int) -> RowView:
        """What a row shows."""
        row_id = self._ids[row]
        record = self.record(row)
        match record:
            case Overlay():
                title = " ".join(record.name[:200].split()) or "Overlay"
                return RowView(
                    row_id, title, record, self._counts.get(row_id, 0), self._open(row_id)
                )
            case Feature():
                return RowView(row_id, feature_title(record), record)
            case Foreign():
                return RowView(row_id, f"Not understood: {record.why}", record)
            case None:
                title = "Not understood, kept as in the file"
                return RowView(row_id, title, None, len(self._strays), self._open(row_id))

    def overlay_of(self, row: int) -> str:
        """Id of the overlay that a row is, or lies on."""
        record = self.record(row)
        return record.overlay if isinstance(record, Feature | Foreign) else self._ids[row]

    # -- what is on show ---------------------------------------------------------------------

    def is_unfolded(self, row_id: str) -> bool:
        """Whether what lies on an overlay is on show."""
        return self._open(row_id)

    def set_unfolded(self, row_id: str, *, unfolded: bool) -> None:
        """Show what lies on an overlay, or hide it."""
        if unfolded == (row_id in self._unfolded):
            return
        (self._unfolded.add if unfolded else self._unfolded.discard)(row_id)
        self._renew()
        self._announce([row_id])

    def set_filter(self, text: str) -> None:
        """Show only features whose name or kind holds all these words; all of them when empty."""
        words = " ".join(text.casefold().split())
        if words != self._filter:
            self._filter = words
            self._match_all()
            self._renew()
            self._announce(self._document_overlays())

    # -- following ---------------------------------------------------------------------------

    def hear(self, diff: Diff) -> None:
        """Bring the rows in line with what changed."""
        moved = False
        foreign = sheets = False
        for record_id, after in diff.after.items():
            before = diff.before[record_id]
            foreign = foreign or _is(before, Foreign) or _is(after, Foreign)
            sheets = sheets or (_is(before, Overlay) != _is(after, Overlay))
            moved = moved or _place(before) != _place(after)
            self._recount(before, -1)
            self._recount(after, 1)
            if self._filter:
                self._match(record_id, after)
        if foreign or sheets:
            self._find_strays()
        if moved or self._filter or foreign:
            self._renew()
        overlays = self._document_overlays() if moved else []
        self._announce([*diff.after, *overlays])

    def _renew(self) -> None:
        new = self._wanted()
        old = self._ids
        head = 0
        for one, other in zip(old, new, strict=False):
            if one != other:
                break
            head += 1
        tail = 0
        for one, other in zip(reversed(old[head:]), reversed(new[head:]), strict=False):
            if one != other:
                break
            tail += 1
        gone, come = len(old) - head - tail, len(new) - head - tail
        if gone:
            self.beginRemoveRows(_NO_PARENT, head, head + gone - 1)
            self._ids = old[:head] + old[head + gone :]
            self._places = None
            self.endRemoveRows()
        if come:
            self.beginInsertRows(_NO_PARENT, head, head + come - 1)
            self._ids = new
            self._places = None
            self.endInsertRows()

    def _announce(self, ids: Sequence[str]) -> None:
        if not self._ids:
            return
        if len(ids) > _DETAILED:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0))
            return
        for record_id in ids:
            row = self.row_of(record_id)
            if row is not None:
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def _wanted(self) -> list[str]:
        rows: list[str] = []
        for overlay in reversed(self._document.overlays()):
            rows += self._sheet(overlay.id, overlay.name)
        strays = self._strays
        if self._filter:
            strays = tuple(i for i in strays if i in self._matching)
        if strays:
            rows.append(NOT_UNDERSTOOD)
            if self._open(NOT_UNDERSTOOD):
                rows += strays
        return rows

    def _sheet(self, overlay_id: str, name: str) -> Iterable[str]:
        if not self._filter:
            inside = self._document.ids_on(overlay_id)[::-1] if self._open(overlay_id) else ()
            return (overlay_id, *inside)
        # Without a match there is no need to put a long overlay in order.
        found: list[str] = []
        if self._matching:
            found = [i for i in self._document.ids_on(overlay_id)[::-1] if i in self._matching]
        return (overlay_id, *found) if found or self._fits(name) else ()

    def _open(self, row_id: str) -> bool:
        return row_id in self._unfolded or bool(self._filter)

    def _document_overlays(self) -> list[str]:
        return [overlay.id for overlay in self._document.overlays()]

    def _count(self) -> None:
        self._counts.clear()
        for entry in self._document.entries():
            self._recount(entry, 1)

    def _recount(self, entry: Entry | None, by: int) -> None:
        if entry is not None and isinstance(entry.record, Feature | Foreign):
            overlay_id = entry.record.overlay
            self._counts[overlay_id] = self._counts.get(overlay_id, 0) + by

    def _find_strays(self) -> None:
        known = set(self._document_overlays())
        foreign = (e for e in self._document.entries() if isinstance(e.record, Foreign))
        lost = [
            e for e in foreign if isinstance(e.record, Foreign) and e.record.overlay not in known
        ]
        self._strays = tuple(e.record.id for e in by_rank(lost))

    def _match_all(self) -> None:
        self._matching = set()
        if self._filter:
            for entry in self._document.entries():
                self._match(entry.record.id, entry)

    def _match(self, record_id: str, entry: Entry | None) -> None:
        match entry:
            case Entry(record=Feature() as feature):
                fits = self._fits(
                    f"{feature_title(feature)} {feature.properties.name} {kind_title(feature)}"
                )
            case Entry(record=Foreign() as foreign):
                fits = self._fits(f"not understood {foreign.why}")
            case _:
                fits = False
        (self._matching.add if fits else self._matching.discard)(record_id)

    def _fits(self, text: str) -> bool:
        folded = text.casefold()
        return all(word in folded for word in self._filter.split())

    # -- Qt --------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.view(index.row()).title
            case Qt.ItemDataRole.EditRole:
                record = self.record(index.row())
                match record:
                    case Feature():
                        return record.properties.name
                    case Overlay():
                        return record.name
                    case _:
                        return ""
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(_explained(self.view(index.row())))
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return _spoken(self.view(index.row()))
            case _:
                return None


def _is(entry: Entry | None, kind: type[Overlay] | type[Foreign]) -> bool:
    return entry is not None and isinstance(entry.record, kind)


def _place(entry: Entry | None) -> tuple[str, float] | None:
    match entry:
        case Entry(record=Feature() | Foreign() as record, rank=rank):
            return record.overlay, rank
        case Entry(record=Overlay(), rank=rank):
            return "", rank
        case _:
            return None


def _audience(overlay: Overlay) -> str:
    """Whom an overlay is for, unless that is everyone."""
    if overlay.audience == "everyone":
        return ""
    title = audience_title(overlay.audience)
    return title[:1].lower() + title[1:]


def _explained(view: RowView) -> str:
    audience = _audience(view.record) if isinstance(view.record, Overlay) else ""
    return f"{view.title}\nShown to: {audience}" if audience else view.title


def _spoken(view: RowView) -> str:
    match view.record:
        case Overlay() as overlay:
            states = [f"overlay with {view.count} on it"]
            states += ["hidden"] if not overlay.visible else []
            states += ["locked"] if overlay.locked else []
            states += [f"for {_audience(overlay)}"] if _audience(overlay) else []
        case Feature() as feature:
            states = [kind_title(feature).lower()]
            states += ["hidden"] if feature.properties.hidden else []
            states += ["locked"] if feature.properties.locked else []
        case _:
            states = []
    return ", ".join([view.title, *states])
