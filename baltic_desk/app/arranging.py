"""Editing what is selected: nudge, turn, copy, order, delete. Each is one undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from baltic_desk.app.sight import in_sight
from baltic_desk.app.workspace import Nudged, Workspace
from baltic_desk.document.anchoring import Deletion, deletion, is_hidden, is_locked, with_anchored
from baltic_desk.document.document import Change, Document, new_id
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.geometry import Position
from baltic_desk.document.moving import (
    duplicated,
    moved_all,
    moved_features,
    rotated_features,
)
from baltic_desk.document.orbat import Orbat
from baltic_desk.document.ordering import move_to_overlay
from baltic_desk.document.pictures import bring, without_room
from baltic_desk.document.places import middle, reference
from baltic_desk.document.project import Overlay, Picture
from baltic_desk.document.standing import titled
from baltic_desk.document.wording import described, subordinates

COPY_OFFSET_PX = 18.0
PAN_OF_NUDGE = 50.0

Arrange = Callable[[Change, Document, Iterable[str]], None]


def delete(workspace: Workspace, *, verb: str = "Delete") -> None:
    """Take the selected features off the map, and the rings of units with them."""
    chosen = _chosen(workspace)
    if not chosen:
        return
    gone = deletion(workspace.document, (feature.id for feature in chosen))
    with workspace.document.edit(f"{verb} {described(chosen)}") as change:
        gone.fill(change)
    orphans = said_of_subordinates(workspace.document, gone)
    if orphans:
        done = "Cut" if verb == "Cut" else "Deleted"
        workspace.say(f"{done} {described(chosen)}; {orphans}.")


def said_of_subordinates(document: Document, gone: Deletion) -> str:
    """Where those come that a deleted unit had under it, in words; empty when there are none."""
    parents = [f.properties.parent for f in gone.put if isinstance(f.properties, Unit)]
    if not parents:
        return ""
    words, verb = subordinates(len(parents)), "comes" if len(parents) == 1 else "come"
    higher = None if parents[0] is None else document.feature(parents[0])
    if higher is None and not any(parents):
        return f"{words} {verb} to the top of the ORBAT"
    if higher is not None and len(set(parents)) == 1:
        return f"{words} {verb} under {titled(higher)}"
    return f"{words} {verb} under the next higher unit"


def duplicate(workspace: Workspace) -> None:
    """Copies of the selected features, a little aside, selected in their place."""
    chosen = _chosen(workspace)
    copies = duplicated(workspace.document, (feature.id for feature in chosen), new_id)
    if not copies:
        return
    shifted = moved_features(copies, *_aside(workspace, reference(copies[0])))
    with workspace.document.edit(f"Duplicate {described(chosen)}") as change:
        for feature in shifted.values():
            change.put(feature)
    workspace.session.select(_independent(shifted.values(), {f.kind for f in chosen}))


def insert_copies(
    workspace: Workspace,
    features: Iterable[Feature],
    *,
    verb: str,
    pictures: Sequence[Picture] = (),
) -> bool:
    """Put features of elsewhere, and the pictures they brought, on the active overlay.

    They stay in place if that is in sight, else they come to the middle of the view; and beside
    what already lies just there. False when there is nothing to put, or no overlay for it.
    """
    overlay_id = workspace.session.active_overlay
    if overlay_id is None:
        workspace.say("There is no visible, unlocked overlay to paste on.")
        return False
    placed = [replace(f, properties=replace(f.properties, overlay=overlay_id)) for f in features]
    if not placed:
        return False
    placed, strays = _without_lost_superiors(workspace.document, placed)
    taken = {(feature.kind, reference(feature)) for feature in workspace.document.features()}
    first = reference(placed[0])
    if not any(in_sight(workspace.camera, reference(feature)) for feature in placed):
        placed = list(moved_features(placed, first, workspace.camera.center()).values())
    elif any((feature.kind, reference(feature)) in taken for feature in placed):
        placed = list(moved_features(placed, *_aside(workspace, first)).values())
    refused = without_room(workspace.document, placed, pictures)
    with workspace.document.edit(f"{verb} {described(placed)}") as change:
        for feature in bring(change, workspace.document, placed, pictures):
            change.put(feature)
    workspace.session.select(feature.id for feature in placed)
    said = f"{verb}d {described(placed)} on {_overlay_name(workspace, overlay_id)}."
    if strays:
        whose = "1 unit's superior is" if strays == 1 else f"The superiors of {strays} units are"
        said += f" {whose} not in this project."
    if refused:
        what, them = (
            ("1 picture is", "it")
            if len(refused) == 1
            else (f"{len(refused)} pictures are", "them")
        )
        said += f" {what} left out: with {them}, {' and '.join(dict.fromkeys(refused.values()))}."
    workspace.say(said)
    return True


def _without_lost_superiors(
    document: Document, features: list[Feature]
) -> tuple[list[Feature], int]:
    """Units under nobody where their superior is in another project; and how many those are."""
    here = {feature.id for feature in features}
    answer: list[Feature] = []
    strays = 0
    for feature in features:
        match feature.properties:
            case Unit(parent=str(parent)) as unit if parent not in here and parent not in document:
                answer.append(replace(feature, properties=replace(unit, parent=None)))
                strays += 1
            case _:
                answer.append(feature)
    return answer, strays


def nudge(workspace: Workspace, dx_px: float, dy_px: float) -> None:
    """Move the selection by pixels of the present view (down is positive).

    With nothing selected the map itself is shifted, by more, the way an arrow key points.

    Nudges that follow each other with nothing between are one step of undo: each takes the last one
    back and moves from where that began, so that rounding does not add up either.
    """
    document = workspace.document
    chosen = _chosen(workspace)
    if not workspace.session.selection:
        workspace.camera.pan_px(-dx_px * PAN_OF_NUDGE, -dy_px * PAN_OF_NUDGE)
    if not chosen:
        return
    label = f"Nudge {described(chosen)}"
    last = workspace.nudged
    moving = [feature.id for feature in chosen]
    if workspace.settings.move_subordinates:
        # As when dragging: what is locked or hidden stays.
        every = Orbat.of(document).with_subordinates(moving)
        moving += [i for i in every[len(moving) :] if _may_move(document, i)]
    ids = with_anchored(document, moving)
    if last is not None and _is_last_step(document, last, ids, label):
        document.undo()
        dx_px, dy_px = last.dx_px + dx_px, last.dy_px + dy_px
    before = {i: f for i in ids if (f := document.feature(i)) is not None}
    start = reference(before[chosen[0].id])
    x, y = workspace.camera.to_px(start)
    end = workspace.camera.to_position((x + dx_px, y + dy_px))
    after = moved_all(document, ids, start, end)
    _put(document, label, after)
    workspace.nudged = Nudged(before, after, dx_px, dy_px)


def turn(workspace: Workspace, angle_deg: float) -> None:
    """Turn the selection clockwise about its middle."""
    chosen = _chosen(workspace)
    if not chosen:
        return
    ids = with_anchored(workspace.document, (feature.id for feature in chosen))
    features = [f for i in ids if (f := workspace.document.feature(i)) is not None]
    middles = [middle(feature) for feature in chosen]
    about: Position = (
        sum(lon for lon, _ in middles) / len(middles),
        sum(lat for _, lat in middles) / len(middles),
    )
    turned = rotated_features(features, about, angle_deg)
    _put(workspace.document, f"Rotate {described(chosen)}", turned)


def arrange(workspace: Workspace, label: str, order: Arrange) -> None:
    """Change the drawing order of the selection within its overlays."""
    chosen = _chosen(workspace)
    if not chosen:
        return
    with workspace.document.edit(f"{label} {described(chosen)}") as change:
        order(change, workspace.document, [feature.id for feature in chosen])


def put_on_overlay(workspace: Workspace, overlay_id: str) -> None:
    """Move the selection, and the rings of its units, to another overlay."""
    chosen = _chosen(workspace)
    if not chosen:
        return
    with workspace.document.edit(f"Move {described(chosen)} to overlay") as change:
        ids = with_anchored(workspace.document, (feature.id for feature in chosen))
        move_to_overlay(change, workspace.document, ids, overlay_id)


def selectable(workspace: Workspace) -> list[str]:
    """Ids of all features that can be selected: shown and unlocked."""
    document = workspace.document
    return [
        feature.id
        for feature in document.features()
        if not is_hidden(document, feature) and not is_locked(document, feature)
    ]


def _overlay_name(workspace: Workspace, overlay_id: str) -> str:
    overlay = workspace.document.get(overlay_id)
    return (overlay.name if isinstance(overlay, Overlay) else "") or "the overlay"


def _may_move(document: Document, feature_id: str) -> bool:
    feature = document.feature(feature_id)
    if feature is None:
        return False
    return not is_locked(document, feature) and not is_hidden(document, feature)


def _chosen(workspace: Workspace) -> tuple[Feature, ...]:
    # A gesture under way may be about to change just these, or others.
    workspace.settle()
    return workspace.selected()


def _put(document: Document, label: str, features: dict[str, Feature]) -> None:
    with document.edit(label) as change:
        for feature in features.values():
            change.put(feature)


def _is_last_step(document: Document, last: Nudged, ids: Iterable[str], label: str) -> bool:
    # The very records of the last nudge are still there: nothing else has happened to them since.
    return (
        document.history.undo_label == label
        and not document.history.clean
        and set(last.after) == set(ids)
        and all(document.feature(i) is feature for i, feature in last.after.items())
    )


def _aside(workspace: Workspace, start: Position) -> tuple[Position, Position]:
    x, y = workspace.camera.to_px(start)
    end = workspace.camera.to_position((x + COPY_OFFSET_PX, y + COPY_OFFSET_PX))
    return start, end


def _independent(features: Iterable[Feature], kinds: set[str]) -> list[str]:
    return [feature.id for feature in features if feature.kind in kinds]
