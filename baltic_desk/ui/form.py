"""A form from a declaration: groups of titled fields, with room below each for what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from baltic_desk.ui.fields.choosing import ChoiceField, FlagField, PercentField
from baltic_desk.ui.fields.colour import ColourField
from baltic_desk.ui.fields.field import (
    Choice,
    Colour,
    Fact,
    Field,
    Flag,
    Kind,
    Lines,
    Percent,
    Shown,
    Text,
)
from baltic_desk.ui.fields.searching import SearchField
from baltic_desk.ui.fields.text import LinesField, TextField
from baltic_desk.ui.plain_text import tooltip

_TITLE_WIDTH_PX = 98
# A heading is a button to whoever uses it, and a line of text to whoever reads.
_HEADING = "QToolButton { border: none; background: none; padding: 5px 4px; }"


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a form: `id` names it to the program, `title` to the person."""

    id: str
    title: str
    kind: Kind
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading, which folds them away."""

    title: str
    rows: tuple[Row, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a field is to show: a value, and the default that holds when it is None."""

    value: Shown
    default: str = ""


class Form(QWidget):
    """Shows values by row id; `changed` bears the id and what a person gave.

    Who hears it either makes it so and calls `show_values`, or calls `refuse` with a sentence,
    which is shown below the field while the text stays as typed.

    Parameters
    ----------
    keep
        Given the id and what is written so far in fields of several lines and of free text, each
        second or so; whether it was made so.
    withdraw
        Given the id, takes back all that was kept of what is written; whether that could be.
    """

    changed = Signal(str, object)

    def __init__(
        self,
        groups: Sequence[Group],
        parent: QWidget | None = None,
        *,
        keep: Callable[[str, str], bool] | None = None,
        withdraw: Callable[[str], bool] = lambda _row_id: False,
    ) -> None:
        super().__init__(parent)
        self._keep, self._withdraw = keep, withdraw
        self._fields: dict[str, Field] = {}
        self._complaints: dict[str, QLabel] = {}
        self._titles: dict[str, QLabel] = {}
        self._marked: dict[str, str] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for group in groups:
            body = self._body(group)
            # Before its heading unfolds it: a widget shown without a parent is a window.
            layout.addWidget(body)
            if group.title:
                layout.insertWidget(layout.count() - 1, _Heading(group, body))

    def show_values(self, answers: Mapping[str, Answer]) -> None:
        """Show these values; fields that are being edited keep what is typed in them."""
        for row_id, answer in answers.items():
            self._fields[row_id].show_value(answer.value, answer.default)

    def mark_changed(self, before: Mapping[str, str]) -> None:
        """Mark rows that a phase changes, with what they showed before; all others are plain."""
        if before == self._marked:
            return
        for row_id in self._marked.keys() | before.keys():
            title = self._titles[row_id]
            font = title.font()
            font.setBold(row_id in before)
            title.setFont(font)
            changed = f"Changed in this phase; before: {before.get(row_id, '')}"
            title.setToolTip(tooltip(changed if row_id in before else ""))
            title.setAccessibleDescription(changed if row_id in before else "")
        self._marked = dict(before)

    def refuse(self, row_id: str, message: str) -> None:
        """Say below a field why what was given cannot be; it stays there to be put right."""
        complaint = self._complaints[row_id]
        complaint.setText(message)
        complaint.setVisible(True)
        self._fields[row_id].reopen()
        self._tint(complaint)

    def complaint(self, row_id: str) -> str:
        """What is said below a field; empty when nothing is wrong."""
        label = self._complaints[row_id]
        return label.text() if not label.isHidden() else ""

    def field(self, row_id: str) -> Field:
        """The field of a row (KeyError when there is none)."""
        return self._fields[row_id]

    def settle(self) -> None:
        """Give everything that is still being typed."""
        for each in self._fields.values():
            each.settle()

    def discard(self) -> None:
        """Forget what is being typed, and all complaints."""
        for row_id, each in self._fields.items():
            each.discard()
            self._forgive(row_id)

    def _body(self, group: Group) -> QWidget:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(10, 2, 10, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for number, row in enumerate(group.rows):
            made = field(row.kind)
            made.call(row.title)
            made.setToolTip(tooltip(row.hint))
            made.given.connect(partial(self._on_given, row.id))
            made.touched.connect(partial(self._forgive, row.id))
            if self._keep is not None:
                made.keep_by(partial(self._keep, row.id), partial(self._withdraw, row.id))
            title = QLabel(row.title)
            title.setTextFormat(Qt.TextFormat.PlainText)
            title.setWordWrap(True)
            title.setFixedWidth(_TITLE_WIDTH_PX)
            title.setBuddy(made)
            top = Qt.AlignmentFlag.AlignTop if isinstance(row.kind, Lines) else None
            grid.addWidget(title, 2 * number, 0, top or Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(made, 2 * number, 1)
            complaint = QLabel()
            complaint.setTextFormat(Qt.TextFormat.PlainText)
            complaint.setWordWrap(True)
            complaint.setVisible(False)
            grid.addWidget(complaint, 2 * number + 1, 1)
            self._fields[row.id] = made
            self._complaints[row.id] = complaint
            self._titles[row.id] = title
        return body

    def _on_given(self, row_id: str, value: object) -> None:
        self._forgive(row_id)
        self.changed.emit(row_id, value)

    def _forgive(self, row_id: str) -> None:
        self._complaints[row_id].setVisible(False)

    def _tint(self, label: QLabel) -> None:
        palette = label.palette()
        palette.setColor(QPalette.ColorRole.WindowText, wrong_colour(self.palette()))
        label.setPalette(palette)


class _Heading(QToolButton):
    """A group's title; a click or Space folds the group away."""

    def __init__(self, group: Group, body: QWidget) -> None:
        super().__init__()
        self._body = body
        self.setText(group.title)
        self.setAutoRaise(True)
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        font = self.font()
        font.setBold(True)
        self.setFont(font)
        self.setStyleSheet(_HEADING)
        self.toggled.connect(self._on_toggled)
        self.setChecked(not group.folded)
        self._on_toggled(not group.folded)

    def _on_toggled(self, open_: bool) -> None:
        self._body.setVisible(open_)
        self.setArrowType(Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow)


def field(kind: Kind) -> Field:
    """The widget for a kind of field."""
    match kind:
        case Text() | Fact():
            return TextField(kind)
        case Lines():
            return LinesField()
        case Choice():
            return SearchField(kind) if kind.searchable else ChoiceField(kind)
        case Flag():
            return FlagField()
        case Percent():
            return PercentField()
        case Colour():
            return ColourField(kind)


def wrong_colour(palette: QPalette) -> QColor:
    """A red that is read on the window's colour (contrast above 5:1 on white and on #22272d)."""
    dark = palette.color(QPalette.ColorRole.Window).lightness() < 128
    return QColor("#ff9086") if dark else QColor("#b3261e")
