"""Between the map on the screen and the workspace: pointer and keys go in, previews come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QCursor, QKeyEvent

from baltic_desk.app.protocols import Bounds
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.geometry import Position
from baltic_desk.tools.tool import Cursor, Hit, Pixel, Pointer
from baltic_desk.ui.icons import picture
from baltic_desk.ui.map.view import Camera, MapView
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

_HELD = {
    Qt.Key.Key_Shift: "shift",
    Qt.Key.Key_Control: "ctrl",
    Qt.Key.Key_Alt: "alt",
}


class MapCamera:
    """The map view as tools and commands know it; satisfies `CameraControl`."""

    def __init__(self, view: MapView) -> None:
        self._view = view

    def hit(self, px: Pixel, *, tolerance_px: float = 6.0) -> Hit | None:
        """Topmost visible, unlocked feature under a pixel."""
        return self._view.hit(px, tolerance_px=tolerance_px)

    def hits_within(self, corner: Pixel, opposite: Pixel) -> Sequence[str]:
        """Ids of unlocked visible features wholly inside a box on the screen."""
        return self._view.hits_within(corner, opposite)

    def to_px(self, position: Position) -> Pixel:
        """Place on the screen, in logical pixels."""
        return self._view.to_px(position)

    def to_position(self, px: Pixel) -> Position:
        """Place on the earth."""
        return self._view.to_position(px)

    def metres_per_px(self) -> float:
        """Scale at the centre of the view."""
        return self._view.metres_per_px()

    def center(self) -> Position:
        """Place at the centre of the view."""
        return self._view.camera().center

    def look_at(self, center: Position, metres_per_px: float | None = None) -> None:
        """Bring a place to the centre, at the present scale unless one is given."""
        now = self._view.camera()
        self._view.set_camera(Camera(center, metres_per_px or now.metres_per_px))

    def zoom(self, factor: float) -> None:
        """Zoom about the centre; above 1 is nearer."""
        self._view.zoom(factor)

    def pan_px(self, dx: float, dy: float) -> None:
        """Shift the view by logical pixels."""
        self._view.pan_px(dx, dy)

    def fit(self, bounds: Bounds) -> None:
        """Show all of a box, with a margin."""
        self._view.fit(bounds)

    def scale_denominator(self) -> float:
        """1 to this at the centre of the view."""
        return self._view.scale_denominator()

    def set_scale_denominator(self, denominator: float) -> None:
        """Zoom about the centre to a scale."""
        self._view.set_scale_denominator(denominator)


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
        self._pointer: Pointer | None = None
        self._cursor: Cursor | None = None
        self._rotate = QCursor(picture("rotate", view.palette().text().color(), 24))
        view.pressed.connect(self._pressed)
        view.moved.connect(self._moved)
        view.released.connect(self._released)
        view.double_clicked.connect(self._double_clicked)
        view.context_requested.connect(self._context_requested)
        view.left.connect(self._left)
        view.installEventFilter(self)
        workspace.subscribe(self._hear)
        workspace.controller.subscribe(self._gesture)
        self._bind()
        self._apply_settings()
        self._gesture()

    @property
    def note(self) -> PointerNote:
        """The label beside the pointer."""
        return self._note

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
        self._note.say("")

    def _context_requested(self, pointer: Pointer, at: QPoint) -> None:
        workspace = self._workspace
        if not workspace.controller.state.at_rest:
            workspace.controller.key("enter")
            return
        hit = workspace.camera.hit(pointer.px)
        if hit is not None and hit.id not in workspace.session.selection:
            workspace.session.select([hit.id])
        self._context(hit is not None, at)

    # -- what the view shows --------------------------------------------------------------------

    def _hear(self, topic: str) -> None:
        match topic:
            case "document":
                self._bind()
                self._gesture()
            case "settings":
                self._apply_settings()
            case _:
                pass

    def _bind(self) -> None:
        self._view.set_document(self._workspace.document, self._workspace.session)

    def _apply_settings(self) -> None:
        settings = self._workspace.settings
        self._view.set_theme(settings.theme)
        self._view.set_projection(settings.projection)
        for layer in self._view.layer_names():
            self._view.set_layer_visible(layer, layer not in settings.hidden_layers)

    def _gesture(self) -> None:
        controller = self._workspace.controller
        state = controller.state
        preview = controller.preview()
        self._view.set_preview(preview)
        self._note.say(preview.readout, entry=state.entry, typed=controller.entry_text)
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

    def _qt_cursor(self, cursor: Cursor) -> QCursor:
        return self._rotate if cursor == "rotate" else QCursor(_SHAPES[cursor])


def _with_command_keys(event: QKeyEvent) -> bool:
    held = event.modifiers()
    return bool(held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier))
