"""What features are called when a step, a question or a message speaks of them."""

from __future__ import annotations

from collections.abc import Iterable

from baltic_desk.document.feature import ControlMeasure, Feature, RangeRing, Unit
from baltic_desk.document.style import ring_label

_KINDS = {
    "unit": ("unit", "units"),
    "range_ring": ("range ring", "range rings"),
    "text": ("text", "texts"),
    "mark": ("mark", "marks"),
    "line": ("line", "lines"),
    "arrow": ("arrow", "arrows"),
    "freehand": ("freehand line", "freehand lines"),
    "polygon": ("polygon", "polygons"),
    "rectangle": ("rectangle", "rectangles"),
    "ellipse": ("ellipse", "ellipses"),
    "corridor": ("corridor", "corridors"),
    "control_measure": ("control measure", "control measures"),
}


_LONGEST = 200


def titled(feature: Feature) -> str:
    """What a feature is called, on one line: its name, else what stands on the map, else its kind.

    This is for texts without a map beside them; lists in the window know more words for kinds.
    """
    match feature.properties:
        case Unit(name="", designation=str(text)) | ControlMeasure(name="", designation=str(text)):
            title = text
        case RangeRing(name="") as ring:
            title = ring_label(ring)
        case properties:
            title = properties.name
    return " ".join(title[:_LONGEST].split()) or _KINDS[feature.kind][0]


def subordinates(count: int) -> str:
    """So many subordinates in words.

    >>> subordinates(1), subordinates(3)
    ('1 subordinate', '3 subordinates')
    """
    return f"{count} subordinate" + "s" * (count != 1)


def described(features: Iterable[Feature]) -> str:
    """These features in words: "3 units", "range ring", "5 features".

    >>> described([])
    'nothing'
    """
    kinds = [feature.kind for feature in features]
    if not kinds:
        return "nothing"
    one, many = _KINDS[kinds[0]] if len(set(kinds)) == 1 else ("feature", "features")
    return one if len(kinds) == 1 else f"{len(kinds)} {many}"
