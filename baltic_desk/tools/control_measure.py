"""Drawing a control measure: point by point as its rule asks, then its distances and azimuths."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from msgspec import structs

from baltic_desk.document.boxes import SMALLEST_M
from baltic_desk.document.feature import ControlMeasure, Feature
from baltic_desk.document.geometry import Position
from baltic_desk.document.measure_rules import MeasureRule, counted, rule_for
from baltic_desk.document.measures import new_measure
from baltic_desk.document.places import Path
from baltic_desk.geo.coordinates import parse
from baltic_desk.geo.geodesy import bearing, destination
from baltic_desk.tools.entry import leg, place
from baltic_desk.tools.guides import apart_px, geodesic_guide, pointer_at, steered
from baltic_desk.tools.measure_asking import Asked, asked, completed, given, pointed, typed_numbers
from baltic_desk.tools.path import CLOSE_PX, extended, path_readout
from baltic_desk.tools.tool import DRAFT, Desk, Guide, Pixel, Pointer, Preview, State

TOOL = "control_measure"

# The second press of a double click, where a window sends it as a press as well.
_SAME_PX = 4.0


@dataclass(frozen=True, slots=True)
class DrawMeasure(State):
    """Waiting for the first control point of a measure like the template.

    `after` is where the last one was finished: a press there is the rest of a double click.

    Raises
    ------
    ValueError
        When the template's code is not that of a line or area.
    """

    template: ControlMeasure
    after: Pixel | None = None
    hint: str = ""
    tool = TOOL
    cursor = "cross"
    entry = "Coordinate of the first point"
    at_rest = True

    def __post_init__(self) -> None:
        rule = self.rule
        first = _point_words(rule, 0, rule.least)
        object.__setattr__(self, "hint", f"{rule.title}. {first}: click it, or type its coordinate")

    @property
    def rule(self) -> MeasureRule:
        """What the template's code asks for."""
        rule = rule_for(self.template.sidc)
        if rule is None:
            raise ValueError("That is not the code of a control measure drawn as a line or area")
        return rule

    def press(self, pointer: Pointer, desk: Desk) -> State:
        if self.after is not None and apart_px(self.after, pointer.px) <= _SAME_PX:
            return self
        return self if desk.overlay_for_new() is None else self._begun(pointer)

    def move(self, pointer: Pointer, desk: Desk) -> State:
        if self.after is None or apart_px(self.after, pointer.px) <= _SAME_PX:
            return self
        return replace(self, after=None)

    def typed(self, text: str, desk: Desk) -> State:
        if desk.overlay_for_new() is None:
            return self
        return self._begun(pointer_at(parse(text), desk)).advanced(desk)

    def _begun(self, first: Pointer) -> DrawingMeasure:
        return DrawingMeasure(self, self.template, (first.at,), first)


@dataclass(frozen=True, slots=True)
class DrawingMeasure(State):
    """Some points are set. Shift keeps to bearings of whole 15 degrees from the last one.

    Attributes
    ----------
    complete
        All points are set and only numbers are still asked for.
    along_set
        Of an axis: the centre line is set, the point of its width is still to come.
    closing
        The button is down that sets the last point, or on the first point of an area.
    """

    rest: DrawMeasure
    template: ControlMeasure
    points: Path
    now: Pointer
    complete: bool = False
    along_set: bool = False
    closing: bool = False
    text: str = ""
    hint: str = ""
    entry: str = ""
    tool = TOOL
    cursor = "cross"

    def __post_init__(self) -> None:
        asking = self._asking()
        object.__setattr__(self, "hint", self._hint(asking))
        place_words = (
            "Width, or a coordinate" if self.along_set else "Distance and bearing, or a coordinate"
        )
        entry = place_words if asking is None else asking.entry
        object.__setattr__(self, "entry", entry)

    # -- pointer -----------------------------------------------------------------------------

    def press(self, pointer: Pointer, desk: Desk) -> State:
        if self._asking() is not None or self._is_on_first(pointer, desk):
            return replace(self, now=pointer, closing=True)
        points = extended(self.points, steered(self.points[-1], pointer), desk)
        return replace(self, points=points, now=pointer)

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer)

    def release(self, pointer: Pointer, desk: Desk) -> State:
        released = replace(self, now=pointer, closing=False)
        asking = self._asking()
        if self.closing and asking is not None:
            template = pointed(self.template, asking, self.points, pointer, desk)
            return replace(released, template=template).advanced(desk)
        if self.closing:
            return released.confirm(desk) if self._is_on_first(pointer, desk) else released
        return released.advanced(desk)

    def double_click(self, pointer: Pointer, desk: Desk) -> State:
        return self if self._asking() is not None else self.confirm(desk)

    # -- keys --------------------------------------------------------------------------------

    def confirm(self, desk: Desk) -> State:
        asking = self._asking()
        if asking is not None:
            if asking.optional:
                return self._drawn(desk)
            template = pointed(self.template, asking, self.points, self.now, desk)
            return replace(self, template=template).advanced(desk)
        rule = self.rest.rule
        if rule.ends_in_width and not self.along_set and len(self.points) >= rule.least - 1:
            return replace(self, along_set=True)
        if len(self.points) < rule.least or (rule.ends_in_width and self.along_set):
            missing = self._next_words()
            raise ValueError(
                f"{rule.title} is drawn by {counted(rule.least, rule.most)}."
                f" {missing} is missing; Esc drops it."
            )
        return replace(self, complete=True).advanced(desk)

    def settle(self, desk: Desk) -> State:
        ready = len(self.points) >= self.rest.rule.least and not (
            self.rest.rule.ends_in_width and not self.complete
        )
        if ready and _needs_nothing(self.template, self.rest.rule):
            return self._drawn(desk)
        if len(self.points) > 1 or self.complete:
            desk.say(f"The unfinished {self.rest.rule.title.lower()} was dropped.")
        return self.rest

    def back(self, desk: Desk) -> State:
        if given(self.template) != given(self.rest.template):
            return replace(self, template=self.rest.template)
        if self.along_set and not self.complete:
            return replace(self, along_set=False)
        if len(self.points) == 1:
            return self.rest
        left = self.points[:-1]
        return replace(self, points=left, complete=False, closing=False)

    def cancel(self, desk: Desk) -> State:
        return self.rest

    def worth_keeping(self) -> bool:
        return len(self.points) > 2

    def typing(self, text: str, desk: Desk) -> State:
        return replace(self, text=text)

    def typed(self, text: str, desk: Desk) -> State:
        asking = self._asking()
        if asking is not None:
            template = typed_numbers(self.template, self.rest.rule, asking, text, desk)
            return replace(self, template=template, text="").advanced(desk)
        to = self._typed_place(text, desk)
        after = replace(self, points=(*self.points, to), now=pointer_at(to, desk), text="")
        return after.advanced(desk)

    def advanced(self, desk: Desk) -> State:
        """What follows once a point or a number is set: the next question, or the end."""
        rule = self.rest.rule
        most_set = rule.most is not None and len(self.points) >= rule.most
        width_set = self.along_set and len(self.points) >= rule.least
        done = replace(self, complete=True) if most_set or width_set or self.complete else self
        if done.complete and done._asking() is None:
            return done._drawn(desk)
        return done

    # -- what is shown -----------------------------------------------------------------------

    def preview(self, desk: Desk) -> Preview:
        asking = self._asking()
        marks = tuple(
            Guide("handle", (point,), handle=f"vertex:{number}", selected=number == 0)
            for number, point in enumerate(self.points)
        )
        if asking is None:
            now = self._next_place(desk)
            drawn = extended(self.points, now, desk)
            role = self._next_words()
            readout = f"{role}\n{path_readout(self.points, now, desk)}"
            line = (geodesic_guide((self.points[-1], now)),) if now != self.points[-1] else ()
        else:
            drawn = self.points
            readout, line = self._number_words(asking, desk), ()
        try:
            shown = self._draft(drawn, desk)
        except ValueError:
            # Too little of it is set to draw it.
            return Preview(guides=(*line, *marks), readout=readout)
        return Preview({DRAFT: shown}, marks if self._is_rough(drawn) else marks[:1], readout)

    def _next_place(self, desk: Desk) -> Position:
        if self.text:
            try:
                return self._typed_place(self.text, desk)
            except ValueError:
                pass  # half typed
        if self._is_on_first(self.now, desk):
            return self.points[0]
        return steered(self.points[-1], self.now)

    def _draft(self, drawn: Path, desk: Desk) -> Feature:
        rule, template = self.rest.rule, self.template
        asking = self._asking()
        if asking is not None:
            template = self._shown_number(asking, desk)
        points = drawn
        if (
            rule.form == "Polygon"
            and not rule.derived
            and len(points) > 1
            and points[-1] == points[0]
        ):
            points = points[:-1]
        if rule.ends_in_width and not self.along_set and not self.complete:
            points = (*points, _beside(points, desk))
        points = completed(points, rule.least)
        return _feature(DRAFT, template, rule, points, desk.overlay_for_draft())

    def _shown_number(self, asking: Asked, desk: Desk) -> ControlMeasure:
        if self.text:
            try:
                return typed_numbers(self.template, self.rest.rule, asking, self.text, desk)
            except ValueError:
                pass  # half typed
        return pointed(self.template, asking, self.points, self.now, desk)

    def _number_words(self, asking: Asked, desk: Desk) -> str:
        try:
            template = self._shown_number(asking, desk)
        except ValueError as error:
            return f"{asking.title}\n{error}"
        return f"{asking.title}: {asking.shown(template, desk)}"

    def _is_rough(self, drawn: Path) -> bool:
        return len(drawn) <= self.rest.rule.least

    def _hint(self, asking: Asked | None) -> str:
        rule = self.rest.rule
        if asking is not None:
            more = ", Enter when there is no more" if asking.optional else ""
            return f"{asking.title}: click, or type {asking.example}{more}; Backspace for one back"
        role = self._next_words()
        if rule.ends_in_width and not self.along_set:
            ending = ", Enter or double click when the centre line is set"
        elif rule.ends_by_hand and len(self.points) + 1 >= rule.least and not self.along_set:
            ending = ", Enter or double click to finish"
        else:
            ending = ""
        typed = "the width, as 5 km" if self.along_set else "12 km 045"
        return f"{role}: click{ending}, Backspace for a point back; or type {typed}"

    def _typed_place(self, text: str, desk: Desk) -> Position:
        """The place that was typed; of an axis whose centre line is set a distance is its width."""
        typed = leg(text, desk.distance_unit) if self.along_set else None
        if typed is None or typed.bearing_deg is not None:
            return place(text, self.points[-1], self.now.at, desk.distance_unit)
        if typed.distance_m < SMALLEST_M:
            raise ValueError("The width must be a metre or more")
        return _head_corner(self.points, typed.distance_m)

    def _asking(self) -> Asked | None:
        return asked(self.template, self.rest.rule) if self.complete else None

    def _next_words(self) -> str:
        """Which point comes next and what for."""
        rule, index = self.rest.rule, len(self.points)
        count = index + 1 if rule.ends_by_hand else rule.least
        return _point_words(rule, index, count, last=self.along_set)

    def _is_on_first(self, pointer: Pointer, desk: Desk) -> bool:
        rule = self.rest.rule
        if not rule.bounded or not rule.ends_by_hand or len(self.points) < rule.least:
            return False
        return apart_px(desk.view.to_px(self.points[0]), pointer.px) <= CLOSE_PX

    def _drawn(self, desk: Desk) -> State:
        overlay_id = desk.overlay_for_new()
        if overlay_id is None:
            return self
        rule = self.rest.rule
        feature = _feature(desk.new_id(), self.template, rule, self.points, overlay_id)
        desk.add(f"Draw {rule.title}", [feature])
        return replace(self.rest, after=self.now.px)


def _feature(
    feature_id: str, template: ControlMeasure, rule: MeasureRule, points: Path, overlay_id: str
) -> Feature:
    properties = structs.replace(template, overlay=overlay_id)
    return new_measure(feature_id, properties, points, rule.form)


def _point_words(rule: MeasureRule, index: int, count: int, *, last: bool = False) -> str:
    """Which point it is and what for: "Point 2 of 3: left end of the opening"."""
    known = None if rule.ends_by_hand and not last else count
    of = "" if rule.ends_by_hand else f" of {count}"
    return f"Point {index + 1}{of}: {rule.role(index, known)}"


def _needs_nothing(template: ControlMeasure, rule: MeasureRule) -> bool:
    found = asked(template, rule)
    return found is None or found.optional


def _head_corner(points: Path, width_m: float) -> Position:
    """The corner of an arrow head of that width, as long as half of it."""
    tip, bend = points[:2]
    return destination(tip, bearing(tip, bend) + 45.0, width_m / math.sqrt(2.0))


def _beside(points: Path, desk: Desk) -> Position:
    """A width for an axis whose own is still to come: some pixels beside its tip."""
    tip, rear = (desk.view.to_px(point) for point in points[:2])
    length_px = max(apart_px(tip, rear), 1.0)
    across = (rear[1] - tip[1]) / length_px, (tip[0] - rear[0]) / length_px
    off_px = min(24.0, 0.25 * length_px)
    along = (rear[0] - tip[0]) / length_px, (rear[1] - tip[1]) / length_px
    return desk.view.to_position(
        (tip[0] + off_px * (across[0] + along[0]), tip[1] + off_px * (across[1] + along[1]))
    )
