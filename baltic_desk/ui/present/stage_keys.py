"""Keys of the stage, also those that clickers send, and the list of them that "?" shows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

ZOOM_IN, ZOOM_OUT = "zoom-in", "zoom-out"
ERASE, SWAP, NOTES = "erase", "swap", "notes"
STAGE_ACTIONS = frozenset({ZOOM_IN, ZOOM_OUT, ERASE, SWAP, NOTES})
"""What the stage does by itself; all other actions are those of app.presenting."""

_BY_KEY: Mapping[int, str] = MappingProxyType(
    {
        Qt.Key.Key_Right: "next",
        Qt.Key.Key_Down: "next",
        Qt.Key.Key_PageDown: "next",
        Qt.Key.Key_Space: "next",
        Qt.Key.Key_N: "next",
        Qt.Key.Key_MediaNext: "next",
        Qt.Key.Key_Left: "previous",
        Qt.Key.Key_Up: "previous",
        Qt.Key.Key_PageUp: "previous",
        Qt.Key.Key_P: "previous",
        Qt.Key.Key_MediaPrevious: "previous",
        Qt.Key.Key_Return: "confirm",
        Qt.Key.Key_Enter: "confirm",
        Qt.Key.Key_Backspace: "erase-digit",
        Qt.Key.Key_Home: "first",
        Qt.Key.Key_End: "last",
        Qt.Key.Key_B: "black",
        Qt.Key.Key_W: "white",
        Qt.Key.Key_L: "laser",
        Qt.Key.Key_D: "pen",
        Qt.Key.Key_C: "colour",
        Qt.Key.Key_E: ERASE,
        Qt.Key.Key_O: "published",
        Qt.Key.Key_R: "return",
        Qt.Key.Key_S: SWAP,
        Qt.Key.Key_T: NOTES,
        Qt.Key.Key_Escape: "leave",
    }
)

_BY_TEXT: Mapping[str, str] = MappingProxyType(
    {
        ".": "black",
        ",": "white",
        "[": "earlier-phase",
        "]": "later-phase",
        "?": "keys",
        "+": ZOOM_IN,
        "=": ZOOM_IN,
        "-": ZOOM_OUT,
    }
)
"""Signs that lie on different keys in different countries."""

LISTED: tuple[tuple[str, str], ...] = (
    ("→  ↓  Page Down  Space  Enter  N  click", "next step"),
    ("←  ↑  Page Up  Backspace  P", "previous step"),
    ("number, then Enter", "go to that step"),
    ("Home   End", "first, last step"),
    ("B  .     W  ,", "black, white screen"),
    ("L", "laser pointer"),
    ("D   C   E", "pen, its colour, erase"),
    ("A   Shift+A   O", "altitude up, down, off"),
    ("[   ]", "phase back, forward"),
    ("Alt+1 … 9", "overlay on or off"),
    ("+   −   wheel   drag", "zoom and pan"),
    ("R   0", "as the step has it"),
    ("T   S", "notes, swap screens"),
    ("Esc", "end"),
)
"""Keys and what they do, as the list shows them."""


def action_of(event: QKeyEvent) -> str | None:
    """What a key does on the stage; None for one that does nothing there."""
    held = event.modifiers()
    key = event.key()
    alt = bool(held & Qt.KeyboardModifier.AltModifier)
    control = bool(held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier))
    # Right Alt, which many keyboards need for brackets, counts as Ctrl and Alt on Windows.
    sign = _BY_TEXT.get(event.text())
    if sign is not None and alt == control:
        return sign
    digit = key - Qt.Key.Key_0 if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 else None
    if alt and not control:
        return f"overlay:{digit}" if digit else None
    if control or alt:
        return None
    if digit is None and event.text().isdecimal() and event.text().isascii():
        digit = int(event.text())
    if digit is not None:
        return f"digit:{digit}"
    if key == Qt.Key.Key_A:
        return "lower" if held & Qt.KeyboardModifier.ShiftModifier else "higher"
    return _BY_KEY.get(key)
