"""Saving: what is written is looked at before a file is replaced, and who waits can stop it.

Whatever goes wrong, the file on the disk is as it was, the work is where it was, and the person is
told what happened and what can be done.
"""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import Literal

from baltic_desk.app import claiming, late_saving, merging
from baltic_desk.app.answering import NotAnsweredError, answered, is_same, stoppable
from baltic_desk.app.late_saving import LateSave
from baltic_desk.app.project_files import PROJECTS, folder_of, suggested_name
from baltic_desk.app.protocols import Choice
from baltic_desk.app.save_job import SaveJob
from baltic_desk.app.settings import with_recent_file
from baltic_desk.app.workspace import Workspace
from baltic_desk.io.header import SavedView
from baltic_desk.io.project import digest_of, dumps
from baltic_desk.io.save import FileChangedError, SaveError, SaveResult
from baltic_desk.io.save import save as save_bytes
from baltic_desk.io.save_gate import Gate
from baltic_desk.io.self_check import SelfCheckError
from baltic_desk.paths import is_there, read_regular

Outcome = Literal["saved", "left", "elsewhere"]
"""Saved; given up; or to be saved in another file."""

NOTHING_LOST = "Nothing is lost: the file is as it was before, and your work is still here."

_MERGE = Choice("merge", "Merge…")
_AS = Choice("as", "Save As…")
_AGAIN = Choice("again", "Try Again")
_OVER = Choice("over", "Save Over It", "destroy")
_COPY = Choice("copy", "Save a Copy Anyway…")
_CANCEL = Choice("cancel", "Cancel", "reject")
_CLOSE = Choice("close", "Close", "reject")
_WIDEST_SCALE = 1e10


@stoppable
def save(workspace: Workspace) -> bool:
    """Save to the project's file; ask for one when there is none or it must not be written."""
    if workspace.path is not None:
        late_saving.wait_for_all(workspace, workspace.path)
    if workspace.path is None or claiming.must_go_elsewhere(workspace):
        return save_as(workspace)
    workspace.settle()
    outcome = _try(workspace, workspace.path, workspace.digest or None)
    return outcome == "saved" or (outcome == "elsewhere" and save_as(workspace))


@stoppable
def save_as(workspace: Workspace) -> bool:
    """Ask for a file name and save there; the project belongs to that file from then on."""
    workspace.settle()
    suggestion = folder_of(workspace) / suggested_name(workspace)
    while True:
        path = workspace.ask.save_file("Save project", (PROJECTS,), suggestion)
        if path is None:
            return False
        path = path.absolute()
        late_saving.wait_for_all(workspace, path)
        agreed = _agreed_to(workspace, path)
        with claiming.holding(workspace, path) as refusal:
            outcome = "elsewhere" if refusal else _try(workspace, path, agreed)
        if refusal is not None:
            workspace.ask.tell(*refusal)
        if outcome != "elsewhere":
            return outcome == "saved"


def write_bytes(
    workspace: Workspace, path: Path, content: bytes, *, backup: bool = True
) -> SaveResult:
    """Put bytes in a file that is not the project's. SaveError where that fails.

    Who does not wait gets a NotAnsweredError, and has the old file unless that says otherwise.
    """
    gate = Gate()
    try:
        return answered(
            workspace,
            path.name,
            lambda: save_bytes(path, content, backup=backup, gate=gate),
            words=f"Saving {path.name} …",
        )
    except NotAnsweredError:
        if gate.give_up():
            raise
        text = f"It is not known whether {path.name} was written: its disk does not answer."
        raise NotAnsweredError(text) from None


def encoded(workspace: Workspace) -> bytes:
    """The project as a file would hold it now, with where the camera stands."""
    return dumps(workspace.document, view=present_view(workspace))


def present_view(workspace: Workspace) -> SavedView | None:
    """Where the camera stands; None where no file could say it."""
    lon, lat = workspace.camera.center()
    scale = workspace.camera.scale_denominator()
    if not (all(map(math.isfinite, (lon, lat, scale))) and 0.5 < scale < _WIDEST_SCALE):
        return None
    if abs(lon) > 180 or abs(lat) > 90:
        return None
    return SavedView(
        lon=round(lon, 6),
        lat=round(lat, 6),
        scale=float(round(scale)),
        projection=workspace.settings.projection,
    )


# -- one try ---------------------------------------------------------------------------------------


def _try(workspace: Workspace, path: Path, expected_digest: str | None) -> Outcome:
    """Write the project there; ask what to do as often as it cannot be."""
    while True:
        try:
            return "saved" if _write(workspace, path, expected_digest) else "left"
        except FileChangedError:
            # What changes from now on is asked about again.
            expected_digest = answered(workspace, path.name, partial(_digest_now, path))
            own = path == workspace.path
            answer = workspace.ask.choose(
                f"{path.name} has been changed by another program.",
                "Saving over it puts what the other program wrote among the kept versions.",
                (_MERGE, _AS, _OVER, _CANCEL) if own else (_AS, _OVER, _CANCEL),
            )
        except SaveError as error:
            answer = workspace.ask.choose(
                f"{path.name} was not saved: {error.text}.",
                f"{error.advice} {NOTHING_LOST}",
                (_AS, _AGAIN, _CLOSE),
            )
        except SelfCheckError as error:
            answer = workspace.ask.choose(
                f"{path.name} was not saved: the file would not hold what is on the desk.",
                f"{error} This is a fault of the program, not yours. {NOTHING_LOST} A copy under "
                "another name can be saved as it is.",
                (_COPY, _CLOSE),
            )
        match answer:
            case "again" | "over" if claiming.taken_meanwhile(workspace, path):
                return "elsewhere"
            case "again" | "over":
                continue
            case "as":
                return "elsewhere"
            case "merge":
                merging.begin(workspace)
                return "left"
            case "copy":
                _save_copy(workspace, path)
                return "left"
            case _:
                return "left"


def _agreed_to(workspace: Workspace, path: Path) -> str:
    """Digest of what somebody has agreed to write over; empty where there is no such file.

    Of the project's own file it is what was known of it, not what another program made of it since.
    """
    own, known = workspace.path, workspace.digest

    def agreed() -> str:
        if known and is_there(path) and is_same(path, own):
            return known
        return _digest_now(path)

    return answered(workspace, path.name, agreed)


def _digest_now(path: Path) -> str:
    try:
        return digest_of(read_regular(path))
    except OSError:
        return ""


def _write(workspace: Workspace, path: Path, expected_digest: str | None) -> bool:
    """Write the project there; False when the person would not wait."""
    document = workspace.document
    job = SaveJob(document, present_view(workspace), path, expected_digest)
    changed: list[frozenset[str]] = []
    stop_hearing = document.on_stored(changed.append)
    try:
        workspace.ask.wait(f"Saving {path.name} …", job.steps())
    finally:
        if not job.hanging:
            stop_hearing()
    if job.hanging:
        late = LateSave(job, document, path, lambda: bool(changed), stop_hearing)
        workspace.late_saves.append(late)
        workspace.say(
            f"It is not known yet whether {path.name} is saved: its disk does not answer. Your "
            "work is still here."
        )
        return False
    if job.result is None:
        workspace.say(f"{path.name} was not saved; the file is as it was.")
        return False
    late_saving.saved(workspace, job, path, changed=bool(changed))
    workspace.replace_settings(with_recent_file(workspace.settings, path))
    workspace.say(job.result.warning or f"Saved {path.name}.")
    return True


def _save_copy(workspace: Workspace, path: Path) -> None:
    """Save what the self-check has refused, in a file that is not the project's."""
    suggestion = path.with_name(f"{path.stem}-copy{path.suffix}")
    copy = workspace.ask.save_file("Save a copy", (PROJECTS,), suggestion)
    if copy is None:
        return
    if answered(workspace, copy.name, lambda: is_same(copy, path)):
        workspace.ask.tell(f"{path.name} stays as it is.", "Save the copy under another name.")
        return
    try:
        write_bytes(workspace, copy, encoded(workspace))
    except SaveError as error:
        workspace.ask.tell(f"{copy.name} was not saved: {error.text}.", error.advice)
        return
    workspace.say(f"Saved a copy as {copy.name}; the project itself is not saved.")
