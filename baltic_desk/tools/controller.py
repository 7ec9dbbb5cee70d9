"""The active tool: hands events to its state and owns what all tools share.

Esc goes one level back: first it wipes what has been typed, then it ends the gesture, then it
leaves the tool. Digits typed during a gesture are gathered here and handed over with Enter. What
is wrong with them becomes `message`; it never reaches the window as an exception. A message stays
until the next press or key.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from baltic_desk.document.session import Session
from baltic_desk.tools.select import Idle
from baltic_desk.tools.tool import Desk, Pointer, Preview, State

_Step = Callable[[State, Desk], State]

# What an entry may begin with; other keys remain shortcuts until one of these has been typed.
_BEGINS_ENTRY = frozenset("0123456789+-−.,@<")


class ToolController:
    """One state at a time. Observers are called after each event.

    They are also called when document or selection change from elsewhere (undo, a panel), for what
    is previewed, the handles of the selection above all, follows from both. The view's scale
    matters as well: whoever changes it asks for the preview again.
    """

    def __init__(self, desk_factory: Callable[[], Desk]) -> None:
        self._desk_factory = desk_factory
        self._state: State = Idle()
        self._observers: list[Callable[[], None]] = []
        self._dropped: State | None = None
        # A gesture is offered again once: Esc and undo in turn must not go round in a circle.
        self._taken_up = False
        self._stepping = False
        self._watched: Session | None = None
        self._unwatch: tuple[Callable[[], None], ...] = ()
        self.entry_text = ""
        self.message = ""

    @property
    def state(self) -> State:
        """The present state: its hint, cursor, entry and tool are the window's to show."""
        return self._state

    @property
    def busy(self) -> bool:
        """Whether a gesture is under way, that is, undo means a point of it."""
        return not self._state.at_rest

    @property
    def can_take_back(self) -> bool:
        """Whether undo means something to the tool now."""
        return self.busy or self._dropped is not None

    def subscribe(self, observer: Callable[[], None]) -> Callable[[], None]:
        """Call `observer` after each event; the answer ends it."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def preview(self) -> Preview:
        """What to show now; ask again when document, selection or scale change."""
        try:
            return self._state.preview(self._desk())
        except ValueError as error:
            return Preview(readout=str(error))

    # -- pointer ---------------------------------------------------------------------------

    def press(self, pointer: Pointer) -> None:
        """Left button down."""
        self._begin()
        self._point(pointer, lambda state, desk: state.press(pointer, desk))

    def move(self, pointer: Pointer) -> None:
        """Pointer moved, button down or not; also when Shift, Ctrl or Alt changed."""
        self._point(pointer, lambda state, desk: state.move(pointer, desk))

    def release(self, pointer: Pointer) -> None:
        """Left button up."""
        self._point(pointer, lambda state, desk: state.release(pointer, desk))

    def double_click(self, pointer: Pointer) -> None:
        """Second press of a double click."""
        self._begin()
        self._point(pointer, lambda state, desk: state.double_click(pointer, desk))

    def leave(self) -> None:
        """Pointer left the map."""
        self._step(lambda state, desk: state.leave(desk))

    # -- keys ------------------------------------------------------------------------------

    def key(self, name: str, text: str = "") -> bool:
        """A key: escape, enter, backspace, delete, or text. Whether the tool had a use for it.

        Keys that it has no use for are the window's: Delete deletes the selection, a letter is a
        shortcut, Space pans.
        """
        self.message = ""
        match name:
            case "escape":
                return self._escape()
            case "enter":
                return self.enter(self.entry_text) if self.entry_text else self._confirm()
            case "backspace" if self.entry_text:
                return self._type(self.entry_text[:-1])
            case "backspace" | "delete":
                return self._changes(lambda state, desk: state.back(desk))
            case "text" if self._begins_or_continues(text):
                return self._type(self.entry_text + text)
            case _:
                return False

    def enter(self, text: str) -> bool:
        """A whole entry, typed here or in a box beside the pointer; kept when it is wrong."""
        if not self._state.entry:
            return False
        self._begin()
        self.entry_text = text
        if self._step(lambda state, desk: state.typed(text, desk)):
            self._wipe()
            self._notify()
        return True

    def take_back(self) -> bool:
        """What undo means to the tool: a point back, or the gesture that Esc has just dropped.

        False when it means nothing to it: undo is the document's then.
        """
        if self.busy:
            before = self._state
            self._step(lambda state, desk: state.back(desk))
            if self._state is before:
                self._step(lambda state, desk: state.cancel(desk))
            self._wipe()
            return True
        if self._dropped is not None:
            self._state, self._dropped = self._dropped, None
            self._taken_up = True
            self.message = ""
            self._notify()
            return True
        return False

    # -- tools -----------------------------------------------------------------------------

    def start(self, state: State) -> None:
        """Take up another tool, after what is under way has been finished where it can be."""
        self.message = ""
        self.settle()
        unfinished = self._state if self._state.worth_keeping() else None
        self._state, self._dropped = state, unfinished
        self._wipe()
        self._notify()

    def settle(self) -> None:
        """Finish what can be finished: before saving, another tool, a command on the selection."""
        entered = self.entry_text
        if entered and self._step(lambda state, desk: state.typed(entered, desk)):
            self._wipe()
        self._step(lambda state, desk: state.settle(desk))

    def reset(self) -> None:
        """Select, with nothing under way: another document is on the desk."""
        self._state, self._dropped = Idle(), None
        self._wipe()
        self.message = ""
        self._notify()

    # -- inside ----------------------------------------------------------------------------

    def _desk(self) -> Desk:
        desk = self._desk_factory()
        self._watch(desk)

        def say(message: str) -> None:
            self.message = message
            desk.say(message)

        return replace(desk, say=say)

    def _point(self, pointer: Pointer, step: _Step) -> None:
        # Beyond the edge of some projections there is no place.
        lon, lat = pointer.at
        if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            return
        self._step(step)

    def _step(self, step: _Step) -> bool:
        """Go on to the state that follows; on a wrong value stay, say why, and answer False."""
        before, desk = self._state, self._desk()
        self._stepping = True
        try:
            self._state = step(before, desk)
        except ValueError as error:
            desk.say(str(error))
            self._notify()
            return False
        finally:
            self._stepping = False
        if type(self._state) is not type(before):
            self.entry_text = ""
        self._notify()
        return True

    def _changes(self, step: _Step) -> bool:
        before = self._state
        done = self._step(step)
        return not done or self._state is not before

    def _confirm(self) -> bool:
        return self._changes(lambda state, desk: state.confirm(desk))

    def _escape(self) -> bool:
        if self.entry_text:
            return self._type("")
        before = self._state
        self._step(lambda state, desk: state.cancel(desk))
        if before.at_rest and before.tool != "select":
            self._state = Idle()
            self._notify()
        elif before.worth_keeping() and not self._taken_up:
            self._dropped = before
            self.message = "Dropped; undo takes it up again."
            self._notify()
        return True

    def _begins_or_continues(self, text: str) -> bool:
        if not (text and self._state.entry and (text.isprintable() or text == "\n")):
            return False
        return bool(self.entry_text or self._state.free_text or text[0] in _BEGINS_ENTRY)

    def _type(self, text: str) -> bool:
        self._step(lambda state, desk: state.typing(text, desk))
        self.entry_text = text
        self._notify()
        return True

    def _watch(self, desk: Desk) -> None:
        """Hear what changes on this desk besides the gestures; no longer what was there before."""
        if self._watched is desk.session:
            return
        for stop in self._unwatch:
            stop()
        self._watched = desk.session
        self._unwatch = (
            desk.session.subscribe(self._changed_elsewhere),
            desk.document.subscribe(lambda _diff: self._changed_elsewhere()),
            desk.document.on_phase(lambda _phase: self._changed_elsewhere()),
        )

    def _changed_elsewhere(self) -> None:
        if not self._stepping:
            self._notify()

    def _begin(self) -> None:
        """Something new is done: what was said, dropped or half typed before is past."""
        self.message = ""
        self._dropped, self._taken_up = None, False
        if not self._state.free_text:  # a text goes on being written
            self._wipe()

    def _wipe(self) -> None:
        if self.entry_text:
            self.entry_text = ""
            self._state = self._state.typing("", self._desk())

    def _notify(self) -> None:
        for observer in tuple(self._observers):
            observer()
