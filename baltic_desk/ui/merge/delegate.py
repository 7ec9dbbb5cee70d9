"""Paints rows of a merge: a box to accept a change, and two buttons where it has to be decided."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from baltic_desk.document.merging import Proposal
from baltic_desk.ui.map.merge_painting import COLOURS, CONFLICT_COLOUR, colour_on
from baltic_desk.ui.merge.rows import PROPOSAL, TAKE
from baltic_desk.ui.panels.two_lines import TWO_LINES, TwoLines

ROW_PX = 44
HEAD_PX = 26
BOX_PX = 16
_LEFT_PX = 34
_SIDES = (("mine", "Mine"), ("theirs", "Theirs"))
_SIDE_PX = (44, 50)
_SIDE_HIGH_PX = 20
_GAP_PX = 8

Index = QModelIndex | QPersistentModelIndex


class MergeDelegate(QStyledItemDelegate):
    """Rows with what can be decided of them; `decided` tells of a click on it.

    Signals
    -------
    decided
        Key of a proposal, and whose is to be taken: "theirs", "mine", or "" for nothing.
    """

    decided = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's
        return QSize(100, ROW_PX if index.flags() & Qt.ItemFlag.ItemIsSelectable else HEAD_PX)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """A click on the box, or on one of the buttons."""
        proposal = index.data(PROPOSAL)
        if not isinstance(event, QMouseEvent) or not isinstance(proposal, Proposal):
            return super().editorEvent(event, model, option, index)
        if event.button() != Qt.MouseButton.LeftButton or proposal.side == "mine":
            return False
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue] - a stub is missing
        at = event.position().toPoint()
        wanted = self._wanted_at(box, proposal, at, str(index.data(TAKE)))
        if wanted is None:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease:
            self.decided.emit(proposal.key, wanted)
        return True

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = QStyleOptionViewItem(option)
        self.initStyleOption(look, index)
        proposal = index.data(PROPOSAL)
        if not isinstance(proposal, Proposal):
            _paint_heading(painter, look, str(index.data()))
            return
        told = index.data(TWO_LINES)
        assert isinstance(told, TwoLines)
        look.text = ""
        look.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, look, painter, look.widget
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        taken = str(index.data(TAKE))
        selected = bool(look.state & QStyle.StateFlag.State_Selected)
        inks = _Inks(look.palette, selected)
        right = look.rect.right() - _GAP_PX
        if proposal.side == "mine":
            pass
        elif proposal.conflict:
            for (side, title), box in zip(_SIDES, sides_of(look.rect), strict=True):
                _paint_side(painter, box, title, inks, chosen=taken == side)
            right = sides_of(look.rect)[0].left() - _GAP_PX
        else:
            _paint_box(painter, box_of(look.rect), inks, ticked=bool(taken))
        _paint_words(painter, look, proposal, told, inks, right)
        painter.restore()

    @staticmethod
    def _wanted_at(box: QRect, proposal: Proposal, at: QPoint, taken: str) -> str | None:
        if proposal.conflict:
            for (side, _), part in zip(_SIDES, sides_of(box), strict=True):
                if part.contains(at):
                    return "" if taken == side else side
            return None
        return ("" if taken else "theirs") if _wide(box_of(box)).contains(at) else None


def box_of(row: QRect) -> QRect:
    """Where the box stands in a row."""
    top = row.top() + (row.height() - BOX_PX) // 2
    return QRect(row.left() + 10, top, BOX_PX, BOX_PX)


def sides_of(row: QRect) -> tuple[QRect, QRect]:
    """Where "Mine" and "Theirs" stand in a row."""
    right = row.right() - _GAP_PX
    top = row.top() + (row.height() - _SIDE_HIGH_PX) // 2
    theirs = QRect(right - _SIDE_PX[1], top, _SIDE_PX[1], _SIDE_HIGH_PX)
    return QRect(theirs.left() - _SIDE_PX[0], top, _SIDE_PX[0], _SIDE_HIGH_PX), theirs


def _wide(box: QRect) -> QRect:
    return box.adjusted(-8, -12, 8, 12)


class _Inks:
    """Colours of a row."""

    def __init__(self, palette: QPalette, selected: bool) -> None:
        role = QPalette.ColorRole
        self.text = palette.color(role.HighlightedText if selected else role.Text)
        self.faint = self.text if selected else palette.color(role.PlaceholderText)
        self.accent = self.text if selected else palette.color(role.Highlight)
        self.on_accent = palette.color(role.Highlight if selected else role.HighlightedText)
        self.ground = palette.color(role.Highlight if selected else role.Base)
        self.selected = selected

    def of(self, proposal: Proposal) -> QColor:
        """The colour of its sort, as the map has it."""
        if self.selected or proposal.side == "mine":
            return self.text
        name = CONFLICT_COLOUR if proposal.conflict else COLOURS[proposal.what]
        return QColor(colour_on(self.ground.lightness(), name))


def _paint_heading(painter: QPainter, look: QStyleOptionViewItem, text: str) -> None:
    painter.save()
    font = QFont(look.font)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(look.palette.color(QPalette.ColorRole.PlaceholderText))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
    box = QRect(look.rect).adjusted(10, 0, -8, -3)
    painter.drawText(box, flags | Qt.TextFlag.TextSingleLine, text)
    painter.restore()


def _paint_box(painter: QPainter, box: QRect, inks: _Inks, *, ticked: bool) -> None:
    where = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(inks.accent if ticked else inks.faint, 1.2))
    painter.setBrush(inks.accent if ticked else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(where, 4.0, 4.0)
    if ticked:
        painter.setPen(
            QPen(
                inks.on_accent, 2.0, Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin,
            )
        )  # fmt: skip
        x, y = box.left(), box.top()
        painter.drawPolyline([QPoint(x + 4, y + 8), QPoint(x + 7, y + 11), QPoint(x + 12, y + 5)])
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_side(painter: QPainter, box: QRect, title: str, inks: _Inks, *, chosen: bool) -> None:
    where = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(inks.accent if chosen else inks.faint, 1.0))
    painter.setBrush(inks.accent if chosen else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(where, 4.0, 4.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * 0.88)
    font.setBold(chosen)
    painter.save()
    painter.setFont(font)
    painter.setPen(inks.on_accent if chosen else inks.text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, title)
    painter.restore()


def _paint_words(
    painter: QPainter,
    look: QStyleOptionViewItem,
    proposal: Proposal,
    told: TwoLines,
    inks: _Inks,
    right: int,
) -> None:
    row = look.rect
    left = row.left() + (_LEFT_PX if proposal.side != "mine" and not proposal.conflict else 10)
    middle = row.top() + row.height() // 2
    upper = QRect(left, row.top() + 4, max(right - left, 0), middle - row.top() - 4)
    lower = QRect(left, middle, max(right - left, 0), row.bottom() - middle - 3)
    small = QFont(look.font)
    small.setPointSizeF(look.font.pointSizeF() * 0.9)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    if told.note:
        painter.setFont(small)
        painter.setPen(inks.faint)
        width = min(painter.fontMetrics().horizontalAdvance(told.note), upper.width() // 2)
        note = painter.fontMetrics().elidedText(told.note, Qt.TextElideMode.ElideRight, width)
        painter.drawText(upper, flags | Qt.AlignmentFlag.AlignRight, note)
        upper.adjust(0, 0, -width - _GAP_PX, 0)
    sign, _, title = told.title.partition("  ")
    bold = QFont(look.font)
    bold.setBold(True)
    painter.setFont(bold)
    painter.setPen(inks.of(proposal))
    painter.drawText(upper, flags | Qt.AlignmentFlag.AlignLeft, sign)
    upper.adjust(16, 0, 0, 0)
    painter.setFont(look.font)
    painter.setPen(inks.text)
    shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, upper.width())
    painter.drawText(upper, flags | Qt.AlignmentFlag.AlignLeft, shown)
    painter.setFont(small)
    painter.setPen(inks.faint)
    detail = painter.fontMetrics().elidedText(
        told.detail, Qt.TextElideMode.ElideRight, lower.width()
    )
    painter.drawText(lower, flags | Qt.AlignmentFlag.AlignLeft, detail)
