"""A field over the map with what fits what is typed: the command palette and “go to” use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from baltic_desk.ui.form import wrong_colour

_WIDTH_PX = 560
_ROWS_SHOWN = 11
_ROW_PX = 32
_MARGIN_PX = 12
_IMAGE_PX = 40
_RIGHT_SHARE = 0.6
_LINE_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class FinderLine:
    """One line found: `detail` stands faint beside the title, `right` at the edge."""

    id: str
    title: str
    detail: str = ""
    right: str = ""
    enabled: bool = True
    image: QImage | None = None
    """Stands before the title."""
    wrong: bool = False
    """It says what is wrong with the text."""


class Source(Protocol):
    """What a finder searches in."""

    prompt: str
    empty: str

    def lines(self, typed: str) -> Sequence[FinderLine]:
        """What fits, best first."""
        ...

    def chosen(self, line_id: str) -> None:
        """The person took a line."""
        ...


class Finder(QFrame):
    """A search field with a list under it, floating over its parent's upper part."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("surface")
        self._source: Source | None = None
        self._focus_before: QWidget | None = None
        self._field = QLineEdit()
        self._field.setFrame(False)
        font = self._field.font()
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self._field.setFont(font)
        self._list = QListWidget()
        self._list.setItemDelegate(_LineDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName("Results")
        self._nothing = QLabel()
        self._nothing.setObjectName("faint")
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setMargin(_MARGIN_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 8)
        layout.setSpacing(2)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        layout.addWidget(self._nothing)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(34)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 90))
        self.setGraphicsEffect(shadow)
        self._field.textChanged.connect(self._search)
        self._list.itemClicked.connect(self._take)
        self._field.installEventFilter(self)
        self.hide()

    def open(self, source: Source) -> None:
        """Show the field, empty, over the parent's upper part, and take the keyboard."""
        if not self.isVisible():
            self._focus_before = _lasting(QApplication.focusWidget())
        self._source = source
        self._field.setPlaceholderText(source.prompt)
        self._field.setAccessibleName(source.prompt)
        self._nothing.setText(source.empty)
        self._field.clear()
        self._search("")
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_finder(self) -> None:
        """Hide, and give the keyboard back to whom it was taken from."""
        if not self.isVisible():
            return
        back, self._focus_before = self._focus_before, None
        self.hide()
        if back is not None and isValid(back):
            back.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that move in the list while the field has the keyboard; leaving the field closes."""
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.close_finder()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Escape:
                    self.close_finder()
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._take(self._list.currentItem())
                case Qt.Key.Key_Down | Qt.Key.Key_Tab:
                    self._step(1)
                case Qt.Key.Key_Up | Qt.Key.Key_Backtab:
                    self._step(-1)
                case Qt.Key.Key_PageDown:
                    self._step(_ROWS_SHOWN - 1)
                case Qt.Key.Key_PageUp:
                    self._step(1 - _ROWS_SHOWN)
                case _:
                    return False
            return True
        return super().eventFilter(watched, event)

    def _search(self, typed: str) -> None:
        self._list.clear()
        lines = self._source.lines(typed) if self._source is not None else ()
        for line in lines:
            item = QListWidgetItem(line.title)
            item.setData(_LINE_ROLE, line)
            if not line.enabled:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        self._list.setFixedHeight(_ROW_PX * min(len(lines), _ROWS_SHOWN) + 2)
        self._place()

    def _place(self) -> None:
        parent = self._over
        width = min(_WIDTH_PX, parent.width() - 2 * _MARGIN_PX)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.setFixedWidth(width)
        self.setFixedHeight(layout.sizeHint().height())
        self.move((parent.width() - width) // 2, max(_MARGIN_PX, parent.height() // 9))

    def _step(self, by: int) -> None:
        last = self._list.count() - 1
        self._list.setCurrentRow(max(0, min(last, self._list.currentRow() + by)))

    def _take(self, item: QListWidgetItem | None) -> None:
        source = self._source
        if item is None or source is None:
            return
        line = item.data(_LINE_ROLE)
        if not isinstance(line, FinderLine) or not line.enabled:
            return
        self.close_finder()
        source.chosen(line.id)


def _lasting(widget: QWidget | None) -> QWidget | None:
    """Whom the keyboard can be given back to: an editor in a list ends when it loses it."""
    viewport = widget.parentWidget() if widget is not None else None
    view = viewport.parentWidget() if viewport is not None else None
    return view if isinstance(view, QAbstractItemView) and view.viewport() is viewport else widget


class _LineDelegate(QStyledItemDelegate):
    """Paints title, faint detail and the right-hand note of a line."""

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        return QSize(100, _ROW_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line = index.data(_LINE_ROLE)
        if not isinstance(line, FinderLine):
            return
        view = option.widget  # type: ignore[attr-defined]  # in PySide6, not in its stubs
        palette: QPalette = view.palette()
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        group = QPalette.ColorGroup.Active if line.enabled else QPalette.ColorGroup.Disabled
        strong = palette.color(group, QPalette.ColorRole.Text)
        faint = palette.color(group, QPalette.ColorRole.PlaceholderText)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 6, 6)
            strong = faint = palette.color(group, QPalette.ColorRole.HighlightedText)
        inner = rect.adjusted(12, 0, -12, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        if line.image is not None:
            _paint_image(painter, line.image, inner)
            inner = inner.adjusted(_IMAGE_PX + 8, 0, 0, 0)
        if line.wrong:
            strong = wrong_colour(palette)
        painter.setPen(faint)
        metrics = painter.fontMetrics()
        most = round(inner.width() * _RIGHT_SHARE)
        right = metrics.elidedText(line.right, Qt.TextElideMode.ElideRight, most)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, right)
        room = inner.width() - metrics.horizontalAdvance(right) - 16
        title = metrics.elidedText(line.title, Qt.TextElideMode.ElideRight, room)
        painter.setPen(strong)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, title)
        used = metrics.horizontalAdvance(title) + 12
        if line.detail and used < room:
            painter.setPen(faint)
            detail = metrics.elidedText(line.detail, Qt.TextElideMode.ElideRight, room - used)
            painter.drawText(
                inner.adjusted(used, 0, 0, 0), middle | Qt.AlignmentFlag.AlignLeft, detail
            )
        painter.restore()


def _paint_image(painter: QPainter, image: QImage, inner: QRect) -> None:
    """A picture in the middle of its column, made smaller where it is too large."""
    size = image.deviceIndependentSize()
    room = min(1.0, _IMAGE_PX / size.width(), (_ROW_PX - 4) / size.height())
    width, height = size.width() * room, size.height() * room
    left = inner.left() + (_IMAGE_PX - width) / 2
    top = inner.top() + (inner.height() - height) / 2
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(left, top, width, height), image)
