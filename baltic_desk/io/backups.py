"""Versions of projects that are kept as they are saved: ten rotating, one a day for a week.

Keeping one never changes what was kept before until it is on the disk itself. The oldest go last.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from baltic_desk.io.backup_folder import (
    INDEX,
    MOST_BYTES,
    BackupError,
    BackupFolder,
    Version,
    backups_dir,
    file_name,
    folder_for,
    index_text,
    look_into,
    next_number,
    packed,
    read_folder,
    read_version,
)
from baltic_desk.io.save import SaveError, save
from baltic_desk.io.save_errors import why_not
from baltic_desk.io.strict_json import Json

ROTATING = 10
DAYS = 7
MOST_OF_ALL = 1 << 30
"""Bytes on the disk, of all projects together; the newest version of each stays beyond that."""

_log = logging.getLogger(__name__)
# Where the map stood, as the header has it: between quotation marks no text has this.
_VIEW = re.compile(rb',"view":\{"lon":[-+.e\d]+,"lat":[-+.e\d]+,"scale":[-+.e\d]+,'
                   rb'"projection":"[^"\\]*"\}(?=,"digest":")')  # fmt: skip
_HEADER = b'"baltic_desk":'
_FEATURES = b'"features":'
_FEATURE = re.compile(rb'"type"\s*:\s*"Feature"')
_LEFT_OVER_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Content:
    """What a project file held, and when it was written."""

    data: bytes
    saved_at: datetime
    title: str = ""
    features: int | None = None


def keep(
    path: Path,
    contents: Sequence[Content],
    *,
    folder: Path | None = None,
    most_bytes: int = MOST_OF_ALL,
) -> None:
    """Keep what a project file held, the oldest first; what is kept already is not kept again.

    Parameters
    ----------
    folder
        What `folder_for` gives for it, where that was asked before.

    Raises
    ------
    SaveError
        When it cannot be kept; what was there before is as it was.
    """
    folder = folder or folder_for(path)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = look_into(folder).versions
    except OSError as error:
        raise SaveError(folder, why_not(error).text) from error
    for content in contents:
        kept = _with(folder, kept, content)
    staying = staying_versions(kept)
    save(folder / INDEX, index_text(path, staying), backup=False)
    # A name in the list without a file is passed over: whatever stops this, all can be read.
    _remove(folder / each.file for each in kept if each not in staying)
    _remove_left_overs(folder)
    _bound(folder.parent, most_bytes)


def versions_of(path: Path) -> BackupFolder:
    """What is kept of a project file, whether it is there or not."""
    try:
        folder = folder_for(path)
    except (OSError, ValueError):
        # A name that no file can have.
        return BackupFolder(backups_dir() / "none", path)
    return replace(read_folder(folder), path=path)


def known_projects(root: Path | None = None) -> tuple[BackupFolder, ...]:
    """All projects of which something is kept, the latest first."""
    try:
        folders = sorted(
            entry.path for entry in os.scandir(root or backups_dir()) if entry.is_dir()
        )
    except OSError:
        return ()
    found = (read_folder(Path(folder)) for folder in folders)
    held = [folder for folder in found if folder.versions]
    return tuple(sorted(held, key=lambda each: each.versions[0].saved_at, reverse=True))


def staying_versions(
    versions: Sequence[Version], now: datetime | None = None
) -> tuple[Version, ...]:
    """Those of the newest first that stay: the last ten, and the last of each day of a week."""
    today = (now or datetime.now(UTC)).astimezone().date()
    days: set[date] = set()
    staying: list[Version] = []
    for number, version in enumerate(versions):
        day = version.saved_at.astimezone().date()
        of_week = timedelta(days=-1) <= today - day < timedelta(days=DAYS)
        if number < ROTATING or (of_week and day not in days):
            staying.append(version)
        days.add(day)
    return tuple(staying)


def likeness_of(data: bytes) -> str:
    """Digest of a content but for where the map stood: by that alone it is no other version."""
    match = _VIEW.search(data, 0, max(data.find(_FEATURES), 0))
    if match is None:
        return hashlib.sha256(data).hexdigest()
    digest = hashlib.sha256(memoryview(data)[: match.start()])
    digest.update(memoryview(data)[match.end() :])
    return digest.hexdigest()


def described(data: bytes) -> tuple[str, int]:
    """Title and number of features of a project file, without reading all of it."""
    title = ""
    start = data.find(_HEADER)
    end = data.find(b",\n", start)
    if start >= 0 and end >= 0:
        try:
            header: Json = json.loads(data[start + len(_HEADER) : end])
            found = header.get("title") if isinstance(header, dict) else None
            title = found if isinstance(found, str) else ""
        except (ValueError, RecursionError):
            title = ""
    start = max(data.find(_FEATURES), 0)
    if data.startswith(_FEATURES + b"[\n", start):
        return title, data.count(b"\n{", start)
    return title, sum(1 for _ in _FEATURE.finditer(data, start))


def _with(folder: Path, kept: tuple[Version, ...], content: Content) -> tuple[Version, ...]:
    """The versions with one more, the newest first; its file is on the disk then."""
    data = content.data
    if len(data) > MOST_BYTES:
        raise SaveError(folder, "the project is too large for versions of it to be kept")
    digest, likeness = hashlib.sha256(data).hexdigest(), likeness_of(data)
    alike = [each for each in kept if likeness == each.likeness or _begins(digest, each.digest)]
    if alike and not _is_whole(folder, alike[0]):
        alike = []
    if alike and alike[0] is kept[0]:
        return kept
    name = file_name(next_number(kept), content.saved_at, digest)
    if alike and _linked(folder / alike[0].file, folder / name):
        version = msgspec.structs.replace(alike[0], file=name, saved_at=content.saved_at)
        return version, *kept
    kept_as = packed(data)
    save(folder / name, kept_as, backup=False)
    version = Version(
        file=name,
        saved_at=content.saved_at,
        title=content.title,
        size=len(data),
        stored=len(kept_as),
        features=content.features,
        digest=digest,
        likeness=likeness,
    )
    return version, *kept


def _begins(digest: str, known: str) -> bool:
    """Whether a digest is one of which perhaps only the first half is known."""
    return bool(known) and digest.startswith(known)


def _is_whole(folder: Path, version: Version) -> bool:
    """Whether a version can be read: what is damaged is kept anew."""
    try:
        read_version(BackupFolder(folder), version)
    except BackupError:
        return False
    return True


def _linked(present: Path, name: Path) -> bool:
    """Whether a file has another name now. Not everywhere can it have two."""
    try:
        os.link(present, name)
    except OSError:
        return False
    return True


def _bound(root: Path, most_bytes: int) -> None:
    """Take away the oldest versions of whatever project until all are no more than that."""
    projects = known_projects(root)
    over = sum(version.stored for each in projects for version in each.versions) - most_bytes
    if over <= 0:
        return
    spare = [(v.saved_at, v.stored, each.file(v)) for each in projects for v in each.versions[1:]]
    for _, size, file in sorted(spare):
        if over <= 0:
            return
        _remove([file])
        over -= size


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        try:
            file.unlink()
        except OSError as error:
            _log.info("an old version stays: %s", error)


def _remove_left_overs(folder: Path) -> None:
    """Take away what a crash while writing has left, unless another process may be writing it."""
    now = time.time()
    try:
        for file in folder.glob(".~*"):
            if now - file.stat().st_mtime > _LEFT_OVER_S:
                file.unlink()
    except OSError as error:
        _log.info("something half written stays: %s", error)
