"""Going from looking at a file to editing it: what was read-only, free by now, or taken over."""

from __future__ import annotations

from baltic_desk.app import claiming, files
from baltic_desk.app.answering import stoppable
from baltic_desk.app.claim_words import name_of
from baltic_desk.app.workspace import Workspace


def may_edit(workspace: Workspace) -> bool:
    """Whether the file is read-only for a reason that can be overcome."""
    return workspace.path is not None and workspace.read_only not in (None, "newer")


@stoppable
def edit(workspace: Workspace) -> bool:
    """Claim the file on the desk, taken over from who is known to have it; whether it may be saved.

    What another has written into it meanwhile is read first. Where that would cost changes made
    here, nothing is read: saving then asks, and what the file holds now can be merged.
    """
    path, claims = workspace.path, workspace.claims
    if path is None or not may_edit(workspace):
        return False
    workspace.settle()
    if claims is not None:
        over = claims.holder
        while (holder := claims.take_up(over)) is not None:
            if over is not None and holder.token == over.token:
                claims.tell_stuck(path)
                return False
            if not claiming.ask_over(workspace, path, holder):
                workspace.claim_changed()
                return False
            over = holder
    if workspace.modified or not files.changed_on_disk(workspace):
        workspace.hold_read_only(None)
        workspace.say(f"{name_of(path)} can be edited and saved.")
        return True
    done = files.load_file(workspace, path, keep_camera=True)
    if claims is not None:
        claims.settle()
    return done
