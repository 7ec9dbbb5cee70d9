"""Commands of the Edit menu: history, clipboard, selection, order, small moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from baltic_desk.app import arranging
from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.protocols import Choice
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.ordering import (
    bring_forward,
    bring_to_front,
    send_backward,
    send_to_back,
)
from baltic_desk.io.exchange.geojson import from_clipboard, to_geojson

TURN_DEG = 15.0
FAR_PX = 10.0

Run = Callable[[Workspace], None]


def undo(workspace: Workspace) -> None:
    """Take the last step back: a point of the gesture under way, else the document's last step."""
    if workspace.controller.take_back():
        return
    label = workspace.document.undo()
    if label is not None:
        workspace.say(f"Undid: {label}")


def redo(workspace: Workspace) -> None:
    """Do the last undone step again."""
    workspace.settle()
    label = workspace.document.redo()
    if label is not None:
        workspace.say(f"Redid: {label}")


def delete(workspace: Workspace) -> None:
    """What the tool has under the pointer (a vertex), else the selected features."""
    if not workspace.controller.key("delete"):
        arranging.delete(workspace)


def can_undo(workspace: Workspace) -> bool:
    """Whether there is a step to take back."""
    return workspace.controller.can_take_back or workspace.document.history.undo_label is not None


def can_redo(workspace: Workspace) -> bool:
    """Whether there is a step to do again."""
    return workspace.document.history.redo_label is not None


def undo_title(workspace: Workspace) -> str:
    """Undo, with what it would take back."""
    if workspace.controller.busy:
        return "Undo Last Point"
    return " ".join(("Undo", workspace.document.history.undo_label or "")).rstrip()


def redo_title(workspace: Workspace) -> str:
    """Redo, with what it would do again."""
    return " ".join(("Redo", workspace.document.history.redo_label or "")).rstrip()


def has_selection(workspace: Workspace) -> bool:
    """Whether something that may be changed is selected."""
    return workspace.any_selected()


def any_selected(workspace: Workspace) -> bool:
    """Whether anything is selected, locked or not."""
    return bool(workspace.session.selection)


def has_clipboard(workspace: Workspace) -> bool:
    """Whether there is a clipboard to read and write."""
    return workspace.clipboard is not None


def can_copy(workspace: Workspace) -> bool:
    """Whether there is something to copy, locked or not."""
    return has_clipboard(workspace) and bool(workspace.session.selection)


def can_cut(workspace: Workspace) -> bool:
    """Whether there is something to cut."""
    return has_clipboard(workspace) and has_selection(workspace)


def copy(workspace: Workspace) -> None:
    """Put the selected features on the clipboard as GeoJSON, in drawing order."""
    chosen = frozenset(workspace.session.selection)
    features = tuple(f for f in workspace.document.features() if f.id in chosen)
    if workspace.clipboard is None or not features:
        return
    workspace.clipboard.write(to_geojson(features).decode())
    workspace.say(f"Copied {arranging.described(features)}.")


def cut(workspace: Workspace) -> None:
    """Copy the selected features, then delete them."""
    copy(workspace)
    arranging.delete(workspace, verb="Cut")


def paste(workspace: Workspace) -> None:
    """Put GeoJSON features from the clipboard on the active overlay."""
    if workspace.clipboard is None:
        return
    workspace.settle()
    try:
        features = from_clipboard(workspace.clipboard.read())
    except ValueError as error:
        workspace.say(f"The clipboard holds no features: {error}")
        return
    if not features:
        workspace.say("The clipboard holds no features.")
        return
    arranging.insert_copies(workspace, features, verb="Paste")


def select_all(workspace: Workspace) -> None:
    """Select all that is shown and unlocked."""
    workspace.settle()
    workspace.session.select(arranging.selectable(workspace))


def invert_selection(workspace: Workspace) -> None:
    """Select what is not selected."""
    chosen = frozenset(workspace.session.selection)
    workspace.session.select(i for i in arranging.selectable(workspace) if i not in chosen)


def deselect(workspace: Workspace) -> None:
    """Select nothing."""
    workspace.session.clear()


def turn_by(workspace: Workspace) -> None:
    """Ask for an angle and turn the selection by it."""
    answer = workspace.ask.text("Rotate", "Degrees, clockwise", "15")
    if answer is None:
        return
    try:
        angle_deg = float(answer.replace(",", ".").removesuffix("°"))
    except ValueError:
        workspace.say(f"“{answer}” is not an angle.")
        return
    arranging.turn(workspace, angle_deg)


def overlay_choices(workspace: Workspace) -> Sequence[Choice]:
    """Overlays that the selection can be moved to, the topmost first."""
    return [
        Choice(overlay.id, overlay.name or "Overlay")
        for overlay in reversed(workspace.document.overlays())
        if not overlay.locked
    ]


def _nudge(dx_px: float, dy_px: float) -> Run:
    def run(workspace: Workspace) -> None:
        arranging.nudge(workspace, dx_px, dy_px)

    return run


def _turn(angle_deg: float) -> Run:
    def run(workspace: Workspace) -> None:
        arranging.turn(workspace, angle_deg)

    return run


def _order(label: str, order: arranging.Arrange) -> Run:
    def run(workspace: Workspace) -> None:
        arranging.arrange(workspace, label, order)

    return run


def _nudges() -> tuple[Command, ...]:
    ways = (("Left", -1, 0), ("Right", 1, 0), ("Up", 0, -1), ("Down", 0, 1))
    return tuple(
        Command(
            id=f"edit.nudge-{way.lower()}{suffix}",
            title=f"Nudge {way}{words}",
            keywords="move arrow key pan shift",
            run=_nudge(dx * length_px, dy * length_px),
            menu="Edit/Nudge",
            shortcut=f"{keys}{way}",
            repeats=True,
            on_map=True,
        )
        for suffix, words, length_px, keys in (
            ("", "", 1.0, ""),
            ("-far", " Far", FAR_PX, "Shift+"),
        )
        for way, dx, dy in ways
    )


_move_to_overlay = ask_for_choice("Move to overlay", overlay_choices, arranging.put_on_overlay)

EDIT_COMMANDS: tuple[Command, ...] = (
    Command(
        id="edit.undo",
        title="Undo",
        title_now=undo_title,
        run=undo,
        menu="Edit",
        shortcut="Ctrl+Z",
        icon="undo",
        enabled=can_undo,
        repeats=True,
    ),
    Command(
        id="edit.redo",
        title="Redo",
        title_now=redo_title,
        run=redo,
        menu="Edit",
        shortcut="Ctrl+Shift+Z Ctrl+Y",
        icon="redo",
        enabled=can_redo,
        repeats=True,
    ),
    Command(
        id="edit.cut",
        title="Cut",
        run=cut,
        menu="Edit",
        shortcut="Ctrl+X",
        icon="cut",
        group=1,
        enabled=can_cut,
    ),
    Command(
        id="edit.copy",
        title="Copy",
        run=copy,
        menu="Edit",
        shortcut="Ctrl+C",
        icon="copy",
        group=1,
        enabled=can_copy,
    ),
    Command(
        id="edit.paste",
        title="Paste",
        run=paste,
        menu="Edit",
        shortcut="Ctrl+V",
        icon="paste",
        group=1,
        enabled=has_clipboard,
    ),
    Command(
        id="edit.duplicate",
        title="Duplicate",
        run=arranging.duplicate,
        menu="Edit",
        shortcut="Ctrl+D",
        icon="duplicate",
        group=1,
        enabled=has_selection,
    ),
    Command(
        id="edit.delete",
        title="Delete",
        run=delete,
        menu="Edit",
        shortcut="Del",
        icon="delete",
        group=1,
        enabled=has_selection,
        on_map=True,
        keywords="remove",
    ),
    Command(
        id="edit.select-all",
        title="Select All",
        run=select_all,
        menu="Edit",
        shortcut="Ctrl+A",
        group=2,
    ),
    Command(
        id="edit.invert-selection",
        title="Invert Selection",
        run=invert_selection,
        menu="Edit",
        shortcut="Ctrl+Shift+I",
        group=2,
    ),
    Command(
        id="edit.deselect",
        title="Deselect",
        run=deselect,
        menu="Edit",
        shortcut="Ctrl+Shift+A",
        group=2,
        enabled=lambda workspace: bool(workspace.session.selection),
        keywords="select none clear",
    ),
    Command(
        id="edit.front",
        title="Bring to Front",
        run=_order("Bring to front", bring_to_front),
        menu="Edit/Order",
        shortcut="Shift+PgUp",
        icon="front",
        group=3,
        enabled=has_selection,
        on_map=True,
    ),
    Command(
        id="edit.forward",
        title="Bring Forward",
        run=_order("Bring forward", bring_forward),
        menu="Edit/Order",
        shortcut="PgUp",
        group=3,
        enabled=has_selection,
        on_map=True,
        repeats=True,
    ),
    Command(
        id="edit.backward",
        title="Send Backward",
        run=_order("Send backward", send_backward),
        menu="Edit/Order",
        shortcut="PgDown",
        group=3,
        enabled=has_selection,
        on_map=True,
        repeats=True,
    ),
    Command(
        id="edit.back",
        title="Send to Back",
        run=_order("Send to back", send_to_back),
        menu="Edit/Order",
        shortcut="Shift+PgDown",
        icon="back",
        group=3,
        enabled=has_selection,
        on_map=True,
    ),
    Command(
        id="edit.move-to-overlay",
        title="Move to Overlay",
        run=_move_to_overlay,
        choices=overlay_choices,
        choose=arranging.put_on_overlay,
        menu="Edit",
        icon="move-to",
        group=3,
        enabled=has_selection,
        keywords="layer",
    ),
    Command(
        id="edit.turn-right",
        title="Rotate Right 15°",
        run=_turn(TURN_DEG),
        menu="Edit/Rotate",
        shortcut="]",
        icon="rotate",
        group=3,
        enabled=has_selection,
        repeats=True,
        keywords="turn clockwise",
    ),
    Command(
        id="edit.turn-left",
        title="Rotate Left 15°",
        run=_turn(-TURN_DEG),
        menu="Edit/Rotate",
        shortcut="[",
        group=3,
        enabled=has_selection,
        repeats=True,
        keywords="turn counterclockwise",
    ),
    Command(
        id="edit.turn-by",
        title="Rotate by Angle…",
        run=turn_by,
        menu="Edit/Rotate",
        group=3,
        enabled=has_selection,
        keywords="turn degrees",
    ),
    *_nudges(),
)
