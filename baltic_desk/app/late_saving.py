"""Saves that were not waited for when it was too late to stop them: the share may yet do them.

Nothing else is written to such a file before it is known what became of it, and when it turns out
to be saved, the program knows the file for its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from baltic_desk.app.answering import answered
from baltic_desk.app.save_job import SaveJob
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.io.project_claim import real_path


@dataclass(frozen=True, slots=True)
class LateSave:
    """One of them.

    Attributes
    ----------
    changed
        Whether the document has changed since.
    stop_hearing
        To be called when that does not matter any more.
    """

    job: SaveJob
    document: Document
    path: Path
    changed: Callable[[], bool]
    stop_hearing: Callable[[], None]

    def is_of(self, workspace: Workspace) -> bool:
        """Whether it is about what is on the desk."""
        return workspace.document is self.document and workspace.path == self.path


def saved(workspace: Workspace, job: SaveJob, path: Path, *, changed: bool) -> None:
    """The document on the desk belongs to that file, which holds what was to be saved."""
    result = job.result
    assert result is not None
    if not changed:
        workspace.document.history.mark_clean()
    workspace.versions.keep(path, job.contents(result), job.folder)
    workspace.common = job.entries
    workspace.show_merging(None)  # the file holds what is here
    workspace.bind(path, digest=result.digest, problems=workspace.problems)


def hear(workspace: Workspace) -> None:
    """Take note of what has come to its end meanwhile; called now and then by the window."""
    for late in tuple(workspace.late_saves):
        if not late.job.ended.is_set():
            continue
        workspace.late_saves.remove(late)
        late.stop_hearing()
        if late.job.result is None:
            workspace.say(f"{late.path.name} was not saved; the file is as it was.")
        else:
            if late.is_of(workspace):
                saved(workspace, late.job, late.path, changed=late.changed())
            workspace.say(f"{late.path.name} was saved after all.")


def expects(workspace: Workspace, digest: str) -> bool:
    """Whether the file on the desk may hold this because of such a save."""
    return any(late.is_of(workspace) and late.job.digest == digest for late in workspace.late_saves)


def wait_for_all(workspace: Workspace, path: Path) -> None:
    """Wait until it is known what became of those to this file. NotAnsweredError as `answered`."""
    hear(workspace)
    jobs = tuple(late.job for late in workspace.late_saves)
    if jobs:

        def wait() -> None:
            real = real_path(path)
            for job in jobs:
                if job.real == real:
                    job.ended.wait()

        answered(workspace, path.name, wait)
        hear(workspace)
