"""A list whose rows can be dragged straight onto the map."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QListView, QWidget


class DragList(QListView):
    """When a row is dragged out, `dragged` is told and the pointer is passed on to what it is over.

    The list has the mouse until the button goes up, so what lies under the pointer would hear
    nothing: it is given the moves, and at the end a press and a release, which a tool that places
    things takes for a click.
    """

    dragged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._dragging = False
        self.setDragEnabled(True)
        self.setDragDropMode(QListView.DragDropMode.DragOnly)

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N803 - Qt's
        del supportedActions
        self._dragging = True
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.dragged.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._dragging:
            super().mouseMoveEvent(event)
            return
        self._pass_on(event, QEvent.Type.MouseMove, Qt.MouseButton.NoButton)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._dragging:
            super().mouseReleaseEvent(event)
            return
        self._dragging = False
        self.unsetCursor()
        self.setState(QListView.State.NoState)
        self._pass_on(event, QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton)
        self._pass_on(event, QEvent.Type.MouseButtonRelease, Qt.MouseButton.LeftButton)

    def _pass_on(self, event: QMouseEvent, kind: QEvent.Type, button: Qt.MouseButton) -> None:
        under = self._under(event.globalPosition())
        if under is None:
            return
        held = button if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        local = QPointF(under.mapFromGlobal(event.globalPosition()))
        passed = QMouseEvent(kind, local, event.globalPosition(), button, held, event.modifiers())
        QApplication.sendEvent(under, passed)

    def _under(self, place: QPointF) -> QWidget | None:
        """The widget at a place of the screen, unless it is the panel that this list is in."""
        found = QApplication.widgetAt(place.toPoint())
        panel = self.parentWidget()
        if found is None or found is panel or (panel is not None and panel.isAncestorOf(found)):
            return None
        return found
