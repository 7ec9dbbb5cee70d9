"""Saving: what is written is looked at before a file is replaced, and who waits can stop it.

Whatever goes wrong, the file on the disk is as it was, the work is where it was, and the person is
told what happened and what can be done.
"""

from __future__ import annotations

import math
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from baltic_desk.app import claiming, merging
from baltic_desk.app.project_files import PROJECTS, folder_of, suggested_name
from baltic_desk.app.protocols import Choice
from baltic_desk.app.settings import with_recent_file
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.in_steps import Steps
from baltic_desk.document.store import Entry
from baltic_desk.io.backups import Content, described, versions_of
from baltic_desk.io.header import SavedView
from baltic_desk.io.moments import moment_of
from baltic_desk.io.project import digest_of, dumps, pieces
from baltic_desk.io.save import FileChangedError, SaveError, SaveResult
from baltic_desk.io.save import save as save_bytes
from baltic_desk.io.save_gate import Gate, GivenUpError
from baltic_desk.io.self_check import SelfCheckError, self_check
from baltic_desk.paths import is_same_file, read_regular

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
_TICK_S = 0.005
_WIDEST_SCALE = 1e10


def save(workspace: Workspace) -> bool:
    """Save to the project's file; ask for one when there is none or it must not be written."""
    if workspace.path is None or claiming.must_go_elsewhere(workspace):
        return save_as(workspace)
    workspace.settle()
    outcome = _try(workspace, workspace.path, workspace.digest or None)
    return outcome == "saved" or (outcome == "elsewhere" and save_as(workspace))


def save_as(workspace: Workspace) -> bool:
    """Ask for a file name and save there; the project belongs to that file from then on."""
    workspace.settle()
    suggestion = folder_of(workspace) / suggested_name(workspace)
    while True:
        path = workspace.ask.save_file("Save project", (PROJECTS,), suggestion)
        if path is None:
            return False
        agreed = _agreed_to(workspace, path)
        with claiming.holding(workspace, path.absolute()) as refusal:
            outcome = "elsewhere" if refusal else _try(workspace, path.absolute(), agreed)
        if refusal is not None:
            workspace.ask.tell(*refusal)
        if outcome != "elsewhere":
            return outcome == "saved"


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
            expected_digest = _digest_now(path)  # what changes from now on is asked about again
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
    own = workspace.path
    there = own is not None and path.exists() and own.exists()
    if own is not None and there and workspace.digest and path.samefile(own):
        return workspace.digest
    return _digest_now(path)


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
        stop_hearing()
    result = job.result
    if result is None:
        workspace.say(f"{path.name} was not saved; the file is as it was.")
        return False
    if not changed:
        document.history.mark_clean()
    workspace.versions.keep(path, job.contents(result))
    workspace.common = job.entries
    workspace.show_merging(None)  # the file holds what is here
    workspace.bind(path, digest=result.digest, problems=workspace.problems)
    workspace.replace_settings(with_recent_file(workspace.settings, path))
    workspace.say(result.warning or f"Saved {path.name}.")
    return True


def _save_copy(workspace: Workspace, path: Path) -> None:
    """Save what the self-check has refused, in a file that is not the project's."""
    suggestion = path.with_name(f"{path.stem}-copy{path.suffix}")
    copy = workspace.ask.save_file("Save a copy", (PROJECTS,), suggestion)
    if copy is None:
        return
    if is_same_file(copy, path):
        workspace.ask.tell(f"{path.name} stays as it is.", "Save the copy under another name.")
        return
    try:
        save_bytes(copy, encoded(workspace))
    except SaveError as error:
        workspace.ask.tell(f"{copy.name} was not saved: {error.text}.", error.advice)
        return
    workspace.say(f"Saved a copy as {copy.name}; the project itself is not saved.")


class SaveJob:
    """Encodes a document, and has it looked at and written in a thread.

    The document must not change meanwhile: whoever waits lets nothing else be done.

    Attributes
    ----------
    result
        What came of it; None as long as the file is the old one.
    """

    def __init__(
        self, document: Document, view: SavedView | None, path: Path, expected_digest: str | None
    ) -> None:
        self.result: SaveResult | None = None
        self._document = document
        self._view = view
        self._path = path
        self._expected_digest = expected_digest
        self.entries: tuple[Entry, ...] = ()
        self._content = b""
        self._gate = Gate()
        self._error: Exception | None = None

    def steps(self) -> Steps[SaveResult | None]:
        """Do it, in steps of milliseconds. Stopped, the file is the old one or `result` is there.

        Raises
        ------
        SaveError, SelfCheckError
            When it cannot be.
        """
        yield
        self.entries = tuple(self._document.all_entries())
        parts: list[bytes] = []
        for piece in pieces(self._document, view=self._view):
            if piece:
                parts.append(piece)
            yield
        self._content = b"".join(parts)
        # One that hangs in a share that has gone must not keep the program from ending.
        worker = threading.Thread(target=self._run, name="saving", daemon=True)
        worker.start()
        try:
            while worker.is_alive():
                worker.join(_TICK_S)
                yield
        finally:
            if worker.is_alive() and not self._gate.give_up():
                worker.join()
        if self._error is not None:
            raise self._error
        return self.result

    def contents(self, result: SaveResult) -> tuple[Content, ...]:
        """What is to be kept of it: what was in the file, and what is."""
        now = Content(
            self._content,
            datetime.now(UTC),
            title=self._document.project.title,
            features=sum(isinstance(entry.record, Feature) for entry in self.entries),
        )
        if result.old is None:
            return (now,)
        title, features = described(result.old)
        at = moment_of(result.old_at)
        return Content(result.old, at, title=title, features=features), now

    def _run(self) -> None:
        try:
            self_check(self._content, self.entries, self._view)
            self._gate.check()
            known = {version.digest for version in versions_of(self._path).versions}
            self.result = save_bytes(
                self._path,
                self._content,
                expected_digest=self._expected_digest,
                want_old=self._expected_digest not in known,
                gate=self._gate,
            )
        except GivenUpError:
            return
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            self._error = error
