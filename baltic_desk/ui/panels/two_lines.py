"""Rows of two lines: a picture, a title with a note at its right, and a fainter line below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

TWO_LINES: Final = Qt.ItemDataRole.UserRole
"""Role under which a model gives the `TwoLines` of a row."""

_Row = TypeVar("_Row")
_NO_PARENT = QModelIndex()
_ROW_PX = 42
_PICTURE_PX = 40
_GAP_PX = 8


@dataclass(frozen=True, slots=True)
class TwoLines:
    """What stands in a row."""

    title: str
    detail: str
    note: str = ""
    picture: QImage | None = None


class TwoLineRows(QAbstractListModel, Generic[_Row]):
    """A list whose rows are shown in two lines, and put in place of others all at once.

    Who derives from it says what stands in a row, and how it is read out.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: Sequence[_Row] = ()

    def two_lines(self, row: _Row) -> TwoLines:
        """What stands in a row."""
        raise NotImplementedError

    def line(self, row: _Row) -> str:
        """The row in one line, to be read out."""
        raise NotImplementedError

    def tip(self, row: _Row) -> str:  # noqa: ARG002 - most have none
        """Its tooltip, of `plain_text.tooltip`; none for nothing."""
        return ""

    def show_rows(self, rows: Sequence[_Row]) -> None:
        """Show others."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.line(row)
            case Qt.ItemDataRole.ToolTipRole:
                return self.tip(row) or None
            case _ if role == TWO_LINES:
                return self.two_lines(row)
            case _:
                return None


class TwoLineDelegate(QStyledItemDelegate):
    """Paints `TwoLines` in the palette's colours, on one line each, elided.

    Parameters
    ----------
    pictures
        Leave room for a picture at the left.
    """

    def __init__(self, parent: QWidget, *, pictures: bool = False) -> None:
        super().__init__(parent)
        self._left = _PICTURE_PX + 2 * _GAP_PX if pictures else _GAP_PX + 2

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        return QSize(100, _ROW_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(TWO_LINES)
        if not isinstance(row, TwoLines):
            return
        look = QStyleOptionViewItem(option)
        self.initStyleOption(look, index)
        look.text = ""
        look.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, look, painter, look.widget
        )
        selected = bool(look.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole
        ink = look.palette.color(role.HighlightedText if selected else role.Text)
        faint = ink if selected else look.palette.color(role.PlaceholderText)
        painter.save()
        if row.picture is not None:
            _paint_picture(painter, look.rect, row.picture)
        middle = look.rect.top() + look.rect.height() // 2
        inner = look.rect.adjusted(self._left, 0, -_GAP_PX, 0)
        upper = QRect(inner.left(), inner.top() + 4, inner.width(), middle - inner.top() - 4)
        lower = QRect(inner.left(), middle, inner.width(), inner.bottom() - middle - 3)
        used = _paint_text(painter, upper, row.note, faint, at_right=True)
        _paint_text(painter, upper.adjusted(0, 0, -used, 0), row.title, ink)
        small = QFont(look.font)
        small.setPointSizeF(look.font.pointSizeF() * 0.9)
        painter.setFont(small)
        _paint_text(painter, lower, row.detail, faint)
        painter.restore()


def _paint_picture(painter: QPainter, box: QRect, picture: QImage) -> None:
    """The picture in the middle of its room, made smaller where it is too large."""
    size = picture.deviceIndependentSize()
    scale = min(1.0, _PICTURE_PX / size.width(), (_ROW_PX - 4) / size.height())
    size *= scale
    centre = QPointF(box.left() + _GAP_PX + _PICTURE_PX / 2, box.center().y() + 0.5)
    corner = centre - QPointF(size.width() / 2, size.height() / 2)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.save()
    painter.translate(corner)
    painter.scale(scale, scale)
    painter.drawImage(QPointF(), picture)
    painter.restore()


def _paint_text(
    painter: QPainter, box: QRect, text: str, ink: QColor, *, at_right: bool = False
) -> int:
    """Write one line; the width that it takes with the gap beside it."""
    if not text:
        return 0
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    painter.setPen(ink)
    flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(box, flags, shown)
    return metrics.horizontalAdvance(shown) + _GAP_PX
