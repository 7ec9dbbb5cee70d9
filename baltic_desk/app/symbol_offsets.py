"""Symbols that were moved off their place by hand, and bringing them back."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.anchoring import is_locked
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.wording import described


def has_offset(workspace: Workspace) -> bool:
    """Whether a selected unit is drawn away from its place by hand, and may be changed."""
    return any(True for _ in _offset(workspace))


def reset_offset(workspace: Workspace) -> None:
    """Draw the selected units at their places again."""
    workspace.settle()
    found = list(_offset(workspace))
    if not found:
        return
    with workspace.document.edit(f"Reset offset of {described(f for f, _ in found)}") as change:
        for feature, unit in found:
            home = replace(unit, offset_x_px=0.0, offset_y_px=0.0)
            change.put(replace(feature, properties=home))


def _offset(workspace: Workspace) -> Iterator[tuple[Feature, Unit]]:
    document = workspace.document
    for feature_id in workspace.session.selection:
        feature = document.feature(feature_id)
        if feature is None or is_locked(document, feature):
            continue
        unit = feature.properties
        if isinstance(unit, Unit) and (unit.offset_x_px or unit.offset_y_px):
            yield feature, unit
