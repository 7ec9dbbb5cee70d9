"""What features are called in lists and labels, and the icon of their kind."""

from __future__ import annotations

from collections import Counter

from baltic_desk.document.document import Document
from baltic_desk.document.feature import ControlMeasure, Feature, RangeRing, Unit
from baltic_desk.document.measure_rules import rule_for
from baltic_desk.document.style import ring_label

_KINDS = {
    "unit": "Unit",
    "range_ring": "Range ring",
    "text": "Text",
    "mark": "Mark",
    "line": "Line",
    "arrow": "Arrow",
    "freehand": "Freehand line",
    "polygon": "Area",
    "rectangle": "Rectangle",
    "ellipse": "Ellipse",
    "corridor": "Corridor",
    "control_measure": "Control measure",
}

_LONGEST = 200


def kind_title(feature: Feature) -> str:
    """Its kind in words; of a control measure what its code stands for."""
    if isinstance(feature.properties, ControlMeasure):
        rule = rule_for(feature.properties.sidc)
        if rule is not None:
            return rule.title
    return _KINDS[feature.kind]


def feature_title(feature: Feature) -> str:
    """What a feature is called: its name, else what stands on the map, else its kind; one line."""
    match feature.properties:
        case RangeRing() as ring:
            title = ring_label(ring)
        case Unit(name="", designation=str(designation)):
            title = designation
        case ControlMeasure(name="", designation=str(designation)):
            title = f"{kind_title(feature)} {designation}"
        case properties:
            title = properties.name
    # A name from a file may hold line breaks and be of any length.
    return " ".join(title[:_LONGEST].split()) or kind_title(feature)


def kind_icon(feature: Feature) -> str:
    """Name of the icon of its kind."""
    return "ring" if feature.kind == "range_ring" else feature.kind


def unit_ids(document: Document) -> dict[str, str]:
    """Ids of all units by what they are called; of those called the same, all with part of it."""
    units = [f for f in document.features() if isinstance(f.properties, Unit)]
    count = Counter(feature_title(feature) for feature in units)
    named: dict[str, str] = {}
    for feature in units:
        title = feature_title(feature)
        named[title if count[title] == 1 else f"{title} ({feature.id[:8]})"] = feature.id
    return named


def unit_name(document: Document, unit_id: str) -> str:
    """What the unit of that id is called; the id where there is none."""
    feature = document.feature(unit_id)
    return unit_id if feature is None else feature_title(feature)
