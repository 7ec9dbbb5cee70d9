"""Legend and sources set in columns: smaller where they are long, then on a page of their own.

Nothing is cut silently: what has no room on the sheet goes on a further page, or is counted. What
is longer than a whole page ends in three dots.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from baltic_desk.app.sheet_places import Box
from baltic_desk.ui.export.sheet.key import Entry, MapSample, Sample, Section, SignSample
from baltic_desk.ui.export.sheet.made import Made
from baltic_desk.ui.export.sheet.paper import (
    INK,
    PX_PER_MM,
    QUIET,
    RULE,
    Paper,
    cap_mm,
    line_mm,
    sized,
    wrapped,
)
from baltic_desk.ui.export.sheet.samples import ROW_MM, SAMPLE_MM, paint_sample
from baltic_desk.ui.map.lettering import Ruler, Type

TEXT_PX = (9.0, 8.0, 7.0)
"""Sizes to try on an A3 sheet, the largest first."""
LEAST_PX = 6.0
"""Letters are never smaller, whatever the paper: 4.5 points."""
_COLUMN_GAP_MM = 4.0
_MOST_LETTERS = 5_000
"""Of an entry or title: more than a column of a page holds."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An entry in a row: its lines, and the sample before them."""

    lines: tuple[str, ...]
    left: float
    """From the column's edge, as `indent` is from there to the words."""
    indent: float
    sample: Sample | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One entry, or two short ones, with its height in millimetres.

    Attributes
    ----------
    gap
        Above it, where it is not the first of its column.
    is_title
        It stays with the row after it, and is ruled.
    """

    cells: tuple[Cell, ...]
    style: Type
    height: float
    gap: float = 0.0
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Rows from a place down."""

    box: Box
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """What has room, in columns, and what has not."""

    columns: tuple[Column, ...]
    left: tuple[Section, ...]
    size: float

    @property
    def left_count(self) -> int:
        """How many entries have no room."""
        return sum(len(section.entries) for section in self.left)


def flowing(
    sections: Sequence[Section],
    box: Box,
    columns: int,
    size: float,
    ruler: Ruler,
    *,
    more: str = "",
) -> Flow:
    """Sections in a box, in the largest letters that let all have room; in the least ones as many
    as have, with a last line that says what is missing.

    Parameters
    ----------
    more
        The last line, with `{count}` where the number of missing entries stands.
    """
    for px in TEXT_PX:
        factor = max(size * px / TEXT_PX[0], LEAST_PX / TEXT_PX[0])
        found = _filled(_rows(sections, box, columns, factor, ruler), box, columns, factor)
        if found is not None:
            return Flow(found, (), factor)
    factor = max(size * TEXT_PX[-1] / TEXT_PX[0], LEAST_PX / TEXT_PX[0])
    return _cut(sections, box, columns, factor, ruler, more)


def shortened(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The same with half of the longer one of the first title and the first entry's words; an entry
    that has no room even so is left out."""
    first, *others = sections
    entry, *rest = first.entries
    if len(first.title) > max(len(entry.words), 1):
        first = replace(first, title=_ended(first.title, len(first.title) // 2))
    elif len(entry.words) > 1:
        words = _ended(entry.words, min(len(entry.words), _MOST_LETTERS) // 2)
        first = replace(first, entries=(replace(entry, words=words), *rest))
    else:
        first = replace(first, entries=tuple(rest))
    return (first, *others) if first.entries else tuple(others)


def _ended(words: str, most: int) -> str:
    """Words as far as so many letters, of which the last is three dots where there are more."""
    return words if len(words) <= most else f"{words[: max(most - 1, 0)]}…"


def _cut(
    sections: Sequence[Section], box: Box, columns: int, size: float, ruler: Ruler, more: str
) -> Flow:
    """As many entries as have room, by halving."""
    total = sum(len(section.entries) for section in sections)
    low, high = 0, total
    best: tuple[Column, ...] = ()
    while low < high:
        count = (low + high + 1) // 2
        kept, _ = _parted(sections, count)
        note = more.format(count=total - count)
        shown = [*kept, Section("", (Entry(note),))] if note else kept
        found = _filled(_rows(shown, box, columns, size, ruler), box, columns, size)
        if found is None:
            high = count - 1
        else:
            low, best = count, found
    return Flow(best, tuple(_parted(sections, low)[1]), size)


def _parted(sections: Sequence[Section], count: int) -> tuple[list[Section], list[Section]]:
    """The first entries, and all others under the same titles."""
    kept: list[Section] = []
    left: list[Section] = []
    for section in sections:
        here = section.entries[: max(count, 0)]
        rest = section.entries[max(count, 0) :]
        count -= len(section.entries)
        if here:
            kept.append(Section(section.title, here))
        if rest:
            title = f"{section.title} (continued)" if here and section.title else section.title
            left.append(Section(title, rest))
    return kept, left


def _rows(
    sections: Iterable[Section], box: Box, columns: int, size: float, ruler: Ruler
) -> list[Row]:
    width = _column_mm(box, columns, size)
    head = sized(9.0, size, bold=True)
    rows: list[Row] = []
    for section in sections:
        if section.title:
            lines = tuple(wrapped(_ended(section.title, _MOST_LETTERS), head, width, ruler))
            high = len(lines) * line_mm(head) + 0.9 * size
            cells = (Cell(lines, 0.0, 0.0),)
            rows.append(Row(cells, head, high, gap=2.0 * size, is_title=True))
        rows += _entry_rows(section.entries, width, size, ruler)
    return rows


def _entry_rows(entries: Sequence[Entry], width: float, size: float, ruler: Ruler) -> list[Row]:
    """Each entry in a row, short ones with a sample two to a row."""
    text = sized(9.0, size)
    half = (width - 2.0 * size) / 2
    rows: list[Row] = []
    waiting: Entry | None = None

    def row(*shown: Entry, room: float) -> Row:
        cells: list[Cell] = []
        for number, entry in enumerate(shown):
            indent = _indent(entry, size, text, ruler)
            words = _ended(entry.words, _MOST_LETTERS)
            lines = tuple(wrapped(words, text, room - indent, ruler))
            cells.append(Cell(lines, number * (half + 2.0 * size), indent, entry.sample))
        lines_mm = max(len(cell.lines) for cell in cells) * line_mm(text)
        high = max(lines_mm, *(_sample_mm(entry.sample, size) for entry in shown))
        if shown[0].lead:
            first = cells[0]
            cells.insert(0, Cell((shown[0].lead,), first.left, 0.0))
        return Row(tuple(cells), text, high, gap=0.5 * size)

    for entry in entries:
        indent = _indent(entry, size, text, ruler)
        short = entry.sample is not None and (
            ruler.width_px(entry.words, text) / PX_PER_MM + indent <= half
        )
        if short and waiting is not None:
            rows.append(row(waiting, entry, room=half))
            waiting = None
            continue
        if waiting is not None:
            rows.append(row(waiting, room=width))
            waiting = None
        if short:
            waiting = entry
        else:
            rows.append(row(entry, room=width))
    if waiting is not None:
        rows.append(row(waiting, room=width))
    return rows


def _indent(entry: Entry, size: float, style: Type, ruler: Ruler) -> float:
    if entry.sample is not None:
        return (SAMPLE_MM + 1.5) * size
    if entry.lead:
        return ruler.width_px("88 ", style) / PX_PER_MM + 0.6 * size
    return 0.0


def _sample_mm(sample: Sample | None, size: float) -> float:
    match sample:
        case None:
            return 0.0
        case SignSample() | MapSample():
            return 3.4 * size
        case _:
            return ROW_MM * size


def _column_mm(box: Box, columns: int, size: float) -> float:
    return (box.width - (columns - 1) * _COLUMN_GAP_MM * size) / columns


def _filled(rows: list[Row], box: Box, columns: int, size: float) -> tuple[Column, ...] | None:
    """Rows column by column; None where they need more of them."""
    width = _column_mm(box, columns, size)
    made: list[list[Row]] = [[]]
    used = 0.0
    for number, row in enumerate(rows):
        need = row.height + (row.gap if made[-1] else 0.0)
        after = rows[number + 1] if row.is_title and number + 1 < len(rows) else None
        ahead = after.height + after.gap if after is not None else 0.0
        if used + need + ahead > box.height and made[-1]:
            made.append([])
            used, need = 0.0, row.height
        if len(made) > columns or need > box.height:
            return None
        made[-1].append(row)
        used += need
    step = width + _COLUMN_GAP_MM * size
    return tuple(
        Column(Box(box.left + k * step, box.top, width, box.height), tuple(column))
        for k, column in enumerate(made)
    )


def paint_flow(paper: Paper, made: Made, flow: Flow) -> None:
    """All columns."""
    for column in flow.columns:
        y = column.box.top
        for number, row in enumerate(column.rows):
            y += row.gap if number else 0.0
            _paint_row(paper, made, row, column.box, y, flow.size)
            y += row.height


def _paint_row(paper: Paper, made: Made, row: Row, box: Box, top: float, size: float) -> None:
    style = row.style
    for cell in row.cells:
        left = box.left + cell.left
        y = top + cap_mm(style) + 0.25 * (line_mm(style) - cap_mm(style))
        if cell.sample is not None:
            middle = left + SAMPLE_MM * size / 2
            paint_sample(paper, made, cell.sample, middle, top + row.height / 2, size)
            y += (row.height - len(cell.lines) * line_mm(style)) / 2
        for line in cell.lines:
            paper.text(line, style, left + cell.indent, y, ink=INK if row.is_title else QUIET)
            y += line_mm(style)
    if row.is_title:
        low = top + row.height - 0.5 * size
        paper.line(box.left, low, box.right, low, width=0.1, ink=RULE)
