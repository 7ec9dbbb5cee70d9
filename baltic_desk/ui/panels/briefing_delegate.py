"""Paints a step of the briefing in its list: picture, number, title, phase, marks."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from baltic_desk.ui.icons import picture
from baltic_desk.ui.panels.briefing_drawing import HEIGHT_PX, WIDTH_PX
from baltic_desk.ui.panels.briefing_rows import StepRow, StepRows

Index = QModelIndex | QPersistentModelIndex

PICTURE = QSize(WIDTH_PX, HEIGHT_PX)
ROW_PX = 75
_GAP_PX = 8
_PAD_PX = 6
_BADGE_PX = 18
_ICON_PX = 14


class StepDelegate(QStyledItemDelegate):
    """In the palette's colours. Tab from a title that is written leads on to the note."""

    to_note = Signal()
    to_map = Signal()

    def __init__(self, rows: StepRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(160, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._rows.view(index.row())
        look = QStyleOptionViewItem(option)
        self.initStyleOption(look, index)
        look.text = ""
        style = look.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, look, painter, look.widget)
        selected = bool(look.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole
        ink = look.palette.color(role.HighlightedText if selected else role.Text)
        faint = ink if selected else look.palette.color(role.PlaceholderText)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_picture(painter, look, row)
        self._paint_words(painter, look, row, ink, faint)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option, index
        editor = QLineEdit(parent)
        editor.setAccessibleName("Title of the step")
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # The view does this whenever a row is painted anew, a picture that comes, say: what is
        # being written stays.
        assert isinstance(editor, QLineEdit)
        if not editor.property("filled"):
            editor.setProperty("filled", True)
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> None:
        del index
        box = _words_box(option.rect)
        editor.setGeometry(box.left() - 6, box.top() - 3, box.width() + 6, 26)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(editor, event)
        assert isinstance(editor, QWidget)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        hint = QAbstractItemDelegate.EndEditHint
        match Qt.Key(event.key()):
            case Qt.Key.Key_Tab:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, hint.NoHint)
                self.to_note.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if control:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, hint.NoHint)
                self.to_map.emit()
            case Qt.Key.Key_Escape:
                self.closeEditor.emit(editor, hint.RevertModelCache)
                self.to_map.emit()
            case _:
                return super().eventFilter(editor, event)
        return True

    def _paint_picture(self, painter: QPainter, look: QStyleOptionViewItem, row: StepRow) -> None:
        box = _picture_box(look.rect)
        if row.picture is not None:
            painter.drawImage(box, row.picture)
        else:
            painter.fillRect(box, look.palette.color(QPalette.ColorRole.AlternateBase))
        painter.setPen(QPen(look.palette.color(QPalette.ColorRole.Mid), 1.0))
        painter.drawRect(QRectF(box).adjusted(-0.5, -0.5, 0.5, 0.5))
        badge = QRect(box.left(), box.bottom() - _BADGE_PX + 1, 0, _BADGE_PX)
        number = str(row.number)
        font = QFont(look.font)
        font.setBold(True)
        font.setPointSizeF(look.font.pointSizeF() * 0.9)
        painter.setFont(font)
        badge.setWidth(max(painter.fontMetrics().horizontalAdvance(number) + 9, _BADGE_PX))
        painter.fillRect(badge, QColor(0, 0, 0, 170))
        painter.setPen(QColor("#ffffff"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, number)

    def _paint_words(
        self,
        painter: QPainter,
        look: QStyleOptionViewItem,
        row: StepRow,
        ink: QColor,
        faint: QColor,
    ) -> None:
        box = _words_box(look.rect)
        bold = QFont(look.font)
        bold.setBold(True)
        painter.setFont(bold)
        third = box.height() // 3
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        lines = (
            (row.title, ink, bold),
            (row.phase, faint, look.font),
            (row.marks, faint, look.font),
        )
        for number, (text, colour, font) in enumerate(lines):
            line = QRect(box.left(), box.top() + number * third, box.width(), third)
            if number == 1 and row.wrong:
                self._icon(painter, "warning", line, ink)
                line.adjust(_ICON_PX + 4, 0, 0, 0)
            if number == 2 and row.noted:
                place = QRect(line.right() - _ICON_PX, line.top(), _ICON_PX, line.height())
                self._icon(painter, "text", place, faint)
                line.adjust(0, 0, -_ICON_PX - 4, 0)
            painter.setFont(font)
            painter.setPen(colour)
            elided = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, line.width()
            )
            painter.drawText(line, flags, elided)

    def _icon(self, painter: QPainter, name: str, line: QRect, ink: QColor) -> None:
        ratio = painter.device().devicePixelRatioF()
        made = picture(name, ink, _ICON_PX, device_pixel_ratio=ratio)
        painter.drawPixmap(QPoint(line.left(), line.center().y() - _ICON_PX // 2 + 1), made)


def _picture_box(rect: QRect) -> QRect:
    return QRect(rect.topLeft() + QPoint(_GAP_PX, _PAD_PX), PICTURE)


def _words_box(rect: QRect) -> QRect:
    left = PICTURE.width() + 2 * _GAP_PX
    return rect.adjusted(left, _PAD_PX + 1, -_GAP_PX, -_PAD_PX - 1)
