"""Paints a row of the ORBAT: fold mark, symbol, name and strength, and a fainter line below."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from baltic_desk.app.settings import ThemeId
from baltic_desk.ui.icons import picture
from baltic_desk.ui.panels.orbat_rows import Index, OrbatRows
from baltic_desk.ui.panels.symbol_preview import outlined
from baltic_desk.ui.symbol_pictures import SymbolPictures

ROW_PX = 36
_INDENT_PX = 13
_DEEPEST = 9
_FOLD_PX = 16
_SYMBOL_BOX = QSize(36, 34)
_SYMBOL_PX = 18.0
_ICON_PX = 14
_GAP_PX = 6
_FAINT = 0.5


class OrbatDelegate(QStyledItemDelegate):
    """Rows in the palette's colours; superiors shown only for what lies under them are faint."""

    def __init__(
        self, rows: OrbatRows, parent: QWidget, pictures: SymbolPictures | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._pictures = pictures
        self.theme: ThemeId = "light"
        self.hidden: dict[str, int] = {}
        """How many selected units are folded away under each unit on show."""

    def on_fold_mark(self, box: QRect, row: int, at: QPoint) -> bool:
        """Whether a point of the view is on a row's fold mark."""
        left = box.left() + self._indent_px(row)
        return self._rows.folds(self._rows.ids[row]) and left <= at.x() < left + _FOLD_PX

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.row()
        unit_id = self._rows.ids[row]
        unit = self._rows.unit(row)
        if unit is None:
            return
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
        left = look.rect.left() + self._indent_px(row)
        if self._rows.folds(unit_id):
            folded = self._rows.is_folded(unit_id)
            _paint_fold(painter, QRect(left, look.rect.top(), _FOLD_PX, ROW_PX), ink, folded)
        left += _FOLD_PX
        quiet = unit.hidden or not self._rows.is_found(unit_id)
        if quiet:
            painter.setOpacity(_FAINT)
        self._paint_symbol(
            painter, QRect(QPoint(left, look.rect.top() + 1), _SYMBOL_BOX), unit.sidc
        )
        left += _SYMBOL_BOX.width() + _GAP_PX
        inner = QRect(QPoint(left, look.rect.top()), look.rect.bottomRight() - QPoint(_GAP_PX, 0))
        if unit_id in self._rows.orbat.trouble:
            inner.setLeft(inner.left() + self._paint_warning(painter, inner, ink))
        self._paint_texts(painter, look, inner, unit_id, ink, faint)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option, index
        editor = QLineEdit(parent)
        editor.setAccessibleName("Designation")
        editor.setPlaceholderText("Designation")
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        left = self._indent_px(index.row()) + _FOLD_PX + _SYMBOL_BOX.width()
        editor.setGeometry(option.rect.adjusted(left + 2, 2, -2, -2))

    def _indent_px(self, row: int) -> int:
        depth = self._rows.orbat.depth[self._rows.ids[row]]
        return 2 + _INDENT_PX * min(depth, _DEEPEST)

    def _paint_texts(
        self,
        painter: QPainter,
        look: QStyleOptionViewItem,
        inner: QRect,
        unit_id: str,
        ink: QColor,
        faint: QColor,
    ) -> None:
        half = inner.height() // 2
        upper = QRect(inner.left(), inner.top() + 2, inner.width(), half - 1)
        lower = QRect(inner.left(), inner.top() + half, inner.width(), half - 2)
        small = QFont(look.font)
        small.setPointSizeF(look.font.pointSizeF() * 0.88)
        painter.setFont(small)
        strength = self._rows.strength(unit_id)
        used = _paint_line(painter, upper, strength, faint, at_right=True)
        away = self.hidden.get(unit_id, 0)
        chosen = f"{away} selected" if away else ""
        beside = _paint_line(painter, lower, chosen, ink, at_right=True)
        _paint_line(painter, lower.adjusted(0, 0, -beside, 0), self._rows.detail(unit_id), faint)
        painter.setFont(look.font)
        title = self._rows.orbat.standing[unit_id].title
        _paint_line(painter, upper.adjusted(0, 0, -used, 0), title, ink)

    def _paint_symbol(self, painter: QPainter, box: QRect, sidc: str) -> None:
        if self._pictures is None:
            return
        ratio = painter.device().devicePixelRatioF()
        made = self._pictures.picture(sidc, outlined(self.theme), _SYMBOL_PX, ratio)
        scale = min(1.0, box.width() / made.size.width(), box.height() / made.size.height())
        size = made.size * scale
        corner = QRectF(box).center() - QPointF(size.width() / 2, size.height() / 2)
        if scale == 1.0:
            painter.drawImage(QPointF(round(corner.x()), round(corner.y())), made.image)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(corner, size), made.image)

    def _paint_warning(self, painter: QPainter, inner: QRect, ink: QColor) -> int:
        ratio = painter.device().devicePixelRatioF()
        pixmap = picture("warning", ink, _ICON_PX, device_pixel_ratio=ratio)
        painter.drawPixmap(inner.left(), inner.top() + 3, pixmap)
        return _ICON_PX + 4


def _paint_fold(painter: QPainter, box: QRect, ink: QColor, folded: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    middle = QPointF(box.left() + box.width() / 2, box.center().y() + 0.5)
    if folded:
        corners = [QPointF(-2, -4), QPointF(-2, 4), QPointF(3, 0)]
    else:
        corners = [QPointF(-4, -2), QPointF(4, -2), QPointF(0, 3)]
    painter.drawPolygon([middle + corner for corner in corners])


def _paint_line(
    painter: QPainter, box: QRect, text: str, ink: QColor, *, at_right: bool = False
) -> int:
    """Write one line, cut short where it must be; the width it takes with a gap beside it."""
    if not text:
        return 0
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    painter.setPen(ink)
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
    return metrics.horizontalAdvance(shown) + _GAP_PX
