"""Unsaved work kept on the disk while it lasts, and offered back after a crash."""

from __future__ import annotations

from datetime import datetime

from baltic_desk.app import files, sight
from baltic_desk.app.protocols import Choice, Row
from baltic_desk.app.workspace import UNTITLED, Workspace
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.recovery import (
    Recoverable,
    RecoveryJournal,
    crashed_sessions,
    discard,
    recover,
)

_CHOICES = (
    Choice("recover", "Recover"),
    Choice("discard", "Discard", "destroy"),
    Choice("later", "Later", "reject"),
)


class Autosave:
    """Keeps one journal for the document that is on the desk."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._document = workspace.document
        self._journal: RecoveryJournal | None = self._fresh()
        self._stop_hearing = workspace.subscribe(self._hear)

    @property
    def warning(self) -> str | None:
        """Why unsaved work is not being kept at the moment; None when it is."""
        return self._journal.warning if self._journal is not None else None

    def flush(self) -> None:
        """Write what is pending now."""
        if self._journal is not None:
            self._journal.flush()

    def finish(self) -> None:
        """The document is saved or given up: nothing is to be recovered."""
        self._stop_hearing()
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _fresh(self) -> RecoveryJournal:
        return RecoveryJournal(
            self._workspace.document,
            original_path=self._workspace.path,
            base_digest=self._workspace.digest,
        )

    def _hear(self, topic: str) -> None:
        # "path" follows each change of document, of file and each saving.
        if topic != "path":
            return
        workspace = self._workspace
        if workspace.document is not self._document:
            if self._journal is not None:
                self._journal.close()
            self._document = workspace.document
            self._journal = self._fresh()
        elif self._journal is not None and workspace.path is not None:
            self._journal.saved(workspace.path, workspace.digest)


def offer_recovery(workspace: Workspace) -> bool:
    """List what crashed sessions left, if any; whether one of them is on the desk now.

    What is neither recovered nor discarded is offered again at the next start.
    """
    left = crashed_sessions()
    while left:
        rows = [Row(str(number), *_described(one)) for number, one in enumerate(left)]
        picked = workspace.ask.pick(
            "Recover unsaved work",
            "The program ended without saving. What was being worked on has been kept.",
            rows,
            _CHOICES,
        )
        if picked is None or picked[1] == "later":
            return False
        chosen = left.pop(int(picked[0]))
        try:
            if picked[1] == "recover":
                return _put_back(workspace, chosen)
            discard(chosen)
        except ProjectError as error:
            workspace.ask.tell("That cannot be recovered.", str(error))
    return False


def _put_back(workspace: Workspace, chosen: Recoverable) -> bool:
    if not files.may_leave(workspace):
        return False
    loaded = recover(chosen)
    path = chosen.original_path
    # The file may have gone on without us: then saving asks before writing over it.
    workspace.adopt(
        loaded.document,
        path=path if path is not None and path.exists() else None,
        digest=chosen.base_digest,
        read_only=loaded.read_only,
        problems=loaded.problems,
        view=loaded.view,
    )
    if loaded.view is None:
        sight.show(workspace.camera, loaded.document.features())
    workspace.say(f"Recovered {chosen.title or UNTITLED}; it is not saved yet.")
    return True


def _described(one: Recoverable) -> tuple[str, str]:
    name = one.title or (one.original_path.name if one.original_path else UNTITLED)
    when = one.saved_at.astimezone()
    today = when.date() == datetime.now(tz=when.tzinfo).date()
    count = f"{one.feature_count} feature{'' if one.feature_count == 1 else 's'}"
    where = f" · {one.original_path}" if one.original_path else " · never saved"
    return name, f"{when:%H:%M}{'' if today else f'{when: %d %b %Y}'} · {count}{where}"
