"""Where a feature lies among the overlays, and whether it is shown and can be changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from baltic_desk.document.anchoring import with_anchored
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.project import Overlay
from baltic_desk.ui.fields.field import Flag, Text, Value
from baltic_desk.ui.panels.property import Property, Surroundings, stored
from baltic_desk.ui.panels.style_properties import EVERY

_GROUP = "Sheet"


def sheet_properties(document: Callable[[], Document]) -> tuple[Property, ...]:
    """The rows; `document` gives the overlays to choose from."""

    def titles() -> list[str]:
        return [overlay.name for overlay in reversed(document().overlays())]

    return (
        Property(
            id="overlay",
            title="Overlay",
            group=_GROUP,
            kind=Text(titles),
            kinds=EVERY,
            read=_read,
            write=_write,
            hint="Rings go with their units",
        ),
        stored("hidden", "Hidden", _GROUP, EVERY, kind=Flag()),
        stored("locked", "Locked", _GROUP, EVERY, kind=Flag()),
    )


def _read(feature: Feature, around: Surroundings) -> Value:
    overlay = around.document.get(feature.overlay)
    return overlay.name if isinstance(overlay, Overlay) else feature.overlay


def _write(features: Sequence[Feature], value: Value, around: Surroundings) -> list[Feature]:
    document = around.document
    found = next((o for o in reversed(document.overlays()) if o.name == value), None)
    if found is None:
        raise ValueError(f"There is no overlay called “{str(value or '')[:60]}”")
    if found.locked:
        raise ValueError(f"{found.name} is locked")
    going = with_anchored(document, (f.id for f in features if f.overlay != found.id))
    moved = (document.feature(feature_id) for feature_id in going)
    return [
        replace(feature, properties=replace(feature.properties, overlay=found.id))
        for feature in moved
        if feature is not None
    ]
