"""What the window says about the open file: changed on disk, read-only, not understood in part."""

from __future__ import annotations

from PySide6.QtCore import QObject

from baltic_desk.app import files
from baltic_desk.app.workspace import Workspace
from baltic_desk.io.problem import Problem
from baltic_desk.ui.banner import Banner
from baltic_desk.ui.file_watch import FileWatch

_CHANGED, _READ_ONLY, _PROBLEMS = "changed", "read-only", "problems"


class FileNotices(QObject):
    """Keeps the banner true to the file that the workspace belongs to."""

    def __init__(self, workspace: Workspace, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._banner = banner
        self._told: tuple[Problem, ...] = ()
        self.watch = FileWatch(self)
        self.watch.touched.connect(self._touched)
        workspace.subscribe(self._hear)
        self._hear("path")

    def _hear(self, topic: str) -> None:
        if topic == "path":
            self.watch.watch(self._workspace.path)
            self._banner.dismiss(_CHANGED)
            self._say_read_only()
            self._say_problems()

    def _touched(self) -> None:
        path = self._workspace.path
        if path is None:
            return
        if not path.exists():
            self._banner.put(
                _CHANGED,
                f"{path.name} is no longer on the disk. Save to write it again.",
                (("Save", self._save),),
            )
        elif files.changed_on_disk(self._workspace):
            self._banner.put(
                _CHANGED,
                f"{path.name} has been changed by another program.",
                (("Reload", self._reload), ("Keep Mine", self._keep)),
            )
        else:
            self._banner.dismiss(_CHANGED)

    def _say_read_only(self) -> None:
        if self._workspace.read_only:
            self._banner.put(
                _READ_ONLY,
                "This file was made by a newer version. Saving here would lose what this version "
                "does not know, so it can only be saved under another name.",
                (("Save As…", self._save_as),),
            )
        else:
            self._banner.dismiss(_READ_ONLY)

    def _say_problems(self) -> None:
        problems = self._workspace.problems
        if problems and problems != self._told:
            count = len(problems)
            self._banner.put(
                _PROBLEMS,
                f"{count} {'thing' if count == 1 else 'things'} in this file could not be taken "
                f"as it stands.",
                (("Show", self._show_problems),),
            )
        elif not problems:
            self._banner.dismiss(_PROBLEMS)
        self._told = problems

    def _show_problems(self) -> None:
        self._workspace.run("help.problems")

    def _reload(self) -> None:
        files.reload(self._workspace)

    def _keep(self) -> None:
        files.keep_mine(self._workspace)

    def _save(self) -> None:
        files.save(self._workspace)

    def _save_as(self) -> None:
        files.save_as(self._workspace)
