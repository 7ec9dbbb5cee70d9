"""The window in which a version is chosen, looked at and brought back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app import sight, versions
from baltic_desk.app.versions import Listed, Look, ProjectVersions, VersionError, when
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.version_comparison import VersionDifference, stored_of
from baltic_desk.ui.difference_list import DifferenceList
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.two_lines import TwoLineDelegate
from baltic_desk.ui.plain_text import plain_label
from baltic_desk.ui.versions.last_asked import LastAsked
from baltic_desk.ui.versions.rows import VersionModel

_REST_MS = 150
"""Changes in a burst are looked at once."""
_SIZE = 900, 560
_GAP_PX = 10
_LOOKING = "Looking for versions …"
_COMPARING = "Comparing with what is on the desk …"
_NONE = "Nothing is kept of this project yet. Each time it is saved, a version is."
_OTHER = "This is another project than the one on the desk: open a copy, or save the version."


class VersionsDialog(QDialog):
    """Versions at the left; at the right what has become of the chosen one since.

    It follows the desk: what is compared is what is there now.
    """

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Versions")
        self.resize(*_SIZE)
        self._workspace = workspace
        self._projects: tuple[ProjectVersions, ...] = ()
        self._look: Look | None = None
        self._listing = LastAsked(self)
        self._looking = LastAsked(self)
        self.projects = QComboBox()
        self.projects.setAccessibleName("Project")
        self.projects.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.projects.currentIndexChanged.connect(self._show_project)
        self._model = VersionModel(self)
        self.list = QListView()
        self.list.setAccessibleName("Versions")
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self._model)
        self.list.setItemDelegate(TwoLineDelegate(self.list))
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.heading = _label()
        self.note = _label(faint=True)
        self.skipped = _label(faint=True)
        self.differences = DifferenceList()
        self.differences.show_on_map.connect(self._show_on_map)
        self.restore_button = self._button("&Restore", self._restore)
        self.restore_button.setToolTip("Make the project what it was then; Undo takes it back")
        self.copy_button = self._button("&Open as Copy", self._open_copy)
        self.save_button = self._button("&Save Version As…", self._save)
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_REST_MS)
        self._soon.timeout.connect(self._compare)
        self._stop_hearing = workspace.document.on_stored(self._changed)
        self._following = Following(workspace, self, rebound=self._rebound, told=self._hear)

    def showEvent(self, event: QShowEvent) -> None:
        """Each time it is opened it looks anew."""
        super().showEvent(event)
        self.refresh()
        self.list.setFocus()

    def refresh(self) -> None:
        """Look what there is; the project that is shown stays shown."""
        workspace = self._workspace
        path, recent = workspace.path, workspace.settings.recent_files
        if not self._projects:
            self.note.setText(_LOOKING)
        keeper = workspace.versions

        def listed() -> tuple[ProjectVersions, ...]:
            keeper.wait(10.0)
            return versions.projects(path, recent)

        self._listing.do(listed, self._take, self._failed)

    @property
    def busy(self) -> bool:
        """Whether something is being looked at."""
        return self._listing.busy or self._looking.busy or self._soon.isActive()

    def current(self) -> Listed | None:
        """The chosen version."""
        index = self.list.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def project(self) -> ProjectVersions | None:
        """The project whose versions are shown."""
        index = self.projects.currentIndex()
        return self._projects[index] if 0 <= index < len(self._projects) else None

    # -- inside ------------------------------------------------------------------------------------

    def _button(self, title: str, clicked: object) -> QPushButton:
        button = QPushButton(title)
        button.setAutoDefault(False)
        button.clicked.connect(clicked)
        return button

    def _lay_out(self) -> None:
        project = plain_label("&Project")
        project.setBuddy(self.projects)
        upper = QHBoxLayout()
        upper.addWidget(project)
        upper.addWidget(self.projects, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(_GAP_PX, 0, 0, 0)
        column.addWidget(self.heading)
        column.addWidget(self.note)
        column.addWidget(self.differences, 1000)
        column.addStretch(1)  # while there is nothing to list, words stay at the top
        left = QWidget()
        rows = QVBoxLayout(left)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.list, 1)
        rows.addWidget(self.skipped)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(right)
        parts.setSizes([320, 560])
        parts.setStretchFactor(1, 1)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        # Enter in a list must not close the window, and nothing here is done by accident.
        close = box.button(QDialogButtonBox.StandardButton.Close)
        close.setAutoDefault(False)
        close.setDefault(False)
        lower = QHBoxLayout()
        for button in (self.restore_button, self.copy_button, self.save_button):
            lower.addWidget(button)
        lower.addStretch(1)
        lower.addWidget(box)
        layout = QVBoxLayout(self)
        layout.addLayout(upper)
        layout.addWidget(parts, 1)
        layout.addLayout(lower)

    def _take(self, found: tuple[ProjectVersions, ...]) -> None:
        """Show what there is."""
        shown, chosen = self.project(), self.current()
        self._projects = found
        self.projects.blockSignals(True)
        self.projects.clear()
        for each in found:
            self.projects.addItem(_called(each, self._workspace.path))
        same = [
            k for k, each in enumerate(found) if shown and each.folder.folder == shown.folder.folder
        ]
        self.projects.setCurrentIndex(same[0] if same else 0)
        self.projects.blockSignals(False)
        self._show_project(keep=chosen)

    def _show_project(self, _index: int = 0, *, keep: Listed | None = None) -> None:
        project = self.project()
        rows = project.versions if project is not None else ()
        self._model.show_rows(rows)
        skipped = project.folder.skipped if project is not None else ()
        self.skipped.setText(f"Not versions, and left alone: {', '.join(skipped)}")
        self.skipped.setVisible(bool(skipped))
        if rows:
            at = rows.index(keep) if keep in rows else 0
            self.list.setCurrentIndex(self._model.index(at, 0))
        else:
            self._choose()

    def _choose(self, *_indices: object) -> None:
        self._look = None
        self.heading.setText("")
        self._compare()

    def _rebound(self) -> None:
        self._stop_hearing()
        self._stop_hearing = self._workspace.document.on_stored(self._changed)
        # A version that was opened as a copy is the desk's own now.
        self._look = None

    def _changed(self, _ids: frozenset[str]) -> None:
        if self.isVisible():
            self._soon.start()

    def _hear(self, topic: str) -> None:
        if topic == "path" and self.isVisible():
            self.refresh()

    def _compare(self) -> None:
        self._soon.stop()
        project, listed = self.project(), self.current()
        self._show_buttons()
        if project is None or listed is None:
            self._looking.forget()
            self._say(_NONE)
            return
        own = self._is_own(project)
        self.heading.setText(
            f"What has changed since {when(listed.saved_at)}" if own else _at(listed)
        )
        present = stored_of(self._workspace.document.all_entries()) if own else None
        unit = self._workspace.settings.distance_unit
        if self._look is None:
            self._say(_COMPARING)
        self._looking.do(
            lambda: versions.look_at(project, listed, present, unit), self._show, self._failed
        )

    def _show(self, look: Look) -> None:
        self._look = look
        project = self.project()
        own = project is not None and self._is_own(project)
        self.note.setVisible(not own)
        self.note.setText("" if own else _OTHER)
        self.differences.setEnabled(own)
        self.differences.setVisible(own)
        if own:
            self.differences.show_differences(look.differences)
        self._show_buttons()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, VersionError):
            raise error
        self._look = None
        self._say(f"This version cannot be used. {error}")
        self._show_buttons()

    def _say(self, words: str) -> None:
        self.note.setText(words)
        self.note.setVisible(True)
        self.differences.show_differences(())
        self.differences.setVisible(False)

    def _show_buttons(self) -> None:
        project, look = self.project(), self._look
        own = project is not None and self._is_own(project)
        self.restore_button.setEnabled(look is not None and own and bool(look.differences))
        self.copy_button.setEnabled(look is not None)
        self.save_button.setEnabled(look is not None)

    def _is_own(self, project: ProjectVersions) -> bool:
        return project.path is not None and project.path == self._workspace.path

    # -- what the person does ----------------------------------------------------------------------

    def _show_on_map(self, difference: VersionDifference) -> None:
        workspace = self._workspace
        if difference.at is None:
            return
        if workspace.document.feature(difference.key) is not None:
            workspace.session.select([difference.key])
        else:
            workspace.session.clear()
        if not sight.in_sight(workspace.camera, difference.at):
            workspace.camera.look_at(difference.at)
        workspace.say(f"{difference.title}: {difference.detail or difference.what}")

    def _restore(self) -> None:
        if self._look is not None:
            versions.restore(self._workspace, self._look)

    def _open_copy(self) -> None:
        look = self._look
        if look is not None and versions.open_copy(self._workspace, look):
            self.accept()

    def _save(self) -> None:
        project = self.project()
        if self._look is not None and project is not None:
            versions.save_version_as(self._workspace, project, self._look)


def _label(*, faint: bool = False) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if faint:
        label.setObjectName("faint")
    return label


def _called(project: ProjectVersions, own: Path | None) -> str:
    path = project.path
    if path is None:
        return project.name
    if path == own:
        return f"{path.name} — on the desk"
    return f"{path.name} — {path.parent}"


def _at(listed: Listed) -> str:
    words = when(listed.saved_at)
    return words[:1].upper() + words[1:]
