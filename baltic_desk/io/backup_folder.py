"""Where versions of one project lie: a folder in the state folder, with a list of what is in it.

The list says more of a version than its file's name, but is not needed: a version that is not in it
is known by its name, a name in it without a file is passed over. So a crash between the two leaves
nothing that cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from baltic_desk.io.moments import is_moment
from baltic_desk.paths import open_regular, read_regular, state_dir

INDEX = "index.json"
SUFFIX = ".geojson.gz"

MOST_BYTES = 256 << 20
"""Of one version. What claims to be more is damaged, or was made to fill the memory."""

_MOST_INDEX = 4 << 20
_NAME = re.compile(r"(\d{6,9})-(\d{8}T\d{6})Z-([0-9a-f]{16})" + re.escape(SUFFIX))
_CHUNK = 1 << 20
_GZIP = 16 + zlib.MAX_WBITS
_TIME = "%Y%m%dT%H%M%S"


class BackupError(Exception):
    """A version cannot be read; a sentence that says why."""


class Version(Struct, frozen=True, kw_only=True):
    """One content that a project had.

    Attributes
    ----------
    file
        Name in the folder. It begins with a number that rises, whatever the clock says.
    size
        Of the project file, bytes; `stored` is that of the compressed one. 0 where not known.
    features
        How many it has; None where not known.
    digest
        SHA-256 of the project file; the first half of that where only the name is known.
    likeness
        The same for contents that differ in nothing but where the map stood.
    """

    file: str
    saved_at: datetime
    title: str = ""
    size: int = 0
    stored: int = 0
    features: int | None = None
    digest: str = ""
    likeness: str = ""


class _Index(Struct, frozen=True, kw_only=True):
    path: str = ""
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class BackupFolder:
    """What a folder holds.

    Attributes
    ----------
    path
        The project file that it is for; None where its list is lost.
    versions
        The newest first.
    skipped
        Names of what is there and is no version; a version whose file is damaged by its size.
    """

    folder: Path
    path: Path | None = None
    versions: tuple[Version, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the project was called last; empty where it was called nothing."""
        return next((version.title for version in self.versions if version.title), "")

    def file(self, version: Version) -> Path:
        """Where a version lies."""
        return self.folder / version.file


def backups_dir() -> Path:
    """Folder of the versions of all projects."""
    return state_dir() / "backups"


def folder_for(path: Path) -> Path:
    """Folder of the versions of a project file, by the name that it really has."""
    name = os.path.normcase(os.path.realpath(path))
    return backups_dir() / hashlib.sha256(os.fsencode(name)).hexdigest()[:32]


def read_folder(folder: Path) -> BackupFolder:
    """What lies in a folder; nothing where there is none, or where it cannot be looked into."""
    try:
        return look_into(folder)
    except OSError:
        return BackupFolder(folder)


def look_into(folder: Path) -> BackupFolder:
    """What lies in a folder that is there. Raises OSError."""
    present = dict(_sizes(folder))
    index = _read_index(folder / INDEX) if INDEX in present else None
    known = {version.file: version for version in index.versions} if index else {}
    found: list[Version] = []
    skipped = [INDEX] if INDEX in present and index is None else []
    for name, size in present.items():
        version = known.get(name) or _by_name(name)
        if version is not None and size > 0 and version.stored in (0, size):
            found.append(msgspec.structs.replace(version, stored=size))
        elif name != INDEX and not name.startswith("."):
            skipped.append(name)
    found.sort(key=_number, reverse=True)
    path = Path(index.path) if index is not None and index.path else None
    return BackupFolder(folder, path, tuple(found), tuple(sorted(skipped)))


def _sizes(folder: Path) -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                found = entry.stat()
            except FileNotFoundError:
                # Another window of the program has just taken it away.
                continue
            yield entry.name, found.st_size if entry.is_file() else 0


def read_version(folder: BackupFolder, version: Version) -> bytes:
    """The project file of a version.

    Raises
    ------
    BackupError
        When it is damaged, or not there any more.
    """
    try:
        content = read_regular(folder.file(version))
    except OSError as error:
        raise BackupError(f"It cannot be read: {error.strerror or error}.") from error
    try:
        data = _unpacked(content)
    except (zlib.error, EOFError) as error:
        raise BackupError("It is damaged.") from error
    if not hashlib.sha256(data).hexdigest().startswith(version.digest):
        raise BackupError("It is damaged: its content is not what was kept.")
    return data


def packed(data: bytes) -> bytes:
    """A project file as it is kept: gzip, at its quickest."""
    packer = zlib.compressobj(1, zlib.DEFLATED, _GZIP)
    view = memoryview(data)
    parts = [packer.compress(view[k : k + _CHUNK]) for k in range(0, len(data), _CHUNK)]
    return b"".join((*parts, packer.flush()))


def index_text(path: Path, versions: Iterable[Version]) -> bytes:
    """The list of a folder as it is written."""
    index = _Index(path=str(path), versions=tuple(versions))
    # ASCII: a path on Linux may hold bytes that are no text, which Python keeps as surrogates.
    return json.dumps(msgspec.to_builtins(index), indent=1).encode()


def file_name(number: int, saved_at: datetime, digest: str) -> str:
    """Name of a version's file."""
    return f"{number:06}-{saved_at.astimezone(UTC):{_TIME}}Z-{digest[:16]}{SUFFIX}"


def next_number(versions: Iterable[Version]) -> int:
    """A number above all there are."""
    return max((_number(version)[0] for version in versions), default=0) + 1


def _number(version: Version) -> tuple[int, str]:
    return int(version.file.partition("-")[0]), version.file


def _by_name(name: str) -> Version | None:
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    try:
        saved_at = datetime.strptime(match[2], _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    if not is_moment(saved_at):
        return None
    return Version(file=name, saved_at=saved_at, digest=match[3])


def _read_index(path: Path) -> _Index | None:
    try:
        with open_regular(path) as file:
            text = file.read(_MOST_INDEX)
        index = msgspec.convert(json.loads(text), _Index)
    except (OSError, ValueError, RecursionError):
        return None
    # Its names become names of files: none may lead out of the folder.
    good = [v for v in index.versions if _NAME.fullmatch(v.file) and is_moment(v.saved_at)]
    return msgspec.structs.replace(index, versions=tuple(good))


def _unpacked(content: bytes) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    parts: list[bytes] = []
    size = 0
    rest = content
    while rest and not unpacker.eof:
        part = unpacker.decompress(rest, _CHUNK)
        size += len(part)
        if size > MOST_BYTES:
            raise EOFError
        parts.append(part)
        rest = unpacker.unconsumed_tail
    if not unpacker.eof:
        raise EOFError
    return b"".join(parts)
