"""Commands of the Insert and Tools menus: each takes up a tool, or shows what to choose from."""

from __future__ import annotations

from collections.abc import Callable

from baltic_desk.app import templates
from baltic_desk.app.command import Command
from baltic_desk.app.view_commands import has_window
from baltic_desk.app.workspace import Workspace
from baltic_desk.tools.draw import Draw
from baltic_desk.tools.measure import Measure
from baltic_desk.tools.ring import Ring
from baltic_desk.tools.select import Idle
from baltic_desk.tools.text import PlaceMark, PlaceText
from baltic_desk.tools.tool import State

_DRAWN = (
    ("line", "Line", "L", "polyline path route"),
    ("arrow", "Arrow", "A", "axis direction attack"),
    ("freehand", "Freehand Line", "F", "sketch pencil pen"),
    ("polygon", "Polygon", "P", "area zone"),
    ("rectangle", "Rectangle", "B", "box square"),
    ("ellipse", "Ellipse", "E", "oval circle"),
    ("corridor", "Corridor", "C", "strip lane route air"),
)


def _takes_up(make: Callable[[Workspace], State]) -> Callable[[Workspace], None]:
    def run(workspace: Workspace) -> None:
        workspace.start_tool(make(workspace))

    return run


def _in_hand(tool: str) -> Callable[[Workspace], bool]:
    def test(workspace: Workspace) -> bool:
        return workspace.controller.state.tool == tool

    return test


def _shows(panel: str) -> Callable[[Workspace], None]:
    def run(workspace: Workspace) -> None:
        if workspace.window is not None:
            workspace.window.show_panel(panel, shown=True)

    return run


def _select(_workspace: Workspace) -> State:
    return Idle()


def _ring(workspace: Workspace) -> State:
    return Ring(templates.ring(workspace.settings))


def _text(workspace: Workspace) -> State:
    return PlaceText(templates.text(workspace.settings))


def _mark(workspace: Workspace) -> State:
    return PlaceMark(templates.mark(workspace.settings))


def _measure(_workspace: Workspace) -> State:
    return Measure()


def _draw(kind: str) -> Callable[[Workspace], State]:
    def make(workspace: Workspace) -> State:
        return Draw(kind, templates.drawable(workspace.settings, kind))

    return make


TOOL_COMMANDS: tuple[Command, ...] = (
    Command(
        id="insert.unit",
        title="Unit or Equipment…",
        run=_shows("symbols"),
        menu="Insert",
        shortcut="U",
        icon="unit",
        enabled=has_window,
        keywords="symbol sidc app-6 2525 milsymbol",
    ),
    Command(
        id="insert.measure",
        title="Line, Area or Task of the Standard…",
        run=_shows("symbols"),
        menu="Insert",
        icon="control_measure",
        enabled=has_window,
        keywords="control measure tactical graphic phase line boundary axis obstacle fires sidc",
    ),
    Command(
        id="insert.system",
        title="System with Its Ranges…",
        run=_shows("systems"),
        menu="Insert",
        shortcut="S",
        icon="system",
        enabled=has_window,
        keywords="missile radar jammer weapon emitter catalogue s-400 iskander",
    ),
    Command(
        id="insert.ring",
        title="Range Ring",
        run=_takes_up(_ring),
        menu="Insert",
        shortcut="R",
        icon="ring",
        checked=_in_hand("ring"),
        keywords="circle radius sector annulus",
    ),
    *(
        Command(
            id=f"insert.{kind}",
            title=title,
            run=_takes_up(_draw(kind)),
            menu="Insert",
            shortcut=key,
            icon=kind,
            group=1,
            checked=_in_hand(kind),
            keywords=f"draw {keywords}",
        )
        for kind, title, key, keywords in _DRAWN
    ),
    Command(
        id="insert.text",
        title="Text",
        run=_takes_up(_text),
        menu="Insert",
        shortcut="T",
        icon="text",
        group=2,
        checked=_in_hand("text"),
        keywords="label note lettering write",
    ),
    Command(
        id="insert.mark",
        title="Point Mark",
        run=_takes_up(_mark),
        menu="Insert",
        shortcut="M",
        icon="mark",
        group=2,
        checked=_in_hand("mark"),
        keywords="pin marker point place",
    ),
    Command(
        id="tool.select",
        title="Select",
        run=_takes_up(_select),
        menu="Tools",
        shortcut="V",
        icon="select",
        checked=_in_hand("select"),
        keywords="move pointer arrow edit",
    ),
    Command(
        id="tool.measure",
        title="Measure",
        run=_takes_up(_measure),
        menu="Tools",
        shortcut="D",
        icon="measure",
        checked=_in_hand("measure"),
        keywords="distance bearing length ruler",
    ),
)
