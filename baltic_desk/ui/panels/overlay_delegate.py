"""Paints a row of the overlay panel, and knows where in it a click means what."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QPersistentModelIndex, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from baltic_desk.app.audience_commands import AUDIENCE_ICONS
from baltic_desk.app.settings import ThemeId
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.pictures import picture_of
from baltic_desk.document.project import Overlay
from baltic_desk.ui.icons import picture
from baltic_desk.ui.own_pictures import OwnPictures, centred
from baltic_desk.ui.panels.overlay_rows import Index, OverlayRows, RowView
from baltic_desk.ui.panels.symbol_preview import outlined
from baltic_desk.ui.panels.titles import kind_icon
from baltic_desk.ui.symbol_pictures import SymbolPictures

ROW_PX = 26
EVERYONE = "everyone"
_ICON_PX = 16
_SYMBOL_PX = 13.0
_FOLD_PX = 18
_INDENT_PX = 22
_GAP_PX = 6
_FAINT = 0.45


class Spot(Enum):
    """A part of a row that can be clicked."""

    FOLD = auto()
    NAME = auto()
    LOCK = auto()
    EYE = auto()


class OverlayDelegate(QStyledItemDelegate):
    """Fold mark, icon, name, count, lock and eye, in the palette's colours."""

    def __init__(
        self, rows: OverlayRows, parent: QWidget, pictures: SymbolPictures | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._pictures = pictures
        self._icons: dict[tuple[str, str, float], QPixmap] = {}
        self._own = OwnPictures()
        self.theme: ThemeId = "light"
        self.active_overlay: str | None = None
        self.chosen: dict[str, int] = {}
        """How many features are selected on each overlay."""

    def spot(self, box: QRect, row: int, at: QPoint) -> Spot:
        """Which part of a row a point of the view lies on."""
        if _eye_box(box).contains(at):
            return Spot.EYE
        if _lock_box(box).contains(at):
            return Spot.LOCK
        folds = not isinstance(self._rows.record(row), Feature)
        return Spot.FOLD if folds and at.x() < box.left() + _FOLD_PX else Spot.NAME

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = self._rows.view(index.row())
        self._own.show(self._rows.own_pictures())
        look = QStyleOptionViewItem(option)
        self.initStyleOption(look, index)
        look.text = ""
        style = look.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, look, painter, look.widget)
        selected = bool(look.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        ink = look.palette.color(role)
        painter.save()
        match view.record:
            case Feature() as feature:
                hidden, locked = feature.properties.hidden, feature.properties.locked
                self._paint_feature(painter, look, view, feature, ink)
            case Overlay() as overlay:
                hidden, locked = not overlay.visible, overlay.locked
                self._paint_sheet(painter, look, view, ink, shown=overlay.visible)
            case None:
                hidden = locked = False
                self._paint_sheet(painter, look, view, ink, shown=True)
            case _:
                hidden = locked = False
                self._paint_icon(painter, "warning", _icon_box(look.rect, _INDENT_PX), ink)
                self._paint_name(painter, look, view.title, _INDENT_PX, ink)
        if isinstance(view.record, Overlay | Feature):
            quiet = isinstance(view.record, Feature)
            self._paint_state(painter, look, ink, hidden=hidden, locked=locked, quiet=quiet)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option, index
        editor = QLineEdit(parent)
        editor.setAccessibleName("Name")
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        left = _INDENT_PX if self._is_feature(index) else _FOLD_PX
        editor.setGeometry(option.rect.adjusted(left + _ICON_PX + 2, 0, -2 * ROW_PX, 0))

    def _is_feature(self, index: Index | QPersistentModelIndex) -> bool:
        return isinstance(self._rows.record(index.row()), Feature)

    def _paint_sheet(
        self,
        painter: QPainter,
        look: QStyleOptionViewItem,
        view: RowView,
        ink: QColor,
        *,
        shown: bool,
    ) -> None:
        self._paint_fold(painter, look.rect, ink, unfolded=view.unfolded)
        icon = "overlay" if view.record is not None else "warning"
        self._paint_icon(painter, icon, _icon_box(look.rect, _FOLD_PX), ink)
        chosen = self.chosen.get(view.id, 0)
        count = f"{chosen} of {view.count}" if chosen else str(view.count)
        wide = look.fontMetrics.horizontalAdvance(count)
        room = wide + 2 * _GAP_PX
        if isinstance(view.record, Overlay) and view.record.audience != EVERYONE:
            mark = AUDIENCE_ICONS.get(view.record.audience, "warning")
            right = look.rect.right() - 2 * ROW_PX - 2 * _GAP_PX - wide
            box = QRect(right - _ICON_PX, look.rect.top(), _ICON_PX, look.rect.height())
            self._paint_icon(painter, mark, box, ink if shown else _faint(ink))
            room += _ICON_PX + _GAP_PX
        font = QFont(look.font)
        font.setBold(view.id == self.active_overlay)
        painter.setFont(font)
        self._paint_name(
            painter, look, view.title, _FOLD_PX, ink if shown else _faint(ink), keep_free=room
        )
        painter.setFont(look.font)
        painter.setPen(_faint(ink))
        box = look.rect.adjusted(0, 0, -2 * ROW_PX - _GAP_PX, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)

    def _paint_feature(
        self,
        painter: QPainter,
        look: QStyleOptionViewItem,
        view: RowView,
        feature: Feature,
        ink: QColor,
    ) -> None:
        box = _icon_box(look.rect, _INDENT_PX)
        own = self._own.drawing(picture_of(feature))
        if own is not None:
            own.paint(painter, centred(QPointF(box.center()), own.size(_SYMBOL_PX)))
        elif self._pictures is not None and isinstance(feature.properties, Unit):
            ratio = painter.device().devicePixelRatioF()
            made = self._pictures.picture(
                feature.properties.sidc, outlined(self.theme), _SYMBOL_PX, ratio
            )
            shift = QPointF(made.size.width() / 2, made.size.height() / 2)
            painter.drawImage(QPointF(box.center()) - shift, made.image)
        else:
            self._paint_icon(painter, kind_icon(feature), box, ink)
        shown = not feature.properties.hidden
        self._paint_name(painter, look, view.title, _INDENT_PX, ink if shown else _faint(ink))

    def _paint_name(
        self,
        painter: QPainter,
        look: QStyleOptionViewItem,
        name: str,
        left: int,
        ink: QColor,
        *,
        keep_free: int = 0,
    ) -> None:
        edge = -2 * ROW_PX - keep_free
        box = look.rect.adjusted(left + _ICON_PX + 2 * _GAP_PX, 0, edge, 0)
        text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, box.width())
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)

    def _paint_state(
        self,
        painter: QPainter,
        look: QStyleOptionViewItem,
        ink: QColor,
        *,
        hidden: bool,
        locked: bool,
        quiet: bool,
    ) -> None:
        """Lock and eye; those of a feature (`quiet`) only when they say something, or on hover."""
        hovered = bool(look.state & QStyle.StateFlag.State_MouseOver)
        if locked or not quiet or hovered:
            colour = ink if locked else _faint(ink)
            self._paint_icon(painter, "lock" if locked else "unlock", _lock_box(look.rect), colour)
        if hidden or not quiet or hovered:
            colour = _faint(ink) if hidden else ink
            self._paint_icon(painter, "eye-off" if hidden else "eye", _eye_box(look.rect), colour)

    def _paint_fold(self, painter: QPainter, box: QRect, ink: QColor, *, unfolded: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        middle = QPointF(box.left() + _FOLD_PX / 2, box.center().y() + 0.5)
        if unfolded:
            corners = [QPointF(-4, -2), QPointF(4, -2), QPointF(0, 3)]
        else:
            corners = [QPointF(-2, -4), QPointF(-2, 4), QPointF(3, 0)]
        painter.drawPolygon([middle + corner for corner in corners])

    def _paint_icon(self, painter: QPainter, name: str, box: QRect, ink: QColor) -> None:
        ratio = painter.device().devicePixelRatioF()
        key = (name, ink.name(QColor.NameFormat.HexArgb), ratio)
        if key not in self._icons:
            self._icons[key] = picture(name, ink, _ICON_PX, device_pixel_ratio=ratio)
        corner = box.center() - QPoint(_ICON_PX // 2 - 1, _ICON_PX // 2 - 1)
        painter.setOpacity(ink.alphaF())
        painter.drawPixmap(corner, self._icons[key])
        painter.setOpacity(1.0)


def _icon_box(box: QRect, left: int) -> QRect:
    return QRect(box.left() + left + _GAP_PX // 2, box.top(), _ICON_PX + _GAP_PX, box.height())


def _eye_box(box: QRect) -> QRect:
    return QRect(box.right() - ROW_PX + 1, box.top(), ROW_PX, box.height())


def _lock_box(box: QRect) -> QRect:
    return _eye_box(box).translated(-ROW_PX, 0)


def _faint(ink: QColor) -> QColor:
    faint = QColor(ink)
    faint.setAlphaF(_FAINT)
    return faint
