"""Which commands stand on the toolbar and in the map's context menus, in which order."""

from __future__ import annotations

from baltic_desk.ui.actions import SEPARATOR

TOOL_BAR = (
    "tool.select",
    SEPARATOR,
    "insert.unit",
    "insert.system",
    "insert.ring",
    SEPARATOR,
    "insert.line",
    "insert.arrow",
    "insert.freehand",
    "insert.polygon",
    "insert.rectangle",
    "insert.ellipse",
    "insert.corridor",
    SEPARATOR,
    "insert.text",
    "insert.mark",
    SEPARATOR,
    "tool.measure",
    "view.altitude-bar",
    SEPARATOR,
    "edit.undo",
    "edit.redo",
    SEPARATOR,
    "view.fit-all",
    "view.fit-selection",
)

TOOL_BAR_END = ("view.next-theme", "help.palette")

CONTEXT_FEATURE = (
    "edit.cut",
    "edit.copy",
    "edit.paste",
    "edit.duplicate",
    "edit.delete",
    SEPARATOR,
    "edit.front",
    "edit.forward",
    "edit.backward",
    "edit.back",
    SEPARATOR,
    "edit.move-to-overlay",
    "edit.turn-by",
    "edit.unit-picture",
    SEPARATOR,
    "orbat.select-subordinates",
    "orbat.attach-by-click",
    "orbat.detach",
    SEPARATOR,
    "insert.ring",
    "view.fit-selection",
)

CONTEXT_EMPTY = (
    "insert.unit",
    "insert.system",
    "insert.ring",
    "insert.text",
    "insert.mark",
    "tool.measure",
    SEPARATOR,
    "edit.paste",
    "edit.select-all",
    SEPARATOR,
    "view.fit-all",
    "view.fit-region",
    "view.go-to",
)
