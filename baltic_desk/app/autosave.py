"""Unsaved work kept on the disk while it lasts."""

from __future__ import annotations

from pathlib import Path

from baltic_desk.app import files
from baltic_desk.app.workspace import Workspace
from baltic_desk.io.header import SavedView
from baltic_desk.io.recovery import GoneOn, Recovered, RecoveryJournal


class Autosave:
    """Keeps one journal for the document that is on the desk."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._document = workspace.document
        self._recovered: Recovered | None = None
        self._view: SavedView | None = None
        self._journal: RecoveryJournal | None = self._fresh()
        self._stop_hearing = workspace.subscribe(self._hear)

    @property
    def warning(self) -> str | None:
        """Why unsaved work is not being kept at the moment; None when it is."""
        return self._journal.warning if self._journal is not None else None

    @property
    def kept(self) -> bool:
        """Whether everything that has to be on the disk is there."""
        return self._journal is None or self._journal.kept

    @property
    def folder(self) -> Path | None:
        """Folder of this document's journal, whether or not it is there yet."""
        return self._journal.folder if self._journal is not None else None

    def goes_on(self, recovered: Recovered) -> None:
        """Say, before it is put on the desk, that a document is recovered work."""
        self._recovered = recovered

    def put_picture(self, png: bytes) -> None:
        """Keep a picture of how the work looks, for the next start."""
        if self._journal is not None:
            self._journal.put_picture(png)

    def look(self) -> None:
        """Keep where the camera stands; to be called now and then."""
        view = files.present_view(self._workspace)
        if view is None or view == self._view or not self._workspace.modified:
            return
        if self._journal is not None:
            self._view = view
            self._journal.look(view)

    def flush(self) -> None:
        """Write what is pending now."""
        if self._journal is not None:
            self._journal.flush()

    def finish(self) -> None:
        """The document is saved or given up: nothing is to be recovered."""
        if self._journal is not None:
            self._stop_hearing()
            self._journal.close()
            self._journal = None

    def _fresh(self) -> RecoveryJournal:
        workspace, recovered = self._workspace, self._recovered
        self._recovered = None
        ours = recovered is not None and recovered.document is workspace.document
        self._view = files.present_view(workspace)
        self._common = workspace.common
        gone_on = recovered.gone_on if recovered is not None and ours else None
        if gone_on is None and workspace.document.history.clean_cursor is None:
            # It came other than its file is; else the history leads to what the file holds.
            gone_on = GoneOn(saved=workspace.common)
        return RecoveryJournal(
            workspace.document,
            original_path=workspace.path,
            base_digest=workspace.digest,
            read_only=workspace.read_only == "newer",
            view=self._view,
            gone_on=gone_on,
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
            # After merging, and when work went on during a save, the file holds something else.
            holds = None if workspace.common is self._common else workspace.common
            self._common = workspace.common
            self._journal.saved(
                workspace.path,
                workspace.digest,
                read_only=workspace.read_only == "newer",
                holds=holds,
            )
