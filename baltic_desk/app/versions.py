"""Versions of a project: what is kept of it, how one differs from the desk, and getting it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from baltic_desk.app import claiming, sight
from baltic_desk.app.answering import answered, is_same, stoppable
from baltic_desk.app.files import PROJECTS, SUFFIX, folder_of, may_leave
from baltic_desk.app.in_thread import in_thread
from baltic_desk.app.saving import write_bytes
from baltic_desk.app.workspace import UNTITLED, Workspace
from baltic_desk.document.restoring import restored_entries
from baltic_desk.document.store import Stored
from baltic_desk.document.version_comparison import (
    VersionDifference,
    stored_of,
    version_differences,
)
from baltic_desk.io.backup_folder import BackupError, BackupFolder, Version, read_version
from baltic_desk.io.backups import ROTATING, described, known_projects, versions_of
from baltic_desk.io.moments import moment_of
from baltic_desk.io.opening import open_bytes
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import Loaded, digest_of, read_bytes
from baltic_desk.io.save import BACKUP_SUFFIX, SaveError

Kind = Literal["recent", "daily", "beside"]
"""One of the last; the last of its day; the file beside the project, with `~` at its name's end."""


class VersionError(Exception):
    """A version cannot be read; a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A version as it is listed.

    Attributes
    ----------
    size
        Of the project file, bytes; 0 where not known.
    source
        Where it lies: what is kept of it, or a file.
    """

    kind: Kind
    saved_at: datetime
    source: Version | Path
    title: str = ""
    size: int = 0
    features: int | None = None


@dataclass(frozen=True, slots=True)
class ProjectVersions:
    """What there is of a project.

    Attributes
    ----------
    path
        Its file, which need not be there; None where it is not known any more.
    versions
        The newest first.
    """

    folder: BackupFolder
    path: Path | None
    versions: tuple[Listed, ...]

    @property
    def name(self) -> str:
        """What the project is called in a list."""
        if self.path is not None:
            return self.path.name
        return self.folder.title or f"Unknown file ({self.folder.folder.name[:8]})"


@dataclass(frozen=True, slots=True)
class Look:
    """A version that was read, beside what is on the desk.

    Attributes
    ----------
    differences
        What has become of it since: from the version to what is on the desk.
    """

    listed: Listed
    content: bytes
    loaded: Loaded
    differences: tuple[VersionDifference, ...] = ()


# -- what there is -----------------------------------------------------------------------------


def versions_for(path: Path) -> ProjectVersions:
    """What there is of a project file, whether it is there or not."""
    return _listing(versions_of(path))


def projects(path: Path | None, recent_files: Sequence[str]) -> tuple[ProjectVersions, ...]:
    """All projects that there is something of: that file first, the others by time.

    A share that has gone may take its time to say so.
    """
    found = [] if path is None else [versions_for(path)]
    folders = {each.folder.folder for each in found}
    others = [_listing(each) for each in known_projects() if each.folder not in folders]
    have = {path, *(each.path for each in others)}
    beside = [versions_for(each) for each in map(Path, recent_files) if each not in have]
    others += [each for each in beside if each.versions]
    others.sort(key=lambda each: each.versions[0].saved_at, reverse=True)
    return (*found, *others)


def _listing(folder: BackupFolder) -> ProjectVersions:
    listed = [
        Listed(
            "recent" if number < ROTATING else "daily",
            version.saved_at,
            version,
            version.title,
            version.size,
            version.features,
        )
        for number, version in enumerate(folder.versions)
    ]
    beside = None if folder.path is None else _beside(folder.path, folder)
    if beside is not None:
        listed.append(beside)
        listed.sort(key=lambda each: each.saved_at, reverse=True)
    return ProjectVersions(folder, folder.path, tuple(listed))


def _beside(path: Path, folder: BackupFolder) -> Listed | None:
    """The file with `~` at its name's end, unless it is among what is kept."""
    try:
        file = path.with_name(path.name + BACKUP_SUFFIX)
        found = file.stat()
        content = read_bytes(file)
    except (OSError, ValueError, ProjectError):
        return None
    digest = digest_of(content)
    if any(version.digest and digest.startswith(version.digest) for version in folder.versions):
        return None
    title, features = described(content)
    at = moment_of(found.st_mtime)
    return Listed("beside", at, file, title, len(content), features)


# -- looking at one ----------------------------------------------------------------------------


def look_at(
    of: ProjectVersions, listed: Listed, present: Stored | None, distance_unit: str
) -> Look:
    """Read a version and compare it with what is on the desk; this may take a second.

    Parameters
    ----------
    present
        All that is stored on the desk; None where there is nothing to compare.

    Raises
    ------
    VersionError
        When it cannot be read.
    """
    try:
        if isinstance(listed.source, Path):
            content = read_bytes(listed.source)
        else:
            content = read_version(of.folder, listed.source)
        loaded = open_bytes(content, Path(of.name).stem)
    except (BackupError, ProjectError) as error:
        raise VersionError(str(error)) from error
    if present is None:
        return Look(listed, content, loaded)
    stored = stored_of(loaded.document.all_entries())
    return Look(listed, content, loaded, version_differences(stored, present, distance_unit))


def when(at: datetime, now: datetime | None = None) -> str:
    """When it was saved, as one says it here: "today 14:32:07"; versions may be seconds apart.

    >>> from datetime import timedelta
    >>> noon = datetime(2026, 6, 15, 12, 0, tzinfo=UTC).astimezone()
    >>> when(noon, noon).split()[0], when(noon - timedelta(days=1), noon).split()[0]
    ('today', 'yesterday')
    >>> when(noon - timedelta(days=3), noon).split()[:3]
    ['Fri', '12', 'Jun,']
    """
    local = at.astimezone()
    today = (now or datetime.now(UTC)).astimezone().date()
    days = (today - local.date()).days
    if days == 0:
        return f"today {local:%H:%M:%S}"
    if days == 1:
        return f"yesterday {local:%H:%M}"
    year = "" if local.year == today.year else f" {local:%Y}"
    return f"{local:%a} {local.day} {local:%b}{year}, {local:%H:%M}"


# -- getting it back ---------------------------------------------------------------------------


def restore(workspace: Workspace, look: Look) -> bool:
    """Make the project on the desk what the version is, as one step of undo; the camera stays."""
    workspace.settle()
    document = workspace.document
    present = stored_of(document.all_entries())
    wanted = stored_of(look.loaded.document.all_entries())
    steps = in_thread(lambda: restored_entries(present, wanted))
    written = workspace.ask.wait("Restoring the version …", steps)
    if written is None:
        return False
    at = when(look.listed.saved_at)
    if not written:
        workspace.say(f"The project is as it was {at}.")
        return False
    document.restructure(f"Restore version of {at}", written)
    workspace.say(f"Restored the version of {at}. Undo takes it back; it is not saved yet.")
    return True


def open_copy(workspace: Workspace, look: Look) -> bool:
    """Put the version on the desk as a new project that is not saved, in place of the present."""
    if not may_leave(workspace):
        return False
    loaded = look.loaded
    # Its document becomes the desk's: whoever opens it again has to read it again.
    workspace.adopt(loaded.document, problems=loaded.problems, view=loaded.view)
    if loaded.view is None:
        sight.show(workspace.camera, loaded.document.features())
    loaded.document.history.mark_dirty()
    workspace.say(f"Opened a copy of the version of {when(look.listed.saved_at)}.")
    return True


@stoppable
def save_version_as(workspace: Workspace, of: ProjectVersions, look: Look) -> bool:
    """Ask for a file and write the version there, just as it was."""
    stem = Path(of.name).stem or UNTITLED
    at = look.listed.saved_at.astimezone()
    suggestion = folder_of(workspace) / f"{stem} {at:%Y-%m-%d %H%M}{SUFFIX}"
    path = workspace.ask.save_file("Save version", (PROJECTS,), suggestion)
    if path is None:
        return False
    path = path.absolute()
    own = workspace.path
    if own is not None and answered(workspace, path.name, lambda: is_same(path, own)):
        text = "Restore puts the version into the project; save it as a copy under another name."
        workspace.ask.tell(f"{path.name} is the project's own file.", text)
        return False
    with claiming.holding(workspace, path) as refusal:
        if refusal is None:
            try:
                write_bytes(workspace, path, look.content)
            except SaveError as error:
                refusal = f"{path.name} was not saved: {error.text}.", error.advice
    if refusal is not None:
        workspace.ask.tell(*refusal)
        return False
    workspace.say(f"Saved the version of {when(look.listed.saved_at)} as {path.name}.")
    return True
