"""A control measure as one would draw it in a small box: for pictures of it in lists, and to check
that each can be drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from baltic_desk.geo.geodesy import Position
from baltic_desk.symbology.control_measures import Measure
from baltic_desk.symbology.draw_rules import rule_of
from baltic_desk.symbology.measure_drawing import FONT_SIZE_PX, LINE_WIDTH_PX, MeasureRequest

CENTER: Position = (24.0, 57.0)
METRES_PER_PX = 40.0

Places = Sequence[tuple[float, float]]

# From the lower left corner of a box of 1 x 1.
_LINE: Places = ((0.2, 0.3), (0.5, 0.66), (0.8, 0.42))
_AREA: Places = ((0.14, 0.1), (0.04, 0.55), (0.32, 0.92), (0.88, 0.86), (0.96, 0.35), (0.6, 0.06))
_ARC: Places = ((0.12, 0.75), (0.72, 0.75), (0.72, 0.25))
_DISRUPT: Places = ((0.2, 0.15), (0.2, 0.85), (0.9, 0.85))
_BELOW: Places = tuple((0.2 + 0.6 * x, 0.15 + 0.4 * y) for x, y in _AREA)
_ARROW: Places = ((0.94, 0.56), (0.08, 0.44))
_TWO: Places = ((0.88, 0.5), (0.12, 0.5))
_BAR: Places = ((0.2, 0.85), (0.2, 0.15), (0.85, 0.5))

_PLACES: Mapping[str, Places] = {
    "AREA10": _AREA[:5],
    "AREA12": _DISRUPT,
    "AREA25": _DISRUPT,
    "AREA5": ((0.62, 0.88), (0.62, 0.12), (0.08, 0.5)),
    "AREA7": ((0.88, 0.5), (0.25, 0.85), (0.25, 0.15)),
    "AREA8": ((0.2, 0.75), (0.2, 0.25), (0.88, 0.9), (0.88, 0.1)),
    "AREA13": ((0.2, 0.35), (0.8, 0.35)),
    "AREA14": ((0.5, 0.5), (0.6, 0.5), (0.72, 0.5), (0.8, 0.5)),
    "AREA17": ((0.8, 0.85), (0.8, 0.15), (0.15, 0.5)),
    "AREA18": ((0.15, 0.8), (0.7, 0.8), (0.7, 0.2), (0.15, 0.2)),
    "AREA21": ((0.5, 0.4), (0.1, 0.75), (0.9, 0.75)),
    "AREA26": (
        *((0.4, 0.35), (0.4, 0.65), (0.6, 0.65), (0.6, 0.35)),
        *((0.15, 0.1), (0.15, 0.9), (0.85, 0.9), (0.85, 0.1)),
    ),
    "AREA27": _ARC,
    "AXIS1": ((0.92, 0.6), (0.55, 0.42), (0.1, 0.5), (0.78, 0.85)),
    "AXIS2": ((0.92, 0.6), (0.55, 0.42), (0.1, 0.5), (0.78, 0.85)),
    "POINT12": ((0.85, 0.85), (0.85, 0.15), (0.15, 0.5)),
    "LINE3": ((0.2, 0.5), (0.88, 0.85), (0.88, 0.15)),
    "LINE10": ((0.88, 0.75), (0.25, 0.15), (0.3, 0.8)),
    "LINE11": ((0.25, 0.2), (0.75, 0.2), (0.25, 0.8), (0.75, 0.8)),
    "LINE12": ((0.12, 0.5), (0.88, 0.5), (0.5, 0.8)),
    "LINE16": ((0.25, 0.2), (0.75, 0.2), (0.25, 0.8), (0.75, 0.8)),
    "LINE17": ((0.12, 0.35), (0.88, 0.35), (0.5, 0.65)),
    "LINE22": ((0.85, 0.85), (0.85, 0.15), (0.15, 0.5)),
    "LINE23": ((0.85, 0.9), (0.85, 0.1), (0.15, 0.5)),
    "LINE24": _ARC,
    "LINE26": ((0.08, 0.7), (0.4, 0.5), (0.6, 0.5), (0.92, 0.7)),
    "LINE27": ((0.22, 0.3), (0.22, 0.48), (0.35, 0.85), (0.88, 0.75)),
    "LINE29": ((0.9, 0.5), (0.25, 0.85), (0.25, 0.15)),
    "LINE30": ((0.9, 0.5), (0.2, 0.5), (0.1, 0.75)),
    "LINE31": ((0.06, 0.3), (0.5, 0.3), (0.9, 0.3), (0.7, 0.9)),
    "LINE32": ((0.1, 0.3), (0.5, 0.5), (0.9, 0.7)),
    "LINE33": ((0.1, 0.2), (0.65, 0.2), (0.65, 0.75)),
    "LINE50": ((0.5, 0.5), (0.1, 0.5), (0.9, 0.5)),
    "LINE14": ((0.1, 0.5), (0.78, 0.5)),
    "CORRIDOR1": ((0.1, 0.2), (0.9, 0.2)),
    "POLYLINE1": ((0.12, 0.5), (0.88, 0.5), (0.5, 0.68)),
    "RECTANGULAR1": ((0.26, 0.5), (0.96, 0.5)),
    "RECTANGULAR3": ((0.15, 0.5), (0.85, 0.5)),
    # Some are other than the rest of their rule.
    "110300": ((0.06, 0.3), (0.34, 0.5), (0.66, 0.4), (0.94, 0.7)),
    "140601": _ARROW, "140602": _ARROW, "140603": _ARROW, "140605": _ARROW,
    "152600": ((0.5, 0.5), (0.34, 0.5)),
    "270706": _BELOW, "270900": _BELOW, "270901": _BELOW,
    "270502": ((0.2, 0.85), (0.2, 0.15), (0.9, 0.85)),
    "342900": ((0.66, 0.5), (0.4, 0.45), (0.06, 0.5), (0.56, 0.72)),
}  # fmt: skip
# In parts of the box's height.
_DISTANCES: Mapping[str, tuple[float, ...]] = {
    "CIRCULAR1": (0.4,),
    "CIRCULAR2": (0.15, 0.3, 0.45),
    "ARC1": (0.25, 0.5, 0.75),
    "AREA22": (0.4,),
    "CORRIDOR1": (0.24,),
    "ELLIPSE1": (0.6, 0.25),
    "LINE14": (0.2,),
    "POINT17": (0.9, 0.5),
    "POINT18": (0.25, 0.85),
    "RECTANGULAR1": (0.7,),
    "RECTANGULAR2": (0.9, 0.5),
    "RECTANGULAR3": (0.6,),
}
_AZIMUTHS: Mapping[str, tuple[float, ...]] = {
    "ARC1": (320.0, 60.0, 330.0, 50.0),
    "ELLIPSE1": (60.0,),
    "POINT17": (60.0,),
    "POINT18": (10.0, 45.0),
    "RECTANGULAR2": (60.0,),
}
TEXTS: Mapping[str, str] = {
    "T": "BLUE", "T1": "RED", "T2": "X CORPS", "H": "H1", "H1": "H2", "W": "010600Z",
    "W1": "011800Z", "N": "ENY", "AP": "AB1234", "AP1": "A", "X": "500,1000", "V": "T-72",
    "C": "4", "AS": "LVA",
}  # fmt: skip


def example(
    measure: Measure,
    *,
    width_px: float,
    height_px: float,
    texts: Mapping[str, str] = TEXTS,
    identity: str = "3",
    font_size_px: float = FONT_SIZE_PX,
    line_width_px: float = LINE_WIDTH_PX,
    places: Places | None = None,
    distances: tuple[float, ...] | None = None,
) -> MeasureRequest:
    """The measure in a box of that size about CENTER, at METRES_PER_PX.

    Parameters
    ----------
    places
        Where its points are, from the lower left corner of a box of 1 x 1, instead of the usual
        ones.
    distances
        Its distances in parts of the box's height, instead of the usual ones.
    """
    rule = rule_of(measure)
    shares = places or _PLACES.get(measure.code) or _PLACES.get(rule.name)
    if shares is not None:
        if rule.most is not None:
            shares = shares[: rule.most]
    elif rule.least == 1:
        shares = ((0.5, 0.1),) if rule.name in ("POINT18", "ARC1") else ((0.5, 0.5),)
    elif rule.geometry == "polygon":
        shares = _AREA
    elif rule.name in ("AREA6", "AREA15", "AREA16", "AREA19"):
        shares = ((0.5, 0.5), (0.5 - 0.4 * height_px / width_px, 0.5))
    elif rule.most is None or rule.most > 4:
        shares = _LINE
    else:
        shares = _TWO if rule.least == 2 else _BAR
    scale = METRES_PER_PX / 111_195.0
    across = scale / math.cos(math.radians(CENTER[1]))
    points = tuple(
        (CENTER[0] + (x - 0.5) * width_px * across, CENTER[1] + (y - 0.5) * height_px * scale)
        for x, y in shares
    )
    height_m = height_px * METRES_PER_PX
    if not rule.distances:
        distances = ()
    elif distances is None:
        distances = _DISTANCES.get(rule.name, (0.3,))
    echelon = "18" if "B" in measure.amplifiers else "00"
    return MeasureRequest(
        sidc=str(measure.sidc(standard_identity=identity, echelon=echelon)),
        points=points,
        metres_per_px=METRES_PER_PX,
        amplifiers=tuple((each, texts[each]) for each in measure.amplifiers if each in texts),
        distances_m=tuple(share * height_m for share in distances),
        azimuths_deg=_AZIMUTHS.get(rule.name, ()),
        font_size_px=font_size_px,
        line_width_px=line_width_px,
    )
