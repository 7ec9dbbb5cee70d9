"""Drawing a rectangle or an ellipse by its corners, about its centre, or by its size."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from msgspec import structs

from baltic_desk.document.boxes import about_center, box, sized, spanned
from baltic_desk.document.feature import Ellipse, Feature, Rectangle
from baltic_desk.document.outline import new_parametric
from baltic_desk.document.wording import described
from baltic_desk.geo.distances import format_distance
from baltic_desk.tools.entry import Size, size
from baltic_desk.tools.guides import is_drag
from baltic_desk.tools.tool import DRAFT, Desk, Guide, Pointer, Preview, State


@dataclass(frozen=True, slots=True)
class Spanning(State):
    """One corner is set; with Ctrl it is the centre. Shift makes the sides equal.

    A typed size is laid about the first point. `held` while a button is down: let go after a drag
    it ends the figure; let go at once, the next click does.
    """

    rest: State
    tool: str = field()
    template: Rectangle | Ellipse
    start: Pointer
    now: Pointer
    held: bool
    text: str = ""
    cursor = "cross"
    entry = "Width x height"
    hint = (
        "Click the opposite corner; Ctrl draws from the centre, Shift with equal sides;"
        " or type 40 x 20 km"
    )

    def press(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer, held=True)

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer)

    def release(self, pointer: Pointer, desk: Desk) -> State:
        if not self.held:
            return self
        released = replace(self, now=pointer, held=False)
        ended = is_drag(self.start, pointer) and not self.text
        return released.confirm(desk) if ended else released

    def confirm(self, desk: Desk) -> State:
        return self._drawn(self._pointed(), desk) if is_drag(self.start, self.now) else self

    def settle(self, desk: Desk) -> State:
        return self.confirm(desk) if is_drag(self.start, self.now) else self.rest

    def back(self, desk: Desk) -> State:
        return self.rest

    def cancel(self, desk: Desk) -> State:
        return self.rest

    def typing(self, text: str, desk: Desk) -> State:
        return replace(self, text=text)

    def typed(self, text: str, desk: Desk) -> State:
        return self._drawn(self._sized(size(text, desk.distance_unit)), desk)

    def preview(self, desk: Desk) -> Preview:
        figure = self._shown(desk)
        if figure is None:
            return Preview(guides=(Guide("handle", (self.start.at,), handle="corner:0"),))
        _, half_width_m, half_height_m = box(figure)
        overlay_id = desk.overlay_for_draft()
        try:
            feature = self._feature(figure, DRAFT, overlay_id)
        except ValueError as error:
            return Preview(readout=str(error))
        width = format_distance(2 * half_width_m, desk.distance_unit)
        height = format_distance(2 * half_height_m, desk.distance_unit)
        return Preview({DRAFT: feature}, (), f"{width} × {height}")

    def _shown(self, desk: Desk) -> Rectangle | Ellipse | None:
        if self.text:
            try:
                return self._sized(size(self.text, desk.distance_unit))
            except ValueError:
                pass  # half typed
        return self._pointed() if is_drag(self.start, self.now) else None

    def _pointed(self) -> Rectangle | Ellipse:
        stretch = about_center if self.now.ctrl else spanned
        figure = stretch(self.template, self.start.at, self.now.at)
        if not self.now.shift:
            return figure
        center, half_width_m, half_height_m = box(figure)
        side_m = 2.0 * max(half_width_m, half_height_m)
        return sized(self.template, self.start.at if self.now.ctrl else center, side_m, side_m)

    def _sized(self, sides: Size) -> Rectangle | Ellipse:
        bearing_deg = self.template.bearing_deg if sides.bearing_deg is None else sides.bearing_deg
        template = structs.replace(self.template, bearing_deg=bearing_deg)
        return sized(template, self.start.at, sides.width_m, sides.height_m)

    def _feature(self, figure: Rectangle | Ellipse, feature_id: str, overlay_id: str) -> Feature:
        return new_parametric(feature_id, structs.replace(figure, overlay=overlay_id))

    def _drawn(self, figure: Rectangle | Ellipse, desk: Desk) -> State:
        overlay_id = desk.overlay_for_new()
        if overlay_id is None:
            return self
        feature = self._feature(figure, desk.new_id(), overlay_id)
        desk.add(f"Draw {described([feature])}", [feature])
        return self.rest
