"""What the overlay panel does to overlays and rows; each is one undo step."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from baltic_desk.app.arranging import said_of_subordinates
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.anchoring import deletion, is_locked, with_anchored
from baltic_desk.document.feature import Feature
from baltic_desk.document.ordering import bring_to_front, move_overlay, move_to_overlay, put_under
from baltic_desk.document.project import Overlay
from baltic_desk.document.wording import described
from baltic_desk.ui.panels.titles import feature_title


def rename(workspace: Workspace, record_id: str, name: str) -> bool:
    """Give an overlay or a feature another name; False when it has it already, or may not."""
    match workspace.document.get(record_id):
        case Overlay() as overlay if name and name != overlay.name:
            renamed: Overlay | Feature = replace(overlay, name=name)
            label = f"Rename {overlay_title(overlay)}"
        case Feature() as feature if name != feature.properties.name:
            if is_locked(workspace.document, feature):
                workspace.say(f"{feature_title(feature)} is locked.")
                return False
            renamed = replace(feature, properties=replace(feature.properties, name=name))
            label = f"Rename {feature_title(feature)}"
        case _:
            return False
    with workspace.document.edit(label) as change:
        change.put(renamed)
    return True


def delete_overlay(workspace: Workspace, overlay_id: str) -> None:
    """Delete an overlay with everything on it; no question is asked, because undo restores it."""
    overlay = workspace.document.get(overlay_id)
    if not isinstance(overlay, Overlay):
        return
    title = overlay_title(overlay)
    if overlay.locked:
        workspace.say(f"{title} is locked; unlock it to delete it.")
        return
    count = len(workspace.document.ids_on(overlay_id))
    workspace.controller.settle()
    with workspace.document.edit(f"Delete {title}") as change:
        gone = deletion(workspace.document, [overlay_id])
        gone.fill(change)
    orphans = said_of_subordinates(workspace.document, gone)
    said = f"Deleted {title} with {count} on it. Undo (Ctrl+Z) brings all of it back."
    workspace.say(f"{said} {orphans}." if orphans else said)


def set_opacity(workspace: Workspace, overlay_id: str, opacity: float) -> None:
    """Make an overlay see-through; 1 is opaque."""
    overlay = workspace.document.get(overlay_id)
    if isinstance(overlay, Overlay) and overlay.opacity != opacity:
        with workspace.document.edit(f"Change opacity of {overlay_title(overlay)}") as change:
            change.put(replace(overlay, opacity=opacity))


def toggle_hidden(workspace: Workspace, ids: Iterable[str]) -> None:
    """Hide these features, or show them when the first is hidden."""
    features = _features(workspace, ids)
    if features:
        hidden = not features[0].properties.hidden
        verb = "Hide" if hidden else "Show"
        with workspace.document.edit(f"{verb} {described(features)}") as change:
            for feature in features:
                change.put(replace(feature, properties=replace(feature.properties, hidden=hidden)))


def toggle_locked(workspace: Workspace, ids: Iterable[str]) -> None:
    """Lock these features, or unlock them when the first is locked."""
    features = _features(workspace, ids)
    if features:
        locked = not features[0].properties.locked
        verb = "Lock" if locked else "Unlock"
        with workspace.document.edit(f"{verb} {described(features)}") as change:
            for feature in features:
                change.put(replace(feature, properties=replace(feature.properties, locked=locked)))


def step_overlay(workspace: Workspace, overlay_id: str, by: int) -> None:
    """Move an overlay up (1) or down (-1) by one."""
    ids = [overlay.id for overlay in workspace.document.overlays()]
    if overlay_id in ids:
        put_overlay(workspace, overlay_id, ids.index(overlay_id) + by)


def put_overlay(workspace: Workspace, overlay_id: str, index: int) -> None:
    """Put an overlay at an index among the overlays, the lowest being 0."""
    ids = [overlay.id for overlay in workspace.document.overlays()]
    index = max(0, min(index, len(ids) - 1))
    overlay = workspace.document.get(overlay_id)
    if not isinstance(overlay, Overlay) or ids.index(overlay_id) == index:
        return
    verb = "Raise" if index > ids.index(overlay_id) else "Lower"
    with workspace.document.edit(f"{verb} {overlay_title(overlay)}") as change:
        move_overlay(change, workspace.document, overlay_id, index)


def put_features(
    workspace: Workspace, ids: Iterable[str], overlay_id: str, under: str | None
) -> bool:
    """Put features on an overlay: just below another feature, or on top of all.

    Rings go to another overlay with the units they are anchored to. False, and a sentence, when
    something is locked.
    """
    document = workspace.document
    target = document.get(overlay_id)
    features = _features(workspace, ids)
    if not isinstance(target, Overlay) or not features:
        return False
    locked = next((f for f in features if is_locked(document, f)), None)
    if target.locked or locked is not None:
        title = overlay_title(target) if locked is None else feature_title(locked)
        workspace.say(f"{title} is locked.")
        return False
    moving: tuple[str, ...] = tuple(feature.id for feature in features)
    elsewhere = [feature.id for feature in features if feature.overlay != overlay_id]
    if elsewhere:
        moving = tuple(dict.fromkeys((*moving, *with_anchored(document, elsewhere))))
        label = f"Move {described(features)} to {overlay_title(target)}"
    else:
        label = f"Reorder {described(features)}"
    with document.edit(label) as change:
        if under is not None:
            put_under(change, document, moving, under)
        else:
            move_to_overlay(change, document, moving, overlay_id)
            bring_to_front(change, document, moving)
    return True


def overlay_title(overlay: Overlay) -> str:
    """What an overlay is called, on one line."""
    return " ".join(overlay.name[:200].split()) or "overlay"


def _features(workspace: Workspace, ids: Iterable[str]) -> list[Feature]:
    found = (workspace.document.feature(feature_id) for feature_id in ids)
    return [feature for feature in found if feature is not None]
