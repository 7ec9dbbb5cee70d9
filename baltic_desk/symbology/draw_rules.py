"""What the points of a control measure are for, by the draw rules of MIL-STD-2525 and APP-6.

A rule says how many points there are, which comes next, what is given as a number instead, and what
other programs see in the file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from baltic_desk.symbology.control_measures import Measure

FileGeometry = Literal["line", "polygon", "multipoint", "outline"]
"""What goes to the file: the points as a line, as an area's corners, as they are, or the outline
that follows from them (`measure_outlines.measure_outline`)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a measure is drawn by points.

    Attributes
    ----------
    roles
        What the first points are for, in the order in which they are set.
    least, most
        Number of points, None for any number.
    distances, azimuths
        Names of the numbers in metres and in degrees that it needs besides; `several` ones may be
        given more than once.
    further
        What any point after those in `roles` is for.
    last
        What the last point is for, where that is something else.
    fewer
        What the points are for when there is one less than `most`.
    """

    name: str
    roles: tuple[str, ...]
    least: int
    most: int | None
    geometry: FileGeometry
    distances: tuple[str, ...] = ()
    azimuths: tuple[str, ...] = ()
    further: str = ""
    last: str = ""
    fewer: tuple[str, ...] = ()
    several: bool = False


def rule_of(measure: Measure) -> Rule:
    """The rule by which a measure is drawn, with its own least and most points.

    A width that only labels the measure ("Safe Lane or Gap") is among the distances.
    """
    rule = replace(_RULES[measure.rule], least=measure.least, most=measure.most)
    if measure.rule == "AREA22":
        return replace(rule, distances=("Radius",))
    if not rule.distances and "AM" in measure.amplifiers:
        rule = replace(rule, distances=("Width",))
    return rule


def role(rule: Rule, index: int, count: int | None = None) -> str:
    """What a point is for, as an instruction's noun ("Tip of the arrow").

    Parameters
    ----------
    count
        How many points there are; None while they are being set.
    """
    if count is not None:
        if rule.last and index == count - 1 and count >= rule.least:
            return rule.last
        if rule.fewer and count == len(rule.fewer):
            return rule.fewer[index]
    if index < len(rule.roles):
        return rule.roles[index]
    further = rule.further or "Point"
    if count is None and rule.last and index + 1 >= rule.least:
        return f"{further}; at the very end: {rule.last[0].lower()}{rule.last[1:]}"
    return further


def _line(name: str, first: str = "Start of the line") -> Rule:
    further = "Next bend of the line, or its end"
    return Rule(name, (first,), 2, None, "line", further=further)


def _area(name: str, most: int | None = None) -> Rule:
    return Rule(name, ("First corner of the area",), 3, most, "polygon", further="Next corner")


def _points(name: str, *roles: str) -> Rule:
    return Rule(name, roles, len(roles), len(roles), "multipoint")


def _two(name: str, first: str, second: str) -> Rule:
    return Rule(name, (first, second), 2, 2, "line")


def _circle(name: str) -> Rule:
    roles = ("Centre of the circle", "Middle of the gap in the circle, sets its radius")
    return Rule(name, roles, 2, 2, "outline")


def _rectangle(name: str) -> Rule:
    return Rule(name, ("Middle of one end", "Middle of the other end"), 2, 2, "outline", ("Width",))


def _axis(name: str) -> Rule:
    return Rule(
        name,
        ("Tip of the arrow", "Next bend of the axis, or its rear"),
        3,
        50,
        "multipoint",
        further="Next bend of the axis, or its rear",
        last="Corner of the arrow head, sets the width",
    )


_TIP, _REAR = "Tip of the arrow", "Rear end"
_FRONT = ("One end of the front bar", "Other end of the front bar")
_ARC = (_TIP, "Rear end of the straight part", "Far end of the half circle: its side and width")
_GAP = ("Start of the first side", "End of the first side")

_ALL = (
    *(_line(name) for name in ("LINE1", "LINE2", "LINE7", "LINE8", "LINE13", "LINE21")),
    *(_area(name) for name in ("AREA1", "AREA2", "AREA3", "AREA4", "AREA9", "AREA20", "AREA23")),
    _area("AREA10", 6),
    *(_circle(name) for name in ("AREA6", "AREA15", "AREA16", "AREA19")),
    *(_axis(name) for name in ("AXIS1", "AXIS2")),
    _points("AREA5", "One end of the opening", "Other end of the opening", "Rear of the arrow"),
    _points("AREA7", _TIP, "One end of the firing position", "Other end of the firing position"),
    _points(
        "AREA8",
        "One end of the firing position",
        "Other end of the firing position",
        "Tip of the arrow from the first end",
        "Tip of the arrow from the other end",
    ),
    _points("AREA11", *_FRONT, "End of the stem"),
    _points("AREA12", *_FRONT, "Tip of the longest arrow"),
    _two("AREA13", "One corner", "Other corner"),
    Rule(
        "AREA14",
        ("Centre of the circles", "A place on the first circle", "A place on the second circle"),
        3,
        4,
        "outline",
        further="A place on the third circle",
    ),
    _points("AREA17", *_FRONT, "Rear of the arrow"),
    _points(
        "AREA18",
        "Tip of the first arrow",
        "Rear end of the first arrow",
        "Tip of the second arrow",
        "Rear end of the second arrow",
    ),
    _points("AREA21", "Where the arrows part", "Tip of the first arrow", "Tip of the second arrow"),
    Rule("AREA22", ("Centre of the circle",), 1, 1, "outline", ("Radius",)),
    _points("AREA24", *_FRONT, "End of the stem"),
    _points("AREA25", *_FRONT, "Tip of the longest arrow"),
    Rule(
        "AREA26",
        ("First corner of the inner area",),
        6,
        None,
        "outline",
        further="Next corner: the first half bounds the inner area, the second half the outer one",
    ),
    _points("AREA27", *_ARC),
    _points(
        "POINT12", "One end of the opening", "Other end of the opening", "Middle of the rear line"
    ),
    Rule("POINT17", ("Centre",), 1, 1, "outline", ("Length", "Width"), ("Bearing of the length",)),
    Rule(
        "POINT18",
        ("Where the radar stands",),
        1,
        1,
        "outline",
        ("Nearest range", "Farthest range"),
        ("Search axis", "Angle to either side of it"),
    ),
    _points("LINE3", "Where the arrows part", "Tip of the first arrow", "Tip of the second arrow"),
    _two("LINE4", "Start of the line", "End of the line"),
    _two("LINE5", "Where the bearing is taken from", "Direction of the contact"),
    _two("LINE9", _TIP, _REAR),
    _points("LINE10", _TIP, _REAR, "Side to which the arc bends"),
    _points("LINE11", *_GAP, "Start of the opposite side", "End of the opposite side"),
    _points("LINE12", "One end of the centre line", "Other end", "Point that sets the width"),
    _two("LINE14", "One end", "Other end"),
    _points("LINE16", *_GAP, "Start of the opposite side", "End of the opposite side"),
    _points("LINE17", *_GAP, "Place on the opposite side, sets the width"),
    _two("LINE18", "Tip of the first arrow", "Tip of the second arrow"),
    _two("LINE19", "One corner of the front", "Other corner of the front"),
    _two("LINE20", _TIP, _REAR),
    _points(
        "LINE22", "One end of the opening", "Other end of the opening", "Middle of the rear line"
    ),
    _points("LINE23", *_FRONT, "Rear of the middle arrow"),
    _points("LINE24", *_ARC),
    _two("LINE25", _TIP, _REAR),
    Rule(
        "LINE26",
        (
            "Tip of the first arrow",
            "Rear end of the first arrow",
            "Rear end of the second arrow",
            "Tip of the second arrow",
        ),
        4,
        4,
        "multipoint",
        fewer=("Where the arrows part", "Tip of the first arrow", "Tip of the second arrow"),
    ),
    Rule(
        "LINE27",
        (
            "Centre of the circle round the unit",
            "A place on that circle, sets its radius",
            "Point that bends the arc",
            _TIP,
        ),
        4,
        4,
        "multipoint",
        fewer=("Centre of the circle round the unit", _TIP, "Side to which the arc bends"),
    ),
    _two("LINE28", _TIP, _REAR),
    _points("LINE29", _TIP, "One end of the curved line", "Other end of the curved line"),
    _points("LINE30", _TIP, _REAR, "Point that sets the length of the head and tail"),
    _points(
        "LINE31",
        "Start of the straight part",
        "End of the straight part",
        "Far end of the half circle, sets its width",
        "Side to which the arc bends",
    ),
    _points("LINE32", "Rear end of the straight part", "Middle of the double bend", _TIP),
    _points(
        "LINE33",
        "Start of the straight part",
        "End of the straight part",
        "Tip of the arrow at the end of the half circle",
    ),
    _points("LINE50", "Place that the line passes", "One end of the line", "Other end of the line"),
    Rule(
        "CORRIDOR1",
        ("First control point of the corridor",),
        2,
        None,
        "outline",
        ("Width",),
        further="Next control point",
    ),
    _points(
        "POLYLINE1", "One end of the centre line", "Other end", "Point that sets half the width"
    ),
    Rule(
        "ELLIPSE1",
        ("Centre",),
        1,
        1,
        "outline",
        ("Half the long axis", "Half the short axis"),
        ("Bearing of the long axis",),
    ),
    *(_rectangle(name) for name in ("RECTANGULAR1", "RECTANGULAR3")),
    Rule(
        "RECTANGULAR2",
        ("Centre",),
        1,
        1,
        "outline",
        ("Length", "Width"),
        ("Bearing of the length",),
    ),
    Rule("CIRCULAR1", ("Centre of the circle",), 1, 1, "outline", ("Radius",)),
    Rule("CIRCULAR2", ("Where the weapon stands",), 1, 1, "outline", ("Range",), several=True),
    Rule(
        "ARC1",
        ("Where the weapon stands",),
        1,
        1,
        "outline",
        ("Range",),
        ("Left limit", "Right limit"),
        several=True,
    ),
)
_RULES = {rule.name: rule for rule in _ALL}
