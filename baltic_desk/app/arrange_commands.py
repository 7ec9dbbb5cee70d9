"""Commands of the Edit menu that arrange the selection: order, overlay, rotation, small moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from baltic_desk.app import arranging
from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.edit_commands import has_selection
from baltic_desk.app.protocols import Choice
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.ordering import (
    bring_forward,
    bring_to_front,
    send_backward,
    send_to_back,
)

TURN_DEG = 15.0
FAR_PX = 10.0

Run = Callable[[Workspace], None]


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

ARRANGE_COMMANDS: tuple[Command, ...] = (
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
