"""What the window says about the open file: changed on disk, not understood in part."""

from __future__ import annotations

from PySide6.QtCore import QObject

from baltic_desk.app import files, late_saving, merging
from baltic_desk.app.workspace import Workspace
from baltic_desk.io.problem import Problem
from baltic_desk.ui.banner import Banner
from baltic_desk.ui.file_watch import FileWatch, Seen

_CHANGED, _PROBLEMS = "changed", "problems"


class FileNotices(QObject):
    """Keeps the banner true to the file that the workspace belongs to."""

    def __init__(self, workspace: Workspace, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._banner = banner
        self._told: tuple[Problem, ...] = ()
        self._seen = ""
        """Digest of what was last found on the disk."""
        self.watch = FileWatch(self)
        self.watch.touched.connect(self._touched)
        workspace.subscribe(self._hear)
        self._hear("path")

    def _hear(self, topic: str) -> None:
        if topic == "path":
            self.watch.watch(self._workspace.path)
            self._banner.dismiss(_CHANGED)
            self._say_problems()
        elif topic == "claim":
            # Somebody else had the file, or it was out of reach: it may be another by now.
            if self._workspace.read_only:
                self.watch.look()
            else:
                self.watch.look_anew()
        elif topic == "disk":
            self.watch.look_anew()
        elif topic == "merging":
            under_way = self._workspace.merging
            if under_way is not None and under_way.digest == self._seen:
                self._banner.dismiss(_CHANGED)  # what was seen is what is listed

    def _touched(self, seen: Seen) -> None:
        workspace = self._workspace
        late_saving.hear(workspace)
        path, under_way = workspace.path, workspace.merging
        self._seen = seen.digest
        if path is None or not workspace.digest:
            return
        known = workspace.digest if under_way is None else under_way.digest
        if seen.stamp is None:
            self._banner.put(
                _CHANGED,
                f"{path.name} is no longer on the disk. Save to write it again.",
                (("Save", self._save), ("Save As…", self._save_as)),
            )
        elif seen.digest in ("", known) or late_saving.expects(workspace, seen.digest):
            self._banner.dismiss(_CHANGED)
        elif under_way is not None:
            self._banner.put(
                _CHANGED,
                f"{path.name} has been changed again by another program; the list shows what it "
                "held before.",
                (("Compare Again", self._merge),),
            )
        else:
            self._banner.put(
                _CHANGED,
                f"{path.name} has been changed by another program.",
                (
                    ("Reload", self._reload),
                    ("Keep Mine", self._keep),
                    ("Merge…", self._merge),
                    ("Save As…", self._save_as),
                ),
            )

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
        if not files.reload(self._workspace):
            self.watch.look_anew()

    def _keep(self) -> None:
        if not files.keep_mine(self._workspace):
            self.watch.look_anew()

    def _save(self) -> None:
        if not files.save(self._workspace):
            self.watch.look_anew()  # the button has taken the message away

    def _save_as(self) -> None:
        if not files.save_as(self._workspace):
            self.watch.look_anew()

    def _merge(self) -> None:
        if not merging.begin(self._workspace):
            self.watch.look_anew()
