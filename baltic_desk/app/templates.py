"""What the next feature of a kind starts from: its defaults, in the style last used for it."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from baltic_desk.app.settings import Settings, StyleValues
from baltic_desk.document.feature import Mark, Properties, RangeRing, TextNote
from baltic_desk.tools.draw import TEMPLATES, Drawable
from baltic_desk.tools.tool import DRAFT

STYLE_FIELDS = frozenset(
    {
        "stroke",
        "stroke_width",
        "stroke_opacity",
        "fill",
        "fill_opacity",
        "dash",
        "font_size",
        "text_color",
        "halo",
        "marker_color",
        "shape",
        "size_px",
        "align",
        "both_ends",
        "ring_class",
        "unit",
    }
)
"""Properties that carry over to the next feature; all others belong to one feature alone."""

_P = TypeVar("_P", bound=Properties)


def drawable(settings: Settings, kind: str) -> Drawable:
    """Template of something drawn: line, arrow, polygon …"""
    return styled(TEMPLATES[kind], settings.styles.get(kind, {}))


def ring(settings: Settings) -> RangeRing:
    """Template of a range ring, in the person's unit of distance."""
    plain = RangeRing(
        overlay=DRAFT,
        center_lon=0.0,
        center_lat=0.0,
        radius_max_m=1.0,
        unit=settings.distance_unit,
    )
    values = {k: v for k, v in settings.styles.get("range_ring", {}).items() if k != "unit"}
    return styled(plain, values)


def text(settings: Settings) -> TextNote:
    """Template of lettering."""
    return styled(TextNote(overlay=DRAFT), settings.styles.get("text", {}))


def mark(settings: Settings) -> Mark:
    """Template of a point mark."""
    return styled(Mark(overlay=DRAFT), settings.styles.get("mark", {}))


def styled(template: _P, values: StyleValues) -> _P:
    """The template with those values that its kind has a place for and that are valid there.

    Settings are a file that a person can edit; a value that does not fit is passed over.
    """
    types = {field.name: field.type for field in msgspec.structs.fields(template)}
    fitting: StyleValues = {}
    for name, value in values.items():
        if name in types and name in STYLE_FIELDS:
            try:
                fitting[name] = msgspec.convert(value, types[name])
            except msgspec.ValidationError:
                continue
    return msgspec.structs.replace(template, **fitting)
