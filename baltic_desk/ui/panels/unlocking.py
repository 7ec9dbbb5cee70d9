"""Unlocking what is selected, whatever it is that locks it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.project import Overlay
from baltic_desk.document.wording import described


def unlock(workspace: Workspace, ids: Iterable[str]) -> None:
    """Unlock these features, and the overlays that they lie on; one undo step."""
    document = workspace.document
    features = [f for i in ids if (f := document.feature(i)) is not None]
    if not features:
        return
    overlays = [document.get(overlay_id) for overlay_id in {f.overlay for f in features}]
    with document.edit(f"Unlock {described(features)}") as change:
        for feature in features:
            if feature.properties.locked:
                change.put(replace(feature, properties=replace(feature.properties, locked=False)))
        for overlay in overlays:
            if isinstance(overlay, Overlay) and overlay.locked:
                change.put(replace(overlay, locked=False))
