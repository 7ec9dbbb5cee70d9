"""Between the map on the screen and the workspace: pointer and keys go in, previews come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QCursor, QKeyEvent

from baltic_desk.app.view_commands import BASE_LAYERS
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.places import reference
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.tools.tool import Cursor, Pointer
from baltic_desk.ui.icons import picture
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.pointer_note import PointerNote

_SHAPES: dict[Cursor, Qt.CursorShape] = {
    "arrow": Qt.CursorShape.ArrowCursor,
    "cross": Qt.CursorShape.CrossCursor,
    "move": Qt.CursorShape.SizeAllCursor,
    "hand": Qt.CursorShape.PointingHandCursor,
    "grab": Qt.CursorShape.ClosedHandCursor,
    "size": Qt.CursorShape.SizeFDiagCursor,
    "text": Qt.CursorShape.IBeamCursor,
    "forbidden": Qt.CursorShape.ForbiddenCursor,
}

_KEYS = {
    Qt.Key.Key_Escape: "escape",
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Backspace: "backspace",
    Qt.Key.Key_Delete: "delete",
}
_BEGIN_AN_ENTRY = frozenset("0123456789+-−.,@<")

_CURSOR_PX = 24

# Layers of the map that are one to the person.
_GOES_WITH = {"rivers": ("rivers", "lakes", "small_lakes")}

_HELD = {
    Qt.Key.Key_Shift: "shift",
    Qt.Key.Key_Control: "ctrl",
    Qt.Key.Key_Alt: "alt",
}


class Bridge(QObject):
    """Connects one map view with one workspace.

    Parameters
    ----------
    hint
        Told what the tool says to do next.
    context
        Called for a right click, with whether it hit a feature and where on the screen.
    """

    def __init__(
        self,
        workspace: Workspace,
        view: MapView,
        hint: Callable[[str], None],
        context: Callable[[bool, QPoint], None],
    ) -> None:
        super().__init__(view)
        self._workspace = workspace
        self._view = view
        self._hint = hint
        self._context = context
        self._note = PointerNote(view)
        self._tool = workspace.controller.state.tool
        self._said = ""
        self._metres_per_px = view.metres_per_px()
        self._pointer: Pointer | None = None
        self._cursor: Cursor | None = None
        self._rotate = self._rotate_cursor()
        view.pressed.connect(self._pressed)
        view.moved.connect(self._moved)
        view.released.connect(self._released)
        view.double_clicked.connect(self._double_clicked)
        view.context_requested.connect(self._context_requested)
        view.left.connect(self._left)
        view.camera_changed.connect(self._camera_changed)
        view.installEventFilter(self)
        self._stop_hearing = (
            workspace.subscribe(self._hear),
            workspace.controller.subscribe(self._gesture),
        )
        self._bind()
        self._apply_settings()
        self._gesture()

    @property
    def note(self) -> PointerNote:
        """The label beside the pointer."""
        return self._note

    def close(self) -> None:
        """Say no more to the view, which then ends its own work."""
        for stop in self._stop_hearing:
            stop()
        self._view.removeEventFilter(self)
        self._view.blockSignals(True)
        self._view.close()

    # -- keys -----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys pressed on the map go to the tool first, before shortcuts can take them."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._is_typed(event):
                event.accept()
                return True
            if event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                self._hold(event)
            if event.type() == QEvent.Type.KeyPress and self._typed(event):
                return True
        return super().eventFilter(watched, event)

    def _is_typed(self, event: QKeyEvent) -> bool:
        """Whether a key means something to the gesture, so that no shortcut may have it."""
        controller = self._workspace.controller
        if _with_command_keys(event):
            return False
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            return bool(controller.entry_text) or not controller.state.at_rest
        if not (controller.state.entry and event.text() and event.text().isprintable()):
            return False
        # Letters are shortcuts of other tools until something has been typed.
        under_way = bool(controller.entry_text or controller.state.free_text)
        return under_way or event.text()[0] in _BEGIN_AN_ENTRY

    def _hold(self, event: QKeyEvent) -> None:
        """Shift, Ctrl or Alt going down or up changes what the gesture shows at once."""
        held = _HELD.get(Qt.Key(event.key()))
        if held is None or self._pointer is None or event.isAutoRepeat():
            return
        down = event.type() == QEvent.Type.KeyPress
        self._pointer = replace(self._pointer, **{held: down})
        self._workspace.controller.move(self._pointer)

    def _typed(self, event: QKeyEvent) -> bool:
        if _asks_for_menu(event):
            self._open_menu_by_key()
            return True
        if _with_command_keys(event):
            return False
        name = _KEYS.get(Qt.Key(event.key()))
        if name is not None:
            return self._workspace.controller.key(name)
        if self._is_typed(event):
            return self._workspace.controller.key("text", event.text())
        return False

    # -- pointer --------------------------------------------------------------------------------

    def _pressed(self, pointer: Pointer) -> None:
        self._pointer = pointer
        self._note.follow(pointer.px)
        self._workspace.controller.press(pointer)

    def _moved(self, pointer: Pointer) -> None:
        self._pointer = pointer
        self._note.follow(pointer.px)
        self._workspace.controller.move(pointer)

    def _released(self, pointer: Pointer) -> None:
        self._workspace.controller.release(pointer)

    def _double_clicked(self, pointer: Pointer) -> None:
        self._workspace.controller.double_click(pointer)

    def _left(self) -> None:
        self._pointer = None
        self._workspace.controller.leave()

    def _camera_changed(self) -> None:
        # Handles that stand a length on the screen away from their feature move with the scale.
        metres_per_px = self._view.metres_per_px()
        if metres_per_px != self._metres_per_px:
            self._metres_per_px = metres_per_px
            self._gesture()

    def _context_requested(self, pointer: Pointer, at: QPoint) -> None:
        workspace = self._workspace
        if not workspace.controller.state.at_rest:
            workspace.controller.key("enter")
            return
        hit = workspace.camera.hit(pointer.px)
        if hit is not None and hit.id not in workspace.session.selection:
            workspace.session.select([hit.id])
        self._context(hit is not None, at)

    def _open_menu_by_key(self) -> None:
        """The context menu where the selection is, or in the middle of the view."""
        chosen = self._workspace.selected()
        place = reference(chosen[0]) if chosen else self._view.center()
        x, y = self._view.to_px(place)
        inside = self._view.rect().adjusted(8, 8, -8, -8)
        at = QPoint(
            min(max(round(x), inside.left()), inside.right()),
            min(max(round(y), inside.top()), inside.bottom()),
        )
        self._context(bool(chosen), self._view.mapToGlobal(at))

    # -- what the view shows --------------------------------------------------------------------

    def _hear(self, topic: str) -> None:
        match topic:
            case "document":
                self._bind()
                self._gesture()
            case "settings":
                self._apply_settings()
            case "rings":
                self._view.show_rings(self._workspace.rings_shown)
                self._gesture()
            case _:
                pass

    def _bind(self) -> None:
        workspace = self._workspace
        self._view.set_document(workspace.document, workspace.session)

    def _apply_settings(self) -> None:
        settings = self._workspace.settings
        if self._view.theme.id != settings.theme:
            self._view.set_theme(settings.theme)
            self._rotate = self._rotate_cursor()
        if settings.projection in PROJECTIONS:
            self._view.set_projection(settings.projection)
        for layer, _title in BASE_LAYERS:
            self._show_layer(layer, shown=layer not in settings.hidden_layers)

    def _gesture(self) -> None:
        controller = self._workspace.controller
        state = controller.state
        preview = controller.preview()
        typed = controller.entry_text if not state.free_text else ""
        # While something is being typed, the note says what, and the readout under it.
        self._view.set_preview(replace(preview, readout="") if typed else preview)
        self._note.say(state.entry, typed, preview.readout)
        if state.cursor != self._cursor:
            self._cursor = state.cursor
            self._view.viewport().setCursor(self._qt_cursor(state.cursor))
        says = controller.message or state.hint
        if says != self._said:
            self._said = says
            self._hint(says)
        if state.tool != self._tool:
            self._tool = state.tool
            if state.tool != "select":
                self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_layer(self, layer: str, *, shown: bool) -> None:
        for name in _GOES_WITH.get(layer, (layer,)):
            if self._view.layer_visible(name) != shown:
                self._view.set_layer_visible(name, shown)

    def _rotate_cursor(self) -> QCursor:
        ink = self._view.palette().text().color()
        return QCursor(picture("rotate", ink, _CURSOR_PX))

    def _qt_cursor(self, cursor: Cursor) -> QCursor:
        return self._rotate if cursor == "rotate" else QCursor(_SHAPES[cursor])


def _asks_for_menu(event: QKeyEvent) -> bool:
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and shift)


def _with_command_keys(event: QKeyEvent) -> bool:
    held = event.modifiers()
    return bool(held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier))
