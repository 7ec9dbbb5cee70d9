"""Commands of the Overlay menu. They act on the active overlay, or ask which one is meant."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from baltic_desk.app.arranging import said_of_subordinates
from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.protocols import Choice
from baltic_desk.app.symbol_offsets import has_offset, reset_offset
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.anchoring import deletion
from baltic_desk.document.document import new_id
from baltic_desk.document.ordering import move_overlay
from baltic_desk.document.project import Overlay

AMPLIFIERS = {
    "auto": "As the Scale Allows",
    "all": "All",
    "short": "Designation Only",
    "none": "None",
}
"""How many texts an overlay's units may have, and what to call it."""


def add_overlay(workspace: Workspace) -> None:
    """A new overlay on top, which new features then go to."""
    overlay = Overlay(id=new_id(), name=fresh_name(workspace))
    workspace.settle()
    with workspace.document.edit(f"Add {overlay.name}") as change:
        change.put(overlay)
    workspace.session.active_overlay = overlay.id


def fresh_name(workspace: Workspace) -> str:
    """A name that no overlay has: "Overlay 3"."""
    taken = {overlay.name for overlay in workspace.document.overlays()}
    number = len(taken) + 1
    while f"Overlay {number}" in taken:
        number += 1
    return f"Overlay {number}"


def active(workspace: Workspace) -> Overlay | None:
    """The active overlay."""
    record = workspace.document.get(workspace.session.active_overlay or "")
    return record if isinstance(record, Overlay) else None


def has_active(workspace: Workspace) -> bool:
    """Whether there is an overlay to draw on."""
    return workspace.session.active_overlay is not None


def has_overlays(workspace: Workspace) -> bool:
    """Whether there are overlays at all."""
    return bool(workspace.document.overlays())


def rename_overlay(workspace: Workspace) -> None:
    """Ask for the active overlay's name."""
    overlay = active(workspace)
    name = overlay and workspace.ask.text("Rename overlay", "Name", overlay.name)
    if overlay is None or not name or name == overlay.name:
        return
    with workspace.document.edit(f"Rename {overlay.name}") as change:
        change.put(replace(overlay, name=name))


def delete_overlay(workspace: Workspace) -> None:
    """Delete the active overlay with everything on it; undo brings all of it back."""
    overlay = active(workspace)
    if overlay is None:
        return
    workspace.settle()
    count = len(workspace.document.ids_on(overlay.id))
    with workspace.document.edit(f"Delete {overlay.name or 'overlay'}") as change:
        gone = deletion(workspace.document, [overlay.id])
        gone.fill(change)
    orphans = said_of_subordinates(workspace.document, gone)
    said = f"Deleted {overlay.name or 'the overlay'} with {count} on it; undo restores it."
    workspace.say(f"{said} {orphans}." if orphans else said)


def toggle_visible(workspace: Workspace, overlay_id: str) -> None:
    """Show or hide an overlay."""
    overlay = workspace.document.get(overlay_id)
    if isinstance(overlay, Overlay):
        verb = "Hide" if overlay.visible else "Show"
        with workspace.document.edit(f"{verb} {overlay.name}") as change:
            change.put(replace(overlay, visible=not overlay.visible))


def toggle_locked(workspace: Workspace, overlay_id: str) -> None:
    """Lock or unlock an overlay."""
    overlay = workspace.document.get(overlay_id)
    if isinstance(overlay, Overlay):
        verb = "Unlock" if overlay.locked else "Lock"
        with workspace.document.edit(f"{verb} {overlay.name}") as change:
            change.put(replace(overlay, locked=not overlay.locked))


def activate(workspace: Workspace, overlay_id: str) -> None:
    """Make an overlay the one that new features go to."""
    workspace.session.active_overlay = overlay_id


def raise_overlay(workspace: Workspace) -> None:
    """The active overlay one up."""
    _step(workspace, 1, "Raise")


def lower_overlay(workspace: Workspace) -> None:
    """The active overlay one down."""
    _step(workspace, -1, "Lower")


def _step(workspace: Workspace, by: int, verb: str) -> None:
    overlay = active(workspace)
    if overlay is None:
        return
    ids = [other.id for other in workspace.document.overlays()]
    index = ids.index(overlay.id) + by
    if 0 <= index < len(ids):
        with workspace.document.edit(f"{verb} {overlay.name}") as change:
            move_overlay(change, workspace.document, overlay.id, index)


def shown_choices(workspace: Workspace) -> Sequence[Choice]:
    """Overlays, the topmost first, ticked when shown."""
    return [_choice(o, o.visible) for o in reversed(workspace.document.overlays())]


def locked_choices(workspace: Workspace) -> Sequence[Choice]:
    """Overlays, the topmost first, ticked when locked."""
    return [_choice(o, o.locked) for o in reversed(workspace.document.overlays())]


def active_choices(workspace: Workspace) -> Sequence[Choice]:
    """Overlays that can be drawn on, the topmost first, the active one ticked."""
    now = workspace.session.active_overlay
    return [
        _choice(overlay, overlay.id == now)
        for overlay in reversed(workspace.document.overlays())
        if overlay.visible and not overlay.locked
    ]


def amplifier_choices(workspace: Workspace) -> Sequence[Choice]:
    """How many texts units may have, that of the active overlay ticked."""
    overlay = active(workspace)
    now = overlay.amplifiers if overlay is not None else ""
    return [Choice(i, title, checked=i == now) for i, title in AMPLIFIERS.items()]


def choose_amplifiers(workspace: Workspace, choice: str) -> None:
    """Show so many texts beside the units of the active overlay."""
    overlay = active(workspace)
    if overlay is not None:
        set_amplifiers(workspace, overlay.id, choice)


def set_amplifiers(workspace: Workspace, overlay_id: str, choice: str) -> None:
    """Show so many texts beside an overlay's units: a key of `AMPLIFIERS`."""
    overlay = workspace.document.get(overlay_id)
    if isinstance(overlay, Overlay) and overlay.amplifiers != choice:
        workspace.settle()
        with workspace.document.edit(f"Change texts on {overlay.name}") as change:
            change.put(replace(overlay, amplifiers=choice))


def is_fanned(workspace: Workspace) -> bool:
    """Whether units that stand on one another fan out on the active overlay."""
    overlay = active(workspace)
    return overlay is not None and overlay.declutter == "fan"


def toggle_fan(workspace: Workspace) -> None:
    """Fan out stacked units of the active overlay, or leave them as they stand."""
    overlay = active(workspace)
    if overlay is not None:
        set_fanned(workspace, overlay.id, fanned=overlay.declutter != "fan")


def set_fanned(workspace: Workspace, overlay_id: str, *, fanned: bool) -> None:
    """Fan out stacked units of an overlay, or leave them as they stand."""
    overlay = workspace.document.get(overlay_id)
    choice = "fan" if fanned else "none"
    if isinstance(overlay, Overlay) and overlay.declutter != choice:
        workspace.settle()
        verb = "Fan out" if fanned else "Stack"
        with workspace.document.edit(f"{verb} units on {overlay.name}") as change:
            change.put(replace(overlay, declutter=choice))


def _choice(overlay: Overlay, checked: bool) -> Choice:
    return Choice(overlay.id, overlay.name or "Overlay", checked=checked)


OVERLAY_COMMANDS: tuple[Command, ...] = (
    Command(
        id="overlay.add",
        title="New Overlay",
        run=add_overlay,
        menu="Overlay",
        shortcut="Ctrl+Shift+N",
        icon="overlay-add",
        keywords="layer add",
    ),
    Command(
        id="overlay.rename",
        title="Rename…",
        run=rename_overlay,
        menu="Overlay",
        icon="rename",
        enabled=has_active,
        keywords="overlay layer name",
    ),
    Command(
        id="overlay.delete",
        title="Delete Overlay with Everything on It",
        run=delete_overlay,
        menu="Overlay",
        icon="overlay-delete",
        enabled=has_active,
        keywords="layer remove",
    ),
    Command(
        id="overlay.activate",
        title="Draw On",
        run=ask_for_choice("Draw on", active_choices, activate),
        choices=active_choices,
        choose=activate,
        menu="Overlay",
        icon="overlay",
        group=1,
        enabled=has_overlays,
        keywords="active overlay layer",
    ),
    Command(
        id="overlay.show",
        title="Shown",
        run=ask_for_choice("Show or hide", shown_choices, toggle_visible),
        choices=shown_choices,
        choose=toggle_visible,
        menu="Overlay",
        icon="eye",
        group=1,
        enabled=has_overlays,
        keywords="overlay layer hide visible",
    ),
    Command(
        id="overlay.lock",
        title="Locked",
        run=ask_for_choice("Lock or unlock", locked_choices, toggle_locked),
        choices=locked_choices,
        choose=toggle_locked,
        menu="Overlay",
        icon="lock",
        group=1,
        enabled=has_overlays,
        keywords="overlay layer unlock protect",
    ),
    Command(
        id="overlay.raise",
        title="Raise Overlay",
        run=raise_overlay,
        menu="Overlay",
        shortcut="Ctrl+Shift+Up",
        icon="raise",
        group=2,
        enabled=has_active,
        keywords="layer up order",
    ),
    Command(
        id="overlay.lower",
        title="Lower Overlay",
        run=lower_overlay,
        menu="Overlay",
        shortcut="Ctrl+Shift+Down",
        icon="lower",
        group=2,
        enabled=has_active,
        keywords="layer down order",
    ),
    Command(
        id="overlay.amplifiers",
        title="Texts Beside Units",
        run=ask_for_choice("Texts beside units", amplifier_choices, choose_amplifiers),
        choices=amplifier_choices,
        choose=choose_amplifiers,
        menu="Overlay",
        group=3,
        enabled=has_active,
        keywords="amplifiers labels designation short hide overlay declutter",
    ),
    Command(
        id="overlay.declutter",
        title="Fan Out Stacked Units",
        run=toggle_fan,
        menu="Overlay",
        group=3,
        checked=is_fanned,
        enabled=has_active,
        keywords="declutter spread leader lines overlap",
    ),
    Command(
        id="unit.reset-offset",
        title="Reset Symbol Offset",
        run=reset_offset,
        menu="Overlay",
        group=3,
        enabled=has_offset,
        keywords="leader line place declutter move back",
    ),
)
