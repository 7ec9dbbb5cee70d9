"""What features are called in lists and labels, and the icon of their kind."""

from __future__ import annotations

from baltic_desk.document.feature import Feature, RangeRing, Unit
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
}

_LONGEST = 200


def kind_title(feature: Feature) -> str:
    """Its kind in words."""
    return _KINDS[feature.kind]


def feature_title(feature: Feature) -> str:
    """What a feature is called: its name, else what stands on the map, else its kind; one line."""
    match feature.properties:
        case RangeRing() as ring:
            title = ring_label(ring)
        case Unit(name="", designation=str(designation)):
            title = designation
        case properties:
            title = properties.name
    # A name from a file may hold line breaks and be of any length.
    return " ".join(title[:_LONGEST].split()) or kind_title(feature)


def kind_icon(feature: Feature) -> str:
    """Name of the icon of its kind."""
    return "ring" if feature.kind == "range_ring" else feature.kind
