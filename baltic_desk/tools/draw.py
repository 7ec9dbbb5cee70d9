"""Drawing: at rest, waiting for the first point of a line, an area, a figure or a corridor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from baltic_desk.document.feature import (
    Area,
    Arrow,
    Corridor,
    Ellipse,
    Freehand,
    Line,
    Rectangle,
)
from baltic_desk.geo.coordinates import parse
from baltic_desk.tools.corridor import DrawingCorridor
from baltic_desk.tools.figure import Spanning
from baltic_desk.tools.guides import pointer_at
from baltic_desk.tools.path import Drawing
from baltic_desk.tools.sketch import Sketching
from baltic_desk.tools.tool import DRAFT, Desk, Pointer, State

Drawable = Line | Arrow | Freehand | Area | Rectangle | Ellipse | Corridor

TEMPLATES: Mapping[str, Drawable] = MappingProxyType(
    {
        "line": Line(overlay=DRAFT),
        "arrow": Arrow(overlay=DRAFT),
        "polygon": Area(overlay=DRAFT),
        "freehand": Freehand(overlay=DRAFT),
        "rectangle": Rectangle(
            overlay=DRAFT, center_lon=0.0, center_lat=0.0, width_m=1.0, height_m=1.0
        ),
        "ellipse": Ellipse(
            overlay=DRAFT, center_lon=0.0, center_lat=0.0, semi_major_m=1.0, semi_minor_m=1.0
        ),
        "corridor": Corridor(overlay=DRAFT, center_line="0,0 1,0", width_m=10_000.0),
    }
)
"""What can be drawn, by kind, in the default style."""


@dataclass(frozen=True, slots=True)
class Draw(State):
    """Waiting for the first point. `tool` is the kind; a template brings the style to draw in.

    Raises
    ------
    ValueError
        When the kind cannot be drawn, or the template is of another kind.
    """

    tool: str = "line"
    template: Drawable | None = None
    cursor = "cross"
    entry = "Coordinate of the first point"
    hint = "Click the first point, or type its coordinate"
    at_rest = True

    def __post_init__(self) -> None:
        if self.tool not in TEMPLATES:
            raise ValueError(f"{self.tool} is nothing to draw")
        if self.template is not None and type(self.template) is not type(TEMPLATES[self.tool]):
            raise ValueError(f"the template is no {self.tool}")

    def press(self, pointer: Pointer, desk: Desk) -> State:
        if desk.overlay_for_new() is None:
            return self
        return self._begun(pointer, held=True)

    def typed(self, text: str, desk: Desk) -> State:
        first = pointer_at(parse(text), desk)
        match self._style():
            case Freehand():
                raise ValueError("A freehand line is drawn by hand")
            case _:
                return self._begun(first, held=False)

    def _style(self) -> Drawable:
        return TEMPLATES[self.tool] if self.template is None else self.template

    def _begun(self, first: Pointer, *, held: bool) -> State:
        match self._style():
            case Line() | Arrow() | Area() as style:
                return Drawing(self, self.tool, style, (first.at,), first)
            case Freehand() as style:
                return Sketching(self, self.tool, style, (first.at,), (first.px,))
            case Rectangle() | Ellipse() as style:
                return Spanning(self, self.tool, style, first, first, held)
            case Corridor() as style:
                return DrawingCorridor(self, self.tool, style, (first.at,), first)
